"""The director tools: prices before anything is sent, options in place, results in a row with a way back."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from naitui.demo import DemoAccount
from naitui.jobs.calls import call_task
from naitui.library.calls import Call, read_call
from naitui.recipe import Recipe, Sampling
from naitui.screens.tools import ToolsScreen

SAMPLING = Sampling(width=832, height=1216, steps=1, seed=5)
MADE = Recipe(model="nai-diffusion-4-5-full", prompt="girl, hat", sampling=SAMPLING)
NAMES = ["bg-removal", "lineart", "sketch", "colorize", "emotion", "declutter", "declutter-keep-bubbles"]


async def opened(studio: Any, key: str = "ctrl+o") -> ToolsScreen:
    """A picture has been made, and the screen is open on it, its prices known."""
    if not studio.pictures:
        await studio.press("f5")
        await studio.generated()
    if key == "t":
        await studio.focus("#picture-pane")
        await studio.press("t")
    else:
        await studio.press("ctrl+o", "t")
    await looked_at(studio)
    return studio.app.screen


async def looked_at(studio: Any) -> None:
    await studio.until(
        lambda: isinstance(studio.app.screen, ToolsScreen) and studio.app.screen.given is not None,
        "a picture looked at",
    )
    await studio.settle()


def rows(studio: Any, selector: str) -> list[str]:
    return [" ".join(row.split()) for row in studio.words(selector).splitlines()]


async def run(studio: Any, name: str, *keys: str) -> Path:
    """Go to a tool, press keys for its options, run it; the result."""
    screen = studio.app.screen
    before = len(studio.pictures)
    await studio.press("home", *["down"] * NAMES.index(name), *keys, "enter")
    if name == "bg-removal":
        await studio.until(lambda: "never free" in studio.dialog and studio.app.screen is not screen, "a question")
        await studio.press("enter")
    expected = before + (3 if name == "bg-removal" else 1)
    await studio.until(lambda: len(studio.pictures) == expected and not screen._jobs, "a result")
    await looked_at(studio)
    return screen.chain.current


def trail(studio: Any) -> str:
    return " ".join(studio.words("#tools-trail").split())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_list_has_a_price_for_each_and_says_what_it_does(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(MADE, size=size) as studio:
        await opened(studio)
        shown = " ".join(studio.rows())
        for title in ("Line Art", "Sketch", "Colorize", "Emotion", "Declutter", "Declutter, keep speech bubbles"):
            assert any(f"{title} free" in row for row in rows(studio, "#tools")), title
        assert "65 Anlas · Remove Background is never free" in shown
        assert "Cuts the figure out." in shown
        assert "No result yet" in shown
        assert "Source · 5.png" in shown
        assert "832×1216" in shown


async def test_without_opus_every_tool_has_its_price(open_studio: Any) -> None:
    async with open_studio(MADE, account=DemoAccount(tier=1)) as studio:
        await studio.press("f5")
        await studio.until(lambda: studio.dialog, "a question")
        await studio.press("enter")
        await studio.generated()
        await opened(studio)
        listed = rows(studio, "#tools")
        assert any("Line Art 20 Anlas" in row for row in listed)
        assert any("Remove Background 65 Anlas" in row for row in listed)


async def test_a_result_stands_beside_its_source_and_the_next_tool_goes_on_from_it(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio, "t")
        line = await run(studio, "lineart")
        assert line.name == "5-lineart.png"
        assert trail(studio).startswith("5.png › lineart u undoes")
        colour = await run(studio, "colorize", "2", "w", *"red", "escape")
        assert colour.name == "5-lineart-colorize.png"
        assert "5.png › lineart › colorize, red, defry 2" in trail(studio)
        record = read_call(colour.read_bytes())
        assert (record.call, record.path) == (Call("colorize", "red", None, 2), line)
        assert str(screen.query_one("#tools-before").border_title) == "Before · 5-lineart.png"
        assert str(screen.query_one("#tools-after").border_title) == "Result · 5-lineart-colorize.png"
        await studio.press("u")
        await looked_at(studio)
        assert (screen.chain.current, screen.chain.before) == (
            line,
            studio.screen.result.picture_pane.film.shots[0].path,
        )
        assert "colorize, red, defry 2 u undoes, r again" in trail(studio)
        await studio.press("r")
        assert screen.chain.current == colour
        await studio.press("u", "u")
        assert screen.chain.before is None
        await looked_at(studio)
        sketch = await run(studio, "sketch")  # another way from here: what was undone is no longer on the trail
        assert trail(studio).startswith("5.png › sketch u undoes")
        assert colour.exists()
        await studio.press("escape")
        film = studio.screen.result.picture_pane.film
        assert [shot.path.name for shot in film.shots] == [
            "5.png",
            "5-lineart.png",
            "5-lineart-colorize.png",
            sketch.name,
        ]
        assert film.shots[2].source == line


async def test_moods_are_chosen_by_arrows_or_a_letter(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        await studio.press("home", *["down"] * NAMES.index("emotion"))
        assert "embarrassed" in " ".join(studio.rows())
        assert screen.call == Call("emotion", mood="happy")
        await studio.press("right")
        assert screen.call.mood == "sad"
        await studio.press("m", "down")
        assert screen.call.mood == "surprised"
        await studio.press("l")
        assert screen.call.mood == "laughing"
        await studio.press("l")
        assert screen.call.mood == "love"
        await studio.press("3", "enter")
        await studio.until(lambda: screen.chain.at == 1, "a result")
        record = read_call(screen.chain.current.read_bytes())
        assert record.call == Call("emotion", mood="love", defry=3)


async def test_three_results_are_kept_shown_and_gone_through(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        first = await run(studio, "bg-removal")
        assert [path.name for path in screen.chain.link.results] == [
            f"5-bg-removal-{end}.png" for end in ("cutout", "generated", "blend")
        ]
        assert first == screen.chain.link.results[0]
        assert screen.query_one("#tools-film").size.height == 4  # all three at once, small
        assert [read_call(path.read_bytes()).result for path in screen.chain.link.results] == [0, 1, 2]
        await studio.press("n", "n")
        await looked_at(studio)
        assert "Result 3 of 3" in str(screen.query_one("#tools-after").border_title)
        line = await run(studio, "lineart")
        assert line.name == "5-bg-removal-blend-lineart.png"
        assert "bg-removal (3 of 3) › lineart" in trail(studio)
        ledger = studio.app._bench.ledger
        bill = [("generation", 0), ("tool", 65), ("tool", 0)]
        await studio.until(lambda: [(entry.kind, entry.spent) for entry in ledger.since()] == bill, "the bill")


async def test_what_is_not_free_asks_and_no_is_no(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        await studio.press("enter")
        await studio.until(lambda: studio.app.screen is not screen, "a question")
        assert "3 pictures for 65 Anlas: Remove Background is never free." in studio.dialog
        await studio.press("escape")
        await looked_at(studio)
        assert (studio.app.screen, len(studio.pictures)) == (screen, 1)


async def test_a_source_that_changed_on_disk_is_not_sent_but_looked_at_again(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        Image.new("RGB", (64, 64), "red").save(screen.chain.source)
        await studio.press("down", "enter")
        await studio.until(lambda: "it has changed since it was looked at" in studio.toasts, "a refusal")
        await studio.until(lambda: screen.given is not None and screen.given.size == (64, 64), "another look")
        assert studio.demo.generations == 1
        screen.chain.source.unlink()
        await studio.press("enter")
        await studio.until(lambda: "No such file" in " ".join(studio.rows()), "the reason on the button")
        assert studio.demo.generations == 1


async def test_a_picture_that_cannot_be_used_says_why_and_another_one_can_be_chosen(
    open_studio: Any, tmp_path: Path
) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        good, bad = tmp_path / "good.png", tmp_path / "bad.png"
        Image.new("RGB", (100, 100), "teal").save(good)
        bad.write_bytes(good.read_bytes()[:-30])
        for path, said in ((bad, "✗ The PNG picture is cut short"), (good, "free")):
            await studio.press("o")
            await studio.until(lambda: studio.app.screen is not screen, "a field")
            await studio.type(f"{path}\n")
            await studio.until(lambda path=path: screen.chain.source == path, path.name)
            await studio.until(lambda said=said: said in " ".join(studio.rows()), said)
        await studio.press("down", "enter")
        await studio.until(lambda: any(shown.name == "good-lineart.png" for shown in studio.pictures), "a result")


async def test_a_failure_is_told_and_nothing_is_on_the_trail(open_studio: Any) -> None:
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        studio.demo.fault.__init__("server-error", 1)
        await studio.press("down", "enter")
        await studio.until(lambda: "charged" in studio.toasts, "a failure")
        assert screen.chain.at == 0
        await studio.until(lambda: not screen._jobs, "an end")


async def test_who_leaves_while_the_picture_is_read_gets_the_result_in_the_studio(
    open_studio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, left = threading.Event(), threading.Event()

    def slow_disk(*parts: Any) -> Any:
        begun.set()
        assert left.wait(30)
        return call_task(*parts)

    monkeypatch.setattr("naitui.jobs.calls.call_task", slow_disk)
    async with open_studio(MADE) as studio:
        screen = await opened(studio)
        await studio.press("down")
        studio.burst("", "enter")
        await studio.until(begun.is_set, "the picture being read")
        studio.burst("", "escape")
        await studio.until(lambda: screen not in studio.app.screen_stack, "the studio")
        left.set()
        await studio.until(lambda: len(studio.pictures) == 2, "the result")
        await studio.app.workers.wait_for_complete()
        assert "5-lineart.png" in [path.name for path in studio.pictures]


async def test_from_the_palette_without_a_picture_it_asks_for_one(open_studio: Any, tmp_path: Path) -> None:
    async with open_studio(MADE) as studio:
        path = tmp_path / "mine.png"
        Image.new("RGB", (100, 100), "teal").save(path)
        await studio.press("ctrl+o", "t")
        await studio.until(lambda: studio.app.screen is not studio.screen, "a field")
        await studio.type(f"{path}\n")
        await looked_at(studio)
        assert studio.app.screen.chain.source == path


def seen_to_change(before: Image.Image, after: Image.Image) -> float:
    """Share of the cells of a terminal, roughly, that are of another colour now."""
    small = [image.convert("RGB").resize((52, 76)) for image in (before, after)]
    pixels = ImageChops.difference(*small).convert("L").tobytes()
    return sum(value > 16 for value in pixels) / len(pixels)


async def test_every_tool_s_effect_is_to_be_seen(open_studio: Any) -> None:
    """In the demo: on the screen, in a terminal, so it has to be more than a few grey levels."""
    words = '1girl, red dress, night city, stars, "hello"'
    sampling = SAMPLING.model_copy(update={"steps": 23, "seed": 7})
    recipe = MADE.model_copy(update={"prompt": words, "model": "nai-diffusion-5-full", "sampling": sampling})
    async with open_studio(recipe) as studio:
        screen = await opened(studio)
        source = Image.open(io.BytesIO(screen.chain.source.read_bytes()))
        for name in NAMES[1:]:
            made = await run(studio, name)
            with Image.open(made) as image:
                assert seen_to_change(source, image) > (0.005 if "declutter" in name else 0.2), name
            await studio.press("u")
            await looked_at(studio)
