"""The whole program in terminals that draw pictures: what is sent, what stays on the screen, what is left behind."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fake_tmux import CLOSED, OPENED, fake_tmux, switched
from picture_terminal import KITTY, PLAIN, SILENT, SIXEL, TMUX, Speech, Terminal, environment

SMALL = 'prompt = "girl"\n[sampling]\nwidth = 832\nheight = 1216\nsteps = 3\n'
F1, F5, CTRL_F, CTRL_D, CTRL_Q, ESCAPE = "\x1bOP", "\x1b[15~", "\x06", "\x04", "\x11", "\x1b"
FOCUS_OUT, FOCUS_IN, WHEEL = "\x1b[O", "\x1b[I", "\x1b[<64;90;10M\x1b[<65;90;10M"


class Studio(Terminal):
    """The demo studio in a terminal."""

    home: Path

    def generate(self) -> None:
        """A picture more; it is to be seen, and nothing is on its way any more."""
        files = len(list((self.home / "pictures").rglob("*.png")))
        self.press(F5)
        self.until(lambda: len(list((self.home / "pictures").rglob("*.png"))) > files, "a picture")
        self.until(lambda: "seed" in self.text and "F8 Cancel" not in self.text, "rest")
        self.quiet(1.0)

    def leave(self) -> None:
        """Quit: nothing stays in the terminal's memory, nothing goes to the shell."""
        assert self.end(CTRL_Q) == 0
        assert self.kitty.idle
        assert not self.kitty.pictures
        assert not self.kitty.unknown, "placeholders of pictures that were not there"
        assert termios.tcgetattr(self.slave) == self.modes
        assert self.left_for_the_shell() == b""


Start = Callable[..., Studio]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Start]:
    """Starts the demo studio in a terminal; it is ready when this comes back."""
    begun: list[Studio] = []
    draft = tmp_path / "state/naitui/demo-draft.toml"
    draft.parent.mkdir(parents=True)
    draft.write_text(SMALL)

    def started(
        speech: Speech,
        *arguments: str,
        size: tuple[int, int] = (120, 40),
        late: float = 0,
        around: Speech | None = None,
        **variables: str,
    ) -> Studio:
        environ = environment()
        del environ["COLORTERM"]
        folders = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        environ |= {"HOME": str(tmp_path), "XDG_PICTURES_DIR": str(tmp_path / "pictures"), **folders, **variables}
        command = [sys.executable, "-m", "naitui", "demo", "--pace", "0", *arguments]
        begun.append(Studio(command, environ, size, speech=speech, around=around, late=late))
        begun[-1].home = tmp_path
        begun[-1].shows("10,500 Anlas")
        return begun[-1]

    yield started
    for terminal in begun:
        terminal.close()


def configure(home: Path, text: str) -> None:
    """Write the settings."""
    path = home / "config/naitui/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)


def placed(terminal: Terminal) -> dict[tuple[int, int], int]:
    """The cells of Kitty's placeholders; all of one picture, and all of its cells."""
    cells = terminal.numbers()
    (number,) = set(cells.values())
    keys = terminal.kitty.pictures[number].keys
    assert len(cells) == int(keys["c"]) * int(keys["r"])
    return cells


def there_and_back(terminal: Terminal, *, screens: bool) -> Iterator[str]:
    """What one does beside the picture: each time it is to be seen as before when this goes on."""
    terminal.press(F1)
    terminal.shows("Keys · Esc leads back")
    terminal.quiet()
    sent = len(terminal.kitty.sent), len(terminal.sixels)
    terminal.press("\x1b[B\x1b[B\x1b[B")  # it scrolls
    terminal.quiet()
    assert (len(terminal.kitty.sent), len(terminal.sixels)) == sent, "something was drawn over a dialog"
    terminal.press(ESCAPE)
    terminal.until(lambda: "Keys · Esc leads back" not in terminal.text, "the studio")
    yield "the help"
    for name, keys in (("the focus", FOCUS_OUT + FOCUS_IN), ("the wheel", WHEEL), ("typing", "x")):
        terminal.press(keys)
        yield name
    if screens:
        for key, word in ((CTRL_F, "Places"), (CTRL_D, "Past ·")):
            terminal.press(key)
            terminal.shows(word)
            terminal.press(ESCAPE)
            terminal.until(lambda word=word: word not in terminal.text, "the studio")
            yield word


def test_kitty_is_sent_a_picture_once_whatever_one_does_beside_it(studio: Start) -> None:
    terminal = studio(KITTY)
    terminal.generate()
    terminal.until(lambda: terminal.numbers(), "placeholders")
    cells, sent = placed(terminal), len(terminal.kitty.sent)
    data = terminal.kitty.pictures[next(iter(cells.values()))].data
    for what in there_and_back(terminal, screens=False):
        terminal.until(lambda: terminal.numbers() == cells, f"the same cells after {what}")
        terminal.quiet()
        assert len(terminal.kitty.sent) == sent, what
    terminal.press(CTRL_D)  # the past shows it in its own size
    terminal.until(lambda: terminal.numbers() and terminal.numbers() != cells, "the picture in the past")
    terminal.quiet()
    terminal.press(ESCAPE)
    terminal.until(lambda: terminal.numbers() == cells, "the studio's")
    terminal.quiet()
    assert [picture.data for picture in terminal.kitty.sent].count(data) == 1
    terminal.leave()


