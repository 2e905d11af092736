"""The token, the palette, the help, leaving: what lies over the studio, and the way out of it."""

from __future__ import annotations

import stat
from typing import Any

import httpx
import pytest
from textual.widgets import Input, OptionList

from naitui.actions import ACTIONS, GO_TO
from naitui.actions.in_effect import key_for
from naitui.demo import DEMO_TOKEN
from naitui.recipe import Recipe
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.help import HelpScreen
from naitui.screens.token import TokenScreen


async def ask(studio: Any) -> None:
    """Generate without a token: the question comes."""
    await studio.press("f5")
    await studio.until(lambda: isinstance(studio.app.screen, TokenScreen) and studio.app.focused is not None)


def assert_secret(studio: Any) -> None:
    """The token is nowhere to be seen or read."""
    assert DEMO_TOKEN not in studio.log
    assert DEMO_TOKEN not in "\n".join(studio.rows())
    assert DEMO_TOKEN not in studio.app.export_screenshot()
    assert DEMO_TOKEN not in repr(studio.app._bench)
    for path in studio.home.rglob("*"):
        if path.is_file() and path.name != "token":
            assert DEMO_TOKEN.encode() not in path.read_bytes(), path


async def test_without_a_token_it_asks_and_uses_what_is_typed(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, token=None) as studio:
        assert "no token yet" in studio.log
        await ask(studio)
        assert "Get Persistent API Token" in studio.dialog
        assert "mode 0600" in studio.dialog
        assert "naitui demo" in studio.dialog
        await studio.type(DEMO_TOKEN)
        assert studio.app.screen.query_one(Input).value == DEMO_TOKEN
        assert_secret(studio)
        await studio.press("enter")
        await studio.generated()
        await studio.until(lambda: "Opus" in studio.words("#status-right"))
        assert_secret(studio)
        assert not (studio.home / "config/token").exists()
        await studio.press("f5")
        await studio.generated(2)


async def test_a_token_is_kept_when_asked_for_its_owner_alone(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, token=None) as studio:
        await ask(studio)
        await studio.paste(f" {DEMO_TOKEN} ")
        await studio.press("ctrl+s")
        await studio.generated()
        kept = studio.home / "state/demo/token"  # the demo's; a real one goes into the configuration folder
        assert kept.read_text().strip() == DEMO_TOKEN
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert_secret(studio)


async def test_escape_sends_nothing(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, token=None) as studio:
        await ask(studio)
        await studio.type("pst-x")
        await studio.press("escape")
        await studio.until(lambda: studio.app.screen is studio.screen)
        await studio.type("!")
        assert studio.recipe.prompt == "girl!"
        assert studio.demo.generations == 0


@pytest.mark.parametrize("typed", ["", "two words", "tökén", "a\x07b"], ids=ascii)
async def test_what_is_no_token_is_not_taken(open_studio: Any, small: Recipe, typed: str) -> None:
    async with open_studio(small, token=None) as studio:
        await ask(studio)
        studio.app.screen.query_one(Input).value = typed
        await studio.press("enter", "ctrl+s")
        await studio.until(lambda: "That is no token" in studio.toasts)
        assert isinstance(studio.app.screen, TokenScreen)
        assert not (studio.home / "config").exists()


async def test_a_wrong_token_is_refused_in_words_and_asked_for_again(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, token=None) as studio:
        await ask(studio)
        await studio.type("pst-wrong\n")
        await studio.until(lambda: "refused the token" in studio.dialog)
        assert "Nothing was kept" in studio.dialog
        assert "pst-wrong" not in "\n".join((studio.log, *studio.rows()))
        assert studio.demo.generations == 0
        assert not list(studio.home.rglob("token"))
        await studio.until(lambda: studio.app.focused is not None)
        await studio.type(f"{DEMO_TOKEN}\n")
        await studio.generated()


async def test_dialogs_and_help_follow_keys_of_ones_own(open_studio: Any, small: Recipe) -> None:
    keys = '[studio]\nhelp = "f11"\n[token]\nkeep_in_file = ["x", "f6"]\n'
    async with open_studio(small, token=None, keys=keys) as studio:
        await studio.press("ctrl+a")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery")
        await studio.press("f1")  # is no key any more
        await studio.press("f11")
        await studio.until(lambda: isinstance(studio.app.screen, HelpScreen), "the help")
        assert "In the gallery" in studio.dialog.split("\n")[0]
        await studio.press("f11")
        await studio.until(lambda: isinstance(studio.app.screen, GalleryScreen), "the gallery again")
        await studio.press("escape")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await ask(studio)
        assert "F6" in studio.dialog
        assert "Ctrl+F" not in studio.dialog
        await studio.type(f"x{DEMO_TOKEN[1:]}")  # a letter is typed, whatever the file says
        assert len(studio.app.screen.query_one(Input).value) == len(DEMO_TOKEN)
        await studio.press("ctrl+s")
        assert isinstance(studio.app.screen, TokenScreen)
        await studio.press("f6")
        await studio.until(lambda: "refused the token" in studio.dialog, "what the service says")
        await studio.press("escape")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")


