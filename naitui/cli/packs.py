"""``naitui pack``: what is to be given away in one file – make one, look into one, add what is in it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, REFUSED, say
from naitui.cli.places import open_sources
from naitui.cli.printing import print_json, print_line, print_path, printable
from naitui.library.collection import MARK
from naitui.library.files import try_place
from naitui.library.pack import KINDS, BadPack, Item, Kind, Pack
from naitui.library.pack_adding import Outcome, add, chosen
from naitui.library.pack_look import Places, Planned, look
from naitui.library.pack_making import NotMade, Thing, make_pack, there, write_pack
from naitui.library.pack_opening import read_pack
from naitui.library.pack_words import counted, how_it_stands, size_of
from naitui.novelai import Catalog, Refused
from naitui.recipe import Problem
from naitui.settings import Settings

ALL = "all"


def pack(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """One of the three; the exit code."""
    places = Places.of(settings, open_sources(settings, Path(), demo=arguments.demo))
    if arguments.action == "make":
        return _make(arguments, places, catalog)
    try:
        found = read_pack(arguments.file, catalog)
    except BadPack as error:
        raise Refused([Problem(("file",), f"{arguments.file}: {error}")]) from None
    planned = look(found, places)
    if arguments.action == "show":
        return _show(found, planned, as_json=arguments.json)
    return _add(arguments, found, planned, places)


# ---------------------------------------------------------------------- making


def _make(arguments: argparse.Namespace, places: Places, catalog: Catalog) -> int:
    things = [thing for what in arguments.what for thing in _things(what, places)]
    try:
        try_place(arguments.out.absolute().parent)
        made = make_pack(things, places, catalog, arguments.title or arguments.out.stem, arguments.description)
        path = write_pack(arguments.out, made)
    except NotMade as error:
        raise Refused([Problem(("what",), str(error))]) from None
    for note in made.notes:
        say(f"note: {note}")
    print_path(path, as_json=arguments.json)
    say(f"made: {counted(kind for kind, _ in made.things)}, {size_of(len(made.data))}")
    return DONE


def _things(what: str, places: Places) -> Iterator[Thing]:
    """What one argument of ``make`` means."""
    several = [kind for kind in KINDS if what in (ALL, f"{kind}s")]
    head, colon, name = what.partition(":")
    kind = next((kind for kind in KINDS if head == kind), None)
    if several:
        yield from ((one, name) for one in several for name in there(places, one))
    elif what.startswith(MARK):
        yield "reference", what[len(MARK) :]
    elif colon and kind is not None:
        yield kind, name.removeprefix(MARK)
    else:
        yield "preset", what


# ---------------------------------------------------------------------- looking


def _show(found: Pack, planned: Sequence[Planned], *, as_json: bool) -> int:
    if as_json:
        print_json(
            {
                "title": found.title,
                "description": found.description,
                "made_by": found.origin,
                "items": [_document(one) for one in planned],
                "skipped": [{"name": one.name, "reason": one.reason} for one in found.skipped],
            }
        )
        return DONE
    size = sum(item.size for item in found.items)
    print_line(printable(f"{found.title} – {found.origin}'s, {counted(i.kind for i in found.items)}, {size_of(size)}"))
    if found.description:
        print_line(printable(f"  {found.description}"))
    for one in planned:
        print_line(printable(f"{one.item.kind:<9} {one.item.name}  {size_of(one.item.size)}  {how_it_stands(one)}"))
        for note in one.item.notes:
            print_line(printable(f"            {note}"))
    for left in found.skipped:
        print_line(printable(f"skipped   {left}"))
    return DONE


# ---------------------------------------------------------------------- adding


def _add(arguments: argparse.Namespace, found: Pack, planned: Sequence[Planned], places: Places) -> int:
    wanted = _wanted(arguments.only, found)
    taken = [one for one in planned if one.state == "taken" and wanted(one.item)]
    if taken and arguments.on_conflict is None:
        for one in taken:
            say(f"{one.item.kind} {one.item.name}: {how_it_stands(one)}")
        say("refused: nothing was added; --on-conflict skip, rename or replace says what to do with these")
        return REFUSED
    outcome = add(chosen(planned, arguments.on_conflict or "skip", wanted), found, places)
    return _tell(outcome, found, as_json=arguments.json)


def _tell(outcome: Outcome, found: Pack, *, as_json: bool) -> int:
    for one in found.skipped:
        say(f"skipped: {one}")
    for left in outcome.left:
        say(f"left: {left}")
    for failed in outcome.failed:
        say(f"failed: {failed}")
    if as_json:
        added = [
            {"kind": one.kind, "name": one.name, "path": str(one.path), "replaced": one.old and str(one.old)}
            for one in outcome.added
        ]
        print_json(
            {
                "added": added,
                "left": outcome.left,
                "failed": outcome.failed,
                "skipped": [str(one) for one in found.skipped],
            }
        )
    else:
        for new in outcome.added:
            old = f"  (the one before is kept: {new.old})" if new.old is not None else ""
            print_line(printable(f"{new.kind:<9} {new.name}  {new.path}{old}"))
    return FAILED if outcome.failed else DONE


def _wanted(only: Iterable[str] | None, found: Pack) -> Callable[[Item], bool]:
    """What ``--only`` means.

    Raises:
        Refused: it names something that is not in the pack.
    """
    if not only:
        return lambda item: True
    kinds: set[Kind] = set()
    single: set[tuple[Kind, str]] = set()
    for word in (part.strip() for text in only for part in text.split(",")):
        several = next((kind for kind in KINDS if word in (kind, f"{kind}s")), None)
        head, _, name = word.partition(":")
        if several is not None:
            kinds.add(several)
            continue
        hits = [item for item in found.items if (item.kind == head and item.name == name) or item.name == word]
        if not hits:
            raise Refused([Problem(("only",), f"{word}: there is nothing of that name in the pack")])
        single |= {(item.kind, item.name) for item in hits}
    return lambda item: item.kind in kinds or (item.kind, item.name) in single


def _document(one: Planned) -> dict[str, object]:
    item = one.item
    return {
        "kind": item.kind,
        "name": item.name,
        "size": item.size,
        "state": one.state,
        "notes": list(item.notes),
    }
