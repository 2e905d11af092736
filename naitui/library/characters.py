"""The character library: one TOML file a character, with outfits, which people write and copy by hand.

    prompt = "girl, silver hair, violet eyes"
    colour = "violet"

    [outfits]
    winter = "coat, scarf"

A file that cannot be used is named with its line, and the others work.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tomli_w
from pydantic import BeforeValidator

from naitui.library.files import write_whole
from naitui.library.wildcards import find, names_in_folders
from naitui.recipe import Character, Fault, RecipeError
from naitui.recipe.marks import NAME, is_name
from naitui.recipe.model import Colour, Part
from naitui.recipe.toml import read_part

ENDING = ".toml"
MAX_BYTES = 1_000_000
_CALL = re.compile(rf"@({NAME})(?=[\s,]|\Z)[\s,]*")
_NO_NAME = re.compile(r"[\W_]+")
_NAME_WORDS = 4
"""Words of a prompt that make a name where there is none."""


class Outfit(Part):
    """What is worn: goes behind the prompt and the undesired content of the character."""

    prompt: str = ""
    undesired: str = ""


def _outfit(value: object) -> object:
    return {"prompt": value} if isinstance(value, str) else value


class Card(Part):
    """A character as it is kept."""

    name: str = ""
    """As the screen shows it; the file's name is what it is called by."""
    prompt: str = ""
    undesired: str = ""
    colour: Colour | None = None
    outfits: dict[str, Annotated[Outfit, BeforeValidator(_outfit)]] = {}

    @property
    def written(self) -> bytes:
        """Its file."""
        return _dumped(self.model_dump(exclude_defaults=True) or {"prompt": ""}).encode()

    def dressed(self, outfit: str | None = None, *, name: str = "", more: str = "") -> Character:
        """The character for a recipe, in an outfit, with more words behind the prompt.

        Raises:
            KeyError: there is no such outfit.
        """
        worn = Outfit() if outfit is None else self.outfits[outfit]
        return Character(
            name=self.name or name,
            prompt=_joined(self.prompt, worn.prompt, more),
            undesired=_joined(self.undesired, worn.undesired),
            colour=self.colour,
        )


class NoCard(LookupError):
    """No character of the library is called so; the message says what is close."""


class Taken(FileExistsError):
    """The library has something of this name already."""


@dataclass(frozen=True, slots=True)
class CharacterBook:
    """Every character of the library by name, and what is wrong with the files of others."""

    cards: Mapping[str, Card]
    faults: tuple[Fault, ...] = ()

    @property
    def names(self) -> list[str]:
        """What can be called: each character, and behind it each of its outfits as ``name/outfit``."""
        return [call for name, card in self.cards.items() for call in (name, *(f"{name}/{o}" for o in card.outfits))]

    def called(self, call: str, more: str = "") -> Character:
        """The character called ``name`` or ``name/outfit``, with more words behind its prompt.

        Raises:
            NoCard: nobody is called so.
        """
        name, outfit = call, None
        if call not in self.cards:
            name, _, outfit = call.rpartition("/")
        card = self.cards.get(name)
        if card is None or (outfit is not None and outfit not in card.outfits):
            raise NoCard(self._missing(call))
        return card.dressed(outfit, name=name, more=more)

    def written(self, text: str) -> Character | None:
        """The character that a text calls, ``@name/outfit, more words``; None when it calls nobody.

        Raises:
            NoCard: it calls somebody who is not here.
        """
        match = _CALL.match(text.strip())
        return None if match is None else self.called(match[1], text.strip()[match.end() :].strip())

    def _missing(self, call: str) -> str:
        close = difflib.get_close_matches(call, self.names, 3)
        hint = f"; did you mean {' or '.join(f'@{one}' for one in close)}?" if close else ""
        faulty = next((fault for fault in self.faults if Path(fault.path).stem == call.rpartition("/")[2]), None)
        return f"there is no character @{call}{hint}" + (f" ({faulty})" if faulty is not None else "")


def read_characters(folder: Path) -> CharacterBook:
    """Every character in a folder and the folders in it, sorted by name. It reads files: use a thread."""
    names, faults = names_in_folders([folder], ENDING)
    cards: dict[str, Card] = {}
    for name in names:
        path, refused = find([folder], name, ENDING)
        faults += refused
        if path is not None:
            card, wrong = _read(path)
            faults += wrong
            cards |= {name: card} if card is not None else {}
    return CharacterBook(cards, tuple(faults))


