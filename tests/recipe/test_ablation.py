"""Leaving tags out: each goes alone, and everything else stays as it is read."""

from __future__ import annotations

import pytest

from naitui.recipe import Character, Recipe, RecipeError, Sampling
from naitui.recipe.ablation import ALL, ablated
from naitui.recipe.dialect import OLD, PLAIN
from naitui.recipe.sweep import cells
from naitui.recipe.toml import read_recipe, write_recipe


def grid(recipe: Recipe, *only: str) -> dict[str, tuple[str, ...]]:
    """What each cell is called, and its texts."""
    swept = ablated(recipe, PLAIN, only)
    return {
        cell.labels[0]: (cell.recipe.prompt, *(one.prompt for one in cell.recipe.characters)) for cell in cells(swept)
    }


def test_each_tag_goes_with_its_comma_its_braces_and_its_weight() -> None:
    assert grid(Recipe(prompt="1girl, {hat}, 1.3::rain::, night city")) == {
        ALL: ("1girl, {hat}, 1.3::rain::, night city",),
        "without 1girl": ("{hat}, 1.3::rain::, night city",),
        "without hat": ("1girl, 1.3::rain::, night city",),
        "without rain": ("1girl, {hat}, night city",),
        "without night city": ("1girl, {hat}, 1.3::rain::",),
    }


def test_tags_of_characters_go_too_and_only_theirs() -> None:
    people = (Character(prompt="girl, hat"), Character(prompt="boy"))
    swept = ablated(Recipe(prompt="park, hat", characters=people), PLAIN, ["hat"])
    found = [(cell.labels[0], cell.recipe.prompt, cell.recipe.characters[0].prompt) for cell in cells(swept)]
    assert found == [
        (ALL, "park, hat", "girl, hat"),
        ("without hat", "park", "girl, hat"),
        ("without hat", "park, hat", "girl"),
    ]


def test_the_seed_is_that_of_the_picture() -> None:
    swept = ablated(Recipe(prompt="a, b", sampling=Sampling(seed=7)), PLAIN)
    assert {cell.recipe.sampling.seed for cell in cells(swept)} == {7}


def test_the_model_says_what_a_weight_is() -> None:
    assert [cell.labels[0] for cell in cells(ablated(Recipe(prompt="1.3::rain::, a"), OLD))] == [
        ALL, "without 1.3::rain::", "without a",
    ]  # fmt: skip


def test_only_what_is_named_and_nothing_that_is_not_there() -> None:
    assert list(grid(Recipe(prompt="a, Night  City, c"), "night city")) == [ALL, "without Night  City"]
    with pytest.raises(RecipeError, match="rain"):
        ablated(Recipe(prompt="a, b"), PLAIN, ["rain"])
    with pytest.raises(RecipeError, match="no tag"):
        ablated(Recipe(prompt=""), PLAIN)


def test_it_is_a_recipe_like_any_other() -> None:
    swept = ablated(Recipe(prompt="a, b", characters=(Character(prompt="girl, c"),)), PLAIN)
    assert read_recipe(write_recipe(swept)) == swept
