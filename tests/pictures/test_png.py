"""PNG files: sizes, and texts in and out with every other byte left alone."""

import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.pictures import png
from naitui.pictures.errors import BadPicture

UNHURRIED = settings(deadline=None)

KEYWORDS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=79)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(*texts: bytes, size: tuple[int, int] = (3, 2)) -> bytes:
    """Write a PNG with the given chunks between header and pixels."""
    out = BytesIO()
    Image.new("RGBA", size, (10, 20, 30, 255)).save(out, "PNG")
    plain = out.getvalue()
    return plain[:33] + b"".join(texts) + plain[33:]


def test_size_is_read_from_the_header_alone() -> None:
    data = picture(size=(832, 1216))
    assert png.size_of(data) == (832, 1216)
    assert png.size_of(data[:33]) == (832, 1216)


def test_size_of_a_huge_header_is_told_not_refused() -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 6, 0, 0, 0))
    assert png.size_of(b"\x89PNG\r\n\x1a\n" + header) == (2**31 - 1, 2**31 - 1)


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (2**31, 5)])
def test_impossible_size_is_refused(size: tuple[int, int]) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 6, 0, 0, 0))
    with pytest.raises(BadPicture, match="impossible size"):
        png.size_of(b"\x89PNG\r\n\x1a\n" + header)


@pytest.mark.parametrize(("mode", "expected"), [("RGBA", True), ("LA", True), ("RGB", False), ("P", False)])
def test_alpha_is_told_by_the_colour_type(mode: str, expected: bool) -> None:
    out = BytesIO()
    Image.new(mode, (2, 2)).save(out, "PNG")
    assert png.has_alpha(out.getvalue()) is expected


def test_three_kinds_of_text_are_read_in_their_own_encodings() -> None:
    data = picture(
        chunk(b"tEXt", b"Software\0caf\xe9"),
        chunk(b"zTXt", b"Source\0\0" + zlib.compress(b"NovelAI Diffusion V4.5")),
        chunk(b"iTXt", b"Description\0\0\0en\0\0" + "桜, 1girl".encode()),
        chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress('{"prompt": "é"}'.encode())),
    )
    assert png.text_chunks(data) == {
        "Software": "café",
        "Source": "NovelAI Diffusion V4.5",
        "Description": "桜, 1girl",
        "Comment": '{"prompt": "é"}',
    }


def test_texts_that_pillow_writes_are_read() -> None:
    info = PngInfo()
    info.add_text("Comment", '{"seed": 1}')
    info.add_itxt("Description", "雪", zip=True)
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    assert png.text_chunks(out.getvalue()) == {"Comment": '{"seed": 1}', "Description": "雪"}


def test_the_last_of_two_equal_keywords_counts() -> None:
    data = picture(chunk(b"tEXt", b"a\0one"), chunk(b"tEXt", b"a\0two"))
    assert png.text_chunks(data) == {"a": "two"}
    assert png.read_text(data, "a") == "two"


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(chunk(b"tEXt", b"Comment\0{}")[:-1] + b"\xee", id="wrong CRC"),
        pytest.param(chunk(b"tEXt", b"no separator"), id="no NUL"),
        pytest.param(chunk(b"iTXt", b"Comment\0\0"), id="short iTXt"),
        pytest.param(chunk(b"iTXt", b"Comment\0\0\0\0\0\xff\xfe"), id="not UTF-8"),
        pytest.param(chunk(b"zTXt", b"Comment\0\0not zlib"), id="not zlib"),
        pytest.param(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 99)[:-6]), id="zlib cut short"),
        pytest.param(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000))), id="bomb"),
        pytest.param(chunk(b"tEXt", b"Comment\0" + b"x" * 9_000_000), id="9 MB of plain text"),
        pytest.param(b"".join(chunk(b"tEXt", b"%d\0" % n + b"x" * 900_000) for n in range(10)), id="ten times 0.9 MB"),
    ],
)
def test_damaged_and_endless_texts_are_refused(bad: bytes) -> None:
    with pytest.raises(BadPicture):
        png.text_chunks(picture(bad))


def test_one_text_is_readable_beside_a_damaged_one() -> None:
    data = picture(chunk(b"zTXt", b"Comment\0\0not zlib"), chunk(b"tEXt", b"naitui\0ok"))
    assert png.read_text(data, "naitui") == "ok"
    assert png.read_text(data, "other") is None


