"""What a job in flight is for, as it is written down before anything is sent: a recipe, or a call beside generating.

A crash leaves this record behind; together with what had come of the answer it is all that recovery needs.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from naitui.library.calls import CallRecord
from naitui.library.files import write_whole
from naitui.library.marks import UNMARKED, Mark, mark_document, read_mark
from naitui.library.picks import read_words, words_document
from naitui.pictures.errors import BadPicture
from naitui.pictures.pasting import Pasting
from naitui.pictures.vibes import VibeFile, read_vibes, write_vibe
from naitui.recipe import Pick, Recipe, RecipeError, read_recipe, write_recipe

_RECIPE, _CALL, _ENCODING, _VIBE = "recipe.toml", "call.toml", "encoding.toml", "picture.naiv4vibe"
_GOAL, _WORDS = "goal.toml", "words.json"
_SAID = "said.json"
_ORIGINAL, _MASK, _REGION = "original.png", "mask.png", "region.json"
RECORDS = (_RECIPE, _CALL, _ENCODING)
"""What the record of a job may be called; a job has one of them."""


@dataclass(frozen=True, slots=True)
class PictureCall:
    """A director tool or an upscale: pictures come back, and their names are known beforehand."""

    title: str
    places: tuple[Path, ...]
    """For each picture of the answer its path without an ending, which depends on what comes."""
    record: CallRecord | None = None
    """What is written into the pictures; nothing where it is None."""


@dataclass(frozen=True, slots=True)
class VibeCall:
    """A vibe's encoding: what comes back belongs into the vibe's file."""

    title: str
    vibe: VibeFile
    """With its picture."""
    model: str
    model_key: str
    information: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A recipe that was settled from words: together with what was written, and what chance made of it."""

    recipe: Recipe
    """Settled."""
    picks: tuple[Pick, ...] = ()
    draft: Recipe | None = None
    pasting: Pasting | None = None
    """What the result of an infill is laid over."""
    mark: Mark = UNMARKED
    """What is said of its pictures from the start."""


Work = Recipe | Drawn | PictureCall | VibeCall


def recipe_of(work: Work | None) -> Recipe | None:
    """The settled recipe of a generation; None for everything else."""
    return work.recipe if isinstance(work, Drawn) else work if isinstance(work, Recipe) else None


@dataclass(frozen=True, slots=True)
class Goal:
    """Where the pictures of a recipe go: a folder, and the pattern of their names."""

    folder: Path
    pattern: str


def read_goal(folder: Path) -> Goal | None:
    """Where the job's pictures were to go; None when that is not known."""
    try:
        facts = tomllib.loads((folder / _GOAL).read_bytes().decode("utf-8", "surrogatepass"))
        return Goal(Path(facts["folder"]), str(facts["pattern"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_work(folder: Path, work: Work, goal: Goal) -> Path:
    """Write the record durably, readable by its owner alone: prompts are private. Its path.

    Raises:
        OSError: it cannot be written.
    """
    if isinstance(work, Recipe | Drawn):
        place = tomli_w.dumps({"folder": str(goal.folder), "pattern": goal.pattern})
        write_whole(folder / _GOAL, place.encode("utf-8", "surrogatepass"), mode=0o600)
        if isinstance(work, Drawn):
            words = json.dumps(words_document(work.picks, work.draft)).encode()
            write_whole(folder / _WORDS, words, mode=0o600)
            if work.pasting is not None:
                _write_pasting(folder, work.pasting)
            if work.mark != UNMARKED:
                write_whole(folder / _SAID, json.dumps(mark_document(work.mark)).encode(), mode=0o600)
            work = work.recipe
        name, text = _RECIPE, write_recipe(work)
    elif isinstance(work, PictureCall):
        facts = {"title": work.title, "places": [str(place) for place in work.places]}
        record = {"record": work.record.document()} if work.record is not None else {}
        name, text = _CALL, tomli_w.dumps(facts | record)
    else:
        write_whole(folder / _VIBE, write_vibe(work.vibe), mode=0o600)
        about = {"model": work.model, "model_key": work.model_key, "information": work.information}
        name, text = _ENCODING, tomli_w.dumps({"title": work.title, **about})
    write_whole(folder / name, text.encode("utf-8", "surrogatepass"), mode=0o600)
    return folder / name


def record_in(folder: Path) -> Path:
    """Where the record of a job lies; where a recipe would, when there is none."""
    return next((folder / name for name in RECORDS if (folder / name).exists()), folder / _RECIPE)


def read_work(folder: Path) -> Work | None:
    """The record of a job; None when it is missing or damaged."""
    record = record_in(folder)
    try:
        raw = record.read_bytes()
        if record.name == _RECIPE:
            return _drawn(folder, read_recipe(raw.decode("utf-8")))
        facts = tomllib.loads(raw.decode("utf-8", "surrogatepass"))  # file names need not be text
        if record.name == _CALL:
            told = facts.get("record")
            made = None if told is None else CallRecord.read(told)
            return PictureCall(str(facts["title"]), tuple(Path(place) for place in facts["places"]), made)
        [vibe], _ = read_vibes((folder / _VIBE).read_bytes())
        information = float(facts["information"])
        return VibeCall(str(facts["title"]), vibe, str(facts["model"]), str(facts["model_key"]), information)
    except (OSError, ValueError, KeyError, TypeError, RecipeError, BadPicture):
        return None


def _write_pasting(folder: Path, pasting: Pasting) -> None:
    files = {_ORIGINAL: pasting.original, _MASK: pasting.mask, _REGION: json.dumps(pasting.region).encode()}
    for name, data in files.items():
        write_whole(folder / name, data, mode=0o600)


def _read_pasting(folder: Path) -> Pasting | None:
    """What the result is laid over; None when there is nothing: then it is kept as it came."""
    try:
        original, mask, region = ((folder / name).read_bytes() for name in (_ORIGINAL, _MASK, _REGION))
        edges = json.loads(region)
        if edges is None:
            return Pasting(original, mask)
        left, top, right, bottom = map(int, edges)
        return Pasting(original, mask, (left, top, right, bottom))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _drawn(folder: Path, recipe: Recipe) -> Recipe | Drawn:
    """The recipe with the words beside it; by itself when there are none, or damaged ones: it is what counts."""
    pasting, mark = _read_pasting(folder), _read_said(folder)
    try:
        picks, draft = read_words(json.loads((folder / _WORDS).read_bytes()))
    except (OSError, ValueError, RecursionError):
        return recipe if pasting is None and mark == UNMARKED else Drawn(recipe, pasting=pasting, mark=mark)
    return Drawn(recipe, picks, draft, pasting, mark)


def _read_said(folder: Path) -> Mark:
    """What is to be said of the pictures; nothing where nothing is, or it is damaged: they count more."""
    try:
        return read_mark(json.loads((folder / _SAID).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return UNMARKED
