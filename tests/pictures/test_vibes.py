"""Vibe files, bundles and picture cards, in and out."""

import base64
import hashlib
import json
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from naitui.pictures import png
from naitui.pictures.errors import BadPicture, NoVibe
from naitui.pictures.vibe_parts import javascript_number
from naitui.pictures.vibes import (
    UNKNOWN_HASH,
    UNKNOWN_MODEL,
    Encoding,
    VibeFile,
    encoding_for,
    for_model,
    informations,
    is_bundle,
    merged,
    params_key,
    read_vibes,
    vibe_id,
    without_picture,
    write_bundle,
    write_card,
    write_vibe,
)

UNHURRIED = settings(deadline=None)
FULL = params_key({"information_extracted": 1})
MOST = params_key({"information_extracted": 0.7})


def picture(format: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), (200, 10, 20)).save(out, format)
    return out.getvalue()


def text64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def with_picture() -> VibeFile:
    return VibeFile(
        name="海辺",
        image=picture(),
        thumbnail=picture("JPEG"),
        encodings={
            "v4-5full": {
                FULL: Encoding(b"all of it", {"information_extracted": 1}),
                MOST: Encoding(b"most of it", {"information_extracted": 0.7}),
            }
        },
        created_at=1_760_000_000_123,
        import_info={"model": "nai-diffusion-4-5-full", "information_extracted": 1, "strength": 0.6},
    )


def bare() -> VibeFile:
    return VibeFile(name="bare", encodings={"v4full": {UNKNOWN_HASH: Encoding(b"opaque")}}, created_at=5)


def document(**changes: object) -> bytes:
    """A single vibe's JSON with some keys changed; None takes a key out."""
    record = json.loads(write_vibe(with_picture())) | changes
    return json.dumps({key: value for key, value in record.items() if value is not None}).encode()


def as_itxt(keyword: str, text: str, *, packed: bool = False) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt(keyword, text, zip=packed)
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def test_the_published_hashes() -> None:
    assert FULL == "b36a8472fe418d9f80d6bb1c54e3a6e62c62936aa7bf31dae2bcf7e929f6430f"
    assert MOST == "d372c4a472b7a68c80b56a646c3a98ac2eaf3c7bf9c97a6f38fc7a78f1020ced"


