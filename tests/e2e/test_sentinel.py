"""A token that nobody may ever see: not on a screen, not in a pipe, not in a file, whatever happens."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import zipfile
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

BREAKING = """
import importlib, os, sys, threading
token = os.environ["NOVELAI_TOKEN"]  # the program takes it out of there, for the sake of its children

def broken(*_, **__):
    sent = f"Bearer {token}"
    try:
        raise ValueError(f"inner {sent}")
    except ValueError as inner:
        error = RuntimeError(f"shattered \\x1b]0;owned\\x07 {{'Authorization': '{sent}'}}")
        error.add_note(f"note {sent}")
        raise error from inner

def put(site, made):
    module, _, path = site.partition(":")
    owner = importlib.import_module(module)
    *classes, name = path.split(".")
    for each in classes:
        owner = getattr(owner, each)
    whole = getattr(owner, name)
    setattr(owner, name, made)
    if not classes:  # those that have it by its name already
        for other in list(sys.modules.values()):
            if getattr(other, name, None) is whole:
                setattr(other, name, made)
    return whole
"""
COMMANDS = f"""{BREAKING}
from naitui.cli.main import run
for site in os.environ["SITES"].split():
    print("site", site, flush=True)
    os.environ["NOVELAI_TOKEN"] = token
    whole = put(site, broken)
    try:
        print("code", run(sys.argv[1:]), flush=True)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    put(site, whole)
print("site a thread", flush=True)
thread = threading.Thread(target=broken)
thread.start()
thread.join()
"""
STUDIO = f"""{BREAKING}
import naitui.app
from naitui.__main__ import main
put(os.environ["SITES"], broken)
main()
"""
SITES = (
    "naitui.settings:load_settings",
    "naitui.recipe:expand",
    "naitui.pictures.png:with_text",
    "naitui.novelai.price:quote_all",
    "naitui.novelai.client:NovelAI.stream",
    "naitui.novelai.client:NovelAI.subscription",
    "naitui.novelai.http:httpx.AsyncClient.send",
    "naitui.library.shelf:Shelf.open_job",
    "naitui.library.shelf:Shelf.save",
    "naitui.library.ledger:Ledger.write",
    "naitui.jobs.runner:Runner.submit",
    "naitui.cli.session:json_line",
)
"""From the front to the ground floor, and the library that sends."""
IN_STUDIO = (
    "naitui.screens.studio:StudioScreen.hear",
    "naitui.desks.studio:Desk.generate",
    "naitui.jobs.runner:Runner.submit",
    "naitui.novelai.client:NovelAI.stream",
    "naitui.library.shelf:Shelf.save",
    "naitui.recipe:expand",
)


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


def test_what_leaves_the_house_does_not_hold_it(runs: Runs, tmp_path: Path) -> None:
    """Packs, exports, presets and what other programs are told are read byte by byte, unpacked too."""
    runs("generate", "1girl", *SMALL)
    [picture] = (tmp_path / "pictures").rglob("*.png")
    runs("preset", "save", "mine", picture)
    runs("pack", "make", tmp_path / "mine.zip", "mine")
    runs("export", picture, "--to", tmp_path / "pictures.zip")
    for archive in (tmp_path / "mine.zip", tmp_path / "pictures.zip"):
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(tmp_path / archive.stem)
    assert (tmp_path / "mine" / "presets" / "mine.toml").exists()
    assert runs.traces() == []


def test_no_child_and_no_list_of_processes_shows_it(start: Callable[..., Any], runs: Runs, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(f"#!/bin/sh\ncat /proc/self/environ > {tmp_path}/inherited\n")
    editor.chmod(0o755)
    terminal = start("--config", str(runs.config), NOVELAI_TOKEN=runs.token, EDITOR=str(editor))
    terminal.shows("Opus")
    listed = Path(f"/proc/{terminal.child.pid}/cmdline").read_bytes()
    assert b"naitui" in listed
    terminal.child.send("girl")
    terminal.shows("girl")
    terminal.child.send("\x14e")  # Ctrl+T, then e
    terminal.until(lambda: (tmp_path / "inherited").exists() and terminal.read() and "girl" in terminal.text, "editor")
    terminal.child.send("\x11")
    assert terminal.end() == 0
    inherited = (tmp_path / "inherited").read_bytes()
    assert b"EDITOR=" in inherited
    assert runs.token.encode() not in inherited + listed
    assert runs.traces() == []


def test_an_error_in_any_layer_is_told_without_it(runs: Runs) -> None:
    """Each of them has it in its words, in a note and in the error behind it."""
    runs.environment["SITES"] = " ".join(SITES)
    out = runs("generate", "1girl", *SMALL, "--json", door=("-c", COMMANDS))
    told = runs.said.count("shattered")
    assert told >= len(SITES), out
    assert "<a token>" in runs.said
    assert "\x1b]0;" not in runs.said
    assert "code 0" not in out
    assert runs.traces() == []


@pytest.mark.parametrize("site", [IN_STUDIO[0], *(pytest.param(one, marks=pytest.mark.long) for one in IN_STUDIO[1:])])
def test_an_error_in_the_studio_is_told_without_it(start: Callable[..., Any], runs: Runs, site: str) -> None:
    options = {"NOVELAI_TOKEN": runs.token, "SITES": site}
    terminal = start("--config", str(runs.config), door=("-c", STUDIO), **options)
    terminal.until(lambda: b"Opus" in terminal.bytes or b"shattered" in terminal.bytes, "account or error")
    if b"shattered" not in terminal.bytes:
        terminal.child.send("girl\x1b[15~")  # F5
    terminal.until(lambda: b"shattered" in terminal.bytes, "error")
    if terminal.child.isalive():
        terminal.child.send("\x11")
    assert terminal.end() in (0, 1)
    assert b"\x1b]0;" not in terminal.bytes
    runs.said += terminal.bytes.decode("utf-8", "replace")
    assert runs.traces() == []
