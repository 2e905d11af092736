"""Folding after an edit comes out as folding everything: the same rows, the same places."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.document._document import Document
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset

from naitui.widgets.wrapping import Wrapping

words = st.text(st.sampled_from("ab,  字"), max_size=12)
texts = st.one_of(
    st.lists(words, max_size=60).map(" ".join),
    st.lists(words, max_size=30).map("".join),
    st.lists(words, max_size=12).map("\n".join),
    st.integers(0, 700).map("x".__mul__),
    st.lists(st.integers(0, 60), max_size=12).map(lambda lengths: " ".join("y" * length for length in lengths)),
)
inserted = st.one_of(words, st.sampled_from(["", "a", " ", "x" * 40, "one two\nthree", "\t"]))
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), inserted), min_size=1, max_size=6)


def check(mine: Wrapping, document: Document, width: int) -> None:
    """Everything that is asked of it is the same as of one that was made of the text as it is now."""
    fresh = WrappedDocument(document, width)
    assert mine._wrap_offsets == fresh._wrap_offsets
    assert mine._offset_to_line_info == fresh._offset_to_line_info
    assert mine._line_index_to_offsets == fresh._line_index_to_offsets
    assert mine.height == fresh.height
    assert mine.lines == fresh.lines
    for line in range(document.line_count):
        assert mine.get_sections(line) == fresh.get_sections(line)
        for column in range(0, len(document[line]) + 1, 3):
            assert mine.location_to_offset((line, column)) == fresh.location_to_offset((line, column))
    for y in range(mine.height):
        for x in (0, 1, width // 2, width):
            assert mine.offset_to_location(Offset(x, y)) == fresh.offset_to_location(Offset(x, y))
        line, start, end = mine.row(y)
        assert document[line][start:end] == fresh.get_sections(line)[mine._offset_to_line_info[y][1]]
        assert mine.is_last_of_line(y) == (end == len(document[line]))


@given(texts, edits, st.sampled_from([4, 8, 10, 13, 40]))
@settings(deadline=None, max_examples=150)
def test_any_edit(text: str, changes: list[tuple[float, int, str]], width: int) -> None:
    document = Document(text)
    mine = Wrapping(document, width)
    check(mine, document, width)
    for share, length, words in changes:
        start = document.get_location_from_index(int(share * len(document.text)))
        end = document.get_location_from_index(min(len(document.text), int(share * len(document.text)) + length))
        result = document.replace_range(start, end, words)
        mine.wrap_range(start, end, result.end_location)
        check(mine, document, width)


def test_a_key_folds_little(monkeypatch) -> None:
    text = "1girl, silver hair, " * 5000
    document = Document(text)
    mine = Wrapping(document, 56)
    folded = 0

    def counted(text: str, *arguments: int) -> list[int]:
        nonlocal folded
        folded += len(text)
        return real(text, *arguments)

    import naitui.widgets.wrapping as module

    real = module.compute_wrap_offsets
    monkeypatch.setattr(module, "compute_wrap_offsets", counted)
    monkeypatch.setattr("textual.document._wrapped_document.compute_wrap_offsets", counted)
    for column in (0, 50_000, len(text)):
        end = document.replace_range((0, column), (0, column), "x").end_location
        mine.wrap_range((0, column), (0, column), end)
    assert 0 < folded < 10_000
