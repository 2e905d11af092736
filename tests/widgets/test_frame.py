"""Differences of frames: what the terminal shows after them is what it shows after everything was written."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.control import Control
from rich.segment import ControlType, Segment
from rich.style import Style
from terminal_model import TerminalModel
from textual.strip import Strip

from naitui.widgets.frame import IN_PLACE, Frame
from naitui.widgets.frame.cells import NARROW, WIDE
from naitui.widgets.picture import strips as picture_strips

WIDTH, HEIGHT = 16, 4
CONSOLE = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
Placed = tuple[int, int, Strip]

colours = st.sampled_from([None, "default", "#000000", "#ff8800", "#0088ff", "red", "bright_blue", "color(200)"])
looks = st.builds(
    Style,
    color=colours,
    bgcolor=colours,
    bold=st.sampled_from([None, True]),
    dim=st.sampled_from([None, True]),
    underline=st.sampled_from([None, True]),
    reverse=st.sampled_from([None, False, True]),
    strike=st.sampled_from([None, True]),
    link=st.sampled_from([None, None, None, "https://example.org"]),
)
sure_texts = st.text(st.sampled_from("aab   字語é─│·…▀"), min_size=1, max_size=6)
odd_texts = st.text(
    st.sampled_from(["a", " ", "字", "🔎", "☀", "\ufe0f", "\u200d", "👩", "👍", "🏽", "́", "🇩", "ก", "ำ"]), max_size=5
)


@st.composite
def strips(draw: st.DrawFn, width: int, texts: st.SearchStrategy[str] = sure_texts) -> Strip:
    """A strip of exactly this width."""
    style = draw(looks)
    segments = [Segment("|", style)]  # a mark without a letter would be added to what stands before the strip
    for text in draw(st.lists(texts, max_size=6)):
        if Strip([*segments, Segment(text)]).cell_length > width:
            break
        segments.append(Segment(text, style))
        style = draw(st.one_of(st.just(style), looks))
    return Strip(segments).extend_cell_length(width, style)


@st.composite
def placed_strips(draw: st.DrawFn) -> list[Placed]:
    """Some strips somewhere on the screen, over one another as they like."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        x = draw(st.integers(0, WIDTH - 1))
        width = draw(st.integers(1, WIDTH - x))
        found.append((x, draw(st.integers(0, HEIGHT - 1)), draw(strips(width))))
    return found


