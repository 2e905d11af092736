"""The preview pane in a terminal that understands pictures: what it is sent, and what is to be seen then."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image
from sixel_decoder import decode

Start = Callable[..., Any]
FLAT = Image.new("RGB", (300, 200), (0, 128, 255))
RED = Image.new("RGB", (300, 200), (200, 10, 10))


def noise(size: tuple[int, int] = (832, 1216)) -> Image.Image:
    return Image.effect_noise(size, 90).convert("RGB")


def has_picture(terminal: Any, number: int) -> bool:
    """Is a picture that Kitty has to be seen whole?"""
    if len(terminal.kitty.sent) <= number or not terminal.kitty.idle:
        return False
    keys = terminal.kitty.sent[number].keys
    shown = [cell for cell, found in terminal.numbers().items() if found == int(keys["i"])]
    return len(shown) == int(keys["c"]) * int(keys["r"])


# ---------------------------------------------------------------- Kitty


@pytest.mark.parametrize("answers", [True, False])
def test_kitty_is_sent_a_small_picture_once(start: Start, answers: bool) -> None:
    terminal = start("kitty", noise(), FLAT, answers=answers)
    for number in range(2):
        terminal.press("n")
        terminal.until(lambda number=number: has_picture(terminal, number), f"picture {number}")
        # a moment after it came it is placed again
        mark = f"a=p,U=1,i={terminal.kitty.sent[number].keys['i']}".encode()
        terminal.until(lambda mark=mark: mark in terminal.raw, "a second placement")
    terminal.press("n")  # back to the first one, which the terminal still has
    terminal.until(lambda: has_picture(terminal, 0), "the first picture again")
    assert len(terminal.kitty.sent) == 2
    for picture in terminal.kitty.sent:
        image = picture.image
        assert (image.format, image.mode) == ("PNG", "P")
        assert 0 < int(picture.keys["i"]) < 1 << 24
        assert picture.keys["U"] == "1"
        assert image.width <= int(picture.keys["c"]) * 10
        assert image.height <= int(picture.keys["r"]) * 20
    numbers = {int(picture.keys["i"]) for picture in terminal.kitty.sent}
    assert terminal.end() == 0
    assert numbers <= set(terminal.kitty.freed)
    assert not terminal.kitty.pictures
    assert terminal.left_for_the_shell() == b""


def test_nothing_is_sent_again_when_something_lies_over_it(start: Start) -> None:
    terminal = start("kitty", noise())
    terminal.press("n")
    terminal.until(lambda: has_picture(terminal, 0), "the picture")
    cells = terminal.numbers()
    for key, word in (("m", "over it all"), ("t", "over it all"), ("o", "a toast")):
        terminal.press(key)
        terminal.shows(word)
        terminal.press("\x1b")
        terminal.until(lambda word=word: word not in terminal.text, f"{word} gone")
        terminal.until(lambda: terminal.numbers() == cells, f"the whole picture after {word}")
    terminal.press("r")
    terminal.press("x")
    terminal.shows("changed 1")
    assert terminal.numbers() == cells
    assert len(terminal.kitty.sent) == 1


def test_the_picture_stays_under_a_dialog_without_tint(start: Start) -> None:
    terminal = start("kitty", noise())
    terminal.press("n")
    terminal.until(lambda: has_picture(terminal, 0), "the picture")
    cells = terminal.numbers()
    terminal.press("m")
    terminal.shows("over it all")
    (dialog,) = {(20, 5)}
    left, top = (60 - dialog[0]) // 2, (24 - dialog[1]) // 2
    hidden = {(x, y) for x in range(left, left + dialog[0]) for y in range(top, top + dialog[1])}
    terminal.until(lambda: set(terminal.numbers()) == set(cells) - hidden, "all of it but for the dialog")


def test_a_tint_gets_blocks_and_no_foreign_numbers(start: Start) -> None:
    terminal = start("kitty", Image.linear_gradient("L").resize((400, 400)).convert("RGB"))
    terminal.press("n")
    terminal.until(lambda: has_picture(terminal, 0), "the picture")
    terminal.press("t")
    terminal.shows("over it all")
    terminal.until(lambda: not terminal.numbers() and colours(terminal) > 10, "blocks of many colours")


def colours(terminal: Any) -> int:
    """How many background colours there are on the screen."""
    return len({cell.bg for row in terminal.glass.buffer.values() for cell in row.values()})


def test_panning_sends_nothing(start: Start) -> None:
    """Of a picture of the usual size all is sent at once, whatever part of it is to be seen."""
    terminal = start("kitty", noise())
    terminal.press("nv")
    terminal.until(lambda: has_width(terminal, 60), "a pane full of it")
    sent = len(terminal.kitty.sent)
    before = terminal.glass.display
    terminal.press("j")
    terminal.until(lambda: terminal.glass.display != before, "another part of it")
    assert len(terminal.kitty.sent) == sent
    assert set(terminal.numbers().values()) == {int(terminal.kitty.sent[-1].keys["i"])}


def has_width(terminal: Any, columns: int) -> bool:
    return len({x for x, _ in terminal.numbers()}) == columns


def test_a_resize_fits_it_anew_and_frees_the_old_one(start: Start) -> None:
    import fcntl
    import os
    import signal
    import struct
    import termios

    terminal = start("kitty", noise())
    terminal.press("n")
    terminal.until(lambda: has_picture(terminal, 0), "the picture")
    terminal.glass.resize(18, 40)
    fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("HHHH", 18, 40, 400, 360))
    os.killpg(terminal.child.pid, signal.SIGWINCH)
    terminal.until(lambda: len(terminal.kitty.sent) == 2 and has_picture(terminal, 1), "it in its new size")
    assert int(terminal.kitty.sent[1].keys["r"]) < int(terminal.kitty.sent[0].keys["r"])
    assert terminal.end() == 0
    assert not terminal.kitty.pictures


def test_pictures_do_not_pile_up_in_the_terminal(start: Start) -> None:
    terminal = start("kitty", *(noise((200, 200)) for _ in range(12)))
    for number in range(12):
        terminal.press("n")
        terminal.until(lambda number=number: has_picture(terminal, number), f"picture {number}")
        terminal.quiet(0.3)
    assert len(terminal.kitty.pictures) <= 6
    assert terminal.end() == 0
    assert not terminal.kitty.pictures


def test_a_crash_leaves_nothing_behind(start: Start) -> None:
    terminal = start("kitty", noise())
    terminal.press("n")
    terminal.until(lambda: has_picture(terminal, 0), "the picture")
    terminal.press("b")
    assert terminal.wait() == 1
    assert b"on purpose" in terminal.raw
    assert not terminal.kitty.pictures
    assert terminal.left_for_the_shell() == b""


# ---------------------------------------------------------------- slow lines


def test_a_slow_line_shows_something_rough_first_and_goes_on_answering_keys(start: Start) -> None:
    terminal = start("kitty", noise(), rate=60_000)
    terminal.quiet()
    terminal.press("n")
    terminal.until(lambda: terminal.kitty.sent and terminal.numbers(), "something")
    rough = terminal.kitty.sent[0]
    assert rough.image.width <= int(rough.keys["c"]) * 10 // 4 + 1
    pressed = 0
    while len(terminal.kitty.sent) < 2:  # in the middle of the fine one
        pressed += 1
        terminal.press("x")
        terminal.shows(f"changed {pressed}")
    assert pressed >= 3, "a key was drawn only when the picture was there"
    terminal.until(lambda: has_picture(terminal, 1), "the fine picture")
    assert terminal.end() == 0
    assert not terminal.kitty.pictures


def test_what_is_being_sent_is_not_freed_with_what_came_before(start: Start) -> None:
    """A moment after a picture came it is tidied up: on a slow line the next one, or its rough form, is on its way."""
    terminal = start("kitty", noise((400, 600)), FLAT, noise((400, 600)), RED, noise((400, 600)), rate=20_000)
    terminal.quiet()
    terminal.press("n")  # so that the line is known
    terminal.until(lambda: terminal.numbers(), "the first picture")
    for _ in range(2):
        for large in (False, True):
            sent = len(terminal.kitty.sent)
            terminal.press("n")
            terminal.until(lambda sent=sent: has_picture(terminal, sent), "the flat one, or something rough")
            assert (terminal.kitty.sent[sent].image.width < 200) is large
            alive = {int(terminal.kitty.sent[sent].keys["i"])}
            assert alive <= set(terminal.kitty.pictures)
    terminal.press("s")  # each step has a number of its own, too
    terminal.shows("steps done")
    terminal.quiet(1.0)
    assert set(terminal.numbers().values()) <= set(terminal.kitty.pictures)
    assert not terminal.kitty.unknown


def test_what_is_stale_is_broken_off(start: Start) -> None:
    terminal = start("kitty", noise(), FLAT, rate=60_000)
    terminal.quiet()
    terminal.press("n")
    terminal.until(lambda: terminal.numbers(), "something")
    terminal.press("n")
    terminal.until(lambda: terminal.kitty.sent[-1].image.convert("RGB").getpixel((0, 0)) == (0, 128, 255), "the second")
    last = int(terminal.kitty.sent[-1].keys["i"])
    terminal.until(lambda: set(terminal.numbers().values()) == {last}, "it on the screen")
    assert terminal.kitty.broken >= 1
    sizes = [len(picture.data) for picture in terminal.kitty.sent]
    assert max(sizes) < 40_000, "all of the first one was sent"


@pytest.mark.parametrize("protocol", ["kitty", "blocks"])
def test_steps_that_the_line_cannot_carry_are_dropped(start: Start, protocol: str) -> None:
    terminal = start(protocol, noise((400, 600)), FLAT, rate=60_000)
    terminal.quiet()
    terminal.press("n")  # so that the line is known
    terminal.until(lambda: terminal.numbers() or "▀" in terminal.text, "the picture")
    terminal.quiet(1.0)
    before = len(terminal.raw)
    began = time.monotonic()
    terminal.press("s")
    terminal.shows("steps done")
    took = time.monotonic() - began
    # 40 steps were there; of what the line can carry in that time, and saved up before, they took a part
    assert len(terminal.raw) - before < 60_000 * (took + 1.5)
    terminal.press("x")
    terminal.shows("changed 1")


def test_the_text_of_kitty_s_steps_counts_too(start: Start) -> None:
    """The placeholders of a large pane are more than the rough step itself; both go over the line."""
    terminal = start("kitty", noise((400, 300)), *[FLAT, RED] * 5, rate=100_000, size=(120, 44))
    terminal.quiet()
    terminal.press("n")  # so that the line is known
    terminal.until(lambda: len(terminal.kitty.sent) > 1 and has_picture(terminal, 1), "the picture, rough and fine")
    terminal.quiet(1.5)
    before, began = len(terminal.raw), time.monotonic()
    terminal.press("l")
    terminal.shows("steps done")
    took = time.monotonic() - began
    # half of the line and half of that (the rate is an estimate), what was saved up in a second, a step that overdraws
    step = 120 * 44 * 10
    assert len(terminal.raw) - before < 75_000 * (took + 1) + step


QUESTION = b"\x1b[5n"


def longest_stretch(raw: bytes) -> int:
    """The most bytes that were written without a question behind them: so long a key waits on a slow line."""
    return max(len(part) for part in raw.split(QUESTION))


@pytest.mark.parametrize("protocol", ["blocks", "sixel"])
@pytest.mark.parametrize("key", ["n", "s"], ids=["picture", "steps"])
def test_little_goes_out_before_the_line_is_known(start: Start, protocol: str, key: str) -> None:
    """The first picture, or the first step, of a session: nobody knows yet how slow the line is."""
    terminal = start(protocol, noise((900, 900)), rate=100_000, size=(100, 40))
    terminal.quiet()
    before = len(terminal.raw)
    terminal.press(key)
    terminal.until(lambda: terminal.raw.count(QUESTION, before) >= 3, "questions behind it")
    assert longest_stretch(terminal.raw[before:]) < 14_000
    for number in range(1, 4):
        terminal.press("x")
        terminal.shows(f"changed {number}")
    if key == "s":
        terminal.shows("steps done")
        terminal.quiet(1.0)
        assert not terminal.sixels, "a step was sent fine"
    else:
        terminal.quiet(1.0)
    # three rows of noise in sixels, the fewest that bands can draw; all of it is a megabyte
    assert longest_stretch(terminal.raw[before:]) < 100_000
    assert terminal.end() == 0
    assert terminal.left_for_the_shell() == b""


@pytest.mark.parametrize("protocol", ["blocks", "sixel"])
def test_on_a_quick_line_it_ends_fine(start: Start, protocol: str) -> None:
    terminal = start(protocol, noise((900, 900)), size=(60, 24))
    terminal.quiet()
    terminal.press("n")
    if protocol == "sixel":
        terminal.until(lambda: is_covered(terminal), "sixels")
    else:
        terminal.until(lambda: is_fine(terminal), "fine blocks")
    assert QUESTION in terminal.raw


def is_fine(terminal: Any) -> bool:
    """Has most every cell of a picture of noise a look of its own? Of rough blocks two side by side share one."""
    row = [(cell.data, cell.fg, cell.bg) for _, cell in sorted(terminal.glass.buffer[12].items())]
    return sum(cell != other for cell, other in pairwise(row)) > 0.6 * sum(cell[0] == "▀" for cell in row) > 10


def test_blocks_become_fine_line_by_line(start: Start) -> None:
    terminal = start("blocks", noise(), rate=40_000, size=(100, 40))
    terminal.quiet()
    terminal.press("n")
    terminal.until(lambda: "▀" in terminal.text, "blocks")
    terminal.quiet(1.0)
    terminal.press("v")  # the line is known by now
    terminal.press("x")
    terminal.shows("changed 1")
    terminal.quiet(1.0)
    lines = [line for line in terminal.glass.display[1:-1] if "▀" in line]
    assert all(line.count("▀") > 50 for line in lines[3:-3])


def test_an_assumed_rate_is_kept(start: Start) -> None:
    """Where nothing can be measured, the user's word or a modest guess counts."""
    terminal = start("kitty", noise(), answers=False, assumed=100_000)
    began = time.monotonic()
    terminal.press("n")
    terminal.until(lambda: len(terminal.kitty.sent) == 2 and has_picture(terminal, 1), "rough, then fine")
    sent = sum(len(picture.data) for picture in terminal.kitty.sent)
    assert time.monotonic() - began > sent / 100_000 * 0.7


