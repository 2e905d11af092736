"""The commands and their arguments."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import NoReturn, get_args

from naitui import __version__
from naitui.cli.character_parser import add_character_options, add_characters
from naitui.cli.config_parser import add_config
from naitui.cli.documents import add_documents
from naitui.cli.key_parser import add_keys
from naitui.cli.library_parser import add_ablate, add_library, add_rerun
from naitui.cli.queue_parser import add_queue
from naitui.cli.reference_parser import add_references
from naitui.cli.sharing_parser import add_sharing
from naitui.cli.tool_parser import add_bounds, add_tools
from naitui.cli.word_parser import add_words
from naitui.settings import Images, StreamFraming

EPILOG = """\
exit codes: 0 done, 1 failed, 2 usage, 3 no or refused token, 4 refused before spending,
            5 server or network, 129/130/143 after a hang-up, an interrupt, a termination"""
FAULT_NAMES = (
    "html", "bad-gateway", "cut", "drop", "garbage", "locked", "rate-limit", "no-anlas", "bad-token", "reject",
    "server-error", "stream-error", "missing", "stall",
)  # fmt: skip
"""The demo's faults, written out: the demo itself is not loaded for --help."""


def build_parser(*, studio_alone: bool = False) -> argparse.ArgumentParser:
    """The whole command line, or what opens the studio: making the rest takes longer than its first frame."""
    parser: argparse.ArgumentParser = _Parser(
        prog="naitui",
        description="A keyboard-driven studio for NovelAI image generation. Without a command it opens the studio.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"naitui {__version__}")
    _add_common(parser)
    _add_studio(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    demo = commands.add_parser("demo", help="the studio on the built-in demo service: no account, nothing spent")
    _add_common(demo)
    _add_studio(demo)
    demo.add_argument("--tour", action="store_true", help="with a panel that leads through the studio, five minutes")
    _add_demo(demo)
    if studio_alone:
        return parser
    _add_generate(commands)
    _add_run(commands)
    _add_sweep(commands)
    _add_request(commands)
    _add_price(commands)
    _add_show(commands)
    add_tools(commands, _add_sending, _add_reaching, _add_agreeing)
    add_references(commands, _add_common, _add_reaching, _add_agreeing)
    add_words(commands, _add_common)
    add_library(commands, _add_common)
    add_rerun(commands, _add_sending)
    add_ablate(commands, _add_sending)
    add_characters(commands, _add_common)
    add_sharing(commands, _add_common)
    add_queue(commands, _add_reaching, _add_agreeing)
    add_keys(commands, _add_common)
    _add_auth(commands)
    add_config(commands, _add_common)
    _add_doctor(commands)
    models = commands.add_parser("models", help="list the models and what they can do")
    _add_common(models)
    models.add_argument("--json", action="store_true", help="as JSON")
    add_documents(commands)
    return parser


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints quote arguments without the control characters that may be in them."""

    def error(self, message: str) -> NoReturn:
        from naitui.novelai.errors import clean  # not needed for --help
        from naitui.tokens.looks import redacted

        super().error(redacted(clean(message, 2000)))


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="settings file")


def _add_studio(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder for pictures")
    parser.add_argument(
        "--images", choices=get_args(Images), default=argparse.SUPPRESS, help="how pictures are drawn (default: auto)"
    )
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    words = "a plain line for everything that is said goes there: for screen readers, tail -f"
    parser.add_argument("--plain-log", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=words)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("demo service")
    group.add_argument("--pace", type=_pace, default=1.0, metavar="X", help="how slow it is; 0 is as fast as it can")
    group.add_argument(
        "--fault",
        type=_fault,
        metavar="NAME[:N]",
        help=f"misbehave on purpose for the next N generations: {', '.join(FAULT_NAMES)}",
    )
    group.add_argument(
        "--demo-tier", choices=("none", "tablet", "scroll", "opus"), default="opus", help="the demo account's tier"
    )
    group.add_argument("--demo-anlas", type=int, metavar="N", help="the demo account's balance")


def _add_reaching(parser: argparse.ArgumentParser) -> None:
    """Options of the commands that talk to the service and have nothing to do with a recipe."""
    _add_common(parser)
    parser.add_argument("--demo", action="store_true", help="use the built-in demo service")
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    _add_demo(parser)


def _add_agreeing(parser: argparse.ArgumentParser) -> None:
    """Options of the commands that may cost something."""
    parser.add_argument("--json", action="store_true", help="one event a line on stdout")
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent and cost, and send nothing")
    parser.add_argument("--yes", action="store_true", help="agree to any price")
    parser.add_argument(
        "--max-anlas", type=_anlas, metavar="N", help="agree to N Anlas at most (default: 0, free only)"
    )


def _add_sending(parser: argparse.ArgumentParser) -> None:
    """Options of the commands that make pictures."""
    _add_common(parser)
    parser.add_argument("--demo", action="store_true", help="use the built-in demo service")
    parser.add_argument("--out", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder for pictures")
    parser.add_argument("--name", metavar="PATTERN", help="file names, e.g. '{seed}' or '{date}/{prompt:40}-{seed}'")
    _add_agreeing(parser)
    parser.add_argument(
        "--stream", choices=get_args(StreamFraming), default=None, help="how the generation is followed"
    )
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    _add_demo(parser)


def _add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("generate", help="make pictures from a prompt, without the studio")
    parser.add_argument("prompt", nargs="?", metavar="PROMPT|-", help="the prompt; - reads it from stdin")
    _add_sending(parser)
    recipe = parser.add_argument_group("recipe")
    base = recipe.add_mutually_exclusive_group()
    base.add_argument("--recipe", metavar="FILE", help="start from this recipe; the other options change it")
    base.add_argument("--preset", metavar="NAME", help="start from this preset instead")
    recipe.add_argument("--model", metavar="ID")
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
    sampling.add_argument("--steps", type=int, metavar="N")
    sampling.add_argument("--guidance", type=float, metavar="X", help="Prompt Guidance")
    sampling.add_argument("--rescale", type=float, metavar="X", help="Guidance Rescale, 0 to 1")
    sampling.add_argument("--sampler", metavar="ID")
    sampling.add_argument("--schedule", metavar="ID", help="noise schedule")
    sampling.add_argument("--seed", type=int, metavar="N", help="random when left out")
    sampling.add_argument("--variety", action=argparse.BooleanOptionalAction, default=None, help="Variety+")
    sampling.add_argument("--decrisper", action=argparse.BooleanOptionalAction, default=None, help="V3 and older")
    sampling.add_argument("--smea", choices=("off", "on", "dyn", "auto"), help="V3 and older")
    sampling.add_argument("--count", type=int, metavar="N", help="pictures in all")
    sampling.add_argument("--samples", type=int, metavar="N", help="pictures in one request")


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "make the pictures of a recipe file, or a preset, of several, or of each of them for a folder of sources"
    more = "Of several, and of a grid, what is there already is not made again; a seed left to chance follows from"
    parser = commands.add_parser("run", help=words, description=f"{words.capitalize()}. {more} recipe and source.")
    parser.add_argument("recipes", metavar="RECIPE.toml|-", nargs="*")
    parser.add_argument("--preset", action="append", dest="presets", metavar="NAME", help="a preset; may be repeated")
    sources = "image to image: each picture, also of folders, in the place of the recipe's own source"
    parser.add_argument("--source", dest="sources", type=Path, nargs="+", metavar="PICTURE", help=sources)
    add_bounds(parser)
    _add_sending(parser)


def _add_sweep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "a recipe with several values of its settings, as a grid; what is there already is not made again"
    parser = commands.add_parser("sweep", help=words, description=words)
    parser.add_argument("recipe", metavar="RECIPE.toml|-")
    _add_sending(parser)
    group = parser.add_argument_group("axes", "the same option twice, or ' & ' between: settings that change together")
    form = "SETTING=VALUES"
    group.add_argument("--x", action="append", metavar=form, help="columns: 'steps=20..28 by 4', 'sampler=a, b'")
    group.add_argument("--y", action="append", metavar=form, help="rows: 'prompt:red hair=red hair|blue hair'")
    group.add_argument("--z", action="append", metavar=form, help="a grid for each: 'character 1 position=A1, C3'")
    group.add_argument("--skip", action="append", metavar="RULE", help="leave cells out: 'steps = 28; sampler = a'")
    group.add_argument("--seed", type=int, metavar="N", help="for the whole grid")
    group.add_argument("--sheet", type=Path, metavar="FILE.png", help="draw all of it as one labelled picture")


def _add_request(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("request", help="print the requests that a recipe would send, as JSON")
    _add_common(parser)
    parser.add_argument("recipe", metavar="RECIPE.toml|-")
    parser.add_argument("--stream", choices=get_args(StreamFraming), default=None)


def _add_price(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("price", help="what a recipe would cost")
    _add_common(parser)
    parser.add_argument("recipe", metavar="RECIPE.toml|-")
    parser.add_argument("--tier", choices=("none", "tablet", "scroll", "opus"), default="none")
    parser.add_argument("--allowance-spent", action="store_true", help="the V5 allowance of Opus is used up")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("show", help="what made a picture")
    _add_common(parser)
    parser.add_argument("picture", type=Path, metavar="PICTURE")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything in the file, as JSON")
    form.add_argument("--toml", action="store_true", help="as a recipe that `naitui run` takes")


def _add_auth(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "the token: keep it, look where it comes from, forget it, get one with e-mail and password"
    auth = commands.add_parser("auth", help=words, description=words)
    actions = auth.add_subparsers(dest="action", metavar="ACTION", required=True)
    keep = actions.add_parser("set", help="keep a token; it is asked for without echo, or read from a pipe")
    keep.add_argument("--no-check", action="store_true", help="do not ask the service whether it takes it")
    status = actions.add_parser("status", help="where the token comes from, and its last four characters")
    status.add_argument("--json", action="store_true", help="as JSON")
    status.add_argument("--check", action="store_true", help="ask the service whether it takes it")
    status.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    clear = actions.add_parser("clear", help="remove the token from the file and from the keyring")
    login = actions.add_parser("login", help="log in with e-mail and password, which are asked for, and keep the token")
    login.add_argument("--persistent", action="store_true", help="make a persistent token and keep that one")
    login.add_argument(
        "--replace", action="store_true", help="with --persistent: end the account's present one, wherever it is used"
    )
    for parser in (keep, login):
        parser.add_argument("--keyring", action="store_true", help="in the system's keyring instead of a file")
    for parser in (keep, status, clear, login):
        _add_common(parser)
        parser.add_argument("given", nargs="*", help=argparse.SUPPRESS)  # refused without being repeated
        parser.add_argument("--demo", action="store_true", help="use the built-in demo service and a token of its own")
        parser.set_defaults(fault=None, pace=0.0, demo_tier="opus", demo_anlas=None)


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "what this terminal can do, how that is known, a test card, and what to change"
    parser = commands.add_parser("doctor", help=words, description=words)
    _add_common(parser)
    parser.add_argument("--json", action="store_true", help="as JSON, without the card")
    parser.add_argument("--no-card", action="store_true", help="leave the test card out")
    parser.add_argument(
        "--images", choices=get_args(Images), default=argparse.SUPPRESS, help="draw the card in this way alone"
    )


def _pace(text: str) -> float:
    pace = float(text)
    if not (math.isfinite(pace) and pace >= 0):
        raise argparse.ArgumentTypeError(f"should be a number from 0 up, not {text}")
    return pace


def _anlas(text: str) -> int:
    anlas = int(text)
    if anlas < 0:
        raise argparse.ArgumentTypeError(f"should be a whole number from 0 up, not {text}")
    return anlas


def _fault(text: str) -> str:
    name, _, times = text.partition(":")
    if name not in FAULT_NAMES or (times and not times.isdecimal()):
        names = ", ".join(FAULT_NAMES)
        raise argparse.ArgumentTypeError(f"there is no fault {text!r}; one of {names}, with :N for the next N calls")
    return text
