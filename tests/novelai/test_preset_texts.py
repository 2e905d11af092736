# ruff: noqa: E501 - rows of a table, as they stand there
"""Every quality and undesired text of api.md 3.4 and 3.5, and the rules by which they come in.

The two tables are the document's own rows, copied.
"""

import re

import pytest

from naitui.novelai import Catalog, build
from naitui.recipe import Recipe, expand

QUALITY = r"""
| V5 (all), Standard | `very aesthetic, masterpiece, no text` |
| V5 (all), Light | `very aesthetic, amazing quality, no text` |
| V4.5 Full | `very aesthetic, masterpiece, no text` |
| V4.5 Curated | `very aesthetic, masterpiece, no text, -0.8::feet::, rating:general` |
| V4 Full | `no text, best quality, very aesthetic, absurdres` |
| V4 Curated | `rating:general, best quality, very aesthetic, absurdres` |
| V3 | `best quality, amazing quality, very aesthetic, absurdres` |
| Furry V3 | `{best quality}, {amazing quality}` |
| V2 | in front: `very aesthetic, best quality, absurdres, ` |
| V1 | in front: `masterpiece, best quality, ` |
"""

UNDESIRED = r"""
| V5, V4.5 Full | heavy | `lowres, artistic error, film grain, scan artifacts, worst quality, bad quality, jpeg artifacts, very displeasing, chromatic aberration, dithering, halftone, screentone, multiple views, logo, too many watermarks, negative space, blank page` |
| V5 | light | `lowres, bad hands, bad anatomy, artistic error, sepia, white haze, worst quality, very displeasing, jpeg artifacts, 0::ai-generated::` |
| V4.5 Full | light | `lowres, artistic error, scan artifacts, worst quality, bad quality, jpeg artifacts, multiple views, very displeasing, too many watermarks, negative space, blank page` |
| V5, V4.5 Full | humanFocus | heavy + `, @_@, mismatched pupils, glowing eyes, bad anatomy` |
| V5, V4.5 Full | furryFocus | `{worst quality}, distracting watermark, unfinished, bad quality, {widescreen}, upscale, {sequence}, {{grandfathered content}}, blurred foreground, chromatic aberration, sketch, everyone, [sketch background], simple, [flat colors], ych (character), outline, multiple scenes, [[horror (theme)]], comic` |
| V4.5 Curated | heavy | `blurry, lowres, upscaled, artistic error, film grain, scan artifacts, worst quality, bad quality, jpeg artifacts, very displeasing, chromatic aberration, halftone, multiple views, logo, too many watermarks, negative space, blank page` |
| V4.5 Curated | light | `blurry, lowres, upscaled, artistic error, scan artifacts, jpeg artifacts, logo, too many watermarks, negative space, blank page` |
| V4.5 Curated | humanFocus | `blurry, lowres, upscaled, artistic error, film grain, scan artifacts, bad anatomy, bad hands, worst quality, bad quality, jpeg artifacts, very displeasing, chromatic aberration, halftone, multiple views, logo, too many watermarks, @_@, mismatched pupils, glowing eyes, negative space, blank page` |
| V4 Full | heavy | `blurry, lowres, error, film grain, scan artifacts, worst quality, bad quality, jpeg artifacts, very displeasing, chromatic aberration, multiple views, logo, too many watermarks, white blank page, blank page` |
| V4 Full | light | `blurry, lowres, error, worst quality, bad quality, jpeg artifacts, very displeasing, white blank page, blank page` |
| V4 Curated | heavy | `blurry, lowres, error, film grain, scan artifacts, worst quality, bad quality, jpeg artifacts, very displeasing, chromatic aberration, logo, dated, signature, multiple views, gigantic breasts, white blank page, blank page` |
| V4 Curated | light | `blurry, lowres, error, worst quality, bad quality, jpeg artifacts, very displeasing, logo, dated, signature, white blank page, blank page` |
| V3 | heavy | `lowres, {bad}, error, fewer, extra, missing, worst quality, jpeg artifacts, bad quality, watermark, unfinished, displeasing, chromatic aberration, signature, extra digits, artistic error, username, scan, [abstract]` |
| V3, V2 | light | `lowres, jpeg artifacts, worst quality, watermark, blurry, very displeasing` |
| V3 | humanFocus | heavy + `, bad anatomy, bad hands, @_@, mismatched pupils, heart-shaped pupils, glowing eyes` |
| Furry V3 | heavy | `{{worst quality}}, [displeasing], {unusual pupils}, guide lines, {{unfinished}}, {bad}, url, artist name, {{tall image}}, mosaic, {sketch page}, comic panel, impact (font), [dated], {logo}, ych, {what}, {where is your god now}, {distorted text}, repeated text, {floating head}, {1994}, {widescreen}, absolutely everyone, sequence, {compression artifacts}, hard translated, {cropped}, {commissioner name}, unknown text, high contrast` |
| Furry V3 | light | `{worst quality}, guide lines, unfinished, bad, url, tall image, widescreen, compression artifacts, unknown text` |
| V2 | heavy | `lowres, bad, text, error, missing, extra, fewer, cropped, jpeg artifacts, worst quality, bad quality, watermark, displeasing, unfinished, chromatic aberration, scan, scan artifacts` |
| V1 Full, Curated | lowQualityPlusBadAnatomy | `lowres, bad anatomy, bad hands, text, error, missing fingers, extra digit, fewer digits, cropped, worst quality, low quality, normal quality, jpeg artifacts, signature, watermark, username, blurry` |
| V1 Full, Curated | lowQuality | `lowres, text, cropped, worst quality, low quality, normal quality, jpeg artifacts, signature, watermark, username, blurry` |
| V1 Furry | lowQuality | `worst quality, low quality, what has science done, what, nightmare fuel, eldritch horror, where is your god now, why` |
| V1 Furry | badAnatomy | `{worst quality}, low quality, distracting watermark, [nightmare fuel], {{unfinished}}, deformed, outline, pattern, simple background` |
| V3 and older | none | `lowres` (V1 Furry `low res`), used only when the user typed nothing |
"""

