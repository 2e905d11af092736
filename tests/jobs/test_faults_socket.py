"""A whole engine against a real socket that fails: every kind of fault, for every kind of call.

The account is answered properly; what is sent after it is not. No second POST, no hang, no half file, no trace left
in the folder of jobs in flight, a message for people, and the ledger knows what may have been charged.
"""

from __future__ import annotations

import asyncio
import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgpack
import pytest
from PIL import Image

from naitui.jobs import Encode, Event, Failed, Guard, Plan, Runner, Saved, Task, Tool, Waiting
from naitui.jobs.tasks import Generation
from naitui.library import Ledger, Shelf
from naitui.novelai import NovelAI, build, encode_request, load_catalog, tool_request
from naitui.pictures.vibes import VibeFile
from naitui.recipe import Recipe, Sampling, expand

CATALOG = load_catalog()
DEADLINE = 0.5
PATIENCE = 20.0
"""Seconds that nothing may take; far more than the deadline, since a busy machine is slow."""
ACCOUNT = json.dumps({"tier": 3, "active": True, "trainingStepsLeft": 500, "usage": {"percent": 50}}).encode()
HTML = b"<!DOCTYPE html><html><head><title>502</title></head><body>cloudflare</body></html>"


def head(length: int | None, status: str = "200 OK", *more: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        *([] if length is None else [f"Content-Length: {length}"]),
        *more,
        "Connection: close",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def refused(status: str, body: bytes = b"", *more: str) -> tuple[bytes, ...]:
    return (head(len(body), status, *more), body)


def said(message: str) -> bytes:
    return json.dumps({"statusCode": 0, "message": message}).encode()


# what is written; whether the line is then reset, held open or ended; and what that means for the money
RESET, HELD, ENDED = "reset", "held", "ended"
KINDS: dict[str, tuple[tuple[bytes, ...], str, str]] = {
    "reset without a word": ((), RESET, "maybe"),
    "closed without a word": ((), ENDED, "maybe"),
    "reset in the status line": ((b"HTTP/1.1 20",), RESET, "maybe"),
    "reset in the headers": ((b"HTTP/1.1 200 OK\r\nContent-Le",), RESET, "maybe"),
    "closed in the headers": ((b"HTTP/1.1 200 OK\r\nContent-Le",), ENDED, "maybe"),
    "reset before the body": ((head(1000),), RESET, "maybe"),
    "reset in the body": ((head(1000), b"PK\x03\x04" + bytes(100)), RESET, "maybe"),
    "shorter than it says": ((head(1000), b"PK\x03\x04" + bytes(100)), ENDED, "maybe"),
    "cut in a chunk": ((head(None, "200 OK", "Transfer-Encoding: chunked"), b"ffff\r\nPK" + bytes(99)), ENDED, "maybe"),
    "garbage instead of HTTP": ((b"\x00\xff\x13\x37 nonsense\r\n\r\n",), ENDED, "maybe"),
    "a length that is none": ((b"HTTP/1.1 200 OK\r\nContent-Length: lots\r\n\r\nabc",), ENDED, "maybe"),
    "headers without end": ((b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000,), ENDED, "maybe"),
    "an empty body": ((head(0),), ENDED, "maybe"),
    "a web page with 200": ((head(len(HTML)), HTML), ENDED, "maybe"),
    "an error with 200": ((head(46), b'{"statusCode":500,"message":"Internal Server"}'), ENDED, "maybe"),
    "a packing that is none": ((head(5, "200 OK", "Content-Encoding: gzip"), b"hello"), ENDED, "maybe"),
    "silence": ((), HELD, "maybe"),
    "slow headers": (tuple(bytes([byte]) for byte in head(100)) * 50, HELD, "maybe"),
    "one byte at a time": ((head(100_000), *[b"\0"] * 1000), HELD, "maybe"),
    "silence in the body": ((head(100), b"PK\x03\x04"), HELD, "maybe"),
    "400": (refused("400 Bad Request", said("model X doesn't exist")), ENDED, "no"),
    "401": (refused("401 Unauthorized", said("Unauthorized")), ENDED, "no"),
    "402": (refused("402 Payment Required", said("Not enough Anlas")), ENDED, "no"),
    "403, a web page": (refused("403 Forbidden", HTML), ENDED, "no"),
    "404": (refused("404 Not Found"), ENDED, "no"),
    "409": (refused("409 Conflict", said("conflict")), ENDED, "no"),
    "413": (refused("413 Payload Too Large", HTML), ENDED, "no"),
    "429 of the front": (refused("429 Too Many Requests", HTML), ENDED, "no"),
    "429 for an hour": (refused("429 Too Many Requests", said("locked"), "Retry-After: 3600"), ENDED, "no"),
    "500": (refused("500 Internal Server Error", said("Internal Server Error")), ENDED, "maybe"),
    "502, a web page": (refused("502 Bad Gateway", HTML), ENDED, "maybe"),
    "504": (refused("504 Gateway Timeout", HTML), ENDED, "maybe"),
    "redirect": (refused("302 Found", b"", "Location: http://127.0.0.1:9/elsewhere"), ENDED, "no"),
}
CALLS = ("stream", "plain", "tool", "encode")


class Service:
    """Answers the account properly and everything else as it is told; counts the POSTs."""

    def __init__(self) -> None:
        self.posts = 0
        self.parts: tuple[bytes, ...] = ()
        self.then = ENDED
        self.only_posts = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = await reader.readuntil(b"\r\n\r\n")
            sized = [line for line in asked.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            await reader.readexactly(int(sized[0][15:]) if sized else 0)
            post = asked.startswith(b"POST ")
            self.posts += post
            if not post and self.only_posts:
                writer.write(head(len(ACCOUNT)) + ACCOUNT)
                await writer.drain()
                return
            for part in self.parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0.02 if len(self.parts) > 5 else 0)
            if self.then == HELD:
                await asyncio.sleep(3600)
            if self.then == RESET:
                await asyncio.sleep(0.02 if self.parts else 0)
                writer.transport.abort()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


def task_of(call: str, png: bytes, folder: Path) -> Task:
    if call == "tool":
        return Tool("lineart", tool_request("lineart", png, CATALOG), (64, 64), (folder / "cat-lineart",), "lineart")
    if call == "encode":
        model = "nai-diffusion-4-5-full"
        return Encode("encoding", encode_request(png, model, CATALOG), VibeFile(name="", image=png))
    [resolved] = expand(Recipe(prompt="1girl", sampling=Sampling(width=64, height=64, steps=3, seed=7)))
    return Generation(resolved, build(resolved, CATALOG, "msgpack" if call == "stream" else "none"))


@pytest.fixture(scope="module")
def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "PNG")
    return out.getvalue()


