"""The preview pane without a terminal: what is in which cell, what is dropped, what stays plain text."""

from __future__ import annotations

import asyncio
import io
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widgets import Static

from naitui.pictures.graphics.framing import View, fit
from naitui.terminal import Protocol, Terminal
from naitui.widgets.preview import SWITCHED_OFF, Preview

STYLES = Path(__file__).parents[2] / "styles" / "preview.tcss"
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
Colour = tuple[int, int, int]
Cell = tuple[str, Colour | None, Colour | None]


class Pane(App[None]):
    CSS_PATH = STYLES

    def __init__(self, empty: tuple[str, ...] = (), protocol: Protocol = "blocks") -> None:
        super().__init__()
        self.preview = Preview(empty, protocol=protocol, terminal=Terminal(cell=(10, 20)))

    def compose(self) -> ComposeResult:
        yield self.preview

    async def settled(self) -> None:
        """Wait until the pane has nothing to do and what it did is drawn."""
        await asyncio.sleep(0)
        await self.workers.wait_for_complete()
        painted = asyncio.Event()
        self.preview.call_after_refresh(painted.set)
        await painted.wait()

    def cells(self) -> list[list[Cell]]:
        """Character, foreground and background of every cell of the pane."""
        size = self.preview.size
        rows = []
        for strip in self.preview.render_lines(Region(0, 0, *size)):
            row: list[Cell] = []
            for text, style, _ in strip:
                ends = [None if c is None else tuple(c.get_truecolor()) for c in (style.color, style.bgcolor)]
                row += [(character, ends[0], ends[1]) for character in text]
            assert len(row) == size.width
            rows.append(row)
        return rows

    def text(self) -> str:
        return "\n".join("".join(cell[0] for cell in row).rstrip() for row in self.cells())


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **({"lossless": True} if kind == "WEBP" else {}))
    return file.getvalue()


def plain(colour: Colour, size: tuple[int, int] = (100, 100)) -> bytes:
    return encoded(Image.new("RGB", size, colour))


def pixels(row: list[Cell]) -> list[tuple[Colour | None, Colour | None]]:
    """Upper and lower colour of each cell of a row."""
    return [(background, background) if text == " " else (front, background) for text, front, background in row]


def test_fit() -> None:
    assert fit((832, 1216), (40, 30), (10, 20)) == (40, 29)
    assert fit((100, 100), (40, 40), (10, 20)) == (40, 20)
    assert fit((10, 10_000), (40, 30), (10, 20)) == (1, 30)
    assert fit((10_000, 10), (40, 30), (10, 20)) == (40, 1)
    assert fit((1, 1), (1, 1), (10, 20)) == (1, 1)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_the_right_colours_are_in_the_right_cells(kind: str) -> None:
    image = Image.new("RGB", (80, 80), RED)
    image.paste(GREEN, (40, 0, 80, 80))
    image.paste(BLUE, (0, 60, 80, 80))
    app = Pane()
    async with app.run_test(size=(30, 10)):
        app.preview.show(encoded(image, kind))
        await app.settled()
        rows = app.cells()
        # a square of 20 x 10 cells in the middle of 30 x 10
        ground = rows[0][0][2]
        top = pixels(rows[0])
        assert top[:5] == top[25:] == [(ground, ground)] * 5
        # next to an edge a good filter overshoots a little
        assert top[6:13] == [(RED, RED)] * 7
        assert top[17:24] == [(GREEN, GREEN)] * 7
        # 80 pixels are 20 half rows; the last five of them are blue
        assert pixels(rows[5])[9] == (RED, RED)
        upper, lower = pixels(rows[7])[9]
        assert upper is not None
        assert lower is not None
        assert upper[0] > 200 > 50 > lower[0]
        assert rows[7][9][0] == "▀"
        assert pixels(rows[9])[7:23] == [(BLUE, BLUE)] * 16


async def test_a_jpeg_step_is_enlarged_to_the_pane() -> None:
    app = Pane()
    async with app.run_test(size=(20, 10)):
        app.preview.show_step(encoded(Image.new("RGB", (8, 8), (0, 0, 0)), "JPEG"))
        await app.settled()
        assert {cell[2] for row in app.cells() for cell in row} == {(0, 0, 0)}


