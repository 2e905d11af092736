"""Masks in cells of 8 x 8 pixels, and results laid over originals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from naitui.pictures.alpha import write_record
from naitui.pictures.errors import BadPicture
from naitui.pictures.masks import blocks, focus_region, invert, is_empty, pasted
from naitui.pictures.region import focus_size

UNHURRIED = settings(deadline=None)
RED, GREEN = (200, 10, 20), (10, 200, 30)


def mask_with(box: tuple[int, int, int, int], size: tuple[int, int] = (256, 192)) -> Image.Image:
    mask = Image.new("L", size, 0)
    mask.paste(255, box)
    return mask


def changed(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(before, after).getbbox()


@UNHURRIED
@given(st.binary(min_size=24 * 16, max_size=24 * 16), st.sampled_from([(24, 16), (48, 64), (8, 8)]))
def test_blocks_are_black_or_white_cells(pixels: bytes, size: tuple[int, int]) -> None:
    mask = blocks(Image.frombytes("L", (24, 16), pixels), *size)
    assert (mask.mode, mask.size) == ("L", size)
    for left in range(0, size[0], 8):
        for top in range(0, size[1], 8):
            assert mask.crop((left, top, left + 8, top + 8)).getcolors() in ([(64, 0)], [(64, 255)])


def test_a_cell_is_white_above_155() -> None:
    grey = Image.frombytes("L", (4, 1), bytes((0, 155, 156, 255)))
    assert [blocks(grey, 32, 8).getpixel((x, 0)) for x in (0, 8, 16, 24)] == [0, 0, 255, 255]


def test_a_cell_takes_the_pixel_in_its_middle() -> None:
    mask = Image.new("L", (16, 8), 0)
    mask.putpixel((4, 4), 255)
    mask.paste(255, (8, 0, 12, 8))
    assert blocks(mask, 16, 8).getbbox() == (0, 0, 8, 8)


def test_a_prepared_mask_is_not_changed() -> None:
    mask = blocks(mask_with((40, 40, 80, 80)), 256, 192)
    assert blocks(mask, 256, 192).tobytes() == mask.tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "LA"])
def test_opaque_masks_are_read_by_brightness(mode: str) -> None:
    mask = mask_with((64, 64, 128, 128)).convert("RGB").convert(mode)
    assert blocks(mask, 256, 192).getbbox() == (64, 64, 128, 128)


def test_sixteen_bits_are_read_in_full() -> None:
    mask = Image.new("I;16", (16, 8), 0)
    mask.paste(65535, (8, 0, 16, 8))
    assert blocks(mask, 16, 8).getbbox() == (8, 0, 16, 8)


@pytest.mark.parametrize("colour", [(255, 255, 255), (0, 0, 0), RED])
def test_painted_layers_are_read_by_alpha(colour: tuple[int, int, int]) -> None:
    layer = Image.new("RGBA", (256, 192), (255, 255, 255, 0))
    layer.paste((*colour, 255), (64, 64, 128, 128))
    assert blocks(layer, 256, 192).getbbox() == (64, 64, 128, 128)


def test_a_hidden_record_is_no_paint() -> None:
    mask = write_record(mask_with((64, 64, 128, 128)).convert("RGB"), {"Comment": "{}"})
    assert blocks(mask, 256, 192).getbbox() == (64, 64, 128, 128)


@pytest.mark.parametrize("size", [(0, 8), (8, 12), (-8, 8), (4, 8)])
def test_sides_that_are_no_multiples_of_8_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="multiples of 8"):
        blocks(Image.new("L", (8, 8)), *size)


def test_empty_masks_are_told() -> None:
    assert is_empty(Image.new("L", (64, 64), 155))
    assert is_empty(Image.new("RGBA", (64, 64), (255, 255, 255, 0)))
    assert not is_empty(mask_with((0, 0, 1, 1)))
    thin = Image.new("L", (64, 64), 0)
    thin.paste(255, (0, 0, 64, 1))
    assert not is_empty(thin)
    assert is_empty(blocks(thin, 64, 64))


def test_inverting_twice_gives_the_mask_back() -> None:
    mask = blocks(mask_with((64, 64, 128, 128)), 256, 192)
    other = invert(mask)
    assert (other.getpixel((64, 64)), other.getpixel((0, 0)), other.mode) == (0, 255, "L")
    assert invert(other).tobytes() == mask.tobytes()


def test_untouched_areas_are_the_originals_bit_for_bit() -> None:
    original = Image.effect_noise((512, 384), 90).convert("RGB")
    joined = pasted(original, Image.new("RGB", (512, 384), RED), mask_with((240, 160, 272, 192), (512, 384)))
    left, top, right, bottom = changed(original, joined) or (0, 0, 0, 0)
    # 4 cells and twice the blur's 20 pixels are 72; the outermost of them round to nothing.
    assert 240 - 72 <= left < 240 - 60
    assert 160 - 72 <= top < 160 - 60
    assert 272 + 60 < right <= 272 + 72
    assert 192 + 60 < bottom <= 192 + 72


def test_the_middle_of_the_mask_is_the_result_and_the_border_fades() -> None:
    black, white = Image.new("RGB", (512, 384)), Image.new("RGB", (512, 384), "white")
    joined = pasted(black, white, mask_with((160, 0, 352, 384), (512, 384)))
    row = [joined.getpixel((x, 100)) for x in range(257)]
    assert row == sorted(row)
    assert (row[256], row[87], row[95][0] > 0) == ((255, 255, 255), (0, 0, 0), True)
    assert row[160][0] > 240
    assert 110 < row[128][0] < 145


def test_an_empty_mask_leaves_the_original() -> None:
    original = Image.effect_noise((64, 64), 90).convert("RGB")
    assert pasted(original, Image.new("RGB", (64, 64)), Image.new("L", (64, 64))).tobytes() == original.tobytes()


def test_a_full_mask_gives_the_result() -> None:
    result = Image.effect_noise((64, 64), 90).convert("RGB")
    assert pasted(Image.new("RGB", (64, 64)), result, Image.new("L", (64, 64), 255)).tobytes() == result.tobytes()


def test_transparency_outlives_pasting() -> None:
    original = Image.new("RGBA", (256, 192), (*GREEN, 0))
    original.paste((*GREEN, 77), (0, 0, 256, 20))
    joined = pasted(original, Image.new("RGB", (256, 192), RED), mask_with((224, 160, 256, 192)))
    assert joined.mode == "RGBA"
    assert (joined.getpixel((0, 0)), joined.getpixel((0, 100))) == ((*GREEN, 77), (*GREEN, 0))
    fading = joined.getpixel((224 - 50, 191))
    assert 0 < fading[3] < 255
    assert fading[1] < 60  # the green that nobody could see does not show


def test_a_region_is_scaled_back_and_nothing_beyond_it_changes() -> None:
    original = Image.effect_noise((512, 384), 90).convert("RGB")
    result = Image.new("RGB", (1024, 1024), RED)
    joined = pasted(original, result, mask_with((240, 160, 272, 192), (512, 384)), (200, 120, 312, 232))
    assert changed(original, joined) == (200, 120, 312, 232)
    assert joined.getpixel((256, 176))[0] > 190
    assert joined.size == (512, 384)


@pytest.mark.parametrize("region", [(4, 0, 64, 64), (0, 0, 60, 64), (0, 0, 264, 64), (64, 0, 64, 64), (-8, 0, 64, 64)])
def test_a_region_outside_or_off_the_grid_is_refused(region: tuple[int, int, int, int]) -> None:
    blank = Image.new("RGB", (256, 192))
    with pytest.raises(ValueError, match="region"):
        pasted(blank, blank, mask_with((0, 0, 8, 8)), region)


def test_a_focus_region_has_room_around_the_mask() -> None:
    mask = mask_with((400, 400, 416, 408), (832, 1216))
    assert focus_region(mask, 832, 1216) == (304, 304, 512, 504)
    assert focus_region(mask, 832, 1216, margin=0) == (400, 400, 416, 408)
    assert focus_region(mask, 832, 1216, margin=5) == (392, 392, 424, 416)


def test_a_focus_region_stays_inside_the_picture() -> None:
    assert focus_region(mask_with((0, 0, 256, 8)), 256, 192) == (0, 0, 256, 104)


def test_an_empty_mask_has_no_focus() -> None:
    with pytest.raises(BadPicture, match="empty"):
        focus_region(Image.new("L", (64, 64)), 64, 64)


def test_a_negative_margin_is_refused() -> None:
    with pytest.raises(ValueError, match="margin"):
        focus_region(mask_with((0, 0, 8, 8)), 256, 192, margin=-1)


@pytest.mark.parametrize(
    ("region", "size"),
    [
        ((0, 0, 256, 256), (1024, 1024)),
        ((8, 16, 8 + 208, 16 + 304), (832, 1216)),
        ((0, 0, 832, 1216), (832, 1216)),
        ((0, 0, 1000, 1000), (960, 960)),
        ((0, 0, 8, 1600), (64, 14464)),
    ],
)
def test_small_regions_are_enlarged(region: tuple[int, int, int, int], size: tuple[int, int]) -> None:
    assert focus_size(region) == size


@given(st.integers(1, 250), st.integers(1, 250))
def test_focus_sizes_can_be_sent(across: int, down: int) -> None:
    wide, high = focus_size((0, 0, 8 * across, 8 * down))
    assert wide % 64 == high % 64 == 0
    assert min(wide, high) >= 64


def test_an_empty_region_is_refused() -> None:
    with pytest.raises(ValueError, match="region"):
        focus_size((8, 8, 8, 16))
