"""The runner: works through the queue, one request at a time, and tells what happens as events.

Rules it keeps: the price is looked at again just before sending; nothing that may have been charged is ever sent twice;
what comes is on disk before anybody hears of it; after a failure the rest of the same plan is not sent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from naitui.jobs.errand import ANOTHER, Errand, Means
from naitui.jobs.events import AccountRead, Cancelled, Event, Finished, Queued, Waiting, Warned
from naitui.jobs.guard import Guard
from naitui.jobs.job import CannotBegin, Job, NeedsApproval, Plan
from naitui.jobs.journal import Journal, Turn, Unkept
from naitui.jobs.spending import Purse, Spending
from naitui.jobs.turns import AccountLock
from naitui.library import Ledger, Shelf
from naitui.novelai import Catalog, NovelAI, Subscription

WAITS = (3.0, 6.0, 12.0, 24.0, 48.0)
"""Seconds before each further try, where trying again is safe; half as much again is added by chance."""


PAUSE = 0.4
"""Seconds between two jobs; longer than others wait between two looks at the lock."""
LOOK_AGAIN = 1.0
"""Seconds between two looks whether the queue goes on."""


class Runner:
    """One account's queue.

    Args:
        service: the client.
        catalog: models and prices.
        shelf: where pictures go.
        listener: hears every event, in order, on the event loop's thread; it must be quick and must not raise.
        waits: seconds between tries where a retry is safe.
        lock: the account's turn, shared with every other naitui of this user.
        guard: the budget; no caps when left out.
        ledger: where every job is written down.
        journal: where the queue is written down; left out, it ends with the program.
    """

    def __init__(
        self,
        service: NovelAI,
        catalog: Catalog,
        shelf: Shelf,
        listener: Callable[[Event], None],
        *,
        waits: tuple[float, ...] = WAITS,
        lock: AccountLock | None = None,
        guard: Guard | None = None,
        ledger: Ledger | None = None,
        journal: Journal | None = None,
    ) -> None:
        self._journal: Journal = journal or Unkept()
        self._writing: asyncio.Task[None] | None = None
        self._unkept: set[str] = set()
        """Jobs that could not be written down."""
        self._woken = asyncio.Event()
        self._leaving = False
        self._waits_for_turn = False
        """Whether the first job would begin if no other naitui were generating."""
        self._spending = Spending(service, catalog, guard or Guard(), ledger)
        self._means = Means(service, catalog, shelf, self._spending, lock, waits, listener)
        self._tell = listener
        self._queue: deque[tuple[Job, Purse]] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._errand: Errand | None = None
        self._sending: asyncio.Task[None] | None = None

    @property
    def subscription(self) -> Subscription | None:
        """The account as last read; None until then."""
        return self._spending.account

    @property
    def running(self) -> Job | None:
        """The job that is being worked on."""
        return self._errand.job if self._errand is not None else None

    @property
    def closing(self) -> bool:
        """Whether the running job has ended, and only its balance is still being read."""
        return self._errand is not None and self._sending is None

    @property
    def in_flight(self) -> bool:
        """Whether the running job has been sent: stopping it now may lose a picture that is paid for."""
        return self._errand is not None and self._errand.sent

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The jobs that have not begun, in order."""
        return tuple(job for job, _ in self._queue)

    def submit(self, plan: Plan, approved: int) -> None:
        """Take a plan's jobs into the queue. ``approved`` is how many Anlas the user agreed to, 0 for free ones only.

        Raises:
            NeedsApproval: the plan costs more than that; nothing was queued.
            OverBudget: a cap does not allow it; nothing was queued.
        """
        self._take_in(plan, approved)
        self._writing = asyncio.create_task(self._write_down(plan.jobs, self._writing))
        self._begin()

    def adopt(self, plan: Plan, approved: int) -> None:
        """Take in jobs that stand in the journal already, as `submit` does.

        Raises:
            NeedsApproval, OverBudget: see `submit`.
        """
        self._take_in(plan, approved)
        self._begin()

    def wake(self) -> None:
        """Look at once whether the queue goes on, after a pause."""
        self._woken.set()

    def _take_in(self, plan: Plan, approved: int) -> None:
        if plan.quote.total > approved:
            raise NeedsApproval(plan.quote, approved)
        self._spending.guard.check_plan([job.quote for job in plan.jobs])
        purse = Purse(approved, plan.quote.total)
        for job in plan.jobs:
            self._tell(Queued(job, len(self._queue) + (self._errand is not None)))
            self._queue.append((job, purse))

    def _begin(self) -> None:
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work(), name="naitui runner")

    async def _write_down(self, jobs: Sequence[Job], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await before
        if not await self._note(jobs[:1], partial(self._journal.put, jobs)):
            self._unkept.update(job.id for job in jobs)

    async def _note(self, about: Sequence[Job], write: Callable[[], None]) -> bool:
        """Write something into the journal. What cannot be written keeps no job from its turn: it is told."""
        try:
            await asyncio.to_thread(write)
        except Exception as error:  # noqa: BLE001 - a mistake of ours in writing must not either
            for job in about:
                self._tell(_not_kept(job, error))
            return False
        return True

    async def look(self, plan: Plan) -> None:
        """Hold a plan against the budget before any of it is queued; reads the ledger.

        Raises:
            OverBudget: a cap does not allow it.
            CannotBegin: the ledger cannot be read.
        """
        guard = self._spending.guard
        guard.check_plan([job.quote for job in plan.jobs])
        try:
            await asyncio.to_thread(
                guard.check_total, plan.quote.total, self.subscription if plan.quote.uses_allowance else None
            )
        except OSError as error:
            raise CannotBegin.because(error, "ledger") from None

    async def read_account(self) -> Subscription:
        """Ask for tier and balance and tell everybody.

        Raises:
            NovelAIError: the account cannot be read.
        """
        before = self._spending.account
        now = await self._spending.read()
        if before != now:
            self._tell(AccountRead(now))
        return now

    async def idle(self) -> None:
        """Wait until the queue is empty, or left, and nothing runs; and until all of that is written down."""
        while self._worker is not None and not self._worker.done():
            await asyncio.shield(self._worker)
        await self.written()

    async def written(self) -> None:
        """Wait until what was asked for and taken back stands in the journal."""
        while self._writing is not None and not self._writing.done():
            await asyncio.shield(self._writing)

    def cancel_running(self) -> bool:
        """Stop waiting for the running job (NovelAI itself goes on with it). False when nothing runs."""
        if self._errand is not None and (self._sending is None or self._sending.done()):
            self._errand.hurry()
            return True
        if self._errand is None and self._waits_for_turn and self._queue:
            return bool(self.cancel_jobs({self._queue[0][0].id}))
        return self._sending is not None and self._sending.cancel()

    def cancel_waiting(self) -> int:
        """Take every job that has not begun out of the queue; how many those were."""
        return self.cancel_jobs({job.id for job in self.waiting})

    def cancel_jobs(self, ids: Collection[str]) -> int:
        """Take these out of the queue, as far as they have not begun; how many those were."""
        jobs = tuple(job for job in self.waiting if job.id in ids)
        self._take_out(jobs)
        self._drop(jobs, "")
        return len(jobs)

    def leave(self) -> int:
        """Begin nothing more. What waits stays in the journal, for a later start, and so does a job whose turn has
        come and that is not sent; without a journal what waits is taken out. How many jobs stay."""
        if not self._journal.keeps:
            self.cancel_waiting()
            return 0
        self._leaving = True
        self.wake()
        staying = len(self._queue)
        if self._errand is not None and not self._errand.sent and self._sending is not None:
            staying += self._sending.cancel()
        return staying

    def _take_out(self, jobs: Sequence[Job]) -> None:
        for job, purse in self._queue:
            if job in jobs:
                purse.expected -= job.quote.total
        self._queue = deque((job, purse) for job, purse in self._queue if job not in jobs)
        for job in jobs:
            self._tell(Cancelled(job, in_flight=False))
        if jobs:
            self.wake()

    def _drop(self, jobs: Sequence[Job], note: str) -> None:
        async def drop(before: asyncio.Task[None] | None) -> None:
            if before is not None:
                await before
            await self._note(jobs[:1], lambda: self._journal.drop(jobs, note))

        if jobs:
            self._writing = asyncio.create_task(drop(self._writing))

    async def _work(self) -> None:
        worker = asyncio.current_task()
        while found := await self._next():
            job, purse = found
            stays = False
            self._errand = errand = Errand(job, purse, self._means)
            self._sending = asyncio.create_task(errand.run(), name=f"naitui job {job.id}")
            try:
                await self._sending
            except asyncio.CancelledError:
                if worker is not None and worker.cancelling():
                    raise  # the runner itself is being stopped: the next job must not be sent
                stays = self._leaving and not errand.sent
                if not stays:
                    errand.cancelled()
                    self._tell(Cancelled(job, in_flight=errand.sent))
            except Exception as error:  # noqa: BLE001 - a mistake of ours must not keep the other jobs from their turn
                await errand.failed(error)
                self._drop_rest(purse)
            else:
                self._tell(Finished(job))
            finally:
                self._sending = None
                if worker is not None and worker.cancelling():
                    errand.give_back()
            purse.expected -= job.quote.total
            await errand.finish()
            if not stays:  # before the balance is read, which takes its time: a kill then must not make it unknown
                files = [Path(file) for file in errand.files]
                await self._note([job], partial(self._journal.end, job, errand.outcome, files, errand.note))
            await errand.close()
            if stays:
                await self._note([job], partial(self._journal.put_back, job))
            self._errand = None
            if self._queue and self._means.lock is not None:
                await asyncio.sleep(PAUSE)  # so that another naitui that waits gets its turn too

    async def _next(self) -> tuple[Job, Purse] | None:
        """The next job, when it may begin; None when there is none, or nothing is begun any more. Until then the
        account's turn is waited for, so that a job that is taken out, moved or paused meanwhile is not begun."""
        told = ""
        while self._queue and not self._leaving:
            self._woken.clear()
            await self.written()
            if not await self._account_turn():
                continue
            turn = await self._turn()
            self._take_out([job for job in turn.gone if job in self.waiting])
            if turn.job is not None:
                found = await self._out_of_line(turn.job)
                if found is not None:
                    return found
            elif self._queue:
                self._give_turn_back()
                if turn.paused and turn.paused != told:
                    told = turn.paused
                    self._tell(Waiting(self._queue[0][0], f"the queue is paused ({told})", 0.0))
                # not `wait_for`: in 3.11 it may swallow the end of this task
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await self._woken.wait()
        self._give_turn_back()
        return None

    async def _out_of_line(self, taken: Job) -> tuple[Job, Purse] | None:
        """A job whose turn has come; None when it was cancelled meanwhile, or when somebody leaves."""
        if self._leaving:
            await self._note([taken], partial(self._journal.put_back, taken))
            return None
        for job, purse in self._queue:
            if job.id == taken.id:
                self._queue.remove((job, purse))
                return job, purse
        self._end_unbegun(taken)
        return None

    async def _account_turn(self) -> bool:
        """Wait until no other naitui generates; False when something has happened to the queue meanwhile."""
        lock = self._means.lock
        if lock is None or lock.held:
            return True
        first, self._waits_for_turn = self._queue[0][0], True
        taking = asyncio.create_task(lock.take(lambda: self._tell(Waiting(first, ANOTHER, 0.0))))
        woken = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait((taking, woken), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waits_for_turn = False
            woken.cancel()
            taking.cancel()
        if taking.done():
            taking.exception()  # there may be no place for the lock: the errand tells of that
        return taking.done()

    def _give_turn_back(self) -> None:
        if self._means.lock is not None:
            self._means.lock.give_back()

    async def _turn(self) -> Turn:
        waiting = [job for job in self.waiting if job.id not in self._unkept]
        loose = next((job for job in self.waiting if job.id in self._unkept), None)
        try:
            turn = await asyncio.to_thread(self._journal.turn, waiting)
        except OSError as error:
            if not self._queue:  # all was cancelled meanwhile
                return Turn(None)
            self._tell(_not_kept(self.waiting[0], error))
            return Turn(self.waiting[0])
        return replace(turn, job=loose) if turn.job is None and not turn.paused else turn

    def _end_unbegun(self, job: Job) -> None:
        async def end(before: asyncio.Task[None] | None) -> None:
            if before is not None:
                await before
            await self._note((), partial(self._journal.end, job, "cancelled"))

        self._writing = asyncio.create_task(end(self._writing))

    def _drop_rest(self, purse: Purse) -> None:
        """After a failure the rest of the same plan is not sent: it would most likely fail, or cost, the same way.

        Not when somebody leaves: then the line was cut by us, and what waits is for a later start.
        """
        if self._leaving:
            return
        rest = [job for job, of in self._queue if of is purse]
        self._take_out(rest)
        self._drop(rest, "the job before it failed")


def _not_kept(job: Job, error: Exception) -> Warned:
    said = error.strerror if isinstance(error, OSError) else ""
    return Warned(job, f"the queue is not kept: {said or error}")
