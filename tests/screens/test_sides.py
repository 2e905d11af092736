"""How much canvas is added, as it is typed."""

from __future__ import annotations

import pytest

from naitui.pictures.outpaint import Sides
from naitui.screens.sides import read_sides, sides_fault


@pytest.mark.parametrize(
    ("typed", "sides"),
    [
        ("128", Sides(128, 128, 128, 128)),
        ("r128 b64", Sides(right=128, bottom=64)),
        ("left 64, top 100", Sides(left=64, top=128)),
        ("L1", Sides(left=64)),
        ("0", Sides()),
        ("", None),
        ("128 64", None),
        ("x5", None),
        ("r", None),
        ("r64 ?", None),
    ],
)
def test_what_is_typed(typed: str, sides: Sides | None) -> None:
    assert read_sides(typed) == sides


def test_what_cannot_be_is_told() -> None:
    assert sides_fault("64", (832, 1216), 3_145_728) == ""
    assert "too large" in sides_fault("1024", (832, 1216), 3_145_728)
    assert "letters" in sides_fault("much", (832, 1216), 3_145_728)
