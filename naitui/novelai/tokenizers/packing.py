"""A vocabulary in a form that is read in some milliseconds, for a cache: the usual files take half a second.

Numbers lie in it as this machine keeps them, so it is for this machine alone.
"""

from __future__ import annotations

import sys
from array import array
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from naitui.novelai.tokenizers.definition import Definition, Merges, Pieces, VocabularyError
from naitui.novelai.tokenizers.merging import MergeTable

_TITLE = f"naitui vocabulary 1 {sys.byteorder}\n".encode()


class _Head(BaseModel):
    """What stands before the numbers."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

    form: Literal["pieces", "merges"]
    sizes: tuple[int, int]
    """Bytes of the two parts that follow: scores and pieces, or keys and values."""
    unknown: int = 0
    special: tuple[str, ...] = ()


def pack(definition: Definition) -> bytes:
    """The vocabulary in our own form: a title, a line of JSON, two blocks of bytes."""
    match definition:
        case Pieces(pieces, scores, unknown):
            first = array("d", scores).tobytes()
            second = "\n".join(pieces).encode("utf-8", "surrogatepass")
            head = _Head(form="pieces", sizes=(len(first), len(second)), unknown=unknown)
        case Merges(table, special):
            first, second = table.keys.tobytes(), table.values.tobytes()
            head = _Head(form="merges", sizes=(len(first), len(second)), special=special)
    return b"".join((_TITLE, head.model_dump_json().encode(), b"\n", first, second))


def unpack(data: bytes) -> Definition:
    """What `pack` was given.

    Raises:
        VocabularyError: it was written by another version or on another kind of machine, or is damaged.
    """
    if not data.startswith(_TITLE):
        raise VocabularyError("is no packed vocabulary of this version and machine")
    line, _, rest = data.removeprefix(_TITLE).partition(b"\n")
    try:
        head = _Head.model_validate_json(line)
        size = head.sizes[0]
        if len(rest) != sum(head.sizes) or size < 0:
            raise ValueError
        if head.form == "pieces":
            return _pieces(head, rest[:size], rest[size:])
        return _merges(head, rest[:size], rest[size:])
    except (ValidationError, ValueError):
        raise VocabularyError("is a damaged packed vocabulary") from None


def _pieces(head: _Head, first: bytes, second: bytes) -> Pieces:
    scores = array("d")
    scores.frombytes(first)
    pieces = tuple(second.decode("utf-8", "surrogatepass").split("\n"))
    if len(pieces) != len(scores) or not 0 <= head.unknown < len(pieces):
        raise ValueError
    return Pieces(pieces, tuple(scores), head.unknown)


def _merges(head: _Head, first: bytes, second: bytes) -> Merges:
    keys, values = array("Q"), array("Q")
    keys.frombytes(first)
    values.frombytes(second)
    if len(keys) != len(values):
        raise ValueError
    return Merges(MergeTable(keys, values), head.special)
