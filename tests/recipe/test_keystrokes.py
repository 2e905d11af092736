"""What one undo takes back while typing."""

from __future__ import annotations

import pytest

from naitui.recipe.keystrokes import Runs


def typed(runs: Runs, keys: str, column: int = 0) -> list[int]:
    """The numbers of letters typed one after another; ``<`` is backspace, ``_`` delete, ``^`` going to the front."""
    numbers = []
    for key in keys:
        if key == "^":
            column = 0
        elif key == "<":
            column -= 1
            numbers.append(runs.number((0, column), (0, column + 1), "x", "", (0, column)))
        elif key == "_":
            numbers.append(runs.number((0, column), (0, column + 1), "x", "", (0, column)))
        else:
            numbers.append(runs.number((0, column), (0, column), "", key, (0, column + 1)))
            column += 1
    return numbers


@pytest.mark.parametrize(
    ("keys", "numbers"),
    [
        ("girl", [1, 1, 1, 1]),
        ("a, b,c", [1, 2, 2, 2, 3, 3]),
        ("a\nb", [1, 2, 2]),
        (", a, b", [1, 1, 1, 2, 2, 2]),
        (",,\na,", [1, 1, 1, 1, 2]),
        ("ab^c", [1, 1, 2]),
        ("ab<<", [1, 1, 2, 2]),
        ("ab<c", [1, 1, 2, 3]),
        ("abc^__", [1, 1, 1, 2, 2]),
    ],
)
def test_a_run_is_typing_on(keys: str, numbers: list[int]) -> None:
    assert typed(Runs(), keys) == numbers


def test_more_than_a_letter_is_a_step_of_its_own() -> None:
    runs = Runs()
    assert runs.number((0, 0), (0, 0), "", "pasted", (0, 6)) == 1
    assert typed(runs, "ab", 6) == [2, 2]
    assert runs.number((0, 2), (0, 8), "pasted", "", (0, 2)) == 3
    assert typed(runs, "<<", 2) == [4, 4]


def test_typing_over_a_selection_goes_on() -> None:
    runs = Runs()
    assert runs.number((0, 3), (0, 7), "rain", "s", (0, 4)) == 1
    assert typed(runs, "now", 4) == [1, 1, 1]


def test_a_cut_ends_it() -> None:
    runs = Runs()
    assert typed(runs, "ab") == [1, 1]
    runs.cut()
    assert typed(runs, "c", 2) == [2]
