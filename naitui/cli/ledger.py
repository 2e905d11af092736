"""``naitui account --ledger``: what every job was expected to cost, what it did cost, and where the two differ."""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict
from datetime import datetime

from naitui.cli.exits import DONE
from naitui.cli.places import open_ledger
from naitui.cli.printing import print_json, print_line
from naitui.jobs.guard import midnight
from naitui.library import Entry
from naitui.novelai import Catalog
from naitui.novelai.errors import clean
from naitui.settings import Settings

DAY = 86400.0
_WORDS = {"sent": "in flight, or not known", "unknown": "not known", "failed": "not taken, nothing charged"}


def ledger(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print the jobs of the last days; the exit code. Nothing is sent.

    Raises:
        OSError: the ledger cannot be read.
    """
    kept = open_ledger(settings, demo=arguments.demo)
    entries = kept.since(time.time() - arguments.days * DAY)
    today = kept.counted_since(midnight())
    if arguments.json:
        print_json(_document(entries, today))
        return DONE
    for entry in entries:
        print_line(_line(entry, catalog))
    if not entries:
        print_line(f"Nothing was sent in the last {arguments.days} days.")
    cap = f" of your cap of {settings.budget.day:,}" if settings.budget.day is not None else ""
    print_line(f"today: {today:,} Anlas{cap}; these {len(entries)} jobs: {_counted(entries):,} Anlas")
    for line in _drift(entries):
        print_line(line)
    return DONE


def _line(entry: Entry, catalog: Catalog) -> str:
    when = f"{datetime.fromtimestamp(entry.at):%Y-%m-%d %H:%M:%S}"
    what = f"{entry.title}, {catalog.model(entry.model).title}" if entry.kind == "generation" else entry.title
    where = entry.files[0] if entry.files else ""
    more = f" and {len(entry.files) - 1} more" if len(entry.files) > 1 else ""
    return f"{when}  {_cost(entry):<30}  {clean(what, 200):<36}  {clean(where, 1000)}{more}".rstrip()


def _cost(entry: Entry) -> str:
    expected = f"{entry.expected} expected"
    if entry.state == "failed":
        return _WORDS["failed"]
    if entry.state in _WORDS:
        seen = "" if not entry.spent else f" (balance: {entry.spent} less)"
        return f"{expected}, {_WORDS[entry.state]}{seen}"
    if entry.spent is None:
        return f"{expected}, balance not known"
    if entry.spent < 0:
        return f"{expected}, {-entry.spent} were added"
    return f"{entry.spent} Anlas" if entry.spent == entry.expected else f"{entry.spent} Anlas, {expected} !"


def _drift(entries: list[Entry]) -> list[str]:
    """Where the price list was wrong, or the balance changed for another reason."""
    off = [entry for entry in entries if entry.drifted]
    if not off:
        return []
    known = sum(1 for entry in entries if entry.state == "done" and entry.spent is not None)
    head = f"{len(off)} of {known} jobs took something else than expected (or the page was used at the same time):"
    return [head, *(f"  {entry.expected} expected, {entry.spent} taken: {clean(entry.title, 100)}" for entry in off)]


def _counted(entries: list[Entry]) -> int:
    return sum(entry.counted for entry in entries)


def _document(entries: list[Entry], today: int) -> dict[str, object]:
    known = [
        {**asdict(entry), "spent": entry.spent, "counted": entry.counted, "drifted": entry.drifted} for entry in entries
    ]
    return {"today": today, "counted": _counted(entries), "entries": known}
