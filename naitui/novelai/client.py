"""The client: one object that talks to NovelAI's image service.

It knows nothing of files, screens or queues, never sends anything twice, and gives every answer whole or raises one of
the exceptions of `naitui.novelai.errors`.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import string
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from naitui import __version__
from naitui.novelai.account import Subscription, read_subscription
from naitui.novelai.errors import BadReply, ConnectionLost, DeadlineExceeded, NoConnection, TokenRefused, error_for
from naitui.novelai.http import httpx
from naitui.novelai.replies import MAX_BODY, Image, read_pictures
from naitui.novelai.request import Request
from naitui.novelai.stream import MsgpackReader, Sequencer, SseReader, StreamEvent
from naitui.pictures.kinds import kind_of

HOST = "https://image.novelai.net"
USER_AGENT = f"naitui/{__version__}"
GENERATE_DEADLINE = 300.0
"""Seconds for a whole generation. The page gives up after 120; large pictures on a slow line may need longer."""
QUICK_DEADLINE = 30.0
"""Seconds for the calls that make no picture."""
QUIET = 120.0
"""Seconds without a single byte after which the line counts as dead."""
DRAIN = 1.0
"""Seconds for what may follow the last picture of a stream; nothing that matters does."""
MAX_ERROR_BODY = 1024 * 1024
_ENOUGH_TO_TELL = 12
"""Bytes from which every kind of picture and archive is known."""
_LETTERS = string.ascii_letters + string.digits


class TokenAuth(httpx.Auth):
    """Adds the token, and only to the service it belongs to: the same host, over https (or to this very machine)."""

    def __init__(self, token: SecretStr, base: httpx.URL) -> None:
        self._token = token
        self._base = base

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Called by the HTTP library for each request."""
        url = request.url
        safe = url.scheme == "https" or url.host in ("127.0.0.1", "localhost", "::1")
        if safe and (url.host, url.port) == (self._base.host, self._base.port):
            secret = self._token.get_secret_value()
            if not (secret.isascii() and secret.isprintable()) or " " in secret:
                # the HTTP library would refuse it too, and quote it in the error
                raise TokenRefused("The token holds characters that no token has; nothing was sent")
            request.headers["Authorization"] = f"Bearer {secret}"
        yield request


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
    """

    def __init__(
        self,
        token: SecretStr | str | None = None,
        *,
        host: str = HOST,
        transport: httpx.AsyncBaseTransport | None = None,
        deadline: float = GENERATE_DEADLINE,
        quick_deadline: float = QUICK_DEADLINE,
    ) -> None:
        secret = SecretStr(token) if isinstance(token, str) else token
        base = httpx.URL(host)
        self._deadline = deadline
        self._quick_deadline = quick_deadline
        self._http = httpx.AsyncClient(
            base_url=base,
            auth=TokenAuth(secret, base) if secret else None,
            transport=transport,
            timeout=httpx.Timeout(QUIET, connect=15.0),
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
        async with self._answer("POST", request.path, self._deadline, body=request.body) as chunks:
            first = await _first(chunks)
            if request.framing == "none" or kind_of(first) not in ("unknown", "empty"):
                # no stream, asked for or not: a ZIP, a picture, a web page
                for image in read_pictures(await _rest(chunks, MAX_BODY, first), request.samples):
                    yield image
                return
            reader = MsgpackReader() if request.framing == "msgpack" else SseReader()
            sequencer = Sequencer(request.samples)
            async for data in _chain(first, chunks):
                for frame in reader.feed(data):
                    event = sequencer.take(frame)
                    if event is not None:
                        yield event
                    if sequencer.complete:
                        await _drain(chunks)
                        return
            sequencer.finish(reader.rest)

    async def subscription(self) -> Subscription:
        """Tier, Anlas and allowance of the account."""
        answer = await self._json("/user/subscription")
        try:
            return read_subscription(answer if isinstance(answer, Mapping) else {})
        except ValueError as error:
            raise BadReply(str(error), status=200) from None

    async def suggest_tags(self, model: str, prompt: str, lang: str | None = None) -> list[dict[str, object]]:
        """Tags for a piece of text, each with ``tag``, ``count``, ``confidence``. Needs no token.

        With ``lang="jp"`` they have ``jp_tag``, ``en_tag``, ``power`` instead.
        """
        query = {"model": model, "prompt": prompt} | ({"lang": lang} if lang else {})
        answer = await self._json("/ai/generate-image/suggest-tags", query)
        found = answer.get("tags") if isinstance(answer, Mapping) else answer
        if not isinstance(found, list):
            raise BadReply("the answer holds no tags", status=200)
        return [entry for entry in found if isinstance(entry, dict)]

    async def _json(self, path: str, query: Mapping[str, str] | None = None) -> object:
        async with self._answer("GET", path, self._quick_deadline, query=query) as chunks:
            body = await _rest(chunks, MAX_ERROR_BODY)
        try:
            answer: object = json.loads(body)
        except (ValueError, RecursionError):
            raise BadReply("the answer is not JSON", status=200, body=body) from None
        return answer

    @asynccontextmanager
    async def _answer(
        self,
        method: str,
        path: str,
        deadline: float,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes of an answer with status 200 or 201; every failure on the way is one of our exceptions."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = call_headers() | ({"Content-Type": "application/json"} if body is not None else {})
        request = self._http.build_request(method, path, content=content, params=query, headers=headers)
        end = asyncio.get_running_loop().time() + deadline
        try:
            async with asyncio.timeout_at(end):
                response = await self._http.send(request, stream=True)
            try:
                chunks = _until(end, response.aiter_bytes())
                if response.status_code not in (200, 201):
                    said = await _what_comes(chunks)
                    raise error_for(response.status_code, said, response.headers.get("retry-after"))
                yield chunks
            finally:
                await response.aclose()
        except TimeoutError:
            raise DeadlineExceeded(f"no complete answer within {deadline:g} seconds") from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise NoConnection(f"no connection to {request.url.host} ({_why(error)})") from None
        except httpx.TimeoutException:
            raise DeadlineExceeded(f"not a byte for {QUIET:g} seconds") from None
        except httpx.DecodingError:
            raise BadReply("the answer is packed in a way that cannot be read", status=200) from None
        except httpx.HTTPError as error:
            raise ConnectionLost(f"the connection broke ({_why(error)})") from None


def call_headers() -> dict[str, str]:
    """The two headers that are new for every call: an id to quote in support cases, and the time."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"x-correlation-id": "".join(secrets.choice(_LETTERS) for _ in range(6)), "x-initiated-at": now}


