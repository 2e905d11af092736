"""What a pack is: presets, styles, wildcards, snippets, characters and references in one file, to be given away.

A pack of naitui is a ZIP that works unpacked too: ``presets/*.toml`` (recipes, whose pictures are named relative to
them), ``styles/*.toml``, ``wildcards/*.txt``, ``snippets/*.txt``, ``characters/*.toml``, ``references/`` and a
``pack.json`` that says what it is. NAIWeaver's packs, files and folders are read into the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from naitui.library.collection import MAX_WORD_BYTES
from naitui.library.entries import EntrySettings
from naitui.library.names import safe
from naitui.recipe import Recipe, Style

Kind = Literal["preset", "style", "wildcard", "snippet", "character", "reference"]
Origin = Literal["naitui", "NAIWeaver"]
KINDS: tuple[Kind, ...] = ("preset", "style", "wildcard", "snippet", "character", "reference")
"""In the order in which they are shown."""
MANIFEST = "pack.json"
FORMAT = 1
"""Of naitui's own packs; `MANIFEST` says it as ``naitui``."""
NAMELESS = "unnamed"
_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{number}" for number in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)
"""What no file can be called on Windows, whatever its ending."""
NO_SETTINGS = EntrySettings()
_LONGEST = 100
"""Characters of one step of a name; a number may come behind it."""


class BadPack(ValueError):
    """A file that is no pack, or one that is not opened; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a pack, checked and ready to be added."""

    kind: Kind
    name: str
    """One that files can have everywhere."""
    content: Recipe | Style | bytes
    """A preset's recipe, in which pictures are named by the `key` of an item; a style; the bytes of a file."""
    size: int
    """Bytes in the pack."""
    key: str = ""
    """Of a reference: its place in the pack."""
    ending: str = ""
    """Of a reference's file."""
    settings: EntrySettings = NO_SETTINGS
    """Of a reference."""
    uses: tuple[str, ...] = ()
    """Of a preset: the keys of the references that it needs."""
    notes: tuple[str, ...] = ()
    """What could not be taken over, one sentence each."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a pack that is not taken, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Pack:
    """What is in a pack."""

    title: str
    description: str
    origin: Origin
    items: tuple[Item, ...]
    skipped: tuple[Skipped, ...] = ()


def safe_name(name: str, taken: Collection[str] = ()) -> str:
    """A name with folders that files can have on every system, and that is not ``taken`` (lower case) yet.

    Separators, reserved and control characters become ``_``, the names of Windows' devices get a number.
    """
    steps = [_safe_step(step) for step in name.split("/")]
    whole = "/".join(step for step in steps if step) or NAMELESS
    free, number = whole, 1
    while free.casefold() in taken:
        number += 1
        free = f"{whole}-{number}"
    return free


def _safe_step(step: str) -> str:
    bare = safe(step)[:_LONGEST]
    while len(bare.encode(errors="replace")) > MAX_WORD_BYTES - len("-1000"):
        bare = bare[:-1]
    bare = bare.strip(" .")
    return f"{bare}-1" if bare.casefold() in _RESERVED else bare.replace(".", "-1.", 1) if _is_device(bare) else bare


def _is_device(name: str) -> bool:
    """Whether what stands before the first point is a device of Windows'."""
    return name.partition(".")[0].rstrip().casefold() in _RESERVED
