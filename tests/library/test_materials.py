"""From the paths in a recipe to the pictures of its request."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.materials import load_materials
from naitui.novelai import Refused, load_catalog
from naitui.pictures.vibes import Encoding, VibeFile, params_key, write_card, write_vibe
from naitui.recipe import Control, Mask, PreciseReference, Recipe, Sampling, Source, Vibe

CATALOG = load_catalog()
SAMPLING = Sampling(width=128, height=192, seed=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "red.png")
    Image.new("RGBA", (64, 64), (0, 0, 255, 0)).save(tmp_path / "clear.png")
    mask = Image.new("L", (128, 192), 0)
    mask.paste(255, (0, 0, 64, 64))
    mask.save(tmp_path / "mask.png")
    Image.new("L", (128, 192), 0).save(tmp_path / "black.png")
    (tmp_path / "text.png").write_text("no picture")
    return tmp_path


def recipe(**parts: Any) -> Recipe:
    return Recipe(**{"model": "nai-diffusion-4-5-full", "sampling": SAMPLING, **parts})


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image


def test_source_and_mask_have_the_requests_size(folder: Path) -> None:
    found = load_materials(recipe(source=Source(path="red.png"), mask=Mask(path="mask.png")), CATALOG, folder)
    source, mask = opened(found.source), opened(found.mask)
    assert (source.size, source.mode, source.getpixel((64, 96))) == ((128, 192), "RGB", (255, 0, 0))
    assert (mask.size, mask.getpixel((10, 10)), mask.getpixel((100, 100))) == ((128, 192), 255, 0)


@pytest.mark.parametrize(
    ("model", "transparent", "mode"),
    [
        ("nai-diffusion-5-full", True, "RGBA"),
        ("nai-diffusion-5-full", False, "RGB"),
        ("nai-diffusion-4-5-full", True, "RGB"),
    ],
)
def test_transparency_stays_where_v5_is_asked_for_it(folder: Path, model: str, transparent: bool, mode: str) -> None:
    made = recipe(model=model, transparent=transparent, source=Source(path="clear.png"))
    source = opened(load_materials(made, CATALOG, folder).source)
    assert source.mode == mode
    pixel = source.convert("RGBA").getpixel((5, 5))
    assert (pixel[3] == 0) if mode == "RGBA" else (pixel == (255, 255, 255, 255))


def test_references_vibes_and_control_on_their_canvases(folder: Path) -> None:
    references = (PreciseReference(path="red.png"), PreciseReference(path="gone.png", enabled=False))
    found = load_materials(recipe(precise_references=references), CATALOG, folder)
    assert [opened(data).size for data in found.references] == [(1472, 1472)]
    v3 = load_materials(recipe(model="nai-diffusion-3", vibes=(Vibe(path="red.png"),)), CATALOG, folder)
    assert [opened(data).size for data in v3.vibes] == [(448, 448)]
    v2 = recipe(model="nai-diffusion-2", control=Control(path=str(folder / "red.png"), model="hed"))
    assert opened(load_materials(v2, CATALOG, Path("/")).control).size == (128, 192)


def test_what_does_not_go_with_the_request_is_not_even_read(folder: Path) -> None:
    left_out = recipe(
        model="nai-diffusion-5-full",
        vibes=(Vibe(path="gone.png"),),
        precise_references=(PreciseReference(path="gone.png"),),
        control=Control(path="gone.png", model="hed"),
    )
    found = load_materials(left_out, CATALOG, folder)
    assert (found.source, found.mask, found.vibes, found.references, found.control) == (None, None, (), (), None)


def test_every_fault_is_named_with_its_place(folder: Path) -> None:
    faulty = recipe(
        source=Source(path="gone.png"),
        mask=Mask(path="black.png"),
    )
    with pytest.raises(Refused) as failure:
        load_materials(faulty, CATALOG, folder)
    assert [str(problem) for problem in failure.value.problems] == [
        "source.path: gone.png: No such file or directory",
        "mask.path: black.png: nothing in the mask is white, so nothing would be painted",
    ]
    for path, said in (("text.png", "text.png: "), (".", "Is a directory")):
        with pytest.raises(Refused, match=said):
            load_materials(recipe(source=Source(path=path)), CATALOG, folder)


def test_a_vibe_file_gives_the_encoding_for_model_and_information(folder: Path) -> None:
    encodings = {
        "v4-5full": {params_key({"information_extracted": 0.7}): Encoding(b"seven", {"information_extracted": 0.7})}
    }
    picture = (folder / "red.png").read_bytes()
    (folder / "a.naiv4vibe").write_bytes(write_vibe(VibeFile(name="a", image=picture, encodings=encodings)))
    (folder / "card.png").write_bytes(write_card(picture, [VibeFile(name="a", image=picture, encodings=encodings)]))
    made = recipe(vibes=(Vibe(path="a.naiv4vibe"), Vibe(path="card.png", information=0.7)))
    assert load_materials(made, CATALOG, folder).vibes == (b"seven", b"seven")


@pytest.mark.parametrize(
    ("model", "vibe", "said"),
    [
        ("nai-diffusion-4-5-full", Vibe(path="a.naiv4vibe", information=1.0), "information extracted 1; `naitui vibe"),
        ("nai-diffusion-4-full", Vibe(path="a.naiv4vibe", information=0.7), "no encoding for V4 Full"),
        ("nai-diffusion-4-5-full", Vibe(path="red.png"), "no encoding for V4.5 Full"),
        ("nai-diffusion-4-5-full", Vibe(path="text.png"), "no encoding for V4.5 Full"),
    ],
)
def test_a_vibe_that_is_not_encoded_is_refused_with_the_way_on(folder: Path, model: str, vibe: Vibe, said: str) -> None:
    test_a_vibe_file_gives_the_encoding_for_model_and_information(folder)
    with pytest.raises(Refused, match=said):
        load_materials(recipe(model=model, vibes=(vibe,)), CATALOG, folder)