def test_leaving_in_the_middle_of_a_picture_leaves_nothing(start: Start) -> None:
    terminal = start("kitty", noise(), rate=60_000)
    terminal.quiet()
    terminal.press("n")
    terminal.until(lambda: terminal.numbers(), "something")
    assert terminal.end() == 0
    assert terminal.kitty.idle
    assert not terminal.kitty.pictures
    assert terminal.left_for_the_shell() == b""


# ---------------------------------------------------------------- sixels


def is_covered(terminal: Any) -> bool:
    """Are sixels of one picture, or of several pieces of it, on all its rows that are not cut short by a band?"""
    rows = sorted({y for _, y in terminal.glass.sixels})
    widths = {sum(1 for x, row in terminal.glass.sixels if row == y) for y in rows}
    return bool(rows) and rows == list(range(rows[0], rows[-1] + 1)) and len(widths) == 1


def picture_rows(terminal: Any) -> int:
    return len({y for _, y in terminal.glass.sixels})


def pixels(terminal: Any) -> int:
    """Rows of pixels of all sixels that came; a slow machine gets them in pieces."""
    return sum(height for _, height, _ in terminal.sixels)


def test_sixels_are_sent_once_and_are_what_they_should_be(start: Start) -> None:
    gradient = Image.linear_gradient("L").resize((400, 400)).convert("RGB")
    terminal = start("sixel", gradient)
    terminal.press("n")
    terminal.until(lambda: terminal.sixels, "sixels")
    terminal.press("x")
    terminal.shows("changed 1")
    terminal.quiet()
    assert pixels(terminal) == picture_rows(terminal) * 20 // 6 * 6
    assert is_covered(terminal)
    assert colours(terminal) > 10  # what is seen until the sixels are there, and when something lies over them
    for width, height, data in terminal.sixels:
        assert decode(data).size == (width, height)
        assert height % 6 == 0
        assert not data.endswith("-")
    dark = decode(terminal.sixels[0][2]).getpixel((200, 3))
    light = decode(terminal.sixels[-1][2]).getpixel((200, terminal.sixels[-1][1] - 4))
    assert max(dark) < 20
    assert min(light) > 235


