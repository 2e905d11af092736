"""Director tools and upscaling: whole bodies by hand (api.md 1.5, 1.6), what is refused before sending, the answers."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture

from naitui.demo import DEMO_TOKEN, DemoTransport
from naitui.novelai import (
    Catalog,
    CatalogError,
    Image,
    NovelAI,
    Refused,
    errors,
    load_catalog,
    tool_request,
    upscale_request,
)
from naitui.pictures.decode import size_of
from naitui.pictures.png import text_chunks, with_text

MOODS = [
    "neutral", "happy", "sad", "angry", "scared", "surprised", "tired", "excited", "nervous", "thinking", "confused",
    "shy", "disgusted", "smug", "bored", "laughing", "irritated", "aroused", "embarrassed", "worried", "love",
    "determined", "hurt", "playful",
]  # fmt: skip


def picture(width: int = 48, height: int = 64, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Picture.new("RGB", (width, height), "teal").save(out, kind)
    return out.getvalue()


def in_json(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_catalog_holds_the_pages_tools_and_moods(catalog: Catalog) -> None:
    assert list(catalog.tools.moods) == MOODS
    names = {"bg-removal", "lineart", "sketch", "declutter", "declutter-keep-bubbles", "colorize", "emotion"}
    assert set(catalog.tools.kinds) == names


@pytest.mark.parametrize("name", ["bg-removal", "lineart", "sketch", "declutter", "declutter-keep-bubbles"])
def test_a_tool_without_a_prompt(catalog: Catalog, name: str) -> None:
    data = picture()
    request = tool_request(name, data, catalog)
    assert (request.method, request.path) == ("POST", "/ai/augment-image")
    assert request.samples == (3 if name == "bg-removal" else 1)
    assert request.body == {
        "req_type": name,
        "image": in_json(data),
        "width": 48,
        "height": 64,
        "use_new_shared_trial": True,
    }


PROMPTED: dict[str, tuple[str, dict[str, Any], str, int]] = {
    "colours": ("colorize", {"prompt": "red dress", "defry": 2}, "red dress", 2),
    "no words": ("colorize", {}, "", 0),
    "a mood alone": ("emotion", {"mood": "happy"}, "happy;;", 0),
    "a mood and words": ("emotion", {"mood": "sad", "prompt": "tears, {rain}", "defry": 5}, "sad;;tears, {rain}", 5),
}


@pytest.mark.parametrize("case", PROMPTED)
def test_a_tool_with_a_prompt(catalog: Catalog, case: str) -> None:
    name, options, prompt, defry = PROMPTED[case]
    data = picture(kind="WEBP")
    assert tool_request(name, data, catalog, **options).body == {
        "req_type": name,
        "image": in_json(data),
        "width": 48,
        "height": 64,
        "use_new_shared_trial": True,
        "prompt": prompt,
        "defry": defry,
    }


WRONG: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "tool": ("enhance", {}, ["tool: there is no tool 'enhance'"]),
    "prompt": ("lineart", {"prompt": "x"}, ["prompt: lineart takes none"]),
    "strength": ("bg-removal", {"defry": 1}, ["defry: bg-removal takes none"]),
    "both": ("sketch", {"prompt": "x", "defry": 1}, ["prompt: sketch", "defry: sketch"]),
    "mood with colours": ("colorize", {"mood": "happy"}, ["mood: colorize has no moods"]),
    "no mood": ("emotion", {}, ["mood: is missing; one of neutral, happy"]),
    "unknown mood": ("emotion", {"mood": "amused"}, ["mood: there is no mood 'amused'"]),
    "too weak": ("colorize", {"defry": 6}, ["defry: should be a whole number from 0 to 5, not 6"]),
    "too strong": ("emotion", {"mood": "shy", "defry": -1}, ["defry: should"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_options_that_are_refused(catalog: Catalog, case: str) -> None:
    name, options, said = WRONG[case]
    with pytest.raises(Refused) as caught:
        tool_request(name, picture(), catalog, **options)
    assert len(caught.value.problems) == len(said)
    for problem, words in zip(caught.value.problems, said, strict=True):
        assert str(problem).startswith(words)


def test_pictures_that_are_refused(catalog: Catalog) -> None:
    for refused in (
        lambda data: tool_request("lineart", data, catalog),
        lambda data: upscale_request(data, catalog),
    ):
        refused(picture(2048, 1536))  # 3 145 728 exactly
        with pytest.raises(Refused, match="3,147,776 pixels; NovelAI takes 3,145,728 at most"):
            refused(picture(2048, 1537))
        for data in (b"", b"<html>", b"PK\x03\x04", b"GIF89a", picture()[:10]):
            with pytest.raises(Refused, match="picture: "):
                refused(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_todays_upscale_body(catalog: Catalog, kind: str) -> None:
    data = picture(kind=kind)
    request = upscale_request(data, catalog)
    assert (request.method, request.path, request.samples) == ("POST", "/ai/upscale", 1)
    assert request.body == {"image": in_json(data), "model": "nai-diffusion-5-curated", "declared_blur_sigma": 0}
    other = upscale_request(data, catalog, model="nai-diffusion-5-full")
    assert other.body["model"] == "nai-diffusion-5-full"
    with pytest.raises(Refused, match="model: nai-diffusion-4-5-full does not upscale"):
        upscale_request(data, catalog, model="nai-diffusion-4-5-full")


async def test_what_goes_over_the_wire(
    catalog: Catalog, loopback: Any, png: bytes, make_zip: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    request = tool_request("lineart", picture(), catalog)
    loopback.answers("200 OK", make_zip({"image_0.png": png}))
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await service.generate(request) == [Image(png, 0)]
    [head], [body] = loopback.heads, loopback.bodies
    assert head.startswith(b"POST /ai/augment-image HTTP/1.1\r\n")
    assert b"Authorization: Bearer pst-x" in head
    assert json.loads(body) == request.body


async def test_three_pictures_in_order(
    catalog: Catalog, loopback: Any, make_zip: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    made = [picture(8 + n, 8) for n in range(3)]
    loopback.answers("200 OK", make_zip({f"image_{n}.png": made[n] for n in (2, 0, 1)}))
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await service.generate(tool_request("bg-removal", picture(), catalog)) == [
            Image(data, n) for n, data in enumerate(made)
        ]


async def test_two_of_three_are_given_before_the_fault(
    catalog: Catalog, loopback: Any, png: bytes, make_zip: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    answer = make_zip({"image_0.png": png, "image_1.png": png})
    loopback.answers("200 OK", answer)
    heard: list[object] = []
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(errors.BadReply, match="2 of 3 pictures came") as caught:
            await service.generate(tool_request("bg-removal", picture(), catalog), heard.append)
    assert heard == [Image(png, 0), Image(png, 1)]
    assert (caught.value.body, caught.value.charged, caught.value.retry) == (answer, "maybe", False)


FAULTS = {
    "401 Unauthorized": errors.TokenRefused,
    "402 Payment Required": errors.NotEnoughAnlas,
    "404 Not Found": errors.NotFound,
    "500 Internal Server Error": errors.ServerError,
}


@pytest.mark.parametrize("status", FAULTS)
@pytest.mark.parametrize("what", ["tool", "upscale"])
async def test_refusals_of_the_service_and_nothing_sent_twice(
    catalog: Catalog, loopback: Any, status: str, what: str
) -> None:
    request = tool_request("sketch", picture(), catalog) if what == "tool" else upscale_request(picture(), catalog)
    loopback.answers(status, b'{"statusCode":0,"message":"no"}')
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(FAULTS[status]):
            await service.generate(request)
    assert loopback.posts == 1


@pytest.mark.parametrize("name", ["lineart", "bg-removal", "colorize", "emotion"])
async def test_the_demo_takes_every_kind_of_body(catalog: Catalog, name: str) -> None:
    mood = "love" if name == "emotion" else None
    request = tool_request(name, picture(), catalog, mood=mood)
    async with NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)) as service:
        pictures = await service.generate(request)
    assert [size_of(image.data) for image in pictures] == [(48, 64)] * request.samples


async def test_the_demo_upscales_and_keeps_texts(catalog: Catalog) -> None:
    data = with_text(picture(), "Title", "a title")
    async with NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)) as service:
        [large] = await service.generate(upscale_request(data, catalog))
    assert size_of(large.data) == (96, 128)
    assert text_chunks(large.data)["Title"] == "a title"


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ('[tools]\npriced_as = "nai-diffusion-99"', "tools.priced_as: there is no model 'nai-diffusion-99'"),
        ("[upscale]\nmodels = []", "upscale.models: should hold one entry at least"),
        ("[upscale]\nprices = []", "upscale.prices: should hold one entry at least"),
        ("[upscale]\nprices = [5]", "upscale.prices"),
        ("[tools.kinds.blur]\ncolour = true", "tools.kinds.blur"),
    ],
)
def test_the_users_own_catalog_is_checked(tmp_path: Path, own: str, said: str) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(own)
    with pytest.raises(CatalogError, match=re.escape(said)):
        load_catalog(path)


def test_a_new_tool_needs_no_new_code(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text('[tools.kinds.blur]\ntitle = "Blur"\nresults = ["a", "b"]\n')
    assert tool_request("blur", picture(), load_catalog(path)).samples == 2