async def test_a_token_that_cannot_be_checked_stays_in_its_field(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, token=None) as studio:
        answer = studio.demo.handle_async_request

        async def nobody(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("nobody there", request=request)

        studio.demo.handle_async_request = nobody
        await studio.press("ctrl+o", "a")
        await studio.until(lambda: isinstance(studio.app.screen, TokenScreen))
        await studio.type(DEMO_TOKEN)
        await studio.press("ctrl+s")
        await studio.until(lambda: "Nothing was kept; Enter tries again" in studio.dialog)
        assert studio.app.screen.query_one(Input).value == DEMO_TOKEN
        assert_secret(studio)
        assert not list(studio.home.rglob("token"))
        await studio.press("escape", "f5")  # what was not checked is not used either
        await studio.until(lambda: isinstance(studio.app.screen, TokenScreen))
        studio.demo.handle_async_request = answer
        await studio.until(lambda: studio.app.focused is not None)
        await studio.type(f"{DEMO_TOKEN}\n")
        await studio.generated()
        await studio.press("ctrl+o", "a")
        await studio.until(lambda: "demo needs no token" in studio.toasts)


async def test_the_palette_lists_our_actions_with_their_keys_and_does_them(open_studio: Any) -> None:
    async with open_studio() as studio:
        await studio.press("ctrl+p")
        await studio.until(lambda: studio.app.screen is not studio.screen)
        options = studio.app.screen.query_one(OptionList)
        await studio.until(lambda: options.option_count >= 10)
        listed = "\n".join(str(option.prompt) for option in options.options)
        for action in ACTIONS:
            if action.palette and action.place == "studio":
                assert f"{action.title}\n{action.help}" in listed
                assert f"({key_for(action.name)})" in listed
        await studio.type("Character")
        first = lambda: str(options.options[0].prompt) if 0 < options.option_count < 6 else ""  # noqa: E731
        await studio.until(lambda: first().startswith("Character\n") and options.highlighted == 0)
        await studio.press("enter")
        await studio.until(lambda: len(studio.recipe.characters) == 1)


async def test_every_way_to_a_screen_is_in_sight(open_studio: Any) -> None:
    async with open_studio(size=(80, 24)) as studio:
        await studio.press(GO_TO)
        await studio.until(lambda: studio.app.screen is not studio.screen)
        await studio.until(lambda: "Esc" in "\n".join(studio.rows()), "the way back")
        rows = studio.rows()
        for action in ACTIONS:
            if action.letter:
                assert any(f"  {action.letter}  " in row and action.title in row for row in rows), "\n".join(rows)


async def test_the_help_opens_scrolls_and_closes(open_studio: Any) -> None:
    async with open_studio(size=(80, 24)) as studio:
        for key in ("escape", "f1", "q"):
            await studio.press("f1")
            assert "Make the pictures" in studio.dialog
            assert "Ctrl+G" in studio.dialog
            assert "In a prompt" in "\n".join(studio.rows())
            await studio.press(key)
            await studio.until(lambda: studio.app.screen is studio.screen)
        await studio.press("f1", "end")
        await studio.until(lambda: "type a value" in "\n".join(studio.rows()))


async def test_the_footer_shows_the_keys_of_the_pane_first(open_studio: Any) -> None:
    async with open_studio() as studio:
        assert "F5 Generate" in studio.rows()[-1]
        await studio.focus("#settings")
        await studio.until(lambda: "Change" in studio.rows()[-1])
        assert "F5 Generate" in studio.rows()[-1]
        await studio.press("shift+tab")
        await studio.until(lambda: "Place" in studio.rows()[-1])


@pytest.mark.parametrize("over", ["", "f1", "f9"])
async def test_leaving_at_once_when_nothing_runs(open_studio: Any, over: str) -> None:
    async with open_studio() as studio:
        if over:
            await studio.press(over)
        await studio.press("ctrl+q")
        await studio.until(lambda: studio.app._exit)
        assert studio.app.return_code == 0


@pytest.mark.parametrize("over", ["", "f1"])
async def test_leaving_while_one_runs_asks_and_w_waits_and_saves(open_studio: Any, small: Recipe, over: str) -> None:
    async with open_studio(small, pace=4) as studio:
        await studio.press("f5")
        await studio.until(lambda: "F8 cancels" in studio.words("#action"))
        if over:
            await studio.press(over)
        await studio.press("ctrl+q", "ctrl+q")
        await studio.until(lambda: "A picture is being made" in studio.dialog)
        await studio.press("escape")
        await studio.until(lambda: "A picture is being made" not in studio.dialog)
        assert not studio.app._exit
        await studio.press("ctrl+q")
        await studio.until(lambda: "A picture is being made" in studio.dialog)
        await studio.press("w")
        studio.demo.pace = 0
        await studio.until(lambda: studio.app._exit)
        assert studio.app.return_code == 0
        assert len(studio.pictures) == 1


async def test_leaving_now_leaves_a_trace_for_the_next_time(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, pace=6) as studio:
        await studio.press("f5")
        await studio.until(lambda: "F8 cancels" in studio.words("#action"))
        await studio.press("ctrl+q")
        await studio.until(lambda: "A picture is being made" in studio.dialog)
        await studio.press("q")
        await studio.until(lambda: studio.app._exit)
        assert studio.pictures == []
        assert len(list((studio.home / "incoming").iterdir())) == 1


def test_a_question_that_nobody_has_seen_yet_listens_to_nothing() -> None:
    """Not even to a key that comes between its opening and its first frame: nobody can have meant it."""
    assert not ConfirmScreen("This is not free", ["2 Anlas"], [("enter", "Generate")], unasked=True).listens
    assert ConfirmScreen("Leave?", ["A picture is on its way"], [("enter", "Leave")]).listens
