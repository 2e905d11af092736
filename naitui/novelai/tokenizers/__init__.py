"""Tokenizers: how many tokens a text comes to, counted as NovelAI's page counts, with a vocabulary read from a file.

The vocabularies are not ours to ship. What the page does with them is known from public clients that follow its code,
one of them checked against the page's own counter over 1,520 prompts without a difference. Where the page leaves out
what the original tokenizers do (T5's normaliser), so does this room: the meter has to agree with the page's.
"""

from naitui.novelai.entries import Kind
from naitui.novelai.tokenizers.bytelevel import Clip, Qwen
from naitui.novelai.tokenizers.definition import (
    MAX_FILE,
    Definition,
    Merges,
    Pieces,
    VocabularyError,
    read_definition,
)
from naitui.novelai.tokenizers.packing import pack, unpack
from naitui.novelai.tokenizers.unigram import Unigram

Tokenizer = Unigram | Clip | Qwen


def tokenizer_of(kind: Kind, definition: Definition) -> Tokenizer:
    """The tokenizer that counts with a vocabulary."""
    match definition:
        case Pieces(pieces, scores, unknown):
            return Unigram(pieces, scores, unknown)
        case Merges(table, special):
            return Clip(table) if kind == "clip" else Qwen(table, special)


__all__ = [
    "MAX_FILE",
    "Clip",
    "Definition",
    "Qwen",
    "Tokenizer",
    "Unigram",
    "VocabularyError",
    "pack",
    "read_definition",
    "tokenizer_of",
    "unpack",
]
