"""A prompt of any characters, from the keys to a picture and back: parsed and printed, kept in the draft, sent over the
wire, painted by the demo service into NovelAI's own metadata, saved with our record, and read again from both."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naitui.demo import DEMO_TOKEN, DemoTransport
from naitui.library.again import again
from naitui.library.record import Record, read_record, with_record
from naitui.novelai import NovelAI, build, load_catalog
from naitui.pictures.metadata import read_metadata
from naitui.recipe import Recipe, Sampling, expand, read_recipe, write_recipe
from naitui.recipe.syntax import parse

CATALOG = load_catalog()
PIECES = (
    "[", "]", "{", "}", "::", "1.2::", "-0.5::", "|", "||", "#", "\\", '"', "'", "\n", "🌙", "👩\u200d🎨", "日本", "é",
    " ", ", ", "rain", "1girl", "text:", "[b]x[/b]", "<b>", "&amp;", "%s", "\t", "\u2028", ":1.2", "\u00a0",
)  # fmt: skip
"""What the prompt language, TOML, JSON, markup or a terminal would read as more than text."""
PROMPTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def painted(recipe: Recipe) -> tuple[Recipe, Record, bytes]:
    """What is settled of a recipe, what we know of its picture, and the picture as the service sends it."""
    [resolved] = expand(recipe)

    async def generate() -> bytes:
        async with NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)) as service:
            [image] = await service.generate(build(resolved, CATALOG))
        return image.data

    return resolved.recipe, Record(resolved.recipe, 0, resolved.picks, resolved.draft), asyncio.run(generate())


def goes_round(prompt: str, path: Path) -> None:
    model = CATALOG.model("nai-diffusion-4-5-full")
    assert str(parse(prompt)) == prompt == str(parse(prompt, model.dialect))
    assert parse(str(parse(prompt))) == parse(prompt)
    recipe = Recipe(
        model=model.id,
        prompt=prompt,
        quality="none",
        undesired_preset="none",
        sampling=Sampling(width=64, height=64, steps=1, seed=7),
    )
    assert read_recipe(write_recipe(recipe)) == recipe
    settled, record, data = painted(recipe)
    if "||" not in prompt:  # a choice is settled before it is sent
        assert settled.prompt == prompt
    metadata = read_metadata(data)
    assert metadata is not None
    assert metadata.comment["prompt"] == settled.prompt == metadata.description
    assert json.loads(json.dumps(metadata.comment)) == metadata.comment
    path.write_bytes(with_record(data, record))
    assert read_metadata(path.read_bytes()) == metadata
    assert read_record(path.read_bytes()) == record
    found = again(path, CATALOG)
    assert found.picture.prompt == settled.prompt
    assert (found.draft or found.picture).prompt == prompt


@settings(max_examples=15, deadline=None, suppress_health_check=QUIET)
@given(PROMPTS)
def test_a_prompt_comes_back(tmp_path: Path, prompt: str) -> None:
    goes_round(prompt, tmp_path / "a.png")


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=1000, deadline=None, suppress_health_check=QUIET)
@given(PROMPTS)
def test_a_thousand_prompts_come_back(tmp_path: Path, prompt: str) -> None:
    goes_round(prompt, tmp_path / "a.png")
