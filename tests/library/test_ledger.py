"""The ledger: durable before a job is sent, honest about what is not known."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from naitui.library import Entry, Ledger

SENT = Entry(
    "job-1", 1000.5, "abc", "generation", "seed 7", "nai-diffusion-5-full", 45, "1536×1024 is not free", "f" * 64
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "deep" / "ledger.sqlite")


def test_what_is_written_comes_back(ledger: Ledger) -> None:
    assert ledger.since() == []
    assert not ledger.path.exists()  # looking creates nothing
    full = replace(
        SENT, job="job-2", at=1001.0, before=100, after=52, allowance_before=51.5, allowance_after=50.25,
        state="done", files=("/p/a.png", '/p/[b] "銀".png'),
    )  # fmt: skip
    ledger.write(full)
    ledger.write(SENT)
    assert ledger.since() == [SENT, full]
    assert ledger.since(1000.6) == [full]
    assert ledger.path.stat().st_mode & 0o077 == 0


def test_a_job_is_written_over_and_never_twice(ledger: Ledger) -> None:
    ledger.write(SENT)
    ledger.write(replace(SENT, state="done", before=50, after=5))
    [entry] = ledger.since()
    assert (entry.state, entry.spent, entry.counted, entry.drifted) == ("done", 45, 45, False)


@pytest.mark.parametrize(
    ("changes", "spent", "counted", "drifted"),
    [
        ({}, None, 45, False),  # in flight, or the program ended: it may have been charged
        ({"state": "unknown", "before": 100}, None, 45, False),
        ({"state": "unknown", "before": 100, "after": 100}, 0, 45, False),  # it may be charged later
        ({"state": "unknown", "before": 100, "after": 50}, 50, 50, False),
        ({"state": "failed", "before": 100, "after": 100}, 0, 0, False),
        ({"state": "failed"}, None, 0, False),
        ({"state": "done", "before": 100, "after": 54}, 46, 46, True),
        ({"state": "done", "before": 100, "after": 1100}, -1000, 45, True),  # Anlas were added meanwhile
        ({"state": "done", "before": 100}, None, 45, False),
    ],
)
def test_what_counts_is_what_was_taken_or_may_have_been(
    ledger: Ledger, changes: dict[str, object], spent: int | None, counted: int, drifted: bool
) -> None:
    ledger.write(replace(SENT, **changes))
    [entry] = ledger.since()
    assert (entry.spent, entry.counted, entry.drifted) == (spent, counted, drifted)
    assert ledger.counted_since(1000.5) == counted
    assert ledger.counted_since(1000.6) == 0


def test_looking_changes_nothing(ledger: Ledger) -> None:
    ledger.write(SENT)
    before = ledger.path.read_bytes(), ledger.path.stat().st_mtime_ns
    ledger.path.chmod(0o400)
    assert ledger.since() == [SENT]
    assert (ledger.path.read_bytes(), ledger.path.stat().st_mtime_ns) == before


def test_nobody_writes_between_the_look_and_the_entry(ledger: Ledger) -> None:
    """Twenty jobs of 1 Anlas at once under a cap of 5: exactly five get in."""

    def check(entries: list[Entry]) -> None:
        if sum(entry.counted for entry in entries) + 1 > 5:
            raise ValueError("over the cap")

    refused = []

    def write(number: int) -> None:
        try:
            Ledger(ledger.path).write(replace(SENT, job=str(number), expected=1), check)
        except ValueError:
            refused.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(ledger.since()), len(refused)) == (5, 15)


def test_many_writers_at_once(ledger: Ledger) -> None:
    def write(thread: int) -> None:
        for number in range(10):
            Ledger(ledger.path).write(replace(SENT, job=f"{thread}-{number}"))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ledger.since()) == 40


KILLED = """
import os, signal, sys
from pathlib import Path
from naitui.library import Entry, Ledger
Ledger(Path(sys.argv[1])).write(Entry("job", 1.0, "a", "tool", "t", "", 65, "r", "h", before=100))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_is_on_disk_when_write_returns(ledger: Ledger) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(ledger.path)], check=False)
    [entry] = ledger.since()
    assert (entry.job, entry.state, entry.counted) == ("job", "sent", 65)


TORN = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA cache_size = 1")
database.execute("BEGIN IMMEDIATE")
for number in range(2000):
    database.execute(
        "INSERT INTO jobs SELECT ?, at, account, kind, title, model, expected, reason, request, before, "
        "allowance_before, after, allowance_after, state, files FROM jobs WHERE job = 'job-1'", (f"torn-{number}",)
    )
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_write_that_a_kill_interrupted_is_undone_by_the_next_look(ledger: Ledger) -> None:
    ledger.write(SENT)
    subprocess.run([sys.executable, "-c", TORN, str(ledger.path)], check=False)
    assert ledger.path.with_name(f"{ledger.path.name}-journal").exists()
    assert ledger.since() == [SENT]


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 30, b"{}"])
def test_a_damaged_one_says_what_to_do(ledger: Ledger, content: bytes) -> None:
    ledger.path.parent.mkdir()
    ledger.path.write_bytes(content)
    for act in (ledger.since, lambda: ledger.write(SENT)):
        with pytest.raises(OSError, match="move it away") as caught:
            act()
        assert caught.value.filename == str(ledger.path)
    assert ledger.path.read_bytes() == content


def test_one_of_a_newer_version_is_left_alone(ledger: Ledger) -> None:
    ledger.write(SENT)
    with sqlite3.connect(ledger.path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(OSError, match="newer naitui"):
        ledger.write(SENT)


def test_a_folder_that_takes_nothing_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Ledger(tmp_path / "file" / "ledger.sqlite").write(SENT)
