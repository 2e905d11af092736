"""What the demo service sends: streams, archives, and pictures that say how they were made."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from naitui.demo import DemoAccount
from naitui.pictures.alpha import read_record
from naitui.pictures.decode import open_picture
from naitui.pictures.metadata import read_metadata
from naitui.pictures.png import text_chunks

PLAIN, STREAM = "/ai/generate-image", "/ai/generate-image-stream"
V45, V5, V3 = "nai-diffusion-4-5-full", "nai-diffusion-5-curated", "nai-diffusion-3"


def unzip(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def of_sse(content: bytes) -> list[dict[str, Any]]:
    found = []
    for block in content.decode().removesuffix("\n\n").split("\n\n"):
        name, data = block.split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert name == f"event: {event['event_type']}"
        event["image"] = base64.b64decode(event["image"])
        found.append(event)
    return found


def pixels(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB").tobytes()


@pytest.mark.parametrize("framing", ["msgpack", "sse"])
async def test_a_stream_previews_every_step_but_the_last(demo, framing: str) -> None:
    answer = await demo.post(demo.body(framing=framing, steps=5, samples=2), STREAM)
    kinds = {"msgpack": "application/msgpack", "sse": "text/event-stream"}
    assert answer.headers["content-type"] == kinds[framing]
    events = list(demo.events(answer.content)) if framing == "msgpack" else of_sse(answer.content)
    seen = [(e["event_type"], e["samp_ix"], e.get("step_ix")) for e in events]
    previews = [[("intermediate", sample, step) for step in range(4)] for sample in range(2)]
    assert seen == [*previews[0], ("final", 0, None), *previews[1], ("final", 1, None)]
    assert len({e["gen_id"] for e in events}) == 1
    for event in events:
        kind = "PNG" if event["event_type"] == "final" else "JPEG"
        with Image.open(io.BytesIO(event["image"])) as picture:
            assert picture.format == kind


@pytest.mark.parametrize("sampler", ["k_dpmpp_2s_ancestral", "k_dpmpp_sde"])
async def test_two_step_samplers_preview_half_as_often(demo, sampler: str) -> None:
    answer = await demo.post(demo.body(framing="msgpack", steps=9, sampler=sampler), STREAM)
    steps = [e["step_ix"] for e in demo.events(answer.content) if e["event_type"] == "intermediate"]
    assert steps == [0, 2, 4, 6]


async def test_one_step_has_no_preview(demo) -> None:
    answer = await demo.post(demo.body(framing="msgpack", steps=1), STREAM)
    assert [e["event_type"] for e in demo.events(answer.content)] == ["final"]


async def test_all_three_ways_give_the_same_pixels(demo) -> None:
    plain = await demo.post(demo.body(samples=2))
    as_json = await demo.post(demo.body(samples=2), headers={"accept": "application/json"})
    streamed = await demo.post(demo.body(samples=2, framing="msgpack"), STREAM)
    assert plain.headers["content-type"] == "binary/octet-stream"
    entries = as_json.json()["images"]
    assert [(e["index"], e["seed"]) for e in entries] == [(0, 7), (1, 8)]
    ways = (
        unzip(plain.content),
        [base64.b64decode(e["image"]) for e in entries],
        [e["image"] for e in demo.events(streamed.content) if e["event_type"] == "final"],
    )
    shown = [[pixels(data) for data in way] for way in ways]
    assert shown[0] == shown[1] == shown[2]
    assert shown[0][0] != shown[0][1]


async def test_a_sample_is_the_picture_of_its_own_seed(demo) -> None:
    [_, second] = unzip((await demo.post(demo.body(samples=2))).content)
    [alone] = unzip((await demo.post(demo.body(seed=8))).content)
    assert pixels(second) == pixels(alone)


async def test_the_zip_names_its_pictures_by_number_and_kind(demo) -> None:
    for kind in ("png", "webp"):
        answer = await demo.post(demo.changed(demo.body(samples=2), image_format=kind))
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.namelist() == [f"image_0.{kind}", f"image_1.{kind}"]


@pytest.mark.parametrize(("seed", "seeds"), [(7, [7, 8]), (2**32 - 1, [2**32 - 1, 0])])
@pytest.mark.parametrize("kind", ["png", "webp"])
async def test_a_picture_says_how_it_was_made(demo, kind: str, seed: int, seeds: list[int]) -> None:
    body = demo.changed(demo.body(V45, samples=2, people=2, width=256, height=256, seed=seed), image_format=kind)
    pictures = unzip((await demo.post(body)).content)
    found = [read_metadata(data) for data in pictures]
    assert [m.where for m in found] == [{"png": "text", "webp": "exif"}[kind]] * 2
    assert [m.comment["seed"] for m in found] == seeds
    first = found[0]
    assert (first.title, first.software) == ("AI generated image", "NovelAI")
    assert first.source == "NovelAI Diffusion V4.5 4BDE2A90"
    assert first.description == first.comment["prompt"] == body["input"]
    assert first.comment["uc"] == body["parameters"]["negative_prompt"]
    same = ("steps", "width", "height", "sampler", "scale", "n_samples", "cfg_rescale", "noise_schedule")
    assert {k: first.comment[k] for k in same} == {k: body["parameters"][k] for k in same}
    assert first.comment["v4_prompt"]["caption"] == body["parameters"]["v4_prompt"]["caption"]
    assert "signed_hash" not in first.comment  # it would be a forgery


@pytest.mark.parametrize("kind", ["png", "webp"])
async def test_the_alpha_channel_holds_a_copy(demo, kind: str) -> None:
    body = demo.changed(demo.body(V5, width=256, height=256), image_format=kind)
    [data] = unzip((await demo.post(body)).content)
    record = read_record(open_picture(data, max_pixels=100_000))
    shown = read_metadata(data)
    assert record is not None
    assert json.loads(record["Comment"]) == shown.comment
    assert "Title" not in record
    assert record["Source"] == shown.source == "NovelAI Diffusion V5 DB276663"
    bare = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        Image.frombytes("RGBA", picture.size, picture.convert("RGBA").tobytes()).save(bare, "PNG")
    alone = read_metadata(bare.getvalue())
    assert (alone.where, alone.comment) == ("alpha", shown.comment)


async def test_other_alphabets_survive_in_the_text_chunks(demo) -> None:
    body = demo.body(V5)
    body["input"] = "銀髪の少女, {夜}, 🌙"
    [data] = unzip((await demo.post(body)).content)
    assert text_chunks(data)["Description"] == "銀髪の少女, {夜}, 🌙"
    assert read_metadata(data).description == "銀髪の少女, {夜}, 🌙"


async def test_a_transparent_picture_keeps_its_own_alpha(demo) -> None:
    body = demo.changed(demo.body(V5, width=256, height=256), tag_hint_transparent_background=True)
    [data] = unzip((await demo.post(body)).content)
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.convert("RGBA").getchannel("A").getextrema()[0] < 250
    assert read_metadata(data) is not None


async def test_free_pictures_cost_no_anlas_and_v5_draws_on_the_allowance(demo) -> None:
    account = demo.service.account
    await demo.post(demo.body(V45))
    assert (account.anlas, account.percent) == (10_500, 72.0)
    await demo.post(demo.body(V5))
    assert account.anlas == 10_500
    assert account.percent == pytest.approx(72 - 1 / 17.3)


@pytest.mark.parametrize(
    ("tier", "model", "sampling", "samples", "price"),
    [
        (0, V45, {"width": 832, "height": 1216, "steps": 23}, 1, 17),
        (0, V45, {"width": 832, "height": 1216, "steps": 28}, 1, 20),
        (3, V45, {"width": 1024, "height": 1024, "steps": 29}, 1, 21),
        (3, V45, {"width": 1088, "height": 1024, "steps": 28}, 1, 22),
        (3, V45, {"steps": 28}, 4, 6),
        (2, V45, {"width": 512, "height": 768, "steps": 23}, 1, 7),
        (0, V45, {"steps": 28}, 1, 2),
        (0, V5, {"width": 832, "height": 1216, "steps": 23}, 1, 26),
        (3, V5, {"width": 1088, "height": 1024, "steps": 28}, 1, 33),
        (0, V3, {"width": 832, "height": 1216, "steps": 28, "smea": "dyn"}, 1, 28),
    ],
)
async def test_what_is_not_free_costs_its_price(
    open_demo: Callable[..., Any], tier: int, model: str, sampling: dict[str, Any], samples: int, price: int
) -> None:
    demo = open_demo(DemoAccount(tier=tier, fixed_anlas=10, purchased_anlas=1000))
    account = demo.service.account
    async with demo.http.stream("POST", PLAIN, json=demo.body(model, samples=samples, **sampling)) as answer:
        assert answer.status_code == 200  # it is charged when it is taken; there is no need to paint it
    assert account.anlas == 1010 - price
    assert account.fixed_anlas == max(0, 10 - price)  # the monthly ones go first
    assert account.percent == 72.0


async def test_a_spent_allowance_costs(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(DemoAccount(percent=-0.01))
    await demo.post(demo.body(V5))
    assert demo.service.account.anlas == 10_498
    await demo.post(demo.body(V45))
    assert demo.service.account.anlas == 10_498


async def test_the_allowance_is_spent_by_the_picture_that_crosses_zero(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(DemoAccount(percent=0.01))
    await demo.post(demo.body(V5))
    assert demo.service.account.anlas == 10_500
    usage = (await demo.http.get("/user/subscription")).json()["usage"]
    assert usage["isNegative"] is True
    await demo.post(demo.body(V5))
    assert demo.service.account.anlas < 10_500


async def test_the_subscription_has_novelais_shape(open_demo: Callable[..., Any]) -> None:
    answer = (await open_demo().http.get("/user/subscription")).json()
    assert answer["trainingStepsLeft"] == {"fixedTrainingStepsLeft": 10_000, "purchasedTrainingSteps": 500}
    assert answer["usage"] == {"percent": 72, "isNegative": False, "timeUntilNextPercent": 7888}
    assert (answer["tier"], answer["active"], answer["isGracePeriod"]) == (3, True, False)
    assert isinstance(answer["expiresAt"], int)
    for account in (DemoAccount(tier=2), DemoAccount(active=False)):
        assert "usage" not in (await open_demo(account).http.get("/user/subscription")).json()
