"""Bodies with pictures: image to image, infill, vibes, precise references, ControlNet, by NovelAI's own rules."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from naitui.novelai import Refused, Request, build, lint, load_catalog
from naitui.novelai.materials import Materials
from naitui.recipe import Character, Control, Mask, PreciseReference, Recipe, Sampling, Source, Vibe, expand

CATALOG = load_catalog()
FULL, CURATED = "nai-diffusion-4-5-full", "nai-diffusion-4-5-curated"
PICTURE, MASK = b"the source", b"the mask"


def made(materials: Materials, seed: int = 7, **recipe: Any) -> Request:
    recipe.setdefault("model", FULL)
    recipe.setdefault("prompt", "1girl")
    recipe.setdefault("sampling", Sampling(seed=seed))
    [resolved] = expand(Recipe(**recipe))
    return build(resolved, CATALOG, materials=materials)


def parameters(request: Request) -> dict[str, Any]:
    found = request.body["parameters"]
    assert isinstance(found, dict)
    return found


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def added(request: Request, **recipe: Any) -> dict[str, Any]:
    """What the pictures add to, or change in, the body of the same recipe without them."""
    plain = parameters(made(Materials(), **recipe))
    return {key: value for key, value in parameters(request).items() if key not in plain or plain[key] != value}


def test_image_to_image_adds_its_fields_and_nothing_else() -> None:
    request = made(Materials(source=PICTURE), source=Source(path="a.png", strength=0.4, noise=0.1))
    assert (request.body["action"], request.body["model"]) == ("img2img", FULL)
    assert request.path == "/ai/generate-image-stream"
    assert added(request) == {
        "image": b64(PICTURE),
        "strength": 0.4,
        "noise": 0.1,
        "extra_noise_seed": 6,
        "color_correct": False,
    }
    assert "mask" not in parameters(request)


def test_the_noise_seed_of_seed_0_does_not_become_negative() -> None:
    request = made(Materials(source=PICTURE), seed=0, source=Source(path="a.png"))
    assert parameters(request)["extra_noise_seed"] == 4294967295
    assert (parameters(request)["strength"], parameters(request)["noise"]) == (0.7, 0.0)


def test_smea_is_off_with_a_source() -> None:
    sampling = Sampling(seed=7, smea="dyn")
    request = made(Materials(source=PICTURE), model="nai-diffusion-3", sampling=sampling, source=Source(path="a"))
    assert (parameters(request)["sm"], parameters(request)["sm_dyn"]) == (False, False)


def test_max_enhance_is_a_field_of_v5_alone() -> None:
    source = Source(path="a", upscaled=True)
    assert parameters(made(Materials(source=PICTURE), model="nai-diffusion-5-full", source=source))["upscaled_enhance"]
    request = made(Materials(source=PICTURE), source=source)
    assert "upscaled_enhance" not in parameters(request)


@pytest.mark.parametrize(
    ("model", "id"),
    [
        ("nai-diffusion-5-full", "nai-diffusion-5-full-inpainting"),
        ("nai-diffusion-5-full-medium", "nai-diffusion-5-full-medium-inpainting"),
        ("nai-diffusion-5-curated", "nai-diffusion-4-5-curated-inpainting"),
        (FULL, "nai-diffusion-4-5-full-inpainting"),
        ("nai-diffusion-4-curated-preview", "nai-diffusion-4-curated-inpainting"),
        ("nai-diffusion-3", "nai-diffusion-3-inpainting"),
        ("nai-diffusion-furry-3", "nai-diffusion-furry-3-inpainting"),
        ("nai-diffusion-furry", "furry-diffusion-inpainting"),
    ],
)
def test_infill_has_the_models_own_id_and_the_plain_path(model: str, id: str) -> None:
    request = made(Materials(PICTURE, MASK), model=model, source=Source(path="a"), mask=Mask(path="m"))
    assert (request.body["action"], request.body["model"]) == ("infill", id)
    assert (request.path, request.framing) == ("/ai/generate-image", "none")
    assert "stream" not in parameters(request)


def test_infill_with_the_slider_at_1() -> None:
    request = made(Materials(PICTURE, MASK), source=Source(path="a", strength=0.3, noise=0.5), mask=Mask(path="m"))
    fields = added(request)
    assert fields == {
        "image": b64(PICTURE),
        "mask": b64(MASK),
        "strength": 0.7,
        "noise": 0,
        "extra_noise_seed": 6,
        "add_original_image": False,
    }
    assert parameters(request)["inpaintImg2ImgStrength"] == 1
    assert "color_correct" not in parameters(request)


def test_infill_with_the_slider_below_1() -> None:
    request = made(Materials(PICTURE, MASK), source=Source(path="a"), mask=Mask(path="m", strength=0.5))
    assert parameters(request)["inpaintImg2ImgStrength"] == 0.5
    assert parameters(request)["img2img"] == {"strength": 0.5, "color_correct": True}


def test_v5_curated_paints_with_the_body_of_v4_5_curated() -> None:
    recipe = {
        "prompt": "1girl",
        "source": Source(path="a"),
        "mask": Mask(path="m"),
        "characters": (Character(prompt="girl", position=(0.33, 0.5)), Character(prompt="boy", position=(0.7, 0.5))),
        "ai_choice": False,
    }
    detour = made(Materials(PICTURE, MASK), model="nai-diffusion-5-curated", **recipe)
    direct = made(Materials(PICTURE, MASK), model=CURATED, **recipe)
    assert detour.body == direct.body
    [resolved] = expand(Recipe(model="nai-diffusion-5-curated", **recipe))
    assert any("V4.5 Curated does it" in str(note) for note in lint(resolved.recipe, CATALOG).notes)


def test_ddim_cannot_paint_a_part_on_v3() -> None:
    sampling = Sampling(seed=7, sampler="ddim_v3")
    recipe = {"model": "nai-diffusion-3", "sampling": sampling, "source": Source(path="a")}
    assert parameters(made(Materials(PICTURE, MASK), mask=Mask(path="m"), **recipe))["sampler"] == "k_euler_ancestral"
    assert parameters(made(Materials(PICTURE), **recipe))["sampler"] == "ddim_v3"


@pytest.mark.parametrize(
    ("normalize", "strengths", "sent"),
    [
        (True, (0.6, 0.6), [0.5, 0.5]),
        (True, (0.9, -0.3), [0.75, -0.25]),
        (True, (0.4, 0.5), [0.4, 0.5]),
        (True, (1.5,), [1.5]),
        (False, (0.6, 0.6), [0.6, 0.6]),
    ],
)
def test_vibes_of_v4_5_are_encodings_with_their_share(
    normalize: bool, strengths: tuple[float, ...], sent: list[float]
) -> None:
    vibes = tuple(Vibe(path=f"{n}.png", strength=s) for n, s in enumerate(strengths))
    encodings = tuple(f"encoding {n}".encode() for n in range(len(vibes)))
    request = made(Materials(vibes=encodings), vibes=vibes, normalize_vibes=normalize)
    fields = added(request, normalize_vibes=normalize)
    assert set(fields) == {"reference_image_multiple", "reference_strength_multiple"}
    assert fields["reference_image_multiple"] == [b64(data) for data in encodings]
    assert fields["reference_strength_multiple"] == pytest.approx(sent)
    assert parameters(request)["normalize_reference_strength_multiple"] is normalize


def test_vibes_of_v3_are_raw_pictures_with_their_information() -> None:
    vibes = (Vibe(path="a", information=0.5), Vibe(path="b", enabled=False), Vibe(path="c"))
    request = made(Materials(vibes=(b"one", b"two")), model="nai-diffusion-3", vibes=vibes, normalize_vibes=False)
    fields = added(request, model="nai-diffusion-3")
    assert fields == {
        "reference_image_multiple": [b64(b"one"), b64(b"two")],
        "reference_strength_multiple": [0.6, 0.6],
        "reference_information_extracted_multiple": [0.5, 1],
    }


def test_precise_references() -> None:
    references = (
        PreciseReference(path="a"),
        PreciseReference(path="b", type="style", strength=0.5, fidelity=0.85),
    )
    request = made(Materials(references=(b"one", b"two")), precise_references=references)
    assert added(request) == {
        "director_reference_images": [b64(b"one"), b64(b"two")],
        "director_reference_descriptions": [
            {"caption": {"base_caption": "character&style", "char_captions": []}, "legacy_uc": False},
            {"caption": {"base_caption": "style", "char_captions": []}, "legacy_uc": False},
        ],
        "director_reference_information_extracted": [1, 1],
        "director_reference_strength_values": [1, 0.5],
        "director_reference_secondary_strength_values": [0, 0.15],
    }


VIBE, REFERENCE = Vibe(path="v"), PreciseReference(path="r")


@pytest.mark.parametrize(
    ("model", "recipe", "left_out"),
    [
        ("nai-diffusion-5-full", {"vibes": (VIBE,)}, "V5 Full has no Vibe Transfer"),
        ("nai-diffusion-5-full", {"precise_references": (REFERENCE,)}, "V5 Full has no Precise Reference"),
        ("nai-diffusion-4-full", {"precise_references": (REFERENCE,)}, "V4 Full has no Precise Reference"),
        (FULL, {"vibes": (VIBE,), "mask": Mask(path="m"), "source": Source(path="s")}, "do not go with a mask"),
        (FULL, {"precise_references": (REFERENCE,), "mask": Mask(path="m"), "source": Source(path="s")}, "with a mask"),
        (FULL, {"control": Control(path="c", model="hed")}, "V4.5 Full has no ControlNet"),
    ],
)
def test_exclusions_are_told_and_nothing_of_them_is_sent(model: str, recipe: dict[str, Any], left_out: str) -> None:
    request = made(Materials(PICTURE, MASK), model=model, **recipe)
    assert not any(key.startswith(("reference_image", "director_", "controlnet_m")) for key in parameters(request))
    notes = lint(Recipe(model=model, prompt="1girl", **recipe), CATALOG).notes
    assert any(left_out in str(note) for note in notes)


def test_vibes_give_way_to_precise_references() -> None:
    recipe = {"vibes": (VIBE,), "precise_references": (REFERENCE,)}
    request = made(Materials(references=(b"r",)), **recipe)
    assert "director_reference_images" in parameters(request)
    assert "reference_image_multiple" not in parameters(request)
    assert any("vibes do not go with precise" in str(n) for n in lint(Recipe(model=FULL, **recipe), CATALOG).notes)


def test_controlnet_of_v2() -> None:
    control = Control(path="c", model="midas", strength=0.5)
    fields = added(made(Materials(control=b"c"), model="nai-diffusion-2", control=control), model="nai-diffusion-2")
    assert fields == {"controlnet_condition": b64(b"c"), "controlnet_model": "midas", "controlnet_strength": 0.5}


@pytest.mark.parametrize(
    "recipe",
    [
        {"source": Source(path="a")},
        {"source": Source(path="a"), "mask": Mask(path="m")},
        {"vibes": (VIBE,)},
        {"precise_references": (REFERENCE,)},
    ],
)
def test_a_picture_that_was_not_read_is_never_left_out_silently(recipe: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="not been read"):
        made(Materials(), **recipe)


@pytest.mark.parametrize(
    ("model", "recipe", "refusal"),
    [
        (FULL, {"mask": Mask(path="m")}, "no source picture"),
        ("nai-diffusion-2", {"source": Source(path="a"), "mask": Mask(path="m")}, "cannot paint a part"),
        (FULL, {"vibes": (VIBE,) * 17}, "17 vibes are on"),
    ],
)
def test_what_cannot_be_is_refused(model: str, recipe: dict[str, Any], refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        made(Materials(PICTURE, MASK, vibes=(b"x",) * 17), model=model, **recipe)