def test_parameters_are_sorted_and_nothing_is_left_out_but_nulls() -> None:
    assert params_key({"information_extracted": 1.0, "mask": None}) == FULL
    expected = hashlib.sha256(b"information_extracted:0.5,mask:abc").hexdigest()
    assert params_key({"mask": "abc", "information_extracted": 0.5}) == expected


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1.0, "1"),
        (100, "100"),
        (-0.0, "0"),
        (0.01, "0.01"),
        (-12.25, "-12.25"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-7, "1.5e-7"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e21, "1e+21"),
        (5e-324, "5e-324"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_numbers_are_printed_as_javascript_does(value: float, printed: str) -> None:
    assert javascript_number(value) == printed


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_printed_number_is_the_number(value: float) -> None:
    assert float(javascript_number(value)) == value


def test_an_id_is_the_hash_of_the_base64_text() -> None:
    assert vibe_id(b"opaque") == hashlib.sha256(b"b3BhcXVl").hexdigest()
    assert bare().id == vibe_id(b"opaque")
    assert with_picture().id == vibe_id(picture())


def test_a_vibe_with_nothing_in_it_has_no_id() -> None:
    with pytest.raises(BadPicture, match="neither"):
        write_vibe(VibeFile(name="empty"))


def test_a_written_vibe_has_the_keys_of_the_page_in_its_order() -> None:
    record = json.loads(write_vibe(with_picture()))
    assert list(record) == [
        "identifier",
        "version",
        "type",
        "image",
        "id",
        "encodings",
        "name",
        "thumbnail",
        "createdAt",
        "importInfo",
    ]
    assert (record["identifier"], record["version"], record["type"]) == ("novelai-vibe-transfer", 1, "image")
    assert record["image"] == text64(picture())
    assert record["encodings"]["v4-5full"][FULL] == {
        "encoding": text64(b"all of it"),
        "params": {"information_extracted": 1},
    }
    assert record["thumbnail"] == "data:image/jpeg;base64," + text64(picture("JPEG"))


def test_a_written_encoding_vibe_has_no_picture() -> None:
    text = write_vibe(bare()).decode()
    identity = vibe_id(b"opaque")
    assert text == (
        '{\n  "identifier": "novelai-vibe-transfer",\n  "version": 1,\n  "type": "encoding",\n'
        f'  "id": "{identity}",\n  "encodings": {{\n    "v4full": {{\n      "unknown": {{\n'
        '        "encoding": "b3BhcXVl",\n        "params": {}\n      }\n    }\n  },\n'
        '  "name": "bare",\n  "createdAt": 5\n}'
    )


def test_whole_numbers_are_written_without_a_point() -> None:
    vibe = VibeFile(
        name="x", image=picture(), import_info={"information_extracted": 1.0, "strength": 0.6, "mask": None}
    )
    assert json.loads(write_vibe(vibe))["importInfo"] == {"information_extracted": 1, "strength": 0.6}
    assert b'"information_extracted": 1,' in write_vibe(vibe)


@pytest.mark.parametrize("vibe", [with_picture(), bare()])
def test_a_vibe_survives_the_round_trip(vibe: VibeFile) -> None:
    data = write_vibe(vibe)
    assert read_vibes(data) == ([vibe], [])
    assert write_vibe(read_vibes(data)[0][0]) == data


def test_a_bundle_survives_the_round_trip() -> None:
    vibes = [with_picture(), bare()]
    data = write_bundle(vibes)
    assert json.loads(data)["identifier"] == "novelai-vibe-transfer-bundle"
    assert read_vibes(data) == (vibes, [])
    assert write_bundle(read_vibes(data)[0]) == data


def test_a_card_survives_the_round_trip_and_keeps_its_picture() -> None:
    vibes = [with_picture(), bare()]
    card = write_card(picture(), vibes)
    assert read_vibes(card) == (vibes, [])
    assert png.without_text(card, "naidata") == picture()
    text = png.read_text(card, "naidata")
    assert text is not None
    assert base64.b64decode(text) == write_bundle(vibes)


def test_a_card_is_rewritten_in_place_of_the_old_one() -> None:
    card = write_card(write_card(picture(), [with_picture()]), [bare()])
    assert card == write_card(picture(), [bare()])


def test_a_card_may_hold_more_than_metadata_may() -> None:
    large = VibeFile(name="large", encodings={"v4full": {UNKNOWN_HASH: Encoding(bytes(9_000_000))}})
    assert read_vibes(write_card(picture(), [large])) == ([large], [])


def test_a_card_over_64_mb_is_refused() -> None:
    huge = VibeFile(name="huge", encodings={"v4full": {UNKNOWN_HASH: Encoding(bytes(40_000_000))}})
    with pytest.raises(BadPicture, match="64 MB"):
        write_card(picture(), [huge])


@pytest.mark.parametrize("packed", [False, True])
def test_a_card_may_hold_a_single_vibe(packed: bool) -> None:
    card = as_itxt("naidata", text64(write_vibe(bare())), packed=packed)
    assert read_vibes(card) == ([bare()], [])


def test_a_bare_encoding_is_of_an_unknown_model() -> None:
    vibes, warnings = read_vibes(as_itxt("NovelAI_Vibe_Encoding_Base64", text64(b"opaque")))
    assert [vibe.encodings for vibe in vibes] == [{UNKNOWN_MODEL: {UNKNOWN_HASH: Encoding(b"opaque")}}]
    assert "which model" in warnings[0]
    assert encoding_for(vibes[0], "v4full", 1) is None
    assert encoding_for(vibes[0], UNKNOWN_MODEL, 1) == b"opaque"


def test_only_a_png_carries_a_card() -> None:
    with pytest.raises(BadPicture, match="not a PNG"):
        write_card(picture("JPEG"), [bare()])


@pytest.mark.parametrize("count", [0, 513])
def test_a_bundle_has_1_to_512_vibes(count: int) -> None:
    with pytest.raises(BadPicture, match="512"):
        write_bundle([bare()] * count)


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"id": "0" * 64}, "id does not match"),
        ({"id": None}, "id does not match"),
        ({"id": ["x"]}, "id does not match"),
        ({"createdAt": "2026-03-01T10:00:00.500Z"}, "date is written as text"),
        ({"createdAt": "yesterday"}, "date cannot be read"),
        ({"createdAt": 1e300}, "date cannot be read"),
        ({"createdAt": -1}, "date cannot be read"),
        ({"createdAt": True}, "date cannot be read"),
        ({"thumbnail": "no data URL"}, "thumbnail"),
        ({"thumbnail": "data:image/png;base64,!"}, "thumbnail"),
        ({"thumbnail": 7}, "thumbnail"),
        ({"version": 2}, "newer version"),
        ({"encodings": {"v6\u001bfull": {"unknown": {"encoding": "b3BhcXVl"}}}}, "not known here: v6full"),
        (
            {"encodings": {"v4full": {"unknown": {"encoding": "?"}, "b": 3, "c": {"encoding": ""}}}},
            "3 of its encodings",
        ),
    ],
)
def test_tolerated_faults_are_said(changes: dict[str, object], warning: str) -> None:
    vibes, warnings = read_vibes(document(**changes))
    assert [vibe.image for vibe in vibes] == [picture()]
    assert len(warnings) == 1
    assert warnings[0].startswith("Vibe 1: ")
    assert warning in warnings[0]