def test_every_truncation_is_refused() -> None:
    data = png.with_text(picture(), "naitui", "x")
    for length in range(len(data)):
        with pytest.raises(BadPicture):
            png.text_chunks(data[:length])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xd8\xff", id="JPEG"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), id="no header"),
        pytest.param(picture(chunk(b"te\0t", b"")), id="kind that is not letters"),
        pytest.param(picture(struct.pack(">I", 2**32 - 1) + b"tEXt"), id="length of 4 GiB"),
        pytest.param(picture(chunk(b"IHDR", bytes(13))), id="second header"),
        pytest.param(picture(chunk(b"teSt", b"") * 70_000), id="70,000 chunks"),
    ],
)
def test_broken_structure_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        png.text_chunks(data)


def test_text_goes_directly_before_the_end_and_nothing_else_changes() -> None:
    data = picture(chunk(b"tEXt", b"Comment\0{}")) + b"bytes behind the end"
    result = png.with_text(data, "naitui", "hé")
    added = chunk(b"iTXt", b"naitui\0\0\0\0\0" + "hé".encode())
    place = data.index(b"IEND") - 4
    assert result == data[:place] + added + data[place:]


def test_text_can_stand_directly_behind_the_header() -> None:
    data = picture()
    assert png.with_text(data, "a", "b", before_iend=False) == (data[:33] + chunk(b"iTXt", b"a\0\0\0\0\0b") + data[33:])


def test_a_text_of_any_kind_is_replaced_and_removed() -> None:
    plain = picture(chunk(b"tEXt", b"keep\0me"))
    data = picture(chunk(b"tEXt", b"keep\0me"), chunk(b"tEXt", b"naitui\0old"), chunk(b"zTXt", b"naitui\0\0damaged"))
    assert png.without_text(data, "naitui") == plain
    assert png.with_text(data, "naitui", "new") == png.with_text(plain, "naitui", "new")
    assert png.without_text(png.with_text(plain, "naitui", "new"), "naitui") == plain


def test_pillow_reads_what_is_written() -> None:
    with Image.open(BytesIO(png.with_text(picture(), "naitui", "雪"))) as image:
        image.load()
        assert image.getpixel((0, 0)) == (10, 20, 30, 255)
        assert image.text == {"naitui": "雪"}


@pytest.mark.parametrize(
    ("keyword", "text"),
    [("", "x"), ("k" * 80, "x"), ("雪", "x"), ("k", "a\0b"), ("k", "\ud83d"), ("k", "x" * 9_000_000)],
)
def test_what_a_png_cannot_hold_is_refused(keyword: str, text: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        png.with_text(picture(), keyword, text)
    assert not isinstance(caught.value, BadPicture)


@given(keyword=KEYWORDS, text=TEXTS)
@UNHURRIED
def test_any_text_comes_back(keyword: str, text: str) -> None:
    data = picture()
    result = png.with_text(data, keyword, text)
    assert png.text_chunks(result) == {keyword: text}
    assert png.without_text(result, keyword) == data


@given(
    edits=st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6)), min_size=1, max_size=4),
    cut=st.integers(0, 60),
)
@UNHURRIED
def test_mutated_files_raise_nothing_but_bad_picture(edits: list[tuple[int, bytes]], cut: int) -> None:
    data = picture(
        chunk(b"tEXt", b"Software\0NovelAI"),
        chunk(b"zTXt", b"Source\0\0" + zlib.compress(b"NovelAI Diffusion V5")),
        chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(b"{}")),
    )
    for place, new in edits:
        data = data[:place] + new + data[place + len(new) :]
    data = data[: len(data) - cut]
    for read in (png.size_of, png.has_alpha, png.text_chunks, lambda it: png.with_text(it, "Comment", "x")):
        with suppress(BadPicture):
            read(data)


@given(kind=st.sampled_from([b"tEXt", b"zTXt", b"iTXt"]), body=st.binary(max_size=80))
@UNHURRIED
def test_any_text_body_with_a_right_checksum_is_read_or_refused(kind: bytes, body: bytes) -> None:
    with suppress(BadPicture):
        assert len(png.text_chunks(picture(chunk(kind, body)))) == 1
