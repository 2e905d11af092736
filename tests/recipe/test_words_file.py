"""The words of a recipe in a text editor and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Character, Recipe, RecipeError
from naitui.recipe.diff_words import blocks
from naitui.recipe.diff_words import lines as told
from naitui.recipe.recipe_diff import recipe_diff
from naitui.recipe.words_file import read_words, write_words

lines = st.one_of(st.text(max_size=20), st.sampled_from(["# x", "## Prompt", "#", "\\# x", "\\\\## y", "", "a, b"]))
texts = st.lists(lines, max_size=5).map("\n".join).map(lambda text: text.replace("\r", "").rstrip("\n"))


@given(texts, texts, st.lists(st.tuples(texts, texts), max_size=3))
def test_words_come_back_as_they_were(prompt: str, undesired: str, people: list[tuple[str, str]]) -> None:
    characters = tuple(Character(prompt=one, undesired=two) for one, two in people)
    recipe = Recipe(prompt=prompt, undesired=undesired, characters=characters)
    assert read_words(write_words(recipe), recipe) == recipe


def test_what_was_changed_is_taken_and_named() -> None:
    recipe = Recipe(prompt="1girl", undesired="hat", characters=(Character(prompt="girl", name="Ann"),))
    text = write_words(recipe).replace("1girl", "2girls,\nrain").replace("\ngirl\n", "\ngirl, smile\n\n\n")
    after = read_words(text, recipe)
    assert (after.prompt, after.characters[0].prompt, after.characters[0].name) == (
        "2girls,\nrain",
        "girl, smile",
        "Ann",
    )
    said = told(blocks(recipe_diff(recipe, after)))
    assert said == ["Prompt: − 1girl, + 2girls, + rain", "Character 1: + smile"]


def test_a_section_that_was_taken_out_stays_as_it_was() -> None:
    recipe = Recipe(prompt="1girl", undesired="hat")
    assert read_words("## Prompt\n2girls\n", recipe) == recipe.model_copy(update={"prompt": "2girls"})
    assert read_words("", recipe) == recipe


@pytest.mark.parametrize(
    ("text", "said"),
    [("## Promt\nx", "line 1|:1"), ("## Prompt\na\n## Prompt\nb", "twice"), ("\n## Character 1\nx", "no heading")],
)
def test_a_wrong_heading_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        read_words(text, Recipe())
