"""The form that NovelAI's page sends: pictures as parts, then the JSON that names them."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from typing import Any

import pytest
from PIL import Image

PLAIN, STREAM = "/ai/generate-image", "/ai/generate-image-stream"
V45 = "nai-diffusion-4-5-full"

Parts = list[tuple[str, tuple[str, bytes, str]]]


def png(colour: Any = "red", size: tuple[int, int] = (64, 64), mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def part(name: str, data: bytes, kind: str = "image/png") -> tuple[str, tuple[str, bytes, str]]:
    return name, ("blob", data, kind)


def request(body: Any) -> tuple[str, tuple[str, bytes, str]]:
    return part("request", body if isinstance(body, bytes) else json.dumps(body).encode(), "application/json")


def with_source(demo: Any, image: str) -> dict[str, Any]:
    fields = {"image": image, "strength": 0.7, "noise": 0, "extra_noise_seed": 6}
    return demo.changed({**demo.body(), "action": "img2img"}, **fields)


async def send(demo: Any, parts: Parts, path: str = PLAIN) -> Any:
    return await demo.http.post(path, files=parts)


def pixels(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return Image.open(io.BytesIO(archive.read("image_0.png"))).convert("RGB").tobytes()


async def test_a_form_and_plain_json_give_the_same_picture(demo) -> None:
    source = png()
    form = await send(demo, [part("image", source), request(with_source(demo, "image"))])
    plain = await demo.post(with_source(demo, base64.b64encode(source).decode()))
    assert form.status_code == plain.status_code == 200
    assert pixels(form.content) == pixels(plain.content)


async def test_a_form_without_pictures_and_on_the_stream(demo) -> None:
    assert (await send(demo, [request(demo.body())])).status_code == 200
    body = demo.changed(with_source(demo, "image"), stream="msgpack")
    answer = await send(demo, [part("image", png()), request(body)], STREAM)
    *_, final = demo.events(answer.content)
    assert final["event_type"] == "final"


async def test_every_kind_of_part(demo) -> None:
    infill = demo.changed(with_source(demo, "image"), mask="mask")
    infill = {**infill, "action": "infill", "model": f"{V45}-inpainting"}
    parts = [part("image", png()), part("mask", png(255, mode="L")), request(infill)]
    assert (await send(demo, parts)).status_code == 200
    encoding = await demo.post(
        {"image": base64.b64encode(png()).decode(), "model": V45, "information_extracted": 1}, "/ai/encode-vibe"
    )
    vibes = demo.changed(
        demo.body(), reference_image_multiple=["ref_multiple_0", "ref_multiple_1"], reference_strength_multiple=[1, 1]
    )
    parts = [part(f"ref_multiple_{n}", encoding.content) for n in (0, 1)]
    assert (await send(demo, [*parts, request(vibes)])).status_code == 200
    caption = {"caption": {"base_caption": "style", "char_captions": []}, "legacy_uc": False}
    reference = demo.changed(
        demo.body(),
        director_reference_images=["director_ref_0"],
        director_reference_descriptions=[caption],
        director_reference_information_extracted=[1],
        director_reference_strength_values=[1],
        director_reference_secondary_strength_values=[0],
    )
    canvas = png(size=(1472, 1472))
    assert (await send(demo, [part("director_ref_0", canvas), request(reference)])).status_code == 200


async def refusal(demo: Any, parts: Parts) -> str:
    answer = await send(demo, parts)
    assert (answer.status_code, demo.service.generations) == (400, 0)
    return str(answer.json()["message"])


async def test_base64_in_a_picture_field_names_no_part(demo) -> None:
    text = base64.b64encode(png()).decode()
    message = await refusal(demo, [part("image", png()), request(with_source(demo, text))])
    assert "unknown form part iVBOR" in message
    assert len(message) < 100
    vibes = demo.changed(demo.body(), reference_image_multiple=[text], reference_strength_multiple=[1])
    assert "unknown form part" in await refusal(demo, [request(vibes)])


async def test_parts_that_do_not_belong(demo) -> None:
    body = with_source(demo, "image")
    image = part("image", png())
    assert "unknown form part input" in await refusal(demo, [image, part("input", b"x"), request(body)])
    assert "unknown form part picture" in await refusal(demo, [part("picture", png()), request(body)])
    assert "must stand before request" in await refusal(demo, [request(body), image])
    assert "comes twice" in await refusal(demo, [image, image, request(body)])
    assert "request is missing" in await refusal(demo, [image])
    assert "no JSON" in await refusal(demo, [image, request(b"{")])
    assert "parameters" in await refusal(demo, [request({"model": V45, "action": "generate"})])
    assert "object" in await refusal(demo, [request([])])


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", b"--x\r\n\r\n--x--"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nhello\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="request"\r\n\r\n{}'),
        ("multipart/form-data; boundary=x", b"noise\r\n--x--\r\n"),
    ],
)
async def test_broken_forms(demo, kind: str, content: bytes) -> None:
    answer = await demo.http.post(PLAIN, content=content, headers={"content-type": kind})
    assert answer.status_code == 400


async def test_forms_are_for_generations_alone(demo) -> None:
    assert (await send(demo, [request({})], "/ai/upscale")).status_code == 400
