"""Keys on whole tags."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import editing
from naitui.recipe.comments import without_comments
from naitui.recipe.dialect import OLD, PLAIN, Dialect
from naitui.recipe.syntax import parse
from naitui.recipe.weighing import Edit, NoEdit
from tests.recipe.test_syntax import dialects, prompts


def at(marked: str) -> tuple[str, int, int]:
    """A text with its selection between ‹ and ›, or its cursor at ‹."""
    start = marked.index("‹")
    text = marked.replace("‹", "")
    end = text.index("›") if "›" in text else start
    return text.replace("›", ""), start, end


def shown(edit: Edit) -> str:
    ending = f"{edit.text[edit.start : edit.end]}›" if edit.start < edit.end else ""
    return f"{edit.text[: edit.start]}‹{ending}{edit.text[edit.end :]}"


@pytest.mark.parametrize(
    ("marked", "right", "after"),
    [
        ("‹a, b, c", True, "b, ‹a, c"),
        ("a, b‹b, c", False, "b‹b, a, c"),
        ("1.2::‹a::, b", True, "b, 1.2::‹a::"),
        ("‹a, {b, c}, d", True, "{b, c}, ‹a, d"),
        ("{‹a, b}, c", True, "{b, ‹a}, c"),
        ("{a‹}, b", True, "b, {a‹}"),  # its braces are its own, so they go with it
        ("a,\n‹b", False, "‹b,\na"),
        ("x | ‹a, b", True, "x | b, ‹a"),
        ("||a, ‹b|c||", False, "||‹b, a|c||"),
        ("a, ‹b, c›, d", True, "a, d, ‹b, c›"),
        ("a, ‹b, c›, d", False, "‹b, c›, a, d"),
        ("a, {‹b, c›}, d", True, "a, d, {‹b, c›}"),  # all of a group is the group
        ("a, {‹b, c›, e}, d", True, "a, {e, ‹b, c›}, d"),
        ("1.2::‹year 2024, hat::", True, "1.2::hat, ‹year 2024 ::"),  # 2024:: would be a weight
    ],
)
def test_move(marked: str, right: bool, after: str) -> None:
    text, start, end = at(marked)
    assert shown(editing.move(text, start, end, right=right, dialect=PLAIN)) == after


def test_on_old_models_the_weight_of_a_part_stays_at_its_end() -> None:
    assert editing.move("a, cat:1.2 | dog", 0, 0, right=True, dialect=OLD).text == "cat, a:1.2 | dog"


@pytest.mark.parametrize(
    ("marked", "right", "why"),
    [
        ("‹a, b", False, "first one here"),
        ("a, ‹b", True, "last one here"),
        ("x | ‹a", False, "first one here"),
        ("a, ‹b | c›, d", True, "tags of one part"),
        ("‹a, Text: b", True, "mean something else"),
        ("a,‹", True, "no tag here"),
    ],
)
def test_where_a_tag_cannot_go_it_is_said_why(marked: str, right: bool, why: str) -> None:
    text, start, end = at(marked)
    with pytest.raises(NoEdit, match=why):
        editing.move(text, start, end, right=right, dialect=PLAIN)


@pytest.mark.parametrize(
    ("marked", "here", "after"),
    [
        ("‹a, b, c", "c", "c, b, ‹a›"),
        ("a, b, ‹c", "a", "‹c›, b, a"),
        ("1.2::‹a::, b", "b", "b, ‹1.2::a::›"),  # a weight that is its own goes with the tag
        ("1.2::‹a, c::, b", "b", "1.2::b, c::, ‹a›"),  # one that it shares stays
        ("{‹a, c}, 1.3::d, b::", "b", "{b, c}, 1.3::d, ‹a›::"),
        ("‹a | b", "b", "b | ‹a›"),
        ("||‹a|c||, b", "b", "||b|c||, ‹a›"),
        ("‹a, d›, b, c", "c", "c, b, ‹a, d›"),
        ("‹year 2024, {c}, 1.2::d, b::", "b", "b, {c}, 1.2::d, ‹year 2024› ::"),
        ("‹a,\nb", "b", "b,\n‹a›"),
        ("{‹a, b}, c", "c", "{c, b}, ‹a›"),
    ],
)
def test_swap(marked: str, here: str, after: str) -> None:
    text, start, end = at(marked)
    place = text.index(here)
    assert shown(editing.swap(text, (start, end), (place, place), PLAIN)) == after


@pytest.mark.parametrize(
    ("marked", "place"),
    [
        ("‹a, b", 1),
        ("‹a, b›, c", 3),
        ("‹a, Text: b", 6),
        ("‹a", 1),
        ("1.3::‹a::, 1.2::b, c::", 16),
        ("||‹a|b||, ||c|d||", 9),
    ],
)
def test_what_cannot_be_swapped_stays(marked: str, place: int) -> None:
    text, start, end = at(marked)
    with pytest.raises(NoEdit):
        editing.swap(text, (start, end), (place, place), PLAIN)


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        ("a, ‹b, c", "a, ‹c"),
        ("a, ‹b", "a‹"),
        ("‹a", "‹"),
        ("1.2::‹a::, b", "‹b"),
        ("{‹a, b}, c", "{‹b}, c"),
        ("a,\n‹b,\nc", "a,\n‹c"),  # its line goes with it, and the cursor stands on the next tag
        ("‹a,\n  b", "‹b"),
        ("a,\n‹b", "a‹"),
        ("a, ‹b,\nc", "a,\n‹c"),
        ("a | ‹b", "a‹"),
        ("‹a | b", "‹b"),
        ("a|‹b|c", "a|‹c"),
        ("||red|‹blue|green|| hair", "||red|‹green|| hair"),
        ("||red|‹blue|| hair", "||red‹|| hair"),
        ("||red|| ‹, hair", "‹hair"),
        ("||‹red|blue|| hair", "||‹blue|| hair"),
        ("||red|‹blue, green›|| hair", "||red‹|| hair"),
        ("||‹red|| hair", "||‹ || hair"),
        ("2::a 5, ‹b::, c", "2::a 5‹ ::, c"),  # 5:: would be a weight
        ("‹cat, dog, ›", "‹"),
        ("‹, cat, dog, ,› | hat", "‹hat"),
        ("a, ‹b, c›, d", "a, ‹d"),
        ("a, ‹b, c›", "a‹"),
        ("a, {‹b, c›}", "a‹"),
    ],
)
def test_remove(marked: str, after: str) -> None:
    text, start, end = at(marked)
    assert shown(editing.remove(text, start, end, PLAIN)) == after


@pytest.mark.parametrize(
    ("edit", "text", "cursor"),
    [
        (editing.remove, "{a, [b}, c]", 5),
        (editing.remove, "{a, b", 1),
        (editing.comment, "{a, b", 1),
    ],
)
def test_half_of_a_pair_is_not_taken_from_the_others(
    edit: Callable[[str, int, int, Dialect], Edit], text: str, cursor: int
) -> None:
    with pytest.raises(NoEdit, match="mean something else"):
        edit(text, cursor, cursor, PLAIN)


@pytest.mark.parametrize("tag", ["girl", "{girl}", "1.2::girl::"])
@pytest.mark.parametrize("text", ["a|%s|b", "||red|%s||, a", "||%s|red|| hair", "a, ||red|%s|b||"])
def test_a_comment_alone_between_bars_stays_a_part_of_its_own(text: str, tag: str) -> None:
    whole = text % tag
    edit = editing.comment(whole, whole.index("girl"), whole.index("girl"), PLAIN)
    assert expansions(without_comments(edit.text)) == {without("girl", one) for one in expansions(whole)}


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        ("a, b‹b, c", "a, /*b‹b*/, c"),
        ("1.2::‹a::", "/*1.2::‹a::*/"),
        ("a, ‹b, c›, d", "a, /*‹b, c›*/, d"),
    ],
)
def test_comment_out_and_back(marked: str, after: str) -> None:
    text, start, end = at(marked)
    edit = editing.comment(text, start, end, PLAIN)
    assert shown(edit) == after
    assert editing.comment(edit.text, edit.start, edit.end, PLAIN) == (text, start, end)


def test_select_grows_and_shrinks() -> None:
    text, start, end = "a, ||1.2::b, cc::, d|e||, f | g", 14, 14
    found = []
    for _ in range(7):
        _, start, end = editing.select(text, start, end, PLAIN)
        found.append(text[start:end])
    assert found == [
        "cc", "b, cc", "1.2::b, cc::", "1.2::b, cc::, d", "1.2::b, cc::, d|e", "||1.2::b, cc::, d|e||",
        "a, ||1.2::b, cc::, d|e||, f",
    ]  # fmt: skip
    assert editing.select(text, start, end, PLAIN) == (text, 0, len(text))
    start, end = text.index("||"), text.index("||, f") + 2
    shrunk = []
    for _ in range(5):
        _, start, end = editing.select_less(text, start, end, PLAIN)
        shrunk.append(text[start:end])
    assert shrunk == ["1.2::b, cc::, d|e", "1.2::b, cc::, d", "1.2::b, cc::", "b, cc", "b"]
    with pytest.raises(NoEdit, match="one tag"):
        editing.select_less(text, start, end, PLAIN)


Operation = Callable[[str, int, int], Edit]
OPERATIONS: list[Operation] = [
    lambda text, start, end: editing.move(text, start, end, right=True, dialect=PLAIN),
    lambda text, start, end: editing.move(text, start, end, right=False, dialect=PLAIN),
    lambda text, start, end: editing.remove(text, start, end, PLAIN),
    lambda text, start, end: editing.comment(text, start, end, PLAIN),
    lambda text, start, end: editing.select(text, start, end, PLAIN),
    lambda text, start, end: editing.select_less(text, start, end, PLAIN),
    lambda text, start, end: editing.swap(text, (start, start), (end, end), PLAIN),
]


def within(text: str, places: tuple[int, int]) -> tuple[int, int]:
    """Places made to lie in a text, the first one first."""
    first, last = sorted(min(place, len(text)) for place in places)
    return first, last


spans = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(prompts, spans, st.sampled_from(OPERATIONS))
def test_any_key_anywhere_gives_a_text_and_a_place_in_it(
    text: str, places: tuple[int, int], operation: Operation
) -> None:
    try:
        edit = operation(text, *within(text, places))
    except NoEdit:
        return
    assert 0 <= edit.start <= edit.end <= len(edit.text)


# ---------------------------------------------------------------------- what is not touched stays what it is

Expansion = tuple[tuple[tuple[str, float], ...], ...]
"""What is read once chance has decided: parts, and in each of them words and what they count."""
_CHOICE = re.compile(r"\|\|(.*?)\|\|", re.DOTALL)


def expansions(text: str, dialect: Dialect = PLAIN) -> set[Expansion]:
    """Everything that a text may come to; parts in which nothing stands are not told."""
    match = _CHOICE.search(text)
    if match is None:
        assert not list(parse(text, dialect).faults), text
        return {tuple(part for part in _parts(text, dialect) if part)}
    chosen = (text[: match.start()] + one + text[match.end() :] for one in match[1].split("|"))
    return {found for one in chosen for found in expansions(one, dialect)}


def _parts(text: str, dialect: Dialect) -> list[tuple[tuple[str, float], ...]]:
    parts: list[list[tuple[str, float]]] = [[]]
    prompt = parse(text, dialect)
    for piece in prompt.pieces:
        if piece.kind == "bar":
            parts.append([])
        elif piece.kind == "words":
            parts[-1] += [(word, round(piece.weight, 6)) for word in prompt.of(piece).split()]
    return [tuple(part) for part in parts]


def without(word: str, expansion: Expansion) -> Expansion:
    parts = (tuple(said for said in part if said[0] != word) for part in expansion)
    return tuple(part for part in parts if part)


def texts_of(numbers: bool) -> st.SearchStrategy[str]:
    """Well-formed texts, in which the words are all called the same as yet."""
    weigh = ["1.2::%s::", "0.5::%s ::"] if numbers else ["{{%s}}", "[[%s]]"]
    joined = st.lists(st.deferred(lambda: tag), min_size=1, max_size=3).map(", ".join)
    braced = st.builds(lambda mark, inner: mark % inner, st.sampled_from(["{%s}", "[%s]", "x {%s}"]), joined)
    plain = st.sampled_from(["x", "x", "x x", "x y"])
    tag: st.SearchStrategy[str] = st.one_of(plain, plain, braced)
    weighed = st.builds(lambda mark, inner: mark % f"{inner}, x", st.sampled_from(weigh), joined)
    choice = st.builds(
        lambda inner, behind: f"||{'|'.join(inner)}||{behind}",
        st.lists(st.one_of(joined, weighed), min_size=1, max_size=2),
        st.sampled_from(["", " x"]),
    )
    whole = st.lists(st.one_of(tag, weighed, choice), min_size=1, max_size=3)
    row = st.builds(lambda tags, comma: comma.join(tags), whole, st.sampled_from([", ", ",", ",\n"]))
    return st.lists(row, min_size=1, max_size=2).map(" | ".join).map(_named)


def _named(text: str) -> str:
    """The text with another name for each word, and another number for each number."""
    numbers = itertools.count(10)
    return re.sub("[xy]", lambda match: f"w{next(numbers)}w" if match[0] == "x" else str(next(numbers)), text)


well_formed = st.sampled_from([PLAIN, OLD]).flatmap(
    lambda dialect: st.tuples(st.just(dialect), texts_of(dialect.numbers))
)


@given(well_formed, st.booleans(), st.data())
def test_nothing_but_the_tag_goes(made: tuple[Dialect, str], comment: bool, data: st.DataObject) -> None:
    dialect, text = made
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"w\d+w", text)]))
    block = editing.block_at(text, (at, at), dialect)
    gone = re.findall(r"[^\s,{}\[\]|:]+", re.sub(r"\d\.\d::", "", text[block.start : block.end]))
    edit = editing.comment if comment else editing.remove
    after = expansions(without_comments(edit(text, at, at, dialect).text), dialect)
    before = expansions(text, dialect)
    for word in gone:
        before = {without(word, one) for one in before}
    assert after <= before  # an alternative left empty may be gone
    assert {said for one in after for part in one for said in part} == {
        said for one in before for part in one for said in part
    }


@given(well_formed, st.booleans(), st.data())
def test_a_tag_that_is_moved_changes_no_other(made: tuple[Dialect, str], right: bool, data: st.DataObject) -> None:
    dialect, text = made
    at = data.draw(st.sampled_from([match.start() for match in re.finditer(r"w\d+w", text)]))
    try:
        moved = editing.move(text, at, at, right=right, dialect=dialect).text
    except NoEdit:
        return
    unordered = [
        {tuple(tuple(sorted(part)) for part in one) for one in expansions(one, dialect)} for one in (text, moved)
    ]
    assert unordered[0] == unordered[1]


@given(prompts, spans, dialects, st.sampled_from([editing.remove, editing.comment]))
def test_no_text_has_more_faults_without_a_tag(
    text: str, places: tuple[int, int], dialect: Dialect, edit: Callable[[str, int, int, Dialect], Edit]
) -> None:
    try:
        found = edit(text, *within(text, places), dialect)
    except NoEdit:
        return
    if "/*" not in text:
        assert len(list(parse(found.text, dialect).faults)) <= len(list(parse(text, dialect).faults))


def loose(text: str) -> str:
    """Without blanks: one more may be needed to keep a number from the end of a weight."""
    return text.replace(" ", "")


@given(prompts, spans, st.booleans(), dialects)
def test_moving_there_and_back_changes_nothing(
    text: str, places: tuple[int, int], right: bool, dialect: Dialect
) -> None:
    try:
        there = editing.move(text, *within(text, places), right=right, dialect=dialect)
    except NoEdit:
        return
    assert sorted(loose(there.text)) == sorted(loose(text))  # nothing is lost
    if [p.kind for p in parse(text, dialect).pieces] != [p.kind for p in parse(there.text, dialect).pieces]:
        return  # what came together is read in other pieces, e.g. half a mark at each side
    back = editing.move(there.text, there.start, there.end, right=not right, dialect=dialect)
    assert loose(back.text) == loose(text)


tag_lists = st.lists(
    st.sampled_from(["a", "{b}", "1.2::c, d::", "year 2024", "||e|f||", "/*g*/"]), min_size=2, max_size=6
)


@given(tag_lists, spans, st.sampled_from([", ", ",", ",\n", " | "]))
def test_swapping_twice_changes_nothing(tags: list[str], places: tuple[int, int], comma: str) -> None:
    text = comma.join(tags)
    one, other = within(text, places)
    try:
        there = editing.swap(text, (one, one), (other, other), PLAIN)
    except NoEdit:
        return
    assert sorted(loose(there.text)) == sorted(loose(text))
    blocks = [editing.block_at(text, (place, place), PLAIN) for place in (one, other)]
    first = min(block.start for block in blocks)
    second = len(there.text) - (len(text) - max(block.end for block in blocks))
    assert loose(editing.swap(there.text, (first, first), (second, second), PLAIN).text) == loose(text)


@given(prompts, spans)
def test_a_comment_comes_back_to_the_letter(text: str, places: tuple[int, int]) -> None:
    try:
        there = editing.comment(text, *within(text, places), PLAIN)
    except NoEdit:
        return
    if "/*" not in text and "*/" not in text:
        assert editing.comment(there.text, there.start, there.end, PLAIN).text == text


@given(prompts, spans)
def test_selecting_grows_until_all_is_selected(text: str, places: tuple[int, int]) -> None:
    span = within(text, places)
    if not text.strip():
        return
    while span != (0, len(text)):
        before, (_, *after) = span, editing.select(text, *span, PLAIN)
        span = after[0], after[1]
        assert span[0] <= before[0] <= before[1] <= span[1]
        assert span != before
