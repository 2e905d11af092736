"""Keeps the studio's past: reads it at the start, writes what is new, puts pictures to what they were made from."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from naitui.jobs import Cancelled, Event, Failed, Finished, Job, Saved
from naitui.library.past_file import PastFile
from naitui.library.recovery import Message
from naitui.recipe.past import Made, Past


class PastKeeper:
    """One past and its file. Until the file has been read nothing is written to it."""

    def __init__(self, past: Past, file: PastFile) -> None:
        self._past = past
        self._file = file
        self._read = False
        self._left: tuple[str, ...] = ()
        """Jobs that an earlier run had sent and not finished."""
        self._written_head: int | None = None
        self._writing = asyncio.Lock()

    async def open(self) -> str:
        """Put what earlier runs left before this one's; what is to be said when that cannot be read."""
        earlier, problem = await asyncio.to_thread(self._file.load, self._past.tell)
        if earlier is not None:
            self._left = earlier.jobs
            self._past.join(earlier)
        self._read = True
        return problem

    async def save(self) -> None:
        """Write what is new; one after another, however slow the disk is.

        Raises:
            OSError: it cannot be written; it is tried again the next time.
        """
        async with self._writing:
            states, head = self._past.changed(), self._past.head
            if self._read and (states or head != self._written_head):
                await asyncio.to_thread(self._file.save, states, head)
                self._past.written(states)
                self._written_head = head

    def sent(self, state: int, jobs: Sequence[Job]) -> None:
        """Jobs of a state's recipe have been queued."""
        self._past.send(state, [job.id for job in jobs])

    def hear(self, event: Event) -> bool:
        """Something happened to a job; whether there is something to write because of it."""
        match event:
            case Saved(job=job, picture=picture):
                return self._past.attach(job.id, Made(str(picture.path), picture.seed, time.time()))
            case Finished(job=job) | Failed(job=job) | Cancelled(job=job):
                return self._past.end(job.id)
        return False

    def recovered(self, messages: Sequence[Message]) -> None:
        """What has become of the jobs that an earlier run did not finish; nothing else comes of them."""
        for message in messages:
            if message.path is not None and message.seed is not None:
                self._past.attach(message.job, Made(str(message.path), message.seed, time.time()))
        for job in self._left:
            self._past.end(job)
