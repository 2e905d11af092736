"""Which pictures of a plan are there already: a grid that was interrupted goes on where it stopped."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from naitui.library.calls import Call, read_call
from naitui.library.facts import SUFFIXES
from naitui.library.index import PictureIndex
from naitui.library.query import Name, Number
from naitui.library.record import read_record
from naitui.pictures.errors import BadPicture
from naitui.pictures.skeleton import read_skeleton
from naitui.recipe import Recipe

Made = tuple[str, int]
"""A settled recipe as JSON, and which of its samples."""
_SAME = 50
"""Pictures of one recipe and seed that are looked at: they are copies, and what was made of them."""


def made_in(folder: Path) -> dict[Made, Path]:
    """Every picture under a folder that carries our record, by what it was made of; slow for thousands of them."""
    found: dict[Made, Path] = {}
    for path, _, names in os.walk(folder):
        for name in names:
            if Path(name).suffix.lower() in SUFFIXES:
                found |= _record_of(Path(path) / name)
    return found


def made_as(index: PictureIndex, wanted: Iterable[tuple[str, int]]) -> dict[Made, Path]:
    """Pictures that carry our record, among those that the index knows: as quick for a hundred thousand as for ten.

    Args:
        index: of the library.
        wanted: the groups (`naitui.library.facts.group_of`) of settled recipes, each with a picture's own seed.

    Raises:
        OSError: the index cannot be used.
    """
    found: dict[Made, Path] = {}
    for group, seed in dict.fromkeys(wanted):
        for row in index.page((Name("group", group), Number("seed", "=", seed)), limit=_SAME):
            found |= _record_of(row.facts.path)
    return found


def _record_of(file: Path) -> dict[Made, Path]:
    with suppress(OSError, BadPicture), file.open("rb") as opened:  # it has gone, or is not one of ours
        skeleton = read_skeleton(opened)
        record = read_record(skeleton)
        # an upscaled picture brings the recipe of its source, and is not what the recipe asks for
        if record is not None and read_call(skeleton) is None:
            return {(written(record.recipe), record.sample): file}
    return {}


def results_in(folder: Path) -> dict[tuple[Call, str], dict[int, Path]]:
    """What calls have made of which pictures (by digest), among the files of a folder; not of folders in it."""
    found: dict[tuple[Call, str], dict[int, Path]] = {}
    with suppress(OSError):  # there is no such folder yet
        for file in sorted(folder.iterdir()):
            if file.suffix.lower() not in SUFFIXES:
                continue
            with suppress(OSError, BadPicture), file.open("rb") as opened:  # then it is not one of ours
                record = read_call(read_skeleton(opened))
                if record is not None:
                    found.setdefault((record.call, record.digest), {}).setdefault(record.result, file)
    return found


def written(recipe: Recipe) -> str:
    """A settled recipe so that the same one always reads the same."""
    return recipe.model_dump_json(exclude_defaults=True)


def all_made(recipe: Recipe, samples: int, made: Collection[Made]) -> bool:
    """Whether every sample of a request is there."""
    text = written(recipe)
    return all((text, sample) in made for sample in range(samples))
