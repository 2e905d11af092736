"""``naitui tool`` and ``naitui upscale``: the director tools and upscaling, of a picture or of a folder of them."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from naitui.cli.exits import DONE, say, say_note
from naitui.cli.many import Piece, Twin, carry_out_all, gather, tell_of
from naitui.cli.places import open_shelf
from naitui.cli.session import carry_out
from naitui.jobs import Plan
from naitui.jobs.calls import call_quote, call_task, checked, results_of
from naitui.library import Shelf
from naitui.library.calls import UPSCALE, Call
from naitui.library.inputs import files_among, look_at
from naitui.library.made import results_in
from naitui.library.names import DEFAULT_PATTERN
from naitui.novelai import Catalog, Quote, Standing
from naitui.settings import Settings

Results = dict[tuple[Call, str], dict[int, Path]]


def tool(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Send pictures through a director tool, or enlarge them; the exit code."""
    if arguments.command == "upscale":
        call = checked(Call(UPSCALE), catalog)
    else:
        call = checked(Call(arguments.name, arguments.prompt, arguments.mood, arguments.defry), catalog)
    # results go beside the pictures of generations
    shelf = open_shelf(settings, catalog, DEFAULT_PATTERN, getattr(arguments, "out", None), demo=arguments.demo)
    made = {} if arguments.again else results_in(shelf.pictures)
    files = files_among(arguments.pictures, say_note)
    if len(files) > 1:
        first: dict[str, Path] = {}
        tally = gather(arguments, files, lambda path: _piece(call, path, shelf, catalog, made, first))
        return carry_out_all(arguments, settings, catalog, shelf, tally)
    [path] = files
    given = look_at(path)
    there = _results(call, given.digest, catalog, made)
    if there:
        say("there already; --again makes it once more")
        for result in there:
            tell_of(result, arguments)
        return DONE
    task = call_task(call, given, shelf.pictures, catalog)
    return carry_out(arguments, settings, catalog, shelf, lambda standing: Plan.single(task, catalog, standing))


def _piece(
    call: Call, path: Path, shelf: Shelf, catalog: Catalog, made: Results, first: dict[str, Path]
) -> Piece | Path | Twin:
    """What is to be done with one picture, the result that is there, or whose copy it is: ``first`` takes down where
    each file was found, by its digest. Raises `Refused`."""
    given = look_at(path)
    there = _results(call, given.digest, catalog, made)
    if there:
        return there[0]
    if first.setdefault(given.digest, path) != path:
        return Twin(path, first[given.digest])
    call_quote(call, given.size, catalog, None)  # too large is too large for everybody

    def quote(standing: Standing | None) -> Quote:
        return call_quote(call, given.size, catalog, standing)

    task = partial(call_task, call, given, shelf.pictures, catalog)
    return Piece(quote, lambda standing: Plan.single(task(), catalog, standing))


def _results(call: Call, digest: str, catalog: Catalog, made: Results) -> list[Path]:
    """The results of this call for this very picture, when all of them are there."""
    found = made.get((call, digest), {})
    wanted = range(results_of(call, catalog))
    return [found[number] for number in wanted] if all(number in found for number in wanted) else []
