"""The subscription's answer, old and new shapes (api.md 1.8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.novelai.account import Allowance, Standing, Subscription, read_subscription

FULL = {
    "tier": 3,
    "active": True,
    "expiresAt": 1_790_000_000,
    "perks": {},
    "isGracePeriod": False,
    "trainingStepsLeft": {"fixedTrainingStepsLeft": 9000, "purchasedTrainingSteps": 250},
    "usage": {"percent": 64, "isNegative": False, "timeUntilNextPercent": 7888},
}


def test_a_whole_answer() -> None:
    account = read_subscription(FULL)
    assert account == Subscription(3, True, 9000, 250, 1_790_000_000, False, Allowance(64.0, False, 7888.0))
    assert account.anlas == 9250
    assert account.standing == Standing(3, True, False)


def test_a_bare_number_of_anlas() -> None:
    assert read_subscription(FULL | {"trainingStepsLeft": 123}).anlas == 123


def test_an_overdrawn_allowance_is_empty_and_spent() -> None:
    account = read_subscription(FULL | {"usage": {"percent": 3, "isNegative": True}})
    assert account.allowance == Allowance(0.0, True, None)
    assert account.standing.allowance_spent


def test_a_negative_percent_is_nothing_left() -> None:
    account = read_subscription(FULL | {"usage": {"percent": -4, "isNegative": False}})
    assert account.allowance is not None
    assert account.allowance.percent == 0


def test_no_allowance_without_opus() -> None:
    assert read_subscription({"tier": 1, "active": False}).allowance is None


@pytest.mark.parametrize("answer", [{}, {"tier": "3"}, {"tier": None}, {"tier": True}, {"tier": 3.0}])
def test_what_is_no_subscription(answer: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="tier"):
        read_subscription(answer)


ODD = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.lists(st.integers(), max_size=2)
)


@given(
    ODD,
    ODD,
    ODD,
    st.dictionaries(st.sampled_from(["fixedTrainingStepsLeft", "purchasedTrainingSteps"]), ODD),
    st.dictionaries(st.sampled_from(["percent", "isNegative", "timeUntilNextPercent"]), ODD),
)
def test_odd_values_never_break_it(
    active: object, expires: object, left: object, steps: dict[str, object], usage: dict[str, object]
) -> None:
    for of_steps in (steps, left):
        account = read_subscription(
            {"tier": 2, "active": active, "expiresAt": expires, "trainingStepsLeft": of_steps, "usage": usage}
        )
        assert account.tier == 2
        assert account.active is (active is True)  # anything but a plain yes makes nothing free
        assert account.standing.allowance_spent is (usage.get("isNegative") is True)
