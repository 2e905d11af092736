"""The bytes of an answer, piece by piece: with an end in time, with a limit, with a copy of all that came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from naitui.novelai.errors import BadReply
from naitui.novelai.http import httpx

DRAIN = 1.0
"""Seconds for what may follow the last picture of a stream; nothing that matters does."""
LINGER = 5.0
"""Seconds without a byte after which nothing more is expected of a stream that cannot be read; steps come quicker."""
MAX_ERROR_BODY = 1024 * 1024
_ENOUGH_TO_TELL = 12
"""Bytes from which every kind of picture, archive and stream is known."""


class Received:
    """A copy of what came, up to ``limit`` bytes: of an answer that cannot be used, this is what is left to keep."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def full(self) -> bool:
        """Whether nothing more is taken in."""
        return self._size >= self._limit

    def __bytes__(self) -> bytes:
        return b"".join(self._parts)

    async def copied(self, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """``chunks``, each copied on its way."""
        async for data in chunks:
            taken = data[: self._limit - self._size]
            if taken:
                self._parts.append(taken)
                self._size += len(taken)
            yield data


async def until(end: float, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """``chunks``, or `TimeoutError` at ``end``. What the caller does with them between two is never cut short."""
    while True:
        async with asyncio.timeout_at(end):
            data = await anext(chunks, None)
        if data is None:
            return
        yield data


async def first_of(chunks: AsyncIterator[bytes]) -> bytes:
    """As many bytes as tell what is coming, or all there are."""
    first = b""
    while len(first) < _ENOUGH_TO_TELL:
        data = await anext(chunks, None)
        if data is None:
            break
        first += data
    return first


async def chain(first: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """``first``, then the rest."""
    yield first
    async for data in chunks:
        yield data


async def rest_of(chunks: AsyncIterator[bytes], limit: int, first: bytes = b"") -> bytes:
    """The whole body, ``first`` included; more than ``limit`` bytes are a fault."""
    body = bytearray(first)
    async for data in chunks:
        body += data
        if len(body) > limit:
            raise BadReply(f"the answer is larger than {limit:,} bytes", status=200, body=bytes(body))
    return bytes(body)


async def what_comes(chunks: AsyncIterator[bytes]) -> bytes:
    """The body of an error, as far as it comes: the status has said what matters."""
    body = bytearray()
    with suppress(TimeoutError, httpx.HTTPError):  # what came before the line broke is all there is, and is used
        async for data in chunks:
            body += data
            if len(body) > MAX_ERROR_BODY:
                break
    return bytes(body)


async def drain(chunks: AsyncIterator[bytes]) -> None:
    """Read to the end, so that the connection can be used again; what comes, and whether, does not matter any more."""
    with suppress(TimeoutError, httpx.HTTPError):  # what came before the line broke is all there is, and is used
        async with asyncio.timeout(DRAIN):
            async for _ in chunks:
                pass


async def linger(chunks: AsyncIterator[bytes], received: Received) -> None:
    """Let the rest of an unreadable stream come in: the picture may still be in it, for whoever can get it out."""
    with suppress(TimeoutError, httpx.HTTPError):  # what came before the line broke is all there is, and is used
        while not received.full:
            async with asyncio.timeout(LINGER):
                if await anext(chunks, None) is None:
                    return
