"""The demo service as an HTTP transport: NovelAI's paths, bodies, answers, errors, streams and prices, in this process.

Give it to `naitui.novelai.NovelAI` as its transport; the client cannot tell the difference.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import math
import time
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable

from PIL.Image import Image

from naitui.demo.account import DemoAccount
from naitui.demo.checks import INTERNAL, Fault, Order, check
from naitui.demo.drawing import draw, picture_file, step_jpeg
from naitui.demo.faults import HTML, FaultName, FaultPlan
from naitui.demo.frames import CONTENT_TYPES, frame
from naitui.demo.tags import suggest
from naitui.novelai.catalog import Catalog, load_catalog
from naitui.novelai.http import httpx
from naitui.novelai.price import picture_price, why_not_free

DEMO_TOKEN = "pst-demo"  # noqa: S105 - the demo's own token is no secret
"""The one token that the demo takes."""
SECONDS_PER_STEP = 0.08
MAX_REQUEST = 64 * 1024 * 1024
LOCKED = "Concurrent generation is locked"

_Answer = AsyncIterator[bytes]


class _Body(httpx.AsyncByteStream):
    """An answer's body that is made while it is sent; told when the client hangs up."""

    def __init__(self, chunks: _Answer, closed: Callable[[], None]) -> None:
        self._chunks = chunks
        self._closed = closed

    async def __aiter__(self) -> _Answer:
        async for chunk in self._chunks:
            yield chunk

    async def aclose(self) -> None:
        self._closed()


