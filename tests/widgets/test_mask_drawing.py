"""The lines of a mask over its picture: what is painted is told by more than its colour, in every kind of terminal."""

from __future__ import annotations

import pytest
from PIL import Image
from rich.color import ColorType
from rich.style import Style

from naitui.pictures.painting import Cells
from naitui.widgets.easel import Easel
from naitui.widgets.mask_drawing import Scene, mask_line, place_of, title_of
from naitui.widgets.mask_ground import Tints, make_ground
from naitui.widgets.mask_window import MaskWindow, whole_unit
from naitui.widgets.picture.prepared import Depth

SIZE = (128, 64)
STYLES = {"mark": Style(bold=True), "cursor": Style(color="#ffffff", bgcolor="#000000"), "bare": Style(dim=True)}
TINTS = Tints((255, 160, 0), (0, 0, 255))


def easel(unit: int = 1) -> Easel:
    made = Easel(Cells.blank(*SIZE), unit)
    made.go((0, 0))
    return made


def line(here: Easel, row: int, depth: Depth = "true", shade: int = 20) -> str:
    picture = Image.new("RGB", SIZE, (shade, shade, shade))
    ground = make_ground(picture, here.unit, TINTS, depth)
    scene = Scene.of(here)
    return "".join(segment.text for segment in mask_line(scene, row, range(scene.columns), ground, STYLES))


@pytest.mark.parametrize("depth", ["true", "256"])
def test_both_halves_one_half_and_none(depth: Depth) -> None:
    here = easel()
    here.edit(lambda cells: cells.rectangle((2, 2), (2, 3)).rectangle((4, 2), (4, 2)).rectangle((6, 3), (6, 3)))
    assert line(here, 1, depth) == "  ╱ ▘ ▖         "


def test_without_colours_marks_stand_on_shades() -> None:
    here = easel()
    here.edit(lambda cells: cells.rectangle((2, 2), (2, 3)).rectangle((4, 2), (4, 2)).rectangle((6, 3), (6, 3)))
    assert line(here, 1, "none", shade=255) == "██X█'█,█████████"
    assert line(here, 0, "none", shade=0).startswith("▀ ")


@pytest.mark.parametrize(("shade", "mark"), [(10, (255, 255, 255)), (240, (0, 0, 0))])
def test_the_mark_is_light_on_dark_and_dark_on_light(shade: int, mark: tuple[int, int, int]) -> None:
    here = easel()
    here.edit(lambda cells: cells.rectangle((2, 2), (2, 3)))
    ground = make_ground(Image.new("RGB", SIZE, (shade,) * 3), 1, TINTS, "true")
    [segment] = [one for one in mask_line(Scene.of(here), 1, range(16), ground, STYLES) if one.text == "╱"]
    assert segment.style is not None
    assert segment.style.color is not None
    assert segment.style.color.triplet == mark


def test_of_256_colours_only_the_fixed_ones_are_used() -> None:
    here = easel()
    here.edit(lambda cells: cells.rectangle((2, 2), (9, 5)))
    ground = make_ground(Image.linear_gradient("L").resize(SIZE).convert("RGB"), 1, TINTS, "256")
    for row in range(4):
        for segment in mask_line(
            Scene.of(here), row, range(16), ground, {**STYLES, "cursor": Style(color="color(15)")}
        ):
            assert segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor):
                assert colour is None or colour.type is not ColorType.TRUECOLOR


def test_a_part_of_a_unit_counts_and_the_last_unit_may_be_cut_off() -> None:
    here = easel(3)  # 16 cells are five units and a third of one
    here.edit(lambda cells: cells.rectangle((15, 7), (15, 7)))
    assert (here.columns, here.rows) == (6, 3)
    assert line(here, 1).endswith("╱") or line(here, 1).endswith("▘")


def test_only_lines_that_look_otherwise_have_another_signature() -> None:
    here = easel()
    before = Scene.of(here)
    here.go((3, 5))
    moved = Scene.of(here)
    assert [row for row in range(4) if before.signature(row) != moved.signature(row)] == [0, 2]
    here.press_pen("paint")
    painted = Scene.of(here)
    assert [row for row in range(4) if moved.signature(row) != painted.signature(row)] == [2]


def test_what_stands_over_the_picture() -> None:
    here = easel()
    assert title_of(here) == "no mask yet"
    here.press_pen("paint")
    assert title_of(here) == "mask 0.8 % · PEN DOWN"
    here.press_pen("erase")
    here.mark()
    assert title_of(here) == "no mask yet · ERASER · v: other corner"
    assert place_of(here, "12") == "12… · 0–8, 0–8 px · unit 8 px"


def test_the_window_follows_the_cursor() -> None:
    here, window = Easel(Cells.blank(832, 1216)), MaskWindow()
    here.go((0, 0))
    assert not window.follow(here, (20, 10))
    here.go((60, 100))
    assert window.follow(here, (20, 10))
    left, top = window.first
    assert left <= 60 < left + 20
    assert top <= 50 < top + 10
    here.go((103, 151))
    window.follow(here, (20, 10))
    assert window.first == (84, 66)
    assert window.origin(here, (200, 100)) == (48, 12)


@pytest.mark.parametrize(("pane", "unit"), [((50, 19), 4), ((104, 76), 1), ((300, 100), 1), ((26, 76), 4), ((0, 0), 1)])
def test_the_whole_picture_fits(pane: tuple[int, int], unit: int) -> None:
    assert whole_unit(Cells.blank(832, 1216), pane) == unit
