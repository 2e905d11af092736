"""Many inputs, one at a time: how many and what they cost comes first, then each in its turn, then a summary.

Nothing is kept of an input between the look at it and its turn but its digest, so a folder of thousands needs no more
memory than one picture; and one that has changed meanwhile is told of and not sent.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from naitui.cli.dry_run import WHOLE, in_words, planned
from naitui.cli.exits import DONE, REFUSED, say, say_refusals
from naitui.cli.service import NoToken, open_service
from naitui.cli.session import Session, json_line
from naitui.jobs import AccountRead, Event, Finished, NeedsApproval, Plan
from naitui.library import Shelf
from naitui.novelai import Catalog, Quote, Refused, Standing
from naitui.novelai.price import summed
from naitui.settings import Settings

_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True)
class Piece:
    """One input: its price, and what is sent for it when its turn has come."""

    quote: Callable[[Standing | None], Quote]
    """Quick: nothing is read for it."""
    plan: Callable[[Standing | None], Plan]
    """Reads what is sent; raises `Refused` where that is not what was looked at any more."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An input that is another one's copy: what is done to that one is done to it."""

    path: Path
    of: Path


@dataclass(slots=True)
class Tally:
    """What has become of so many inputs."""

    inputs: int
    already: int = 0
    refused: int = 0
    beyond: int = 0
    """Left out by ``--limit``."""
    done: int = 0
    spent: int = 0
    finished: int = 0
    """Jobs; an input may need several."""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def left(self) -> int:
        """Those whose turn has not come."""
        return self.inputs - self.already - self.refused - self.done

    def hear(self, event: Event) -> None:
        """Add up what was spent, and the jobs that ended well."""
        if isinstance(event, AccountRead):
            self.spent += event.spent or 0
        elif isinstance(event, Finished):
            self.finished += 1

    @property
    def words(self) -> str:
        """As one line."""
        parts = [f"{self.done} done"]
        parts += [f"{self.already} there already"] if self.already else []
        parts += [f"{self.refused} could not be used"] if self.refused else []
        parts += [f"{self.left} left: the same command goes on"] if self.left else []
        return f"{_counted(self.inputs)}: {', '.join(parts)}; {self.spent} Anlas spent"

    def document(self) -> dict[str, object]:
        """As JSON."""
        counts = {"inputs": self.inputs, "done": self.done, "already": self.already, "refused": self.refused}
        return {"event": "summary", **counts, "left": self.left, "anlas": self.spent}


def gather(
    arguments: argparse.Namespace, names: Sequence[_Name], look: Callable[[_Name], Piece | Path | Twin]
) -> Tally:
    """Look at every input: what cannot be used is said in a line each, what is there already is told and counted.

    Args:
        arguments: with ``limit``, how many are done at most.
        names: the inputs.
        look: gives the piece, where the result is already, or whose copy it is; raises `Refused`.
    """
    tally = Tally(len(names))
    for name in names:
        try:
            found = look(name)
        except Refused as error:
            say_refusals(error, "refused")
            tally.refused += 1
            continue
        if isinstance(found, Path):
            tally.already += 1
            say(f"there already: {found}")
            tell_of(found, arguments)
        elif isinstance(found, Twin):
            tally.already += 1
            say(f"the same picture twice: {found.path} is {found.of}")
        elif arguments.limit is not None and len(tally.pieces) >= arguments.limit:
            tally.beyond += 1
        else:
            tally.pieces.append(found)
    return tally


def tell_of(result: Path, arguments: argparse.Namespace) -> None:
    """A result that was there already, on stdout as one that is made."""
    there: dict[str, object] = {"event": "there", "path": str(result)}
    _write(json_line(there) if arguments.json else os.fsencode(result) + b"\n")


