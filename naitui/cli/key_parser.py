"""The arguments of ``naitui keys`` and ``naitui events``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def add_keys(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add both; ``common`` adds the options of every command."""
    words = "every action with its keys and where they come from; check keys.toml; print one to begin with"
    keys = commands.add_parser("keys", help=words, description=words)
    common(keys)
    keys.add_argument("--json", action="store_true", help="as JSON")
    keys.set_defaults(action="list")
    actions = keys.add_subparsers(dest="action", metavar="ACTION")
    check = actions.add_parser("check", help="what is wrong with it; exit code 2 when anything is")
    check.add_argument("file", type=Path, nargs="?", metavar="FILE", help="another file than your keys.toml")
    default = actions.add_parser("default", help="a whole file, with every line commented out")
    for action in (check, default):
        common(action)

    words = "what all naitui of this user do, one JSON object a line, until it is interrupted"
    events = commands.add_parser("events", help=words, description=words)
    common(events)
    events.add_argument("--json", action="store_true", required=True, help="as JSON lines; there is no other form yet")
    events.add_argument(
        "--since", metavar="WHEN", help="begin earlier: 30s, 15m, 2h, 7d ago, or a time like 2026-11-22T08:00"
    )
    events.add_argument("--no-follow", action="store_true", help="end when all until now is told")
    events.add_argument("--demo", action="store_true", help="of the demo's queue")
