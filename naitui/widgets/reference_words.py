"""References in words and rows: what lists, facts and the studio's line say. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from naitui.actions.in_effect import key_for
from naitui.library.seen import Seen, SeenFiles
from naitui.novelai import Catalog, Model
from naitui.novelai.action import drawing_model, sent_vibes, vibe_strengths, why_no_references, why_no_vibes
from naitui.novelai.receipts import Known, Receipt, missing_encodings, reference_receipts, vibe_receipts
from naitui.recipe import Recipe
from naitui.widgets.reference_fields import NumberField, Reference, fields_of, is_own, value_of

Kind = Literal["vibes", "precise"]
_UNSEEN = Seen(Known(picture=True))


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a row."""

    field: NumberField
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One reference in a list."""

    name: str
    path: str
    enabled: bool
    sent: bool
    numbers: tuple[Number, ...]
    type: str
    """Of a precise reference; empty for vibes."""
    receipt: Receipt
    as_sent: str = ""
    """The strength that goes out, where it is another one."""


def references_of(recipe: Recipe, kind: Kind) -> Sequence[Reference]:
    """The references of one kind."""
    return recipe.vibes if kind == "vibes" else recipe.precise_references


def receipts_of(recipe: Recipe, kind: Kind, catalog: Catalog, seen: SeenFiles) -> list[Receipt]:
    """The receipts of one kind; of files that nobody has looked at yet, nothing but that."""
    of_kind = _seen_of(kind, seen)
    known = [of_kind.get(one.path, _UNSEEN).known for one in references_of(recipe, kind)]
    make = vibe_receipts if kind == "vibes" else reference_receipts
    receipts = make(recipe, catalog, known)
    looked = [one.path in of_kind for one in references_of(recipe, kind)]
    pending = Receipt("being looked at …", 0, "ready")
    return [one if there else pending for one, there in zip(receipts, looked, strict=True)]


def _seen_of(kind: Kind, seen: SeenFiles) -> Mapping[str, Seen]:
    return seen.vibes if kind == "vibes" else seen.precise


def encodings_of(recipe: Recipe, catalog: Catalog, seen: SeenFiles) -> int:
    """How many encodings a press would buy, as far as the files have been looked at."""
    return missing_encodings(receipts_of(recipe, "vibes", catalog, seen))


def rows_of(recipe: Recipe, kind: Kind, catalog: Catalog, seen: SeenFiles) -> list[Row]:
    """A row for each reference of one kind."""
    model = drawing_model(recipe, catalog)
    sent = _sent_strengths(recipe, model) if kind == "vibes" else {}
    rows = []
    receipts = receipts_of(recipe, kind, catalog, seen)
    for place, (one, receipt) in enumerate(zip(references_of(recipe, kind), receipts, strict=True)):
        numbers = tuple(
            Number(number, f"{value_of(one, number, model):.2f}", is_own(one, number)) for number in fields_of(one)
        )
        goes = receipt.state not in ("off", "left out")
        other = sent.get(place)
        as_sent = f"{other:.2f}" if other is not None and abs(other - one.strength) > 0.004 else ""
        kind_of_it = getattr(one, "type", "")
        rows.append(Row(short_name(one.path), one.path, one.enabled, goes, numbers, kind_of_it, receipt, as_sent))
    return rows


def short_name(path: str) -> str:
    """What a list calls a path: the file's name, or the whole name of an entry."""
    return path if path.startswith("@") else PurePosixPath(path).name or path


def title_of(recipe: Recipe, kind: Kind) -> str:
    """What stands at a list's upper edge: how many are on, and whether vibes share their strength."""
    every = references_of(recipe, kind)
    on = sum(one.enabled for one in every)
    count = f" · {on} of {len(every)} on" if every else ""
    if kind == "precise":
        return f"Precise Reference{count}"
    shared = " · normalised (n)" if recipe.normalize_vibes else " · not normalised (n)"
    return f"Vibe Transfer{count}{shared if every else ''}"


def why_off(recipe: Recipe, kind: Kind, catalog: Catalog) -> str:
    """Why nothing of a list is sent, and what to do about it; empty where it is, or where nothing is on."""
    if not any(one.enabled for one in references_of(recipe, kind)):
        return ""
    model = drawing_model(recipe, catalog)
    why = why_no_vibes(recipe, model) if kind == "vibes" else why_no_references(recipe, model)
    if not why:
        return ""
    if recipe.mask is not None:
        return f"{why}; kept"
    if "has no" in why:
        return f"{why}; kept, {key_for('references.choose_model')} chooses another model"
    return f"{why}; kept, {key_for('references.switch')} on those switches them off"


def empty_words(recipe: Recipe, kind: Kind, catalog: Catalog) -> list[str]:
    """What an empty list says."""
    model = drawing_model(recipe, catalog)
    add = key_for("references.add")
    if kind == "vibes":
        none = model.vibes == "none"
        words = [
            "No vibes: a picture whose mood is taken over.",
            f"{add} adds one: a picture, a vibe file, @name.",
        ]
    else:
        none = not model.precise_references
        words = [
            "No precise references: who it is, or how it is drawn.",
            f"{add} adds one: a picture, @name.",
        ]
    what = "Vibe Transfer" if kind == "vibes" else "Precise Reference"
    return [*words, f"{model.title} has no {what}: what you add is kept for models with it."] if none else words


def total_words(recipe: Recipe, catalog: Catalog, seen: SeenFiles) -> str:
    """What all references together cost on one press, and for what."""
    vibes = receipts_of(recipe, "vibes", catalog, seen)
    precise = sum(one.anlas for one in receipts_of(recipe, "precise", catalog, seen))
    encoding = missing_encodings(vibes) * catalog.price.encoding
    beyond = sum(one.anlas for one in vibes) - encoding
    parts = {
        "for encoding": encoding,
        f"for vibes beyond {catalog.price.vibes_free}": beyond,
        "for precise references": precise,
    }
    said = [(anlas, what) for what, anlas in parts.items() if anlas]
    if len(said) < 2:
        return "".join(f"{anlas} Anlas {what}" for anlas, what in said)
    return f"{sum(parts.values())} Anlas: {', '.join(f'{anlas} {what}' for anlas, what in said)}"


def facts_of(recipe: Recipe, kind: Kind, place: int, catalog: Catalog, seen: SeenFiles) -> list[str]:
    """What is to be known of one reference, the most important first."""
    row = rows_of(recipe, kind, catalog, seen)[place]
    found = _seen_of(kind, seen).get(row.path, _UNSEEN)
    lines = [row.path, row.receipt.words]
    if found.size is not None:
        size = f"{found.size[0]}×{found.size[1]}"
        sent = f" → {found.canvas[0]}×{found.canvas[1]} on black, as shown" if found.canvas is not None else ""
        lines.append(f"{size}{sent}")
    if row.as_sent:
        lines.append(f"goes out with strength {row.as_sent}: together they are normalised to 1 (n)")
    return [*lines, *found.notes]


def _sent_strengths(recipe: Recipe, model: Model) -> dict[int, float]:
    """For each vibe that is sent, by its place in the recipe, the strength that goes out."""
    sent = sent_vibes(recipe, model)
    strengths = iter(vibe_strengths(recipe, sent))
    return {place: next(strengths) for place, vibe in enumerate(recipe.vibes) if any(vibe is one for one in sent)}