async def test_black_and_white_stay_black_and_white() -> None:
    app = Pane()
    async with app.run_test(size=(20, 10)):
        for colour in ((0, 0, 0), (255, 255, 255)):
            app.preview.show(plain(colour))
            await app.settled()
            assert pixels(app.cells()[5])[10] == (colour, colour)


async def test_a_new_size_fits_the_picture_anew() -> None:
    app = Pane()
    async with app.run_test(size=(40, 10)) as pilot:
        app.preview.show(plain(RED), key="red")
        await app.settled()
        assert sum(pair == (RED, RED) for pair in pixels(app.cells()[0])) == 20
        await pilot.resize_terminal(60, 20)
        await app.settled()
        rows = app.cells()
        assert (len(rows), len(rows[0])) == (20, 60)
        assert [pair == (RED, RED) for pair in pixels(rows[0])] == [False] * 10 + [True] * 40 + [False] * 10


async def test_shown_before_there_is_a_size() -> None:
    app = Pane()
    app.preview.show(plain(GREEN))
    async with app.run_test(size=(20, 10)):
        await app.settled()
        assert pixels(app.cells()[5])[10] == (GREEN, GREEN)


async def test_the_last_request_wins() -> None:
    app = Pane()
    async with app.run_test(size=(20, 10)):
        for colour in (RED, BLUE, RED, BLUE, GREEN):
            app.preview.show(plain(colour, (800, 800)))
            await asyncio.sleep(0)
        await app.settled()
        assert pixels(app.cells()[5])[10] == (GREEN, GREEN)


async def test_stale_work_is_not_drawn() -> None:
    """Whatever is asked for in whatever order and at whatever moment: the pane ends with the last of it."""
    dice = random.Random(7)
    app = Pane(("nothing",))
    async with app.run_test(size=(20, 10)):
        asked: list[tuple[Callable[[], None], Colour | None]] = [
            (lambda: app.preview.show(plain(RED, (600, 600))), RED),
            (lambda: app.preview.show_step(plain(BLUE, (64, 64))), BLUE),
            (lambda: app.preview.show(plain(GREEN), key="green"), GREEN),
            (app.preview.clear, None),
        ]
        for _ in range(30):
            for _ in range(dice.randrange(1, 5)):
                act, wanted = dice.choice(asked)
                act()
                await asyncio.sleep(dice.choice((0, 0, 0.002, 0.01)))
            await app.settled()
            if wanted is None:
                assert "nothing" in app.text()
            else:
                assert pixels(app.cells()[5])[10] == (wanted, wanted)


async def test_a_key_names_its_bytes() -> None:
    app = Pane()
    async with app.run_test(size=(20, 10)):
        app.preview.show(plain(RED), key="one")
        await app.settled()
        app.preview.show(plain(BLUE), key="two")
        await app.settled()
        app.preview.show(b"not needed any more", key="one")
        await app.settled()
        assert pixels(app.cells()[5])[10] == (RED, RED)


