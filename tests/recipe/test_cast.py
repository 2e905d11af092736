"""The cast: every edit keeps what the others do, and nobody is ever mixed up with somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Cast, Character, Interaction, Recipe
from naitui.recipe.captions import ROLES, captions, is_complete
from naitui.recipe.cast import beside
from naitui.recipe.places import overlapping

NAMES = [f"p{number}" for number in range(5)]
PLACES = st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1))


@st.composite
def casts(draw: st.DrawFn, least: int = 0) -> Cast:
    """A cast as the editor makes them: everybody has a prompt of their own and one role at most in each interaction."""
    count = draw(st.integers(least, 5))
    people = [Character(id=draw(st.sampled_from([None, f"id{n}"])), prompt=NAMES[n]) for n in range(count)]
    cast = Cast(tuple(people), ai_choice=draw(st.booleans()))
    for _ in range(draw(st.integers(0, 4))):
        cast = cast.with_action(draw(st.sampled_from(["hug", "kiss", "pat"])))
        for index in range(count):
            cast = cast.with_role(len(cast.interactions) - 1, index, draw(st.sampled_from([None, *ROLES])))
    return cast


def said(cast: Cast) -> dict[str, str]:
    """Everybody's caption by their prompt."""
    return dict(zip((one.prompt for one in cast.characters), captions(cast.characters, cast.interactions), strict=True))


def roles(cast: Cast) -> list[tuple[str, dict[str, str | None]]]:
    """The matrix: each action with everybody's role in it."""
    people = list(enumerate(cast.characters))
    return [
        (one.action, {p.prompt: cast.role(row, at) for at, p in people}) for row, one in enumerate(cast.interactions)
    ]


@given(casts(1), st.data())
def test_another_order_changes_nobodys_caption(cast: Cast, data: st.DataObject) -> None:
    index, to = (data.draw(st.integers(0, len(cast.characters) - 1)) for _ in range(2))
    moved = cast.moved(index, to)
    assert said(moved) == said(cast)
    assert moved.characters[to] == cast.characters[index]
    assert roles(moved) == roles(cast)


@given(casts(1), st.data())
def test_removing_somebody_leaves_the_rest_as_it_was(cast: Cast, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(cast.characters) - 1))
    left, gone = cast.removed(index), cast.characters[index]
    assert left.characters == (*cast.characters[:index], *cast.characters[index + 1 :])
    assert gone.id is None or all(gone.id not in one.people for one in left.interactions)
    kept = iter(roles(left))
    for action, cells in roles(cast):
        own = cells.pop(gone.prompt)
        if own is None:
            assert next(kept) == (action, cells)
            continue
        # what nobody could do any more has gone, and nothing else
        if own == "mutual" and list(cells.values()).count("mutual") == 1:
            cells = {name: None if role == "mutual" else role for name, role in cells.items()}
        both = {"source", "target"} <= {own, *cells.values()}
        if own in ("source", "target") and both and own not in cells.values():
            cells = {name: None if role in ("source", "target") else role for name, role in cells.items()}
        if any(cells.values()):
            assert next(kept) == (action, cells)
    assert next(kept, None) is None
    if all(is_complete(one) for one in cast.interactions):
        assert all(is_complete(one) for one in left.interactions)


@given(casts(1), st.data())
def test_other_ids_mean_the_same_people(cast: Cast, data: st.DataObject) -> None:
    given_ids = st.lists(
        st.none() | st.sampled_from(["ann", "ben", "id0", "id1", "c1"]),
        min_size=len(cast.characters),
        max_size=len(cast.characters),
    ).filter(lambda ids: len({id for id in ids if id}) == sum(id is not None for id in ids))
    ids = data.draw(given_ids)
    called = cast.called(ids)
    assert said(called) == said(cast)
    assert all(one.id == id for one, id in zip(called.characters, ids, strict=True) if id is not None)
    own = [one.id for one in called.characters if one.id is not None]
    assert len(own) == len(set(own))
    assert cast.called([one.id for one in cast.characters]) == cast


