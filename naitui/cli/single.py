"""One call that costs something and is no generation: priced, agreed to, sent once, and its answer kept.

The order is that of the queue: the account is read and the price looked at just before sending, what comes is on disk
before anybody hears of it, and nothing is ever sent a second time.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, SIGNAL, code_for, say, say_refusals
from naitui.cli.look import HIDDEN
from naitui.cli.places import open_shelf
from naitui.cli.send import ANY_PRICE, SIGNALS
from naitui.cli.service import open_service
from naitui.jobs import AccountLock, NeedsApproval
from naitui.jobs.job import CannotBegin, new_id
from naitui.library import SaveFailed, Shelf
from naitui.library.files import write_new
from naitui.library.names import DEFAULT_PATTERN
from naitui.novelai import Catalog, NovelAI, NovelAIError, Quote, Refused, Standing, Subscription
from naitui.novelai.headers import USER_AGENT
from naitui.settings import Settings

JSON_HEADERS = {
    "Authorization": HIDDEN,
    "Content-Type": "application/json",
    "User-Agent": USER_AGENT,
    "x-correlation-id": "<six random letters or digits>",
    "x-initiated-at": "<now, ISO 8601>",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent, what it costs, and what becomes of the answer."""

    title: str
    path: str
    body: Mapping[str, object]
    folder: Path
    """Where the answer goes: looked at before anything is sent."""
    quote: Callable[[Standing | None], Quote]
    answer: Callable[[NovelAI], AsyncGenerator[tuple[Path, bytes], None]]
    """Sends it, and gives each file of the answer as it comes, with its place."""


def carry_out(arguments: argparse.Namespace, order: Order, settings: Settings, catalog: Catalog) -> int:
    """Send an order, after the price was agreed to; the exit code.

    Raises:
        NoToken, TokenError, ValueError: see `naitui.cli.service.open_service`.
    """
    service = open_service(arguments, settings, catalog, demo=arguments.demo)
    lock = AccountLock(settings.folders.state, service.fingerprint)
    shelf = open_shelf(settings, DEFAULT_PATTERN, order.folder, demo=arguments.demo)
    return asyncio.run(_Session(arguments, order, settings.host, catalog, shelf, service, lock).run())


def say_failure(error: Exception) -> None:
    """A failure in words, and whether it was charged."""
    if isinstance(error, NeedsApproval):
        say(f"refused: {error}; agree with --yes or --max-anlas {error.quote.total}")
    elif isinstance(error, Refused) and error.problems:
        say_refusals(error, "refused")
    elif isinstance(error, NovelAIError):
        charged = "It may have been charged." if error.charged == "maybe" else "Nothing was charged."
        say(f"failed: {error}. {charged} {error.advice}")
    else:
        say(f"failed: {error}")


