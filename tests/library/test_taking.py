"""Earlier words put into a recipe."""

from __future__ import annotations

from naitui.library.history import Said
from naitui.library.taking import taken
from naitui.recipe import Character, Recipe, Sampling

ANN = Character(name="Ann", prompt="girl, red hair, smile", position=(0.3, 0.5))
BEA = Character(prompt="girl, black hair, glasses", undesired="hat", position=(0.7, 0.5))
RESTING = Character(prompt="boy", enabled=False)


def test_what_was_sent_comes_back_whatever_else_was_in_the_editor() -> None:
    recipe = Recipe(prompt="a", undesired="b", characters=(ANN, BEA), sampling=Sampling(seed=5))
    said = Said.of(recipe)
    other = Recipe(prompt="x", characters=(Character(prompt="cat"),), sampling=Sampling(seed=9))
    again = taken(other, said)
    assert Said.of(again, said.at) == Said(said.prompt, said.undesired, said.characters, said.model, said.at, 9)
    assert taken(recipe, said) == recipe


def test_characters_keep_their_places_and_who_rests_stays() -> None:
    recipe = Recipe(characters=(RESTING, ANN, BEA))
    said = Said("", characters=(("girl, black hair, hat", ""), ("girl, red hair", "boots")))
    people = taken(recipe, said, "characters").characters
    assert [(one.name, one.position, one.prompt, one.undesired) for one in people] == [
        ("", BEA.position, "girl, black hair, hat", ""),
        ("Ann", ANN.position, "girl, red hair", "boots"),
        ("", None, "boy", ""),
    ]
    assert taken(recipe, Said("x")).characters == (RESTING,)


def test_a_part_leaves_the_rest_alone() -> None:
    recipe = Recipe(prompt="a", undesired="b", characters=(ANN,))
    said = Said("x", "y", (("girl", ""),))
    assert taken(recipe, said, "prompt") == recipe.model_copy(update={"prompt": "x"})
    assert taken(recipe, said, "undesired") == recipe.model_copy(update={"undesired": "y"})