def keep_character(folder: Path, name: str, character: Character, *, replace: bool = False) -> Path:
    """Write a character's file; its place and its interactions belong to the scene and are not kept.

    Raises:
        ValueError: nobody can be called so, or it is an outfit's name where there is neither somebody to wear it nor a
            folder: it would hide the outfits of whoever is called so later.
        Taken: there is one of this name, and it is not to be replaced.
        OSError: the file cannot be written.
    """
    _check_name(name)
    base = name.rpartition("/")[0]
    if base and not (folder / base).is_dir():
        raise ValueError(f"there is no @{base} whose outfit it could be; keep @{base} first")
    path = folder / f"{name}{ENDING}"
    if path.exists() and not replace:
        raise Taken(f"{name} is in the library already")
    card = Card(name=character.name, prompt=character.prompt, undesired=character.undesired, colour=character.colour)
    write_whole(path, card.written)
    return path


def keep_outfit(folder: Path, name: str, outfit: str, character: Character) -> Path:
    """Add an outfit to a character's file: what its prompt and undesired content say beyond the file's own. What
    somebody has written into the file, comments too, stays as it is.

    Raises:
        ValueError: no outfit can be called so, or the character is not the one in the file.
        Taken: there is an outfit of this name.
        OSError: the file cannot be read or written.
    """
    _check_name(f"{name}/{outfit}")
    path = folder / f"{name}{ENDING}"
    card, faults = _read(path)
    if card is None:
        raise OSError(str(faults[0]))
    if outfit in card.outfits:
        raise Taken(f"{name} has an outfit {outfit} already")
    own = folder / name / f"{outfit}{ENDING}"
    if own.exists():
        raise Taken(f"@{name}/{outfit} is a character of its own, {own}, and would hide the outfit")
    worn = Outfit(prompt=_beyond(character.prompt, card.prompt), undesired=_beyond(character.undesired, card.undesired))
    text = path.read_bytes().decode("utf-8-sig")
    table = _dumped({"outfits": {outfit: worn.model_dump(exclude_defaults=True)}})
    grown = f"{text.rstrip()}\n\n{table}"
    try:
        read_part(grown, Card, str(path))
    except RecipeError:  # [outfits] on one line cannot grow behind it
        raise ValueError(f"{path} keeps its outfits in one line; write [outfits] into it instead") from None
    write_whole(path, grown.encode())
    return path


def name_for_card(character: Character) -> str:
    """A name that a character can be called by: its own, or the first words of its prompt."""
    words = [word for word in _NO_NAME.split(character.name or character.prompt) if word]
    return "-".join(words[:_NAME_WORDS]).lower() or "character"


def _check_name(name: str) -> None:
    if not is_name(name):
        raise ValueError(f"{name!r} is no name: letters and digits, with single _ . - / between them")


def _read(path: Path) -> tuple[Card | None, list[Fault]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return None, [Fault(str(path), None, f"is larger than {MAX_BYTES // 1_000_000} MB")]
        return read_part(data.decode("utf-8-sig"), Card, str(path)), []
    except OSError as error:
        return None, [Fault(str(path), None, error.strerror or "cannot be read")]
    except UnicodeDecodeError:
        return None, [Fault(str(path), None, "is not UTF-8 text")]
    except RecipeError as error:
        return None, list(_faults(path, error))


def _faults(path: Path, error: RecipeError) -> Iterator[Fault]:
    for problem in error.problems:
        yield Fault(str(path), problem.line, f"{problem}; the character is not used")


def _dumped(document: Mapping[str, object]) -> str:
    return tomli_w.dumps(document, multiline_strings="\\r" not in repr(document))


def _joined(*texts: str) -> str:
    """Texts with commas between them; empty ones leave none."""
    return ", ".join(bare for text in texts if (bare := text.strip().rstrip(",").rstrip()))


def _beyond(text: str, own: str) -> str:
    """What a text says behind a character's own words."""
    bare, base = _joined(text), _joined(own)
    if bare == base:
        return ""
    if base and not bare.startswith(f"{base},"):
        raise ValueError(f"the prompt should begin with the character's own words: {base}")
    return bare[len(base) :].lstrip(", ")
