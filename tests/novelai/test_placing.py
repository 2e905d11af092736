"""Where characters are sent, and what is said about it: the place in the recipe is never touched."""

import pytest

from naitui.novelai import Catalog
from naitui.novelai.placing import place_warnings, placed_for, sent_places
from naitui.recipe import Character, Recipe

V5, V45, V3 = "nai-diffusion-5-full", "nai-diffusion-4-5-full", "nai-diffusion-3"


def scene(*places: tuple[float, float] | None, model: str = V5, ai_choice: bool = False) -> Recipe:
    people = tuple(Character(prompt=f"p{n}", position=place) for n, place in enumerate(places))
    return Recipe(model=model, characters=people, ai_choice=ai_choice)


def warned(catalog: Catalog, recipe: Recipe) -> list[str]:
    return place_warnings(recipe, catalog.model(recipe.model))


def test_switching_the_model_there_and_back_changes_no_place(catalog: Catalog) -> None:
    free = scene((0.123, 0.456), (0.8, 0.2))
    grid = free.model_copy(update={"model": V45})
    assert sent_places(grid, catalog.model(V45)) == [(0.1, 0.5), (0.9, 0.3)]
    again = grid.model_copy(update={"model": V5})
    assert again == free
    assert sent_places(again, catalog.model(V5)) == [(0.123, 0.456), (0.8, 0.2)]


def test_only_who_takes_part_is_counted_when_places_are_filled_in(catalog: Catalog) -> None:
    recipe = scene(None, None, None)
    off = recipe.characters[0].model_copy(update={"enabled": False})
    recipe = recipe.model_copy(update={"characters": (off, *recipe.characters[1:])})
    assert sent_places(recipe, catalog.model(V5)) == [(0.5, 0.5), (0.3, 0.5)]


def test_a_place_as_each_kind_of_model_takes_it(catalog: Catalog) -> None:
    assert placed_for((0.1234, 0.77), catalog.model(V5)) == (0.123, 0.77)
    assert placed_for((0.1234, 0.77), catalog.model(V45)) == (0.1, 0.7)


WARNED = [
    (scene((0.3, 0.5), (0.7, 0.5)), []),
    (scene((0.3, 0.5), (0.35, 0.45)), ["1 and 2 overlap"]),
    (scene((0.3, 0.5), (0.35, 0.45), model=V45), ["1 and 2 share B3"]),
    (scene((0.39, 0.5), (0.41, 0.5), model=V45), []),
    (scene((0.01, 0.5), (0.7, 1.0)), ["1 leaves the picture", "2 leaves the picture"]),
    (scene((0.01, 0.5), (0.7, 1.0), model=V45), []),
    (scene((0.5, 0.5), None, (0.5, 0.5)), ["1 and 3 overlap"]),
    (scene((0.3, 0.5), None), ["1 and 2 overlap"]),
    (scene((0.3, 0.5), (0.3, 0.5), ai_choice=True), []),
    (scene((0.0, 0.5), model=V45), []),
    (scene((0.3, 0.5), (0.3, 0.5), model=V3), []),
]


@pytest.mark.parametrize(("recipe", "said"), WARNED)
def test_what_may_go_wrong_with_places(catalog: Catalog, recipe: Recipe, said: list[str]) -> None:
    assert warned(catalog, recipe) == said


def test_numbers_are_those_of_the_slots(catalog: Catalog) -> None:
    recipe = scene((0.5, 0.5), (0.5, 0.5), (0.5, 0.5))
    off = recipe.characters[1].model_copy(update={"enabled": False})
    recipe = recipe.model_copy(update={"characters": (recipe.characters[0], off, recipe.characters[2])})
    assert warned(catalog, recipe) == ["1 and 3 overlap"]


def test_those_who_are_placed_by_nobody_can_stand_in_one_another_too(catalog: Catalog) -> None:
    """The page's own places begin again after five."""
    assert warned(catalog, scene(*[None] * 6)) == ["1 and 6 overlap"]
