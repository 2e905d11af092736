"""Every fault of the demo service does what it says, and leaves the account free again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from naitui.demo import FAULTS, FaultPlan
from naitui.novelai.http import httpx

PLAIN, STREAM = "/ai/generate-image", "/ai/generate-image-stream"

REFUSALS = {
    "locked": (429, "Concurrent generation is locked"),
    "no-anlas": (402, "Not enough Anlas"),
    "bad-token": (401, "Unauthorized"),
    "reject": (400, "Validation error: [demo] this request is rejected on purpose"),
    "server-error": (500, "Internal Server Error"),
}
PAGES = {"html": 200, "bad-gateway": 502, "rate-limit": 429}
SPOILED = {"cut", "drop", "garbage", "stream-error", "missing", "stall"}


def test_every_fault_is_tested_here() -> None:
    assert {*REFUSALS, *PAGES, *SPOILED} == set(FAULTS)


@pytest.mark.parametrize("name", REFUSALS)
async def test_refusals_come_instead_of_a_generation(open_demo: Callable[..., Any], name: str) -> None:
    demo = open_demo(fault=FaultPlan.parse(f"{name}:1"))
    assert await demo.refusal(demo.body()) == REFUSALS[name]
    assert (demo.service.generations, demo.service.account.anlas) == (0, 10_500)
    assert (await demo.post(demo.body())).status_code == 200


@pytest.mark.parametrize("name", PAGES)
async def test_web_pages(open_demo: Callable[..., Any], name: str) -> None:
    demo = open_demo(fault=FaultPlan.parse(f"{name}:1"))
    answer = await demo.post(demo.body())
    assert (answer.status_code, answer.headers["content-type"]) == (PAGES[name], "text/html")
    assert answer.content.startswith(b"<!DOCTYPE html>")
    assert demo.service.generations == 0


@pytest.mark.parametrize("path", [PLAIN, STREAM])
async def test_cut_is_half_of_the_answer(open_demo: Callable[..., Any], path: str) -> None:
    demo = open_demo(fault=FaultPlan.parse("cut:1"))
    body = demo.body(framing="none" if path == PLAIN else "msgpack")
    half, whole = (await demo.post(body, path)).content, (await demo.post(body, path)).content
    assert abs(len(half) - len(whole) // 2) < 16  # the time it took is in the picture, so sizes differ a little
    assert demo.service.generations == 2


@pytest.mark.parametrize("path", [PLAIN, STREAM])
async def test_drop_breaks_the_line_after_half(open_demo: Callable[..., Any], path: str) -> None:
    demo = open_demo(fault=FaultPlan.parse("drop:1"))
    body = demo.body(framing="none" if path == PLAIN else "msgpack")
    got = []

    async def read() -> None:
        async with demo.http.stream("POST", path, json=body) as answer:
            async for data in answer.aiter_bytes():
                got.append(data)

    with pytest.raises(httpx.RemoteProtocolError):
        await read()
    assert len(b"".join(got)) > 1000
    assert demo.service.generations == 1
    assert (await demo.post(demo.body())).status_code == 200


async def test_garbage_is_no_picture(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(fault=FaultPlan.parse("garbage:1"))
    answer = await demo.post(demo.body())
    assert answer.status_code == 200
    assert not zipfile.is_zipfile(io.BytesIO(answer.content))
    assert demo.service.generations == 1


async def test_stream_error_takes_the_place_of_the_last_picture(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(fault=FaultPlan.parse("stream-error"))
    answer = await demo.post(demo.body(framing="msgpack", steps=2, samples=2), STREAM)
    seen = [(e["event_type"], e["samp_ix"]) for e in demo.events(answer.content)]
    assert seen == [("intermediate", 0), ("final", 0), ("intermediate", 1), ("error", 1)]


async def test_missing_leaves_the_last_picture_out(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(fault=FaultPlan.parse("missing"))
    streamed = await demo.post(demo.body(framing="msgpack", steps=2, samples=2), STREAM)
    seen = [(e["event_type"], e["samp_ix"]) for e in demo.events(streamed.content)]
    assert seen == [("intermediate", 0), ("final", 0), ("intermediate", 1)]
    plain = await demo.post(demo.body(samples=2))
    with zipfile.ZipFile(io.BytesIO(plain.content)) as archive:
        assert archive.namelist() == ["image_0.png"]


async def test_stall_dribbles_without_end_until_the_client_goes(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(fault=FaultPlan.parse("stall:1"))
    async with demo.http.stream("POST", PLAIN, json=demo.body()) as answer:
        chunks = answer.aiter_raw()
        assert [await anext(chunks), await anext(chunks)] == [b"\0", b"\0"]
    assert (await demo.post(demo.body())).status_code == 200
