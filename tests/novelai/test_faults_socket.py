"""Every way in which a real line can fail: the right exception, nothing sent twice, no hang past the deadline."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgpack
import pytest

from naitui.novelai import Image, NovelAI, Request, errors
from naitui.novelai.replies import MAX_BODY

DEADLINE = 0.6
PATIENCE = 20.0
"""Seconds that no test may need; far more than the deadline, since a busy machine is slow."""
HTML = b"<!DOCTYPE html><html><head><title>502</title></head><body>cloudflare</body></html>"
LOST, BAD, LATE = errors.ConnectionLost, errors.BadReply, errors.DeadlineExceeded


def head(length: int | None, status: str = "200 OK") -> bytes:
    """The head of an answer; without a length it ends with the connection."""
    sized = "" if length is None else f"Content-Length: {length}\r\n"
    return f"HTTP/1.1 {status}\r\nContent-Type: binary/octet-stream\r\n{sized}Connection: close\r\n\r\n".encode()


def frame(event: Mapping[str, object]) -> bytes:
    packed: bytes = msgpack.packb(event)
    return len(packed).to_bytes(4, "big") + packed


async def failure(loopback: Any, request: Request, deadline: float = PATIENCE) -> errors.NovelAIError:
    """The error of one generation, after seeing that exactly one POST was made and how long it took."""
    began = time.monotonic()
    async with NovelAI("pst-secret", host=loopback.url, deadline=deadline) as service:
        with pytest.raises(errors.NovelAIError) as caught:
            await service.generate(request)
    assert time.monotonic() - began < PATIENCE
    assert loopback.posts == 1
    assert str(caught.value)
    assert caught.value.advice
    assert "pst-secret" not in f"{caught.value}{caught.value!r}{vars(caught.value)}"
    return caught.value


BROKEN = {  # what is written before the line ends: with a reset, or with a proper end
    "nothing": (),
    "half a status line": (b"HTTP/1.1 20",),
    "half the headers": (b"HTTP/1.1 200 OK\r\nContent-Le",),
    "no body": (head(1000),),
    "half the body": (head(1000), b"PK\x03\x04" + bytes(100)),
    "half a chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ffff\r\nPK\x03\x04" + bytes(99)),
    "no last chunk": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"4\r\nPK\x03\x04\r\n"),
}


@pytest.mark.parametrize("reset", [True, False])
@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize("case", BROKEN)
async def test_a_line_that_breaks(
    loopback: Any, plain: Request, streamed: Request, case: str, streaming: bool, reset: bool
) -> None:
    loopback.plays(*BROKEN[case], reset=reset)
    error = await failure(loopback, streamed if streaming else plain)
    assert type(error) is LOST
    assert (error.charged, error.retry) == ("maybe", False)


async def test_a_line_that_is_reset_as_soon_as_it_is_open(plain: Request) -> None:
    calls = 0

    async def slam(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        writer.transport.abort()

    server = await asyncio.start_server(slam, "127.0.0.1", 0)
    async with server, NovelAI("pst-x", host=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}") as service:
        with pytest.raises(LOST) as caught:
            await service.generate(plain)
    assert (caught.value.charged, caught.value.retry, calls) == ("maybe", False, 1)


WRONG = {
    "garbage instead of HTTP": ((b"\x00\xff\x13\x37 nonsense\r\n\r\n",), LOST),
    "a status that is no number": ((b"HTTP/1.1 OK yes\r\n\r\n",), LOST),
    "a length that is no number": ((b"HTTP/1.1 200 OK\r\nContent-Length: lots\r\n\r\nabc",), LOST),
    "a chunk size that is no number": ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",), LOST),
    "control characters in a header": ((b"HTTP/1.1 200 OK\r\nX: \x1b[31m\x00\r\n\r\n",), LOST),
    "headers without end": ((b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,), LOST),
    "an empty body": ((head(0),), None),
    "noise as body": ((head(6400), bytes(range(200, 250)) * 128), BAD),
    "a web page": ((head(len(HTML)), HTML), BAD),
    "a web page with blanks in front": ((head(len(HTML) + 9), b" \r\n\r\n\t   " + HTML), BAD),
    "JSON with an error in it": ((head(46), b'{"statusCode":500,"message":"Internal Server"}'), BAD),
    "a packing that is none": ((b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",), BAD),
    "a 204": ((b"HTTP/1.1 204 No Content\r\n\r\n",), BAD),
}


@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize("case", WRONG)
async def test_answers_that_are_none(
    loopback: Any, plain: Request, streamed: Request, case: str, streaming: bool
) -> None:
    parts, kind = WRONG[case]
    loopback.plays(*parts)
    error = await failure(loopback, streamed if streaming else plain)
    assert type(error) is (kind or (errors.StreamFailed if streaming else BAD))
    assert (error.charged, error.retry) == ("maybe", False)
    assert not any(mark in str(error) for mark in ("<", "\x1b", "\x00"))


HANGING = {
    "silence": (),
    "half the headers": (b"HTTP/1.1 200 OK\r\nConte",),
    "no body": (head(100),),
    "half the body": (head(100), b"PK\x03\x04"),
    "half a frame": (head(None), b"\x00\x00\x10\x00abc"),
}


@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize("case", HANGING)
async def test_a_line_that_falls_silent(
    loopback: Any, plain: Request, streamed: Request, case: str, streaming: bool
) -> None:
    loopback.plays(*HANGING[case], hold=True)
    error = await failure(loopback, streamed if streaming else plain, DEADLINE)
    assert type(error) is LATE
    assert "0.6 seconds" in str(error)
    assert (error.charged, error.retry) == ("maybe", False)


@pytest.mark.parametrize("streaming", [True, False])
async def test_headers_that_drip(loopback: Any, plain: Request, streamed: Request, streaming: bool) -> None:
    loopback.plays(*[bytes([byte]) for byte in head(100)] * 100, pause=0.02)
    assert type(await failure(loopback, streamed if streaming else plain, DEADLINE)) is LATE


@pytest.mark.parametrize("streaming", [True, False])
async def test_a_body_that_drips(loopback: Any, plain: Request, streamed: Request, streaming: bool) -> None:
    drops = [b"\x00", b"\x00", b"\x10", b"\x00"] + [b"x"] * 1000  # as a stream: a frame of 4096 bytes
    loopback.plays(head(None), *drops, pause=0.02)
    assert type(await failure(loopback, streamed if streaming else plain, DEADLINE)) is LATE


async def test_a_stream_of_previews_without_end(loopback: Any, streamed: Request) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(head(None))
        for step in range(10**9):
            event = {"event_type": "intermediate", "samp_ix": 0, "step_ix": step, "image": b"\xff\xd8"}
            writer.write(frame(event))
            await writer.drain()
            await asyncio.sleep(0.001)

    loopback.script = endless
    assert type(await failure(loopback, streamed, DEADLINE)) is LATE


async def test_a_body_without_end(loopback: Any, plain: Request) -> None:
    block = b"PK\x03\x04" + bytes(4 * 1024 * 1024)

    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(head(None))
        while True:
            writer.write(block)
            await writer.drain()

    loopback.script = endless
    error = await failure(loopback, plain)
    assert type(error) is BAD
    assert f"{MAX_BODY:,}" in str(error)


async def test_an_error_page_without_end_does_not_hide_its_status(loopback: Any, plain: Request) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(head(None, "502 Bad Gateway"))
        while True:
            writer.write(b"<html>" * 10_000)
            await writer.drain()

    loopback.script = endless
    assert (await failure(loopback, plain)).status == 502


@pytest.mark.parametrize("parts", [(head(500, "401 Unauthorized"), b'{"mess'), (head(500, "401 Unauthorized"),)])
async def test_an_error_that_is_cut_does_not_hide_its_status(loopback: Any, plain: Request, parts: Any) -> None:
    loopback.plays(*parts, reset=True)
    assert type(await failure(loopback, plain)) is errors.TokenRefused
    loopback.heads.clear()
    loopback.plays(*parts, hold=True)
    assert type(await failure(loopback, plain, DEADLINE)) is errors.TokenRefused


async def test_a_zip_that_is_cut(
    loopback: Any, plain: Request, png: bytes, make_zip: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    body = make_zip({"image_0.png": png})
    loopback.plays(head(None), body[: len(body) // 2])
    error = await failure(loopback, plain)
    assert isinstance(error, BAD)
    assert error.body == body[: len(body) // 2]


async def test_a_frame_that_is_cut(loopback: Any, streamed: Request, png: bytes) -> None:
    whole = frame({"event_type": "final", "samp_ix": 0, "image": png})
    loopback.plays(head(None), whole[:-4])
    error = await failure(loopback, streamed)
    assert type(error) is errors.StreamFailed
    assert (error.charged, error.retry) == ("maybe", False)


async def test_four_gigabytes_announced(loopback: Any, streamed: Request) -> None:
    loopback.plays(head(None), b"\xff\xff\xff\xff" + bytes(1000), hold=True)
    assert type(await failure(loopback, streamed)) is BAD


async def test_a_picture_that_came_whole_counts_though_the_line_breaks_after_it(
    loopback: Any, streamed: Request, png: bytes
) -> None:
    whole = frame({"event_type": "final", "samp_ix": 0, "image": png})
    for rest in (b"", b"\xff\xff\xff\xff", b"\x00\x00\x00\x01\xc1"):
        for reset in (True, False):
            loopback.plays(head(10**6), whole + rest, reset=reset)
            async with NovelAI("pst-x", host=loopback.url) as service:
                assert await service.generate(streamed) == [Image(png, 0)]


async def test_nobody_listens(plain: Request) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        async with NovelAI("pst-x", host=url, deadline=PATIENCE) as service:
            with pytest.raises(errors.NoConnection, match=r"127\.0\.0\.1") as caught:
                await service.generate(plain)
    assert (caught.value.charged, caught.value.retry) == ("no", True)


def body(message: str) -> bytes:
    return json.dumps({"statusCode": 0, "message": message}).encode()


STATUSES = [  # status line, body, class, charged, retry, part of the message
    (
        "400 Bad Request",
        body("[bold]no[/bold] \x1b]0;x\x07 model X"),
        errors.RequestRejected,
        "no",
        False,
        "[bold]no[/bold] ]0;x model X",
    ),
    ("401 Unauthorized", body("Unauthorized"), errors.TokenRefused, "no", False, "refused the token"),
    ("402 Payment Required", body("Not enough Anlas"), errors.NotEnoughAnlas, "no", False, "Not enough Anlas"),
    ("403 Forbidden", HTML, errors.Blocked, "no", False, "blocked (HTTP 403)"),
    ("404 Not Found", b"", errors.NotFound, "no", False, "HTTP 404"),
    ("409 Conflict", body("one exists"), errors.Conflict, "no", False, "one exists"),
    ("413 Payload Too Large", HTML, errors.TooLarge, "no", False, "too large"),
    (
        "429 Too Many Requests",
        body("Concurrent generation is locked"),
        errors.Locked,
        "no",
        True,
        "generation is locked",
    ),
    ("429 Too Many Requests", HTML, errors.RateLimited, "no", False, "Too many requests"),
    (
        "500 Internal Server Error",
        body("Internal Server Error"),
        errors.ServerError,
        "maybe",
        False,
        "Internal Server Error",
    ),
    ("502 Bad Gateway", HTML, errors.ServerError, "maybe", False, "HTTP 502"),
    ("503 Service Unavailable", b"", errors.ServerError, "no", True, "HTTP 503"),
    ("504 Gateway Timeout", HTML, errors.ServerError, "maybe", False, "HTTP 504"),
]


@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize(("line", "answer", "kind", "charged", "retry", "words"), STATUSES)
async def test_statuses(
    loopback: Any,
    plain: Request,
    streamed: Request,
    line: str,
    answer: bytes,
    kind: type[errors.NovelAIError],
    charged: str,
    retry: bool,
    words: str,
    streaming: bool,
) -> None:
    loopback.answers(line, answer)
    error = await failure(loopback, streamed if streaming else plain)
    assert type(error) is kind
    assert (error.status, error.charged, error.retry, error.retry_after) == (int(line[:3]), charged, retry, None)
    assert words in str(error)
    assert not any(mark in str(error) for mark in ("<", "cloudflare", "\x1b", "\x07"))


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("0.5", 0.5), ("Wed, 21 Oct 2020 07:28:00 GMT", 0.0), ("soon", None)]
)
async def test_how_long_to_wait(loopback: Any, plain: Request, value: str, seconds: float | None) -> None:
    loopback.answers("429 Too Many Requests", body("Concurrent generation is locked"), Retry_After=value)
    error = await failure(loopback, plain)
    assert (type(error), error.retry, error.retry_after) == (errors.Locked, True, seconds)
