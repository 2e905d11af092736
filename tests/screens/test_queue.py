"""The screen of the queue: what runs and waits, in its order; taken out, moved, sent again; and what is left behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from naitui.jobs import KeptQueue
from naitui.jobs.course import progress, seconds_left, span
from naitui.jobs.frozen import thaw
from naitui.library.presence import Presence
from naitui.library.queue import QueuedJob, QueueStore
from naitui.novelai import load_catalog
from naitui.recipe import Batch, Recipe, Sampling
from naitui.screens.queue import QueueScreen
from naitui.screens.queue_words import Shown, Sight, title_of
from naitui.widgets.rows import Passage, RowList

CATALOG = load_catalog()
SMALL = Sampling(width=128, height=128, steps=3, seed=7)
FOUR = Recipe(prompt="girl", sampling=SMALL, batch=Batch(count=4))


def rows_of(studio: Any) -> list[QueuedJob]:
    rows: list[QueuedJob] = studio.app._bench.queue.jobs(studio.app._desk.queue.account, ended=100)
    return rows


def states(studio: Any) -> dict[int, str]:
    """Of every job by its seed."""
    return {int(row.title.split()[1]): row.state for row in rows_of(studio)}


async def opened(studio: Any) -> QueueScreen:
    await studio.press("ctrl+o", "q")
    await studio.until(lambda: isinstance(studio.app.screen, QueueScreen), "the queue")
    screen: QueueScreen = studio.app.screen
    return screen


def shown(studio: Any) -> list[str]:
    return [row.strip(" │›") for row in studio.rows() if "seed " in row]


async def test_an_empty_queue_says_what_will_be_there(open_studio: Any) -> None:
    async with open_studio(FOUR) as studio:
        await opened(studio)
        await studio.until(lambda: "Nothing was asked for yet." in "\n".join(studio.rows()))
        await studio.press("escape")
        assert studio.app.screen is studio.screen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_shows_what_runs_waits_and_is_done(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(FOUR, pace=1, size=size) as studio:
        await studio.press("f5")
        screen = await opened(studio)
        await studio.until(lambda: any("runs" in row for row in shown(studio)), "the running one")
        await studio.until(lambda: "girl" in "\n".join(shown(studio)))
        await studio.until(lambda: set(states(studio).values()) == {"done"}, "all four")
        await studio.until(lambda: sum("✓ done" in row for row in shown(studio)) == 4, "four ticks")
        assert "nothing waits" in str(screen.query_one(RowList).border_title)
        assert ".png" in screen.query_one(Passage).words


async def test_jobs_are_taken_out_and_moved_while_others_run(open_studio: Any) -> None:
    async with open_studio(FOUR, pace=60) as studio:
        await studio.press("f5")
        await studio.until(lambda: states(studio).get(7) == "running" and len(states(studio)) == 4)
        await opened(studio)
        await studio.until(lambda: len(shown(studio)) == 4)
        await studio.press("down", "d")  # seed 8
        await studio.until(lambda: states(studio)[8] == "cancelled", "seed 8 taken out")
        await studio.until(lambda: "seed 9" in shown(studio)[1], shown(studio))
        await studio.press("home", "down", "down")
        await studio.until(lambda: "seed 10" in studio.app.screen.query_one(Passage).words)
        await studio.press("K")
        await studio.until(lambda: "seed 10" in shown(studio)[1], "seed 10 before seed 9")
        await studio.press("D")
        await studio.until(lambda: sorted(states(studio).values()) == ["cancelled"] * 3 + ["running"], "the rest out")
        await studio.press("escape", "f8")
        await studio.until(lambda: states(studio)[7] == "unknown")


async def test_a_pause_holds_the_queue_and_goes_on(open_studio: Any) -> None:
    async with open_studio(FOUR) as studio:
        screen = await opened(studio)
        await studio.press("space")
        await studio.until(
            lambda: "paused (by you)" in str(screen.query_one(RowList).border_title) or screen._sight.paused
        )
        await studio.press("escape", "f5")
        await studio.until(lambda: "the queue is paused" in studio.log, "it says so")
        assert not studio.pictures
        await opened(studio)
        await studio.press("space")
        await studio.until(lambda: len(studio.pictures) == 4, "all four")


async def test_what_an_earlier_run_left_is_told_and_goes_on(open_studio: Any, tmp_path: Any) -> None:
    async with open_studio(FOUR, pace=60) as studio:
        await studio.press("f5")
        await studio.until(lambda: studio.app._desk.runner.in_flight and len(states(studio)) == 4)
        await studio.press("ctrl+q")
        await studio.until(lambda: "3 jobs wait in the queue, which is kept" in studio.dialog)
        assert "made in the background" in studio.dialog
        await studio.press("q")
        await studio.until(lambda: studio.app._exit)
        assert "3 jobs wait in the queue" in studio.app.farewell[0]
    async with open_studio() as studio:
        await studio.until(lambda: "since an earlier run" in studio.log)
        assert "Ctrl+O q" in studio.log
        await opened(studio)
        await studio.until(lambda: sum("left over" in row for row in shown(studio)) == 3, "three left over")
        await studio.press("R")
        await studio.until(lambda: [states(studio)[seed] for seed in (8, 9, 10)] == ["done"] * 3, "all three")
        assert states(studio)[7] != "waiting"
        assert {"8.png", "9.png", "10.png"} <= {path.name for path in studio.pictures}


async def test_the_rest_is_handed_over_when_that_is_asked_for(open_studio: Any) -> None:
    async with open_studio(FOUR, pace=1) as studio:
        await studio.press("f5")
        await studio.until(lambda: states(studio).get(7) == "running" and len(states(studio)) == 4)
        name = studio.app._desk.queue.name
        await studio.press("ctrl+q")
        await studio.until(lambda: "made in the background" in studio.dialog)
        await studio.press("b")
        await studio.until(lambda: studio.app._exit)
        assert studio.handed == [name]
        assert "in the background" in studio.app.farewell[0]
        assert [states(studio)[seed] for seed in (8, 9, 10)] == ["waiting"] * 3 or "7.png" in str(studio.pictures)


async def test_a_job_that_failed_is_sent_again_as_it_was(open_studio: Any) -> None:
    async with open_studio(FOUR.model_copy(update={"batch": Batch(count=1)}), fault="reject:1") as studio:
        await studio.press("f5")
        await studio.until(lambda: states(studio).get(7) == "failed")
        await opened(studio)
        await studio.until(lambda: any("failed" in row for row in shown(studio)))
        await studio.press("r")
        await studio.until(lambda: [row.state for row in rows_of(studio)] == ["done", "failed"], "the picture")
        assert len(studio.pictures) == 1


async def test_its_recipe_comes_into_the_studio(open_studio: Any) -> None:
    async with open_studio(FOUR.model_copy(update={"batch": Batch(count=1)})) as studio:
        await studio.press("f5")
        await studio.generated(1)
        await studio.focus("#prompt")
        await studio.press("ctrl+end")
        await studio.type(", hat")
        await opened(studio)
        await studio.until(lambda: len(shown(studio)) == 1)
        await studio.press("enter")
        await studio.until(lambda: studio.app.screen is studio.screen and studio.recipe.prompt == "girl")


async def test_what_others_finish_is_told(open_studio: Any) -> None:
    async with open_studio(FOUR) as studio:
        queue = studio.app._desk.queue
        other = KeptQueue(queue.store, Presence(queue._presence.folder), queue.account, None)
        plan = studio.app._desk.plan(FOUR, studio.screen.offering.account.standing)
        other.put(plan.jobs)
        await studio.pilot.pause(0.1)
        other.end(plan.jobs[0], "done", [studio.home / "theirs.png"])
        await studio.until(lambda: "made elsewhere" in studio.log and "theirs.png" in studio.log)


def test_the_time_that_is_left_is_told_once_some_jobs_were_timed() -> None:
    def job(id: str, state: Any, began: float | None = None, ended: float | None = None) -> Shown:
        row = QueuedJob(id, "a", "p", "generation", "seed 1", "m", 5, "", 1, state=state, started=began, ended=ended)
        return Shown(row, left=False, mine=True)

    done = [job(str(number), "done", 100.0, 110.0) for number in range(3)]
    waiting = [job("w", "waiting"), job("x", "waiting")]
    rows = [one.row for one in (*waiting, *done)]
    assert seconds_left(rows[:4]) is None
    assert seconds_left(rows) == 20.0
    assert progress([*rows, replace(rows[-1], plan="another press")]) == (3, 5)
    assert title_of(Sight([*waiting, *done])) == "Queue · 3 of 5 done · 2 wait · 10 Anlas · about 20 s"
    assert title_of(Sight([], "by you")) == "Queue · nothing waits · paused"
    assert [span(0.2), span(89), span(600), span(7500)] == ["1 s", "89 s", "10 min", "2 h 5 min"]


def test_a_queue_of_another_account_is_not_seen(tmp_path: Any) -> None:
    store, presence = QueueStore(tmp_path / "q"), Presence(tmp_path / "alive")
    store.add([(QueuedJob("1", "other", "p", "generation", "seed 1", "m", 0, "", 1, "gone-1"), b"")])
    assert KeptQueue(store, presence, "mine", None).left_over() == []


async def test_a_job_that_cannot_be_read_is_told_of(open_studio: Any) -> None:
    one = FOUR.model_copy(update={"batch": Batch(count=1)})
    async with open_studio(one, fault="reject:1") as studio:
        await studio.press("f5")
        await studio.until(lambda: states(studio).get(7) == "failed")
        with studio.app._bench.queue._database.open() as database:
            database.execute("UPDATE jobs SET frozen = ?", (b"rust",))
        await opened(studio)
        await studio.until(lambda: any("failed" in row for row in shown(studio)))
        await studio.press("r")
        await studio.until(lambda: "It cannot be read" in studio.toasts)
        assert studio.app.is_running


async def test_a_naitui_that_is_killed_meanwhile_is_settled_when_one_looks(open_studio: Any, tmp_path: Any) -> None:
    async with open_studio(FOUR) as studio:
        await studio.until(lambda: studio.app._desk.queue is not None)
        gone = "1-aaaa"
        job = QueuedJob("x", studio.app._desk.queue.account, "p", "generation", "seed 1", "m", 0, "free", 1, gone)
        studio.app._bench.queue.add([(job, b"")])
        studio.app._bench.queue.take(job.account, gone, ["x"])
        assert states(studio) == {1: "running"}
        await opened(studio)
        await studio.until(lambda: states(studio) == {1: "waiting"}, "it was never sent")
        await studio.until(lambda: any("left over" in row for row in shown(studio)))


async def test_the_queue_is_paused_and_emptied_when_the_token_was_refused(open_studio: Any) -> None:
    async with open_studio(FOUR) as studio:
        await studio.until(lambda: studio.app._desk.queue is not None)
        queue = studio.app._desk.queue
        job = QueuedJob("x", queue.account, "p", "generation", "seed 1", "m", 0, "free", 1, queue.name)
        queue.store.add([(job, b"")])
        studio.app._desk.runner = None  # as after an answer that says so
        await opened(studio)
        await studio.until(lambda: len(shown(studio)) == 1)
        await studio.press("space")
        await studio.until(lambda: queue.store.paused(queue.account))
        await studio.press("d")
        await studio.until(lambda: states(studio) == {1: "cancelled"}, "it is out")
        assert studio.app.is_running


async def test_recipes_go_out_and_come_back_as_the_same_jobs(open_studio: Any, tmp_path: Any) -> None:
    async with open_studio(FOUR) as studio:
        await opened(studio)
        await studio.press("space", "escape", "f5")
        await studio.until(lambda: list(states(studio).values()) == ["waiting"] * 4, "four wait")
        bodies = [thaw(studio.app._bench.queue.frozen(row.id), CATALOG).request.body for row in rows_of(studio)]
        await opened(studio)
        await studio.until(lambda: len(shown(studio)) == 4)
        await studio.press("x")
        await studio.type(str(tmp_path / "out"))
        await studio.press("enter")
        await studio.until(lambda: "4 recipes in" in studio.toasts, "they are written")
        await studio.press("C")
        await studio.until(lambda: set(states(studio).values()) == {"cancelled"})
        await studio.press("i")
        await studio.type(str(tmp_path / "out"))
        await studio.press("enter")
        await studio.until(lambda: "4 jobs put in." in studio.toasts, "they are back")
        await studio.until(lambda: sum(row.state == "waiting" for row in rows_of(studio)) == 4)
        again = [row for row in rows_of(studio) if row.state == "waiting"]
        assert [thaw(studio.app._bench.queue.frozen(row.id), CATALOG).request.body for row in again] == bodies
        (tmp_path / "out" / "bad.toml").write_text("prompt = 3")
        await studio.press("i")
        await studio.type(str(tmp_path / "out" / "bad.toml"))
        await studio.press("enter")
        await studio.until(lambda: "bad.toml:1: prompt" in studio.toasts, "what is wrong")


async def test_one_that_failed_is_passed_over_and_one_that_waits_comes_last(open_studio: Any) -> None:
    async with open_studio(FOUR, fault="reject:1") as studio:
        await studio.press("f5")
        await studio.until(lambda: sorted(states(studio).values()) == ["cancelled"] * 3 + ["failed"])
        screen = await opened(studio)
        await studio.press("space")
        await studio.until(lambda: screen._sight.paused)
        at = next(place for place, one in enumerate(screen._sight.shown) if one.row.state == "failed")
        await studio.press(*["down"] * at, "s")

        def waits() -> list[str]:
            return [row.title.split()[1] for row in rows_of(studio) if row.state == "waiting"]

        await studio.until(lambda: sorted(waits()) == ["10", "8", "9"], "the rest of its press")
        first = waits()[0]
        await studio.until(lambda: "· waits" in "".join(shown(studio)[:1]), "it is shown")
        await studio.press("home", "s")
        await studio.until(lambda: waits()[-1] == first, "it comes last")
        assert sum(row.state == "failed" for row in rows_of(studio)) == 1
