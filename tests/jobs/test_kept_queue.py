"""The queue outlives the program: what waits is found again, in its order, and nothing is sent twice by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naitui.jobs import Cancelled, KeptQueue, Plan, Runner, Saved, Started, Stepped, Waiting, Warned
from naitui.library.presence import Presence
from naitui.library.queue import QueueStore
from naitui.novelai.price import summed


class Program:
    """One running naitui: a runner whose jobs stand in the queue of the test's folder."""

    def __init__(self, engine: Any, folder: Path) -> None:
        self.engine = engine
        self.presence = Presence(folder / "alive")
        self.store = QueueStore(folder / "queue.sqlite")
        self.queue = KeptQueue(self.store, self.presence, engine.service.fingerprint)
        self.runner = Runner(
            engine.service,
            engine.catalog,
            engine.shelf,
            engine.hear,
            waits=(0.0, 0.0),
            ledger=engine.ledger,
            journal=self.queue,
        )

    def states(self) -> list[tuple[str, str]]:
        """What runs and waits in its order, then what has ended, the oldest first."""
        rows = self.store.jobs(self.queue.account, ended=100)
        live = [row for row in rows if row.ended is None]
        ended = sorted((row for row in rows if row.ended is not None), key=lambda row: row.ended or 0)
        return [(row.title.partition(" ·")[0], row.state) for row in (*live, *ended)]

    def end(self) -> None:
        """As when it is killed: nothing is tidied up, the system lets go of its lock."""
        self.presence.vanish()
        self.store.close()

    async def take_up(self) -> None:
        """Let everything go on that others have left."""
        left = self.queue.adopt(self.queue.thawed(self.queue.left_over(), self.engine.catalog, None))
        jobs = tuple(one.job for one in left)
        if jobs:
            plan = Plan(jobs, summed([job.quote for job in jobs]))
            self.runner.adopt(plan, plan.quote.total)
        await self.runner.idle()


@pytest.fixture
def begin(open_engine: Callable[..., Any], tmp_path: Path) -> Callable[..., Program]:
    """Starts programs, one after another or beside each other, on one queue."""
    return lambda **options: Program(open_engine(**options), tmp_path)


