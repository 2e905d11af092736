"""The old calls that may be gone: their bodies, their answers, and what is said when they are."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from naitui.demo import DEMO_TOKEN, DemoTransport
from naitui.novelai import Image, NovelAI, Refused, errors
from naitui.novelai.calls import annotate_image, classify, generate_prompt


def paths(loopback: Any) -> list[str]:
    """What was asked for, in order."""
    return [head.split(b" ")[1].decode() for head in loopback.heads]


async def test_annotate(loopback: Any, png: bytes, make_zip: Callable[[Mapping[str, bytes]], bytes]) -> None:
    loopback.answers("200 OK", make_zip({"image_0.png": png}))
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await annotate_image(service, png, "hed") == [Image(png, 0)]
    assert paths(loopback) == ["/ai/annotate-image"]
    image = base64.b64encode(png).decode()
    assert json.loads(loopback.bodies[0]) == {"model": "hed", "parameters": {"image": image}}


async def test_annotating_with_what_there_is_not(loopback: Any, png: bytes) -> None:
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(Refused, match="there is no 'sobel'; one of canny, hed"):
            await annotate_image(service, png, "sobel")
    assert loopback.heads == []


async def test_generate_prompt(loopback: Any) -> None:
    loopback.answers("200 OK", b'{"output":"a cat"}')
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await generate_prompt(service, "a", "kayra-v1", temperature=0.5, tokens=7) == {"output": "a cat"}
    assert paths(loopback) == ["/ai/generate-prompt"]
    sent = {"model": "kayra-v1", "prompt": "a", "temp": 0.5, "tokens_to_generate": 7}
    assert json.loads(loopback.bodies[0]) == sent


async def test_classify_at_its_old_address(loopback: Any) -> None:
    loopback.answers("200 OK", b'{"output":[]}')
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await classify(service, {"image": "x"}) == {"output": []}
    assert paths(loopback) == ["/ai/classify"]
    assert json.loads(loopback.bodies[0]) == {"image": "x"}


async def test_classify_falls_back_when_its_address_is_not_known(loopback: Any) -> None:
    async def by_path(writer: asyncio.StreamWriter) -> None:
        known = loopback.heads[-1].startswith(b"POST /ai/generate-image/classify ")
        status, body = (b"200 OK", b"[1]") if known else (b"404 Not Found", b"{}")
        writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (status, len(body), body))
        await writer.drain()

    loopback.script = by_path
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await classify(service) == [1]
    assert paths(loopback) == ["/ai/classify", "/ai/generate-image/classify"]


async def test_classify_does_not_fall_back_for_any_other_reason(loopback: Any) -> None:
    loopback.answers("500 Internal Server Error")
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(errors.ServerError):
            await classify(service)
    assert loopback.posts == 1


async def test_calls_that_are_gone_say_so(png: bytes) -> None:
    async with NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)) as service:
        for call in (
            annotate_image(service, png, "canny"),
            classify(service),
            generate_prompt(service, "a", "kayra-v1"),
        ):
            with pytest.raises(errors.NotFound) as caught:
                await call
            assert "may be gone" in caught.value.advice
            assert caught.value.charged == "no"
