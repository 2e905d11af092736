"""naitui's own record: in, out, and nothing else touched."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.pictures.errors import BadPicture
from naitui.pictures.metadata import read_metadata
from naitui.pictures.own import embed, extract

UNHURRIED = settings(deadline=None)


def saved(kind: str) -> bytes:
    info = PngInfo()
    info.add_text("Comment", '{"prompt": "x"}')
    out = BytesIO()
    Image.effect_noise((16, 16), 80).convert("RGB").save(out, kind, **({"pnginfo": info} if kind == "PNG" else {}))
    return out.getvalue()


PNG, WEBP, JPEG = saved("PNG"), saved("WEBP"), saved("JPEG")


@given(
    data=st.sampled_from([PNG, WEBP]),
    payload=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=500),
)
@UNHURRIED
def test_any_payload_comes_back(data: bytes, payload: str) -> None:
    assert extract(embed(data, payload)) == payload


@pytest.mark.parametrize("data", [PNG, WEBP], ids=["PNG", "WebP"])
def test_a_second_record_replaces_the_first(data: bytes) -> None:
    assert embed(embed(data, "first"), "second") == embed(data, "second")


@pytest.mark.parametrize("data", [PNG, WEBP], ids=["PNG", "WebP"])
def test_pixels_and_other_metadata_stay(data: bytes) -> None:
    result = embed(data, "record")
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(result)) as after:
        assert before.tobytes() == after.tobytes()
    assert read_metadata(result) == read_metadata(data)


@pytest.mark.parametrize("data", [PNG, WEBP, JPEG], ids=["PNG", "WebP", "JPEG"])
def test_a_picture_of_another_program_has_no_record(data: bytes) -> None:
    assert extract(data) is None


def test_jpeg_is_refused() -> None:
    with pytest.raises(BadPicture, match="JPEG"):
        embed(JPEG, "record")


@pytest.mark.parametrize("data", [b"", b"{}", b"GIF89a", PNG[:-5], WEBP[:-5]])
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        embed(data, "record")
    with pytest.raises(BadPicture):
        extract(data)


@pytest.mark.parametrize("data", [PNG, WEBP], ids=["PNG", "WebP"])
@pytest.mark.parametrize("payload", ["a\0b", "\ud83d", "x" * 9_000_000], ids=["NUL", "surrogate", "9 MB"])
def test_a_payload_that_could_not_come_back_is_refused(data: bytes, payload: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        embed(data, payload)


def test_a_damaged_record_is_refused() -> None:
    for data in (PNG, WEBP):
        result = embed(data, "a record of some length")
        with pytest.raises(BadPicture):
            extract(result.replace(b"a record", b"\xff record"))


@given(
    data=st.sampled_from([embed(PNG, "record"), embed(WEBP, "record")]),
    place=st.integers(0, 2000),
    new=st.binary(min_size=1, max_size=6),
)
@UNHURRIED
def test_mutated_files_raise_nothing_but_bad_picture(data: bytes, place: int, new: bytes) -> None:
    place %= len(data)
    with suppress(BadPicture):
        extract(data[:place] + new + data[place + len(new) :])
