"""A picture in the user's own program: written, opened, and read back every time it has changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.library.path_offers import at_home
from naitui.novelai.errors import clean
from naitui.pictures.errors import BadPicture
from naitui.settings import Settings
from naitui.viewer import NoViewer, open_outside

if TYPE_CHECKING:
    from PIL import Image

    from naitui.library.outside_edit import Returned
    from naitui.pictures.painting import Cells

LOOK = 0.5
"""Seconds between two looks whether the file has changed."""


class OutsideDesk:
    """One picture at a time. ``note`` shows a line as long as it is out there, and takes it away with an empty one."""

    def __init__(self, app: App[None], settings: Settings, note: Callable[[str], None]) -> None:
        self._app, self._settings, self._note = app, settings, note
        self._stopped = asyncio.Event()
        self.waits = False
        """Whether a picture is in another program now."""

    def stop(self) -> None:
        """Wait no longer; the file stays."""
        if self.waits:
            self._stopped.set()

    async def returned(self, picture: Image.Image, cells: Cells, name: str) -> AsyncIterator[Returned]:
        """What comes back, each time the file is written, until it is stopped."""
        from naitui.library.outside_edit import read_from_outside, stamp_of, write_for_outside

        path = self._settings.folders.data / "outside" / f"{name}.png"
        try:
            stamp = await asyncio.to_thread(write_for_outside, path, picture, cells)
        except OSError as error:
            self._complain(f"{path}: {error.strerror or error}")
            return
        await self._open(path)
        self.waits = True
        self._stopped.clear()
        try:
            while not await self._stops():
                try:
                    now = await asyncio.to_thread(stamp_of, path)
                    if now == stamp:
                        continue
                    stamp = now
                    yield await asyncio.to_thread(read_from_outside, path, picture)
                except FileNotFoundError:
                    continue  # a program that replaces it: it comes back
                except (OSError, BadPicture) as error:
                    self._complain(f"{path.name}: {error}")
        finally:
            self.waits = False
            self._note("")

    async def _stops(self) -> bool:
        try:
            async with asyncio.timeout(LOOK):
                await self._stopped.wait()
        except TimeoutError:
            return False
        return True

    async def _open(self, path: Path) -> None:
        self._app.copy_to_clipboard(str(path))
        told = f"g ends this. Erase what is to be painted anew in {at_home(path)} (copied) and save it."
        command = self._settings.picture_editor
        if command:
            try:
                await asyncio.to_thread(open_outside, path, command, setting="picture_editor")
            except NoViewer as error:
                self._complain(str(error))
        else:
            told += " The setting picture_editor names a program that opens it."
        self._note(clean(told))

    def _complain(self, words: str) -> None:
        self._app.notify(clean(words), severity="error", markup=False)
