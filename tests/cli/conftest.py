"""Two ways to the command line: a process of its own, and the same door inside this one (quicker)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from naitui.cli.main import run

QUICK = ("--demo", "--pace", "0")
SMALL = ("--size", "64x64", "--steps", "3")


def folders(home: Path) -> dict[str, str]:
    """A home of its own, without anything of the person who runs the tests."""
    return {
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
    }


@dataclass(slots=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """What ``--json`` wrote: every line must be an object."""
        lines = self.out.splitlines()
        assert all(line.startswith("{") for line in lines)
        return [json.loads(line) for line in lines]


@dataclass(slots=True)
class Program:
    """``python -m naitui`` with a home of its own."""

    home: Path

    @property
    def out(self) -> Path:
        return self.home / "out"

    @property
    def pictures(self) -> list[Path]:
        return sorted(path for path in self.out.rglob("*") if path.is_file())

    @property
    def kept(self) -> list[Path]:
        return sorted(self.home.glob("state/naitui/demo-incoming/*/sample-*"))

    def command(self, *arguments: object, **variables: str) -> tuple[list[str], dict[str, str]]:
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **folders(self.home), **variables}
        return [sys.executable, "-m", "naitui", *map(str, arguments)], environment

    def __call__(self, *arguments: object, stdin: str | bytes = b"", **variables: str) -> Ended:
        command, environment = self.command(*arguments, **variables)
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(command, env=environment, input=given, capture_output=True, check=False, timeout=60)
        return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *arguments: object, **options: Any) -> subprocess.Popen[bytes]:
        command, environment = self.command(*arguments)
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.Popen(command, env=environment, **streams)

    def interrupted(self, number: signal.Signals, *, at: str, twice: bool = False, options: Any = ()) -> Ended:
        """Run a slow generation and send a signal at the first line of output that holds ``at``."""
        slow = ("--demo", "--pace", "1", "--size", "64x64", "--steps", "12", "--count", "3", "--json")
        with self.start("generate", "1girl", *slow, "--out", self.out, *options) as process:
            lines = []
            for line in process.stdout:
                lines.append(line)
                if at.encode() in line:
                    break
            process.send_signal(number)
            if twice:
                while b"stopping" not in process.stderr.readline():
                    pass
                process.send_signal(number)
            rest, words = process.communicate(timeout=60)
        return Ended(process.returncode, (b"".join(lines) + rest).decode(), words.decode())


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


Door = Callable[..., Ended]


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Door:
    """`naitui.cli.main.run` in this process."""
    for name, value in folders(tmp_path).items():
        monkeypatch.setenv(name, value)
    for name in ("NOVELAI_TOKEN", "NOVELAI_API_KEY", "NAI_TOKEN", "NAI_ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object) -> Ended:
        try:
            code = run([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        said = capfd.readouterr()
        return Ended(code, said.out, said.err)

    return call


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture that the program has made, by way of a pipe."""
    program = Program(tmp_path_factory.mktemp("made"))
    prompt = "1girl, {silver hair}, [hat], 1.2::smile::, 銀髪 🌙"
    options = (*QUICK, *SMALL, "--seed", "5", "--model", "nai-diffusion-4-5-full")
    people = ("--character", "girl, red dress", "--at", "B3", "--avoid", "gloves", "--character", "girl, cape")
    ended = program("generate", "-", *options, *people, "--json", "--out", program.out, stdin=prompt + "\n")
    assert ended.code == 0, ended.err
    [path] = program.pictures
    kinds = [event["event"] for event in ended.events]
    assert kinds == ["account", "queued", "started", "step", "step", "saved", "finished", "account"]
    assert ended.events[5]["path"] == str(path)
    assert "Opus, 10,500 Anlas" in ended.err
    return path
