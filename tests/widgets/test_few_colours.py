"""Few colours and none: what stands out still does; our themes can be read."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from naitui.pictures.graphics.blocks import Run
from naitui.resources import ThemeData, themes
from naitui.widgets.few_colours import LEGIBLE, NoColours, SixteenColours, contrast, seen_as
from naitui.widgets.picture.strips import of_runs

DARK, LIGHT = Color.parse("#14121f"), Color.parse("#f6f4fb")
OURS = {theme.name: theme for theme in themes()}


def only(segments: list[Segment]) -> Style:
    (segment,) = segments
    assert segment.style is not None
    return segment.style


@pytest.mark.parametrize("ground", [DARK, LIGHT], ids=["dark", "light"])
def test_without_colours_what_stood_out_is_reversed_and_the_rest_keeps_its_marks(ground: Color) -> None:
    bare = NoColours(lambda: ground)
    quiet = Style(color="#888888", bgcolor=ground.rich_color, bold=True, underline=True, meta={"a": 1})
    told = only(bare.apply([Segment("x", quiet)], ground))
    assert (told.color, told.bgcolor, told.reverse) == (None, None, False)
    assert (told.bold, told.underline, told.meta) == (True, True, {"a": 1})
    assert only(bare.apply([Segment("x", Style(color="#14121f", bgcolor="#8b7cf6"))], ground)).reverse
    assert not only(bare.apply([Segment("x", Style(bgcolor="#8b7cf6", reverse=True))], ground)).reverse


def test_without_colours_pictures_are_shades_and_numbers_of_pictures_stay() -> None:
    bare = NoColours(lambda: DARK)
    shade = only(bare.apply([Segment("▀", Style(color="#ff0000", bgcolor="#0000ff"))], DARK))
    assert shade.color is not None
    assert shade.color.triplet is not None
    assert len(set(shade.color.triplet)) == 1
    numbered = Segment("\U0010eeee", Style(color="#010203"))
    assert bare.apply([numbered], DARK) == [numbered]


@pytest.mark.parametrize("name", OURS)
def test_with_sixteen_colours_every_text_of_our_themes_can_be_read(name: str) -> None:
    colours = OURS[name].colours
    ground = Color.parse(colours["background"])
    few = SixteenColours(lambda: ground)
    texts = [*colours, *OURS[name].variables]
    for fore in texts:
        for back in ("background", "surface", "panel", "primary"):
            every = {**colours, **OURS[name].variables}
            style = only(few.apply([Segment("x", Style(color=every[fore], bgcolor=every[back]))], ground))
            assert style.color is not None
            assert style.bgcolor is not None
            assert style.color.downgrade(ColorSystem.STANDARD) == style.color
            seen = contrast(seen_as(style.color), seen_as(style.bgcolor))
            assert seen >= LEGIBLE, (fore, back)


def test_cells_of_a_picture_whose_pixels_are_equal_are_taken_for_no_text() -> None:
    pixel, other = bytes((200, 40, 40)), bytes((40, 40, 200))
    (row,) = of_runs([[Run(pixel, pixel, 3), Run(pixel, other, 1)]])
    assert row[0].text == "   "
    equal, _ = NoColours(lambda: DARK).apply(row, DARK)
    assert equal.style is not None
    assert not equal.style.reverse
    assert equal.style.bgcolor is not None
    assert len(set(seen_as(equal.style.bgcolor).rgb)) == 1
    assert SixteenColours(lambda: DARK).apply(row, DARK) == row


def test_without_colours_what_is_reversed_is_not_dim() -> None:
    bare = NoColours(lambda: DARK)
    assert not only(bare.apply([Segment("x", Style(bgcolor="#8b7cf6", dim=True))], DARK)).dim
    assert only(bare.apply([Segment("x", Style(dim=True))], DARK)).dim


@pytest.mark.parametrize("name", OURS)
def test_with_sixteen_colours_a_colour_keeps_its_hue(name: str) -> None:
    colours = OURS[name].colours
    ground = Color.parse(colours["background"])
    few = SixteenColours(lambda: ground)

    def shown(tone: str) -> int | None:
        style = only(few.apply([Segment("x", Style(color=colours[tone], bgcolor=ground.rich_color))], ground))
        return None if style.color is None else style.color.number

    assert shown("error") in (1, 9), "red, and nothing else is"
    assert shown("accent") in (3, 11)
    assert shown("success") in (2, 10)
    assert shown("foreground") in (0, 15), "text is no grey"


@pytest.mark.parametrize("theme", OURS.values(), ids=lambda theme: theme.name)
def test_the_contrast_of_our_themes(theme: ThemeData) -> None:
    least = 7.0 if "contrast" in theme.name else 4.5
    colours = {**theme.colours, **theme.variables}
    texts = (
        "foreground",
        "foreground-muted",
        "footer-key-foreground",
        "primary",
        "accent",
        "success",
        "warning",
        "error",
    )
    for name in (*texts, "secondary"):
        for back in ("background", "surface", "panel"):
            seen = contrast(Color.parse(colours[name]), Color.parse(colours[back]))
            assert seen >= least, (name, back, round(seen, 2))
