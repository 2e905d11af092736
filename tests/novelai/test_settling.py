"""A saved picture's recipe: every default written out, so that its request stays the same whatever the catalog says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from naitui.novelai import Catalog, Refused, build, load_catalog, settled_recipe
from naitui.novelai.materials import Materials
from naitui.recipe import Mask, Recipe, Resolved, Sampling, Source, Vibe, read_recipe, write_recipe

CATALOG = load_catalog()
MODELS = list(CATALOG.models)
SAMPLERS = [None, *CATALOG.samplers, "nai_smea", "nai_smea_dyn"]
SCHEDULES = [None, *sorted({name for model in CATALOG.models.values() for name in model.schedules})]


@pytest.fixture(scope="session")
def other(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A catalog with other defaults for everything that a user may leave out."""
    changed: dict[str, Any] = {"models": {}, "samplers": {}}
    for id, model in CATALOG.models.items():
        own: dict[str, Any] = {"steps": 5, "guidance": 1.25, "samplers": list(reversed(model.samplers))}
        own |= {"base": model.base, "smea_auto_area": 1 if model.smea_auto_area > 1 else 10**9}
        changed["models"][id] = own
    for id, sampler in CATALOG.samplers.items():
        changed["samplers"][id] = {"schedule": "exponential" if sampler.schedule == "karras" else "karras"}
    path: Path = tmp_path_factory.mktemp("catalog") / "catalog.toml"
    path.write_text(tomli_w.dumps(changed))
    return load_catalog(path)


def body(recipe: Recipe, catalog: Catalog) -> dict[str, Any]:
    materials = Materials(source=b"s", mask=b"m", vibes=(b"v",) * len(recipe.vibes))
    return build(Resolved(recipe, recipe.sampling.seed or 0), catalog, materials=materials).body


sampling = st.builds(
    Sampling,
    width=st.sampled_from([64, 832, 1024]),
    height=st.sampled_from([64, 1216]),
    steps=st.one_of(st.none(), st.integers(1, 50)),
    guidance=st.one_of(st.none(), st.sampled_from([0.0, 5.0, 6.5])),
    sampler=st.sampled_from(SAMPLERS),
    schedule=st.sampled_from(SCHEDULES),
    seed=st.just(7),
    variety=st.booleans(),
    smea=st.sampled_from(["off", "on", "dyn", "auto"]),
)
recipes = st.builds(
    Recipe,
    model=st.sampled_from([*MODELS, "nai-diffusion-9"]),
    prompt=st.just("1girl"),
    quality=st.sampled_from(["standard", "light", "none"]),
    undesired_preset=st.sampled_from(["heavy", "light", "humanFocus", "furryFocus", "none", "badAnatomy"]),
    sampling=sampling,
    source=st.sampled_from([None, Source(path="s.png")]),
    mask=st.sampled_from([None, Mask(path="m.png")]),
    vibes=st.sampled_from([(), (Vibe(path="v.png"),)]),
)


@settings(deadline=None, max_examples=400)
@given(recipe=recipes)
def test_the_request_is_the_same_and_stays_so(other: Catalog, recipe: Recipe) -> None:
    try:
        sent = body(recipe, CATALOG)
    except Refused:
        assume(False)
    kept = settled_recipe(recipe, CATALOG)
    assert read_recipe(write_recipe(kept)) == kept
    assert settled_recipe(kept, CATALOG) == kept
    assert body(kept, CATALOG) == sent
    assert body(kept, other) == sent


@pytest.mark.parametrize("model", MODELS)
def test_nothing_that_a_request_needs_is_left_out(other: Catalog, model: str) -> None:
    recipe = Recipe(model=model, prompt="x", sampling=Sampling(seed=1))
    kept = settled_recipe(recipe, CATALOG)
    known, fixed = CATALOG.model(model), CATALOG.model(model).fixed is not None
    assert (kept.sampling.steps is None) == (kept.sampling.sampler is None) == fixed
    assert kept.sampling.guidance is not None
    assert (kept.sampling.schedule is not None) == bool(known.schedules)
    assert body(kept, other) == body(recipe, CATALOG)
    if not fixed:
        assert body(recipe, other) != body(recipe, CATALOG)  # what this is good for


def test_the_medium_effort_keeps_what_the_user_set() -> None:
    [medium] = [model.id for model in CATALOG.models.values() if model.fixed is not None]
    mine = Recipe(model=medium, undesired_preset="light", sampling=Sampling(steps=40, sampler="k_euler", seed=1))
    kept = settled_recipe(mine, CATALOG)
    assert (kept.sampling.steps, kept.sampling.sampler, kept.undesired_preset) == (40, "k_euler", "light")
