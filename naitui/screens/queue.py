"""The queue: what runs, what waits and in which order, what came of the rest; of every naitui on the account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.screen import Screen

from naitui.actions import Place
from naitui.actions.in_effect import keyed_lines
from naitui.jobs.course import not_sent_after
from naitui.library.queue import ENDED, QueuedJob
from naitui.screens.queue_words import Shown, Sight, row_of, title_of, told
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.rows import Passage, Row, RowList
from naitui.widgets.text import plain

What = Literal["go_on", "cancel", "take", "pause", "up", "down", "first", "last", "export", "import"]
EMPTY = (
    "Nothing was asked for yet.",
    "",
    "Every press of {studio.generate} comes through here; press it several times and the jobs wait in line,",
    "also when naitui ends: the next start offers what is left.",
)
NO_JOB: Row = (("The job under the cursor is told here: its words, price and pictures.", "muted"),)
LOOK_AGAIN = 0.5
"""Seconds between two looks at the queue while it is on the screen."""


class QueueScreen(Screen[None]):
    """Shows what it is given, and says what is wanted."""

    PLACE: Place = "queue"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#queue"

    @dataclass
    class Wanted(Message):
        """Something about some jobs."""

        what: What
        rows: Sequence[QueuedJob]

    class LookWanted(Message):
        """The queue is to be looked at again."""

    def __init__(self) -> None:
        super().__init__()
        self._list = RowList(id="queue")
        self._sight = Sight()

    def compose(self) -> ComposeResult:
        """The list, and the job under the cursor."""
        with Container(classes="halves"):
            yield self._list
            with VerticalScroll(id="queued", classes="half", can_focus=False):
                yield Passage(id="told")
        yield Footer()

    def on_mount(self) -> None:
        """Look, and look again."""
        self._list.border_title = plain(title_of(self._sight))
        self.query_one("#queued").border_title = plain("Job")
        self.set_interval(LOOK_AGAIN, lambda: self.post_message(self.LookWanted()))

    def show(self, sight: Sight) -> None:
        """Show the queue as it is; the cursor stays on its job."""
        if sight == self._sight and sight.shown:
            return
        before = self._current
        self._sight = sight
        ids = [one.row.id for one in sight.shown]
        cursor = self._list.cursor if before is None or before.row.id not in ids else ids.index(before.row.id)
        self._list.show(len(ids), self._row, cursor=cursor, empty=keyed_lines(EMPTY))
        self._list.border_title = plain(title_of(sight))

    def _row(self, index: int) -> Row:
        return row_of(self._sight.shown[index], self._list.scrollable_content_region.width - 1)

    @property
    def _current(self) -> Shown | None:
        index = self._list.index
        return None if index is None or index >= len(self._sight.shown) else self._sight.shown[index]

    @on(RowList.Moved)
    def _moved(self) -> None:
        current = self._current
        self.query_one("#told", Passage).show(NO_JOB if current is None else told(current))

    def _want(self, what: What, shown: Sequence[Shown]) -> None:
        if shown:
            self.post_message(self.Wanted(what, [one.row for one in shown]))

    def _under_cursor(self) -> list[Shown]:
        return [self._current] if self._current is not None else []

    # ------------------------------------------------------------------ keys

    def action_pause(self) -> None:
        """Begin nothing new, or go on."""
        self.post_message(self.Wanted("pause", ()))

    def action_go_on(self) -> None:
        """Let the job go on that was left, or send one again that has ended."""
        shown = self._under_cursor()
        if shown and (shown[0].state == "left" or (shown[0].row.state in ENDED and shown[0].state != "done")):
            self._want("go_on", shown)
        elif shown and shown[0].state == "done":
            self.notify("It is done. Enter takes its recipe into the studio, to make more like it.", markup=False)
        elif shown:
            self.notify("It is in the queue already.", markup=False)

    def action_go_on_all(self) -> None:
        """Let all go on that were left."""
        left = [one for one in self._sight.shown if one.state == "left"]
        if left:
            self._want("go_on", left)
        else:
            self.notify("No job is left over.", markup=False)

    def action_cancel_job(self) -> None:
        """Take the job out, or stop it."""
        self._want("cancel", [one for one in self._under_cursor() if one.row.state in ("waiting", "running")])

    def action_cancel_rest(self) -> None:
        """Take out all that wait."""
        self._want("cancel", [one for one in self._sight.shown if one.row.state == "waiting"])

    def action_cancel_all(self) -> None:
        """Take out all that wait, and stop what runs."""
        self._want("cancel", [one for one in self._sight.shown if one.row.state in ("waiting", "running")])

    def action_skip(self) -> None:
        """Pass over the job under the cursor."""
        for one in self._under_cursor():
            if one.row.state == "waiting":
                self._want("last", [one])
            elif one.row.state in ("failed", "unknown"):
                rest = [other for other in self._sight.shown if not_sent_after(one.row, other.row)]
                self._want("go_on", rest)
                if not rest:
                    self.notify("Nothing of its press was left behind it.", markup=False)
            else:
                self.notify("It can be passed over while it waits, or once it has failed.", markup=False)

    def action_export(self) -> None:
        """What waits, or else the job under the cursor, as recipe files."""
        self._want("export", [one for one in self._sight.shown if one.row.state == "waiting"] or self._under_cursor())

    def action_import(self) -> None:
        """Recipe files as jobs."""
        self.post_message(self.Wanted("import", ()))

    def action_move_up(self) -> None:
        """One place forward."""
        self._move("up")

    def action_move_down(self) -> None:
        """One place back."""
        self._move("down")

    def action_move_first(self) -> None:
        """Before all others."""
        self._move("first")

    def _move(self, where: What) -> None:
        self._want(where, [one for one in self._under_cursor() if one.row.state == "waiting"])

    def action_take(self) -> None:
        """A copy of its recipe into the studio."""
        self._want("take", self._under_cursor())

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_take()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss()
