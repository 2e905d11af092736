"""Chance is settled once and the same way every time."""

import pytest

from naitui.recipe import Batch, Character, Recipe, Sampling, expand, resolve

COLOURS = [f"colour{number}" for number in range(50)]
CHOICE = f"||{'|'.join(COLOURS)}||"


def seeded(seed: int | None, **batch: int) -> Recipe:
    return Recipe(prompt=CHOICE, sampling=Sampling(seed=seed), batch=Batch(**batch))


@pytest.mark.parametrize(
    ("count", "samples", "expected"),
    [
        (1, 1, [(100, 1)]),
        (4, 1, [(100, 1), (101, 1), (102, 1), (103, 1)]),
        (4, 4, [(100, 4)]),
        (5, 2, [(100, 2), (102, 2), (104, 1)]),
        (2, 8, [(100, 2)]),
    ],
)
def test_requests_and_their_seeds(count: int, samples: int, expected: list[tuple[int, int]]) -> None:
    requests = expand(seeded(100, count=count, samples=samples))
    assert [(request.seed, request.samples) for request in requests] == expected
    for request in requests:
        assert request.recipe.sampling.seed == request.seed
        assert request.recipe.batch == Batch(count=request.samples, samples=request.samples)


def test_seeds_count_on_over_the_end_of_their_range() -> None:
    assert [r.seed for r in expand(seeded(2**32 - 2, count=4))] == [2**32 - 2, 2**32 - 1, 0, 1]


def test_a_seed_of_its_own_goes_before_the_recipes() -> None:
    assert expand(seeded(100), 7)[0].seed == 7
    assert expand(seeded(100), 0)[0].seed == 0


def test_without_a_seed_new_ones_are_drawn() -> None:
    seeds = {expand(seeded(None))[0].seed for _ in range(20)}
    assert len(seeds) == 20
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_picks_follow_the_seed() -> None:
    first, again = expand(seeded(5, count=30)), expand(seeded(5, count=30))
    assert first == again
    prompts = [request.recipe.prompt for request in first]
    assert set(prompts) <= set(COLOURS)
    assert len(set(prompts)) > 10
    assert expand(seeded(12))[0].recipe.prompt == prompts[7]  # the eighth request has seed 12


PINNED = ["colour16 colour43", "colour9", "colour7", "colour45", "colour47", ""]
"""What seed 1234 picked when recipes of format 1 were first written."""


def test_picks_are_the_same_on_every_machine_and_in_every_year() -> None:
    """A recipe with its seed is a promise. If these change, pictures made from old recipes change."""
    recipe = Recipe(
        prompt=f"{CHOICE} {CHOICE}",
        undesired=CHOICE,
        characters=(Character(prompt=CHOICE, undesired=CHOICE), Character(prompt=CHOICE)),
    )
    settled = resolve(recipe, 1234).recipe
    picks = [settled.prompt, settled.undesired, *(text for c in settled.characters for text in (c.prompt, c.undesired))]
    assert picks == PINNED


def test_one_request_for_several_samples_has_one_pick_for_all() -> None:
    together, apart = expand(seeded(5, count=2, samples=2)), expand(seeded(5, count=2))
    assert [r.recipe.prompt for r in together] == [apart[0].recipe.prompt]


def test_switching_a_character_off_leaves_the_others_picks_alone() -> None:
    def second(*, enabled: bool) -> str:
        people = (Character(prompt=CHOICE, enabled=enabled), Character(prompt=CHOICE))
        return resolve(Recipe(characters=people), 3).recipe.characters[1].prompt

    assert second(enabled=True) == second(enabled=False)


def test_nothing_but_chance_is_touched() -> None:
    recipe = Recipe(
        prompt="a | b, {c} [d] 1.2::e::", undesired="f", model="x", characters=(Character(prompt="g", name="G"),)
    )
    settled = resolve(recipe, 9, 3).recipe
    assert settled.model_copy(update={"sampling": recipe.sampling, "batch": recipe.batch}) == recipe
