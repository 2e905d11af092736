"""The right half of the studio: the picture, its caption, the log of what happens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.notifications import SeverityLevel

from naitui.actions.in_effect import key_for
from naitui.jobs import (
    AccountRead,
    Cancelled,
    Encoded,
    Event,
    Failed,
    Finished,
    Generation,
    Job,
    NeedsApproval,
    Queued,
    Saved,
    Started,
    Stepped,
    Tool,
    Unknown,
    Waiting,
    Warned,
)
from naitui.library import Kept
from naitui.novelai import Catalog
from naitui.novelai.errors import clean
from naitui.recipe.past import Made
from naitui.terminal import Protocol, Terminal
from naitui.widgets.action_bar import Progress
from naitui.widgets.log_panel import LogPanel, Tone
from naitui.widgets.picture.film import Shot
from naitui.widgets.picture_pane import PicturePane
from naitui.widgets.text import one_line

PROMPT = 300
"""Characters of a prompt that are told of a picture in words."""


class ResultPane(Vertical):
    """Shows what jobs do. ``progress`` is None when nothing runs."""

    def __init__(self, protocol: Protocol, terminal: Terminal | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.picture_pane = PicturePane(protocol, terminal, id="picture-pane")
        """The picture with its caption and the session's others."""
        self.progress: Progress | None = None
        self._queued = 0
        self._drawing = ""
        """The job whose half-drawn picture is shown."""
        self._job = ""
        """The job whose progress is shown."""
        self._progress = (0, 1, "")
        self.last_data = b""
        """The file of the last picture that was finished; empty before there is one."""

    @dataclass
    class Said(Message):
        """A line was added to the log."""

        text: str
        tone: Tone

    def compose(self) -> ComposeResult:
        """Picture, log."""
        yield self.picture_pane
        yield LogPanel(id="log")

    @property
    def last_seed(self) -> int | None:
        """The seed of the picture that is looked at."""
        shown = self.picture_pane.shown
        return shown.seed if shown else None

    @property
    def last_path(self) -> Path | None:
        """The file of the picture that is looked at."""
        shown = self.picture_pane.shown
        return shown.path if shown else None

    @property
    def log_panel(self) -> LogPanel:
        """The log."""
        return self.query_one(LogPanel)

    def say(self, text: str, tone: Tone = "info", *, toast: bool = False) -> None:
        """A line in the log. Where that cannot be seen, what matters comes as a toast too; with ``toast`` always."""
        self.log_panel.say(text, tone)
        self.post_message(self.Said(text, tone))
        hidden = self.is_mounted and not self.log_panel.size
        if toast or (hidden and tone in ("warning", "error")):
            severity: SeverityLevel = "error" if tone == "error" else "warning" if tone == "warning" else "information"
            self.notify(clean(text), severity=severity, markup=False)

    def hear(self, event: Event, catalog: Catalog) -> None:
        """Show an event."""
        match event:
            case AccountRead(subscription=account, spent=spent):
                if spent:
                    self.say(f"spent {spent} Anlas, {account.anlas:,} left")
            case Queued(job=job, ahead=ahead):
                self._queued += 1
                self.picture_pane.follow()
                if ahead:
                    self.say(f"queued: {job.title}, {ahead} before it")
            case Waiting(job=job, reason=reason, seconds=seconds):
                self._job = job.id
                waiting = f"waiting {seconds:.0f} s" if seconds else "waiting"
                self.say(f"{waiting}: {reason}", "warning")
                self._show_progress(0, 1, waiting)
            case Started(job=job):
                self._job = job.id
                drawing = f", {catalog.model(job.task.model).title}" if isinstance(job.task, Generation) else ""
                self.say(f"sent: {job.title}{drawing}")
                self._show_progress(0, job.steps * max(1, job.samples), "sent")
            case Stepped():
                self._step(event)
            case Saved():
                self._saved(event, catalog)
            case Encoded(job=job):
                self.say(f"{job.title}: done", "good")
            case Unknown():
                self.say(event.words, "warning")
            case Warned(text=text):
                self.say(text, "warning")
            case Failed(job=job):
                self._end(job)
                self._failed(event)
            case Cancelled(job=job, in_flight=in_flight):
                self._end(job)
                self._cancelled(in_flight)
            case Finished(job=job):
                self._end(job)

    def _end(self, job: Job) -> None:
        self._queued = max(0, self._queued - 1)
        if job.id == self._drawing:
            self._drawing = ""
            self.picture_pane.end_draft()
        if job.id == self._job:
            self._job, self.progress = "", None
        elif self.progress is not None:
            self._show_progress(*self._progress)  # one that waited: the running one goes on

    def _show_progress(self, done: int, all: int, words: str) -> None:
        self._progress = (done, all, words)
        waiting = f" · {self._queued - 1} more" if self._queued > 1 else ""
        self.progress = Progress(done, all, f"{words}{waiting} · {key_for('studio.cancel')} cancels")

    def _step(self, event: Stepped) -> None:
        job = event.job
        samples = f", picture {event.sample + 1} of {job.samples}" if job.samples > 1 else ""
        done = event.sample * job.steps + event.step + 1
        self._show_progress(done, job.steps * job.samples, f"step {event.step + 1} of {job.steps}{samples}")
        self._drawing = job.id
        self.picture_pane.draft(event.data, f"drawing · seed {(job.seed or 0) + event.sample}")

    def _saved(self, event: Saved, catalog: Catalog) -> None:
        picture = event.picture
        self._drawing = ""
        self.last_data = picture.data
        self.picture_pane.add(_shot(event.job, picture, catalog), picture.data)
        self.say(f"saved {picture.path}", "good")

    def show_earlier(self, made: Made, data: bytes) -> None:
        """A picture of the past is looked at; what is being drawn goes on."""
        path = Path(made.path)
        seed = "" if made.seed is None else f"seed {made.seed} · "
        self.picture_pane.visit(Shot(path, f"{seed}from the past\n{path.name}", (str(path),), made.seed), data)

    def _failed(self, event: Failed) -> None:
        error = event.error
        what = str(error) if str(error).startswith(event.title) else f"{event.title}. {error}"
        if isinstance(error, NeedsApproval):
            self.say(what, "error")
        else:
            charged = "Nothing was charged." if event.charged == "no" else "It may have been charged."
            self.say(f"{what}. {charged} {event.advice}", "error")

    def _cancelled(self, in_flight: bool) -> None:
        if in_flight:
            self.say("cancelled; NovelAI goes on, stays locked till its end and may charge it", "warning")
        else:
            self.say("taken back before it was sent; nothing was charged")


def _shot(job: Job, picture: Kept, catalog: Catalog) -> Shot:
    path = picture.path
    if not isinstance(job.task, Generation):
        record = job.task.record if isinstance(job.task, Tool) else None
        source = record.path if record is not None else None
        return Shot(path, f"{job.title}\n{path.name}", (job.title, str(path)), picture.seed, source)
    recipe = job.task.resolved.recipe
    size = f"{recipe.sampling.width}×{recipe.sampling.height}"
    told = f"seed {picture.seed} · {size} · {catalog.model(recipe.model).title}"
    source = Path(recipe.source.path).expanduser() if recipe.source else None
    return Shot(path, f"{told}\n{path.name}", (one_line(recipe.prompt, PROMPT), told, str(path)), picture.seed, source)
