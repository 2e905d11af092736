"""The arguments of ``naitui queue``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.cli.options import add_agreeing, add_reaching

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_queue(commands: Commands) -> None:
    """Add it."""
    words = "what waits, runs and has ended, of every naitui on the account"
    queue = commands.add_parser("queue", help=words, description=words)
    add_reaching(queue)
    _listing(queue)
    queue.set_defaults(action="list")
    actions = queue.add_subparsers(dest="action", metavar="ACTION")
    listed = actions.add_parser("list", help="the jobs, as naitui queue alone lists them")
    _listing(listed)
    actions.add_parser("pause", help="begin nothing new; what runs goes on to its end")
    actions.add_parser("resume", help="go on after a pause")
    cancel = actions.add_parser("cancel", help="take jobs out that wait")
    cancel.add_argument("ids", nargs="*", metavar="ID", help="as the list names them")
    cancel.add_argument("--all", action="store_true", help="all that wait")
    move = actions.add_parser("move", help="a job to another place; behind all others where none is named")
    move.add_argument("id", metavar="ID", help="as the list names it")
    place = move.add_mutually_exclusive_group()
    place.add_argument("--before", metavar="ID", help="in front of this one")
    place.add_argument("--first", action="store_true", help="before all others")
    export = actions.add_parser("export", help="write the recipes of the jobs that wait, one file each")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="where a recipe file for each job goes")
    again = actions.add_parser("again", help="put jobs that have ended in once more; they wait for a run")
    again.add_argument("ids", nargs="+", metavar="ID", help="as the list names them")
    show = actions.add_parser("show", help="a job's recipe, to be changed and put in again: a copy of it")
    show.add_argument("id", metavar="ID", help="as the list names it")
    imported = actions.add_parser("import", help="put the jobs of recipes in, where they wait for a run")
    imported.add_argument(
        "recipes", nargs="+", type=Path, metavar="RECIPE|FOLDER", help="recipe files, or folders of them"
    )
    imported.add_argument("--out", type=Path, metavar="DIR", help="folder for their pictures")
    imported.set_defaults(stream=None)
    run = actions.add_parser(
        "run", help="send what was left by a naitui that is gone; what is not free has to be agreed to"
    )
    add_agreeing(run)
    run.add_argument("--out", type=Path, metavar="DIR", help="folder for pictures whose own is gone")
    run.add_argument("--handed-over", default="", metavar="OWNER", help=argparse.SUPPRESS)
    for action in {id(each): each for each in actions.choices.values()}.values():
        add_reaching(action)


def _listing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ended", type=int, default=10, metavar="N", help="with the last N that have ended (10)")
    if parser.get_default("json") is None:
        parser.add_argument("--json", action="store_true", help="as JSON")
