"""A focused infill: the region alone, enlarged; its mask is what was painted, block by block; the price is its own."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from naitui.library import VibeStore
from naitui.library.collection import Collection
from naitui.library.materials import load_materials
from naitui.library.sources import Sources
from naitui.novelai import Refused, Standing, build, lint, load_catalog, quote
from naitui.novelai.sampling import settle
from naitui.pictures.painting import Cells
from naitui.pictures.prepare import png
from naitui.pictures.region import focus_size
from naitui.recipe import Mask, Recipe, Resolved, Sampling, Source, read_recipe, write_recipe

CATALOG = load_catalog()
SIZE = (832, 1216)
REGION = (96, 96, 416, 352)
PAINTED = Cells.blank(*SIZE).rectangle((24, 24), (31, 29))
RECIPE = Recipe(
    model="nai-diffusion-4-5-full",
    prompt="face",
    sampling=Sampling(width=832, height=1216, steps=28),
    source=Source(path="a.png"),
    mask=Mask(path="mask.png", region=REGION),
)


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    Image.effect_noise(SIZE, 90).convert("RGB").save(tmp_path / "a.png")
    (tmp_path / "mask.png").write_bytes(png(PAINTED.mask()))
    return Sources(tmp_path, VibeStore(tmp_path / "vibes"), Collection(tmp_path / "references"))


def test_source_and_mask_are_those_of_the_region(sources: Sources, tmp_path: Path) -> None:
    found = load_materials(RECIPE, CATALOG, sources)
    size = focus_size(REGION)
    assert found.source is not None
    assert found.mask is not None
    source, mask = (Image.open(BytesIO(data)) for data in (found.source, found.mask))
    assert source.size == mask.size == size
    whole = Image.open(tmp_path / "a.png")
    assert source.tobytes() == whole.crop(REGION).resize(size, Image.Resampling.LANCZOS).tobytes()
    part = PAINTED.mask().crop(REGION)
    for x in range(0, size[0], 8):
        for y in range(0, size[1], 8):
            values = set(mask.crop((x, y, x + 8, y + 8)).tobytes())
            middle = (x + 4) * part.width // size[0], (y + 4) * part.height // size[1]
            assert values == {part.getpixel(middle)}
    assert found.pasting is not None
    assert Image.open(BytesIO(found.pasting.original)).size == SIZE


def test_the_request_has_the_size_that_is_sent_and_costs_as_much(sources: Sources) -> None:
    resolved = Resolved(RECIPE, 7)
    parameters = build(resolved, CATALOG, materials=load_materials(RECIPE, CATALOG, sources)).body["parameters"]
    assert isinstance(parameters, dict)
    assert (parameters["width"], parameters["height"]) == focus_size(REGION)
    alone = RECIPE.model_copy(update={"mask": Mask(path="mask.png"), "sampling": Sampling(
        width=focus_size(REGION)[0], height=focus_size(REGION)[1], steps=28)})  # fmt: skip
    nobody = Standing(tier=0, active=True)
    assert quote(resolved, CATALOG, nobody).total == quote(Resolved(alone, 7), CATALOG, nobody).total
    model = CATALOG.model(RECIPE.model)
    assert (settle(RECIPE, model, CATALOG).width, settle(RECIPE, model, CATALOG).height) == focus_size(REGION)


def test_a_region_outside_of_the_picture_is_refused() -> None:
    smaller = RECIPE.model_copy(update={"sampling": Sampling(width=320, height=320)})
    assert [problem.where for problem in lint(smaller, CATALOG).refusals] == [("mask", "region")]


def test_a_region_in_which_nothing_is_painted_is_refused(sources: Sources) -> None:
    empty = RECIPE.model_copy(update={"mask": Mask(path="mask.png", region=(480, 480, 640, 640))})
    with pytest.raises(Refused, match="nothing"):
        load_materials(empty, CATALOG, sources)


@pytest.mark.parametrize("region", ["[0, 0, 7, 8]", "[8, 8, 8, 16]", "[0, 0, 8]", '"all"'])
def test_a_region_is_written_and_read_and_checked(region: str) -> None:
    assert read_recipe(write_recipe(RECIPE)) == RECIPE
    with pytest.raises(ValueError, match="region"):
        read_recipe(f'prompt = "a"\n[source]\npath = "a"\n[mask]\npath = "b"\nregion = {region}\n')
