"""Whole bodies for V4 and newer, written by hand after api.md 3.4, 3.5, 3.6, 3.7 and 3.9."""

from naitui.novelai import Catalog, build
from naitui.recipe import Batch, Character, Recipe, Sampling, expand

V4_5_FULL_UC = (
    "nsfw, lowres, artistic error, film grain, scan artifacts, worst quality, bad quality, jpeg artifacts, "
    "very displeasing, chromatic aberration, dithering, halftone, screentone, multiple views, logo, "
    "too many watermarks, negative space, blank page"
)
EULER = {"deliberate_euler_ancestral_bug": False, "prefer_brownian": True}
V5_LIGHT_UC = (
    "lowres, bad hands, bad anatomy, artistic error, sepia, white haze, worst quality, very displeasing, "
    "jpeg artifacts, 0::ai-generated::"
)


def body_of(recipe: Recipe, catalog: Catalog) -> dict[str, object]:
    """The body of a recipe that is one request."""
    [resolved] = expand(recipe)
    return dict(build(resolved, catalog).body)


def test_v4_5_full(catalog: Catalog) -> None:
    recipe = Recipe(model="nai-diffusion-4-5-full", prompt="1girl, night", sampling=Sampling(seed=1234567890))
    prompt = "1girl, night, very aesthetic, masterpiece, no text"
    assert body_of(recipe, catalog) == {
        "input": prompt,
        "model": "nai-diffusion-4-5-full",
        "action": "generate",
        "use_new_shared_trial": True,
        "parameters": {
            "params_version": 4,
            "width": 832,
            "height": 1216,
            "scale": 5,
            "sampler": "k_euler_ancestral",
            "steps": 23,
            "n_samples": 1,
            "seed": 1234567890,
            "ucPresetId": "heavy",
            "qualityPresetId": "standard",
            "autoSmea": False,
            "dynamic_thresholding": False,
            "controlnet_strength": 1,
            "legacy": False,
            "add_original_image": True,
            "cfg_rescale": 0,
            "noise_schedule": "karras",
            "legacy_v3_extend": False,
            "skip_cfg_above_sigma": None,
            "use_coords": False,
            "legacy_uc": False,
            "normalize_reference_strength_multiple": True,
            "inpaintImg2ImgStrength": 1,
            "tag_hint_qt": 1,
            "tag_hint_uc_preset": 2,
            "characterPrompts": [],
            "v4_prompt": {
                "caption": {"base_caption": prompt, "char_captions": []},
                "use_coords": False,
                "use_order": True,
            },
            "v4_negative_prompt": {
                "caption": {"base_caption": V4_5_FULL_UC, "char_captions": []},
                "legacy_uc": False,
            },
            "negative_prompt": V4_5_FULL_UC,
            **EULER,
            "image_format": "png",
            "stream": "msgpack",
        },
    }


