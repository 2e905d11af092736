"""One request at a time per account, whoever sends it; the turn comes back whatever happens."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naitui.jobs import AccountLock, Failed, Runner, Started, Stepped, Waiting
from naitui.novelai import NovelAI

SECRET = NovelAI("pst-s3cr3t").fingerprint

HOLDS = """
import asyncio, sys
from pathlib import Path
from naitui.jobs import AccountLock
lock = AccountLock(Path(sys.argv[1]), sys.argv[2])
asyncio.run(lock.take(lambda: None))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def locked(engine: Any, tmp_path: Path) -> Any:
    """An engine that keeps to the turns."""
    lock = AccountLock(tmp_path, SECRET)
    engine.lock = lock
    engine.runner = Runner(engine.service, engine.catalog, engine.shelf, engine.hear, waits=(0.0, 0.0), lock=lock)
    return engine


def is_free(folder: Path) -> bool:
    other = AccountLock(folder, SECRET)
    try:
        return other._try()
    finally:
        other.give_back()


async def test_a_job_waits_for_the_other_program_and_then_runs(locked: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDS, str(tmp_path), SECRET]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        waits = locked.until(Waiting)
        locked.runner.submit(locked.plan(), 0)
        await waits.wait()
        assert locked.names() == ["Queued", "Waiting"]
        assert "another naitui is generating" in locked.of(Waiting)[0].reason
        assert (locked.runner.in_flight, locked.wire.generations) == (False, [])
        process.kill()  # the operating system gives its turn back
        process.wait()
    await locked.runner.idle()
    assert locked.names()[2:4] == ["Started", "Stepped"]
    assert locked.pictures == ["7.png"]
    assert is_free(tmp_path)


async def test_it_is_held_while_the_job_runs_and_given_back_after_it(locked: Any, tmp_path: Path) -> None:
    seen = []
    locked.wire.before_generation = lambda: seen.append(is_free(tmp_path))
    await locked.run(locked.plan(count=2))
    assert seen == [False, False]
    assert is_free(tmp_path)


@pytest.mark.parametrize("fault", ["drop", "bad-token", "garbage"])
async def test_a_failure_gives_it_back(open_engine: Callable[..., Any], tmp_path: Path, fault: str) -> None:
    engine = open_engine(fault=fault)
    lock = AccountLock(tmp_path, SECRET)
    runner = Runner(engine.service, engine.catalog, engine.shelf, engine.hear, lock=lock)
    runner.submit(engine.plan(), 0)
    await runner.idle()
    assert len(engine.of(Failed)) == 1
    assert is_free(tmp_path)


async def test_cancelled_while_it_waits_nothing_was_sent(locked: Any, tmp_path: Path) -> None:
    other = AccountLock(tmp_path, SECRET)
    await other.take(lambda: None)
    locked.on_event = lambda event: isinstance(event, Waiting) and locked.runner.cancel_running()
    assert await locked.run(locked.plan()) == ["Queued", "Waiting", "Cancelled"]
    assert not is_free(tmp_path)  # the other one's
    other.give_back()
    assert is_free(tmp_path)


async def test_a_runner_that_is_stopped_gives_it_back(open_engine: Callable[..., Any], tmp_path: Path) -> None:
    engine = open_engine(pace=0.01)
    runner = Runner(engine.service, engine.catalog, engine.shelf, engine.hear, lock=AccountLock(tmp_path, SECRET))
    reached = engine.until(Stepped)
    runner.submit(engine.plan(steps=28), 0)
    await reached.wait()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        if task.get_name().startswith("naitui"):
            task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await runner.idle()
    assert len(engine.of(Started)) == 1
    assert is_free(tmp_path)


async def test_without_a_place_for_the_lock_nothing_is_sent(locked: Any, tmp_path: Path) -> None:
    (tmp_path / "locks").write_bytes(b"")
    await locked.run(locked.plan())
    assert locked.of(Failed)[0].charged == "no"
    assert locked.wire.generations == []


def test_every_account_has_its_own_and_no_token_is_in_it(tmp_path: Path) -> None:
    names = {AccountLock(tmp_path, NovelAI(token).fingerprint).path for token in ("pst-s3cr3t", "pst-other", None)}
    assert len(names) == 3
    assert all("s3cr3t" not in str(path) for path in names)
