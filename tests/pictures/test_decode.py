"""Opening pictures from strangers, and shrinking them."""

import struct
import warnings
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures.decode import open_picture, shrink, size_of
from naitui.pictures.errors import BadPicture

UNHURRIED = settings(deadline=None)


def saved(kind: str, image: Image.Image, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


RED = Image.new("RGB", (30, 20), (200, 0, 0))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_are_opened_whole(kind: str) -> None:
    data = saved(kind, RED)
    image = open_picture(data)
    assert image.size == size_of(data) == (30, 20)
    assert image.convert("RGB").getpixel((5, 5))[0] > 180


def test_jpeg_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held on its side
    source = Image.new("RGB", (40, 20), "white")
    source.paste((0, 0, 0), (0, 0, 20, 20))
    image = open_picture(saved("JPEG", source, exif=exif))
    assert image.size == (20, 40)
    assert image.convert("L").getpixel((10, 5)) < 50
    assert image.convert("L").getpixel((10, 35)) > 200


def test_junk_between_the_parts_of_a_jpeg_is_skipped_as_by_other_readers() -> None:
    data = saved("JPEG", RED)
    length = 2 + int.from_bytes(data[4:6], "big")
    for junk in (b"\0", b"junk", b"\xff\xff", b"\xff\0\xff"):
        with_junk = data[: 2 + length] + junk + data[2 + length :]
        assert open_picture(with_junk).size == size_of(with_junk) == (30, 20)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html>", "web page"),
        (b'{"statusCode": 401}', "JSON"),
        (b"PK\x03\x04", "zip"),
        (saved("GIF", RED), "not a PNG, JPEG or WebP"),
        (saved("BMP", RED), "not a PNG, JPEG or WebP"),
    ],
    ids=["empty", "web page", "JSON", "zip", "GIF", "BMP"],
)
def test_other_files_are_named_in_the_refusal(data: bytes, reason: str) -> None:
    with pytest.raises(BadPicture, match=reason):
        open_picture(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_cut_off_files_are_refused(kind: str) -> None:
    data = saved(kind, Image.effect_noise((60, 60), 90).convert("RGB"))
    for length in (4, 20, 50, len(data) // 2, len(data) - 20):
        with pytest.raises(BadPicture):
            open_picture(data[:length])


@pytest.mark.parametrize("size", [(12_000, 12_000), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_huge_pictures_are_refused_without_a_warning(size: tuple[int, int]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(BadPicture, match="too large"):
            open_picture(png_claiming(*size))


def test_huge_webp_and_jpeg_are_refused() -> None:
    body = b"WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff" * 6
    with pytest.raises(BadPicture, match="too large"):
        open_picture(b"RIFF" + struct.pack("<I", len(body)) + body)
    frame = b"\xff\xc0\x00\x0b\x08\xff\xff\xff\xff\x01\x01\x11\x00"
    with pytest.raises(BadPicture, match="too large"):
        open_picture(b"\xff\xd8" + frame + b"\xff\xda\x00\x02")


def test_pillows_own_guard_is_a_plain_refusal_too() -> None:
    with pytest.raises(BadPicture, match="too many pixels"):
        open_picture(png_claiming(20_000, 20_000), max_pixels=10**12)


def test_the_pixel_limit_is_inclusive() -> None:
    data = saved("PNG", RED)
    assert open_picture(data, max_pixels=600).size == (30, 20)
    with pytest.raises(BadPicture, match="30 x 20"):
        open_picture(data, max_pixels=599)


def test_files_over_64_mb_are_refused() -> None:
    with pytest.raises(BadPicture, match="64 MB"):
        open_picture(saved("PNG", RED) + bytes(64_000_000))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@given(data=st.data())
@settings(UNHURRIED, max_examples=150)
def test_mutated_files_raise_nothing_but_bad_picture(kind: str, data: st.DataObject) -> None:
    picture = saved(kind, Image.linear_gradient("L").resize((24, 24)).convert("RGB"))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(picture) - 1))
        new = data.draw(st.binary(min_size=1, max_size=6))
        picture = picture[:place] + new + picture[place + len(new) :]
    with suppress(BadPicture):
        open_picture(picture, max_pixels=1_000_000).getpixel((0, 0))


@pytest.mark.parametrize(
    ("size", "box", "expected"),
    [
        ((832, 1216), (100, 100), (68, 100)),
        ((1216, 832), (100, 100), (100, 68)),
        ((30, 20), (100, 100), (30, 20)),
        ((5000, 1), (10, 10), (10, 1)),
        ((1, 5000), (1, 1), (1, 1)),
    ],
)
def test_a_picture_fits_the_box_and_is_never_enlarged(
    size: tuple[int, int], box: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert shrink(Image.new("RGB", size), box).size == expected


def test_hidden_bits_are_dropped() -> None:
    image = Image.new("RGBA", (64, 64), (200, 0, 0, 254))
    image.paste((200, 0, 0, 250), (0, 0, 10, 10))
    for checker in (True, False):
        small = shrink(image, (16, 16), checker=checker)
        assert small.mode == "RGB"
        assert small.getcolors() == [(256, (200, 0, 0))]


def test_real_transparency_lies_on_a_checkerboard() -> None:
    image = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    image.paste((200, 0, 0, 255), (16, 0, 32, 32))
    small = shrink(image, (32, 32))
    assert small.mode == "RGB"
    light, dark = small.getpixel((3, 3)), small.getpixel((3, 11))
    assert light[0] > dark[0]
    assert small.getpixel((11, 11)) == light
    assert small.getpixel((24, 16)) == (200, 0, 0)


def test_real_transparency_is_kept_when_asked() -> None:
    small = shrink(Image.new("RGBA", (32, 32), (200, 0, 0, 100)), (8, 8), checker=False)
    assert small.mode == "RGBA"
    red, green, blue, alpha = small.getpixel((4, 4))
    assert (green, blue, alpha) == (0, 0, 100)
    assert abs(red - 200) <= 3  # colours are multiplied by alpha while resizing


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "RGB", "RGBA"])
def test_every_mode_comes_out_as_rgb(mode: str) -> None:
    assert shrink(Image.new(mode, (9, 9)), (4, 4)).mode == "RGB"


def test_sixteen_bit_grey_is_scaled_not_clipped() -> None:
    data = saved("PNG", Image.new("I;16", (4, 4), 32_768))
    assert shrink(open_picture(data), (4, 4)).getpixel((0, 0)) == (128, 128, 128)


def test_the_picture_itself_is_not_changed() -> None:
    image = Image.new("RGBA", (32, 32), (1, 2, 3, 100))
    shrink(image, (8, 8))
    assert image.size == (32, 32)
    assert image.getpixel((0, 0)) == (1, 2, 3, 100)


def test_an_empty_box_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one pixel"):
        shrink(RED, (0, 10))
