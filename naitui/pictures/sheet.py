"""A contact sheet: pictures in a labelled grid, as one PNG."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from naitui.pictures.errors import BadPicture

CELL = 384
"""Longest side of a picture on the sheet, in pixels."""
MOST_PIXELS = 24_000_000
"""Of a sheet; larger ones have smaller cells."""
_GAP, _MARGIN, _TEXT = 8, 16, 20
_PAPER, _INK, _EMPTY = (250, 250, 248), (30, 30, 34), (228, 228, 226)
_MOST_LINES = 4
_LEAST_CELL = 32

Loader = Callable[[], Image.Image]


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands where. ``pictures`` holds, by (column, row), what opens each picture; places without one stay empty
    and say why in ``notes``."""

    columns: Sequence[str]
    rows: Sequence[str]
    pictures: Mapping[tuple[int, int], Loader]
    notes: Mapping[tuple[int, int], str]
    title: str = ""


def draw_sheet(grids: Sequence[Grid], *, cell: int = CELL) -> bytes:
    """The grids below one another, as a PNG. Every picture is opened, shrunk and let go one by one.

    Pictures that cannot be opened leave a place that says so.
    """
    cell = _fitting(grids, cell)
    font = ImageFont.load_default(_TEXT)
    parts = [_draw(grid, cell, font) for grid in grids]
    sheet = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), _PAPER)
    top = 0
    for part in parts:
        sheet.paste(part, (0, top))
        top += part.height
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return file.getvalue()


def _fitting(grids: Sequence[Grid], cell: int) -> int:
    places = sum(len(grid.columns) * len(grid.rows) for grid in grids)
    while places * cell * cell > MOST_PIXELS and cell > _LEAST_CELL:
        cell = cell * 3 // 4
    return cell


def _draw(grid: Grid, cell: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> Image.Image:
    thumbs, failed = _thumbs(grid, cell)
    width = max((thumb.width for thumb in thumbs.values()), default=cell)
    height = max((thumb.height for thumb in thumbs.values()), default=cell)
    heads = [_wrapped(text, width, font) for text in grid.columns]
    sides = [_wrapped(text, cell // 2, font) for text in grid.rows]
    line = _TEXT + 4
    left = _MARGIN + (cell // 2 + _GAP if any(grid.rows) else 0)
    title = _wrapped(grid.title, (width + _GAP) * len(grid.columns), font)
    top = _MARGIN + line * (len(title) + max(map(len, heads), default=0)) + _GAP
    size = (
        left + (width + _GAP) * len(grid.columns) - _GAP + _MARGIN,
        top + (height + _GAP) * len(grid.rows) - _GAP + _MARGIN,
    )
    image = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(image)
    _write(pen, (_MARGIN, _MARGIN), title, font)
    for column, lines in enumerate(heads):
        _write(pen, (left + column * (width + _GAP), top - _GAP - line * len(lines)), lines, font)
    for row, lines in enumerate(sides):
        y = top + row * (height + _GAP)
        _write(pen, (_MARGIN, y + max(0, (height - line * len(lines)) // 2)), lines, font)
        for column in range(len(grid.columns)):
            place = left + column * (width + _GAP), y
            thumb = thumbs.get((column, row))
            if thumb is not None:
                image.paste(thumb, (place[0] + (width - thumb.width) // 2, place[1] + (height - thumb.height) // 2))
                continue
            pen.rectangle((*place, place[0] + width - 1, place[1] + height - 1), fill=_EMPTY)
            told = failed.get((column, row)) or grid.notes.get((column, row), "")
            _write(pen, (place[0] + _GAP, place[1] + _GAP), _wrapped(told, width - 2 * _GAP, font), font)
    return image


def _thumbs(grid: Grid, cell: int) -> tuple[dict[tuple[int, int], Image.Image], dict[tuple[int, int], str]]:
    thumbs, failed = {}, {}
    for place, load in grid.pictures.items():
        try:
            picture = load()
        except (OSError, BadPicture) as error:
            failed[place] = str(error)
            continue
        picture.thumbnail((cell, cell), Image.Resampling.LANCZOS)
        thumbs[place] = _on_paper(picture)
    return thumbs, failed


def _on_paper(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    paper = Image.new("RGB", picture.size, _PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _wrapped(text: str, width: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> list[str]:
    """Lines that fit; what comes behind the last one is cut with an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(_cut(word, width, font))
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], _cut(f"{lines[_MOST_LINES - 1]}…", width, font)]
    return lines


def _cut(word: str, width: int, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> str:
    if font.getlength(word) <= width:
        return word
    kept = word.removesuffix("…")
    while kept and font.getlength(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept}…"


def _write(
    pen: ImageDraw.ImageDraw,
    place: tuple[int, int],
    lines: Sequence[str],
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont,
) -> None:
    for number, line in enumerate(lines):
        pen.text((place[0], place[1] + number * (_TEXT + 4)), line, _INK, font)
