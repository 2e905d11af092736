"""Characters in the body: who is sent, where, and whether the place counts (api.md 3.2, 3.9)."""

import pytest

from naitui.novelai import Catalog, build
from naitui.recipe import Character, Recipe, expand

V5, V45 = "nai-diffusion-5-full", "nai-diffusion-4-5-full"


def blocks(catalog: Catalog, model: str, *people: Character, ai_choice: bool = False) -> dict[str, object]:
    """The parameters of a recipe with these characters."""
    body = build(expand(Recipe(model=model, characters=people, ai_choice=ai_choice), 1)[0], catalog).body
    assert isinstance(body["parameters"], dict)
    return dict(body["parameters"])


def centers(parameters: dict[str, object]) -> list[tuple[float, float]]:
    """Every character's place, after seeing that all three lists agree."""
    listed = parameters["characterPrompts"]
    prompt, negative = (parameters[name]["caption"]["char_captions"] for name in ("v4_prompt", "v4_negative_prompt"))
    places = [one["center"] for one in listed]
    assert [one["centers"] for one in prompt] == [one["centers"] for one in negative] == [[place] for place in places]
    assert [one["prompt"] for one in listed] == [one["char_caption"] for one in prompt]
    assert [one["uc"] for one in listed] == [one["char_caption"] for one in negative]
    return [(place["x"], place["y"]) for place in places]


def people(count: int) -> list[Character]:
    return [Character(prompt=f"girl {number}", undesired=f"hat {number}") for number in range(count)]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        (0, 0.1),
        (0.1, 0.1),
        (0.19, 0.1),
        (0.2, 0.3),
        (0.5, 0.5),
        (0.59, 0.5),
        (0.6, 0.7),
        (0.799, 0.7),
        (0.8, 0.9),
        (1, 0.9),
    ],
)
def test_v4_5_snaps_to_the_middle_of_the_cell(catalog: Catalog, typed: float, sent: float) -> None:
    placed = Character(prompt="a", position=(typed, 1 - typed))
    [(x, y), _] = centers(blocks(catalog, V45, placed, Character(prompt="b")))
    assert x == sent
    assert y == [0.1, 0.3, 0.5, 0.7, 0.9][min(4, int(5 * (1 - typed)))]


@pytest.mark.parametrize(("typed", "sent"), [(0.12349, 0.123), (0.9996, 1.0), (0.5, 0.5), (0, 0), (1 / 3, 0.333)])
def test_v5_sends_three_decimals(catalog: Catalog, typed: float, sent: float) -> None:
    assert centers(blocks(catalog, V5, Character(prompt="a", position=(typed, typed)))) == [(sent, sent)]


def test_characters_without_a_place_are_spread_out_as_on_the_page(catalog: Catalog) -> None:
    xs = [0.5, 0.3, 0.7, 0.1, 0.9, 0.5, 0.3]
    assert centers(blocks(catalog, V5, *people(7))) == [(x, 0.5) for x in xs]
    assert centers(blocks(catalog, V45, *people(6))) == [(x, 0.5) for x in xs[:6]]


@pytest.mark.parametrize(
    ("model", "count", "ai_choice", "used"),
    [
        (V45, 0, False, False),
        (V45, 1, False, False),
        (V45, 2, False, True),
        (V45, 2, True, False),
        ("nai-diffusion-4-full", 1, False, False),
        ("nai-diffusion-4-full", 2, False, True),
        (V5, 0, False, False),
        (V5, 1, False, True),
        (V5, 1, True, False),
        (V5, 3, True, False),
    ],
)
def test_when_places_count(catalog: Catalog, model: str, count: int, ai_choice: bool, used: bool) -> None:
    parameters = blocks(catalog, model, *people(count), ai_choice=ai_choice)
    assert parameters["use_coords"] is used
    assert parameters["v4_prompt"]["use_coords"] is used
    assert parameters["v4_prompt"]["use_order"] is True
    assert set(parameters["v4_negative_prompt"]) == {"caption", "legacy_uc"}  # no use_coords, no use_order


def test_who_is_off_or_empty_is_not_sent_and_does_not_count(catalog: Catalog) -> None:
    on, off, empty = Character(prompt="a"), Character(prompt="b", enabled=False), Character(prompt="  ")
    parameters = blocks(catalog, V45, off, on, empty)
    assert [one["prompt"] for one in parameters["characterPrompts"]] == ["a"]
    assert parameters["use_coords"] is False


@pytest.mark.parametrize(
    ("model", "most"), [(V5, 32), ("nai-diffusion-5-curated", 32), (V45, 6), ("nai-diffusion-4-full", 6)]
)
def test_as_many_as_the_model_takes(catalog: Catalog, model: str, most: int) -> None:
    assert len(centers(blocks(catalog, model, *people(most)))) == most


def test_interactions_are_plain_text(catalog: Catalog) -> None:
    pair = Character(prompt="girl, source#hug"), Character(prompt="boy, target#hug")
    parameters = blocks(catalog, V45, *pair)
    assert [one["prompt"] for one in parameters["characterPrompts"]] == ["girl, source#hug", "boy, target#hug"]
