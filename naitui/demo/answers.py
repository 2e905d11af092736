"""What the demo sends back: archives, JSON, faults instead of an answer and faults in one."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence

from naitui.demo.faults import HTML, FaultName
from naitui.demo.refusal import INTERNAL
from naitui.novelai.http import httpx
from naitui.pictures.text64 import text64

LOCKED = "Concurrent generation is locked"
_CHUNK = 65536

Answer = AsyncIterator[bytes]


class Body(httpx.AsyncByteStream):
    """An answer's body that is made while it is sent; told when the client hangs up."""

    def __init__(self, chunks: Answer, closed: Callable[[], None]) -> None:
        self._chunks = chunks
        self._closed = closed

    async def __aiter__(self) -> Answer:
        async for chunk in self._chunks:
            yield chunk

    async def aclose(self) -> None:
        """Called by the HTTP library when nobody reads any further."""
        self._closed()


def json_answer(answer: object, status: int = 200) -> httpx.Response:
    """An answer in JSON."""
    return httpx.Response(status, json=answer)


def refused(status: int, message: str) -> httpx.Response:
    """A refusal in the service's shape."""
    return json_answer({"statusCode": status, "message": message}, status)


def as_zip(files: Sequence[bytes], kind: str = "png") -> bytes:
    """An archive of pictures, numbered."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for index, data in enumerate(files):
            archive.writestr(f"image_{index}.{kind}", data)
    return buffer.getvalue()


def as_json(files: Sequence[bytes], seed: int) -> bytes:
    """The answer to ``Accept: application/json``, in which each picture says its seed."""
    entries = [
        {"image": text64(data), "index": index, "seed": (seed + index) % 2**32} for index, data in enumerate(files)
    ]
    return json.dumps({"images": entries}).encode()


def pieces(data: bytes) -> Iterator[bytes]:
    """An answer as it comes over a network: in pieces."""
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]


def refusal_of(fault: FaultName) -> httpx.Response | None:
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
        return refused(status, message)
    pages = {"html": 200, "bad-gateway": 502, "rate-limit": 429}
    return httpx.Response(pages[fault], headers=page, content=HTML) if fault in pages else None


async def spoiled(chunks: Answer, fault: FaultName | None) -> Answer:
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
