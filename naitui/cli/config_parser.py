"""The arguments of what tells how naitui is set up, and what there is: ``config``, ``doctor``, ``models``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from naitui.cli.options import add_common
from naitui.settings import Images

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_config(commands: Commands) -> None:
    """The command and its actions."""
    words = "the settings file: what is wrong with it, a complete one, where it is, what counts"
    parser = commands.add_parser("config", help=words, description=f"{words.capitalize()}. naitui never writes it.")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser(
        "check", help="every fault of the settings file with its line; exit code 2 when there is one"
    )
    check.add_argument("file", type=Path, nargs="?", metavar="FILE", help="left out: the file that naitui reads")
    actions.add_parser("default", help="print a complete file with all defaults and what each setting is for")
    path = actions.add_parser("path", help="where the settings file is, or would be")
    show = actions.add_parser("show", help="every setting, its value, and where that comes from")
    show.add_argument("--json", action="store_true", help="as JSON")
    for one in (check, path, show):
        add_common(one)


def add_doctor(commands: Commands) -> None:
    """The command that looks at the terminal."""
    words = "what this terminal can do, how that is known, a test card, and what to change"
    parser = commands.add_parser("doctor", help=words, description=words)
    add_common(parser)
    parser.add_argument("--json", action="store_true", help="as JSON, without the card")
    parser.add_argument("--no-card", action="store_true", help="leave the test card out")
    parser.add_argument(
        "--images", choices=get_args(Images), default=argparse.SUPPRESS, help="draw the card in this way alone"
    )


def add_models(commands: Commands) -> None:
    """The command that lists them."""
    models = commands.add_parser("models", help="list the models and what they can do")
    add_common(models)
    models.add_argument("--json", action="store_true", help="as JSON")
