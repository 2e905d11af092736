"""What the library knows of a picture file: how large it is, when it came, and what made it. Read from its skeleton."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from naitui.library.origin import Origin, origin_of
from naitui.novelai import Catalog
from naitui.pictures.decode import size_of
from naitui.pictures.errors import BadPicture
from naitui.pictures.skeleton import read_skeleton
from naitui.recipe import Batch, Recipe
from naitui.recipe.resolve import SEEDS

MadeBy = Literal["naitui", "novelai", "other", ""]
SUFFIXES = frozenset({".png", ".webp", ".jpg", ".jpeg"})
"""Of files that the library takes for pictures."""
_NANO = 1_000_000_000


class Stamp(NamedTuple):
    """What tells whether a file is still the one that was read."""

    size: int
    modified: int
    """Nanoseconds of Unix time."""

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """From what the system says of a file."""
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Facts:
    """One picture file. Numbers that it does not tell are None, texts are empty."""

    path: Path
    stamp: Stamp
    width: int = 0
    height: int = 0
    """Pixels; 0 by 0 when the file is no picture that can be read."""
    made_by: MadeBy = ""
    """Whose record it carries."""
    model: str = ""
    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    sampler: str = ""
    prompt: str = ""
    undesired: str = ""
    characters: str = ""
    """All prompts of characters, a line each."""
    group: str = ""
    """The same for pictures that differ in their seed alone; empty without a recipe."""
    problem: str = ""
    """Why nothing is known of it, in a few words."""

    @property
    def created(self) -> float:
        """Unix time: when it was last written, for copies keep that and no picture says it better."""
        return self.stamp.modified / _NANO


def read_facts(path: Path, catalog: Catalog) -> Facts:
    """Look into a file, without decoding a pixel. A file that cannot be understood has a `Facts.problem`.

    Raises:
        OSError: it cannot be read; it may be gone.
    """
    with path.open("rb") as file:
        stamp = Stamp.of(os.fstat(file.fileno()))
        try:
            skeleton = read_skeleton(file)
            width, height = size_of(skeleton)
            origin = origin_of(skeleton, catalog, search_alpha=False)
        except BadPicture as error:
            return Facts(path, stamp, problem=str(error))
    if origin.recipe is None:
        return Facts(path, stamp, width, height)
    return _of_recipe(path, stamp, (width, height), origin, origin.recipe)


def _of_recipe(path: Path, stamp: Stamp, size: tuple[int, int], origin: Origin, recipe: Recipe) -> Facts:
    sampling, record = recipe.sampling, origin.record
    seed = sampling.seed
    if seed is not None and record is not None:
        seed = (seed + record.sample) % SEEDS
    # the words as they were written are what somebody looks for; what chance made of them is found too
    drafts = [record.draft] if record is not None and record.draft is not None else []
    return Facts(
        path,
        stamp,
        *size,
        made_by="naitui" if record is not None else "other" if origin.foreign else "novelai",
        model="" if origin.foreign else recipe.model,
        seed=seed,
        steps=sampling.steps,
        guidance=sampling.guidance,
        sampler=sampling.sampler or "",
        prompt=_together([recipe.prompt, *(draft.prompt for draft in drafts)]),
        undesired=_together([recipe.undesired, *(draft.undesired for draft in drafts)]),
        characters="\n".join(one.prompt for one in recipe.live_characters),
        group=group_of(recipe),
    )


def group_of(recipe: Recipe) -> str:
    """A short name for everything of a recipe but its seed and how many pictures were asked for."""
    sampling = recipe.sampling.model_copy(update={"seed": None})
    same = recipe.model_copy(update={"sampling": sampling, "batch": Batch(), "sweep": None})
    return hashlib.sha256(same.model_dump_json(exclude_defaults=True).encode(errors="replace")).hexdigest()[:16]


def _together(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(text for text in texts if text))
