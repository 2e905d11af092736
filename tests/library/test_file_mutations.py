"""Damaged vibe files and presets: each is read or refused in words, and what it leaves behind can be read again."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from mutating import mutations
from PIL import Image

from naitui.library.collection import Collection
from naitui.library.files import write_whole
from naitui.library.presets import PresetFolder, preset_text
from naitui.library.sources import Sources
from naitui.library.vibe_import import take_in
from naitui.library.vibes import VibeStore
from naitui.novelai import load_catalog
from naitui.pictures.errors import BadPicture
from naitui.pictures.vibes import Encoding, VibeFile, params_key, read_vibes, write_bundle, write_card, write_vibe
from naitui.recipe import Character, Interaction, Recipe, RecipeError, Sampling, read_recipe, write_recipe

CATALOG = load_catalog()
COUNTS = [60, pytest.param(500, marks=[pytest.mark.long, pytest.mark.timeout(900)])]


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (24, 16), colour).save(out, "PNG")
    return out.getvalue()


def vibe(name: str) -> VibeFile:
    params = {"information_extracted": 0.7}
    facts = {"model": "nai-diffusion-4-5-full", "information_extracted": 0.7, "strength": 0.3}
    encodings = {"v4-5full": {params_key(params): Encoding(name.encode(), params)}}
    return VibeFile(name, image=picture(name), encodings=encodings, created_at=7, import_info=facts)


def vibe_seeds() -> list[bytes]:
    """A vibe, a bundle, a card; and the first two as a person or another program would write them."""
    one, two = vibe("teal"), vibe("orange")
    whole = [write_vibe(one), write_bundle([one, two])]
    return [
        *whole,
        write_card(picture("red"), [one, two]),
        *(json.dumps(json.loads(each), indent=1).encode() for each in whole),
    ]


@pytest.mark.parametrize("count", COUNTS)
def test_damaged_vibe_files(tmp_path: Path, count: int) -> None:
    collection = Collection(tmp_path / "references")
    sources = Sources(tmp_path, VibeStore(tmp_path / "vibes"), collection)
    refused, taken = [], 0
    for number, data in enumerate(mutations(vibe_seeds(), count, 5)):
        try:
            outcome = take_in(data, f"file {number}", sources, CATALOG)
        except BadPicture as error:
            refused.append(str(error))
            continue
        assert outcome.entries
        refused += outcome.notes
        taken += 1
    entries, faults = collection.entries()
    assert list(faults) == []
    for entry in entries:
        vibes, _ = read_vibes(entry.path.read_bytes())
        assert len(vibes) == 1 or entry.path.suffix == ".png"
    assert all(refused)
    assert not [one for one in refused if not one.isprintable()]
    assert 0 < taken < count
    outside = [path for path in tmp_path.iterdir() if path.name not in ("references", "vibes")]
    assert outside == []
    assert not list(tmp_path.rglob("*.part"))


def preset_seeds() -> list[bytes]:
    """A small one, one of many parts, and one that a person wrote."""
    people = (Character(id="a", prompt="girl", position="B3"), Character(id="b", prompt="boy", undesired="hat"))
    hug = (Interaction(action="hug", sources=("a",), targets=("b",)),)
    large = Recipe(
        model="nai-diffusion-4-5-full",
        prompt='1.2::night:: [sky], {rain}, "sign"',
        undesired="blurry",
        characters=people,
        interactions=hug,
        sampling=Sampling(width=64, height=64, steps=3, seed=7),
    )
    by_hand = b'# mine\nprompt = """\n1girl,\n  rain"""\n[sampling]\nsteps = 20  # enough\nguidance = 4.5\n'
    return [
        preset_text(Recipe(prompt="cat")).encode(),
        preset_text(large).encode(),
        write_recipe(large).encode(),
        by_hand,
    ]


@pytest.mark.parametrize("count", COUNTS)
def test_damaged_presets(tmp_path: Path, count: int) -> None:
    folder = PresetFolder(tmp_path / "presets", tmp_path / "characters")
    for number, data in enumerate(mutations(preset_seeds(), count, 6)):
        write_whole(folder.path(f"p{number}"), data)
    found, faults = folder.listed()
    broken = {fault.path for fault in faults}
    assert len(found) + len(broken) == count
    assert found
    assert broken
    for preset in found:
        assert folder.find(preset.name).recipe == preset.recipe
        assert read_recipe(write_recipe(preset.recipe)) == preset.recipe
    for path in map(Path, broken):
        with pytest.raises((RecipeError, ValueError)):
            folder.find(path.stem)
    assert all(fault.message for fault in faults)
