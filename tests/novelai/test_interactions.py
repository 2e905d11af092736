"""Interactions in the body: plain text in the character prompts, everywhere the same (api.md 3.9)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.novelai import Catalog, Refused, build, build_all, lint, load_catalog
from naitui.novelai.counting import count_recipe
from naitui.recipe import Batch, Cast, Character, Entry, Interaction, Recipe, Wildcard, Words, expand
from naitui.recipe.captions import ROLES, captions

V5, V45, V4, V3 = "nai-diffusion-5-full", "nai-diffusion-4-5-full", "nai-diffusion-4-full", "nai-diffusion-3"
CATALOG = load_catalog()
GIRL, BOY, CAT = (Character(id=id, prompt=prompt) for id, prompt in (("a", "girl"), ("b", "boy"), ("c", "cat")))
HUG = Interaction(action="hug", sources=("a",), targets=("b",))
KISS = Interaction(action="kiss", mutual=("b", "c"))


def sent(recipe: Recipe, words: Words | None = None) -> list[str]:
    """The captions as they are sent, after seeing that both lists agree and that nothing else knows of them."""
    [resolved] = expand(recipe, 1, words or Words())
    parameters: Any = build(resolved, CATALOG).body["parameters"]
    listed = [one["prompt"] for one in parameters["characterPrompts"]]
    assert listed == [one["char_caption"] for one in parameters["v4_prompt"]["caption"]["char_captions"]]
    negative = parameters["v4_negative_prompt"]["caption"]["char_captions"]
    assert [one["char_caption"] for one in negative] == [one.undesired for one in resolved.recipe.live_characters]
    assert "interactions" not in parameters
    return listed


def scene(*interactions: Interaction, model: str = V45, people: tuple[Character, ...] = (GIRL, BOY, CAT)) -> Recipe:
    return Recipe(model=model, characters=people, interactions=interactions)


@pytest.mark.parametrize("model", [V5, V45, "nai-diffusion-4-5-curated", "nai-diffusion-5-curated"])
def test_prefixes_go_in_front_of_the_captions(model: str) -> None:
    assert sent(scene(HUG, KISS, model=model)) == [
        "source#hug, girl",
        "mutual#kiss, target#hug, boy",
        "mutual#kiss, cat",
    ]


def test_the_order_of_the_slots_changes_the_order_of_the_captions_only() -> None:
    first = sent(scene(HUG, KISS))
    assert sent(scene(HUG, KISS, people=(CAT, GIRL, BOY))) == [first[2], first[0], first[1]]


def test_who_is_off_or_empty_is_not_sent_and_the_others_keep_their_words() -> None:
    off, empty = BOY.model_copy(update={"enabled": False}), CAT.model_copy(update={"prompt": " "})
    assert sent(scene(HUG, KISS, people=(GIRL, off, empty))) == ["source#hug, girl"]


@pytest.mark.parametrize("model", [V4, "nai-diffusion-4-curated-preview"])
def test_models_without_interactions_are_sent_the_prompts_alone(model: str) -> None:
    assert sent(scene(HUG, model=model)) == ["girl", "boy", "cat"]
    [note] = lint(scene(HUG, model=model), CATALOG).notes
    assert str(note).startswith("interactions: V4")
    assert "left out" in str(note)


def test_models_without_characters_say_that_alone() -> None:
    notes = [str(note) for note in lint(scene(HUG, model=V3), CATALOG).notes]
    assert [note for note in notes if "interactions" in note or "characters" in note] == [
        "characters: Anime V3 has no character prompts"
    ]


def test_an_action_left_to_chance_is_the_same_for_all_who_take_part() -> None:
    chance = Interaction(action="||hug|kiss|pat||", sources=("a",), targets=("b", "c"))
    recipe = scene(chance).model_copy(update={"batch": Batch(count=20)})
    seen = set()
    for resolved in expand(recipe, 5):
        one = captions(resolved.recipe.characters, resolved.recipe.interactions)
        action = one[0].removeprefix("source#").removesuffix(", girl")
        assert one == [f"source#{action}, girl", f"target#{action}, boy", f"target#{action}, cat"]
        assert resolved.draft == recipe
        assert resolved.picks[-1].field == "interactions[1].action"
        seen.add(action)
    assert seen == {"hug", "kiss", "pat"}


def test_an_action_of_a_wildcard_does_not_move_the_picks_of_the_prompts() -> None:
    words = Words(wildcards={"verb": Wildcard("verb", tuple(Entry(f"verb{n}", 1.0, n) for n in range(1, 9)))})
    rolled = Character(id="a", prompt="||x|y|z|w||"), Character(id="b", prompt="||1|2|3|4||")
    plain = Recipe(model=V45, characters=rolled)
    action = Interaction(action="__verb__", sources=("a",), targets=("b",))
    acting = plain.model_copy(update={"interactions": (action,)})
    for seed in range(8):
        [before], [after] = expand(plain, seed, words), expand(acting, seed, words)
        assert after.recipe.characters == before.recipe.characters
        assert after.recipe.interactions[0].action.startswith("verb")
        assert after.picks[:-1] == before.picks


REFUSED = [
    (Interaction(action="hug", sources=("a", "x")), 'interactions[1].sources[2]: no character has the id "x"'),
    (
        Interaction(action="hug", targets=("Ann",)),
        'interactions[1].targets[1]: no character has the id "Ann"; give Ann',
    ),
    (Interaction(action=" ", mutual=("a", "b")), "interactions[1].action: has no action, like hug"),
    (Interaction(action="hug, kiss", mutual=("a", "b")), "interactions[1].action: holds a comma"),
    (Interaction(action="hug|kiss", mutual=("a", "b")), "interactions[1].action: holds a bar"),
]


@pytest.mark.parametrize(("interaction", "said"), REFUSED)
def test_what_could_not_be_meant_is_refused(interaction: Interaction, said: str) -> None:
    people = (GIRL, BOY, Character(name="Ann", prompt="cat"))
    recipe = scene(interaction, people=people)
    [problem] = lint(recipe, CATALOG).refusals
    assert str(problem).startswith(said)
    with pytest.raises(Refused):
        sent(recipe)


def test_a_picked_action_is_looked_at_too() -> None:
    words = Words(wildcards={"verb": Wildcard("verb", (Entry("hug, tight"),))})
    recipe = scene(Interaction(action="__verb__", mutual=("a", "b")))
    assert lint(recipe, CATALOG).refusals == ()
    with pytest.raises(Refused, match="holds a comma"):
        sent(recipe, words)


def test_two_characters_with_one_id_are_refused() -> None:
    [problem] = lint(scene(people=(GIRL, BOY, GIRL)), CATALOG).refusals
    assert str(problem) == 'characters[3].id: "a" is the id of another character too'


NOTES = [
    ((Interaction(action="hug", sources=("a",)),), "interactions[1]: hug: it has a source and no target"),
    ((Interaction(action="hug", targets=("a", "b")),), "interactions[1]: hug: it has a target and no source"),
    ((KISS, Interaction(action="hug", mutual=("a",))), "interactions[2]: hug: it is mutual, and only one takes part"),
    ((Interaction(action="hug"),), "interactions[1]: hug: nobody takes part"),
]


@pytest.mark.parametrize(("interactions", "said"), NOTES)
def test_one_sided_ones_are_sent_and_told(interactions: tuple[Interaction, ...], said: str) -> None:
    recipe = scene(*interactions)
    assert [str(note) for note in lint(recipe, CATALOG).notes] == [said]
    assert sent(recipe) == captions(recipe.characters, interactions)


def test_interactions_of_one_name_answer_one_another() -> None:
    halves = Interaction(action="hug", sources=("a",)), Interaction(action=" Hug", targets=("b",))
    assert lint(scene(*halves), CATALOG).notes == ()


@pytest.mark.parametrize("nobody", ["", "/* later */"])
def test_whose_prompt_is_only_a_comment_takes_no_part(nobody: str) -> None:
    people = Character(id="b", prompt=nobody), CAT
    kiss = KISS.model_copy(update={"action": "kiss /* cheek */"})
    [note] = lint(scene(kiss, people=people), CATALOG).notes
    assert str(note) == "interactions[1]: kiss: it is mutual, and only one takes part"
    assert sent(scene(kiss, people=people)) == ["mutual#kiss, cat"]


def test_a_target_that_is_switched_off_is_told() -> None:
    off = BOY.model_copy(update={"enabled": False})
    [note] = lint(scene(HUG, people=(GIRL, off)), CATALOG).notes
    assert str(note) == "interactions[1]: hug: it has a source and no target"


def test_the_words_count_for_the_token_meter() -> None:
    with_words, without = count_recipe(scene(HUG, KISS), CATALOG), count_recipe(scene(), CATALOG)
    assert with_words.wanted.tokens > without.wanted.tokens
    assert with_words.undesired.tokens == without.undesired.tokens


@st.composite
def casts(draw: st.DrawFn) -> Cast:
    count = draw(st.integers(1, 6))
    cast = Cast(
        tuple(Character(prompt=f"p{n}", undesired=f"u{n}") for n in range(count)), ai_choice=draw(st.booleans())
    )
    for _ in range(draw(st.integers(0, 3))):
        cast = cast.with_action(draw(st.sampled_from(["hug", "kiss", "holding hands"])))
        for index in range(count):
            cast = cast.with_role(len(cast.interactions) - 1, index, draw(st.sampled_from([None, *ROLES])))
    return cast


@settings(deadline=None, max_examples=60)
@given(casts(), st.permutations(range(6)), st.data())
def test_whoever_keeps_an_id_keeps_the_words_in_the_body(cast: Cast, order: list[int], data: st.DataObject) -> None:
    """Reorder, delete: the body has the same words for the same characters."""
    recipe = Recipe(model=V45)
    first = dict(zip((one.prompt for one in cast.characters), sent(cast.into(recipe)), strict=True))
    shuffled = cast
    for to, index in enumerate(n for n in order if n < len(cast.characters)):
        at = [one.prompt for one in shuffled.characters].index(f"p{index}")
        shuffled = shuffled.moved(at, min(to, len(cast.characters) - 1))
    again = dict(zip((one.prompt for one in shuffled.characters), sent(shuffled.into(recipe)), strict=True))
    assert again == first
    gone = data.draw(st.integers(0, len(shuffled.characters) - 1))
    left = shuffled.removed(gone)
    touched = {one.action for one in shuffled.interactions if shuffled.characters[gone].id in one.people}
    fewer = dict(zip((one.prompt for one in left.characters), sent(left.into(recipe)), strict=True))
    for name, words in fewer.items():
        before, after = set(first[name].split(", ")), set(words.split(", "))
        assert after <= before
        assert {tag.partition("#")[2] for tag in before - after} <= touched


def test_building_several_words_them_once_and_never_mixes_them(catalog: Catalog) -> None:
    chance = Interaction(action="||hug|kiss||", sources=("a",), targets=("b",))
    recipe = scene(chance).model_copy(update={"batch": Batch(count=12)})
    resolved = expand(recipe, 3)
    for one, request in zip(resolved, build_all(resolved, catalog), strict=True):
        parameters: Any = request.body["parameters"]
        assert [c["prompt"] for c in parameters["characterPrompts"]] == captions(
            one.recipe.characters, one.recipe.interactions
        )
