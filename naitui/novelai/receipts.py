"""What each reference of a recipe costs and why: `already encoded for V4.5 Full at 0.7`, or `2 Anlas`.

Pure: what is known of the files is given. `naitui.library.reference_files` looks at them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from naitui.novelai.action import drawing_model, vibe_information, why_no_references, why_no_vibes
from naitui.novelai.catalog import Catalog, Model
from naitui.recipe import Recipe, Vibe

State = Literal["ready", "to buy", "unusable", "left out", "off"]
"""Sent as it is; sent once it is encoded; what stops the request; kept but not sent; switched off."""

ANY = None
"""In place of an information extracted: the encoding is good for all, as nobody knows its own."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the file behind a reference."""

    id: str = ""
    """The vibe's; empty where there is none."""
    encoded: Mapping[str, frozenset[float | None]] = field(default_factory=dict)
    """For each model key the informations extracted that there is an encoding for, bought or in the file."""
    picture: bool = False
    """Whether there is a picture that could be encoded."""
    problem: str = ""
    """Why the file cannot be used."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line about one reference."""

    words: str
    anlas: int
    """What it costs on this press, with all pictures of the batch; 0 for what is not sent."""
    state: State


def vibe_receipts(recipe: Recipe, catalog: Catalog, known: Sequence[Known]) -> list[Receipt]:
    """One for each vibe of the recipe, in its order; ``known`` goes with them."""
    model = drawing_model(recipe, catalog)
    why = why_no_vibes(recipe, model)
    requests = -(-recipe.batch.count // recipe.batch.samples)
    bought: dict[tuple[str, float], int] = {}
    receipts, place = [], 0
    for number, (vibe, file) in enumerate(zip(recipe.vibes, known, strict=True), start=1):
        if why:
            receipts.append(_left_out(vibe.enabled, f"{why}{_told(file, catalog)}", file))
            continue
        receipt = _of_vibe(vibe, model, catalog, file)
        if not vibe.enabled:
            receipts.append(_off(receipt, file))
            continue
        place += 1
        words, anlas, state = receipt.words, receipt.anlas, receipt.state
        if receipt.state == "to buy":
            first = bought.setdefault((file.id, vibe_information(vibe, model)), number)
            if first != number:
                words, anlas, state = f"encoded together with vibe {first}", 0, "ready"
        if place > catalog.price.vibes_free and model.vibes == "encoded":
            words += f" · {catalog.price.vibe} Anlas a request beyond {catalog.price.vibes_free} vibes"
            anlas += catalog.price.vibe * requests
        receipts.append(Receipt(words, anlas, state))
    return receipts


def reference_receipts(recipe: Recipe, catalog: Catalog, known: Sequence[Known]) -> list[Receipt]:
    """One for each precise reference of the recipe, in its order; ``known`` goes with them."""
    model = drawing_model(recipe, catalog)
    why = why_no_references(recipe, model)
    each, pictures = catalog.price.precise_reference, recipe.batch.count
    total = f" × {pictures} pictures = {each * pictures}" if pictures > 1 else ""
    receipts = []
    for reference, file in zip(recipe.precise_references, known, strict=True):
        if why:
            receipts.append(_left_out(reference.enabled, why, file))
            continue
        priced = Receipt(f"{each} Anlas a picture{total}", each * pictures, "ready")
        receipt = Receipt(file.problem, 0, "unusable") if file.problem else priced
        receipts.append(receipt if reference.enabled else _off(receipt, file))
    return receipts


def missing_encodings(receipts: Sequence[Receipt]) -> int:
    """How many encodings a press would buy, by the receipts of its vibes."""
    return sum(receipt.state == "to buy" for receipt in receipts)


def _left_out(enabled: bool, why: str, known: Known) -> Receipt:
    """The line of one of a kind that does not go with the request at all: no price, but why."""
    return Receipt(known.problem or f"not sent: {why}", 0, "left out" if enabled else "off")


def _off(receipt: Receipt, known: Known) -> Receipt:
    """The line of what is switched off: what it would be is told all the same."""
    return Receipt(known.problem or f"when it is on: {receipt.words}", 0, "off")


def _of_vibe(vibe: Vibe, model: Model, catalog: Catalog, known: Known) -> Receipt:
    """The line of a vibe as if it were on, the first of its kind."""
    if known.problem:
        return Receipt(known.problem, 0, "unusable")
    if model.vibes == "raw":
        if known.picture:
            return Receipt(f"{model.title} takes the picture itself, without an encoding", 0, "ready")
        return Receipt(f"{model.title} takes pictures, and there is none in the file", 0, "unusable")
    information = vibe_information(vibe, model)
    there = known.encoded.get(model.vibe_key or "", frozenset())
    if information in there:
        return Receipt(f"already encoded for {model.title} at {information:g}", 0, "ready")
    if ANY in there or (len(there) == 1 and not known.picture):
        return Receipt(f"already encoded for {model.title}; its information extracted is fixed", 0, "ready")
    if not known.picture:
        only = _told(known, catalog) or ": its encoding is of an unknown model"
        return Receipt(f"no picture to encode for {model.title} at {information:g}{only}", 0, "unusable")
    at = ", ".join(f"{value:g}" for value in sorted(value for value in there if value is not None))
    what = "new encoding" if at else "to be encoded"
    words = f"{catalog.price.encoding} Anlas: {what} for {model.title} at {information:g}"
    return Receipt(f"{words} ({at} is there)" if at else words, catalog.price.encoding, "to buy")


def _told(known: Known, catalog: Catalog) -> str:
    """For which models there are encodings."""
    titles = [model.title for model in catalog.models.values() if model.vibe_key in known.encoded]
    return f"; encoded for {', '.join(titles)}" if titles else ""