V5 = ["nai-diffusion-5-full", "nai-diffusion-5-full-medium", "nai-diffusion-5-curated"]
IDS = {
    "V5": V5,
    "V5 (all), Standard": V5,
    "V5 (all), Light": V5,
    "V4.5 Full": ["nai-diffusion-4-5-full"],
    "V4.5 Curated": ["nai-diffusion-4-5-curated"],
    "V4 Full": ["nai-diffusion-4-full"],
    "V4 Curated": ["nai-diffusion-4-curated-preview"],
    "V3": ["nai-diffusion-3"],
    "Furry V3": ["nai-diffusion-furry-3"],
    "V2": ["nai-diffusion-2"],
    "V1": ["nai-diffusion", "safe-diffusion", "nai-diffusion-furry"],
    "V1 Full": ["nai-diffusion"],
    "Curated": ["safe-diffusion"],  # of the row "V1 Full, Curated"
    "V1 Furry": ["nai-diffusion-furry"],
    "V3 and older": ["nai-diffusion-3", "nai-diffusion-furry-3", "nai-diffusion-2", "nai-diffusion", "safe-diffusion"],
}
CURATED = {"safe-diffusion", "nai-diffusion-4-curated-preview", "nai-diffusion-4-5-curated", "nai-diffusion-5-curated"}
MEDIUM = "nai-diffusion-5-full-medium"


def cells(table: str) -> list[list[str]]:
    """The rows of a Markdown table."""
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.strip().splitlines()]


def quality_rows() -> list[tuple[str, str, str, bool]]:
    """Model id, set, text, and whether the text goes in front."""
    rows = []
    for name, cell in cells(QUALITY):
        [text] = re.findall("`(.*)`", cell)
        kind = "light" if name.endswith("Light") else "standard"
        rows += [(id, kind, text.removesuffix(", "), cell.startswith("in front")) for id in IDS[name]]
    return rows


def undesired_rows() -> list[tuple[str, str, str]]:
    """Model id, preset, text."""
    texts: dict[tuple[str, str], str] = {}
    for names, preset, cell in cells(UNDESIRED):
        text, *other = re.findall("`(.*?)`", cell)
        if cell.startswith("heavy + "):
            text = texts[IDS[names.split(", ")[0]][0], "heavy"] + text
        for name in [names] if names in IDS else names.split(", "):
            texts |= {(id, preset): text for id in IDS[name]}
        for low in other:  # "V1 Furry `low res`"
            texts["nai-diffusion-furry", preset] = low
    return [(id, preset, text) for (id, preset), text in texts.items()]


def sent(recipe: Recipe, catalog: Catalog) -> tuple[str, str]:
    """Prompt and undesired content as they go over the wire."""
    body = build(expand(recipe, 1)[0], catalog).body
    parameters = body["parameters"]
    assert isinstance(parameters, dict)
    return str(body["input"]), str(parameters.get("negative_prompt", parameters.get("uc")))


@pytest.mark.parametrize(("id", "kind", "text", "in_front"), quality_rows())
def test_quality_tags(catalog: Catalog, id: str, kind: str, text: str, in_front: bool) -> None:
    prompt, _ = sent(Recipe(model=id, prompt="1girl", quality=kind), catalog)
    assert prompt == (f"{text}, 1girl" if in_front else f"1girl, {text}")
    assert sent(Recipe(model=id, quality=kind), catalog)[0] == text
    assert sent(Recipe(model=id, prompt="1girl", quality="none"), catalog)[0] == "1girl"


