"""F5 and what follows: the log, the file, the caption, the progress; typing meanwhile; the queue; cancelling."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from naitui.library.record import read_record
from naitui.recipe import Batch, Character, Recipe, Sampling, write_recipe

WORDS = "".join(f"{number:03} words of a prompt, " for number in range(10))


def recipe_of(path: Path) -> Recipe:
    record = read_record(path.read_bytes())
    assert record is not None
    return record.recipe


@pytest.mark.parametrize("key", ["f5", "ctrl+g"])
async def test_a_press_makes_a_picture(open_studio: Any, small: Recipe, key: str) -> None:
    async with open_studio(small) as studio:
        await studio.press(key)
        await studio.generated()
        seed = int(studio.pictures[0].stem)
        assert f"sent: seed {seed}, V5 Curated" in studio.log
        assert "✓ saved" in studio.log
        assert studio.pictures[0].name in studio.log.replace(" ", "")
        assert studio.words("#caption") == f"seed {seed} · 128×128 · V5 Curated\n{seed}.png"
        await studio.until(lambda: "No picture yet" not in "\n".join(studio.rows()))
        assert studio.demo.generations == 1


async def test_the_file_holds_the_recipe_that_made_it(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.type(", [rain]")
        await studio.press("f5")
        await studio.generated()
        seed = int(studio.pictures[0].stem)
        made_by = recipe_of(studio.pictures[0])
        assert made_by.prompt == "girl, [rain]"
        assert made_by.model == small.model
        assert (made_by.sampling.width, made_by.sampling.height, made_by.sampling.steps) == (128, 128, 3)
        assert made_by.sampling.seed == seed


async def test_progress_is_shown_while_it_runs_and_gone_afterwards(open_studio: Any, small: Recipe) -> None:
    slow = small.model_copy(update={"sampling": small.sampling.model_copy(update={"steps": 12})})
    async with open_studio(slow, pace=2) as studio:
        assert "free" in studio.words("#action")
        await studio.press("f5")
        await studio.until(lambda: "step" in studio.words("#action"), "a step on the bar")
        bar = studio.words("#action")
        assert "of 12" in bar
        assert "F8 cancels" in bar
        studio.demo.pace = 0
        await studio.generated()
        assert "F8 cancels" not in studio.words("#action")
        assert "free" in studio.words("#action")


async def test_several_pictures_are_counted(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small.model_copy(update={"batch": Batch(count=3)})) as studio:
        assert "F5 Generate 3" in studio.words("#action")
        await studio.press("f5")
        await studio.generated(3)
        assert studio.log.count("✓ saved") == 3
        assert studio.demo.generations == 3


@pytest.mark.parametrize(("width", "height"), [(120, 40), (80, 24)])
async def test_typing_while_previews_stream_loses_nothing(
    open_studio: Any, small: Recipe, width: int, height: int
) -> None:
    slow = small.model_copy(update={"sampling": Sampling(width=512, height=512, steps=28), "prompt": ""})
    async with open_studio(slow, pace=4, size=(width, height)) as studio:
        await studio.press("f5")
        await studio.until(lambda: "step" in studio.words("#action"))
        await studio.type(WORDS)
        await studio.press("ctrl+n")
        await studio.type(WORDS[::-1].strip())
        assert studio.screen.result.progress is not None, "the job ended before the typing"
        assert studio.recipe.prompt == WORDS
        assert studio.recipe.characters[0].prompt == WORDS[::-1].strip()
        await studio.press("f8")
        await studio.until(lambda: studio.screen.result.progress is None)
        assert (studio.words("#prompt"), studio.words("#character-prompt")) == (WORDS, WORDS[::-1].strip())


async def test_a_press_while_one_runs_queues(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small, pace=8) as studio:
        await studio.press("f5")
        await studio.until(lambda: "sent" in studio.log)
        await studio.type(", night")
        await studio.press("f5")
        await studio.until(lambda: "1 before it" in studio.log)
        await studio.until(lambda: "1 more" in studio.words("#action"))
        studio.demo.pace = 0
        await studio.generated(2)
        prompts = {recipe_of(path).prompt for path in studio.pictures}
        assert prompts == {"girl", "girl, night"}


async def test_cancel_takes_what_waits_first_and_then_what_runs(open_studio: Any, small: Recipe) -> None:
    slow = small.model_copy(update={"sampling": small.sampling.model_copy(update={"steps": 28})})
    async with open_studio(slow, pace=12) as studio:
        await studio.press("f5", "f5")
        await studio.until(lambda: "1 before it" in studio.log and "step" in studio.words("#action"))
        await studio.press("f8")
        await studio.until(lambda: "taken back before it was sent; nothing was charged" in studio.log)
        assert "F8 cancels" in studio.words("#action")
        assert "step" in studio.words("#action"), "the running one goes on"
        assert "more" not in studio.words("#action")
        await studio.press("f8")
        await studio.until(lambda: "cancelled" in studio.log)
        await studio.until(lambda: "F8 cancels" not in studio.words("#action"))
        assert "may charge it" in studio.log
        await studio.until(lambda: "whether it was charged" in studio.log)
        assert studio.demo.generations == 1
        said = studio.log
        await studio.press("f8", "tab")
        assert studio.log == said, "nothing runs any more"


async def test_the_last_seed_can_be_kept_and_given_back(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.press("f4")
        await studio.until(lambda: "No picture yet" in studio.toasts)
        assert studio.recipe.sampling.seed is None
        await studio.press("f5")
        await studio.generated()
        seed = int(studio.pictures[0].stem)
        await studio.press("f4")
        assert studio.recipe.sampling.seed == seed
        assert str(seed) in studio.words("#settings")
        await studio.press("f4")
        assert studio.recipe.sampling.seed is None
        assert "random" in studio.words("#settings")


async def test_the_path_is_copied_when_asked(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.press("ctrl+k")
        await studio.until(lambda: "No picture yet" in studio.toasts)
        await studio.press("f5")
        await studio.generated()
        await studio.press("ctrl+k")
        assert studio.app.clipboard == str(studio.pictures[0])


async def test_what_an_earlier_run_left_is_recovered_or_told_of(open_studio: Any, tmp_path: Any) -> None:
    job = tmp_path / "incoming" / "20260101-000000-abcdef"
    job.mkdir(parents=True)
    (job / "recipe.toml").write_text(write_recipe(Recipe(sampling=Sampling(seed=77))))
    async with open_studio() as studio:
        await studio.until(lambda: "in flight when naitui last ended" in studio.log)
        assert "77" in studio.log
        assert "charged" not in studio.log  # it was the demo
        assert not job.exists()


async def test_characters_are_in_the_picture_s_recipe(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.press("ctrl+n")
        await studio.type("boy")
        await studio.press("f5")
        await studio.generated()
        assert recipe_of(studio.pictures[0]).characters == (Character(prompt="boy"),)


async def test_a_press_in_one_burst_with_the_words_before_it_sends_these_words(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        studio.burst(", night", "f5")
        await studio.generated()
        assert recipe_of(studio.pictures[0]).prompt == "girl, night"
        await studio.press("ctrl+n")
        studio.burst("boy", "f5")
        await studio.generated(2)
        assert Character(prompt="boy") in {c for path in studio.pictures for c in recipe_of(path).characters}


async def test_leaving_in_one_burst_keeps_the_words_before_it(open_studio: Any) -> None:
    async with open_studio() as studio:
        studio.burst("a last word", "ctrl+q")
        await studio.until(lambda: studio.app._exit)
    assert 'prompt = "a last word"' in studio.draft.read_text()


async def test_words_are_settled_on_the_way_and_stay_in_the_editor(
    open_studio: Any, small: Recipe, tmp_path: Path
) -> None:
    asked = small.model_copy(update={"prompt": "__hair__ hair", "styles": ("Cel",)})
    async with open_studio(asked) as studio:
        folder = studio.app._bench.settings.folders.data / "wildcards"
        folder.mkdir(parents=True)
        await studio.press("f5")
        await studio.until(lambda: 'there is no wildcard "hair"' in studio.log)
        assert studio.demo.generations == 0
        (folder / "hair.txt").write_bytes(b"red\n\xff\n")
        await studio.press("f5")
        await studio.generated()
        assert recipe_of(studio.pictures[0]).prompt.startswith("red hair, anime screencap")
        assert "hair.txt:2: is not UTF-8" in studio.log
        assert studio.recipe.prompt == "__hair__ hair"
        assert studio.recipe.styles == ("Cel",)
