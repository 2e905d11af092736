"""What the demo service refuses, and how: NovelAI's statuses and words, nothing generated, nothing charged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from naitui.demo import DemoAccount, FaultPlan

PLAIN, STREAM = "/ai/generate-image", "/ai/generate-image-stream"
V45, V45_CURATED, V4 = "nai-diffusion-4-5-full", "nai-diffusion-4-5-curated", "nai-diffusion-4-full"
V5, V3 = "nai-diffusion-5-curated", "nai-diffusion-3"
PICTURE = "aGVsbG8="
STUMBLE = (500, "Internal Server Error")


def nothing_happened(demo: Any) -> bool:
    account = demo.service.account
    return (demo.service.generations, account.anlas, account.percent) == (0, 10_500, 72.0)


async def test_a_right_body_is_taken(demo) -> None:
    for model in (V45, V4, V5, V3, "nai-diffusion-furry-3", "nai-diffusion-5-full-medium"):
        assert (await demo.post(demo.body(model))).status_code == 200, model
    assert demo.service.generations == 6


async def test_six_people_on_v45_and_32_on_v5_are_taken(demo) -> None:
    assert (await demo.post(demo.body(V45, people=6))).status_code == 200
    assert (await demo.post(demo.body(V5, people=32))).status_code == 200


@pytest.mark.parametrize("model", [V45, V45_CURATED, V4, V5])
@pytest.mark.parametrize(
    "parameters",
    [
        {"v4_prompt": ...},
        {"v4_negative_prompt": ...},
        {"v4_prompt": {"caption": {"base_caption": "x"}}},
        {"v4_prompt": "text"},
        {"sm": True},
        {"sm_dyn": True},
    ],
    ids=["no v4_prompt", "no v4_negative_prompt", "no char_captions", "text for v4_prompt", "SMEA", "DYN"],
)
async def test_bodies_that_novelai_stumbles_over(demo, model: str, parameters: dict[str, Any]) -> None:
    assert await demo.refusal(demo.changed(demo.body(model), **parameters)) == STUMBLE
    assert nothing_happened(demo)


@pytest.mark.parametrize(("model", "most"), [(V45, 6), (V4, 6), (V5, 32)])
async def test_one_character_too_many(demo, model: str, most: int) -> None:
    body = demo.body(model, people=most)
    for block in ("v4_prompt", "v4_negative_prompt"):
        captions = body["parameters"][block]["caption"]["char_captions"]
        captions.append(captions[0])
    assert await demo.refusal(body) == STUMBLE
    assert nothing_happened(demo)


async def test_a_character_needs_a_centre(demo) -> None:
    body = demo.body(people=2)
    body["parameters"]["v4_prompt"]["caption"]["char_captions"][1]["centers"] = []
    assert await demo.refusal(body) == STUMBLE


async def test_vibes_on_v5(demo) -> None:
    assert await demo.refusal(demo.changed(demo.body(V5), reference_image_multiple=[PICTURE])) == STUMBLE


@pytest.mark.parametrize("model", [V5, V4, V3])
async def test_director_references_where_there_is_no_encoder(demo, model: str) -> None:
    status, message = await demo.refusal(demo.changed(demo.body(model), director_reference_images=[PICTURE]))
    assert status == 400
    assert "director reference" in message


async def test_an_unknown_model_is_named(demo) -> None:
    body = {**demo.body(), "model": "nai-diffusion-5-curated-inpainting"}
    expected = (400, "Validation error: model nai-diffusion-5-curated-inpainting doesn't exist")
    assert await demo.refusal(body) == expected


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"sampler": "k_lms"}, "sampler k_lms"),
        ({"sampler": ["k_euler"]}, "sampler"),
        ({"sampler": ...}, "sampler"),
        ({"noise_schedule": "native"}, "noise_schedule native"),
        ({"width": 65}, "multiples of 64"),
        ({"height": 100}, "multiples of 64"),
        ({"width": 0}, "width"),
        ({"width": "64"}, "width"),
        ({"width": True}, "width"),
        ({"width": 64.0}, "width"),
        ({"width": ...}, "width"),
        ({"width": 2048, "height": 2048}, "too large"),
        ({"steps": 0}, "steps"),
        ({"steps": 51}, "steps"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"seed": None}, "seed"),
        ({"n_samples": 0}, "n_samples"),
        ({"n_samples": 9}, "n_samples"),
        ({"width": 832, "height": 1216, "n_samples": 5}, "n_samples"),
        ({"scale": 10.5}, "scale"),
        ({"scale": -1}, "scale"),
        ({"scale": ...}, "scale"),
        ({"cfg_rescale": 1.5}, "cfg_rescale"),
        ({"image_format": "gif"}, "image_format"),
    ],
)
async def test_wrong_values_are_named(demo, parameters: dict[str, Any], named: str) -> None:
    status, message = await demo.refusal(demo.changed(demo.body(), **parameters))
    assert status == 400
    assert message.startswith("Validation error: ")
    assert named in message
    assert nothing_happened(demo)


async def test_v5_takes_karras_alone(demo) -> None:
    assert (await demo.refusal(demo.changed(demo.body(V5), noise_schedule="exponential")))[0] == 400
    assert (await demo.post(demo.changed(demo.body(V45), noise_schedule="exponential"))).status_code == 200


@pytest.mark.parametrize(
    "body",
    [[], "text", {}, {"model": V45}, {"model": V45, "action": "generate"}],
    ids=["list", "text", "empty", "model alone", "no parameters"],
)
async def test_bodies_without_their_parts(demo, body: object) -> None:
    assert (await demo.refusal(body))[0] == 400


async def test_other_actions_are_refused(demo) -> None:
    for action in ("img2img", "infill", "enhance", None):
        status, message = await demo.refusal({**demo.body(), "action": action})
        assert status == 400
        assert "action" in message


async def test_a_stream_must_name_its_framing(demo) -> None:
    assert (await demo.refusal(demo.changed(demo.body(), stream="xml"), STREAM))[0] == 400
    assert (await demo.refusal(demo.changed(demo.body(), stream=...), STREAM))[0] == 400


async def test_bad_json_and_other_content(demo) -> None:
    headers = {"content-type": "application/json"}
    assert (await demo.http.post(PLAIN, content=b'{"model": ', headers=headers)).status_code == 400
    assert (await demo.http.post(PLAIN, content=b"\xff\xfe", headers=headers)).status_code == 400
    assert (await demo.http.post(PLAIN, content=b"{}", headers={"content-type": "text/plain"})).status_code == 400


async def test_too_large_a_request(demo) -> None:
    content = b" " * (64 * 1024 * 1024 + 1)
    answer = await demo.http.post(PLAIN, content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["message"]) == (413, "Payload Too Large")


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer pst-else", "pst-demo"])
async def test_without_the_token(demo, authorization: str) -> None:
    headers = {"authorization": authorization}
    for answer in (
        await demo.post(demo.body(), headers=headers),
        await demo.http.get("/user/subscription", headers=headers),
    ):
        assert (answer.status_code, answer.json()["message"]) == (401, "Unauthorized")
    assert nothing_happened(demo)


async def test_unknown_paths_and_methods(demo) -> None:
    assert (await demo.http.get("/user/nonsense")).status_code == 404
    assert (await demo.http.get(PLAIN)).status_code == 404
    assert (await demo.post({}, "/ai/generate-image/suggest-tags")).status_code == 404


async def test_without_enough_anlas(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(DemoAccount(tier=0, fixed_anlas=1, purchased_anlas=0))
    assert await demo.refusal(demo.body()) == (402, "Not enough Anlas")  # it costs 2, the least there is
    assert demo.service.account.anlas == 1


async def test_a_picture_dearer_than_allowed(demo) -> None:
    body = demo.changed(demo.body(V5), width=2048, height=1536, steps=50)  # 150 Anlas, 140 are the most
    assert (await demo.refusal(body))[0] == 400
    assert nothing_happened(demo)


async def test_one_generation_at_a_time(demo) -> None:
    async with demo.http.stream("POST", STREAM, json=demo.body(framing="msgpack", steps=8)) as first:
        chunks = first.aiter_bytes()
        await anext(chunks)
        assert await demo.refusal(demo.body()) == (429, "Concurrent generation is locked")
        assert demo.service.generations == 1
        async for _ in chunks:
            pass
    assert (await demo.post(demo.body())).status_code == 200


async def test_after_a_hang_up_the_account_stays_locked_until_the_work_is_done(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(pace=1.0)
    async with demo.http.stream("POST", STREAM, json=demo.body(framing="msgpack", steps=20, width=1088, height=1024)):
        pass
    assert demo.service.account.anlas < 10_500  # hanging up is no refund
    assert (await demo.refusal(demo.body()))[0] == 429
    demo.service.pace = 0
    while (await demo.post(demo.body())).status_code == 429:
        pass
    assert demo.service.generations == 2


async def test_tag_suggestions_need_no_token(demo) -> None:
    query = {"model": V5, "prompt": "silver"}
    path = "/ai/generate-image/suggest-tags"
    answer = (await demo.http.get(path, params=query, headers={"authorization": ""})).json()
    assert answer["tags"][0]["tag"] == "silver hair"
    assert set(answer["tags"][0]) == {"tag", "count", "confidence"}
    assert 0 < answer["tags"][0]["count"] <= 10_000
    japanese = (await demo.http.get(path, params={**query, "lang": "jp"})).json()
    assert japanese == [{"jp_tag": "銀髪", "en_tag": "silver hair", "power": 100}]


async def test_tag_suggestions_for_nothing_and_for_an_unknown_model(demo) -> None:
    path = "/ai/generate-image/suggest-tags"
    assert (await demo.http.get(path, params={"model": V5, "prompt": " "})).json() == {"tags": []}
    assert (await demo.http.get(path, params={"model": "x", "prompt": "si"})).status_code == 400


@pytest.mark.parametrize("text", ["nonsense", "", ":2", "drop:x", "drop:-1", "drop:²", "DROP"])
def test_unknown_faults_are_refused_with_the_list(text: str) -> None:
    with pytest.raises(ValueError, match=r"there is no fault .*html.*stall"):
        FaultPlan.parse(text)


def test_faults_are_counted() -> None:
    plan = FaultPlan.parse("drop:2")
    assert [plan.take(), plan.take(), plan.take()] == ["drop", "drop", None]
    always = FaultPlan.parse("locked")
    assert {always.take() for _ in range(100)} == {"locked"}
