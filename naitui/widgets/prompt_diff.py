"""The diff of two recipes: added, removed, moved, reweighted tags and changed settings, by colour and by sign.

`PromptDiff` shows one, whole or on one line; `in_a_row` gives the one line to any list of rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells
from textual.strip import Strip
from textual.widget import Widget

from naitui.novelai import Catalog
from naitui.recipe import Recipe
from naitui.recipe.diff_words import Block, Tell, blocks, plain_values, shortly
from naitui.recipe.recipe_diff import RecipeDiff, ValueDiff, recipe_diff
from naitui.widgets import fields
from naitui.widgets.rows import CLASSES, Row, Tone, row_width, strip_of

GAP = "  "
SAME = "no difference"
FOLLOWS = "the model's own"
_Piece = tuple[str, Tone]


def diff_between(before: Recipe, after: Recipe, catalog: Catalog) -> list[Block]:
    """What differs, said as the studio says it: weights as the newer model reads them, values by their titles."""
    diff = recipe_diff(before, after, catalog.model(after.model).dialect)
    return blocks(diff, shown_values(before, after, catalog))


def shown_values(before: Recipe, after: Recipe, catalog: Catalog) -> Tell:
    """Says values as the settings show them: ``28`` where the recipe leaves the steps to the model."""
    known = {field.path: field for field in fields.FIELDS}

    def tell(value: ValueDiff) -> tuple[str, str]:
        field = known.get(tuple(str(step) for step in value.place))
        if field is None:
            return plain_values(value)
        was, now = fields.shown(before, field, catalog), fields.shown(after, field, catalog)
        if was != now:
            return was, now
        # the same in the end, and still not the same: one was set, the other follows the model
        return FOLLOWS if value.before is None else was, FOLLOWS if value.after is None else now

    return tell


def flow(found: Sequence[Block], width: int) -> list[Row]:
    """A diff in lines of so many cells: headings at the edge, behind them what changed, chips whole where they fit."""
    lines: list[Row] = []
    for block in found:
        line: list[_Piece] = [(block.title, "title")]
        for chip in block.chips:
            if len(line) > 1 and row_width(line) + len(GAP) + cell_len(chip.text) > width:
                lines.append(line)
                line = []
            for piece in _cut(chip.text, width - len(GAP)):
                if row_width(line) + len(GAP) + cell_len(piece) > width and line:
                    lines.append(line)
                    line = []
                line += [(GAP, ""), (piece, chip.tone)]
        lines.append(line)
    return lines


def in_a_row(found: Sequence[Block], width: int) -> Row:
    """A diff on one line of so many cells; what does not fit is counted."""
    if not found:
        return [(SAME[:width], "muted")]
    pieces = list(shortly(found))
    line: list[_Piece] = []
    for at, (title, chip) in enumerate(pieces):
        left = len(pieces) - at
        new: list[_Piece] = [(GAP, "")] if line else []
        new += [(f"{title} ", "title"), (chip.text, chip.tone)] if title else [(chip.text, chip.tone)]
        room = width - (cell_len(f"{GAP}…{left - 1}") if left > 1 else 0)
        if row_width(line) + row_width(new) > room:
            if line:
                return [*line, (f"{GAP}…{left}", "muted")]
            return [(next(_cut(f"{title} {chip.text}".strip(), width - 1)), chip.tone), ("…", "muted")]
        line += new
    return line


def _cut(text: str, width: int) -> Iterator[str]:
    yield from chop_cells(text, max(1, width)) if cell_len(text) > width else (text,)


class PromptDiff(Widget):
    """Shows a diff: whole, as high as it needs to be, or with ``compact`` on one line."""

    COMPONENT_CLASSES = CLASSES

    def __init__(self, *, compact: bool = False, same: str = SAME, id: str | None = None) -> None:
        super().__init__(id=id)
        self.compact = compact
        self._same = same
        self._blocks: Sequence[Block] = ()
        self._lines: tuple[int, list[Row]] = (0, [])

    def show(self, diff: RecipeDiff, tell: Tell = plain_values) -> None:
        """Show another diff."""
        self.show_blocks(blocks(diff, tell))

    def show_blocks(self, found: Sequence[Block]) -> None:
        """Show another diff that is in words already."""
        if found != self._blocks:
            self._blocks, self._lines = found, (0, [])
            self.refresh(layout=True)

    def lines(self, width: int) -> list[Row]:
        """What is drawn at a width."""
        if self._lines[0] != width or not self._lines[1]:
            if self.compact:
                found = [in_a_row(self._blocks, width)]
            else:
                found = flow(self._blocks, width) or [[(self._same, "muted")]]
            self._lines = width, found
        return self._lines[1]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as it takes."""
        return 1 if self.compact else len(self.lines(width))

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        lines = self.lines(width)
        return strip_of(self, lines[y] if y < len(lines) else [], width)
