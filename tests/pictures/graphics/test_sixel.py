"""Sixels, read back by a decoder of the tests' own."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops
from sixel_decoder import decode

from naitui.pictures.graphics import sixel


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 120) for _ in range(3)])


@pytest.mark.parametrize("size", [(120, 60), (37, 20), (1, 1), (300, 6), (5, 61)])
@pytest.mark.parametrize("colours", [2, 16, 256])
def test_every_sixel_is_where_it_belongs(size: tuple[int, int], colours: int) -> None:
    picture = noise(size)
    picture.paste((10, 200, 30), (0, 0, size[0] // 2, size[1] // 3))
    small = picture.quantize(colours, method=Image.Quantize.FASTOCTREE)
    decoded = decode(sixel.encode_palette(small, lambda: True))
    assert decoded.size == size
    # sixels have colours in per cent
    assert all(most <= 3 for _, most in ImageChops.difference(decoded, small.convert("RGB")).getextrema())


@pytest.mark.parametrize("cell", [(10, 20), (9, 17), (8, 16), (7, 15)])
def test_rows_put_together_are_the_whole(cell: tuple[int, int]) -> None:
    columns, rows = 12, 11
    painted = sixel.quantised(noise((100, 130)), columns, rows, cell, 64)
    assert painted.size[0] == columns * cell[0]
    assert painted.height % 6 == 0
    assert rows * cell[1] - 6 < painted.height <= rows * cell[1]
    whole = decode(sixel.encode_palette(painted, lambda: True))
    unit = sixel.unit(cell[1])
    pieces = [(first, min(first + unit, rows)) for first in range(0, rows, unit)]
    together = Image.new("RGB", whole.size)
    for first, last in pieces:
        piece = decode(sixel.encode_rows(painted, cell[1], first, last, lambda: True))
        assert piece.height % 6 == 0
        together.paste(piece, (0, first * cell[1]))
    assert ImageChops.difference(together, whole).getbbox() is None


def test_sixels_nobody_wants_are_not_finished() -> None:
    painted = sixel.quantised(noise((200, 200)), 20, 10, (10, 20), 256)
    assert sixel.encode_palette(painted, lambda: False) == ""
