"""The user's token command: real processes, what they inherit, and that nothing of them shows or stays."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from naitui.settings import SettingsError, load_settings
from naitui.tokens.command import read_from_command
from naitui.tokens.environment import VARIABLES
from naitui.tokens.secret import TokenError

SECRET = "pst-s3cr3tS3cr3t"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def first(command: list[str]) -> str:
    return read_from_command(command, limit=5).secret.get_secret_value()


def test_the_first_line_counts() -> None:
    assert first(["printf", f"{SECRET}\\r\\nuser: somebody\\n"]) == SECRET
    assert first(python(f"print({SECRET!r}); print('x' * 3_000_000)")) == SECRET
    assert read_from_command(["echo", SECRET]).source == "token_command (echo)"


def test_there_is_no_shell(tmp_path: Path) -> None:
    assert first(["echo", "$HOME;>x"]) == "$HOME;>x"
    with pytest.raises(TokenError, match="cannot be started"):
        first([f"echo {SECRET}"])


def test_what_it_inherits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, SECRET)
    monkeypatch.setenv("NAITUI_TEST", "kept")
    code = (
        "import os, sys\n"
        f"out = open({str(tmp_path / 'seen')!r}, 'wb')\n"
        "out.write(open('/proc/self/environ', 'rb').read() + b'|' + sys.stdin.buffer.read() + b'|')\n"
        "out.write(os.getcwd().encode() + b'|')\n"
        "try: open('/dev/tty')\n"
        "except OSError: out.write(b'no terminal')\n"
        "print('pst-other')"
    )
    assert first(python(code)) == "pst-other"
    environment, stdin, folder, terminal = (tmp_path / "seen").read_bytes().split(b"|")
    assert SECRET.encode() not in environment
    assert not any(name.encode() + b"=" in environment for name in VARIABLES)
    assert b"NAITUI_TEST=kept" in environment
    assert (stdin, folder, terminal) == (b"", b"/", b"no terminal")


FAILURES = {
    "a failure": (python(f"import sys; print({SECRET!r}); sys.exit(3)"), "failed with exit code 3"),
    "words on stderr": (python(f"import sys; print({SECRET!r}, file=sys.stderr); sys.exit(1)"), "exit code 1"),
    "a signal": (python(f"import os; print({SECRET!r}, flush=True); os.kill(os.getpid(), 15)"), "ended by signal 15"),
    "two words": (["echo", SECRET, "x"], "no token in its first line"),
    "an empty line": (["printf", f"\\n{SECRET}\\n"], "no token in its first line"),
    "nothing": (["true"], "no token in its first line"),
    "an accent": (["echo", f"{SECRET}é"], "no token in its first line"),
    "too long": (python(f"print({SECRET!r} * 1000)"), "no token in its first line"),
    "no program": (["/nowhere/pass", SECRET], r"/nowhere/pass cannot be started \(No such file or directory\)"),
    "a token for a program": ([SECRET], "<a token> cannot be started"),
    "a NUL": (["echo", f"{SECRET}\0"], "cannot be started"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failures_show_neither_output_nor_arguments(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    command, said = FAILURES[name]
    with pytest.raises(TokenError, match=said) as caught:
        first(command)
    assert SECRET not in f"{caught.value}{caught.value!r}{caught.value.__cause__}"
    assert capfd.readouterr() == ("", "")


def gone(pid: int) -> bool:
    """Whether it has ended; whoever reaps orphans here may take its time."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_command_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f"sleep 60 & echo $! >{pids}; echo $$ >>{pids}; echo {SECRET}; wait"
    started = time.monotonic()
    with pytest.raises(TokenError, match=r"did not end within 0\.5 seconds") as caught:
        read_from_command(["sh", "-c", script], limit=0.5)
    assert time.monotonic() - started < 5
    assert SECRET not in str(caught.value)
    deadline = time.monotonic() + 5
    while not all(gone(int(pid)) for pid in pids.read_text().split()):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_output_held_open_by_something_it_left_behind_is_not_waited_for(tmp_path: Path) -> None:
    """As with an agent that a password manager starts on its first call: it may stay."""
    started = time.monotonic()
    token = first(["sh", "-c", f"sleep 7 & echo {SECRET}"])
    assert token == SECRET
    assert time.monotonic() - started < 4


def test_one_that_closes_its_output_and_hangs(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="did not end within"):
        read_from_command(["sh", "-c", f"echo {SECRET}; exec >&-; exec sleep 60"], limit=0.5)


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_the_setting(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    settings = load_settings(written(path, 'token_command = ["pass", "show", "novelai"]'))
    assert settings.token_command == ("pass", "show", "novelai")
    assert load_settings(written(path, "")).token_command == ()
    home = os.path.expanduser("~")
    assert load_settings(written(path, 'token_command = ["~/bin/token", "~"]')).token_command == (
        f"{home}/bin/token",
        "~",
    )


@pytest.mark.parametrize(
    "value", [f'"{SECRET}"', "[]", "3", f'["{SECRET}", 3]', '["./token"]', '["bin/token"]', '[""]', '["a", "\\u0000"]']
)
def test_wrong_settings_do_not_show_what_may_be_a_token(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError, match="token_command should") as caught:
        load_settings(written(tmp_path / "config.toml", f"token_command = {value}"))
    assert SECRET not in str(caught.value)


def test_the_settings_do_not_show_its_arguments(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path / "config.toml", f'token_command = ["echo", "{SECRET}"]'))
    assert SECRET not in repr(settings)
