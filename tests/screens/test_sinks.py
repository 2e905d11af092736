"""Hostile words in every text that any screen shows: prompts, names of characters, files, presets, styles, snippets,
wildcards, labels, collections, references, notes, tags, titles of the queue, models, and what the service says.

No row of any screen holds a control character, each keeps its width, and nothing that looks like markup does anything.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import hostile
import pytest
import tour
from hostile import FORBIDDEN, MARKUP, NAME, STRINGS, TEXT
from rich.cells import cell_len
from textual.widgets import Input, TextArea

from naitui.library.tag_words import is_clean
from naitui.novelai.http import httpx
from naitui.recipe import Recipe

AT_ONCE = ("studio", "matrix", "references", "edit", "gallery", "taking", "history", "styles", "presets", "queue")
"""Of all screens those with the most texts; -m long goes to every one."""


def assert_text(studio: Any, width: int, where: str) -> None:
    """Every row is text alone, and as wide as the terminal."""
    for row in studio.rows():
        assert not {ord(one) for one in row} & FORBIDDEN, (where, ascii(row))
        assert cell_len(row) == width, (where, ascii(row))
    assert not studio.app._exit, where


async def resized(studio: Any, size: tuple[int, int], where: str) -> None:
    """Another size of the terminal: what has the focus keeps it, with all that is written there."""
    app = studio.app
    focused, written = app.focused, what_is_written(studio)
    await studio.pilot.resize_terminal(*size)
    await studio.settle()
    assert_text(studio, size[0], f"{where} at {size[0]}×{size[1]}")
    assert app.focused is focused, (where, size, app.focused)
    assert what_is_written(studio) == written, (where, size)


def what_is_written(studio: Any) -> list[str]:
    """Every text that can be edited, with where its cursor is."""
    areas = [f"{one.text} {one.cursor_location}" for one in studio.app.screen.query(TextArea)]
    return areas + [f"{one.value} {one.cursor_position}" for one in studio.app.screen.query(Input)]


async def toured(open_studio: Any, home: Path, sizes: list[tuple[int, int]], *names: str) -> None:
    hostile.furnish(home)
    recipe = hostile.recipe()
    async with open_studio(recipe, size=(80, 24)) as studio:
        await studio.press("f5")
        await studio.generated(3)
        seen = {}
        async for name in tour.screens(studio, *names):
            assert_text(studio, 80, name)
            seen[name] = "\n".join(studio.rows())
            for size in (*sizes, (80, 24)):
                await resized(studio, size, name)
        literal = ("studio", "gallery", "presets", "history", "styles", "references", "matrix", "taking", "queue")
        assert [one for one in literal if one in seen and "[b" not in seen[one] and "[/" not in seen[one]] == []
        assert len(set(seen.values())) == len(names or tour.WAYS)
        assert studio.recipe == recipe


async def test_every_screen_shows_hostile_words_as_text_in_every_size(open_studio: Any, tmp_path: Path) -> None:
    await toured(open_studio, tmp_path, [(40, 12), (200, 60)], *AT_ONCE)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_every_screen_through_all_sizes(open_studio: Any, tmp_path: Path) -> None:
    await toured(open_studio, tmp_path, [(120, 40), (60, 15), (40, 12), (100, 50), (200, 60), (81, 24), (40, 60)])


async def test_labels_collections_and_queries_are_text(open_studio: Any, tmp_path: Path) -> None:
    hostile.furnish(tmp_path)
    async with open_studio(hostile.recipe("x"), size=(120, 40)) as studio:
        await studio.press("ctrl+a")
        await tour.settled(studio)
        for key in ("t", "c", "slash"):
            await studio.press(key)
            await tour.settled(studio)
            await studio.paste("[/b] [@click=app.quit]l[/] \x1b[2J\u202e")
            await tour.settled(studio)
            assert_text(studio, 120, key)
            await studio.press("enter")
            await tour.settled(studio)
            assert_text(studio, 120, f"{key}, entered")
        await tour.back(studio)


async def test_the_service_may_say_anything(open_studio: Any) -> None:
    async with open_studio(Recipe(prompt="girl"), size=(120, 40)) as studio:
        said = f"{' '.join(MARKUP)} {TEXT} pst-not-a-token"
        real = studio.demo.handle_async_request

        async def refuses(request: Any) -> Any:
            if request.method != "POST":
                return await real(request)
            return httpx.Response(400, content=json.dumps({"statusCode": 400, "message": said}).encode())

        studio.demo.handle_async_request = refuses
        await studio.press("f5")
        await studio.until(lambda: "rejected" in studio.log, "the refusal")
        assert "[b]x[/b]" in studio.log
        async for name in tour.screens(studio, "studio", "queue"):
            assert_text(studio, 120, name)


async def test_tags_of_files_and_of_the_service_are_text(open_studio: Any, tmp_path: Path) -> None:
    """Those with controls are left out, the others are offered and put in as they are written."""
    file = tmp_path / "mine.csv"
    rows = (f'"qq{number} {each}",0,{1000 - number}' for number, each in enumerate(STRINGS) if '"' not in each)
    file.write_bytes("\n".join(rows).encode())
    async with open_studio(Recipe(prompt=""), size=(80, 24)) as studio:
        studio.app._bench.tags.add_file(file)
        real = studio.demo.handle_async_request

        async def suggests(request: Any) -> Any:
            if not request.url.path.endswith("/suggest-tags"):
                return await real(request)
            tags = [{"tag": f"zz{n} {one}", "count": n, "confidence": 1.0} for n, one in enumerate(STRINGS)]
            return httpx.Response(200, json={"tags": tags})

        studio.demo.handle_async_request = suggests
        offers = studio.app.screen.query_one("#completion")
        for typed, known in (("qq0", MARKUP[0]), ("qq1 ", MARKUP[1]), ("qq38", "日本語"), ("zz5", MARKUP[5])):
            await studio.focus("#prompt")
            studio.app.focused.load_text("")
            await studio.type(typed)
            await studio.until(lambda known=known: known in "\n".join(studio.rows()), f"{typed}, offered")
            assert_text(studio, 80, typed)
            assert all(is_clean(one.text) for one in offers.offers)
            chosen = offers.offers[offers.chosen].text
            await studio.press("tab")
            assert studio.recipe.prompt == f"{chosen}, "
            assert_text(studio, 80, f"{typed}, put in")


def test_there_are_forty_of_them() -> None:
    assert len(STRINGS) >= 40
    assert not {ord(one) for one in hostile.clean(NAME)} & {0, ord("/")}
