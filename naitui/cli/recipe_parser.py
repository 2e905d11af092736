"""The arguments of what makes pictures of recipes and what tells of them: ``generate``, ``run``, ``show``, …"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from naitui.cli.character_parser import add_character_options
from naitui.cli.options import add_bounds, add_common, add_sending
from naitui.settings import StreamFraming

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_recipes(commands: Commands) -> None:
    """Add what makes pictures of recipes, and what tells of recipes and pictures."""
    _add_generate(commands)
    _add_run(commands)
    _add_sweep(commands)
    _add_request(commands)
    _add_price(commands)
    _add_show(commands)


def _add_generate(commands: Commands) -> None:
    parser = commands.add_parser("generate", help="make pictures from a prompt, without the studio")
    parser.add_argument("prompt", nargs="?", metavar="PROMPT|-", help="the prompt; - reads it from stdin")
    add_sending(parser)
    recipe = parser.add_argument_group("recipe")
    base = recipe.add_mutually_exclusive_group()
    base.add_argument("--recipe", metavar="FILE", help="start from this recipe; the other options change it")
    base.add_argument("--preset", metavar="NAME", help="start from this preset instead")
    recipe.add_argument("--model", metavar="ID", help="the model; naitui models lists them")
    recipe.add_argument("--style", action="append", dest="styles", metavar="NAME", help="a style; may be repeated")
    recipe.add_argument("--undesired", metavar="TEXT", help="undesired content")
    recipe.add_argument("--quality", metavar="SET", help="quality tags: standard, light, none")
    recipe.add_argument("--undesired-preset", metavar="PRESET", help="heavy, light, humanFocus, furryFocus, none")
    recipe.add_argument("--furry", action=argparse.BooleanOptionalAction, default=None, help="furry mode")
    recipe.add_argument(
        "--transparent", action=argparse.BooleanOptionalAction, default=None, help="transparent background (V5)"
    )
    add_character_options(parser)
    pictures = parser.add_argument_group("pictures", "paths count from here; a recipe names more, and more exactly")
    pictures.add_argument("--source", metavar="FILE", help="image to image: start from this picture")
    pictures.add_argument("--strength", type=float, metavar="X", help="how much of the source may change, 0.01 to 0.99")
    pictures.add_argument("--noise", type=float, metavar="X", help="noise added to the source")
    pictures.add_argument("--mask", metavar="FILE", help="of the source, paint the white part of this picture anew")
    pictures.add_argument(
        "--vibe", action="append", metavar="FILE[:STRENGTH]", help="a vibe file, or a picture that is encoded first"
    )
    pictures.add_argument("--reference", action="append", metavar="FILE[:TYPE]", help="a precise reference (V4.5)")
    sampling = parser.add_argument_group("sampling")
    sampling.add_argument("--size", metavar="WxH", help="e.g. 832x1216")
    sampling.add_argument("--steps", type=int, metavar="N", help="Steps (default: the model's own, as on the page)")
    sampling.add_argument("--guidance", type=float, metavar="X", help="Prompt Guidance")
    sampling.add_argument("--rescale", type=float, metavar="X", help="Guidance Rescale, 0 to 1")
    sampling.add_argument("--sampler", metavar="ID", help="Sampler; naitui models --json lists those of each model")
    sampling.add_argument("--schedule", metavar="ID", help="noise schedule")
    sampling.add_argument("--seed", type=int, metavar="N", help="random when left out")
    sampling.add_argument("--variety", action=argparse.BooleanOptionalAction, default=None, help="Variety+")
    sampling.add_argument("--decrisper", action=argparse.BooleanOptionalAction, default=None, help="V3 and older")
    sampling.add_argument("--smea", choices=("off", "on", "dyn", "auto"), help="V3 and older")
    sampling.add_argument("--count", type=int, metavar="N", help="pictures in all")
    sampling.add_argument("--samples", type=int, metavar="N", help="pictures in one request")


def _add_run(commands: Commands) -> None:
    words = "make the pictures of a recipe file, or a preset, of several, or of each of them for a folder of sources"
    more = "Of several, and of a grid, what is there already is not made again; a seed left to chance follows from"
    parser = commands.add_parser("run", help=words, description=f"{words.capitalize()}. {more} recipe and source.")
    parser.add_argument("recipes", metavar="RECIPE.toml|-", nargs="*", help="recipe files; - reads one from stdin")
    parser.add_argument("--preset", action="append", dest="presets", metavar="NAME", help="a preset; may be repeated")
    sources = "image to image: each picture, also of folders, in the place of the recipe's own source"
    parser.add_argument("--source", dest="sources", type=Path, nargs="+", metavar="PICTURE", help=sources)
    add_bounds(parser)
    add_sending(parser)


def _add_sweep(commands: Commands) -> None:
    words = (
        "a recipe with several values of its settings, as a grid (XYZ plot); what is there already is not made again"
    )
    parser = commands.add_parser("sweep", help=words, description=words)
    parser.add_argument("recipe", metavar="RECIPE.toml|-", help="a recipe file; - reads one from stdin")
    add_sending(parser)
    group = parser.add_argument_group("axes", "the same option twice, or ' & ' between: settings that change together")
    form = "SETTING=VALUES"
    group.add_argument("--x", action="append", metavar=form, help="columns: 'steps=20..28 by 4', 'sampler=a, b'")
    group.add_argument("--y", action="append", metavar=form, help="rows: 'prompt:red hair=red hair|blue hair'")
    group.add_argument("--z", action="append", metavar=form, help="a grid for each: 'character 1 position=A1, C3'")
    group.add_argument("--skip", action="append", metavar="RULE", help="leave cells out: 'steps = 28; sampler = a'")
    group.add_argument("--seed", type=int, metavar="N", help="for the whole grid")
    group.add_argument("--sheet", type=Path, metavar="FILE.png", help="draw all of it as one labelled picture")


def _add_request(commands: Commands) -> None:
    parser = commands.add_parser("request", help="print the requests that a recipe would send, as JSON")
    add_common(parser)
    parser.add_argument("recipe", metavar="RECIPE.toml|-", help="a recipe file; - reads one from stdin")
    parser.add_argument(
        "--stream", choices=get_args(StreamFraming), default=None, help="how the generation would be followed"
    )


def _add_price(commands: Commands) -> None:
    parser = commands.add_parser("price", help="what a recipe would cost")
    add_common(parser)
    parser.add_argument("recipe", metavar="RECIPE.toml|-", help="a recipe file; - reads one from stdin")
    parser.add_argument(
        "--tier",
        choices=("none", "tablet", "scroll", "opus"),
        default="none",
        help="the subscription of the account (default: %(default)s)",
    )
    parser.add_argument("--allowance-spent", action="store_true", help="the V5 allowance of Opus is used up")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_show(commands: Commands) -> None:
    parser = commands.add_parser("show", help="what made a picture")
    add_common(parser)
    parser.add_argument("picture", type=Path, metavar="PICTURE", help="a picture, of NovelAI or another program")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything in the file, as JSON")
    form.add_argument("--toml", action="store_true", help="as a recipe that `naitui run` takes")
