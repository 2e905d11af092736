"""The screen of sweeps: axes typed, the whole price before anything is sent, one press, the sheet that fills in."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from naitui.demo import DemoAccount
from naitui.jobs import KeptQueue
from naitui.library.presence import Presence
from naitui.library.record import read_record
from naitui.novelai import load_catalog
from naitui.recipe import Axis, Recipe, Sampling, Sweep, read_recipe
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.sweep import SweepScreen
from naitui.widgets.preview import Preview
from naitui.widgets.sheet_grid import SheetGrid

START = Recipe(
    model="nai-diffusion-4-5-full", prompt="1girl, red hair, hat", sampling=Sampling(width=64, height=64, steps=3)
)
FOUR = Sweep(
    x=(Axis(set="steps", values="1, 2"),), y=(Axis(set="prompt", find="red", values="red|blue"),)
)  # fmt: skip
BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


async def opened(studio: Any) -> SweepScreen:
    await studio.press("ctrl+o", "y")
    await studio.until(lambda: isinstance(studio.app.screen, SweepScreen), "the sweep")
    screen: SweepScreen = studio.app.screen
    return screen


def seen(studio: Any) -> str:
    return "\n".join(studio.rows())


def bar(studio: Any) -> str:
    return str(studio.words("#action"))


async def offered(studio: Any, words: str) -> None:
    await studio.until(lambda: words in bar(studio), words)


def records(studio: Any) -> set[tuple[int | None, str, int | None]]:
    found = [record.recipe for path in studio.pictures if (record := read_record(path.read_bytes()))]
    return {(one.sampling.steps, one.prompt, one.sampling.seed) for one in found}


@BOTH
async def test_axes_are_typed_and_the_sheet_fills_in(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(START, size=size) as studio:
        await opened(studio)
        assert "No axes yet" in seen(studio)
        await studio.type("ste")
        await studio.until(lambda: "→ completes" in seen(studio), "what it could become")
        await studio.press("right")
        await studio.type("=1..2")
        await studio.press("tab")
        await studio.type("prompt:red=red|blue")
        await offered(studio, "F5 Make 4")
        assert "free" in bar(studio)
        assert "4 cells · seed" in bar(studio)
        assert {"steps 1", "steps 2"} <= {word.strip() for row in studio.rows() for word in row.split("  ")}
        await studio.press("enter")
        assert studio.app.focused is studio.app.screen.query_one(SheetGrid)
        assert not studio.pictures
        await studio.press("f5")
        await studio.generated(4)
        await offered(studio, "nothing is left to be made")
        seed = {seed for _, _, seed in records(studio)}
        assert records(studio) == {
            (steps, f"1girl, {hair} hair, hat", *seed) for steps in (1, 2) for hair in ("red", "blue")
        }
        await studio.press("down", "right")
        assert "steps 2 · blue · seed" in seen(studio)
        assert "steps 2" in studio.rows()[0 if size[1] == 24 else 4], "heads stay in sight"
        await studio.press("f5")
        await studio.until(lambda: "nothing to pay for" in studio.toasts, "nothing twice")
        assert len(studio.pictures) == 4


async def test_a_cell_is_taken_as_one_step_and_its_grid_stays_made(open_studio: Any) -> None:
    async with open_studio(START.model_copy(update={"sweep": FOUR})) as studio:
        await opened(studio)
        await offered(studio, "F5 Make 4")
        await studio.press("f5")
        await studio.generated(4)
        await studio.press("down", "right", "t")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        (seed,) = {seed for _, _, seed in records(studio)}
        taken = studio.recipe
        assert (taken.prompt, taken.sampling.steps, taken.sampling.seed) == ("1girl, blue hair, hat", 2, seed)
        await studio.until(lambda: studio.screen.result.last_seed == seed, "its picture")
        assert "F5 Generate " in bar(studio)
        assert "Ctrl+O y" in bar(studio), "a press in the studio makes one picture"
        await opened(studio)
        await offered(studio, "4 made")
        await studio.press("escape", "ctrl+z")
        assert studio.recipe == START.model_copy(update={"sweep": FOUR})
        await studio.press("f5")
        await studio.generated(5)


async def test_what_is_made_and_what_waits_is_not_paid_for_again_after_a_restart(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await opened(studio)
        await studio.type("steps=1..3")
        await offered(studio, "F5 Make 3")
        await studio.press("f5")
        await studio.generated(3)
        await studio.press("escape")
    assert read_recipe((studio.home / "draft.toml").read_text()).sweep is not None
    async with open_studio() as studio:
        await opened(studio)
        await offered(studio, "3 cells · 3 made")
        await studio.press("shift+tab", "shift+tab", "shift+tab", "shift+tab")
        await studio.press("end", "backspace")
        await studio.type("4")
        await offered(studio, "F5 Make 1")
        await studio.press("f5")
        await studio.generated(4)
        assert len({seed for _, _, seed in records(studio)}) == 1


async def test_what_is_not_free_asks_once_for_all_of_it(open_studio: Any) -> None:
    sweep = Sweep(x=(Axis(set="steps", values="1, 2"),), y=(Axis(set="size", values="64x64, 64x128"),))
    async with open_studio(START.model_copy(update={"sweep": sweep}), account=DemoAccount(tier=1)) as studio:
        await opened(studio)
        await offered(studio, "Anlas")
        price = bar(studio).split("Anlas")[0].split()[-1]
        await studio.press("f5")
        await studio.until(lambda: isinstance(studio.app.screen, ConfirmScreen), "the question")
        assert f"4 pictures for {price} Anlas" in studio.dialog
        await studio.press("escape")
        await studio.until(lambda: isinstance(studio.app.screen, SweepScreen))
        assert not studio.pictures
        await studio.press("f5")
        await studio.until(lambda: isinstance(studio.app.screen, ConfirmScreen), "the question again")
        await studio.press("enter")
        await studio.generated(4)


async def test_faults_stand_at_their_lines(open_studio: Any) -> None:
    async with open_studio(START, size=(80, 24)) as studio:
        await opened(studio)
        await studio.type("steps=1..2")
        await studio.press("tab")
        await studio.type("stps=1")

        def below() -> str:
            rows: list[str] = studio.rows()
            return rows[next(index for index, row in enumerate(rows) if "stps=1" in row) + 1]

        await studio.until(lambda: 'did you mean "steps"?' in below(), "the fault")
        await studio.press("f5")
        assert not studio.pictures
        for _ in range(6):
            await studio.press("backspace")
        await studio.type("vibe 1 strength=0.5")
        await studio.until(lambda: "there is no vibe 1" in seen(studio), "another")
        for _ in range(20):
            await studio.press("backspace")
        await offered(studio, "F5 Make 2")


async def test_what_can_be_swept_is_chosen(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        folder = studio.app._bench.settings.folders.data / "wildcards"
        folder.mkdir(parents=True)
        (folder / "hair.txt").write_text("red hair\nblue hair\n")
        await studio.type(", __hair__")
        await opened(studio)
        await studio.press("f9")
        await studio.type("wildcard hair")
        await studio.press("enter")
        await offered(studio, "F5 Make 2")
        assert "wildcard hair=red hair|blue hair" in seen(studio)
        await studio.press("f9")
        await studio.type("sampler")
        await studio.press("enter")
        model = load_catalog().model(START.model)
        await offered(studio, f"F5 Make {len(model.samplers)}")


async def test_sheets_are_turned_a_picture_is_looked_at_and_all_of_it_is_written(open_studio: Any) -> None:
    sweep = FOUR.model_copy(update={"z": (Axis(set="guidance", values="4, 6"),), "skip": ("steps=2; guidance=6",)})
    async with open_studio(START.model_copy(update={"sweep": sweep}), size=(80, 24)) as studio:
        screen = await opened(studio)
        await offered(studio, "F5 Make 6")
        await studio.press("f5")
        await studio.generated(6)
        await studio.until(lambda: "Z 1/2 · steps 1 · red · guidance 4" in seen(studio), "the first sheet")
        await studio.press("]", "right")
        assert "Z 2/2 · steps 2 · red · guidance 6 · skipped" in seen(studio)
        await studio.press("left", "z")
        await studio.until(lambda: screen.query_one("#sweep-picture", Preview).frame is not None, "a large picture")
        await studio.press("down")
        assert "Z 2/2 · steps 1 · blue" in seen(studio)
        await studio.press("z", "w")
        for _ in range(len("~/naitui-sweep.png")):
            await studio.press("backspace")
        path = studio.home / "sheet.png"
        await studio.type(str(path))
        await studio.press("enter")
        await studio.until(lambda: str(path) in studio.toasts, "the sheet")
        assert Image.open(path).width > 2 * 64


async def test_axes_are_undone(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await opened(studio)
        await studio.type("steps=1..3")
        await studio.press("enter")
        await offered(studio, "F5 Make 3")
        assert studio.recipe.sweep == Sweep(x=(Axis(set="steps", values="1..3"),))
        await studio.press("ctrl+z")
        await studio.until(lambda: "No axes yet" in seen(studio), "as before")
        assert studio.recipe == START
        assert "≠ Sweep none → steps=1..3" in studio.toasts
        await studio.press("ctrl+y")
        await offered(studio, "F5 Make 3")


@BOTH
async def test_from_the_sheet_tab_leads_to_the_lines_of_the_axes(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(START.model_copy(update={"sweep": FOUR}), size=size) as studio:
        screen = await opened(studio)
        await offered(studio, "F5 Make 4")
        assert studio.app.focused is screen.query_one(SheetGrid)
        await studio.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "end", "backspace")
        await studio.type("3")
        await studio.until(lambda: "steps=1, 3" in studio.rows()[0], "the line is seen while it is written")
        await studio.press("enter", "tab", "end", "backspace")
        await studio.type("4")
        await studio.until(lambda: "steps=1, 4" in studio.rows()[0], "the other way round too")


async def test_letters_behind_tab_are_for_the_next_line(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await opened(studio)
        studio.burst("steps=1..2")
        studio.burst("", "tab")
        studio.burst("prompt:red=red|blue")
        await offered(studio, "F5 Make 4")


async def test_no_seed_is_said_to_be_everybodys_where_an_axis_sets_it(open_studio: Any) -> None:
    recipe = START.model_copy(update={"sampling": START.sampling.model_copy(update={"seed": 7})})
    async with open_studio(recipe) as studio:
        await opened(studio)
        await studio.type("seed=1..3")
        await offered(studio, "F5 Make 3")
        assert "for all" not in bar(studio)
        await studio.press("tab")
        await studio.type("steps=1..2")
        await offered(studio, "F5 Make 6")
        assert "for all" not in bar(studio)


async def test_words_are_not_broken_in_what_is_said_of_an_empty_sheet(open_studio: Any) -> None:
    async with open_studio(START, size=(80, 24)) as studio:
        await opened(studio)
        rows = [row.strip() for row in studio.rows()]
        assert "press F9 to choose what is to change." in " ".join(rows).replace("  ", " ")
        assert not {"t", "o the lines.", "chang"} & {word for row in rows for word in (row, row.split(" ")[-1])}


async def others(studio: Any, sweep: Sweep) -> tuple[KeptQueue, Presence, list[Any]]:
    """Another naitui of the account, which has the jobs of the same grid."""
    queue, presence = studio.app._desk.queue, Presence(studio.app._desk.queue._presence.folder)
    other = KeptQueue(queue.store, presence, queue.account, None)
    plan = studio.app._desk.plan(studio.recipe.model_copy(update={"sweep": sweep}), None)
    other.put(plan.jobs)
    return other, presence, list(plan.jobs)


SEEDED = START.model_copy(
    update={"sampling": START.sampling.model_copy(update={"seed": 7}), "sweep": Sweep(x=FOUR.x)}
)  # fmt: skip


async def test_what_others_do_with_its_cells_is_seen(open_studio: Any) -> None:
    async with open_studio(SEEDED) as studio:
        other, presence, jobs = await others(studio, Sweep(x=FOUR.x))
        await opened(studio)
        await offered(studio, "2 cells · 2 in the queue")
        other.store.end(jobs[0].id, "cancelled")
        await offered(studio, "F5 Make 1")
        other.store.end(jobs[1].id, "unknown")
        await offered(studio, "2 cells · 1 perhaps charged before")
        assert "perhaps charged" in seen(studio)
        await studio.press("right")
        assert "perhaps charged before; once more: free" in seen(studio)
        presence.vanish()


async def test_what_a_naitui_that_is_gone_has_left_is_said_to_wait_for_a_word(open_studio: Any) -> None:
    async with open_studio(SEEDED) as studio:
        _, presence, _ = await others(studio, Sweep(x=FOUR.x))
        presence.vanish()
        await opened(studio)
        await offered(studio, "2 cells · 2 left over in the queue")
        assert "left over: Esc, then Ctrl+O q lets it go on" in seen(studio)
        await studio.press("f5")
        await studio.until(lambda: "nothing to pay for" in studio.toasts)
        assert not studio.pictures


async def test_a_line_that_is_being_written_is_in_the_draft(open_studio: Any) -> None:
    async with open_studio(START) as studio:
        await opened(studio)
        await studio.type("steps=1..3")
        await offered(studio, "F5 Make 3")
        draft = studio.home / "draft.toml"
        await studio.until(lambda: draft.exists() and read_recipe(draft.read_text()).sweep is not None, "kept")
        await studio.press("backspace")
        await studio.type("2")
        await studio.until(lambda: read_recipe(draft.read_text()).sweep == Sweep(x=(Axis(set="steps", values="1..2"),)))


async def test_what_another_naitui_begins_while_the_question_is_on_the_screen_is_not_paid_for_twice(
    open_studio: Any,
) -> None:
    async with open_studio(SEEDED, account=DemoAccount(tier=1)) as studio:
        await opened(studio)
        await offered(studio, "F5 Make 2")
        await studio.press("f5")
        await studio.until(lambda: isinstance(studio.app.screen, ConfirmScreen), "the question")
        _, presence, jobs = await others(studio, Sweep(x=FOUR.x))
        await studio.press("enter")
        await offered(studio, "2 cells · 2 in the queue")
        queue = studio.app._desk.queue
        assert {row.id for row in queue.store.jobs(queue.account, ended=9)} == {job.id for job in jobs}
        presence.vanish()
