"""The demo's account: a balance that really goes down, and the V5 allowance."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from naitui.novelai.account import Standing

PICTURES_PER_PERCENT = 17.3
"""V5 pictures of normal size and steps in one percent of the allowance."""


@dataclass(slots=True)
class DemoAccount:
    """What the demo's user owns. Kept in memory: a new demo starts afresh."""

    tier: int = 3
    fixed_anlas: int = 10_000
    purchased_anlas: int = 500
    percent: float = 72.0
    active: bool = True
    expires_at: int = field(default_factory=lambda: int(time.time()) + 20 * 86400)

    @property
    def standing(self) -> Standing:
        """What decides about free pictures, as the service sees it."""
        return Standing(self.tier, self.active, self.percent < 0)

    @property
    def anlas(self) -> int:
        """The whole balance."""
        return self.fixed_anlas + self.purchased_anlas

    def charge(self, anlas: int) -> None:
        """Take Anlas: the monthly ones first, as NovelAI does."""
        from_fixed = min(anlas, self.fixed_anlas)
        self.fixed_anlas -= from_fixed
        self.purchased_anlas -= anlas - from_fixed

    def use_allowance(self, pictures: int) -> None:
        """Take free V5 pictures from the allowance."""
        self.percent -= pictures / PICTURES_PER_PERCENT

    def subscription(self) -> dict[str, object]:
        """The body of ``/user/subscription``."""
        answer: dict[str, object] = {
            "tier": self.tier,
            "active": self.active,
            "expiresAt": self.expires_at,
            "perks": {"maxPriorityActions": 1000, "startPriority": 10},
            "trainingStepsLeft": {
                "fixedTrainingStepsLeft": self.fixed_anlas,
                "purchasedTrainingSteps": self.purchased_anlas,
            },
            "isGracePeriod": False,
        }
        if self.tier == 3 and self.active:
            answer["usage"] = {
                "percent": int(self.percent),
                "isNegative": self.percent < 0,
                "timeUntilNextPercent": 7888,
            }
        return answer
