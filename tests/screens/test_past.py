"""The past screen: looking around, going to any step or picture, branching; and what is there after a restart."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.past_file import PastFile
from naitui.recipe import Recipe, Sampling, read_recipe, write_recipe
from naitui.recipe.past import Made, Past
from naitui.recipe.past_graph import rows
from naitui.screens.past import PastScreen
from naitui.widgets.past_list import PastList, picture_words, shown_time
from naitui.widgets.preview import Preview
from naitui.widgets.prompt_diff import PromptDiff

SMALL = Sampling(width=128, height=128, steps=3)
START = Recipe(model="nai-diffusion-4-5-full", prompt="1girl", sampling=SMALL)
_OUT = io.BytesIO()
Image.new("RGB", (8, 8)).save(_OUT, "PNG")
PICTURE = _OUT.getvalue()
BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


def past_of(studio: Any) -> Past:
    return studio.screen.words.past


def screen_of(studio: Any) -> PastScreen:
    assert isinstance(studio.app.screen, PastScreen)
    return studio.app.screen


def listed(studio: Any) -> list[str]:
    """The lines of the list as they are on the screen, without their times."""
    states = screen_of(studio).query_one(PastList)
    region = states.content_region
    rows = [row[region.x : region.right - 20].rstrip() for row in studio.rows()[region.y : region.bottom]]
    return [row for row in rows if row]


def told(studio: Any) -> str:
    screen = screen_of(studio)
    lines = [str(screen.query_one("#past-when").render())]
    for diff in screen.query(PromptDiff):
        lines += ["".join(text for text, _ in row) for row in diff.lines(diff.size.width)]
    return "\n".join(lines)


async def opened(studio: Any) -> None:
    await studio.press("ctrl+d")
    await studio.until(lambda: isinstance(studio.app.screen, PastScreen), "the past")
    await studio.until(lambda: "same as now" in told(studio), "what is told of a step")


async def with_pictures(studio: Any) -> None:
    """Two pictures of one recipe, one of another on a branch, and one is at none of them."""
    await studio.press("f5")
    await studio.generated(1)
    await studio.press("f5")
    await studio.generated(2)
    await studio.type(", night")
    await studio.press("f5")
    await studio.generated(3)
    await studio.press("ctrl+z")
    await studio.type(", day")


@BOTH
async def test_the_tree_with_its_pictures(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(START, size=size) as studio:
        await with_pictures(studio)
        seeds = [[made.seed for made in node.pictures] for node in past_of(studio).nodes()]
        await opened(studio)
        assert listed(studio) == [
            "● + day",
            "│ ◆ + night",
            f"│ │ ▣ seed {seeds[1][0]}",
            "◆─╯ the beginning",
            f"  ▣ seed {seeds[0][1]}",
            f"  ▣ seed {seeds[0][0]}",
        ]
        title = str(screen_of(studio).query_one(PastList).border_title)
        assert title == "Past · 2 steps · 3 pictures"
        assert "the same as now" in told(studio)
        await studio.press("down", "down")
        await studio.until(lambda: f"seed {seeds[1][0]}" in told(studio), "the picture's step")
        assert "+ night" in told(studio)
        assert "− day  + night" in told(studio)
        preview = screen_of(studio).query_one(Preview)
        await studio.until(lambda: preview._picture is not None, "the picture")
        assert preview.region.width > 10
        assert preview.region.height > 6
        assert f"{seeds[1][0]}.png" in "\n".join(studio.rows())
        assert "Go there" in studio.rows()[-1]
        assert "Back" in studio.rows()[-1]


@BOTH
async def test_going_to_a_picture_begins_a_branch_and_spends_nothing(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(START, size=size) as studio:
        await with_pictures(studio)
        asked = len(studio.pictures)
        await opened(studio)
        await studio.press("down", "down", "enter")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        night = START.model_copy(update={"prompt": "1girl, night"})
        assert studio.recipe == night
        assert studio.words("#prompt") == "1girl, night"
        assert "Gone to: the step “+ night” · ▣ seed" in studio.words("#status-left")
        made = past_of(studio).nodes()[1].pictures[0]
        await studio.until(lambda: studio.screen.result.last_path == Path(made.path), "the picture in the studio")
        assert studio.screen.result.last_seed == made.seed
        assert Path(made.path).name in str(studio.screen.query_one("#caption").render())
        await studio.type(", rain")
        await opened(studio)
        assert listed(studio)[:2] == ["● + rain", "│ ○ + day"]
        await studio.press("escape")
        assert len(studio.pictures) == asked
        assert studio.screen.result.progress is None


async def test_with_its_seed(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await with_pictures(studio)
        await opened(studio)
        await studio.press("s")
        await studio.until(lambda: "No picture here whose seed" in studio.toasts, "why not")
        await studio.press("end", "s")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        seed = past_of(studio).nodes()[0].pictures[0].seed
        assert studio.recipe == START.model_copy(update={"sampling": SMALL.model_copy(update={"seed": seed})})
        await studio.press("ctrl+z")
        assert studio.recipe == START


async def test_a_picture_belongs_to_what_was_sent_not_to_what_is_typed_meanwhile(open_studio: Any) -> None:
    async with open_studio(START, pace=0.05) as studio:
        await studio.press("f5")
        await studio.type(", typed meanwhile")
        await opened(studio)
        assert not any("▣" in line for line in listed(studio))
        await studio.until(lambda: any("▣" in line for line in listed(studio)), "the picture, while one looks")
        assert [line[:2] for line in listed(studio)] == ["● ", "◆ ", "  "]
        first, second = past_of(studio).nodes()
        assert (len(first.pictures), len(second.pictures)) == (1, 0)
        assert past_of(studio).recipe_of(first.id) == START


async def test_only_pictures_and_searching(open_studio: Any) -> None:
    async with open_studio(START, size=(80, 24)) as studio:
        await with_pictures(studio)
        await studio.type(", rain, hat")
        seed = past_of(studio).nodes()[1].pictures[0].seed
        await opened(studio)
        await studio.press("p")
        words = [line.lstrip(" ○●◆│─╯") for line in listed(studio)]
        assert [line for line in words if "▣" not in line] == ["+ night", "the beginning"]
        await studio.press("p", "/")
        await studio.type("+ rain")
        assert listed(studio) == ["○ + rain"]
        await studio.press("enter", "escape")
        assert len(listed(studio)) == 8
        await studio.press("/")
        await studio.type(str(seed))
        assert listed(studio)[0] == "◆ + night"
        await studio.press("down")
        assert studio.app.focused is screen_of(studio).query_one(PastList)
        await studio.press("/")
        await studio.type("zzz")
        assert "Nothing is like that" in listed(studio)[0]
        await studio.press("escape", "escape")
        assert studio.app.screen is studio.screen


async def test_between_pictures_all_steps_are_told_as_one(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await studio.press("f5")
        await studio.generated(1)
        await studio.type(", night, rain")
        await studio.press("f5")
        await studio.generated(2)
        await opened(studio)
        assert listed(studio)[0] == "● + rain"
        await studio.press("p")
        assert listed(studio)[0] == "● + night, + rain"
        await studio.until(lambda: "+ night  + rain" in told(studio), "what is told of both")


async def test_without_pictures_it_says_so(open_studio: Any) -> None:
    async with open_studio(START, size=(80, 24)) as studio:
        await opened(studio)
        assert listed(studio) == ["● the beginning"]
        await studio.press("p")
        assert listed(studio) == ["No pictures yet; p shows every step again."]
        await studio.press("enter", "s", "left", "right", "up", "G", "q")
        assert studio.app.screen is studio.screen


async def test_left_and_right_follow_a_line(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await studio.type(", a, b, c")
        await studio.press("ctrl+z", "ctrl+z")
        await studio.type(", d")
        await opened(studio)
        states = screen_of(studio).query_one(PastList)
        await studio.press("left")
        assert states.row.node.label == "+ a"
        await studio.press("left", "left", "l", "right")
        assert states.row.node.label == "+ d"
        await studio.press("down", "h")
        assert states.row.node.label == "+ b"


async def test_a_picture_that_is_gone_is_told_of(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await studio.press("f5")
        await studio.generated(1)
        studio.pictures[0].unlink()
        await opened(studio)
        caption = screen_of(studio).query_one("#past-caption")
        await studio.until(lambda: "cannot be read" in str(caption.render()), "what is missing")
        await studio.press("enter")
        await studio.until(lambda: "the picture cannot be shown" in studio.toasts, "what is missing")
        assert studio.recipe == START


async def test_hundreds_of_steps_scroll(open_studio: Any) -> None:
    async with open_studio(START, size=(80, 24)) as studio:
        for number in range(300):
            studio.screen.words.take(START.model_copy(update={"prompt": f"1girl, {number}"}))
        await opened(studio)
        await studio.press("G")
        assert "the beginning" in listed(studio)[-1]
        await studio.press("pageup", "g")
        assert listed(studio)[0].endswith("− 298, + 299")


async def test_words_with_marks_of_the_screen_are_shown_as_they_are(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await studio.paste("[/b][red]x[/] \x1b]0;t\x07")
        await opened(studio)
        assert "[/b][red]x[/]" in listed(studio)[0]
        assert "\x1b" not in "\n".join(studio.rows())


# ---------------------------------------------------------------------- from run to run


async def test_after_a_restart_everything_is_still_there(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await with_pictures(studio)
        await studio.press("ctrl+q")
        await studio.until(lambda: studio.app._exit)
        left = past_of(studio).nodes()
    async with open_studio() as studio:
        await studio.until(lambda: len(past_of(studio).nodes()) == len(left), "the past")
        assert [(n.id, n.label, n.pictures) for n in past_of(studio).nodes()] == [
            (n.id, n.label, n.pictures) for n in left
        ]
        await studio.press("ctrl+z")
        assert studio.recipe == START
        assert "Undone: the step “+ day” · ▣ 2 pictures · 2 branches from here" in studio.words("#status-left")
        await opened(studio)
        await studio.press("up", "up", "enter")
        assert studio.recipe.prompt == "1girl, night"


async def test_the_draft_counts_where_the_past_was_not_written_any_more(open_studio: Any) -> None:
    """A kill between the two files, or a draft that somebody else has put there: it is one step further."""
    async with open_studio(START) as studio:
        await studio.type(", night")
        await studio.press("ctrl+q")
        await studio.until(lambda: studio.app._exit)
    other = START.model_copy(update={"prompt": "1girl, night, by hand"})
    async with open_studio(other) as studio:
        await studio.until(lambda: len(past_of(studio).nodes()) == 3, "the past")
        assert studio.recipe == other
        await studio.press("ctrl+z")
        assert studio.recipe.prompt == "1girl, night"
        await studio.press("ctrl+z")
        assert studio.recipe == START


async def test_it_is_written_without_being_asked(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await studio.type(", night")
        file = PastFile(studio.home / "draft-past.sqlite")

        def written() -> bool:
            past, _ = file.load()
            return past is not None and past.recipe.prompt == "1girl, night"

        await studio.until(written, "the past on disk")
        await studio.press("ctrl+z", "ctrl+y", "ctrl+z")
        await studio.until(lambda: not written() and file.load()[0].recipe == START, "where one is now")
        assert read_recipe(studio.draft.read_text()) == START


async def test_a_broken_past_is_put_aside_and_told_of(open_studio: Any, tmp_path: Path) -> None:
    (tmp_path / "draft-past.sqlite").write_bytes(b"no database " * 99)
    async with open_studio(START) as studio:
        assert "the past cannot be read and was put aside" in studio.log
        await studio.type(", night")
        await studio.until((tmp_path / "draft-past.sqlite").exists, "a new one")
        await studio.press("ctrl+z")
        assert studio.recipe == START
    assert (tmp_path / "draft-past.unreadable-1.sqlite").read_bytes() == b"no database " * 99


async def test_a_past_that_cannot_be_written_is_told_of(open_studio: Any, tmp_path: Path) -> None:
    (tmp_path / "draft-past.sqlite").mkdir()
    async with open_studio(START) as studio:
        assert "the past cannot be read" in studio.log
        await studio.type(", night")
        await studio.until(lambda: "the past cannot be saved" in studio.log)
        await studio.press("ctrl+z")
        assert studio.recipe == START


async def test_a_picture_that_an_earlier_run_left_comes_to_its_step(open_studio: Any, tmp_path: Path) -> None:
    """Its bytes had come when it was killed: they are put in their place, and to the recipe that was sent."""
    past = Past(START, 1.0)
    past.send(past.head, ["job-1", "job-2"])
    past.edit(START.model_copy(update={"prompt": "later"}), 2.0)
    PastFile(tmp_path / "draft-past.sqlite").save(past.changed(), past.head)
    job = tmp_path / "incoming" / "job-1"
    job.mkdir(parents=True)
    sent = START.model_copy(update={"sampling": SMALL.model_copy(update={"seed": 77})})
    (job / "recipe.toml").write_text(write_recipe(sent))
    (job / "sample-0").write_bytes(PICTURE)
    async with open_studio(past.recipe) as studio:
        await studio.until(lambda: "recovered from an earlier run" in studio.log, "the picture")
        first, second = past_of(studio).nodes()
        assert [(Path(made.path).name, made.seed) for made in first.pictures] == [("77.png", 77)]
        assert second.pictures == ()
        assert past_of(studio).jobs == (), "nothing comes of the other one any more"


def test_times_are_short() -> None:
    now = 1_790_000_000.0
    assert len(shown_time(now - 5, now)) == 8
    assert shown_time(now - 5, now).count(":") == 2
    assert len(shown_time(now - 3 * 86_400, now)) == 12
    assert shown_time(now - 700 * 86_400, now).count("-") == 2


def test_a_picture_without_a_seed_has_its_name() -> None:
    past = Past(START, 0.0)
    past.send(past.head, ["job"])
    past.attach("job", Made("/somewhere/lineart.png", None, 1.0))
    assert picture_words(rows(past.nodes(), past.head)[1]) == "lineart.png"
