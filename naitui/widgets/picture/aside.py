"""One worker thread for what would hold up the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Aside:
    """Runs functions one after another in a thread of its own, which starts with the first one."""

    def __init__(self) -> None:
        self._thread: ThreadPoolExecutor | None = None

    async def do(
        self, work: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """The result of `work(*args, **kwargs)`, or its exception."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "preview")
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """Begin with nothing more; what is being done is not waited for."""
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)
            self._thread = None
