"""Answers with pictures in them: bytes in, pictures or `BadReply` out (api.md 2.4)."""

import base64
import io
import json
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from naitui.novelai.errors import BadReply
from naitui.novelai.replies import MAX_PICTURE, Image, read_pictures

Packer = Callable[[Mapping[str, bytes]], bytes]


def file_of(kind: str, shade: int = 0) -> bytes:
    """A small complete picture file; ``shade`` tells several apart."""
    out = io.BytesIO()
    Picture.new("RGB", (8, 8), (shade, 0, 0)).save(out, kind, lossless=True)
    return out.getvalue()


SAMPLES = [file_of("PNG", shade) for shade in range(0, 240, 20)]


def refused(body: bytes, expected: int = 1) -> BadReply:
    """The fault with an answer; it keeps every byte of it."""
    with pytest.raises(BadReply) as caught:
        list(read_pictures(body, expected))
    assert caught.value.body == body
    assert (caught.value.charged, caught.value.retry) == ("maybe", False)
    assert str(caught.value)
    return caught.value


def test_members_come_in_the_order_of_their_numbers(make_zip: Packer) -> None:
    order = [10, 2, 0, 11, 1, 3, 9, 8, 7, 6, 5, 4]
    body = make_zip({f"image_{number}.png": SAMPLES[number] for number in order})
    assert list(read_pictures(body, 12)) == [Image(data, sample) for sample, data in enumerate(SAMPLES)]


def test_names_are_only_read_for_their_numbers(make_zip: Packer) -> None:
    body = make_zip(
        {"../../etc/v2/x_1.webp.png": SAMPLES[1], "C:\\0.png": SAMPLES[0], "nine9999999999999999.png": SAMPLES[2]}
    )
    assert [image.data for image in read_pictures(body, 3)] == SAMPLES[:3]


def test_more_pictures_than_asked_for_are_all_given(make_zip: Packer) -> None:
    body = make_zip({f"image_{number}.png": SAMPLES[number] for number in range(3)})
    assert len(list(read_pictures(body, 1))) == 3


def test_fewer_pictures_are_given_before_the_fault(make_zip: Packer) -> None:
    body = make_zip({"image_0.png": SAMPLES[0], "image_1.png": SAMPLES[1]})
    pictures = read_pictures(body, 4)
    assert [next(pictures).data, next(pictures).data] == SAMPLES[:2]
    with pytest.raises(BadReply, match="2 of 4 pictures came"):
        next(pictures)


def test_pictures_in_front_of_a_damaged_one_are_given(make_zip: Packer) -> None:
    pictures = read_pictures(make_zip({"0.png": SAMPLES[0], "1.png": SAMPLES[1][:-9]}), 2)
    assert next(pictures).data == SAMPLES[0]
    with pytest.raises(BadReply, match="cut off"):
        next(pictures)


def test_too_many_members(make_zip: Packer) -> None:
    assert len(list(read_pictures(make_zip({f"{n}.png": SAMPLES[0] for n in range(16)}), 16))) == 16
    assert "17 files" in str(refused(make_zip({f"{n}.png": SAMPLES[0] for n in range(17)})))


def test_a_member_that_unpacks_to_too_much(make_zip: Packer) -> None:
    bomb = make_zip({"image_0.png": bytes(MAX_PICTURE + 1)})
    assert len(bomb) < 1_000_000
    assert "too large" in str(refused(bomb))


def test_an_empty_zip(make_zip: Packer) -> None:
    refused(make_zip({}))


def test_a_zip_of_something_else(make_zip: Packer) -> None:
    refused(make_zip({"image_0.png": b"<html></html>"}))
    refused(make_zip({"folder/": b""}))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_bare_picture_is_taken(kind: str) -> None:
    data = file_of(kind)
    assert list(read_pictures(data, 1)) == [Image(data, 0)]
    refused(data, expected=2)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_bare_picture_that_is_cut(kind: str) -> None:
    data = file_of(kind)
    for length in range(12, len(data) - 1):
        refused(data[:length])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "with nothing"),
        (b" \r\n", "with nothing"),
        (b"<!DOCTYPE html><html><script>alert(1)</script>", "with a web page"),
        (b"\xef\xbb\xbf <html>", "with a web page"),
        (b"\x00\x01garbage", "something that is no picture"),
        (b"null", "something that is no picture"),
        (b"{}", "JSON that holds no pictures"),
        (b"[1]", "JSON that holds no pictures"),
        (b'{"statusCode":500,"message":"x"}', "JSON that holds no pictures"),
        (b'{"images":[]}', "0 of 1 pictures"),
        (b'{"images":[{"index":0}]}', "JSON that holds no pictures"),
        (b'{"images":{"image":"AAAA"}}', "JSON that holds no pictures"),
        (b'{"images":[{"image":"!!!!"}]}', "JSON that holds no pictures"),
        (b'{"images":[{"image":"AAAA"}]}', "no picture"),
        (b'{"images":', "JSON that holds no pictures"),
        (b"[" * 100_000, "JSON that holds no pictures"),
        (b'{"images": ' + b"9" * 5000 + b"}", "JSON that holds no pictures"),
        (b'{"\xff"', "JSON that holds no pictures"),
    ],
)
def test_what_is_no_picture(body: bytes, words: str) -> None:
    error = refused(body)
    assert words in str(error)
    assert "<" not in str(error)


def as_json(*entries: object) -> bytes:
    return json.dumps({"images": entries}).encode()


def entry(sample: int, **more: object) -> dict[str, object]:
    return {"image": base64.b64encode(SAMPLES[sample]).decode(), "seed": 5, **more}


def test_json_with_pictures() -> None:
    body = as_json(entry(1, index=1), entry(0, index=0))
    assert list(read_pictures(body, 2)) == [Image(SAMPLES[0], 0), Image(SAMPLES[1], 1)]
    assert list(read_pictures(as_json(entry(3), entry(2)), 2)) == [Image(SAMPLES[3], 0), Image(SAMPLES[2], 1)]


@pytest.mark.parametrize("index", ["1", -1, None, True, 1.5, [], 10**30])
def test_json_with_an_impossible_index_goes_by_the_place(index: object) -> None:
    assert list(read_pictures(as_json(entry(0, index=0), entry(1, index=index)), 2)) == [
        Image(SAMPLES[0], 0),
        Image(SAMPLES[1], 1),
    ]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_zip_is_pictures_or_a_bad_reply(data: st.DataObject, make_zip: Packer) -> None:
    body = bytearray(make_zip({"image_0.png": SAMPLES[0], "image_1.png": SAMPLES[1]}))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(body) - 1))
        match data.draw(st.sampled_from(["set", "cut", "add"])):
            case "set":
                body[place] = data.draw(st.integers(0, 255))
            case "cut":
                del body[place : place + data.draw(st.integers(1, 40))]
            case "add":
                body[place:place] = data.draw(st.binary(max_size=12))
        body = body or bytearray(b"P")
    given_pictures: list[Image] = []
    try:
        given_pictures.extend(read_pictures(bytes(body), 2))
    except BadReply:
        return
    assert len(given_pictures) >= 2


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_every_cut_of_a_zip_is_a_bad_reply(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("image_0.png", SAMPLES[0])
    whole = out.getvalue()
    assert len(list(read_pictures(whole, 1))) == 1
    for length in range(len(whole)):
        refused(whole[:length])
