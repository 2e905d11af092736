"""Takes pasted texts out of what a terminal sends, whatever is in them.

A paste comes between two marks. Textual's parser leaves it at the first Escape inside, and takes the rest for keys: a
coloured text off another terminal could then press any key there is. Here all up to the closing mark is text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

BEGIN, END = "\x1b[200~", "\x1b[201~"
PATIENCE = 2.0
"""Seconds without a byte after which the closing mark of a paste is not expected any more."""
_MARK_PATIENCE = 0.02
"""The same for the rest of an opening mark: nobody is to wait for Escape."""
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
        return bool(self._held) or self._inside

    def feed(self, text: str, now: float) -> list[Piece]:
        """Read a piece of input at a moment (seconds of a clock that goes forward); "" when nothing comes."""
        if not text:
            waited = now - self._since
            return self._give_up() if self.holds and waited > (PATIENCE if self._inside else _MARK_PATIENCE) else []
        self._since = now
        rest, self._held = self._held + text, ""
        pieces: list[Piece] = []
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
        cut = next((size for size in range(len(BEGIN) - 1, 0, -1) if rest.endswith(BEGIN[:size])), 0)
        pieces.append(Piece(rest[: len(rest) - cut], pasted=False))
        self._held = rest[len(rest) - cut :]

    def _give_up(self) -> list[Piece]:
        piece = self._piece(self._held)
        self._held, self._inside = "", False
        return [piece] if piece.text else []

    def _piece(self, text: str) -> Piece:
        return Piece(plain(text) if self._inside else text, pasted=self._inside)


def plain(text: str) -> str:
    """A text without colours, moves and control characters; lines and tabs stay."""
    return _CONTROLS.sub("", _SEQUENCES.sub("", text))
