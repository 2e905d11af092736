"""A token that nobody may ever see: not on a screen, not in a pipe, not in a file, whatever happens."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

TRACES = ("S3ntinelNeverSeen", base64.b64encode(b"S3ntinelNeverSeen" * 2).decode()[4:24])
DEBUGGING = """
import logging, sys
logging.basicConfig(level=logging.DEBUG)
from naitui.cli.main import run
code = run(sys.argv[1:])
logging.getLogger("somebody").error("sent %s", "Bearer SENTINEL")
try:
    raise ValueError("Bearer SENTINEL")
except ValueError:
    logging.getLogger("somebody").exception("failed")
sys.exit(code)
"""


class Runs:
    """The program with a home of its own, the token in its environment, and all that it said."""

    def __init__(self, home: Path, service: Any) -> None:
        self.home, self.said, self.token = home, "", service.token
        folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **folders}
        self.config = home / "settings.toml"
        self.config.write_text(f'host = "{service.url}"\npictures = "{home}/pictures"\n')

    def __call__(
        self, *arguments: object, stdin: str = "", code: int = 0, door: tuple[str, ...] = ("-m", "naitui")
    ) -> str:
        command = [sys.executable, *door, *map(str, arguments), "--config", str(self.config)]
        environment = {**self.environment, "NOVELAI_TOKEN": self.token}
        done = subprocess.run(
            command, env=environment, input=stdin, capture_output=True, text=True, check=False, timeout=90
        )
        self.said += done.stdout + done.stderr
        assert done.returncode == code, done.stderr
        return done.stdout

    def traces(self) -> list[str]:
        """Where the token can be seen; the file in which the user asked to keep it does not count."""
        found = [f"output: {trace}" for trace in TRACES if trace in self.said]
        for path in self.home.rglob("*"):
            if path.is_file() and path != self.home / "config" / "naitui" / "token":
                content = path.read_bytes()
                found += [str(path) for trace in TRACES if trace.encode() in content]
        return found


@pytest.fixture
def runs(tmp_path: Path, service: Any) -> Runs:
    return Runs(tmp_path, service)


SMALL = ("--size", "64x64", "--steps", "3")


def test_whatever_is_done_the_token_is_nowhere(runs: Runs, service: Any, tmp_path: Path) -> None:
    cat = tmp_path / "cat.png"
    Image.effect_noise((96, 64), 60).convert("RGB").save(cat)
    runs("auth", "set", stdin=service.token + "\n")
    runs("auth", "status", "--json", "--check")
    runs("generate", "1girl", *SMALL, "--json")
    runs("generate", "1girl", *SMALL, "--dry-run", "--json")
    runs("tool", "lineart", cat, "--json", "--yes")
    runs("upscale", cat, "--yes")
    runs("vibe", "encode", cat, "--model", "nai-diffusion-4-full", "--out", tmp_path / "v", "--yes")
    runs("account", "--json")
    runs("account", "--ledger", "--json")
    runs("tags", "cat")
    assert "POST /ai/generate-image-stream" in service.asked
    assert list((tmp_path / "pictures").rglob("*.png"))
    assert runs.traces() == []


def test_a_service_that_quotes_it_is_not_repeated(runs: Runs, service: Any) -> None:
    service.quotes_token = True
    runs("generate", "1girl", *SMALL, "--json", code=5)
    runs("generate", "1girl", *SMALL, "--stream", "none", code=5)
    assert "bad header" in runs.said
    assert runs.traces() == []


def test_logs_with_everything_turned_on_do_not_hold_it(runs: Runs) -> None:
    door = ("-X", "dev", "-c", DEBUGGING.replace("SENTINEL", runs.token))
    runs("generate", "1girl", *SMALL, door=door)
    assert "DEBUG:httpcore" in runs.said
    assert "sent Bearer <a token>" in runs.said
    assert "ValueError: Bearer <a token>" in runs.said
    runs.said = runs.said.replace("logging.getLogger", "")
    assert runs.traces() == []


def test_the_studio_never_shows_it(start: Callable[..., Any], runs: Runs) -> None:
    terminal = start("--config", str(runs.config), NOVELAI_TOKEN=runs.token)
    terminal.shows("Opus")
    terminal.child.send("girl")
    terminal.shows("girl")
    terminal.child.send("\x1b[15~")  # F5
    terminal.shows("saved")
    terminal.child.send("\x1bOP")  # F1
    terminal.shows("Keys · Esc leads back")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    runs.said += terminal.bytes.decode("utf-8", "replace")
    assert runs.traces() == []
