"""Image to image and infill: what the demo takes, what it makes of it, and what it costs."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from naitui.demo import DemoAccount
from naitui.pictures.metadata import read_metadata

PLAIN, STREAM = "/ai/generate-image", "/ai/generate-image-stream"
V45, V4, V3 = "nai-diffusion-4-5-full", "nai-diffusion-4-full", "nai-diffusion-3"
V5, V5_CURATED = "nai-diffusion-5-full", "nai-diffusion-5-curated"
SIDE = 128

Body = dict[str, Any]


def b64(image: Image.Image, kind: str = "PNG", **options: Any) -> str:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return base64.b64encode(buffer.getvalue()).decode()


def gradient(width: int = SIDE, height: int = SIDE) -> Image.Image:
    return Image.merge("RGB", [Image.linear_gradient("L").resize((width, height))] * 3)


def mask(box: tuple[int, int, int, int] = (32, 32, 96, 96), size: tuple[int, int] = (SIDE, SIDE)) -> Image.Image:
    image = Image.new("L", size)
    image.paste(255, box)
    return image


def img2img(demo: Any, model: str = V45, *, source: Image.Image | None = None, **parameters: Any) -> Body:
    body = demo.body(model, width=SIDE, height=SIDE, steps=10)
    fields = {"image": b64(source or gradient()), "strength": 0.7, "noise": 0, "extra_noise_seed": 6}
    return demo.changed({**body, "action": "img2img"}, **{**fields, "color_correct": False, **parameters})


def infill(demo: Any, model: str = V45, *, id: str | None = None, **parameters: Any) -> Body:
    fields = {"mask": b64(mask()), "add_original_image": False, "color_correct": ..., **parameters}
    body = img2img(demo, model, **fields)
    return {**body, "action": "infill", "model": id or f"{model}-inpainting"}


def opened(content: bytes) -> Image.Image:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return Image.open(io.BytesIO(archive.read("image_0.png"))).convert("RGB")


async def made(demo: Any, body: Body) -> Image.Image:
    answer = await demo.post(body)
    assert answer.status_code == 200, answer.text
    return opened(answer.content)


def apart(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int] | None = None) -> float:
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return sum(ImageStat.Stat(difference.crop(box) if box else difference).mean) / 3


@pytest.mark.parametrize("model", [V5, V5_CURATED, V45, V4, V3, "nai-diffusion-5-full-medium", "nai-diffusion-furry-3"])
async def test_every_model_takes_a_source(demo, model: str) -> None:
    assert (await demo.post(img2img(demo, model))).status_code == 200


@pytest.mark.parametrize(
    ("model", "id"),
    [
        (V5, None),
        ("nai-diffusion-5-full-medium", None),
        (V45, None),
        ("nai-diffusion-4-5-curated", None),
        (V4, None),
        ("nai-diffusion-4-curated-preview", "nai-diffusion-4-curated-inpainting"),
        (V3, None),
        ("nai-diffusion-furry-3", None),
    ],
)
async def test_every_infill_id_takes_a_mask(demo, model: str, id: str | None) -> None:
    assert (await demo.post(infill(demo, model, id=id))).status_code == 200


async def test_the_borrowed_infill_id_is_its_lenders(demo) -> None:
    answer = await demo.post(infill(demo, "nai-diffusion-4-5-curated"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = read_metadata(archive.read("image_0.png"))
    assert found.source.startswith("NovelAI Diffusion V4.5 ")


@pytest.mark.parametrize(
    ("action", "model", "said"),
    [
        ("generate", "nai-diffusion-4-5-full-inpainting", "does not support the action generate"),
        ("img2img", "nai-diffusion-4-5-full-inpainting", "does not support the action img2img"),
        ("infill", V45, "does not support the action infill"),
        ("infill", V5_CURATED, "does not support the action infill"),
        ("infill", "nai-diffusion-5-curated-inpainting", "doesn't exist"),
        ("infill", "nai-diffusion-2-inpainting", "doesn't exist"),
        ("enhance", V45, "action must be one of"),
        (["infill"], V45, "action must be one of"),
    ],
)
async def test_actions_and_models_that_do_not_go_together(demo, action: Any, model: str, said: str) -> None:
    status, message = await demo.refusal({**infill(demo), "action": action, "model": model})
    assert status == 400
    assert said in message
    assert demo.service.generations == 0


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"image": ...}, "image is required"),
        ({"image": ""}, "image is required"),
        ({"image": "not base64!"}, "image must be a base64"),
        ({"image": 5}, "image must be a base64"),
        ({"image": "data:image/png;base64,iVBORw0KGgo="}, "image must be a base64"),
        ({"image": base64.b64encode(b"GIF89a").decode()}, "image must be a PNG, JPEG or WebP"),
        ({"image": base64.b64encode(b"\x89PNG\r\n\x1a\n cut").decode()}, "image cannot be decoded"),
        ({"image": b64(gradient(64, 64))}, "image must be 128x128, not 64x64"),
        ({"strength": 1.01}, "strength"),
        ({"strength": -0.1}, "strength"),
        ({"strength": "0.5"}, "strength"),
        ({"strength": True}, "strength"),
        ({"noise": 1.5}, "noise"),
        ({"noise": None}, "noise"),
        ({"extra_noise_seed": 2**32}, "extra_noise_seed"),
        ({"extra_noise_seed": 1.5}, "extra_noise_seed"),
        ({"mask": b64(mask())}, "mask is not used"),
    ],
)
async def test_wrong_sources_are_named(demo, parameters: Body, named: str) -> None:
    status, message = await demo.refusal(img2img(demo, **parameters))
    assert (status, message.startswith("Validation error: ")) == (400, True)
    assert named in message
    assert demo.service.account.anlas == 10_500


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_sources_of_three_kinds(demo, kind: str) -> None:
    assert (await demo.post(img2img(demo, image=b64(gradient(), kind)))).status_code == 200


async def test_the_pages_unguarded_seed_is_taken(demo) -> None:
    assert (await demo.post(img2img(demo, extra_noise_seed=-1))).status_code == 200


async def test_strength_and_noise_without_a_picture_are_ignored(demo) -> None:
    body = demo.body()
    plain, with_strength = await made(demo, body), await made(demo, demo.changed(body, strength=7, noise="x"))
    assert apart(plain, with_strength) == 0


async def test_a_picture_with_the_wrong_action_is_refused(demo) -> None:
    assert (await demo.refusal({**img2img(demo), "action": "generate"}))[0] == 400


def spoiled_mask(kind: str) -> Image.Image:
    image = mask()
    if kind == "grey":
        image.paste(128, (0, 0, 8, 8))
    if kind == "pixel":
        image.putpixel((3, 3), 255)
    if kind == "transparent":
        image = Image.merge("LA", (image, Image.new("L", image.size, 128)))
    if kind == "colour":
        image = Image.merge("RGB", (image, Image.new("L", image.size), Image.new("L", image.size)))
    if kind == "half size":
        image = mask(size=(64, 64))
    return image


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("grey", "black and white only"),
        ("colour", "black and white only"),
        ("pixel", "blocks of 8x8"),
        ("transparent", "opaque"),
        ("half size", "mask must be 128x128, not 64x64"),
    ],
)
async def test_wrong_masks_are_named(demo, kind: str, said: str) -> None:
    status, message = await demo.refusal(infill(demo, mask=b64(spoiled_mask(kind))))
    assert status == 400
    assert said in message


async def test_masks_are_png_files(demo) -> None:
    assert (await demo.refusal(infill(demo, mask=...)))[0] == 400
    status, message = await demo.refusal(infill(demo, mask=b64(mask(), "JPEG")))
    assert (status, message) == (400, "Validation error: mask must be a PNG picture")


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA"])
async def test_masks_of_every_mode(demo, mode: str) -> None:
    assert (await demo.post(infill(demo, mask=b64(mask().convert(mode))))).status_code == 200


@pytest.mark.parametrize(
    "parameters",
    [
        {"inpaintImg2ImgStrength": 0},
        {"inpaintImg2ImgStrength": 1.1},
        {"img2img": {"strength": 2}},
        {"img2img": {}},
        {"img2img": 0.5},
    ],
)
async def test_wrong_strengths_of_an_infill(demo, parameters: Body) -> None:
    assert (await demo.refusal(infill(demo, **parameters)))[0] == 400


async def test_vibes_with_a_mask_make_it_stumble(demo) -> None:
    body = infill(demo, reference_image_multiple=["aGVsbG8="], reference_strength_multiple=[0.6])
    assert await demo.refusal(body) == (500, "Internal Server Error")


async def test_the_lower_the_strength_the_more_of_the_source_stays(demo) -> None:
    source = gradient()
    far = [apart(source, await made(demo, img2img(demo, strength=s))) for s in (0, 0.2, 0.45, 0.7, 1)]
    assert far == sorted(far)
    assert far[0] < 1  # nothing but the hidden record
    assert far[1] < 0.4 * far[4]
    fresh = await made(demo, demo.body(V45, width=SIDE, height=SIDE, steps=10))
    assert apart(fresh, await made(demo, img2img(demo, strength=1))) < 1


async def test_another_source_is_another_picture(demo) -> None:
    upside_down = gradient().transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    assert apart(await made(demo, img2img(demo)), await made(demo, img2img(demo, source=upside_down))) > 10


async def test_noise_is_seen(demo) -> None:
    calm = await made(demo, img2img(demo, strength=0.2))
    rough, same, other = [
        await made(demo, img2img(demo, strength=0.2, noise=0.4, extra_noise_seed=seed)) for seed in (1, 1, 2)
    ]
    assert apart(calm, rough) > 5
    assert apart(rough, same) == 0
    assert apart(rough, other) > 5


async def test_the_record_says_what_it_was(demo) -> None:
    comments = []
    for body in (demo.body(), img2img(demo, strength=0.55, noise=0.1), infill(demo)):
        with zipfile.ZipFile(io.BytesIO((await demo.post(body)).content)) as archive:
            comments.append(read_metadata(archive.read("image_0.png")).comment)
    kinds = [comment["request_type"] for comment in comments]
    assert kinds == ["PromptGenerateRequest", "Img2ImgRequest", "NativeInfillingRequest"]
    assert [comments[1][name] for name in ("strength", "noise", "extra_noise_seed")] == [0.55, 0.1, 6]
    assert "strength" not in comments[0]
    assert "image" not in json.dumps(comments[1])


@pytest.mark.parametrize("model", [V5, V45, V4, V3])
async def test_an_infill_changes_the_masked_blocks_alone(demo, model: str) -> None:
    source = gradient()
    body = infill(demo, model)
    body = demo.changed(body, strength=1) if model == V3 else body
    result = await made(demo, body)
    outside = ImageChops.difference(result, source)
    ImageDraw.Draw(outside).rectangle((32, 32, 95, 95), "black")
    assert max(high for _, high in outside.getextrema()) <= 4
    assert apart(result, source, (40, 40, 88, 88)) > 10


async def test_an_infill_is_not_the_picture_it_came_from(demo) -> None:
    source = await made(demo, demo.body(V45, width=SIDE, height=SIDE, steps=10))
    result = await made(demo, infill(demo, image=b64(source)))  # the same seed and the same words
    assert apart(result, source, (40, 40, 88, 88)) > 5


async def test_the_infill_slider(demo) -> None:
    box = (40, 40, 88, 88)
    far = []
    for slider in (0.1, 0.5, 1):
        block = {"img2img": {"strength": slider, "color_correct": True}} if slider != 1 else {}
        result = await made(demo, infill(demo, inpaintImg2ImgStrength=slider, **block))
        far.append(apart(result, gradient(), box))
    assert far == sorted(far)
    assert far[0] < far[2] / 2


async def test_a_mask_of_an_eighth_leaves_a_grey_border_on_v5_alone(demo) -> None:
    small = mask((4, 4, 12, 12), (SIDE // 8, SIDE // 8))
    grey, ring = (128, 128, 128), [(28, 64), (99, 64), (64, 28), (64, 99)]
    on_v5 = await made(demo, infill(demo, V5, mask=b64(small)))
    assert [on_v5.getpixel(point) for point in ring] == [grey] * 4
    on_v45 = await made(demo, infill(demo, V45, mask=b64(small)))
    full = await made(demo, infill(demo, V45))
    assert apart(on_v45, full) == 0


async def test_transparency_stays_with_v5s_switch_alone(demo) -> None:
    source = gradient().convert("RGBA")
    source.putalpha(mask())
    answers = {}
    for switch in (True, False):
        body = img2img(demo, V5_CURATED, source=source, strength=0.1, tag_hint_transparent_background=switch)
        with zipfile.ZipFile(io.BytesIO((await demo.post(body)).content)) as archive:
            answers[switch] = Image.open(io.BytesIO(archive.read("image_0.png"))).getchannel("A")
    assert answers[True].getpixel((2, 120)) < 10
    assert answers[False].getextrema()[0] >= 254


@pytest.mark.parametrize(("strength", "previews"), [(1, 9), (0.7, 6), (0.2, 1), (0, 0)])
async def test_a_stream_previews_the_steps_that_are_worked(demo, strength: float, previews: int) -> None:
    answer = await demo.post(img2img(demo, strength=strength, stream="msgpack"), STREAM)
    kinds = [event["event_type"] for event in demo.events(answer.content)]
    assert kinds == ["intermediate"] * previews + ["final"]


async def test_an_infill_can_be_streamed(demo) -> None:
    streamed = await demo.post(infill(demo, stream="msgpack"), STREAM)
    *_, final = demo.events(streamed.content)
    plain = await made(demo, infill(demo))
    assert apart(Image.open(io.BytesIO(final["image"])), plain) == 0


@pytest.mark.parametrize(
    ("model", "action", "size", "steps", "fields", "price"),
    [
        (V45, "img2img", (832, 1216), 28, {"strength": 0.7}, 14),
        (V45, "img2img", (832, 1216), 23, {"strength": 0.2}, 4),
        (V45, "img2img", (832, 1216), 23, {"strength": 0}, 2),
        (V45, "infill", (1024, 1024), 28, {"inpaintImg2ImgStrength": 0.5}, 10),
        (V45, "infill", (1024, 1024), 28, {"strength": 0.5}, 20),  # the slider counts, not the strength
        (V3, "infill", (1024, 1024), 28, {"strength": 0.5}, 20),
        (V3, "img2img", (832, 1216), 28, {"strength": 1, "sm": True, "sm_dyn": True}, 20),  # no SMEA with a picture
        (V5, "img2img", (832, 1216), 28, {"strength": 0.7}, 21),
    ],
)
async def test_prices(
    open_demo: Callable[..., Any], model: str, action: str, size: tuple[int, int], steps: int, fields: Body, price: int
) -> None:
    demo = open_demo(DemoAccount(tier=0))
    width, height = size
    body = demo.changed(
        {**demo.body(model, width=width, height=height, steps=steps), "action": action},
        **{"image": b64(gradient(*size)), "strength": 0.7, "noise": 0, "extra_noise_seed": 6, **fields},
    )
    if action == "infill":
        body = demo.changed({**body, "model": f"{model}-inpainting"}, mask=b64(mask(size=size)))
    async with demo.http.stream("POST", PLAIN, json=body) as answer:
        assert answer.status_code == 200
    assert demo.service.account.anlas == 10_500 - price


async def test_image_to_image_is_free_as_a_new_picture_is(demo) -> None:
    await demo.post(img2img(demo))
    await demo.post(infill(demo))
    assert demo.service.account.anlas == 10_500


async def test_a_picture_that_is_cheap_enough_by_its_strength(open_demo: Callable[..., Any]) -> None:
    demo = open_demo()
    body = img2img(demo, V5, source=gradient(2048, 1536), width=2048, height=1536, steps=50, strength=0.5)
    async with demo.http.stream("POST", PLAIN, json=body) as answer:
        assert answer.status_code == 200
    assert demo.service.account.anlas == 10_500 - 75
    assert (await open_demo().refusal(demo.changed(body, strength=1)))[0] == 400
