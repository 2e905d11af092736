"""Vocabularies in the forms in which they are found, and everything else that may come in their place."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.novelai.entries import Kind
from naitui.novelai.tokenizers import VocabularyError, pack, read_definition, tokenizer_of, unpack
from naitui.novelai.tokenizers.definition import MAX_UNPACKED

T5 = {"model": {"type": "Unigram", "unk_id": 1, "vocab": [["▁a", -1.0], ["<unk>", 0], ["▁", -2.5]]}, "version": "1.0"}
MERGES = [["a", "b"], ["ab", "Ġ"]]
SPECIAL = ["<|end|>"]
PAGE = {"config": {}, "specialTokens": SPECIAL, "vocab": {"a": 0}, "merges": MERGES}
HUB = {"added_tokens": [{"id": 9, "content": "<|end|>"}], "model": {"type": "BPE", "vocab": {}, "merges": MERGES}}
OLD_HUB = {**HUB, "model": {"merges": [" ".join(pair) for pair in MERGES]}}
LIST = '"bpe_simple_vocab_16e6.txt#version: 0.2\na b</w>\nc a\nx y\n'


def raw(document: Any) -> bytes:
    return document.encode() if isinstance(document, str) else json.dumps(document).encode()


def deflated(document: Any) -> bytes:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(raw(document)) + packing.flush()


PACKED = [
    raw,
    deflated,
    lambda document: gzip.compress(raw(document), mtime=0),
    lambda document: zlib.compress(raw(document)),
]


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize(
    ("kind", "document", "entries"),
    [
        ("t5", T5, 3),
        ("qwen", PAGE, 2),
        ("qwen", HUB, 2),
        ("qwen", OLD_HUB, 2),
        ("clip", LIST, 3),
        ("clip", {"text": LIST}, 3),
    ],
)
def test_every_form_is_read(kind: Kind, document: Any, entries: int, packed: Any) -> None:
    definition = read_definition(kind, packed(document), entries)
    assert definition.entries == entries
    assert read_definition(kind, b"\xef\xbb\xbf\n " + raw(document)).entries == entries
    with pytest.raises(VocabularyError, match=f"has {entries} .*; the vocabulary of {kind} has 32,100"):
        read_definition(kind, packed(document), 32_100)


def test_a_list_needs_no_title_and_may_end_lines_as_it_likes() -> None:
    assert read_definition("qwen", b"a b\r\nab c\r\n").entries == 2
    assert read_definition("qwen", b"#version: 0.2\na b\nab c").entries == 2


def test_of_clips_list_only_the_first_are_used() -> None:
    assert read_definition("clip", raw(LIST), 2).entries == 2


def test_special_texts_are_read_from_both_forms() -> None:
    for document in (PAGE, HUB):
        assert tokenizer_of("qwen", read_definition("qwen", raw(document))).count("<|end|>") == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"<!DOCTYPE html><html></html>", "is a web page"),
        (b"\n <html>", "is a web page"),
        (deflated("<html><body>blocked</body></html>"), "is a web page"),
        (deflated(T5)[:-20], "is cut off"),
        (gzip.compress(raw(T5), mtime=0)[:-20], "is cut off"),
        (raw(T5)[:-20], "is cut off, or no JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "is no vocabulary"),
        (b"{" * 100_000, "is cut off, or no JSON"),
        (raw({"model": {"vocab": [["a", -1.0]], "unk_id": 1}}), "no vocabulary of t5"),  # there is no second piece
        (raw({"model": {"vocab": [], "unk_id": 0}}), "no vocabulary of t5"),
        (raw({"model": {"vocab": [["a", -1.0], ["a", -2.0]], "unk_id": 0}}), "no vocabulary of t5"),
        (raw({"model": {"vocab": [["a", "b"]], "unk_id": 0}}), "no vocabulary of t5"),
        (b'{"model": {"vocab": [["a", NaN]], "unk_id": 0}}', "no vocabulary of t5"),
        (raw(HUB), "no vocabulary of t5"),
        (raw({"message": "Not Found"}), "no vocabulary of t5"),
        (raw("a b\nab c\n"), "is cut off, or no JSON"),
    ],
)
def test_what_is_no_vocabulary_is_said(data: bytes, words: str) -> None:
    with pytest.raises(VocabularyError, match=words):
        read_definition("t5", data)


def test_a_bomb_is_not_unpacked_to_its_end() -> None:
    bomb = gzip.compress(bytes(MAX_UNPACKED + 1), 1, mtime=0)
    with pytest.raises(VocabularyError, match="is larger than 64 MB"):
        read_definition("t5", bomb)


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("qwen", T5),
        ("qwen", LIST),  # CLIP's, by the ends of its words
        ("clip", PAGE),
        ("qwen", {"merges": [["a", "b", "c"]], "specialTokens": []}),
        ("qwen", {"merges": [["a", "b"]], "specialTokens": [""]}),
        ("qwen", {"merges": [], "specialTokens": []}),
        ("qwen", {"merges": [["aa", "b"]], "specialTokens": []}),  # nothing makes aa
        ("qwen", "some words\nof a letter\n"),
        ("clip", ""),
        ("clip", {"text": ""}),
    ],
)
def test_another_vocabulary_is_not_taken_for_it(kind: Kind, document: Any) -> None:
    with pytest.raises(VocabularyError):
        read_definition(kind, raw(document))


@given(st.binary(max_size=200))
def test_whatever_bytes_come_they_are_refused_in_words(data: bytes) -> None:
    for kind in ("t5", "clip"):
        with pytest.raises(VocabularyError):
            read_definition(kind, data)


@pytest.mark.parametrize(("kind", "document"), [("t5", T5), ("qwen", PAGE), ("clip", LIST)])
def test_the_quick_form_gives_back_the_same(kind: Kind, document: Any) -> None:
    definition = read_definition(kind, raw(document))
    again = unpack(pack(definition))
    assert (type(again), again.entries) == (type(definition), definition.entries)
    for text in ("", "a ab ba", "<|end|>b", "銀 {a}"):
        assert tokenizer_of(kind, again).count(text) == tokenizer_of(kind, definition).count(text)


@pytest.mark.parametrize("document", [T5, PAGE])
def test_a_damaged_quick_form_is_refused(document: Any) -> None:
    data = pack(read_definition("t5" if document is T5 else "qwen", raw(document)))
    for broken in (b"", data[5:], data[:-3], data + b"12345678", data.replace(b'"form"', b'"farm"')):
        with pytest.raises(VocabularyError):
            unpack(broken)
