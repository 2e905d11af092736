"""The demo's doors: a plain HTTP client on the transport, and bodies as NovelAI's page sends them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import msgpack
import pytest

from naitui.demo import DEMO_TOKEN, DemoTransport
from naitui.novelai import Framing, build, load_catalog
from naitui.novelai.http import httpx
from naitui.recipe import Batch, Character, Recipe, Sampling, expand

PLAIN = "/ai/generate-image"

Body = dict[str, Any]


class Demo:
    """A demo service and a client that holds its token."""

    def __init__(self, transport: DemoTransport) -> None:
        self.service = transport
        headers = {"authorization": f"Bearer {DEMO_TOKEN}"}
        self.http = httpx.AsyncClient(transport=transport, base_url="https://demo.test", headers=headers)

    async def post(self, body: object, path: str = PLAIN, **extra: Any) -> httpx.Response:
        return await self.http.post(path, json=body, **extra)

    async def refusal(self, body: object, path: str = PLAIN) -> tuple[int, str]:
        """Status and message of an answer that must be a refusal in the service's shape."""
        answer = await self.post(body, path)
        document = answer.json()
        assert document["statusCode"] == answer.status_code
        return answer.status_code, document["message"]

    @staticmethod
    def body(
        model: str = "nai-diffusion-4-5-full",
        *,
        framing: Framing = "none",
        people: int = 0,
        samples: int = 1,
        **sampling: Any,
    ) -> Body:
        """A body that is right in every way: 64×64 pixels, 4 steps, seed 7 unless told otherwise."""
        settings = {"width": 64, "height": 64, "steps": 4, "seed": 7, **sampling}
        recipe = Recipe(
            model=model,
            prompt="1girl, silver hair, night",
            undesired="hat",
            sampling=Sampling(**settings),
            batch=Batch(count=samples, samples=samples),
            characters=tuple(Character(prompt=f"girl, dress {n}", position=(0.5, 0.5)) for n in range(people)),
        )
        [resolved] = expand(recipe)
        return json.loads(json.dumps(build(resolved, load_catalog(), framing).body))

    @staticmethod
    def changed(body: Body, **parameters: Any) -> Body:
        """The body with parameters replaced; `...` takes one out."""
        merged = {**body["parameters"], **parameters}
        return {**body, "parameters": {name: value for name, value in merged.items() if value is not ...}}

    @staticmethod
    def events(content: bytes) -> Iterator[dict[str, Any]]:
        """The maps of a MessagePack stream."""
        while content:
            length = int.from_bytes(content[:4], "big")
            yield msgpack.unpackb(content[4 : 4 + length])
            content = content[4 + length :]


@pytest.fixture
async def open_demo() -> AsyncIterator[Callable[..., Demo]]:
    """Makes demos as fast as they can paint; arguments go to `DemoTransport`."""
    opened: list[Demo] = []

    def open_one(account: Any = None, **options: Any) -> Demo:
        demo = Demo(DemoTransport(account, **{"pace": 0, **options}))
        opened.append(demo)
        return demo

    yield open_one
    for demo in opened:
        await demo.http.aclose()


@pytest.fixture
def demo(open_demo: Callable[..., Demo]) -> Demo:
    """A fresh Opus account's demo."""
    return open_demo()
