"""The arguments of the commands about presets and packs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.cli.options import add_common

if TYPE_CHECKING:
    from naitui.cli.options import Commands

KINDS = ("preset", "style", "wildcard", "snippet", "character", "reference")
ON_CONFLICT = ("skip", "rename", "replace")
"""Both written out: `naitui.library.pack` is not loaded for --help."""
WHAT = """\
what goes in:

  all                    everything of yours
  presets, styles, …     everything of a kind
  preset:rainy/night     one thing; what a preset calls comes with it
  rainy/night            the same: without a kind it is a preset
  @heroine               a reference of the collection"""


def add_sharing(commands: Commands) -> None:
    """``preset`` and ``pack``."""
    _add_preset(commands)
    _add_pack(commands)


def _add_preset(commands: Commands) -> None:
    words = "recipes with names, without a seed: list, show, save, remove; generate --preset NAME makes one"
    preset = commands.add_parser("preset", help=words, description=words)
    actions = preset.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="every preset, and what is wrong with the files of others")
    show = actions.add_parser("show", help="a preset as a recipe")
    save = actions.add_parser("save", help="keep a recipe, or that of a picture, under a name")
    save.add_argument("name", metavar="NAME", help="with folders if you like: rainy/night")
    save.add_argument("source", metavar="RECIPE.toml|PICTURE|-", nargs="?", help="left out: the studio's draft")
    save.add_argument("--replace", action="store_true", help="in the place of the one of that name, which is kept")
    remove = actions.add_parser("remove", help="take a preset out; its file goes into the folder .removed")
    for parser in (show, remove):
        parser.add_argument("name", metavar="NAME", help="as the list names it")
    for parser in (listing, show, save, remove):
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--demo", action="store_true", help="with the demo's own references")
        add_common(parser)


def _add_pack(commands: Commands) -> None:
    words = "presets, styles, wildcards, snippets, characters and references in one file, to be given away"
    pack = commands.add_parser("pack", help=words, description=words)
    actions = pack.add_subparsers(dest="action", metavar="ACTION", required=True)
    make = actions.add_parser(
        "make",
        help="make a pack; it never holds a token, settings, or a path of this machine",
        epilog=WHAT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    make.add_argument("out", type=Path, metavar="OUT.zip", help="the file to be written")
    make.add_argument("what", nargs="+", metavar="WHAT", help="see below")
    make.add_argument("--title", metavar="TEXT", help="what it is called (default: the file's name)")
    make.add_argument("--description", metavar="TEXT", default="", help="what it is for")
    file = "a pack, NAIWeaver's .vpack, presets.json or prompt_styles.json, its folder, or a wildcard's .txt"
    show = actions.add_parser("show", help="what is in a pack, and what of it is here already; writes nothing")
    add = actions.add_parser("add", help="add what is in a pack; where something of its name is here, it is left alone")
    for parser in (show, add):
        parser.add_argument("file", type=Path, metavar="FILE", help=file)
    add.add_argument(
        "--only", action="append", metavar="WHAT[,WHAT]", help="only these: presets, style:ink; references come along"
    )
    add.add_argument(
        "--on-conflict", choices=ON_CONFLICT, help="where a name is taken; without it nothing is added in that case"
    )
    for parser in (make, show, add):
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--demo", action="store_true", help="with the demo's own references")
        add_common(parser)
