"""The gallery: what is on disk is on the screen, keys do what they say, and nothing is lost."""

from __future__ import annotations

import errno
import io
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.bin import Binned
from naitui.library.facts import Facts, Stamp
from naitui.library.finding import Found, found_in
from naitui.library.marks import Mark
from naitui.library.record import Record, read_record, with_record
from naitui.recipe import Character, Recipe, Sampling
from naitui.screens import gallery
from naitui.screens.ask_several import AskSeveralScreen
from naitui.screens.choose import ChooseScreen
from naitui.screens.compare import CompareScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.take_picture import TakePictureScreen
from naitui.screens.tools import ToolsScreen

SIZES = [(80, 24), (120, 40)]


def picture(colour: str, size: tuple[int, int] = (64, 96)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Three pictures, the newest last."""
    recipes = [
        Recipe(prompt="silver hair, rain", sampling=Sampling(seed=1, steps=20)),
        Recipe(prompt="silver hair, rain", sampling=Sampling(seed=2, steps=20)),
        Recipe(
            prompt="red dress", undesired="hat", model="nai-diffusion-4-5-full", sampling=Sampling(seed=3, steps=28),
            characters=(Character(prompt="girl, crown", position=(0.3, 0.5)),),
        ),
    ]  # fmt: skip
    folder = tmp_path / "pictures"
    folder.mkdir()
    now = time.time()
    paths = []
    for at, (recipe, colour) in enumerate(zip(recipes, ("red", "green", "blue"), strict=True), 1):
        path = folder / f"{at}.png"
        path.write_bytes(with_record(picture(colour), Record(recipe, 0)))
        os.utime(path, (now - 100 + at, now - 100 + at))
        paths.append(path)
    return paths


async def opened(studio: Any, count: int) -> GalleryScreen:
    await studio.press("ctrl+a")
    screen = studio.app.screen
    assert isinstance(screen, GalleryScreen)
    await studio.until(lambda: len(screen._pane.ids) == count, f"{count} pictures")
    if count:
        await studio.until(lambda: screen._pane.current is not None, "the first row")
    return screen


def name(screen: GalleryScreen) -> str:
    current = screen._pane.current
    return "" if current is None else current.facts.path.name


def on_screen(studio: Any) -> str:
    return "\n".join(studio.rows())


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_on_disk_is_on_the_screen(open_studio: Any, pictures: list[Path], size: tuple[int, int]) -> None:
    async with open_studio(size=size) as studio:
        screen = await opened(studio, 3)
        assert name(screen) == "3.png"
        await studio.until(lambda: len(screen._pane._grid._tiles) == 3, "three thumbnails")
        await studio.until(lambda: "red dress" in on_screen(studio), "the words of the first")
        await studio.press("right", "right")
        assert name(screen) == "1.png"
        await studio.until(lambda: "silver hair" in on_screen(studio), "the words of the last")
        await studio.press("escape")
        assert studio.app.screen is studio.screen


async def test_an_empty_gallery_says_what_to_do(open_studio: Any) -> None:
    async with open_studio(size=(80, 24)) as studio:
        await opened(studio, 0)
        await studio.until(lambda: "No pictures yet" in on_screen(studio), "the advice")
        await studio.press("enter", "d", "4", "t", "c", "b", "space", "z", "z", "v")  # nothing to do it with


async def test_typing_finds_and_a_mistake_says_what_would_be_right(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        await studio.press("/")
        await studio.type("silv steps:<25")
        await studio.until(lambda: len(screen._pane.ids) == 2, "two are found")
        assert "2 of 3" in on_screen(studio)
        await studio.type(" sede:1")
        await studio.until(lambda: 'did you mean "seed:"?' in on_screen(studio), "the advice")
        await studio.press("enter", "escape")
        await studio.until(lambda: len(screen._pane.ids) == 3, "all of them")


async def test_what_is_typed_in_one_go_behind_a_key_that_leads_elsewhere_is_for_there(
    open_studio: Any, pictures: list[Path]
) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        studio.burst("/silver i:d")
        await studio.settle()
        assert screen.query_one("#query").value == "silver i:d"
        assert studio.app.screen is screen
        await studio.press("escape")
        await studio.until(lambda: len(screen._pane.ids) == 3, "all of them")
        studio.burst("tdeep\n")
        await studio.until(lambda: len(screen._album.find("label:deep")) == 1, "the label")
        assert all(path.exists() for path in pictures)


async def test_digits_rate_and_u_takes_it_back(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        album = screen._album
        await studio.press("4")
        await studio.until(lambda: "★★★★" in on_screen(studio), "four stars")
        assert [row.facts.path.name for row in album.index.rows(album.find("rated:4"))] == ["3.png"]
        await studio.press("u")
        await studio.until(lambda: album.find("rated:4") == [], "no stars")


async def test_several_are_labelled_at_once(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        await studio.press("space", "space", "t")
        await studio.type("Keep blue")
        await studio.press("enter")
        await studio.until(lambda: len(screen._album.find("label:keep label:blue")) == 2, "two labels on two")
        await studio.press("t")
        assert "now: blue keep" in studio.dialog
        await studio.type("-keep, other")
        await studio.press("enter")
        await studio.until(lambda: screen._album.find("label:keep") == [], "one label is gone")
        assert len(screen._album.find("label:blue label:other")) == 2


async def test_two_changes_at_once_are_both_kept(open_studio: Any, pictures: list[Path]) -> None:
    """The second one is asked for before the screen knows of the first."""
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        rows = screen._meant()
        screen.sorting.rate(rows, 4)
        screen.sorting._mark(rows, lambda mark: mark.labelled(["deep"]), "labels deep")
        await studio.until(lambda: len(screen._album.find("label:deep")) == 1, "the label")
        assert len(screen._album.find("rated:4")) == 1


async def test_what_could_not_be_brought_back_is_tried_again(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        await studio.press("space", "space", "d")
        await studio.until(lambda: len(screen._pane.ids) == 1, "two have gone")
        gone = [path for path in pictures if not path.exists()]
        was = screen._album.bin.restore

        def full(binned: Binned) -> Path:
            if binned.was == gone[0]:
                raise OSError(errno.ENOSPC, "No space left on device", str(binned.was))
            return was(binned)

        screen._album.bin.restore = full
        await studio.press("u")
        await studio.until(lambda: "Not all was done" in studio.toasts, "it says so")
        assert "Undone" not in studio.toasts
        assert [path.exists() for path in gone] == [False, True]
        screen._album.bin.restore = was
        await studio.press("u")
        await studio.until(lambda: all(path.exists() for path in pictures), "both are back")


async def test_the_bin_and_the_way_back(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        await studio.press("right", "d")
        await studio.until(lambda: len(screen._pane.ids) == 2, "one has gone")
        assert [path.exists() for path in pictures] == [True, False, True]
        await studio.until(lambda: name(screen) == "1.png", "the cursor is on the next one")
        await studio.press("u")
        await studio.until(lambda: len(screen._pane.ids) == 3, "it is back")
        assert pictures[1].exists()


async def test_seeds_of_one_recipe_fold(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        await studio.press("s")
        await studio.until(lambda: len(screen._pane.ids) == 2, "two groups")
        await studio.until(lambda: "×2" in on_screen(studio), "the number of the second")
        await studio.press("right", "S")
        await studio.until(lambda: [row.facts.seed for row in screen._album.index.rows(screen._pane.ids)] == [2, 1], "")


async def test_the_list_is_at_the_same_picture(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        await studio.press("right", "v")
        await studio.until(lambda: "red dress" in on_screen(studio), "lines")
        assert name(screen) == "2.png"
        await studio.press("down")
        assert name(screen) == "1.png"


async def test_a_picture_that_comes_is_shown_and_the_cursor_stays(
    open_studio: Any, pictures: list[Path], small: Recipe
) -> None:
    async with open_studio(small) as studio:
        await studio.press("f5")
        screen = await opened(studio, 3)
        await studio.press("right")
        at = name(screen)
        await studio.until(lambda: len(screen._pane.ids) == 4, "the new one")
        assert name(screen) == at


async def test_a_file_from_outside_is_found_while_it_is_open(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        (pictures[0].parent / "foreign.png").write_bytes(picture("white"))
        await studio.until(lambda: len(screen._pane.ids) == 4, "the foreign one")


async def test_parts_are_taken(open_studio: Any, pictures: list[Path]) -> None:
    before = Recipe(prompt="mine", undesired="own", sampling=Sampling(steps=10, seed=9))
    async with open_studio(before) as studio:
        await opened(studio, 3)
        await studio.press("enter")
        await studio.until(lambda: isinstance(studio.app.screen, TakePictureScreen), "the question")
        await studio.press("n", "space", "enter")  # the prompt alone
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        assert studio.recipe == before.model_copy(update={"prompt": "red dress"})
        await studio.press("ctrl+z")
        assert studio.recipe == before


async def test_branching_takes_all_but_the_seed(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio(Recipe(prompt="mine", sampling=Sampling(seed=9))) as studio:
        await opened(studio, 3)
        await studio.press("b")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        recipe = studio.recipe
        assert (recipe.prompt, recipe.undesired, recipe.model) == ("red dress", "hat", "nai-diffusion-4-5-full")
        assert (recipe.sampling.steps, recipe.sampling.seed) == (28, None)
        assert recipe.characters[0].prompt == "girl, crown"


async def test_rerun_is_the_very_recipe(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio(Recipe(prompt="mine")) as studio:
        await opened(studio, 3)
        await studio.press("r")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        assert studio.recipe.sampling.seed == 3


async def test_a_picture_without_a_word_says_so(open_studio: Any, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(picture("white"))
    (tmp_path / "pictures" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    async with open_studio() as studio:
        await opened(studio, 2)
        await studio.press("enter")
        await studio.until(lambda: "a.png" in studio.toasts or "broken.png" in studio.toasts, "a word about it")
        await studio.press("right", "enter")
        await studio.until(lambda: "nothing in it says how it was made" in studio.toasts, "a word about the other")
        assert isinstance(studio.app.screen, GalleryScreen)


async def test_large_and_on_to_the_next(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio(size=(80, 24)) as studio:
        screen = await opened(studio, 3)
        await studio.press("z")
        assert screen.query_one("#gallery-side").display
        await studio.press("right", "5")
        await studio.until(lambda: len(screen._album.find("rated:5")) == 1, "rated while large")
        assert name(screen) == "2.png"
        await studio.press("escape")
        await studio.until(lambda: studio.app.focused is screen._pane.view, "the focus in the grid")


@pytest.mark.parametrize("size", SIZES)
async def test_two_are_compared_and_one_is_decided_for(
    open_studio: Any, pictures: list[Path], size: tuple[int, int]
) -> None:
    async with open_studio(size=size) as studio:
        screen = await opened(studio, 3)
        await studio.press("=")
        assert studio.app.screen is screen
        await studio.press("space", "space", "=")
        await studio.until(lambda: isinstance(studio.app.screen, CompareScreen), "both")
        await studio.until(lambda: "+ silver hair" in on_screen(studio), "what the second has otherwise")
        assert "− red dress" in on_screen(studio)
        await studio.press("t")
        await studio.until(lambda: "+ red dress" in on_screen(studio), "what the first has otherwise")
        await studio.press("1")
        await studio.until(lambda: name(screen) == "2.png", "the one that was decided for")
        assert studio.app.screen is screen
        assert not screen._pane.chosen


async def test_a_tournament_has_a_winner_with_a_star(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio(size=(80, 24)) as studio:
        screen = await opened(studio, 3)
        await studio.press("space", "space", "space", "T")
        await studio.until(lambda: "1 of 2" in on_screen(studio), "the first two")
        await studio.press("right", "u", "right")  # 2.png stays
        await studio.until(lambda: "2 of 2" in on_screen(studio), "the last two")
        await studio.press("right")  # against 1.png, which had nobody in the first round
        await studio.until(lambda: len(screen._album.find("rated:1")) == 1, "its star")
        assert studio.app.screen is screen
        await studio.until(lambda: name(screen) == "2.png", "the winner")
        await studio.press("u")
        await studio.until(lambda: screen._album.find("is:rated") == [], "no star")


async def test_a_picture_as_a_source_a_vibe_a_reference(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio(Recipe(prompt="mine")) as studio:
        for steps in (0, 1, 2):
            await opened(studio, 3)
            await studio.press("a")
            await studio.until(lambda: isinstance(studio.app.screen, ChooseScreen), "the choice")
            await studio.press(*["down"] * steps, "enter")
            await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        recipe = studio.recipe
        assert recipe.source is not None
        used = [recipe.source.path, recipe.vibes[0].path, recipe.precise_references[0].path]
        assert used == [str(pictures[2])] * 3


async def test_a_collection_is_filled_and_shown(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        await studio.press("C")
        await studio.until(lambda: "No collections yet" in studio.toasts, "the advice")
        await studio.press("right", "c")
        await studio.type("Best")
        await studio.press("enter")
        await studio.until(lambda: screen._album.find("collection:best") != [], "it is in")
        await studio.press("C")
        await studio.until(lambda: studio.app.screen is not screen, "the choice")
        await studio.press("enter")
        await studio.until(lambda: len(screen._pane.ids) == 1, "only that")
        assert name(screen) == "2.png"


async def test_pictures_are_exported(open_studio: Any, pictures: list[Path], tmp_path: Path) -> None:
    async with open_studio() as studio:
        await opened(studio, 3)
        await studio.press("space", "space", "x")
        await studio.until(lambda: isinstance(studio.app.screen, AskSeveralScreen), "the question")
        await studio.type(f"{tmp_path}/out.zip")
        await studio.press("enter", "enter")
        await studio.until((tmp_path / "out.zip").exists, "the ZIP")
        await studio.until(lambda: "out.zip" in studio.toasts, "a word of it")


async def test_hostile_words_are_text(open_studio: Any, tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    recipe = Recipe(prompt="[red]x[/red] \x1b[2J {a} [/b]", sampling=Sampling(seed=1))
    (tmp_path / "pictures" / "a.png").write_bytes(with_record(picture("white"), Record(recipe, 0)))
    async with open_studio() as studio:
        await opened(studio, 1)
        await studio.until(lambda: "[red]x[/red]" in on_screen(studio), "the words as they are")
        await studio.press("v", "enter")
        await studio.until(lambda: isinstance(studio.app.screen, TakePictureScreen), "the question")
        assert "\x1b" not in on_screen(studio)


async def test_a_picture_is_enhanced_or_goes_to_the_tools_from_the_gallery(
    open_studio: Any, pictures: list[Path]
) -> None:
    async with open_studio(Recipe(prompt="mine")) as studio:
        gallery = await opened(studio, 3)
        await studio.press("a", *"enhance", "enter")
        await studio.until(lambda: studio.app.screen.query("#variants"), "the table")
        assert "3.png · 64×96 · V4.5 Full" in studio.dialog
        await studio.press("1")
        await studio.until(lambda: len(gallery._pane.ids) == 4, "the result in the gallery")
        [made] = [path for path in studio.pictures if path not in pictures]
        record = read_record(made.read_bytes())
        assert record is not None
        assert record.recipe.source is not None
        assert (record.recipe.prompt, record.recipe.source.path) == (
            "red dress, -2::upscaled, blurry::,",
            str(pictures[2]),
        )
        await studio.press("a", *"director", "enter")
        await studio.until(lambda: isinstance(studio.app.screen, ToolsScreen), "the tools")
        await studio.press("escape")
        await studio.until(lambda: studio.app.screen is gallery, "the gallery again")


async def test_keys_that_come_at_once_do_what_they_do_one_by_one(open_studio: Any, pictures: list[Path]) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        studio.burst("5l4l3")
        await studio.until(lambda: [row.mark.rating for row in screen._album.index.rows(screen._pane.ids)] == [5, 4, 3])
        studio.burst("h d")
        await studio.until(lambda: "2.png in the bin" in studio.toasts)
        assert [path.name for path in pictures if path.exists()] == ["1.png", "3.png"]


@pytest.mark.parametrize("keys", ["  d", "  5"])
async def test_what_is_chosen_in_one_go_is_meant_though_nobody_has_read_it_yet(
    open_studio: Any, pictures: list[Path], keys: str
) -> None:
    async with open_studio() as studio:
        screen = await opened(studio, 3)
        screen._pane._window.forget(list(screen._pane.ids))
        studio.burst(keys)
        if keys.endswith("d"):
            await studio.until(lambda: "2 pictures in the bin" in studio.toasts, "both of them")
            assert [path.name for path in pictures if path.exists()] == ["1.png"]
        else:
            await studio.until(lambda: "2 pictures: ★★★★★" in studio.toasts, "both of them")


async def test_the_end_is_the_end_of_all_also_where_only_the_first_are_known(
    open_studio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def slowly(*wanted: Any, **more: Any) -> Found:
        assert asked.wait(60)
        return found_in(*wanted, **more)

    monkeypatch.setattr(gallery, "found_in", slowly)
    async with open_studio(size=(80, 24)) as studio:
        made = ("nai-diffusion-4-5-full", 1, 23, 5.0, "k_euler", "rain", "", "", "")
        at = 1_760_000_000 * 10**9
        facts = [Facts(Path(f"/nowhere/{n}.png"), Stamp(9, at + n * 10**9), 8, 8, "naitui", *made) for n in range(150)]
        studio.app._bench.album.index.put((one, Mark()) for one in facts)
        screen = await opened(studio, 100)
        assert studio.words("#count") == "100+"
        await studio.press("end")
        assert screen._pane.view.cursor == 99
        asked.set()
        await studio.until(lambda: name(screen) == "0.png", "the oldest of all")
        assert len(screen._pane.ids) == 150
