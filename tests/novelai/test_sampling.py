"""What a model makes of the sampler's settings (api.md 3.2, 3.3, 3.7, 3.8)."""

import pytest

from naitui.novelai import Catalog
from naitui.novelai.sampling import Settled, settle
from naitui.recipe import Recipe, Sampling

V5, MEDIUM = "nai-diffusion-5-full", "nai-diffusion-5-full-medium"
V45, V4, V3, V2 = "nai-diffusion-4-5-full", "nai-diffusion-4-full", "nai-diffusion-3", "nai-diffusion-2"
FURRY, V1 = "nai-diffusion-furry-3", "nai-diffusion"
NEW = [V5, V45, V4]


def settled(catalog: Catalog, model: str, **sampling: object) -> Settled:
    """The settings as they are used."""
    return settle(Recipe(model=model, sampling=Sampling(**sampling)), catalog.model(model), catalog)


SIGMAS = [  # the table of api.md 3.8: size, V3 and V4, V4.5
    (832, 1216, 19, 58),
    (1216, 832, 19, 58),
    (1024, 1024, 19.3431, 59.0472),
    (512, 768, 11.8452, 36.1589),
    (1024, 1536, 23.6903, 72.3178),
]


@pytest.mark.parametrize(("width", "height", "older", "newer"), SIGMAS)
def test_variety(catalog: Catalog, width: int, height: int, older: float, newer: float) -> None:
    def sigma(model: str) -> float | None:
        return settled(catalog, model, width=width, height=height, variety=True).variety_sigma

    for model in (V3, FURRY, V4, "nai-diffusion-4-curated-preview"):
        assert sigma(model) == pytest.approx(older, abs=1e-4)
    for model in (V45, "nai-diffusion-4-5-curated"):
        assert sigma(model) == pytest.approx(newer, abs=1e-4)
    for model in (V5, V2, V1):
        assert sigma(model) is None
    assert settled(catalog, V45, width=width, height=height).variety_sigma is None


DEFAULTS = [  # model, guidance, steps, first sampler: api.md 3.2 and 3.3
    (V5, 7, 23, "k_euler_ancestral"),
    ("nai-diffusion-5-curated", 7, 23, "k_euler_ancestral"),
    (MEDIUM, 7, 14, "k_euler_ancestral"),
    (V45, 5, 23, "k_euler_ancestral"),
    (V4, 5.5, 23, "k_euler_ancestral"),
    (V3, 5, 23, "k_euler"),
    (FURRY, 6.2, 23, "k_euler_ancestral"),
    (V2, 10, 28, "k_euler_ancestral"),
    (V1, 10, 28, "k_dpmpp_2m"),
]


@pytest.mark.parametrize(("model", "guidance", "steps", "sampler"), DEFAULTS)
def test_defaults(catalog: Catalog, model: str, guidance: float, steps: int, sampler: str) -> None:
    found = settled(catalog, model)
    assert (found.guidance, found.steps, found.sampler) == (guidance, steps, sampler)


def test_zero_guidance_is_a_value_and_not_a_gap(catalog: Catalog) -> None:
    assert settled(catalog, V45, guidance=0.0).guidance == 0


@pytest.mark.parametrize("model", NEW)
@pytest.mark.parametrize("wanted", ["ddim", "ddim_v3", "nai_smea", "nai_smea_dyn"])
def test_samplers_that_new_models_turn_into_euler_ancestral(catalog: Catalog, model: str, wanted: str) -> None:
    found = settled(catalog, model, sampler=wanted)
    assert (found.sampler, found.smea, found.smea_dyn) == ("k_euler_ancestral", False, False)


@pytest.mark.parametrize(
    ("model", "wanted", "smea", "dyn"),
    [(V3, "nai_smea", True, False), (V3, "nai_smea_dyn", True, True), (V2, "nai_smea_dyn", True, False)],
)
def test_stored_smea_samplers_on_old_models(catalog: Catalog, model: str, wanted: str, smea: bool, dyn: bool) -> None:
    found = settled(catalog, model, sampler=wanted)
    assert (found.sampler, found.smea, found.smea_dyn) == ("k_euler_ancestral", smea, dyn)


