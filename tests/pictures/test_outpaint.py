"""More canvas: the old part stays bit for bit, the new one is what the mask paints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from naitui.pictures.outpaint import Sides, extended, new_part

sides = st.builds(Sides, *[st.sampled_from([0, 64, 128])] * 4)


def picture(mode: str = "RGB") -> Image.Image:
    return Image.effect_noise((64, 128), 90).convert(mode)


@given(sides)
def test_the_old_part_stays_and_the_mask_is_the_new_part(around: Sides) -> None:
    old = picture()
    new = extended(old, around)
    assert new.size == around.around(64, 128)
    inside = new.crop((around.left, around.top, around.left + 64, around.top + 128))
    assert ImageChops.difference(inside, old).getbbox() is None

    cells = new_part(64, 128, around)
    mask = cells.mask()
    assert mask.size == new.size
    kept = Image.new("L", new.size, 255)
    kept.paste(0, (around.left, around.top, around.left + 64, around.top + 128))
    assert mask.tobytes() == kept.tobytes()
    assert cells.is_empty == around.is_nothing


def test_the_new_part_goes_on_with_the_colours_of_the_edge() -> None:
    old = Image.new("RGB", (64, 64), "red")
    old.putpixel((63, 10), (0, 0, 255))
    new = extended(old, Sides(right=64))
    assert new.getpixel((127, 10)) == (0, 0, 255)
    assert new.getpixel((127, 11)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_any_mode_becomes_colours(mode: str) -> None:
    assert extended(picture(mode), Sides(left=64)).mode == "RGB"
