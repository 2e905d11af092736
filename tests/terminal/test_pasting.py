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
    assert filter_.feed("a\x1b[2", 0) == [Piece("a", pasted=False)]
    assert filter_.holds
    assert filter_.feed("", 0.01) == []
    assert filter_.feed("", 0.5) == [Piece("\x1b[2", pasted=False)]


def test_the_rest_of_a_mark_may_take_its_time() -> None:
    filter_ = PasteFilter()
    assert filter_.feed("\x1b[20", 0) == []
    assert filter_.feed("", 0.03) == []
    assert filter_.feed(f"0~one{END}", 0.04) == [Piece("one", pasted=True)]


def test_a_paste_that_stalls_stays_text() -> None:
    filter_ = PasteFilter()
    assert filter_.feed(f"{BEGIN}one\n\x1b[20", 0) == []
    assert filter_.feed("", 1) == []
    assert filter_.feed("", 1 + PATIENCE) == [Piece("one\n", pasted=True)]
    assert filter_.feed(f"1~two\x1b[15~{BEGIN}\x1b[15~three{END}x", 4) == [
        Piece("two\x1b[15~", pasted=False),
        Piece("three", pasted=True),
        Piece("x", pasted=False),
    ]
    assert filter_.feed(f"{BEGIN}four", 5) == []
    assert filter_.feed("", 5 + 2 * PATIENCE) == [Piece("four", pasted=True)]
    assert filter_.feed(f"\x1b[15~five{END}", 12) == [Piece("five", pasted=True)]


def test_keys_are_keys_again_when_the_end_of_a_paste_never_comes() -> None:
    filter_ = PasteFilter()
    assert filter_.feed(f"{BEGIN}1girl, hat", 0) == []
    assert filter_.feed("", 1 + PATIENCE) == [Piece("1girl, hat", pasted=True)]
    assert filter_.feed("\x11", 60) == [Piece("\x11", pasted=False)]