@pytest.mark.parametrize(
    ("model", "wanted", "sampler", "on", "dyn"),
    [
        (V3, "off", "k_euler", False, False),
        (V3, "on", "k_euler", True, False),
        (V3, "dyn", "k_euler", True, True),
        (V2, "dyn", "k_euler", True, False),
        (V3, "dyn", "ddim_v3", False, False),
        (V2, "on", "ddim", False, False),
        (V45, "dyn", "k_euler", False, False),
        (V5, "auto", "k_euler", False, False),
    ],
)
def test_smea(catalog: Catalog, model: str, wanted: str, sampler: str, on: bool, dyn: bool) -> None:
    found = settled(catalog, model, sampler=sampler, smea=wanted)
    assert (found.smea, found.smea_dyn) == (on, dyn)


@pytest.mark.parametrize(
    ("model", "width", "height", "on"),
    [
        (V3, 1472, 1472, False),  # 2,166,784 pixels; SMEA begins at 2,166,785
        (V3, 1536, 1472, True),
        (V2, 832, 1280, False),  # 1,064,960 pixels; on V1 and V2 it begins at 1,064,961
        (V2, 1088, 1024, True),
        (V1, 1088, 1024, True),
        (V45, 1536, 1472, False),
    ],
)
def test_automatic_smea_goes_by_the_area(catalog: Catalog, model: str, width: int, height: int, on: bool) -> None:
    found = settled(catalog, model, width=width, height=height, smea="auto")
    assert (found.smea, found.smea_dyn) == (on, False)


@pytest.mark.parametrize(
    ("model", "sampler", "wanted", "sent"),
    [
        (V45, "k_euler_ancestral", None, "karras"),
        (V45, "k_euler", None, "karras"),
        (V45, "k_dpmpp_2s_ancestral", None, "karras"),
        (V45, "k_dpmpp_sde", None, "karras"),
        (V45, "k_dpmpp_2m_sde", None, "karras"),
        (V45, "k_dpmpp_2m", None, "exponential"),
        (V3, "k_dpmpp_2m", None, "exponential"),
        (V5, "k_dpmpp_2m", None, "karras"),
        (V5, "k_euler", "exponential", "karras"),
        (V45, "k_euler", "polyexponential", "polyexponential"),
        (V45, "k_euler", "native", "karras"),
        (V4, "k_euler", "native", "karras"),
        (V3, "k_euler", "native", "native"),
        (V3, "ddim_v3", "karras", None),
        (V2, "k_euler", "karras", None),
        (V1, "k_dpm_2", None, None),
    ],
)
def test_schedules(catalog: Catalog, model: str, sampler: str, wanted: str | None, sent: str | None) -> None:
    assert settled(catalog, model, sampler=sampler, schedule=wanted).schedule == sent


@pytest.mark.parametrize("model", [V5, V45, V4, V3, FURRY])
def test_models_with_rescale(catalog: Catalog, model: str) -> None:
    assert settled(catalog, model, rescale=0.5).rescale == 0.5


@pytest.mark.parametrize("model", [MEDIUM, V2, V1])
def test_models_without_rescale(catalog: Catalog, model: str) -> None:
    assert settled(catalog, model, rescale=0.5).rescale is None


def test_decrisper_is_for_v3_and_older(catalog: Catalog) -> None:
    found = {model: settled(catalog, model, decrisper=True).decrisper for model in (V5, V45, V4, V3, V2, V1)}
    assert found == {V5: False, V45: False, V4: False, V3: True, V2: True, V1: True}


def test_medium_keeps_its_own_steps_and_sampler(catalog: Catalog) -> None:
    found = settled(catalog, MEDIUM, steps=40, sampler="k_dpmpp_sde", guidance=4.0)
    assert (found.steps, found.sampler, found.guidance) == (14, "k_euler_ancestral", 4)
