"""File names from a pattern: ``{date}/{time}-{seed}`` and the like, safe on every file system."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from naitui.controls import UNPRINTABLE, character_class
from naitui.recipe import Recipe

DEFAULT_PATTERN = "{date}/{time}-{seed}"
MAX_NAME = 150
PROMPT_LENGTH = 80
"""Characters of ``{prompt}`` without a number of its own: what stands beside it must not be cut off."""
_TOKEN = re.compile(r"\{(\w+)(?::(\d{1,3}))?\}")
_UNSAFE = re.compile(rf'[<>:"/\\|?*{character_class(UNPRINTABLE)}]+')


class PatternError(ValueError):
    """A pattern with a token that does not exist; the message lists those that do."""


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What a name can be made of."""

    recipe: Recipe
    seed: int
    when: datetime
    sample: int = 0


_TOKENS: dict[str, Callable[[NameFacts], str]] = {
    "date": lambda f: f"{f.when:%Y-%m-%d}",
    "time": lambda f: f"{f.when:%H%M%S}",
    "year": lambda f: f"{f.when:%Y}",
    "month": lambda f: f"{f.when:%m}",
    "day": lambda f: f"{f.when:%d}",
    "seed": lambda f: str(f.seed),
    "model": lambda f: f.recipe.model,
    "prompt": lambda f: f.recipe.prompt[:PROMPT_LENGTH],
    "width": lambda f: str(f.recipe.sampling.width),
    "height": lambda f: str(f.recipe.sampling.height),
    "sample": lambda f: str(f.sample + 1),
}


def check_pattern(pattern: str) -> None:
    """Raise `PatternError` when the pattern uses a token that does not exist or leaves its folder."""
    unknown = [match[1] for match in _TOKEN.finditer(pattern) if match[1] not in _TOKENS]
    if unknown:
        raise PatternError(f"there is no {{{unknown[0]}}} in name patterns; one of {', '.join(_TOKENS)}")
    if not pattern.strip() or pattern.startswith("/") or ".." in PurePosixPath(pattern).parts:
        raise PatternError("a name pattern should be a path below the picture folder")


def name_for(pattern: str, facts: NameFacts, kind: str) -> PurePosixPath:
    """The relative path for a picture; ``kind`` is its file ending without the dot. ``{prompt:40}`` cuts at 40."""

    def fill(match: re.Match[str]) -> str:
        text = safe(_TOKENS[match[1]](facts))
        return text[: int(match[2])].strip(" .") if match[2] else text

    check_pattern(pattern)
    parts = [_part(_TOKEN.sub(fill, part)) for part in pattern.split("/") if part]
    return PurePosixPath(*parts[:-1], f"{parts[-1]}.{kind}")


def safe(text: str) -> str:
    """Text that may stand in a file name: separators, reserved and control characters become one ``_``."""
    return _UNSAFE.sub("_", " ".join(text.split())).strip(" .")[:MAX_NAME]


def _part(name: str) -> str:
    cut = _UNSAFE.sub("_", name).strip(" .")
    while len(cut.encode(errors="replace")) > MAX_NAME:  # file systems count bytes
        cut = cut[:-1]
    return cut.rstrip(" .") or "picture"
