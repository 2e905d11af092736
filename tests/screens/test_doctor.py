"""The Doctor screen: advice first, then findings; a card in every way that the terminal can draw; and the way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from naitui.screens.doctor import DoctorScreen
from naitui.screens.studio import Look
from naitui.terminal import Terminal
from naitui.widgets.preview import Preview

FULL = Terminal(
    tty=True, answers=True, name="kitty(0.41.1)", attributes="62;4", graphics=True, placeholders=True, sixel=True,
    truecolor=True, truecolor_by="DECRQSS", cell_known=True, cell_by="CSI 16 t", window=(120, 40, 1200, 800),
    colours=1 << 24,
)  # fmt: skip
POOR = replace(FULL, name="", graphics=False, placeholders=False, sixel=False, truecolor=False, colours=256)
SIZES = [(80, 24), (120, 40)]


@pytest.fixture(autouse=True)
def somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of a plain terminal, whatever the tests run in."""
    for name in ("TMUX", "STY", "ZELLIJ", "SSH_TTY", "SSH_CONNECTION", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


async def open_doctor(studio: Any) -> list[Preview]:
    """`d` at the picture; the cards, when they are drawn."""
    await studio.focus("#picture-pane")
    await studio.press("d")
    await studio.until(lambda: isinstance(studio.app.screen, DoctorScreen), "the doctor")
    await studio.until(lambda: "Pictures" in studio.words("#found"), "findings")
    cards = list(studio.app.screen.query(Preview))
    await studio.until(lambda: all(card._picture is not None and not card._working for card in cards), "cards")
    await studio.settle()
    return cards


def titles(studio: Any) -> list[str]:
    return [str(static.render()) for static in studio.app.screen.query(".card Static")]


@pytest.mark.parametrize("size", SIZES)
async def test_all_that_a_good_terminal_can_do(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(size=size, look=Look("kitty", FULL)) as studio:
        cards = await open_doctor(studio)
        rows = "\n".join(studio.rows())
        assert "Nothing to change" in rows
        assert "kitty(0.41.1) draws Kitty graphics" in " ".join(rows.split())
        assert titles(studio) == ["kitty", "sixel", "blocks", "text"]
        regions = [card.region for card in cards]
        assert all(region.width >= 12 and region.height >= 5 for region in regions)
        assert all(studio.app.screen.region.contains_region(region) for region in regions)
        assert not any(one.overlaps(other) for one in regions for other in regions if one is not other)
        assert "48" in rows
        assert "All is well if the circle is round" in " ".join(rows.replace("│", " ").split())
        assert "does not claim" not in rows


@pytest.mark.parametrize("size", SIZES)
async def test_what_a_poor_one_lacks_and_what_to_change(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(size=size, look=Look("blocks", POOR)) as studio:
        await open_doctor(studio)
        rows = "\n".join(studio.rows())
        assert titles(studio) == ["blocks", "text"]
        assert "does not claim kitty or sixel" in " ".join(rows.replace("│", " ").split())
        assert "What to change" in rows
        assert "export COLORTERM=truecolor" in rows
        assert "▀▀▀" in rows, "the card"


async def test_it_scrolls_in_a_small_terminal(open_studio: Any) -> None:
    async with open_studio(size=(80, 24), look=Look("blocks", POOR)) as studio:
        await open_doctor(studio)
        assert "Environment" not in "\n".join(studio.rows())
        await studio.press("end")
        await studio.until(lambda: "Environment" in "\n".join(studio.rows()), "the end of the findings")
        assert "xterm-256color" in "\n".join(studio.rows())


async def test_looking_again_finds_what_was_changed(open_studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_studio(look=Look("blocks", POOR)) as studio:
        await open_doctor(studio)
        assert "NO_COLOR" not in studio.words("#found")
        monkeypatch.setenv("NO_COLOR", "1")
        await studio.press("r")
        await studio.until(lambda: "NO_COLOR is set" in studio.words("#found"), "the new finding")
        await studio.until(lambda: titles(studio) == ["blocks", "text"], "the cards, once")


@pytest.mark.parametrize("key", ["escape", "q", "d"])
async def test_the_way_back(open_studio: Any, key: str) -> None:
    async with open_studio(look=Look("blocks", POOR)) as studio:
        await open_doctor(studio)
        await studio.press(key)
        assert studio.app.screen is studio.screen
        assert studio.app.focused is studio.screen.query_one("#picture-pane")


async def test_leaving_while_it_looks(open_studio: Any) -> None:
    async with open_studio(look=Look("blocks", POOR)) as studio:
        await studio.focus("#picture-pane")
        studio.burst("", "d", "escape", "d", "escape", "d")
        await studio.settle()
        await studio.until(lambda: isinstance(studio.app.screen, DoctorScreen), "the doctor")
        await studio.until(lambda: "Pictures" in studio.words("#found"), "findings")


async def test_from_the_palette(open_studio: Any) -> None:
    async with open_studio(look=Look("blocks", POOR)) as studio:
        await studio.press("ctrl+p")
        await studio.type("doctor")
        await studio.until(lambda: "test card" in "\n".join(studio.rows()), "the command")
        await studio.press("enter")
        await studio.until(lambda: isinstance(studio.app.screen, DoctorScreen), "the doctor")


async def test_what_others_have_named_is_no_markup(open_studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM_PROGRAM", "[red]x[/] [/oops]")
    async with open_studio(look=Look("blocks", replace(POOR, name="[bold]me"))) as studio:
        await open_doctor(studio)
        await studio.press("end")
        assert "[red]x[/] [/oops]" in studio.words("#found")
        assert "[bold]me" in studio.words("#found")


async def test_a_rate_that_was_set_is_the_line_s(open_studio: Any) -> None:
    async with open_studio(look=Look("blocks", POOR, 40_000.0)) as studio:
        await open_doctor(studio)
        assert "40 kB/s" in studio.words("#found")
