"""What is said of a picture of the library: below its tile, on a line of a list, and in full."""

from __future__ import annotations

import time
from dataclasses import replace

from rich.cells import cell_len

from naitui.actions.in_effect import keyed_lines
from naitui.library.bin import Binned, in_all
from naitui.library.index import Row as Picture
from naitui.novelai import Catalog
from naitui.widgets.ages import age
from naitui.widgets.rows import Row, Tone
from naitui.widgets.text import one_line

STAR = "★"
NOTHING_YET = (
    "No pictures yet.",
    "",
    "Every picture that is made is here at once.",
    "{gallery.back} leads back to the studio, {studio.generate} makes one.",
    "",
    "Pictures of other programs are found too, in",
)
NOT_FOUND = ("No picture is like that.", "", "Words are found by their beginnings; Esc shows everything again.")
MOST = 2_000
"""Characters of a text that are shown of a picture."""


def nothing_yet() -> tuple[str, ...]:
    """What an empty library says."""
    return keyed_lines(NOTHING_YET)


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


def below_binned(binned: Binned, width: int, *, chosen: bool) -> Row:
    """A few cells below the tile of a picture in the bin: whether it is chosen, its name, since when it is there."""
    left: list[tuple[str, Tone]] = [("◆ ", "match")] if chosen else []
    room, when = width - 2 * len(left), age(time.time() - binned.at)
    said = one_line(binned.was.name, max(1, room - len(when) - 1))
    return [*left, (said, "muted"), (" " * max(0, room - cell_len(said) - len(when)) + when, "muted")]


def binned_on_one_line(binned: Binned) -> str:
    """What the cursor is on, where there is no room for more."""
    return one_line(f"{in_all([binned])} · {age(time.time() - binned.at)} · {binned.was}", 400)


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


def on_one_line(picture: Picture, catalog: Catalog) -> str:
    """What the cursor is on, where there is no room for more; its stars are to be seen anyway."""
    bare = replace(picture, mark=replace(picture.mark, rating=0))
    return " ".join("".join(text for text, _ in on_line(bare, catalog, chosen=False)).split())


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
