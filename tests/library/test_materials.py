"""From the paths in a recipe to the pictures of its request."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.collection import Collection
from naitui.library.materials import count_unencoded, load_materials
from naitui.library.sources import Sources
from naitui.library.vibes import VibeStore
from naitui.library.work import VibeCall
from naitui.novelai import Refused, load_catalog
from naitui.novelai.materials import Materials, Unencoded
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


def sources(folder: Path) -> Sources:
    return Sources(folder, VibeStore(folder / "store"), Collection(folder / "references"))


def load(made: Recipe, folder: Path) -> Materials:
    return load_materials(made, CATALOG, sources(folder))


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    return image


def test_source_and_mask_have_the_requests_size(folder: Path) -> None:
    found = load(recipe(source=Source(path="red.png"), mask=Mask(path="mask.png")), folder)
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
    source = opened(load(made, folder).source)
    assert source.mode == mode
    pixel = source.convert("RGBA").getpixel((5, 5))
    assert (pixel[3] == 0) if mode == "RGBA" else (pixel == (255, 255, 255, 255))


def test_references_vibes_and_control_on_their_canvases(folder: Path) -> None:
    references = (PreciseReference(path="red.png"), PreciseReference(path="gone.png", enabled=False))
    found = load(recipe(precise_references=references), folder)
    assert [opened(data).size for data in found.references] == [(1472, 1472)]
    v3 = load(recipe(model="nai-diffusion-3", vibes=(Vibe(path="red.png"),)), folder)
    assert [opened(data).size for data in v3.vibes] == [(448, 448)]
    v2 = recipe(model="nai-diffusion-2", control=Control(path=str(folder / "red.png"), model="hed"))
    assert opened(load(v2, Path("/")).control).size == (128, 192)


def test_what_does_not_go_with_the_request_is_not_even_read(folder: Path) -> None:
    left_out = recipe(
        model="nai-diffusion-5-full",
        vibes=(Vibe(path="gone.png"),),
        precise_references=(PreciseReference(path="gone.png"),),
        control=Control(path="gone.png", model="hed"),
    )
    found = load(left_out, folder)
    assert (found.source, found.mask, found.vibes, found.references, found.control) == (None, None, (), (), None)


def test_every_fault_is_named_with_its_place(folder: Path) -> None:
    faulty = recipe(
        source=Source(path="gone.png"),
        mask=Mask(path="black.png"),
    )
    with pytest.raises(Refused) as failure:
        load(faulty, folder)
    assert [str(problem) for problem in failure.value.problems] == [
        "source.path: gone.png: No such file or directory",
        "mask.path: black.png: nothing in the mask is white, so nothing would be painted",
    ]
    for path, said in (("text.png", "text.png: "), (".", "Is a directory")):
        with pytest.raises(Refused, match=said):
            load(recipe(source=Source(path=path)), folder)


def test_a_vibe_file_gives_the_encoding_for_model_and_information(folder: Path) -> None:
    encodings = {
        "v4-5full": {params_key({"information_extracted": 0.7}): Encoding(b"seven", {"information_extracted": 0.7})}
    }
    picture = (folder / "red.png").read_bytes()
    (folder / "a.naiv4vibe").write_bytes(write_vibe(VibeFile(name="a", image=picture, encodings=encodings)))
    (folder / "card.png").write_bytes(write_card(picture, [VibeFile(name="a", image=picture, encodings=encodings)]))
    made = recipe(vibes=(Vibe(path="a.naiv4vibe"), Vibe(path="card.png", information=0.7)))
    assert load(made, folder).vibes == (b"seven", b"seven")


@pytest.mark.parametrize(
    ("model", "vibe", "key", "information"),
    [
        ("nai-diffusion-4-5-full", Vibe(path="a.naiv4vibe", information=1.0), "v4-5full", 1.0),
        ("nai-diffusion-4-full", Vibe(path="a.naiv4vibe", information=0.7), "v4full", 0.7),
        ("nai-diffusion-4-5-full", Vibe(path="red.png"), "v4-5full", 0.7),
        ("nai-diffusion-4-5-curated", Vibe(path="card.png", information=0.25), "v4-5curated", 0.25),
    ],
)
def test_what_is_not_encoded_yet_is_looked_for_in_the_store_and_else_to_be_bought(
    folder: Path, model: str, vibe: Vibe, key: str, information: float
) -> None:
    test_a_vibe_file_gives_the_encoding_for_model_and_information(folder)
    made = recipe(model=model, vibes=(vibe, vibe))
    first, second = load(made, folder).vibes
    assert isinstance(first, Unencoded)
    assert (first.model, first.model_key, first.information) == (model, key, information)
    assert first.vibe.image == (folder / "red.png").read_bytes()
    assert load(made, folder).unencoded == (first,)  # the same twice is bought once
    assert first == second
    assert count_unencoded(made, CATALOG, sources(folder)) == 1
    sources(folder).vibes.add(VibeCall("", first.vibe, model, key, information), b"bought")
    assert load(made, folder).vibes == (b"bought", b"bought")
    assert count_unencoded(made, CATALOG, sources(folder)) == 0


@pytest.mark.parametrize(("path", "said"), [("text.png", "text.png: "), ("bare.naiv4vibe", "no picture to make one")])
def test_a_vibe_that_nothing_can_be_made_of_is_refused(folder: Path, path: str, said: str) -> None:
    encodings = {"v4full": {"unknown": Encoding(b"four")}}
    (folder / "bare.naiv4vibe").write_bytes(write_vibe(VibeFile(name="a", encodings=encodings)))
    with pytest.raises(Refused, match=said):
        load(recipe(vibes=(Vibe(path=path),)), folder)


def test_what_cannot_be_read_may_have_to_be_encoded(folder: Path) -> None:
    made = recipe(vibes=(Vibe(path="none.png"), Vibe(path="red.png")))
    assert count_unencoded(made, CATALOG, sources(folder)) == 2
    assert count_unencoded(recipe(model="nai-diffusion-3", vibes=made.vibes), CATALOG, sources(folder)) == 0
