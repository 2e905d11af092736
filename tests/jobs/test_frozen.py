"""Frozen jobs: what comes out is what went in, to the byte that is sent."""

import io
import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from naitui.jobs import Encode, Plan, Tool
from naitui.jobs.frozen import Thawless, freeze, thaw
from naitui.jobs.tasks import Generation, Task
from naitui.library import VibeStore
from naitui.library.collection import Collection
from naitui.library.marks import Mark
from naitui.library.materials import load_materials
from naitui.library.sources import Sources
from naitui.library.work import Goal
from naitui.novelai import build, load_catalog, tool_request
from naitui.novelai.materials import Unencoded
from naitui.pictures.pasting import Pasting
from naitui.pictures.vibes import VibeFile
from naitui.recipe import Axis, Batch, Entry, Recipe, Resolved, Sampling, Source, Sweep, Vibe, Wildcard, Words, expand

CATALOG = load_catalog()
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def alike(one: Task, other: Task) -> None:
    assert type(one) is type(other)
    assert one.request.body == other.request.body
    assert json.dumps(one.request.body) == json.dumps(other.request.body)  # the order of the fields too
    assert one.work(CATALOG) == other.work(CATALOG)
    assert one.quote(CATALOG, None) == other.quote(CATALOG, None)
    assert (one.title, one.kind, one.model, one.steps) == (other.title, other.kind, other.model, other.steps)


@given(TEXT, TEXT, st.integers(0, 2**32 - 1), st.sampled_from(sorted(CATALOG.models)))
def test_generations(prompt: str, undesired: str, seed: int, model: str) -> None:
    resolved = Resolved(Recipe(model=model, prompt=prompt, undesired=undesired, sampling=Sampling(seed=seed)), seed)
    task = Generation(resolved, build(resolved, CATALOG))
    again = thaw(freeze(task), CATALOG)
    alike(task, again)
    assert again == task


@pytest.mark.parametrize("region", [None, (8, 16, 128, 192)])
def test_what_an_infill_is_laid_over(region: tuple[int, int, int, int] | None) -> None:
    resolved = Resolved(Recipe(prompt="face"), 7)
    task = Generation(resolved, build(resolved, CATALOG), Pasting(b"original", b"mask", region))
    again = thaw(freeze(task), CATALOG)
    alike(task, again)
    assert again == task


def test_words_and_the_place_in_a_sweep() -> None:
    hair = Wildcard("hair", (Entry("silver hair"), Entry("red hair")))
    sweep = Sweep(x=(Axis(set="steps", values="20, 28"),))
    found = expand(Recipe(prompt="__hair__", sweep=sweep), 7, Words({"hair": hair}))
    for resolved in found:
        task = Generation(resolved, build(resolved, CATALOG))
        again = thaw(freeze(task), CATALOG)
        alike(task, again)
        assert isinstance(again, Generation)
        assert again.resolved.picks == resolved.picks != ()
        assert again.resolved.cell is not None
        assert again.resolved.cell.labels == resolved.cell.labels


def test_pictures_are_frozen_too(tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    Image.new("RGB", (640, 400), "orange").save(path)
    recipe = Recipe(
        model="nai-diffusion-4-5-full", source=Source(path=str(path)), vibes=(Vibe(path=str(path)),), batch=Batch()
    )
    sources = Sources(tmp_path, VibeStore(tmp_path / "vibes"), Collection(tmp_path / "references"))
    plan = Plan.of(recipe, CATALOG, None, seed=3, materials=load_materials(recipe, CATALOG, sources))
    encode, generation = (job.task for job in plan.jobs)
    frozen = [freeze(encode), freeze(generation)]
    path.unlink()
    again = [thaw(data, CATALOG) for data in frozen]
    assert again == [encode, generation]
    alike(encode, again[0])
    alike(generation, again[1])
    assert isinstance(again[1], Generation)
    assert again[1].request.wanted[0].placeholder in json.dumps(again[1].request.body)


def test_tools(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "orange").save(file, "PNG")
    request = tool_request("emotion", file.getvalue(), CATALOG, mood="happy", prompt="smile", defry=1)
    task = Tool("emotion of cat.png", request, (64, 64), (tmp_path / "caf\udce9",), "emotion")
    assert thaw(freeze(task), CATALOG) == task


def test_where_the_pictures_go_and_what_is_said_of_them(tmp_path: Path) -> None:
    resolved = Resolved(Recipe(prompt="cat"), 1)
    goal, mark = Goal(tmp_path / "caf\udce9", "{seed}"), Mark(2, ("without-rain",), ("cats",))
    task = Generation(resolved, build(resolved, CATALOG), None, goal, mark)
    assert thaw(freeze(task), CATALOG) == task


def test_what_cannot_be_read_is_told() -> None:
    resolved = Resolved(Recipe(prompt="cat"), 1)
    whole = freeze(Generation(resolved, build(resolved, CATALOG)))
    document = json.loads(zlib.decompress(whole))
    newer = zlib.compress(json.dumps(document | {"version": 99}).encode())
    with pytest.raises(Thawless, match="newer naitui"):
        thaw(newer, CATALOG)
    for name in document:
        without = zlib.compress(json.dumps({key: value for key, value in document.items() if key != name}).encode())
        if name not in ("wanted", "pasting", "goal", "mark"):
            with pytest.raises(Thawless, match="damaged"):
                thaw(without, CATALOG)
    for data in (b"", whole[:-9], zlib.compress(b"[]"), zlib.compress(b"{"), zlib.compress(b'{"version": "x"}')):
        with pytest.raises(Thawless):
            thaw(data, CATALOG)


def test_an_encoding_bought_again_stays_so() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "orange").save(picture, "PNG")
    vibe = VibeFile(name="cat", image=picture.getvalue())
    wanted = Unencoded(vibe, "id", "cat.png", "nai-diffusion-4-5-full", "v4-5full", 0.7)
    task = replace(Encode.of(wanted, CATALOG), again=True)
    assert thaw(freeze(task), CATALOG) == task