@given(casts(1), st.data())
def test_a_cell_is_what_it_was_set_to_and_no_other_changes(cast: Cast, data: st.DataObject) -> None:
    cast = cast.with_action("wave")
    row = data.draw(st.integers(0, len(cast.interactions) - 1))
    index = data.draw(st.integers(0, len(cast.characters) - 1))
    role = data.draw(st.sampled_from([None, *ROLES]))
    before, changed = roles(cast), cast.with_role(row, index, role)
    before[row][1][cast.characters[index].prompt] = role
    assert roles(changed) == before
    assert [one.model_copy(update={"id": None}) for one in changed.characters] == [
        one.model_copy(update={"id": None}) for one in cast.characters
    ]


def test_a_twin_takes_part_in_nothing_and_stands_beside() -> None:
    cast = Cast((Character(prompt="girl", position=(0.5, 0.5), colour="red"), Character(prompt="boy")))
    cast = cast.with_action("hug").with_role(0, 0, "source").with_role(0, 1, "target").duplicated(0)
    first, twin, _ = cast.characters
    assert (twin.prompt, twin.colour, twin.position) == ("girl", "red", (0.7, 0.5))
    assert twin.id is None
    assert [cast.role(0, index) for index in range(3)] == ["source", None, "target"]
    assert first.id is not None


def test_somebody_from_elsewhere_brings_no_id_along() -> None:
    cast = Cast((Character(id="c1", prompt="girl"),)).added(Character(id="c1", prompt="other"))
    assert [one.id for one in cast.characters] == ["c1", None]
    replaced = cast.replaced(0, Character(id="zzz", prompt="changed"))
    assert replaced.characters[0] == Character(id="c1", prompt="changed")


def test_an_id_that_an_interaction_means_is_not_given_to_another() -> None:
    cast = Cast((Character(prompt="girl"),), (Interaction(action="hug", sources=("c1",)),))
    assert cast.with_role(0, 0, "target").characters[0].id == "c2"


def test_roles_go_where_the_cell_is_free() -> None:
    cast = Cast((Character(prompt="a"), Character(prompt="b")))
    cast = cast.taking_part(0, "source", "hug").taking_part(1, "target", " Hug ")
    assert len(cast.interactions) == 1
    cast = cast.taking_part(0, "source", "hug")
    assert len(cast.interactions) == 1, "it says so already"
    cast = cast.taking_part(0, "target", "hug")
    assert [one.action for one in cast.interactions] == ["hug", "hug"]
    assert captions(cast.characters, cast.interactions)[0] == "target#hug, source#hug, a"


def test_placing_is_by_hand_from_then_on() -> None:
    cast = Cast((Character(prompt="a"),), ai_choice=True).placed(0, (0.12345, 0.5))
    assert (cast.characters[0].position, cast.ai_choice) == ((0.123, 0.5), False)


def test_into_a_recipe_and_out_again() -> None:
    recipe = Recipe(prompt="x", characters=(Character(prompt="a"),), interactions=(Interaction(action="hug"),))
    assert Cast.of(recipe).into(recipe) == recipe
    assert Cast().into(recipe) == Recipe(prompt="x")


@pytest.mark.parametrize("place", [(0.5, 0.5), (0.9, 0.9), (0.1, 0.5), (0.0, 1.0)])
def test_beside_is_inside_and_free(place: tuple[float, float]) -> None:
    others = [place]
    for _ in range(6):
        spot = beside(place, others)
        assert all(0.1 - 1e-9 <= side <= 0.9 + 1e-9 for side in spot)
        assert not any(overlapping([spot, other], grid=True) for other in others)
        others.append(spot)


def test_where_everything_is_full_the_twin_stands_in_its_place() -> None:
    everywhere = [((2 * x + 1) / 10, (2 * y + 1) / 10) for x in range(5) for y in range(5)]
    assert beside((0.5, 0.5), everywhere) == (0.5, 0.5)
