"""One job's way: its turn, the last look at the price, sending it, keeping what comes, looking what it took."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from naitui.jobs.events import (
    AccountRead,
    Encoded,
    Event,
    Failed,
    Saved,
    Started,
    Stepped,
    Unknown,
    Waiting,
    Warned,
)
from naitui.jobs.job import CannotBegin, Job, Mistake
from naitui.jobs.journal import Outcome
from naitui.jobs.spending import Purse, Spending
from naitui.jobs.tasks import Encode, Generation
from naitui.jobs.turns import AccountLock
from naitui.library import Kept, SaveFailed, Shelf
from naitui.library.ledger import State
from naitui.novelai import Catalog, Image, NovelAI, NovelAIError, Subscription

LONGEST_WAIT = 60.0
"""Seconds; a service that asks for more is not waited for."""
ANOTHER = "another naitui is generating with this account"


@dataclass(frozen=True, slots=True)
class Means:
    """What every job is done with."""

    service: NovelAI
    catalog: Catalog
    shelf: Shelf
    spending: Spending
    lock: AccountLock | None
    waits: tuple[float, ...]
    """Seconds before each further try, where trying again is safe; half as much again is added by chance."""
    tell: Callable[[Event], None]


class Errand:
    """One job from the queue to its end. ``run`` may be cancelled; ``finish`` and ``close`` come after it, however it
    ended."""

    def __init__(self, job: Job, purse: Purse, means: Means) -> None:
        self.job = job
        self.sent = False
        """Whether it is, or was, with the service: from then on it may be charged."""
        self._purse, self._means, self._tell = purse, means, means.tell
        self._state: State = "sent"
        self._told: Exception | None = None
        self._writes: list[asyncio.Task[Kept | None]] = []
        self._reading: asyncio.Task[Subscription] | None = None
        self._hurried = False
        self._elsewhere = ""
        """Why its pictures do not go where they were to go."""
        self.files: list[str] = []
        """What came of it, once it is finished."""

    @property
    def outcome(self) -> Outcome:
        """How it ended."""
        return "cancelled" if self._state == "sent" or (self._state == "unknown" and not self.sent) else self._state

    @property
    def note(self) -> str:
        """Why it ended otherwise than well."""
        return "" if self._told is None else str(self._told)

    async def run(self) -> None:
        """From the last look at the price to the last thing that comes. What waits to be tried again has not been
        taken by the service, so nothing is paid for twice."""
        job, purse = self.job, self._purse
        await self._take_turn()
        store = self._means.shelf.vibes
        if isinstance(job.task, Encode):
            known = await asyncio.to_thread(job.task.known, store)
            if known is not None:  # another job has bought it while this one waited
                self._tell(Encoded(job, known))
                self._state = "done"
                return
        if isinstance(job.task, Generation) and job.task.request.wanted:
            job = replace(job, task=await asyncio.to_thread(job.task.filled, store))
        opened = False
        for wait in (*self._means.waits, None):
            price = 0
            try:
                # for every try: while this one waited for another generation, that one may have used up what was free
                now = await self._means.spending.approve(job, purse)
                if not opened:
                    await self._open()
                    opened = True
                price = now.total
                purse.left -= price
                await self._send(replace(job, quote=now))
                break
            except NovelAIError as error:
                asked = error.retry_after or 0.0
                if not error.retry or wait is None or asked > LONGEST_WAIT:
                    raise
                purse.left += price
                if self.sent:  # and will be once more; meanwhile stopping it costs nothing
                    self.sent = False
                    await self._settle("failed", None, [])
                seconds = max(asked, wait * random.uniform(1.0, 1.5))
                self._tell(Waiting(job, str(error), seconds))
                await asyncio.sleep(seconds)
        self._state = "done"

    def cancelled(self) -> None:
        """It was cancelled: what the service does with it now nobody knows."""
        self._state = "unknown"

    async def failed(self, error: Exception) -> None:
        """Tell of a failure, after keeping what came of the answer."""
        known = error if isinstance(error, NovelAIError | OSError) else Mistake(error, sent=self.sent)
        if isinstance(known, NovelAIError) and known.charged == "maybe" and known.body:
            kept = await asyncio.to_thread(self._means.shelf.keep_answer, self.job.id, known.body)
            if kept is not None:
                known.advice, known.body = f"What came is kept in {kept}. {known.advice}", b""
        if isinstance(known, NovelAIError):
            self._state = "unknown" if known.charged == "maybe" else "failed"
        else:
            self._state = "done"  # the answer came whole; what failed is keeping it
        self._told = known
        self._tell(Failed(self.job, known))

    async def finish(self) -> None:
        """All that came is in its place; `files` names it."""
        try:
            self.files = await self._finish_writing()
            await asyncio.to_thread(self._means.shelf.close_job, self.job.id)
        except Exception as error:  # noqa: BLE001 - it must not keep the other jobs from their turn; it had its event
            self._tell_mistake(error)

    async def close(self) -> None:
        """Look what it took; the turn is given back, whatever happens."""
        try:
            if self.sent:
                await self._look_what_it_took(self.files)
            elif self._means.spending.begun:
                await self._settle("failed", None, self.files)
        except Exception as error:  # noqa: BLE001 - as above
            self._tell_mistake(error)
        finally:
            self.give_back()

    def _tell_mistake(self, error: Exception) -> None:
        self._tell(Failed(self.job, error if isinstance(error, OSError) else Mistake(error, sent=self.sent)))

    def hurry(self) -> None:
        """Do not wait for the balance any longer."""
        self._hurried = True
        if self._reading is not None:
            self._reading.cancel()

    def give_back(self) -> None:
        """Let the next one have its turn."""
        if self._means.lock is not None:
            self._means.lock.give_back()

    # ------------------------------------------------------------------ before

    async def _take_turn(self) -> None:
        """One request at a time per account: wait until no other naitui generates. Given back when the job is closed
        and the balance read, so that what it took is its own."""
        lock = self._means.lock
        if lock is None:
            return
        try:
            await lock.take(lambda: self._tell(Waiting(self.job, ANOTHER, 0.0)))
        except OSError as error:
            raise CannotBegin.because(error, lock.path) from None

    async def _open(self) -> None:
        shelf, task = self._means.shelf, self.job.task
        work, wanted = task.work(self._means.catalog), task.goal if isinstance(task, Generation) else None

        def open_job() -> None:
            goal = shelf.open_job(self.job.id, work, wanted)
            if wanted is not None and goal != wanted:
                self._elsewhere = f"{wanted.folder} takes no pictures any more; they go to {goal.folder}"

        try:
            await self._wholly(asyncio.to_thread(open_job))
        except OSError as error:
            raise CannotBegin.because(error, shelf.incoming) from None
        if self._elsewhere:
            self._tell(Warned(self.job, self._elsewhere))

    async def _wholly(self, writing: Coroutine[None, None, Kept | None]) -> None:
        """Wait for something that goes to the disk. Cancelled or not, it ends before the job is closed again."""
        task = asyncio.create_task(writing)
        self._writes.append(task)
        await asyncio.shield(task)

    # ------------------------------------------------------------------ with the service

    async def _send(self, job: Job) -> None:
        await self._wholly(self._means.spending.begin(job))
        self._tell(Started(job))
        self.sent = True
        failure: OSError | None = None
        async with aclosing(job.task.answer(self._means.service)) as events:
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
        work, now = job.task.work(self._means.catalog), datetime.now()
        kept = await asyncio.to_thread(self._means.shelf.save, job.id, work, image.sample, image.data, now)
        self._tell(Encoded(job, kept.path) if isinstance(job.task, Encode) else Saved(job, kept))
        return kept

    # ------------------------------------------------------------------ after

    async def _finish_writing(self) -> list[str]:
        """Everything is written; the files. Failures that nobody has heard of are told."""
        files = []
        for outcome in await asyncio.gather(*self._writes, return_exceptions=True):
            if isinstance(outcome, SaveFailed) and outcome is not self._told:
                self._tell(Failed(self.job, outcome))  # each of them names where its picture is kept
            elif isinstance(outcome, Kept):
                files.append(str(outcome.path.absolute()))
        return files

    async def _look_what_it_took(self, files: list[str]) -> None:
        spending, after = self._means.spending, None
        self._reading = asyncio.create_task(self._means.service.subscription())
        try:
            after = await self._reading
        except NovelAIError as error:
            self._tell(Warned(self.job, f"what it took is not known, the balance cannot be read: {error}"))
        except asyncio.CancelledError:
            if not self._hurried:
                raise
            self._tell(Warned(self.job, "what it took is not known: the balance was not waited for"))
        before = spending.account
        spent = await self._settle(self._state, after, files)
        if self._state == "unknown":
            self._tell(Unknown(self.job, before.anlas if before else None, after.anlas if after else None))
        if spending.account is not None:
            self._tell(AccountRead(spending.account, spent, stale=after is None))

    async def _settle(self, state: State, after: Subscription | None, files: list[str]) -> int | None:
        """Write down how it ended; what it took, when that is known."""
        try:
            return await self._means.spending.settle(state, after, tuple(files))
        except OSError as error:
            self._tell(Warned(self.job, f"{error.filename or 'ledger'}: {error.strerror or error}"))
            return None
