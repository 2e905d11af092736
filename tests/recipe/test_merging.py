"""Parts of one recipe in another: what was asked for comes, everything else stays."""

from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Batch, Character, Interaction, Recipe, Sampling
from naitui.recipe.merging import TITLES, merged, parts_in

NOW = Recipe(
    prompt="mine", undesired="own", styles=("a",), batch=Batch(count=3), quality="none",
    sampling=Sampling(width=64, height=128, steps=3, seed=1),
    characters=(Character(id="red", prompt="girl, red hair"),),
)  # fmt: skip
FOUND = Recipe(
    prompt="theirs", undesired="bad", model="nai-diffusion-4-5-full", styles=("b",), batch=Batch(count=2, samples=2),
    sampling=Sampling(width=256, height=256, steps=28, guidance=4.0, seed=7),
    characters=(Character(id="red", prompt="girl, crown"), Character(id="x", prompt="boy")),
    interactions=(Interaction(action="hug", sources=("red",), targets=("x",)),),
)  # fmt: skip


def test_nothing_is_nothing() -> None:
    assert merged(NOW, FOUND, set()) == NOW


def test_everything_is_the_other_recipe_but_its_batch() -> None:
    assert merged(NOW, FOUND, set(TITLES) - {"append"}) == FOUND.model_copy(update={"batch": NOW.batch})


@given(st.sets(st.sampled_from(sorted(TITLES))))
def test_every_part_comes_whole_and_alone(parts: set[str]) -> None:
    got = merged(NOW, FOUND, parts)
    for part, names in {"model": ["model"], "prompt": ["prompt", "styles"], "undesired": ["undesired"]}.items():
        for name in names:
            assert getattr(got, name) == getattr(FOUND if part in parts else NOW, name)
    sampling = {"seed": ["seed"], "size": ["width", "height"], "settings": ["steps", "guidance", "sampler"]}
    for part, names in sampling.items():
        for name in names:
            assert getattr(got.sampling, name) == getattr((FOUND if part in parts else NOW).sampling, name)
    assert got.batch == NOW.batch


def test_appended_characters_keep_what_they_do() -> None:
    got = merged(NOW, FOUND, {"append"})
    assert [one.prompt for one in got.characters] == ["girl, red hair", "girl, crown", "boy"]
    ids = [one.id for one in got.characters]
    assert len(set(ids)) == 3
    [hug] = got.interactions
    assert (hug.sources, hug.targets) == ((ids[1],), (ids[2],))


def test_only_what_is_there_is_offered() -> None:
    assert "characters" not in parts_in(Recipe())
    assert "seed" not in parts_in(Recipe())
    assert {"characters", "append", "undesired", "seed"} <= set(parts_in(FOUND))
