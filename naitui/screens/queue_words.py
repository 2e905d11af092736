"""What the queue says of itself: rows, sums, how long it will take. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from naitui.actions.in_effect import keyed
from naitui.jobs.course import progress, seconds_left, span
from naitui.library.queue import QueuedJob
from naitui.widgets.rows import Row, Tone, cell

_STATES: dict[str, tuple[str, Tone]] = {
    "running": ("▶ runs", "picked"),
    "waiting": ("· waits", ""),
    "left": ("‖ left over", "warning"),
    "elsewhere": ("⇄ elsewhere", "muted"),
    "done": ("✓ done", "muted"),
    "failed": ("✗ failed", "error"),
    "unknown": ("? unknown", "warning"),
    "cancelled": ("– cancelled", "muted"),
}
_STATE, _PRICE, _MODEL = 13, 12, 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A job, and whose it is."""

    row: QueuedJob
    left: bool
    """Nobody works on it: its naitui is gone."""
    mine: bool

    @property
    def state(self) -> str:
        """As it is called on the screen."""
        if self.row.state == "waiting" and self.left:
            return "left"
        if self.row.state in ("waiting", "running") and not self.mine and not self.left:
            return "elsewhere"
        return self.row.state


@dataclass(frozen=True, slots=True)
class Sight:
    """The whole queue at one moment."""

    shown: Sequence[Shown] = ()
    paused: str = ""
    """Why nothing is begun."""


def row_of(shown: Shown, width: int) -> Row:
    """A job on one line of so many cells."""
    row = shown.row
    state, tone = _STATES[shown.state]
    price = f"{row.anlas:,} Anlas" if row.anlas else "free"
    pictures = f" ×{row.samples}" if row.samples > 1 else ""
    room = max(8, width - _STATE - _PRICE - _MODEL)
    what = f"{row.title}{pictures}"
    return [
        (cell(state, _STATE), tone),
        (cell(what, room), ""),
        (" " + cell(row.model.removeprefix("nai-diffusion-"), _MODEL - 1), "muted"),
        (f"{price:>{_PRICE - 1}}", "muted" if not row.anlas else ""),
    ]


def title_of(sight: Sight) -> str:
    """The queue in one line: how much runs and waits, what it costs, how long it takes."""
    live = [one for one in sight.shown if one.row.state in ("waiting", "running")]
    if not live:
        return "Queue · nothing waits" + (" · paused" if sight.paused else "")
    runs = sum(one.row.state == "running" for one in live)
    left = sum(one.state == "left" for one in live)
    anlas = sum(one.row.anlas for one in live)
    done, of = progress([one.row for one in sight.shown])
    parts = ["Queue", f"{done} of {of} done"] if done else ["Queue"]
    parts += [f"{runs} runs"] if runs else []
    parts += [f"{len(live) - runs - left} wait"] if len(live) - runs - left else []
    parts += [f"{left} left over"] if left else []
    parts += [f"{anlas:,} Anlas" if anlas else "free"]
    seconds = seconds_left([one.row for one in sight.shown])
    parts += [f"about {span(seconds)}"] if seconds is not None else []
    parts += [f"paused ({sight.paused})"] if sight.paused else []
    return " · ".join(parts)


def told(shown: Shown) -> Row:
    """What is to be known of the job under the cursor."""
    row = shown.row
    lines: list[tuple[str, Tone]] = [(f"{row.title}\n", "title")]
    price = f"{row.anlas:,} Anlas" if row.anlas else "free"
    lines.append((f"{row.model} · {price} ({row.reason})\n", ""))
    lines.append((f"asked for {_clock(row.added)}", "muted"))
    if row.started is not None:
        lines.append((f" · begun {_clock(row.started)}", "muted"))
    if row.ended is not None:
        lines.append((f" · ended {_clock(row.ended)}", "muted"))
    lines.append(("\n", ""))
    lines += [(f"{path}\n", "") for path in row.files]
    if row.note:
        lines.append((f"{row.note}\n", "warning" if row.state in ("failed", "unknown") else "muted"))
    hint = {
        "left": "Its naitui is gone. {queue.go_on} lets it go on from here, {queue.go_on_all} all of them; "
        "{queue.cancel_job} takes it out.",
        "elsewhere": "Another naitui works on it; it can be moved or taken out while it waits.",
        "unknown": "Nobody knows whether it was charged, so it is never sent again by itself; "
        "{queue.go_on} sends it again.",
        "failed": "{queue.go_on} sends it again, after asking when it is not free; "
        "{queue.skip} goes on with the rest of its press.",
        "cancelled": "{queue.go_on} puts it in again.",
    }.get(shown.state, "")
    return [*lines, (keyed(hint), "muted")] if hint else lines


def _clock(moment: float) -> str:
    then = datetime.fromtimestamp(moment)
    today = then.date() == datetime.now().date()
    return then.strftime("%H:%M:%S" if today else "%Y-%m-%d %H:%M")
