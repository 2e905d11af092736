"""What a model refuses, ignores or changes is said before anything is sent (api.md 3.2, 3.3, 4)."""

import pytest

from naitui.novelai import Catalog, Refused, lint
from naitui.recipe import Batch, Character, Mask, PreciseReference, Recipe, Sampling, Vibe

V5, MEDIUM = "nai-diffusion-5-full", "nai-diffusion-5-full-medium"
V45, V4, V3, V2 = "nai-diffusion-4-5-full", "nai-diffusion-4-full", "nai-diffusion-3", "nai-diffusion-2"


def people(count: int, **more: object) -> tuple[Character, ...]:
    return tuple(Character(prompt=f"girl {number}", **more) for number in range(count))


def recipe(model: str = V45, **parts: object) -> Recipe:
    """A recipe; words that are no part of it go to its sampling."""
    sampling = {name: parts.pop(name) for name in list(parts) if name in Sampling.model_fields}
    return Recipe(model=model, sampling=Sampling(**sampling), **parts)


REFUSED = [
    (recipe(width=800), "sampling.width: 800 is not a multiple of 64; the nearest is 832"),  # a tie goes up
    (recipe(height=1000), "sampling.height: 1000 is not a multiple of 64; the nearest is 1024"),
    (recipe(width=1), "sampling.width: 1 is not a multiple of 64; the nearest is 64"),
    (recipe(width=2048, height=1600), "sampling.width: 2048×1600 is 3,276,800 pixels; NovelAI makes 3,145,728 at most"),
    (recipe(batch=Batch(count=5, samples=5)), "batch.samples: 5 in one request; at this size 4 are possible"),
    (
        recipe(width=640, height=640, batch=Batch(count=8, samples=7)),
        "batch.samples: 7 in one request; at this size 6 are possible",
    ),
    (
        recipe(width=512, height=704, batch=Batch(count=9, samples=9)),
        "batch.samples: 9 in one request; at this size 8 are possible",
    ),
    (recipe(steps=51), "sampling.steps: 51 is too many; 1 to 50 are possible"),
    (recipe(guidance=10.5), "sampling.guidance: 10.5 is too high; V4.5 Full takes 0 to 10"),
    (recipe(V2, guidance=25.5), "sampling.guidance: 25.5 is too high; V2 takes 0 to 25"),
    (recipe(seed=2**32), "sampling.seed: 4294967296 is too large; seeds run from 0 to 4294967295"),
    (recipe(V3, sampler="ddim"), "sampling.sampler: Anime V3 does not have ddim"),
    (recipe(sampler="plms"), "sampling.sampler: V4.5 Full does not have plms"),
    (recipe(sampler="euler"), 'sampling.sampler: there is no sampler "euler"; one of k_euler_ancestral, k_euler,'),
    (
        recipe(schedule="simple"),
        'sampling.schedule: there is no schedule "simple"; one of karras, exponential, polyexponential',
    ),
    (recipe(prompt="x" * 40_001), "prompt: 40,001 characters; NovelAI takes 40,000 at most"),
    (recipe(V45, characters=people(7)), "characters: 7 characters are on; V4.5 Full takes 6 at most"),
    (recipe(V5, characters=people(33)), "characters: 33 characters are on; V5 Full takes 32 at most"),
    (recipe(mask=Mask(path="a")), "mask: there is a mask but no source picture to paint on"),
    (recipe(vibes=(Vibe(path="a"),) * 17), "vibes: 17 vibes are on; V4.5 Full takes 16 at most"),
]


