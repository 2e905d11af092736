"""The command line's front: reads arguments and settings, hands over to a command, turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from naitui.cli.codes import SIGNAL
from naitui.cli.documents import DOCUMENTS, document
from naitui.cli.parser import build_parser
from naitui.first_frame import STUDIO
from naitui.tokens.tracebacks import hide_tokens_in_tracebacks

if TYPE_CHECKING:  # --help, --version and the studio's first frame load nothing heavy
    import argparse

    from naitui.first_frame import Start


def run(argv: Sequence[str], start: Start | None = None) -> int:
    """Run one command; the exit code. ``start`` is what the studio will find on the screen."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # else it looks into every package that is installed
    arguments = build_parser(studio_alone=list(argv) in STUDIO).parse_args(argv)
    # words behind -- are never the name of an action; argparse does not tell where it stood
    arguments.behind = len(argv) - 1 - list(argv).index("--") if "--" in argv else 0
    if isinstance(sys.stdout, io.TextIOWrapper):
        # recipes are read as UTF-8, whatever the locale; so they are written as UTF-8
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    hide_tokens_in_tracebacks()
    try:
        code = _dispatch(arguments, start)
        print(end="", flush=True)  # noqa: T201 - so that a reader that has gone is noticed here and not at the very end
        return code
    except KeyboardInterrupt:
        return SIGNAL + 2
    except Exception as error:
        from naitui.cli.failures import told

        failed = told(error)
        if failed is None:
            raise
        return failed


def _dispatch(arguments: argparse.Namespace, start: Start | None) -> int:
    if arguments.command in (None, "demo"):
        from naitui.cli.studio import open_studio

        try:
            return open_studio(arguments, start)
        finally:
            if start is not None:
                start.take_back()  # a message that follows is for the shell's screen
    if arguments.command in DOCUMENTS:
        return document(arguments)
    from naitui.tokens.logs import hide_tokens_in_logs

    hide_tokens_in_logs()
    if arguments.command == "config":  # also where the settings cannot be used
        from naitui.cli.config import config

        return config(arguments)
    from naitui.cli.commands import WITHOUT_FILE, do
    from naitui.settings import load_settings, read_settings

    named = getattr(arguments, "config", None)
    if arguments.command not in WITHOUT_FILE:
        return do(arguments, load_settings(named))
    reading = read_settings(named)
    if reading.faults:
        from naitui.cli.exits import say_note

        say_note(f"this goes on without what cannot be used: {reading.trouble}")
    return do(arguments, reading.settings)
