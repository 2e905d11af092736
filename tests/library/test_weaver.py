"""What NAIWeaver writes, as ours: presets, styles and wildcards; what has no place here is told by name."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from naitui.controls import UNPRINTABLE
from naitui.library.pack import BadPack, Item, Pack
from naitui.library.pack_opening import read_pack, read_pack_bytes
from naitui.library.wildcards import read_wildcard
from naitui.novelai import Catalog, load_catalog
from naitui.recipe import Character, Interaction, PreciseReference, Recipe, Sampling, Style, Vibe, write_recipe

V45 = "nai-diffusion-4-5-full"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def picture(shade: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), (shade, 30, 40)).save(out, "PNG")
    return out.getvalue()


def inline(data: bytes) -> str:
    return base64.b64encode(data).decode()


def preset(**more: Any) -> dict[str, Any]:
    """A preset as NAIWeaver's oldest and newest versions write it; numbers are whole or not."""
    return {
        "name": "Duo",
        "prompt": "2girls, [rain]",
        "negativePrompt": "lowres",
        "width": 1216.0,
        "height": 832,
        "scale": 5,
        "steps": 28.0,
        "sampler": "k_euler_ancestral",
        "smea": False,
        "smeaDyn": False,
        "decrisper": False,
        **more,
    }


def zipped(files: dict[str, bytes | str | dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, json.dumps(data) if isinstance(data, dict) else data)
    return out.getvalue()


def read(document: object, catalog: Catalog) -> Pack:
    return read_pack_bytes(json.dumps(document).encode(), "presets.json", catalog)


def only(pack: Pack, kind: str) -> Item:
    (found,) = [item for item in pack.items if item.kind == kind]
    return found


def recipe_of(item: Item) -> Recipe:
    assert isinstance(item.content, Recipe)
    return item.content


def test_a_preset_with_people_and_what_they_do(catalog: Catalog) -> None:
    people = [
        {"name": "A", "prompt": "girl, red", "uc": "hat", "center": {"x": 0.1, "y": 0.5}},
        {"prompt": "girl, blue", "uc": "", "center": {"x": 0.9, "y": 0}},
        {"prompt": "girl, green", "uc": "", "center": {"x": 1, "y": 0.25}},
    ]
    rows = [
        {"sourceCharacterIndices": [0], "targetCharacterIndices": [0, 1], "actionName": "hug",
         "type": "InteractionType.sourceTarget"},
        {"sourceCharacterIndices": [0, 2], "targetCharacterIndices": [], "actionName": "kiss",
         "type": "InteractionType.mutual"},
        {"sourceCharacterIndex": 2, "targetCharacterIndex": 1, "actionName": "push", "type": "InteractionType.odd"},
        {"sourceCharacterIndices": [9], "targetCharacterIndices": [1], "actionName": "look", "type": ""},
    ]  # fmt: skip
    pack = read([preset(characters=people, interactions=rows)], catalog)
    item = only(pack, "preset")
    recipe = recipe_of(item)
    assert (pack.origin, item.name) == ("NAIWeaver", "Duo")
    assert (recipe.prompt, recipe.undesired) == ("2girls, [rain]", "lowres")
    assert (recipe.quality, recipe.undesired_preset) == ("none", "none"), "its presets have them in styles"
    assert recipe.sampling == Sampling(width=1216, height=832, steps=28, guidance=5, sampler="k_euler_ancestral")
    assert recipe.characters == (
        Character(id="c1", name="A", prompt="girl, red", undesired="hat", position=(0.1, 0.5)),
        Character(id="c2", prompt="girl, blue", position=(0.9, 0.0)),
        Character(id="c3", prompt="girl, green", position=(1.0, 0.25)),
    )
    assert not recipe.ai_choice, "somebody has placed them"
    assert recipe.interactions == (
        Interaction(action="hug", sources=("c1",), targets=("c2",)),
        Interaction(action="kiss", mutual=("c1", "c3")),
        Interaction(action="push", sources=("c3",), targets=("c2",)),
        Interaction(action="look", targets=("c2",)),
    )
    assert "model" not in recipe.model_fields_set, "without a model the model is left alone"
    assert "interaction 4 names somebody who is not there" in item.notes


def test_what_newer_presets_say_and_what_has_no_place_here(catalog: Catalog) -> None:
    more = {"model": V45, "noiseSchedule": "exponential", "cfgRescale": 0.4, "varietyPlus": True, "decrisper": True}
    recipe = recipe_of(only(read([preset(**more)], catalog), "preset"))
    assert "model" in recipe.model_fields_set
    assert recipe.model == V45
    sampling = recipe.sampling
    assert (sampling.schedule, sampling.rescale, sampling.variety, sampling.decrisper) == (
        "exponential",
        0.4,
        True,
        True,
    )
    odd = {"model": "nai-9", "sampler": "k_magic", "noiseSchedule": "odd", "smea": True, "scale": "5", "colour": 1}
    item = only(read([preset(**odd)], catalog), "preset")
    assert recipe_of(item).sampling.sampler is None
    assert recipe_of(item).sampling.smea == "off"
    for said in ("'nai-9' is not known", "'k_magic' is not known", "'odd' is not known", "SMEA", "scale '5'", "colour"):
        assert any(said in note for note in item.notes), said


def test_references_out_of_a_pack_and_inline(catalog: Catalog) -> None:
    one, two = picture(1), picture(2)
    references = [
        {
            "id": "x",
            "originalImageBytes": "@ref:ref_0_0.png",
            "type": "characterAndStyle",
            "strength": 1,
            "fidelity": 0,
        },
        {"id": "y", "originalImageBytes": inline(two), "type": "style"},
        {"id": "z", "originalImageBytes": "@ref:gone.png", "type": "character"},
        {"id": "v", "originalImageBytes": "@ref:../pack.json", "type": "character"},
        {"id": "w", "originalImageBytes": "no base64!", "type": "character"},
    ]
    vibes = [{"originalImageBytes": inline(one), "vibeVectorBase64": "AAAA", "strength": 0.3, "infoExtracted": 1}]
    data = zipped(
        {
            "pack.json": {"name": "My pack", "description": "d", "version": "1.0", "presetCount": 1},
            "presets/Duo.json": preset(directorReferences=references, vibeTransfers=vibes),
            "references/ref_0_0.png": one,
            "references/own.png": picture(3),
        }
    )
    pack = read_pack_bytes(data, "x.vpack", catalog)
    assert (pack.title, pack.origin, pack.skipped) == ("My pack", "NAIWeaver", ())
    item = only(pack, "preset")
    found = {one.key: one for one in pack.items if one.kind == "reference"}
    recipe = recipe_of(item)
    first, second = recipe.precise_references
    assert first == PreciseReference(path=first.path, type="character&style", strength=1, fidelity=0)
    assert second == PreciseReference(path=second.path, type="style", strength=0.6, fidelity=0.5)
    (vibe,) = recipe.vibes
    assert vibe == Vibe(path=first.path, strength=0.3, information=1.0), "the same picture is there once"
    assert (found[first.path].content, found[second.path].content) == (one, two)
    assert len(found) == 3, "one that no preset uses comes too"
    assert set(item.uses) == {first.path, second.path}
    for said in ("reference 3: its picture is not in the pack", "reference 4", "reference 5: its picture is damaged"):
        assert any(said in note for note in item.notes), said
    assert any("2 Anlas" in note for note in item.notes)


def test_styles_carry_commas_of_their_own(catalog: Catalog) -> None:
    styles = [
        {"name": "Light - NAI", "prefix": "best quality, ", "suffix": ", soft", "negativeContent": "bad, ",
         "isDefault": True},
        {"name": "For one", "prefix": "x", "model": V45, "steps": 23, "scale": 5.5},
        {"name": "For another", "suffix": "y", "model": "nai-9"},
        {"prefix": "nameless"},
    ]  # fmt: skip
    pack = read_pack_bytes(json.dumps(styles).encode(), "prompt_styles.json", catalog)
    assert [(item.name, item.content) for item in pack.items] == [
        ("Light - NAI", Style(prefix="best quality", suffix="soft", undesired="bad")),
        ("For one", Style(prefix="x", models=(V45,))),
        ("For another", Style(suffix="y")),
    ]
    notes = [" ".join(item.notes) for item in pack.items]
    assert "on by default" in notes[0]
    assert "scale, steps" in notes[1]
    assert "'nai-9', which is not known" in notes[2]
    assert "number 4" in pack.skipped[0].name


def test_wildcards_with_their_modes(catalog: Catalog, tmp_path: Path) -> None:
    words = tmp_path / "weaver" / "wildcards"
    words.mkdir(parents=True)
    (words / "hair.txt").write_text("\n silver \n#dyed\n3::red\n")
    (words / "a__b.txt").write_text("x\n")
    (words / ".wildcard_modes.json").write_text('{"hair": "sequential", "a__b.txt": "weighted"}')
    (words / ".wildcard_favorites.json").write_text('["hair"]')
    (words.parent / "presets.json").write_text(json.dumps([preset()]))
    (words.parent / "api_key.txt").write_text("pst-secret")
    pack = read_pack(words.parent, catalog)
    assert sorted((item.kind, item.name) for item in pack.items) == [
        ("preset", "Duo"),
        ("wildcard", "a_b"),
        ("wildcard", "hair"),
    ]
    hair = next(item for item in pack.items if item.name == "hair")
    assert isinstance(hair.content, bytes)
    (tmp_path / "hair.txt").write_bytes(hair.content)
    wildcard, faults = read_wildcard(tmp_path / "hair.txt", "hair")
    assert not faults
    assert [(entry.text, entry.weight) for entry in wildcard.entries] == [("silver", 1), ("#dyed", 1), ("red", 3)]
    assert any("sequential" in note for note in hair.notes)
    assert any("1:: was put in front" in note for note in hair.notes)
    other = next(item for item in pack.items if item.name == "a_b")
    assert other.notes == ("is called a_b here, not a__b",)
    assert [one.name for one in pack.skipped] == ["wildcards/.wildcard_favorites.json"]


def test_settings_and_themes_are_never_taken(catalog: Catalog) -> None:
    data = zipped(
        {
            "pack.json": {"name": "x"},
            "settings.json": {"pin": "1234", "apiKey": "pst-secret"},
            "themes/dark.json": {"name": "dark"},
            "character_presets/her.json": {"id": "1", "name": "Her", "prompt": "girl", "uc": "hat"},
            "styles/broken.json": "{",
        }
    )
    pack = read_pack_bytes(data, "x.vpack", catalog)
    item = only(pack, "character")
    assert (item.name, item.content) == ("Her", b'name = "Her"\nprompt = "girl"\nundesired = "hat"\n')
    assert {one.name: one.reason for one in pack.skipped}["settings.json"].startswith("settings of another program")
    assert len(pack.skipped) == 3


def test_json_that_is_neither(catalog: Catalog) -> None:
    for text in ("[]", "{}", '{"a": 1}', "[1]", "[[]]"):
        with pytest.raises(BadPack, match="neither presets nor styles"):
            read_pack_bytes(text.encode(), "presets.json", catalog)


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 2**70), st.floats(), st.text(max_size=8), st.just("\ud800"), st.just([])
)
PEOPLE = ("name", "prompt", "uc", "center", "actionName", "sourceCharacterIndices", "targetCharacterIndex")
PICTURES = ("originalImageBytes", "strength", "type")
SETTINGS = ("name", "prompt", "negativePrompt", "width", "steps", "scale", "sampler", "smea", "model", "cfgRescale")
LISTS = ("characters", "interactions", "directorReferences", "vibeTransfers")
odd_entries = st.fixed_dictionaries({}, optional=dict.fromkeys((*PEOPLE, *PICTURES), scalars))
odd_lists = st.lists(st.one_of(scalars, odd_entries), max_size=3)
odd_presets = st.fixed_dictionaries(
    {}, optional={**dict.fromkeys(SETTINGS, scalars), **dict.fromkeys(LISTS, odd_lists)}
)


@settings(max_examples=150, deadline=None)
@given(odd_presets)
def test_whatever_a_preset_holds_it_is_a_recipe_or_told(document: dict[str, Any]) -> None:
    catalog = load_catalog()
    pack = read([preset(), {**preset(), **document}], catalog)
    assert len(pack.items) + len(pack.skipped) == 2
    for item in pack.items:
        write_recipe(recipe_of(item)).encode()
        item.name.encode()
    assert not set(map(ord, "".join(map(str, pack.skipped)))) & set(UNPRINTABLE)
