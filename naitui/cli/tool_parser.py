"""The arguments of the commands beside generating: tools, upscaling, tags, the account."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.cli.options import add_agreeing, add_bounds, add_reaching, add_sending

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_tools(commands: Commands) -> None:
    """Add them."""
    _add_variants(commands)
    _add_tool(commands)
    _add_upscale(commands)
    _add_tags(commands)
    account = commands.add_parser("account", help="tier, Anlas and what is left of the V5 allowance")
    account.add_argument("--json", action="store_true", help="as JSON")
    account.add_argument("--ledger", action="store_true", help="what the jobs of the last days cost; asks nobody")
    account.add_argument("--days", type=_days, metavar="N", default=30, help="with --ledger: how many (default: 30)")
    add_reaching(account)


def _add_tags(commands: Commands) -> None:
    tags = commands.add_parser(
        "tags",
        help="the tags that NovelAI suggests for a piece of text; needs no token",
        usage="%(prog)s [options] QUERY | import FILE... | files [--forget FILE]",
        description="Complete a tag. With import FILE... your own tag files are used from now on (they stay where they "
        "are); files lists them. A query that is one of these two words is written behind --.",
    )
    tags.add_argument("words", nargs="+", metavar="QUERY", help="the tag as far as it is typed")
    tags.add_argument("--lang", choices=("en", "jp"), help="the language of QUERY")
    tags.add_argument("--model", metavar="ID", help="whose tags (default: the catalog's own default)")
    tags.add_argument("--local", action="store_true", help="from your own tags and tag files; asks nobody")
    tags.add_argument("--forget", type=Path, metavar="FILE", help="with files: use this one no longer")
    tags.add_argument("--json", action="store_true", help="as JSON")
    add_reaching(tags)


def _add_variants(commands: Commands) -> None:
    enhance = commands.add_parser(
        "enhance",
        help="a finished picture drawn again, in more detail or larger",
        description="Draw a picture again from its own recipe, by image to image, with a new seed.",
    )
    enhance.add_argument("--magnitude", type=int, metavar="N", default=3, help="1 to 5: how much may change")
    enhance.add_argument("--scale", type=_scale, metavar="X", default=1.0, help="1 or 1.5, or another")
    enhance.add_argument("--max", action="store_true", help="V5: the service enlarges the picture itself, up to twice")
    vary = commands.add_parser(
        "vary",
        help="variations of a finished picture: three of them in one request",
        description="Draw variations of a picture from its own recipe, by image to image, with a new seed.",
    )
    for parser in (enhance, vary):
        words = "pictures of naitui or of NovelAI, or folders of them; of several, what is there is not made again"
        parser.add_argument("pictures", type=Path, metavar="PICTURE", nargs="+", help=words)
        add_bounds(parser)
        parser.add_argument("--strength", type=_share, metavar="X", help="instead of the page's own, 0.01 to 0.99")
        parser.add_argument("--noise", type=_share, metavar="X", help="instead of the page's own")
        parser.add_argument("--seed", type=int, metavar="N", help="random when left out")
        add_sending(parser)


def _scale(text: str) -> float:
    scale = float(text)
    if not (math.isfinite(scale) and scale > 0):
        raise argparse.ArgumentTypeError(f"should be a number above 0, not {text}")
    return scale


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"should be a number from 0 to 1, not {text}")
    return share


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 36525:
        raise argparse.ArgumentTypeError(f"should be a whole number from 1 to 36525, not {text}")
    return days


def _add_tool(commands: Commands) -> None:
    parser = commands.add_parser(
        "tool",
        help="a director tool on pictures: bg-removal, lineart, sketch, colorize, emotion, declutter",
        description="Send pictures through a director tool, one after the other. The results are named after them: "
        "cat-lineart.png. What is there already is not made, or paid for, again.",
    )
    parser.add_argument(
        "name",
        metavar="NAME",
        help="bg-removal (three pictures), lineart, sketch, colorize, emotion, declutter, declutter-keep-bubbles",
    )
    _add_pictures(parser)
    parser.add_argument("--prompt", metavar="TEXT", default="", help="own tags (colorize, emotion)")
    parser.add_argument("--mood", metavar="MOOD", help="e.g. happy (emotion; a wrong one lists them all)")
    parser.add_argument("--defry", type=int, metavar="N", default=0, help="0 to 5: how much weaker (colorize, emotion)")
    add_reaching(parser)
    add_agreeing(parser)


def _add_upscale(commands: Commands) -> None:
    words = "pictures in twice their size; what is there already is not made again"
    parser = commands.add_parser("upscale", help=words, description=words)
    _add_pictures(parser)
    add_reaching(parser)
    add_agreeing(parser)


def _add_pictures(parser: argparse.ArgumentParser) -> None:
    words = "PNG, JPEG or WebP files, or folders of them"
    parser.add_argument("pictures", type=Path, metavar="PICTURE", nargs="+", help=words)
    add_bounds(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder for pictures")
