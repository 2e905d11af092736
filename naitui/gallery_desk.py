"""The desk of the gallery: opens it, tells it of new pictures, does with them what the studio and the app can do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.app import App

from naitui.desk import Bench
from naitui.jobs import Event, Saved
from naitui.screens.gallery import GalleryScreen
from naitui.screens.studio import StudioScreen


class GalleryDesk:
    """One gallery at a time. ``open_outside`` shows a picture in another program."""

    def __init__(
        self, app: App[None], bench: Bench, studio: StudioScreen, open_outside: Callable[[Path], object]
    ) -> None:
        self._app, self._bench, self._studio, self._open_outside = app, bench, studio, open_outside
        self._screen: GalleryScreen | None = None

    def open(self) -> None:
        """Show the gallery."""
        if self._screen is None:
            self._screen = GalleryScreen(self._bench.album, self._bench.catalog, self._studio.look)
            self._app.push_screen(self._screen, lambda _: self._closed())

    def _closed(self) -> None:
        self._screen = None

    def hear(self, event: Event) -> None:
        """Something happened to a job."""
        if self._screen is not None and isinstance(event, Saved) and self._screen.is_mounted:
            self._screen.picture_came()

    def want(self, message: GalleryScreen.Wanted) -> None:
        """Something is to be done with pictures."""
        row = message.rows[0]
        match message.what:
            case "open":
                self._open_outside(row.facts.path)
