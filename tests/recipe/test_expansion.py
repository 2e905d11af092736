"""Wildcards, snippets, choices and comments: one scanner, left to right, nothing left to chance."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.recipe import Batch, Character, Entry, Fault, Recipe, RecipeError, Style, Wildcard, Words, expand, resolve
from naitui.recipe.marks import is_name, names_in
from naitui.recipe.resolve import first_mark_in


def wildcard(name: str, *lines: str) -> Wildcard:
    return Wildcard(name, tuple(Entry(text, 1.0, at) for at, text in enumerate(lines, 1)), f"/w/{name}.txt")


def words(snippets: dict[str, str] | None = None, **lists: tuple[str, ...]) -> Words:
    named = {name.replace("__", "/"): lines for name, lines in lists.items()}
    wildcards = {name: wildcard(name, *lines) for name, lines in named.items()}
    return Words(wildcards, snippets or {}, others={"wildcard": tuple(wildcards), "snippet": tuple(snippets or {})})


def prompt(text: str, known: Words, seed: int = 1, **recipe: object) -> str:
    return resolve(Recipe(prompt=text, **recipe), seed, words=known).recipe.prompt


HAIR = words(hair=("red", "blue", "green"), hair__colour=("gold",), a=("one",), b=("two",))


@pytest.mark.parametrize(
    ("text", "became"),
    [
        ("__hair/colour__ hair", "gold hair"),
        ("__a__b__b__", "onebtwo"),
        ("__a____b__", "onetwo"),
        ("__a___", "one_"),
        ("||__a__|__a__|| x", "one x"),
        ("a, /* __nothing__ */, __a__", "a, one"),
        ("fill in: _____ and ____", "fill in: _____ and ____"),
        ("snake_case, __init, a__", "snake_case, __init, a__"),
        ("@_@, {smile}, @ {x}, user@{", "@_@, {smile}, @ {x}, user@{"),
        ("a||b|c", "a||b|c"),
    ],
)
def test_what_texts_come_to(text: str, became: str) -> None:
    assert prompt(text, HAIR) == became


def test_snippets_stand_for_their_text_and_may_hold_anything() -> None:
    known = words({"girl": "1girl, @{eyes}, /* note */ __a__", "eyes": "||blue|blue|| eyes"}, a=("smile",))
    assert prompt("@{girl}, night", known) == "1girl, blue eyes, smile, night"


def test_a_bar_in_a_line_does_not_split_the_choice_around_it() -> None:
    known = words(mix=("cat|dog",))
    assert {prompt("||__mix__|__mix__||", known, seed) for seed in range(10)} == {"cat|dog"}


def test_picks_are_recorded_where_they_were_made() -> None:
    people = (Character(prompt="__hair__", undesired="||x|x||"),)
    resolved = resolve(
        Recipe(prompt="__outer__, ||p|p||", characters=people), 3, words=words(outer=("in __hair__",), hair=("red",))
    )
    told = [(p.field, p.kind, p.written, p.became, p.name, p.line) for p in resolved.picks]
    assert told == [
        ("prompt", "wildcard", "__outer__", "in red", "outer", 1),
        ("prompt", "wildcard", "__hair__", "red", "hair", 1),
        ("prompt", "choice", "||p|p||", "p", "", None),
        ("characters[1].prompt", "wildcard", "__hair__", "red", "hair", 1),
        ("characters[1].undesired", "choice", "||x|x||", "x", "", None),
    ]
    assert resolved.draft is not None
    assert resolved.draft.prompt == "__outer__, ||p|p||"
    assert resolve(Recipe(prompt="plain"), 3).draft is None


def test_every_picture_of_a_batch_has_its_own_picks() -> None:
    known = words(n=tuple(str(number) for number in range(100)))
    recipe = Recipe(prompt="__n__ __n__", batch=Batch(count=30))
    first, again = expand(recipe, 5, known), expand(recipe, 5, known)
    assert first == again
    assert len({one.recipe.prompt for one in first}) > 25
    assert all(len(one.picks) == 2 for one in first)


def test_what_stands_in_a_line_leaves_the_picks_behind_it_alone() -> None:
    lines = tuple(str(number) for number in range(50))
    plain, deep = words(n=lines, x=("a",)), words(n=lines, x=("||1|2|| __n__ __n__",))
    for seed in range(10):
        assert prompt("__x__; __n__", plain, seed).split(";")[1] == prompt("__x__; __n__", deep, seed).split(";")[1]


def test_pins_fix_one_and_the_others_keep_rolling() -> None:
    lines = tuple(str(number) for number in range(50))
    known = words(n=lines, m=lines)
    free = [prompt("__n__, __m__", known, seed) for seed in range(10)]
    pinned = [prompt("__n__, __m__", known, seed, pins={"n": "||x|x|| __m__"}) for seed in range(10)]
    assert all(text.startswith("x ") for text in pinned)
    assert [text.split(", ")[1] for text in free] == [text.split(", ")[1] for text in pinned]
    assert prompt("__gone__", known, pins={"gone": "a file is not needed"}) == "a file is not needed"
    [pick] = resolve(Recipe(prompt="__n__", pins={"n": "7"}), 1, words=known).picks
    assert (pick.pinned, pick.became, pick.line) == (True, "7", None)
    settled = resolve(Recipe(prompt="__n__", pins={"n": "7"}), 1, words=known).recipe
    assert settled.pins == ()


def test_weights_are_shares() -> None:
    known = Words({"w": Wildcard("w", (Entry("never", 0.0), Entry("often", 9.0), Entry("seldom", 1.0)))})
    drawn = [prompt("__w__", known, seed) for seed in range(300)]
    assert "never" not in drawn
    assert 240 < drawn.count("often") < 295


@pytest.mark.parametrize(
    ("text", "known", "said"),
    [
        ("x __hiar__", HAIR, 'prompt: __hiar__: there is no wildcard "hiar"; did you mean "hair"'),
        ("__colour__", HAIR, 'did you mean "hair/colour"'),
        ("__x__", words(), "there are no wildcards yet"),
        ("__a/../b__", HAIR, 'there is no wildcard "a/../b"'),
        ("@{girll}", words({"girl": "1girl"}), 'there is no snippet "girll"; did you mean "girl"?'),
        ("__o__", words(o=("see __gone__",)), "in __o__ (line 1 of /w/o.txt)"),
        ("__l__", words(l=("__m__",), m=("__l__",)), "it leads back to itself: __l__ → __m__ → __l__"),
        ("@{l}", words({"l": "@{l}"}), "it leads back to itself: @{l} → @{l}"),
        ("__e__", words(e=()), "has no line that can be picked"),
        ("||_|_||_a__", HAIR, "makes a new mark at a seam, __a__"),
        ("__p__ __p__", words(p=("w||v",)), "makes a new mark at a seam, ||v w||"),
        ("//*x*/*y*/", words(), "makes a new mark at a seam, /*y*/"),
    ],
)
def test_what_cannot_be_settled_is_refused_by_name(text: str, known: Words, said: str) -> None:
    with pytest.raises(RecipeError) as caught:
        prompt(text, known)
    assert said in str(caught.value.problems[0])


def test_every_problem_is_named_once_however_large_the_batch() -> None:
    recipe = Recipe(prompt="__x__ __y__", undesired="@{z}", batch=Batch(count=20))
    with pytest.raises(RecipeError) as caught:
        expand(recipe, 1)
    assert [problem.where for problem in caught.value.problems] == [("prompt",), ("prompt",), ("undesired",)]


def test_ten_deep_and_no_deeper() -> None:
    deep = {f"s{at}": f"@{{s{at + 1}}}" for at in range(1, 12)}
    assert prompt("@{s1}", words({**deep, "s10": "end"})) == "end"
    with pytest.raises(RecipeError, match="nested more than 10 deep"):
        prompt("@{s1}", words({**deep, "s12": "end"}))


def test_what_multiplies_without_end_is_stopped() -> None:
    bomb = {f"s{at}": f"@{{s{at + 1}}}" * 50 for at in range(1, 9)}
    with pytest.raises(RecipeError, match="more than 1,000,000 characters"):
        prompt("@{s1}", words({**bomb, "s9": "x" * 100}))


def test_who_is_switched_off_stops_nobody() -> None:
    recipe = Recipe(prompt="x", characters=(Character(prompt="__gone__ ||a|a||", enabled=False),))
    resolved = resolve(recipe, 1)
    assert resolved.recipe.characters == recipe.characters
    assert "there is no wildcard" in str(resolved.notes[0])
    assert resolved.picks == ()
    known = Words(styles={"x": Style(prefix="||a")})
    with pytest.raises(RecipeError, match=r"a new mark at a seam, \|\|a, b\|\|"):
        resolve(recipe.model_copy(update={"prompt": "b||", "styles": ("x",)}), 1, words=known)


STYLES = {
    "one": Style(prefix="p1", suffix="s1", undesired="u1"),
    "two": Style(prefix="p2,", suffix=", s2", undesired=" u2 ,"),
    "empty": Style(prefix=" , ", undesired=""),
    "v3": Style(suffix="old", models=["v3"]),
    "v5": Style(suffix="new", models=["v5", "other"]),
    "wild": Style(prefix="||w|w||", suffix="__a__", undesired="@{s}"),
}
KNOWN = Words(
    {"a": wildcard("a", "one"), "n": wildcard("n", *map(str, range(50)))},
    {"s": "snip"},
    STYLES,
    {"style": tuple(STYLES)},
    {Recipe().model: frozenset({"v5"})},
)


@pytest.mark.parametrize(
    ("styles", "text", "became"),
    [
        (("one", "two"), "cat", "p1, p2, cat, s1, s2"),
        (("two", "one"), "cat, ", "p2, p1, cat, s2, s1"),
        (("one",), "", "p1, s1"),
        (("one",), "a | b", "p1, a, s1| b"),
        (("one",), "||a|a||, b | c", "p1, a, b, s1| c"),
        (("one",), "a, Text: Hi | b", "p1, a, s1 Text: Hi | b"),
        (("one",), "Text: Hi", "p1, s1 Text: Hi"),
        (("empty",), "cat, ", "cat, "),
        (("v3",), "cat", "cat"),
        (("v5",), "cat", "cat, new"),
        (("one", "one"), "cat", "p1, cat, s1"),
        (("wild",), "cat", "w, cat, one"),
    ],
)
def test_styles_go_around_the_prompt(styles: tuple[str, ...], text: str, became: str) -> None:
    settled = resolve(Recipe(prompt=text, styles=styles), 1, words=KNOWN).recipe
    assert (settled.prompt, settled.styles) == (became, ())


def test_styles_go_behind_the_undesired_content_and_to_no_character() -> None:
    people = (Character(prompt="girl", undesired="hat"),)
    recipe = Recipe(undesired="bad | worse", styles=("one", "two", "wild"), characters=people)
    settled = resolve(recipe, 1, words=KNOWN).recipe
    assert settled.undesired == "bad, u1, u2, snip| worse"
    assert settled.characters == people
    assert resolve(Recipe(styles=("one", "two")), 1, words=KNOWN).recipe.undesired == "u1, u2 ,"


def test_a_style_of_other_models_is_left_out_with_a_note() -> None:
    resolved = resolve(Recipe(prompt="cat", styles=("v3",)), 1, words=KNOWN)
    assert "left out: it is meant for v3" in str(resolved.notes[0])
    by_id = Style(suffix="mine", models=["nai-diffusion-3"])
    known = Words(styles={"x": by_id})
    assert (
        resolve(Recipe(prompt="c", model="nai-diffusion-3", styles=("x",)), 1, words=known).recipe.prompt == "c, mine"
    )


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(RecipeError, match=r'styles\[2\]: there is no style "onn"; did you mean "one"'):
        resolve(Recipe(styles=("two", "onn")), 1, words=KNOWN)


def test_a_style_leaves_the_picks_of_the_recipe_alone() -> None:
    for seed in range(10):
        plain = prompt("__n__ __n__", KNOWN, seed)
        assert prompt("__n__ __n__", KNOWN, seed, styles=("wild",)) == f"w, {plain}, one"


def test_names() -> None:
    assert all(is_name(name) for name in ("a", "a/b", "a.b-c_d", "髪", "2"))
    assert not any(is_name(name) for name in ("", "_a", "a_", "a__b", "../a", "a/../b", "a//b", "/a", "a b", "x" * 201))
    assert names_in("__a__ ||@{b}|__c__|| /* __d__ */") == {("wildcard", "a"), ("snippet", "b"), ("wildcard", "c")}


def test_faults_name_file_and_line() -> None:
    assert str(Fault("/w/a.txt", 3, "is not UTF-8")) == "/w/a.txt:3: is not UTF-8"
    assert str(Fault("/w/a.txt", None, "is too large")) == "/w/a.txt: is too large"


MARKS = [
    "||", "|", "__", "_", "a", "b", "__a__", "__b__", "@{s}", "@{t}", "@{", "}", "{", "/*", "*/", "/", "*", "a|b", ",",
    " ", ", ", "\n", "Text:", "::", "1.2::", "[", "]", "||a|b||", "\\", "é", "\x00",
]  # fmt: skip
WILD_TEXT = st.lists(st.sampled_from(MARKS), max_size=14).map("".join)


@settings(deadline=None, max_examples=400)
@given(WILD_TEXT, WILD_TEXT, st.lists(WILD_TEXT, min_size=1, max_size=4), WILD_TEXT, WILD_TEXT, st.integers(0, 99))
def test_a_resolved_recipe_resolves_to_itself(
    text: str, undesired: str, lines: list[str], snippet: str, piece: str, seed: int
) -> None:
    known = Words(
        {"a": wildcard("a", *lines), "b": wildcard("b", "plain")},
        {"s": snippet, "t": "plain"},
        {"x": Style(prefix=piece, suffix="y", undesired=piece)},
    )
    people = (Character(prompt=f"girl {undesired}", undesired=piece),)
    recipe = Recipe(prompt=text, undesired=undesired, styles=("x",), characters=people, pins={"b": snippet})
    try:
        resolved = resolve(recipe, seed, words=known)
    except RecipeError:
        return  # a mark at a seam, a loop: named, never sent as it stands
    once = resolved.recipe
    assert first_mark_in(once) is None
    for again in (resolve(once, seed, words=known), resolve(once, seed)):
        assert (again.recipe, again.picks, again.draft) == (once, (), None)
    assert resolve(once, seed + 1, words=known).recipe.prompt == once.prompt


@given(st.text(alphabet="ab |{", max_size=60), st.integers(0, 2**32 - 1))
def test_texts_of_the_old_marks_are_settled_as_they_always_were(text: str, seed: int) -> None:
    """The pictures of old recipes depend on it."""
    dice = random.Random(f"naitui choice {seed}")

    def choose(match: re.Match[str]) -> str:
        choices = match[1].split("|")
        return choices[int(dice.random() * len(choices))]

    old = [re.sub(r"\|\|(.*?)\|\|", choose, one, flags=re.DOTALL) for one in (text, text)]
    settled = resolve(Recipe(prompt=text, undesired=text), seed).recipe
    assert [settled.prompt, settled.undesired] == old


@pytest.mark.parametrize(
    ("prompt", "line", "note"),
    [
        ("1.1::__w__::, hat", "1.2::red dress::",
         "filled in, :: closes nothing, at the end of “1.1::1.2::red dress::::”; weights do not nest"),
        ("1.1::a, __w__, b::", "1.2::red::",
         "filled in, :: closes nothing, at the end of “1.1::a, 1.2::red::, b::”; weights do not nest"),
        ("{__w__}", "[red", "filled in, [ is not closed, at the end of “{[”"),
        ("1.1::__w__::, {__w__}", "red", None),
        ("__w__, hat", "1.2::red::", None),
        ("1.1::a::::, __w__", "1.2::red::", None),  # that is told where it was written
        ("a", "1.2::red", None),
    ],
)  # fmt: skip
def test_half_a_mark_that_was_filled_in_is_told(prompt: str, line: str, note: str | None) -> None:
    words = Words({"w": Wildcard("w", (Entry(line),))})
    for recipe in (Recipe(prompt=prompt), Recipe(characters=(Character(prompt=prompt),))):
        told = [str(one).partition(": ")[2] for one in resolve(recipe, 1, words=words).notes]
        assert told == ([] if note is None else [note])
    resting = Recipe(characters=(Character(prompt=prompt, enabled=False),))
    assert resolve(resting, 1, words=words).notes == ()
