"""Colours in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures.graphics.colours import main_colours, name_of


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((0, 0, 0), "black"),
        ((255, 255, 255), "white"),
        ((128, 128, 128), "grey"),
        ((60, 60, 62), "dark grey"),
        ((255, 0, 0), "red"),
        ((200, 255, 200), "light green"),
        ((0, 0, 110), "dark blue"),
        ((140, 85, 40), "brown"),
        ((255, 165, 0), "orange"),
        ((255, 150, 200), "light pink"),
        ((0, 255, 255), "cyan"),
    ],
)
def test_names(rgb: tuple[int, int, int], name: str) -> None:
    assert name_of(rgb) == name


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_every_colour_has_a_name(rgb: tuple[int, int, int]) -> None:
    assert name_of(rgb)


def test_the_most_frequent_comes_first_and_all_of_it_is_counted() -> None:
    image = Image.new("RGB", (100, 100), (0, 0, 200))
    image.paste((255, 160, 0), (0, 0, 100, 30))
    image.paste((0, 10, 205), (0, 60, 100, 100))
    found = main_colours(image)
    assert [colour.name for colour in found] == ["blue", "orange"]
    assert found[0].share == pytest.approx(0.7, abs=0.02)
    assert sum(colour.share for colour in found) == pytest.approx(1)
    assert len(main_colours(Image.effect_noise((50, 50), 120).convert("RGB"), 3)) <= 3