@pytest.mark.parametrize(("wrong", "said"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_refusals(catalog: Catalog, wrong: Recipe, said: str) -> None:
    found = lint(wrong, catalog)
    [problem] = found.refusals
    assert str(problem).startswith(said)
    with pytest.raises(Refused) as caught:
        found.raise_if_refused()
    assert str(caught.value) == str(problem)


@pytest.mark.parametrize("steps", [3, 9, 27, 36, 37])
@pytest.mark.parametrize(("model", "sampler"), [(V3, "ddim_v3"), (V2, "ddim")])
def test_steps_that_ddim_fails_with(catalog: Catalog, model: str, sampler: str, steps: int) -> None:
    [problem] = lint(recipe(model, sampler=sampler, steps=steps), catalog).refusals
    assert str(problem) == f"sampling.steps: {sampler} is known to fail with {steps} steps; take one more or less"
    assert not lint(recipe(model, sampler="k_euler", steps=steps), catalog).refusals
    assert not lint(recipe(V45, sampler=sampler, steps=steps), catalog).refusals  # becomes Euler Ancestral there


ALLOWED = [
    recipe(),
    recipe(V5),
    recipe(V2, guidance=25.0),
    recipe(width=2048, height=1536, steps=50, guidance=10.0, seed=2**32 - 1),
    recipe(width=64, height=64, steps=1, guidance=0.0, seed=0),
    recipe(width=512, height=704, batch=Batch(count=8, samples=8)),
    recipe(width=640, height=640, batch=Batch(count=6, samples=6)),
    recipe(batch=Batch(count=2, samples=8)),  # two pictures, two samples
    recipe(prompt="x" * 40_000),
    recipe(characters=(*people(6), *people(3, enabled=False), Character(prompt="x" * 50_000, enabled=False))),
    recipe(vibes=(Vibe(path="a", enabled=False),), precise_references=(PreciseReference(path="a", enabled=False),)),
]


@pytest.mark.parametrize("fine", ALLOWED)
def test_the_edges_of_what_is_allowed(catalog: Catalog, fine: Recipe) -> None:
    assert lint(fine, catalog).refusals == ()
    lint(fine, catalog).raise_if_refused()


NOTES = [
    (recipe(sampler="ddim"), "sampling.sampler: ddim becomes k_euler_ancestral"),
    (recipe(V45, schedule="native"), "sampling.schedule: native becomes karras on V4.5 Full"),
    (recipe(V5, schedule="exponential"), "sampling.schedule: exponential becomes karras on V5 Full"),
    (recipe(V2, schedule="karras", undesired_preset="light"), "sampling.schedule: V2 has no noise schedule"),
    (recipe(V45, quality="light"), "quality: V4.5 Full has no light quality tags; standard is used"),
    (recipe(V3, undesired_preset="furryFocus"), "undesired_preset: Anime V3 has no furryFocus; heavy is used"),
    (
        recipe(MEDIUM),
        "model: V5 Full, Medium effort: always 14 steps, k_euler_ancestral and the heavy preset; "
        "your own undesired content is not sent",
    ),
    (recipe(MEDIUM, rescale=0.5), "sampling.rescale: V5 Full, Medium effort has no Guidance Rescale"),
    (recipe(V5, variety=True), "sampling.variety: V5 Full has no Variety+"),
    (recipe(V45, decrisper=True), "sampling.decrisper: V4.5 Full has no Decrisper"),
    (recipe(V45, smea="auto"), "sampling.smea: V4.5 Full has no SMEA"),
    (recipe(V2, smea="dyn", undesired_preset="light"), "sampling.smea: V2 has SMEA but no DYN"),
    (recipe(V3, furry=True), "furry: Anime V3 has no furry mode"),
    (recipe(V45, transparent=True), "transparent: V4.5 Full has no transparent background"),
    (recipe(V3, characters=people(1)), "characters: Anime V3 has no character prompts"),
    (recipe(V45, characters=people(1), ai_choice=False), "characters: V4.5 Full places a single character itself"),
    (
        recipe(V45, characters=people(2, position=(0.33, 0.5)), ai_choice=False),
        "characters: positions snap to the 5×5 grid on V4.5 Full",
    ),
    (
        recipe(V45, characters=people(2, position=(0.2, 0.5)), ai_choice=False),
        "characters: positions snap to the 5×5 grid on V4.5 Full",
    ),
    (recipe(prompt="a\x1b[0m"), "prompt: control characters are left out"),
]


@pytest.mark.parametrize(("changed", "said"), NOTES, ids=lambda value: value if isinstance(value, str) else "")
def test_notes(catalog: Catalog, changed: Recipe, said: str) -> None:
    found = lint(changed, catalog)
    assert found.refusals == ()
    assert said in [str(note) for note in found.notes]


QUIET = [
    recipe(V45, rescale=0.5, variety=True, schedule="polyexponential", furry=True),
    recipe(
        V5, rescale=0.5, quality="light", transparent=True, characters=people(1, position=(0.33, 0.2)), ai_choice=False
    ),
    recipe(V45, characters=people(2, position=(0.3, 0.9)), ai_choice=False),
    recipe(V45, characters=people(2, position=(0.33, 0.9))),
    recipe(V3, smea="dyn", decrisper=True, variety=True, schedule="native", undesired_preset="humanFocus"),
    recipe(prompt="two\nlines\tand {brackets}"),
]


@pytest.mark.parametrize("fine", QUIET)
def test_nothing_is_noted_where_everything_is_used(catalog: Catalog, fine: Recipe) -> None:
    assert lint(fine, catalog).notes == ()


def test_a_model_that_nobody_knows_is_the_newest_and_says_so(catalog: Catalog) -> None:
    found = lint(recipe("nai-diffusion-9-full"), catalog)
    assert found.refusals == ()
    assert [str(note) for note in found.notes] == [
        'model: "nai-diffusion-9-full" is not in the catalog; it is treated as a V5 model; '
        'did you mean "nai-diffusion-5-full"?'
    ]


def test_a_model_that_is_no_longer_offered_says_so(catalog: Catalog) -> None:
    [note] = lint(recipe(V2, undesired_preset="light"), catalog).notes
    assert str(note).startswith("model: NovelAI no longer offers V2")


def test_every_refusal_is_told_at_once(catalog: Catalog) -> None:
    wrong = recipe(width=100, height=100, steps=60, prompt="x" * 50_000, characters=people(7))
    assert len(lint(wrong, catalog).refusals) == 5
