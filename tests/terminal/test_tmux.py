"""tmux: what it says, in the ways of several versions; and a real one, where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from naitui.terminal.tmux import Tmux, close_passthrough, open_passthrough, read_tmux

SAYS = """\
#!{python}
import sys
open({log!r}, "a").write(" ".join(sys.argv[1:4]) + "\\n")
if sys.argv[1] == "display-message":
    print({answer!r}, end="")
sys.exit({code})
"""


def fake(folder: Path, answer: str, code: int = 0) -> dict[str, str]:
    """A program named tmux that answers as told, and the environment that finds it."""
    program = folder / "tmux"
    program.write_text(SAYS.format(python=sys.executable, log=str(folder / "log"), answer=answer, code=code))
    program.chmod(0o755)
    return {"PATH": str(folder), "TMUX": "/tmp/x,1,0", "TMUX_PANE": "%3"}


@pytest.mark.parametrize(("word", "passes"), [("1", True), ("on", True), ("all", True), ("0", False), ("off", False)])
def test_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, passes: bool) -> None:
    answer = f"3.5a\n{word}\nxterm-kitty\n256,RGB,title\ntmux-256color\n500\n0\nexternal\n"
    environ = fake(tmp_path, answer)
    monkeypatch.setenv("PATH", environ["PATH"])
    tmux = read_tmux(environ)
    assert tmux == Tmux("3.5a", word, "xterm-kitty", "256,RGB,title", "tmux-256color", "500", "0", "external")
    assert tmux.passes is passes
    assert tmux.rgb
    assert tmux.number == (3, 5)


def test_one_too_old_for_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = fake(tmp_path, "2.8\n\nxterm\n\n\n500")
    monkeypatch.setenv("PATH", environ["PATH"])
    tmux = read_tmux(environ)
    assert tmux is not None
    assert tmux.number == (2, 8)
    assert not tmux.passes
    assert not tmux.rgb
    assert tmux.set_clipboard == ""


def test_one_that_fails_or_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = fake(tmp_path, "", code=1)
    monkeypatch.setenv("PATH", environ["PATH"])
    assert read_tmux(environ) is None
    assert not open_passthrough(environ)
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert read_tmux(environ) is None


def test_outside_of_tmux_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fake(tmp_path, "3.5a")["PATH"])
    assert read_tmux({}) is None
    assert not (tmp_path / "log").exists()


def test_only_the_own_pane_is_opened_and_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = fake(tmp_path, "")
    monkeypatch.setenv("PATH", environ["PATH"])
    assert open_passthrough(environ)
    close_passthrough(environ)
    assert (tmp_path / "log").read_text().splitlines() == ["set-option -p -t", "set-option -pu -t"]


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_a_real_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"naitui-{uuid.uuid4().hex[:8]}"
    folder = tmp_path / "sockets"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("TMUX_TMPDIR", str(folder))
    server = ["tmux", "-L", name, "-f", "/dev/null"]
    subprocess.run([*server, "new-session", "-d", "-x", "80", "-y", "24", "sleep", "60"], check=True)
    try:
        socket = subprocess.run(
            [*server, "display-message", "-p", "#{socket_path},#{pid},0 #{pane_id}"],
            check=True,
            capture_output=True,
            text=True,
        )
        tmux, pane = socket.stdout.split()
        environ = os.environ | {"TMUX": tmux, "TMUX_PANE": pane}
        monkeypatch.setenv("TMUX", tmux)
        before = read_tmux(environ)
        assert before is not None
        assert before.number >= (2, 0)
        assert not before.passes
        if before.number >= (3, 3):
            assert open_passthrough(environ)
            opened = read_tmux(environ)
            assert opened is not None
            assert opened.passes
            close_passthrough(environ)
            closed = read_tmux(environ)
            assert closed is not None
            assert not closed.passes
    finally:
        subprocess.run([*server, "kill-server"], check=True)
