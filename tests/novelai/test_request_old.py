"""Whole bodies for V3 and older, written by hand after api.md 3.2–3.9; and which path and framing a request takes."""

import json
from typing import Literal

import pytest

from naitui.novelai import Catalog, Refused, build
from naitui.recipe import Character, Recipe, Sampling, Source, expand

V3_UC = (
    "nsfw, lowres, {bad}, error, fewer, extra, missing, worst quality, jpeg artifacts, bad quality, watermark, "
    "unfinished, displeasing, chromatic aberration, signature, extra digits, artistic error, username, scan, [abstract]"
)
FURRY_LIGHT_UC = (
    "nsfw, {worst quality}, guide lines, unfinished, bad, url, tall image, widescreen, compression artifacts, "
    "unknown text"
)
EULER = {"deliberate_euler_ancestral_bug": False, "prefer_brownian": True}


def check(recipe: Recipe, catalog: Catalog, expected: dict[str, object]) -> None:
    """The body of a recipe that is one request, against a whole body written by hand."""
    [resolved] = expand(recipe)
    request = build(resolved, catalog)
    assert request.body == {
        "input": expected.pop("input"),
        "model": recipe.model,
        "action": "generate",
        "use_new_shared_trial": True,
        "parameters": expected,
    }
    assert (request.path, request.framing) == ("/ai/generate-image", "none")  # the page streams V4 and newer


def test_v3_with_smea_dyn(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-3",
        prompt="1girl | night:0.5",
        undesired="hat",
        sampling=Sampling(seed=9, smea="dyn", decrisper=True, variety=True, rescale=0.1, guidance=5.5),
        characters=(Character(prompt="nobody hears of her"),),
    )
    tags = "best quality, amazing quality, very aesthetic, absurdres"
    check(
        recipe,
        catalog,
        {
            "input": f"1girl , {tags}| night, {tags}:0.5",
            "params_version": 4,
            "width": 832,
            "height": 1216,
            "scale": 5.5,
            "sampler": "k_euler",
            "steps": 23,
            "n_samples": 1,
            "seed": 9,
            "ucPresetId": "heavy",
            "qualityPresetId": "standard",
            "sm": True,
            "sm_dyn": True,
            "dynamic_thresholding": True,
            "controlnet_strength": 1,
            "legacy": False,
            "add_original_image": True,
            "cfg_rescale": 0.1,
            "noise_schedule": "karras",
            "legacy_v3_extend": False,
            "skip_cfg_above_sigma": 19,
            "tag_hint_qt": 1,
            "tag_hint_uc_preset": 2,
            "characterPrompts": [],
            "negative_prompt": f"{V3_UC}, hat",
            "image_format": "png",
        },
    )


def test_furry_v3(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-furry-3", prompt="fox", furry=True, undesired_preset="light", sampling=Sampling(seed=9)
    )
    check(
        recipe,
        catalog,
        {
            "input": "fox, {best quality}, {amazing quality}",
            "params_version": 4,
            "width": 832,
            "height": 1216,
            "scale": 6.2,
            "sampler": "k_euler_ancestral",
            "steps": 23,
            "n_samples": 1,
            "seed": 9,
            "ucPresetId": "light",
            "qualityPresetId": "standard",
            "sm": False,
            "sm_dyn": False,
            "dynamic_thresholding": False,
            "controlnet_strength": 1,
            "legacy": False,
            "add_original_image": True,
            "cfg_rescale": 0,
            "noise_schedule": "karras",
            "legacy_v3_extend": False,
            "skip_cfg_above_sigma": None,
            "tag_hint_qt": 1,
            "tag_hint_uc_preset": 3,
            "characterPrompts": [],
            "negative_prompt": FURRY_LIGHT_UC,
            **EULER,
            "image_format": "png",
        },
    )


def test_v2(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-2",
        prompt="cat|dog:1.2",
        undesired_preset="light",
        sampling=Sampling(seed=9, sampler="ddim", smea="on", rescale=0.5, variety=True, schedule="karras"),
    )
    check(
        recipe,
        catalog,
        {
            "input": ("very aesthetic, best quality, absurdres, cat|very aesthetic, best quality, absurdres, dog:1.2"),
            "params_version": 4,
            "width": 832,
            "height": 1216,
            "scale": 10,
            "sampler": "ddim",
            "steps": 28,
            "n_samples": 1,
            "seed": 9,
            "ucPresetId": "light",
            "qualityPresetId": "standard",
            "sm": False,  # SMEA is off for DDIM
            "dynamic_thresholding": False,
            "controlnet_strength": 1,
            "legacy": False,
            "add_original_image": True,
            "legacy_v3_extend": False,
            "tag_hint_qt": 1,
            "tag_hint_uc_preset": 3,
            "negative_prompt": "nsfw, lowres, jpeg artifacts, worst quality, watermark, blurry, very displeasing",
            "image_format": "png",
        },
    )


def test_v1(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion",
        prompt="cat",
        undesired_preset="lowQuality",
        sampling=Sampling(seed=9, width=512, height=768, guidance=11.0),
    )
    check(
        recipe,
        catalog,
        {
            "input": "masterpiece, best quality, cat",
            "params_version": 4,
            "width": 512,
            "height": 768,
            "scale": 11,
            "sampler": "k_dpmpp_2m",
            "steps": 28,
            "n_samples": 1,
            "seed": 9,
            "ucPresetId": "lowQuality",
            "qualityPresetId": "standard",
            "sm": False,
            "dynamic_thresholding": False,
            "controlnet_strength": 1,
            "legacy": False,
            "add_original_image": True,
            "legacy_v3_extend": False,
            "tag_hint_qt": 1,
            "tag_hint_uc_preset": 7,
            "negative_prompt": (
                "nsfw, lowres, text, cropped, worst quality, low quality, normal quality, jpeg artifacts, signature, "
                "watermark, username, blurry"
            ),
            "image_format": "png",
        },
    )


@pytest.mark.parametrize(
    ("framing", "path"),
    [("msgpack", "/ai/generate-image-stream"), ("sse", "/ai/generate-image-stream"), ("none", "/ai/generate-image")],
)
def test_the_framing_names_path_and_stream(
    catalog: Catalog, framing: Literal["msgpack", "sse", "none"], path: str
) -> None:
    request = build(expand(Recipe(prompt="x"))[0], catalog, framing)
    parameters = request.body["parameters"]
    assert isinstance(parameters, dict)
    assert (request.path, request.framing, request.method) == (path, framing, "POST")
    assert parameters.get("stream", "none") == framing


def test_numbers_are_written_as_a_page_writes_them(catalog: Catalog) -> None:
    recipe = Recipe(model="nai-diffusion-4-5-full", sampling=Sampling(guidance=6.0, rescale=1.0, seed=1, variety=True))
    written = json.dumps(build(expand(recipe)[0], catalog).body)
    for number in ('"scale": 6,', '"cfg_rescale": 1,', '"skip_cfg_above_sigma": 58,', '"controlnet_strength": 1,'):
        assert number in written


def test_what_cannot_be_made_is_refused_before_anything_is_built(catalog: Catalog) -> None:
    recipe = Recipe(model="nai-diffusion-4-5-full", source=Source(path="a.png"), sampling=Sampling(width=100))
    with pytest.raises(Refused) as caught:
        build(expand(recipe)[0], catalog)
    assert [problem.where for problem in caught.value.problems] == [("sampling", "width")]
    assert (caught.value.charged, caught.value.retry) == ("no", False)
