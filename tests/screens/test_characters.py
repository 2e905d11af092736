"""The Characters screen by keys: slots, places, interactions, the library, pasted scenes, and the way back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from textual import events
from textual.widgets import OptionList

from naitui.library.characters import read_characters
from naitui.library.record import read_record
from naitui.novelai import load_catalog
from naitui.pictures.metadata import read_metadata
from naitui.recipe import Character, Interaction, Recipe, Sampling, read_recipe
from naitui.recipe.captions import captions
from naitui.screens.ask import AskScreen
from naitui.screens.characters import CharactersScreen
from naitui.screens.choose import ChooseScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.past import PastScreen
from naitui.widgets.board import Board

V5, V45, V4, V3 = "nai-diffusion-5-full", "nai-diffusion-4-5-full", "nai-diffusion-4-full", "nai-diffusion-3"
SMALL = Sampling(width=128, height=128, steps=3, seed=5)
THREE = tuple(Character(prompt=word, undesired=f"no {word}") for word in ("girl, red hair", "boy", "cat"))
SIZES = [(80, 24), (120, 40)]


def scene(*people: Character, model: str = V45, **more: Any) -> Recipe:
    return Recipe(model=model, prompt="scene", characters=people or THREE, sampling=SMALL, **more)


Opened = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def open_cast(open_studio: Any) -> Opened:
    """Opens the studio, and from it the screen of the characters."""

    @asynccontextmanager
    async def opened(recipe: Recipe, *, size: tuple[int, int] = (120, 40), key: str = "ctrl+f") -> AsyncIterator[Any]:
        async with open_studio(recipe, size=size) as studio:
            if key != "ctrl+f":
                await studio.focus("#cast")
            await studio.press(key)
            await studio.until(
                lambda: isinstance(studio.app.screen, CharactersScreen) and studio.app.focused is not None
            )
            await studio.settle()
            yield studio

    return opened


def focused(studio: Any) -> str:
    return str(studio.app.focused.id)


def rows(studio: Any) -> str:
    return "\n".join(studio.rows())


def said(studio: Any) -> list[str]:
    return captions(studio.recipe.characters, studio.recipe.interactions)


def prompts(studio: Any) -> list[str]:
    return [character.prompt for character in studio.recipe.characters]


async def to_dialog(studio: Any, kind: type[Any]) -> None:
    """Until a dialog is there and has the keys; a question has no field."""

    def there() -> bool:
        return isinstance(studio.app.screen, kind) and (kind is ConfirmScreen or studio.app.focused is not None)

    await studio.until(there, kind.__name__)
    await studio.settle()


async def back(studio: Any) -> None:
    await studio.until(lambda: isinstance(studio.app.screen, CharactersScreen), "the characters again")
    await studio.settle()


# ---------------------------------------------------------------------- there and back


@pytest.mark.parametrize(("key", "part"), [("ctrl+f", "cast"), ("p", "board"), ("m", "action-name")])
async def test_ways_in_and_out(open_cast: Opened, key: str, part: str) -> None:
    async with open_cast(scene(), key=key) as studio:
        assert focused(studio) == part
        await studio.press("escape")
        if part == "action-name":
            assert focused(studio) == "matrix"
            await studio.press("escape")
        if part != "cast":
            assert focused(studio) == "cast"
            await studio.press("escape")
        assert studio.app.screen is studio.screen
        assert studio.recipe == scene()


async def test_the_key_that_leads_in_leads_out(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("p", "ctrl+f")
        assert studio.app.screen is studio.screen
        await studio.press("ctrl+f")
        assert isinstance(studio.app.screen, CharactersScreen)


async def test_tab_leads_through_all_parts(open_cast: Opened) -> None:
    interactions = (Interaction(action="hug"),)
    async with open_cast(scene(interactions=interactions)) as studio:
        seen = []
        for _ in range(5):
            seen.append(focused(studio))
            await studio.press("tab")
        assert seen == ["cast", "character-prompt", "character-undesired", "board", "matrix"]
        assert focused(studio) == "cast"


async def test_what_is_done_here_is_in_the_studio_and_in_the_draft(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("down", "enter")
        await studio.type(", hat,")
        await studio.press("escape", "p", "a", "1")
        recipe = studio.recipe
        assert recipe.characters[1].prompt == "boy, hat,"
        assert recipe.characters[1].position == (0.1, 0.1)
        await studio.until(lambda: read_recipe(studio.draft.read_text()) == recipe, "the draft")
        await studio.press("ctrl+f")
        assert studio.words("#character-prompt") == "boy, hat,"
        assert "A1" in studio.words("#cast")


async def test_typing_and_leaving_in_one_burst_loses_nothing(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("enter")
        studio.burst(", umbrella, rain", "ctrl+f")
        await studio.settle()
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        assert studio.recipe.characters[0].prompt == "girl, red hair, umbrella, rain"
        assert studio.words("#character-prompt") == "girl, red hair, umbrella, rain"


async def test_a_burst_goes_where_its_keys_lead(open_cast: Opened) -> None:
    """Over a slow line a dozen keys come at once: each is for the part that the one before has led to."""
    async with open_cast(scene()) as studio:
        for character in "jpd3":
            studio.app.post_message(events.Key(character, character))
        await studio.until(lambda: studio.recipe.characters[1].position is not None, "a place")
        assert studio.recipe.characters[1].position == (0.7, 0.5)
        assert len(studio.recipe.characters) == 3
        studio.burst("mhug\nt")
        await studio.until(lambda: studio.recipe.interactions and studio.recipe.interactions[0].targets, "a target")
        assert said(studio) == ["girl, red hair", "target#hug, boy", "cat"]


async def test_keys_typed_ahead_of_the_screen_are_for_the_board(open_studio: Any) -> None:
    async with open_studio(scene()) as studio:
        await studio.focus("#cast")
        studio.burst("pd3")
        await studio.until(lambda: studio.recipe.characters[0].position == (0.7, 0.5), "a place")
        assert len(studio.recipe.characters) == 3, "d was no key of the list"


async def test_writing_begins_at_once(open_studio: Any) -> None:
    async with open_studio(scene()) as studio:
        studio.app.post_message(events.Key("ctrl+n", None))
        studio.burst("dog, lid")
        await studio.settle()
        assert prompts(studio) == ["girl, red hair", "boy", "cat", "dog, lid"]
        assert studio.recipe.prompt == "scene"


# ---------------------------------------------------------------------- slots


async def test_slots(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("c")
        assert prompts(studio) == ["girl, red hair", "girl, red hair", "boy", "cat"]
        await studio.press("J", "space")
        assert prompts(studio) == ["girl, red hair", "boy", "girl, red hair", "cat"]
        assert [one.enabled for one in studio.recipe.characters] == [True, True, False, True]
        await studio.press("d", "u")
        assert prompts(studio)[2] == "girl, red hair"
        await studio.press("o", "o")
        assert studio.recipe.characters[2].colour == "orange"
        await studio.press(*"ooooo")
        assert studio.recipe.characters[2].colour is None
        await studio.press("n")
        await to_dialog(studio, AskScreen)
        await studio.type("Anna [1]")
        await studio.press("enter")
        await back(studio)
        assert studio.recipe.characters[2].name == "Anna [1]"
        assert "Anna [1]: girl" in studio.words("#cast")
        await studio.press("a")
        await studio.type("dog,")
        await studio.press("tab")
        await studio.type("hat,")
        assert studio.recipe.characters[4] == Character(prompt="dog,", undesired="hat,")


async def test_who_is_removed_comes_back_with_all_they_did(open_cast: Opened) -> None:
    async with open_cast(scene(), key="m") as studio:
        await studio.type("hug\n")
        await studio.press("s", "right", "t")
        before = studio.recipe
        assert said(studio)[:2] == ["source#hug, girl, red hair", "target#hug, boy"]
        await studio.press("escape", "d")
        assert said(studio) == ["girl, red hair", "cat"]
        assert studio.recipe.interactions == ()
        await studio.press("u")
        assert studio.recipe == before
        await studio.press("ctrl+y")
        assert studio.recipe.interactions == ()
        await studio.press("ctrl+f")
        await studio.focus("#cast")
        await studio.press("u")
        assert studio.recipe == before, "brought back in the studio's own list"


async def test_undo_goes_step_by_step_through_everything_here(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        for keys in (("space",), ("p", "d", "3"), ("right", "right"), ("m",), ("escape", "c"), ("o",)):
            await studio.press(*keys)
            if keys == ("m",):
                await studio.type("hug\n")
        await studio.press("enter")
        await studio.type(", hat,")
        assert studio.recipe.characters[1].prompt == "girl, red hair, hat,"
        for _ in range(40):
            await studio.press("ctrl+z")
            if studio.recipe == scene():
                break
        assert studio.recipe == scene()
        assert studio.words("#character-prompt") == "girl, red hair"


async def test_the_studio_s_completion_works_here_too(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("enter")
        await studio.type(", umbre")
        completion = studio.app.screen.query_one("#completion")
        await studio.until(lambda: completion.display and completion.offers, "completions")
        await studio.press("tab")
        assert studio.recipe.characters[0].prompt == "girl, red hair, umbrella, "


@pytest.mark.parametrize("size", SIZES)
async def test_thirty_two_characters(open_cast: Opened, size: tuple[int, int]) -> None:
    many = tuple(Character(prompt=f"figure {number:02}", position=(number / 40 + 0.1, 0.5)) for number in range(32))
    async with open_cast(scene(*many, model=V5, ai_choice=False), size=size) as studio:
        await studio.press(*["down"] * 31)
        assert "›32" in studio.words("#cast")
        assert "figure 31" in studio.words("#cast")
        await studio.press("p", "up")
        assert studio.recipe.characters[31].position == (0.875, 0.49)
        await studio.press("m")
        await studio.type("hug\n")
        await studio.press("m")
        assert "[M]" in studio.words("#matrix")
        assert "mutual#hug, figure 31" in studio.words("#captions")
        assert "F5 Generate" in studio.rows()[size[1] - 2]


async def test_an_empty_cast_says_what_to_do(open_cast: Opened) -> None:
    async with open_cast(Recipe(model=V45)) as studio:
        assert "Ctrl+N adds one" in studio.words("#cast")
        assert "Ctrl+N adds a character" in studio.words("#board")
        await studio.press("p", "m", "d", "c", "o", "n", "s", "space", "i", "i")
        assert studio.recipe == Recipe(model=V45)
        await studio.press("tab", "left", "b", "3", "n", "N", "u", "delete", "t", "s")
        await studio.press("tab", "s", "enter", "a", "d", "r", "g")
        assert studio.recipe == Recipe(model=V45)
        assert "There is nobody yet" in studio.toasts


# ---------------------------------------------------------------------- places


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("model", [V5, V45])
async def test_places_on_the_board(open_cast: Opened, model: str, size: tuple[int, int]) -> None:
    free = model == V5
    people = (Character(prompt="girl"), Character(prompt="boy", position=(0.9, 0.9)))
    async with open_cast(scene(*people, model=model), key="p", size=size) as studio:
        assert "AI's choice" in studio.words("#board")
        await studio.press("right", "up")
        assert studio.recipe.characters[0].position == ((0.51, 0.49) if free else (0.7, 0.3))
        assert not studio.recipe.ai_choice
        assert ("0.51 0.49" if free else "D2") in studio.words("#cast")
        await studio.press("b", "3")
        assert studio.recipe.characters[0].position == (0.3, 0.5)
        await studio.press(*["shift+left"] * 12, *["K"] * 12)
        assert studio.recipe.characters[0].position == ((0.0, 0.0) if free else (0.1, 0.1))
        await studio.press("u")
        assert studio.recipe.characters[0].position is None
        await studio.press("i")
        assert studio.recipe.ai_choice
        assert studio.recipe.characters[1].position == (0.9, 0.9), "kept all the same"


async def test_steps_of_a_free_place(open_cast: Opened) -> None:
    async with open_cast(scene(Character(prompt="girl", position=(0.123, 0.5)), model=V5), key="p") as studio:
        await studio.press("right", "down")
        assert studio.recipe.characters[0].position == (0.133, 0.51)
        await studio.press("s", "right")
        assert studio.recipe.characters[0].position == (0.183, 0.51)
        assert "0.05" in studio.words("#board")
        await studio.press("L", "shift+up")
        assert studio.recipe.characters[0].position == (0.283, 0.41)
        await studio.press(*["left"] * 9)
        assert studio.recipe.characters[0].position == (0.0, 0.41)
        assert "leaves the picture" in studio.words("#board")


async def test_the_grid_never_forgets_the_free_place(open_cast: Opened) -> None:
    people = Character(prompt="girl", position=(0.34, 0.52)), Character(prompt="boy", position=(0.9, 0.9))
    async with open_cast(scene(*people, model=V5, ai_choice=False), key="p") as studio:
        await studio.press("f9")
        await to_dialog(studio, ChooseScreen)
        await studio.type("V4.5 Full")
        await studio.press("enter")
        await studio.until(lambda: studio.recipe.model == V45)
        await back(studio)
        assert "B3 (0.34 0.52 where places are free)" in studio.words("#board")
        assert "B3" in studio.words("#cast")
        assert studio.recipe.characters[0].position == (0.34, 0.52)
        await studio.press("down")
        assert studio.recipe.characters[0].position == (0.34, 0.7), "the side that is not moved stays"


async def test_whom_the_board_moves(open_cast: Opened) -> None:
    async with open_cast(scene(), key="p") as studio:
        await studio.press("n", "a", "1", "3", "e", "5", "n", "c", "1", "N", "N")
        assert [one.position for one in studio.recipe.characters] == [(0.5, 0.1), (0.1, 0.1), (0.9, 0.9)]
        assert "2: A1" in studio.words("#board")
        assert studio.words("#character-prompt") == "boy"
        await studio.press("delete")
        assert studio.recipe.characters[1].position is None
        await studio.press("enter", "j")
        assert focused(studio) == "cast"
        assert studio.words("#character-prompt") == "cat"


async def test_a_letter_waits_for_its_digit_only_here(open_cast: Opened) -> None:
    async with open_cast(scene(), key="p") as studio:
        await studio.press("d")
        assert "D… and a digit" in studio.words("#board")
        await studio.press("escape", "p", "2")
        assert all(one.position is None for one in studio.recipe.characters), "the digit chose the second one"
        await studio.press("e", "9", "a", "b", "2")
        assert studio.recipe.characters[1].position == (0.3, 0.3)


@pytest.mark.parametrize(("typed", "place"), [("D2", (0.7, 0.3)), ("0.25 0.5", (0.25, 0.5)), (".125, 1", (0.125, 1.0))])
async def test_a_place_is_typed(open_cast: Opened, typed: str, place: tuple[float, float]) -> None:
    async with open_cast(scene(model=V5), key="p") as studio:
        await studio.press("t")
        await to_dialog(studio, AskScreen)
        await studio.press("ctrl+u")
        await studio.type("x9")
        assert "should be a cell like B3" in studio.dialog
        await studio.press("enter")
        assert isinstance(studio.app.screen, AskScreen), "that is no place"
        await studio.press("ctrl+u")
        await studio.type(typed)
        await studio.press("enter")
        await back(studio)
        assert studio.recipe.characters[0].position == place


async def test_overlaps_are_warned_of(open_cast: Opened) -> None:
    async with open_cast(scene(), key="p") as studio:
        await studio.press("b", "3", "2", "b", "3")
        assert "! 1 and 2 share B3" in studio.words("#board")
        await studio.press("space", "c", "3")
        assert "!" not in studio.words("#board")


async def test_a_single_one_is_placed_by_v5_alone(open_cast: Opened) -> None:
    alone = Character(prompt="girl", position=(0.2, 0.2))
    async with open_cast(scene(alone, model=V5, ai_choice=False), key="p") as studio:
        assert "1: 0.2 0.2" in studio.words("#board")
    async with open_cast(scene(alone, model=V45, ai_choice=False), key="p") as studio:
        assert "V4.5 Full places one alone itself" in studio.words("#board")


async def test_a_model_without_places_keeps_them(open_cast: Opened) -> None:
    people = Character(prompt="girl", position=(0.2, 0.2)), Character(prompt="boy")
    recipe = scene(*people, model=V3)
    async with open_cast(recipe, key="p") as studio:
        assert "Anime V3 places nobody; the places are kept." in studio.words("#board")
        await studio.press("right", "b", "3", "t", "u", "K")
        assert studio.recipe.characters == recipe.characters
        assert "is sent no characters" in studio.words("#captions")


async def test_the_mouse_places_and_chooses(open_cast: Opened) -> None:
    people = tuple(Character(prompt=word, position=place) for word, place in (("girl", "B2"), ("boy", "D4")))
    async with open_cast(scene(*people, ai_choice=False)) as studio:
        board = studio.app.screen.query_one("#board")
        shape = board._shape()

        async def click(place: tuple[float, float]) -> None:
            x, y = shape.spot(place)
            left, top = board.content_region.offset - board.region.offset
            await studio.pilot.click("#board", offset=(left + shape.left + x, top + shape.top + y))
            await studio.settle()

        await click((0.7, 0.7))
        assert studio.words("#character-prompt") == "boy"
        await click((0.9, 0.1))
        assert [one.position for one in studio.recipe.characters] == [(0.3, 0.3), (0.9, 0.1)]


async def test_the_last_picture_lies_behind_the_board(open_cast: Opened) -> None:
    async with open_cast(scene(), key="p") as studio:
        board = studio.app.screen.query_one("#board")
        assert board._backdrop == []
        await studio.press("f5")
        await studio.generated()
        await studio.until(lambda: board._backdrop, "a backdrop")
        shape = board._shape()
        assert len(board._backdrop) == shape.rows
        lines = [strip for strip in board.render_lines(board.size.region) if "▀" in strip.text]
        assert len(lines) >= shape.rows - 2
        await studio.press("escape", "escape")
        await studio.press("ctrl+f")
        again = studio.app.screen.query_one("#board")
        await studio.until(lambda: again._backdrop, "the picture that was there before")


async def test_a_picture_of_another_shape_is_not_stretched(open_cast: Opened) -> None:
    async with open_cast(scene(), key="p") as studio:
        board = studio.app.screen.query_one("#board")
        await studio.press("f5")
        await studio.generated()
        await studio.until(lambda: board._backdrop, "a backdrop")
        wide = studio.recipe.model_copy(update={"sampling": Sampling(width=256, height=128, steps=3)})
        studio.screen.words.take(wide)
        await studio.settle()
        await studio.until(lambda: not studio.app.workers, "rest")
        assert board._backdrop == []
        shape = board._shape()
        assert shape.columns / shape.rows == pytest.approx(4, rel=0.15)


# ---------------------------------------------------------------------- interactions


@pytest.mark.parametrize("size", SIZES)
async def test_a_matrix_is_filled(open_cast: Opened, size: tuple[int, int]) -> None:
    async with open_cast(scene(), key="m", size=size) as studio:
        await studio.type("hug\n")
        assert focused(studio) == "matrix"
        await studio.press("s", "right", "s", "right", "t")
        assert said(studio) == ["source#hug, girl, red hair", "source#hug, boy", "target#hug, cat"]
        await studio.press("a")
        await studio.type("looking at another\n")
        await studio.press("m", "left", "m", "left", "m", "space")
        assert said(studio) == [
            "source#hug, girl, red hair",
            "mutual#looking at another, source#hug, boy",
            "mutual#looking at another, target#hug, cat",
        ]
        shown = studio.words("#captions")
        for caption in said(studio):
            assert caption in " ".join(shown.split()).replace("- ", "-") or size[0] == 80
        assert "source#hug" in shown
        await studio.press("K")
        assert said(studio)[1] == "source#hug, mutual#looking at another, boy"
        await studio.press("J", "up", "enter", "enter", "enter")
        assert said(studio)[0] == "girl, red hair", "source, target, mutual, blank in turn"


async def test_reordering_and_deleting_keep_the_rest_right(open_cast: Opened) -> None:
    async with open_cast(scene(), key="m") as studio:
        await studio.type("hug\n")
        await studio.press("right", "s", "right", "t", "escape", "K", "K")
        assert said(studio) == ["target#hug, cat", "girl, red hair", "source#hug, boy"]
        await studio.press("down", "d")
        assert said(studio) == ["target#hug, cat", "source#hug, boy"]


async def test_where_only_two_are_there_the_other_one_answers(open_cast: Opened) -> None:
    async with open_cast(scene(*THREE[:2]), key="m") as studio:
        await studio.type("hug\n")
        await studio.press("right", "t")
        assert said(studio) == ["source#hug, girl, red hair", "target#hug, boy"]
        await studio.press("space")
        assert said(studio) == ["source#hug, girl, red hair", "boy"], "one cell is set, the other stays"
        assert "!" in studio.words("#matrix").splitlines()[1]


async def test_actions_are_named_completed_renamed_removed_and_brought_back(open_cast: Opened) -> None:
    async with open_cast(scene(), key="m") as studio:
        await studio.type("holding umb")
        completion = studio.app.screen.query_one("#completion")
        await studio.until(lambda: completion.display and completion.offers, "completions")
        await studio.press("tab")
        await studio.press("enter")
        assert [one.action for one in studio.recipe.interactions] == ["holding umbrella"]
        assert not completion.display
        await studio.press("m", "r")
        await studio.type("a, b\n")
        assert "holds a comma" in studio.toasts
        assert focused(studio) == "action-name"
        studio.app.post_message(events.Key("ctrl+w", None))
        studio.app.post_message(events.Key("home", None))
        studio.app.post_message(events.Key("delete", None))
        studio.app.post_message(events.Key("delete", None))
        studio.burst(" hug \n")
        await studio.until(lambda: said(studio)[0] == "mutual#hug, girl, red hair", "the new name")
        await studio.press("d")
        assert studio.recipe.interactions == ()
        await studio.press("u")
        assert said(studio)[0] == "mutual#hug, girl, red hair"
        await studio.press("a", "escape", "a", "enter")
        assert len(studio.recipe.interactions) == 1, "an empty name is none"


async def test_what_is_typed_is_seen_small_and_gathered(open_cast: Opened) -> None:
    people = (
        Character(prompt="girl, source#hug"),
        Character(prompt="target#hug, boy"),
        Character(prompt="mutual#x, cat"),
    )
    async with open_cast(scene(*people), key="m") as studio:
        lines = studio.words("#matrix").splitlines()
        assert [line.split()[-3:] for line in lines[1:]] == [["[s]", "t", "·"], ["·", "·", "m"]]
        await studio.press("d", "r")
        assert "g makes cells of it" in studio.toasts
        await studio.press("g")
        assert said(studio) == ["source#hug, girl", "target#hug, boy", "mutual#x, cat"]
        assert prompts(studio) == ["girl", "boy", "mutual#x, cat"]
        await studio.press("g")
        assert "Nothing is typed" in studio.toasts


async def test_a_typed_role_that_is_set_by_a_key_becomes_a_cell(open_cast: Opened) -> None:
    people = Character(prompt="girl, source#hug"), Character(prompt="boy, target#hug"), Character(prompt="cat")
    async with open_cast(scene(*people), key="m") as studio:
        await studio.press("right", "right", "t")
        assert said(studio) == ["girl, source#hug", "boy, target#hug", "target#hug, cat"]
        await studio.press("left", "space")
        assert said(studio) == ["girl, source#hug", "boy", "target#hug, cat"]


async def test_an_action_that_is_there_gets_no_second_row_as_long_as_its_own_has_room(open_cast: Opened) -> None:
    async with open_cast(scene(*THREE[:2]), key="m") as studio:
        await studio.type("source#hug\n")
        assert "begins with source#, which the role puts in front of it: hug is enough" in studio.toasts
        assert studio.recipe.interactions == ()
        await studio.press("escape", "a")
        await studio.type("hug\n")
        await studio.press("a")
        await studio.type("kiss\n")
        await studio.press("a")
        await studio.type("Hug\n")
        assert [one.action for one in studio.recipe.interactions] == ["hug", "kiss"]
        await studio.press("s", "right", "t")
        assert said(studio) == ["source#hug, girl, red hair", "target#hug, boy"]
        await studio.press("a")
        await studio.type("Hug\n")
        assert [one.action for one in studio.recipe.interactions] == ["hug", "kiss", "Hug"]


async def test_comments_are_neither_captions_nor_somebody_with_a_place(open_cast: Opened) -> None:
    people = (
        Character(id="a", prompt="/* later */", position=(0.1, 0.1)),
        Character(id="b", prompt="boy, /* tall */ red hair", position=(0.3, 0.3)),
        Character(id="c", prompt="cat", position=(0.9, 0.9)),
    )
    kiss = Interaction(action="kiss /* cheek */", mutual=("b", "c"))
    async with open_cast(scene(*people, ai_choice=False, interactions=(kiss,))) as studio:
        shown = studio.words("#captions")
        for caption in ("not sent", "mutual#kiss, boy, red hair", "mutual#kiss, cat"):
            assert caption in shown
        assert "/*" not in shown
        board = Board(studio.recipe, load_catalog().model(V45))
        assert [disc.place for disc in board.discs] == [(0.1, 0.1), (0.3, 0.3), (0.9, 0.9)]


async def test_a_model_without_interactions_shows_what_it_is_sent(open_cast: Opened) -> None:
    interaction = Interaction(action="hug", sources=("a",), targets=("b",))
    people = Character(id="a", prompt="girl"), Character(id="b", prompt="boy")
    async with open_cast(scene(*people, model=V4, interactions=(interaction,))) as studio:
        assert "V4 Full has none" in rows(studio)
        assert "source#" not in studio.words("#captions")
        assert "S" in studio.words("#matrix")


# ---------------------------------------------------------------------- generating


async def test_generating_from_here_sends_what_was_typed_before_the_key(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("enter")
        studio.burst(", umbrella", "f5")
        await studio.generated()
        assert isinstance(studio.app.screen, CharactersScreen)
        assert "F5 Generate" in rows(studio)
        [path] = studio.pictures
        record = read_record(path.read_bytes())
        assert record is not None
        assert record.recipe.characters[0].prompt == "girl, red hair, umbrella"


async def test_the_price_and_the_notes_stand_here_too(open_cast: Opened) -> None:
    async with open_cast(scene(), key="m") as studio:
        await studio.type("hug\n")
        await studio.press("s")
        await studio.until(lambda: "it has a source and no target" in rows(studio), "the note")
        assert "free" in studio.rows()[38]


async def test_help_and_leaving_work_from_here(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("f1")
        await studio.until(lambda: "On the position board" in studio.dialog, "the help")
        await studio.press("escape", "ctrl+q")
        await studio.until(lambda: studio.app._exit, "the end")


async def test_the_palette_has_what_can_be_done_here(open_cast: Opened) -> None:
    async with open_cast(scene(), key="p") as studio:
        await studio.press("ctrl+p")
        await studio.until(lambda: not isinstance(studio.app.screen, CharactersScreen))
        options = studio.app.screen.query_one(OptionList)
        await studio.until(lambda: options.option_count >= 10)
        listed = "\n".join(str(option.prompt) for option in options.options)
        for words in ("Make the pictures", "Type a place", "Let the AI place everybody, or not"):
            assert words in listed
        assert "Name one more action" not in listed, "that is a key of the matrix"


async def test_a_moved_disc_moves_the_figure(open_cast: Opened) -> None:
    people = (Character(prompt="girl, red hair", position=(0.1, 0.5)),)
    recipe = scene(*people, model=V5, ai_choice=False)
    wide = recipe.model_copy(update={"sampling": Sampling(width=320, height=192, steps=3, seed=5)})
    async with open_cast(wide, key="p") as studio:
        await studio.press("f5")
        await studio.generated(1)
        [first] = studio.pictures
        await studio.press("e", "3", "f5")
        await studio.generated(2)
        [second] = set(studio.pictures) - {first}
        sent = read_metadata(second.read_bytes())
        assert sent is not None
        [caption] = sent.comment["v4_prompt"]["caption"]["char_captions"]
        assert caption["centers"] == [{"x": 0.9, "y": 0.5}]
        with Image.open(first) as before, Image.open(second) as after:
            apart = ImageChops.difference(before.convert("RGB"), after.convert("RGB")).convert("L")
        left, middle, right = (
            ImageStat.Stat(apart.crop((start, 0, end, 192))).mean[0] for start, end in ((0, 64), (128, 192), (256, 320))
        )
        assert left > 4 * middle, "it has left its old place"
        assert right > 4 * middle, "it stands at the new one"


# ---------------------------------------------------------------------- the library, pasted scenes


async def test_from_the_library_and_back(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        folder: Path = studio.home / "data/characters"
        await studio.press("l")
        await studio.until(lambda: "There are no characters in" in studio.toasts)
        await studio.press("s")
        await to_dialog(studio, AskScreen)
        await studio.press("ctrl+u")
        await studio.type("ann")
        await studio.press("enter")
        await studio.until(lambda: "Kept as @ann" in studio.toasts)
        await back(studio)
        card = folder / "ann.toml"
        card.write_text("# mine\n" + card.read_text() + '[outfits]\nwinter = "coat"\n')
        (folder / "bad.toml").write_text("prompt = 3\n")
        await studio.press("l")
        await to_dialog(studio, ChooseScreen)
        assert "bad.toml:1: prompt: should be a valid string" in studio.toasts
        await studio.type("winter")
        await studio.press("enter")
        await studio.until(lambda: len(studio.recipe.characters) == 4)
        assert studio.recipe.characters[3] == Character(
            name="ann", prompt="girl, red hair, coat", undesired="no girl, red hair"
        )
        await back(studio)
        assert "›" in studio.words("#cast").splitlines()[3]
        await studio.press("enter")
        await studio.type(", hat,")
        await studio.press("escape", "s")
        await to_dialog(studio, AskScreen)
        await studio.press("ctrl+u")
        await studio.type("ann/spring")
        await studio.press("enter")
        await studio.until(lambda: "Kept as @ann/spring" in studio.toasts)
        assert read_characters(folder).called("ann/spring").prompt == "girl, red hair, coat, hat"
        assert card.read_text().startswith("# mine")


async def test_an_outfit_of_nobody_is_not_kept(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("s")
        await to_dialog(studio, AskScreen)
        await studio.press("ctrl+u")
        await studio.type("heroine/winter")
        await studio.press("enter")
        await studio.until(lambda: "Not kept: there is no @heroine whose outfit it could be" in studio.toasts)
        assert read_characters(studio.home / "data/characters").names == []


async def test_a_character_of_the_library_is_replaced_only_after_a_question(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        folder: Path = studio.home / "data/characters"
        folder.mkdir(parents=True)
        (folder / "ann.toml").write_text('prompt = "other"')
        for key, prompt in (("escape", "other"), ("r", "girl, red hair")):
            await studio.press("s")
            await to_dialog(studio, AskScreen)
            await studio.press("ctrl+u")
            await studio.type("ann")
            await studio.press("enter")
            await to_dialog(studio, ConfirmScreen)
            await studio.press(key)
            await back(studio)
            await studio.until(lambda prompt=prompt: read_characters(folder).called("ann").prompt == prompt)
        await studio.press("s")
        await to_dialog(studio, AskScreen)
        await studio.press("ctrl+u")
        await studio.type("../x")
        await studio.press("enter")
        await studio.until(lambda: "Not kept" in studio.toasts)
        assert not (studio.home / "data/x.toml").exists()


async def test_an_empty_slot_is_filled_from_the_library(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        folder: Path = studio.home / "data/characters"
        folder.mkdir(parents=True)
        (folder / "ann.toml").write_text('prompt = "girl"\ncolour = "green"\n')
        await studio.press("a", "escape", "l")
        await to_dialog(studio, ChooseScreen)
        await studio.press("enter")
        await studio.until(lambda: prompts(studio)[3] == "girl")
        assert len(studio.recipe.characters) == 4
        assert studio.recipe.characters[3].colour == "green"


@pytest.mark.parametrize(
    ("key", "prompt", "people"),
    [
        ("enter", "scene", ["girl, red hair", "boy", "cat", "dog", "||a|b|| bird"]),
        ("r", "new base", ["dog", "||a|b|| bird"]),
        ("escape", "scene", ["girl, red hair", "boy", "cat"]),
    ],
)
async def test_a_pasted_scene_is_taken_apart(open_cast: Opened, key: str, prompt: str, people: list[str]) -> None:
    async with open_cast(scene()) as studio:
        await studio.paste("new base | dog | ||a|b|| bird")
        await to_dialog(studio, ConfirmScreen)
        assert "new base" in studio.dialog
        await studio.press(key)
        await back(studio)
        await studio.settle()
        assert (studio.recipe.prompt, prompts(studio)) == (prompt, people)
        await studio.press("escape")
        assert studio.words("#prompt") == prompt


async def test_pasted_words_without_bars_are_one_more_character(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.paste("  dog, [hat] \n")
        await studio.until(lambda: prompts(studio)[-1] == "dog, [hat]")


async def test_earlier_words_bring_their_interactions_back(open_cast: Opened) -> None:
    async with open_cast(scene(), key="m") as studio:
        await studio.type("hug\n")
        await studio.press("s", "right", "t", "f5")
        await studio.generated()
        before = studio.recipe
        await studio.press("d", "escape", "d", "d", "escape")
        assert studio.recipe.interactions == ()
        await studio.press("ctrl+r")
        await studio.until(lambda: "source#hug, girl" in rows(studio), "the earlier words")
        await studio.press("enter")
        await studio.until(lambda: len(studio.recipe.characters) == 3)
        assert said(studio) == captions(before.characters, before.interactions)
        assert [one.action for one in studio.recipe.interactions] == ["hug"]


@pytest.mark.parametrize("keys", [("ctrl+r",), ("enter", "ctrl+t", "/")])
async def test_earlier_words_are_taken_from_here_too(open_cast: Opened, keys: tuple[str, ...]) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.press("d", "d", *keys)
        await studio.until(lambda: "girl, red hair" in rows(studio) and studio.app.focused.id == "query", "the words")
        await studio.press("enter")
        await back(studio)
        assert prompts(studio) == ["girl, red hair", "boy", "cat"]
        assert "girl, red hair" in studio.words("#cast")
        assert "Ctrl+Z gives back" in studio.toasts
        await studio.press("ctrl+z")
        assert prompts(studio) == ["cat"]


async def test_the_past_is_open_from_here_too(open_cast: Opened) -> None:
    async with open_cast(scene()) as studio:
        await studio.press("enter")
        studio.burst(", hat", "ctrl+d")
        await studio.until(lambda: isinstance(studio.app.screen, PastScreen), "the past")
        await studio.until(lambda: "+ hat" in rows(studio), "what was typed before the key")
        await studio.press("down", "enter")
        await back(studio)
        assert prompts(studio)[0] == "girl, red hair"
        assert studio.words("#character-prompt") == "girl, red hair"
        assert "Gone to" in studio.toasts


# ---------------------------------------------------------------------- hostile text, odd sizes


async def test_hostile_text_is_text(open_cast: Opened) -> None:
    hostile = Character(
        name="[b]\x1b[2J[/b]", prompt="[red]x[/] \x1b]0;t\x07 [@click=app.quit]y[/]", position=(0.5, 0.5)
    )
    interaction = Interaction(action="[b]hug\x9b", mutual=("a",))
    people = hostile.model_copy(update={"id": "a"}), Character(prompt="boy")
    async with open_cast(scene(*people, interactions=(interaction,), ai_choice=False)) as studio:
        for key in ("p", "m", "n"):
            await studio.press(key)
        await studio.settle()
        shown = rows(studio)
        assert "[b]" in shown
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown.replace("\n", ""))


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (1, 1)])
async def test_tiny_terminals_do_not_crash_it(open_cast: Opened, size: tuple[int, int]) -> None:
    async with open_cast(scene(), size=size) as studio:
        for _ in range(5):
            await studio.press("tab", "right", "up")
        studio.app.screen.query_one("#cast").focus()  # where Tab leads to depends on what there is room for
        await studio.settle()
        await studio.press("p", "b", "3", "m")
        await studio.type("hug\n")
        await studio.press("s", "f5")
        await studio.generated()
        await studio.pilot.resize_terminal(120, 40)
        await studio.settle()
        assert "source#hug" in rows(studio)


@pytest.mark.parametrize("size", SIZES)
async def test_help_and_the_ways_out_are_never_cut_off(open_cast: Opened, size: tuple[int, int]) -> None:
    async with open_cast(scene(), size=size) as studio:
        ways_out = ("F1 Help", "^q Quit", "Esc Back")
        for keys in ((), ("p",), ("m",), ("escape",), ("escape", "enter")):
            await studio.press(*keys)
            await studio.until(lambda: all(words in studio.rows()[-1] for words in ways_out), str(keys))
        await studio.pilot.resize_terminal(200, 40)
        await studio.until(lambda: "^n Character" in studio.rows()[-1], "all of them, for which there is room now")


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_nothing_lies_over_anything_else(open_cast: Opened, size: tuple[int, int]) -> None:
    async with open_cast(scene(), size=size) as studio:
        for part in ("cast", "board", "matrix"):
            screen = studio.app.screen
            screen.set_focus(screen.query_one(f"#{part}"))
            await studio.settle()
            panes = [screen.query_one(name) for name in ("#characters", "#board", "#interactions", "#action", "Footer")]
            regions = [pane.region for pane in panes]
            assert all(not one.overlaps(other) for i, one in enumerate(regions) for other in regions[:i])
            assert sum(region.area for region in regions) == size[0] * size[1], "no hole"
            assert screen.query_one("#board").content_size.height >= 2
