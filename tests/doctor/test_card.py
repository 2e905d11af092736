"""The test card: what is on it, and that every protocol shows the same picture."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise

import pyte
import pytest
from picture_terminal import PLACEHOLDER, Kitty
from PIL import Image
from sixel_decoder import decode

from naitui.doctor.card import SIZE, card_file, card_picture
from naitui.doctor.drawing import BOX, can_draw, drawn
from naitui.terminal import Terminal

FULL = Terminal(
    tty=True, answers=True, placeholders=True, sixel=True, cell_known=True, truecolor=True, colours=1 << 24,
    window=(120, 40, 1200, 800),
)  # fmt: skip
BARS = ("white", "yellow", "cyan", "green", "magenta", "red", "blue", "black")


def near(pixel: tuple[int, ...], other: tuple[int, ...], most: int = 40) -> bool:
    return all(abs(one - two) <= most for one, two in zip(pixel[:3], other[:3], strict=True))


def test_the_card_shows_what_its_words_promise() -> None:
    card = card_picture()
    width, height = card.size
    assert card.size == SIZE
    assert {card.getpixel(at) for at in ((0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1))} == {
        (255, 107, 107, 255)
    }
    greys = [card.getpixel((x, 260))[0] for x in range(4, width - 4)]
    assert greys == sorted(greys), "they rise"
    assert max(after - before for before, after in pairwise(greys)) <= 1, "evenly"
    assert card.getpixel((430, 70))[3] == 0, "one square is seen through"
    ring = [(x, y) for x in range(width) for y in range(190) if card.getpixel((x, y))[:3] == (242, 166, 90)]
    across, down = ({place[axis] for place in ring} for axis in (0, 1))
    assert max(across) - min(across) == max(down) - min(down), "the circle is round"
    assert Image.open(io.BytesIO(card_file())).tobytes() == card.tobytes()


@pytest.mark.parametrize(
    ("terminal", "able"),
    [
        (FULL, ["kitty", "sixel", "blocks", "text"]),
        (replace(FULL, colours=16), ["sixel", "blocks", "text"]),
        (replace(FULL, placeholders=False, cell_known=False), ["blocks", "text"]),
        (replace(FULL, colours=0, placeholders=False, sixel=False), ["text"]),
        (Terminal(), ["text"]),
    ],
)
def test_only_what_makes_no_mess_is_drawn(terminal: Terminal, able: list[str]) -> None:
    assert can_draw(terminal) == able


def test_in_kitty_s_way() -> None:
    text = drawn("kitty", FULL)
    kitty = Kitty()
    for keys, data in re.findall(r"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\", text):
        kitty.obey(dict(pair.split("=") for pair in keys.split(",")), data)
    (sent,) = kitty.sent
    columns, rows = int(sent.keys["c"]), int(sent.keys["r"])
    assert columns <= BOX[0]
    assert rows <= BOX[1]
    assert text.count(PLACEHOLDER) == columns * rows
    number = int(sent.keys["i"])
    assert f"\x1b[38;2;{number >> 16};{number >> 8 & 255};{number & 255}m" in text
    picture = sent.image.convert("RGB")
    assert picture.size == (columns * 10, rows * 20)
    assert_bars(picture)


def test_in_kitty_s_way_through_tmux_every_command_is_wrapped() -> None:
    text = drawn("kitty", replace(FULL, tmux=True, passthrough=True, truecolor=False, colours=256))
    assert re.search(r"\x1b\[38;5;\d+m", text), "the number is one of 256 colours"
    outside = re.sub(r"\x1bPtmux;(?:\x1b\x1b|[^\x1b])*\x1b\\", "", text)
    assert "\x1b_G" not in outside
    assert "\x1b\x1b_G" in text


def test_in_sixels_with_room_made_first() -> None:
    text = drawn("sixel", FULL)
    rows = text.index("\x1b") - 0
    assert text.startswith("\n" * rows + f"\x1b[{rows}A\x1b7")
    assert text.endswith(f"\x1b8\x1b[{rows}B")
    (sequence,) = re.findall(r'\x1bP[0-9;]*q"[^\x1b]*\x1b\\', text)
    picture = decode(sequence)
    assert picture.height <= rows * 20
    assert_bars(picture)


def assert_bars(picture: Image.Image) -> None:
    """The eight full colours stand where they stand on the card."""
    card = card_picture()
    for number in range(len(BARS)):
        at = (number * 60 + 30, 224)
        place = round(at[0] * picture.width / card.width), round(at[1] * picture.height / card.height)
        assert near(picture.getpixel(place), card.getpixel(at)), BARS[number]


@pytest.mark.parametrize("truecolor", [True, False])
def test_in_blocks(truecolor: bool) -> None:
    text = drawn("blocks", replace(FULL, truecolor=truecolor, colours=1 << 24 if truecolor else 256))
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    rows = [row for row in screen.display if "▀" in row]
    assert len({row.rstrip() for row in rows} | {"▀" * 36}) == 1, "every row is as wide as the box"
    bar = screen.buffer[int(224 / 320 * len(rows))]
    seen = [bar[int((number * 60 + 30) / 480 * 36)].fg for number in range(8)]
    card = card_picture()
    for number, colour in enumerate(seen):
        pixel = tuple(int(colour[start : start + 2], 16) for start in (0, 2, 4))
        assert near(pixel, card.getpixel((number * 60 + 30, 224))), (BARS[number], colour)
    assert screen.buffer[len(rows)][0].bg == "default", "no colour runs on"


def test_in_few_colours_and_in_words() -> None:
    shades = drawn("blocks", replace(FULL, colours=16))
    assert "\x1b" not in shades
    words = drawn("text", FULL)
    assert "480 × 320 pixels" in words
    assert "%" in words
