"""The arguments of ``naitui config``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path


def add_config(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    add_common: Callable[[argparse.ArgumentParser], None],
) -> None:
    """The command and its actions."""
    words = "the settings file: what is wrong with it, a complete one, where it is, what counts"
    parser = commands.add_parser("config", help=words, description=f"{words.capitalize()}. naitui never writes it.")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="every fault with its line; exit code 2 when there is one")
    check.add_argument("file", type=Path, nargs="?", metavar="FILE", help="left out: the file that naitui reads")
    actions.add_parser("default", help="print a complete file with all defaults and what each setting is for")
    path = actions.add_parser("path", help="where the file is, or would be")
    show = actions.add_parser("show", help="every setting, its value, and where that comes from")
    show.add_argument("--json", action="store_true", help="as JSON")
    for one in (check, path, show):
        add_common(one)
