"""What changed between two recipes, in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Batch, Character, Interaction, PreciseReference, Recipe, Sampling, Source, Vibe
from naitui.recipe.changes import changes, label, words_between
from naitui.recipe.prompt_diff import prompt_diff

GIRL, BOY = Character(prompt="girl, [red] hair"), Character(prompt="boy")
FULL = Recipe(
    prompt="1girl, night, rain",
    undesired="hat",
    sampling=Sampling(steps=28, seed=5),
    characters=(GIRL, BOY),
    styles=("Ink", "Soft"),
    pins=(("hair", "silver"),),
    vibes=(Vibe(path="/a/mood.png"),),
)


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ({"prompt": "1girl, night city, rain"}, ["prompt: night → night city"]),
        ({"prompt": "1girl, night, rain, umbrella"}, ["prompt: +umbrella"]),
        ({"prompt": "1girl, rain"}, ["prompt: −night"]),
        ({"prompt": "1girl, rain, night"}, ["prompt: ↔rain"]),
        ({"prompt": "1girl, night, 1.2::rain::"}, ["prompt: rain 1 → 1.2"]),
        ({"prompt": "1girl,  night, rain"}, ["prompt: blanks and marks"]),
        ({"undesired": ""}, ["undesired: −hat"]),
        ({"model": "m3"}, ["model V5 Curated → m3"]),
        ({"sampling": Sampling(steps=23, seed=5)}, ["steps 28 → 23"]),
        ({"sampling": Sampling(seed=5, guidance=4.5)}, ["steps 28 → model's own", "guidance model's own → 4.5"]),
        ({"sampling": Sampling(steps=28)}, ["seed 5 → random"]),
        ({"sampling": Sampling(steps=28, seed=5, width=64, height=128)}, ["size 832×1216 → 64×128"]),
        ({"sampling": Sampling(steps=28, seed=5, variety=True)}, ["Variety+ on"]),
        ({"batch": Batch(count=4)}, ["pictures 1 → 4"]),
        ({"ai_choice": False}, ["AI's choice off"]),
        ({"undesired_preset": "none"}, ["undesired preset heavy → none"]),
        ({"styles": ("Soft", "Loud")}, ["style −Ink", "style +Loud"]),
        ({"styles": ("Soft", "Ink")}, ["styles in another order"]),
        ({"pins": (("hair", "red"), ("pose", "sitting"))}, ["pin hair silver → red", "pin pose none → sitting"]),
        ({"characters": (BOY, GIRL)}, ["characters in another order"]),
        ({"characters": (GIRL,)}, ["character 2 removed (boy)"]),
        ({"characters": (GIRL, Character(prompt="cat"), BOY)}, ["character 2 added (cat)"]),
        ({"characters": (GIRL, BOY.model_copy(update={"position": (0.1, 0.5)}))}, ["character 2 moved"]),
        ({"characters": (GIRL.model_copy(update={"enabled": False}), BOY)}, ["character 1 off"]),
        ({"characters": (GIRL, Character(prompt="boy, tall"))}, ["character 2: +tall"]),
        ({"characters": (GIRL, Character(prompt="boy", undesired="hat"))}, ["character 2 undesired: +hat"]),
        ({"characters": (GIRL, Character(prompt="boy", name="Bo"))}, ["character 2 name none → Bo"]),
        ({"vibes": (Vibe(path="/a/mood.png", strength=0.4),)}, ["vibe 1 strength 0.6 → 0.4"]),
        ({"vibes": ()}, ["vibe 1 removed (mood.png)"]),
        ({"precise_references": (PreciseReference(path="her.png"),)}, ["reference 1 added (her.png)"]),
        ({"source": Source(path="x/sketch.png")}, ["source added (sketch.png)"]),
        ({"interactions": (Interaction(action="hug", sources=("a", "b")),)}, ["interaction 1 added (hug)"]),
    ],
)  # fmt: skip
def test_one_change_in_words(update: dict[str, Any], told: list[str]) -> None:
    after = FULL.model_copy(update=update)
    assert changes(FULL, after, titles={FULL.model: "V5 Curated"}) == told


def test_a_label_names_two_and_counts_the_rest() -> None:
    after = FULL.model_copy(update={"prompt": "", "undesired": "x", "furry": True, "styles": ()})
    assert label(FULL, after) == "prompt: −1girl, −night, −rain; undesired: hat → x (+3)"
    assert label(FULL, FULL) == "nothing changed"
    other = FULL.model_copy(update={"prompt": "x, " * 2000})
    assert label(FULL, other) == "prompt: other words"
    assert changes(FULL, other) == ["prompt: −1girl, −night, −rain, +x (+1999)"]


def test_many_tags_are_counted_and_long_ones_cut() -> None:
    assert words_between("", "a, b, c, d, e, f", numeric=True) == "+a, +b, +c, +d (+2)"
    assert words_between("", "x" * 99, numeric=True) == f"+{'x' * 35}…"
    assert words_between("a", "a", numeric=True) == ""


TAGS = st.lists(st.sampled_from(["a", "b", "c d", "{e}", "1.2::f::", ""]), max_size=7).map(", ".join)


@given(TAGS, TAGS)
def test_leaving_out_what_is_the_same_finds_the_same_tags(before: str, after: str) -> None:
    """Whole tags that stand in both at either end are not read, and that does not show."""
    if words_between(before, after, numeric=True) in ("", "blanks and marks"):
        assert prompt_diff(before, after) == []
    else:
        assert prompt_diff(before, after) != []
