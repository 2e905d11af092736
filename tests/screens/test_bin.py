"""The bin on the screen: what was thrown away is seen, comes back, and goes for good only after a question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.screens.bin import BinScreen
from naitui.screens.confirm import ConfirmScreen


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Three pictures that nobody knows anything of."""
    (tmp_path / "pictures").mkdir()
    paths = [tmp_path / "pictures" / f"{number}.png" for number in (1, 2, 3)]
    for path, colour in zip(paths, ("red", "green", "blue"), strict=True):
        Image.new("RGB", (64, 96), colour).save(path)
    return paths


def on_screen(studio: Any) -> str:
    return "\n".join(studio.rows())


async def with_all_in_it(studio: Any) -> BinScreen:
    """All three pictures are thrown away, and the bin is looked into."""
    await studio.press("ctrl+a")
    gallery = studio.app.screen
    await studio.until(lambda: len(gallery._pane.ids) == 3 and all(map(gallery._pane._row, range(3))), "three")
    await studio.press("space", "space", "space", "d")
    await studio.until(lambda: len(gallery._pane.ids) == 0, "nothing left")
    await studio.press("B")
    await studio.until(lambda: isinstance(studio.app.screen, BinScreen), "the bin")
    screen = studio.app.screen
    await studio.until(lambda: len(screen._binned) == 3, "three in the bin")
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_was_thrown_away_is_seen(open_studio: Any, pictures: list[Path], size: tuple[int, int]) -> None:
    async with open_studio(size=size) as studio:
        screen = await with_all_in_it(studio)
        await studio.until(lambda: len(screen._grid._tiles) == 3, "three thumbnails")
        assert "3 pictures, " in on_screen(studio)
        await studio.until(lambda: "1.png" in on_screen(studio), "its name")
        await studio.press("z")
        await studio.until(lambda: "was in" in on_screen(studio), "where it was")
        assert on_screen(studio).count(str(pictures[0].parent)[:20]) >= 1
        await studio.press("z", "escape")
        assert studio.app.screen is not screen


async def test_one_several_and_all_come_back(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await with_all_in_it(studio)
        first = screen._current
        assert first is not None
        await studio.press("enter")
        await studio.until(first.was.exists, "it is back")
        await studio.until(lambda: len(screen._binned) == 2)
        await studio.press("space", "space")
        assert "◆ 2 pictures" in on_screen(studio)
        await studio.press("u")
        await studio.until(lambda: all(path.exists() for path in pictures), "all are back")
        await studio.until(lambda: "The bin is empty." in on_screen(studio))
        await studio.press("enter", "space", "d", "R", "D", "escape")  # nothing to do it with
        gallery = studio.app.screen
        await studio.until(
            lambda: len(gallery._pane.ids) == 3 and all(map(gallery._pane._row, range(3))), "in the gallery"
        )
        await studio.press("space", "space", "d", "B")
        await studio.until(lambda: isinstance(studio.app.screen, BinScreen), "the bin")
        screen = studio.app.screen
        await studio.until(lambda: len(screen._binned) == 2, "both")
        await studio.press("R")
        await studio.until(lambda: all(path.exists() for path in pictures), "all are back at once")


async def test_nothing_goes_for_good_without_a_question(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        sizes = sorted(path.stat().st_size for path in pictures)
        screen = await with_all_in_it(studio)
        await studio.press("D")
        assert isinstance(studio.app.screen, ConfirmScreen)
        assert f"3 pictures, {sum(sizes)} bytes" in studio.dialog
        await studio.press("enter")  # no answer to it
        await studio.press("escape")
        assert all(one.path.exists() for one in screen._binned)
        one = screen._current
        assert one is not None
        await studio.press("d")
        assert "1 picture, " in studio.dialog
        assert one.was.name in studio.dialog
        await studio.press("y")
        await studio.until(lambda: len(screen._binned) == 2, "one less")
        assert not one.path.exists()
        await studio.press("D", "y")
        await studio.until(lambda: "The bin is empty." in on_screen(studio))
        assert not list(screen._album.bin.folder.iterdir())
        assert not any(path.exists() for path in pictures)


async def test_one_that_cannot_come_back_is_told_and_keeps_no_other(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await with_all_in_it(studio)
        gone = screen._binned[0]
        gone.path.unlink()
        await studio.press("R")
        await studio.until(lambda: "Not all was done" in studio.toasts)
        await studio.until(lambda: sum(path.exists() for path in pictures) == 2)
        await studio.until(lambda: len(screen._binned) == 0)