def test_a_date_as_text_is_understood() -> None:
    for text in ("1970-01-01T00:00:01.500Z", "1970-01-01T00:00:01.500", "1970-01-01T02:00:01.500+02:00"):
        assert read_vibes(document(createdAt=text))[0][0].created_at == 1500


def test_a_picture_that_is_none_leaves_the_encodings() -> None:
    vibes, warnings = read_vibes(document(image=text64(b"<html>")))
    assert vibes[0].image is None
    assert encoding_for(vibes[0], "v4-5full", 0.7) == b"most of it"
    assert "picture cannot be read" in warnings[0]


def test_what_other_tools_do_to_base64_is_forgiven() -> None:
    assert read_vibes(document(image="data:image/png;base64," + text64(picture())))[0][0].image == picture()
    lines = base64.encodebytes(picture()).decode()
    vibes, warnings = read_vibes(document(image=lines, id=hashlib.sha256(lines.encode()).hexdigest()))
    assert (vibes[0].image, warnings) == (picture(), [])
    assert read_vibes(document(image=text64(picture()).rstrip("=")))[0][0].image == picture()


def test_names_are_invented_cut_and_cleaned() -> None:
    identity = vibe_id(picture())
    assert read_vibes(document(name=None))[0][0].name == f"{identity[:6]}-{identity[-6:]}"
    assert len(read_vibes(document(name="x" * 5000))[0][0].name) == 200
    assert read_vibes(document(name="a\ud800"))[0][0].name == "a?"


def test_only_plain_values_are_taken_from_import_info() -> None:
    info = {"model": "m", "strength": 0.6, "mask": None, "deep": {"a": 1}, "flag": True, "huge": 10**40}
    assert read_vibes(document(importInfo=info))[0][0].import_info == {"model": "m", "strength": 0.6}
    assert read_vibes(document(importInfo=[1]))[0][0].import_info == {}


def test_a_spoilt_entry_leaves_the_others() -> None:
    entries = [17, json.loads(write_vibe(bare())), {"identifier": "novelai-vibe-transfer"}]
    data = json.dumps({"identifier": "novelai-vibe-transfer-bundle", "version": 1, "vibes": entries}).encode()
    vibes, warnings = read_vibes(data)
    assert vibes == [bare()]
    assert [warning[:7] for warning in warnings] == ["Vibe 1:", "Vibe 3:"]


