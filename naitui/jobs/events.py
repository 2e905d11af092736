"""What happens to jobs, as facts: the only thing that screens and the command line hear of the runner."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from naitui.jobs.job import Job
from naitui.library import Kept
from naitui.novelai import NovelAIError, Subscription
from naitui.novelai.errors import Charged


@dataclass(frozen=True, slots=True)
class Queued:
    """A job was taken into the queue."""

    job: Job
    ahead: int
    """Jobs that come before it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job waits before it is sent, or sent again; nothing was charged."""

    job: Job
    reason: str
    seconds: float
    """How long; 0 when that cannot be known."""


@dataclass(frozen=True, slots=True)
class Started:
    """A job was sent."""

    job: Job


@dataclass(frozen=True, slots=True)
class Stepped:
    """A preview came."""

    job: Job
    sample: int
    step: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Saved:
    """A picture is in its place."""

    job: Job
    picture: Kept


@dataclass(frozen=True, slots=True)
class Encoded:
    """A vibe's encoding is in its file."""

    job: Job
    path: Path


@dataclass(frozen=True, slots=True)
class Warned:
    """Something went wrong that keeps no job from its end."""

    job: Job
    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A job ended without (all of) its pictures."""

    job: Job
    error: NovelAIError | OSError

    @property
    def title(self) -> str:
        """What happened, in a few words."""
        return self.error.title if isinstance(self.error, NovelAIError) else "The picture could not be saved"

    @property
    def advice(self) -> str:
        """What to do about it."""
        if isinstance(self.error, NovelAIError):
            return self.error.advice
        return "Free some space or choose another folder; the next start puts kept pictures in their place."

    @property
    def charged(self) -> Charged:
        """Whether it may have cost something."""
        return self.error.charged if isinstance(self.error, NovelAIError) else "maybe"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Of a job that failed or was cancelled in flight nobody knows whether it was charged: the balance around it, in
    Anlas, None where that could not be read."""

    job: Job
    before: int | None
    after: int | None

    @property
    def words(self) -> str:
        """What the balance says."""
        if self.before is None or self.after is None:
            return "whether it was charged is not known: the balance cannot be compared"
        taken = self.before - self.after
        what = f"{taken:,} less" if taken > 0 else "unchanged so far" if taken == 0 else f"{-taken:,} more"
        return f"whether it was charged: the balance was {self.before:,} Anlas and is {self.after:,}, {what}"


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A job was cancelled: before it was sent (nothing charged), or in flight (NovelAI goes on, and may charge)."""

    job: Job
    in_flight: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """A job ended well."""

    job: Job


@dataclass(frozen=True, slots=True)
class AccountRead:
    """The account was asked for its balance; ``spent`` is what the last job took of it, when both ends are known."""

    subscription: Subscription
    spent: int | None = None
    stale: bool = False
    """It could not be read just now: the balance is from before a job."""


Event = (
    Queued
    | Waiting
    | Started
    | Stepped
    | Saved
    | Encoded
    | Warned
    | Failed
    | Unknown
    | Cancelled
    | Finished
    | AccountRead
)


def as_json(event: Event) -> dict[str, object]:
    """An event as one JSON object: ``event`` names it, ``job`` is the job's id. Pictures are given by path."""
    if isinstance(event, AccountRead):
        account = event.subscription
        known: dict[str, object] = {} if event.spent is None else {"spent": event.spent}
        known |= {"stale": True} if event.stale else {}
        return {"event": "account", "tier": account.tier, "anlas": account.anlas, **known}
    job = event.job
    head: dict[str, object] = {"event": type(event).__name__.lower(), "job": job.id}
    match event:
        case Queued(ahead=ahead):
            quoted = {"anlas": job.quote.total, "reason": job.quote.reason}
            named = {"title": job.title} if job.seed is None else {"seed": job.seed}
            return {**head, "kind": job.task.kind, **named, "samples": job.samples, "ahead": ahead, **quoted}
        case Waiting(reason=reason, seconds=seconds):
            return {**head, "reason": reason, "seconds": round(seconds, 1)}
        case Stepped(sample=sample, step=step):
            return {**head, "event": "step", "sample": sample, "step": step + 1, "steps": job.steps}
        case Saved(picture=picture):
            place = {"path": str(picture.path)} | ({} if picture.seed is None else {"seed": picture.seed})
            return {**head, **place, "sample": picture.sample, "bytes": picture.size}
        case Encoded(path=path):
            return {**head, "path": str(path)}
        case Unknown(before=before, after=after):
            return {**head, "before": before, "after": after}
        case Warned(text=text):
            return {**head, "event": "warning", "message": text}
        case Failed(error=error):
            said = {"title": event.title, "message": str(error), "advice": event.advice, "charged": event.charged}
            status = error.status if isinstance(error, NovelAIError) else None
            return {**head, **said, "status": status}
        case Cancelled(in_flight=in_flight):
            return {**head, "charged": "maybe" if in_flight else "no"}
        case _:
            return head
