"""``naitui keys``: every action with its keys and where they come from, a check of one's own file, and a file to begin
with."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from naitui.actions import ACTIONS
from naitui.actions.in_effect import TAG_MODE_HELP, default_keys, key_for
from naitui.actions.keys_file import FIXED, KeyMap, load_keys
from naitui.actions.names import key_in_file, key_name, key_written
from naitui.actions.places import MORE_TITLES, TITLES
from naitui.cli.exits import DONE, USAGE, say
from naitui.cli.printing import print_json, print_line, printable
from naitui.settings import Settings

_PLACES: dict[str, str] = {**dict(TITLES.items()), **MORE_TITLES}
_PREFACE = """\
# The keys of naitui. This file is read from {path}
# A line counts when the # before it is gone; what is not named keeps the keys that stand here.
# naitui keys check says what is wrong with the file; the studio opens whatever is.
#
# Keys: letters and signs ("a", "A", "/"), "f1" to "f12", "enter", "escape", "tab", "space", "delete", "backspace",
# "up", "down", "left", "right", "home", "end", "pageup", "pagedown"; "ctrl+" before a letter; "shift+" before arrows.
#
# Other keys to begin with: Esc in the prompt is tag mode, as vim's normal mode; i leaves it.
# preset = "vim"
#
# [everywhere] means all places that have an action of the name:
# [everywhere]
# generate = ["f5", "ctrl+g"]
"""


def keys(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what is asked about keys; the exit code."""
    path = settings.folders.keys
    if arguments.action == "default":
        print_line(_default_file(path))
        return DONE
    if arguments.action == "check":
        return _check(arguments.file or path)
    found = load_keys(path)
    _complain(found)
    if arguments.json:
        print_json([asdict(entry) for entry in _entries(found)])
        return DONE
    for place, title in _PLACES.items():
        print_line(f"{title}  [{place}]")
        for entry in _entries(found):
            if entry.place == place:
                written = ", ".join(map(key_written, entry.keys)) or entry.instead
                print_line(f"  {entry.action:<20} {written:<28} {entry.source:<16} {entry.help}")
        print_line("")
    return DONE


@dataclass(frozen=True, slots=True)
class _Entry:
    place: str
    action: str
    keys: tuple[str, ...]
    source: str
    help: str
    instead: str = ""
    """How it is done where it has no key of its own."""


def _entries(found: KeyMap) -> Iterator[_Entry]:
    helps = {action.name: action.help for action in ACTIONS}
    helps |= {f"tag_mode.{action.id}": action.help for action in ACTIONS if action.mode}
    helps |= {f"go_to.{action.id}": action.title for action in ACTIONS if action.letter}
    helps |= {f"tag_mode.{id}": told for id, told in TAG_MODE_HELP.items()}
    for name, own in default_keys().items():
        place, _, id = name.partition(".")
        keys = tuple(key_name(key) for key in found.keys.get(name, own))
        instead = key_for(name) if not keys and place not in MORE_TITLES else "none"
        yield _Entry(place, id, keys, found.sources.get(name, "default"), helps[name], instead)


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


def _default_file(path: Path) -> str:
    lines = [_PREFACE.format(path=path)]
    entries = list(_entries(KeyMap()))
    for place, title in _PLACES.items():
        lines += [f"# {title}", f"[{place}]"]
        for entry in entries:
            if entry.place == place and f"{place}.{entry.action}" not in FIXED:
                listed = ", ".join(f'"{key_in_file(key)}"' for key in entry.keys)
                lines.append(f"# {entry.action} = [{listed}]  # {entry.help}")
        lines.append("")
    return "\n".join(lines).rstrip()
