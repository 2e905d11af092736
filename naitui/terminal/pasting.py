"""Takes pasted texts out of what a terminal sends, whatever is in them.

A paste comes between two marks. Textual's parser leaves it at the first Escape inside, and takes the rest for keys: a
coloured text off another terminal could then press any key there is. Here all up to the closing mark is text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BEGIN, END = "\x1b[200~", "\x1b[201~"
PATIENCE = 2.0
"""Seconds without a byte after which what has come of a paste is handed on."""
_GIVEN_UP = 10.0
"""Seconds of silence after which its closing mark is not expected any more, and keys are keys again."""
_KEY_PATIENCE = 0.02
"""The same for what may be the beginning of the opening mark, and is a key else: nobody is to wait for Escape."""
_MARK_PATIENCE = 1.0
"""The same for what cannot be a key of its own any more."""
_NO_KEY = 4
"""From so many characters on: ``ESC [ 2 0``."""
_SEQUENCES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, moves
    r"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, device strings
    r"|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Piece(NamedTuple):
    """A part of the input: keys (and answers), or a text that was pasted."""

    text: str
    pasted: bool


class PasteFilter:
    """Tells keys from pasted text in a stream of input."""

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self._since = 0.0

    @property
    def holds(self) -> bool:
        """Is something held back: a mark that is not whole, or a paste without its end?"""
        return bool(self._held)

    def feed(self, text: str, now: float) -> list[Piece]:
        """Read a piece of input at a moment (seconds of a clock that goes forward); "" when nothing comes."""
        if not text:
            waited = now - self._since
            return self._give_up() if self.holds and waited > self._patience else []
        pieces: list[Piece] = []
        if self._inside and now - self._since > _GIVEN_UP:
            pieces.append(self._piece(self._held))
            self._held, self._inside = "", False
        self._since = now
        rest, self._held = self._held + text, ""
        while rest:
            found, mark, behind = rest.partition(END if self._inside else BEGIN)
            if not mark:
                self._hold(rest, pieces)
                break
            pieces.append(self._piece(found))
            self._inside, rest = not self._inside, behind
        return [piece for piece in pieces if piece.text]

    def _hold(self, rest: str, pieces: list[Piece]) -> None:
        """Of a paste all is kept until its end is there; of keys what may be the beginning of a mark."""
        if self._inside:
            self._held = rest
            return
        cut = _begun(rest, BEGIN)
        pieces.append(Piece(rest[:cut], pasted=False))
        self._held = rest[cut:]

    @property
    def _patience(self) -> float:
        if self._inside:
            return PATIENCE
        return _KEY_PATIENCE if len(self._held) < _NO_KEY else _MARK_PATIENCE

    def _give_up(self) -> list[Piece]:
        """Hand on what is there, but for a closing mark that has begun: its rest may still come."""
        cut = _begun(self._held, END) if self._inside else len(self._held)
        piece, self._held = self._piece(self._held[:cut]), self._held[cut:]
        return [piece] if piece.text else []

    def _piece(self, text: str) -> Piece:
        return Piece(plain(text) if self._inside else text, pasted=self._inside)


def _begun(text: str, mark: str) -> int:
    """Where a mark begins that the end of a text cuts off; the text's length where none does."""
    return next((len(text) - size for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), len(text))


def plain(text: str) -> str:
    """A text without colours, moves and control characters; lines and tabs stay."""
    return _CONTROLS.sub("", _SEQUENCES.sub("", text))
