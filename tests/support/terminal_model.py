"""A terminal to compare screens with: pyte's, which besides remembers which cells show pixels of a sixel picture."""

from __future__ import annotations

import re
from typing import Any

import pyte

CELL = (10, 20)
"""Width and height of a cell in pixels."""
_SIXELS = re.compile(r'\x1bP[0-9;]*q"1;1;(\d+);(\d+)[^\x1b]*\x1b\\')
_JOINERS = str.maketrans("", "", "\u200d\ufe0f")
_FOREIGN = re.compile(r"\x1b\]8;([^\x1b]*)\x1b\\|\x1b_.*?\x1b\\|\x1b\[[<>=][0-9;]*[a-z]|\x1b\[\?[0-9]+\$p", re.DOTALL)


class _Screen(pyte.Screen):
    def __init__(self, columns: int, lines: int) -> None:
        self.pixels: set[tuple[int, int]] = set()
        super().__init__(columns, lines)
        self.reset_mode(7, private=True)  # Textual writes without wrapping

    def draw(self, data: str) -> None:
        before = self.cursor.x
        super().draw(data)
        self.pixels -= {(column, self.cursor.y) for column in range(before, self.cursor.x)}


class TerminalModel:
    """Takes what a program writes and shows what a terminal would, an old one that knows no joined emoji."""

    def __init__(self, columns: int, lines: int) -> None:
        self.screen = _Screen(columns, lines)
        self._stream: Any = pyte.Stream(self.screen)
        self._link = ""

    def feed(self, text: str) -> None:
        """Take sequences and text, whole ones."""
        text = text.translate(_JOINERS)  # pyte drops what comes behind one
        while found := _SIXELS.search(text):
            self._stream.feed(_FOREIGN.sub("", text[: found.start()]))
            width, height = int(found[1]), int(found[2])
            x, y = self.screen.cursor.x, self.screen.cursor.y
            columns, lines = -(-width // CELL[0]), -(-height // CELL[1])
            self.screen.pixels |= {(x + column, y + line) for column in range(columns) for line in range(lines)}
            text = text[found.end() :]
        self._stream.feed(_FOREIGN.sub("", text))

    @property
    def cells(self) -> list[list[tuple[object, ...]]]:
        """What is seen in every cell: of a blank nothing but its background."""
        lines = range(self.screen.lines)
        return [[_seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)] for y in lines]

    @property
    def pixels(self) -> set[tuple[int, int]]:
        """The columns and lines of the cells that show sixels."""
        return self.screen.pixels


def _seen(cell: Any) -> tuple[object, ...]:
    marked = cell.underscore or cell.strikethrough or cell.reverse
    if cell.data == " " and not marked:
        return " ", cell.bg
    return cell.data, cell.fg, cell.bg, cell.bold, cell.italics, marked, cell.reverse
