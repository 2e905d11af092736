"""Options that several commands have, and the forms of their values."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, get_args

from naitui.settings import Images, StreamFraming

if TYPE_CHECKING:  # argparse gives its own class parameters to type checkers alone
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

FAULT_NAMES = (
    "html", "bad-gateway", "cut", "drop", "garbage", "locked", "rate-limit", "no-anlas", "bad-token", "reject",
    "server-error", "stream-error", "missing", "stall",
)  # fmt: skip
"""The demo's faults, written out: the demo itself is not loaded for --help."""

CONFIG_HELP = "settings file (default: NAITUI_CONFIG, else what naitui config path says)"


def add_common(parser: argparse.ArgumentParser) -> None:
    """Options of every command."""
    parser.add_argument("--config", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=CONFIG_HELP)


def add_studio(parser: argparse.ArgumentParser) -> None:
    """Options of what opens the studio."""
    parser.add_argument("--out", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder for pictures")
    parser.add_argument(
        "--images", choices=get_args(Images), default=argparse.SUPPRESS, help="how pictures are drawn (default: auto)"
    )
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    words = "a plain line for everything that is said goes there: for screen readers, tail -f"
    parser.add_argument("--plain-log", type=Path, metavar="FILE", default=argparse.SUPPRESS, help=words)


def add_demo(parser: argparse.ArgumentParser) -> None:
    """Options of the demo service."""
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


def add_reaching(parser: argparse.ArgumentParser) -> None:
    """Options of the commands that talk to the service and have nothing to do with a recipe."""
    add_common(parser)
    parser.add_argument("--demo", action="store_true", help="use the built-in demo service")
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    add_demo(parser)


def add_agreeing(parser: argparse.ArgumentParser) -> None:
    """Options of the commands that may cost something."""
    parser.add_argument("--json", action="store_true", help="one event a line on stdout")
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent and cost, and send nothing")
    parser.add_argument("--yes", action="store_true", help="agree to any price")
    parser.add_argument(
        "--max-anlas", type=_anlas, metavar="N", help="agree to N Anlas at most (default: 0, free only)"
    )


def add_sending(parser: argparse.ArgumentParser) -> None:
    """Options of the commands that make pictures."""
    add_common(parser)
    parser.add_argument("--demo", action="store_true", help="use the built-in demo service")
    parser.add_argument("--out", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="folder for pictures")
    parser.add_argument("--name", metavar="PATTERN", help="file names, e.g. '{seed}' or '{date}/{prompt:40}-{seed}'")
    add_agreeing(parser)
    parser.add_argument(
        "--stream", choices=get_args(StreamFraming), default=None, help="how the generation is followed"
    )
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="read the token from a file"
    )
    add_demo(parser)


def add_bounds(parser: argparse.ArgumentParser) -> None:
    """Options of the commands that take many inputs."""
    parser.add_argument("--limit", type=count, metavar="N", help="of many inputs do N at most")
    parser.add_argument("--again", action="store_true", help="make it once more where the result is there already")


def count(text: str) -> int:
    """How many, from 1 up."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"should be a whole number from 1 up, not {text}")
    return number


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
