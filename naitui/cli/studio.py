"""Opens the studio: asks the terminal first, imports the heavy parts meanwhile, reads the answers last."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from typing import TextIO

from pydantic import SecretStr

from naitui.cli.exits import DONE, FAILED, USAGE, say
from naitui.cli.places import open_ledger, open_shelf, open_tags
from naitui.cli.service import NoToken, open_service, service_for
from naitui.library.draft import Draft
from naitui.library.history import PromptHistory
from naitui.library.names import check_pattern
from naitui.novelai import Catalog, NovelAI
from naitui.settings import Images, Settings
from naitui.terminal import Protocol, Question, Terminal, apply_colour, ask, choose
from naitui.terminal.tmux import close_passthrough


def open_studio(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Run the studio; the exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "dumb") == "dumb":
        say("the studio needs a terminal; without one there are: naitui generate, run, request, price, show")
        return USAGE
    check_pattern(settings.name)
    demo = arguments.command == "demo"
    images = getattr(arguments, "images", settings.images)
    service = _first_service(arguments, settings, catalog, demo=demo)
    question = ask(may_open=settings.tmux_passthrough)
    try:
        from naitui.app import Bench, Naitui
        from naitui.screens.studio import Look

        protocol, terminal = _read(question, images)
    finally:
        question.close()
    folders = settings.folders
    services = iter([service])

    def open_with(secret: SecretStr | None) -> NovelAI | None:
        if secret is None:
            return next(services, None)
        return service_for(arguments, settings, catalog, demo=demo)(secret)

    bench = Bench(
        settings=settings,
        catalog=catalog,
        shelf=open_shelf(settings, settings.name, getattr(arguments, "out", None), demo=demo),
        ledger=open_ledger(settings, demo=demo),
        tags=open_tags(settings, demo=demo),
        history=PromptHistory(settings.folders.data / "demo-history.sqlite" if demo else settings.folders.history),
        draft=Draft(folders.state / "demo-draft.toml" if demo else folders.draft),
        look=Look(protocol, terminal, settings.line_rate * 1000),
        demo=demo,
        open_service=open_with,
    )
    app = Naitui(bench)
    sys.__stderr__ = _Outlet(sys.__stderr__)  # type: ignore[misc,assignment]
    try:
        app.run()
    finally:
        if question.opened:
            close_passthrough()
    return app.return_code if app.return_code is not None else (FAILED if app.return_value is None else DONE)


class _Outlet:
    """Standard error, where Textual draws, for a line that may break: then what is drawn is dropped.

    An error would end Textual's writer thread, and the app would wait for it for ever as soon as its queue is full.
    """

    def __init__(self, file: TextIO | None) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write, as long as there is somewhere to write to."""
        with suppress(OSError):  # the line is gone: what is drawn is dropped
            if self._file is not None:
                return self._file.write(text)
        self._file = None
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        try:
            if self._file is not None:
                self._file.flush()
        except OSError:
            self._file = None

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._file is not None and self._file.isatty()

    def fileno(self) -> int:
        """Its number for the operating system."""
        return sys.stderr.fileno()


def _first_service(
    arguments: argparse.Namespace, settings: Settings, catalog: Catalog, *, demo: bool
) -> NovelAI | None:
    """The client, if there is a token; the studio opens without one too."""
    try:
        return open_service(arguments, settings, catalog, demo=demo)
    except NoToken:
        return None


def _read(question: Question, images: Images) -> tuple[Protocol, Terminal]:
    terminal = question.read()
    apply_colour(terminal)
    chosen = choose(terminal)
    return (chosen if images == "auto" else images), terminal
