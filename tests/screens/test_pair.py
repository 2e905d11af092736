"""Before and after: any two pictures side by side, with a slider, or flickering; by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Region

from naitui.recipe import Recipe, Sampling
from naitui.screens.pair import PairScreen
from naitui.widgets.preview import Preview

MADE = Recipe(model="nai-diffusion-4-5-full", prompt="girl", sampling=Sampling(width=192, height=128, steps=3))


async def opened(studio: Any, pictures: int = 2) -> PairScreen:
    """So many pictures, and the last one compared with the one before it."""
    for number in range(1, pictures + 1):
        await studio.press("f5")
        await studio.generated(number)
    await studio.focus("#picture-pane")
    await studio.press("c")
    await studio.until(lambda: isinstance(studio.app.screen, PairScreen), "the screen")
    await drawn(studio)
    return studio.app.screen


async def drawn(studio: Any) -> None:
    """Until every pane that is to be seen has drawn its picture."""

    def is_drawn() -> bool:
        shown = [preview for preview in studio.app.screen.query(Preview) if preview.size]
        return bool(shown) and all(preview._picture is not None and not preview._working for preview in shown)

    await studio.until(is_drawn, "pictures that are drawn")
    await studio.settle()


def looks(studio: Any, name: str) -> list[str]:
    preview = studio.app.screen.query_one(name, Preview)
    strips = preview.render_lines(Region(0, 0, *preview.size))
    return [str([(segment.text, segment.style) for segment in strip]) for strip in strips]


async def changed(studio: Any, key: str) -> list[str]:
    before = looks(studio, "#pair-picture")
    await studio.press(key)
    await studio.until(lambda: looks(studio, "#pair-picture") != before, f"another picture after {key}")
    await drawn(studio)
    return looks(studio, "#pair-picture")


def told(studio: Any) -> str:
    return studio.words("#pair-told")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_both_stand_side_by_side_under_their_names(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(MADE, size=size) as studio:
        await studio.press("f2")
        screen = await opened(studio)
        film = studio.screen.result.picture_pane.film.shots
        shown = " ".join(studio.rows())
        assert f"Before · {film[0].path.name}" in shown
        assert f"After · {film[1].path.name}" in shown
        assert "side by side · both 192×128" in shown
        assert looks(studio, "#pair-before-picture") != looks(studio, "#pair-after-picture")
        await studio.press("escape")
        assert studio.app.screen is studio.screen
        assert screen not in studio.app.screen_stack


async def test_the_slider_goes_by_keys(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        await opened(studio)
        await studio.press("s")
        await drawn(studio)
        assert "◂ 50% ▸" in " ".join(studio.rows())
        half = looks(studio, "#pair-picture")
        assert await changed(studio, "right") != half
        assert "◂ 55% ▸" in " ".join(studio.rows())
        await studio.press(*["left"] * 30)
        assert "◂ 0% ▸" in " ".join(studio.rows())
        await studio.press("0")
        await studio.until(lambda: looks(studio, "#pair-picture") == half, "the middle again")


async def test_flicker_shows_the_one_in_the_place_of_the_other(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        await opened(studio)
        await studio.press("space")
        await drawn(studio)
        assert "Before · " in " ".join(studio.rows())
        before = looks(studio, "#pair-picture")
        after = await changed(studio, "space")
        assert "After · " in " ".join(studio.rows())
        assert after != before
        assert await changed(studio, "space") == before
        assert await changed(studio, "x") == after  # swapped: what was after is before


async def test_any_other_picture_can_be_the_one_before(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio, 3)
        film = [shot.path for shot in studio.screen.result.picture_pane.film.shots]
        assert (screen._before, screen._after) == (film[1], film[2])
        assert "before: 2 of 2" in told(studio)
        await studio.press("n")
        assert screen._before == film[0]
        await studio.press("p")
        assert screen._before == film[1]


async def test_sizes_that_differ_are_fitted_and_said(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.focus("#picture-pane")
        await studio.press("u")
        await studio.until(lambda: studio.dialog, "a question")
        await studio.press("enter")
        await studio.generated(2)
        await studio.press("c")
        await studio.until(lambda: "384×256: the smaller one is enlarged" in told(studio), "the sizes")
        film = studio.screen.result.picture_pane.film
        assert studio.app.screen._before == film.shots[0].path  # the source, not merely the one before it


async def test_both_are_seen_larger_together(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        await studio.press("+", "+", "right")
        views = {preview.view for preview in screen.query(Preview) if preview.size}
        assert len(views) == 1
        assert views.pop().zoom == 2
        await studio.press("0")
        assert {preview.view.zoom for preview in screen.query(Preview)} == {0}


async def test_a_picture_that_has_gone_is_told_of(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        screen._before.unlink()
        await studio.press("s")
        await studio.until(lambda: "No such file" in " ".join(studio.rows()), "what is wrong")
        await studio.press("escape")
        assert studio.app.screen is studio.screen


async def test_one_picture_alone_has_nothing_to_be_compared_with(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.focus("#picture-pane")
        await studio.press("c")
        assert studio.app.screen is studio.screen