def carry_out_all(
    arguments: argparse.Namespace, settings: Settings, catalog: Catalog, shelf: Shelf, tally: Tally
) -> int:
    """Say the price of all, agree to it as the arguments say, and do one after the other; the exit code.

    Raises:
        NoToken, TokenError, ValueError: see `naitui.cli.service.open_service`.
    """
    if not tally.pieces:
        _summarise(arguments, tally, _write)
        return REFUSED if tally.refused else DONE
    try:
        service = open_service(arguments, settings, catalog, demo=arguments.demo)
    except NoToken:
        if not arguments.dry_run:
            raise
        say("note: there is no token, so nothing counts as free")
        _say_price(tally, _quotes(tally, None))
        for piece in tally.pieces:
            plan = piece.plan(None)
            for line in planned(plan, settings) if arguments.json else in_words(plan, catalog):
                _write(line)
        _end_dry_run(arguments, tally, _quotes(tally, None))
        return REFUSED if tally.refused else DONE
    session = Session(arguments, settings, catalog, shelf, service, partial(_course, tally), tally.hear)
    code = asyncio.run(session.run())
    return REFUSED if code == DONE and tally.refused else code


async def _course(tally: Tally, session: Session) -> None:
    standing = await session.standing()
    quotes = await asyncio.to_thread(_quotes, tally, standing)
    _say_price(tally, quotes)
    if session.arguments.dry_run:
        for piece in tally.pieces:
            session.show(await asyncio.to_thread(piece.plan, standing))
        _end_dry_run(session.arguments, tally, quotes)
        await session.look(Plan((), summed(quotes)))
        return
    whole = summed(quotes)
    if whole.total > session.approved:
        fitting = _fitting(quotes, session.approved)
        if fitting:
            say(f"{fitting} of them fit into {session.approved} Anlas: --limit {fitting}")
        raise NeedsApproval(whole, session.approved)
    session.guard.check_plan(quotes)
    await session.runner.look(Plan((), whole))
    await session.recover()
    try:
        await _send_all(tally, session, standing)
    finally:
        _summarise(session.arguments, tally, session.write)


async def _send_all(tally: Tally, session: Session, standing: Standing | None) -> None:
    approved = session.approved
    for piece in tally.pieces:
        if session.stopped_by is not None or session.output_failed is not None:
            return
        known = session.runner.subscription
        try:
            plan = await asyncio.to_thread(piece.plan, known.standing if known is not None else standing)
        except Refused as error:  # it has changed, or gone, since it was looked at; the others have not
            say_refusals(error, "refused")
            tally.refused += 1
            continue
        finished = tally.finished
        session.runner.submit(plan, approved)
        approved -= plan.quote.total
        await session.runner.idle()
        if tally.finished - finished < len(plan.jobs):
            return  # it failed, or was stopped; the rest would most likely fail, or cost, the same way
        tally.done += 1


def _quotes(tally: Tally, standing: Standing | None) -> list[Quote]:
    return [piece.quote(standing) for piece in tally.pieces]


def _say_price(tally: Tally, quotes: Sequence[Quote]) -> None:
    whole = summed(quotes)
    price = f"{'about ' if whole.estimate else ''}{whole.total} Anlas ({whole.reason})" if whole.total else "free"
    rest = [f"{tally.already} there already"] if tally.already else []
    rest += [f"{tally.refused} cannot be used"] if tally.refused else []
    rest += [f"{tally.beyond} beyond --limit"] if tally.beyond else []
    more = f"; {', '.join(rest)}" if rest else ""
    say(f"{len(quotes)} of {_counted(tally.inputs)} to do, {price}{more}")


def _end_dry_run(arguments: argparse.Namespace, tally: Tally, quotes: Sequence[Quote]) -> None:
    if not arguments.json:
        say(WHOLE)
    total = summed(quotes).total
    say(f"{_counted(len(tally.pieces))} would cost {f'{total} Anlas' if total else 'nothing'}; nothing was sent")


def _summarise(arguments: argparse.Namespace, tally: Tally, write: Callable[[bytes], None]) -> None:
    if arguments.json:
        write(json_line(tally.document()))
    say(tally.words)


def _fitting(quotes: Iterable[Quote], approved: int) -> int:
    """How many from the beginning may be done for so many Anlas."""
    count = 0
    for quote in quotes:
        approved -= quote.total
        if approved < 0:
            break
        count += 1
    return count


def _write(line: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(line)


def _counted(inputs: int) -> str:
    return "1 input" if inputs == 1 else f"{inputs} inputs"
