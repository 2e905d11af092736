"""What the expansions screen says: pictures to come as rows, the words of one of them, its picks. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from naitui.actions.in_effect import keyed
from naitui.library.previews import Preview
from naitui.recipe import Pick, Resolved
from naitui.recipe.expansion import Spot
from naitui.recipe.pinning import text_at
from naitui.widgets.rows import Row, Tone, cell
from naitui.widgets.text import one_line

MOST_TOLD = 4
"""Problems that are shown; the rest is counted."""
NOTHING = "(nothing)"
_PINNED, _ROLLS = "●", "○"


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list of picks: a pick of the picture under the cursor, or a pin that nothing calls."""

    pick: Pick
    index: int | None = None
    """Which pick of the picture it is; None for a pin that nothing calls."""
    spot: Spot | None = None
    depth: int = 0
    """How many other picks it stands in."""


def requests_sent(preview: Preview) -> int:
    """How many of the previewed requests F5 sends now; none when the seed is random: they are samples."""
    recipe = preview.recipe
    if recipe.sampling.seed is None:
        return 0
    return -(-recipe.batch.count // recipe.batch.samples)


def request_row(resolved: Resolved, *, sent: bool) -> Row:
    """One request: its seed, and what its picks became, for the rest is the same in all of them."""
    row: list[tuple[str, Tone]] = [
        ("▶ " if sent else "  ", "picked"),
        (f"{resolved.seed:<11}", "muted" if not sent else ""),
    ]
    if resolved.samples > 1:
        row.append((f"×{resolved.samples} ", "muted"))
    outer = [pick for pick, depth in zip(resolved.picks, _depths(resolved), strict=True) if not depth]
    for number, pick in enumerate(outer):
        row += [(" · ", "muted")] if number else []
        row.append((one_line(pick.became) or NOTHING, "picked" if not pick.pinned else ""))
    if not outer:
        row.append((one_line(resolved.recipe.prompt), ""))
    return row


def items_of(resolved: Resolved | None, preview: Preview) -> list[Item]:
    """The picks of a request, then the pins that no request calls."""
    items: list[Item] = []
    if resolved is not None:
        for index, (pick, depth) in enumerate(zip(resolved.picks, _depths(resolved), strict=True)):
            items.append(Item(pick, index, resolved.spots[index], depth))
    called = {pick.name for request in preview.requests for pick in request.picks}
    for name, text in preview.recipe.pins:
        if name not in called:
            items.append(Item(Pick("pins", "wildcard", f"__{name}__", text, name, pinned=True)))
    return items


def item_row(item: Item, width: int) -> Row:
    """One pick: whether it is pinned, what stood there, what it became, in which text."""
    pick = item.pick
    place = "not called" if item.index is None else place_of(pick.field)
    half = max(10, min(28, width // 3))
    mark: Tone = "match" if pick.pinned else "muted"
    room = max(4, width - half - len(place) - 7)
    return [
        (f"{_PINNED if pick.pinned else _ROLLS} ", mark),
        (cell(pick.written, half, 2 * item.depth), ""),
        (" → ", "muted"),
        (cell(pick.became or NOTHING, room), "picked"),
        (f" {place}", "muted"),
    ]


def place_of(field: str) -> str:
    """Where a pick was made, in words: ``prompt``, ``character 2``, ``style 1``."""
    head, _, tail = field.partition(".")
    name, _, number = head.rstrip("]").partition("[")
    words = {"characters": "character", "styles": "style", "interactions": "action"}.get(name, name)
    more = "" if tail in ("", "prompt", "action") else f" {tail}"
    return f"{words} {number}{more}" if number else words


def where(item: Item, preview: Preview) -> str:
    """What is behind a pick: the file and line with its share, or what the keys do with it."""
    pick = item.pick
    if item.index is None:
        return f"pinned to “{one_line(pick.became, 40)}”; no text calls it now · Enter lets it go"
    if pick.kind == "choice":
        own = item.spot is not None and item.spot.own and text_at(preview.recipe, pick.field) is not None
        share = f"1 of {len(pick.written[2:-2].split('|'))}"
        return f"a choice, {share}" + (
            " · Enter writes it in its place" if own else " · of a style, snippet or wildcard"
        )
    if pick.pinned:
        return keyed("pinned · {expansions.pin} lets it roll again, {expansions.choose_line} chooses another line")
    wildcard = preview.words.wildcards.get(pick.name)
    if wildcard is None or pick.line is None:
        return ""
    total = sum(entry.weight for entry in wildcard.entries)
    weight = next((entry.weight for entry in wildcard.entries if entry.line == pick.line), 0.0)
    share = f"{100 * weight / total:.3g} %" if total else "never"
    return f"{share} of {len(wildcard.entries):,} lines · line {pick.line} of {wildcard.path}"


def spelled_out(resolved: Resolved, chosen: int | None) -> Row:
    """All words of a request, picks toned, the one under the cursor more so."""
    recipe = resolved.recipe
    texts = [("prompt", "Prompt", recipe.prompt), ("undesired", "Undesired Content", recipe.undesired)]
    for number, one in enumerate(recipe.characters, 1):
        off = "" if one.live else ", off"
        texts.append((f"characters[{number}].prompt", f"Character {number}{off}", one.prompt))
        texts.append((f"characters[{number}].undesired", f"Character {number}, undesired{off}", one.undesired))
    for number, action in enumerate(recipe.interactions, 1):
        texts.append((f"interactions[{number}].action", f"Action {number}", action.action))
    row: list[tuple[str, Tone]] = []
    for name, title, text in texts:
        if text.strip():
            row += [(f"{title}  ", "title"), *_toned(name, text, resolved.spots, chosen), ("\n", "")]
    return row


def problems_told(preview: Preview) -> Row:
    """What keeps it from being sent, and what is wrong with the files, with their lines; a few of each."""
    row: list[tuple[str, Tone]] = []
    wrong: list[tuple[str, Tone]] = [(f"✗ {problem}", "error") for problem in preview.problems]
    wrong += [(f"! {note}", "warning") for note in (*preview.notes, *preview.words.faults)]
    for text, tone in wrong[:MOST_TOLD]:
        row += [(f"{one_line(text, 300)}\n", tone)]
    if len(wrong) > MOST_TOLD:
        row.append((f"… {len(wrong) - MOST_TOLD} more; naitui wildcards lists them\n", "muted"))
    return row


def _toned(name: str, text: str, spots: Sequence[Spot], chosen: int | None) -> Iterator[tuple[str, Tone]]:
    inside = [(spot.start, spot.end, index == chosen) for index, spot in enumerate(spots) if spot.text == name]
    edges = sorted({0, len(text), *(edge for start, end, _ in inside for edge in (start, end))})
    for start, end in pairwise(edges):
        around = [strong for first, last, strong in inside if first <= start and end <= last]
        yield text[start:end], "match" if any(around) else "picked" if around else ""


def _depths(resolved: Resolved) -> list[int]:
    """In how many others each pick was made: those follow the one that they were made in, and lie in it."""
    depths: list[int] = []
    around: list[tuple[str, Spot]] = []
    for pick, spot in zip(resolved.picks, resolved.spots, strict=True):
        while around and not (around[-1][0] == pick.field and spot.start < around[-1][1].end >= spot.end):
            around.pop()
        depths.append(len(around))
        around.append((pick.field, spot))
    return depths