def test_a_toast_takes_no_more_than_its_rows(start: Start) -> None:
    terminal = start("sixel", noise((600, 400)), size=(60, 24))
    terminal.press("n")
    terminal.until(lambda: terminal.sixels, "sixels")
    terminal.quiet()
    before, whole = dict(terminal.glass.sixels), pixels(terminal)
    drawn = []
    for _ in range(2):  # for the first one Textual writes the whole screen
        drawn.append(pixels(terminal))
        terminal.press("o")
        terminal.shows("a toast")
        terminal.until(lambda: "a toast" not in terminal.text, "the toast gone")
        terminal.until(lambda: set(terminal.glass.sixels) == set(before), "no holes")
        terminal.quiet()
    assert 0 < pixels(terminal) - drawn[-1] < whole / 2


def test_a_dialog_takes_no_more_than_its_rows(start: Start) -> None:
    terminal = start("sixel", noise((600, 400)), size=(60, 30))
    terminal.press("n")
    terminal.until(lambda: terminal.sixels, "sixels")
    terminal.quiet()
    before, whole = set(terminal.glass.sixels), pixels(terminal)
    for _ in range(2):
        drawn = pixels(terminal)
        terminal.press("m")
        terminal.shows("over it all")
        terminal.quiet()
        assert pixels(terminal) == drawn, "sixels were drawn over a dialog"
        dialog = {(x, y) for x in range(20, 40) for y in range(12, 17)}
        assert before - set(terminal.glass.sixels) <= dialog, "beside it the picture stays"
        terminal.press("\x1b")
        terminal.until(lambda: set(terminal.glass.sixels) == before, "no holes")
        terminal.quiet()
        assert pixels(terminal) - drawn <= 9 * 20 < whole / 2, "the dialog's rows, in whole bands"