def test_the_encoding_for_a_model_and_an_information() -> None:
    vibe = with_picture()
    assert encoding_for(vibe, "v4-5full", 1.0) == b"all of it"
    assert encoding_for(vibe, "v4-5full", 0.7) == b"most of it"
    assert encoding_for(vibe, "v4-5full", 0.5) is None
    assert encoding_for(vibe, "v4full", 1.0) is None


def test_without_a_picture_the_information_does_not_matter() -> None:
    assert encoding_for(bare(), "v4full", 0.3) == b"opaque"
    assert encoding_for(bare(), "v4-5full", 0.3) is None
    several = VibeFile("x", encodings={"v4full": {FULL: Encoding(b"a"), MOST: Encoding(b"b")}})
    assert [encoding_for(several, "v4full", value) for value in (1, 0.7, 0.3)] == [b"a", b"b", None]


def test_a_wrong_hash_is_seen_through_but_a_mask_is_not() -> None:
    entries = {
        "x": Encoding(b"masked", {"information_extracted": 0.5, "mask": "m"}),
        "y": Encoding(b"whole", {"information_extracted": 0.5}),
    }
    assert encoding_for(VibeFile("x", picture(), encodings={"v4full": entries}), "v4full", 0.5) == b"whole"


def nested(depth: int) -> bytes:
    return b'{"identifier":' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"{",
        b"[]",
        b"{}",
        b'{"identifier": ["novelai-vibe-transfer"]}',
        b'{"identifier": "something else"}',
        b'{"identifier": "novelai-vibe-transfer"}',
        b'{"identifier": "novelai-vibe-transfer-bundle"}',
        b'{"identifier": "novelai-vibe-transfer-bundle", "vibes": {}}',
        b'{"identifier": "novelai-vibe-transfer-bundle", "vibes": []}',
        b'{"identifier": "novelai-vibe-transfer", "createdAt": NaN}',
        b'{"identifier": "novelai-vibe-transfer", "createdAt": ' + b"9" * 5000 + b"}",
        b'{"identifier": "\xff"}',
        b'{"identifier": "novelai-vibe-transfer-bundle", "vibes": [' + b"1," * 512 + b"1]}",
        b'{"identifier": [' + b"1," * 200_001 + b"1]}",
        nested(50_000),
        nested(199_999),
        b"{" + bytes(64_000_000),
        picture(),
        picture("JPEG"),
        picture("WEBP"),
        as_itxt("naidata", "no base64!"),
        as_itxt("naidata", text64(b"no JSON")),
        as_itxt("NovelAI_Vibe_Encoding_Base64", ""),
        as_itxt("NovelAI_Vibe_Encoding_Base64", "?"),
        write_card(picture(), [bare()])[:-40],
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_holds_no_vibe_is_refused(data: bytes) -> None:
    with pytest.raises(BadPicture):
        read_vibes(data)


def with_chunk(body: bytes, *, crc: int = 0) -> bytes:
    """The picture with a chunk iTXt of that body in front of IEND."""
    *_, end = png.chunks(picture())
    check = (zlib.crc32(b"iTXt" + body) ^ crc).to_bytes(4, "big")
    chunk = len(body).to_bytes(4, "big") + b"iTXt" + body + check
    return picture()[: end.start] + chunk + picture()[end.start :]


def test_damaged_card_texts_are_refused() -> None:
    sound = b"naidata\0\0\0\0\0" + base64.b64encode(write_vibe(bare()))
    assert read_vibes(with_chunk(sound))[0] == [bare()]
    bomb = b"naidata\0\1\0\0\0" + zlib.compress(bytes(65_000_000))
    for broken in (
        with_chunk(sound, crc=1),
        with_chunk(b"naidata\0"),
        with_chunk(b"naidata\0\1\0\0\0x"),
        with_chunk(bomb),
    ):
        with pytest.raises(BadPicture):
            read_vibes(broken)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["version", "type", "image", "id", "encodings", "name", "thumbnail", "createdAt", "importInfo"]
