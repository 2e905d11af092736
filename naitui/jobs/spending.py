"""What jobs take of the account: held against what was agreed to and the budget before, written down after."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from dataclasses import dataclass, replace

from naitui.jobs.guard import Guard
from naitui.jobs.job import CannotBegin, Job, NeedsApproval, TooPoor
from naitui.library import Entry, Ledger
from naitui.library.ledger import LOOK_BACK, State
from naitui.novelai import Catalog, NovelAI, Quote, Subscription


@dataclass(slots=True)
class Purse:
    """What one plan may still cost: ``left`` of what was agreed to, ``expected`` for its jobs that are not sent yet."""

    left: int
    expected: int


class Spending:
    """One account's money.

    Args:
        service: the client.
        catalog: prices.
        guard: the budget.
        ledger: where every job is written down; None keeps no account.
    """

    def __init__(self, service: NovelAI, catalog: Catalog, guard: Guard, ledger: Ledger | None) -> None:
        self._service, self._catalog = service, catalog
        self.guard, self._ledger = guard, ledger
        self.account: Subscription | None = None
        """The account as last read; None until then."""
        self._entry: Entry | None = None

    @property
    def begun(self) -> bool:
        """Whether a job was begun and not settled."""
        return self._entry is not None

    async def read(self) -> Subscription:
        """Ask for tier and balance.

        Raises:
            NovelAIError: the account cannot be read.
        """
        self.account = await self._service.subscription()
        return self.account

    async def approve(self, job: Job, purse: Purse) -> Quote:
        """What the job costs by the account as it is now.

        Raises:
            NeedsApproval: the purse does not hold that.
            OverBudget: a cap does not allow it.
            CannotBegin: the ledger cannot be read.
            NovelAIError: the account cannot be read.
        """
        account = await self.read()
        now = job.task.quote(self._catalog, account.standing)
        if now.total > purse.left:
            raise NeedsApproval(now, purse.left)
        rest = max(0, purse.expected - job.quote.total)
        if now.total + rest > account.anlas and now.total:
            raise TooPoor(now.total + rest, account.anlas)
        try:
            await asyncio.to_thread(self.guard.check_job, now, rest, account)
        except OSError as error:
            raise CannotBegin.because(error, "ledger") from None
        return now

    async def begin(self, job: Job) -> None:
        """Write down that the job is sent now. The same job may begin again when it was not taken.

        Raises:
            CannotBegin: the ledger does not take it.
        """
        account, task = self.account, job.task
        assert account is not None  # noqa: S101 - `approve` comes first
        body = await asyncio.to_thread(lambda: json.dumps(task.request.body).encode())
        self._entry = Entry(
            job=job.id,
            at=time.time(),
            account=self._service.fingerprint,
            kind=task.kind,
            title=task.title,
            model=task.model,
            expected=job.quote.total,
            reason=job.quote.reason,
            request=hashlib.sha256(body).hexdigest(),
            before=account.anlas,
            allowance_before=account.allowance.percent if account.allowance else None,
        )
        if self._ledger is None:
            return
        try:
            await asyncio.to_thread(_book_late_charge, self._ledger, self._entry)
            await asyncio.to_thread(self._ledger.write, self._entry, self.guard.last_look(job.quote.total))
        except OSError as error:
            raise CannotBegin.because(error, self._ledger.path) from None

    async def settle(self, state: State, account: Subscription | None, files: tuple[str, ...]) -> int | None:
        """Write down how the job that was begun ended, and what it took, None when that is not known.

        ``account`` is the balance after it, when that could be read.

        Raises:
            OSError: the ledger does not take it; the entry stays as it was, and counts as expected.
        """
        assert self._entry is not None  # noqa: S101 - `begin` comes first
        after = account.anlas if account else None
        left = account.allowance.percent if account and account.allowance else None
        entry = replace(self._entry, state=state, after=after, allowance_after=left, files=files)
        self._entry = None
        self.guard.spent += entry.counted
        # without a new one, the old balance is from before the job: nobody may rely on it
        self.account = account or (replace(self.account, read_at=None) if self.account else None)
        if self._ledger is not None:
            await asyncio.to_thread(self._ledger.write, entry)
        return entry.spent


def _book_late_charge(ledger: Ledger, coming: Entry) -> None:
    """What the balance has lost since a job of which nobody knew whether it was charged is most likely that job's."""
    before = [
        entry
        for entry in ledger.since(coming.at - LOOK_BACK)
        if entry.account == coming.account and entry.job != coming.job
    ]
    last = before[-1] if before else None
    if last is None or last.state != "unknown" or last.after is None or coming.before is None:
        return
    if coming.before < last.after:
        ledger.write(replace(last, after=coming.before))
