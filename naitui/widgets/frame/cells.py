"""Cells: what the terminal shows in one place, taken from Textual's strips in a form that can be compared."""

from __future__ import annotations

import re
from typing import NamedTuple

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

_ANY = "any"
"""The foreground of blanks."""
_HARMLESS = frozenset(("1", "2", "3", "5", "6", "8"))
"""Attributes that are not seen on a blank: bold, dim, italic, blinking, concealed."""
NARROW = (
    " -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038e-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2319\u231c-\u2328\u232b-\u23e8\u23f4-\u25fc\u2713-\u2718"
)
"""Characters that every terminal draws in one cell: Latin, Greek, Cyrillic, punctuation, arrows, lines and shapes."""
WIDE = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
"""Characters that every terminal draws in two cells."""
_NARROW, _SURE = re.compile(f"[{NARROW}]*"), re.compile(f"[{NARROW}{WIDE}]")
_MOST_LOOKS = 4096
PLACEHOLDER = "\U0010eeee"
"""Kitty's cells of a picture, see `naitui.pictures.graphics.kitty`."""


IN_PLACE = Style(meta={"in place": True})
"""Added to the style of cells that change one by one, though each of them has a look of its own: they are compared."""


class Look:
    """How text is drawn: the parts of a style as a terminal is told them. Equal looks are the same object."""

    __slots__ = ("attributes", "back", "blank", "cells", "fore", "link")

    def __init__(self, attributes: str, fore: str, back: str, link: str) -> None:
        self.attributes, self.fore, self.back, self.link = attributes, fore, back, link
        self.blank = fore == _ANY
        """Whether only the background is seen."""
        unmarked = not link and _HARMLESS.issuperset(attributes.split(";") if attributes else ())
        self.cells = _Cells(self, _look("", _ANY, back, "") if unmarked and not self.blank else self)


class Cell(NamedTuple):
    """One place. A character of two cells has an empty text in its second one."""

    text: str
    look: Look | Picture
    sure: bool = True
    """Whether all terminals agree on how wide it is."""


class Picture:
    """What a strip with a look of its own for every cell is taken for: it is written whole, and equal to itself."""

    __slots__ = ("cells", "text")

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        """The rendered strip."""
        self.cells = [Cell(str(column), self) for column in range(width)]


class _Cells(dict[str, Cell]):
    """The cells of one look by their character; made once, so that comparing them is comparing objects."""

    def __init__(self, look: Look, blank: Look) -> None:
        self._look, self._blank = look, blank

    def __missing__(self, text: str) -> Cell:
        look = self._blank if text == " " else self._look
        cell = self[text] = Cell(text, look, sure=_is_sure(text))
        return cell


_looks: dict[tuple[str, str, str, str], Look] = {}
_by_codes: dict[tuple[str, str], Look] = {}


def cells_of(strip: Strip, colours: ColorSystem) -> list[Cell] | None:
    """One cell for every column of a strip.

    None where that is not known: a strip with sequences of its own in it (sixels), of a width that its text has not, or
    one where a mark belongs to a cell before it that it does not share its strip or its look with.
    """
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            return None
        look = _look_of(style, colours)
        if text.isascii() or _NARROW.fullmatch(text):
            cells += map(look.cells.__getitem__, text)
        elif not _add_clusters(cells, text, look):
            return None
    return cells if len(cells) == strip.cell_length else None


def plain_cells(text: str, attributes: str, fore: str, back: str) -> list[Cell]:
    """The cells of a text of characters that are one cell wide each."""
    return list(map(_look(attributes, fore, back, "").cells.__getitem__, text))


def is_picture(strip: Strip) -> bool:
    """Whether a strip is a line of a picture: another look in every cell, or Kitty's placeholders."""
    if len(strip) * 2 > strip.cell_length:
        return len(strip) > 8 and not any(segment.control or _is_in_place(segment.style) for segment in strip)
    return any(PLACEHOLDER in segment.text for segment in strip)


def learn(strip: Strip, colours: ColorSystem) -> None:
    """Work out beforehand, in any thread, what a strip's looks are: a picture has hundreds."""
    if not is_picture(strip):
        cells_of(strip, colours)


def _is_in_place(style: Style | None) -> bool:
    return style is not None and style._meta is not None and style._meta == IN_PLACE._meta  # `meta` unpickles it


def _add_clusters(cells: list[Cell], text: str, look: Look) -> bool:
    """Add the cells of a text; False when it begins with a mark that has no cell before it, or one of another look."""
    spans, _ = split_graphemes(text)
    for start, end, width in spans:
        cluster = text[start:end]
        if width == 0:
            if not cells or (start == 0 and cells[-1].look is not look):
                return False
            last = cells[-1]  # it belongs to what stands before it
            cells[-1] = Cell(last.text + cluster, look if last.text == " " else last.look, sure=False)
            continue
        cell = look.cells[cluster]
        cells.append(cell)
        cells.extend(Cell("", look, cell.sure) for _ in range(width - 1))
    return True


def _is_sure(text: str) -> bool:
    return _SURE.fullmatch(text) is not None


def _look_of(style: Style | None, colours: ColorSystem) -> Look:
    if style is None:
        return _look("", "", "", "")
    codes = style._ansi  # what Textual's strips remember a style's codes by
    if codes is None:
        codes = Strip.render_ansi(style, colours)
    link = f";{style.link}" if style.link else ""  # without Rich's id, which is another one for every copy of a style
    look = _by_codes.get((codes, link))
    if look is None:
        if len(_looks) > _MOST_LOOKS:  # looks that are made again are only written once more
            _looks.clear()
            _by_codes.clear()
        look = _by_codes[codes, link] = _look(*_parts(codes), link)
    return look


def _look(attributes: str, fore: str, back: str, link: str) -> Look:
    key = (attributes, fore, back, link)
    look = _looks.get(key)
    if look is None:
        look = _looks[key] = Look(*key)
    return look


def _parts(codes: str) -> tuple[str, str, str]:
    """Attributes, foreground and background out of the numbers of an SGR sequence."""
    attributes: list[str] = []
    fore = back = ""
    numbers = codes.split(";") if codes else []
    while numbers:
        number = numbers.pop(0)
        if number in ("38", "48"):
            count = 4 if numbers[:1] == ["2"] else 2
            colour = ";".join([number, *numbers[:count]])
            del numbers[:count]
            fore, back = (colour, back) if number == "38" else (fore, colour)
        elif len(number) > 1 and number[:-1] in ("3", "9"):
            fore = number
        elif len(number) > 1 and number[:-1] in ("4", "10"):
            back = number
        else:
            attributes.append(number)
    return ";".join(attributes), fore.removeprefix("39"), back.removeprefix("49")
