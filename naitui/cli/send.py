"""``naitui generate`` and ``naitui run``: the engine without the screen, for pipes, scripts and cron."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass, field

from naitui.cli.exits import DONE, FAILED, SIGNAL, code_for, say, say_refusals
from naitui.cli.places import open_shelf
from naitui.cli.recipes import base_of
from naitui.cli.service import open_service
from naitui.jobs import (
    AccountLock,
    AccountRead,
    Cancelled,
    Event,
    Failed,
    NeedsApproval,
    Plan,
    Queued,
    Runner,
    Saved,
    Started,
    Stepped,
    Waiting,
    as_json,
)
from naitui.library import Shelf, recover_all
from naitui.library.materials import load_materials
from naitui.library.names import check_pattern
from naitui.novelai import Catalog, NovelAI, NovelAIError, Refused
from naitui.recipe import Recipe
from naitui.settings import Settings

FLAT_PATTERN = "{date}_{time}-{seed}"
"""Names in a folder that was named on the command line: no folders inside it."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ANY_PRICE = 1_000_000_000


def send(arguments: argparse.Namespace, recipe: Recipe, settings: Settings, catalog: Catalog) -> int:
    """Make the pictures of a recipe; the exit code."""
    out = getattr(arguments, "out", None)
    pattern = arguments.name or (FLAT_PATTERN if out else settings.name)
    check_pattern(pattern)
    shelf = open_shelf(settings, pattern, out, demo=arguments.demo)
    service = open_service(arguments, settings, catalog, demo=arguments.demo)
    return asyncio.run(_Session(arguments, recipe, settings, catalog, shelf, service).run())


