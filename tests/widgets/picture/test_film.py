"""The session's pictures: going, marking, comparing, following."""

from __future__ import annotations

from pathlib import Path

from naitui.widgets.picture.film import Film, Shot


def shot(number: int, source: str | None = None) -> Shot:
    return Shot(Path(f"{number}.png"), f"caption {number}", seed=number, source=Path(source) if source else None)


def film(count: int) -> Film:
    made = Film()
    for number in range(count):
        made.add(shot(number))
    return made


def test_an_empty_one() -> None:
    empty = Film()
    assert empty.current is empty.shown is empty.other is empty.mark() is None
    assert not empty.compare()
    assert not empty.go(1)
    assert empty.words == ""
    assert empty.follows


def test_going_stops_at_the_ends() -> None:
    made = film(3)
    assert made.words == "3 of 3"
    assert not made.go(1)
    assert made.go(-1)
    assert made.shown == shot(1)
    assert made.go(-5)
    assert made.shown == shot(0)
    assert not made.go(-1)


def test_who_looks_at_an_older_one_is_left_alone() -> None:
    made = film(2)
    made.go(-1)
    made.add(shot(2))
    assert made.shown == shot(0)
    assert made.words == "1 of 3"
    made.go(9)
    made.add(shot(3))
    assert made.shown == shot(3)


def test_who_compares_is_left_alone() -> None:
    made = film(2)
    made.compare()
    made.add(shot(2))
    assert made.shown == shot(0)
    assert made.current == shot(1)


def test_comparing_goes_there_and_back() -> None:
    made = film(2)
    assert made.compare()
    assert (made.shown, made.words) == (shot(0), "2 of 2 · before")
    assert made.compare()
    assert (made.shown, made.words) == (shot(1), "2 of 2")
    made.go(-1)
    assert not made.compare()
    assert made.shown == shot(0)


def test_a_marked_one_is_what_others_are_compared_with() -> None:
    made = film(4)
    made.go(-3)
    assert made.mark() == shot(0)
    assert made.words == "1 of 4 · marked"
    made.go(3)
    made.compare()
    assert made.shown == shot(0)
    made.compare()
    made.go(-3)
    assert made.mark() is None
    made.go(3)
    assert made.other == shot(2)


def test_a_picture_is_compared_with_what_it_was_made_from() -> None:
    made = film(1)
    made.add(shot(1, source="/tmp/sketch.png"))
    made.compare()
    assert made.shown is not None
    assert made.shown.path == Path("/tmp/sketch.png")
    assert "the source" in made.shown.caption
