"""The demo service as an HTTP transport: NovelAI's paths, bodies, answers, errors, streams and prices, in this process.

Give it to `naitui.novelai.NovelAI` as its transport; the client cannot tell the difference.

Everything that costs something is one generation to the lock, an encoding too, and meets the faults that are planned.
What checks, paints and prices is imported when somebody wants a picture: no start waits for it.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from naitui.demo.account import DemoAccount
from naitui.demo.answers import LOCKED, Answer, Body, as_json, as_zip, json_answer, pieces, refusal_of, refused, spoiled
from naitui.demo.faults import FaultName, FaultPlan
from naitui.demo.frames import CONTENT_TYPES, frame
from naitui.demo.multipart import read_form
from naitui.demo.refusal import Fault, wrong
from naitui.demo.tags import suggest
from naitui.demo.users import Users
from naitui.demo.vocabularies import PATH as VOCABULARIES
from naitui.demo.vocabularies import vocabulary_file
from naitui.novelai.catalog import Catalog, load_catalog
from naitui.novelai.http import httpx

if TYPE_CHECKING:  # see above
    from PIL.Image import Image

    from naitui.demo.charging import Bill
    from naitui.demo.checks import Order

SECONDS_PER_STEP = 0.08
ENCODING_STEPS = 8
MAX_REQUEST = 64 * 1024 * 1024
_ZIP = "binary/octet-stream"


@dataclass(frozen=True, slots=True)
class _Work:
    """A call that is no generation, checked: what it costs, how long it takes, and how its answer is made."""

    bill: Bill
    steps: int
    make: Callable[[float], bytes | list[bytes]]
    """Given the seconds that it took: raw bytes, or the pictures of an archive."""


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
        """How many calls that make pictures were taken, paid for or not: tests count with it."""
        self.encodings = 0
        """How many vibes were encoded."""
        self._catalog = catalog or load_catalog()
        self._users = Users(self.account)
        self._locked_until = 0.0
        self._routes: dict[tuple[str, str], Callable[[httpx.Request], Awaitable[httpx.Response]]] = {
            ("POST", "/ai/generate-image"): self._generate,
            ("POST", "/ai/generate-image-stream"): self._generate,
            ("POST", "/ai/encode-vibe"): self._encode,
            ("POST", "/ai/augment-image"): self._augment,
            ("POST", "/ai/upscale"): self._upscale,
            ("GET", "/ai/generate-image/suggest-tags"): self._suggest_tags,
            ("POST", "/user/login"): self._login,
            ("POST", "/user/create-persistent-token"): self._create_token,
        }
        self._shown: dict[str, Callable[[], object]] = {
            "/user/subscription": self.account.subscription,
            "/user/information": self._users.information,
            "/user/priority": self._users.priority,
            "/user/keystore": self._users.keystore,
            "/user/data": self._users.data,
            "/user/clientsettings": str,
            "/user/giftkeys": lambda: {"giftKeys": []},
        }

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Called by the HTTP library for every request."""
        path = request.url.path
        try:
            if request.method == "GET" and path.startswith(VOCABULARIES):
                return _vocabulary(path.removeprefix(VOCABULARIES))
            if request.method == "GET" and path in self._shown:
                self._authorize(request)
                return json_answer(self._shown[path]())
            route = self._routes.get((request.method, path))
            if route is None:
                raise Fault(404, "Not Found")
            return await route(request)
        except Fault as fault:
            return refused(fault.status, fault.message)

    async def _suggest_tags(self, request: httpx.Request) -> httpx.Response:
        query = request.url.params
        if query.get("model") not in self._catalog.models:
            raise wrong(f"model {query.get('model')} doesn't exist")
        return json_answer(suggest(query.get("prompt", ""), query.get("lang", "en")))

    async def _login(self, request: httpx.Request) -> httpx.Response:
        return json_answer(self._users.login(await _document(request)), 201)

    async def _create_token(self, request: httpx.Request) -> httpx.Response:
        body = await _document(request)
        return json_answer(self._users.create_token(body, request.headers.get("authorization")), 201)

    async def _generate(self, request: httpx.Request) -> httpx.Response:
        from naitui.demo.charging import picture_bill
        from naitui.demo.checks import check

        self._authorize(request)
        streamed = request.url.path.endswith("-stream")
        fault = self.fault.take()
        refusal = refusal_of(fault) if fault is not None else None
        if refusal is not None:
            return refusal
        document = await _document(request, forms=True)
        order = await asyncio.to_thread(check, document, self._catalog, stream=streamed)
        self._take(picture_bill(order, self._catalog, self.account.standing))
        self.generations += 1
        framing = str(order.parameters.get("stream")) if streamed else "zip"
        json_wanted = "application/json" in request.headers.get("accept", "")
        chunks = self._frames(order, framing, fault) if streamed else self._pictures(order, fault, json_wanted)
        kind = CONTENT_TYPES.get(framing) or ("application/json" if json_wanted else _ZIP)
        return self._answer(chunks, fault, kind, order.drawn_steps * order.samples)

    async def _encode(self, request: httpx.Request) -> httpx.Response:
        from naitui.demo.charging import encoding_bill
        from naitui.demo.vibes import read_to_encode

        def read(body: object) -> _Work:
            order = read_to_encode(body, self._catalog)
            return _Work(encoding_bill(self._catalog), ENCODING_STEPS, lambda _: order.encoded())

        answer, taken = await self._work(request, read, "application/binary")
        self.encodings += taken
        return answer

    async def _augment(self, request: httpx.Request) -> httpx.Response:
        from naitui.demo.charging import tool_bill
        from naitui.demo.tools import read_tool

        def read(body: object) -> _Work:
            order = read_tool(body, self._catalog.tools)
            bill = tool_bill(order.req_type, *order.image.size, self._catalog, self.account.standing)
            return _Work(bill, self._catalog.tools.steps, order.files)

        answer, taken = await self._work(request, read, _ZIP)
        self.generations += taken
        return answer

    async def _upscale(self, request: httpx.Request) -> httpx.Response:
        from naitui.demo.charging import upscale_bill
        from naitui.demo.upscale import STEPS, read_upscale

        def read(body: object) -> _Work:
            order = read_upscale(body, self._catalog)
            return _Work(upscale_bill(order.area, self._catalog), STEPS, lambda _: [order.file()])

        answer, taken = await self._work(request, read, _ZIP)
        self.generations += taken
        return answer

    async def _work(
        self, request: httpx.Request, read: Callable[[object], _Work], kind: str
    ) -> tuple[httpx.Response, bool]:
        """The answer to a call that is no generation, and whether it was taken."""
        self._authorize(request)
        fault = self.fault.take()
        refusal = refusal_of(fault) if fault is not None else None
        if refusal is not None:
            return refusal, False
        work = await asyncio.to_thread(read, await _document(request))
        self._take(work.bill)
        return self._answer(self._made(work, fault), fault, kind, work.steps), True

    def _authorize(self, request: httpx.Request) -> None:
        self._users.authorize(request.headers.get("authorization"))

    def _take(self, bill: Bill) -> None:
        """Take a job: one at a time, and paid for."""
        from naitui.demo.charging import settle_bill

        if time.monotonic() < self._locked_until:
            raise Fault(429, LOCKED)
        settle_bill(bill, self.account)
        self._locked_until = math.inf

    def _answer(self, chunks: Answer, fault: FaultName | None, kind: str, steps: int) -> httpx.Response:
        started = time.monotonic()
        body = Body(spoiled(chunks, fault), lambda: self._release(started, steps))
        return httpx.Response(200, headers={"content-type": kind}, stream=body)

    def _release(self, started: float, steps: int) -> None:
        """The client has closed the answer. If that was a hang-up, the work goes on and the account stays locked to
        its end, as with NovelAI."""
        if self._locked_until == math.inf:
            self._locked_until = started + steps * SECONDS_PER_STEP * self.pace

    async def _frames(self, order: Order, framing: str, fault: FaultName | None) -> Answer:
        """Previews after every step, then the finished picture, sample by sample."""
        from naitui.demo.drawing import draw, step_jpeg
        from naitui.demo.record import picture_file

        started = time.monotonic()
        stride = 2 if self._catalog.sampler(str(order.parameters.get("sampler"))).half_previews else 1
        for sample in range(order.samples):
            common: dict[str, object] = {"samp_ix": sample, "gen_id": f"demo{order.seed:08x}"}
            picture = await asyncio.to_thread(draw, order, sample)
            for step in range(0, order.drawn_steps - 1, stride):
                jpeg = await asyncio.to_thread(step_jpeg, picture, order, step)
                sigma = 14.6 * (1 - step / order.steps)
                yield frame(
                    framing, {"event_type": "intermediate", **common, "step_ix": step, "sigma": sigma, "image": jpeg}
                )
                await asyncio.sleep(SECONDS_PER_STEP * self.pace * stride)
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

    async def _pictures(self, order: Order, fault: FaultName | None, json_wanted: bool) -> Answer:
        """All pictures at once, as a ZIP or as JSON."""
        from naitui.demo.drawing import draw
        from naitui.demo.record import picture_file

        started = time.monotonic()
        files = []
        for sample in range(order.samples):
            picture: Image = await asyncio.to_thread(draw, order, sample)
            await asyncio.sleep(SECONDS_PER_STEP * self.pace * order.drawn_steps)
            files.append(await asyncio.to_thread(picture_file, picture, order, sample, time.monotonic() - started))
        self._locked_until = 0.0
        if fault == "missing":
            files.pop()
        kind = "webp" if order.parameters.get("image_format") == "webp" else "png"
        for piece in pieces(as_json(files, order.seed) if json_wanted else as_zip(files, kind)):
            yield piece

    async def _made(self, work: _Work, fault: FaultName | None) -> Answer:
        """The answer of a tool, whole."""
        started = time.monotonic()
        await asyncio.sleep(SECONDS_PER_STEP * self.pace * work.steps)
        made = await asyncio.to_thread(work.make, time.monotonic() - started)
        self._locked_until = 0.0
        if isinstance(made, list):
            made = as_zip(made[:-1] if fault == "missing" else made)
        for piece in pieces(made):
            yield piece


def _vocabulary(name: str) -> httpx.Response:
    data = vocabulary_file(name)
    if data is None:
        raise Fault(404, "Not Found")
    return httpx.Response(200, headers={"content-type": "application/octet-stream"}, content=data)


async def _document(request: httpx.Request, *, forms: bool = False) -> object:
    content = await request.aread()
    if len(content) > MAX_REQUEST:
        raise Fault(413, "Payload Too Large")
    said = request.headers.get("content-type", "")
    kind = said.partition(";")[0].strip().lower()
    if forms and kind == "multipart/form-data":
        return await asyncio.to_thread(read_form, content, said)
    if kind != "application/json":
        raise wrong("content type must be application/json")
    try:
        document: object = json.loads(content)
    except (ValueError, RecursionError):
        raise Fault(400, "Unexpected token in JSON") from None
    return document
