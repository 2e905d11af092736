"""An infill's result over its source, as it is saved: what was not painted is the source, bit for bit."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from naitui.pictures import png
from naitui.pictures.errors import BadPicture
from naitui.pictures.painting import Cells
from naitui.pictures.pasting import Pasting
from naitui.pictures.prepare import png as png_file
from naitui.pictures.region import focus_size

SIZE = (320, 256)
REACH = 72
"""Pixels from the mask, from where on nothing changes."""


def noise(size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 120) for _ in range(3)])


def mask(box: tuple[int, int, int, int] = (10, 8, 14, 12)) -> Cells:
    return Cells.blank(*SIZE).rectangle(box[:2], box[2:])


def result(size: tuple[int, int] = SIZE) -> bytes:
    return png.with_text(png_file(Image.new("RGB", size, "white")), "Comment", '{"prompt": "face"}')


def changed(saved: bytes, original: Image.Image) -> tuple[int, int, int, int]:
    image = Image.open(BytesIO(saved))
    box = ImageChops.difference(image, original).getbbox()
    assert box is not None
    return box


def test_outside_nothing_has_changed_and_in_the_middle_all_of_it() -> None:
    original = noise()
    saved = Pasting(png_file(original), png_file(mask().mask())).over(result())
    left, top, right, bottom = changed(saved, original)
    assert (left >= 80 - REACH, top >= 64 - REACH) == (True, True)
    assert (right <= 120 + REACH, bottom <= 104 + REACH) == (True, True)
    inside = Image.open(BytesIO(saved)).crop((96, 80, 104, 88))
    assert inside.getcolors() == [(8 * 8, (255, 255, 255))]


def test_the_texts_of_the_result_go_with_it() -> None:
    saved = Pasting(png_file(noise()), png_file(mask().mask())).over(result())
    assert png.text_chunks(saved) == {"Comment": '{"prompt": "face"}'}


def test_a_region_is_scaled_back_into_its_place() -> None:
    original, region = noise(), (40, 24, 160, 144)
    pasting = Pasting(png_file(original), png_file(mask().mask()), region)
    left, top, right, bottom = changed(pasting.over(result(focus_size(region))), original)
    assert (left >= 40, top >= 24, right <= 160, bottom <= 144) == (True, True, True, True)


def test_what_is_no_picture_is_told() -> None:
    with pytest.raises(BadPicture):
        Pasting(png_file(noise()), png_file(mask().mask())).over(result()[:300])
