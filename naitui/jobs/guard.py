"""The budget guard: caps over what a job, a session and a day may cost, and a floor under the V5 allowance.

What was agreed to is another question (`NeedsApproval`): a cap holds whatever is agreed to, and nobody but the user
changes it, in the settings.
"""

from __future__ import annotations

from datetime import datetime

from naitui.library import Entry, Ledger
from naitui.library.ledger import Check
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
        self.check_total(quote.total + rest, account if quote.uses_allowance else None)

    def check_total(self, anlas: int, drawing_on: Subscription | None) -> None:
        """Look at everything that is to be sent; ``drawing_on`` is the account whose V5 allowance it uses.

        Raises:
            OverBudget: it would go over a cap.
            OSError: the ledger cannot be read.
        """
        if anlas:
            _hold(self.spent + anlas, self.caps.session, "this session would come to", "session")
            if self.caps.day is not None:
                known = self._ledger.since(midnight()) if self._ledger is not None else None
                self._hold_day(anlas, known)
        floor, left = self.caps.allowance, drawing_on.allowance if drawing_on is not None else None
        if floor is not None and left is not None and left.percent < floor:
            raise OverBudget(f"{left.percent:g} % of the V5 allowance are left, and your floor is {floor:g} %")

    def last_look(self, anlas: int) -> Check | None:
        """What the ledger does in the moment it writes a job down: no other program comes between look and entry."""
        if not anlas or self.caps.day is None:
            return None
        return lambda entries: self._hold_day(anlas, [entry for entry in entries if entry.at >= midnight()])

    def _hold_day(self, anlas: int, known: list[Entry] | None) -> None:
        spent = self.spent if known is None else sum(entry.counted for entry in known)
        _hold(spent + anlas, self.caps.day, "today would come to", "day")


def midnight() -> float:
    """When today began, by the clock on this machine: Unix time."""
    return datetime.now().replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _hold(amount: int, cap: int | None, words: str, name: str) -> None:
    if cap is not None and amount > cap:
        raise OverBudget(f"{words} {amount} Anlas, and your cap for a {name} is {cap}")
