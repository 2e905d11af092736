"""The law of prices: what is shown is what the service takes, and what was not agreed to is never sent.

The demo reckons a bill from the body that came, without knowing the recipe; the price on the button comes from the
recipe, without knowing the body.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from naitui.demo import charging
from naitui.demo.checks import check
from naitui.demo.refusal import Fault
from naitui.jobs import NeedsApproval, Plan
from naitui.novelai import Refused, Standing, build, load_catalog, quote
from naitui.recipe import Batch, Recipe, Sampling, expand

CATALOG = load_catalog()
HOW_MANY = [250, pytest.param(2000, marks=[pytest.mark.long, pytest.mark.timeout(900)])]


def some_recipe(chance: random.Random) -> Recipe:
    """Any model with any size, steps and number of pictures, also such as the service refuses."""

    def side() -> int:
        return 64 * chance.choice((1, 8, 10, 13, 16, 19, 24, 32))

    return Recipe(
        model=chance.choice(list(CATALOG.models)),
        prompt="1girl",
        sampling=Sampling(
            width=side(), height=side(), steps=chance.choice((1, 20, 28, 29, 50)), seed=7,
            smea=chance.choice(("off", "off", "on", "dyn", "auto")),
        ),
        batch=Batch(samples=chance.choice((1, 1, 2, 4))),
    )  # fmt: skip


@pytest.mark.parametrize("count", HOW_MANY)
def test_what_is_shown_is_what_is_taken(count: int) -> None:
    chance, paid, free, refused = random.Random(5), 0, 0, 0
    for number in range(count):
        recipe = some_recipe(chance)
        standing = Standing(chance.choice((0, 1, 2, 3)), allowance_spent=chance.random() < 0.3)
        try:
            [resolved] = expand(recipe)
            body = build(resolved, CATALOG, "none").body
            shown = quote(resolved, CATALOG, standing)
        except Refused:
            refused += 1
            continue
        try:
            taken = charging.picture_bill(check(body, CATALOG, stream=False), CATALOG, standing)
        except Fault:
            refused += 1
            continue
        assert shown.total == taken.anlas, (number, recipe, standing)
        paid += shown.total > 0
        free += shown.total == 0
    assert min(paid, free) > count // 20
    assert refused < count * 3 // 4


async def test_what_was_not_agreed_to_is_never_sent(open_engine: Callable[..., Any]) -> None:
    engine, chance, tried = open_engine(), random.Random(6), 0
    engine.account.tier = 0
    while tried < 60:
        try:
            plan = Plan.of(some_recipe(chance), CATALOG, engine.account.standing)
        except Refused:
            continue
        if plan.quote.total == 0:
            continue
        tried += 1
        with pytest.raises(NeedsApproval):
            engine.runner.submit(plan, chance.randrange(plan.quote.total))
    await engine.runner.idle()
    assert (engine.wire.generations, engine.account.anlas) == ([], 10_500)
