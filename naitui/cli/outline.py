"""The command line as data, read off its own parser: what completion and the manual page are made from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

Known = Mapping[str, tuple[str, ...]]
FOLDERS = ("DIR", "FOLDER")


@dataclass(frozen=True, slots=True)
class Argument:
    """An option, or what stands at a place (without flags)."""

    flags: tuple[str, ...]
    shown: str
    """What stands for its value; empty when it takes none."""
    help: str
    choices: tuple[str, ...]
    kind: str
    """What its value names: ``file``, ``folder``, or nothing that is known here."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command, or the program itself, with the commands below it."""

    path: tuple[str, ...]
    help: str
    description: str
    options: tuple[Argument, ...]
    places: tuple[Argument, ...]
    below: tuple[Command, ...]

    @property
    def name(self) -> str:
        """As it is typed behind the program's name; empty for the program."""
        return " ".join(self.path)

    def all(self) -> Iterator[Command]:
        """It, and every command below it."""
        yield self
        for one in self.below:
            yield from one.all()


def outline(
    parser: argparse.ArgumentParser, known: Known = MappingProxyType({}), path: tuple[str, ...] = (), help: str = ""
) -> Command:
    """A parser as data. ``known``: values that the parser itself does not check, by the argument's name."""
    options: list[Argument] = []
    places: list[Argument] = []
    below: list[Command] = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {one.dest: one.help or "" for one in action._choices_actions}
            below += [outline(one, known, (*path, name), helps.get(name, "")) for name, one in action.choices.items()]
        elif action.help != argparse.SUPPRESS:
            (options if action.option_strings else places).append(_argument(action, parser, known))
    return Command(path, help, parser.description or "", tuple(options), tuple(places), tuple(below))


def _argument(action: argparse.Action, parser: argparse.ArgumentParser, known: Known) -> Argument:
    takes_value = action.nargs != 0
    choices = tuple(str(one) for one in action.choices or ())
    shown = _shown(action, choices) if takes_value else ""
    choices = choices or known.get(action.dest, ())
    help = parser._get_formatter()._expand_help(action) if action.help else ""
    return Argument(tuple(action.option_strings), shown, help, choices, _kind(action, shown) if takes_value else "")


def _shown(action: argparse.Action, choices: tuple[str, ...]) -> str:
    given = action.metavar
    if isinstance(given, tuple):
        return " ".join(given)
    return given or ("|".join(choices) if choices else action.dest.upper())


def _kind(action: argparse.Action, shown: str) -> str:
    words = shown.replace("|", " ").replace("[", " ").replace(":", " ").split()
    if shown in FOLDERS:
        return "folder"
    named = any(word.startswith(("FILE", "PICTURE", "RECIPE", "OUT", *FOLDERS)) for word in words)
    return "file" if named or action.type is Path else ""
