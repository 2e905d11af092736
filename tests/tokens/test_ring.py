"""The keyring: real backends registered through the keyring library's own interface, good ones and bad ones."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringError, KeyringLocked
from pydantic import SecretStr

from naitui.tokens import ring
from naitui.tokens.file import keep_in_file
from naitui.tokens.finding import VARIABLES, find_token
from naitui.tokens.secret import TokenError

SECRET = SecretStr("pst-s3cr3tS3cr3t")
TEXT = SECRET.get_secret_value()


class Vault(KeyringBackend):
    """A keyring in memory."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class Weak(Vault):
    priority = 0.5


class Unfit(Vault):
    @property
    def priority(self) -> float:
        raise RuntimeError("no D-Bus here")


class PlainFile(Vault):
    priority = 9


PlainFile.__module__ = "keyrings.alt.file"


class FromPlainFile(PlainFile):
    """One that hides where it comes from."""


class Locked(Vault):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")


class Chatty(Vault):
    """Fails, and says what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringError(f"could not handle {TEXT}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise ValueError(f"could not keep {password}")


class Forgetful(Vault):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Stuck(Vault):
    """Waits for a dialog that nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.freed = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.freed.wait(60)
        return None


class Chain(chainer.ChainerBackend):
    """The library's own chain, with these links instead of those of this machine."""

    links: list[KeyringBackend]

    def __init__(self, *links: KeyringBackend) -> None:
        super().__init__()
        type(self).links = list(links)

    @property
    def backends(self) -> list[KeyringBackend]:
        return self.links


Use = Callable[[Any], Any]


@pytest.fixture
def use() -> Iterator[Use]:
    """Makes a backend the one that the library gives out."""
    before = keyring.get_keyring()

    def choose(backend: Any) -> Any:
        keyring.set_keyring(backend)
        return backend

    yield choose
    keyring.set_keyring(before)


def read() -> str | None:
    token = ring.read_from_keyring()
    assert TEXT not in repr(token)
    return token.secret.get_secret_value() if token else None


def test_kept_read_and_removed(use: Use) -> None:
    vault = use(Vault())
    assert read() is None
    name = ring.keep_in_keyring(SECRET)
    assert vault.entries == {("naitui", "token"): TEXT}
    token = ring.read_from_keyring()
    assert token is not None
    assert (token.secret, token.source, token.kind) == (SECRET, name, "keyring")
    assert name.startswith("keyring (")
    assert ring.remove_from_keyring() == [name]
    assert vault.entries == {}
    assert ring.remove_from_keyring() == []


def test_the_demo_has_an_entry_of_its_own(use: Use) -> None:
    vault = use(Vault())
    ring.keep_in_keyring(SECRET, "demo token")
    assert read() is None
    assert list(vault.entries) == [("naitui", "demo token")]


@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring, Weak, Unfit, PlainFile, FromPlainFile])
def test_what_is_no_real_keyring_is_not_used(use: Use, kind: type[KeyringBackend]) -> None:
    backend = use(kind())
    if isinstance(backend, Vault):
        backend.entries["naitui", "token"] = "pst-planted"
    assert read() is None
    assert ring.remove_from_keyring() == []
    with pytest.raises(TokenError, match="no keyring here"):
        ring.keep_in_keyring(SECRET)
    if isinstance(backend, Vault):
        assert list(backend.entries.values()) == ["pst-planted"]


def test_a_chain_is_used_without_its_plain_files(use: Use) -> None:
    plain, weak, vault = PlainFile(), Weak(), Vault()
    plain.entries["naitui", "token"] = weak.entries["naitui", "token"] = "pst-planted"
    use(Chain(plain, weak, vault))
    assert read() is None
    ring.keep_in_keyring(SECRET)
    assert read() == TEXT
    assert list(vault.entries.values()) == [TEXT]
    assert list(plain.entries.values()) == ["pst-planted"]


def test_a_locked_one_is_a_message(use: Use) -> None:
    use(Locked())
    for call in (ring.read_from_keyring, ring.remove_from_keyring, lambda: ring.keep_in_keyring(SECRET)):
        with pytest.raises(TokenError, match="the keyring is locked"):
            call()


def test_one_that_hangs_is_a_message_after_the_limit(use: Use) -> None:
    assert ring.LIMIT == 3
    stuck = use(Stuck())
    started = time.monotonic()
    with pytest.raises(TokenError, match=r"did not answer within 0\.2 seconds"):
        ring.read_from_keyring(limit=0.2)
    assert time.monotonic() - started < 2
    stuck.freed.set()


def test_failures_are_named_by_kind_alone(use: Use) -> None:
    use(Chatty())
    with pytest.raises(TokenError, match=r"the keyring failed \(KeyringError\)") as caught:
        ring.read_from_keyring()
    with pytest.raises(TokenError, match=r"the keyring failed \(ValueError\)") as again:
        ring.keep_in_keyring(SECRET)
    for error in (caught.value, again.value):
        assert TEXT not in f"{error}{error.__cause__}{error.__context__}"


def test_one_that_keeps_nothing_is_found_out(use: Use) -> None:
    use(Forgetful())
    with pytest.raises(TokenError, match="did not keep the token"):
        ring.keep_in_keyring(SECRET)


def test_what_it_holds_may_be_no_token(use: Use) -> None:
    use(Vault()).entries["naitui", "token"] = f"{TEXT} x"
    with pytest.raises(TokenError, match="is no token") as caught:
        ring.read_from_keyring()
    assert TEXT not in str(caught.value)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    for name in [name for name in sys.modules if name.partition(".")[0] == "keyring"]:
        monkeypatch.delitem(sys.modules, name)
    assert ring.read_from_keyring() is None
    assert ring.remove_from_keyring() == []
    with pytest.raises(TokenError, match=r"pip install 'naitui\[keyring\]'"):
        ring.keep_in_keyring(SECRET)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A token file that comes after the keyring."""
    for name in (*VARIABLES, "NAITUI_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    keep_in_file(tmp_path / "token", SecretStr("pst-from-file"))
    return tmp_path / "token"


def test_it_comes_before_the_file(use: Use, own: Path) -> None:
    use(Vault())
    ring.keep_in_keyring(SECRET)
    token = find_token(None, own)
    assert token is not None
    assert (token.secret, token.note) == (SECRET, "")


def test_a_locked_one_is_passed_over_with_a_note_when_there_is_a_file(use: Use, own: Path) -> None:
    use(Locked())
    token = find_token(None, own)
    assert token is not None
    assert (token.secret.get_secret_value(), token.kind) == ("pst-from-file", "file")
    assert "locked" in token.note
    own.unlink()
    with pytest.raises(TokenError, match="locked"):
        find_token(None, own)
