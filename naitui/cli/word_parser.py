"""The arguments of the commands about words: ``expand``, ``styles``, ``wildcards``, ``history``, ``tokens``."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from naitui.cli.options import add_common

if TYPE_CHECKING:
    from naitui.cli.options import Commands

MAX_COUNT = 100


def add_words(commands: Commands) -> None:
    """The commands that show what words come to."""
    expand = commands.add_parser("expand", help="what a recipe's wildcards, choices and styles come to; sends nothing")
    expand.add_argument("recipe", metavar="RECIPE.toml|-", help="a recipe file, or a recipe or words on stdin")
    expand.add_argument(
        "--count", type=_count, metavar="N", help=f"so many requests, up to {MAX_COUNT} (default: the recipe's own)"
    )
    expand.add_argument("--seed", type=int, metavar="N", help="of the first; random when the recipe has none either")
    styles = commands.add_parser("styles", help="list the styles with their texts")
    wildcards = commands.add_parser("wildcards", help="list the wildcards, their lines and what is wrong with them")
    history = commands.add_parser("history", help="find words that were sent before; without a query the newest")
    history.add_argument("query", nargs="?", default="", metavar="QUERY", help="words, or letters: slvr finds silver")
    history.add_argument("--count", type=_count, default=10, metavar="N", help="entries at most (default: 10)")
    history.add_argument("--favourites", action="store_true", help="only those with a star")
    history.add_argument("--demo", action="store_true", help="of the demo")
    for parser in (expand, styles, wildcards, history):
        add_common(parser)
        parser.add_argument("--json", action="store_true", help="as JSON")
    _add_tokens(commands)


def _add_tokens(commands: Commands) -> None:
    words = "how many tokens words come to, and the vocabularies that count them exactly"
    tokens = commands.add_parser("tokens", help=words, description=words)
    actions = tokens.add_subparsers(dest="action", metavar="ACTION", required=True)
    fetch = actions.add_parser("fetch", help="get NovelAI's own vocabularies, once; needs no token")
    fetch.add_argument(
        "--model", action="append", dest="models", metavar="ID", help="only what this one needs; may be repeated"
    )
    fetch.add_argument("--again", action="store_true", help="anew, though it is there already")
    show = actions.add_parser("show", help="which file counts for which models, and where tokens are estimated")
    count = actions.add_parser("count", help="count words, or all the words of a recipe, with what the model adds")
    count.add_argument("words", metavar="WORDS|-|RECIPE.toml", help="a prompt, one on stdin, or a recipe file")
    count.add_argument("--model", metavar="ID", help="count for this one (default: the recipe's, or the catalog's own)")
    for parser in (fetch, show, count):
        add_common(parser)
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--demo", action="store_true", help="the demo service and its own small vocabularies")


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= MAX_COUNT:
        raise argparse.ArgumentTypeError(f"should be from 1 to {MAX_COUNT}, not {text}")
    return count
