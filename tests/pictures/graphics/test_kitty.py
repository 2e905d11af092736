"""Kitty's commands and placeholders, read back."""

from __future__ import annotations

import io
import re
import unicodedata
from base64 import b64decode

import pytest
from PIL import Image

from naitui.pictures.graphics import kitty

COMMAND = re.compile(r"\x1b_G([^;\x1b]*);([^\x1b]*)\x1b\\")


def test_a_transfer_is_the_whole_picture() -> None:
    image = Image.effect_noise((120, 90), 80).convert("RGB")
    data = kitty.encode(image)
    commands = list(kitty.transfer(77, data, 12, 5))
    parts = [COMMAND.fullmatch(command) for command in commands]
    assert all(parts)
    keys = [dict(pair.split("=") for pair in part[1].split(",")) for part in parts if part]
    assert keys[0] | {"m": ""} == {
        "a": "T", "U": "1", "f": "100", "t": "d", "i": "77", "c": "12", "r": "5", "q": "2", "m": "",
    }  # fmt: skip
    assert [key["m"] for key in keys] == ["1"] * (len(keys) - 1) + ["0"]
    assert len(keys) > 2
    texts = [part[2] for part in parts if part]
    assert max(map(len, texts)) <= kitty.CHUNK
    assert "".join(texts) == data
    sent = Image.open(io.BytesIO(b64decode(data, validate=True)))
    assert (sent.size, sent.mode) == ((120, 90), "P")


def test_something_rough_is_a_quarter_each_way() -> None:
    image = Image.effect_noise((400, 585), 80).convert("RGB")
    rough = Image.open(io.BytesIO(b64decode(kitty.encode_rough(image))))
    assert rough.size == (100, 146)
    assert len(kitty.encode_rough(image)) * 8 < len(kitty.encode(image))


@pytest.mark.parametrize("truecolor", [True, False])
def test_a_colour_carries_every_number(truecolor: bool) -> None:
    numbers = [kitty.new_number(truecolor=truecolor) for _ in range(1000)]
    for number in numbers:
        colour = kitty.colour_of(number)
        if truecolor:
            assert isinstance(colour, tuple)
            assert colour[0] << 16 | colour[1] << 8 | colour[2] == number
            assert 255 < number < 1 << 24
        else:
            assert colour == number
            assert 16 <= number < 256
    assert len(set(numbers)) == (1000 if truecolor else 240)


def test_every_cell_says_where_it_is() -> None:
    rows = kitty.placeholders(kitty.MAX_CELLS, kitty.MAX_CELLS)
    seen = set()
    for row in rows:
        cells = row.split("\U0010eeee")
        assert cells[0] == ""
        assert all(len(cell) == 2 for cell in cells[1:])
        assert all(unicodedata.combining(mark) == 230 for cell in cells[1:] for mark in cell)
        seen.update(cells[1:])
    assert len(rows) == kitty.MAX_CELLS
    assert len(seen) == kitty.MAX_CELLS**2
    # the first ones of kitty's table
    assert rows[0].split("\U0010eeee")[1:4] == ["\u0305\u0305", "\u0305\u030d", "\u0305\u030e"]


def test_a_window_is_a_part_of_the_whole() -> None:
    whole = [row.split("\U0010eeee")[1:] for row in kitty.placeholders(20, 10)]
    part = [row.split("\U0010eeee")[1:] for row in kitty.placeholders(20, 10, (5, 3, 8, 4))]
    assert part == [row[5:13] for row in whole[3:7]]
