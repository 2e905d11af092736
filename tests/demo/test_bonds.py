"""An interaction links the two in the demo's pictures, and nothing else about them changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from naitui.demo.bonds import MOST, read_bonds
from naitui.demo.checks import Order, check
from naitui.demo.drawing import draw
from naitui.demo.painter import Bond, Figure, Scene, paint
from naitui.novelai import Catalog, build, load_catalog
from naitui.recipe import Character, Interaction, Recipe, Sampling, expand

CATALOG: Catalog = load_catalog()
PAIR = Scene(
    "2girls, field, day", "", 7, 304, 208, (Figure("girl, red hair", "", 0.15, 0.5), Figure("girl", "", 0.85, 0.5))
)
HUG = Interaction(action="hug", sources=("a",), targets=("b",))


@pytest.mark.parametrize(
    ("prompts", "bonds", "looks"),
    [
        (["girl", "boy"], (), ["girl", "boy"]),
        (["source#hug, girl", "boy, target#hug"], (Bond(0, 1),), ["girl", "boy, "]),
        (["target#hug, girl", "source#hug, boy"], (Bond(1, 0),), ["girl", "boy"]),
        (["mutual#Hug, a", "mutual#hug, b", "mutual#hug, c"], (Bond(0, 1, True), Bond(1, 2, True)), ["a", "b", "c"]),
        (["source#hug, a", "source#hug, b", "target#hug, c"], (Bond(0, 2), Bond(1, 2)), ["a", "b", "c"]),
        (["source#hug, a", "target#kiss, b"], (), ["a", "b"]),
        (["source#hug, target#hug, a"], (), ["a"]),
    ],
)
def test_who_is_linked_to_whom(prompts: list[str], bonds: tuple[Bond, ...], looks: list[str]) -> None:
    assert read_bonds(prompts) == (bonds, looks)


def test_a_crowd_that_hugs_everybody_stays_a_picture() -> None:
    prompts = [f"source#hug, target#kiss, mutual#pat, p{n}" for n in range(16)] + ["target#hug, source#kiss, x"] * 16
    bonds, _ = read_bonds(prompts)
    assert len(bonds) == MOST


def changed(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("transparent", [False, True])
def test_a_bond_is_painted_between_the_two(transparent: bool) -> None:
    plain = replace(PAIR, transparent=transparent)
    left, top, right, bottom = changed(paint(plain), paint(replace(plain, bonds=(Bond(0, 1),))))
    assert 0.05 * 304 < left < 0.25 * 304
    assert 0.75 * 304 < right < 0.95 * 304
    assert bottom - top < 0.5 * 208


def test_who_does_it_and_who_it_is_done_to_look_different() -> None:
    pictures = {paint(replace(PAIR, bonds=(bond,))).tobytes() for bond in (Bond(0, 1), Bond(1, 0), Bond(0, 1, True))}
    assert len(pictures) == 3


def test_a_bond_to_nobody_is_not_painted() -> None:
    assert paint(replace(PAIR, bonds=(Bond(0, 7),))).tobytes() == paint(PAIR).tobytes()


def order_of(*interactions: Interaction, model: str = "nai-diffusion-4-5-full") -> Order:
    """The demo's reading of a real request."""
    recipe = Recipe(
        model=model,
        prompt="2girls, field, day",
        ai_choice=False,
        characters=(
            Character(id="a", prompt="girl, red hair", position="A3"),
            Character(id="b", prompt="girl, blue hair", position="E3"),
        ),
        interactions=interactions,
        sampling=Sampling(width=320, height=192, steps=3, seed=5),
    )
    return check(build(expand(recipe)[0], CATALOG, "none").body, CATALOG, stream=False)


def test_an_interaction_of_a_recipe_links_the_two_and_leaves_their_looks_alone() -> None:
    without, with_hug = draw(order_of(), 0), draw(order_of(HUG), 0)
    left, _, right, _ = changed(without, with_hug)
    assert left < 0.25 * 320
    assert right > 0.75 * 320
    head = (0, 0, 320, 60)
    assert without.crop(head).tobytes() == with_hug.crop(head).tobytes()


def test_a_model_without_interactions_draws_none() -> None:
    four = "nai-diffusion-4-full"
    assert draw(order_of(HUG, model=four), 0).tobytes() == draw(order_of(model=four), 0).tobytes()
