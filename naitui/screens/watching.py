"""Keeps the album at what is on disk while somebody looks at it: a scan at first, another when files come or go."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from naitui.library.album import Album

WATCH = 3.0
"""Seconds between looks whether files came or went; more where a look takes long."""
SHARE = 50
"""So many times as long as a look takes is rested before the next one."""


class Watching:
    """Watches one album.

    Args:
        album: what is watched.
        progress: told how far a scan is, in words; "" when it is done.
        changed: told when the album may be another one; ``all`` when files are not what they were.
        tell: says what had to be mended, or what is wrong.
    """

    def __init__(
        self,
        album: Album,
        progress: Callable[[str], None],
        changed: Callable[[bool], None],
        tell: Callable[[str], None],
    ) -> None:
        self._album, self._progress, self._changed, self._tell = album, progress, changed, tell
        self._left = threading.Event()

    def leave(self) -> None:
        """A scan that goes on is ended; the next one begins where it was."""
        self._left.set()

    async def watch(self) -> None:
        """Go on until `leave`, or until the disk says no."""
        state: int | None = None
        loop = asyncio.get_running_loop()
        while not self._left.is_set():
            began = loop.time()
            try:
                now = await asyncio.to_thread(self._album.state)
                rest = max(WATCH, (loop.time() - began) * SHARE)
                if now != state:
                    state = now
                    await self._scan(loop)
            except OSError as error:
                self._tell(f"The pictures cannot be read: {error}")
                return
            await asyncio.sleep(rest)

    async def _scan(self, loop: asyncio.AbstractEventLoop) -> None:
        def progress(done: int, all: int) -> None:
            if done < all and not self._left.is_set():
                loop.call_soon_threadsafe(self._progress, f"reading {done:,} of {all:,}")

        found = await asyncio.to_thread(self._album.scan, progress, self._left.is_set)
        while self._album.told:
            self._tell(self._album.told.pop(0))
        self._progress("")
        self._changed(bool(found.changed))  # also where nothing was to be read: what naitui saves is known already