PNG = plain(RED)
HOSTILE = {
    "nothing": b"",
    "text": b"[bold]hello[/bold] [/] \x1b]0;owned\x07",
    "cut": PNG[: len(PNG) // 2],
    "no end": PNG[:-12],
    "signature": PNG[:8],
    "damaged": PNG[:60] + bytes(40) + PNG[100:],
    "gif": encoded(Image.new("P", (4, 4)), "GIF"),
    "huge": PNG[:16] + b"\x7f\xff\xff\xff\x7f\xff\xff\xff" + PNG[24:],
    "zero": PNG[:16] + bytes(8) + PNG[24:],
    "jpeg": b"\xff\xd8\xff" + bytes(100),
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(20),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("protocol", ["blocks", "text"])
async def test_hostile_bytes_become_a_line_of_text(data: bytes, protocol: Protocol) -> None:
    app = Pane(protocol=protocol)
    async with app.run_test(size=(100, 10)):
        app.preview.show(data)
        await app.settled()
        text = app.text()
        assert "this picture cannot be shown: " in text
        assert "\x1b" not in text
        app.preview.show_step(data)
        await app.settled()
        assert "this picture cannot be shown: " in app.text()
        app.preview.show(PNG)
        await app.settled()
        assert "cannot be shown" not in app.text()


async def test_the_text_for_no_picture_is_plain_and_centred() -> None:
    app = Pane(("No [b]picture[/b] yet", "press [ctrl+g]", "esc \x1b[31mape \u202e"))
    async with app.run_test(size=(40, 9)):
        await app.settled()
        lines = app.text().split("\n")
        assert lines[3] == "No [b]picture[/b] yet".center(39).rstrip()
        assert lines[4].strip() == "press [ctrl+g]"
        assert lines[5].strip() == "esc  [31mape"
        strips = app.preview.render_lines(Region(0, 0, 40, 9))
        bold = [[segment.style.bold for segment in strip if segment.text.strip()] for strip in strips[3:6]]
        assert bold == [[True], [None], [None]] or bold == [[True], [False], [False]]
        app.preview.show(PNG)
        await app.settled()
        app.preview.clear()
        await app.settled()
        assert "press [ctrl+g]" in app.text()


async def test_text_in_a_pane_too_small_for_it() -> None:
    app = Pane(("a long title that does not fit", "字幕字幕字幕字幕字幕", "three"))
    async with app.run_test(size=(12, 3)) as pilot:
        await app.settled()
        assert "a long" in app.text()
        await pilot.resize_terminal(1, 1)
        await app.settled()
        app.preview.show(PNG)
        await app.settled()
        assert len(app.cells()) == 1


async def test_transparency_is_a_checkerboard() -> None:
    app = Pane()
    async with app.run_test(size=(40, 20)):
        app.preview.show(encoded(Image.new("RGBA", (400, 400), (255, 0, 0, 0))))
        await app.settled()
        tones = {colour for row in app.cells() for pair in pixels(row) for colour in pair if colour}
        assert RED not in tones
        assert len(tones) >= 2
        assert all(max(tone) - min(tone) < 8 for tone in tones)


async def test_alpha_that_hides_nothing_is_dropped() -> None:
    app = Pane()
    async with app.run_test(size=(20, 10)):
        app.preview.show(encoded(Image.new("RGBA", (40, 40), (0, 255, 0, 254))))
        await app.settled()
        assert pixels(app.cells()[5])[10] == (GREEN, GREEN)


async def test_without_colours_blocks_are_shades(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    image = Image.new("RGB", (80, 80), (255, 255, 255))
    image.paste((0, 0, 0), (40, 0, 80, 80))
    app = Pane()
    async with app.run_test(size=(20, 10)):
        app.preview.show(encoded(image))
        await app.settled()
        assert app.text().split("\n") == ["█" * 10] * 10
        app.theme = "textual-light"
        await app.settled()
        await app.settled()
        assert app.text().split("\n") == [" " * 10 + "█" * 10] * 10


async def test_words_tell_size_colours_and_what_the_owner_knows() -> None:
    image = Image.new("RGB", (80, 60), (0, 0, 200))
    image.paste((255, 160, 0), (0, 0, 80, 15))
    app = Pane(protocol="text")
    async with app.run_test(size=(60, 14)):
        app.preview.show(encoded(image), facts=("1girl, [b]hat[/b]", "/home/me/\x1b[31mred.png"))
        await app.settled()
        text = app.text()
        assert "80 × 60 pixels" in text
        assert "██ blue    75%" in text
        assert "██ orange  25%" in text
        assert "1girl, [b]hat[/b]" in text
        assert "/home/me/ [31mred.png" in text
        found = [cell[1] for row in app.cells() for cell in row if cell[0] == "█"]
        assert len(set(found)) == 2


async def test_switched_off_nothing_is_even_read() -> None:
    app = Pane(protocol="none")
    async with app.run_test(size=(40, 10)):

        def read() -> bytes:
            raise AssertionError("it was read")

        app.preview.show(read, key="one")
        app.preview.show_step(b"nothing")
        await app.settled()
        assert SWITCHED_OFF in app.text()
        app.preview.show(PNG, key="two")
        app.preview.protocol = "blocks"
        await app.settled()
        assert pixels(app.cells()[5])[20] == (RED, RED)


async def test_it_is_read_in_a_thread_and_decoded_once() -> None:
    reads: list[str] = []

    def read() -> bytes:
        reads.append(threading.current_thread().name)
        return PNG

    app = Pane()
    async with app.run_test(size=(40, 10)) as pilot:
        app.preview.show(read, key="one")
        await app.settled()
        await pilot.resize_terminal(60, 20)
        await app.settled()
        app.preview.view = View("actual")
        await app.settled()
        app.preview.show(plain(BLUE), key="two")
        await app.settled()
        app.preview.show(read, key="one")
        await app.settled()
        assert len(reads) == 1
        assert reads[0] != threading.main_thread().name


async def test_a_file_that_has_gone_is_a_line_of_text() -> None:
    app = Pane()
    async with app.run_test(size=(60, 10)):
        app.preview.show(Path("/nowhere/at/all.png").read_bytes, key="gone")
        await app.settled()
        assert "this picture cannot be shown" in app.text()


async def test_panning_shows_what_lies_that_way() -> None:
    image = Image.new("RGB", (400, 400), RED)
    image.paste(GREEN, (200, 0, 400, 200))
    image.paste(BLUE, (0, 200, 200, 400))
    app = Pane()
    async with app.run_test(size=(20, 10)):
        app.preview.show(encoded(image), key="one")
        await app.settled()
        assert not app.preview.pan(1, 0)
        app.preview.view = View("actual")
        await app.settled()
        for across, down, colour in ((-1, -1, RED), (1, -1, GREEN), (-1, 1, BLUE), (1, 1, RED)):
            while app.preview.pan(across, down):
                await app.settled()
            assert {pair for row in app.cells() for pair in pixels(row)} == {(colour, colour)}


async def test_zooming_shows_less_of_it_larger() -> None:
    image = Image.new("RGB", (100, 100), RED)
    image.paste(GREEN, (40, 40, 60, 60))
    app = Pane()
    async with app.run_test(size=(20, 10)):
        app.preview.show(encoded(image), key="one")
        await app.settled()
        assert not app.preview.zoom(-1)
        for _ in range(8):
            assert app.preview.zoom(1)
            await app.settled()
        assert {pair for row in app.cells() for pair in pixels(row)} == {(GREEN, GREEN)}


async def test_the_memory_of_many_pictures_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("naitui.widgets.picture.opener.DECODED", 1_000_000)
    monkeypatch.setattr("naitui.widgets.preview.PREPARED", 500_000)
    app = Pane()
    async with app.run_test(size=(60, 30)):
        for number in range(60):
            app.preview.show(plain((number, 0, 0), (200, 200)), key=number)
            await app.settled()
        assert app.preview._kept.weight <= 500_000
        assert app.preview._opener._decoded.weight <= 1_000_000
        assert 0 < len(app.preview._kept) < 60
        app.preview.clear()


@pytest.mark.parametrize("protocol", ["blocks", "kitty", "sixel"])
async def test_without_a_terminal_everything_is_half_blocks(
    protocol: Protocol, capfd: pytest.CaptureFixture[str]
) -> None:
    image = Image.linear_gradient("L").convert("RGB")
    app = Pane(protocol=protocol)
    async with app.run_test(size=(30, 10)):
        app.preview.show(encoded(image))
        await app.settled()
        assert "▀" in app.text()
        screenshot = app.export_screenshot()
    assert "▀" in screenshot
    assert "\x1b" not in screenshot
    assert "\U0010eeee" not in screenshot
    assert capfd.readouterr() == ("", "")


async def test_under_a_modal_screen_and_taken_away_at_work() -> None:
    class Over(ModalScreen[None]):
        def compose(self) -> ComposeResult:
            yield Static("over")

    app = Pane()
    async with app.run_test(size=(30, 10)):
        app.preview.show(PNG)
        await app.settled()
        await app.push_screen(Over())
        assert "over" in app.export_screenshot()
        await app.pop_screen()
        await app.settled()
        assert pixels(app.cells()[5])[15] == (RED, RED)
        app.preview.show(plain(BLUE, (2000, 2000)))
        await asyncio.sleep(0)
        await app.preview.remove()
