"""What changed between two recipes, computed and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Batch, Character, Interaction, Mask, PreciseReference, Recipe, Sampling, Source, Vibe
from naitui.recipe.dialect import OLD
from naitui.recipe.diff_words import SIGNS, blocks, lines
from naitui.recipe.labels import LABELS
from naitui.recipe.recipe_diff import matched_characters, recipe_diff

texts = st.sampled_from(["", "a", "a, b", "B,  a", "1.2::a::, c", "{a}, d, e", "x | y", "Text: a"])
shares = st.sampled_from([0.0, 0.25, 1.0])
people = st.builds(
    Character,
    name=st.sampled_from(["", "Ann", "Bea"]),
    prompt=texts,
    undesired=texts,
    enabled=st.booleans(),
    position=st.none() | st.tuples(shares, shares),
)
recipes = st.builds(
    Recipe,
    model=st.sampled_from(["nai-diffusion-3", "nai-diffusion-4-5-full"]),
    prompt=texts,
    undesired=texts,
    furry=st.booleans(),
    styles=st.lists(st.sampled_from(["Ink", "ink", "Oil"]), max_size=3).map(tuple),
    pins=st.dictionaries(st.sampled_from(["hair", "pose"]), texts, max_size=2),
    sampling=st.builds(
        Sampling, width=st.sampled_from([64, 128]), steps=st.none() | st.just(9), seed=st.none() | st.just(3)
    ),
    batch=st.builds(Batch, count=st.integers(1, 2)),
    source=st.none() | st.builds(Source, path=st.sampled_from(["a.png", "b.png"]), strength=shares),
    mask=st.none() | st.just(Mask(path="m.png")),
    characters=st.lists(people, max_size=4).map(tuple),
    interactions=st.lists(st.builds(Interaction, action=st.sampled_from(["hug", "kiss"])), max_size=2).map(tuple),
    vibes=st.lists(st.builds(Vibe, path=st.sampled_from(["v.png", "w.png"]), strength=shares), max_size=3).map(tuple),
    precise_references=st.lists(st.builds(PreciseReference, path=st.just("r.png"), fidelity=shares), max_size=2).map(
        tuple
    ),
)


@given(recipes, recipes)
def test_all_that_differs_is_said_and_nothing_else(before: Recipe, after: Recipe) -> None:
    diff = recipe_diff(before, after)
    assert bool(diff) == (before != after)
    assert bool(blocks(diff)) == bool(diff)
    assert all(block.chips for block in blocks(diff))
    assert not recipe_diff(after, after)


@given(recipes, recipes)
def test_there_and_back_are_mirror_images(before: Recipe, after: Recipe) -> None:
    there, back = recipe_diff(before, after), recipe_diff(after, before)
    assert {(v.name, v.before, v.after) for v in there.values} == {(v.name, v.after, v.before) for v in back.values}
    assert sorted(m.was for m in there.members if m.kind == "removed") == sorted(
        m.now for m in back.members if m.kind == "added"
    )
    assert [text.title for text in there.texts] == [text.title for text in back.texts]


@given(st.lists(people, max_size=4), st.lists(people, max_size=4))
def test_characters_are_matched_alike_from_both_sides(old: list[Character], new: list[Character]) -> None:
    pairs = matched_characters(old, new)
    assert {(j, i) for i, j in pairs.items()} == set(matched_characters(new, old).items())
    assert len(set(pairs.values())) == len(pairs)


@given(st.permutations([Character(prompt=f"girl {n}, hat {n}") for n in range(4)]))
def test_moved_characters_are_only_moved(order: list[Character]) -> None:
    before = [Character(prompt=f"girl {n}, hat {n}") for n in range(4)]
    members = recipe_diff(Recipe(characters=tuple(before)), Recipe(characters=tuple(order))).members
    assert all(member.moved and not member.texts and not member.values for member in members)
    assert {member.was for member in members if member.now == member.was} == set()


ANN = Character(prompt="girl, red hair, smile", position=(0.3, 0.5))
BEA = Character(prompt="girl, black hair, glasses, kimono")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (Recipe(prompt="a, b, c"), Recipe(prompt="c, a, 1.2::b::"), ["Prompt: ↔ c, ↑ b 1 → 1.2"]),
        (Recipe(prompt="a, b"), Recipe(prompt="a,  B"), ["Prompt: ≠ blanks, case and marks"]),
        (Recipe(prompt="{a}"), Recipe(prompt="a", undesired="x"), ["Prompt: ↓ a 1.05 → 1", "Undesired Content: + x"]),
        (Recipe(styles=("Ink", "Oil")), Recipe(styles=("Oil", "Pop")), ["Styles: − Ink, + Pop"]),
        (
            Recipe(sampling=Sampling(steps=28)),
            Recipe(sampling=Sampling(width=1216, height=832, steps=23, seed=7)),
            ["Settings: ≠ Size 832×1216 → 1216×832, ≠ Steps 28 → 23, ≠ Seed random → 7"],
        ),
        (
            Recipe(pins={"hair": "red", "pose": "sit"}),
            Recipe(pins={"hair": "blue", "hat": "cap"}, furry=True),
            ["Settings: ≠ Furry mode off → on, ≠ Pin hair red → blue, + Pin hat cap, − Pin pose sit"],
        ),
        (
            Recipe(source=Source(path="/x/a.png")),
            Recipe(source=Source(path="/x/a.png", strength=0.5), mask=Mask(path="m.png")),
            ["Settings: ≠ Source strength 0.7 → 0.5, ≠ Mask none → m.png"],
        ),
        (
            Recipe(characters=(ANN, BEA)),
            Recipe(characters=(BEA, ANN.model_copy(update={"prompt": "girl, red hair, hat", "undesired": "boots"}))),
            ["Character 1: ↔ was 2", "Character 2: − smile, + hat", "Character 2, undesired: + boots"],
        ),
        (
            Recipe(characters=(ANN, BEA)),
            Recipe(characters=(BEA,)),
            ["Character 1: − removed, ≠ Position 0.3 0.5 → none, − girl, − red hair, − smile"],
        ),
        (
            Recipe(characters=(Character(),)),
            Recipe(characters=(Character(prompt="boy", enabled=False),)),
            ["Character 1: ≠ Enabled on → off, + boy"],
        ),
        (
            Recipe(source=Source(path="a"), mask=Mask(path="/x/m.png")),
            Recipe(source=Source(path="a"), mask=Mask(path="/y/n.png")),
            ["Settings: ≠ Mask path m.png → n.png"],
        ),
        (
            Recipe(vibes=(Vibe(path="v.png"), Vibe(path="w.png"))),
            Recipe(vibes=(Vibe(path="w.png", strength=0.2),)),
            ["Vibe 1: − removed, ≠ Path v.png → none", "Vibe 1: ≠ Strength 0.6 → 0.2"],
        ),
    ],
)
def test_what_is_said(before: Recipe, after: Recipe, said: list[str]) -> None:
    assert lines(blocks(recipe_diff(before, after))) == said


def test_older_models_know_no_numbers() -> None:
    diff = recipe_diff(Recipe(prompt="1.2::a::"), Recipe(prompt="1.3::a::"), dialect=OLD)
    assert lines(blocks(diff)) == ["Prompt: − 1.2::a::, + 1.3::a::"]


def test_every_chip_begins_with_its_sign_and_is_short() -> None:
    diff = recipe_diff(Recipe(prompt="x" * 500), Recipe(prompt="y\n" * 300, characters=(ANN,)))
    for block in blocks(diff):
        for chip in (*block.chips, *([block.short] if block.short else [])):
            assert chip.text.startswith(f"{SIGNS[chip.tone]} ")
            assert len(chip.text) < 90
            assert "\n" not in chip.text
    assert [block.short.text for block in blocks(diff) if block.short] == ["+ Character 1: girl, red hair, smile"]


def test_no_two_settings_have_the_same_name() -> None:
    assert len(set(LABELS.values())) == len(LABELS)
