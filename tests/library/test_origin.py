"""Pictures of other programs: what NovelAI has for their words and settings, and what it has not."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from naitui.library.facts import read_facts
from naitui.library.origin import origin_of
from naitui.novelai import load_catalog
from naitui.recipe.comfy import read_graph

CATALOG = load_catalog()
A1111 = (
    "masterpiece, (silver hair:1.2), <lora:thing:0.8>\nNegative prompt: lowres, [bad]\n"
    "Steps: 25, Sampler: Euler a, CFG scale: 6, Seed: 42, Size: 832x1216, Model: some"
)
COMFY = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 7, "steps": 20, "cfg": 5.5, "sampler_name": "dpmpp_2m", "scheduler": "karras",
            "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0], "model": ["9", 0],
        },
    },
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768}},
    "6": {"class_type": "ConditioningSetTimestepRange", "inputs": {"conditioning": ["8", 0]}},
    "8": {"class_type": "CLIPTextEncode", "inputs": {"text": "red dress"}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry"}},
    "9": {"class_type": "LoraLoader", "inputs": {}},
}  # fmt: skip


def png(**texts: str) -> bytes:
    info = PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def with_comment(kind: str) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + A1111.encode("utf-16-be")
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("data", [png(parameters=A1111), with_comment("JPEG"), with_comment("WEBP")])
def test_a1111(data: bytes) -> None:
    origin = origin_of(data, CATALOG)
    assert origin.foreign
    assert origin.recipe is not None
    sampling = origin.recipe.sampling
    assert "1.2::silver hair::" in origin.recipe.prompt
    assert "lora" not in origin.recipe.prompt
    assert origin.recipe.undesired.startswith("lowres")
    assert (origin.recipe.quality, origin.recipe.undesired_preset) == ("none", "none")
    assert (sampling.steps, sampling.seed, sampling.sampler) == (25, 42, "k_euler_ancestral")
    assert (sampling.width, sampling.height, sampling.guidance) == (832, 1216, 6.0)
    assert "Model" in origin.lost


def test_comfy() -> None:
    origin = origin_of(png(prompt=json.dumps(COMFY)), CATALOG)
    assert origin.recipe is not None
    sampling = origin.recipe.sampling
    assert (origin.recipe.prompt, origin.recipe.undesired) == ("red dress", "blurry")
    assert (sampling.steps, sampling.seed, sampling.sampler) == (20, 7, "k_dpmpp_2m")
    assert (sampling.width, sampling.height, sampling.guidance) == (512, 768, 5.5)
    assert "LoraLoader" in origin.lost


def test_they_are_found_by_their_words(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png(parameters=A1111))
    facts = read_facts(path, CATALOG)
    assert (facts.made_by, facts.seed, facts.model) == ("other", 42, "")
    assert "silver hair" in facts.prompt


def test_a_graph_in_circles_and_one_without_words() -> None:
    circle = {
        "1": {"class_type": "KSampler", "inputs": {"positive": ["2", 0]}},
        "2": {"class_type": "X", "inputs": {"conditioning": ["2", 0]}},
    }
    assert read_graph(circle) is None
    assert read_graph({"1": {"class_type": "KSampler", "inputs": {"positive": "x"}}}) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["KSampler", "1", "2"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["1", "2", "class_type", "inputs", "positive", "text", "conditioning", "latent_image", "seed"]),
        inner, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["1", "2", "3"]), JSON, max_size=3))
def test_nonsense_never_raises(graph: dict[str, object]) -> None:
    read_graph(graph)
