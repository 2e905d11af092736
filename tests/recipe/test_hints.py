"""Hints about words."""

from __future__ import annotations

import pytest
from hypothesis import given

from naitui.recipe import Recipe
from naitui.recipe.hints import hints
from tests.recipe.test_syntax import prompts


def told(prompt: str, undesired: str = "", *, numeric: bool = True) -> list[tuple[str, str, str | None]]:
    recipe = Recipe(prompt=prompt, undesired=undesired)
    texts = {"prompt": prompt, "undesired": undesired}
    return [(texts[h.field][h.start : h.end], h.message, h.instead) for h in hints(recipe, numeric=numeric)]


@pytest.mark.parametrize(
    ("prompt", "undesired", "found"),
    [
        ("1girl, rain, Rain", "", [("Rain", "“rain” stands here twice", None)]),
        ("1girl, {rain}", "hat, rain", [("rain", "“rain” is both wanted and undesired", None)]),
        ("{rain", "", [("{", "{ is not closed", None)]),
        ("a, 1.2::b", "", [("1.2::", "1.2:: is not closed", None)]),
        ("(rain:1.3), b", "", [("(rain:1.3)", "weights are written otherwise here", "1.3::rain::")]),
        (r"name \(series", "", [(r"\(", "brackets need no backslash here", "(")]),
        ("silver_hair, o_o, ^_^, __wild__", "", [("silver_hair", "tags have blanks, no underscores", "silver hair")]),
        ("1girl, rain, /*rain*/, ||rain|snow||", "", [("rain", "“rain” stands here twice", None)]),
        ("1girl, silver hair, 1.2::rain::", "hat", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_hints(prompt: str, undesired: str, found: list[tuple[str, str, str | None]]) -> None:
    assert told(prompt, undesired) == found


@pytest.mark.parametrize(("weight", "instead"), [("1.1", "{{x}}"), ("0.9", "[[x]]"), ("1", "x"), ("1.05", "{x}")])
def test_old_models_get_braces(weight: str, instead: str) -> None:
    assert told(f"(x:{weight})", numeric=False)[0][2] == instead


@given(prompts, prompts)
def test_any_text_gets_hints_inside_itself(prompt: str, undesired: str) -> None:
    texts = {"prompt": prompt, "undesired": undesired}
    for hint in hints(Recipe(prompt=prompt, undesired=undesired), numeric=True):
        assert 0 <= hint.start < hint.end <= len(texts[hint.field])
        assert hint.message