SOMETHING = {"v4full": {"unknown": {"encoding": "b3BhcXVl"}}}


@UNHURRIED
@given(st.dictionaries(st.sampled_from(FIELDS), ANY_JSON))
def test_any_values_are_tolerated_or_refused_and_then_keep(changes: dict[str, object]) -> None:
    record = {"identifier": "novelai-vibe-transfer", "encodings": SOMETHING} | changes
    try:
        vibes, _ = read_vibes(json.dumps(record).encode())
    except BadPicture:
        return
    again = write_bundle(vibes)
    assert read_vibes(again)[0] == vibes
    assert write_bundle(read_vibes(again)[0]) == again


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for file in (data, b"{" + data, with_chunk(b"naidata\0" + data), with_chunk(data)):
        with pytest.raises(BadPicture):
            read_vibes(file)


def test_two_of_one_id_are_merged_and_the_first_wins() -> None:
    one = VibeFile("one", picture(), encodings={"v4full": {FULL: Encoding(b"mine")}})
    other = VibeFile(
        "other", picture(), encodings={"v4full": {FULL: Encoding(b"theirs"), MOST: Encoding(b"x")}, "a": {}}
    )
    both = merged(one, other)
    assert both.name == "one"
    assert both.encodings == {"v4full": {FULL: Encoding(b"mine"), MOST: Encoding(b"x")}, "a": {}}
    assert merged(one, one) == one


def test_a_bare_encoding_can_be_given_its_model() -> None:
    [bare_one], _ = read_vibes(as_itxt("NovelAI_Vibe_Encoding_Base64", text64(b"opaque")))
    known = for_model(bare_one, "v4full")
    assert known.encodings == {"v4full": {UNKNOWN_HASH: Encoding(b"opaque")}}
    assert known.id == bare_one.id
    assert for_model(with_picture(), "v4full") == with_picture()


def test_without_its_picture_a_vibe_is_one_encoding() -> None:
    alone = without_picture(with_picture(), "v4-5full", 0.7)
    assert (alone.image, alone.thumbnail, alone.id) == (None, None, vibe_id(b"most of it"))
    assert alone.encodings == {"v4-5full": {UNKNOWN_HASH: Encoding(b"most of it", {"information_extracted": 0.7})}}
    assert json.loads(write_vibe(alone))["type"] == "encoding"
    with pytest.raises(BadPicture, match=r"no encoding for v4full with information extracted 0\.7"):
        without_picture(with_picture(), "v4full", 0.7)


PARAMS = st.dictionaries(
    st.sampled_from(["information_extracted", "mask"]), st.sampled_from([0.7, 1, 0.123, "m"]), max_size=2
)


@given(
    st.booleans(),
    st.lists(st.tuples(st.sampled_from([FULL, MOST, UNKNOWN_HASH, "odd"]), PARAMS), max_size=3),
    st.sampled_from([0.7, 1.0, 0.3, 0.123]),
)
def test_where_an_encoding_is_known_it_is_found(
    has_picture: bool, entries: list[tuple[str, dict[str, float | str]]], asked: float
) -> None:
    encodings = {"v4full": {key: Encoding(b"x", params) for key, params in entries}}
    vibe = VibeFile("x", picture() if has_picture else None, encodings=encodings)
    known = informations(vibe, "v4full")
    assert (asked in known or None in known) == (encoding_for(vibe, "v4full", asked) is not None)
    assert informations(vibe, "v4-5full") == frozenset()


def test_a_bundle_is_told_from_a_single_vibe() -> None:
    assert is_bundle(write_bundle([bare()]))
    assert not is_bundle(write_vibe(bare()))


def test_a_sound_picture_without_a_vibe_is_told_from_a_damaged_card() -> None:
    with pytest.raises(NoVibe):
        read_vibes(picture())
    with pytest.raises(BadPicture) as failure:
        read_vibes(as_itxt("naidata", "no base64!"))
    assert not isinstance(failure.value, NoVibe)
