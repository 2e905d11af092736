"""Holding what chance decided."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Character, Entry, Pick, Recipe, Style, Wildcard, Words, resolve
from naitui.recipe.pinning import choice_replaced, only, pinned, text_at, unpinned, with_text_at
from naitui.recipe.resolve import settle


def wildcard(name: str, *lines: str) -> Wildcard:
    return Wildcard(name, tuple(Entry(line, 1.0, at) for at, line in enumerate(lines, 1)))


HAIR = wildcard("hair", "red", "blue", "green", "||dark|light|| grey")
POSE = wildcard("pose", "sitting", "standing", "running")
KNOWN = Words({"hair": HAIR, "pose": POSE}, {"tag": "||x|y||"}, {"soft": Style(suffix="||dim|bright||")})

pieces = st.sampled_from(
    [
        "a, ",
        "||b|c||",
        "__hair__",
        "||__hair__|d|e||",
        "/* x */",
        "/* || */",
        "@{tag}",
        "||f/*|*/|g||",
        "__pose__, ",
        "|| ",
    ]
)
texts = st.lists(pieces, max_size=7).map("".join)


@given(texts, texts, st.integers(0, 50))
def test_a_pin_holds_its_own_and_leaves_the_others_alone(prompt: str, person: str, seed: int) -> None:
    recipe = Recipe(prompt=prompt, characters=(Character(prompt=person),))
    before, problems = settle(recipe, seed, words=KNOWN)
    if problems:
        return
    fixed = pinned(recipe, "pose", "sitting")
    after, _ = settle(fixed, seed, words=KNOWN)
    assert all(pick.became == "sitting" and pick.pinned for pick in after.picks if pick.name == "pose")
    assert [p.became for p in after.picks if p.name != "pose" and "__pose__" not in p.written] == [
        p.became for p in before.picks if p.name != "pose" and "__pose__" not in p.written
    ]
    assert unpinned(fixed, "pose") == recipe


@given(texts, texts, st.integers(0, 50), st.data())
def test_a_choice_of_one_holds_it_and_leaves_the_others_alone(
    prompt: str, person: str, seed: int, data: st.DataObject
) -> None:
    recipe = Recipe(prompt=prompt, characters=(Character(prompt=person),), styles=("soft",))
    before, problems = settle(recipe, seed, words=KNOWN)
    choices = [index for index, pick in enumerate(before.picks) if pick.kind == "choice"]
    if problems or not choices:
        return
    index = data.draw(st.sampled_from(choices))
    pick, spot = before.picks[index], before.spots[index]
    single = only(pick)
    replaced = choice_replaced(recipe, before, index, single or pick.became)
    if not spot.own or pick.field.startswith("styles"):
        assert replaced is None
    elif replaced is not None and single is not None:
        assert settle(replaced, seed, words=KNOWN)[0].recipe == before.recipe
        assert any(p.written == single for p in settle(replaced, seed, words=KNOWN)[0].picks)


@pytest.mark.parametrize(
    ("prompt", "index", "became"),
    [
        ("||a|a||, ||b|b||", 1, "||a|a||, B"),
        ("/* ||x|y|| */ ||a|a||, c", 0, "/* ||x|y|| */ B, c"),
        ("||a/* || */|a||, ||b|b||", 0, "B, ||b|b||"),
        ("@{tag}, ||b|b||", 1, "@{tag}, B"),
        ("||__hair__|__hair__|| ||b|b||", 0, "B ||b|b||"),
    ],
)
def test_the_choice_that_is_meant(prompt: str, index: int, became: str) -> None:
    recipe = Recipe(prompt=prompt)
    resolved = resolve(recipe, 1, words=KNOWN)
    replaced = choice_replaced(recipe, resolved, index, "B")
    assert replaced is not None
    assert replaced.prompt == became


@pytest.mark.parametrize(
    ("written", "became", "single"),
    [
        ("||a|b||", "a", "||a||"),
        ("||a|||", "", "||||"),
        ("||__mix__|b||", "cat", None),
        ("||@{tag}|b||", "b", None),
        ("||a|b||", "cat|dog", None),
    ],
)
def test_what_makes_a_choice_of_one(written: str, became: str, single: str | None) -> None:
    assert only(Pick("prompt", "choice", written, became)) == single


def test_what_stands_elsewhere_cannot_be_replaced_in_the_recipe() -> None:
    recipe = Recipe(prompt="@{tag}", styles=("soft",))
    resolved = resolve(recipe, 1, words=KNOWN)
    assert [choice_replaced(recipe, resolved, index, "B") for index in range(2)] == [None, None]


def test_texts_by_the_names_of_picks() -> None:
    recipe = Recipe(prompt="a", undesired="b", characters=(Character(), Character(prompt="c", undesired="d")))
    fields = ["prompt", "undesired", "characters[2].prompt", "characters[2].undesired"]
    assert [text_at(recipe, field) for field in fields] == ["a", "b", "c", "d"]
    assert text_at(recipe, "styles[1].prefix") is None
    for field in fields:
        assert text_at(with_text_at(recipe, field, "new"), field) == "new"
