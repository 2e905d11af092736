"""The Recipe and its parts."""

import pytest
from pydantic import ValidationError

from naitui.recipe import Character, Recipe, Sampling
from naitui.recipe.problems import spell


def test_a_character_may_stand_in_a_cell() -> None:
    assert Character(position="C3").position == (0.5, 0.5)
    assert Character(position="0.25 0.5").position == (0.25, 0.5)


def test_characters_take_part_when_on_and_not_empty() -> None:
    on, off, empty = Character(prompt="a"), Character(prompt="b", enabled=False), Character(prompt=" \n")
    comment, begun = Character(prompt=" /* later */\n/* boy */"), Character(prompt="/* later")
    assert Recipe(characters=(on, off, empty, comment, begun)).live_characters == (on, begun)


def test_a_recipe_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        Recipe().prompt = "x"


@pytest.mark.parametrize("wrong", [{"width": 1.5}, {"seed": -1}, {"guidance": float("nan")}, {"smea": "maybe"}])
def test_wrong_values_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Sampling(**wrong)


def test_places_are_spelt_as_people_write_them() -> None:
    assert spell(("characters", 1, "position", 0)) == "characters[2].position[1]"
    assert spell(("sampling", "my key", "\x1b")) == "sampling.'my key'.'\\x1b'"
    assert spell(()) == ""
