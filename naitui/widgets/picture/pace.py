"""How fast the line to the terminal is, and what may be put on it: arithmetic on bytes and seconds, without a clock.

The line is measured by what is sent over it anyway: a question behind some bytes is answered when they have arrived.
"""

from __future__ import annotations

UNDER_WAY = 0.1
"""Seconds of picture that may be on the line at once: so long a key press waits at most."""
SLOW = 0.3
"""Seconds of transfer from which something rough goes first."""
SMALLEST, FIRST, LARGEST = 4096, 8192, 1 << 18
"""Bytes of one portion."""

_SHARE = 0.5  # of the line that the steps of a running job may take
_MEMORY = 0.5  # weight of what was known of the rate when something new is seen
_NOTICED = 0.004  # seconds below which a portion was too quick to tell the rate from
_TELLING = 1024  # bytes below which a portion says nothing of the rate: it is all delay and chance
_MOST_SAVED = 1.0  # seconds of its share that a quiet time can save up


class Pace:
    """What is known of one line.

    Args:
        assumed: bytes a second where the line cannot be measured; None where it can.
    """

    def __init__(self, assumed: float | None = None) -> None:
        self.assumed = assumed
        self.bare: float | None = None
        """Seconds of a round trip with nothing else on the line: the shortest one seen."""
        self.portion = FIRST
        """Bytes to send before the next question."""
        self._measured: float | None = None
        self._answered_at = 0.0
        self._saved = 0.0
        self._saved_at: float | None = None

    @property
    def rate(self) -> float | None:
        """Bytes a second, as far as known."""
        return self.assumed or self._measured

    def answered(self, sent: int, asked: float, at: float, beside: int = 0) -> None:
        """A question with `sent` bytes of ours before it on the line was asked and answered at these moments (seconds).

        The portion grows while half of what may be under way is not, and shrinks when it is more.

        Args:
            beside: bytes of text that were written between the question before and this portion.
        """
        took = at - asked
        self.bare = bare = took if self.bare is None else min(self.bare, took)
        self._learn(sent, beside, asked + bare, at)
        self._answered_at = at
        if sent < _TELLING:
            return
        queued = took - self.bare
        if queued < UNDER_WAY / 2:
            self.portion = min(self.portion * 2, LARGEST)
        elif queued > UNDER_WAY * 1.5:
            self.portion = max(self.portion // 2, SMALLEST)

    def _learn(self, sent: int, beside: int, soonest: float, at: float) -> None:
        """What an answer says of the rate, if it does.

        Where the line was never empty between two answers, these are told apart by all that was written between their
        questions. One that was alone says less: text from a while ago may have been on its way still, and some buffer
        swallows a little at once, whatever the line behind it is.

        Args:
            soonest: when the answer would have come over an endless line.
        """
        together = soonest <= self._answered_at
        if together:
            sent, transit = sent + beside, at - self._answered_at
        else:
            transit = at - soonest
        if sent < _TELLING or (not together and beside > sent / 4):
            return
        known, seen = self._measured, sent / max(transit, _NOTICED)  # at least
        if known is None:
            self._measured = seen
        elif seen > known and sent < FIRST and not (together and transit > _NOTICED):
            return
        elif transit > _NOTICED:
            self._measured = _MEMORY * known + (1 - _MEMORY) * seen
        else:
            self._measured = max(known, seen)

    def began(self, sent: int, took: float, bare: float) -> None:
        """Something was written already when a question was asked behind it, and then one with nothing before it.

        Args:
            sent: bytes of ours that were on their way.
            took: seconds until the first answer.
            bare: seconds until the second one.
        """
        self.bare = bare if self.bare is None else min(self.bare, bare)
        if self._measured is None and sent >= _TELLING and took - bare > _NOTICED:
            self._measured = sent / (took - bare)

    @property
    def at_once(self) -> int:
        """Bytes that may be put on the line at once: few at first, whatever its buffers make of the first ones."""
        if self.assumed:
            return int(self.assumed * UNDER_WAY)
        return min(self.portion, int(self.rate * UNDER_WAY)) if self.rate else self.portion

    @property
    def is_proven(self) -> bool:
        """Is the rate more than a first impression: has the line carried all that is put on it at once?"""
        return bool(self.assumed) or self.portion >= LARGEST

    def seconds_for(self, size: int) -> float:
        """How long `size` bytes will take; 0 when nothing is known."""
        return size / self.rate if self.rate else 0.0

    def is_slow_for(self, size: int) -> bool:
        """Will `size` bytes take so long that something smaller should go first?"""
        return self.seconds_for(size) > SLOW

    def affords(self, size: int, now: float) -> bool:
        """May a step of `size` bytes be sent at `now` (seconds)? What it takes is spent if it may.

        Steps share the line with keys and frames: they get half of it, saved up for a second at most.
        """
        if self.rate is None:
            return True
        share = self.rate * _SHARE
        if self._saved_at is None:
            self._saved = share * _MOST_SAVED
        else:
            self._saved = min(share * _MOST_SAVED, self._saved + (now - self._saved_at) * share)
        self._saved_at = now
        if self._saved <= 0:
            return False
        self._saved -= size  # may go below nothing: then it takes a while until the next one
        return True
