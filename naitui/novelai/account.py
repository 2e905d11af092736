"""What the service says of the account: tier, Anlas, the V5 allowance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

LOW = 5.0
"""Percent of the allowance below which NovelAI's page warns."""
PICTURES_PER_PERCENT = 17.3
"""V5 pictures of normal size and 23 steps in one percent of the allowance: measured, not promised."""
MEDIUM_PICTURES = 26 / 18
"""How many pictures of Medium effort take as much as one of those."""
STALE_AFTER = 300.0
"""Seconds after which an account that was read should be read again before anybody relies on it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The part of an account that decides what is free."""

    tier: int
    active: bool = True
    allowance_spent: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """The V5 allowance of an active Opus account ("battery")."""

    percent: float
    """What is left, 0 to 100; 0 when it is overdrawn."""
    spent: bool
    seconds_per_percent: float | None
    """How long one percent takes to come back."""

    @property
    def low(self) -> bool:
        """Whether it is time to warn."""
        return self.percent < LOW

    @property
    def refill_per_day(self) -> float | None:
        """Percent that come back in a day, to a tenth; None when the service does not say how fast."""
        if self.seconds_per_percent is None:
            return None
        return math.floor(86400 / self.seconds_per_percent * 10 + 0.5) / 10

    @property
    def pictures_left(self) -> int:
        """About how many V5 pictures of normal size and 23 steps are left."""
        return int(self.percent * PICTURES_PER_PERCENT)

    @property
    def medium_pictures_left(self) -> int:
        """About how many V5 pictures of Medium effort are left."""
        return int(self.percent * PICTURES_PER_PERCENT * MEDIUM_PICTURES)


@dataclass(frozen=True, slots=True)
class Subscription:
    """The answer of ``/user/subscription``, read leniently: older shapes are understood."""

    tier: int
    active: bool
    fixed_anlas: int
    purchased_anlas: int
    expires_at: int | None = None
    """Unix time, seconds."""
    grace: bool = False
    allowance: Allowance | None = None
    read_at: float | None = field(default=None, compare=False)
    """When the service said so: Unix time, seconds; None when that is not known."""

    def is_stale(self, now: float) -> bool:
        """Whether it should be read again at ``now`` (Unix time): it is old, or has ended meanwhile.

        Whatever is not known counts as stale, and so does a reading from the future (the clock was set).
        """
        if self.read_at is None or not 0 <= now - self.read_at <= STALE_AFTER:
            return True
        return self.expires_at is not None and self.read_at < self.expires_at <= now

    @property
    def anlas(self) -> int:
        """The whole balance."""
        return self.fixed_anlas + self.purchased_anlas

    @property
    def standing(self) -> Standing:
        """What decides about free pictures."""
        return Standing(self.tier, self.active, self.allowance is not None and self.allowance.spent)


def read_subscription(answer: Mapping[str, object], read_at: float | None = None) -> Subscription:
    """The subscription from the service's JSON, which came at ``read_at`` (Unix time).

    ``trainingStepsLeft`` is an object with two numbers, or on some accounts a bare number.

    Raises:
        ValueError: there is no tier in it, so it is not a subscription.
    """
    tier = answer.get("tier")
    if not isinstance(tier, int) or isinstance(tier, bool):
        raise ValueError("the answer names no subscription tier")
    steps = answer.get("trainingStepsLeft")
    if isinstance(steps, Mapping):
        fixed, purchased = _count(steps.get("fixedTrainingStepsLeft")), _count(steps.get("purchasedTrainingSteps"))
    else:
        fixed, purchased = _count(steps), 0
    expires = answer.get("expiresAt")
    usage = answer.get("usage")
    return Subscription(
        tier=tier,
        active=answer.get("active") is True,
        fixed_anlas=fixed,
        purchased_anlas=purchased,
        expires_at=int(expires) if _is_number(expires) else None,
        grace=answer.get("isGracePeriod") is True,
        allowance=_allowance(usage) if isinstance(usage, Mapping) else None,
        read_at=read_at,
    )


def _allowance(usage: Mapping[str, object]) -> Allowance:
    spent = usage.get("isNegative") is True
    percent = usage.get("percent")
    left = max(0.0, float(percent)) if _is_number(percent) and not spent else 0.0
    wait = usage.get("timeUntilNextPercent")
    return Allowance(left, spent, float(wait) if _is_number(wait) and wait > 0 else None)


def _count(value: object) -> int:
    return int(value) if _is_number(value) else 0


def _is_number(value: object) -> TypeGuard[int | float]:
    """JSON as Python reads it knows infinities, and whole numbers that no float can hold; nobody owns as many Anlas."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e15  # False for NaN too
