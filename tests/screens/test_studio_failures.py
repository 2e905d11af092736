"""Every fault of the service ends in words: what happened, whether it was charged, what to do. The studio goes on."""

from __future__ import annotations

from typing import Any

import pytest

from naitui.recipe import Batch, Recipe

NOT_CHARGED, MAYBE = "Nothing was charged.", "It may have been charged."
CARDS = [
    ("drop", "The connection broke", MAYBE, "Compare the balance"),
    ("cut", "The stream ended early", MAYBE, "may have been charged"),
    ("html", "The answer cannot be read", MAYBE, "What came is kept"),
    ("server-error", "NovelAI's server failed", MAYBE, "Compare the balance"),
    ("bad-token", "NovelAI refused the token", NOT_CHARGED, "Make a new persistent token"),
    ("no-anlas", "Not enough Anlas", NOT_CHARGED, "Choose a smaller size"),
    ("reject", "NovelAI rejected the request", NOT_CHARGED, "Change the setting"),
    ("rate-limit", "Too many requests", NOT_CHARGED, "Stop for some minutes"),
    ("stream-error", "The stream ended early", MAYBE, "What came is kept"),
]


@pytest.mark.parametrize(("fault", "title", "charged", "advice"), CARDS)
async def test_a_fault_becomes_a_card_and_the_studio_goes_on(
    open_studio: Any, small: Recipe, fault: str, title: str, charged: str, advice: str
) -> None:
    async with open_studio(small, fault=f"{fault}:1") as studio:
        await studio.press("f5")
        await studio.until(lambda: advice in studio.log, advice)
        assert f"✗ {title}" in studio.log
        assert charged in studio.log
        assert ({NOT_CHARGED, MAYBE} - {charged}).pop() not in studio.log
        await studio.until(lambda: studio.screen.result.progress is None)
        assert "F8 cancels" not in studio.words("#action")
        assert studio.pictures == []
        await studio.type("!")
        await studio.press("f5")
        await studio.generated()
        assert studio.recipe.prompt == "girl!"


async def test_a_locked_account_is_waited_for_and_the_waiting_can_be_cancelled(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, fault="locked") as studio:
        await studio.press("f5")
        await studio.until(lambda: "waiting" in studio.words("#action"))
        assert "Another generation of this account is running" in studio.log
        assert "F8 cancels" in studio.words("#action")
        await studio.press("f8")
        await studio.until(lambda: "nothing was charged" in studio.log)
        assert "waiting" not in studio.words("#action")
        assert studio.demo.generations == 0


async def test_after_a_failure_the_rest_of_the_press_is_not_sent(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small.model_copy(update={"batch": Batch(count=3)}), fault="server-error:1") as studio:
        await studio.press("f5")
        await studio.until(lambda: studio.log.count("taken back before it was sent") == 2)
        await studio.until(lambda: studio.screen.result.progress is None)
        assert "more" not in studio.words("#action")
        await studio.press("f5")
        await studio.generated(3)


async def test_an_account_that_cannot_be_read_is_told_of(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, token="pst-wrong") as studio:
        await studio.until(lambda: "the account cannot be read" in studio.log)
        assert "Make a new persistent token" in studio.log
        assert "account not known yet" in studio.words("#status-right")
        await studio.press("f5")
        await studio.until(lambda: "refused the token" in studio.toasts)
        assert studio.demo.generations == 0


async def test_a_folder_that_takes_no_picture_is_told_of(open_studio: Any, small: Recipe, tmp_path: Any) -> None:
    slow = small.model_copy(update={"sampling": small.sampling.model_copy(update={"steps": 28})})
    async with open_studio(slow, pace=1) as studio:
        await studio.press("f5")
        await studio.until(lambda: "step" in studio.words("#action"))
        (tmp_path / "pictures").rmdir()
        (tmp_path / "pictures").write_text("a file where the folder should be")
        await studio.until(lambda: "The picture could not be saved" in studio.log)
        await studio.until(lambda: studio.screen.result.progress is None)
        kept = list((tmp_path / "incoming").rglob("sample-*"))
        assert len(kept) == 1
        assert kept[0].read_bytes().startswith(b"\x89PNG")
    (tmp_path / "pictures").unlink()
    async with open_studio() as studio:
        await studio.until(lambda: "recovered from" in studio.log)
        assert len(studio.pictures) == 1


async def test_a_file_where_the_folder_for_pictures_should_be_sends_nothing(
    open_studio: Any, small: Recipe, tmp_path: Any
) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    async with open_studio(small) as studio:
        await studio.press("f5")
        await studio.until(lambda: "is a file, not a folder" in studio.log)
        assert studio.demo.generations == 0


async def test_a_folder_where_no_job_can_be_written_down_sends_nothing(
    open_studio: Any, small: Recipe, tmp_path: Any
) -> None:
    (tmp_path / "incoming").write_text("a file where the folder should be")
    async with open_studio(small) as studio:
        await studio.press("f5")
        await studio.until(lambda: "there is no place to keep the picture" in studio.log)
        assert NOT_CHARGED in studio.log
        assert studio.demo.generations == 0
