"""``naitui events``: what all naitui of this user do, from the queue and the ledger that they share, as JSON lines."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

from naitui.cli.exits import DONE, USAGE, say
from naitui.cli.places import open_ledger, open_queue
from naitui.cli.printing import print_line
from naitui.jobs.guard import midnight
from naitui.jobs.happenings import Happenings, Row, json_of
from naitui.settings import Settings

LOOK_AGAIN = 0.4
"""Seconds between two looks; each is two questions to the file system as long as nobody writes."""
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def events(arguments: argparse.Namespace, settings: Settings) -> int:
    """Follow until interrupted, or to the end of what there is; the exit code."""
    try:
        since = moment(arguments.since, time.time())
    except ValueError:
        say(f"--since takes 30s, 15m, 2h, 7d or a time like 2026-11-22T08:00, not {arguments.since!r}")
        return USAGE
    queue, ledger = open_queue(settings, demo=arguments.demo), open_ledger(settings, demo=arguments.demo)
    happenings = Happenings(since, settings.budget.day)
    with closing(queue):
        before: tuple[object, ...] = ()
        while True:
            stamp = (queue.stamp, ledger.path.stat().st_mtime_ns if ledger.path.exists() else 0, midnight())
            if stamp != before:
                before = stamp
                jobs, day = queue.touched(happenings.looked_to), midnight()
                _tell(happenings.look(jobs, ledger.since(min(since, day)), day, time.time()))
            if arguments.no_follow:
                return DONE
            time.sleep(LOOK_AGAIN)


def _tell(rows: Iterator[Row]) -> None:
    for row in rows:
        print_line(json_of(row))


def moment(written: str | None, now: float) -> float:
    """The Unix time that ``--since`` means.

    Raises:
        ValueError: it is none.
    """
    if written is None:
        return now
    if span := re.fullmatch(r"(\d{1,9})([smhd])", written):
        return now - int(span[1]) * _SECONDS[span[2]]
    return datetime.fromisoformat(written).timestamp()
