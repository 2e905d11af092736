"""The page's form and plain JSON: the same request in two wrappings, with the same pictures as the answer."""

from __future__ import annotations

import asyncio
import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.demo import DEMO_TOKEN, DemoAccount, DemoTransport
from naitui.demo.multipart import read_form
from naitui.library import VibeStore
from naitui.library.collection import Collection
from naitui.library.materials import load_materials
from naitui.library.sources import Sources
from naitui.novelai import NovelAI, Request, build, encode_request, encode_vibe, load_catalog
from naitui.novelai.forms import FORM_PATHS, form_of
from naitui.novelai.http import httpx
from naitui.pictures.vibes import Encoding, VibeFile, params_key, write_vibe
from naitui.recipe import Mask, PreciseReference, Recipe, Sampling, Source, Vibe, expand

CATALOG = load_catalog()
V45, V3 = "nai-diffusion-4-5-full", "nai-diffusion-3"
SMALL = Sampling(width=128, height=64, steps=3, seed=4)
KINDS: dict[str, dict[str, Any]] = {
    "words": {},
    "source": {"source": Source(path="red.png")},
    "mask": {"source": Source(path="red.png"), "mask": Mask(path="mask.png", strength=0.5)},
    "vibes": {"vibes": (Vibe(path="a.naiv4vibe"), Vibe(path="a.naiv4vibe", strength=-0.2))},
    "raw vibes": {"model": V3, "vibes": (Vibe(path="red.png"),)},
    "references": {"precise_references": (PreciseReference(path="red.png"), PreciseReference(path="mask.png"))},
    "source and references": {
        "source": Source(path="red.png"),
        "precise_references": (PreciseReference(path="red.png"),),
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pictures")
    Image.effect_noise((128, 64), 90).convert("RGB").save(place / "red.png")
    mask = Image.new("L", (128, 64), 0)
    mask.paste(255, (0, 0, 64, 64))
    mask.save(place / "mask.png")
    data = (place / "red.png").read_bytes()

    async def encoded() -> bytes:
        async with NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)) as service:
            return await encode_vibe(service, encode_request(data, V45, CATALOG))

    encoding = asyncio.run(encoded())
    known = {params_key({"information_extracted": 0.7}): Encoding(encoding, {"information_extracted": 0.7})}
    (place / "a.naiv4vibe").write_bytes(write_vibe(VibeFile(name="a", image=data, encodings={"v4-5full": known})))
    return place


def request_of(kind: str, folder: Path, framing: Any = "msgpack") -> Request:
    recipe = Recipe(**{"model": V45, "prompt": "1girl, 銀髪", "sampling": SMALL, **KINDS[kind]})
    materials = load_materials(
        recipe, CATALOG, Sources(folder, VibeStore(folder / "store"), Collection(folder / "references"))
    )
    [resolved] = expand(recipe)
    return build(resolved, CATALOG, framing, materials)


class Listening(httpx.AsyncBaseTransport):
    """The demo, and what it was sent."""

    def __init__(self) -> None:
        self.demo = DemoTransport(DemoAccount(fixed_anlas=10_000), pace=0)
        self.types: list[str] = []
        self.contents: list[bytes] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.types.append(request.headers["content-type"])
        self.contents.append(await request.aread())
        return await self.demo.handle_async_request(request)


@pytest.mark.parametrize("framing", ["msgpack", "none"])
@pytest.mark.parametrize("kind", KINDS)
async def test_both_wrappings_make_the_same_picture(folder: Path, kind: str, framing: str) -> None:
    request, pixels = request_of(kind, folder, framing), []
    for multipart in (False, True):
        wire = Listening()
        async with NovelAI(DEMO_TOKEN, transport=wire, multipart=multipart) as service:
            [image] = await service.generate(request)
        assert wire.types[0].startswith("multipart/form-data; boundary=" if multipart else "application/json")
        sent = read_form(wire.contents[0], wire.types[0]) if multipart else json.loads(wire.contents[0])
        assert sent == request.body
        with Image.open(io.BytesIO(image.data)) as picture:
            pixels.append(picture.convert("RGB").tobytes())
    assert pixels[0] == pixels[1]


PARTS = {
    "words": ["request"],
    "source": ["image", "request"],
    "mask": ["image", "mask", "request"],
    "vibes": ["ref_multiple_0", "ref_multiple_1", "request"],
    "raw vibes": ["ref_multiple_0", "request"],
    "references": ["director_ref_0", "director_ref_1", "request"],
    "source and references": ["image", "director_ref_0", "request"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_pictures_come_first_and_the_json_names_them(folder: Path, kind: str) -> None:
    form = form_of(request_of(kind, folder).body)
    assert list(form) == PARTS[kind]
    *pictures, (file, document, type) = form.values()
    assert (file, type) == ("blob", "application/json")
    assert all((file, type) == ("blob", "image/png") for file, _, type in pictures)
    parameters = json.loads(document)["parameters"]
    named = [parameters.get(field) for field in ("image", "mask") if field in parameters]
    named += parameters.get("reference_image_multiple", []) + parameters.get("director_reference_images", [])
    assert named == PARTS[kind][:-1]


async def test_other_calls_stay_json(folder: Path) -> None:
    wire = Listening()
    data = (folder / "red.png").read_bytes()
    async with NovelAI(DEMO_TOKEN, transport=wire, multipart=True) as service:
        await encode_vibe(service, encode_request(data, V45, CATALOG))
    assert wire.types == ["application/json"]
    assert "/ai/encode-vibe" not in FORM_PATHS


async def test_the_request_that_was_built_is_not_changed_by_sending_it(folder: Path) -> None:
    request = request_of("mask", folder)
    before = json.dumps(request.body)
    async with NovelAI(DEMO_TOKEN, transport=Listening(), multipart=True) as service:
        await service.generate(request)
    assert json.dumps(request.body) == before
