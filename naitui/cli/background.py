"""A naitui without a screen that goes on with the queue when a studio has left, or has lost its terminal."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from pydantic import SecretStr

from naitui.settings import Settings

LARGEST_LOG = 1_000_000
"""Bytes of the log of earlier ones, behind which a new one is begun."""


def log_file(settings: Settings) -> Path:
    """What the ones in the background say."""
    return settings.folders.state / "queue.log"


def go_on(arguments: argparse.Namespace, settings: Settings, token: SecretStr | None, owner: str) -> None:
    """Start one that sends what ``owner`` has left in the queue, at the price that was agreed to, and then ends.

    It has a session of its own: no terminal can take it along. The token goes through a pipe, where nobody can look.

    Raises:
        OSError: it cannot be started.
    """
    demo = arguments.command == "demo"
    command = [sys.executable, "-m", "naitui", "queue", "run", "--handed-over", owner]
    if config := getattr(arguments, "config", None):
        command += ["--config", str(Path(config).absolute())]
    if out := getattr(arguments, "out", None):
        command += ["--out", str(Path(out).absolute())]
    if demo:
        command += ["--demo", "--pace", str(arguments.pace), "--demo-tier", arguments.demo_tier]
    elif token is not None:
        command += ["--token-file", "/dev/stdin"]
    path = log_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.exists() and path.stat().st_size > LARGEST_LOG
    with path.open("wb" if fresh else "ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True, close_fds=True
        )
    assert process.stdin is not None  # noqa: S101 - as was asked for
    with process.stdin:
        if token is not None and not demo:
            process.stdin.write(token.get_secret_value().encode() + b"\n")
