"""At the picture: the keys to look at it, the session's other pictures, before and after, how it is drawn."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region

from naitui.pictures.graphics.framing import View
from naitui.recipe import Recipe, Sampling, Source
from naitui.settings import Settings
from naitui.widgets.filmstrip import Filmstrip
from naitui.widgets.picture_pane import PicturePane
from naitui.widgets.preview import SWITCHED_OFF, Preview

WIDE = Recipe(prompt="girl, red dress", sampling=Sampling(width=256, height=128, steps=3))


async def session(studio: Any, pictures: int) -> PicturePane:
    """So many more pictures; the focus is at the last one."""
    before = len(studio.pictures)
    for number in range(1, pictures + 1):
        await studio.press("f5")
        await studio.generated(before + number)
    await studio.focus("#picture-pane")
    await settled(studio)
    return studio.screen.result.picture_pane


async def settled(studio: Any) -> None:
    """Until the pane has nothing left to draw."""
    preview = studio.screen.query_one(Preview)
    await studio.until(lambda: preview._picture is not None and not preview._working, "a picture that is drawn")
    await studio.settle()  # the title is told of it


def looks(studio: Any) -> list[str]:
    """What the pane shows, as text and colours."""
    preview = studio.screen.query_one(Preview)
    strips = preview.render_lines(Region(0, 0, *preview.size))
    return [str([(segment.text, segment.style) for segment in strip]) for strip in strips]


async def changed(studio: Any, *keys: str) -> list[str]:
    """What is to be seen after keys that show something else."""
    before = looks(studio)
    await studio.press(*keys)
    await studio.until(lambda: looks(studio) != before, "another picture")
    await settled(studio)
    return looks(studio)


def title(studio: Any) -> str:
    return str(studio.screen.query_one("#picture-pane").border_title)


def footer(studio: Any) -> str:
    return str(studio.rows()[-1])


async def test_its_keys_are_in_the_footer_when_it_has_the_focus(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        assert "View" not in footer(studio)
        await session(studio, 2)
        shown = ("n Next", "p Prev", "f View", "b Before", "e Enhance", "v Vary", "u Upscale", "t Tools", "c Compare")
        for words in shown:
            await studio.until(lambda words=words: words in " ".join(footer(studio).split()), words)


async def test_tab_leads_there_and_a_narrow_terminal_shows_it(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, size=(80, 24)) as studio:
        await studio.press("f2")
        assert studio.app.focused is studio.screen.query_one("#picture-pane")
    async with open_studio(small) as studio:
        for _ in range(9):
            await studio.press("tab")
            if isinstance(studio.app.focused, PicturePane):
                break
        assert isinstance(studio.app.focused, PicturePane)


async def test_going_through_the_session(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await session(studio, 3)
        assert title(studio) == "Picture · 3 of 3"
        third = looks(studio)
        second = await changed(studio, "p")
        assert title(studio) == "Picture · 2 of 3"
        assert await changed(studio, "left") not in (second, third)  # nothing to pan: the picture before
        assert title(studio) == "Picture · 1 of 3"
        assert await changed(studio, "right") == second
        assert await changed(studio, "end") == third
        await changed(studio, "home")
        assert title(studio) == "Picture · 1 of 3"
        seeds = {path.stem for path in studio.pictures}
        assert any(seed in studio.words("#caption") for seed in seeds)


async def test_the_caption_and_the_seed_are_those_of_the_picture_that_is_looked_at(
    open_studio: Any, small: Recipe
) -> None:
    async with open_studio(small) as studio:
        await session(studio, 2)
        await changed(studio, "p")
        shown = studio.screen.result.picture_pane.shown
        assert shown is not None
        assert f"seed {shown.seed} · 128×128" in studio.words("#caption")
        assert shown.path.name in studio.words("#caption")
        await studio.press("f4")
        assert studio.recipe.sampling.seed == shown.seed


async def test_who_looks_at_an_older_picture_is_left_alone_until_the_next_press(
    open_studio: Any, small: Recipe
) -> None:
    async with open_studio(small, pace=0.4) as studio:
        pane = await session(studio, 2)
        await changed(studio, "p")
        older = looks(studio)
        await studio.press("f5")  # follows
        await studio.until(lambda: title(studio).startswith("Picture · 2 of 2"), "the newest one")
        await studio.until(lambda: "drawing" in studio.words("#caption"), "a step")
        await studio.press("p")
        await studio.generated(3)
        assert title(studio) == "Picture · 1 of 3"
        await studio.until(lambda: looks(studio) == older, "the older one again")
        assert pane.film.place == 0
        await studio.press("end")
        assert title(studio) == "Picture · 3 of 3"


async def test_before_and_after(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await session(studio, 3)
        after = looks(studio)
        before = await changed(studio, "b")
        assert title(studio) == "Picture · 3 of 3 · before"
        assert await changed(studio, "b") == after
        assert await changed(studio, "p") == before
        await changed(studio, "p")
        first = looks(studio)
        await studio.press("m")
        assert "1 of 3 · marked" in title(studio)
        await changed(studio, "end")
        assert await changed(studio, "b") == first


async def test_before_is_the_source_of_image_to_image(open_studio: Any, tmp_path: Path) -> None:
    from PIL import Image

    source = tmp_path / "sketch.png"
    Image.new("RGB", (128, 128), (250, 10, 10)).save(source)
    recipe = Recipe(
        model="nai-diffusion-4-5-full",
        prompt="girl",
        sampling=Sampling(width=128, height=128, steps=3),
        source=Source(path=str(source)),
    )
    async with open_studio(recipe) as studio:
        await session(studio, 1)
        await changed(studio, "b")
        assert "the source" in studio.words("#caption")
        assert "sketch.png" in studio.words("#caption")
        assert "bgcolor" not in title(studio)


async def test_fit_fill_and_its_own_pixels(open_studio: Any) -> None:
    async with open_studio(WIDE) as studio:
        await session(studio, 1)
        preview = studio.screen.query_one(Preview)
        assert not preview.frame.pannable
        await changed(studio, "f")
        assert title(studio) == "Picture · fill"
        assert preview.frame.window[2:] == tuple(preview.size)
        await changed(studio, "f")
        assert title(studio) == "Picture · 1:1"
        assert preview.frame.grid[0] == 256  # a column a pixel
        before = preview.frame.window
        await changed(studio, "l")
        assert preview.frame.window[0] > before[0]
        await changed(studio, "k")
        assert preview.frame.window[1] < before[1]
        await changed(studio, "h", "h")
        await changed(studio, "j")
        await changed(studio, "+")
        assert title(studio) == "Picture · 1:1 ×1.4"
        await changed(studio, "-", "-")
        await changed(studio, "0")
        assert preview.view == View()
        assert title(studio) == "Picture"


async def test_a_view_stays_for_the_next_picture_and_steps_are_whole(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await session(studio, 2)
        await changed(studio, "f")
        preview = studio.screen.query_one(Preview)
        window = preview.frame.window
        await changed(studio, "p")
        assert preview.frame.window == window
        preview.show_step(studio.pictures[0].read_bytes())
        await studio.until(lambda: preview.frame is not None and not preview.frame.pannable, "a step")
        assert preview.view != View()


async def test_the_whole_screen_and_back(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, size=(80, 24)) as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.press("f2")
        small_size = studio.screen.query_one(Preview).size
        for key in ("z", "enter"):
            await studio.press(key)
            await studio.until(lambda: studio.screen.query_one(Preview).size.height >= 20, "all of the screen")
            assert "F5 Generate" in studio.rows()[22]
            assert "seed" in studio.words("#caption")
            await studio.press(key)
            await studio.until(lambda: studio.screen.query_one(Preview).size == small_size, "the pane again")


async def test_the_film_is_there_when_there_is_room_and_more_than_one(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await session(studio, 1)
        strip = studio.screen.query_one(Filmstrip)
        assert not strip.display or not strip.size
        await session(studio, 1)
        await studio.until(lambda: strip.size.height == 4, "the film")
        await studio.until(lambda: len(strip._thumbnails) == 2, "small pictures")
        await studio.until(lambda: "[2]" in studio.rows()[strip.region.y + 3], "the frame")
        place, left = strip._places()[0]
        await studio.pilot.click(strip, offset=(left + 4, 1))
        await studio.settle()
        assert place == 0
        await studio.until(lambda: title(studio) == "Picture · 1 of 2", "the first picture")
        await studio.until(lambda: "[1]" in studio.rows()[strip.region.y + 3], "its frame")


async def test_a_picture_that_has_gone_is_said_and_nothing_else_breaks(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await session(studio, 2)
        preview = studio.screen.query_one(Preview)
        preview._opener._decoded.clear()
        preview._kept.clear()
        studio.screen.result.picture_pane.film.shots[0].path.unlink()
        await studio.press("p")
        await studio.until(lambda: "cannot be shown" in "\n".join(studio.rows()), "an explanation")
        await changed(studio, "n")


async def test_how_pictures_are_drawn_can_be_chosen(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        pane = await session(studio, 1)
        await studio.press("i")
        await studio.until(lambda: studio.app.screen is not studio.screen, "the choices")
        assert "Kitty graphics" in "\n".join(studio.rows())
        await studio.type("words")
        await studio.press("enter")
        await studio.until(lambda: "128 × 128 pixels" in "\n".join(studio.rows()), "words")
        rows = "\n".join(studio.rows())
        assert "girl" in rows
        assert studio.pictures[0].name in rows
        assert "%" in rows
        assert 'images = "text"' in studio.toasts
        await studio.press("i")
        await studio.type("not shown")
        await studio.press("enter")
        await studio.until(lambda: SWITCHED_OFF in "\n".join(studio.rows()), "nothing")
        assert pane.protocol == "none"


@pytest.mark.parametrize("key", ["y"])
async def test_the_path_is_copied(open_studio: Any, small: Recipe, key: str) -> None:
    async with open_studio(small) as studio:
        await session(studio, 2)
        await studio.press("p", key)
        shown = studio.screen.result.picture_pane.shown
        assert studio.app.clipboard == str(shown.path)
        assert "Copied" in studio.toasts


async def test_another_program_opens_it(open_studio: Any, small: Recipe, tmp_path: Path) -> None:
    viewer = tmp_path / "viewer"
    viewer.write_text(f'#!{sys.executable}\nimport sys\nopen({str(tmp_path / "seen")!r}, "w").write(sys.argv[-1])\n')
    viewer.chmod(0o755)
    async with open_studio(small) as studio:
        studio.app._viewing._settings = Settings(viewer=(str(viewer), "--fullscreen"))
        await session(studio, 1)
        await studio.press("o")
        await studio.until(lambda: "Opened" in studio.toasts, "a word")
        assert (tmp_path / "seen").read_text() == str(studio.pictures[0])


async def test_without_a_display_nothing_is_opened(
    open_studio: Any, small: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    monkeypatch.setattr("naitui.viewer.os.environ", os.environ)
    async with open_studio(small) as studio:
        await session(studio, 1)
        await studio.press("o")
        await studio.until(lambda: "over SSH" in studio.toasts, "a polite no")


async def test_keys_that_need_a_picture_do_nothing_without_one(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.focus("#picture-pane")
        await studio.press(*"npfbmoy+-0hjkl", "home", "end", "left", "down")
        assert "No picture yet" in "\n".join(studio.rows())
        assert studio.app.screen is studio.screen
        assert studio.toasts == ""
