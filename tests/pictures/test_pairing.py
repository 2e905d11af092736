"""Two pictures laid over one another: in one size, parted where it is asked for."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures.errors import BadPicture
from naitui.pictures.pairing import MOST, Pair, common_size, laid, size_words

SIDES = st.tuples(st.integers(1, 3000), st.integers(1, 3000))


def file(size: tuple[int, int], colour: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def parted(pair: Pair, share: float) -> Image.Image:
    return Image.open(io.BytesIO(pair.parted(share)))


@given(SIDES, SIDES)
def test_both_are_shown_in_the_size_of_the_larger_one_or_less(before: tuple[int, int], after: tuple[int, int]) -> None:
    size = common_size(before, after)
    assert 1 <= min(size) <= max(size) <= MOST
    larger = max(before, after, key=lambda one: one[0] * one[1])
    assert max(larger) > MOST or size == larger


@given(st.floats(0, 1))
def test_left_of_the_slider_is_before_and_right_of_it_after(share: float) -> None:
    image = parted(Pair(file((40, 20), "red"), file((80, 40), "blue")), share)
    assert image.size == (80, 40)
    at = round(80 * share)
    row = [image.getpixel((x, 20)) for x in range(80)]
    assert row[: max(0, at - 1)] == [(255, 0, 0)] * max(0, at - 1)
    assert row[at + 1 :] == [(0, 0, 255)] * max(0, 80 - at - 1)


def test_another_shape_gets_a_margin_and_is_told() -> None:
    image = laid(Image.new("RGB", (100, 100), "red"), (100, 200))
    assert [image.getpixel((50, y)) for y in (0, 100, 199)] == [(96, 96, 96), (255, 0, 0), (96, 96, 96)]
    assert size_words((100, 100), (100, 200)) == "100×100 and 100×200: of different shapes, fitted into one another"
    enlarged = "832×1216 and 1664×2432: the smaller one is enlarged to lie on the other"
    assert size_words((832, 1216), (1664, 2432)) == enlarged
    assert size_words((64, 64), (64, 64)) == ""


def test_transparency_is_seen_as_squares_and_damage_is_said() -> None:
    image = parted(Pair(file((40, 40), "#00000000", "RGBA"), file((40, 40), "blue")), 1)
    assert len(image.getcolors()) == 2
    with pytest.raises(BadPicture):
        Pair(file((40, 40), "red"), file((40, 40), "red")[:-20])
