"""The viewer: real programs, real refusals."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from naitui.viewer import NoViewer, open_outside


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a b.png"
    path.write_bytes(b"x")
    return path


def program(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n")
    path.chmod(0o755)
    return path


def test_the_path_comes_last_and_the_program_has_no_terminal(picture: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    body = f"open({str(told)!r}, 'w').write(repr((sys.argv[1:], sys.stdin.read(), sys.stdout.isatty())))"
    open_outside(picture, [str(program(tmp_path, "viewer", body)), "--full"], {})
    assert told.read_text() == repr((["--full", str(picture)], "", False))


def test_one_that_goes_on_is_not_waited_for(picture: Path, tmp_path: Path) -> None:
    open_outside(picture, [str(program(tmp_path, "viewer", "time.sleep(5)"))], {})


def test_one_that_fails_is_told(picture: Path, tmp_path: Path) -> None:
    with pytest.raises(NoViewer, match="ended with 3"):
        open_outside(picture, [str(program(tmp_path, "viewer", "sys.exit(3)"))], {})


def test_no_program_no_file(picture: Path, tmp_path: Path) -> None:
    with pytest.raises(NoViewer, match="no program"):
        open_outside(picture, ["naitui-has-no-such-viewer"], {})
    with pytest.raises(NoViewer, match="not there any more"):
        open_outside(tmp_path / "gone.png", ["true"], {})
    broken = tmp_path / "broken"
    broken.write_bytes(b"\x7fELF broken")
    broken.chmod(0o755)
    with pytest.raises(NoViewer, match="broken"):
        open_outside(picture, [str(broken)], {})


@pytest.mark.parametrize("environ", [{}, {"SSH_CONNECTION": "1 2 3 4"}])
def test_the_desktop_s_own_needs_a_display(
    picture: Path, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(NoViewer, match="no display here"):
        open_outside(picture, (), environ)


def test_the_desktop_s_own(picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    program(tmp_path, "xdg-open", f"open({str(told)!r}, 'w').write(sys.argv[1])")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    # forwarded over ssh, a display is a display
    open_outside(picture, (), {"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "1 2 3 4"})
    assert told.read_text() == str(picture)
