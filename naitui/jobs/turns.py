"""One request at a time per account, across every naitui of this user: a lock on a file that all of them know."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from naitui.library.locks import hold

LOOK_AGAIN = 0.25
"""Seconds between two looks at a lock that somebody else holds."""


class AccountLock:
    """An account's turn to generate. The operating system gives it back when its holder ends, however that ends.

    Args:
        state: the state folder.
        account: what tells accounts apart and is no secret: `NovelAI.fingerprint`.
    """

    def __init__(self, state: Path, account: str) -> None:
        self.path = state / "locks" / f"{account}.lock"
        self._held: int | None = None

    @property
    def held(self) -> bool:
        """Whether it is ours."""
        return self._held is not None

    async def take(self, on_wait: Callable[[], None]) -> None:
        """Wait for our turn; ``on_wait`` is called once if that takes a while.

        Raises:
            OSError: the file cannot be made.
        """
        told = False
        while not self._try():
            if not told:
                told = True
                on_wait()
            await asyncio.sleep(LOOK_AGAIN)

    def give_back(self) -> None:
        """Let the next one have its turn; it is no fault when it was not ours."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _try(self) -> bool:
        if self._held is not None:
            return True
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # another machine that was switched off must not stop this one for ever: the service has its own answer
            self._held = hold(self.path, create=True, heeds_machines=False)
        except BlockingIOError:
            return False
        return True
