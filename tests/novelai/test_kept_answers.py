"""What came and could not be used is never thrown away; what can be used is, however it was asked for."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import msgpack
import pytest

from naitui.novelai import Image, NovelAI, Request, client, errors

OK = b"HTTP/1.1 200 OK\r\n\r\n"


def frame(event: object) -> bytes:
    packed: bytes = msgpack.packb(event)
    return len(packed).to_bytes(4, "big") + packed


def sse(event: Mapping[str, object]) -> bytes:
    return f"event: {event['event_type']}\ndata: {json.dumps(event)}\n\n".encode()


def final(png: bytes, *, text: bool = False) -> dict[str, object]:
    return {"event_type": "final", "samp_ix": 0, "image": base64.b64encode(png).decode() if text else png}


def asked(framing: Any) -> Request:
    return Request("/ai/generate-image-stream", {}, samples=1, seed=7, framing=framing)


async def pictures(loopback: Any, framing: str) -> list[Image]:
    async with NovelAI("pst-x", host=loopback.url, deadline=20.0) as service:
        return await service.generate(asked(framing))


@pytest.mark.parametrize("framing", ["msgpack", "sse", "none"])
async def test_the_answer_itself_says_how_it_is_framed(
    loopback: Any, png: bytes, make_zip: Callable[[Mapping[str, bytes]], bytes], framing: str
) -> None:
    large = png[:-12] + bytes(200_000) + png[-12:]  # large enough to be decoded in a thread
    for picture in (png, large):
        answers = [
            frame(final(picture)),
            frame(final(picture, text=True)),
            sse(final(picture, text=True)),
            b"\x00\x00\x00\x02\x82\x01" + frame(final(picture)),
            make_zip({"image_0.png": picture}),
            json.dumps({"images": [{"image": base64.b64encode(picture).decode()}]}).encode(),
        ]
        for answer in answers:
            loopback.plays(OK, answer)
            assert await pictures(loopback, framing) == [Image(picture, 0)]


NOT_READ = {
    "noise": bytes(range(200, 250)) * 40,
    "a frame that announces too much": b"\xff\xff\xff\xff" + b"the picture may be in here",
    "a picture that is cut": frame({"event_type": "final", "samp_ix": 0, "image": b"\x89PNG\r\n\x1a\n cut"}),
    "a sample that does not exist": frame({"event_type": "final", "samp_ix": 9, "image": b"\xff\xd8\xff..\xff\xd9"}),
    "an error": frame({"event_type": "error", "samp_ix": 0, "message": "no"}),
    "an event that is damaged": b'event: final\ndata: {"image": "!!"}\n\n',
    "half a frame": frame({"event_type": "final", "image": bytes(99)})[:-9],
    "a web page": b"<html><body>cloudflare</body></html>",
    "a cut ZIP": b"PK\x03\x04" + bytes(50),
}


@pytest.mark.parametrize("framing", ["msgpack", "sse", "none"])
@pytest.mark.parametrize("case", NOT_READ)
async def test_what_came_is_passed_on_with_the_fault(loopback: Any, case: str, framing: str) -> None:
    answer = NOT_READ[case]
    loopback.plays(OK, answer[:7], answer[7:])
    with pytest.raises((errors.BadReply, errors.StreamFailed)) as caught:
        await pictures(loopback, framing)
    assert caught.value.body == answer


async def test_what_comes_after_the_fault_is_kept_too(loopback: Any, png: bytes) -> None:
    loopback.plays(OK, b"\xff\xff\xff\xff", frame(final(png)), pause=0.1)
    with pytest.raises(errors.BadReply) as caught:
        await pictures(loopback, "msgpack")
    assert caught.value.body == b"\xff\xff\xff\xff" + frame(final(png))


@pytest.mark.parametrize("framing", ["msgpack", "none"])
async def test_half_an_answer_of_a_line_that_broke_is_kept(loopback: Any, png: bytes, framing: str) -> None:
    half = frame(final(png))[:-9]
    loopback.plays(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", half)
    with pytest.raises(errors.ConnectionLost) as caught:
        await pictures(loopback, framing)
    assert caught.value.body == half


async def test_an_answer_that_is_refused_keeps_nothing(loopback: Any) -> None:
    loopback.answers("401 Unauthorized", b'{"message":"Unauthorized"}')
    with pytest.raises(errors.TokenRefused) as caught:
        await pictures(loopback, "msgpack")
    assert caught.value.body == b""


@pytest.mark.parametrize(("line", "body"), [("200 OK", b"<html>"), ("500 X", b""), ("200 OK", b'{"tier": "x"}')])
async def test_a_call_that_only_asks_never_says_that_it_may_have_been_charged(
    loopback: Any, line: str, body: bytes
) -> None:
    loopback.answers(line, body)
    async with NovelAI("pst-x", host=loopback.url) as service:
        for call in (service.subscription(), service.suggest_tags("m", "x")):
            with pytest.raises(errors.NovelAIError) as caught:
                await call
            assert (caught.value.charged, caught.value.advice) == ("no", "Nothing was sent; try again.")
        loopback.plays(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
        with pytest.raises(errors.ConnectionLost) as lost:
            await service.subscription()
    assert (lost.value.charged, lost.value.advice) == ("no", "Nothing was sent; try again.")


async def test_without_a_stream_silence_is_no_fault(
    loopback: Any,
    png: bytes,
    make_zip: Callable[[Mapping[str, bytes]], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "QUIET", 0.2)
    loopback.plays(OK, make_zip({"image_0.png": png}), pause=0.8)
    assert await pictures(loopback, "none") == [Image(png, 0)]
    with pytest.raises(errors.DeadlineExceeded, match=r"not a byte for 0\.2 seconds"):
        await pictures(loopback, "msgpack")
