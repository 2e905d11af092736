"""Bisecting two recipes: every recipe on the way is one, the ends are the two, and the change that did it is found."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.recipe import Batch, Character, Recipe, Sampling, Vibe
from naitui.recipe.bisecting import Bisection, Trail, trail
from naitui.recipe.patch import document_of
from naitui.recipe.weaving import Weave

TAGS = st.lists(st.sampled_from(["1girl", "red hair", "hat", "rain", "1.2::night, city::", "{dog}"]), unique=True)
PROMPTS = TAGS.map(", ".join)
RECIPES = st.builds(
    Recipe,
    prompt=PROMPTS,
    undesired=PROMPTS,
    sampling=st.builds(Sampling, steps=st.integers(1, 5), width=st.sampled_from((64, 128))),
    styles=st.lists(st.sampled_from(["ink", "oil", "pen"]), unique=True).map(tuple),
    characters=st.lists(st.builds(Character, prompt=PROMPTS), max_size=3).map(tuple),
    vibes=st.lists(st.builds(Vibe, path=st.sampled_from(["a", "b"])), max_size=2).map(tuple),
)  # fmt: skip


def found(way: Trail, guilty: int) -> tuple[str, int]:
    """What a search finds whose pictures are bad from a change on, and how many it took."""
    search, pictures = Bisection.of(way), 0
    while (at := search.middle) is not None:
        search, pictures = search.judged(good=at <= guilty), pictures + 1
    [one] = search.suspects
    return way.told[one], pictures


def test_tags_and_settings_one_by_one() -> None:
    good = Recipe(prompt="1girl, hat, night", sampling=Sampling(steps=20, seed=3))
    bad = Recipe(prompt="1girl, rain, 1.2::night::, dog", sampling=Sampling(steps=28), batch=Batch(count=4))
    way = trail(good, bad, 7)
    assert sorted(way.told) == sorted(["− hat, + rain", "↑ night 1 → 1.2", "+ dog", "≠ Steps 20 → 28"])
    assert all(recipe.sampling.seed == 7 and recipe.batch == Batch() for recipe in way.recipes)
    assert way.recipes[0].prompt == good.prompt
    assert way.recipes[-1].prompt == bad.prompt
    at = way.told.index("+ dog")
    assert way.without[at].prompt == "1girl, rain, 1.2::night::"


def test_a_tag_that_was_moved_is_one_change() -> None:
    way = trail(Recipe(prompt="1girl, hat, rain"), Recipe(prompt="rain, 1girl, hat"), 1)
    assert len(way.told) == 1
    assert "↔" in way.told[0]


def test_changes_come_in_the_order_in_which_they_were_made() -> None:
    prompts = ["cat", "cat, dog", "cat, rain, dog", "cat, rain, dog", "hat, rain, dog"]
    states = [Recipe(prompt=prompt) for prompt in prompts]
    states[3:] = [one.model_copy(update={"sampling": Sampling(steps=9)}) for one in states[3:]]
    way = trail(states[0], states[-1], 1, between=states)
    assert way.told[:2] == ("+ dog", "+ rain")
    assert way.told[2].startswith("≠ Steps")
    assert way.told[3] == "− cat, + hat"


def test_width_and_height_are_one_change() -> None:
    one, other = Sampling(width=832, height=1216), Sampling(width=1216, height=832)
    assert trail(Recipe(sampling=one), Recipe(sampling=other), 1).told == ("≠ Size 832×1216 → 1216×832",)


def test_what_nobody_can_say_is_passed_over() -> None:
    way = trail(Recipe(prompt="a"), Recipe(prompt="a, b, c, d, e"), 1)
    search = Bisection.of(way)
    assert (search.middle, search.left) == (2, 2)
    search = search.passed()
    assert search.middle in (1, 3)
    search = search.passed().passed()
    assert search.middle is None
    assert len(search.suspects) == 4


@given(RECIPES, RECIPES)
@settings(max_examples=60)
def test_none_is_the_one_and_all_are_the_other(one: Recipe, other: Recipe) -> None:
    weave = Weave(document_of(one), document_of(other))
    every = range(weave.count)
    assert Recipe.model_validate(weave.document(())) == one
    assert Recipe.model_validate(weave.document(every)) == other
    assert bool(weave.count) is (one != other)


@given(RECIPES, RECIPES, st.data())
@settings(max_examples=60)
def test_the_one_that_did_it_is_found_with_few_pictures(one: Recipe, other: Recipe, data: st.DataObject) -> None:
    way = trail(one, other, 5)
    assert way.recipes[0].prompt == one.prompt
    assert way.recipes[-1].prompt == other.prompt
    if way.told:
        guilty = data.draw(st.integers(0, len(way.told) - 1))
        told, pictures = found(way, guilty)
        assert told == way.told[guilty]
        assert pictures <= max(1, Bisection.of(way).left)