@st.composite
def whole_screens(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> list[Placed]:
    """A screen of columns that change their places."""
    found = []
    for y in range(HEIGHT):
        cuts = sorted({0, WIDTH, *draw(st.lists(st.integers(1, WIDTH - 1), max_size=2))})
        found += [(a, y, draw(strips(b - a, texts))) for a, b in itertools.pairwise(cuts)]
    return found


def everything(placed: Sequence[Placed]) -> str:
    """The sequences as Textual writes them."""
    return "".join(Control.move_to(x, y).segment.text + strip.render(CONSOLE) for x, y, strip in placed)


class Both:
    """Two terminals: one is sent everything, the other one differences."""

    def __init__(self) -> None:
        self.plain, self.frugal = TerminalModel(WIDTH, HEIGHT), TerminalModel(WIDTH, HEIGHT)
        self.frame = Frame()

    def show(self, placed: Sequence[Placed]) -> str:
        """Bring both up to date; what the second one was sent."""
        sent = self.frame.sequences(placed, CONSOLE)
        self.plain.feed(everything(placed))
        self.frugal.feed(sent)
        assert self.frugal.cells == self.plain.cells
        assert self.frugal.pixels == self.plain.pixels
        return sent


@given(st.lists(placed_strips(), min_size=2, max_size=6))
@settings(deadline=None, max_examples=50)
def test_any_strips_anywhere(updates: list[list[Placed]]) -> None:
    both = Both()
    for update in updates:
        both.show(update)


@given(st.lists(whole_screens(odd_texts), min_size=2, max_size=4))
@settings(deadline=None, max_examples=50)
def test_text_that_the_terminal_counts_otherwise(screens: list[list[Placed]]) -> None:
    """The terminal here gives other widths to joined emoji than Rich does; whole screens come out the same."""
    both = Both()
    for screen in screens:
        both.show(screen)


def test_a_mark_that_changes_its_look_alone() -> None:
    both, loud, soft = Both(), Style(bold=True, underline=True), Style(dim=True)
    for look in (loud, soft, loud):
        both.show([(0, 1, Strip([Segment("|", loud), Segment("🏽", look), Segment(" " * 15, soft)], WIDTH))])


@given(whole_screens(sure_texts))
@settings(deadline=None, max_examples=50)
def test_what_is_there_is_not_written_again(screen: list[Placed]) -> None:
    both = Both()
    both.show(screen)
    assert both.show([(x, y, Strip(list(strip), strip.cell_length)) for x, y, strip in screen]) == ""


@given(whole_screens(sure_texts), whole_screens(sure_texts))
@settings(deadline=None, max_examples=50)
def test_what_is_forgotten_is_written_again(first: list[Placed], second: list[Placed]) -> None:
    both = Both()
    both.show(first)
    both.frame.forget()
    other = TerminalModel(WIDTH, HEIGHT)
    other.feed(both.show(second))  # not a cell of the first screen is needed
    assert other.cells == both.plain.cells


def line(text: str, style: str = "white on black", width: int = WIDTH) -> Strip:
    return Strip([Segment(text, Style.parse(style))]).adjust_cell_length(width, Style.parse(style))


def test_a_typed_character_is_a_move_a_look_and_a_character() -> None:
    both = Both()
    both.show([(0, 0, line("1girl, nigh"))])
    assert both.show([(0, 0, line("1girl, night"))]) == "\x1b[1;12H\x1b[37;40mt\x1b[m"


def test_a_jump_goes_over_what_is_unchanged() -> None:
    both = Both()
    both.show([(0, 0, line("a.........b....c"))])
    assert both.show([(0, 0, line("A.........B....C"))]).count("H") == 2  # B to C is shorter written than jumped over


def test_half_of_a_wide_character_is_never_written() -> None:
    both = Both()
    both.show([(0, 0, line("字語字"))])
    both.show([(1, 0, line("x", width=1))])
    both.show([(0, 0, line("字語字"))])
    assert both.frugal.screen.display[0].startswith("字語字")
    assert "語" in both.show([(0, 0, line("字文字"))]) or "文" in both.frugal.screen.display[0]


def test_a_line_with_emoji_is_written_whole() -> None:
    both = Both()
    both.show([(0, 0, line("👩‍💻 one", width=12)), (12, 0, line("beside", width=12))])
    assert "👩‍💻 two" in both.show([(0, 0, line("👩‍💻 two", width=12))])
    assert "beside" in both.show([(12, 0, line("beside", width=12))])  # it may have been pushed away


def row_of_a_picture(shift: int, width: int = 12) -> Strip:
    colours = [(shift * 9 + column) % 256 for column in range(width)]
    return Strip([Segment("▀", Style(color=Color.from_rgb(c, 0, 0), bgcolor=Color.from_rgb(0, c, 0))) for c in colours])


def test_a_line_of_a_picture_is_written_whole_or_not_at_all() -> None:
    both = Both()
    both.show([(6, y, row_of_a_picture(y)) for y in range(HEIGHT)])
    assert both.show([(6, y, row_of_a_picture(y)) for y in range(HEIGHT)]) == ""
    both.show([(8, 2, line("toast", "bold white on red", 8))])
    sent = both.show([(6, y, row_of_a_picture(y)) for y in range(HEIGHT)])
    assert sent.count("▀") == 12
    both.show([(6, 1, row_of_a_picture(3))])
    both.show([(0, 1, line("over it"))])


def test_of_a_picture_that_changes_in_place_only_the_changed_cell_is_written() -> None:
    both = Both()
    before = Strip([Segment(text, style + IN_PLACE) for text, style, _ in row_of_a_picture(1)])
    after = [*before]
    after[5] = Segment("▄", Style(color="white", bgcolor="black") + IN_PLACE)
    both.show([(6, 1, before)])
    sent = both.show([(6, 1, Strip(after))])
    assert (sent.count("▄"), sent.count("▀")) == (1, 0)


def test_kitty_s_placeholders_are_compared_by_their_picture() -> None:
    both = Both()

    def picture(number: int) -> list[Placed]:
        rows = picture_strips.of_number(number, (8, 3), (0, 0, 8, 3), Style(bgcolor="black"))
        return [(3, y, Strip(row, 8)) for y, row in enumerate(rows)]

    assert both.frame.sequences(picture(1), CONSOLE).count("\U0010eeee") == 24
    assert both.frame.sequences(picture(1), CONSOLE) == ""
    assert both.frame.sequences(picture(2), CONSOLE).count("\U0010eeee") == 24
    both.frame.sequences([(4, 1, line("toast", width=5))], CONSOLE)
    assert both.frame.sequences(picture(2), CONSOLE).count("\U0010eeee") == 8  # the line that the toast was on


PIXELS = '\x1bP0;0;0q"1;1;80;60#0;2;0;0;0!80~\x1b\\'


def lines(text: str = " ") -> list[Placed]:
    return [(4, y, line(text * 10, width=10)) for y in range(1, 4)]


def test_a_strip_with_sequences_in_it_covers_nobody_knows_what() -> None:
    both = Both()
    x, y, last = lines()[2]
    silent = ((ControlType.CURSOR_FORWARD, 0),)  # marks a segment as one without width
    drawn = Strip([*last, Segment(f"\x1b[2;5H{PIXELS}\x1b[4;15H", None, silent)], 10)
    both.show([*lines()[:2], (x, y, drawn)])
    assert len(both.frugal.pixels) == 24
    both.show([(4, 1, line("", width=10))])  # the very text that lies under them
    assert len(both.frugal.pixels) == 16
    both.show([(0, 0, line("", "white on black")), (0, 2, line("a dialog", "white on black"))])
    assert len(both.frugal.pixels) == 8
    both.show(lines())
    assert not both.frugal.pixels


def test_what_is_drawn_over_text_stays_as_long_as_the_text_does() -> None:
    frame, terminal = Frame(), TerminalModel(WIDTH, HEIGHT)
    terminal.feed(frame.sequences(lines("a"), CONSOLE))
    terminal.feed(f"\x1b7\x1b[2;5H{PIXELS}\x1b8")
    assert frame.sequences(lines("a"), CONSOLE) == ""
    terminal.feed(frame.sequences([(6, 2, line("toast", width=5))], CONSOLE))
    assert len(terminal.pixels) == 24 - 5
    frame.doubt(4, 1, 8, 3)  # it is to go now: the text below has to be written although it is there
    terminal.feed(frame.sequences(lines("a"), CONSOLE))
    assert not terminal.pixels


def test_the_frame_tells_where_it_writes() -> None:
    told: list[tuple[int, int, int]] = []
    frame = Frame()
    frame.tell = told.extend
    frame.sequences(lines("a"), CONSOLE)
    assert told == [(1, 4, 14), (2, 4, 14), (3, 4, 14)]
    told.clear()
    frame.sequences(lines("a"), CONSOLE)
    assert told == []
    frame.sequences([(4, 2, line("aaXaaaaaaY", width=10))], CONSOLE)
    assert told == [(2, 6, 7), (2, 13, 14)]


@pytest.mark.parametrize(("characters", "width"), [(NARROW, 1), (WIDE, 2)])
def test_widths_that_everybody_agrees_on(characters: str, width: int) -> None:
    one = re.compile(f"[{characters}]")
    sure = [chr(code) for code in range(sys.maxunicode + 1) if one.match(chr(code))]
    assert len(sure) > 100
    assert {character for character in sure if cell_len(character) != width} == set()
