"""What is said of a picture of the library: below its tile, on a line of a list, and in full."""

from __future__ import annotations

import time

from rich.cells import cell_len

from naitui.library.index import Row as Picture
from naitui.novelai import Catalog
from naitui.widgets.rows import Row, Tone
from naitui.widgets.text import one_line

STAR = "★"
_AGES = ((60, 1, "s"), (3600, 60, "m"), (86400, 3600, "h"), (86400 * 30, 86400, "d"), (86400 * 365, 86400 * 30, "mo"))
MOST = 2_000
"""Characters of a text that are shown of a picture."""


def age(seconds: float) -> str:
    """How long ago, in at most four letters: ``5m``, ``3d``."""
    seconds = max(0.0, seconds)
    for most, unit, letter in _AGES:
        if seconds < most:
            return f"{int(seconds // unit)}{letter}"
    return f"{int(seconds // (86400 * 365))}y"


def below_tile(picture: Picture | None, width: int, *, chosen: bool, count: int = 1) -> Row:
    """A few cells: whether it is chosen, its stars, how many are folded behind it, its age or what is wrong with it."""
    if picture is None:
        return [("…", "muted")]
    facts, mark = picture.facts, picture.mark
    left: list[tuple[str, Tone]] = [("◆ ", "match")] if chosen else []
    left += [(f"{STAR * mark.rating} ", "changed")] if mark.rating else []
    left += [(f"×{count} ", "moved")] if count > 1 else []
    room = width - sum(cell_len(text) for text, _ in left)
    said = "unreadable" if facts.problem else " ".join(mark.labels) or _number(picture)
    when = age(time.time() - facts.created)
    said = one_line(said, max(1, room - len(when) - 1))
    tone: Tone = "error" if facts.problem else "muted"
    return [*left, (said, tone), (" " * max(0, room - cell_len(said) - len(when)) + when, "muted")]


def _number(picture: Picture) -> str:
    return str(picture.facts.seed) if picture.facts.seed is not None else picture.facts.path.name


def on_line(picture: Picture | None, catalog: Catalog, *, chosen: bool, count: int = 1) -> Row:
    """A line of the list."""
    if picture is None:
        return [("…", "muted")]
    facts, mark = picture.facts, picture.mark
    stars = (STAR * mark.rating).ljust(5)
    size = f"{facts.width}×{facts.height}" if facts.width else ""
    model = short_model(facts.model, catalog)
    parts: list[tuple[str, Tone]] = [("◆" if chosen else " ", "match"), (f"{stars} ", "changed")]
    parts += [(f"{age(time.time() - facts.created):>4} {size:>9} {model:<9} ", "muted")]
    parts += [(f"×{count} ", "moved")] if count > 1 else []
    parts += [(f"{' '.join(mark.labels)} ", "match")] if mark.labels else []
    if facts.problem:
        return [*parts, (f"{facts.path.name}: {facts.problem}", "error")]
    return [*parts, (one_line(facts.prompt, 400) or facts.path.name, "")]


def short_model(id: str, catalog: Catalog) -> str:
    """The model's title, short enough for a column."""
    known = catalog.models.get(id)
    return one_line(known.title if known is not None else id, 16)


def in_full(picture: Picture, catalog: Catalog) -> Row:
    """Everything the index knows, as a passage."""
    facts, mark = picture.facts, picture.mark
    parts: list[tuple[str, Tone]] = []
    if mark.rating:
        parts.append((f"{STAR * mark.rating} ", "changed"))
    parts += [(f"{label} ", "match") for label in mark.labels]
    parts += [(f"[{name}] ", "moved") for name in mark.collections]
    if parts:
        parts.append(("\n", ""))
    settings = [
        f"{facts.width}×{facts.height}" if facts.width else "",
        short_model(facts.model, catalog),
        f"{facts.steps} steps" if facts.steps else "",
        f"guidance {facts.guidance:g}" if facts.guidance is not None else "",
        facts.sampler,
        f"seed {facts.seed}" if facts.seed is not None else "",
    ]
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(facts.created))
    parts += [(" · ".join(part for part in settings if part), ""), (f"\n{when} · {facts.path.name}\n", "muted")]
    if facts.problem:
        return [*parts, (facts.problem, "error")]
    if not facts.made_by:
        return [*parts, ("Nothing in it says how it was made; Enter looks into its pixels too.", "muted")]
    texts = [("", facts.prompt), ("Undesired  ", facts.undesired)]
    texts += [(f"Character {number}  ", text) for number, text in enumerate(facts.characters.split("\n"), 1)]
    for title, text in texts:
        if text.strip():
            parts += [("\n", ""), (title, "title"), (text[:MOST].strip(), "")]
    return parts
