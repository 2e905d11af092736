"""Keeps a terminal's answers apart from key presses, also those that come late or in pieces.

A slow line may bring the answers to the start's questions when the program already reads keys: without this they would
be typed into a field. Answers to questions asked while the program runs are counted, and never seen as keys.
"""

from __future__ import annotations

import re
from typing import NamedTuple

STATUS_QUESTION = "\x1b[5n"
"""DSR: "are you well?". Every terminal answers it, tmux and GNU screen for themselves, and no key sends the answer."""

_STATUS = r"\x1b\[0n"
_DA1 = r"\x1b\[\?[0-9;]*c"
_OTHERS = r"\x1bP>\|[^\x1b]*\x1b\\|\x1bP[01]\$r[^\x1b]*\x1b\\|\x1b_G[^\x1b]*\x1b\\|\x1b\[6;[0-9]+;[0-9]+t"
_RUNNING = re.compile(f"(?P<status>{_STATUS})")
_STARTING = re.compile(f"(?P<status>{_STATUS})|(?P<da1>{_DA1})|{_OTHERS}")
# the end of what was read may be the beginning of an answer
_RUNNING_TAIL = re.compile(r"\x1b(?:\[0?)?\Z")
_STARTING_TAIL = re.compile(
    r"""\x1b(?:
        \[ (?: 0 | \?[0-9;]* | 6(?:;[0-9;]*)? )?
      | P (?: > (?: \|[^\x1b]*\x1b? )? | [01] (?: \$ (?: r[^\x1b]*\x1b? )? )? )?
      | _ (?: G[^\x1b]*\x1b? )?
    )?\Z""",
    re.VERBOSE,
)

_KEY_PATIENCE = 0.05  # seconds until a lone Escape, or Alt with a letter, is taken for the key that it looks like
_LATE_PATIENCE = 0.15  # the same while late answers are expected, of which the line may have cut one
_ANSWER_PATIENCE = 2.0  # seconds for the rest of what cannot be a key
_GIVEN_UP = 30.0  # seconds after which answers to the start's questions are not expected any more


class Read(NamedTuple):
    """What a piece of input was: the text of keys, and how many status answers were in it."""

    keys: str
    answered: int


class AnswerFilter:
    """Takes answers out of a stream of input.

    Args:
        owed: how many answers to DA1, the last of the start's questions, have not come yet.
        now: seconds of a clock that only goes forward, as for the methods.
    """

    def __init__(self, owed: int = 0, now: float = 0.0) -> None:
        self.owed = owed
        self.open = 0
        """Status questions without an answer."""
        self._began = now
        self._held = ""
        self._held_since = 0.0

    @property
    def holds(self) -> bool:
        """Is something held back that may be the beginning of an answer?"""
        return bool(self._held)

    def feed(self, text: str, now: float) -> Read:
        """Read a piece of input. What may go on in the next piece is held back; call it with "" when nothing comes."""
        starting = self.owed > 0 and now - self._began < _GIVEN_UP
        if not text and self._held and now - self._held_since > self._patience:
            return Read(self._release(), 0)
        if not starting and not self.open:  # nothing is expected: a key is a key
            return Read(self._release() + text, 0)
        text = self._release() + text
        answered = 0

        def take(found: re.Match[str]) -> str:
            nonlocal answered
            answered += found.lastgroup == "status"
            self.owed -= found.lastgroup == "da1" and self.owed > 0
            return ""

        keys = (_STARTING if starting else _RUNNING).sub(take, text)
        self.open = max(0, self.open - answered)
        tail = (_STARTING_TAIL if starting else _RUNNING_TAIL).search(keys)
        if tail is not None:
            keys, self._held, self._held_since = keys[: tail.start()], tail[0], self._held_since or now
        else:
            self._held_since = 0.0
        return Read(keys, answered)

    @property
    def _patience(self) -> float:
        if len(self._held) > 2:
            return _ANSWER_PATIENCE
        return _LATE_PATIENCE if self.owed else _KEY_PATIENCE

    def _release(self) -> str:
        """What was held back. Since when stays known: it may be held back again, with what came behind it."""
        held, self._held = self._held, ""
        return held