@dataclass(slots=True)
class _Session:
    """One run: what it says, and how it ends."""

    arguments: argparse.Namespace
    order: Order
    host: str
    catalog: Catalog
    shelf: Shelf
    service: NovelAI
    lock: AccountLock
    job: str = field(default_factory=new_id)
    sent: bool = False
    ended: bool = False
    stopped_by: int | None = None
    failure: Exception | None = None
    output_failed: OSError | None = None
    _writes: list[asyncio.Task[None]] = field(default_factory=list)

    async def run(self) -> int:
        async with self.service:
            going = asyncio.create_task(self._go())
            self._handle_signals(going)
            try:
                await going
            except asyncio.CancelledError:
                if self.stopped_by is None:
                    raise
                in_flight = self.sent and not self.ended
                told = "cancelled in flight: NovelAI goes on with it and may charge it"
                say(told if in_flight else "stopped: nothing was sent")
            except NovelAIError as error:
                self.failure = error
                say_failure(error)
            finally:
                self.lock.give_back()
        return self._code()

    def _code(self) -> int:
        if self.output_failed is not None:
            # Python would complain once more when it closes stdout
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if self.stopped_by is not None:
            return SIGNAL + self.stopped_by
        if self.failure is not None:
            return code_for(self.failure)
        if self.output_failed is None or isinstance(self.output_failed, BrokenPipeError):
            return DONE
        say(f"failed: nothing more can be written to the output ({self.output_failed.strerror})")
        return FAILED

    async def _go(self) -> None:
        if not self.arguments.dry_run:
            await self._take_turn()
        account = await self.service.subscription()
        self._tell_account(account)
        quote = self.order.quote(account.standing)
        if self.arguments.dry_run:
            self._dry_run(quote)
            return
        approved = ANY_PRICE if self.arguments.yes else self.arguments.max_anlas
        if quote.total > approved:
            raise NeedsApproval(quote, approved)
        await asyncio.to_thread(_try_place, self.order.folder)
        if self.output_failed is not None:
            return
        self._tell("queued", anlas=quote.total, reason=quote.reason)
        cost = f"{quote.total} Anlas" if quote.total else "free"
        say(f"{self.order.title}: {cost} ({quote.reason})")
        try:
            await self._send()
        except (NovelAIError, OSError) as error:
            await self._fail(error)
        else:
            self._tell("finished")
        self.ended = True
        with suppress(NovelAIError):  # the call is done; what is left can be looked at another time
            self._tell_account(await self.service.subscription(), account)

    async def _take_turn(self) -> None:
        try:
            await self.lock.take(lambda: say("waiting: another naitui is generating with this account"))
        except OSError as error:
            raise CannotBegin(f"{error.filename or self.lock.path}: {error.strerror or error}") from None

    async def _send(self) -> None:
        """Send it, once; every file of the answer is kept, even when this is cancelled at that very moment."""
        self._tell("started")
        self.sent = True
        failure: OSError | None = None
        try:
            async with aclosing(self.order.answer(self.service)) as files:
                async for path, data in files:
                    keeping = asyncio.create_task(self._keep(path, data, len(self._writes)))
                    self._writes.append(keeping)
                    try:
                        await asyncio.shield(keeping)
                    except OSError as error:
                        failure = failure or error  # the other files of the answer are paid for too
        finally:
            await asyncio.gather(*self._writes, return_exceptions=True)
        if failure is not None:
            raise failure

    async def _keep(self, path: Path, data: bytes, number: int) -> None:
        saved = await asyncio.to_thread(self._save, path, data)
        if not self.arguments.json:
            self._write(os.fsencode(saved) + b"\n")
        self._tell("saved", path=str(saved), sample=number, bytes=len(data))
        say(f"saved: {saved}")

    def _save(self, path: Path, data: bytes) -> Path:
        """The bytes as they came, under a name that nothing has yet; or wherever they can be kept."""
        try:
            return write_new(path, data)
        except OSError as error:
            kept = self.shelf.keep_answer(f"{self.job}-{path.stem}", data)
            raise SaveFailed(f"{path.parent}: {error.strerror or error}", kept) from None

    async def _fail(self, error: NovelAIError | OSError) -> None:
        self.failure = error
        if isinstance(error, NovelAIError):
            if error.charged == "maybe" and error.body:
                kept = await asyncio.to_thread(self.shelf.keep_answer, self.job, error.body)
                error.advice = f"What came is kept in {kept}. {error.advice}" if kept else error.advice
            said = {"title": error.title, "advice": error.advice, "charged": error.charged, "status": error.status}
        else:
            advice = "Free some space or choose another folder."
            said = {"title": "The answer could not be saved", "advice": advice, "charged": "maybe", "status": None}
        self._tell("failed", message=str(error), **said)
        say_failure(error)

    def _dry_run(self, quote: Quote) -> None:
        request = {
            "method": "POST",
            "url": self.host + self.order.path,
            "headers": JSON_HEADERS,
            "body": self.order.body,
        }
        self._tell("planned", anlas=quote.total, reason=quote.reason, request=request)
        price = f"{quote.total} Anlas" if quote.total else "nothing"
        say(f"{self.order.title} would cost {price} ({quote.reason}); nothing was sent")

    def _tell_account(self, account: Subscription, before: Subscription | None = None) -> None:
        known = {} if before is None else {"spent": before.anlas - account.anlas}
        if self.arguments.json:
            self._write_event({"event": "account", "tier": account.tier, "anlas": account.anlas, **known})
        if before is None:
            say(f"{self.catalog.tier_name(account.tier)}, {account.anlas:,} Anlas")
        else:
            say(f"spent {before.anlas - account.anlas} Anlas, {account.anlas:,} left")

    def _tell(self, event: str, **facts: object) -> None:
        if self.arguments.json:
            self._write_event({"event": event, "job": self.job, **facts})

    def _write_event(self, event: Mapping[str, object]) -> None:
        # plain ASCII: the same in every locale, and no terminal obeys it
        self._write(json.dumps(event).encode() + b"\n")

    def _write(self, line: bytes) -> None:
        """A line on stdout; when nobody reads it any more, what is in flight is finished and saved all the same."""
        out = getattr(sys.stdout, "buffer", None)  # None when we were started with stdout closed
        if out is None or self.output_failed is not None:
            return
        try:
            out.write(line)
            out.flush()
        except OSError as error:
            self.output_failed = error

    def _handle_signals(self, going: asyncio.Task[None]) -> None:
        """The first signal lets a call in flight finish and be saved; a second one ends it at once."""
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            again, self.stopped_by = self.stopped_by is not None, number
            if self.sent and not again:
                say("stopping: the call in flight is finished and saved first; once more to stop at once")
            else:
                going.cancel()

        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup and the shell's & have reasons to ignore them
                loop.add_signal_handler(number, stop, number)


def _try_place(folder: Path) -> None:
    """Refuse when the folder takes no file: then what is paid for could not be kept.

    Raises:
        CannotBegin: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as error:
        raise CannotBegin(f"{error.filename or folder}: {error.strerror or error}") from None
