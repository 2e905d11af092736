"""Director tools and upscaling: checks, results that are really worked, records, prices."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from naitui.demo import DemoAccount, FaultPlan
from naitui.demo.moods import MOODS
from naitui.novelai import load_catalog
from naitui.pictures.alpha import read_record
from naitui.pictures.metadata import read_metadata
from naitui.pictures.png import text_chunks

AUGMENT, UPSCALE = "/ai/augment-image", "/ai/upscale"
V5 = "nai-diffusion-5-full"
SIMPLE = ("lineart", "sketch", "declutter", "declutter-keep-bubbles")

Body = dict[str, Any]


def file_of(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def scene(width: int = 128, height: int = 192) -> Image.Image:
    """A red figure before a blue ground."""
    image = Image.new("RGB", (width, height), (60, 90, 190))
    pen = ImageDraw.Draw(image)
    pen.ellipse((width * 0.35, height * 0.15, width * 0.65, height * 0.45), (240, 200, 170))
    pen.rectangle((width * 0.3, height * 0.45, width * 0.7, height), (190, 50, 50))
    return image


def tool(req_type: str, image: Image.Image | None = None, **more: Any) -> Body:
    image = image or scene()
    data = base64.b64encode(file_of(image)).decode()
    body = {"req_type": req_type, "image": data, "width": image.width, "height": image.height}
    if req_type in ("colorize", "emotion"):
        body |= {"prompt": "happy;;" if req_type == "emotion" else "", "defry": 0}
    return {**body, "use_new_shared_trial": True, **more}


def upscale(data: bytes, **more: Any) -> Body:
    return {"image": base64.b64encode(data).decode(), "model": V5, "declared_blur_sigma": 0, **more}


async def files(demo: Any, body: Body, path: str = AUGMENT) -> list[bytes]:
    answer = await demo.post(body, path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "binary/octet-stream"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"image_{n}.png" for n in range(len(archive.namelist()))]
        return [archive.read(name) for name in archive.namelist()]


async def picture(demo: Any, body: Body) -> Image.Image:
    [data] = await files(demo, body)
    return Image.open(io.BytesIO(data)).convert("RGB")


def mean(image: Image.Image) -> list[float]:
    return ImageStat.Stat(image.convert("RGB")).mean


def apart(one: Image.Image, other: Image.Image) -> float:
    return sum(mean(ImageChops.difference(one, other))) / 3


@pytest.mark.parametrize("req_type", [*SIMPLE, "colorize", "emotion", "bg-removal"])
async def test_every_tool_answers_in_the_size_it_was_given(demo, req_type: str) -> None:
    found = await files(demo, tool(req_type))
    assert len(found) == (3 if req_type == "bg-removal" else 1)
    for data in found:
        assert Image.open(io.BytesIO(data)).size == (128, 192)
        assert text_chunks(data)["Title"] == "AI augmented image"
        comment = read_metadata(data).comment
        assert set(comment) == {"req_type", "prompt", "defry"}
        assert comment["req_type"] == req_type
        assert read_metadata(data).generation_time.endswith("s")
    assert demo.service.generations == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "object"),
        (tool("enhance"), "req_type"),
        ({**tool("lineart"), "req_type": ["lineart"]}, "req_type"),
        (tool("lineart", width=64), "width"),
        (tool("lineart", height="192"), "height"),
        (tool("lineart", width=None), "width"),
        ({**tool("lineart"), "image": "not base64!"}, "image"),
        ({**tool("lineart"), "image": None}, "image"),
        (tool("colorize", prompt=None), "prompt"),
        (tool("colorize", defry=6), "defry"),
        (tool("colorize", defry=-1), "defry"),
        (tool("colorize", defry=1.5), "defry"),
        (tool("colorize", defry=True), "defry"),
        (tool("emotion", defry=None), "defry"),
        (tool("emotion", prompt="happy"), "mood"),
        (tool("emotion", prompt="amused;;"), "mood"),
        (tool("emotion", prompt=";;"), "mood"),
        (tool("emotion", prompt="Happy;;"), "mood"),
    ],
)
async def test_tool_bodies_that_are_wrong(demo, body: Any, said: str) -> None:
    status, message = await demo.refusal(body, AUGMENT)
    assert status == 400
    assert said in message
    assert (demo.service.account.anlas, demo.service.generations) == (10_500, 0)


async def test_too_large_a_picture_for_a_tool(demo) -> None:
    status, message = await demo.refusal(tool("lineart", Image.new("RGB", (2048, 1537))), AUGMENT)
    assert (status, "too large" in message) == (400, True)


async def test_line_art_is_dark_lines_on_white(demo) -> None:
    result = (await picture(demo, tool("lineart"))).convert("L")
    histogram = result.histogram()
    assert histogram[255] > 0.6 * result.width * result.height
    assert sum(histogram[:128]) > 100
    edge = result.crop((34, 100, 44, 180))  # the side of the figure
    assert edge.getextrema()[0] < 128


async def test_a_sketch_is_grey_on_paper(demo) -> None:
    result = await picture(demo, tool("sketch"))
    red, green, blue = mean(result)
    assert red - blue < 20
    assert 150 < green < 250
    assert ImageStat.Stat(result.convert("L")).stddev[0] > 3


async def test_declutter_takes_small_bright_things_away(demo) -> None:
    clean = scene(480, 640)
    cluttered = clean.copy()
    pen = ImageDraw.Draw(cluttered)
    for x in range(20, 120, 12):
        pen.line([(x, 30), (x + 6, 60)], "white", 2)
    for req_type, gone in (("declutter", True), ("declutter-keep-bubbles", False)):
        result = await picture(demo, tool(req_type, cluttered))
        spot = (10, 20, 130, 70)
        before, after = apart(cluttered.crop(spot), clean.crop(spot)), apart(result.crop(spot), clean.crop(spot))
        assert after < before / 4 if gone else after > before / 2
        figure = (150, 300, 330, 640)
        assert apart(result.crop(figure), clean.crop(figure)) < 2


async def test_colorize_takes_the_colours_from_the_prompt(demo) -> None:
    grey = Image.linear_gradient("L").resize((128, 192)).convert("RGB")
    red, blue = [mean(await picture(demo, tool("colorize", grey, prompt=p))) for p in ("red hair", "a blue sky")]
    assert red[0] - red[2] > 20
    assert blue[2] - blue[0] > 20
    own = mean(await picture(demo, tool("colorize", grey)))
    assert max(own) - min(own) > 3


@pytest.mark.parametrize("req_type", ["colorize", "emotion"])
async def test_defry_weakens(demo, req_type: str) -> None:
    far = [apart(scene(), await picture(demo, tool(req_type, defry=defry))) for defry in range(6)]
    assert far == sorted(far, reverse=True)
    assert far[5] > 0


def test_every_mood_has_its_look() -> None:
    assert set(MOODS) == set(load_catalog().tools.moods)


@pytest.mark.parametrize("mood", MOODS)
async def test_every_mood_changes_the_picture(demo, mood: str) -> None:
    assert apart(scene(), await picture(demo, tool("emotion", prompt=f"{mood};;smile"))) > 3


async def test_moods_differ_and_own_tags_count(demo) -> None:
    happy, sad = [await picture(demo, tool("emotion", prompt=f"{mood};;")) for mood in ("happy", "sad")]
    assert mean(happy)[0] - mean(happy)[2] > mean(sad)[0] - mean(sad)[2] + 20
    green = await picture(demo, tool("emotion", prompt="happy;;green light"))
    assert apart(happy, green) > 2


async def test_background_removal_gives_cut_out_generated_and_blend(demo) -> None:
    cut, generated, blend = (Image.open(io.BytesIO(data)) for data in await files(demo, tool("bg-removal")))
    assert [image.mode for image in (cut, generated, blend)] == ["RGBA", "RGB", "RGB"]
    alpha = cut.getchannel("A")
    assert alpha.getpixel((4, 4)) == alpha.getpixel((123, 20)) == 0
    assert alpha.getpixel((64, 60)) == alpha.getpixel((64, 150)) == 255
    assert cut.getpixel((64, 150))[:3] == scene().getpixel((64, 150))
    assert min(generated.getpixel((4, 4))) > 220
    assert min(blend.getpixel((4, 4))) > 220
    assert ImageChops.difference(generated, blend).getbbox() is not None


async def test_a_picture_with_alpha_is_cut_out_by_it(demo) -> None:
    image = scene().convert("RGBA")
    alpha = Image.new("L", image.size)
    alpha.paste(255, (0, 0, 40, 192))
    image.putalpha(alpha)
    cut, *_ = (Image.open(io.BytesIO(data)) for data in await files(demo, tool("bg-removal", image)))
    assert ImageChops.difference(cut.getchannel("A"), alpha).getbbox() is None


@pytest.mark.parametrize(
    ("tier", "req_type", "size", "price"),
    [
        (0, "lineart", (832, 1216), 20),
        (3, "lineart", (832, 1216), 0),
        (0, "bg-removal", (832, 1216), 65),
        (3, "bg-removal", (832, 1216), 65),
        (3, "emotion", (1024, 1536), 30),
        (0, "sketch", (64, 64), 20),  # it is enlarged to a megapixel
        (3, "sketch", (64, 64), 0),
        (3, "colorize", (2048, 1536), 60),
    ],
)
async def test_prices_of_tools(
    open_demo: Callable[..., Any], tier: int, req_type: str, size: tuple[int, int], price: int
) -> None:
    demo = open_demo(DemoAccount(tier=tier))
    async with demo.http.stream("POST", AUGMENT, json=tool(req_type, Image.new("RGB", size))) as answer:
        assert answer.status_code == 200
    assert demo.service.account.anlas == 10_500 - price


# ----------------------------------------------------------------------------------------------------- upscale


async def test_upscaling_doubles_a_generated_picture_and_keeps_its_record(demo) -> None:
    body = demo.body("nai-diffusion-4-5-full", width=192, height=192)
    body["input"] = "銀髪の少女"
    [source] = await files(demo, body, "/ai/generate-image")
    [large] = await files(demo, upscale(source), UPSCALE)
    assert Image.open(io.BytesIO(large)).size == (384, 384)
    assert text_chunks(large) == text_chunks(source)
    hidden = [read_record(Image.open(io.BytesIO(data))) for data in (source, large)]
    assert hidden[0] is not None
    assert hidden[0] == hidden[1]
    small = Image.open(io.BytesIO(large)).convert("RGB").resize((192, 192), Image.Resampling.BOX)
    assert apart(small, Image.open(io.BytesIO(source)).convert("RGB")) < 3


async def test_upscaling_is_more_than_repeated_pixels(demo) -> None:
    source = scene().filter(ImageFilter.GaussianBlur(1))
    [data] = await files(demo, upscale(file_of(source)), UPSCALE)
    large = Image.open(io.BytesIO(data)).convert("RGB")
    assert apart(large, source.resize(large.size, Image.Resampling.NEAREST)) > 0.3


async def test_a_webp_source_keeps_its_record_too(demo) -> None:
    body = demo.changed(demo.body(width=192, height=192), image_format="webp")
    answer = await demo.post(body)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        source = archive.read("image_0.webp")
    [large] = await files(demo, upscale(source), UPSCALE)
    assert read_metadata(large).comment == read_metadata(source).comment


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_pictures_without_a_record(demo, kind: str) -> None:
    [data] = await files(demo, upscale(file_of(scene(), kind), model="nai-diffusion-5-curated"), UPSCALE)
    assert text_chunks(data) == {}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"image": base64.b64encode(file_of(scene())).decode(), "width": 128, "height": 192, "scale": 2},
            "Validation error: model  doesn't exist",
        ),
        (
            upscale(file_of(scene()), model="nai-diffusion-4-5-full"),
            "Validation error: model nai-diffusion-4-5-full does not support standalone upscaling",
        ),
        (
            upscale(file_of(scene()), model="nai-diffusion-5-full-medium"),
            "Validation error: model nai-diffusion-5-full-medium does not support standalone upscaling",
        ),
        (upscale(file_of(scene()), model="x"), "Validation error: model x doesn't exist"),
        (upscale(file_of(scene()), model=None), "Validation error: model None doesn't exist"),
        (upscale(file_of(scene()), declared_blur_sigma=None), "Validation error: declared_blur_sigma must be 0"),
        (upscale(b"hello"), "Validation error: image must be a PNG, JPEG or WebP picture"),
        (
            upscale(file_of(Image.new("L", (2048, 1537)))),
            "Validation error: image is too large to upscale: 3147776 of 3145728 pixels",
        ),
    ],
)
async def test_upscale_bodies_that_are_wrong(demo, body: Body, message: str) -> None:
    assert await demo.refusal(body, UPSCALE) == (400, message)
    assert demo.service.account.anlas == 10_500


@pytest.mark.parametrize(("size", "price"), [((832, 1216), 1), ((1024, 1536), 2), ((1472, 1472), 3), ((2048, 1536), 4)])
async def test_prices_of_upscaling(demo, size: tuple[int, int], price: int) -> None:
    body = upscale(file_of(Image.new("RGB", size)))
    async with demo.http.stream("POST", UPSCALE, json=body) as answer:
        assert answer.status_code == 200
    assert demo.service.account.anlas == 10_500 - price


@pytest.mark.parametrize("path", [AUGMENT, UPSCALE])
async def test_tools_are_generations_to_the_lock_and_to_faults(open_demo: Callable[..., Any], path: str) -> None:
    body = tool("lineart") if path == AUGMENT else upscale(file_of(scene()))
    demo = open_demo()
    async with demo.http.stream("POST", path, json=body) as first:
        assert first.status_code == 200
        assert await demo.refusal(body, path) == (429, "Concurrent generation is locked")
        await first.aread()
    demo.service.fault = FaultPlan.parse("server-error:1")
    assert (await demo.refusal(body, path))[0] == 500
    demo.service.fault = FaultPlan.parse("garbage:1")
    assert not zipfile.is_zipfile(io.BytesIO((await demo.post(body, path)).content))
    answer = await demo.post(body, path, headers={"authorization": "Bearer else"})
    assert answer.status_code == 401
