"""References as numbers, words and rows: pure functions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.library.seen import Seen, SeenFiles
from naitui.novelai import load_catalog
from naitui.novelai.receipts import Known
from naitui.recipe import PreciseReference, Recipe, Vibe
from naitui.widgets import reference_edit as edit
from naitui.widgets.fields import BadValue
from naitui.widgets.reference_fields import (
    FIDELITY,
    INFORMATION,
    SHARE,
    STRENGTH,
    NumberField,
    fields_of,
    next_type,
    reset,
    stepped,
    typed,
    value_of,
)
from naitui.widgets.reference_words import Kind, references_of, rows_of, short_name, title_of, total_words
from naitui.widgets.references_line import line_of

CATALOG = load_catalog()
FULL = CATALOG.model("nai-diffusion-4-5-full")
PICTURE = Seen(Known("id", picture=True), (640, 400))


def recipe(*vibes: Vibe, **parts: Any) -> Recipe:
    return Recipe(**{"model": FULL.id, "vibes": vibes, **parts})


def seen(made: Recipe, known: Seen = PICTURE) -> SeenFiles:
    return SeenFiles({vibe.path: known for vibe in made.vibes}, {one.path: known for one in made.precise_references})


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (STRENGTH, "-.5", -0.5),
        (STRENGTH, "1,25", 1.25),
        (STRENGTH, "", 0.6),
        (INFORMATION, "0.01", 0.01),
        (INFORMATION, " ", None),
    ],
)
def test_typed_numbers(field: NumberField, text: str, value: float | None) -> None:
    changed = typed(Vibe(path="x", strength=0.1, information=0.2), field, text)
    assert getattr(changed, field.name) == value


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        (STRENGTH, "x", "strength is any number, also below 0"),
        (STRENGTH, "--1", "any number"),
        (INFORMATION, "0", "information is a number from 0.01 to 1"),
        (INFORMATION, "1.1", "from 0.01 to 1"),
    ],
)
def test_what_cannot_be_typed(field: NumberField, text: str, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        typed(Vibe(path="x"), field, text)


@pytest.mark.parametrize("text", ["nan", "inf", "1e999"])
def test_no_infinities(text: str) -> None:
    with pytest.raises(BadValue):
        typed(Vibe(path="x"), STRENGTH, text)


@given(st.lists(st.sampled_from([-1, 1]), max_size=40))
def test_steps_stay_within_bounds_and_come_back(steps: list[int]) -> None:
    vibe, precise = Vibe(path="x"), PreciseReference(path="x")
    for by in steps:
        vibe = stepped(stepped(vibe, STRENGTH, by, FULL), INFORMATION, by, FULL)
        precise = stepped(stepped(precise, SHARE, by, FULL), FIDELITY, by, FULL)
        assert 0.01 <= value_of(vibe, INFORMATION, FULL) <= 1
        assert 0 <= precise.strength == precise.fidelity <= 1
    assert vibe.strength == pytest.approx(0.6 + 0.05 * sum(steps))
    for field in fields_of(vibe):
        vibe = reset(vibe, field)
    assert vibe == Vibe(path="x")


def test_types_go_round() -> None:
    one = PreciseReference(path="x")
    types = [one.type]
    for _ in range(3):
        one = next_type(one)
        types.append(one.type)
    assert types == ["character&style", "character", "style", "character&style"]


# ---------------------------------------------------------------- places

KINDS = st.sampled_from(["vibes", "precise"])


@given(KINDS, st.integers(0, 5), st.integers(-3, 6), st.integers(-2, 2))
def test_edits_by_place_keep_everything_else(kind: Kind, count: int, place: int, by: int) -> None:
    made = edit.with_references(
        recipe(), kind, [(Vibe if kind == "vibes" else PreciseReference)(path=str(n)) for n in range(count)]
    )
    other: Kind = "precise" if kind == "vibes" else "vibes"
    paths = [one.path for one in references_of(made, kind)]
    moved = [one.path for one in references_of(edit.swapped(made, kind, place, by), kind)]
    assert sorted(moved) == paths
    if 0 <= place < count and 0 <= place + by < count:
        assert moved[place + by] == paths[place]
    else:
        assert moved == paths
    if 0 <= place < count:
        gone = edit.removed(made, kind, place)
        assert edit.inserted(gone, kind, place, references_of(made, kind)[place]) == made
        assert references_of(gone, other) == references_of(made, other)


# ---------------------------------------------------------------- words


def test_a_name_in_a_list() -> None:
    assert [short_name(path) for path in ("@moods/dusk", "~/a/b.png", "/", "x.png")] == [
        "@moods/dusk",
        "b.png",
        "/",
        "x.png",
    ]


def test_titles_count_what_is_on() -> None:
    made = recipe(Vibe(path="a"), Vibe(path="b", enabled=False))
    assert title_of(made, "vibes") == "Vibe Transfer · 1 of 2 on · normalised (n)"
    assert title_of(made, "precise") == "Precise Reference"
    assert title_of(recipe(), "vibes") == "Vibe Transfer"


def test_rows_show_what_goes_out() -> None:
    made = recipe(Vibe(path="a", strength=1.0), Vibe(path="b", enabled=False), Vibe(path="c", strength=-1.0))
    rows = rows_of(made, "vibes", CATALOG, seen(made))
    assert [row.as_sent for row in rows] == ["0.50", "", "-0.50"]
    assert [row.sent for row in rows] == [True, False, True]
    assert [number.text for number in rows[0].numbers] == ["1.00", "0.70"]
    assert [number.own for number in rows[0].numbers] == [True, False]


def test_what_has_not_been_looked_at_says_so_and_is_not_priced() -> None:
    made = recipe(Vibe(path="a"))
    [row] = rows_of(made, "vibes", CATALOG, SeenFiles())
    assert row.receipt.words == "being looked at …"
    assert total_words(made, CATALOG, SeenFiles()) == ""
    assert SeenFiles().lacks(made)
    assert not seen(made).lacks(made)


def test_totals_name_their_parts() -> None:
    one = recipe(Vibe(path="a"))
    assert total_words(one, CATALOG, seen(one)) == "2 Anlas for encoding"
    known = Seen(Known("id", {"v4-5full": frozenset({0.7})}, picture=True))
    five = recipe(*(Vibe(path=str(n)) for n in range(5)))
    assert total_words(five, CATALOG, seen(five, known)) == "2 Anlas for vibes beyond 4"
    mixed = SeenFiles({**seen(five, known).vibes, "0": PICTURE})
    assert total_words(five, CATALOG, mixed) == "4 Anlas: 2 for encoding, 2 for vibes beyond 4"
    precise = recipe(precise_references=(PreciseReference(path="p"),))
    assert total_words(precise, CATALOG, seen(precise)) == "5 Anlas for precise references"
    assert total_words(recipe(), CATALOG, SeenFiles()) == ""


def test_the_studios_line() -> None:
    assert line_of(recipe(), CATALOG, SeenFiles()) == []
    off = recipe(Vibe(path="a", enabled=False))
    assert [text for text, _ in line_of(off, CATALOG, seen(off))] == ["References: none is on", "  ^u"]
    both = recipe(Vibe(path="~/a.png"), precise_references=(PreciseReference(path="@her"),))
    assert line_of(both, CATALOG, seen(both)) == [
        ("Vibes not sent, vibes do not go with precise references: ", "references--off"),
        ("a.png 0.60  ", "references--off"),
        ("Precise ", "references--off"),
        ("@her 1.00  ", "references--on"),
        (" 5 Anlas for precise references  ^u", "references--price"),
    ]
    bad = recipe(Vibe(path="a"))
    gone = SeenFiles({"a": Seen(Known(problem="gone"))})
    assert ("a 0.60  ", "references--bad") in line_of(bad, CATALOG, gone)
