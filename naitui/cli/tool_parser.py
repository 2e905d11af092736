"""The arguments of the commands beside generating: tools, upscaling, vibes, tags, the account."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # argparse gives its own class parameters to type checkers alone
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

Adds = Callable[[argparse.ArgumentParser], None]


def add_tools(commands: Commands, reaching: Adds, agreeing: Adds) -> None:
    """Add them.

    Args:
        commands: where they go.
        reaching: adds the options of everything that talks to the service.
        agreeing: adds the options of what may cost something.
    """
    _add_tool(commands, reaching, agreeing)
    _add_upscale(commands, reaching, agreeing)
    _add_vibe(commands, reaching, agreeing)
    tags = commands.add_parser("tags", help="the tags that NovelAI suggests for a piece of text; needs no token")
    tags.add_argument("query", metavar="QUERY", help="the tag as far as it is typed")
    tags.add_argument("--lang", choices=("en", "jp"), help="the language of QUERY")
    tags.add_argument("--model", metavar="ID", help="whose tags (default: the catalog's own default)")
    tags.add_argument("--json", action="store_true", help="as JSON")
    reaching(tags)
    account = commands.add_parser("account", help="tier, Anlas and what is left of the V5 allowance")
    account.add_argument("--json", action="store_true", help="as JSON")
    reaching(account)


def _add_tool(commands: Commands, reaching: Adds, agreeing: Adds) -> None:
    parser = commands.add_parser(
        "tool",
        help="a director tool on a picture: bg-removal, lineart, sketch, colorize, emotion, declutter",
        description="Send a picture through a director tool. The results are named after it: cat-lineart.png.",
    )
    parser.add_argument(
        "name",
        metavar="NAME",
        help="bg-removal (three pictures), lineart, sketch, colorize, emotion, declutter, declutter-keep-bubbles",
    )
    _add_picture(parser)
    parser.add_argument("--prompt", metavar="TEXT", default="", help="own tags (colorize, emotion)")
    parser.add_argument("--mood", metavar="MOOD", help="e.g. happy (emotion; a wrong one lists them all)")
    parser.add_argument("--defry", type=int, metavar="N", default=0, help="0 to 5: how much weaker (colorize, emotion)")
    reaching(parser)
    agreeing(parser)


def _add_upscale(commands: Commands, reaching: Adds, agreeing: Adds) -> None:
    parser = commands.add_parser("upscale", help="a picture in twice its size")
    _add_picture(parser)
    reaching(parser)
    agreeing(parser)


def _add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("picture", type=Path, metavar="PICTURE", help="a PNG, JPEG or WebP file")
    parser.add_argument("--out", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder for pictures")


def _add_vibe(commands: Commands, reaching: Adds, agreeing: Adds) -> None:
    vibe = commands.add_parser("vibe", help="vibe files")
    actions = vibe.add_subparsers(dest="action", metavar="ACTION", required=True)
    parser = actions.add_parser("encode", help="make a vibe file of a picture, for V4 and V4.5")
    parser.add_argument("picture", type=Path, metavar="PICTURE", help="a picture, or a vibe file for one more encoding")
    parser.add_argument("--model", metavar="ID", required=True, help="the model that the encoding is for")
    parser.add_argument(
        "--information", type=float, metavar="X", help="information extracted, 0.01 to 1 (default: the model's)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", required=True, help="the .naiv4vibe file to write")
    reaching(parser)
    agreeing(parser)
    parser = actions.add_parser("show", help="what a vibe file, a bundle or a picture card holds")
    parser.add_argument("file", type=Path, metavar="FILE", help="a .naiv4vibe or .naiv4vibebundle file, or a PNG card")
    parser.add_argument("--json", action="store_true", help="as JSON")
