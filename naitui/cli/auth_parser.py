"""The arguments of ``naitui auth``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.cli.options import add_common

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_auth(commands: Commands) -> None:
    """The command and its actions."""
    words = "the token: keep it, look where it comes from, forget it, get one with e-mail and password"
    auth = commands.add_parser("auth", help=words, description=words)
    actions = auth.add_subparsers(dest="action", metavar="ACTION", required=True)
    keep = actions.add_parser("set", help="keep a token; it is asked for without echo, or read from a pipe")
    keep.add_argument("--no-check", action="store_true", help="do not ask the service whether it takes it")
    status = actions.add_parser("status", help="where the token comes from, and its last four characters")
    status.add_argument("--json", action="store_true", help="as JSON")
    status.add_argument("--check", action="store_true", help="ask the service whether it takes it")
    status.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    clear = actions.add_parser("clear", help="remove the token from the file and from the keyring")
    login = actions.add_parser("login", help="log in with e-mail and password, which are asked for, and keep the token")
    login.add_argument("--persistent", action="store_true", help="make a persistent token and keep that one")
    login.add_argument(
        "--replace", action="store_true", help="with --persistent: end the account's present one, wherever it is used"
    )
    for parser in (keep, login):
        parser.add_argument("--keyring", action="store_true", help="in the system's keyring instead of a file")
    for parser in (keep, status, clear, login):
        add_common(parser)
        parser.add_argument("given", nargs="*", help=argparse.SUPPRESS)  # refused without being repeated
        parser.add_argument("--demo", action="store_true", help="use the built-in demo service and a token of its own")
        parser.set_defaults(fault=None, pace=0.0, demo_tier="opus", demo_anlas=None)
