"""Caps hold whatever was agreed to, and the ledger knows what every job cost."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from naitui.demo import DemoAccount
from naitui.jobs import AccountRead, Cancelled, Failed, OverBudget, Saved, Stepped, Unknown, Warned, as_json
from naitui.jobs.guard import Guard
from naitui.library import Entry
from naitui.novelai.http import httpx
from naitui.settings import Budget


class LateAccount:
    """An account whose first job is charged when its drawing ends, not when it begins."""

    def __init__(self, account: DemoAccount, charged: list[int]) -> None:
        self._account, self._charged, self._late = account, charged, True

    def __getattr__(self, name: str) -> Any:
        if name != "charge" or not self._late:
            return getattr(self._account, name)
        self._late = False
        return self._charged.append


async def test_every_job_is_in_the_ledger_with_what_it_took(engine: Any) -> None:
    plan = engine.plan(count=3, samples=3)
    await engine.run(plan, approved=4)
    [entry] = engine.ledger.since()
    [job] = plan.jobs
    assert (entry.job, entry.kind, entry.title, entry.model) == (
        job.id,
        "generation",
        "seed 7",
        "nai-diffusion-5-curated",
    )
    assert (entry.expected, entry.before, entry.after, entry.spent, entry.state) == (4, 10_500, 10_496, 4, "done")
    assert entry.account == engine.service.fingerprint
    assert entry.allowance_after < entry.allowance_before
    assert entry.request == sha256(json.dumps(job.task.request.body).encode()).hexdigest()
    assert sorted(entry.files) == sorted(str(event.picture.path) for event in engine.of(Saved))
    assert not entry.drifted


async def test_a_price_that_is_not_the_price_list_s_shows_as_drift(engine: Any) -> None:
    engine.wire.before_generation = lambda: engine.account.charge(1)  # the page, or another device, at the same time
    await engine.run(engine.plan(count=3, samples=3), approved=4)
    [entry] = engine.ledger.since()
    assert (entry.expected, entry.spent, entry.drifted) == (4, 5, True)


@pytest.mark.parametrize(
    ("fault", "state", "counted"),
    [("drop:1", "unknown", 2), ("reject:1", "failed", 0), ("no-anlas:1", "failed", 0), ("locked", "failed", 0)],
)
async def test_how_it_ended_is_there_too(open_engine: Callable[..., Any], fault: str, state: str, counted: int) -> None:
    engine = open_engine(DemoAccount(tier=0), fault=fault)
    await engine.run(engine.plan(), approved=2)
    [entry] = engine.ledger.since()
    assert (entry.state, entry.counted) == (state, counted)


async def test_a_job_that_had_to_wait_is_there_once(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(DemoAccount(tier=0), fault="locked:2")
    await engine.run(engine.plan(), approved=2)
    [entry] = engine.ledger.since()
    assert (entry.state, entry.spent) == ("done", 2)


async def test_it_is_in_the_ledger_before_it_is_sent(engine: Any) -> None:
    seen: list[Entry] = []
    engine.wire.before_generation = lambda: seen.extend(engine.ledger.since())
    await engine.run(engine.plan())
    assert [(entry.state, entry.counted) for entry in seen] == [("sent", 0)]


@pytest.mark.parametrize(("fault", "after"), [("drop:1", 10_498), ("server-error:1", 10_500)])
async def test_not_known_is_a_state_of_its_own_with_both_balances(
    open_engine: Callable[..., Any], fault: str, after: int
) -> None:
    engine = open_engine(DemoAccount(tier=0), fault=fault)
    names = await engine.run(engine.plan(), approved=2)
    assert names[-3:] == ["Failed", "Unknown", "AccountRead"]
    [unknown] = engine.of(Unknown)
    assert (unknown.before, unknown.after) == (10_500, after)
    said = "10,498, 2 less" if after < 10_500 else "10,500, unchanged so far"
    assert unknown.words.endswith(f"the balance was 10,500 Anlas and is {said}")
    assert as_json(unknown) == {"event": "unknown", "job": unknown.job.id, "before": 10_500, "after": after}


async def test_cancelled_in_flight_counts_until_the_balance_says_otherwise(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(DemoAccount(tier=0), pace=0.01, caps=Budget(day=16))
    real, charged = engine.account.charge, []
    engine.demo.account = LateAccount(engine.account, charged)
    reached = engine.until(Stepped)
    engine.runner.submit(engine.plan(steps=28, width=512, height=512), 10)
    await reached.wait()
    engine.runner.cancel_running()
    await engine.runner.idle()
    [entry] = engine.ledger.since()
    assert (entry.state, entry.spent, entry.counted, entry.expected) == ("unknown", 0, 8, 8)
    real(charged.pop())  # the drawing has ended, and now it is charged
    engine.demo._locked_until = 0.0
    await engine.run(engine.plan(steps=28, width=512, height=512, seed=8), 10)
    first, second = engine.ledger.since()
    assert (first.spent, first.counted) == (8, 8)
    assert (second.state, second.counted) == ("done", 8)
    await engine.run(engine.plan(seed=9), 10)
    assert "your cap for a day is 16" in str(engine.of(Failed)[-1].error)


async def test_without_a_ledger_to_write_in_nothing_is_sent(engine: Any) -> None:
    engine.ledger.path.write_bytes(b"no database, and long enough to be read as one" * 100)
    await engine.run(engine.plan())
    [failed] = engine.of(Failed)
    assert failed.charged == "no"
    assert "move it away" in str(failed.error)
    assert engine.wire.generations == []
    assert engine.shelf.left_over() == []


async def test_a_ledger_that_breaks_meanwhile_keeps_no_picture_from_its_place(engine: Any) -> None:
    engine.wire.before_generation = lambda: engine.ledger.path.write_bytes(b"broken " * 1000)
    names = await engine.run(engine.plan())
    [warned] = engine.of(Warned)
    assert "move it away" in warned.text
    assert names[-3:] == ["Finished", "Warned", "AccountRead"]
    assert engine.pictures == ["7.png"]


async def test_a_balance_that_cannot_be_read_after_a_job_is_told_and_stale(engine: Any) -> None:
    looks = iter([None, httpx.Response(502, content=b"<html>")])
    engine.wire.before_balance = lambda: next(looks, None)
    await engine.run(engine.plan())
    [warned] = engine.of(Warned)
    assert "what it took is not known" in warned.text
    [read] = engine.of(AccountRead)
    assert (read.stale, read.spent) == (True, None)
    assert as_json(read)["stale"] is True
    assert read.subscription.is_stale(time.time())
    [entry] = engine.ledger.since()
    assert (entry.state, entry.after) == ("done", None)
    assert not (await engine.runner.read_account()).is_stale(time.time())


# ------------------------------------------------------------------ caps


@pytest.mark.parametrize(
    ("caps", "said"),
    [
        (Budget(job=3), "one request would cost 4 Anlas, and your cap for a job is 3"),
        (Budget(session=7), "this session would come to 8 Anlas, and your cap for a session is 7"),
    ],
)
async def test_a_plan_over_a_cap_is_not_even_queued(open_engine: Callable[..., Any], caps: Budget, said: str) -> None:
    engine = open_engine(caps=caps)
    with pytest.raises(OverBudget, match=said):
        engine.runner.submit(engine.plan(count=6, samples=3), 1000)
    assert (engine.heard, engine.wire.generations) == ([], [])


async def test_a_session_is_counted_together(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(caps=Budget(session=9))
    await engine.run(engine.plan(count=6, samples=3), 8)
    with pytest.raises(OverBudget, match="come to 12"):
        engine.runner.submit(engine.plan(count=3, samples=3), 1000)
    await engine.run(engine.plan(seed=99))  # what is free goes on
    assert engine.account.anlas == 10_492


def earlier(engine: Any, *, anlas: int, hours: float = 0.0, **changes: Any) -> None:
    """A job that another naitui sent, so many hours before midnight's other side."""
    midnight = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
    at = (midnight - timedelta(hours=hours)).timestamp()
    known = {"before": 1000, "after": 1000 - anlas, "state": "done"}
    entry = Entry(f"earlier-{hours}", at, "somebody", "tool", "", "", anlas, "", "")
    engine.ledger.write(replace(entry, **{**known, **changes}))


