"""The settings as fields: every value that can be stepped to or typed is one that the recipe takes."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.novelai import load_catalog
from naitui.recipe import Recipe, Sampling, read_recipe, write_recipe
from naitui.widgets import fields
from naitui.widgets.fields import BadValue, Field

CATALOG = load_catalog()
MODELS = sorted(CATALOG.models)


def field(label: str) -> Field:
    return next(field for field in fields.FIELDS if field.label == label)


@pytest.mark.parametrize("model", MODELS)
def test_every_field_of_every_model_is_shown_stepped_and_given_back(model: str) -> None:
    fresh = Recipe(model=model)
    for each, by in product(fields.fields_for(CATALOG.model(model)), (1, -1)):
        if fields.is_fixed(each, CATALOG.model(model)):
            with pytest.raises(BadValue, match="has its own"):
                fields.stepped(fresh, each, by, CATALOG)
            continue
        recipe = fresh
        seen = set()
        for _ in range(12):
            assert fields.shown(recipe, each, CATALOG)
            recipe = fields.stepped(recipe, each, by, CATALOG)
            assert read_recipe(write_recipe(recipe)) == recipe
            seen.add(fields.value_of(recipe, each.path))
        if each.kind != "seed" and by == 1:
            assert len(seen) > 1, f"{each.label} stays where it is"
        given_back = fields.reset(recipe, each)
        assert not fields.is_own(given_back, each) or each.kind == "choice"


@given(text=st.text(max_size=20), place=st.integers(0, len(fields.FIELDS) - 1), model=st.sampled_from(MODELS))
def test_whatever_is_typed_is_taken_or_refused_in_words(text: str, place: int, model: str) -> None:
    try:
        recipe = fields.typed(Recipe(model=model), fields.FIELDS[place], text, CATALOG)
    except BadValue as refusal:
        words = str(refusal)
    else:
        words = f"{recipe.sampling.width % 64} and {recipe.sampling.height % 64} pixels too many"
        assert words.startswith("0 and 0")
    assert words


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("896x1152", (896, 1152)),
        ("896 1152", (896, 1152)),
        ("895×1153", (896, 1152)),
        ("96x32", (128, 64)),
        ("1x1", (64, 64)),
    ],
)
def test_typed_sizes_go_to_the_nearest_multiple(typed: str, size: tuple[int, int]) -> None:
    sampling = fields.typed(Recipe(), field("Size"), typed, CATALOG).sampling
    assert (sampling.width, sampling.height) == size


NO_SIZES = ["", "x", "832", "832x", "x832", "²x²", "-64x64", "1.5x64", "9" * 5000 + "x1", "64x64x64", "9999x9999"]


@pytest.mark.parametrize("typed", NO_SIZES)
def test_what_is_no_size_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        fields.typed(Recipe(), field("Size"), typed, CATALOG)


def test_an_empty_text_gives_a_value_back_to_the_model() -> None:
    recipe = Recipe(sampling=Sampling(steps=9, guidance=2.0, seed=4))
    for label in ("Steps", "Guidance", "Seed"):
        recipe = fields.typed(recipe, field(label), "  ", CATALOG)
    assert recipe == Recipe()


def test_a_seed_steps_round_and_random_stays_random() -> None:
    last = CATALOG.limits.seed
    assert fields.stepped(Recipe(), field("Seed"), 1, CATALOG) == Recipe()
    around = fields.stepped(Recipe(sampling=Sampling(seed=last)), field("Seed"), 1, CATALOG)
    assert around.sampling.seed == 0


def test_what_the_model_insists_on_is_shown_and_the_own_value_kept() -> None:
    recipe = Recipe(model="nai-diffusion-5-full-medium", sampling=Sampling(steps=40))
    assert fields.shown(recipe, field("Steps"), CATALOG) == "14"
    assert recipe.sampling.steps == 40
