"""Vibes as files that NovelAI's page accepts: one vibe, a bundle, or a picture card.

What the page checks when it takes one in: the id is the SHA-256 of the picture's (or the encoding's) base64 text, a
thumbnail is a data URL. What it needs: ``importInfo`` with model, information extracted and strength.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from naitui.library.collection import word_of
from naitui.library.files import write_new
from naitui.library.sources import Sources
from naitui.library.vibes import vibes_in
from naitui.novelai import Catalog, Model
from naitui.novelai.action import vibe_information
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.prepare import png
from naitui.pictures.thumbnails import card_face, thumbnail_of
from naitui.pictures.vibes import (
    Scalar,
    VibeFile,
    encoding_for,
    merged,
    without_picture,
    write_bundle,
    write_card,
    write_vibe,
)
from naitui.recipe import Recipe, Vibe

SINGLE, BUNDLE, CARD = ".naiv4vibe", ".naiv4vibebundle", ".png"


@dataclass(frozen=True, slots=True)
class Exported:
    """A vibe as it goes into a file, and what its receiver should know."""

    vibe: VibeFile
    note: str = ""


def gathered(path: str, sources: Sources) -> list[VibeFile]:
    """The vibes of a file or an entry, or its picture as one, with every encoding that is known of them; reads files.

    Raises:
        BadPicture, NoEntry, OSError: it cannot be used.
    """
    data = sources.read(path)
    found = vibes_in(data)
    if not found:
        open_picture(data)
        found = [VibeFile(name=word_of(path), image=data)]
    return [_with_bought(one, sources) for one in found]


def exported(vibe: VibeFile, meant: Vibe, model: Model, *, picture: bool = True) -> Exported:
    """The vibe as the page would write it for a recipe with that model; the encodings that are there all go along.

    What ``meant`` leaves out follows the vibe's own ``importInfo``. Without the ``picture`` only the encoding for this
    model and information extracted is in it.

    Raises:
        BadPicture: the picture cannot be read; or there is no encoding, where nothing else would be in the file.
    """
    meant = _filled(meant, vibe.import_info)
    key, information = model.vibe_key or "", vibe_information(meant, model)
    info: dict[str, Scalar] = {"model": model.id, "information_extracted": information, "strength": meant.strength}
    made = replace(vibe, created_at=vibe.created_at or int(time.time() * 1000), import_info=info)
    if not picture and vibe.image is not None:
        return Exported(without_picture(made, key, information))
    if vibe.image is None:
        there = encoding_for(vibe, key, information) is not None
        return Exported(made, "" if there else f"it has no encoding for {model.title}")
    made = replace(made, thumbnail=vibe.thumbnail or thumbnail_of(vibe.image))
    if encoding_for(vibe, key, information) is not None:
        return Exported(made)
    return Exported(made, f"it is not encoded for {model.title} at {information:g}; whoever takes it in pays for that")


def as_file(vibes: Sequence[VibeFile], ending: str, face: bytes | None = None) -> bytes:
    """The bytes of a file with this ending: SINGLE, BUNDLE or CARD.

    ``face`` is the picture that a card shows; left out, it is made of the vibes' own.

    Raises:
        BadPicture: it cannot hold these vibes, or there is no face to be seen.
    """
    if ending == SINGLE:
        if len(vibes) != 1:
            raise BadPicture(f"a {SINGLE} file holds one vibe, not {len(vibes)}; take {BUNDLE} or {CARD}")
        return write_vibe(vibes[0])
    if ending == BUNDLE:
        return write_bundle(vibes)
    return write_card(_face(vibes, face), vibes)


def export_vibes(
    out: Path, one: Vibe, recipe: Recipe, sources: Sources, catalog: Catalog
) -> tuple[Path, tuple[str, ...]]:
    """Write ``one`` vibe of a recipe, or all of its vibes that are on where ``out`` is a bundle or a card.

    Returns where it is written, over nothing that is there, and what is to be said of the vibes. Slow: use a thread.

    Raises:
        BadPicture, NoEntry, OSError: one of them cannot be used, or the file not written.
    """
    ending, model = ending_for(out), catalog.model(recipe.model)
    made = [
        exported(found, meant, model if model.vibe_key is not None else model_for(found, catalog))
        for meant in ([one] if ending == SINGLE else [vibe for vibe in recipe.vibes if vibe.enabled])
        for found in gathered(meant.path, sources)
    ]
    path = write_new(out, as_file([each.vibe for each in made], ending))
    return path, tuple(f"{each.vibe.name}: {each.note}" for each in made if each.note)


def ending_for(path: Path) -> str:
    """Which of the three files a path means.

    Raises:
        BadPicture: none of them.
    """
    name = path.name.lower()
    found = next((ending for ending in (SINGLE, BUNDLE, CARD) if name.endswith(ending)), None)
    if found is None:
        raise BadPicture(f"its name should end in {SINGLE}, {BUNDLE} or {CARD}")
    return found


def model_for(vibe: VibeFile, catalog: Catalog) -> Model:
    """The model that a vibe is most likely meant for: the one it names, else one that it is encoded for, else the first
    with an encoder."""
    able = [model for model in catalog.models.values() if model.vibe_key is not None]
    named = [model for model in able if model.id == vibe.import_info.get("model")]
    encoded = [model for model in able if model.vibe_key in vibe.encodings]
    return (named + encoded + able)[0]


def _with_bought(one: VibeFile, sources: Sources) -> VibeFile:
    kept = sources.vibes.find(one.id) if one.image is not None else None
    return merged(one, kept) if kept is not None else one


def _filled(meant: Vibe, info: Mapping[str, Scalar]) -> Vibe:
    """What a recipe leaves out, as the vibe's own file preselects it."""
    strength, information = info.get("strength"), info.get("information_extracted")
    told: dict[str, float] = {}
    if isinstance(strength, int | float):
        told["strength"] = float(strength)
    if isinstance(information, int | float) and 0 <= information <= 1:
        told["information"] = float(information)
    own = meant.model_fields_set
    return meant.model_copy(update={name: value for name, value in told.items() if name not in own})


def _face(vibes: Sequence[VibeFile], face: bytes | None) -> bytes:
    if face is not None:
        picture = open_picture(face)
        return face if kind_of(face) == "png" else png(picture)
    pictures = [data for vibe in vibes if (data := vibe.image or vibe.thumbnail) is not None]
    if not pictures:
        raise BadPicture("a card needs a picture, and none of these vibes has one; name one for its face")
    return card_face(pictures)
