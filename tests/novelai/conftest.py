"""A real server on this machine that answers as badly as it is told, and small parts that several tests need."""

import asyncio
import io
import socket
import struct
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import pytest
from PIL import Image as Picture

from naitui.novelai import Catalog, Request, load_catalog

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Loopback:
    """A server on 127.0.0.1 that counts what it is asked and answers with a script."""

    def __init__(self) -> None:
        self.script: Script | None = None
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()

    @property
    def posts(self) -> int:
        """How many POSTs came whole."""
        return sum(head.startswith(b"POST ") for head in self.heads)

    @property
    def url(self) -> str:
        """Where the server is."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def plays(self, *parts: bytes, pause: float = 0.0, hold: bool = False, reset: bool = False) -> None:
        """Answer with these bytes, then close; or ``hold`` the line open, or ``reset`` it."""

        async def script(writer: asyncio.StreamWriter) -> None:
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
            if hold:
                await asyncio.sleep(3600)
            if reset:
                if parts:
                    await asyncio.sleep(0.05)  # what was written has to arrive first
                raw: socket.socket = writer.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()

        self.script = script

    def answers(self, status: str, body: bytes = b"", **headers: str) -> None:
        """Answer properly, with this status and body."""
        named = {"Content-Length": str(len(body)), "Connection": "close"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        self.plays(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def stop(self) -> None:
        """End every answer and stop listening."""
        assert self._server is not None
        self._server.close()
        for task in self._busy:
            task.cancel()
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
            )
            self.bodies.append(await reader.readexactly(length))
            self.heads.append(head)
            assert self.script is not None, "the test gave no script"
            await self.script(writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._busy.discard(task)
            writer.close()


@pytest.fixture
async def loopback() -> AsyncIterator[Loopback]:
    """A server that is told what to answer; look at ``posts``, ``heads`` and ``bodies`` afterwards."""
    server = Loopback()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return load_catalog()


@pytest.fixture(scope="session")
def png() -> bytes:
    """A small complete PNG."""
    out = io.BytesIO()
    Picture.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="session")
def make_zip() -> Callable[[Mapping[str, bytes]], bytes]:
    """Files by name → a ZIP of them, in this order."""

    def pack(files: Mapping[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return out.getvalue()

    return pack


@pytest.fixture
def plain() -> Request:
    """A request for one picture as a ZIP."""
    return Request("/ai/generate-image", {"input": "1girl"}, samples=1, seed=7)


@pytest.fixture
def streamed() -> Request:
    """A request for one picture as a MessagePack stream."""
    return Request("/ai/generate-image-stream", {"input": "1girl"}, samples=1, seed=7, framing="msgpack")
