"""A tournament: with honest decisions the best one wins, and every decision can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.library.tournament import Tournament

PEOPLE = st.lists(st.integers(), min_size=1, max_size=20, unique=True)


@given(PEOPLE)
def test_the_best_one_wins_after_one_decision_for_each_other(people: list[int]) -> None:
    tournament = Tournament(people)
    while (pair := tournament.pair) is not None:
        assert tournament.winner is None
        tournament.decide(first=pair[0] > pair[1])
    assert tournament.winner == max(people)
    assert tournament.decided == tournament.needed == len(people) - 1
    tournament.decide(first=True)
    assert tournament.winner == max(people)


@given(PEOPLE, st.lists(st.booleans(), max_size=25))
def test_taking_back_leads_through_the_same_pairs(people: list[int], decisions: list[bool]) -> None:
    tournament = Tournament(people)
    seen = []
    for first in decisions:
        if tournament.pair is None:
            break
        seen.append(tournament.pair)
        tournament.decide(first=first)
    for pair in reversed(seen):
        assert tournament.undo()
        assert tournament.pair == pair
    assert not tournament.undo()


@given(st.integers(0, 5))
def test_nobody_meets_somebody_twice_before_all_of_the_round_have_met(power: int) -> None:
    tournament = Tournament(range(2**power))
    met = set()
    for _ in range(2**power // 2):
        pair = tournament.pair
        assert pair is not None
        assert not met & set(pair)
        met |= set(pair)
        tournament.decide(first=True)


def test_it_needs_somebody() -> None:
    with pytest.raises(ValueError, match="somebody"):
        Tournament([])
