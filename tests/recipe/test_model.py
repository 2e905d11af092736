"""The Recipe and its parts."""

import pytest
from pydantic import ValidationError

from naitui.recipe import Character, Recipe, Sampling
from naitui.recipe.places import cell_centre
from naitui.recipe.problems import spell


@pytest.mark.parametrize(
    ("cell", "centre"),
    [
        ("A1", (0.1, 0.1)),
        ("E5", (0.9, 0.9)),
        ("b3", (0.3, 0.5)),
        (" D2 ", (0.7, 0.3)),
        ("F1", None),
        ("A0", None),
        ("A6", None),
        ("A", None),
        ("A11", None),
        ("", None),
    ],
)
def test_cells_of_the_grid(cell: str, centre: tuple[float, float] | None) -> None:
    """Columns A–E and rows 1–5 have their centres at 0.1 0.3 0.5 0.7 0.9 (api.md 4)."""
    assert cell_centre(cell) == centre


def test_a_character_may_stand_in_a_cell() -> None:
    assert Character(position="C3").position == (0.5, 0.5)


def test_characters_take_part_when_on_and_not_empty() -> None:
    on, off, empty = Character(prompt="a"), Character(prompt="b", enabled=False), Character(prompt=" \n")
    assert Recipe(characters=(on, off, empty)).live_characters == (on,)


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