async def _until(end: float, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """``chunks``, or `TimeoutError` at ``end``. What the caller does with them between two is never cut short."""
    while True:
        async with asyncio.timeout_at(end):
            data = await anext(chunks, None)
        if data is None:
            return
        yield data


async def _first(chunks: AsyncIterator[bytes]) -> bytes:
    """As many bytes as tell what is coming, or all there are."""
    first = b""
    while len(first) < _ENOUGH_TO_TELL:
        data = await anext(chunks, None)
        if data is None:
            break
        first += data
    return first


async def _rest(chunks: AsyncIterator[bytes], limit: int, first: bytes = b"") -> bytes:
    """The whole body, ``first`` included; more than ``limit`` bytes are a fault."""
    body = bytearray(first)
    async for data in chunks:
        body += data
        if len(body) > limit:
            raise BadReply(f"the answer is larger than {limit:,} bytes", status=200)
    return bytes(body)


async def _what_comes(chunks: AsyncIterator[bytes]) -> bytes:
    """The body of an error, as far as it comes: the status has said what matters."""
    body = bytearray()
    with suppress(TimeoutError, httpx.HTTPError):
        async for data in chunks:
            body += data
            if len(body) > MAX_ERROR_BODY:
                break
    return bytes(body)


async def _drain(chunks: AsyncIterator[bytes]) -> None:
    """Read to the end, so that the connection can be used again; what comes, and whether, does not matter any more."""
    with suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(DRAIN):
            async for _ in chunks:
                pass


async def _chain(first: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for data in chunks:
        yield data


def _why(error: Exception) -> str:
    """What broke. The library's messages are often empty, so the kind of error stands in."""
    names = {"ReadError": "it was reset", "RemoteProtocolError": "the answer was cut off or garbled"}
    return str(error) or names.get(type(error).__name__, type(error).__name__)
