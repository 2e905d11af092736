"""The desk of the queue: reads it for its screen, and does what that wishes for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.bench import Bench
from naitui.desks.queue_recipes import QueueRecipes
from naitui.desks.studio import StudioDesk
from naitui.jobs import Generation, KeptQueue, LeftJob, Plan
from naitui.jobs.frozen import Thawless, thaw
from naitui.jobs.job import Job, new_id
from naitui.library.queue import ENDED, QueuedJob, QueueState
from naitui.novelai import Standing
from naitui.screens.queue_words import Shown, Sight
from naitui.screens.studio import StudioScreen

if TYPE_CHECKING:  # the screen is read when it is opened
    from naitui.screens.queue import QueueScreen

LOOK_AGAIN = 2.0
"""Seconds between two looks whether others have finished something."""
MOST_ENDED = 200
"""Jobs that have ended, in the list."""
PAUSED = "by you"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was there at a look."""

    stamp: tuple[int, ...]
    done: Mapping[str, Sequence[Path]]
    """The files of each job."""
    states: Mapping[str, QueueState]
    """How far each job is."""


class QueueDesk:
    """Looks, moves, cancels, sends again. Money is asked about by the studio's own desk.

    ``moved`` is called when others have begun, finished or taken out something.
    """

    def __init__(
        self, app: App[None], bench: Bench, studio: StudioScreen, desk: StudioDesk, moved: Callable[[], None]
    ) -> None:
        self._app, self._bench, self._studio, self._desk, self._moved = app, bench, studio, desk, moved
        self._recipes = QueueRecipes(app, bench, desk)
        self._screen: QueueScreen | None = None
        self._seen: _Seen | None = None
        """What others had finished at the last look."""
        self._settled = False
        """Whether it was found out, since the screen was opened, what has become of jobs whose naitui is gone."""

    def open(self) -> None:
        """Show the screen."""
        from naitui.screens.queue import QueueScreen

        self._screen, self._settled = QueueScreen(), False
        self._app.push_screen(self._screen, lambda _: self._closed())
        self.look()

    def watch(self) -> None:
        """Tell of what others finish: the background that this studio's jobs were handed over to, above all."""
        self._look_elsewhere()
        self._app.set_interval(LOOK_AGAIN, self._look_elsewhere)

    def _look_elsewhere(self) -> None:
        self._app.run_worker(self._tell_what_came(), group="watch", exclusive=True)

    async def _tell_what_came(self) -> None:
        before = self._seen
        seen = self._seen = await asyncio.to_thread(self._see, before)
        if before is None or seen is None:
            return
        for id in seen.done.keys() - before.done.keys():
            for path in seen.done[id]:
                self._studio.result.say(f"made elsewhere: {path}", "good")
        if seen.states != before.states:
            self._moved()

    def _see(self, before: _Seen | None) -> _Seen | None:
        """What others have finished; the file is only read when it has changed since ``before``."""
        queue = self._desk.queue
        if queue is None:
            return before
        try:
            stamp = queue.store.stamp
            if before is not None and before.stamp == stamp:
                return before
            rows = [row for row in queue.store.jobs(queue.account, ended=MOST_ENDED) if row.owner != queue.name]
        except OSError:
            return before  # whoever wants to use it hears of it
        states = {row.id: row.state for row in rows}
        return _Seen(stamp, {row.id: row.files for row in rows if row.state == "done"}, states)

    def _closed(self) -> None:
        self._screen = None

    def look(self) -> None:
        """Read the queue; the newest look counts."""
        self._app.run_worker(self._look(), group="queue-look", exclusive=True)

    async def _look(self) -> None:
        queue = self._desk.queue
        if queue is None or self._screen is None:
            return
        try:
            sight = await asyncio.to_thread(_sight, queue)
            if not self._settled and any(one.left and one.row.state == "running" for one in sight.shown):
                self._settled = True  # another naitui was killed while this one goes on
                await self._desk.look_for_left_over()
                sight = await asyncio.to_thread(_sight, queue)
        except OSError as error:
            self._complain(error)
            return
        if self._screen is not None:
            self._screen.show(sight)

    def want(self, message: QueueScreen.Wanted) -> None:
        """Something about jobs of the queue."""
        self._app.run_worker(self._do(message.what, message.rows), group="queue")

    async def _do(self, what: str, rows: Sequence[QueuedJob]) -> None:
        try:
            match what:
                case "go_on":
                    await self._go_on(rows)
                case "cancel":
                    await self._cancel(rows)
                case "take":
                    await self._take(rows)
                case "pause":
                    await self._pause()
                case "export":
                    await self._recipes.export(self._queue, rows)
                case "import":
                    await self._recipes.take_in()
                case _:
                    await self._move(rows[0], what)
        except OSError as error:
            self._complain(error)
        except Thawless as error:
            self._app.notify(f"It cannot be read: {error}.", severity="warning", markup=False)
        self.look()

    def _complain(self, error: OSError) -> None:
        self._app.notify(f"The queue cannot be used: {error}", severity="error", markup=False)

    @property
    def _queue(self) -> KeptQueue:
        assert self._desk.queue is not None  # noqa: S101 - rows come from it
        return self._desk.queue

    # ------------------------------------------------------------------ what the screen wishes for

    async def _pause(self) -> None:
        queue = self._queue
        paused = await asyncio.to_thread(queue.store.paused, queue.account)
        await asyncio.to_thread(queue.store.pause, queue.account, "" if paused else PAUSED)
        if self._desk.runner is not None:
            self._desk.runner.wake()

    async def _cancel(self, rows: Sequence[QueuedJob]) -> None:
        """What waits is taken out; what runs here is stopped, what runs elsewhere is not ours to stop."""
        running = [row for row in rows if row.state == "running"]
        waiting = [row.id for row in rows if row.state == "waiting"]
        runner = self._desk.runner  # there is none any more when the token was refused
        here = {job.id for job in runner.waiting}.intersection(waiting) if runner is not None else set()
        elsewhere = [id for id in waiting if id not in here]
        taken = runner.cancel_jobs(here) if runner is not None else 0
        taken += len(await asyncio.to_thread(self._queue.store.cancel, elsewhere))
        for row in running:
            if runner is not None and runner.running is not None and runner.running.id == row.id:
                runner.cancel_running()
            else:
                self._app.notify("It runs in another naitui, which alone can stop it.", markup=False)
        if taken:
            self._app.notify(f"{taken} taken out; r puts one in again.", markup=False)

    async def _move(self, row: QueuedJob, where: str) -> None:
        store = self._queue.store
        order = [each for each in await asyncio.to_thread(store.jobs, self._queue.account) if each.state == "waiting"]
        at = next((place for place, each in enumerate(order) if each.id == row.id), None)
        if at is None:
            return
        target = {"up": max(0, at - 1), "down": at + 2, "first": 0, "last": len(order)}[where]
        if target != at:
            await asyncio.to_thread(store.move, row.id, order[target].id if target < len(order) else None)

    async def _take(self, rows: Sequence[QueuedJob]) -> None:
        """A copy of a job's recipe into the studio."""
        frozen = await asyncio.to_thread(self._queue.store.frozen, rows[0].id)
        task = await asyncio.to_thread(thaw, frozen or b"", self._bench.catalog)
        if not isinstance(task, Generation):
            self._app.notify("It has no recipe: it is a call for one picture or vibe.", markup=False)
            return
        if self._screen is not None:
            self._screen.dismiss()
        self._studio.words.take(task.resolved.recipe)
        self._app.notify("Its recipe is in the studio; the queue is as it was.", markup=False)

    async def _go_on(self, rows: Sequence[QueuedJob]) -> None:
        """Jobs that somebody left go on as they are; those that have ended are sent again, as new ones."""
        left = [row for row in rows if row.state == "waiting"]
        ended = [row for row in rows if row.state in ENDED]
        if left:
            await self._desk.take_up(partial(self._left, left))
        elif ended:
            await self._desk.send(partial(self._again, ended), "Send again")

    def _left(self, rows: Sequence[QueuedJob], standing: Standing) -> list[LeftJob]:
        return self._queue.thawed(rows, self._bench.catalog, standing)

    def _again(self, rows: Sequence[QueuedJob], standing: Standing) -> Plan:
        jobs = []
        for row in rows:
            task = thaw(self._queue.store.frozen(row.id) or b"", self._bench.catalog)
            jobs.append(Job(new_id(), task, task.quote(self._bench.catalog, standing)))
        return Plan.of_jobs(jobs)


def _sight(queue: KeptQueue) -> Sight:
    """The queue as it is now."""
    rows = queue.store.jobs(queue.account, ended=MOST_ENDED)
    left = {row.id for row in queue.left_over()}
    shown = [Shown(row, left=row.id in left, mine=row.owner == queue.name) for row in rows]
    return Sight(shown, queue.store.paused(queue.account))
