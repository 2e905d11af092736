"""NAIWeaver's styles and wildcards as ours: what means something else here is put so that it does not, or is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from naitui.library.weaver import NotWoven
from naitui.novelai import Catalog
from naitui.recipe import Style
from naitui.recipe.marks import MAX_NAME, is_name
from naitui.recipe.styling import SEAM

MODES = ".wildcard_modes.json"
"""Beside the wildcards: how each file's lines are picked."""
SIDE_FILES: Mapping[str, str] = {
    ".wildcard_favorites.json": "favourites of wildcards have no place here",
    ".wildcard_order.json": "wildcards are listed by name here",
}
_STYLE_KEYS = frozenset(("name", "prefix", "suffix", "negativeContent", "isDefault"))
_MODEL_KEYS = ("model", "modelTarget", "targetModel", "models")
_UNNAMED = re.compile(r"[\W_]+")
_RUNS = re.compile(r"[^\w./-]+|_{2,}")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class Styled:
    """A style of NAIWeaver's, taken over."""

    name: str
    style: Style
    notes: tuple[str, ...]


def weave_style(document: object, catalog: Catalog) -> Styled:
    """A style of NAIWeaver's. Its texts carry their own commas there; here commas come by themselves.

    Raises:
        NotWoven: it is none.
    """
    if not isinstance(document, dict) or not isinstance(document.get("name"), str) or not document["name"].strip():
        raise NotWoven("is no style: it should be an object with a name")
    notes: list[str] = []
    texts = {}
    for ours, theirs in (("prefix", "prefix"), ("suffix", "suffix"), ("undesired", "negativeContent")):
        text = document.get(theirs)
        if text is not None and not isinstance(text, str):
            notes.append(f"{theirs} is no text, and is left out")
        elif text:
            texts[ours] = _encodable(text.strip(SEAM))
    models, unknown = _models(document, catalog)
    if unknown:
        notes.append(f"it is meant for {', '.join(unknown)}, which is not known here: it is for every model")
    left = sorted(str(key)[:40] for key in document if key not in (*_STYLE_KEYS, *_MODEL_KEYS))
    if left:
        notes.append(f"a style has no {', '.join(left[:12])} here: left out")
    if document.get("isDefault") is True:
        notes.append("it was on by default; here styles are switched on in each recipe")
    return Styled(_encodable(document["name"].strip()), Style(**texts, models=models), tuple(notes))


def weave_wildcard(data: bytes, mode: str | None) -> tuple[bytes, tuple[str, ...]]:
    """A wildcard file of NAIWeaver's as one of ours, and what is otherwise. It has no comments there: a line that
    begins with ``#`` is one of its texts, and stays one.

    Raises:
        NotWoven: it is not text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotWoven("is not UTF-8 text") from None
    lines = text.splitlines()
    marked = [f"1::{line.lstrip()}" if line.lstrip().startswith("#") else line for line in lines]
    notes = []
    if marked != lines:
        notes.append("lines that begin with # stay texts: 1:: was put in front of them")
    if mode in ("sequential", "shuffle"):
        notes.append(f"its lines were taken in turn ({mode}); here the seed picks them")
    elif mode not in (None, "random", "weighted"):
        notes.append(f"its mode {mode[:40]!r} is not known; here the seed picks lines, by their weights")
    return ("\n".join(marked) + "\n").encode(), tuple(notes)


def callable_name(name: str) -> str:
    """The name of a wildcard as it can be called here: ``hair__long`` becomes ``hair_long``."""
    if is_name(name):
        return name
    steps = [_EDGES.sub("", _RUNS.sub("_", step))[:MAX_NAME] for step in name.split("/")]
    made = "/".join(step for step in steps if step)
    return made if is_name(made) else _EDGES.sub("", _UNNAMED.sub("-", name))[:MAX_NAME] or "unnamed"


def _models(document: Mapping[str, object], catalog: Catalog) -> tuple[tuple[str, ...], list[str]]:
    said = next((document[key] for key in _MODEL_KEYS if document.get(key)), None)
    wanted = said if isinstance(said, list) else [] if said is None else [said]
    known = {name for model in catalog.models.values() for name in (model.id, model.base, model.family)}
    found = tuple(str(one) for one in wanted if one in known)
    return found, [repr(str(one)[:40]) for one in wanted if one not in known]


def _encodable(text: str) -> str:
    """Text that files can hold: JSON may have halves of characters."""
    return text.encode("utf-8", "replace").decode()
