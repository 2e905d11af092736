"""A picture's own record gives back the recipe that makes the same request."""

from __future__ import annotations

import pytest

from naitui.demo import DEMO_TOKEN, DemoTransport
from naitui.novelai import NovelAI, build, load_catalog
from naitui.novelai.importing import import_recipe
from naitui.pictures.metadata import Metadata, read_metadata
from naitui.recipe import Character, Interaction, Recipe, Sampling, expand

CATALOG = load_catalog()
SMALL = {"width": 256, "height": 256, "seed": 99}

RECIPES = {
    "plain V4.5": Recipe(model="nai-diffusion-4-5-full", prompt="1girl, {smile}", sampling=Sampling(**SMALL)),
    "V4.5 with everything": Recipe(
        model="nai-diffusion-4-5-curated",
        prompt="2girls, park | mixed, Text: hi there",
        undesired="hat, [bad]",
        undesired_preset="humanFocus",
        furry=True,
        ai_choice=False,
        characters=(
            Character(prompt="girl, red hair", undesired="hat", position=(0.1, 0.3)),
            Character(prompt="girl, blue hair", position=(0.9, 0.5)),
        ),
        sampling=Sampling(**SMALL, steps=28, guidance=6.5, rescale=0.2, sampler="k_euler", variety=True),
    ),
    "V4.5 with interactions": Recipe(
        model="nai-diffusion-4-5-full",
        prompt="3girls",
        ai_choice=False,
        characters=(
            Character(id="c1", prompt="girl, red hair", position=(0.1, 0.3)),
            Character(id="c2", prompt="girl, source#wave, blue hair", position=(0.5, 0.5)),
            Character(prompt="target#wave, cat", position=(0.9, 0.5)),
        ),
        interactions=(
            Interaction(action="hug", sources=("c1",), targets=("c2",)),
            Interaction(action="looking at another", mutual=("c1", "c2")),
        ),
        sampling=Sampling(**SMALL),
    ),
    "V5 transparent, quoted": Recipe(
        model="nai-diffusion-5-full",
        prompt='1girl, sign that says "open late"',
        transparent=True,
        quality="light",
        undesired_preset="none",
        sampling=Sampling(**SMALL),
    ),
    "V5 Curated without quality tags": Recipe(prompt="a, b", quality="none", sampling=Sampling(**SMALL)),
    "V3 with SMEA and mixing": Recipe(
        model="nai-diffusion-3",
        prompt="cat:1.2|dog",
        undesired="hat",
        sampling=Sampling(**SMALL, smea="dyn", decrisper=True, schedule="native"),
    ),
    "Furry V3": Recipe(
        model="nai-diffusion-furry-3", prompt="wolf", undesired_preset="light", sampling=Sampling(**SMALL)
    ),
}


@pytest.mark.parametrize("name", RECIPES)
async def test_record_gives_the_same_request(name: str) -> None:
    [resolved] = expand(RECIPES[name])
    request = build(resolved, CATALOG)
    async with NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)) as service:
        [image] = await service.generate(request)
    metadata = read_metadata(image.data)
    assert metadata is not None
    imported = import_recipe(metadata, CATALOG)
    assert imported is not None
    [again] = expand(imported.recipe)
    assert build(again, CATALOG).body == request.body
    assert imported.lost == ()


async def test_interactions_come_back_with_everybody_in_them() -> None:
    recipe = RECIPES["V4.5 with interactions"]
    async with NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)) as service:
        [image] = await service.generate(build(expand(recipe)[0], CATALOG))
    metadata = read_metadata(image.data)
    assert metadata is not None
    imported = import_recipe(metadata, CATALOG)
    assert imported is not None
    assert imported.recipe.interactions == recipe.interactions
    assert imported.recipe.characters == recipe.characters, "what is typed in the middle is text"


def _record(source: str = "", **comment: object) -> Metadata:
    return Metadata("text", "", "", "NovelAI", source, "", {"prompt": "1girl", "seed": 1, **comment})


@pytest.mark.parametrize(
    ("source", "model"),
    [
        ("NovelAI Diffusion V4.5 4BDE2A90", "nai-diffusion-4-5-full"),
        ("NovelAI Diffusion V4 5AB81C7C", "nai-diffusion-4-5-curated"),
        ("NovelAI Diffusion V4.5 FFFFFFFF", "nai-diffusion-4-5-curated"),
        ("Stable Diffusion XL 9CC2F394", "nai-diffusion-furry-3"),
        ("", "nai-diffusion-5-curated"),
    ],
)
def test_model_from_source(source: str, model: str) -> None:
    imported = import_recipe(_record(source), CATALOG)
    assert imported is not None
    assert imported.recipe.model == model


def test_a_directors_tool_is_no_recipe() -> None:
    assert import_recipe(Metadata("text", "", "", "", "", "", {"req_type": "lineart"}), CATALOG) is None


def test_what_is_lost_is_named() -> None:
    record = _record(reference_image_multiple=["x"], request_type="Img2ImgRequest")
    imported = import_recipe(record, CATALOG)
    assert imported is not None
    assert imported.lost == ("vibes", "the source picture")


@pytest.mark.parametrize(
    "comment",
    [
        {"v4_prompt": 7, "v4_negative_prompt": []},
        {"v4_prompt": {"caption": {"base_caption": 5, "char_captions": [{"centers": [{"x": "a"}]}, 3]}}},
        {"steps": -3, "scale": "high", "cfg_rescale": 9, "width": None, "sampler": {}, "noise_schedule": []},
        {"seed": 10**30, "steps": 10**9},
    ],
)
def test_nonsense_never_raises(comment: dict[str, object]) -> None:
    assert import_recipe(_record(**comment), CATALOG) is not None
