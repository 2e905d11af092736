"""The program from outside: in a pseudo terminal, and against the demo behind a real socket."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest
from answers import ANSWERS

from naitui.demo import DemoTransport
from naitui.library.draft import Draft
from naitui.novelai.http import httpx
from naitui.recipe import Recipe

DEADLINE = 60
"""Seconds in which anything must happen; a bound, not a measure."""
SENTINEL = "pst-" + "S3ntinelNeverSeen" * 3
"""A token that nobody may ever see."""


class Terminal:
    """A program in a pty, and the screen that pyte makes of its bytes."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        answers: bytes = b"",
        late: float = 0,
        door: tuple[str, ...] = ("-m", "naitui"),
        **variables: str,
    ) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        self.environment = {**kept, **folders, "HOME": str(home), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
        self.environment["XDG_PICTURES_DIR"] = str(home / "pictures")
        self.environment.update(variables)
        self.child: Any = pexpect.spawn(
            sys.executable,
            [*door, *arguments],
            dimensions=(40, 120),
            env=self.environment,
            timeout=DEADLINE,
            use_poll=True,
        )
        self.screen = pyte.Screen(120, 40)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        self._answers, self._due, self._late = answers, 0.0, late

    def read(self) -> bool:
        """Take what has come; False when the program has ended."""
        try:
            more = self.child.read_nonblocking(65536, 0.05)
        except pexpect.TIMEOUT:
            more = b""
        except pexpect.EOF:
            return False
        self.bytes += more
        # pyte prints what it does not know: Kitty's keyboard, device strings
        self.stream.feed(re.sub(rb"\x1b\[[<>=][0-9;]*[a-z]|\x1bP.*?\x1b\\|\x1b_.*?\x1b\\|\x1b\[\?[0-9]+\$p", b"", more))
        if self._answers and b"\x1b[c" in self.bytes:
            self._due = self._due or time.monotonic() + self._late
            if time.monotonic() >= self._due:
                self.child.send(self._answers)
                self._answers = b""
        return True

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def until(self, condition: Callable[[], Any], what: str) -> None:
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            if condition():
                return
            if not self.read():
                break
        assert condition(), f"no {what}:\n{self.text}"

    def shows(self, words: str) -> None:
        self.until(lambda: words in self.text, words)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.screen.reset()
        self.child.setwinsize(rows, columns)

    def end(self) -> int:
        """Wait for the end; the exit code. A picture's file is there a moment before its job has ended: whoever leaves
        in that moment is asked, and waits for it."""
        asked = False

        def ended() -> bool:
            nonlocal asked
            if not asked and "Wait for it, save it" in self.text:
                asked = True
                self.child.send("w")
            return not self.read() or not self.child.isalive()

        self.until(ended, "end")
        while self.read():
            pass
        self.child.close()
        assert self.child.signalstatus is None, f"killed by {self.child.signalstatus}"
        return int(self.child.exitstatus)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    begun: list[Terminal] = []

    def started(*arguments: str, **options: Any) -> Terminal:
        begun.append(Terminal(tmp_path, *arguments, **options))
        return begun[-1]

    yield started
    for terminal in begun:
        if not terminal.child.closed:
            terminal.child.close(force=True)


@pytest.fixture
def on_demo(start: Callable[..., Terminal], tmp_path: Path) -> Callable[[Recipe], Terminal]:
    """Opens the demo with a draft, in a terminal of 80×24."""

    def opened(recipe: Recipe) -> Terminal:
        (tmp_path / "state/naitui").mkdir(parents=True)
        Draft(tmp_path / "state/naitui/demo-draft.toml").save(recipe)
        terminal = start("demo", "--pace", "0", answers=ANSWERS)
        terminal.resize(80, 24)
        terminal.shows("10,500 Anlas")
        return terminal

    return opened


@dataclass
class Served:
    """What runs behind the address, and what it was asked."""

    demo: DemoTransport
    url: str = ""
    asked: list[str] = field(default_factory=list)
    """Method and path of each request."""
    token: str = SENTINEL
    quotes_token: bool = False
    """Answer every POST with a refusal that quotes the token, as careless services do."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            method, path, _ = first.split(" ")
            headers = dict(line.split(": ", 1) for line in lines if line)
            known = {name.lower(): value for name, value in headers.items()}
            body = await reader.readexactly(int(known.get("content-length", 0)))
            self.asked.append(f"{method} {path}")
            request = httpx.Request(method, self.url + path, headers=headers, content=body)
            if self.quotes_token and method == "POST":
                said = {"statusCode": 400, "message": f"bad header {known['authorization']}"}
                response = httpx.Response(400, json=said)
            else:
                response = await self.demo.handle_async_request(request)
            writer.write(f"HTTP/1.1 {response.status_code} X\r\nConnection: close\r\n".encode())
            kind = response.headers.get("content-type", "application/json")
            writer.write(f"Content-Type: {kind}\r\n\r\n".encode())
            async for chunk in response.aiter_bytes():
                writer.write(chunk)
                await writer.drain()
        finally:
            writer.close()


@contextmanager
def served(token: str, *, pace: float = 0.0) -> Iterator[Served]:
    """A service that takes this token, in a thread of its own."""
    service = Served(DemoTransport(pace=pace))
    service.demo._users._persistent = token
    ready, ended = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        server = await asyncio.start_server(service.serve, "127.0.0.1", 0, limit=2**26)
        async with server:
            service.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    assert ready.wait(10)
    try:
        yield service
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


@pytest.fixture
def service() -> Iterator[Served]:
    """A service that takes the sentinel."""
    with served(SENTINEL) as running:
        yield running
