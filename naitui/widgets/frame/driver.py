"""Textual's driver, with a frame: whatever takes the terminal over begins with a screen that nobody knows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region

from naitui.driver import AnsweringDriver
from naitui.first_frame import Rows
from naitui.widgets.frame.difference import Difference
from naitui.widgets.frame.frame import Frame

WHOLE = "NAITUI_WHOLE_LINES"
"""A variable of the environment: when set, Textual writes its frames as it likes, also what is there already."""


class FrameDriver(AnsweringDriver):
    """The driver for terminals. The frame is forgotten at the start and after the program was suspended."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.frame = Frame()

    def start_application_mode(self) -> None:
        """Take the terminal, with what the start has left on it."""
        self.frame.forget()
        shown = self.take_over()
        if shown:
            self.frame.remember((len("".join(text for text, *_ in shown[0])), len(shown)), shown)
        super().start_application_mode()


def framed(chosen: type[Driver]) -> type[Driver]:
    """The driver with a frame in the place of Textual's own for terminals; others stay."""
    if chosen is not LinuxDriver:
        return chosen
    return AnsweringDriver if os.environ.get(WHOLE) else FrameDriver


def differing(driver: Driver | None, update: RenderableType | None) -> RenderableType | None:
    """What is to be written of an update: the cells that differ, where the driver has a frame."""
    if not isinstance(driver, FrameDriver) or update is None:
        return update
    if isinstance(update, LayoutUpdate | ChopsUpdate):
        return Difference(update, driver.frame)  # type: ignore[return-value]  # Textual writes what is no renderable too
    driver.frame.forget()
    return update


def seen(driver: Driver | None, hidden: Sequence[Region]) -> Rows | None:
    """What is on the screen, without what is in the hidden regions; None where nobody knows."""
    return driver.frame.rows(hidden) if isinstance(driver, FrameDriver) else None


def forget(driver: Driver | None) -> None:
    """The terminal may show anything from here on."""
    if isinstance(driver, FrameDriver):
        driver.frame.forget()
