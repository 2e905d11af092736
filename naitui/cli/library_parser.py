"""The arguments of the commands about the library: ``find``, ``rate``, ``label``, ``bin``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.cli.options import add_common, add_sending, count

if TYPE_CHECKING:
    from naitui.cli.options import Commands

FIND = """\
words are found by their beginnings, "text in quotes" as it stands, and - turns anything round:

  naitui find 'rain "night city" -sketch'
  naitui find 'model:v5 steps:>23 size:>1mp rated:>3 before:2026-10-01 seed:42'
  naitui find label:keep is:unrated character:silver sampler:euler by:naitui"""

BIN = """\
  naitui bin PICTURE…        throw pictures away
  naitui bin list            what was thrown away, the last first
  naitui bin back PICTURE…   give back what was at these paths; the last one when none is named, --all
  naitui bin empty           remove everything for good, after a question

a picture with such a name: naitui bin -- list"""


def add_library(commands: Commands) -> None:
    """The commands that find and mark pictures."""
    find = commands.add_parser(
        "find",
        help="find pictures by their words, settings, stars and labels",
        description="Prints the paths of pictures, the newest first.",
        epilog=FIND,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    find.add_argument("query", nargs="*", metavar="QUERY", help="words and fields; all pictures when left out")
    find.add_argument("--count", type=count, metavar="N", help="so many at most")
    rate = commands.add_parser("rate", help="give pictures 1 to 5 stars; 0 takes them away")
    rate.add_argument("stars", type=int, choices=range(6), metavar="0-5", help="0 takes the stars away")
    rate.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE", help="saved pictures")
    label = commands.add_parser("label", help="give pictures labels, or take them away")
    label.add_argument("name", metavar="NAME[,NAME]", help="labels, with commas between them")
    label.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE", help="saved pictures")
    label.add_argument("--remove", action="store_true", help="take it away")
    label.add_argument("--collection", action="store_true", help="a collection, not a label")
    export = commands.add_parser("export", help="copy pictures, with or without what is written in them")
    export.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE", help="saved pictures")
    export.add_argument("--to", type=Path, required=True, metavar="DIR|FILE.zip", help="a folder, or one ZIP")
    export.add_argument("--strip", action="store_true", help="the pixels alone: no prompt, no settings, nothing hidden")
    bin = commands.add_parser(
        "bin",
        help="throw pictures away so that they can be had back; without one: what was thrown away",
        epilog=BIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    bin.add_argument("pictures", nargs="*", metavar="PICTURE", help="or one of the words below")
    how = bin.add_mutually_exclusive_group()
    how.add_argument("--restore", action="store_true", help="the same as: bin back")
    how.add_argument("--empty", action="store_true", help="the same as: bin empty")
    bin.add_argument("--all", action="store_true", help="with back: everything")
    bin.add_argument("--yes", action="store_true", help="with empty: without a question")
    for parser in (find, bin):
        parser.add_argument("--json", action="store_true", help="as JSON")
    for parser in (find, rate, label, export, bin):
        add_common(parser)
        parser.add_argument("--demo", action="store_true", help="of the demo")


def add_rerun(commands: Commands) -> None:
    """The command that makes a picture again."""
    words = "send the identical request that made a picture, and say where it cannot be"
    rerun = commands.add_parser("rerun", help=words, description=words)
    rerun.add_argument("picture", type=Path, metavar="PICTURE", help="a picture that says how it was made")
    add_sending(rerun)
    rerun.add_argument("--new-seed", action="store_true", help="everything but the seed")
    rerun.add_argument("--anyway", action="store_true", help="also without what the picture cannot give back")


def add_ablate(commands: Commands) -> None:
    """The command that leaves tags out."""
    words = "a picture once more without each of its tags, with the same seed; what is there is not made again"
    ablate = commands.add_parser("ablate", help=words, description=words)
    ablate.add_argument("picture", type=Path, metavar="PICTURE", help="a picture that says how it was made")
    add_sending(ablate)
    ablate.add_argument("--without", action="append", metavar="TAG[,TAG]", help="only these, not each of them")
    ablate.add_argument("--sheet", type=Path, metavar="FILE.png", help="draw all of it as one labelled picture")