def test_v4_5_curated_with_everything_tuned_and_two_characters(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-4-5-curated",
        prompt="2girls",
        undesired="rain | snow",
        undesired_preset="light",
        ai_choice=False,
        sampling=Sampling(
            width=1024, height=1024, steps=28, guidance=6.5, rescale=0.25, sampler="k_dpmpp_2m", seed=0, variety=True
        ),
        batch=Batch(count=2, samples=2),
        characters=(
            Character(prompt="girl, red hair", undesired="hat", position=(0.22, 0.58)),
            Character(prompt="girl, out", enabled=False, position=(0.1, 0.1)),
            Character(prompt="girl, blue hair", position=(1.0, 0.0)),
        ),
    )
    prompt = "2girls, very aesthetic, masterpiece, no text, -0.8::feet::, rating:general"
    undesired = (
        "blurry, lowres, upscaled, artistic error, scan artifacts, jpeg artifacts, logo, too many watermarks, "
        "negative space, blank page, rain | snow"
    )
    first, second = {"x": 0.3, "y": 0.5}, {"x": 0.9, "y": 0.1}
    assert body_of(recipe, catalog) == {
        "input": prompt,
        "model": "nai-diffusion-4-5-curated",
        "action": "generate",
        "use_new_shared_trial": True,
        "parameters": {
            "params_version": 4,
            "width": 1024,
            "height": 1024,
            "scale": 6.5,
            "sampler": "k_dpmpp_2m",
            "steps": 28,
            "n_samples": 2,
            "seed": 0,
            "ucPresetId": "light",
            "qualityPresetId": "standard",
            "autoSmea": False,
            "dynamic_thresholding": False,
            "controlnet_strength": 1,
            "legacy": False,
            "add_original_image": True,
            "cfg_rescale": 0.25,
            "noise_schedule": "exponential",
            "legacy_v3_extend": False,
            "skip_cfg_above_sigma": 58 * (4 * 128 * 128 / 63232) ** 0.5,
            "use_coords": True,
            "legacy_uc": False,
            "normalize_reference_strength_multiple": True,
            "inpaintImg2ImgStrength": 1,
            "tag_hint_qt": 1,
            "tag_hint_uc_preset": 3,
            "characterPrompts": [
                {"prompt": "girl, red hair", "uc": "hat", "center": first, "enabled": True},
                {"prompt": "girl, blue hair", "uc": "", "center": second, "enabled": True},
            ],
            "v4_prompt": {
                "caption": {
                    "base_caption": prompt,
                    "char_captions": [
                        {"char_caption": "girl, red hair", "centers": [first]},
                        {"char_caption": "girl, blue hair", "centers": [second]},
                    ],
                },
                "use_coords": True,
                "use_order": True,
            },
            "v4_negative_prompt": {
                "caption": {
                    "base_caption": undesired,
                    "char_captions": [
                        {"char_caption": "hat", "centers": [first]},
                        {"char_caption": "", "centers": [second]},
                    ],
                },
                "legacy_uc": False,
            },
            "negative_prompt": undesired,
            "image_format": "png",
            "stream": "msgpack",
        },
    }


def test_v4_full_without_any_texts_of_the_presets(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-4-full",
        prompt="1boy",
        quality="none",
        undesired_preset="none",
        sampling=Sampling(seed=5, schedule="polyexponential", variety=True),
    )
    assert body_of(recipe, catalog) == {
        "input": "1boy",
        "model": "nai-diffusion-4-full",
        "action": "generate",
        "use_new_shared_trial": True,
        "parameters": {
            "params_version": 4,
            "width": 832,
            "height": 1216,
            "scale": 5.5,
            "sampler": "k_euler_ancestral",
            "steps": 23,
            "n_samples": 1,
            "seed": 5,
            "ucPresetId": "none",
            "qualityPresetId": "none",
            "autoSmea": False,
            "dynamic_thresholding": False,
            "controlnet_strength": 1,
            "legacy": False,
            "add_original_image": True,
            "cfg_rescale": 0,
            "noise_schedule": "polyexponential",
            "legacy_v3_extend": False,
            "skip_cfg_above_sigma": 19,
            "use_coords": False,
            "legacy_uc": False,
            "normalize_reference_strength_multiple": True,
            "inpaintImg2ImgStrength": 1,
            "tag_hint_qt": 0,
            "tag_hint_uc_preset": 0,
            "characterPrompts": [],
            "v4_prompt": {
                "caption": {"base_caption": "1boy", "char_captions": []},
                "use_coords": False,
                "use_order": True,
            },
            "v4_negative_prompt": {"caption": {"base_caption": "", "char_captions": []}, "legacy_uc": False},
            "uc": "",  # an empty negative_prompt is not sent
            **EULER,
            "image_format": "png",
            "stream": "msgpack",
        },
    }


def v5_body(**changes: object) -> dict[str, object]:
    """The parameters that every V5 body below has in common, with its own laid over them."""
    return {
        "params_version": 4,
        "width": 832,
        "height": 1216,
        "scale": 7,
        "sampler": "k_euler_ancestral",
        "steps": 23,
        "n_samples": 1,
        "seed": 42,
        "ucPresetId": "heavy",
        "qualityPresetId": "standard",
        "autoSmea": False,
        "dynamic_thresholding": False,
        "controlnet_strength": 1,
        "legacy": False,
        "add_original_image": True,
        "noise_schedule": "karras",
        "legacy_v3_extend": False,
        "use_coords": False,
        "legacy_uc": False,
        "normalize_reference_strength_multiple": True,
        "inpaintImg2ImgStrength": 1,
        "tag_hint_qt": 1,
        "tag_hint_uc_preset": 2,
        "characterPrompts": [],
        "negative_prompt": V4_5_FULL_UC,
        **EULER,
        "straight_alpha": True,
        "image_format": "png",
        "stream": "msgpack",
    } | changes


