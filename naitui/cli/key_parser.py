"""The arguments of ``naitui keys`` and ``naitui events``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from naitui.cli.options import add_common

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_keys(commands: Commands) -> None:
    """Add both."""
    words = "every action with its keys and where they come from; check keys.toml; print one to begin with"
    keys = commands.add_parser("keys", help=words, description=words)
    add_common(keys)
    keys.add_argument("--json", action="store_true", help="as JSON")
    keys.set_defaults(action="list")
    actions = keys.add_subparsers(dest="action", metavar="ACTION")
    check = actions.add_parser("check", help="what is wrong with keys.toml; exit code 2 when anything is")
    check.add_argument("file", type=Path, nargs="?", metavar="FILE", help="another file than your keys.toml")
    default = actions.add_parser("default", help="print a whole keys.toml, with every line commented out")
    for action in (check, default):
        add_common(action)

    words = "what all naitui of this user do, one JSON object a line, until it is interrupted"
    events = commands.add_parser("events", help=words, description=words)
    add_common(events)
    events.add_argument("--json", action="store_true", help="as JSON lines; they are the one form that there is")
    events.add_argument(
        "--since", metavar="WHEN", help="begin earlier: 30s, 15m, 2h, 7d ago, or a time like 2026-11-22T08:00"
    )
    events.add_argument("--no-follow", action="store_true", help="end when all until now is told")
    events.add_argument("--demo", action="store_true", help="of the demo's queue")
