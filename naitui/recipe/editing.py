"""Keys on whole tags: move them, swap them, take them out, comment them out and back, select them.

A key acts on the tag at the cursor or on all tags that a selection touches. Braces and weights that are a tag's own
alone go with it; those that it shares with others belong to the place, and so weigh what comes there instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from naitui.recipe.blocks import Block as Block
from naitui.recipe.blocks import block_at as block_at
from naitui.recipe.comments import CLOSE, OPEN, without_comments
from naitui.recipe.dialect import Dialect
from naitui.recipe.meaning import NO_WORDS, meaning
from naitui.recipe.meaning import Span as Span
from naitui.recipe.removal import removal
from naitui.recipe.syntax import parse
from naitui.recipe.tree import Row, path_to, rows_in, tags_of
from naitui.recipe.weighing import Edit, NoEdit, end_behind

# ---------------------------------------------------------------------- moving


def move(text: str, start: int, end: int, *, right: bool, dialect: Dialect) -> Edit:
    """The tag at the cursor, or those selected, change places with the neighbour; the cursor stays on its letter.

    Raises:
        NoEdit: there is no tag, or no neighbour on that side within its group or part.
    """
    own = block_at(text, (start, end), dialect)
    other = own.beside(right=right)
    first, second = ((own.start, own.end), (other.start, other.end))[:: 1 if right else -1]
    changed, before, behind = _exchanged(text, first, second, dialect)
    if _said(changed, dialect, weighed=True) != _said(text, dialect, weighed=True):
        raise NoEdit("there it would count otherwise")  # half of a pair of braces beside a tag
    begin = behind[0] if right else before[0]
    offsets = (min(max(place - own.start, 0), own.end - own.start) for place in (start, end))
    return Edit(changed, *(begin + offset for offset in offsets))


def swap(text: str, marked: Span, here: Span, dialect: Dialect) -> Edit:
    """What was marked and what is at the cursor change places, wherever they are; what has come here is selected.

    Raises:
        NoEdit: there is no tag in one of the places, or one is inside the other.
    """
    one, other = block_at(text, marked, dialect), block_at(text, here, dialect)
    first, second = sorted(((one.start, one.end), (other.start, other.end)))
    if first[1] > second[0]:
        raise NoEdit("go to another tag, then x swaps the two")
    changed, before, behind = _exchanged(text, first, second, dialect)
    return Edit(changed, *(behind if other.start == second[0] else before))


def _exchanged(text: str, first: Span, second: Span, dialect: Dialect) -> tuple[str, Span, Span]:
    """The text with two stretches exchanged, and where they are then."""
    one, two = text[slice(*first)], text[slice(*second)]
    two_there, one_there = _ended(two, text[first[1] :]), _ended(one, text[second[1] :])
    head = text[: first[0]] + two_there + text[first[1] : second[0]]
    changed = head + one_there + text[second[1] :]
    before, behind = (first[0], first[0] + len(two_there)), (len(head), len(head) + len(one_there))
    same = _said(changed, dialect) == _said(text, dialect) and _faults(changed, dialect) <= _faults(text, dialect)
    # "Text:" in front of a tag, a number inside a number; or half of a pair that reaches over what stands between them
    if not same or meaning(text, dialect, [first, second]) != meaning(changed, dialect, [before, behind]):
        raise NoEdit("there it would mean something else")
    return changed, (first[0], first[0] + len(two)), (len(head), len(head) + len(one))


def _ended(words: str, behind: str) -> str:
    """Words with the blank that keeps a number in them from the end of a weight."""
    return words + end_behind(words).removesuffix("::") if behind.startswith("::") else words


def _said(text: str, dialect: Dialect, *, weighed: bool = False) -> Counter[tuple[str, str, float]]:
    """Everything in a text, in whatever order, what it is, and ``weighed`` what it counts; bars in choices are others
    than those between parts."""
    prompt, in_choice = parse(text, dialect), False
    said = Counter[tuple[str, str, float]]()
    for piece in prompt.pieces:
        in_choice ^= piece.kind == "choice"
        words = " ".join(prompt.of(piece).split())
        words = f"{words} in a choice" if piece.kind == "bar" and in_choice else words
        counts = round(piece.weight, 6) if weighed and piece.kind not in NO_WORDS else 0.0
        said[piece.kind, words, counts] += bool(words)
    return said


def _faults(text: str, dialect: Dialect) -> int:
    return sum(1 for _ in parse(text, dialect).faults)


# ---------------------------------------------------------------------- taking out


def remove(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """The tag at the cursor, or those selected, go with one comma; the cursor stands on the next one.

    What they leave empty goes too: their line, and one bar of the part or the alternative that was theirs.

    Raises:
        NoEdit: there is no tag here, or what stays would mean something else.
    """
    block = block_at(text, (start, end), dialect)
    first, last, instead = removal(text, block, dialect)
    following = block.following
    cursor = first if following is None else following.start - (last - first) + len(instead)
    return Edit(text[:first] + instead + text[last:], cursor, cursor)


def comment(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """The tag at the cursor, or those selected, become a comment, which is not sent; a comment becomes tags again.

    Raises:
        NoEdit: there is neither here, or what stays would mean something else.
    """
    for piece in parse(text, dialect).pieces:
        if piece.kind == "comment" and piece.start <= start and end <= piece.end:
            words = text[piece.start : piece.end].removeprefix(OPEN).removesuffix(CLOSE)
            back = (min(max(at - len(OPEN), piece.start), piece.start + len(words)) for at in (start, end))
            return Edit(text[: piece.start] + words + text[piece.end :], *back)
    block = block_at(text, (start, end), dialect)
    words = text[block.start : block.end]
    if CLOSE in words or OPEN in words:
        raise NoEdit("there is a comment in it already")
    changed = f"{text[: block.start]}{OPEN}{words}{CLOSE}{text[block.end :]}"
    if not _stays(text, changed, [(block.start, block.end)], dialect):
        raise NoEdit("without it the rest would mean something else")
    there = (min(max(at, block.start), block.end) + len(OPEN) for at in (start, end))
    return Edit(changed, *there)


def _stays(text: str, changed: str, gone: list[Span], dialect: Dialect) -> bool:
    """Whether what was not commented out means what it did, in the editor and as it is sent."""
    expected, sent = meaning(text, dialect, gone), without_comments(changed)
    if meaning(changed, dialect) != expected or _faults(changed, dialect) > _faults(text, dialect):
        return False
    before = without_comments(text)  # with other comments in it, it may have been sent as something else all along
    known = meaning(before, dialect) == meaning(text, dialect)
    return not known or (meaning(sent, dialect) == expected and _faults(sent, dialect) <= _faults(before, dialect))


# ---------------------------------------------------------------------- selecting


def select(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """Select the tag at the cursor; again, what is around it: what its group holds, the group, its part, at last all.

    Raises:
        NoEdit: there is nothing to select.
    """
    if not text.strip():
        raise NoEdit("there is no tag here")
    larger = [span for span in _spans(text, start, end, dialect) if span[0] <= start and end <= span[1]]
    larger = [span for span in larger if span != (start, end)]
    if not larger:
        raise NoEdit("everything is selected")
    return Edit(text, *min(larger, key=lambda span: span[1] - span[0]))


def select_less(text: str, start: int, end: int, dialect: Dialect) -> Edit:
    """The other way round: what is inside the selection, down to its first tag.

    Raises:
        NoEdit: nothing smaller is left.
    """
    tags = (tag for tag in tags_of(rows_in(text, dialect)) if start <= tag.start and tag.end <= end)
    first = next(tags, None)
    inside = _spans(text, first.start, first.end, dialect) if first is not None else ()
    smaller = [span for span in inside if start <= span[0] and span[1] <= end and span != (start, end)]
    if not smaller:
        raise NoEdit("it is one tag")
    return Edit(text, *max(smaller, key=lambda span: span[1] - span[0]))


def _spans(text: str, start: int, end: int, dialect: Dialect) -> Iterator[Span]:
    """Everything around a place that can be selected."""
    yield 0, len(text)
    rows = rows_in(text, dialect)
    yield from _parts(rows)
    for place in path_to(rows, start, end):
        yield place.item.start, place.item.end
        for group in place.item.groups:
            if group.inner_start <= start and end <= group.inner_end:
                yield group.start, group.end
                yield group.inner_start, group.inner_end
                yield from _parts(group.rows)


def _parts(rows: tuple[Row, ...]) -> Iterator[Span]:
    """Alternatives, or parts of a mix, where there are several."""
    for row in rows if len(rows) > 1 else ():
        if row.items:
            yield row.items[0].start, row.items[-1].end


def neighbour(text: str, cursor: int, *, right: bool, dialect: Dialect) -> Edit:
    """Select the next tag, or the one before, wherever it stands.

    Raises:
        NoEdit: there is none on that side.
    """
    tags = list(tags_of(rows_in(text, dialect)))
    if right:
        found = next((tag for tag in tags if tag.start > cursor), None)
    else:
        found = next((tag for tag in reversed(tags) if tag.end < cursor), None)
    if found is None:
        raise NoEdit("it is the last tag" if right else "it is the first tag")
    return Edit(text, found.start, found.end)


def extended(text: str, anchor: Span, cursor: int, *, right: bool, dialect: Dialect) -> Span:
    """A selection from ``anchor`` that ends at ``cursor``, one tag further to a side: where it begins, and its new end.

    Raises:
        NoEdit: there is no tag on that side.
    """
    backwards = cursor < anchor[1]
    if right and backwards:  # back towards the anchor
        tags = [tag for tag in tags_of(rows_in(text, dialect)) if cursor < tag.start <= anchor[0]]
        return (anchor[1], tags[0].start) if tags and tags[0].start < anchor[0] else anchor
    if not right and cursor > anchor[1]:
        tags = [tag for tag in tags_of(rows_in(text, dialect)) if anchor[1] <= tag.end < cursor]
        return anchor[0], tags[-1].end if tags else anchor[1]
    place = cursor if right or backwards else anchor[0]
    _, start, end = neighbour(text, place, right=right, dialect=dialect)
    return (anchor[0], end) if right else (anchor[1], start)
