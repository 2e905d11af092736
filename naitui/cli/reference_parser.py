"""The arguments of the commands about references: ``vibe`` and ``references``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.cli.options import add_agreeing, add_common, add_reaching

if TYPE_CHECKING:
    from naitui.cli.options import Commands

USES = ("vibe", "character&style", "character", "style")
"""Written out: `naitui.library.entries` is not loaded for --help."""


def add_references(commands: Commands) -> None:
    """Add them."""
    _add_vibe(commands)
    _add_collection(commands)


def _add_vibe(commands: Commands) -> None:
    vibe = commands.add_parser("vibe", help="vibe files: encode, show, export, import")
    actions = vibe.add_subparsers(dest="action", metavar="ACTION", required=True)
    parser = actions.add_parser("encode", help="make a vibe file of a picture, for V4 and V4.5")
    parser.add_argument(
        "picture", metavar="PICTURE", help="a picture, a vibe file for one more encoding, or @NAME of the collection"
    )
    parser.add_argument("--model", metavar="ID", required=True, help="the model that the encoding is for")
    parser.add_argument(
        "--information", type=float, metavar="X", help="information extracted, 0.01 to 1 (default: the model's)"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the .naiv4vibe file to write (left out: it is only kept for recipes)"
    )
    parser.add_argument("--again", action="store_true", help="buy it anew, though it was bought before")
    add_reaching(parser)
    add_agreeing(parser)
    parser = actions.add_parser("show", help="what a vibe file, a bundle, a card or a picture's own record holds")
    parser.add_argument("file", metavar="FILE", help="a vibe file, a bundle, a picture, or @NAME of the collection")
    parser.add_argument("--json", action="store_true", help="as JSON")
    _add_demo(parser)
    add_common(parser)
    _add_export(actions)
    parser = actions.add_parser("import", help="take the vibes of files into the collection")
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="vibe files, bundles, cards, pictures made with vibes"
    )
    parser.add_argument("--into", metavar="FOLDER", default="", help="a folder of the collection")
    parser.add_argument("--for", dest="model", metavar="ID", help="the model of encodings that do not say it")
    parser.add_argument("--json", action="store_true", help="as JSON")
    _add_demo(parser)
    add_common(parser)


def _add_export(actions: Commands) -> None:
    parser = actions.add_parser(
        "export",
        help="write vibes as a file that NovelAI's page takes",
        description="Write vibes as .naiv4vibe (one), .naiv4vibebundle (several) or .naiv4vibebundle.png (a picture "
        "card), with every encoding that was bought or came with them.",
    )
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="a picture, a vibe file, @NAME, or a recipe.toml for all its vibes"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", required=True, help="its ending says what is written")
    parser.add_argument("--model", metavar="ID", help="what the receiver should preselect (default: the vibe's own)")
    parser.add_argument("--strength", type=float, metavar="X", help="likewise")
    parser.add_argument("--information", type=float, metavar="X", help="likewise: information extracted")
    parser.add_argument("--without-picture", action="store_true", help="only the encoding, for that model alone")
    parser.add_argument("--face", type=Path, metavar="PICTURE", help="the picture of a card (default: the vibes' own)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    _add_demo(parser)
    add_common(parser)


def _add_collection(commands: Commands) -> None:
    words = "the collection of references: list, add, remove; recipes name them @NAME"
    references = commands.add_parser("references", help=words, description=words)
    references.set_defaults(action="list")
    references.add_argument("--json", action="store_true", help="as JSON")
    _add_demo(references)
    add_common(references)
    actions = references.add_subparsers(dest="action", metavar="ACTION")
    actions.required = False
    actions.default = "list"
    listing = actions.add_parser("list", help="every entry, and what is wrong with the collection's files")
    add = actions.add_parser("add", help="put a picture or a vibe file into the collection")
    add.add_argument("file", type=Path, metavar="FILE", help="a picture or a vibe file")
    add.add_argument("--name", metavar="NAME", help="with folders if you like: moods/dusk (default: the file's name)")
    add.add_argument("--type", choices=USES, help="what it is meant for")
    add.add_argument("--strength", type=float, metavar="X", help="Reference Strength that it begins with")
    add.add_argument("--information", type=float, metavar="X", help="information extracted (vibes), 0 to 1")
    add.add_argument("--fidelity", type=float, metavar="X", help="of a precise reference, 0 to 1")
    add.add_argument("--note", metavar="TEXT", default="", help="whatever you want to remember")
    remove = actions.add_parser("remove", help="take an entry out; its files go into the folder .removed")
    remove.add_argument("name", metavar="NAME", help="as the list names it")
    for parser in (listing, add, remove):
        # suppressed: the same options in front of the action must not be undone by a default behind it
        parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="as JSON")
        parser.add_argument("--demo", action="store_true", default=argparse.SUPPRESS, help="the demo's own collection")
        add_common(parser)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="with the demo's own collection and encodings")
