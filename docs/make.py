"""Writes what the documents take from the program: ``python docs/make.py``.

The tables of keys come from the table of actions, the schema from the recipe itself. A test fails when they are stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import get_args

from naitui.actions import GO_TO, Action, Place, actions_of

HERE = Path(__file__).resolve().parent
PLACES: tuple[Place, ...] = get_args(Place)
_TABLE = re.compile(r"<!-- keys: (\w+) -->\n(?:\n\|.*?\n\n<!-- end of keys -->\n)?", re.DOTALL)
_NAMES = {"left": "←", "right": "→", "up": "↑", "down": "↓", "escape": "Esc", "delete": "Del", "plus": "+",
          "minus": "-", "slash": "/", "ctrl": "Ctrl", "shift": "Shift", "underscore": "_"}  # fmt: skip


def written() -> dict[Path, str]:
    """Every file that has something of the program in it, as it should be."""
    pages = {page: with_tables(page.read_text("utf-8")) for page in sorted(HERE.glob("screens/*.md"))}
    return {**pages, HERE / "recipe.schema.json": schema()}


def schema() -> str:
    """The schema of recipe files, as ``naitui schema`` prints it."""
    from naitui.recipe.schema import schema_text

    return schema_text()


def with_tables(page: str) -> str:
    """A page with the tables of keys that its marks ask for."""
    return _TABLE.sub(lambda mark: f"{mark[0].splitlines()[0]}\n\n{table(mark[1])}\n<!-- end of keys -->\n", page)


def table(place: str) -> str:
    """The keys of one place, in the order in which the help shows them."""
    if place not in PLACES:
        raise ValueError(f"the table of actions knows no place {place!r}")
    rows = (f"| {keys_of(action)} | {_cell(action.help)} |" for action in actions_of(place))
    return "\n".join(("| key | does |", "|---|---|", *rows, ""))


def keys_of(action: Action) -> str:
    """All keys of an action, also those of tag mode and the letter behind the key that leads to all screens."""
    keys = [_key(key) for key in action.keys]
    keys += [_key(f"{GO_TO} {action.letter}")] if action.letter else []
    keys += [_key(f"ctrl+t {key}") for key in action.mode.split()]
    return _cell(" ".join(f"`{key}`" for key in keys))


def _key(name: str) -> str:
    """A key as people write it: ``ctrl+o k`` → ``Ctrl+O k``."""
    return " ".join(_chord(chord.split("+")) if len(chord) > 1 else chord for chord in name.split(" "))


def _chord(parts: list[str]) -> str:
    named = [_NAMES.get(part, part if len(part) == 1 else part.capitalize()) for part in parts]
    return "+".join(part.upper() if len(parts) > 1 and len(part) == 1 else part for part in named)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for path, text in written().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.relative_to(HERE)} written anew\n")
