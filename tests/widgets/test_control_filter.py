"""The last door before the terminal: control and direction marks do not get out, whatever widget shows them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from naitui.controls import UNPRINTABLE
from naitui.widgets.text import ControlFilter, one_line, plain

BLACK = Color(0, 0, 0)


def through(text: str) -> str:
    return "".join(segment.text for segment in ControlFilter().apply([Segment(text, Style(bold=True))], BLACK))


@pytest.mark.parametrize("code", [*range(32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2066, 0x2069])
def test_no_control_or_direction_mark_gets_out(code: int) -> None:
    out = through(f"a{chr(code)}b")
    assert chr(code) not in out
    assert out[0] == "a"
    assert out[-1] == "b"


def test_what_goes_out_is_as_wide_as_was_counted() -> None:
    for code in UNPRINTABLE:
        assert cell_len(through(chr(code))) == cell_len(chr(code))


@pytest.mark.parametrize("text", ["plain [b]x[/b]", "日本語", "e\u0301", "👩\u200d🎨", "×·…"])
def test_other_text_stays(text: str) -> None:
    assert through(text) == text


def test_style_stays_and_our_own_commands_pass() -> None:
    (segment,) = ControlFilter().apply([Segment("a\x1b", Style(bold=True))], BLACK)
    assert segment.style == Style(bold=True)
    command = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    assert ControlFilter().apply([command], BLACK) == [command]


@pytest.mark.parametrize("text", ["[b]x[/b]", "[/]", "[@click=app.quit]x[/]", "[$primary]", "\\[a", "[[a]]", "a\\"])
def test_brackets_stay_brackets(text: str) -> None:
    content = plain(text)
    assert content.plain == text
    assert content.spans == []


def test_one_line_is_one_line_and_no_longer_than_asked() -> None:
    assert one_line("a\n b\t\tc\r\n") == "a b c"
    assert one_line("x" * 10, 10) == "x" * 10
    assert one_line("x" * 11, 10) == "x" * 9 + "…"
    assert len(one_line("word " * 100_000)) == 200
