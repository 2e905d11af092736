"""Differences between recipes: put onto the one they give the other, whatever the two are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Character, Recipe
from naitui.recipe.patch import (
    Drop,
    Put,
    Splice,
    common_head,
    difference,
    document_of,
    patched,
    plain_patch,
    read_patch,
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(-2, 2) | st.text("ab,", max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("pqr"), inner, max_size=3),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(st.sampled_from("stuv"), VALUES, max_size=4)


def exact(value: Any) -> str:
    """With its types: 1, 1.0 and true are the same to Python and not to a recipe."""
    return json.dumps(value, sort_keys=True)


@given(DOCUMENTS, DOCUMENTS)
def test_a_patch_leads_from_one_document_to_the_other(before: Any, after: Any) -> None:
    kept = exact(before)
    patch = difference(before, after)
    assert exact(patched(before, patch)) == exact(after)
    assert exact(before) == kept
    assert (patch == ()) == (exact(before) == exact(after))
    assert read_patch(json.loads(json.dumps(plain_patch(patch)))) == patch


@given(st.text("abc", max_size=30), st.text("abc", max_size=30))
def test_the_common_beginning(one: str, other: str) -> None:
    counted = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    assert common_head(one, other) == common_head(list(one), list(other)) == counted


def test_only_what_differs_is_in_it() -> None:
    before = Recipe(prompt="girl, night, rain", characters=(Character(prompt="x" * 5000), Character(prompt="boy")))
    people = (before.characters[0], Character(prompt="boy", position=(0.1, 0.5)))
    after = before.model_copy(update={"prompt": "girl, bright night, rain", "characters": people})
    assert difference(document_of(before), document_of(after)) == (
        Splice(("prompt",), 6, 0, "bright "),
        Put(("characters", 1, "position"), [0.1, 0.5]),
    )
    fewer = after.model_copy(update={"characters": people[1:]})
    assert difference(document_of(after), document_of(fewer)) == (Splice(("characters",), 0, 1, []),)
    assert difference({"a": 1}, {}) == (Drop(("a",)),)


@pytest.mark.parametrize(
    "plain", [None, {}, [1], [[]], [["prompt", 1]], [[["a"], 1, 2, 3]], [[["a"], "x", 0, "y"]], [[[None], 1]], ["ab"]]
)
def test_what_is_no_patch_is_refused(plain: Any) -> None:
    with pytest.raises(ValueError, match="patch"):
        read_patch(plain)


@pytest.mark.parametrize(
    "hunk", [Splice(("a",), 0, 0, "x"), Put(("b", "c"), 1), Put(("c", 5), 1), Drop(("z",)), Drop(())]
)
def test_a_patch_for_another_document_is_refused(hunk: Any) -> None:
    with pytest.raises((KeyError, IndexError, TypeError)):
        patched({"a": 1, "c": []}, (hunk,))