def test_kitty_s_memory_stays_small_over_ten_pictures(studio: Start) -> None:
    terminal = studio(KITTY)
    for _ in range(10):
        terminal.generate()
        placed(terminal)
        assert len(terminal.kitty.pictures) <= 6
    terminal.leave()


@pytest.mark.parametrize("passthrough", ["on", "off"])
def test_kitty_through_tmux(studio: Start, tmp_path: Path, passthrough: str) -> None:
    """Open already, or opened for the own pane while the studio runs, as the settings allow."""
    configure(tmp_path, "tmux_passthrough = true")
    terminal = studio(TMUX, around=KITTY, **fake_tmux(tmp_path, passthrough))
    assert switched(tmp_path) == ([] if passthrough == "on" else [OPENED])
    terminal.generate()
    terminal.until(lambda: terminal.numbers(), "placeholders")
    placed(terminal)
    assert b"\x1b_G" not in terminal.raw.replace(b"\x1b\x1b_G", b"")
    terminal.leave()
    assert switched(tmp_path) == ([] if passthrough == "on" else [OPENED, CLOSED])


def test_in_tmux_that_hands_nothing_on_pictures_are_blocks(studio: Start, tmp_path: Path) -> None:
    terminal = studio(TMUX, around=KITTY, **fake_tmux(tmp_path, "off"))
    terminal.generate()
    assert "▀" in terminal.text
    assert not terminal.kitty.sent
    assert not terminal.sixels
    terminal.leave()
    assert switched(tmp_path) == []


def test_a_resize_fits_kitty_s_picture_anew(studio: Start) -> None:
    terminal = studio(KITTY)
    terminal.generate()
    before = placed(terminal)
    terminal.glass.resize(30, 110)
    fcntl.ioctl(terminal.master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 110, 1100, 600))
    os.killpg(terminal.child.pid, signal.SIGWINCH)
    terminal.until(lambda: terminal.numbers() and terminal.numbers() != before, "it in another size")
    terminal.quiet()
    placed(terminal)
    terminal.leave()


def covered(terminal: Terminal) -> set[tuple[int, int]]:
    """The cells under sixels: a rectangle without a hole."""
    cells = set(terminal.glass.sixels)
    rows, columns = {y for _, y in cells}, {x for x, _ in cells}
    return cells if len(cells) == len(rows) * len(columns) else set()


def test_sixels_are_sent_once_and_again_only_where_something_lay_over_them(studio: Start) -> None:
    terminal = studio(SIXEL)
    terminal.generate()
    terminal.until(lambda: covered(terminal), "sixels")
    cells = covered(terminal)
    for what in there_and_back(terminal, screens=False):
        before = len(terminal.sixels)
        terminal.until(lambda: covered(terminal) == cells, f"no holes after {what}")
        terminal.quiet()
        if what != "the help":  # it lies over the picture, and what it covers is gone
            assert len(terminal.sixels) == before, what
    for what in there_and_back(terminal, screens=True):
        terminal.until(lambda: covered(terminal) == cells, f"no holes after {what}")
    terminal.leave()


@pytest.mark.parametrize(
    ("setting", "options", "seen"),
    [("text", [], "832 × 1216 pixels"), ("none", [], "switched off"), ("text", ["--images", "blocks"], "▀▀▀")],
)
def test_a_setting_comes_before_what_was_found_out_and_an_option_before_that(
    studio: Start, tmp_path: Path, setting: str, options: list[str], seen: str
) -> None:
    configure(tmp_path, f'images = "{setting}"')
    terminal = studio(KITTY, *options)
    terminal.generate()
    terminal.shows(seen)
    assert not terminal.kitty.sent
    terminal.leave()


@pytest.mark.parametrize("late", [0.0, 0.08, 0.15, 0.3])
@pytest.mark.parametrize("speech", [KITTY, SIXEL, PLAIN], ids=lambda speech: speech.name)
def test_no_answer_is_typed_and_the_right_way_is_chosen_however_long_the_line(
    studio: Start, speech: Speech, late: float, tmp_path: Path
) -> None:
    terminal = studio(speech, late=late)
    terminal.press(", rain")
    terminal.shows("girl, rain")
    terminal.generate()
    drawn = {KITTY: bool(terminal.numbers()), SIXEL: bool(terminal.sixels), PLAIN: "▀" in terminal.text}
    assert drawn[speech]
    assert bool(terminal.kitty.sent) is (speech is KITTY)
    assert bool(terminal.sixels) is (speech is SIXEL)
    terminal.leave()
    assert 'prompt = "girl, rain"' in (tmp_path / "state/naitui/demo-draft.toml").read_text()


@pytest.mark.parametrize("late", [0.0, 2.5], ids=["never", "later than it waits"])
def test_silence_and_answers_that_nobody_waits_for_any_more(studio: Start, late: float, tmp_path: Path) -> None:
    terminal = studio(KITTY if late else SILENT, late=late)
    terminal.press(", rain")
    terminal.shows("girl, rain")
    terminal.generate()
    terminal.until(lambda: not terminal._due, "the late answers")
    terminal.quiet()
    assert "▀" in terminal.text
    assert not terminal.kitty.sent
    terminal.leave()
    assert 'prompt = "girl, rain"' in (tmp_path / "state/naitui/demo-draft.toml").read_text()
