"""A pane of 80×50 cells that is shown one picture after the other, and tells what that took.

    python shown.py PROTOCOL RESULT PICTURE...

RESULT gets, as JSON, for every picture: the bytes it took, the milliseconds until something is to be seen and until
all is done, and the longest time that the event loop stood still meanwhile; the same once more when the pane knows the
picture; and the megabytes before the first one and after the last.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

from textual import on
from textual.app import App, ComposeResult

from naitui.cli.studio import A_TURN
from naitui.terminal import Terminal
from naitui.widgets.frame import FrameDriver, differing
from naitui.widgets.picture.wire import wire_of
from naitui.widgets.preview import Preview

PROTOCOL, RESULT, *PICTURES = sys.argv[1:]
TERMINAL = Terminal(tty=True, answers=False, cell=(10, 20), cell_known=True, truecolor=True)
BEAT = 0.001


class CountingDriver(FrameDriver):
    """Knows how many bytes it has written."""

    sent = 0

    def write(self, data: str) -> None:
        CountingDriver.sent += len(data.encode())
        super().write(data)


class Shown(App[None]):
    """The pane, and a clock that notices when nobody lets it tick."""

    CSS_PATH = Path(__file__).parents[2] / "styles" / "preview.tcss"
    CSS = "Preview { width: 80; height: 50; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self._seen = asyncio.Event()
        self._longest = 0.0
        self._found: list[dict[str, float]] = []
        self._memory: list[float] = []

    def get_driver_class(self) -> Any:
        return CountingDriver

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, differing(self._driver, renderable))

    def compose(self) -> ComposeResult:
        yield Preview(protocol=PROTOCOL, terminal=TERMINAL)

    def on_ready(self) -> None:
        wire_of(self).know(TERMINAL, 0)
        self.run_worker(self._show_all(), group="bench")
        self.run_worker(self._beat(), group="beat")

    @on(Preview.Shown)
    def _note(self) -> None:
        self._seen.set()

    async def _beat(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(BEAT)
            now = time.perf_counter()
            self._longest = max(self._longest, now - last - BEAT)
            last = now

    async def _show_all(self) -> None:
        await asyncio.sleep(0.5)
        gc.freeze()  # as the studio does with what it has loaded
        self._memory.append(resident())
        for path in PICTURES:
            data = Path(path).read_bytes()
            fresh = await self._show(path, data)
            self.query_one(Preview).clear()
            await self._rest()
            known = await self._show(path, data)
            self._found.append(fresh | {f"again {name}": value for name, value in known.items()})
        self._memory.append(resident())
        Path(RESULT).write_text(json.dumps({"pictures": self._found, "memory": self._memory}))
        self.exit()

    async def _show(self, path: str, data: bytes) -> dict[str, float]:
        self._seen.clear()
        self._longest = 0.0
        before, begun = CountingDriver.sent, time.perf_counter()
        self.query_one(Preview).show(data, key=path)
        await self._seen.wait()
        seen = time.perf_counter() - begun
        await self._rest()
        sent = CountingDriver.sent - before
        return {"bytes": sent, "first": seen * 1000, "done": (self._done - begun) * 1000, "block": self._longest * 1000}

    async def _rest(self) -> None:
        """Until nothing works for the pane any more, and what it gave has been written."""
        while [worker for worker in self.workers if worker.group not in ("bench", "beat")]:
            await asyncio.sleep(0.002)
        self._done = time.perf_counter()
        await asyncio.sleep(0.3)


def resident() -> float:
    """Megabytes of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    sys.setswitchinterval(A_TURN)  # as the studio does
    Shown().run()
