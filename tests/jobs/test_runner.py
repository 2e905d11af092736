"""The runner: one request at a time, the price first, and never the same picture paid for twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from naitui.demo import DemoAccount
from naitui.jobs import AccountRead, Cancelled, Failed, NeedsApproval, Queued, Saved, Started, Stepped, Waiting, as_json
from naitui.library.record import read_record
from naitui.novelai import NovelAIError, settled_recipe
from naitui.novelai.http import httpx

ONE = ["Queued", "Started", "Stepped", "Stepped", "Saved", "Finished", "AccountRead"]


async def test_events_in_order_and_the_picture_in_its_place(engine) -> None:
    plan = engine.plan()
    assert await engine.run(plan) == ONE
    [saved] = engine.of(Saved)
    assert engine.pictures == ["7.png"]
    assert saved.picture.path.read_bytes() == saved.picture.data
    kept = settled_recipe(plan.jobs[0].task.resolved.recipe, engine.catalog)
    assert read_record(saved.picture.data).recipe == kept
    assert kept.sampling.guidance is not None
    assert [(e.sample, e.step) for e in engine.of(Stepped)] == [(0, 0), (0, 1)]
    assert list(engine.shelf.incoming.iterdir()) == []
    assert engine.runner.running is None
    assert engine.runner.waiting == ()


async def test_the_picture_is_on_disk_before_anybody_hears_of_it(engine) -> None:
    there = []
    engine.on_event = lambda event: there.append(event.picture.path.is_file()) if isinstance(event, Saved) else None
    await engine.run(engine.plan(count=2, samples=2), approved=100)
    assert there == [True, True]


async def test_two_plans_never_overlap(engine) -> None:
    at_once = []
    engine.wire.before_generation = lambda: at_once.append(engine.demo._locked_until)
    for start in (10, 20, 30):
        engine.runner.submit(engine.plan(count=2, seed=start), 0)
    assert len(engine.runner.waiting) == 6
    await engine.runner.idle()
    assert engine.demo.generations == len(engine.wire.generations) == 6
    assert set(at_once) == {0.0}  # the demo was never busy when the next one was sent
    assert [e.job.seed for e in engine.of(Started)] == [10, 11, 20, 21, 30, 31]
    assert [e.ahead for e in engine.of(Queued)] == [0, 1, 2, 3, 4, 5]


async def test_a_price_that_was_not_agreed_to_sends_nothing(engine) -> None:
    plan = engine.plan(count=3, samples=3)
    assert plan.quote.total == 4
    with pytest.raises(NeedsApproval, match=r"4 Anlas.*3 were agreed"):
        engine.runner.submit(plan, 3)
    assert (engine.heard, engine.wire.generations) == ([], [])
    await engine.run(plan, approved=4)
    assert engine.account.anlas == 10_496


async def test_the_account_tells_what_was_spent(engine) -> None:
    await engine.runner.read_account()
    await engine.run(engine.plan(count=3, samples=3), approved=4)
    first, last = engine.of(AccountRead)
    assert (first.spent, first.subscription.anlas) == (None, 10_500)
    assert (last.spent, last.subscription.anlas) == (4, 10_496)


async def test_the_allowance_is_lost_between_plan_and_sending(engine) -> None:
    plan = engine.plan()
    assert plan.quote.total == 0
    engine.account.percent = -1.0
    assert await engine.run(plan) == ["Queued", "Failed"]
    [failed] = engine.of(Failed)
    assert isinstance(failed.error, NeedsApproval)
    assert failed.charged == "no"
    assert (engine.demo.generations, engine.account.anlas) == (0, 10_500)
    assert engine.shelf.left_over() == []


async def test_the_allowance_runs_out_within_a_plan(engine) -> None:
    plan = engine.plan(count=4)
    engine.account.percent = 0.1  # enough for two
    await engine.run(plan)
    assert engine.demo.generations == 2
    assert engine.account.anlas == 10_500
    assert engine.names()[-2:] == ["Failed", "Cancelled"]
    assert engine.pictures == ["7.png", "8.png"]


async def test_the_allowance_is_lost_while_the_job_waits_for_the_lock(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(fault="locked:1")

    def other_device_uses_it_up(event: object) -> None:
        if isinstance(event, Waiting):
            engine.account.percent = -1.0

    engine.on_event = other_device_uses_it_up
    await engine.run(engine.plan())
    assert isinstance(engine.of(Failed)[0].error, NeedsApproval)
    assert (engine.demo.generations, engine.account.anlas) == (0, 10_500)


async def test_what_was_agreed_to_is_spent_once(engine) -> None:
    plan = engine.plan(count=4, samples=2)
    engine.account.tier = 0  # twice the price, before the second of two jobs
    await engine.run(plan, approved=plan.quote.total)
    assert isinstance(engine.of(Failed)[0].error, NeedsApproval)
    assert (engine.demo.generations, engine.account.anlas) == (1, 10_500 - plan.quote.total)


@pytest.mark.parametrize("fault", ["locked:1", "locked:2"])
async def test_a_lock_is_waited_for(open_engine: Callable[..., Any], fault: str) -> None:
    engine = open_engine(DemoAccount(tier=0), fault=fault)
    times = int(fault[-1])
    names = await engine.run(engine.plan(), approved=2)
    assert names == ["Queued", *["Started", "Waiting"] * times, *ONE[1:]]
    assert engine.demo.generations == 1
    assert engine.account.anlas == 10_498  # what was agreed to covers it, however often it was tried
    assert "Another generation" in engine.of(Waiting)[0].reason


async def test_a_lock_that_stays_is_given_up(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(fault="locked")
    await engine.run(engine.plan())
    assert len(engine.of(Waiting)) == 2
    assert len(engine.wire.generations) == 3
    assert engine.of(Failed)[0].charged == "no"


MAYBE = ["cut", "drop", "garbage", "html", "server-error", "bad-gateway", "stream-error", "missing"]
NO = ["no-anlas", "bad-token", "reject", "rate-limit"]


@pytest.mark.parametrize(
    ("fault", "framing"),
    [
        (fault, framing)
        for fault in (*MAYBE, *NO)
        for framing in ("msgpack", "sse", "none")
        if (fault, framing) != ("stream-error", "none")
    ],
)
async def test_nothing_that_may_have_been_charged_is_sent_twice(
    open_engine: Callable[..., Any], fault: str, framing: str
) -> None:
    engine = open_engine(fault=f"{fault}:1")
    await engine.run(engine.plan(framing=framing))
    assert len(engine.wire.generations) == 1
    assert engine.of(Waiting) == []
    [failed] = engine.of(Failed)
    assert failed.charged == ("no" if fault in NO else "maybe")
    assert failed.title
    assert failed.advice
    assert str(failed.error)
    assert engine.pictures == []


async def test_a_failure_drops_the_rest_of_its_own_plan_alone(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(fault="drop:1")
    bad, good = engine.plan(count=3, seed=10), engine.plan(count=2, seed=20)
    engine.runner.submit(bad, 0)
    engine.runner.submit(good, 0)
    await engine.runner.idle()
    assert [e.job.seed for e in engine.of(Cancelled)] == [11, 12]
    assert not any(e.in_flight for e in engine.of(Cancelled))
    assert engine.pictures == ["20.png", "21.png"]
    assert engine.demo.generations == 3


async def test_pictures_that_came_before_the_fault_are_kept(open_engine: Callable[..., Any]) -> None:
    for fault in ("stream-error", "missing"):
        engine = open_engine(fault=f"{fault}:1")
        await engine.run(engine.plan(count=3, samples=3), approved=100)
        assert len(engine.of(Saved)) == 2
        assert len(engine.of(Failed)) == 1
    assert engine.pictures == ["7-2.png", "7.png", "8-2.png", "8.png"]


async def test_jobs_that_wait_are_cancelled_for_nothing(engine) -> None:
    engine.runner.submit(engine.plan(count=3), 0)
    assert engine.runner.cancel_waiting() == 3
    await engine.runner.idle()
    assert engine.wire.generations == []
    assert [e.in_flight for e in engine.of(Cancelled)] == [False] * 3


async def test_cancelled_in_flight_may_be_charged_and_the_next_one_runs(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(pace=0.01)
    reached = engine.until(Stepped)
    engine.runner.submit(engine.plan(steps=28), 0)
    await reached.wait()
    assert engine.runner.in_flight
    assert engine.runner.cancel_running()
    engine.runner.submit(engine.plan(seed=50), 0)
    await engine.runner.idle()
    [cancelled] = engine.of(Cancelled)
    assert cancelled.in_flight
    assert as_json(cancelled)["charged"] == "maybe"
    assert engine.pictures == ["50.png"]
    assert not engine.runner.cancel_running()


async def test_cancelled_while_it_waits_for_the_lock_is_charged_nothing(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(fault="locked")
    engine.on_event = lambda event: isinstance(event, Waiting) and engine.runner.cancel_running()
    await engine.run(engine.plan())
    assert [e.in_flight for e in engine.of(Cancelled)] == [False]
    assert engine.demo.generations == 0


async def test_a_picture_that_comes_as_the_job_is_cancelled_is_kept(engine) -> None:
    real = engine.shelf.save

    async def cancel() -> None:
        assert engine.runner.cancel_running()
        await asyncio.sleep(0)

    def save(*arguments: Any) -> Any:
        asyncio.run_coroutine_threadsafe(cancel(), loop).result(10)
        return real(*arguments)

    loop = asyncio.get_running_loop()
    engine.shelf.save = save
    await engine.run(engine.plan())
    assert engine.pictures == ["7.png"]
    assert {"Cancelled", "Saved"} <= set(engine.names())
    assert engine.shelf.left_over() == []


async def test_a_runner_that_is_stopped_sends_nothing_more(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(pace=0.01)
    reached = engine.until(Stepped)
    engine.runner.submit(engine.plan(count=3, steps=28), 0)
    await reached.wait()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if task.get_name().startswith("naitui"):
            task.cancel()  # as asyncio.run does when the program ends
    with pytest.raises(asyncio.CancelledError):
        await engine.runner.idle()
    assert len(engine.wire.generations) == 1


async def test_every_picture_is_received_though_none_can_be_placed(engine) -> None:
    def take_the_place() -> None:
        engine.shelf.pictures.rmdir()
        engine.shelf.pictures.write_bytes(b"a file where the folder should be")

    engine.wire.before_generation = take_the_place
    await engine.run(engine.plan(count=3, samples=3), approved=100)
    assert engine.ledger.since()[0].state == "done"  # the answer came whole; what failed is keeping it
    failures = engine.of(Failed)
    assert sorted(e.error.kept.name for e in failures) == ["sample-0", "sample-1", "sample-2"]
    assert all(e.error.kept.is_file() and e.charged == "maybe" for e in failures)
    engine.shelf.pictures.unlink()
    [left] = engine.shelf.left_over()
    engine.shelf.recover(left)
    assert engine.pictures == ["7.png", "8.png", "9.png"]


async def test_without_a_folder_for_pictures_nothing_is_sent(engine) -> None:
    engine.shelf.pictures.write_bytes(b"a file where the folder should be")
    await engine.run(engine.plan())
    [failed] = engine.of(Failed)
    assert failed.charged == "no"
    assert "is a file, not a folder" in str(failed.error)
    assert engine.wire.generations == []


async def test_without_a_place_to_keep_pictures_nothing_is_sent(engine) -> None:
    engine.shelf.incoming.write_bytes(b"a file where the folder should be")
    await engine.run(engine.plan(count=2))
    [failed] = engine.of(Failed)
    assert failed.charged == "no"
    assert "incoming" in str(failed.error)
    assert engine.wire.generations == []


async def test_an_account_that_cannot_be_read_sends_nothing(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(token="pst-wrong")
    with pytest.raises(NovelAIError):
        await engine.runner.read_account()
    await engine.run(engine.plan())
    assert engine.of(Failed)[0].charged == "no"
    assert engine.wire.generations == []


async def test_every_event_is_one_json_object(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(fault="locked:1")
    await engine.run(engine.plan())
    engine.demo.fault.name, engine.demo.fault.times = "drop", 1
    await engine.run(engine.plan(count=2, seed=60))
    told = [json.loads(json.dumps(as_json(event))) for event in engine.heard]
    kinds = [one["event"] for one in told]
    assert {
        "queued",
        "started",
        "waiting",
        "step",
        "saved",
        "finished",
        "account",
        "failed",
        "cancelled",
        "unknown",
    } == set(kinds)
    job = engine.of(Saved)[0].job
    assert all(one["job"] for one in told if one["event"] != "account")
    assert as_json(engine.of(Stepped)[-1])["steps"] == job.steps


KEPT = ["garbage", "cut", "drop", "missing", "stream-error", "html"]


@pytest.mark.parametrize(
    ("fault", "framing"),
    [(fault, framing) for fault in KEPT for framing in ("msgpack", "sse", "none") if fault != "stream-error"]
    + [("stream-error", "msgpack"), ("stream-error", "sse")],
)
async def test_an_answer_that_cannot_be_used_is_kept_as_it_came(
    open_engine: Callable[..., Any], fault: str, framing: str
) -> None:
    engine = open_engine(fault=fault)
    await engine.run(engine.plan(framing=framing))
    [failed] = engine.of(Failed)
    assert failed.charged == "maybe"
    [kept] = engine.shelf.incoming.with_name("unreadable").glob("*")
    assert kept.stat().st_size
    assert str(kept) in failed.advice


async def test_a_balance_that_cannot_be_read_charges_and_keeps_nothing(open_engine: Callable[..., Any]) -> None:
    engine = open_engine()
    plan = engine.plan()
    engine.wire.before_balance = lambda: httpx.Response(200, content=b"<html>")
    await engine.run(plan)
    [failed] = engine.of(Failed)
    assert (failed.charged, failed.advice) == ("no", "Nothing was sent; try again.")
    assert not engine.shelf.incoming.with_name("unreadable").exists()


@pytest.mark.parametrize("sent", [False, True])
async def test_a_mistake_of_ours_is_told_and_the_next_job_runs(engine, sent: bool) -> None:
    mistakes = iter([ValueError("a\x1bmistake")])

    def stumble() -> None:
        for mistake in mistakes:
            raise mistake

    if sent:
        engine.wire.before_generation = stumble
    else:
        engine.wire.before_balance = stumble
    engine.runner.submit(engine.plan(count=2, seed=10), 0)
    engine.runner.submit(engine.plan(seed=20), 0)
    await engine.runner.idle()
    [failed] = engine.of(Failed)
    assert (failed.title, failed.charged) == ("naitui made a mistake", "maybe" if sent else "no")
    assert str(failed.error) == "ValueError: a mistake"
    assert failed.advice
    assert engine.pictures == ["20.png"]
    assert engine.shelf.left_over() == []