@pytest.mark.parametrize("changes", [{}, {"state": "sent", "after": None}, {"state": "unknown", "after": None}])
async def test_the_day_counts_what_every_naitui_spent_or_may_have(
    open_engine: Callable[..., Any], changes: dict[str, Any]
) -> None:
    engine = open_engine(caps=Budget(day=20))
    earlier(engine, anlas=13, **changes)
    earlier(engine, anlas=500, hours=1)  # yesterday
    await engine.run(engine.plan(count=6, samples=3), 8)  # 13 and 8: neither of the two is sent
    assert "today would come to 21 Anlas, and your cap for a day is 20" in str(engine.of(Failed)[0].error)
    assert len(engine.of(Cancelled)) == 1
    assert engine.wire.generations == []
    await engine.run(engine.plan(count=3, samples=3, seed=8), 8)
    assert engine.account.anlas == 10_496


async def test_a_price_that_rises_before_it_is_sent_meets_the_cap(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(caps=Budget(job=1))
    plan = engine.plan()
    engine.account.tier = 0
    await engine.run(plan, approved=1000)
    assert isinstance(engine.of(Failed)[0].error, OverBudget)
    assert (engine.wire.generations, engine.account.anlas) == ([], 10_500)


async def test_the_floor_of_the_allowance(open_engine: Callable[..., Any]) -> None:
    engine = open_engine(caps=Budget(allowance=30))
    engine.account.percent = 29.0
    await engine.run(engine.plan())
    assert "29 % of the V5 allowance are left, and your floor is 30 %" in str(engine.of(Failed)[0].error)
    engine.account.percent = 30.0
    await engine.run(engine.plan())
    assert engine.pictures == ["7.png"]


async def test_without_caps_nothing_is_in_the_way(engine: Any, tmp_path: Path) -> None:
    earlier(engine, anlas=100_000)
    await engine.run(engine.plan(count=3, samples=3), 4)
    assert len(engine.pictures) == 3
    with sqlite3.connect(engine.ledger.path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert Guard().caps == Budget()
