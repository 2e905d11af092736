"""The user's keys in the running studio: bindings, footer, hints and help follow them; jump mode; the palette."""

from __future__ import annotations

from typing import Any

from textual.command import CommandPalette
from textual.widgets import Input

from naitui.actions import ACTIONS
from naitui.actions.ways import ALSO, way_to
from naitui.recipe import Recipe, Sampling
from naitui.screens.doctor import DoctorScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.jump import JumpScreen
from naitui.widgets.prompt_editor import PromptEditor

OWN = """
[studio]
generate = ["f6"]
find_words = ["f7"]
undo = ["ctrl+y"]
redo = ["ctrl+z"]
queue = ["f12"]
[app]
jump = ["f9"]
[words]
raise_weight = ["ctrl+up"]
lower_weight = ["ctrl+down"]
"""


async def test_bindings_footer_bar_and_help_follow_the_keys(open_studio: Any, small: Recipe) -> None:
    keys = OWN.replace('jump = ["f9"]', 'jump = ["f11"]')
    async with open_studio(small, keys=keys) as studio:
        assert "F6 Generate" in studio.rows()[-1]
        assert "F6 Generate" in studio.words("#action")
        assert "press F6" in "\n".join(studio.rows())
        await studio.press("f5")
        assert studio.demo.account is not None
        assert not studio.pictures
        await studio.press("f6")
        await studio.generated()
        await studio.type("x")
        await studio.press("ctrl+y")
        assert studio.recipe.prompt == small.prompt
        await studio.press("ctrl+z")
        assert studio.recipe.prompt != small.prompt
        await studio.press("f12")  # which has no key by itself
        assert type(studio.app.screen).__name__ == "QueueScreen"
        await studio.press("escape", "f1")
        assert "F6" in studio.dialog


async def test_a_bad_file_opens_the_studio_and_is_told(open_studio: Any) -> None:
    async with open_studio(keys='[studio]\ngenerate = ["ctrl+enter"]') as studio:
        await studio.until(lambda: "keys.toml:2: studio.generate" in studio.log, "the fault")
        assert "F5 Generate" in studio.rows()[-1]


async def test_vim_escape_is_the_normal_mode_of_the_prompt(open_studio: Any) -> None:
    async with open_studio(Recipe(prompt="one, two, three"), keys='preset = "vim"') as studio:
        prompt = studio.screen.query_one("#prompt", PromptEditor)
        studio.burst("", "escape")
        studio.burst("x")  # comes with it, as over a slow line
        await studio.settle()
        assert prompt.tag_mode
        assert "two" in prompt.text
        assert prompt.text.count(",") == 1
        await studio.press("escape")
        assert prompt.tag_mode
        await studio.press(":")
        assert isinstance(studio.app.screen, CommandPalette)
        await studio.press("escape")
        await studio.press("ctrl+t" if not prompt.tag_mode else "i")
        assert not prompt.tag_mode


