"""Where texts are put together, and how (api.md 3.4, 3.5, 5)."""

import pytest

from naitui.novelai import Catalog
from naitui.novelai.wording import word
from naitui.recipe import Character, Recipe

V5, V45, V3, V2 = "nai-diffusion-5-full", "nai-diffusion-4-5-full", "nai-diffusion-3", "nai-diffusion-2"
GOOD = "very aesthetic, masterpiece, no text"
GOOD3 = "best quality, amazing quality, very aesthetic, absurdres"
GOOD2 = "very aesthetic, best quality, absurdres"


def prompt_of(catalog: Catalog, model: str, prompt: str, **more: object) -> str:
    """The prompt as it is sent."""
    return word(Recipe(model=model, prompt=prompt, **more), catalog.model(model), catalog).prompt


def undesired_of(catalog: Catalog, model: str, undesired: str, **more: object) -> str:
    """The undesired content as it is sent."""
    return word(Recipe(model=model, undesired=undesired, **more), catalog.model(model), catalog).undesired


@pytest.mark.parametrize(
    ("model", "typed", "sent"),
    [
        (V45, "1girl", f"1girl, {GOOD}"),
        (V45, "", GOOD),
        (V45, "  ", GOOD),
        (V45, "a|b|c", f"a, {GOOD}|b|c"),
        (V45, "|b", f"{GOOD}|b"),
        (V45, "1girl, Text: Hi there", f"1girl,, {GOOD} Text: Hi there"),
        (V45, "1girl\nText: Hi | b", f"1girl, {GOOD}\nText: Hi | b"),
        (V45, "a | Text: b", f"a , {GOOD}| Text: b"),
        (V5, "1girl, Text: Hi", f"1girl, {GOOD} Text: Hi"),
        (V5, "1girl,", f"1girl, {GOOD}"),
        (V5, "1girl, \n", f"1girl, {GOOD}"),
        (V5, "1girl, context::1", f"1girl, context::1, {GOOD}"),
        (V5, "Text: Hi", f"{GOOD} Text: Hi"),
        (V3, "a|b:1.2|c", f"a, {GOOD3}|b, {GOOD3}:1.2|c, {GOOD3}"),
        (V3, "a|", f"a, {GOOD3}|{GOOD3}"),
        (V3, "a, Text: b", f"a, Text: b, {GOOD3}"),
        (V3, "a|b|c|d|e|f|g", "|".join(f"{part}, {GOOD3}" for part in ["a", "b", "c", "d", "e", "f|g"])),
        (V2, "a|b:2", f"{GOOD2}, a|{GOOD2}, b:2"),
        (V2, "", GOOD2),
    ],
)
def test_where_quality_tags_go(catalog: Catalog, model: str, typed: str, sent: str) -> None:
    assert prompt_of(catalog, model, typed) == sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("fox", f"fur dataset, fox, {GOOD}"),
        ("", f"fur dataset, {GOOD}"),
        ("fur dataset, fox", f"fur dataset, fox, {GOOD}"),
        ("background dataset, hills", f"background dataset, hills, {GOOD}"),
    ],
)
def test_furry_mode(catalog: Catalog, typed: str, sent: str) -> None:
    assert prompt_of(catalog, V45, typed, furry=True) == sent
    assert prompt_of(catalog, V5, typed, furry=True) == sent


@pytest.mark.parametrize(
    ("typed", "quality", "sent"),
    [
        ("cat", "standard", f"cat, transparent background, {GOOD}"),
        ("cat", "none", "cat, transparent background"),
        ("", "none", "transparent background"),
        ("cat,", "none", "cat, transparent background"),
        ("cat | dog", "none", "cat , transparent background| dog"),
        ("cat, Text: Hi", "standard", f"cat, transparent background, {GOOD} Text: Hi"),
        ('a "B"', "standard", f'a "B", transparent background, {GOOD}, teXt: B'),
    ],
)
def test_transparency(catalog: Catalog, typed: str, quality: str, sent: str) -> None:
    assert prompt_of(catalog, V5, typed, quality=quality, transparent=True) == sent
    without = prompt_of(catalog, V45, typed, quality=quality, transparent=True)
    assert "transparent" not in without  # only V5 can


@pytest.mark.parametrize(
    ("typed", "people", "sent"),
    [
        ('sign "A"', [], 'sign "A", teXt: A'),
        ('"B" and “A”', ["「C」", "x", "'D'"], '"B" and “A”, teXt: B\n\nA\n\nC\n\nD'),
        ("cat", ["says 'Hi'"], "cat, teXt: Hi"),
        ("", ["says 'Hi'"], "teXt: Hi"),
        ('a "B",', [], 'a "B", teXt: B'),
        ('a "B" | c', [], 'a "B", teXt: B| c'),
        ('a "B", Text: mine', [], 'a "B", Text: mine'),
        ('a "B"', ["Text: hers"], 'a "B"'),
        ("she doesn't", ["girls' hats"], "she doesn't"),
    ],
)
def test_automatic_text(catalog: Catalog, typed: str, people: list[str], sent: str) -> None:
    characters = tuple(Character(prompt=one) for one in people)
    assert prompt_of(catalog, V5, typed, quality="none", characters=characters) == sent
    assert prompt_of(catalog, V45, typed, quality="none", characters=characters) == typed  # the page: V5 only


def test_a_character_that_is_off_adds_no_text(catalog: Catalog) -> None:
    people = (Character(prompt='"A"', enabled=False),)
    assert prompt_of(catalog, V5, "cat", quality="none", characters=people) == "cat"


def test_the_preset_goes_into_the_first_part_alone(catalog: Catalog) -> None:
    light = "blurry, lowres, error, worst quality, bad quality, jpeg artifacts, very displeasing, white blank page, "
    light += "blank page"
    for typed, sent in [("a|b", f"nsfw, {light}, a|b"), ("|b", f"nsfw, {light}|b"), ("", f"nsfw, {light}")]:
        assert undesired_of(catalog, "nai-diffusion-4-full", typed, undesired_preset="light") == sent


def test_older_models_do_not_part_the_undesired_content(catalog: Catalog) -> None:
    light = "lowres, jpeg artifacts, worst quality, watermark, blurry, very displeasing"
    assert undesired_of(catalog, V3, "a|b", undesired_preset="light") == f"nsfw, {light}, a|b"


def test_control_characters_do_not_go_over_the_wire(catalog: Catalog) -> None:
    words = word(
        Recipe(
            model=V45,
            prompt="a\x1b[31m\x00b\nc\t\udcff",
            quality="none",
            undesired="\x9bx",
            undesired_preset="none",
            characters=(Character(prompt="g\x07", undesired="h\x7f"),),
        ),
        catalog.model(V45),
        catalog,
    )
    assert (words.prompt, words.undesired) == ("a[31mb\nc\t", "x")
    assert [(c.prompt, c.undesired) for c in words.characters] == [("g", "h")]


def test_brackets_and_weights_are_left_as_typed(catalog: Catalog) -> None:
    typed = "{{a}}, [b], 1.2::c, d ::, -1::e ::, artist:f, {[|]}"
    assert prompt_of(catalog, V45, typed, quality="none") == typed
