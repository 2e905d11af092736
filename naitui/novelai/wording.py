"""The texts that go over the wire: quality tags, undesired presets, furry mode, transparency, automatic text.

NovelAI's page merges all of these into the prompt itself; the server adds nothing. The rules (which part, before
what, joined how) are the page's, the texts are the catalog's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from naitui.controls import CONTROLS, HALVES, LINE_MARKS
from naitui.novelai.catalog import Catalog, Model
from naitui.recipe import Recipe
from naitui.recipe.captions import captions
from naitui.recipe.language import (
    MIX,
    add_before_text_block,
    has_text_block,
    quoted_passages,
    split_mix,
    split_trailing_weight,
)

FURRY_PREFIX = "fur dataset, "
_DATASETS = ("fur dataset", "background dataset")
TRANSPARENT = "transparent background"
AUTOMATIC_TEXT = "teXt: "
"""The odd capital marks the block as made by the client, so that an import can strip it again."""
_CONTROL = {code: None for code in (*CONTROLS, *HALVES) if code not in LINE_MARKS}


@dataclass(frozen=True, slots=True)
class CharacterWords:
    """A live character's two texts as they are sent; the prompt with what the character does in front of it."""

    prompt: str
    undesired: str


@dataclass(frozen=True, slots=True)
class Wording:
    """All texts of one request, final."""

    prompt: str
    undesired: str
    characters: tuple[CharacterWords, ...]
    quality: str
    """The quality set that was used (after the model's fallback)."""
    preset: str
    """The undesired preset that was used (after the model's fallback)."""


def without_controls(text: str) -> str:
    """The text without control characters, which no prompt means and no terminal should get; line ends stay."""
    return text.translate(_CONTROL)


def sent_captions(recipe: Recipe, model: Model) -> list[str]:
    """The caption of each live character, with its interactions where the model knows them."""
    return captions(recipe.live_characters, recipe.interactions if model.interactions else ())


def word(recipe: Recipe, model: Model, catalog: Catalog) -> Wording:
    """The final texts of a resolved recipe for this model."""
    own_undesired = model.fixed is None or model.fixed.own_undesired
    characters = tuple(
        CharacterWords(without_controls(prompt), without_controls(c.undesired) if own_undesired else "")
        for c, prompt in zip(recipe.live_characters, sent_captions(recipe, model), strict=True)
        if model.characters
    )
    quality = catalog.quality(model, recipe.quality)
    preset = catalog.preset(model, model.fixed.undesired_preset if model.fixed else recipe.undesired_preset)
    prompt = _prompt(recipe, model, quality, [c.prompt for c in characters])
    user = without_controls(recipe.undesired) if own_undesired else ""
    return Wording(prompt, _undesired(user, model, preset, prompt), characters, quality, preset)


def _prompt(recipe: Recipe, model: Model, quality: str, character_prompts: list[str]) -> str:
    text = without_controls(recipe.prompt)
    if model.furry_mode and recipe.furry and not text.startswith(_DATASETS):
        text = FURRY_PREFIX + text if text else FURRY_PREFIX.rstrip(", ")
    if not model.text_blocks:
        return _with_quality(text, model, quality)
    typed = [text, *character_prompts]
    first, *rest = split_mix(text)
    if model.transparency and recipe.transparent:
        first = add_before_text_block(first, TRANSPARENT, _joiner(model))
    if quality != "none":
        first = add_before_text_block(first, model.quality[quality], _joiner(model))
    if model.automatic_text and not any(has_text_block(one) for one in typed):
        passages = quoted_passages(typed)
        if passages:
            tags = first.rstrip(" \t\n,")
            first = (f"{tags}, " if tags else "") + AUTOMATIC_TEXT + "\n\n".join(passages)
    return MIX.join([first, *rest])


def _joiner(model: Model) -> Callable[[str, str], str]:
    def join(text: str, addition: str) -> str:
        if not text.strip():
            return addition
        if model.spaced_join and text.rstrip().endswith(","):
            return f"{text.rstrip()} {addition}"
        return f"{text}, {addition}"

    return join


def _with_quality(text: str, model: Model, quality: str) -> str:
    """V3 and older: on every mixing part, in front of the words (V1, V2) or behind them, before a trailing weight."""
    if quality == "none":
        return text
    tags = model.quality[quality]
    parts = []
    for part in split_mix(text):
        words, weight = split_trailing_weight(part)
        first, last = (tags, words) if model.quality_first else (words, tags)
        joined = f"{first}, {last}" if words.strip() else tags
        parts.append(joined + weight)
    return MIX.join(parts)


def _undesired(user: str, model: Model, preset: str, final_prompt: str) -> str:
    text = model.undesired[preset]
    if preset == "none":
        return user or text  # the old models' "lowres" stands in only for an empty box
    if not model.curated and "nsfw" not in final_prompt.lower():
        text = f"nsfw, {text}"
    if not model.blocks:
        return f"{text}, {user}" if user else text
    first, *rest = split_mix(user)
    return MIX.join([f"{text}, {first}" if first else text, *rest])
