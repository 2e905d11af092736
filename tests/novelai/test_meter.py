"""The token meter: an estimate of what the page would count."""

from __future__ import annotations

import pytest

from naitui.novelai import load_catalog
from naitui.novelai.meter import Meter, meters
from naitui.recipe import Character, Recipe

CATALOG = load_catalog()
V45 = "nai-diffusion-4-5-full"


def tokens(**recipe: object) -> tuple[int, int]:
    wanted, unwanted = meters(
        Recipe(**{"model": V45, "quality": "none", "undesired_preset": "none", **recipe}), CATALOG
    )
    return wanted.tokens, unwanted.tokens


def test_marks_of_emphasis_count_nothing() -> None:
    assert tokens(prompt="{a}, 1.2::b::, [c]") == tokens(prompt="a, b, c")


def test_characters_count_with_the_prompt_and_their_undesired_apart() -> None:
    girl = Character(prompt="girl, red dress", undesired="hat")
    alone, together = tokens(prompt="1girl"), tokens(prompt="1girl", characters=(girl,))
    assert together[0] > alone[0]
    assert (alone[1], together[1] > 0) == (0, True)
    assert tokens(prompt="1girl", characters=(girl.model_copy(update={"enabled": False}),)) == alone


def test_what_the_model_adds_counts() -> None:
    assert tokens(prompt="1girl", quality="standard")[0] > tokens(prompt="1girl")[0]


@pytest.mark.parametrize(("count", "tone"), [(100, ""), (484, ""), (485, "near"), (512, "near"), (513, "over")])
def test_near_the_limit_it_warns_by_its_own_doubt(count: int, tone: str) -> None:
    assert Meter(count, 512, 27).tone == tone
    assert str(Meter(count, 512, 27)) == f"~{count}/512 tokens"
