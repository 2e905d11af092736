"""What a picture says about how it was made, wherever it says it."""

import json
import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.pictures.alpha import write_record
from naitui.pictures.errors import BadPicture
from naitui.pictures.metadata import Metadata, read_metadata

UNHURRIED = settings(deadline=None)

COMMENT: dict[str, object] = {"prompt": "1girl, 桜", "seed": 7, "scale": 5.5, "version": 1}
TEXTS = {
    "Title": "AI generated image",
    "Description": "1girl, 桜",
    "Software": "NovelAI",
    "Source": "NovelAI Diffusion V4.5 4BDE2A90",
    "Generation_time": "3.2",
    "Comment": json.dumps(COMMENT),
}
ENVELOPE = {**TEXTS, "Generation time": 3.2}
USER_COMMENT, DOCUMENT_NAME, IMAGE_DESCRIPTION, SOFTWARE = 0x9286, 0x010D, 0x010E, 0x0131


def png_with(texts: dict[str, str], image: Image.Image | None = None, exif: bytes | None = None) -> bytes:
    info = PngInfo()
    for key, value in texts.items():
        info.add_text(key, value)
    out = BytesIO()
    (image or Image.new("RGB", (8, 8))).save(out, "PNG", pnginfo=info, **({} if exif is None else {"exif": exif}))
    return out.getvalue()


def exif_with(user_comment: bytes, **fields: str) -> bytes:
    exif = Image.Exif()
    for tag, name in ((DOCUMENT_NAME, "title"), (IMAGE_DESCRIPTION, "description"), (SOFTWARE, "software")):
        if name in fields:
            exif[tag] = fields[name]
    exif.get_ifd(0x8769)[USER_COMMENT] = user_comment
    return exif.tobytes()


def ascii_comment(value: object) -> bytes:
    return b"ASCII\0\0\0" + json.dumps(value, ensure_ascii=False).encode()


def saved(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = BytesIO()
    (image or Image.new("RGB", (8, 8))).save(out, kind, **options)
    return out.getvalue()


def test_png_texts_are_read() -> None:
    assert read_metadata(png_with(TEXTS)) == Metadata(
        where="text",
        title="AI generated image",
        description="1girl, 桜",
        software="NovelAI",
        source="NovelAI Diffusion V4.5 4BDE2A90",
        generation_time="3.2",
        comment=COMMENT,
    )


def test_both_spellings_of_generation_time_count() -> None:
    found = read_metadata(png_with({"Comment": "{}", "Generation time": "5.9089s"}))
    assert found is not None
    assert found.generation_time == "5.9089s"


def test_missing_fields_are_empty() -> None:
    found = read_metadata(png_with({"Comment": "{}"}))
    assert found == Metadata("text", "", "", "", "", "", {})


def test_a_comment_wrapped_once_more_is_unwrapped() -> None:
    as_text = read_metadata(png_with({"Comment": json.dumps({"Comment": json.dumps(COMMENT)})}))
    as_object = read_metadata(png_with({"Comment": json.dumps({"Comment": COMMENT})}))
    assert as_text is not None
    assert as_object is not None
    assert as_text.comment == as_object.comment == COMMENT


@pytest.mark.parametrize("kind", ["WEBP", "JPEG", "PNG"])
def test_the_whole_envelope_in_the_user_comment_is_read(kind: str) -> None:
    found = read_metadata(saved(kind, exif=exif_with(ascii_comment(ENVELOPE))))
    assert found == Metadata(
        "exif", TEXTS["Title"], "1girl, 桜", "NovelAI", "NovelAI Diffusion V4.5 4BDE2A90", "3.2", COMMENT
    )


def test_a_bare_comment_is_read() -> None:
    found = read_metadata(saved("WEBP", exif=exif_with(ascii_comment(COMMENT))))
    assert found == Metadata("exif", "", "", "", "", "", COMMENT)


def test_separate_exif_fields_are_read_with_the_source_in_software() -> None:
    block = exif_with(
        ascii_comment(COMMENT),
        title="AI generated image",
        description="1girl",
        software="NovelAI Diffusion V5 0ADF9AB7",
    )
    found = read_metadata(saved("WEBP", exif=block))
    assert found == Metadata("exif", "AI generated image", "1girl", "", "NovelAI Diffusion V5 0ADF9AB7", "", COMMENT)


@pytest.mark.parametrize(
    "raw",
    [
        b"ASCII\0\0\0" + json.dumps(COMMENT).encode() + b"\0\0",
        b"\0" * 8 + json.dumps(COMMENT).encode(),
        json.dumps(COMMENT).encode(),
        b"UNICODE\0" + json.dumps(COMMENT, ensure_ascii=False).encode("utf-16-be"),
        b"UNICODE\0" + json.dumps(COMMENT, ensure_ascii=False).encode("utf-16-le"),
        b"UNICODE\0" + json.dumps(COMMENT, ensure_ascii=False).encode("utf-16"),
    ],
    ids=["ASCII, NUL-ended", "no code", "no code at all", "UTF-16 BE", "UTF-16 LE", "UTF-16 with mark"],
)
@pytest.mark.parametrize("byte_order", ["II", "MM"])
def test_user_comments_in_any_encoding_are_read(raw: bytes, byte_order: str) -> None:
    mark = "<" if byte_order == "II" else ">"
    tiff = byte_order.encode() + struct.pack(mark + "HI", 42, 8)
    tiff += struct.pack(mark + "HHHIII", 1, 0x8769, 4, 1, 26, 0)
    tiff += struct.pack(mark + "HHHIII", 1, USER_COMMENT, 7, len(raw), 44, 0) + raw
    found = read_metadata(saved("WEBP", exif=tiff))
    assert found is not None
    assert found.comment == COMMENT


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_hidden_copy_is_read_last(kind: str) -> None:
    record = {key: value for key, value in ENVELOPE.items() if key not in ("Title", "Generation_time")}
    image = write_record(Image.new("RGB", (80, 80), "teal"), record)
    data = saved(kind, image, **({"lossless": True, "exact": True} if kind == "WEBP" else {}))
    found = read_metadata(data)
    assert found == Metadata("alpha", "", "1girl, 桜", "NovelAI", "NovelAI Diffusion V4.5 4BDE2A90", "3.2", COMMENT)
    assert read_metadata(data, search_alpha=False) is None


def test_text_comes_before_exif_and_exif_before_alpha() -> None:
    image = write_record(Image.new("RGB", (80, 80)), {"Comment": '{"prompt": "alpha"}'})
    block = exif_with(ascii_comment({"prompt": "exif"}))
    everything = read_metadata(png_with({"Comment": '{"prompt": "text"}'}, image, block))
    without_text = read_metadata(png_with({"Comment": "made with another program"}, image, block))
    assert everything is not None
    assert without_text is not None
    assert everything.comment == {"prompt": "text"}
    assert without_text.comment == {"prompt": "exif"}


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("[" * 1_000_000, id="a million brackets"),
        pytest.param('{"a":' * 50_000, id="50,000 objects deep"),
        pytest.param('{"a": [' + "[]," * 300_000 + "0]}", id="300,000 lists"),
        pytest.param('{"scale": NaN}', id="NaN"),
        pytest.param('{"scale": -Infinity}', id="infinity"),
        pytest.param('{"scale": 1e999}', id="too large a float"),
        pytest.param('{"seed": ' + "9" * 5000 + "}", id="5,000 digits"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param('"text"', id="a string"),
        pytest.param("Created with GIMP", id="no JSON"),
        pytest.param("", id="nothing"),
        pytest.param('{"Comment": 5}', id="wrapped number"),
    ],
)
def test_a_hostile_comment_counts_as_none_and_alpha_is_still_found(comment: str) -> None:
    assert read_metadata(png_with({**TEXTS, "Comment": comment})) is None
    image = write_record(Image.new("RGB", (80, 80)), {"Comment": "{}"})
    found = read_metadata(png_with({**TEXTS, "Comment": comment}, image))
    assert found is not None
    assert found.where == "alpha"


