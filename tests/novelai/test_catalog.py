"""The catalog: the models of api.md 3.1 and 3.2, unknown ids, and the user's own file over it."""

from pathlib import Path

import pytest

from naitui.novelai import Catalog, CatalogError, build, load_catalog, quote
from naitui.recipe import Recipe, Sampling, expand

MODELS = {  # id: infill id, characters, tokens, tokenizer, vibes, precise references, on the page's list
    "nai-diffusion-5-full": ("nai-diffusion-5-full-inpainting", 32, 1471, "qwen", "none", False, True),
    "nai-diffusion-5-full-medium": ("nai-diffusion-5-full-medium-inpainting", 32, 1471, "qwen", "none", False, True),
    "nai-diffusion-5-curated": ("nai-diffusion-4-5-curated-inpainting", 32, 703, "qwen", "none", False, True),
    "nai-diffusion-4-5-full": ("nai-diffusion-4-5-full-inpainting", 6, 512, "t5", "encoded", True, True),
    "nai-diffusion-4-5-curated": ("nai-diffusion-4-5-curated-inpainting", 6, 512, "t5", "encoded", True, True),
    "nai-diffusion-4-full": ("nai-diffusion-4-full-inpainting", 6, 512, "t5", "encoded", False, True),
    "nai-diffusion-4-curated-preview": ("nai-diffusion-4-curated-inpainting", 6, 512, "t5", "encoded", False, True),
    "nai-diffusion-3": ("nai-diffusion-3-inpainting", 0, 225, "clip", "raw", False, True),
    "nai-diffusion-furry-3": ("nai-diffusion-furry-3-inpainting", 0, 225, "clip", "raw", False, True),
    "nai-diffusion-2": (None, 0, 225, "clip", "none", False, False),
    "nai-diffusion": ("nai-diffusion-inpainting", 0, 225, "clip", "none", False, False),
    "safe-diffusion": ("safe-diffusion-inpainting", 0, 225, "clip", "none", False, False),
    "nai-diffusion-furry": ("furry-diffusion-inpainting", 0, 225, "clip", "none", False, False),
}
SAMPLERS = {  # api.md 3.3
    "V5": "k_euler_ancestral k_euler k_dpmpp_2s_ancestral k_dpmpp_2m_sde k_dpmpp_2m k_dpmpp_sde",
    "V4.5": "k_euler_ancestral k_euler k_dpmpp_2s_ancestral k_dpmpp_2m_sde k_dpmpp_2m k_dpmpp_sde",
    "V4": "k_euler_ancestral k_euler k_dpmpp_2s_ancestral k_dpmpp_2m_sde k_dpmpp_2m k_dpmpp_sde",
    "V2": "k_euler_ancestral k_dpmpp_2s_ancestral ddim k_dpmpp_2m k_dpm_2 k_dpmpp_sde k_dpm_fast k_euler",
    "V1": "k_dpmpp_2m k_euler_ancestral k_euler k_dpm_2 k_dpmpp_2s_ancestral k_dpmpp_sde k_dpm_fast ddim",
}
HASHES = {  # some of api.md 8.1
    "657484A5": "nai-diffusion-5-full",
    "70AB5786": "nai-diffusion-5-full-medium",
    "DB276663": "nai-diffusion-5-curated",
    "4BDE2A90": "nai-diffusion-4-5-full",
    "5AB81C7C": "nai-diffusion-4-5-curated",
    "37442FCA": "nai-diffusion-4-full",
    "770A9E12": "nai-diffusion-4-curated-preview",
    "C1E1DE52": "nai-diffusion-3",
    "9CC2F394": "nai-diffusion-furry-3",
    "49BFAF6A": "nai-diffusion-2",
    "81274D13": "nai-diffusion",
    "1D44365E": "safe-diffusion",
    "F64BA557": "nai-diffusion-furry",
}


def test_the_models(catalog: Catalog) -> None:
    assert {
        id: (m.infill, m.characters, m.tokens, m.tokenizer, m.vibes, m.precise_references, m.offered)
        for id, m in catalog.models.items()
    } == MODELS
    assert catalog.default == "nai-diffusion-5-curated"


def test_samplers_in_the_pages_order(catalog: Catalog) -> None:
    for model in catalog.models.values():
        if model.family in SAMPLERS:
            assert " ".join(model.samplers) == SAMPLERS[model.family]
    newer = "k_dpmpp_2s_ancestral k_dpmpp_2m_sde k_dpmpp_2m k_dpmpp_sde ddim_v3"
    assert " ".join(catalog.model("nai-diffusion-3").samplers) == f"k_euler k_euler_ancestral {newer}"
    assert " ".join(catalog.model("nai-diffusion-furry-3").samplers) == f"k_euler_ancestral k_euler {newer}"


def test_hashes_name_their_model(catalog: Catalog) -> None:
    for hash, id in HASHES.items():
        found = catalog.model_of_hash(hash)
        assert found is not None
        assert found.id == id
    assert catalog.model_of_hash("00000000") is None


@pytest.mark.parametrize(
    ("area", "samples"), [(1, 8), (360_448, 8), (360_449, 6), (409_600, 6), (409_601, 4), (3_145_728, 4)]
)
def test_samples_by_area(catalog: Catalog, area: int, samples: int) -> None:
    assert catalog.limits.samples_at(area) == samples