@pytest.mark.parametrize(("id", "preset", "text"), [row for row in undesired_rows() if row[0] != MEDIUM])
def test_undesired_presets(catalog: Catalog, id: str, preset: str, text: str) -> None:
    recipe = Recipe(model=id, prompt="1girl", undesired_preset=preset, undesired="hat")
    nsfw = "" if id in CURATED else "nsfw, "
    if preset == "none":
        assert sent(recipe, catalog)[1] == "hat"
        assert sent(recipe.model_copy(update={"undesired": ""}), catalog)[1] == text
    else:
        assert sent(recipe, catalog)[1] == f"{nsfw}{text}, hat"
        assert sent(recipe.model_copy(update={"undesired": ""}), catalog)[1] == nsfw + text


def test_the_catalog_has_no_texts_beyond_these(catalog: Catalog) -> None:
    ours = {(id, preset) for id, model in catalog.models.items() for preset in model.undesired}
    none = {(id, "none") for id in catalog.models}  # V4 and newer: empty
    assert ours == {(id, preset) for id, preset, _ in undesired_rows()} | none
    sets = {(id, kind) for id, model in catalog.models.items() for kind in model.quality}
    assert sets == {(id, kind) for id, kind, _, _ in quality_rows()}


def test_none_is_empty_on_v4_and_newer(catalog: Catalog) -> None:
    for id in ("nai-diffusion-4-full", "nai-diffusion-4-5-curated", "nai-diffusion-5-full"):
        assert sent(Recipe(model=id, undesired_preset="none"), catalog)[1] == ""


@pytest.mark.parametrize("prompt", ["nsfw", "NSFW, 1girl", "some nSfWish thing", "{nsfw}"])
def test_nsfw_is_not_added_to_a_prompt_that_has_it(catalog: Catalog, prompt: str) -> None:
    recipe = Recipe(model="nai-diffusion-3", prompt=prompt, undesired_preset="light")
    assert sent(recipe, catalog)[1].startswith("lowres")


def test_nsfw_in_a_character_prompt_does_not_count(catalog: Catalog) -> None:
    people = Recipe.model_validate({"model": "nai-diffusion-4-5-full", "characters": [{"prompt": "nsfw, girl"}]})
    assert sent(people, catalog)[1].startswith("nsfw, lowres")


FALLBACKS = [
    ("nai-diffusion-3", "furryFocus", "heavy"),
    ("nai-diffusion-4-full", "humanFocus", "heavy"),
    ("nai-diffusion-4-5-curated", "furryFocus", "heavy"),
    ("nai-diffusion-furry", "heavy", "none"),
    ("nai-diffusion-furry", "light", "none"),
    ("nai-diffusion-furry", "humanFocus", "none"),
]


@pytest.mark.parametrize(("id", "wanted", "used"), FALLBACKS)
def test_a_preset_that_a_model_lacks_falls_back_as_on_the_page(
    catalog: Catalog, id: str, wanted: str, used: str
) -> None:
    assert catalog.preset(catalog.model(id), wanted) == used


def test_light_goes_to_none_before_heavy_and_heavy_to_light_before_none(catalog: Catalog) -> None:
    model = catalog.model("nai-diffusion-4-full")
    heavy, light = (model.model_copy(update={"undesired": {kind: "x", "none": ""}}) for kind in ("heavy", "light"))
    assert catalog.preset(heavy, "light") == "none"
    assert catalog.preset(light, "heavy") == "light"
    assert catalog.preset(light, "furryFocus") == "light"


HINTS = {  # api.md 3.6
    "none": 0,
    "standard": 1,
    "heavy": 2,
    "light": 3,
    "humanFocus": 4,
    "furryFocus": 5,
    "lowQualityPlusBadAnatomy": 6,
    "lowQuality": 7,
    "badAnatomy": 8,
}


@pytest.mark.parametrize(("id", "preset", "text"), [row for row in undesired_rows() if row[0] != MEDIUM])
def test_ids_and_hint_numbers(catalog: Catalog, id: str, preset: str, text: str) -> None:
    parameters = build(expand(Recipe(model=id, undesired_preset=preset), 1)[0], catalog).body["parameters"]
    assert isinstance(parameters, dict)
    assert (parameters["ucPresetId"], parameters["tag_hint_uc_preset"]) == (preset, HINTS[preset])


@pytest.mark.parametrize(("id", "kind", "text", "in_front"), [*quality_rows(), ("nai-diffusion-3", "none", "", False)])
def test_quality_ids_and_hint_numbers(catalog: Catalog, id: str, kind: str, text: str, in_front: bool) -> None:
    parameters = build(expand(Recipe(model=id, quality=kind), 1)[0], catalog).body["parameters"]
    assert isinstance(parameters, dict)
    assert (parameters["qualityPresetId"], parameters["tag_hint_qt"]) == (kind, HINTS[kind])
