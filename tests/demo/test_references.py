"""Vibes and precise references: encoding, checks, effects that can be seen, prices."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from naitui.demo import DemoAccount
from naitui.pictures.metadata import read_metadata

PLAIN, ENCODE = "/ai/generate-image", "/ai/encode-vibe"
V45, V45_CURATED, V4, V4_CURATED = (
    "nai-diffusion-4-5-full",
    "nai-diffusion-4-5-curated",
    "nai-diffusion-4-full",
    "nai-diffusion-4-curated-preview",
)
V5, V3 = "nai-diffusion-5-full", "nai-diffusion-3"
STUMBLE = (500, "Internal Server Error")
RED = (220, 30, 30)

Body = dict[str, Any]


def b64(image: Image.Image, kind: str = "PNG") -> str:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return base64.b64encode(buffer.getvalue()).decode()


def plain(colour: tuple[int, int, int] = RED, size: tuple[int, int] = (64, 64)) -> Image.Image:
    return Image.new("RGB", size, colour)


def to_encode(model: str = V45, information: Any = 1, image: Image.Image | None = None) -> Body:
    return {"image": b64(image or plain()), "model": model, "information_extracted": information}


async def encoded(demo: Any, *args: Any, **options: Any) -> str:
    answer = await demo.post(to_encode(*args, **options), ENCODE)
    assert answer.status_code == 200, answer.text
    return base64.b64encode(answer.content).decode()


def with_vibes(demo: Any, vibes: list[Any], strengths: list[Any], model: str = V45, **more: Any) -> Body:
    body = demo.body(model, width=192, height=192)
    return demo.changed(body, reference_image_multiple=vibes, reference_strength_multiple=strengths, **more)


def with_references(
    demo: Any, count: int = 1, type: str = "character&style", colour: Any = RED, *, strength: Any = 1, rest: Any = 0
) -> Body:
    caption = {"caption": {"base_caption": type, "char_captions": []}, "legacy_uc": False}
    return demo.changed(
        demo.body(V45, width=192, height=192),
        director_reference_images=[b64(plain(colour, (1024, 1536)))] * count,
        director_reference_descriptions=[caption] * count,
        director_reference_information_extracted=[1] * count,
        director_reference_strength_values=[strength] * count,
        director_reference_secondary_strength_values=[rest] * count,
    )


async def made(demo: Any, body: Body) -> Image.Image:
    answer = await demo.post(body)
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return Image.open(io.BytesIO(archive.read("image_0.png"))).convert("RGB")


def redness(image: Image.Image) -> float:
    red, green, blue = ImageStat.Stat(image).mean
    return red - (green + blue) / 2


# ---------------------------------------------------------------------------------------------------- encoding


@pytest.mark.parametrize("model", [V45, V45_CURATED, V4, V4_CURATED])
async def test_an_encoding_is_opaque_and_always_the_same(demo, model: str) -> None:
    answer = await demo.post(to_encode(model), ENCODE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/binary")
    assert 10_000 <= len(answer.content) <= 50_000
    assert b"tones" not in answer.content
    assert (await demo.post(to_encode(model), ENCODE)).content == answer.content
    assert (demo.service.encodings, demo.service.generations) == (2, 0)
    assert demo.service.account.anlas == 10_500 - 4  # nobody encodes for free


async def test_an_encoding_depends_on_picture_model_and_information(demo) -> None:
    seen = {
        await encoded(demo),
        await encoded(demo, V45_CURATED),
        await encoded(demo, V45, 0.5),
        await encoded(demo, V45, 1, plain((0, 0, 200))),
    }
    assert len(seen) == 4
    assert await encoded(demo, V45, 1.0) == await encoded(demo, V45, 1)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "object"),
        ({}, "model None doesn't exist"),
        (to_encode("nonsense"), "model nonsense doesn't exist"),
        (to_encode("nai-diffusion-4-5-full-inpainting"), "does not support vibe encoding"),
        (to_encode(V3), "does not support vibe encoding"),
        (to_encode(information=0), "information_extracted"),
        (to_encode(information=1.01), "information_extracted"),
        (to_encode(information="1"), "information_extracted"),
        (to_encode(information=True), "information_extracted"),
        ({"model": V45, "information_extracted": 1}, "image"),
        ({**to_encode(), "image": "hello!"}, "image"),
        ({**to_encode(), "mask": b64(plain(), "JPEG")}, "mask"),
    ],
)
async def test_encoder_bodies_that_are_wrong(demo, body: Any, said: str) -> None:
    status, message = await demo.refusal(body, ENCODE)
    assert status == 400
    assert said in message
    assert demo.service.account.anlas == 10_500


@pytest.mark.parametrize("model", [V5, "nai-diffusion-5-curated", "nai-diffusion-5-full-medium"])
async def test_v5_has_no_encoder(demo, model: str) -> None:
    assert await demo.refusal(to_encode(model), ENCODE) == STUMBLE


async def test_an_encoding_that_cannot_be_paid(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(DemoAccount(fixed_anlas=1, purchased_anlas=0))
    assert await demo.refusal(to_encode(), ENCODE) == (402, "Not enough Anlas")


async def test_a_mask_chooses_what_is_seen_of_a_vibe(demo) -> None:
    both = plain((20, 20, 230))
    both.paste(RED, (0, 0, 32, 64))
    left = Image.new("L", both.size)
    left.paste(255, (0, 0, 32, 64))
    pictures = []
    for mask in (left, Image.eval(left, lambda value: 255 - value)):
        answer = await demo.post({**to_encode(image=both), "mask": b64(mask)}, ENCODE)
        vibe = base64.b64encode(answer.content).decode()
        pictures.append(await made(demo, with_vibes(demo, [vibe], [1])))
    assert redness(pictures[0]) > redness(pictures[1]) + 20


# ------------------------------------------------------------------------------------------------------- vibes


async def test_a_vibe_moves_the_picture_towards_its_colours(demo) -> None:
    vibe = await encoded(demo)
    red = [redness(await made(demo, with_vibes(demo, [vibe], [s]))) for s in (-0.6, 0, 0.3, 0.6, 1.5)]
    assert red == sorted(red)
    assert red[3] > red[1] + 15
    assert red[0] < red[1] - 15  # the opposite colours
    without = redness(await made(demo, demo.body(width=192, height=192)))
    assert red[1] == pytest.approx(without, abs=0.01)


async def test_little_information_is_little_of_the_vibes_colours(demo) -> None:
    motley = Image.merge("RGB", [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256))])
    pictures = [
        await made(demo, with_vibes(demo, [await encoded(demo, V45, share, motley)], [1])) for share in (1, 0.01)
    ]
    assert ImageChops.difference(*pictures).getbbox() is not None


async def test_several_vibes_mix(demo) -> None:
    red, blue = await encoded(demo), await encoded(demo, image=plain((20, 20, 230)))
    both = redness(await made(demo, with_vibes(demo, [red, blue], [0.6, 0.6])))
    alone = [redness(await made(demo, with_vibes(demo, [vibe], [1.2]))) for vibe in (red, blue)]
    assert alone[1] < both < alone[0]


async def test_sixteen_vibes_are_the_limit(demo) -> None:
    vibe = await encoded(demo)
    assert (await demo.post(with_vibes(demo, [vibe] * 16, [0.1] * 16))).status_code == 200
    status, message = await demo.refusal(with_vibes(demo, [vibe] * 17, [0.1] * 17))
    assert (status, "at most 16" in message) == (400, True)


async def test_encodings_of_another_model_and_raw_pictures_make_it_stumble(demo) -> None:
    vibe = await encoded(demo)
    assert await demo.refusal(with_vibes(demo, [vibe], [0.6], V45_CURATED)) == STUMBLE
    assert await demo.refusal(with_vibes(demo, [vibe], [0.6], V4)) == STUMBLE
    assert await demo.refusal(with_vibes(demo, [b64(plain())], [0.6])) == STUMBLE
    cut = base64.b64encode(base64.b64decode(vibe)[:-1]).decode()
    assert await demo.refusal(with_vibes(demo, [cut], [0.6])) == STUMBLE
    assert await demo.refusal(with_vibes(demo, ["AAAA"], [0.6])) == STUMBLE


@pytest.mark.parametrize(
    ("vibes", "strengths"),
    [(["AAAA"], []), (["AAAA"], None), (["AAAA"], ["1"]), (["AAAA"], [None]), (["!"], [1]), ([5], [1]), ("AAAA", [1])],
)
async def test_vibe_fields_of_the_wrong_form(demo, vibes: Any, strengths: Any) -> None:
    assert (await demo.refusal(with_vibes(demo, vibes, strengths)))[0] == 400


async def test_an_empty_list_of_vibes_is_none(demo) -> None:
    assert (await demo.post(with_vibes(demo, [], [], V5))).status_code == 200


async def test_v3_takes_raw_pictures_of_its_own_size(demo) -> None:
    canvas = plain((0, 0, 0), (448, 448))
    canvas.paste(RED, (100, 0, 348, 448))  # with the bars that a tall picture gets
    known = {"reference_information_extracted_multiple": [1]}
    shown = [redness(await made(demo, with_vibes(demo, [b64(canvas)], [s], V3, **known))) for s in (0, 0.8)]
    assert shown[1] > shown[0] + 15
    for vibe, more in (
        (b64(plain()), known),
        (b64(canvas, "JPEG"), known),
        (b64(canvas), {}),
        (b64(canvas), {"reference_information_extracted_multiple": [1, 1]}),
        (b64(canvas), {"reference_information_extracted_multiple": [2]}),
    ):
        assert (await demo.refusal(with_vibes(demo, [vibe], [0.6], V3, **more)))[0] == 400


async def test_the_record_keeps_the_encodings(demo) -> None:
    vibe = await encoded(demo)
    answer = await demo.post(with_vibes(demo, [vibe], [0.6]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        comment = read_metadata(archive.read("image_0.png")).comment
    assert comment["reference_image_multiple"] == [vibe]
    assert comment["reference_strength_multiple"] == [0.6]


# ------------------------------------------------------------------------------------------- precise references


@pytest.mark.parametrize("type", ["character&style", "character", "style"])
async def test_a_precise_reference_brings_its_colours(demo, type: str) -> None:
    bare = redness(await made(demo, demo.body(width=192, height=192)))
    weak, faint, strong = [
        redness(await made(demo, with_references(demo, type=type, strength=s, rest=r)))
        for s, r in ((0.3, 0), (1, 1), (1, 0))
    ]
    assert bare < weak < strong
    assert bare < faint < strong  # without fidelity


async def test_a_character_colours_the_figure_and_a_style_everything(demo) -> None:
    bare = await made(demo, demo.body(width=192, height=192))
    corner = (0, 0, 24, 24)
    moved = {}
    for type in ("character&style", "character", "style"):
        picture = await made(demo, with_references(demo, type=type))
        moved[type] = redness(picture.crop(corner)) - redness(bare.crop(corner))
    assert abs(moved["character"]) < 3
    assert moved["style"] > moved["character&style"] > moved["character"] + 3


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("director_reference_descriptions", ..., "as many entries"),
        ("director_reference_information_extracted", [1, 1], "as many entries"),
        ("director_reference_strength_values", [], "as many entries"),
        ("director_reference_secondary_strength_values", 0, "as many entries"),
        ("director_reference_images", "text", "list"),
        ("director_reference_images", [b64(plain(size=(832, 1216)))], "1024x1536"),
        ("director_reference_images", [b64(plain(size=(1472, 1472)), "JPEG")], "PNG"),
        ("director_reference_images", ["!"], "base64"),
        ("director_reference_descriptions", ["style"], "captions"),
        ("director_reference_descriptions", [{"caption": {"base_caption": "style"}}], "captions"),
        ("director_reference_descriptions", [{"caption": {"base_caption": "face", "char_captions": []}}], "one of"),
        ("director_reference_strength_values", [1.5], "from 0 to 1"),
        ("director_reference_secondary_strength_values", [-0.1], "from 0 to 1"),
        ("director_reference_information_extracted", ["1"], "from 0 to 1"),
    ],
)
async def test_reference_fields_of_the_wrong_form(demo, name: str, value: Any, said: str) -> None:
    status, message = await demo.refusal(demo.changed(with_references(demo), **{name: value}))
    assert status == 400
    assert said in message


@pytest.mark.parametrize("size", [(1024, 1536), (1536, 1024), (1472, 1472)])
async def test_three_canvases(demo, size: tuple[int, int]) -> None:
    body = demo.changed(with_references(demo), director_reference_images=[b64(plain(size=size))])
    assert (await demo.post(body)).status_code == 200


@pytest.mark.parametrize("model", [V5, V4, V3])
async def test_other_models_have_no_reference_encoder(demo, model: str) -> None:
    fields = with_references(demo)["parameters"]
    mine = {name: value for name, value in fields.items() if name.startswith("director_")}
    status, message = await demo.refusal(demo.changed(demo.body(model), **mine))
    assert (status, "director reference" in message) == (400, True)


# ------------------------------------------------------------------------------------------------------ prices


async def charged(demo: Any, body: Body, path: str = PLAIN) -> int:
    before = demo.service.account.anlas
    answer = await demo.post(body, path)
    assert answer.status_code == 200, answer.text
    return before - demo.service.account.anlas


async def test_six_vibes_two_of_them_to_be_encoded(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(DemoAccount(tier=0))
    four = [await encoded(demo, image=plain((n, 0, 0))) for n in (1, 2, 3, 4)]
    before = demo.service.account.anlas
    two = [await encoded(demo, image=plain((0, n, 0))) for n in (1, 2)]
    body = demo.changed(
        demo.body(width=832, height=1216, steps=28),
        reference_image_multiple=four + two,
        reference_strength_multiple=[0.1] * 6,
    )
    assert (await demo.post(body)).status_code == 200
    assert before - demo.service.account.anlas == 28


async def test_five_vibes_on_opus(demo) -> None:
    vibe = await encoded(demo)
    assert await charged(demo, with_vibes(demo, [vibe] * 4, [0.1] * 4)) == 0
    assert await charged(demo, with_vibes(demo, [vibe] * 5, [0.1] * 5)) == 2


async def test_many_vibes_on_v3_cost_nothing(demo) -> None:
    canvas = b64(plain(size=(448, 448)))
    known = {"reference_information_extracted_multiple": [1] * 6}
    assert await charged(demo, with_vibes(demo, [canvas] * 6, [0.1] * 6, V3, **known)) == 0


async def test_one_precise_reference_on_opus(demo) -> None:
    body = demo.changed(with_references(demo), width=512, height=768, steps=23)
    assert await charged(demo, body) == 5


async def test_two_precise_references_and_two_samples(open_demo: Callable[..., Any]) -> None:
    demo = open_demo(DemoAccount(tier=0))
    body = demo.changed(with_references(demo, 2), width=832, height=1216, steps=28, n_samples=2)
    assert await charged(demo, body) == 60


async def test_precise_references_switch_the_price_and_the_effect_of_vibes_off(demo) -> None:
    vibe = await encoded(demo, image=plain((0, 0, 220)))
    alone = with_references(demo)
    both = demo.changed(alone, reference_image_multiple=[vibe] * 6, reference_strength_multiple=[1] * 6)
    assert await charged(demo, both) == 5
    difference = ImageChops.difference(await made(demo, alone), await made(demo, both))
    assert difference.getbbox() is None