@pytest.mark.parametrize("id", ["nai-diffusion-6-full", "nai-diffusion-3-next", "", "sd-xl"])
def test_an_unknown_id_is_the_newest_model_and_says_so(catalog: Catalog, id: str) -> None:
    """No id is judged by a piece of its name."""
    newest, found = catalog.model("nai-diffusion-5-full"), catalog.model(id)
    assert (found.id, found.inherited, newest.inherited) == (id, True, False)
    same = {"id": newest.id, "title": newest.title, "inherited": False, "hashes": newest.hashes}
    assert found.model_copy(update=same) == newest


def test_tiers_have_their_names(catalog: Catalog) -> None:
    assert [catalog.tier_name(tier) for tier in range(5)] == ["Paper", "Tablet", "Scroll", "Opus", "tier 4"]


def own(folder: Path, text: str) -> Path:
    """A catalog file of the user's."""
    path = folder / "catalog.toml"
    path.write_text(text, "utf-8")
    return path


def test_no_file_of_ones_own_is_the_shipped_catalog(tmp_path: Path, catalog: Catalog) -> None:
    assert load_catalog(tmp_path / "none.toml") == load_catalog(None) == catalog


def test_a_new_model_needs_only_what_differs(tmp_path: Path) -> None:
    path = own(
        tmp_path,
        '[models.nai-diffusion-6-full]\nbase = "v5"\ntitle = "V6 Full"\nprice_factor = 2.0\nguidance = 4.0\n'
        'samplers = ["k_new", "k_euler"]\n[samplers.k_new]\ntitle = "New"\nschedule = "karras"\n',
    )
    catalog = load_catalog(path)
    [resolved] = expand(Recipe(model="nai-diffusion-6-full", prompt="x", sampling=Sampling(seed=1)))
    body = build(resolved, catalog).body
    assert body["model"] == "nai-diffusion-6-full"
    assert isinstance(body["parameters"], dict)
    assert (body["parameters"]["sampler"], body["parameters"]["scale"]) == ("k_new", 4)
    found = quote(resolved, catalog, None)
    assert found.total == 34  # 17 Anlas (row 1 of api.md 6.6) times two
    assert "nai-diffusion-6-full" not in load_catalog().models


def test_a_family_and_a_number_can_be_changed(tmp_path: Path) -> None:
    catalog = load_catalog(own(tmp_path, "[families.v5]\nprice_factor = 1.0\n[price]\nfree_steps = 10\n"))
    [resolved] = expand(Recipe(model="nai-diffusion-5-full", sampling=Sampling(seed=1)))
    assert quote(resolved, catalog, None).total == 17
    assert catalog.price.free_steps == 10
    assert catalog.price.free_area == 1_048_576
    assert load_catalog().price.free_steps == 28


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[models\nx = 3", "line 1"),
        ("[price]\nfree_step = 10", "price.free_step"),
        ("[price]\nfree_steps = 'ten'", "price.free_steps"),
        ("[models.x]\ntitle = 'X'", "models.x.base"),
        ("[models.x]\nbase = 'v9'\ntitle = 'X'", "models.x.base"),
        ("[models.x]\nbase = ['v5']\ntitle = 'X'", "models.x.base"),
        ("[models.x]\nbase = 'v5'", "models.x.title"),
        ("[models.x]\nbase = 'v5'\ntitle = 'X'\nsamplers = []", "models.x.samplers"),
        ("[models.x]\nbase = 'v5'\ntitle = 'X'\nsampler = 'k_euler'", "models.x.sampler"),
        ("[models.x]\nbase = 'v4'\ntitle = 'X'", "models.x.quality"),
        (
            "[models.x]\nbase = 'v4'\ntitle = 'X'\nquality = {standard = 'a'}\nundesired = {heavy = 'b'}",
            "models.x.undesired",
        ),
        ("[families.v5.undesired]\nextreme = 'bad'", "hints.extreme"),
        ("models = 3", "models"),
        ("[models]\nx = 3", "models"),
        ("families = []", "families"),
        ("default = 'none such'", "default"),
        ("newest = 'none such'", "newest"),
        ("[limits]\nsteps = inf", "limits.steps"),
        ("[tokenizers.t5]\nurl = 'ftp://example.test/t5'", "tokenizers.t5.url"),
        ("[tokenizers.t5]\nurl = 'https://[::1/t5'", "tokenizers.t5.url"),
        ("[tokenizers.t5]\nentries = 'many'", "tokenizers.t5.entries"),
        ("[tokenizers.gpt]\ntitle = 'GPT'", "tokenizers.gpt"),
        ("x = " + "9" * 5000, "digits"),
    ],
)
def test_a_bad_file_is_named_with_its_key(tmp_path: Path, text: str, words: str) -> None:
    path = own(tmp_path, text)
    with pytest.raises(CatalogError) as caught:
        load_catalog(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(CatalogError, match=r"catalog\.toml"):
        load_catalog(path)
    with pytest.raises(CatalogError, match=str(tmp_path)):
        load_catalog(tmp_path)
