"""What earlier runs did not finish is put in its place, or told of: by the studio and the command line alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from naitui.library.incoming import LeftOver
from naitui.library.queue import QueueStore
from naitui.library.shelf import SaveFailed, Shelf
from naitui.library.work import PictureCall, VibeCall

Tone = Literal["good", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Message:
    """One line to tell, how bad it is, and the file it is about."""

    text: str
    tone: Tone
    path: Path | None = None
    job: str = ""
    """The job's name, when a picture of it was put in its place; and that picture's seed."""
    seed: int | None = None


def recover_all(shelf: Shelf, queue: QueueStore | None, *, demo: bool = False) -> list[Message]:
    """Finish what earlier runs left on the shelf; slow, so use a thread.

    Pictures that came are put in their place, and the job's row in the ``queue`` is told of them, whoever has asked for
    it. Of a job of which nothing came back the recipe is put aside, to be sent again by whoever wants it: that is never
    done by itself, for it may have been charged (not by the ``demo``).
    Whatever fails is told, never raised: it must not keep anybody from working.
    """
    try:
        found = shelf.left_over()
    except OSError as error:
        return [Message(f"what the last run left cannot be read: {error}", "error")]
    return [message for left in found for message in _one(shelf, queue, left, demo=demo)]


def came_of(messages: Iterable[Message]) -> dict[str, list[Path]]:
    """The pictures that were put in their place, by the name of their job."""
    came: dict[str, list[Path]] = {}
    for message in messages:
        if message.job and message.path is not None:
            came.setdefault(message.job, []).append(message.path)
    return came


def _one(shelf: Shelf, queue: QueueStore | None, left: LeftOver, *, demo: bool) -> list[Message]:
    try:
        if not left.unknown:
            saved = shelf.recover(left)
            job = left.folder.name
            told = [
                Message(f"recovered from an earlier run: {one.path}", "good", one.path, job, one.seed) for one in saved
            ]
            return [*told, *_written_down(queue, job, [one.path for one in saved])]
        recipe = shelf.put_aside(left)
    except SaveFailed as error:
        return [Message(f"a picture of an earlier run still waits: {error}", "error", error.kept)]
    except OSError as error:
        return [Message(f"a job of an earlier run cannot be put aside: {error}", "error", left.folder)]
    job = _named(left)
    charged = "" if demo else " and may have been charged"
    again = f"; to send it again: naitui run {recipe}" if recipe else ""
    return [Message(f"{job} was in flight when naitui last ended{charged}{again}", "warning", recipe)]


def _written_down(queue: QueueStore | None, job: str, paths: Sequence[Path]) -> list[Message]:
    """The job's row says that its pictures are there, instead of that nobody knows."""
    if queue is None or not paths:
        return []
    try:
        queue.arrived(job, paths)
    except OSError as error:
        return [Message(f"the queue could not be told that {job} is saved: {error}", "warning")]
    return []


def _named(left: LeftOver) -> str:
    """The job in words."""
    if left.work is None:
        return "a job"
    if isinstance(left.work, PictureCall | VibeCall):
        return f"a job ({left.work.title})"
    seed = left.recipe.sampling.seed if left.recipe else None
    return f"a job (seed {seed})" if seed is not None else "a job"
