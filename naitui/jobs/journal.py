"""Where a runner's jobs are written down, from the moment they are asked for to their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from naitui.jobs.job import Job

Outcome = Literal["done", "failed", "unknown", "cancelled"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What may begin now."""

    job: Job | None
    """None when nothing may."""
    gone: tuple[Job, ...] = ()
    """Jobs that somebody else has taken out of the queue."""
    paused: str = ""
    """Why nothing may begin."""


class Journal(Protocol):
    """Each method takes milliseconds of disk: use a thread. All raise `OSError` when it cannot be written."""

    keeps: bool
    """Whether what waits is still there when the program has ended."""

    def put(self, jobs: Sequence[Job]) -> None:
        """Jobs of one plan were asked for."""

    def turn(self, waiting: Sequence[Job]) -> Turn:
        """Which of the jobs that wait begins now."""

    def end(self, job: Job, outcome: Outcome, files: Sequence[Path] = (), note: str = "") -> None:
        """A job has ended."""

    def put_back(self, job: Job) -> None:
        """A job whose turn had come was not sent after all, and waits again."""

    def drop(self, jobs: Sequence[Job], note: str = "") -> None:
        """Jobs were taken out before they began."""


class Unkept:
    """Nothing is written down: the order in which jobs were asked for, in memory."""

    keeps = False

    def put(self, jobs: Sequence[Job]) -> None:
        """See `Journal`."""

    def turn(self, waiting: Sequence[Job]) -> Turn:
        """The first one."""
        return Turn(waiting[0] if waiting else None)

    def end(self, job: Job, outcome: Outcome, files: Sequence[Path] = (), note: str = "") -> None:
        """See `Journal`."""

    def put_back(self, job: Job) -> None:
        """See `Journal`."""

    def drop(self, jobs: Sequence[Job], note: str = "") -> None:
        """See `Journal`."""