class DemoTransport(httpx.AsyncBaseTransport):
    """The demo service.

    Args:
        account: whose balance goes down; a new Opus account when left out.
        pace: how slow it is: 1 is about two seconds for a picture of 23 steps, 0 as fast as it can paint.
        fault: misbehaviour on purpose.
        catalog: the models it knows.
    """

    def __init__(
        self,
        account: DemoAccount | None = None,
        *,
        pace: float = 1.0,
        fault: FaultPlan | None = None,
        catalog: Catalog | None = None,
    ) -> None:
        self.account = account or DemoAccount()
        self.pace = pace
        self.fault = fault or FaultPlan()
        self.generations = 0
        """How many generations were taken, paid for or not: tests count with it."""
        self._catalog = catalog or load_catalog()
        self._locked_until = 0.0
        self._routes: dict[tuple[str, str], Callable[[httpx.Request], Awaitable[httpx.Response]]] = {
            ("POST", "/ai/generate-image"): self._generate,
            ("POST", "/ai/generate-image-stream"): self._generate,
            ("GET", "/ai/generate-image/suggest-tags"): self._suggest_tags,
            ("GET", "/user/subscription"): self._subscription,
        }

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Called by the HTTP library for every request."""
        route = self._routes.get((request.method, request.url.path))
        try:
            if route is None:
                raise Fault(404, "Not Found")
            return await route(request)
        except Fault as fault:
            return _json({"statusCode": fault.status, "message": fault.message}, fault.status)

    async def _subscription(self, request: httpx.Request) -> httpx.Response:
        self._authorize(request)
        return _json(self.account.subscription())

    async def _suggest_tags(self, request: httpx.Request) -> httpx.Response:
        query = request.url.params
        if query.get("model") not in self._catalog.models:
            raise Fault(400, f"Validation error: model {query.get('model')} doesn't exist")
        return _json(suggest(query.get("prompt", ""), query.get("lang", "en")))

    async def _generate(self, request: httpx.Request) -> httpx.Response:
        self._authorize(request)
        streamed = request.url.path.endswith("-stream")
        fault = self.fault.take()
        if fault is not None:
            refusal = _refusal(fault)
            if refusal is not None:
                return refusal
        order = check(await _document(request), self._catalog, stream=streamed)
        if time.monotonic() < self._locked_until:
            raise Fault(429, LOCKED)
        self._charge(order)
        self._locked_until = math.inf
        self.generations += 1
        started = time.monotonic()
        framing = str(order.parameters.get("stream")) if streamed else "zip"
        as_json = "application/json" in request.headers.get("accept", "")
        chunks = self._frames(order, framing, fault) if streamed else self._archive(order, fault, as_json=as_json)
        kind = CONTENT_TYPES.get(framing) or ("application/json" if as_json else "binary/octet-stream")
        body = _Body(_spoiled(chunks, fault), lambda: self._release(order, started))
        return httpx.Response(200, headers={"content-type": kind}, stream=body)

    def _authorize(self, request: httpx.Request) -> None:
        if request.headers.get("authorization") != f"Bearer {DEMO_TOKEN}":
            raise Fault(401, "Unauthorized")

    def _charge(self, order: Order) -> None:
        price = picture_price(order.model, self._catalog.price, order.width, order.height, order.steps, *order.smea)
        if price > self._catalog.price.maximum:
            raise Fault(400, "Validation error: request is too expensive")
        standing = self.account.standing
        why_not = why_not_free(order.model, self._catalog, standing, order.width, order.height, order.steps)
        total = price * (order.samples - (0 if why_not else 1))
        if total > self.account.anlas:
            raise Fault(402, "Not enough Anlas")
        self.account.charge(total)
        if not why_not and order.model.allowance:
            self.account.use_allowance(1)

    def _release(self, order: Order, started: float) -> None:
        """The client has closed the answer. If that was a hang-up, the work goes on and the account stays locked to
        its end, as with NovelAI."""
        if self._locked_until == math.inf:
            self._locked_until = started + order.steps * order.samples * SECONDS_PER_STEP * self.pace

    async def _frames(self, order: Order, framing: str, fault: FaultName | None) -> _Answer:
        """Previews after every step, then the finished picture, sample by sample."""
        started = time.monotonic()
        half = self._catalog.sampler(str(order.parameters.get("sampler"))).half_previews
        for sample in range(order.samples):
            common: dict[str, object] = {"samp_ix": sample, "gen_id": f"demo{order.seed:08x}"}
            picture = await asyncio.to_thread(draw, order, sample)
            for step in range(0, order.steps - 1, 2 if half else 1):
                jpeg = await asyncio.to_thread(step_jpeg, picture, order, step, order.steps)
                sigma = 14.6 * (1 - step / order.steps)
                yield frame(
                    framing, {"event_type": "intermediate", **common, "step_ix": step, "sigma": sigma, "image": jpeg}
                )
                await asyncio.sleep(SECONDS_PER_STEP * self.pace * (2 if half else 1))
            last = sample == order.samples - 1
            if last and fault in ("stream-error", "missing"):
                self._locked_until = 0.0
                if fault == "stream-error":
                    yield frame(framing, {"event_type": "error", **common, "message": "[demo] the sampler gave up"})
                return
            data = await asyncio.to_thread(picture_file, picture, order, sample, time.monotonic() - started)
            if last:
                self._locked_until = 0.0
            yield frame(framing, {"event_type": "final", **common, "image": data})

    async def _archive(self, order: Order, fault: FaultName | None, *, as_json: bool) -> _Answer:
        """All pictures at once, as a ZIP or as JSON."""
        started = time.monotonic()
        files = []
        for sample in range(order.samples):
            picture: Image = await asyncio.to_thread(draw, order, sample)
            await asyncio.sleep(SECONDS_PER_STEP * self.pace * order.steps)
            files.append(await asyncio.to_thread(picture_file, picture, order, sample, time.monotonic() - started))
        self._locked_until = 0.0
        if fault == "missing":
            files.pop()
        data = _as_json(files, order) if as_json else _as_zip(files, order)
        for start in range(0, len(data), 65536):
            yield data[start : start + 65536]


async def _document(request: httpx.Request) -> object:
    content = await request.aread()
    if len(content) > MAX_REQUEST:
        raise Fault(413, "Payload Too Large")
    if request.headers.get("content-type") != "application/json":
        raise Fault(400, "Validation error: content type must be application/json")
    try:
        document: object = json.loads(content)
    except ValueError:
        raise Fault(400, "Unexpected token in JSON") from None
    return document


def _json(answer: object, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=answer)


def _refusal(fault: FaultName) -> httpx.Response | None:
    """The whole answer for faults that come instead of a generation; None for those that spoil one."""
    page = {"content-type": "text/html"}
    messages = {
        "locked": (429, LOCKED),
        "no-anlas": (402, "Not enough Anlas"),
        "bad-token": (401, "Unauthorized"),
        "reject": (400, "Validation error: [demo] this request is rejected on purpose"),
        "server-error": (500, INTERNAL),
    }
    if fault in messages:
        status, message = messages[fault]
        return _json({"statusCode": status, "message": message}, status)
    pages = {"html": 200, "bad-gateway": 502, "rate-limit": 429}
    return httpx.Response(pages[fault], headers=page, content=HTML) if fault in pages else None


async def _spoiled(chunks: _Answer, fault: FaultName | None) -> _Answer:
    """The answer with a fault in it."""
    if fault == "garbage":
        yield bytes(range(200, 256)) * 64
        return
    if fault == "stall":
        while True:
            yield b"\0"
            await asyncio.sleep(1.0)
    if fault in ("cut", "drop"):
        whole = b"".join([chunk async for chunk in chunks])
        yield whole[: len(whole) // 2]
        if fault == "drop":
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
        return
    async for chunk in chunks:
        yield chunk


def _as_zip(files: list[bytes], order: Order) -> bytes:
    buffer = io.BytesIO()
    kind = "webp" if order.parameters.get("image_format") == "webp" else "png"
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for index, data in enumerate(files):
            archive.writestr(f"image_{index}.{kind}", data)
    return buffer.getvalue()


def _as_json(files: list[bytes], order: Order) -> bytes:
    entries = [
        {"image": base64.b64encode(data).decode(), "index": index, "seed": order.seed + index}
        for index, data in enumerate(files)
    ]
    return json.dumps({"images": entries}).encode()
