"""What the screen of a source says: how it is sent, what is painted anew, what the numbers mean. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from naitui.novelai import Catalog, lint
from naitui.novelai.action import drawing_model, sent_size
from naitui.novelai.sampling import settle
from naitui.recipe import Recipe

MEANINGS = (
    (0.25, "small touches: nearly the same picture"),
    (0.45, "details change, shapes stay"),
    (0.62, "composition and colours stay"),
    (0.8, "the rough composition stays"),
    (0.95, "a hint of it stays"),
    (1.0, "hardly anything of it stays"),
)
"""Up to which strength of image to image what is to be expected."""
# texts with keys in them, for `naitui.actions.in_effect.keyed`
RESULT_KEYS = "{edit.flip} source · {edit.take_result} take"
NO_RESULT = "There is no result yet: {edit.generate} makes one."
OTHER_SOURCE = "{edit.open_source} opens another picture, {edit.drop_source} goes without one."
ENDS = "{studio.edit_picture}, then {edit.drop_source} ends that."
CHANGED = "this is how it is now. {edit.generate} sends it."
DROPPED = "No source: {edit.generate} makes a new picture. {edit.undo} brings it back."


@dataclass(frozen=True, slots=True)
class Shown:
    """A source as it was opened, in what has to be told of it."""

    path: str
    size: tuple[int, int]
    """The file's own, in pixels."""
    alpha: bool = False
    """Whether transparency is sent."""
    holes: bool = False
    """Whether there is any."""
    notes: tuple[str, ...] = ()


KEYS = (
    "arrows hjkl  move; with Shift they paint",
    "12j          so many squares at once",
    "␣ x          pen, eraser: down, up",
    "v … v        a rectangle",
    "n … n        a line",
    "f i + -      fill, invert, grow, shrink",
    "[ ] z Z 0    brush, finer, coarser, whole",
    "u U b Del    undo, redo, other branch, clear",
    "m w a        mask from and into a file, alpha",
    "c p g        focus, larger canvas, outside",
    "o t B D      open, take or compare the result, none",
)
"""The painter's keys, where there is room for them."""


def source_lines(recipe: Recipe, shown: Shown) -> list[str]:
    """What the source is, and how it is sent."""
    size, own = (recipe.sampling.width, recipe.sampling.height), shown.size
    lines = [Path(shown.path).name, f"{own[0]}×{own[1]} pixels"]
    ground = "alpha kept" if shown.alpha else "flattened on white" if shown.holes else "RGB"
    if own == size:
        lines.append(f"sent as it is, {ground}")
    else:
        stretched = abs(own[0] * size[1] / (own[1] * size[0]) - 1) > 0.02
        lines.append(f"sent as {size[0]}×{size[1]}, {ground}" + (", stretched" if stretched else ""))
    return [*lines, *shown.notes]


def change_lines(recipe: Recipe, catalog: Catalog, share: float | None) -> list[str]:
    """What is going to happen to it. ``share`` is how much is painted, 0 to 1; None without a painter."""
    model = drawing_model(recipe, catalog)
    if recipe.source is None:
        return []
    steps = settle(recipe, model, catalog).steps
    if recipe.mask is None:
        strength = recipe.source.strength
        meaning = next(words for most, words in MEANINGS if strength <= most)
        lines = [f"Image to image: {meaning}", f"about {max(1, round(steps * strength))} of {steps} steps are done"]
        if recipe.source.noise:
            lines.append("noise adds new details")
        return [*lines, "Paint a mask to change a part alone."]
    if share is not None and share >= 1:
        return ["Infill of all of it: nothing is kept.", "Del clears the mask, i inverts it."]
    lines = ["Infill: what is painted is drawn anew"]
    if model.blocks and recipe.mask.strength < 1:
        lines.append(f"{recipe.mask.strength:g}: begins from what is there; 1 forgets it")
    region = recipe.mask.region
    if region is not None:
        wide, high = sent_size(recipe)
        lines.append(f"focused: {region[2] - region[0]}×{region[3] - region[1]} is sent as {wide}×{high}")
    return [*lines, "its edge is soft; beyond 72 pixels nothing changes"]


def detours(recipe: Recipe, catalog: Catalog) -> list[str]:
    """What the model does otherwise than asked for on account of source and mask; the first reason why nothing is sent
    stands beside the button."""
    if recipe.source is None:
        return []
    about = ("mask", "source", "vibes", "precise_references")
    found = lint(recipe, catalog)
    return [
        f"! {problem.message}"
        for problem in (*found.refusals[1:], *found.notes)
        if problem.where and problem.where[0] in about
    ]
