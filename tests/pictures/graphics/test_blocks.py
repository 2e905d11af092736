"""Half blocks and shades: what is in which cell."""

from __future__ import annotations

from PIL import Image

from naitui.pictures.graphics.blocks import coarse, half_blocks, shades

RED, BLUE = (255, 0, 0), (0, 0, 255)


def two() -> Image.Image:
    image = Image.new("RGB", (8, 8), RED)
    image.paste(BLUE, (0, 4, 8, 8))
    return image


def test_equal_neighbours_are_one_run() -> None:
    (line,) = half_blocks(two(), 8, 1, truecolor=True)
    assert line == [(bytes(RED), bytes(BLUE), 8)]


def test_every_cell_is_there() -> None:
    image = Image.effect_noise((64, 64), 100).convert("RGB")
    for truecolor in (True, False):
        lines = half_blocks(image, 30, 12, truecolor=truecolor)
        assert len(lines) == 12
        assert all(sum(run.cells for run in line) == 30 for line in lines)
        assert all(len(run.upper) == (3 if truecolor else 1) for line in lines for run in line)


def test_256_colours_are_the_nearest_ones() -> None:
    (line,) = half_blocks(two(), 1, 1, truecolor=False)
    ((upper, lower, _),) = line
    assert (16 + upper[0], 16 + lower[0]) == (196, 21)  # pure red and pure blue of the cube


def test_fewer_bits_make_fewer_runs() -> None:
    image = Image.linear_gradient("L").rotate(90).convert("RGB")
    fine, rough = (half_blocks(image, 200, 1, truecolor=True, bits=bits) for bits in (6, 3))
    assert len(rough[0]) < len(fine[0]) <= 64 + 1


def test_coarse_is_one_colour_for_two_cells() -> None:
    image = Image.effect_noise((64, 64), 100).convert("RGB")
    for line in half_blocks(coarse(image, 20, 10), 20, 10, truecolor=True):
        assert len(line) <= 10
        assert all(run.upper == run.lower for run in line)


def test_shades_turn_round_on_a_light_ground() -> None:
    image = Image.new("L", (2, 1), 0)
    image.putpixel((1, 0), 255)
    assert shades(image.convert("RGB"), 2, 1, dark=True) == [" █"]
    assert shades(image.convert("RGB"), 2, 1, dark=False) == ["█ "]
