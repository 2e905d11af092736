"""Asks for the token, and where it is to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from naitui.actions.in_effect import key_of
from naitui.actions.names import key_written
from naitui.tokens.secret import is_token
from naitui.widgets.bindings import bindings_of
from naitui.widgets.key_lines import Key, KeyLines
from naitui.widgets.line_field import LineField
from naitui.widgets.text import plain

Keep = Literal["run", "file", "keyring"]
"""For how long, and where."""


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """A token, and where it should be kept for the next time."""

    secret: SecretStr
    keep: Keep


class TokenScreen(ModalScreen[TokenAnswer | None]):
    """Ends with the token, or None. It is never shown and never logged.

    Args:
        path: the file that it would be kept in.
        keyring: whether there is a keyring that keeps secrets safe.
        problem: what was wrong with the one before.
        typed: the one before, where it may be good.
    """

    BINDINGS = bindings_of("token", priority=True)

    def __init__(self, path: Path, *, keyring: bool = False, problem: str = "", typed: SecretStr | None = None) -> None:
        super().__init__()
        self._path, self._keyring, self._problem, self._typed = path, keyring, problem, typed

    def compose(self) -> ComposeResult:
        """Where to get one, a field, the keys."""
        with Vertical(classes="dialog"):
            if self._problem:
                yield Static(plain(f"✗ {self._problem}"), classes="dialog--problem")
            yield Static(
                plain(
                    "Generating on NovelAI needs a persistent token.\n"
                    "On novelai.net: Account settings → Get Persistent API Token.\n"
                    "NovelAI is asked whether it takes it; only then is it kept."
                ),
                classes="dialog--text",
            )
            typed = self._typed.get_secret_value() if self._typed is not None else ""
            yield LineField(typed, password=True, placeholder="pst-…", id="token")
            yield KeyLines(self._keys())

    def _keys(self) -> list[Key]:
        file, ring = key_of("token.keep_in_file"), key_of("token.keep_in_keyring")
        keys = [
            ("enter", "use it for this run alone"),
            (file, f"use it and keep it in {self._path} (mode 0600: readable by you alone)"),
            *([(ring, "use it and keep it in the system's keyring")] if self._keyring else ()),
            ("escape", "back; without an account there is: naitui demo"),
        ]
        wide = max(cell_len(key_written(key)) for key, _ in keys)
        return [(key, f"{key_written(key):<{wide}}  {what}") for key, what in keys]

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one(".dialog").border_title = "Token"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keyring's key works where there is one."""
        return self._keyring or action != "keep_in_keyring"

    def on_input_submitted(self) -> None:
        """For this run."""
        self._use("run")

    def action_keep_in_file(self) -> None:
        """And there it is for the next time."""
        self._use("file")

    def action_keep_in_keyring(self) -> None:
        """The same, encrypted by the system."""
        self._use("keyring")

    def key_escape(self, event: events.Key) -> None:
        """Back, with none."""
        event.stop()
        self.dismiss(None)

    def _use(self, keep: Keep) -> None:
        text = self.query_one(Input).value.strip()
        if is_token(text):
            self.dismiss(TokenAnswer(SecretStr(text), keep))
        else:
            self.notify("That is no token: it is one word of letters and digits.", severity="warning", markup=False)