def test_v5_full(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-5-full",
        prompt="1girl,",
        undesired="hat",
        sampling=Sampling(seed=42, sampler="k_dpmpp_2m", variety=True, decrisper=True, smea="dyn", schedule="native"),
    )
    prompt, undesired = "1girl, very aesthetic, masterpiece, no text", f"{V4_5_FULL_UC}, hat"
    parameters = v5_body(
        sampler="k_dpmpp_2m",
        cfg_rescale=0,
        v4_prompt={
            "caption": {"base_caption": prompt, "char_captions": []},
            "use_coords": False,
            "use_order": True,
        },
        v4_negative_prompt={"caption": {"base_caption": undesired, "char_captions": []}, "legacy_uc": False},
        negative_prompt=undesired,
    )
    for name in EULER:
        del parameters[name]
    assert body_of(recipe, catalog) == {
        "input": prompt,
        "model": "nai-diffusion-5-full",
        "action": "generate",
        "use_new_shared_trial": True,
        "parameters": parameters,
    }


def test_v5_curated_with_transparency_quotes_and_a_placed_character(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-5-curated",
        prompt='shop, a sign "OPEN"',
        quality="light",
        undesired_preset="light",
        transparent=True,
        ai_choice=False,
        sampling=Sampling(seed=42),
        characters=(Character(prompt="girl, shirt with 'HI THERE'", undesired="hat", position=(0.12349, 0.5)),),
    )
    prompt = (
        'shop, a sign "OPEN", transparent background, very aesthetic, amazing quality, no text, teXt: OPEN\n\nHI THERE'
    )
    center = {"x": 0.123, "y": 0.5}
    assert body_of(recipe, catalog) == {
        "input": prompt,
        "model": "nai-diffusion-5-curated",
        "action": "generate",
        "use_new_shared_trial": True,
        "parameters": v5_body(
            cfg_rescale=0,
            ucPresetId="light",
            qualityPresetId="light",
            tag_hint_qt=3,
            tag_hint_uc_preset=3,
            tag_hint_transparent_background=True,
            use_coords=True,
            characterPrompts=[
                {"prompt": "girl, shirt with 'HI THERE'", "uc": "hat", "center": center, "enabled": True}
            ],
            v4_prompt={
                "caption": {
                    "base_caption": prompt,
                    "char_captions": [{"char_caption": "girl, shirt with 'HI THERE'", "centers": [center]}],
                },
                "use_coords": True,
                "use_order": True,
            },
            v4_negative_prompt={
                "caption": {
                    "base_caption": V5_LIGHT_UC,
                    "char_captions": [{"char_caption": "hat", "centers": [center]}],
                },
                "legacy_uc": False,
            },
            negative_prompt=V5_LIGHT_UC,
        ),
    }


def test_v5_medium_sends_its_fixed_values_whatever_is_tuned(catalog: Catalog) -> None:
    recipe = Recipe(
        model="nai-diffusion-5-full-medium",
        prompt="1girl",
        undesired="my own",
        undesired_preset="humanFocus",
        sampling=Sampling(seed=42, steps=40, sampler="k_dpmpp_sde", rescale=0.5, guidance=6.0),
        characters=(Character(prompt="girl", undesired="her own"),),
    )
    prompt, center = "1girl, very aesthetic, masterpiece, no text", {"x": 0.5, "y": 0.5}
    assert body_of(recipe, catalog) == {
        "input": prompt,
        "model": "nai-diffusion-5-full-medium",
        "action": "generate",
        "use_new_shared_trial": True,
        "parameters": v5_body(
            scale=6,
            steps=14,
            characterPrompts=[{"prompt": "girl", "uc": "", "center": center, "enabled": True}],
            v4_prompt={
                "caption": {
                    "base_caption": prompt,
                    "char_captions": [{"char_caption": "girl", "centers": [center]}],
                },
                "use_coords": False,
                "use_order": True,
            },
            v4_negative_prompt={
                "caption": {
                    "base_caption": V4_5_FULL_UC,
                    "char_captions": [{"char_caption": "", "centers": [center]}],
                },
                "legacy_uc": False,
            },
        ),
    }
