"""What the status line says of the account."""

from __future__ import annotations

import pytest

from naitui.novelai import Subscription, load_catalog
from naitui.novelai.account import STALE_AFTER
from naitui.screens import wording

CATALOG = load_catalog()
MODEL = CATALOG.model(CATALOG.default)


@pytest.mark.parametrize(
    ("read_at", "now", "stale"),
    [
        (1000.0, 1000.0, False),
        (1000.0, 1000.0 + STALE_AFTER, False),
        (1000.0, 1001.0 + STALE_AFTER, True),
        (None, 0.0, True),
    ],
)
def test_a_balance_that_was_read_long_ago_says_so(read_at: float | None, now: float, stale: bool) -> None:
    account = Subscription(3, True, 10_000, 500, read_at=read_at)
    _, right = wording.status(MODEL, account, CATALOG, now, demo=False)
    assert right.startswith("Opus · 10,500 Anlas")
    assert right.endswith("not read lately") is stale


def test_what_may_be_spent_unasked_is_always_in_sight() -> None:
    left, right = wording.status(MODEL, None, CATALOG, 0.0, demo=True, agreed=40)
    assert left == f"{MODEL.title} · demo · up to 40 Anlas unasked"
    assert right == "account not known yet"
