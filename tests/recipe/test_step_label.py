"""A step in one line: the same changes as the whole diff finds, whatever stands around them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Batch, Character, Recipe, Sampling
from naitui.recipe.prompt_diff import prompt_diff
from naitui.recipe.recipe_diff import recipe_diff
from naitui.recipe.step_label import LONG, label

GIRL, BOY = Character(prompt="girl, [red] hair, smile"), Character(prompt="boy, suit")
FULL = Recipe(
    prompt="1girl, night, rain",
    undesired="hat",
    sampling=Sampling(steps=28, seed=5),
    characters=(GIRL, BOY),
    styles=("Ink", "Soft"),
)


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ({"prompt": "1girl, night city, rain"}, "− night, + night city"),
        ({"prompt": "1girl, night, rain, umbrella"}, "+ umbrella"),
        ({"prompt": "1girl, rain"}, "− night"),
        ({"prompt": "1girl, night, 1.2::rain::"}, "↑ rain 1 → 1.2"),
        ({"prompt": "1girl,  night, rain"}, "≠ blanks, case and marks"),
        ({"undesired": ""}, "Undesired Content: − hat"),
        ({"model": "m3"}, "≠ Model nai-diffusion-5-curated → m3"),
        ({"sampling": Sampling(steps=23, seed=5)}, "≠ Steps 28 → 23"),
        ({"sampling": Sampling(steps=28)}, "≠ Seed 5 → random"),
        ({"sampling": Sampling(steps=28, seed=5, width=64, height=128)}, "≠ Size 832×1216 → 64×128"),
        ({"batch": Batch(count=4)}, "≠ Pictures 1 → 4"),
        ({"styles": ("Soft", "Loud")}, "Styles: − Ink, + Loud"),
        ({"characters": (BOY, GIRL)}, "Character 1: ↔ was 2"),
        ({"characters": (GIRL,)}, "− Character 2: boy, suit"),
        ({"characters": (GIRL, Character(prompt="cat"), BOY)}, "+ Character 2: cat"),
        ({"characters": (GIRL, Character(prompt="boy, tall, suit"))}, "Character 2: + tall"),
        ({"characters": (GIRL, Character(prompt="boy, suit", undesired="hat"))}, "Character 2, undesired: + hat"),
    ],
)  # fmt: skip
def test_one_change(update: dict[str, Any], told: str) -> None:
    assert label(FULL, FULL.model_copy(update=update)) == told


def test_a_few_are_named_and_the_rest_counted() -> None:
    after = FULL.model_copy(update={"prompt": "", "undesired": "x", "furry": True})
    assert label(FULL, after) == "− 1girl, − night, − rain, Undesired Content: − hat (+2)"
    assert label(FULL, FULL) == "nothing changed"


def test_a_long_stretch_is_not_read() -> None:
    assert label(FULL, FULL.model_copy(update={"prompt": "x, " * LONG})) == "+ other words"


TAGS = st.lists(st.sampled_from(["a", "b", "c d", "{e}", "1.2::f::", ""]), max_size=7).map(", ".join)


@given(TAGS, TAGS)
def test_reading_only_what_is_near_finds_the_same_tags(before: str, after: str) -> None:
    """Whole tags that stand in both at either end are not read, and that does not show."""
    told = label(Recipe(prompt=before), Recipe(prompt=after))
    if before == after:
        assert told == "nothing changed"
    elif prompt_diff(before, after):
        assert "blanks" not in told
        assert told[0] in "+−↔↑↓"
    else:
        assert told == "≠ blanks, case and marks"


FOUR = (GIRL, BOY, Character(prompt="cat"), Character(prompt="dog, smile"))


@given(st.permutations(FOUR))
def test_characters_that_only_changed_places_are_told_as_that(people: list[Character]) -> None:
    before = FULL.model_copy(update={"characters": FOUR})
    after = before.model_copy(update={"characters": tuple(people)})
    moved = [member.title for member in recipe_diff(before, after).members]
    assert label(before, after).count("↔") == min(4, len(moved))
