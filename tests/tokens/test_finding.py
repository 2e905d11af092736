"""The token: where it is looked for, what is refused, and that no error ever shows it."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from naitui.tokens.finding import VARIABLES, Token, TokenError, find_token

SECRET = "pst-s3cr3tS3cr3t"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, "NAITUI_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)


def file(path: Path, content: str | bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    return path


def found(named: Path | None, own: Path) -> tuple[str, str]:
    token = find_token(named, own)
    assert token is not None
    assert SECRET not in repr(token)
    assert SECRET not in str(token)
    return token.secret.get_secret_value(), token.source


def test_the_order_of_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, named, variable = (tmp_path / name for name in ("own", "named", "variable"))
    assert find_token(None, own) is None
    file(own, "from-own")
    assert found(None, own) == ("from-own", str(own))
    token = find_token(None, own, ["echo", "from-command"])
    assert token is not None
    assert (token.secret.get_secret_value(), token.kind) == ("from-command", "command")
    monkeypatch.setenv("NAI_TOKEN", "from-later")
    monkeypatch.setenv("NOVELAI_TOKEN", "from-first")
    assert found(None, own) == ("from-first", "$NOVELAI_TOKEN")
    monkeypatch.setenv("NOVELAI_TOKEN", "from-first")
    monkeypatch.setenv("NAITUI_TOKEN_FILE", str(file(variable, "from-variable")))
    assert found(None, own) == ("from-variable", str(variable))
    assert found(file(named, "from-named"), own) == ("from-named", str(named))


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_read_and_taken_away(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in VARIABLES:
        monkeypatch.setenv(other, "")
    monkeypatch.setenv(name, f"  {SECRET}\n")
    assert found(None, tmp_path / "none") == (SECRET, f"${name}")
    assert not set(VARIABLES) & set(os.environ)


def test_the_variables_go_even_when_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOVELAI_TOKEN", SECRET)
    found(file(tmp_path / "named", "x"), tmp_path / "none")
    assert "NOVELAI_TOKEN" not in os.environ


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o666])
def test_an_own_file_that_others_can_read(tmp_path: Path, mode: int) -> None:
    own = file(tmp_path / "token", SECRET, mode)
    with pytest.raises(TokenError, match="chmod 600") as caught:
        find_token(None, own)
    assert SECRET not in str(caught.value)


def test_the_first_line_is_the_token(tmp_path: Path) -> None:
    assert found(None, file(tmp_path / "token", f"{SECRET}\r\nnotes\n"))[0] == SECRET


@pytest.mark.parametrize(
    "content",
    ["", "\n", f"{SECRET} x", f"{SECRET}é", f"{SECRET}\x1b[31m", f"{SECRET}\0x", f"{SECRET}\tx", b"\xffpst-s3cr3t"],
    ids=["empty", "empty line", "blank", "accent", "ESC", "NUL", "tab", "no text"],
)
def test_what_cannot_be_a_token_is_refused_without_showing_it(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(TokenError) as caught:
        find_token(None, file(tmp_path / "token", content))
    assert SECRET not in str(caught.value)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize("value", [f"{SECRET} x", f"{SECRET}\nx", f"{SECRET}\x1b", f"{SECRET}é"])
def test_a_variable_that_is_no_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("NOVELAI_API_KEY", value)
    with pytest.raises(TokenError, match="NOVELAI_API_KEY") as caught:
        find_token(None, tmp_path / "none")
    assert SECRET not in str(caught.value)
    assert "NOVELAI_API_KEY" not in os.environ


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="No such file"):
        find_token(tmp_path / "nowhere", tmp_path / "none")
    with pytest.raises(TokenError, match="Is a directory"):
        find_token(tmp_path, tmp_path / "none")


def test_later_places_are_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that would leave a mark, a file that would be refused."""
    own, mark = file(tmp_path / "own", SECRET, 0o644), tmp_path / "mark"
    monkeypatch.setenv("NAI_TOKEN", "from-variable")
    token = find_token(None, own, ["touch", str(mark)])
    assert token is not None
    assert token.kind == "environment"
    assert not mark.exists()
    with pytest.raises(TokenError, match="printed no token"):  # and a command that has none is not passed over
        find_token(None, own, ["touch", str(mark)])


def test_a_keyring_is_imported_only_when_it_is_asked(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from naitui.tokens.finding import find_token\n"
        "def there(): return [name for name in ('keyring', 'argon2') if name in sys.modules]\n"
        f"find_token(None, Path({str(tmp_path / 'none')!r}), ['echo', 'x']); print(there())\n"
        f"find_token(None, Path({str(tmp_path / 'none')!r})); print(there())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "['keyring']"]


def test_a_crash_with_a_token_at_hand_does_not_show_it(tmp_path: Path) -> None:
    """Even a traceback with the local variables of every frame, which is what crash reports of some libraries hold."""

    def crash() -> None:
        token = find_token(None, file(tmp_path / "token", SECRET))
        raise RuntimeError(f"with {token} {token!r} {vars(Token)}")

    with pytest.raises(RuntimeError) as caught:
        crash()
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "token = Token(" in shown
    assert SECRET not in shown


@pytest.mark.parametrize(("text", "ending"), [("pst-12345678", "5678"), ("pst-1234567", ""), ("abc", "")])
def test_the_ending_is_four_characters_or_none(tmp_path: Path, text: str, ending: str) -> None:
    token = find_token(None, file(tmp_path / "token", text))
    assert token is not None
    assert token.ending == ending


def test_a_token_where_a_file_belongs_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match=r"^<a token>: ") as caught:
        find_token(Path(SECRET), tmp_path / "none")
    assert SECRET not in f"{caught.value!r}"