class Bench:
    """A runner against the service, with all that it writes in one folder."""

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.heard: list[Event] = []
        self.service = NovelAI("pst-secret", host=url, deadline=DEADLINE, quick_deadline=PATIENCE)
        self.shelf = Shelf(home / "pictures", home / "incoming", "{seed}")
        self.ledger = Ledger(home / "ledger.sqlite")
        guard = Guard(None, self.ledger)
        self.runner = Runner(
            self.service, CATALOG, self.shelf, self.heard.append, waits=(0.0,), guard=guard, ledger=self.ledger
        )

    @property
    def files(self) -> list[str]:
        """Everything but the ledger and what could not be read."""
        found = [path.relative_to(self.home) for path in self.home.rglob("*") if path.is_file()]
        return sorted(str(path) for path in found if path.parts[0] not in ("ledger.sqlite", "unreadable"))


@pytest.fixture
async def bench(tmp_path: Path) -> Any:
    service = Service()
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0)
    async with server:
        made = Bench(tmp_path, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        yield made, service
        await made.service.close()
        for connection in [task for task in asyncio.all_tasks() if "Service.serve" in repr(task.get_coro())]:
            connection.cancel()


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", KINDS)
async def test_a_fault_costs_nothing_twice_and_leaves_nothing_half(
    bench: Any, png: bytes, kind: str, call: str
) -> None:
    engine, service = bench
    service.parts, service.then, charged = KINDS[kind]
    plan = Plan.single(task_of(call, png, engine.shelf.pictures), CATALOG, None)
    began = time.monotonic()
    engine.runner.submit(plan, 1000)
    await engine.runner.idle()
    assert time.monotonic() - began < PATIENCE
    assert service.posts == 1
    [failed] = [event for event in engine.heard if isinstance(event, Failed)]
    assert failed.charged == charged
    assert failed.title
    assert failed.advice
    words = f"{failed.error} {failed.title} {failed.advice}"
    assert not any(mark in words for mark in ("<", "\x1b", "\x00", "pst-secret", "Error(", "Traceback"))
    assert not [event for event in engine.heard if isinstance(event, Saved | Waiting)]
    assert engine.files == []
    [entry] = engine.ledger.since()
    assert entry.state == ("unknown" if charged == "maybe" else "failed")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("retry_after", ["", "Retry-After: 0"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_what_was_not_taken_is_tried_again_and_no_more_than_that(
    bench: Any, png: bytes, status: str, retry_after: str, call: str
) -> None:
    engine, service = bench
    body = said("Concurrent generation is locked")
    service.parts = refused(status, body, *([retry_after] if retry_after else []))
    engine.runner.submit(Plan.single(task_of(call, png, engine.shelf.pictures), CATALOG, None), 1000)
    await engine.runner.idle()
    assert service.posts == 2  # one wait, of the bench
    assert len([event for event in engine.heard if isinstance(event, Waiting)]) == 1
    [failed] = [event for event in engine.heard if isinstance(event, Failed)]
    assert failed.charged == "no"
    assert engine.files == []


@pytest.mark.parametrize("kind", KINDS)
async def test_an_account_that_cannot_be_read_lets_nothing_be_sent(bench: Any, png: bytes, kind: str) -> None:
    engine, service = bench
    engine.service._quick_deadline = DEADLINE
    service.parts, service.then, _ = KINDS[kind]
    service.only_posts = False
    engine.runner.submit(Plan.single(task_of("stream", png, engine.shelf.pictures), CATALOG, None), 1000)
    began = time.monotonic()
    await engine.runner.idle()
    assert time.monotonic() - began < PATIENCE
    [failed] = [event for event in engine.heard if isinstance(event, Failed)]
    assert (service.posts, failed.charged) == (0, "no")
    assert engine.files == []
    assert engine.ledger.since() == []


async def test_nobody_listens(tmp_path: Path, png: bytes, unused_tcp_port_factory: Callable[[], int]) -> None:
    engine = Bench(tmp_path, f"http://127.0.0.1:{unused_tcp_port_factory()}")
    async with engine.service:
        engine.runner.submit(Plan.single(task_of("plain", png, tmp_path), CATALOG, None), 1000)
        await engine.runner.idle()
    [failed] = [event for event in engine.heard if isinstance(event, Failed)]
    assert (failed.charged, engine.files) == ("no", [])
    assert "No connection" in failed.title


def whole_answer(call: str, png: bytes) -> bytes:
    """What a service that is well would send."""
    if call == "stream":
        steps = [{"event_type": "intermediate", "samp_ix": 0, "step_ix": step, "image": png} for step in range(3)]
        frames = [msgpack.packb(one) for one in (*steps, {"event_type": "final", "samp_ix": 0, "image": png})]
        body = b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)
    else:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("image_0.png", png)
        body = out.getvalue()
    return head(len(body)) + body


@pytest.mark.parametrize("seed", [*range(10), *(pytest.param(n, marks=pytest.mark.long) for n in range(10, 100))])
async def test_a_line_that_stutters_and_breaks_anywhere(bench: Any, png: bytes, seed: int) -> None:
    """Pieces of any length, waits between them, and an end of any kind at any byte: saved once, or told once."""
    engine, service = bench
    chance = random.Random(seed)
    call = chance.choice(("stream", "plain"))
    answer = whole_answer(call, png)
    cut = chance.choice((len(answer), chance.randrange(len(answer))))
    places = sorted({0, cut, *(chance.randrange(cut + 1) for _ in range(chance.randrange(4, 12)))})
    service.parts = tuple(answer[start:end] for start, end in pairwise(places))
    service.then = chance.choice((RESET, HELD, ENDED))
    engine.runner.submit(Plan.single(task_of(call, png, engine.shelf.pictures), CATALOG, None), 1000)
    await engine.runner.idle()
    assert service.posts == 1
    saved = [event for event in engine.heard if isinstance(event, Saved)]
    failed = [event for event in engine.heard if isinstance(event, Failed)]
    assert len(saved) + len(failed) == 1
    assert saved or cut < len(answer), "a picture that came whole is there"
    assert all(one.charged == "maybe" for one in failed)
    assert [Path(file).suffix for file in engine.files] == [".png"] * len(saved)
