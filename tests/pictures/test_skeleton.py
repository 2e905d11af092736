"""A picture without its pixels says the same of itself as the whole one."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from naitui.pictures import png
from naitui.pictures.errors import BadPicture
from naitui.pictures.metadata import read_metadata
from naitui.pictures.own import embed, extract
from naitui.pictures.skeleton import read_skeleton


def noisy(format: str, size: tuple[int, int] = (300, 200), **options: object) -> bytes:
    picture = Image.effect_noise(size, 80).convert("RGB")
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def with_comment(comment: str) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Software", "NovelAI")
    texts.add_text("Comment", comment)
    return noisy("PNG", pnginfo=texts)


def test_it_says_the_same_and_is_much_smaller() -> None:
    whole = embed(with_comment('{"prompt": "cat", "seed": 3}'), "ours")
    skeleton = read_skeleton(io.BytesIO(whole))
    assert len(whole) > 40_000 > 1_000 > len(skeleton)
    assert read_metadata(skeleton, search_alpha=False) == read_metadata(whole, search_alpha=False)
    assert extract(skeleton) == "ours"
    assert png.size_of(skeleton) == (300, 200)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=2000))
def test_whatever_our_record_says(payload: str) -> None:
    assert extract(read_skeleton(io.BytesIO(embed(noisy("PNG", (40, 400)), payload)))) == payload


@pytest.mark.parametrize("format", ["WEBP", "JPEG"])
def test_others_are_read_whole(format: str) -> None:
    whole = noisy(format)
    assert read_skeleton(io.BytesIO(whole)) == whole


def test_a_cut_or_foreign_file_is_told(tmp_path: Path) -> None:
    whole = noisy("PNG")
    for length in (8, 20, 5_000, len(whole) - 1):
        with pytest.raises(BadPicture, match="cut short"):
            read_skeleton(io.BytesIO(whole[:length]))
    for strange in (b"", b"GIF89a", b"{}"):
        with pytest.raises(BadPicture, match="not a PNG"):
            read_skeleton(io.BytesIO(strange))


def test_a_text_of_twenty_megabytes_is_refused_without_being_read() -> None:
    whole = noisy("PNG", (8, 8))
    header, *_ = png.chunks(whole)
    bomb = (20_000_000).to_bytes(4, "big") + b"tEXt"
    with pytest.raises(BadPicture, match="more text"):
        read_skeleton(io.BytesIO(whole[: header.end] + bomb))
