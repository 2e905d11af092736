"""``naitui bin``: pictures thrown away, listed, given back, removed for good."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from naitui.cli.exits import DONE, FAILED, USAGE, say
from naitui.cli.places import open_album
from naitui.cli.printing import print_json, print_line, print_path, print_question, printable
from naitui.library.album import Album
from naitui.library.bin import Binned, in_all
from naitui.novelai import Catalog
from naitui.settings import Settings

WORDS = ("list", "back", "empty")


def bin(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Throw pictures away, list what was, give it back, or remove it for good; the exit code.

    Raises:
        OSError: the index cannot be used.
    """
    album = open_album(settings, catalog, demo=arguments.demo)
    what, paths = _asked(arguments)
    match what:
        case "empty" if not paths:
            return _empty(album, sure=arguments.yes)
        case "back":
            return _give_back(album, paths, all=arguments.all)
        case "list" if not paths:
            return _list(album, as_json=arguments.json)
        case "put":
            return _throw_away(album, paths)
    say(f"bin: {what} takes no pictures (a file of that name: naitui bin -- {what})")
    return USAGE


def _asked(arguments: argparse.Namespace) -> tuple[str, Sequence[Path]]:
    """What is to be done, and with which pictures; words behind ``--`` are files."""
    words: Sequence[str] = arguments.pictures
    paths = [Path(word) for word in words]
    if arguments.empty:
        return "empty", paths
    if arguments.restore:
        return "back", paths
    if not words:
        return "list", ()
    if words[0] in WORDS and len(words) > arguments.behind:
        return words[0], paths[1:]
    return "put", paths


def _list(album: Album, *, as_json: bool) -> int:
    listed = album.bin.listed()
    if as_json:
        known = [(str(one.path), str(one.was), one.at, one.size) for one in listed]
        print_json([dict(zip(("path", "was", "at", "size"), one, strict=True)) for one in known])
    for one in () if as_json else listed:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.at))
        print_line(f"{when}  {printable(str(one.was))}")
    say(in_all(listed) if listed else "the bin is empty")
    return DONE


def _throw_away(album: Album, pictures: Iterable[Path]) -> int:
    code = DONE
    for path in pictures:
        try:
            album.throw_away([path])
        except OSError as error:
            say(f"{path}: {error.strerror or error}")
            code = FAILED
    return code


def _give_back(album: Album, named: Sequence[Path], *, all: bool) -> int:
    """What was thrown away last, what once was at these paths, or everything."""
    listed = album.bin.listed()
    wanted = [path.absolute() for path in named]
    chosen: list[Binned] = listed if all else [one for one in listed if one.was in wanted] if wanted else listed[:1]
    missing = [path for path in wanted if not any(one.was == path for one in listed)]
    for path in missing:
        say(f"{path}: is not in the bin")
    code = FAILED if missing else DONE
    for one in chosen:
        try:
            [path] = album.bring_back([one])
        except OSError as error:
            say(f"{one.was}: {error.strerror or error}")
            code = FAILED
        else:
            print_path(path, as_json=False)
    if not listed:
        say("the bin is empty")
    return code


def _empty(album: Album, *, sure: bool) -> int:
    """Remove all for good, after a question that says how much that is."""
    listed = album.bin.listed()
    if not listed:
        say("the bin is empty")
        return DONE
    if not sure:
        if not (sys.stdin is not None and sys.stdin.isatty()):
            say(f"{in_all(listed)}: nobody can bring them back afterwards; --yes removes them for good")
            return USAGE
        print_question(f"Remove {in_all(listed)}, for good? y or n:")
        if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
            say("nothing was removed")
            return FAILED
    album.bin.remove(listed)
    say(f"{in_all(listed)}, removed for good")
    return DONE
