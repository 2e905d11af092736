"""The demo's vocabularies: small ones of everyday words, in the form in which NovelAI's page gets its own."""

from __future__ import annotations

import json
import math
import string
import zlib
from collections.abc import Iterator

from naitui.demo.tags import TAGS

PATH = "/tokenizer/compressed/"
_ADDED = "very aesthetic, masterpiece, no text, worst best bad quality, artistic error, lowres, blank page"
_WORDS = tuple(dict.fromkeys(" ".join((*TAGS, _ADDED)).replace(",", "").split()))
_SPECIAL = "<|endoftext|>"
_BLANK = "Ġ"
"""What stands for a blank in a list of merges."""


def vocabulary_file(name: str) -> bytes | None:
    """The file of this name, deflated; None when there is no such file."""
    made = {"t5_tokenizer.def": _t5, "clip_tokenizer.def": _clip, "qwen35_tokenizer.def": _qwen}.get(name)
    if made is None:
        return None
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(json.dumps(made()).encode()) + packing.flush()


def _t5() -> object:
    """Words are likely, in the order of the list; what is left is spelt out."""
    words = [f"▁{word}" for word in _WORDS]
    letters = ["▁", *string.ascii_letters, *string.digits, *string.punctuation]
    scored = [[piece, 0.0] for piece in ("<pad>", "</s>", "<unk>")]
    scored += [[word, -math.log(place + 20)] for place, word in enumerate(words)]
    scored += [[letter, -12.0] for letter in letters if letter not in words]
    return {"model": {"type": "Unigram", "unk_id": 2, "vocab": scored}}


def _clip() -> object:
    lines = [f"{left} {right}" for left, right in _merges(tail="</w>")]
    return {"text": "\n".join(('"bpe_simple_vocab_16e6.txt#version: 0.2', *lines))}


def _qwen() -> object:
    config = {"splitRegex": "", "normalization": "NFC", "ignoreMerges": False}
    return {"config": config, "specialTokens": [_SPECIAL], "vocab": {}, "merges": [*_merges(head=_BLANK), *_merges()]}


def _merges(head: str = "", tail: str = "") -> Iterator[tuple[str, str]]:
    """Every word grows letter by letter; each step is told once."""
    told = set()
    for word in _WORDS:
        if not word.isalpha():
            continue
        letters = [*([head] if head else []), *word]
        left = letters[0]
        for right in (*letters[1:-1], letters[-1] + tail):
            if (left, right) not in told:
                told.add((left, right))
                yield left, right
            left += right
