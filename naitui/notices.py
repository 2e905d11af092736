"""What the terminal is told beside the screen: its title, and that something ended while nobody looked. Pure.

OSC 2 sets a title, inside tmux that of the pane; OSC 9 (iTerm2, and others since) and OSC 777 (rxvt, foot) make the
desktop say something; the bell is what every terminal has, and what tmux marks a window with.
"""

from __future__ import annotations

from collections.abc import Mapping

from naitui.hook_settings import Notify
from naitui.jobs.events import Cancelled, Encoded, Event, Failed, Finished, Queued, Saved, Started, Stepped
from naitui.novelai.errors import clean

STEP = 5
"""Percent between two titles: a title is no gauge, and every one goes over the line."""
_LONGEST = 120
_SAY_OSC9 = ("iterm", "wezterm", "ghostty", "kitty", "rio", "warp")
_SAY_OSC777 = ("foot", "rxvt", "contour")


def title(text: str) -> str:
    """What sets the title; no control character of the text comes through."""
    return f"\x1b]2;{clean(text, _LONGEST)}\x1b\\"


def notice(how: Notify, head: str, text: str) -> str:
    """What makes the terminal tell somebody who looks elsewhere; empty for ``none``."""
    said = clean(text, _LONGEST)
    if how == "osc9":
        return f"\x1b]9;{clean(head, _LONGEST)}: {said}\x1b\\"
    if how == "osc777":
        fields = (clean(part, _LONGEST).replace(";", ",") for part in (head, said))
        return f"\x1b]777;notify;{';'.join(fields)}\x1b\\"
    return "" if how == "none" else "\a"


def way(how: Notify, environ: Mapping[str, str], name: str, *, multiplexed: bool, passthrough: bool) -> Notify:
    """The way that ``auto`` takes: what the terminal is known to understand, the bell where nothing is known.

    Args:
        how: the setting; anything but ``auto`` is taken as it is.
        environ: of the process.
        name: what the terminal has called itself, if anything.
        multiplexed: tmux or screen is in between.
        passthrough: and hands our sequences on.
    """
    if how != "auto":
        return how
    if multiplexed and not passthrough:
        return "bell"
    said = f"{name} {environ.get('TERM_PROGRAM', '')} {environ.get('TERM', '')}".lower()
    if any(one in said for one in _SAY_OSC9):
        return "osc9"
    return "osc777" if any(one in said for one in _SAY_OSC777) else "bell"


class Course:
    """How far the presses of this session have come, in the few words of a title."""

    def __init__(self) -> None:
        self._all = self._done = self._failed = self._pictures = 0
        self._percent = 0
        self._ended = ""

    @property
    def running(self) -> bool:
        """Whether something waits or runs."""
        return self._done < self._all

    @property
    def words(self) -> str:
        """``naitui``, ``3/10 · 45 %``, what came of it."""
        if not self.running:
            return f"naitui · {self._ended}" if self._ended else "naitui"
        share = f" · {self._percent} %" if self._percent else ""
        return f"naitui · {self._done + 1}/{self._all}{share}"

    def seen(self) -> None:
        """Somebody looks at the screen: what ended need not be told any more."""
        self._ended = ""

    def hear(self, event: Event) -> str:
        """Take an event in; what is to be told to somebody who looks elsewhere, empty for most."""
        match event:
            case Queued():
                if not self.running:
                    self._all = self._done = self._failed = self._pictures = 0
                self._all += 1
                self._ended = ""
            case Started():
                self._percent = 0
            case Stepped(job=job, step=step):
                self._percent = (step + 1) * 100 // max(1, job.steps) // STEP * STEP
            case Saved():
                self._pictures += 1
            case Encoded() if not self.running:
                pass
            case Finished() | Failed() | Cancelled():
                return self._end(event)
            case _:
                pass
        return ""

    def _end(self, event: Finished | Failed | Cancelled) -> str:
        self._done, self._percent = self._done + 1, 0
        if isinstance(event, Failed):
            self._failed += 1
            self._ended = f"failed: {event.title}"
            return self._ended
        if self.running or isinstance(event, Cancelled):
            return ""
        many = "1 picture" if self._pictures == 1 else f"{self._pictures} pictures"
        self._ended = f"done, {many}" + (f", {self._failed} failed" if self._failed else "")
        return self._ended
