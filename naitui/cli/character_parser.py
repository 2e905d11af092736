"""The arguments about characters: those of ``naitui generate``, which build up a cast, and ``naitui characters``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from naitui.cli.options import add_common

if TYPE_CHECKING:
    from naitui.cli.options import Commands


def add_character_options(parser: argparse.ArgumentParser) -> None:
    """The options that make characters; all but the first two belong to the character before them."""
    people = parser.add_argument_group(
        "characters", "the options from --at on belong to the --character before them; @NAME/OUTFIT is of the library"
    )
    people.add_argument(
        "--split", action="store_true", help="take the prompt apart at its bars: base | character | character"
    )
    who = "a character; may be repeated, and the options behind it are its own"
    people.add_argument("--character", action=_Character, dest="characters", metavar="PROMPT|@NAME", help=who)
    people.add_argument("--at", action=_CharacterPlace, dest="characters", metavar="B3|X,Y", help="its place")
    people.add_argument(
        "--avoid", action=_CharacterUndesired, dest="characters", metavar="TEXT", help="its own undesired content"
    )
    roles = {
        "--source-of": (_Source, "it does this, e.g. hug"),
        "--target-of": (_Target, "this is done to it"),
        "--mutual": (_Mutual, "it does this with another one"),
    }
    for option, (action, words) in roles.items():
        people.add_argument(option, action=action, dest="characters", metavar="ACTION", help=words)


def add_characters(commands: Commands) -> None:
    """``naitui characters``."""
    words = "list the characters of the library, or keep those of a recipe or a picture in it"
    parser = commands.add_parser("characters", help=words, description=words)
    parser.add_argument("--keep", type=Path, metavar="FILE", help="keep the characters of this recipe or picture")
    parser.add_argument("--json", action="store_true", help="as JSON")
    add_common(parser)


class _OfCharacter(argparse.Action):
    """Options that build up the list of characters in the order in which they are written."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        characters: list[dict[str, Any]] = getattr(namespace, self.dest) or []
        setattr(namespace, self.dest, characters)
        if not characters and not isinstance(self, _Character):
            parser.error(f"{option_string} belongs to a --character before it")
        self.add(characters, str(values))

    def add(self, characters: list[dict[str, Any]], value: str) -> None:
        """Put one value into the list."""
        raise NotImplementedError


class _Character(_OfCharacter):
    def add(self, characters: list[dict[str, Any]], value: str) -> None:
        characters.append({"prompt": value})


class _CharacterPlace(_OfCharacter):
    def add(self, characters: list[dict[str, Any]], value: str) -> None:
        characters[-1]["position"] = value


class _CharacterUndesired(_OfCharacter):
    def add(self, characters: list[dict[str, Any]], value: str) -> None:
        characters[-1]["undesired"] = value


class _Role(_OfCharacter):
    role = ""

    def add(self, characters: list[dict[str, Any]], value: str) -> None:
        characters[-1].setdefault("roles", []).append((self.role, value))


class _Source(_Role):
    role = "source"


class _Target(_Role):
    role = "target"


class _Mutual(_Role):
    role = "mutual"
