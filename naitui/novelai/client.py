"""The client: one object that talks to NovelAI's image service.

It knows nothing of files, screens or queues, never sends anything twice, and gives every answer whole or raises one of
the exceptions of `naitui.novelai.errors`.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from naitui.novelai.account import Subscription, read_subscription
from naitui.novelai.chunks import MAX_ERROR_BODY, Received, chain, drain, first_of, linger, rest_of, until, what_comes
from naitui.novelai.errors import (
    BadReply,
    ConnectionLost,
    DeadlineExceeded,
    NoConnection,
    NovelAIError,
    Refused,
    error_for,
)
from naitui.novelai.forms import FORM_PATHS, form_of
from naitui.novelai.headers import USER_AGENT, TokenAuth, call_headers, fingerprint
from naitui.novelai.http import httpx
from naitui.novelai.replies import MAX_BODY, Image, read_pictures
from naitui.novelai.request import Request
from naitui.novelai.stream import MsgpackReader, Sequencer, SseReader, StreamEvent, framing_of
from naitui.recipe import Problem

HOST = "https://image.novelai.net"
GENERATE_DEADLINE = 300.0
"""Seconds for a whole generation. The page gives up after 120; large pictures on a slow line may need longer."""
QUICK_DEADLINE = 30.0
"""Seconds for the calls that make no picture."""
QUIET = 120.0
"""Seconds without a single byte after which the line counts as dead."""
CONNECT = 15.0
"""Seconds for opening a connection."""
_SMALL_FRAME = 64 * 1024
"""Bytes of a stream's frame that are decoded at once, without going to a thread."""


