"""The queue outlives the program: what waits is found again, in its order, and nothing is sent twice by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from naitui.cli.queue import _LeftLine
from naitui.demo import DemoAccount
from naitui.jobs import (
    AccountLock,
    Cancelled,
    Job,
    KeptQueue,
    Runner,
    Saved,
    Started,
    Stepped,
    Waiting,
    Warned,
)
from naitui.jobs.journal import Turn
from naitui.library.presence import Presence
from naitui.library.queue import QueueStore
from naitui.novelai import Subscription


class Program:
    """One running naitui: a runner whose jobs stand in the queue of the test's folder."""

    def __init__(self, engine: Any, folder: Path) -> None:
        self.engine = engine
        self.presence = Presence(folder / "alive")
        self.store = QueueStore(folder / "queue.sqlite")
        self.queue = KeptQueue(self.store, self.presence, engine.service.fingerprint, engine.shelf.goal)
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
        for plan in self.queue.adopt(self.queue.thawed(self.queue.left_over(), self.engine.catalog, None)):
            self.runner.adopt(plan, plan.quote.total)
        await self.runner.idle()


@pytest.fixture
def begin(open_engine: Callable[..., Any], tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts programs, one after another or beside each other, on one queue."""
    begun: list[Program] = []

    def one(**options: Any) -> Program:
        begun.append(Program(open_engine(**options), tmp_path))
        return begun[-1]

    yield one
    for program in begun:
        program.end()


async def stopped(program: Program) -> None:
    """As a kill: no end is written."""
    worker = program.runner._worker
    assert worker is not None
    worker.cancel()
    await asyncio.gather(worker, return_exceptions=True)
    program.end()


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
    first.queue.put(plan.jobs)
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


@pytest.mark.parametrize("gone", [False, True])
async def test_a_picture_goes_into_the_folder_of_the_press_whoever_sends_it(
    begin: Callable[..., Program], tmp_path: Path, gone: bool
) -> None:
    first = begin()
    first.queue.put(first.engine.plan().jobs)
    first.end()
    second = begin()
    shelf = second.engine.shelf
    shelf.pictures, shelf.pattern = tmp_path / "others", "{seed}-other"
    if gone:
        (tmp_path / "pictures").rmdir()
    await second.take_up()
    [saved] = second.engine.of(Saved)
    other = tmp_path / "others" / "7-other.png"
    assert saved.picture.path == (other if gone else tmp_path / "pictures" / "7.png")
    assert saved.picture.path.is_file()
    said = [event.text for event in second.engine.of(Warned)]
    assert [str(tmp_path / "pictures") in text and str(tmp_path / "others") in text for text in said] == [True] * gone


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


async def test_a_paused_queue_costs_nothing_and_ends_at_once(
    begin: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = begin()
    program.store.pause(program.queue.account, "by you")
    looks = []
    real = KeptQueue.turn
    monkeypatch.setattr(KeptQueue, "turn", lambda queue, waiting: (looks.append(1), real(queue, waiting))[1])
    program.runner.submit(program.engine.plan(), 0)
    await until(lambda: program.engine.of(Waiting))
    await asyncio.sleep(0.3)
    assert len(looks) <= 3, "it looks now and then, not all the time"
    await asyncio.wait_for(stopped(program), 20)


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
    first.queue.put(first.engine.plan(count=2).jobs)
    assert second.queue.left_over() == []
    first.end()
    seen = second.queue.thawed(second.queue.left_over(), second.engine.catalog, None)
    also = third.queue.thawed(third.queue.left_over(), third.engine.catalog, None)
    assert [len(plan.jobs) for plan in second.queue.adopt(seen)] == [2]
    assert third.queue.adopt(also) == []


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
    first.queue.put(plan.jobs)
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


async def test_a_job_that_is_just_being_adopted_is_not_taken_away(begin: Callable[..., Program]) -> None:
    """It stands in the file as this run's before the runner has heard of it, and its place is before the others'."""
    first = begin()
    old = first.engine.plan(seed=1)
    first.queue.put(old.jobs)
    first.end()
    second = begin()
    new = second.engine.plan(seed=70)
    second.queue.put(new.jobs)
    [left] = second.queue.adopt(second.queue.thawed(second.queue.left_over(), second.engine.catalog, None))
    assert second.queue.turn(new.jobs).job == new.jobs[0]
    assert second.states() == [("seed 70", "running"), ("seed 1", "waiting")]
    assert second.queue.turn(left.jobs).job == left.jobs[0]


async def test_a_job_that_somebody_else_has_taken_over_is_theirs(begin: Callable[..., Program]) -> None:
    program, other = begin(), begin()
    plan = program.engine.plan(count=2)
    program.queue.put(plan.jobs)
    other.presence.appear()
    rows = other.store.jobs(other.queue.account)[:1]
    assert other.store.adopt(rows, other.queue.name) == [plan.jobs[0].id]
    program.runner.adopt(plan, plan.quote.total)
    await asyncio.wait_for(program.runner.idle(), 20)
    assert [event.job.id for event in program.engine.of(Started)] == [plan.jobs[1].id]
    assert [event.job.id for event in program.engine.of(Cancelled)] == [plan.jobs[0].id]
    assert ("seed 7", "waiting") in program.states()


async def test_a_clock_that_is_set_back_sends_nothing_twice(begin: Callable[..., Program]) -> None:
    first = begin(pace=5)
    reached = first.engine.until(Stepped)
    first.runner.submit(first.engine.plan(), 0)
    await reached.wait()
    await stopped(first)
    with first.store._database.open() as database:
        database.execute("UPDATE jobs SET added = added + 3600")
    second = begin()
    assert len(second.queue.settle(second.engine.ledger, {})) == 1
    assert second.states() == [("seed 7", "unknown")]


async def test_what_the_queue_forgot_is_known_to_the_ledger(begin: Callable[..., Program]) -> None:
    """The power was cut, or its file could not be written: what was sent seems to wait."""
    first = begin()
    first.runner.submit(first.engine.plan(count=2), 0)
    await first.runner.idle()
    with first.store._database.open() as database:
        database.execute("UPDATE jobs SET state = 'waiting', ended = NULL, started = NULL")
    handed = begin()
    handed.queue.settle(handed.engine.ledger, {}, first.queue.name)  # the first one is still there
    assert handed.states() == [("seed 7", "done"), ("seed 8", "done")]
    with first.store._database.open() as database:
        database.execute("UPDATE jobs SET state = 'waiting', ended = NULL, started = NULL")
    first.end()
    second = begin()
    second.queue.settle(second.engine.ledger, {})
    await second.take_up()
    assert len(second.engine.wire.generations) == 0
    assert [state for _, state in second.states()] == ["done", "done"]


async def test_a_kill_between_two_tries_loses_nothing(begin: Callable[..., Program]) -> None:
    first = begin(fault="locked:1")
    first.runner._means = replace(first.runner._means, waits=(60.0,))
    reached = first.engine.until(Waiting)
    first.runner.submit(first.engine.plan(), 0)
    await reached.wait()
    await stopped(first)
    second = begin()
    assert second.queue.settle(second.engine.ledger, {}) == []
    assert second.states() == [("seed 7", "waiting")]


async def test_who_leaves_between_two_tries_leaves_the_job_in_the_queue(begin: Callable[..., Program]) -> None:
    program = begin(fault="locked:1")
    program.runner._means = replace(program.runner._means, waits=(60.0,))
    reached = program.engine.until(Waiting)
    program.runner.submit(program.engine.plan(count=2), 0)
    await reached.wait()
    assert program.runner.leave() == 2
    program.runner.cancel_running()  # as the command line does after a signal
    await asyncio.wait_for(program.runner.idle(), 20)
    assert program.states() == [("seed 7", "waiting"), ("seed 8", "waiting")]
    assert program.engine.of(Cancelled) == []
    program.end()
    second = begin()
    assert second.queue.settle(second.engine.ledger, {}) == []
    await second.take_up()
    assert second.engine.pictures == ["7.png", "8.png"]


async def test_who_leaves_while_a_job_is_taken_begins_it_no_more(begin: Callable[..., Program]) -> None:
    program = begin()
    turn = program.queue.turn

    def slow(waiting: Sequence[Job]) -> Turn:
        found = turn(waiting)
        loop.call_soon_threadsafe(program.runner.leave)
        time.sleep(0.05)
        return found

    loop = asyncio.get_running_loop()
    program.queue.turn = slow
    program.runner.submit(program.engine.plan(), 0)
    await program.runner.idle()
    assert program.engine.wire.generations == []
    assert program.states() == [("seed 7", "waiting")]


async def test_who_leaves_at_once_leaves_what_was_just_asked_for_and_taken_back(begin: Callable[..., Program]) -> None:
    program = begin()
    kept, dropped = program.engine.plan(), program.engine.plan(seed=9)
    program.runner.submit(kept, 0)
    program.runner.submit(dropped, 0)
    program.runner.cancel_jobs({dropped.jobs[0].id})
    assert program.runner.leave() == 1
    await program.runner.idle()
    assert program.states() == [("seed 7", "waiting"), ("seed 9", "cancelled")]


async def test_a_job_that_waits_for_another_naitui_is_still_paused_and_moved(
    begin: Callable[..., Program], tmp_path: Path
) -> None:
    program = begin()
    account = program.engine.service.fingerprint
    other = AccountLock(tmp_path, account)
    await other.take(lambda: None)
    program.runner._means = replace(program.runner._means, lock=AccountLock(tmp_path, account))
    reached = program.engine.until(Waiting)
    program.runner.submit(program.engine.plan(count=2), 0)
    await reached.wait()
    assert program.states() == [("seed 7", "waiting"), ("seed 8", "waiting")]
    program.store.pause(account, "from a shell")
    program.store.cancel([program.store.jobs(account)[0].id])
    other.give_back()
    await until(lambda: "paused" in program.engine.of(Waiting)[-1].reason)
    assert program.engine.wire.generations == []
    program.store.pause(account, "")
    program.runner.wake()
    await program.runner.idle()
    assert program.engine.pictures == ["8.png"]


async def test_what_cannot_be_written_as_text_is_made_all_the_same(begin: Callable[..., Program]) -> None:
    program = begin()
    plan = program.engine.plan()
    task = plan.jobs[0].task
    recipe = task.resolved.recipe.model_copy(update={"prompt": "caf\udce9"})
    job = replace(plan.jobs[0], task=replace(task, resolved=replace(task.resolved, recipe=recipe)))
    program.queue.put([job])
    assert program.states() == [("seed 7", "waiting")]
    program.queue.end(job, "failed", note="caf\udce9.png: no such file")
    assert program.states() == [("seed 7", "failed")]


async def test_what_was_taken_out_is_not_counted_any_more(begin: Callable[..., Program]) -> None:
    """Two pictures that cost something, and Anlas for one: with one taken out the other one can be paid."""
    program = begin(account=DemoAccount(tier=0))
    plan = program.engine.plan(count=2)
    assert plan.jobs[1].quote.total > 0
    program.runner._take_in(plan, plan.quote.total)
    [(_, purse), _] = program.runner._queue
    before = purse.expected
    program.runner.cancel_jobs({plan.jobs[1].id})
    assert purse.expected == before - plan.jobs[1].quote.total
    await program.runner.written()


async def test_a_kill_while_the_balance_is_read_leaves_a_finished_job_done(begin: Callable[..., Program]) -> None:
    first = begin()
    reached, answer = first.engine.until(Saved), first.engine.service.subscription

    async def slow() -> Subscription:
        if reached.is_set():
            await asyncio.Event().wait()
        found: Subscription = await answer()
        return found

    first.engine.service.subscription = slow
    first.runner.submit(first.engine.plan(), 0)
    await reached.wait()
    await until(lambda: first.runner.closing)
    await until(lambda: first.states() == [("seed 7", "done")])
    await stopped(first)
    second = begin()
    assert second.queue.settle(second.engine.ledger, {}) == []
    assert second.states() == [("seed 7", "done")]


async def test_in_the_background_each_press_costs_what_was_agreed_to_at_most(begin: Callable[..., Program]) -> None:
    """One press has become cheaper, another one dearer: what is saved on the first is not spent on the second."""
    first = begin(account=DemoAccount(tier=0))
    cheaper, dearer = first.engine.plan(), first.engine.plan(seed=9)
    price = dearer.quote.total
    first.queue.put([replace(cheaper.jobs[0], quote=replace(cheaper.quote, total=5 * price))])
    first.queue.put([replace(dearer.jobs[0], quote=replace(dearer.quote, total=price - 1))])
    line = _LeftLine(first.queue, first.engine.catalog, first.queue.name)
    assert [job.id for job in line.plan(first.engine.account.standing).jobs] == [cheaper.jobs[0].id]
    assert [state for _, state in first.states()] == ["waiting", "waiting"]


async def test_why_a_job_failed_is_kept_without_what_a_mistake_quotes(begin: Callable[..., Program]) -> None:
    program = begin()

    def stumble() -> None:
        raise ValueError("sent 'Bearer pst-abcdefgh'\x1b[2J")

    program.engine.wire.before_generation = stumble
    program.runner.submit(program.engine.plan(count=1), 0)
    await program.runner.idle()
    [row] = program.store.jobs(program.queue.account, ended=9)
    assert row.note == "ValueError: sent '***' [2J"
