"""A thousand generations in one run: memory and open files stay as they were after the first hundred."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naitui.jobs import Saved


def memory() -> int:
    """Bytes that the process has now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))


async def soaked(open_engine: Callable[..., Any], rounds: int, each: int) -> None:
    engine = open_engine()
    engine.account.tier = 3
    marks: list[tuple[int, int]] = []
    for number in range(rounds):
        await engine.run(engine.plan(count=each, seed=number * each), approved=1000)
        saved = len(engine.of(Saved))
        assert saved == each, engine.names()
        engine.heard.clear()  # which is the test's own memory
        marks.append((memory(), handles()))
    (first, opened), (last, still) = marks[0], marks[-1]
    grown = f"{first / 1e6:.1f} MB after {each}, {last / 1e6:.1f} MB at the end"
    print(f"{rounds * each} generations: {grown}; {still} handles")
    assert len(engine.pictures) == rounds * each
    assert last < first * 1.1, [mark // 1_000_000 for mark, _ in marks]
    assert still == opened


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize(
    ("rounds", "each"), [(2, 10), pytest.param(10, 100, marks=[pytest.mark.long, pytest.mark.timeout(1800)])]
)
async def test_memory_and_handles_stay_flat(open_engine: Callable[..., Any], rounds: int, each: int) -> None:
    await soaked(open_engine, rounds, each)
