"""Tells the terminal around the studio what the jobs do: its title, and a notice when nobody is looking."""

from __future__ import annotations

import os

from textual.app import App

from naitui.driver import AnsweringDriver
from naitui.hooks import HookRunner
from naitui.jobs import Event
from naitui.notices import Course, notice, title, way
from naitui.settings import Settings
from naitui.terminal import Terminal
from naitui.terminal.tmux import through_tmux


class Telling:
    """One studio's. It writes nothing but when something has changed."""

    def __init__(self, app: App[None], settings: Settings, terminal: Terminal, hooks: HookRunner) -> None:
        self._app = app
        self._titled = settings.title
        self._hooks = hooks
        self._course = Course()
        multiplexed = terminal.tmux or terminal.screen
        self._passed = terminal.tmux and terminal.passthrough
        self._how = way(
            settings.notify, os.environ, terminal.name, multiplexed=multiplexed, passthrough=terminal.passthrough
        )
        self._shown = ""

    def hear(self, event: Event) -> None:
        """An event of the runner."""
        self._hooks.hear(event)
        told = self._course.hear(event)
        if self._app.app_focus:
            self._course.seen()
        elif told:
            said = notice(self._how, "naitui", told)
            self._write(through_tmux(said) if self._passed and self._how != "bell" else said)
        self.show()

    def looked_at(self) -> None:
        """The terminal has the focus again."""
        self._course.seen()
        self.show()

    def begin(self) -> None:
        """The screen is there: a title from now on, and whoever looks again has seen what ended."""
        self._app.watch(self._app, "app_focus", self.looked_at, init=False)
        self.show()

    def show(self) -> None:
        """Bring the title up to date."""
        driver, words = self._app._driver, self._course.words
        if self._titled and words != self._shown and isinstance(driver, AnsweringDriver):
            self._shown = words
            driver.show_title(title(words))

    def _write(self, data: str) -> None:
        driver = self._app._driver
        if data and isinstance(driver, AnsweringDriver):
            driver.write(data)
