"""The shelf: where what was paid for becomes files, in an order that cannot lose it.

1. Before a request is sent, the job is written to ``incoming/`` (so a crash leaves a trace of what was in flight).
2. What comes, exactly as it came, is written there durably before anything else looks at it.
3. Only then is it given its place: a picture of a recipe carries the recipe in a chunk of our own and has a name by the
   pattern; a tool's picture is named after its source and tells in that chunk what was done; an encoding goes into its
   vibe file. Nothing is overwritten.
4. When that is done the incoming copy goes away.

What is left in ``incoming/`` at the next start was not finished: `Shelf.left_over` lists it, `Shelf.recover` mends it.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from naitui.library.calls import with_call
from naitui.library.files import TEMPORARY, try_place, write_new
from naitui.library.incoming import Incoming, LeftOver, taken
from naitui.library.marks import UNMARKED, Mark
from naitui.library.names import NameFacts, name_for
from naitui.library.record import Record, with_record
from naitui.library.vibes import VibeStore
from naitui.library.work import RECORDS, Drawn, Goal, PictureCall, VibeCall, Work, read_goal, recipe_of, record_in
from naitui.pictures.kinds import kind_of
from naitui.pictures.pasting import Pasting
from naitui.recipe import Recipe
from naitui.recipe.resolve import SEEDS

NEWEST = 5
"""Picture folders that are looked at for torn files, on each level."""


class SaveFailed(OSError):
    """What came could not be put in its place. ``kept`` is where its bytes are, None when nowhere would take them."""

    def __init__(self, reason: str, kept: Path | None) -> None:
        self.reason = reason
        self.kept = kept
        where = f"; what came is kept in {kept}" if kept else ""
        super().__init__(f"{reason}{where}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What came, in its place."""

    path: Path
    sample: int
    data: bytes
    """What the file holds; an encoding alone, where the file is a vibe's."""
    seed: int | None = None
    """The picture's own, where there is one."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)


class Shelf:
    """Saves pictures under ``pictures`` by ``pattern``, encodings in ``vibes``; jobs in flight live in ``incoming``."""

    def __init__(
        self,
        pictures: Path,
        incoming: Path,
        pattern: str,
        vibes: VibeStore | None = None,
        noted: Callable[[Path, Mark], None] = lambda path, mark: None,
    ) -> None:
        """``noted`` is told of every picture that is in its place, and what is to be said of it, in the thread that put
        it there."""
        self.pictures = pictures
        self.incoming = incoming
        self.pattern = pattern
        self._noted = noted
        self.vibes = vibes or VibeStore(self._beside("vibes"))
        self._jobs = Incoming(incoming)
        self._goals: dict[str, Goal] = {}
        """Of the jobs that are open."""

    def open_job(self, job: str, work: Work, wanted: Goal | None = None) -> Goal:
        """Write down that a job is about to be sent, and look whether its results have a place.

        Args:
            job: its name.
            work: what it is for.
            wanted: where the pictures of a recipe were to go when they were asked for, perhaps by another run.

        Returns where the pictures of a recipe go: there, or to this run's own folder when there is none there any more.

        Raises:
            OSError: it cannot be written; then nothing should be sent, for what comes back could not be kept.
        """
        goal = self.goal
        if isinstance(work, PictureCall):
            for folder in {place.parent for place in work.places}:
                try_place(folder)
        elif recipe_of(work) is not None:
            goal = self._usable(wanted)
        self._jobs.open(job, work, goal)
        self._goals[job] = goal
        return goal

    def _usable(self, wanted: Goal | None) -> Goal:
        if wanted is not None and wanted != self.goal and wanted.folder.is_dir():  # not made: its disk may be away
            with suppress(OSError):  # it takes nothing: then our own has to
                try_place(wanted.folder)
                return wanted
        try_place(self.pictures)
        return self.goal

    def close_job(self, job: str) -> None:
        """The job has ended and everything that came is in its place."""
        self._goals.pop(job, None)
        self._jobs.close(job)

    def save(self, job: str, work: Work, sample: int, data: bytes, when: datetime) -> Kept:
        """Keep what came: first as it came, then in its place.

        Raises:
            SaveFailed: its place does not take it; the bytes stay in ``incoming`` if that took them.
        """
        goal = self._goals.get(job, self.goal)
        raw: Path | None = None
        with suppress(OSError):  # its place may still have room; without either, SaveFailed says so below
            raw = self._jobs.keep(job, sample, data)
        try:
            saved = self._place(work, sample, data, when, goal)
        except OSError as error:
            kept = raw or _last_resort(job, sample, data)
            raise SaveFailed(f"{self._folder(work, goal)}: {error.strerror or error}", kept) from None
        if raw is not None:
            with suppress(OSError):  # it is in its place; the copy is offered once more at the next start
                raw.unlink(missing_ok=True)
        self._tell(work, saved)
        return saved

    def keep_answer(self, job: str, answer: bytes) -> Path | None:
        """Keep an answer that could not be read, for whatever can still be got out of it; where, None if nowhere."""
        path = self._beside("unreadable") / f"{job}.bin"
        try:
            return write_new(path, answer, mode=0o600)
        except OSError:
            return _last_resort(job, 0, answer)

    # ------------------------------------------------------------------ what earlier runs left

    def left_over(self) -> list[LeftOver]:
        """What earlier runs left in ``incoming``, oldest first. Half-written files of long ago are swept away."""
        self._sweep()
        return self._jobs.left_over()

    def recover(self, left: LeftOver) -> list[Kept]:
        """Put what came of an unfinished job in its place and forget the job; what another run has taken meanwhile is
        not among it.

        Raises:
            SaveFailed: its place still does not take it; nothing was removed.
        """
        with taken(left.folder) as ours:
            if not ours:
                return []
            goal, samples = read_goal(left.folder) or self.goal, sorted(left.folder.glob("sample-*"))
            saved = [self._recover_one(path, left, goal) for path in samples]
            self._jobs.forget(left.folder)
        return saved

    def _recover_one(self, path: Path, left: LeftOver, goal: Goal) -> Kept:
        work = left.work
        if work is None and record_in(left.folder).name != RECORDS[0]:
            raise SaveFailed("what it was for cannot be read any more", path)
        work = work or Recipe()
        try:
            data, when = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime)
        except OSError as error:
            raise SaveFailed(f"it cannot be read ({error.strerror or error})", path) from None
        number = path.name.removeprefix("sample-")
        try:
            saved = self._place(work, int(number) if number.isdecimal() else 0, data, when, goal)
        except OSError as error:
            raise SaveFailed(f"{self._folder(work, goal)}: {error.strerror or error}", path) from None
        with suppress(OSError):  # it is in its place; at worst it is put there once more
            path.unlink()
        self._tell(work, saved)
        return saved

    def _tell(self, work: Work, saved: Kept) -> None:
        if not isinstance(work, VibeCall):
            self._noted(saved.path, work.mark if isinstance(work, Drawn) else UNMARKED)

    def put_aside(self, left: LeftOver) -> Path | None:
        """Forget a job of which nothing came back, but keep its recipe: where; None when there is none.

        Raises:
            OSError: the recipe cannot be written there; the job stays.
        """
        with taken(left.folder) as ours:
            if not ours:
                return None
            path = None
            record = record_in(left.folder)
            if left.work is None or left.recipe is not None:  # a damaged one may still be worth a look
                with suppress(FileNotFoundError):  # there may be no record: then there is nothing to keep
                    path = write_new(
                        self._beside("unfinished") / f"{left.folder.name}.toml", record.read_bytes(), mode=0o600
                    )
            self._jobs.forget(left.folder)
        return path

    # ------------------------------------------------------------------ places

    @property
    def goal(self) -> Goal:
        """Where pictures go that this run asks for."""
        return Goal(self.pictures, self.pattern)

    def _beside(self, name: str) -> Path:
        """A folder beside that of the jobs in flight: the demo's are apart."""
        return self.incoming.with_name(self.incoming.name.replace("incoming", name))

    def _folder(self, work: Work, goal: Goal) -> Path:
        """The folder that should have taken it."""
        match work:
            case PictureCall(places=places):
                return places[0].parent
            case VibeCall():
                return self.vibes.folder
            case _:
                return goal.folder

    def _place(self, work: Work, sample: int, data: bytes, when: datetime, goal: Goal) -> Kept:
        match work:
            case VibeCall():
                return Kept(self.vibes.add(work, data), sample, data)
            case PictureCall(places=places, record=record):
                place = places[sample] if sample < len(places) else Path(f"{places[-1]}-{sample + 1}")
                told = data if record is None else with_call(data, replace(record, result=sample))
                path = write_new(place.with_name(f"{place.name}.{_ending(data)}"), told)
                return Kept(path, sample, told)
        drawn = work if isinstance(work, Drawn) else Drawn(work)
        seed = ((drawn.recipe.sampling.seed or 0) + sample) % SEEDS
        name = name_for(goal.pattern, NameFacts(drawn.recipe, seed, when, sample), _ending(data))
        if drawn.pasting is not None:
            data = self._pasted(name, drawn.pasting, data)
        marked = with_record(data, Record(drawn.recipe, sample, drawn.picks, drawn.draft))
        return Kept(write_new(goal.folder / name, marked), sample, marked, seed)

    def _pasted(self, name: PurePosixPath, pasting: Pasting, data: bytes) -> bytes:
        """An infill's result over its source; what came is kept as it came, beside the jobs in flight.

        A result that cannot be decoded is kept in its place as it came: it was paid for.
        """
        write_new(self._beside("infills") / name, data)
        try:
            return pasting.over(data)
        except ValueError:  # BadPicture is one too
            return data

    def _sweep(self) -> None:
        """Remove temporary files that a kill left in the middle of a write; younger ones may be somebody's at work.

        Of the picture folders only the newest are looked at: a library of years must not be walked at every start.
        """
        yesterday = time.time() - 86400
        jobs = self.incoming.iterdir() if self.incoming.is_dir() else ()
        for folder in (*_newest(self.pictures, max(1, self.pattern.count("/"))), self.incoming, *jobs):
            for part in folder.glob(TEMPORARY):
                with suppress(OSError):  # somebody else may have removed it
                    if part.stat().st_mtime < yesterday:
                        part.unlink()


def _ending(data: bytes) -> str:
    return {"jpeg": "jpg", "png": "png", "webp": "webp"}.get(kind_of(data), "bin")


def _last_resort(job: str, sample: int, data: bytes) -> Path | None:
    """Paid bytes that no folder of ours takes: the system's temporary folder is better than nothing."""
    try:
        return write_new(Path(tempfile.gettempdir()) / f"naitui-{job}-{sample}.bin", data, mode=0o600)
    except OSError:
        return None


def _newest(folder: Path, depth: int) -> Iterator[Path]:
    """A folder and the folders in it that were written to last, so many levels deep."""
    yield folder
    if depth < 1:
        return
    dated = []
    with suppress(OSError), os.scandir(folder) as entries:
        dated = [(entry.stat().st_mtime, entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    for _, path in sorted(dated, reverse=True)[:NEWEST]:
        yield from _newest(Path(path), depth - 1)
