"""Asks for the token the first time it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from naitui.widgets.line_field import LineField
from naitui.widgets.text import plain


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """A token, and whether it should be kept for the next time."""

    secret: SecretStr
    keep: bool


class TokenScreen(ModalScreen[TokenAnswer | None]):
    """Ends with the token, or None. It is never shown and never logged."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("ctrl+s", "keep", "Use and keep", priority=True),
    ]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        """Where to get one, a field, the keys."""
        with Vertical(classes="dialog"):
            yield Static(
                plain(
                    "Generating on NovelAI needs a persistent token.\n"
                    "On novelai.net: Account settings → Get Persistent API Token."
                ),
                classes="dialog--text",
            )
            yield LineField(password=True, placeholder="pst-…", id="token")
            yield Static(
                plain(
                    f"Enter  use it for this run\n^s     use it and keep it in {self._path} (readable by you alone)\n"
                    "Esc    back; without an account there is: naitui demo"
                ),
                classes="dialog--keys",
            )

    def on_mount(self) -> None:
        """Name the dialog."""
        self.query_one(".dialog").border_title = "Token"

    def on_input_submitted(self) -> None:
        """For this run."""
        self._answer(keep=False)

    def action_keep(self) -> None:
        """For this run and the next ones."""
        self._answer(keep=True)

    def _answer(self, *, keep: bool) -> None:
        text = self.query_one(Input).value.strip()
        if text and text.isascii() and text.isprintable() and " " not in text:
            self.dismiss(TokenAnswer(SecretStr(text), keep))
        else:
            self.notify("That is no token: it is one word of letters and digits.", severity="warning", markup=False)
