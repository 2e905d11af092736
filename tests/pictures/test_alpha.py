"""The record hidden in the lowest bits of alpha."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from naitui.pictures.alpha import read_record, write_record
from naitui.pictures.errors import BadPicture

UNHURRIED = settings(deadline=None)

RECORD = {
    "Description": "1girl, 桜",
    "Software": "NovelAI",
    "Source": "NovelAI Diffusion V4.5 4BDE2A90",
    "Generation time": "3.2",
    "Comment": json.dumps({"prompt": "1girl, 桜", "seed": 7}),
}


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 90).convert("RGB")


def hidden_by_hand(message: bytes, size: tuple[int, int]) -> Image.Image:
    """Hide bytes pixel by pixel, straight from the format's description."""
    image = Image.new("RGBA", size, (9, 8, 7, 255))
    for index, bit in enumerate(f"{byte:08b}"[place] for byte in message for place in range(8)):
        x, y = divmod(index, size[1])
        image.putpixel((x, y), (9, 8, 7, 254 + int(bit)))
    return image


def message(payload: bytes, signature: bytes = b"stealth_pngcomp", bits: int | None = None) -> bytes:
    return signature + (8 * len(payload) if bits is None else bits).to_bytes(4, "big") + payload


def test_a_record_written_by_the_book_is_read() -> None:
    payload = gzip.compress(json.dumps(RECORD, ensure_ascii=False).encode())
    assert read_record(hidden_by_hand(message(payload) + b"\xff" * 4, (61, 67))) == RECORD


def test_the_uncompressed_form_is_read() -> None:
    payload = json.dumps(RECORD, ensure_ascii=False).encode()
    assert read_record(hidden_by_hand(message(payload, b"stealth_pnginfo"), (61, 67))) == RECORD


def test_a_written_record_follows_the_book() -> None:
    image = write_record(noise(61, 67), RECORD)
    bits = "".join(str(image.getpixel((x, y))[3] & 1) for x in range(61) for y in range(67))
    assert int(bits[:120], 2).to_bytes(15, "big") == b"stealth_pngcomp"
    length = int(bits[120:152], 2)
    payload = int(bits[152 : 152 + length], 2).to_bytes(length // 8, "big")
    assert json.loads(gzip.decompress(payload)) == RECORD
    assert bits[152 + length : 184 + length] == "1" * 32
    used = 184 + length
    alphas = [image.getpixel((x, y))[3] for x in range(61) for y in range(67)]
    assert set(alphas[:used]) == {254, 255}
    assert set(alphas[used:]) == {255}


def test_colours_stay_and_writing_is_deterministic() -> None:
    source = noise(64, 64)
    first, second = write_record(source, RECORD), write_record(source, RECORD)
    assert first.convert("RGB").tobytes() == source.tobytes()
    assert first.tobytes() == second.tobytes()
    assert source.mode == "RGB"


def test_real_transparency_changes_by_at_most_one() -> None:
    source = noise(64, 64).convert("RGBA")
    source.putalpha(Image.linear_gradient("L").resize((64, 64)))
    before = source.copy()
    result = write_record(source, RECORD)
    assert read_record(result) == RECORD
    assert source.tobytes() == before.tobytes()
    pairs = zip(source.getchannel("A").tobytes(), result.getchannel("A").tobytes(), strict=True)
    assert max(abs(old - new) for old, new in pairs) == 1


def test_a_second_record_replaces_the_first() -> None:
    assert read_record(write_record(write_record(noise(80, 80), RECORD), {"Comment": "{}"})) == {"Comment": "{}"}


@pytest.mark.parametrize("size", [(5000, 1), (1, 5000), (7, 701), (701, 7)])
def test_any_shape_holds_a_record(size: tuple[int, int]) -> None:
    assert read_record(write_record(noise(*size), RECORD)) == RECORD


def test_too_small_a_picture_is_refused() -> None:
    with pytest.raises(BadPicture, match="too small"):
        write_record(noise(20, 20), RECORD)


def test_a_record_that_is_not_json_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_record(noise(64, 64), {"scale": float("nan")})


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "CMYK"])
def test_without_alpha_there_is_no_record(mode: str) -> None:
    assert read_record(Image.new(mode, (64, 64))) is None


@pytest.mark.parametrize("size", [(1, 1), (10, 10), (64, 64)])
def test_a_plain_picture_has_no_record(size: tuple[int, int]) -> None:
    assert read_record(Image.new("RGBA", size, (0, 0, 0, 255))) is None


def test_a_picture_that_is_too_large_is_not_searched() -> None:
    record = write_record(noise(64, 64), RECORD)
    wide = Image.new("LA", (262_145, 64))  # 64 pixels over the limit
    wide.paste(record.convert("LA"), (0, 0))
    assert read_record(wide.crop((0, 0, 64, 64))) == RECORD
    assert read_record(wide) is None


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(message(b"not gzip at all"), id="not gzip"),
        pytest.param(message(gzip.compress(b"{}" * 200)[:-9]), id="gzip cut short"),
        pytest.param(message(gzip.compress(b'{"a": 1}')[:-8] + bytes(8)), id="wrong gzip checksum"),
        pytest.param(message(gzip.compress(b"\xff\xfe")), id="not UTF-8"),
        pytest.param(message(gzip.compress(b"[1]")), id="not an object"),
        pytest.param(message(gzip.compress(b'{"a": NaN}')), id="NaN"),
        pytest.param(message(gzip.compress(b"[" * 1_000_000)), id="nested a million deep"),
        pytest.param(message(gzip.compress(bytes(100_000_000))), id="bomb"),
        pytest.param(message(b"", bits=0), id="length 0"),
        pytest.param(message(b"", bits=2**32 - 1), id="length 4 Gibit"),
        pytest.param(message(b"{}", bits=13), id="length not in bytes"),
        pytest.param(message(b"steps: 28", b"stealth_pnginfo"), id="another program's text"),
    ],
)
def test_damaged_records_count_as_none(hostile: bytes) -> None:
    side = int((8 * len(hostile)) ** 0.5) + 20
    image = Image.new("L", (1, 8 * len(hostile)))
    image.putdata([255 if byte >> place & 1 else 254 for byte in hostile for place in range(7, -1, -1)])
    tall = Image.new("RGBA", (2, max(image.height, side)), (0, 0, 0, 255))
    alpha = tall.getchannel("A")
    alpha.paste(image, (0, 0))
    tall.putalpha(alpha)
    assert read_record(tall) is None


@given(
    record=st.dictionaries(
        st.text(max_size=8),
        st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.integers(), st.booleans()),
        max_size=5,
    ),
    height=st.integers(1, 130),
)
@settings(UNHURRIED, max_examples=60)
def test_any_record_comes_back(record: dict[str, object], height: int) -> None:
    record = {key.encode("utf-8", "replace").decode(): value for key, value in record.items()}
    assert read_record(write_record(noise(20_000 // height, height), record)) == record


@given(flips=st.lists(st.integers(0, 64 * 64 - 1), min_size=1, max_size=30))
@UNHURRIED
def test_flipped_bits_never_raise(flips: list[int]) -> None:
    image = write_record(Image.new("RGB", (64, 64)), RECORD)
    for place in flips:
        x, y = divmod(place, 64)
        red, green, blue, alpha = image.getpixel((x, y))
        image.putpixel((x, y), (red, green, blue, alpha ^ 1))
    found = read_record(image)
    assert found is None or isinstance(found, dict)
