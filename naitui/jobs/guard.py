"""The budget guard: caps over what a job, a session and a day may cost, and a floor under the V5 allowance.

What was agreed to is another question (`NeedsApproval`): a cap holds whatever is agreed to, and nobody but the user
changes it, in the settings.
"""

from __future__ import annotations

from datetime import datetime

from naitui.library import Ledger
from naitui.novelai import Quote, Refused, Subscription
from naitui.settings import Budget


class OverBudget(Refused):
    """It would go over a cap; nothing was sent."""

    title = "Not sent: it is over your budget"
    advice = "Choose something cheaper, or raise the cap in [budget] of config.toml."

    def __init__(self, reason: str) -> None:
        super().__init__(())
        self.detail = reason


class Guard:
    """Watches over one session. ``ledger`` knows the day; without one only this session counts for it."""

    def __init__(self, caps: Budget | None = None, ledger: Ledger | None = None) -> None:
        self.caps = caps or Budget()
        self.spent = 0
        """Anlas of this session so far."""
        self._ledger = ledger

    def check_plan(self, quotes: list[Quote]) -> None:
        """Look at a whole plan before any of it is queued: quick, without the disk.

        Raises:
            OverBudget: a single job, or all together, cost too much.
        """
        dearest = max((quote.total for quote in quotes), default=0)
        total = sum(quote.total for quote in quotes)
        _hold(dearest, self.caps.job, "one request would cost", "job")
        if total:
            _hold(self.spent + total, self.caps.session, "this session would come to", "session")

    def check_job(self, quote: Quote, rest: int, account: Subscription) -> None:
        """Look at a job just before it is sent, together with the ``rest`` of its plan, in Anlas; reads the ledger.

        Raises:
            OverBudget: it would go over a cap.
            OSError: the ledger cannot be read, so nobody knows what the day has cost.
        """
        _hold(quote.total, self.caps.job, "one request would cost", "job")
        coming = quote.total + rest
        if coming:
            _hold(self.spent + coming, self.caps.session, "this session would come to", "session")
            if self.caps.day is not None:
                _hold(self._spent_today() + coming, self.caps.day, "today would come to", "day")
        floor, left = self.caps.allowance, account.allowance
        if floor is not None and quote.uses_allowance and left is not None and left.percent < floor:
            raise OverBudget(f"{left.percent:g} % of the V5 allowance are left, and your floor is {floor:g} %")

    def _spent_today(self) -> int:
        if self._ledger is None:
            return self.spent
        return self._ledger.counted_since(midnight())


def midnight() -> float:
    """When today began, by the clock on this machine: Unix time."""
    return datetime.now().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _hold(amount: int, cap: int | None, words: str, name: str) -> None:
    if cap is not None and amount > cap:
        raise OverBudget(f"{words} {amount} Anlas, and your cap for a {name} is {cap}")
