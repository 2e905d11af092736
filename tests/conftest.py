"""What every test starts from, however the tests themselves were started; and a server that answers badly."""

import asyncio
import os
import signal
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as processors: tests of terminals, sockets and signals wait most of their time."""
    return max(2, (os.cpu_count() or 2) * 3 // 2)


@pytest.fixture(autouse=True, scope="session")
def no_keyring_of_ones_own() -> Iterator[None]:
    """No test asks the keyring of the person who runs it; those about keyrings bring their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield


@pytest.fixture(autouse=True, scope="session")
def signals_as_a_terminal_gives_them() -> None:
    """``nohup`` and a shell's ``&`` let every program below them ignore signals, and naitui respects that; the tests
    about signals mean one that was started by a person."""
    ways = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL, signal.SIGTERM: signal.SIG_DFL}
    for number, way in ways.items():
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, way)


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
