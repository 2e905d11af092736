"""WebP files: sizes, alpha, and chunks in and out with every other byte left alone."""

import struct
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures import webp
from naitui.pictures.errors import BadPicture

UNHURRIED = settings(deadline=None)


def picture(
    *, mode: str = "RGBA", size: tuple[int, int] = (5, 3), lossless: bool = True, exif: bytes | None = None
) -> bytes:
    out = BytesIO()
    image = Image.effect_noise(size, 80).convert(mode)
    if mode == "RGBA":
        image.putpixel((0, 0), (1, 2, 3, 100))
    image.save(out, "WEBP", lossless=lossless, **({} if exif is None else {"exif": exif}))
    return out.getvalue()


def container(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


SIMPLE_LOSSLESS = picture(mode="RGB", size=(832, 1216))
SIMPLE_LOSSY = picture(mode="RGB", size=(832, 1216), lossless=False)
EXTENDED = picture(size=(832, 1216), exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")


@pytest.mark.parametrize("data", [SIMPLE_LOSSLESS, SIMPLE_LOSSY, EXTENDED], ids=["VP8L", "VP8", "VP8X"])
def test_size_is_read_from_all_three_layouts(data: bytes) -> None:
    assert webp.size_of(data) == (832, 1216)


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_alpha_is_told_without_decoding(mode: str, lossless: bool) -> None:
    assert webp.has_alpha(picture(mode=mode, lossless=lossless)) is (mode == "RGBA")


def test_own_chunk_goes_to_the_end_and_nothing_else_changes() -> None:
    result = webp.with_chunk(EXTENDED, b"NAIT", b"odd")
    assert result[8 : len(EXTENDED)] == EXTENDED[8:]
    assert result[len(EXTENDED) :] == b"NAIT\x03\0\0\0odd\0"
    assert struct.unpack("<I", result[4:8])[0] == len(result) - 8
    assert webp.read_chunk(result, b"NAIT") == b"odd"


def test_bytes_behind_the_container_stay_there() -> None:
    result = webp.with_chunk(EXTENDED + b"tail", b"NAIT", b"x")
    assert result == webp.with_chunk(EXTENDED, b"NAIT", b"x") + b"tail"


def test_an_earlier_chunk_is_replaced() -> None:
    first = webp.with_chunk(EXTENDED, b"NAIT", b"first")
    assert webp.with_chunk(first, b"NAIT", b"second") == webp.with_chunk(EXTENDED, b"NAIT", b"second")


@pytest.mark.parametrize("data", [SIMPLE_LOSSLESS, SIMPLE_LOSSY, EXTENDED], ids=["VP8L", "VP8", "VP8X"])
def test_decoders_see_the_same_pixels(data: bytes) -> None:
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(webp.with_chunk(data, b"NAIT", b"12345"))) as after:
        assert after.tobytes() == before.tobytes()
        assert after.info.get("exif") == before.info.get("exif")


def test_missing_padding_at_the_end_is_mended_when_something_is_added() -> None:
    data = container(b"VP8X\x0a\0\0\0" + bytes(10), b"JUNK\x03\0\0\0abc")
    assert webp.read_chunk(data, b"JUNK") == b"abc"
    result = webp.with_chunk(data, b"NAIT", b"hi")
    assert webp.read_chunk(result, b"JUNK") == b"abc"
    assert webp.read_chunk(result, b"NAIT") == b"hi"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"RIFF\x04\0\0\0WAVE", id="sound"),
        pytest.param(container(), id="no chunk"),
        pytest.param(container(b"ICCP\0\0\0\0"), id="no picture"),
        pytest.param(container(b"VP8X\x02\0\0\0\x10\0"), id="short VP8X"),
        pytest.param(container(b"VP8L\x05\0\0\0\0\0\0\0\0\0"), id="VP8L without its mark"),
        pytest.param(container(b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\0\0\0\0"), id="size 0"),
        pytest.param(container(b"VP8X\xff\xff\xff\xff"), id="chunk of 4 GiB"),
        pytest.param(b"RIFF\xff\xff\xff\xffWEBP" + bytes(40), id="container of 4 GiB"),
    ],
)
def test_broken_files_have_no_size(data: bytes) -> None:
    with pytest.raises(BadPicture):
        webp.size_of(data)


def test_every_truncation_is_refused() -> None:
    data = picture()
    for length in range(len(data)):
        with pytest.raises(BadPicture):
            webp.read_chunk(data[:length], b"NAIT")


def test_too_many_chunks_are_refused() -> None:
    with pytest.raises(BadPicture, match="too many"):
        webp.read_chunk(container(b"JUNK\0\0\0\0" * 70_000), b"NAIT")


@pytest.mark.parametrize("fourcc", [b"", b"NAI", b"NAITU", b"NA\0T"])
def test_a_wrong_code_is_refused(fourcc: bytes) -> None:
    with pytest.raises(ValueError, match="four printable"):
        webp.with_chunk(EXTENDED, fourcc, b"x")


@given(payload=st.binary(max_size=200))
@UNHURRIED
def test_any_payload_comes_back(payload: bytes) -> None:
    data = picture()
    result = webp.with_chunk(data, b"NAIT", payload)
    assert webp.read_chunk(result, b"NAIT") == payload
    assert len(result) % 2 == 0
    assert webp.with_chunk(result, b"NAIT", b"") == webp.with_chunk(data, b"NAIT", b"")


@given(
    edits=st.lists(st.tuples(st.integers(0, 120), st.binary(max_size=6)), min_size=1, max_size=4),
    cut=st.integers(0, 30),
)
@UNHURRIED
def test_mutated_files_raise_nothing_but_bad_picture(edits: list[tuple[int, bytes]], cut: int) -> None:
    data = webp.with_chunk(picture(exif=b"II*\0\x08\0\0\0\0\0"), b"NAIT", b"record")
    for place, new in edits:
        data = data[:place] + new + data[place + len(new) :]
    data = data[: len(data) - cut]
    for read in (webp.size_of, webp.has_alpha, lambda it: webp.with_chunk(it, b"NAIT", b"x")):
        with suppress(BadPicture):
            read(data)
