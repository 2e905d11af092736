"""One headless run: from a plan to its pictures, with its words on stderr and its events or paths on stdout."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from naitui.cli.dry_run import WHOLE, in_words, planned, would_cost
from naitui.cli.exits import DONE, FAILED, SIGNAL, code_for, say, say_failure
from naitui.cli.places import open_ledger, open_queue
from naitui.cli.printing import print_progress
from naitui.cli.service import NoToken, open_service
from naitui.hooks import HookRunner
from naitui.jobs import (
    AccountLock,
    AccountRead,
    Cancelled,
    Encoded,
    Event,
    Failed,
    Guard,
    Journal,
    Plan,
    Queued,
    Runner,
    Saved,
    Started,
    Stepped,
    Unknown,
    Waiting,
    Warned,
    as_json,
)
from naitui.jobs.guard import OverBudget
from naitui.jobs.job import CannotBegin
from naitui.library import Message, Shelf, recover_all
from naitui.library.locks import why_not_seen
from naitui.novelai import Catalog, NovelAI, NovelAIError, Standing
from naitui.settings import Settings

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ANY_PRICE = 1_000_000_000


def carry_out(
    arguments: argparse.Namespace,
    settings: Settings,
    catalog: Catalog,
    shelf: Shelf,
    plan: Callable[[Standing | None], Plan],
    hear: Callable[[Event], None] = lambda event: None,
) -> int:
    """Work out a plan, agree to its price as the arguments say, and send it; the exit code.

    Args:
        arguments: of a command with the options of agreeing and reaching.
        settings: the user's.
        catalog: models and prices.
        shelf: where the results go.
        plan: works it out for an account; called in a thread, first without an account, for what is refused anyway.
        hear: told of every event.

    Raises:
        NoToken, TokenError, ValueError: see `naitui.cli.service.open_service`.
    """
    try:
        service = open_service(arguments, settings, catalog, demo=arguments.demo)
    except NoToken:
        if not arguments.dry_run:
            raise
        return _dry_run_of_nobody(arguments, settings, catalog, plan(None))
    course = partial(send_plan, plan)
    return asyncio.run(Session(arguments, settings, catalog, shelf, service, course, hear).run())


def _dry_run_of_nobody(arguments: argparse.Namespace, settings: Settings, catalog: Catalog, plan: Plan) -> int:
    """What would be sent is the same for everybody; only the price depends on the account."""
    say("note: there is no token, so nothing counts as free")
    sys.stdout.flush()
    for line in planned(plan, settings) if arguments.json else in_words(plan, catalog):
        sys.stdout.buffer.write(line)
    _say_cost(arguments, plan)
    return DONE


def _say_cost(arguments: argparse.Namespace, plan: Plan) -> None:
    if not arguments.json:
        say(WHOLE)
    say(would_cost(plan))


async def _submit(session: Session, plan: Plan) -> None:
    session.runner.submit(plan, session.approved)


async def send_plan(
    work_out: Callable[[Standing | None], Plan],
    session: Session,
    submit: Callable[[Session, Plan], Awaitable[None]] = _submit,
) -> None:
    """One plan, from its price to its end; ``submit`` hands it to the runner."""
    # refuses without account; in threads, for many requests of long prompts take their time
    await asyncio.to_thread(work_out, None)
    standing = await session.standing()
    plan = await asyncio.to_thread(work_out, standing)
    for note in (*plan.lint.notes, *plan.notes):
        say(f"note: {note}")
    if not plan.jobs:
        say("there is nothing to do")
        return
    if session.arguments.dry_run:
        session.show(plan)
        _say_cost(session.arguments, plan)
        await session.look(plan)
        return
    if plan.quote.total <= session.approved:  # else it is refused for its price
        await session.runner.look(plan)
    await session.recover()
    await submit(session, plan)
    if session.output_failed is not None:
        session.runner.leave()
    await session.runner.idle()


@dataclass(slots=True)
class Session:
    """What it says, and how it ends. ``course`` is what is done with the runner."""

    arguments: argparse.Namespace
    settings: Settings
    catalog: Catalog
    shelf: Shelf
    service: NovelAI
    course: Callable[[Session], Awaitable[None]]
    told: Callable[[Event], None] = lambda event: None
    journal: Journal | None = None
    """Where the jobs stand, when they outlive this run."""
    failure: Exception | None = None
    stopped_by: int | None = None
    output_failed: OSError | None = None
    runner: Runner = field(init=False)
    guard: Guard = field(init=False)
    hooks: HookRunner = field(init=False)
    _reading: asyncio.Task[object] | None = None

    async def run(self) -> int:
        self.hooks = HookRunner(self.settings.hooks, say)
        async with self.service:
            lock = AccountLock(self.settings.folders.state, self.service.fingerprint)
            ledger = open_ledger(self.settings, demo=self.arguments.demo)
            self.guard = guard = Guard(self.settings.budget, ledger)
            self.runner = Runner(
                self.service,
                self.catalog,
                self.shelf,
                self.hear,
                lock=lock,
                guard=guard,
                ledger=ledger,
                journal=self.journal,
            )
            self._handle_signals()
            try:
                await self.course(self)
            except NovelAIError as error:
                if isinstance(error, OverBudget):
                    self.hooks.over_budget(error)
                say_failure(error)
                return code_for(error)
            except asyncio.CancelledError:
                if self.stopped_by is None:
                    raise
                say("stopped: nothing was sent")
            finally:
                await self.hooks.finish()
        if self.stopped_by is not None:
            return SIGNAL + self.stopped_by
        if self.output_failed is not None:
            return self._end_of_output(self.output_failed)
        return code_for(self.failure) if self.failure else DONE

    @property
    def approved(self) -> int:
        """Anlas that the arguments agree to; with ``--yes`` too, whoever names a number means it."""
        agreed: int | None = self.arguments.max_anlas
        return agreed if agreed is not None else ANY_PRICE if self.arguments.yes else 0

    async def look(self, plan: Plan) -> None:
        """Say in a dry run whether a cap would refuse it."""
        try:
            await self.runner.look(plan)
        except (OverBudget, CannotBegin) as error:
            say(f"note: it would be refused: {error}")

    async def recover(self) -> None:
        """Put what an earlier run left in its place, before anything new is sent."""
        alone = await asyncio.to_thread(why_not_seen, self.settings.folders.state)
        if alone:
            say(f"note: {alone}")
        for message in await asyncio.to_thread(self._recovered):
            say(message.text)
        self.check()

    def _recovered(self) -> list[Message]:
        with closing(open_queue(self.settings, demo=self.arguments.demo)) as queue:
            return recover_all(self.shelf, queue, demo=self.arguments.demo)

    def check(self) -> None:
        """Go no further once a signal has come. Raises `asyncio.CancelledError`."""
        if self.stopped_by is not None:
            raise asyncio.CancelledError

    async def standing(self) -> Standing | None:
        """The account's; None for a dry run without a line to the service, where it only decides about the price."""
        reading = asyncio.create_task(self.runner.read_account())
        self._reading = reading
        try:
            known: Standing | None = (await reading).standing
        except NovelAIError as error:
            if not self.arguments.dry_run:
                raise
            say(f"note: the account cannot be read, so nothing counts as free: {error}")
            known = None
        finally:
            self._reading = None
        self.check()
        return known

    def show(self, plan: Plan) -> None:
        """What a plan would send, as a dry run tells it."""
        for line in planned(plan, self.settings) if self.arguments.json else in_words(plan, self.catalog):
            self.write(line)

    def hear(self, event: Event) -> None:
        """Every event of the runner: to stdout as JSON, or in words."""
        self.told(event)
        self.hooks.hear(event)
        if self.arguments.json:
            self.write(json_line(as_json(event)))
        elif isinstance(event, Saved):
            self.write(os.fsencode(event.picture.path) + b"\n")
        self._say(event)

    def write(self, line: bytes) -> None:
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
            self.runner.leave()
            if not self.runner.in_flight:
                self.runner.cancel_running()

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
            case AccountRead(stale=True):
                pass  # a warning has said so
            case AccountRead(subscription=account, spent=None):
                say(f"{self.catalog.tier_name(account.tier)}, {account.anlas:,} Anlas")
            case AccountRead(subscription=account, spent=spent):
                say(f"spent {spent} Anlas, {account.anlas:,} left")
            case Queued(job=job):
                cost = f"{job.quote.total} Anlas" if job.quote.total else "free"
                say(f"queued: {job.title}, {cost} ({job.quote.reason})")
            case Started(job=job):
                say(f"sent: {job.title}")
            case Waiting(reason=reason, seconds=0):
                say(f"waiting: {reason}")
            case Waiting(reason=reason, seconds=seconds):
                say(f"waiting {seconds:.0f} s: {reason}")
            case Stepped(job=job, step=step):
                print_progress(f"step {step + 1} of {job.steps}")
            case Saved(picture=picture):
                say(f"saved: {picture.path}")
            case Encoded(job=job, path=path):
                say(f"{job.title}: kept in {path}")
            case Cancelled(in_flight=True):
                say("cancelled in flight: NovelAI goes on with it and may charge it")
            case Cancelled():
                say("not sent: cancelled")
            case Unknown():
                say(event.words)
            case Warned(text=text):
                say(f"warning: {text}")
            case Failed(error=error):
                self.failure = error
                say_failure(error)
            case _:
                pass

    def _handle_signals(self) -> None:
        """The first signal lets a job in flight finish and be saved; a second one ends it at once. What has not been
        sent yet is not sent any more."""
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            again, self.stopped_by = self.stopped_by is not None, number
            self.runner.leave()
            if self.runner.in_flight and not again:
                say("stopping: what is in flight is finished and saved first; once more to stop at once")
            elif self._reading is not None:
                self._reading.cancel()
            else:
                self.runner.cancel_running()

        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup and the shell's & have reasons to ignore them
                loop.add_signal_handler(number, stop, number)


def json_line(event: dict[str, object]) -> bytes:
    """An event as it is written to stdout."""
    return json.dumps(event).encode() + b"\n"  # plain ASCII: the same in every locale, and no terminal obeys it
