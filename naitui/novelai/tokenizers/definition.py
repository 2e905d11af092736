"""Reads a vocabulary from the bytes of a file, whichever of the usual forms it has.

The page's own files (JSON, deflated without a header), Hugging Face's ``tokenizer.json``, and the lists of merges that
CLIP and Qwen are published with; each of them also in gzip.
"""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, TypeAdapter, ValidationError

from naitui.novelai.entries import Kind
from naitui.novelai.tokenizers.bytelevel import END_OF_WORD, byte_letters
from naitui.novelai.tokenizers.merging import MergeTable

MAX_FILE = 32 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes; the largest, Qwen's, has 17 million."""
_LOOKED_AT = 1024
_FORMS = "NovelAI's own file, a tokenizer.json, or a list of merges"
_TITLE = re.compile(r"#version|\"?bpe_simple_vocab")


class VocabularyError(ValueError):
    """A file that is no vocabulary, or not the one that is needed."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """T5's vocabulary: pieces, their log-likelihoods, and which one stands for everything unknown."""

    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    unknown: int

    @property
    def entries(self) -> int:
        """How many pieces there are."""
        return len(self.pieces)


@dataclass(frozen=True, slots=True)
class Merges:
    """Qwen's or CLIP's vocabulary: the merges, and what is one token wherever it stands."""

    table: MergeTable
    special: tuple[str, ...]

    @property
    def entries(self) -> int:
        """How many merges there are."""
        return len(self.table)


Definition = Pieces | Merges


class _Part(BaseModel):
    # built when the first file is read: the studio's start does not wait for that
    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, defer_build=True)


_Symbol = Annotated[str, StringConstraints(min_length=1, pattern="^[^\\x00\\n]+$")]
_Special = Annotated[tuple[_Symbol, ...], Field(max_length=10_000)]


class _PiecesModel(_Part):
    vocab: list[tuple[_Symbol, FiniteFloat]]
    unk_id: int


class _PiecesFile(_Part):
    """T5, from the page and from everywhere else."""

    model: _PiecesModel


class _PageFile(_Part):
    """Qwen, from the page."""

    merges: list[tuple[str, str]]
    special: _Special = Field(alias="specialTokens")


class _HubModel(_Part):
    merges: list[tuple[str, str]] | list[str] = Field(union_mode="left_to_right")
    """The second is the older way to write them."""


class _AddedToken(_Part):
    content: _Symbol


class _HubFile(_Part):
    """A ``tokenizer.json``."""

    model: _HubModel
    added_tokens: Annotated[tuple[_AddedToken, ...], Field(max_length=10_000)] = ()


class _ListFile(_Part):
    """CLIP, from the page: the published list as one text."""

    text: str


_MergesFile = Annotated[_PageFile | _HubFile | _ListFile, Field(union_mode="left_to_right")]


def read_definition(kind: Kind, data: bytes, entries: int | None = None) -> Definition:
    """The vocabulary in a file.

    Args:
        kind: which tokenizer it is for.
        data: the file, whole.
        entries: how many pieces or merges it has to have; None takes any number.

    Raises:
        VocabularyError: it is something else, damaged, cut off, or has another number of entries.
    """
    content = _content(data)
    try:
        definition = _pieces(content) if kind == "t5" else _merges(kind, *_pairs(content), entries)
    except ValidationError as error:
        broken = error.errors(include_url=False)[0]["type"] == "json_invalid"
        raise VocabularyError("is cut off, or no JSON" if broken else _not_of(kind)) from None
    if entries is not None and definition.entries != entries:
        what = "pieces" if isinstance(definition, Pieces) else "merges"
        raise VocabularyError(f"has {definition.entries:,} {what}; the vocabulary of {kind} has {entries:,}")
    return definition


def _not_of(kind: Kind) -> str:
    return f"is no vocabulary of {kind}: give {_FORMS}"


def _pieces(content: bytes) -> Pieces:
    model = _PiecesFile.model_validate_json(content).model
    pieces, scores = zip(*model.vocab, strict=True) if model.vocab else ((), ())
    if not 0 <= model.unk_id < len(pieces) or len(set(pieces)) != len(pieces):
        raise VocabularyError(_not_of("t5"))
    return Pieces(pieces, scores, model.unk_id)


def _pairs(content: bytes) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The merges in a file, and its special texts."""
    if not content.startswith(b"{"):
        return _listed(content.decode("utf-8", "replace")), ()
    file: TypeAdapter[_PageFile | _HubFile | _ListFile] = TypeAdapter(_MergesFile)
    match file.validate_json(content):
        case _PageFile(merges=merges, special=special):
            return merges, special
        case _HubFile(model=model, added_tokens=added):
            return [_pair(merge) for merge in model.merges], tuple(token.content for token in added)
        case _ListFile(text=listed):
            return _listed(listed), ()


def _listed(text: str) -> list[tuple[str, str]]:
    """The merges of a list, a line each, with or without a title above them."""
    title, _, rest = text.partition("\n")
    return [_pair(line) for line in (rest if _TITLE.match(title) else text).splitlines() if line]


def _pair(merge: str | tuple[str, str]) -> tuple[str, str]:
    if isinstance(merge, tuple):
        return merge
    left, _, right = merge.partition(" ")
    return left, right


def _merges(kind: Kind, pairs: list[tuple[str, str]], special: tuple[str, ...], entries: int | None) -> Merges:
    letters = byte_letters()
    if not pairs or any(right.endswith(END_OF_WORD) for _, right in pairs[:_LOOKED_AT]) != (kind == "clip"):
        raise VocabularyError(_not_of(kind))
    if kind == "clip":  # more are published than are used; its two special texts the tokenizer knows itself
        pairs, special, letters = pairs[:entries], (), [*letters, *(letter + END_OF_WORD for letter in letters)]
    try:
        return Merges(MergeTable.of(letters, pairs), special)
    except ValueError:  # a pair of what nothing makes
        raise VocabularyError(_not_of(kind)) from None


def _content(data: bytes) -> bytes:
    """The text in a file, unpacked if it was packed."""
    if not data:
        raise VocabularyError("is empty")
    if data.startswith(b"\x1f\x8b"):
        data = _inflated(data, 16 + zlib.MAX_WBITS)
    elif not _looks_like_text(data):
        data = _inflated(data, zlib.MAX_WBITS if data.startswith(b"\x78") else -zlib.MAX_WBITS)
    content = data.removeprefix(codecs.BOM_UTF8).lstrip()
    if content.startswith(b"<"):
        raise VocabularyError("is a web page, no vocabulary")
    return content


def _looks_like_text(data: bytes) -> bool:
    """What is deflated is never UTF-8 for long."""
    try:
        return "\0" not in data[:_LOOKED_AT].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == _LOOKED_AT and error.reason == "unexpected end of data"  # cut in a letter by ourselves


def _inflated(data: bytes, window: int) -> bytes:
    inflating = zlib.decompressobj(window)
    try:
        whole = inflating.decompress(data, MAX_UNPACKED)
    except zlib.error:
        raise VocabularyError(f"is no vocabulary, or damaged: give {_FORMS}") from None
    if inflating.unconsumed_tail:
        raise VocabularyError(f"is larger than {MAX_UNPACKED // 1024**2} MB when it is unpacked")
    if not inflating.eof:
        raise VocabularyError("is cut off")
    return whole
