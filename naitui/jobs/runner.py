"""The runner: works through the queue, one request at a time, and tells what happens as events.

Rules it keeps: the price is looked at again just before sending; nothing that may have been charged is ever sent twice;
what comes is on disk before anybody hears of it; after a failure the rest of the same plan is not sent.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime

from naitui.jobs.events import (
    AccountRead,
    Cancelled,
    Encoded,
    Event,
    Failed,
    Finished,
    Queued,
    Saved,
    Started,
    Stepped,
    Waiting,
    Warned,
)
from naitui.jobs.guard import Guard
from naitui.jobs.job import CannotBegin, Job, Mistake, NeedsApproval, Plan
from naitui.jobs.spending import Purse, Spending
from naitui.jobs.tasks import Encode, Generation
from naitui.jobs.turns import AccountLock
from naitui.library import Kept, Ledger, SaveFailed, Shelf
from naitui.library.ledger import State
from naitui.novelai import Catalog, Image, NovelAI, NovelAIError, Subscription

WAITS = (3.0, 6.0, 12.0, 24.0, 48.0)
"""Seconds before each further try, where trying again is safe; half as much again is added by chance."""
LONGEST_WAIT = 60.0
ANOTHER = "another naitui is generating with this account"


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
    ) -> None:
        self._service, self._catalog, self._shelf, self._tell = service, catalog, shelf, listener
        self._waits, self._lock = waits, lock
        self._spending = Spending(service, catalog, guard or Guard(), ledger)
        self._queue: deque[tuple[Job, Purse]] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._running: Job | None = None
        self._sending: asyncio.Task[None] | None = None
        self._sent = False
        self._state: State = "sent"
        self._told: Exception | None = None
        self._writes: list[asyncio.Task[Kept | None]] = []

    @property
    def subscription(self) -> Subscription | None:
        """The account as last read; None until then."""
        return self._spending.account

    @property
    def running(self) -> Job | None:
        """The job that is being worked on."""
        return self._running

    @property
    def in_flight(self) -> bool:
        """Whether the running job has been sent: stopping it now may lose a picture that is paid for."""
        return self._sending is not None and self._sent

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
        if plan.quote.total > approved:
            raise NeedsApproval(plan.quote, approved)
        self._spending.guard.check_plan([job.quote for job in plan.jobs])
        purse = Purse(approved, plan.quote.total)
        for job in plan.jobs:
            self._tell(Queued(job, len(self._queue) + (self._running is not None)))
            self._queue.append((job, purse))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work(), name="naitui runner")

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
        """Wait until the queue is empty and nothing runs."""
        while self._worker is not None and not self._worker.done():
            await asyncio.shield(self._worker)

    def cancel_running(self) -> bool:
        """Stop waiting for the running job (NovelAI itself goes on with it). False when nothing runs."""
        if self._sending is None or self._sending.done():
            return False
        return self._sending.cancel()

    def cancel_waiting(self) -> int:
        """Take every job that has not begun out of the queue; how many those were."""
        count = len(self._queue)
        while self._queue:
            job, _ = self._queue.popleft()
            self._tell(Cancelled(job, in_flight=False))
        return count

    # ------------------------------------------------------------------ the queue

    async def _work(self) -> None:
        worker = asyncio.current_task()
        while self._queue:
            job, purse = self._queue.popleft()
            self._running, self._sent, self._told, self._state = job, False, None, "sent"
            self._sending = asyncio.create_task(self._do(job, purse), name=f"naitui job {job.id}")
            try:
                await self._sending
            except asyncio.CancelledError:
                if worker is not None and worker.cancelling():
                    raise  # the runner itself is being stopped: the next job must not be sent
                self._state = "unknown"
                self._tell(Cancelled(job, in_flight=self._sent))
            except Exception as error:  # noqa: BLE001 - a mistake of ours must not keep the other jobs from their turn
                await self._fail(job, purse, error)
            else:
                self._state = "done"
                self._tell(Finished(job))
            finally:
                self._running = self._sending = None
                if worker is not None and worker.cancelling():
                    self._give_back()
            purse.expected -= job.quote.total
            await self._end(job)

    async def _fail(self, job: Job, purse: Purse, error: Exception) -> None:
        """Tell of a failure, after keeping what came of the answer, and leave the rest of the plan."""
        known = error if isinstance(error, NovelAIError | OSError) else Mistake(error, sent=self._sent)
        if isinstance(known, NovelAIError) and known.charged == "maybe" and known.body:
            kept = await asyncio.to_thread(self._shelf.keep_answer, job.id, known.body)
            if kept is not None:
                known.advice, known.body = f"What came is kept in {kept}. {known.advice}", b""
        taken = not isinstance(known, NovelAIError) or known.charged == "maybe"
        self._state = "unknown" if taken else "failed"
        self._told = error
        self._tell(Failed(job, known))
        self._drop_rest(purse)

    async def _end(self, job: Job) -> None:
        try:
            await self._close(job)
        except Exception as error:  # noqa: BLE001 - as above; the job itself has had its event
            self._tell(Failed(job, error if isinstance(error, OSError) else Mistake(error, sent=self._sent)))
        finally:
            self._give_back()

    def _drop_rest(self, purse: Purse) -> None:
        """After a failure the rest of the same plan is not sent: it would most likely fail, or cost, the same way."""
        kept: deque[tuple[Job, Purse]] = deque()
        for job, of in self._queue:
            if of is purse:
                self._tell(Cancelled(job, in_flight=False))
            else:
                kept.append((job, of))
        self._queue = kept

    # ------------------------------------------------------------------ one job

    async def _do(self, job: Job, purse: Purse) -> None:
        """One job from the last look at the price to the last thing that comes."""
        opened = False
        await self._take_turn(job)
        if isinstance(job.task, Generation) and job.task.request.wanted:
            job = replace(job, task=await asyncio.to_thread(job.task.filled, self._shelf.vibes))
        for wait in (*self._waits, None):
            price = 0
            try:
                # for every try: while this one waited for another generation, that one may have used up what was free
                now = await self._spending.approve(job, purse)
                if not opened:
                    await self._open(job)
                    opened = True
                price = now.total
                purse.left -= price
                return await self._send(replace(job, quote=now))
            except NovelAIError as error:
                if not error.retry or wait is None:
                    raise
                purse.left += price
                asked = error.retry_after or 0.0
                if asked > LONGEST_WAIT:
                    raise
                if self._sent:
                    await self._not_taken(job)
                seconds = max(asked, wait * random.uniform(1.0, 1.5))
                self._tell(Waiting(job, str(error), seconds))
                await asyncio.sleep(seconds)
        return None

    async def _not_taken(self, job: Job) -> None:
        """It was sent and will be sent again; meanwhile stopping it costs nothing."""
        self._sent = False
        await self._settle(job, "failed", None, [])

    async def _take_turn(self, job: Job) -> None:
        """One request at a time per account: wait until no other naitui generates. Given back when the job is closed
        and the balance read, so that what it took is its own."""
        if self._lock is None:
            return
        try:
            await self._lock.take(lambda: self._tell(Waiting(job, ANOTHER, 0.0)))
        except OSError as error:
            raise CannotBegin.because(error, self._lock.path) from None

    def _give_back(self) -> None:
        if self._lock is not None:
            self._lock.give_back()

    async def _open(self, job: Job) -> None:
        work = job.task.work(self._catalog)
        try:
            await self._wholly(asyncio.to_thread(self._shelf.open_job, job.id, work))
        except OSError as error:
            raise CannotBegin.because(error, self._shelf.incoming) from None

    async def _wholly(self, writing: Coroutine[None, None, Kept | None]) -> None:
        """Wait for something that goes to the disk. Cancelled or not, it ends before the job is closed again."""
        task = asyncio.create_task(writing)
        self._writes.append(task)
        await asyncio.shield(task)

    async def _send(self, job: Job) -> None:
        await self._wholly(self._spending.begin(job))
        self._tell(Started(job))
        self._sent = True
        failure: OSError | None = None
        async with aclosing(job.task.answer(self._service)) as events:
            async for event in events:
                if isinstance(event, Image):
                    # a picture that has come is put on disk even when the job is cancelled at this very moment
                    try:
                        await self._wholly(self._save(job, event))
                    except OSError as error:
                        failure = failure or error  # the other pictures of the answer are paid for too
                else:
                    self._tell(Stepped(job, event.sample, event.step, event.data))
        if failure is not None:
            raise failure

    async def _save(self, job: Job, image: Image) -> Kept:
        work, now = job.task.work(self._catalog), datetime.now()
        kept = await asyncio.to_thread(self._shelf.save, job.id, work, image.sample, image.data, now)
        self._tell(Encoded(job, kept.path) if isinstance(job.task, Encode) else Saved(job, kept))
        return kept

    async def _close(self, job: Job) -> None:
        """Tidy up after a job and look what it took."""
        files = []
        for outcome in await asyncio.gather(*self._writes, return_exceptions=True):
            if isinstance(outcome, SaveFailed) and outcome is not self._told:
                self._tell(Failed(job, outcome))  # each of them names where its picture is kept
            elif isinstance(outcome, Kept):
                files.append(str(outcome.path.absolute()))
        self._writes.clear()
        await asyncio.to_thread(self._shelf.close_job, job.id)
        if not self._sent:
            if self._spending.begun:
                await self._settle(job, "failed", None, files)
            return
        after = None
        try:
            after = await self._service.subscription()
        except NovelAIError as error:
            self._tell(Warned(job, f"what it took is not known, the balance cannot be read: {error}"))
        spent = await self._settle(job, self._state, after, files)
        if self._spending.account is not None:
            self._tell(AccountRead(self._spending.account, spent, stale=after is None))

    async def _settle(self, job: Job, state: State, after: Subscription | None, files: list[str]) -> int | None:
        """Write down how a job ended; what it took, when that is known."""
        try:
            return await self._spending.settle(state, after, tuple(files))
        except OSError as error:
            self._tell(Warned(job, f"{error.filename or 'ledger'}: {error.strerror or error}"))
            return None
