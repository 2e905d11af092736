"""What the catalog's entries are made of, and the entries of what is beside generating: director tools, upscaling,
tokenizers."""

from __future__ import annotations

from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict


def as_tuple(value: object) -> object:
    """A list of TOML as a tuple; everything else is left to the check that follows."""
    return tuple(value) if isinstance(value, list) else value


def as_pairs(value: object) -> object:
    """A list of lists of TOML as tuples."""
    return tuple(as_tuple(pair) for pair in value) if isinstance(value, list) else value


def as_address(value: str) -> str:
    """An address of the web, whole."""
    try:
        parts = urlsplit(value)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and value.isprintable():
            return value
    except ValueError:  # no number for a port, half an IPv6 address
        pass
    raise ValueError("should be an address like https://novelai.net/file")


Names = Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
Pair = Annotated[tuple[int, int], BeforeValidator(as_tuple)]
Pairs = Annotated[tuple[tuple[int, int], ...], BeforeValidator(as_pairs)]
Kind = Literal["qwen", "t5", "clip"]
"""The tokenizers that count here."""
KINDS: tuple[Kind, ...] = get_args(Kind)


class Entry(BaseModel):
    """Common rules of the catalog's parts."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Tool(Entry):
    """One director tool."""

    title: str
    prompted: bool = False
    """Whether a prompt and a strength (``defry``) go with it."""
    moods: bool = False
    """Whether the prompt begins with a mood."""
    results: Names = ("",)
    """What comes back, in order: the ending of each picture's name, "" for the only one."""
    times: int = 1
    plus: int = 0
    """The price is ``times`` that of a picture and ``plus``, in Anlas."""
    never_free: bool = False
    about: str = ""
    """What it does, in a sentence."""


class Tools(Entry):
    """The numbers of the director tools."""

    priced_as: str
    """The model whose picture a tool costs."""
    steps: int
    area: int
    """The largest picture that is taken, in pixels."""
    defry: int
    """The weakest effect; 0 is the strongest."""
    separator: str
    """What stands between a mood and the user's own tags, with no tags too."""
    moods: Names
    kinds: dict[str, Tool]


class Upscale(Entry):
    """The numbers of upscaling."""

    models: Names
    """Those that can; the first is taken when none is asked for."""
    factor: int
    prices: Pairs
    """Up to so many pixels of the source, so many Anlas; more than the last are not taken."""

    @property
    def area(self) -> int:
        """The largest source, in pixels."""
        return self.prices[-1][0]


_Guess = tuple[float, float]


class Vocabulary(Entry):
    """One tokenizer: how its tokens are guessed, and where the vocabulary is that counts them."""

    title: str
    estimate: Annotated[tuple[float, float, float], BeforeValidator(as_tuple)]
    """Tokens are about the first and the second times the characters that count, mostly within the third."""
    beyond_ascii: Annotated[tuple[_Guess, _Guess, _Guess], BeforeValidator(as_pairs)]
    """For a character of two, three, and four bytes in UTF-8: its tokens, and how far off that mostly is."""
    url: Annotated[str, AfterValidator(as_address)]
    """The file that NovelAI's page itself loads."""
    entries: int
    """Pieces or merges in it."""
    parts_apart: bool = False
    """Whether each mixing part has the limit for itself, instead of all captions together."""
