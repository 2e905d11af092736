"""Pictures brought into the sizes and onto the grounds that the service expects."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures import png as png_file
from naitui.pictures.alpha import read_record, write_record
from naitui.pictures.decode import open_picture
from naitui.pictures.prepare import (
    LARGEST_AREA,
    control_picture,
    png,
    reference_canvas,
    source,
    tool_picture,
    tool_size,
    vibe_canvas,
    visible,
)

UNHURRIED = settings(deadline=None)
RED, GREEN = (200, 10, 20), (10, 200, 30)
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def half_transparent() -> Image.Image:
    """Red on the left, nothing (with green beneath) on the right."""
    image = Image.new("RGBA", (128, 128), (*GREEN, 0))
    image.paste((*RED, 255), (0, 0, 64, 128))
    return image


def hiding() -> Image.Image:
    """A red picture whose alpha channel hides a record."""
    return write_record(Image.new("RGB", (64, 64), RED), {"Comment": "{}"})


def test_a_png_carries_pixels_and_nothing_else() -> None:
    image = Image.new("RGB", (3, 2), RED)
    image.info = {"dpi": (300, 300), "icc_profile": b"profile", "exif": b"Exif\0\0II*\0", "Comment": "secret"}
    data = png(image)
    assert [chunk.kind for chunk in png_file.chunks(data)] == [b"IHDR", b"IDAT", b"IEND"]
    assert data == png(image)
    assert image.info["Comment"] == "secret"


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_a_png_keeps_the_pixels_of_common_modes(mode: str) -> None:
    image = Image.effect_noise((9, 7), 90).convert(mode)
    back = open_picture(png(image))
    assert (back.mode, back.tobytes()) == (mode, image.tobytes())


@pytest.mark.parametrize("mode", ["1", "P", "LA", "PA", "CMYK", "YCbCr", "I", "I;16", "F", "RGBa"])
def test_every_mode_can_be_written_and_sent(mode: str) -> None:
    image = Image.new(mode, (16, 16))
    assert open_picture(png(image)).size == (16, 16)
    assert source(image, 64, 64).mode == "RGB"


def test_a_colour_key_becomes_alpha() -> None:
    image = Image.new("P", (2, 1), 0)
    image.putpalette([*RED, *GREEN])
    image.putpixel((1, 0), 1)
    image.info["transparency"] = 0
    back = open_picture(png(image))
    assert [back.getpixel((x, 0)) for x in (0, 1)] == [(*RED, 0), (*GREEN, 255)]


def test_a_source_has_exactly_the_size_asked_for() -> None:
    assert source(Image.new("RGB", (30, 90), RED), 832, 1216).size == (832, 1216)


def test_a_source_of_the_right_size_keeps_its_colours() -> None:
    image = Image.effect_noise((64, 64), 90).convert("RGB")
    assert source(image, 64, 64).tobytes() == image.tobytes()


def test_a_source_lies_on_white() -> None:
    flat = source(half_transparent(), 128, 128)
    assert (flat.mode, flat.getpixel((0, 0)), flat.getpixel((127, 0))) == ("RGB", RED, WHITE)


def test_real_transparency_can_be_kept() -> None:
    kept = source(half_transparent(), 128, 128, keep_alpha=True)
    assert (kept.mode, kept.getpixel((0, 0)), kept.getpixel((127, 0))) == ("RGBA", (*RED, 255), (*GREEN, 0))


@pytest.mark.parametrize("keep_alpha", [False, True])
def test_a_hidden_record_goes_and_the_colours_stay(keep_alpha: bool) -> None:
    image = hiding()
    assert read_record(image) is not None
    sent = source(image, 64, 64, keep_alpha=keep_alpha)
    assert (sent.mode, sent.getcolors()) == ("RGB", [(64 * 64, RED)])


def test_a_damaged_record_goes_as_well() -> None:
    image = hiding()
    image.putpixel((0, 0), (*RED, 255))
    assert read_record(image) is None
    assert visible(image).getcolors() == [(64 * 64, RED)]


def test_nothing_can_be_as_small_as_nothing() -> None:
    for broken in ((0, 64), (64, -1)):
        with pytest.raises(ValueError, match="one pixel"):
            source(Image.new("RGB", (8, 8)), *broken)
        with pytest.raises(ValueError, match="one pixel"):
            tool_size(*broken)


def test_a_wide_vibe_gets_bars_above_and_below() -> None:
    canvas = vibe_canvas(Image.new("RGB", (100, 50), RED))
    assert (canvas.mode, canvas.size) == ("RGB", (448, 448))
    column = [canvas.getpixel((224, y)) for y in range(448)]
    assert column == [BLACK] * 112 + [RED] * 224 + [BLACK] * 112


def test_a_high_vibe_gets_bars_at_the_sides() -> None:
    canvas = vibe_canvas(Image.new("RGB", (500, 1000), RED))
    assert [canvas.getpixel((x, 0)) for x in range(448)] == [BLACK] * 112 + [RED] * 224 + [BLACK] * 112


def test_transparency_is_black_on_a_black_canvas() -> None:
    canvas = vibe_canvas(half_transparent())
    assert (canvas.getpixel((0, 0)), canvas.getpixel((447, 0))) == (RED, BLACK)


@pytest.mark.parametrize(
    ("size", "canvas"),
    [
        ((832, 1000), (1024, 1536)),
        ((833, 1000), (1472, 1472)),
        ((1000, 1000), (1472, 1472)),
        ((1250, 1000), (1472, 1472)),
        ((1251, 1000), (1536, 1024)),
        ((1, 3000), (1024, 1536)),
        ((3000, 1), (1536, 1024)),
    ],
)
def test_a_reference_gets_the_nearest_canvas(size: tuple[int, int], canvas: tuple[int, int]) -> None:
    assert reference_canvas(Image.new("RGB", size)).size == canvas


def test_a_reference_is_centred_on_black() -> None:
    canvas = reference_canvas(Image.new("RGB", (100, 200), RED))
    assert [canvas.getpixel((x, 768)) for x in (127, 128, 895, 896)] == [BLACK, RED, RED, BLACK]


def test_a_control_picture_is_resized_on_white() -> None:
    picture = control_picture(half_transparent(), 64, 192)
    assert (picture.mode, picture.size) == ("RGB", (64, 192))
    assert (picture.getpixel((0, 0)), picture.getpixel((63, 191))) == (RED, WHITE)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((832, 1216), (832, 1216)),
        ((1024, 1024), (1024, 1024)),
        ((2048, 1536), (2048, 1536)),
        ((512, 512), (1024, 1024)),
        ((512, 768), (836, 1254)),
        ((2049, 1536), (2048, 1535)),
        ((4000, 3000), (2048, 1536)),
        ((1, 1), (1024, 1024)),
    ],
)
def test_tools_get_one_to_three_megapixels(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert tool_size(*size) == expected


@given(st.integers(1, 60_000), st.integers(1, 60_000))
def test_tool_sizes_keep_to_the_limit(width: int, height: int) -> None:
    wide, high = tool_size(width, height)
    assert min(wide, high) >= 1
    assert wide * high <= LARGEST_AREA


@pytest.mark.parametrize("size", [(1, 4_000_000), (4_000_000, 1)])
def test_even_a_thread_fits_a_tool(size: tuple[int, int]) -> None:
    wide, high = tool_size(*size)
    assert (min(wide, high), wide * high <= LARGEST_AREA) == (1, True)


def test_a_tool_picture_is_enlarged_on_white() -> None:
    picture = tool_picture(half_transparent())
    assert (picture.mode, picture.size, picture.getpixel((1023, 0))) == ("RGB", (1024, 1024), WHITE)


@UNHURRIED
@given(st.integers(1, 40), st.integers(1, 40))
def test_any_ratio_fits_the_canvases(width: int, height: int) -> None:
    canvas = vibe_canvas(Image.new("RGB", (width, height), RED))
    left, top, right, bottom = canvas.getbbox() or (0, 0, 0, 0)
    assert 448 in (right - left, bottom - top)
    assert abs(left - (448 - right)) <= 1
    assert abs(top - (448 - bottom)) <= 1
