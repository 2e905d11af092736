"""Draws the position board, line by line: the frame with the grid's names, what is behind, the discs. No widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from naitui.recipe.places import CELLS
from naitui.widgets.board import Board, Disc
from naitui.widgets.board_shape import Shape
from naitui.widgets.few_colours import OF_PICTURE, contrast, seen_as
from naitui.widgets.picture.strips import Row

StyleOf = Callable[[str], Style]
"""The style of a component class."""


def board_line(
    board: Board, shape: Shape, row: int, backdrop: Sequence[Row], style_of: StyleOf, *, lit: bool
) -> list[Segment]:
    """A line of the board with its frame; ``row`` counts from the picture's first one, −1 is the upper edge.

    ``backdrop`` holds the rows of a picture behind it, or nothing; ``lit`` marks the current disc more clearly.
    """
    frame = style_of("board--frame")
    if row in (-1, shape.rows):
        letters = shape.letters() if row == -1 and not board.free else {}
        line = "".join(letters.get(x, "─") for x in range(shape.columns))
        ends = "┌┐" if row == -1 else "└┘"
        return [Segment(f"{ends[0]}{line}{ends[1]}", frame)]
    side = "│" if board.free else shape.digits().get(row, "│")
    return [Segment(side, frame), *_inside(board, shape, row, backdrop, style_of, lit), Segment("│", frame)]


def _inside(
    board: Board, shape: Shape, row: int, backdrop: Sequence[Row], style_of: StyleOf, lit: bool
) -> list[Segment]:
    ground = style_of("board--ground")
    behind = backdrop[row] if row < len(backdrop) else [Segment(" " * shape.columns, ground)]
    strip = Strip(behind, shape.columns)
    if not board.free:
        dots = style_of("board--grid")
        for x in sorted(x for x, y in shape.middles if y == row):
            under = next(iter(strip.crop(x, x + 1)), Segment(" ", ground)).style or ground
            strip = _laid(strip, x, [Segment("·", _dot(under, dots, ground, seen=row < len(backdrop)))])
    for x, segments in _labels(board, shape, row, style_of, lit):
        strip = _laid(strip, x, segments)
    return list(strip)


def _dot(under: Style, dots: Style, ground: Style, *, seen: bool) -> Style:
    """A dot; on a picture in its colour or the ground's, whichever shows, and part of the picture."""
    behind, inks = under.bgcolor, [colour for colour in (dots.color, ground.bgcolor) if colour is not None]
    if not seen or behind is None or not inks:
        return Style(color=dots.color, bgcolor=behind)
    ink = max(inks, key=lambda colour: contrast(seen_as(colour), seen_as(behind)))
    return Style(color=ink, bgcolor=behind) + OF_PICTURE


def _labels(board: Board, shape: Shape, row: int, style_of: StyleOf, lit: bool) -> list[tuple[int, list[Segment]]]:
    """The discs in a row, side by side where several stand in one spot; the current one's spot comes last, on top."""
    spots: dict[int, list[Disc]] = {}
    for disc in board.discs:
        x, y = shape.spot(disc.place)
        if y == row:
            spots.setdefault(x, []).append(disc)
    found = []
    for x, discs in sorted(spots.items(), key=lambda item: any(one.index == board.index for one in item[1])):
        wide = shape.columns >= 3 * CELLS
        segments = [_label(disc, style_of, here=disc.index == board.index, lit=lit, wide=wide) for disc in discs]
        length = sum(segment.cell_length for segment in segments)
        found.append((max(0, min(x - length // 2, shape.columns - length)), segments))
    return found


def _label(disc: Disc, style_of: StyleOf, *, here: bool, lit: bool, wide: bool) -> Segment:
    """A number; the current one's is known by more than its colour."""
    number = str(disc.index + 1)
    text = (f"[{number}]" if here else f" {number} ") if wide else number
    return Segment(text, style_of("board--current" if here and lit else disc.name))


def _laid(strip: Strip, x: int, segments: Sequence[Segment]) -> Strip:
    """A strip with segments laid over it from a column on; it keeps its length."""
    length = sum(segment.cell_length for segment in segments)
    end = strip.cell_length
    return Strip.join([strip.crop(0, x), Strip(segments).crop(0, end - x), strip.crop(min(end, x + length), end)])