@pytest.mark.parametrize("key", ["m", "t"])
def test_a_dialog_leaves_no_holes(start: Start, key: str) -> None:
    terminal = start("sixel", noise((600, 400)), size=(60, 30))
    terminal.press("n")
    terminal.until(lambda: terminal.sixels, "sixels")
    terminal.quiet()
    before, whole = set(terminal.glass.sixels), pixels(terminal)
    terminal.press(key)
    terminal.shows("over it all")
    terminal.quiet()
    assert pixels(terminal) == whole, "sixels were drawn over a dialog"
    terminal.press("\x1b")
    terminal.until(lambda: set(terminal.glass.sixels) == before, "no holes")
    terminal.quiet()
    assert pixels(terminal) <= (2 if key == "t" else 1.5) * whole


def test_another_picture_is_drawn_over_the_last_one(start: Start) -> None:
    terminal = start("sixel", FLAT, RED)
    for count in range(1, 6):
        before = len(terminal.sixels)
        terminal.press("n")
        terminal.until(lambda before=before: len(terminal.sixels) > before, f"picture {count}")
        terminal.quiet()
        assert is_covered(terminal)
        assert min(terminal.glass.sixels.values()) == before, "some of the last one is left"


def test_sixels_come_in_pieces_on_a_slow_line(start: Start) -> None:
    terminal = start("sixel", noise((600, 400)), rate=60_000, size=(60, 30))
    terminal.press("n")
    terminal.until(lambda: is_covered(terminal), "the first ones")
    terminal.press("v")  # another part of it, and the line is known
    pressed = 0
    count = len(terminal.sixels)
    while len(terminal.sixels) < count + 3:
        pressed += 1
        terminal.press("x")
        terminal.shows(f"changed {pressed}")
    assert pressed >= 2
    terminal.until(lambda: is_covered(terminal) and picture_rows(terminal) == 28, "all of it")


def test_no_sequence_is_left_open_in_what_was_written(start: Start) -> None:
    """Every device string and application command that was begun is ended, and none is within another."""
    for protocol in ("kitty", "sixel"):
        terminal = start(protocol, noise((300, 200)))
        terminal.press("n")
        terminal.until(lambda terminal=terminal: terminal.kitty.sent or terminal.sixels, "the picture")
        assert terminal.end() == 0
        rest = re.sub(rb"\x1b[_P][^\x1b]*\x1b\\", b"", terminal.raw)
        assert b"\x1b_" not in rest
        assert b"\x1bP" not in rest
