"""Hints about words."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given

from naitui.recipe import NO_WORDS, Character, Entry, Fault, Recipe, Style, Wildcard, Words
from naitui.recipe.dialect import OLD, PLAIN, Dialect
from naitui.recipe.hints import Hint, Rank, Reader, hints
from naitui.recipe.hints.mending import mended
from naitui.recipe.problems import Place
from naitui.recipe.syntax import NO_ALTERNATIVE, UNCLOSED, parse
from tests.recipe.test_conversion import foreign_texts
from tests.recipe.test_syntax import V4, V5, dialects, prompts

Told = list[tuple[str, str, str | None]]
"""What a hint is about, what it says, what it proposes."""


def text_at(recipe: Recipe, place: Place) -> str:
    found: object = recipe
    for step in place:
        found = found[step] if isinstance(step, int) else getattr(found, step)
    assert isinstance(found, str)
    return found


def told(recipe: Recipe, reader: Reader | None = None) -> Told:
    found = hints(recipe, reader or Reader())
    return [(text_at(recipe, hint.place)[hint.start : hint.end], hint.message, hint.instead) for hint in found]


def of(prompt: str, undesired: str = "", dialect: Dialect = PLAIN) -> Told:
    return told(Recipe(prompt=prompt, undesired=undesired), Reader("It", dialect))


@pytest.mark.parametrize(
    ("prompt", "undesired", "found"),
    [
        ("1girl, rain, Rain", "", [(", Rain", "“rain” stands here twice", "")]),
        ("1girl, {rain}", "hat, rain", [("rain", "“rain” is both wanted and undesired", None)]),
        ("(rain:1.3), b", "", [("(rain:1.3)", "(rain:1.3): weights are written otherwise here", "1.3::rain::")]),
        ("1.2::b::, (rain:1.3)", "", [("(rain:1.3)", "(rain:1.3): weights are written otherwise here", "1.3::rain::")]),
        (r"saber \(fate\)", "", [
            ("\\(", "\\(: brackets need no backslash here", "("),
            ("\\)", "\\): brackets need no backslash here", ")")]),
        ("silver_hair, o_o, ^_^, __wild__", "", [
            ("silver_hair", "silver_hair: tags have blanks, no underscores", "silver hair")]),
        ("girl, <lora:a:1>", "", [(", <lora:a:1>", "<lora:a:1>: LoRAs and embeddings are not known here", "")]),
        ("(smile), a girl (in a hat)", "", [("(smile)", "(smile): round brackets weigh nothing here", "1.1::smile::")]),
        ("1girl, rain, /*rain*/, ||snow|hail||", "", []),
        ("1girl, silver hair, 1.2::rain::", "hat", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_hints(prompt: str, undesired: str, found: Told) -> None:
    assert of(prompt, undesired) == found


# ---------------------------------------------------------------------- marks without their other half


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("{silver hair, rain", ("{silver hair", "{ is not closed", "{silver hair}")),
        ("{[red, blue] hair, rain", ("{[red, blue] hair", "{ is not closed", "{[red, blue] hair}")),
        ("a, 1.2::b, c", ("1.2::b", "1.2:: is not closed", "1.2::b::")),
        ("1.2::year 2024, c", ("1.2::year 2024", "1.2:: is not closed", "1.2::year 2024 ::")),
        ("1.2::year 2024::, c", ("2024::", "2024:: is read as a weight; a blank before :: makes it an end", "2024 ::")),
        ("a}, b", ("}", "} closes nothing", "")),
        ("a::, b", ("::", ":: closes nothing", "")),
        ("{, b", ("{", "{ is not closed", "")),
        ("||red|blue hair, rain", ("||red|blue hair", "|| is not closed", "||red|blue hair||")),
        ("hat||, rain", ("||", "|| is not closed", "")),
        ("hat /* maybe, rain", ("/* maybe", "/* is not closed", "/* maybe*/")),
        ("{a|b}, ||{c|d||", ("{c", "{ is not closed", "{c}")),
        ('girl, "Hello {world"', ("{world", "{ is not closed", "{world}")),
        ('{sign "a, b", c', ('{sign "a, b"', "{ is not closed", '{sign "a, b"}')),
        ("||red|blue||| hair", ("|||", f"| {NO_ALTERNATIVE}", "| ||")),
        ("@{two words}", ("@{two words}", "@{two words} is no name that a snippet can have", None)),
    ],
)
def test_what_is_not_closed_is_closed_behind_its_tag(prompt: str, found: tuple[str, str, str | None]) -> None:
    assert found in of(prompt)


@given(prompts, dialects)
@example("21::::", Dialect(text_blocks=True, interactions=True))
def test_what_is_proposed_for_marks_and_repeats_adds_no_fault(text: str, dialect: Dialect) -> None:
    before = len(list(parse(text, dialect).faults))
    for hint in hints(Recipe(prompt=text), Reader(dialect=dialect)):
        if hint.rank in (Rank.OPEN, Rank.TWICE) and hint.instead is not None and hint.place == ("prompt",):
            mended_text = text[: hint.start] + hint.instead + text[hint.end :]
            assert len(list(parse(mended_text, dialect).faults)) <= before


@given(prompts, dialects)
def test_a_proposal_mends_what_it_is_about(text: str, dialect: Dialect) -> None:
    prompt = parse(text, dialect)
    before = len(list(prompt.faults))
    for index, piece in enumerate(prompt.pieces):
        if piece.fault:
            start, end, instead = mended(prompt, index)
            assert start <= piece.start < end
            if instead is not None and dialect is PLAIN and piece.fault == UNCLOSED and "/*" not in text:
                assert len(list(parse(text[:start] + instead + text[end:], dialect).faults)) <= before


# ---------------------------------------------------------------------- what the model does not read


@pytest.mark.parametrize(
    ("prompt", "dialect", "found"),
    [
        ("1.2::a, b::, c", OLD, [("1.2::a, b::", "It knows no numbers as weights", "{{{{a, b}}}}")]),
        ("0.9::year 2024 ::", OLD, [("0.9::year 2024 ::", "It knows no numbers as weights", "[[year 2024]]")]),
        ("-1::a::", OLD, [("-1::a::", "It knows no numbers as weights", None)]),
        ("a, Text: hi", OLD, [("Text: hi", "It draws no text; these are words like others", None)]),
        ("a, Text: hi", V4, []),
        ('a sign "hi"', V4, [('"hi"', "It draws only what stands behind Text:", None)]),
        ('a sign "hi"', V5, []),
        ("source#hug", V4, [("source#", "It knows no interactions; this is a word like others", None)]),
        ("source#hug", PLAIN, []),
        ("cat:1.2 | dog", PLAIN, [(":1.2", "It gives parts no weights; this is a word like others", None)]),
        ("cat:1.2 | dog", OLD, []),
        ("||a:1|b||, re:2", PLAIN, []),
        ("a|b|c|d|e|f|g", OLD, [("|", "| is one part too many, and read as a word", None)]),
    ],
)
def test_what_the_model_does_not_know(prompt: str, dialect: Dialect, found: Told) -> None:
    assert of(prompt, dialect=dialect) == found


def test_what_lies_beyond_the_limit_is_counted() -> None:
    recipe = Recipe(prompt="a, b, c, d", undesired="e, f")
    beyond = ((("prompt",), 6, 10), (("undesired",), 3, 4), (("characters", 0, "prompt"), 1, 2))
    assert told(recipe, Reader("It", beyond=beyond)) == [
        ("c, d", "It reads no further: 2 tags are not read", None),
        ("f", "It reads no further: the last tag is not read", None),
    ]
    assert told(recipe, Reader("It", beyond=((("prompt",), 10, 10),))) == [
        ("", "It reads no further: the quality tags are not read", None)
    ]


# ---------------------------------------------------------------------- tags in several places


def people(*texts: tuple[str, str], prompt: str = "", undesired: str = "") -> Recipe:
    characters = tuple(Character(prompt=prompt, undesired=unwanted) for prompt, unwanted in texts)
    return Recipe(prompt=prompt, undesired=undesired, characters=characters)


@pytest.mark.parametrize(
    ("recipe", "found"),
    [
        (people(("hat, rain", ""), ("hat", ""), prompt="hat"), []),  # who has it is said there
        (people(("hat", "hat")), [("hat", "“hat” is both wanted and undesired", None)]),
        (people(("girl", ""), ("hat", ""), undesired="hat"), [
            ("hat", "“hat” is undesired, but character 2 wants it", None)]),
        (people(("girl", "hat"), prompt="hat"), []),  # somebody else has it
        (people(("-1::hat::", ""), undesired="hat"), []),
        (people(("hat", ""), undesired="-1::hat::"), []),
        (people(("hat, hat", "")), [(", hat", "“hat” stands here twice", "")]),
        (people(("{hat", "")), [("{hat", "{ is not closed", "{hat}")]),
        (people(("", "hat, hat")), []),  # who has no prompt is not sent
        (people(prompt="||hat, rain|hat, snow||"), []),
        (people(prompt="||hat|rain||, hat"), []),  # without either, there would sometimes be none
        (people(prompt="red, ||blue|red||, hat"), []),
        (people(prompt="||hat|rain||, ||hat|rain||"), []),
        (people(prompt="||hat, hat|rain||"), [(", hat", "“hat” stands here twice", "")]),
        (people(prompt="hat, cat | hat, dog"), []),
        (people(prompt="__hat__, __hat__, @{a}, @{a}, ||a|b||, ||a|b|| hat, ||a|b|| hat"), []),
    ],
)  # fmt: skip
def test_the_same_tag_in_several_places(recipe: Recipe, found: Told) -> None:
    assert told(recipe) == found


def test_who_is_switched_off_gives_no_hints() -> None:
    assert told(Recipe(characters=(Character(prompt="{hat", enabled=False),))) == []


# ---------------------------------------------------------------------- what is called by name


def wildcard(name: str, *lines: str) -> Wildcard:
    return Wildcard(name, tuple(Entry(text, 1.0, at) for at, text in enumerate(lines, 1)), f"/w/{name}.txt")


def known(
    *wildcards: Wildcard,
    others: Mapping[str, tuple[str, ...]] | None = None,
    faults: tuple[Fault, ...] = (),
    **more: object,
) -> Reader:
    found = {one.name: one for one in wildcards}
    return Reader("It", words=Words(found, others=others or {}, faults=faults, **more))


OTHERS = {"wildcard": ("hair", "pose"), "snippet": ("heroine",), "style": ("Ink wash",)}


def test_unknown_names_are_told_with_what_was_meant() -> None:
    recipe = Recipe(prompt="__hiar__, @{heroin}", characters=(Character(prompt="__zzz__"),), styles=("Ink wsh",))
    assert told(recipe.model_copy(update={"styles": ()}), known(others=OTHERS)) == [
        ("__hiar__", 'there is no wildcard "hiar"; did you mean "hair"?', "__hair__"),
        ("@{heroin}", 'there is no snippet "heroin"; did you mean "heroine"?', "@{heroine}"),
        ("__zzz__", 'there is no wildcard "zzz"', None),
    ]
    last = hints(recipe, known(others=OTHERS))[-1]
    assert (last.place, last.message) == (("styles", 0), 'there is no style "Ink wsh"; did you mean "Ink wash"?')
    assert hints(recipe, Reader()) == []  # nothing was looked up


def test_names_in_words_to_be_drawn_are_called_too() -> None:
    assert told(Recipe(prompt="a, Text: __zzz__ you"), known()) == [
        ("__zzz__", 'there is no wildcard "zzz"; there are no wildcards yet', None)
    ]


def test_a_pinned_wildcard_is_not_asked_for() -> None:
    assert told(Recipe(prompt="__zzz__", pins=(("zzz", "a"),)), known()) == []


def test_what_wildcards_call_is_told_with_file_and_line() -> None:
    reader = known(wildcard("hair", "red", "__colour__ hair"), wildcard("a", "__b__"), wildcard("b", "x", "__a__"),
                   wildcard("none"))  # fmt: skip
    recipe = Recipe(prompt="__hair__, __hair__, __a__, __none__")
    assert told(recipe, reader) == [
        ("__hair__", 'hair.txt:2: there is no wildcard "colour"; there are no wildcards yet', None),
        ("__a__", "b.txt:2: it leads back to itself: __a__ → __b__ → __a__", None),
        ("__none__", 'the wildcard "none" has no line that can be picked', None),
    ]


def test_mistakes_in_files_are_told_where_they_are_read() -> None:
    faults = (Fault("/w/hair.txt", 3, "is not UTF-8 and is skipped"), Fault("/w/other.txt", None, "cannot be read"))
    reader = known(wildcard("pose", "a"), wildcard("hair", "b"), faults=faults)
    assert told(Recipe(prompt="__pose__, __hair__"), reader) == [
        ("__pose__", "other.txt: cannot be read", None),
        ("__hair__", "hair.txt:3: is not UTF-8 and is skipped", None),
    ]


def test_what_a_style_calls_is_told_too() -> None:
    reader = known(styles={"mine": Style(prefix="__zzz__")})
    [hint] = hints(Recipe(styles=("mine",)), reader)
    assert (hint.rank, hint.place) == (Rank.MISSING, ("styles", 0))
    assert 'there is no wildcard "zzz"' in hint.message


# ---------------------------------------------------------------------- all of them


def test_what_matters_most_comes_first() -> None:
    recipe = Recipe(prompt="silver_hair, hat, hat, (rain:1.2), {open, __zzz__", undesired="hat")
    found = hints(recipe, Reader("It", words=NO_WORDS, beyond=((("prompt",), 50, 60),)))
    ranks = [Rank.MISSING, Rank.UNREAD, Rank.OPEN, Rank.FOREIGN, Rank.BOTH, Rank.TWICE, Rank.SPELLING]
    assert [hint.rank for hint in found] == ranks


@given(prompts | foreign_texts, prompts | foreign_texts, dialects)
def test_any_text_gets_hints_inside_itself(prompt: str, undesired: str, dialect: Dialect) -> None:
    recipe = people((undesired, prompt), prompt=prompt, undesired=undesired)
    found: list[Hint] = hints(recipe, Reader("It", dialect, NO_WORDS))
    assert found == sorted(found, key=lambda hint: hint.rank)
    for hint in found:
        assert 0 <= hint.start < hint.end <= len(text_at(recipe, hint.place))
        assert hint.message
        assert hint.instead != text_at(recipe, hint.place)[hint.start : hint.end]
