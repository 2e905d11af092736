"""Where the limit falls in the words of a recipe."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.novelai import load_catalog
from naitui.novelai.counting import Tokenizers, count_recipe
from naitui.novelai.entries import KINDS
from naitui.novelai.unread import Unread, unread
from naitui.recipe import Character, Recipe, Words

V45, V4, V3, V5 = "nai-diffusion-4-5-full", "nai-diffusion-4-full", "nai-diffusion-3", "nai-diffusion-5-full"
SHIPPED = load_catalog()
LIMIT = 10
CATALOG = SHIPPED.model_copy(
    update={"models": {id: model.model_copy(update={"tokens": LIMIT}) for id, model in SHIPPED.models.items()}}
)
"""Every model reads ten tokens."""


class OneAWord:
    """A token a word, and one that closes a caption."""

    entries = 0

    def count(self, text: str) -> int:
        return len(re.findall(r"[^\s,]+", text)) + 1


EXACT: Tokenizers = dict.fromkeys(KINDS, OneAWord())


def found(known: Tokenizers | None = EXACT, **recipe: object) -> tuple[Unread, ...]:
    fields = {"model": V45, "quality": "none", "undesired_preset": "none", **recipe}
    return unread(count_recipe(Recipe(**fields), CATALOG, known, Words()))


def words_unread(**recipe: object) -> dict[tuple[str | int, ...], str]:
    """Of each field, what is not read."""
    whole = Recipe(**recipe)
    texts = {("prompt",): whole.prompt, ("undesired",): whole.undesired}
    for at, person in enumerate(whole.characters):
        texts[("characters", at, "prompt")] = person.prompt
        texts[("characters", at, "undesired")] = person.undesired
    return {one.where: texts[one.where][one.start : one.end] for one in found(**recipe)}


def test_what_fits_is_read() -> None:
    assert found(prompt="a, b c, d e f g h, i") == ()
    assert found(prompt="") == ()


def test_the_first_word_that_does_not_fit() -> None:
    assert words_unread(prompt="a, b c, d e f g h, i, j") == {("prompt",): "j"}
    assert words_unread(prompt="a, b c,\nd e f g h i, jj kk ,") == {("prompt",): "jj kk ,"}
    assert words_unread(undesired="a b c d e f g h i j k") == {("undesired",): "j k"}


def test_characters_are_read_after_the_prompt() -> None:
    people = (
        Character(prompt="girl, red", undesired="u"),
        Character(prompt="off", enabled=False),
        Character(prompt="boy"),
    )
    assert words_unread(prompt="a b c d e", characters=people) == {("characters", 2, "prompt"): "boy"}
    assert words_unread(prompt="a b c d e f g", characters=people) == {
        ("characters", 0, "prompt"): "red",
        ("characters", 2, "prompt"): "boy",
    }
    assert words_unread(prompt="a b c d e f g h i j", characters=people) == {
        ("prompt",): "j",
        ("characters", 0, "prompt"): "girl, red",
        ("characters", 2, "prompt"): "boy",
    }


def test_when_only_what_the_model_adds_is_not_read() -> None:
    [one] = found(
        model=V4, prompt="a b c d e", quality="standard"
    )  # "no text, best quality, very aesthetic, absurdres"
    assert (one.where, one.start, one.end) == (("prompt",), 9, 9)


def test_what_the_model_adds_before_a_text_block_is_read_before_it() -> None:
    words = words_unread(prompt="a b c Text: d e", quality="standard")  # very aesthetic, masterpiece, no text
    assert words == {("prompt",): "d e"}


def test_what_is_added_in_front_takes_its_place() -> None:
    assert words_unread(prompt="a b c d e f g h", furry=True) == {("prompt",): "h"}


def test_the_place_is_that_in_the_users_own_text() -> None:
    prompt = "a, /* not b */ c d, ||e|e f|| g h i j k"
    assert words_unread(prompt=prompt) == {("prompt",): "k"}
    [one] = found(prompt=prompt)
    assert one.exact is False  # with the shorter choice more is read
    assert found(prompt=prompt.replace("||", "").replace("|", " "))[0].exact is True


def test_on_old_models_every_part_ends_for_itself() -> None:
    part = "a b c d e f g h i"
    assert found(model=V3, prompt=f"{part}|{part}") == ()
    found_there = found(model=V3, prompt=f"{part} jj|{part}|{part} kk ll")
    assert [(one.start, one.end) for one in found_there] == [(18, 20), (57, 62)]


def test_without_a_vocabulary_it_is_about() -> None:
    [one] = found(None, prompt="word " * 20)
    assert one.exact is False
    assert 0 < one.start < 40


WORDS = st.lists(st.sampled_from(["aa", "b", "{cc}", "1.2::d::", "e,", "f, ", "\n", "  "]), max_size=30).map(" ".join)


@given(WORDS, st.lists(WORDS, max_size=2), st.booleans())
@settings(max_examples=150)
def test_what_is_read_fits_and_one_word_more_does_not(prompt: str, people: list[str], quality: bool) -> None:
    characters = tuple(Character(prompt=text) for text in people)
    recipe = Recipe(model=V45, prompt=prompt, characters=characters, undesired_preset="none", quality="none")
    beyond = {one.where: one for one in unread(count_recipe(recipe, CATALOG, EXACT))}
    total = count_recipe(recipe, CATALOG, EXACT).wanted.tokens
    assert bool(beyond) == (total > LIMIT)
    if ("prompt",) in beyond:
        stop = beyond["prompt",].start
        assert OneAWord().count(prompt[:stop]) <= LIMIT < OneAWord().count(prompt[:stop] + "x")
