"""``naitui keys``: every action with its keys and where they come from, a check of one's own file, and a file to begin
with."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from naitui.actions.keys_file import KeyMap, load_keys
from naitui.actions.keys_listing import PLACES, default_file, entries
from naitui.actions.names import key_written
from naitui.cli.exits import DONE, USAGE, say
from naitui.cli.printing import print_json, print_line, printable
from naitui.settings import Settings


def keys(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what is asked about keys; the exit code."""
    path = settings.folders.keys
    if arguments.action == "default":
        print_line(default_file(path))
        return DONE
    if arguments.action == "check":
        return _check(arguments.file or path)
    found = load_keys(path)
    _complain(found)
    if arguments.json:
        print_json([asdict(entry) for entry in entries(found)])
        return DONE
    for place, title in PLACES.items():
        print_line(f"{title}  [{place}]")
        for entry in entries(found):
            if entry.place == place:
                written = ", ".join(map(key_written, entry.keys)) or entry.instead
                print_line(f"  {entry.action:<20} {written:<28} {entry.source:<16} {entry.help}")
        print_line("")
    return DONE


def _check(path: Path) -> int:
    if not path.exists():
        say(f"there is no {path}: all keys are the default ones; naitui keys default prints a file to begin with")
        return DONE if path.name == "keys.toml" else USAGE
    found = load_keys(path)
    for fault in found.faults:
        at = f"{path}:{fault.line}" if fault.line else str(path)
        print_line(printable(f"{at}: {'note: ' if fault.kept else ''}{fault.told}"))
    if any(not fault.kept for fault in found.faults):
        return USAGE
    print_line(f"{len(found.keys)} actions have keys of your own; no clash")
    return DONE


def _complain(found: KeyMap) -> None:
    for fault in found.faults:
        say(printable(f"keys.toml:{fault.line or ''} {fault.told}"))
