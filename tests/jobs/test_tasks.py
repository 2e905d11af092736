"""Tools, upscales and encodings go the way of every job; a recipe's vibes are encoded before it, once."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.jobs import Encode, Encoded, Failed, Plan, Saved, Started, Tool, Waiting
from naitui.library.collection import Collection
from naitui.library.materials import load_materials
from naitui.library.sources import Sources
from naitui.novelai import Refused, tool_request, upscale_request
from naitui.pictures.kinds import kind_of
from naitui.recipe import Batch, Recipe, Sampling, Source, Vibe

FULL = "nai-diffusion-4-5-full"


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    Image.new("RGB", (640, 400), "orange").save(path)
    return path


def tool_plan(engine: Any, cat: Path, name: str = "bg-removal") -> Plan:
    request = tool_request(name, cat.read_bytes(), engine.catalog)
    results = engine.catalog.tools.kinds[name].results
    places = tuple(engine.shelf.pictures / f"cat-{result or name}" for result in results)
    task = Tool(f"{name} of cat.png", request, (640, 400), places, name)
    return Plan.single(task, engine.catalog, engine.account.standing)


async def test_a_tool_is_a_job_like_any_other(engine: Any, cat: Path) -> None:
    plan = tool_plan(engine, cat)
    left: list[Any] = []
    engine.wire.before_generation = lambda: left.extend(engine.shelf.incoming.rglob("call.toml"))
    names = await engine.run(plan, approved=plan.quote.total)
    assert names == ["Queued", "Started", *["Saved"] * 3, "Finished", "AccountRead"]
    assert engine.pictures == ["cat-blend.png", "cat-cutout.png", "cat-generated.png"]
    assert left  # it was written down before it was sent
    assert list(engine.shelf.incoming.iterdir()) == []
    [entry] = engine.ledger.since()
    assert (entry.kind, entry.title, entry.spent) == ("tool", "bg-removal of cat.png", plan.quote.total)


async def test_a_tool_waits_for_its_turn(open_engine: Callable[..., Any], cat: Path) -> None:
    engine = open_engine(fault="locked:1")
    await engine.run(tool_plan(engine, cat, "lineart"))
    assert len(engine.of(Waiting)) == 1
    assert engine.pictures == ["cat-lineart.png"]


async def test_what_came_of_a_tool_is_recovered_to_its_own_name(engine: Any, cat: Path) -> None:
    plan = tool_plan(engine, cat)
    work = plan.jobs[0].task.work(engine.catalog)
    engine.shelf.open_job("job", work)
    for sample in range(2):
        (engine.shelf.incoming / "job" / f"sample-{sample}").write_bytes(cat.read_bytes())
    engine.shelf._jobs._unlock("job")  # the program ended
    [left] = engine.shelf.left_over()
    assert left.work == work
    assert [kept.path.name for kept in engine.shelf.recover(left)] == ["cat-cutout.png", "cat-generated.png"]
    assert (engine.shelf.pictures / "cat-cutout.png").read_bytes() == cat.read_bytes()  # nothing of ours in it


async def test_an_upscale_keeps_the_server_s_bytes(engine: Any, cat: Path) -> None:
    request = upscale_request(cat.read_bytes(), engine.catalog)
    task = Tool("upscaling cat.png", request, (640, 400), (engine.shelf.pictures / "cat-upscale",))
    plan = Plan.single(task, engine.catalog, engine.account.standing)
    await engine.run(plan, approved=1)
    [saved] = engine.of(Saved)
    assert saved.picture.seed is None
    with Image.open(io.BytesIO(saved.picture.path.read_bytes())) as made:
        assert made.size == (1280, 800)
        assert "naitui" not in made.info


def recipe(cat: Path, *vibes: Vibe, count: int = 1) -> Recipe:
    settings = Sampling(width=64, height=64, seed=7, steps=3)
    return Recipe(model=FULL, prompt="1girl", sampling=settings, batch=Batch(count=count), vibes=vibes)


def vibe_plan(engine: Any, made: Recipe, folder: Path) -> Plan:
    materials = load_materials(made, engine.catalog, Sources(folder, engine.shelf.vibes, Collection(folder)))
    return Plan.of(made, engine.catalog, engine.account.standing, materials=materials)


async def test_a_vibe_is_encoded_once_and_before_the_pictures(engine: Any, cat: Path) -> None:
    made = recipe(cat, Vibe(path="cat.png"), Vibe(path="cat.png", information=1.0), count=2)
    plan = vibe_plan(engine, made, cat.parent)
    assert [job.task.kind for job in plan.jobs] == ["encoding", "encoding", "generation", "generation"]
    assert plan.quote.total == sum(job.quote.total for job in plan.jobs) == 4
    await engine.run(plan, approved=4)
    assert engine.wire.generations == ["/ai/encode-vibe"] * 2 + ["/ai/generate-image-stream"] * 2
    assert engine.account.anlas == 10_496
    assert engine.pictures == ["7.png", "8.png"]
    assert len({event.path for event in engine.of(Encoded)}) == 1  # one file for one picture
    again = vibe_plan(engine, made, cat.parent)
    assert (len(again.jobs), again.quote.total) == (2, 0)
    sent = [event.job.task.request.body for event in engine.of(Started) if event.job.task.kind == "generation"]
    assert [body["parameters"] for body in sent] == [job.task.request.body["parameters"] for job in again.jobs]


async def test_an_encoding_that_fails_costs_no_picture(open_engine: Callable[..., Any], cat: Path) -> None:
    engine = open_engine(fault="drop:1")
    plan = vibe_plan(engine, recipe(cat, Vibe(path="cat.png"), count=2), cat.parent)
    names = await engine.run(plan, approved=100)
    assert names[:4] == ["Queued", "Queued", "Queued", "Started"]
    assert names.count("Cancelled") == 2
    assert engine.of(Failed)[0].charged == "maybe"
    assert engine.wire.generations == ["/ai/encode-vibe"]


async def test_an_encoding_that_came_before_a_crash_is_not_paid_for_again(engine: Any, cat: Path) -> None:
    plan = vibe_plan(engine, recipe(cat, Vibe(path="cat.png")), cat.parent)
    task = plan.jobs[0].task
    assert isinstance(task, Encode)
    work = task.work(engine.catalog)
    engine.shelf.open_job("job", work)
    (engine.shelf.incoming / "job" / "sample-0").write_bytes(b"an encoding")
    engine.shelf._jobs._unlock("job")
    [left] = engine.shelf.left_over()
    assert (left.work.title, left.work.vibe.image) == (work.title, cat.read_bytes())
    [kept] = engine.shelf.recover(left)
    assert kind_of(kept.path.read_bytes()) == "json"
    assert len(vibe_plan(engine, recipe(cat, Vibe(path="cat.png")), cat.parent).jobs) == 1


async def test_two_at_once_buy_an_encoding_once(engine: Any, cat: Path) -> None:
    made = recipe(cat, Vibe(path="cat.png"))
    first, second = vibe_plan(engine, made, cat.parent), vibe_plan(engine, made, cat.parent)
    engine.runner.submit(first, 10)
    engine.runner.submit(second, 10)
    await engine.runner.idle()
    assert engine.wire.generations.count("/ai/encode-vibe") == 1
    assert engine.account.anlas == 10_498
    assert len(engine.of(Encoded)) == 2
    assert len(engine.pictures) == 2


async def test_the_pictures_of_a_batch_are_held_once(engine: Any, cat: Path) -> None:
    made = recipe(cat, count=20).model_copy(update={"source": Source(path="cat.png")})
    plan = vibe_plan(engine, made, cat.parent)
    assert len({id(job.task.request.body["parameters"]["image"]) for job in plan.jobs}) == 1


async def test_a_request_whose_vibe_is_not_encoded_is_never_sent(engine: Any, cat: Path) -> None:
    plan = vibe_plan(engine, recipe(cat, Vibe(path="cat.png")), cat.parent)
    request = plan.jobs[-1].task.request
    assert request.body["parameters"]["reference_image_multiple"][0].startswith("<encoding of cat.png")
    with pytest.raises(Refused, match=r"cat\.png is not encoded yet"):
        await engine.service.generate(request)
    assert engine.wire.generations == []
