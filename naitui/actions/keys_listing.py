"""Every action with its keys and where they come from, as a list and as a whole file to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from naitui.actions import ACTIONS
from naitui.actions.in_effect import TAG_MODE_HELP, default_keys, key_for
from naitui.actions.keys_file import FIXED, KeyMap
from naitui.actions.names import key_in_file, key_name
from naitui.actions.places import MORE_TITLES, TITLES

PLACES: Mapping[str, str] = {**dict(TITLES.items()), **MORE_TITLES}
"""Everything that has keys, in words."""
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One action, or what else can be given keys."""

    place: str
    action: str
    keys: tuple[str, ...]
    source: str
    help: str
    instead: str = ""
    """How it is done where it has no key of its own."""


def entries(found: KeyMap) -> Iterator[Entry]:
    """All of them, with the keys that are in effect."""
    helps = {action.name: action.help for action in ACTIONS}
    helps |= {f"tag_mode.{action.id}": action.help for action in ACTIONS if action.mode}
    helps |= {f"go_to.{action.id}": action.title for action in ACTIONS if action.letter}
    helps |= {f"tag_mode.{id}": told for id, told in TAG_MODE_HELP.items()}
    for name, own in default_keys().items():
        place, _, id = name.partition(".")
        keys = tuple(key_name(key) for key in found.keys.get(name, own))
        instead = key_for(name) if not keys and place not in MORE_TITLES else "none"
        yield Entry(place, id, keys, found.sources.get(name, "default"), helps[name], instead)


def default_file(path: Path) -> str:
    """Every key as it is by itself, each line commented out."""
    lines = [_PREFACE.format(path=path)]
    listed_all = list(entries(KeyMap()))
    for place, title in PLACES.items():
        lines += [f"# {title}", f"[{place}]"]
        for entry in listed_all:
            if entry.place == place and f"{place}.{entry.action}" not in FIXED:
                listed = ", ".join(f'"{key_in_file(key)}"' for key in entry.keys)
                lines.append(f"# {entry.action} = [{listed}]  # {entry.help}")
        lines.append("")
    return "\n".join(lines).rstrip()


def begin_keys(path: Path) -> None:
    """Begin the user's file with all keys in comments, if there is none yet.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
        file.write(f"{default_file(path)}\n")
