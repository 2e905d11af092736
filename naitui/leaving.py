"""The way out: the question while something runs, what a signal ends, and what goes on in the background."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

from naitui.desks.studio import StudioDesk
from naitui.opening import SIGNALS, Opening
from naitui.screens import wording
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.studio import StudioScreen


class Leaving:
    """Ends the program when somebody wants it or a signal does: pictures are saved first, the line is closed last."""

    def __init__(
        self, app: Opening, studio: StudioScreen, desk: StudioDesk, settle: Callable[[], Awaitable[None]]
    ) -> None:
        """``settle`` puts into the recipe what other screens have not yet: strokes of a mask."""
        self._app, self._studio, self._desk, self._settle = app, studio, desk, settle

    def heed_signals(self) -> None:
        """From now on signals end the program gently; needs the running loop."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self._end_by_signal, number)
        resume = signal.getsignal(signal.SIGCONT)
        if callable(resume):
            # a hang-up sends SIGCONT too: Textual would open a terminal that is gone once more
            signal.signal(signal.SIGCONT, lambda *arguments: resume(*arguments) if os.isatty(0) else None)

    def begin(self) -> None:
        """Leave, after a question when a picture is in flight."""
        if not self._desk.leaving:
            self._desk.leaving = True
            self._app.run_worker(self._leave(), group="leave")

    async def _leave(self) -> None:
        runner = self._desk.runner
        if runner is not None and runner.closing and not runner.waiting:
            await self._desk.finish_closing()
        if runner is not None and (runner.running is not None or runner.waiting):
            lines, answers = wording.leaving(runner.running is not None, len(runner.waiting))
            answer = await self._app.push_screen_wait(ConfirmScreen("Leave?", lines, answers))
            if answer is None:
                self._desk.leaving = False
                return
            if answer in ("w", "b"):
                self._studio.result.say("leaving as soon as the picture is saved", toast=True)
                staying = await self._desk.finish_running()
                if staying and answer == "b":
                    await self._hand_over(staying)
        await self._close(0)

    async def _hand_over(self, staying: int) -> None:
        problem = await self._desk.hand_over()
        self._app.farewell.append(problem or wording.handed_over(staying))

    def _end_by_signal(self, number: int) -> None:
        """The picture in flight is finished and saved; a second signal ends at once."""
        app = self._app
        if not (app.is_headless or os.isatty(0)):
            _leave_the_line()
        for each in SIGNALS:
            asyncio.get_running_loop().add_signal_handler(each, lambda: app.exit(return_code=128 + number))
        self._desk.leaving = True
        app.run_worker(self._end_gently(128 + number), group="leave")

    async def _end_gently(self, code: int) -> None:
        await self._settle()
        staying = await self._desk.finish_running()
        if staying and code == 128 + signal.SIGHUP:
            await self._hand_over(staying)  # the line is gone, nobody can be asked; what was agreed to is still so
        await self._close(code)

    async def _close(self, code: int) -> None:
        app = self._app
        staying = self._desk.runner.leave() if self._desk.runner is not None else 0
        if staying and not app.farewell:
            app.farewell.append(wording.staying(staying))
        await self._desk.draft.keep(self._studio.recipe)
        for worker in list(app.workers):
            if worker.group != "leave":  # what still wants something of the line would find it closed
                worker.cancel()
        await self._desk.close()
        app.exit(return_code=code)


def _leave_the_line() -> None:
    """Let go of a terminal that is gone: its end of file would keep the input thread spinning, writing would fail."""
    silent, _ = os.pipe()
    os.set_blocking(silent, False)
    os.dup2(silent, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