async def until(condition: Callable[[], object]) -> None:
    for _ in range(1000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come to that")


async def test_what_is_asked_for_is_written_down_and_ends_with_its_files(begin: Callable[..., Program]) -> None:
    program = begin()
    program.runner.submit(program.engine.plan(count=2), 0)
    await program.runner.idle()
    assert program.states() == [("seed 7", "done"), ("seed 8", "done")]
    files = [row.files[0].name for row in program.store.jobs(program.queue.account, ended=9)]
    assert sorted(files) == program.engine.pictures == ["7.png", "8.png"]


async def test_what_waited_is_found_by_the_next_start_and_sent_word_for_word(begin: Callable[..., Program]) -> None:
    first = begin()
    plan = first.engine.plan(count=3)
    reached = first.engine.until(Started)
    first.runner.submit(plan, 0)
    await reached.wait()
    assert first.runner.leave() == 2
    await first.runner.idle()
    assert first.states() == [("seed 8", "waiting"), ("seed 9", "waiting"), ("seed 7", "done")]
    first.end()
    second = begin()
    assert [row.id for row in second.queue.left_over()] == [job.id for job in plan.jobs[1:]]
    await second.take_up()
    assert second.engine.pictures == ["7.png", "8.png", "9.png"]
    left = [job.task.request.body for job in plan.jobs[1:]]
    assert [event.job.task.request.body for event in second.engine.of(Started)] == left
    assert {state for _, state in second.states()} == {"done"}


async def test_a_job_in_flight_at_the_end_is_unknown_and_never_sent_again_by_itself(
    begin: Callable[..., Program],
) -> None:
    first = begin(pace=5)
    reached = first.engine.until(Stepped)
    first.runner.submit(first.engine.plan(count=2), 0)
    await reached.wait()
    assert first.runner._worker is not None
    first.runner._worker.cancel()  # as a kill: no end is written
    await asyncio.gather(first.runner._worker, return_exceptions=True)
    first.end()
    second = begin()
    unknown = second.queue.settle(second.engine.ledger, {})
    assert [row.title.partition(" ·")[0] for row in unknown] == ["seed 7"]
    assert second.states() == [("seed 8", "waiting"), ("seed 7", "unknown")]
    await second.take_up()
    assert second.engine.pictures == ["8.png"]


async def test_a_job_that_was_taken_and_never_sent_waits_again(begin: Callable[..., Program]) -> None:
    first = begin()
    plan = first.engine.plan()
    first.queue.put(plan.jobs, 0)
    assert first.queue.turn(plan.jobs).job == plan.jobs[0]  # and here it is killed
    first.end()
    second = begin()
    assert second.queue.settle(second.engine.ledger, {}) == []
    assert second.states() == [("seed 7", "waiting")]


async def test_a_picture_that_was_put_in_its_place_later_ends_the_job_well(
    begin: Callable[..., Program], tmp_path: Path
) -> None:
    first = begin(pace=5)
    reached = first.engine.until(Stepped)
    first.runner.submit(first.engine.plan(), 0)
    await reached.wait()
    assert first.runner._worker is not None
    first.runner._worker.cancel()
    await asyncio.gather(first.runner._worker, return_exceptions=True)
    job = first.store.jobs(first.queue.account)[0].id
    first.end()
    second = begin()
    assert second.queue.settle(second.engine.ledger, {job: [tmp_path / "7.png"]}) == []
    [row] = second.store.jobs(second.queue.account, ended=1)
    assert (row.state, row.files) == ("done", (tmp_path / "7.png",))


async def test_others_take_jobs_out_and_change_their_order(begin: Callable[..., Program]) -> None:
    program, other = begin(pace=1), begin()
    plan = program.engine.plan(count=4)
    first, second, third, fourth = (job.id for job in plan.jobs)
    reached = program.engine.until(Started)
    program.runner.submit(plan, 0)
    await reached.wait()
    assert other.store.cancel([third]) == [third]
    other.store.move(fourth, before=second)
    await program.runner.idle()
    assert [event.job.id for event in program.engine.of(Started)] == [first, fourth, second]
    assert [event.job.id for event in program.engine.of(Cancelled)] == [third]
    assert program.engine.of(Cancelled)[0].in_flight is False


async def test_a_pause_from_elsewhere_holds_everything_until_it_goes_on(begin: Callable[..., Program]) -> None:
    program, other = begin(), begin()
    other.store.pause(other.queue.account, "from a shell")
    program.runner.submit(program.engine.plan(count=2), 0)
    await until(lambda: program.engine.of(Waiting))
    assert "paused (from a shell)" in program.engine.of(Waiting)[0].reason
    assert program.engine.wire.generations == []
    other.store.pause(other.queue.account, "")
    program.runner.wake()
    await program.runner.idle()
    assert program.engine.pictures == ["7.png", "8.png"]
    assert len(program.engine.of(Waiting)) == 1


async def test_what_another_one_works_on_is_not_left_over_and_is_taken_over_once(begin: Callable[..., Program]) -> None:
    first, second, third = begin(), begin(), begin()
    first.queue.put(first.engine.plan(count=2).jobs, 0)
    assert second.queue.left_over() == []
    first.end()
    seen = second.queue.thawed(second.queue.left_over(), second.engine.catalog, None)
    also = third.queue.thawed(third.queue.left_over(), third.engine.catalog, None)
    assert (len(second.queue.adopt(seen)), third.queue.adopt(also)) == (2, [])


async def test_after_a_failure_the_rest_of_the_plan_is_out_of_the_queue_too(begin: Callable[..., Program]) -> None:
    program = begin(fault="reject:1")
    program.runner.submit(program.engine.plan(count=3), 0)
    await program.runner.idle()
    await until(lambda: ("seed 9", "cancelled") in program.states())
    assert dict(program.states()) == {"seed 7": "failed", "seed 8": "cancelled", "seed 9": "cancelled"}
    rows = {row.title.partition(" ·")[0]: row.note for row in program.store.jobs(program.queue.account, ended=9)}
    assert rows["seed 8"] == "the job before it failed"
    assert rows["seed 7"]


async def test_taken_back_here_is_taken_back_in_the_queue(begin: Callable[..., Program]) -> None:
    program = begin(pace=1)
    reached = program.engine.until(Started)
    program.runner.submit(program.engine.plan(count=3), 0)
    await reached.wait()
    assert program.runner.cancel_waiting() == 2
    await program.runner.idle()
    await until(lambda: [state for _, state in program.states()].count("cancelled") == 2)
    program.end()
    assert begin().queue.left_over() == []


async def test_cancelled_in_flight_is_unknown(begin: Callable[..., Program]) -> None:
    program = begin(pace=5)
    reached = program.engine.until(Stepped)
    program.runner.submit(program.engine.plan(), 0)
    await reached.wait()
    assert program.runner.cancel_running()
    await program.runner.idle()
    assert program.states() == [("seed 7", "unknown")]


async def test_a_queue_that_cannot_be_written_keeps_nobody_from_their_pictures(
    begin: Callable[..., Program], tmp_path: Path
) -> None:
    (tmp_path / "queue.sqlite").write_bytes(b"this is no database at all" * 100)
    program = begin()
    program.runner.submit(program.engine.plan(count=2), 0)
    await program.runner.idle()
    assert program.engine.pictures == ["7.png", "8.png"]
    assert "the queue is not kept" in program.engine.of(Warned)[0].text


async def test_what_cannot_be_read_any_more_ends_and_the_rest_goes_on(begin: Callable[..., Program]) -> None:
    first = begin()
    plan = first.engine.plan(count=2)
    first.queue.put(plan.jobs, 0)
    first.end()
    with first.store._database.open() as database:
        database.execute("UPDATE jobs SET frozen = ? WHERE id = ?", (b"rust", plan.jobs[0].id))
        database.commit()
    second = begin()
    await second.take_up()
    assert second.engine.pictures == ["8.png"]
    assert ("seed 7", "failed") in second.states()


async def test_every_job_is_sent_once_whatever_two_programs_do(begin: Callable[..., Program]) -> None:
    """Two on one account, each with jobs of its own; one of them goes in the middle, and the other takes its rest."""
    one, two = begin(pace=0.2), begin(pace=0.2)
    mine, others = one.engine.plan(count=3), two.engine.plan(count=3, seed=70)
    one.runner.submit(mine, 0)
    two.runner.submit(others, 0)
    await until(lambda: one.engine.of(Saved))
    one.runner.leave()
    await one.runner.idle()
    one.end()
    await two.runner.idle()
    await two.take_up()
    sent = [event.job.id for engine in (one.engine, two.engine) for event in engine.of(Started)]
    assert sorted(sent) == sorted(job.id for plan in (mine, others) for job in plan.jobs)
    assert two.engine.pictures == ["7.png", "70.png", "71.png", "72.png", "8.png", "9.png"]


async def test_who_leaves_and_cuts_the_line_leaves_the_rest_in_the_queue(begin: Callable[..., Program]) -> None:
    program = begin(pace=5)
    reached = program.engine.until(Stepped)
    program.runner.submit(program.engine.plan(count=3), 0)
    await reached.wait()
    assert program.runner.leave() == 2
    await program.engine.service.close()
    program.runner.cancel_running()
    await program.runner.idle()
    assert program.states()[:2] == [("seed 8", "waiting"), ("seed 9", "waiting")]
