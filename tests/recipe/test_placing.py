"""Where in what is sent the picks stand, styles and all."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from naitui.recipe import Character, Entry, Recipe, Style, Wildcard, Words
from naitui.recipe.resolve import settle
from naitui.recipe.styling import SEAM

LINES = {
    "hair": ("red", "blue,", " , green"),
    "outer": ("in __hair__ light", "||a|b||"),
    "none": ("",),
    "mix": ("cat|dog",),
}
KNOWN = {
    name: Wildcard(name, tuple(Entry(line, 1.0, at) for at, line in enumerate(lines, 1)))
    for name, lines in LINES.items()
}
pieces = st.sampled_from(
    ["red", "a", ", ", ",", " ", "__hair__", "__outer__", "__none__", "||a|red|__hair__||", "@{tag}", "|", " Text: red"]
)
texts = st.lists(pieces, max_size=6).map("".join)
styles = st.builds(Style, prefix=texts, suffix=texts, undesired=texts)


def sent(recipe: Recipe, name: str) -> str:
    """A text by the name that picks give it."""
    if not name.startswith("characters"):
        return str(getattr(recipe, name))
    number, field = name.removeprefix("characters[").split("].")
    return str(getattr(recipe.characters[int(number) - 1], field))


@given(texts, texts, texts, st.lists(styles, max_size=2), st.integers(0, 99))
@example("red __hair__", "", "", [Style(prefix="red", suffix="red __hair__")], 1)
@example(", __hair__", "__hair__", "", [Style(prefix="__hair__", undesired="||a|red||")], 1)
def test_every_pick_is_found_again(prompt: str, undesired: str, person: str, around: list[Style], seed: int) -> None:
    named = {f"style {number}": style for number, style in enumerate(around)}
    words = Words(KNOWN, {"tag": "__hair__ hair"}, named)
    recipe = Recipe(prompt=prompt, undesired=undesired, styles=tuple(named), characters=(Character(prompt=person),))
    resolved, problems = settle(recipe, seed, words=words)
    if problems:
        return  # marks at seams: nothing is sent
    assert len(resolved.spots) == len(resolved.picks)
    for pick, spot in zip(resolved.picks, resolved.spots, strict=True):
        text = sent(resolved.recipe, spot.text)
        assert 0 <= spot.start <= spot.end <= len(text)
        assert text[spot.start : spot.end].strip(SEAM) == pick.became.strip(SEAM)


def test_the_right_one_of_many_alike() -> None:
    around = {"one": Style(prefix="red, ||red|red||", suffix="red"), "two": Style(suffix="||red|red||")}
    words = Words(KNOWN, {"tag": "||a|a||"}, around)
    recipe = Recipe(prompt="red, ||red|red||, @{tag}, Text: red", styles=("one", "two"))
    resolved, _ = settle(recipe, 1, words=words)
    assert resolved.recipe.prompt == "red, red, red, red, a, red, red Text: red"
    pairs = zip(resolved.picks, resolved.spots, strict=True)
    told = [(pick.field, spot.text, spot.start, spot.own) for pick, spot in pairs]
    assert told == [
        ("styles[1].prefix", "prompt", 5, True),
        ("prompt", "prompt", 15, True),
        ("prompt", "prompt", 20, False),
        ("styles[2].suffix", "prompt", 28, True),
    ]


def test_a_pick_that_styles_cut_in_two_reaches_over_them() -> None:
    words = Words(KNOWN, styles={"one": Style(suffix="soft")})
    resolved, _ = settle(Recipe(prompt="a __mix__ b", styles=("one",)), 1, words=words)
    [spot] = resolved.spots
    assert resolved.recipe.prompt[spot.start : spot.end] == "cat, soft|dog"
