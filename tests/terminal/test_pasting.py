"""Pasted texts among keys: whatever is in them, and however the line cuts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from naitui.terminal.pasting import BEGIN, END, PATIENCE, PasteFilter, Piece, plain

keys = st.text(st.sampled_from("ab\x1b[O2~\r\x07é"), max_size=6).filter(lambda text: BEGIN not in text)
pastes = st.text(st.sampled_from("ab,\n\t\x1b[31m]\x07\x00é{")).filter(lambda text: END not in text)


def fed(parts: list[str]) -> list[Piece]:
    """What comes of the parts, and of a long silence after them; neighbours of a kind as one."""
    filter_, found = PasteFilter(), []
    for number, part in enumerate([*parts, ""]):
        found += filter_.feed(part, number if part else number + 10 * PATIENCE)
    assert not filter_.holds
    joined: list[Piece] = []
    for piece in found:
        if joined and not piece.pasted and not joined[-1].pasted:
            joined[-1] = Piece(joined[-1].text + piece.text, pasted=False)
        else:
            joined.append(piece)
    return joined


@given(st.lists(st.tuples(keys, pastes), max_size=3), keys, st.data())
def test_however_it_is_cut(parts: list[tuple[str, str]], last: str, data: st.DataObject) -> None:
    text = "".join(f"{before}{BEGIN}{pasted}{END}" for before, pasted in parts) + last
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b]]
    assert fed(pieces) == fed([text] if text else [])
    assert [piece.text for piece in fed(pieces) if piece.pasted] == [
        plain(pasted) for _, pasted in parts if plain(pasted)
    ]


@given(pastes)
def test_nothing_in_a_paste_is_a_key(pasted: str) -> None:
    found = fed([f"{BEGIN}{pasted}{END}"])
    assert all(piece.pasted for piece in found)
    assert not any(letter < " " and letter not in "\n\t\r" for piece in found for letter in piece.text)


def test_colours_go_and_lines_stay() -> None:
    assert plain("a \x1b[1;31mred\x1b[0m hat,\r\n\ttwo\x07 \x1b]0;title\x07cats\x9b") == "a red hat,\r\n\ttwo cats"


def test_what_only_looked_like_a_mark_is_keys_after_a_moment() -> None:
    filter_ = PasteFilter()
    assert filter_.feed("a\x1b[20", 0) == [Piece("a", pasted=False)]
    assert filter_.holds
    assert filter_.feed("", 0.01) == []
    assert filter_.feed("", 1) == [Piece("\x1b[20", pasted=False)]


def test_a_paste_whose_end_never_comes_is_not_lost() -> None:
    filter_ = PasteFilter()
    assert filter_.feed(f"{BEGIN}1girl, hat", 0) == []
    assert filter_.feed("", 1) == []
    assert filter_.feed("", 1 + PATIENCE) == [Piece("1girl, hat", pasted=True)]
    assert filter_.feed("x", 9) == [Piece("x", pasted=False)]
