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


@pytest.mark.parametrize(
    ("seconds", "percent"),
    [(7888.0, 11.0), (86400.0, 1.0), (3600.0, 24.0), (8000.0, 10.8), (100_000.0, 0.9), (None, None)],
)
def test_what_comes_back_in_a_day(seconds: float | None, percent: float | None) -> None:
    assert Allowance(50.0, False, seconds).refill_per_day == percent


@pytest.mark.parametrize(
    ("percent", "pictures", "medium", "low"),
    [
        (100.0, 1730, 2498, False),
        (72.0, 1245, 1799, False),
        (5.0, 86, 124, False),
        (4.9, 84, 122, True),
        (0.0, 0, 0, True),
    ],
)
def test_what_is_left_of_the_allowance(percent: float, pictures: int, medium: int, low: bool) -> None:
    left = Allowance(percent, False, None)
    assert (left.pictures_left, left.medium_pictures_left, left.low) == (pictures, medium, low)


def test_when_an_account_is_stale() -> None:
    account = read_subscription(FULL, read_at=1_780_000_000)
    assert not account.is_stale(1_780_000_000)
    assert not account.is_stale(1_780_000_300)
    assert account.is_stale(1_780_000_301)
    assert account.is_stale(1_779_999_999)  # the clock was set back
    assert read_subscription(FULL).is_stale(1_780_000_000)  # nobody knows when


def test_a_subscription_that_ends_meanwhile_is_stale() -> None:
    account = read_subscription(FULL, read_at=1_789_999_990)
    assert not account.is_stale(1_789_999_999)
    assert account.is_stale(1_790_000_000)


def test_when_it_was_read_does_not_make_it_another_account() -> None:
    assert read_subscription(FULL, read_at=1.0) == read_subscription(FULL)
