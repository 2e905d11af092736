"""The command line: what opens the studio; every other command is added where it may be meant."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from naitui import __version__
from naitui.cli.options import add_common, add_demo, add_studio

_NOT_KNOWN = re.compile(r"invalid choice: '(.*)' \(choose from (.*)\)$", re.DOTALL)
"""How argparse says that a word is none of those that there are."""
EPILOG = """\
exit codes: 0 done, 1 failed, 2 usage, 3 no or refused token, 4 refused before spending,
            5 server or network, 129/130/143 after a hang-up, an interrupt, a termination"""


def build_parser(*, studio_alone: bool = False) -> argparse.ArgumentParser:
    """The whole command line, or what opens the studio: making the rest takes longer than its first frame."""
    parser: argparse.ArgumentParser = _Parser(
        prog="naitui",
        description="A keyboard-driven studio for NovelAI image generation. Without a command it opens the studio.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"naitui {__version__}")
    add_common(parser)
    add_studio(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    demo = commands.add_parser("demo", help="the studio on the built-in demo service: no account, nothing spent")
    add_common(demo)
    add_studio(demo)
    demo.add_argument("--tour", action="store_true", help="with a panel that leads through the studio, five minutes")
    add_demo(demo)
    if not studio_alone:
        from naitui.cli.every_parser import add_commands

        add_commands(commands)
    return parser


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints quote arguments without the control characters that may be in them."""

    def error(self, message: str) -> NoReturn:
        from naitui.novelai.errors import clean  # not needed for --help
        from naitui.settings.checks import meant
        from naitui.tokens.looks import redacted

        if wrong := _NOT_KNOWN.search(message):
            message += meant(wrong[1], [choice.strip(" '") for choice in wrong[2].split(",")])
        super().error(redacted(clean(message, 2000)))
