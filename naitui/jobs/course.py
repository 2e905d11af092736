"""How far the queue has come, and how long the rest of it takes. Pure functions over its rows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from naitui.library.queue import QueuedJob

FEWEST = 3
"""Jobs that must have been timed before a time is named for others."""


def progress(rows: Sequence[QueuedJob]) -> tuple[int, int]:
    """Of the presses of which something is still to come: how many jobs have ended, and how many there are."""
    live = {row.plan for row in rows if row.state in ("waiting", "running")}
    of_them = [row for row in rows if row.plan in live]
    return sum(row.ended is not None for row in of_them), len(of_them)


def not_sent_after(failed: QueuedJob, other: QueuedJob) -> bool:
    """Whether a job was not sent because that one of the same press had failed before it."""
    return other.plan == failed.plan and other.state == "cancelled" and other.started is None and bool(other.note)


def seconds_left(rows: Sequence[QueuedJob]) -> float | None:
    """How long all that waits and runs will take, by what such jobs took before; None when too few are known."""
    took: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        if row.state == "done" and row.started is not None and row.ended is not None:
            took.setdefault((row.kind, row.model), []).append((row.ended - row.started) / max(1, row.samples))
    total = 0.0
    for row in rows:
        if row.state in ("waiting", "running"):
            known = took.get((row.kind, row.model), [])
            if len(known) < FEWEST:
                return None
            total += median(known) * max(1, row.samples)
    return total or None


def span(seconds: float) -> str:
    """Seconds as one would say them: ``40 s``, ``12 min``, ``2 h 5 min``."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
