"""Opens the studio: asks the terminal first, imports the screen meanwhile, reads the answers last; all else is loaded
when the first frame is there."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from naitui.choices import Choices
from naitui.cli.codes import DONE, FAILED, USAGE
from naitui.first_frame import heed, unwind
from naitui.settings import Images, Reading, Settings, read_settings
from naitui.terminal import Protocol, Question, Terminal, apply_colour, ask, choose
from naitui.terminal.tmux import close_passthrough

if TYPE_CHECKING:  # tests/cli/test_imports.py sees to it that nothing heavy is imported here
    from naitui.first_frame import Start
    from naitui.opening import Become
    from naitui.screens.opening import FirstWords

A_TURN = 0.001
"""Seconds that a busy thread keeps Python for itself while the screen waits for it; without a word it is five times
that, and a key takes several turns."""
LARGEST_GLANCE = 1_000_000
"""Bytes of a draft up to which its words are shown in the first frame."""


def open_studio(arguments: argparse.Namespace, start: Start | None = None) -> int:
    """Run the studio; the exit code. ``start`` is what is on the screen already."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM", "dumb") == "dumb":
        from naitui.cli.exits import say

        say("the studio needs a terminal; without one there are: naitui generate, run, request, price, show")
        return USAGE
    reading = read_settings(getattr(arguments, "config", None))  # its faults are told inside: they keep nobody out
    settings = reading.settings
    gc.disable()  # nothing that is imported becomes garbage: looking for some takes a tenth of the start
    sys.setswitchinterval(A_TURN)
    heed(unwind)  # from here on the terminal has to be given back
    question = ask(may_open=settings.tmux_passthrough)
    asks_itself = bool(settings.token_command) and arguments.command != "demo"
    if asks_itself and start is not None:
        start.take_back()  # the command may want the terminal, too
        start = None
    try:
        return _run(arguments, reading, question, start, load_first=asks_itself)
    finally:
        question.close()


def _run(
    arguments: argparse.Namespace, reading: Reading, question: Question, start: Start | None, *, load_first: bool
) -> int:
    """The program from the answers of the terminal to its end; the exit code."""
    settings = reading.settings
    from naitui.opening import Opening
    from naitui.tokens.logs import hide_tokens_in_logs

    hide_tokens_in_logs()
    protocol, terminal = _read(question, getattr(arguments, "images", settings.images))
    notes: list[str] = []

    def load() -> Become:
        from naitui.cli.bench import open_bench  # every room of the house

        return open_bench(arguments, reading, protocol, terminal, notes.append)

    loaded = None
    if load_first:
        loaded = load()  # the command may want the terminal for itself, to ask for a password
    first = _first_words(settings, arguments.command)
    theme = Choices.read(settings.folders.choices).theme_over(settings.theme) or settings.theme
    app = Opening(theme, first, load if loaded is None else lambda: loaded, terminal, start)
    sys.__stderr__ = _Outlet(sys.__stderr__)  # type: ignore[misc,assignment]  # no more than is written to it
    try:
        if start is not None:
            start.check()
        app.run()
    finally:
        if question.opened:
            close_passthrough()
    if notes or app.farewell:
        from naitui.cli.exits import say

        for note in (*notes, *app.farewell):
            say(note)
    if app.failure is not None:
        raise app.failure
    return app.return_code if app.return_code is not None else (FAILED if app.return_value is None else DONE)


def draft_file(settings: Settings, *, demo: bool) -> Path:
    """Where the draft is."""
    return settings.folders.state / "demo-draft.toml" if demo else settings.folders.draft


def _first_words(settings: Settings, command: str | None) -> FirstWords:
    """The words of the draft, if they can be had at a glance; what is wrong with it is told when it is read whole."""
    from naitui.screens.opening import FirstWords

    path = draft_file(settings, demo=command == "demo")
    try:
        if path.stat().st_size > LARGEST_GLANCE:
            return FirstWords()
        document = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return FirstWords()
    prompt, undesired = (document.get(name) for name in ("prompt", "undesired"))
    return FirstWords(prompt if isinstance(prompt, str) else "", undesired if isinstance(undesired, str) else "")


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


def _read(question: Question, images: Images) -> tuple[Protocol, Terminal]:
    terminal = question.read()
    apply_colour(terminal)
    chosen = choose(terminal)
    return (chosen if images == "auto" else images), terminal
