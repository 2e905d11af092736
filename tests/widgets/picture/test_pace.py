"""What is known of a line, by bytes and seconds alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.widgets.picture.pace import FIRST, LARGEST, SMALLEST, UNDER_WAY, Pace


def drive(pace: Pace, rate: float, trip: float, portions: int) -> float:
    """Send as the wire does over a line of this rate: two portions under way at most. The longest wait of an answer."""
    now, free, longest = 100.0, 100.0, 0.0
    pace.answered(0, now, now + trip)
    asked: list[tuple[int, float, float]] = []
    for _ in range(portions):
        sent = pace.portion
        free = max(free, now) + sent / rate
        asked.append((sent, now, free + trip))
        if len(asked) > 1:
            size, when, answered = asked.pop(0)
            now = max(now, answered)
            pace.answered(size, when, answered)
            longest = max(longest, answered - when)
    return longest


@pytest.mark.parametrize("rate", [30_000, 100_000, 400_000])
@pytest.mark.parametrize("trip", [0.001, 0.04, 0.3])
def test_the_rate_is_found(rate: float, trip: float) -> None:
    pace = Pace()
    drive(pace, rate, trip, 40)
    assert pace.rate == pytest.approx(rate, rel=0.5)


@pytest.mark.parametrize("rate", [30_000, 100_000, 1_000_000])
def test_no_more_than_a_moment_is_under_way(rate: float) -> None:
    pace = Pace()
    drive(pace, rate, 0.02, 60)
    assert SMALLEST <= pace.portion <= max(SMALLEST, rate * UNDER_WAY * 2)
    longest = drive(pace, rate, 0.02, 20)
    assert longest < 0.02 + 4 * max(UNDER_WAY, SMALLEST / rate)


def test_a_quick_line_gets_large_portions() -> None:
    pace = Pace()
    drive(pace, 1e9, 0.0005, 20)
    assert pace.portion == LARGEST
    assert not pace.is_slow_for(400_000)


def known(rate: float) -> Pace:
    """A line that has been measured, with nothing on it for a while."""
    pace = Pace()
    drive(pace, rate, 0.001, 40)
    return pace


@pytest.mark.parametrize("took", [0.001, 0.006, 0.02])
def test_a_little_that_a_buffer_swallows_does_not_make_a_line_quick(took: float) -> None:
    pace = known(100_000)
    before = pace.rate
    pace.answered(4_000, 500.0, 500.0 + took)
    assert pace.rate == before


def test_text_that_was_on_its_way_before_does_not_make_a_line_slow() -> None:
    pace = known(100_000)
    before = pace.rate
    pace.answered(4_000, 500.0, 500.4, beside=40_000)
    assert pace.rate == before


def test_text_between_two_questions_tells_the_rate_too() -> None:
    pace = known(100_000)
    for number in range(12):
        pace.answered(700, 500.0 + number * 0.2, 500.3 + number * 0.2, beside=39_300)
    assert pace.rate == pytest.approx(200_000, rel=0.1)


def test_a_line_that_has_become_quicker_is_found_out() -> None:
    pace = known(30_000)
    drive(pace, 400_000, 0.02, 40)
    assert pace.rate == pytest.approx(400_000, rel=0.5)


def test_nothing_known_is_not_slow() -> None:
    pace = Pace()
    assert pace.rate is None
    assert pace.portion == FIRST
    assert not pace.is_slow_for(10**9)
    assert pace.affords(10**9, 0.0)


def test_an_assumed_rate_comes_before_what_is_measured() -> None:
    pace = Pace(100_000)
    drive(pace, 1e6, 0.01, 20)
    assert pace.rate == 100_000
    assert pace.is_slow_for(40_000)


@given(st.lists(st.tuples(st.floats(0.001, 1), st.integers(1000, 200_000)), min_size=1, max_size=60))
def test_steps_take_no_more_than_their_half(steps: list[tuple[float, int]]) -> None:
    pace = Pace(100_000)
    now, sent, largest = 0.0, 0, 0
    for wait, size in steps:
        now += wait
        if pace.affords(size, now):
            sent += size
            largest = max(largest, size)
    # half of the line, what was saved up before the first one, and the last one, which may overdraw
    assert sent <= 50_000 * (now + 1.0) + largest


@pytest.mark.parametrize(("sent", "took", "rate"), [(8_000, 0.85, 10_000), (8_000, 0.0501, None), (500, 0.85, None)])
def test_what_was_written_first_tells_the_rate_if_it_took_time(sent: int, took: float, rate: float | None) -> None:
    pace = Pace()
    pace.began(sent, took, bare=0.05)
    assert pace.rate == (None if rate is None else pytest.approx(rate))
    assert pace.bare == 0.05