async def test_jump_mode_leads_to_what_its_letters_stand_at(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.press("f12")
        jumping = studio.app.screen
        assert isinstance(jumping, JumpScreen)
        letters = {target.id: letter for letter, _, target in jumping._places}
        for letter, place, _ in jumping._places:
            assert studio.rows()[place.y][place.x : place.x + 3] == f" {letter} "
        await studio.press(letters["settings"])
        assert studio.app.focused is not None
        assert studio.app.focused.id == "settings"
        await studio.press("f12", "escape")
        assert studio.app.focused.id == "settings"
        await studio.press("f12")
        _, place, target = studio.app.screen._places[0]
        await studio.pilot.click(offset=(place.x + 1, place.y))
        await studio.settle()
        assert studio.app.focused is target


async def test_jump_and_the_palette_work_on_other_screens(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.press("ctrl+a")
        assert isinstance(studio.app.screen, GalleryScreen)
        await studio.press("f12")
        assert isinstance(studio.app.screen, JumpScreen)
        await studio.press("escape", ":")
        assert isinstance(studio.app.screen, CommandPalette)


async def test_a_burst_in_the_palette_does_what_its_keys_do_one_by_one(open_studio: Any) -> None:
    async with open_studio(Recipe(prompt="one, two")) as studio:
        await studio.press("ctrl+p")
        studio.burst("doctor", "enter")  # before anything could be found: "d" finds other things first
        await studio.until(lambda: isinstance(studio.app.screen, DoctorScreen), "the doctor")
        await studio.press("escape", "ctrl+p")
        studio.burst("no such thing", "enter")
        await studio.until(lambda: "No matches" in "\n".join(studio.rows()), "that there is nothing")
        studio.burst("", *["backspace"] * 13)
        studio.burst("doctor")  # typed over it: that Enter is over
        await studio.until(lambda: "test card" in "\n".join(studio.rows()), "the doctor's row")
        await studio.settle()
        assert isinstance(studio.app.screen, CommandPalette)


async def test_a_key_that_moves_in_the_palette_waits_for_what_is_found(open_studio: Any) -> None:
    chosen = []
    for keys in (["down", "enter"], ["down", "down", "up", "enter"]):
        async with open_studio() as studio:
            await studio.press("ctrl+p")
            studio.burst("size", *keys)
            await studio.until(lambda: studio.app.screen is studio.screen, "the end of the palette")
            await studio.settle()
            chosen.append(studio.recipe.sampling)
    async with open_studio() as studio:
        await studio.press("ctrl+p")
        await studio.type("size")
        palette = studio.app.screen
        await studio.until(lambda: len(palette.query_one("CommandList").options) > 5, "sizes")
        await studio.press("down", "enter")
        assert [studio.recipe.sampling] * 2 == chosen
        assert studio.recipe.sampling != Sampling()


async def test_the_palette_offers_values_with_their_price(open_studio: Any) -> None:
    async with open_studio(Recipe(sampling=Sampling(width=832, height=1216))) as studio:
        await studio.press("ctrl+p")
        palette = studio.app.screen
        palette.query_one(Input).value = "size 1536"

        def listed() -> list[str]:
            return [str(option.prompt) for option in palette.query_one("CommandList").options]

        await studio.until(lambda: any("1536×1024" in one for one in listed()), "the large sizes")
        (large,) = [one for one in listed() if one.startswith("Size: 1536×1024")]
        assert "Anlas" in large
        await studio.press("down", "enter")
        await studio.until(lambda: studio.recipe.sampling.width * studio.recipe.sampling.height > 1_100_000, "the size")


WANTED = {
    "token": "Token",
    "account": "Token",
    "inpaint": "Edit",
    "img2img": "Edit",
    "vibe": "References",
    "wildcard": "Expansions",
    "vpack": "Presets",
    "line art": "Director Tools",
    "position": "Characters",
    "bisect": "Which change did it",
    "tournament": "Gallery: Tournament",
    "ablation": "Gallery: Ablate",
    "rerun": "Gallery: Rerun",
    "metadata": "Gallery",
    "trash": "Gallery: See bin",
    "keys.toml": "Settings: Your keys",
    "notifications": "Setting: notify",
    "screen reader": "Setting: log_file",
    "hook": "Setting: hooks.saved",
    "budget": "Setting: budget.day",
    "variations": "Vary",
    "tutorial": "Tour",
}
"""What newcomers look for, by the words of NovelAI's page and of other programs, and where it is."""


async def test_the_palette_finds_everything_by_the_words_people_know(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.press("ctrl+p")
        palette = studio.app.screen
        for words, title in WANTED.items():
            palette.query_one(Input).value = words

            def listed() -> list[str]:
                return [str(option.prompt).splitlines()[0] for option in palette.query_one("CommandList").options]

            await studio.until(lambda title=title: title in listed(), f"{title} for {words}")
        palette.query_one(Input).value = "tournament"
        await studio.until(lambda: listed() == ["Gallery: Tournament"], "the tournament alone")
        await studio.press("enter")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery")
        await studio.until(lambda: "Tournament: T" in studio.toasts, "what to press there")


def test_every_action_of_another_screen_has_a_way_there() -> None:
    roots = {way_to(action)[0].place for action in ACTIONS}
    assert roots == {"app", "studio", "picture", "words", "settings", "grid", "list", "path"}
    assert set(ALSO) <= {action.name for action in ACTIONS}
