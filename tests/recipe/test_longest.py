"""The longest that words may come to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Character, Entry, Recipe, Style, Wildcard, Words, resolve
from naitui.recipe.longest import longest_of


def longest(prompt: str, words: Words | None = None, **fields: object) -> tuple[str, bool]:
    settled, is_open = longest_of(Recipe(prompt=prompt, **fields), words or Words())
    return settled.prompt, is_open


def test_of_choices_the_longest_and_of_equal_ones_the_last() -> None:
    assert longest("a, ||b|long one|c||, ||x|y||") == ("a, long one, y", True)
    assert longest("a, b") == ("a, b", False)


def test_comments_are_gone_and_are_no_chance() -> None:
    assert longest("a, /* ||b|c|| */, d") == ("a, d", False)


def test_wildcards_snippets_and_styles_come_in_at_their_longest() -> None:
    words = Words(
        {
            "hair": Wildcard(
                "hair", (Entry("red"), Entry("long silver ||hair|braid||"), Entry("never, never, never, no", 0))
            )
        },
        {"girl": "girl, ||hat|umbrella||"},
        {"ink": Style(prefix="ink", suffix="||a|wash||", undesired="colour")},
    )
    assert longest("@{girl}, __hair__", words) == ("girl, umbrella, long silver braid", True)
    settled, is_open = longest_of(Recipe(prompt="cat", undesired="hat", styles=("ink",)), words)
    assert (settled.prompt, settled.undesired, is_open) == ("ink, cat, wash", "hat, colour", True)


def test_a_pinned_wildcard_is_no_chance() -> None:
    words = Words({"hair": Wildcard("hair", (Entry("red"), Entry("long silver hair")))})
    assert longest("__hair__", words, pins=(("hair", "red"),)) == ("red", False)


def test_what_is_not_there_stays_as_it_is_and_is_open() -> None:
    assert longest("__nowhere__, a") == ("__nowhere__, a", True)
    assert longest("a", styles=("nowhere",)) == ("a", True)


def test_characters_count_too() -> None:
    girl = Character(prompt="girl, ||red|silver|| hair", undesired="||hat|umbrella||")
    settled, is_open = longest_of(Recipe(characters=(girl,)))
    assert (settled.characters[0].prompt, settled.characters[0].undesired) == ("girl, silver hair", "umbrella")
    assert is_open


@given(
    st.lists(st.sampled_from(["a, ", "||b|long||", "||c||", "__w__", "/* n */", " x"]), max_size=6), st.integers(0, 99)
)
def test_no_seed_makes_it_longer(pieces: list[str], seed: int) -> None:
    words = Words({"w": Wildcard("w", (Entry("one"), Entry("||two|three||, four")))})
    recipe = Recipe(prompt="; ".join(pieces))
    settled, is_open = longest_of(recipe, words)
    made = resolve(recipe, seed, words=words).recipe.prompt
    assert len(made) <= len(settled.prompt)
    assert is_open or made == settled.prompt
