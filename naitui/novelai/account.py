"""What the service says of the account: tier, Anlas, the V5 allowance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

OPUS = 3


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

    @property
    def anlas(self) -> int:
        """The whole balance."""
        return self.fixed_anlas + self.purchased_anlas

    @property
    def standing(self) -> Standing:
        """What decides about free pictures."""
        return Standing(self.tier, self.active, self.allowance is not None and self.allowance.spent)


def read_subscription(answer: Mapping[str, object]) -> Subscription:
    """The subscription from the service's JSON.

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