def test_lone_surrogates_become_question_marks() -> None:
    found = read_metadata(png_with({"Comment": '{"prompt": "a \\ud83d b \\ud83c\\udf38"}'}))
    assert found is not None
    assert found.comment == {"prompt": "a ? b 🌸"}


def test_a_compressed_bomb_counts_as_none() -> None:
    body = b"zTXtComment\0\0" + zlib.compress(bytes(50_000_000))
    bomb = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    plain = png_with({})
    assert read_metadata(plain[:33] + bomb + plain[33:]) is None


def test_a_huge_header_is_not_decoded() -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 6, 0, 0, 0)
    plain = png_with({}, Image.new("RGBA", (1, 1)))
    assert read_metadata(plain[:12] + header + struct.pack(">I", zlib.crc32(header)) + plain[33:]) is None


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_picture_without_metadata_has_none(kind: str) -> None:
    assert read_metadata(saved(kind)) is None


def test_another_programs_json_in_exif_is_not_taken() -> None:
    assert read_metadata(saved("WEBP", exif=exif_with(ascii_comment({"lens": "50mm"})))) is None


@pytest.mark.parametrize("data", [b"", b"{}", b"<html>", b"PK\x03\x04", b"GIF89a"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture, match="not a PNG, JPEG or WebP"):
        read_metadata(data)


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP"])
def test_a_stub_of_a_picture_has_none(start: bytes) -> None:
    assert read_metadata(start) is None


HIDDEN = write_record(Image.new("RGB", (70, 70)), {"Comment": "{}"})
SAMPLES = {
    "png": png_with({**TEXTS}, HIDDEN),
    "bare png": png_with({}, HIDDEN),
    "webp": saved("WEBP", HIDDEN, lossless=True, exact=True, exif=exif_with(ascii_comment(COMMENT), title="t")),
    "jpeg": saved("JPEG", exif=exif_with(ascii_comment(ENVELOPE))),
}


@given(
    name=st.sampled_from(sorted(SAMPLES)),
    edits=st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=4),
    cut=st.integers(0, 80),
)
@settings(UNHURRIED, max_examples=300)
def test_mutated_pictures_raise_nothing_but_bad_picture(name: str, edits: list[tuple[int, bytes]], cut: int) -> None:
    data = SAMPLES[name]
    for place, new in edits:
        place %= len(data)
        data = data[:place] + new + data[place + len(new) :]
    with suppress(BadPicture):
        read_metadata(data[: len(data) - cut])


@given(tiff=st.binary(max_size=200), mark=st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b""]))
@UNHURRIED
def test_any_exif_block_is_read_or_ignored(tiff: bytes, mark: bytes) -> None:
    read_metadata(saved("WEBP", exif=mark + tiff))