@dataclass(slots=True)
class _Session:
    """One headless run: its plan, what it says, and how it ends."""

    arguments: argparse.Namespace
    recipe: Recipe
    settings: Settings
    catalog: Catalog
    shelf: Shelf
    service: NovelAI
    failure: Exception | None = None
    stopped_by: int | None = None
    output_failed: OSError | None = None
    _runner: Runner = field(init=False)
    _reading: asyncio.Task[object] | None = None

    async def run(self) -> int:
        async with self.service:
            lock = AccountLock(self.settings.folders.state, self.service.fingerprint)
            self._runner = Runner(self.service, self.catalog, self.shelf, self.hear, lock=lock)
            self._handle_signals()
            try:
                await self._go()
            except NovelAIError as error:
                self._say_failure(error)
                return code_for(error)
            except asyncio.CancelledError:
                if self.stopped_by is None:
                    raise
                say("stopped: nothing was sent")
        if self.stopped_by is not None:
            return SIGNAL + self.stopped_by
        if self.output_failed is not None:
            return self._end_of_output(self.output_failed)
        return code_for(self.failure) if self.failure else DONE

    async def _go(self) -> None:
        framing = self.arguments.stream or self.settings.stream
        materials = await asyncio.to_thread(load_materials, self.recipe, self.catalog, base_of(self.arguments))
        # refuses without account; in threads, for many requests of long prompts take their time
        await asyncio.to_thread(Plan.of, self.recipe, self.catalog, None, framing=framing, seed=0, materials=materials)
        reading = asyncio.create_task(self._runner.read_account())
        self._reading = reading
        account = await reading
        self._reading = None
        if self.stopped_by is not None:
            raise asyncio.CancelledError
        plan = await asyncio.to_thread(
            Plan.of, self.recipe, self.catalog, account.standing, framing=framing, materials=materials
        )
        for note in plan.lint.notes:
            say(f"note: {note}")
        if not self.recipe.prompt.strip():
            say("note: the prompt is empty")
        if self.arguments.dry_run:
            self._dry_run(plan)
            return
        for message in await asyncio.to_thread(recover_all, self.shelf, demo=self.arguments.demo):
            say(message.text)
        if self.stopped_by is not None:
            raise asyncio.CancelledError
        self._runner.submit(plan, ANY_PRICE if self.arguments.yes else self.arguments.max_anlas)
        if self.output_failed is not None:
            self._runner.cancel_waiting()
        await self._runner.idle()

    def _dry_run(self, plan: Plan) -> None:
        if self.arguments.json:
            for job in plan.jobs:
                request = {"path": job.request.path, "body": job.request.body}
                self._write(_line({"event": "planned", "job": job.id, "anlas": job.quote.total, "request": request}))
        price = f"{plan.quote.total} Anlas" if plan.quote.total else "nothing"
        pictures = f"{plan.quote.pictures} pictures" if plan.quote.pictures > 1 else "one picture"
        say(f"{pictures} would cost {price} ({plan.quote.reason}); nothing was sent")

    def hear(self, event: Event) -> None:
        """Every event of the runner: to stdout as JSON, or in words."""
        if self.arguments.json:
            self._write(_line(as_json(event)))
        elif isinstance(event, Saved):
            self._write(os.fsencode(event.picture.path) + b"\n")
        self._say(event)

    def _write(self, line: bytes) -> None:
        """A line on stdout. When nobody reads any more, or the disk behind it is full, the picture in flight is still
        finished and saved, and the rest is not sent."""
        out = getattr(sys.stdout, "buffer", None)  # None when we were started with stdout closed
        if out is None or self.output_failed is not None:
            return
        try:
            out.write(line)
            out.flush()
        except OSError as error:
            self.output_failed = error
            self._runner.cancel_waiting()
            if not self._runner.in_flight:
                self._runner.cancel_running()

    def _end_of_output(self, error: OSError) -> int:
        # Python would complain once more when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if self.failure is not None:
            return code_for(self.failure)
        if isinstance(error, BrokenPipeError):
            return DONE
        say(f"failed: nothing more can be written to the output ({error.strerror})")
        return FAILED

    def _say(self, event: Event) -> None:
        match event:
            case AccountRead(subscription=account, spent=None):
                say(f"{self.catalog.tier_name(account.tier)}, {account.anlas:,} Anlas")
            case AccountRead(subscription=account, spent=spent):
                say(f"spent {spent} Anlas, {account.anlas:,} left")
            case Queued(job=job):
                cost = f"{job.quote.total} Anlas" if job.quote.total else "free"
                say(f"queued: seed {job.resolved.seed}, {cost} ({job.quote.reason})")
            case Started(job=job):
                say(f"sent: seed {job.resolved.seed}")
            case Waiting(reason=reason, seconds=0):
                say(f"waiting: {reason}")
            case Waiting(reason=reason, seconds=seconds):
                say(f"waiting {seconds:.0f} s: {reason}")
            case Stepped(job=job, step=step) if sys.stderr.isatty():
                print(f"\rstep {step + 1} of {job.steps}", end="\r", file=sys.stderr, flush=True)  # noqa: T201
            case Saved(picture=picture):
                say(f"saved: {picture.path}")
            case Cancelled(in_flight=True):
                say("cancelled in flight: NovelAI goes on with it and may charge it")
            case Cancelled():
                say("not sent: cancelled")
            case Failed(error=error):
                self.failure = error
                self._say_failure(error)
            case _:
                pass

    def _say_failure(self, error: Exception) -> None:
        if isinstance(error, NeedsApproval):
            say(f"refused: {error}; agree with --yes or --max-anlas {error.quote.total}")
        elif isinstance(error, Refused):
            say_refusals(error, "refused")
        elif isinstance(error, NovelAIError):
            charged = "it may have been charged. " if error.charged == "maybe" else "nothing was charged. "
            say(f"failed: {error}. {charged.capitalize()}{error.advice}")
        else:
            say(f"failed: {error}")

    def _handle_signals(self) -> None:
        """The first signal lets a job in flight finish and be saved; a second one ends it at once. What has not been
        sent yet is not sent any more."""
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            again, self.stopped_by = self.stopped_by is not None, number
            self._runner.cancel_waiting()
            if self._runner.in_flight and not again:
                say("stopping: the picture in flight is finished and saved first; once more to stop at once")
            elif self._reading is not None:
                self._reading.cancel()
            else:
                self._runner.cancel_running()

        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup and the shell's & have reasons to ignore them
                loop.add_signal_handler(number, stop, number)


def _line(event: dict[str, object]) -> bytes:
    return json.dumps(event).encode() + b"\n"  # plain ASCII: the same in every locale, and no terminal obeys it
