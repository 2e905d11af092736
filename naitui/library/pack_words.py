"""What is said of packs: the screen and the command line say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from naitui.library.collection import MARK
from naitui.library.pack import KINDS, Kind
from naitui.library.pack_look import Planned


def counted(kinds: Iterable[Kind]) -> str:
    """``2 presets, 1 style``."""
    count = Counter(kinds)
    said = [f"{count[kind]:,} {kind}{'s' if count[kind] > 1 else ''}" for kind in KINDS if count[kind]]
    return ", ".join(said) or "nothing"


def size_of(size: int) -> str:
    """Bytes in words: ``12 kB``."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def how_it_stands(one: Planned) -> str:
    """How an item stands to what is there, and what would be called what."""
    match one.state:
        case "same":
            named = f" as {MARK}{one.free}" if one.item.kind == "reference" else ""
            return f"is here already{named}"
        case "taken":
            return f"another one of that name is here; renamed it would be {one.free}"
    return "new"