class NovelAI:
    """The image service, as a library of its own.

    Example:
        A picture without the studio::

            import asyncio
            from pathlib import Path
            from naitui.novelai import NovelAI, build, load_catalog
            from naitui.recipe import Recipe, expand

            async def main() -> None:
                [resolved] = expand(Recipe(prompt="1girl, silver hair, night city"))
                async with NovelAI("pst-…") as service:
                    for image in await service.generate(build(resolved, load_catalog())):
                        Path(f"{resolved.seed + image.sample}.png").write_bytes(image.data)

            asyncio.run(main())

    Args:
        token: a persistent token or a login token; None for the calls that need none.
        host: where the service is.
        transport: another way to reach it, e.g. `naitui.demo.DemoTransport()`.
        deadline: seconds for one whole generation, from the first byte sent to the last one received.
        quick_deadline: the same for the calls that make no picture.
        multipart: send generations as the form that NovelAI's page sends instead of plain JSON, to the same result.
    """

    def __init__(
        self,
        token: SecretStr | str | None = None,
        *,
        host: str = HOST,
        transport: httpx.AsyncBaseTransport | None = None,
        deadline: float = GENERATE_DEADLINE,
        quick_deadline: float = QUICK_DEADLINE,
        multipart: bool = False,
    ) -> None:
        secret = SecretStr(token) if isinstance(token, str) else token
        base = httpx.URL(host)
        self.host, self.fingerprint = host, fingerprint(secret)
        self._deadline, self._quick_deadline, self._multipart = deadline, quick_deadline, multipart
        self._http = httpx.AsyncClient(
            base_url=base,
            auth=TokenAuth(secret, base) if secret else None,
            transport=transport,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            follow_redirects=False,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def generate(self, request: Request, on_step: Callable[[StreamEvent], None] | None = None) -> list[Image]:
        """All pictures of a request, in order. ``on_step`` hears of every preview and picture as it comes.

        Raises:
            NovelAIError: see `naitui.novelai.errors`; pictures that had come are gone, use `stream` to keep them.
        """
        pictures = []
        async for event in self.stream(request):
            if on_step is not None:
                on_step(event)
            if isinstance(event, Image):
                pictures.append(event)
        return sorted(pictures, key=lambda image: image.sample)

    async def stream(self, request: Request) -> AsyncGenerator[StreamEvent, None]:
        """Previews and pictures as they come (a request without a stream gives its pictures at the end).

        Raises:
            NovelAIError: see `naitui.novelai.errors`. Every picture that was whole has been given before.
        """
        if request.wanted:
            raise Refused([Problem(("vibes",), f"{vibe.name} is not encoded yet") for vibe in request.wanted])
        received = Received(MAX_BODY)
        # without a stream not a byte comes before the last picture is finished
        quiet = self._deadline if request.framing == "none" else QUIET
        try:
            async with self._answer("POST", request.path, self._deadline, body=request.body, quiet=quiet) as answer:
                chunks = received.copied(answer)
                try:
                    async with aclosing(_events(request, chunks)) as events:
                        async for event in events:
                            yield event
                except BadReply:
                    await linger(chunks, received)
                    raise
        except NovelAIError as error:
            error.body = bytes(received)  # a picture that was paid for may be in it, whatever went wrong
            raise

    async def subscription(self) -> Subscription:
        """Tier, Anlas and allowance of the account."""
        answer = await self.call_json("GET", "/user/subscription")
        try:
            return read_subscription(answer if isinstance(answer, Mapping) else {}, time.time())
        except ValueError as error:
            raise _costs_nothing(BadReply(str(error), status=200)) from None

    async def suggest_tags(self, model: str, prompt: str, lang: str | None = None) -> list[dict[str, object]]:
        """Tags for a piece of text, each with ``tag``, ``count``, ``confidence``. Needs no token.

        With ``lang="jp"`` they have ``jp_tag``, ``en_tag``, ``power`` instead.
        """
        query = {"model": model, "prompt": prompt} | ({"lang": lang} if lang else {})
        answer = await self.call_json("GET", "/ai/generate-image/suggest-tags", query=query)
        found = answer.get("tags") if isinstance(answer, Mapping) else answer
        if not isinstance(found, list):
            raise _costs_nothing(BadReply("the answer holds no tags", status=200))
        return [entry for entry in found if isinstance(entry, dict)]

    async def call_json(
        self, method: str, path: str, body: Mapping[str, object] | None = None, query: Mapping[str, str] | None = None
    ) -> object:
        """Any call that makes no picture and is answered with JSON; errors as in `naitui.novelai.errors`."""
        try:
            async with self._answer(method, path, self._quick_deadline, body=body, query=query) as chunks:
                data = await rest_of(chunks, MAX_ERROR_BODY)
            try:
                answer: object = json.loads(data)
            except (ValueError, RecursionError):
                raise BadReply("the answer is not JSON", status=200, body=data) from None
        except NovelAIError as error:
            raise _costs_nothing(error, method) from None
        return answer

    async def call_bytes(self, path: str, body: Mapping[str, object]) -> bytes:
        """The whole answer to a POST that may cost something; an error's ``body`` holds what came of it."""
        received = Received(MAX_BODY)
        try:
            async with self._answer("POST", path, self._deadline, body=body, quiet=self._deadline) as chunks:
                return await rest_of(received.copied(chunks), MAX_BODY)
        except NovelAIError as error:
            error.body = bytes(received)
            raise

    async def download(self, path: str, limit: int, on_size: Callable[[int], None] | None = None) -> bytes:
        """A public file of the service's pages, whole; it costs nothing and needs no token.

        Args:
            path: with its query, if it has one.
            limit: bytes; more are a fault.
            on_size: told the size when the service says it, before the first byte comes.
        """
        try:
            async with self._answer("GET", path, self._deadline, on_size=on_size) as chunks:
                return await rest_of(chunks, limit)
        except NovelAIError as error:
            raise _costs_nothing(error) from None

    def _request(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None,
        query: Mapping[str, str] | None,
        timeout: httpx.Timeout,
    ) -> httpx.Request:
        headers = call_headers()
        if body is None:
            return self._http.build_request(method, path, params=query, headers=headers, timeout=timeout)
        if self._multipart and path in FORM_PATHS:
            return self._http.build_request(method, path, files=form_of(body), headers=headers, timeout=timeout)
        headers["Content-Type"] = "application/json"
        content = json.dumps(body, ensure_ascii=False).encode()
        return self._http.build_request(method, path, content=content, headers=headers, timeout=timeout)

    @asynccontextmanager
    async def _answer(
        self,
        method: str,
        path: str,
        deadline: float,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
        quiet: float = QUIET,
        on_size: Callable[[int], None] | None = None,
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes of an answer with status 200 or 201; every failure on the way is one of our exceptions.

        ``quiet`` is how many seconds may pass without a byte; ``on_size`` is told how many bytes will come, if it is
        known.
        """
        timeout = httpx.Timeout(QUIET, connect=CONNECT, read=quiet)
        # megabytes of pictures are in some bodies: writing them out is a thread's work
        try:
            request = await asyncio.to_thread(self._request, method, path, body, query, timeout)
        except httpx.InvalidURL as error:  # what was asked about is too long for one
            raise Refused([Problem((), f"no address can be made of it: {error}")]) from None
        end = asyncio.get_running_loop().time() + deadline
        try:
            async with asyncio.timeout_at(end):
                response = await self._http.send(request, stream=True)
            try:
                chunks = until(end, response.aiter_bytes())
                if response.status_code not in (200, 201):
                    said = await what_comes(chunks)
                    raise error_for(response.status_code, said, response.headers.get("retry-after"))
                size = response.headers.get("content-length", "")
                if on_size is not None and size.isdecimal():
                    on_size(int(size))
                yield chunks
            finally:
                await response.aclose()
        except TimeoutError:
            raise DeadlineExceeded(f"no complete answer within {deadline:g} seconds") from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise NoConnection(f"no connection to {request.url.host} ({_why(error)})") from None
        except httpx.TimeoutException:
            raise DeadlineExceeded(f"not a byte for {quiet:g} seconds") from None
        except httpx.DecodingError:
            raise BadReply("the answer is packed in a way that cannot be read", status=200) from None
        except httpx.HTTPError as error:
            raise ConnectionLost(f"the connection broke ({_why(error)})") from None


async def _events(request: Request, chunks: AsyncIterator[bytes]) -> AsyncGenerator[StreamEvent, None]:
    """What an answer holds, read as what it is, whatever was asked for."""
    first = await first_of(chunks)
    framing = framing_of(first, request.framing)
    if framing == "none":
        events: AsyncIterator[StreamEvent] = _whole(await rest_of(chunks, MAX_BODY, first), request.samples)
    else:
        reader = MsgpackReader() if framing == "msgpack" else SseReader()
        events = _framed(reader, request.samples, chain(first, chunks))
    async for event in events:
        yield event


async def _whole(body: bytes, expected: int) -> AsyncIterator[Image]:
    """The pictures of an answer that came at once; unpacking megabytes is a thread's work."""

    def read() -> tuple[list[Image], NovelAIError | None]:
        images: list[Image] = []
        try:
            images.extend(read_pictures(body, expected))
        except NovelAIError as error:
            return images, error
        return images, None

    images, fault = await asyncio.to_thread(read)
    for image in images:
        yield image
    if fault is not None:
        raise fault


async def _framed(
    reader: MsgpackReader | SseReader, samples: int, chunks: AsyncIterator[bytes]
) -> AsyncIterator[StreamEvent]:
    """The events of a stream, to its last picture."""
    sequencer = Sequencer(samples)
    async for data in chunks:
        for frame in reader.feed(data):
            try:
                small = len(frame) < _SMALL_FRAME
                decoded = reader.decode(frame) if small else await asyncio.to_thread(reader.decode, frame)
            except BadReply as damaged:
                sequencer.spoil(damaged)  # where it ends is known, and what follows may be the picture
                continue
            event = None if decoded is None else sequencer.take(decoded)
            if event is not None:
                yield event
            if sequencer.complete:
                await drain(chunks)
                return
    sequencer.finish(reader.rest)


def _costs_nothing(error: NovelAIError, method: str = "GET") -> NovelAIError:
    """A failure of a call that makes no picture: whatever went wrong, nothing is charged."""
    if error.charged == "maybe":
        error.charged = "no"
        error.advice = "Nothing was sent; try again." if method == "GET" else "This costs nothing; try again."
    return error


_NUMBER = re.compile(r"^\[Errno -?\d+\] ")
"""What the operating system's messages begin with."""


def _why(error: Exception) -> str:
    """What broke. The library's messages are often empty, so the kind of error stands in."""
    names = {"ReadError": "it was reset", "RemoteProtocolError": "the answer was cut off or garbled"}
    said = _NUMBER.sub("", str(error))
    return said or names.get(type(error).__name__, type(error).__name__)
