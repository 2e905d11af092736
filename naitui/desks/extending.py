"""What is asked before the canvas grows: which sides, and what becomes of a mask that is painted already."""

from __future__ import annotations

from functools import partial

from textual.app import App

from naitui.actions.in_effect import keyed
from naitui.pictures.outpaint import Sides
from naitui.pictures.painting import Cells
from naitui.screens.ask import AskScreen
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.sides import read_sides, sides_fault

HINT = "pixels on each side, in steps of 64: 128 · or r128 b64 (left, top, right, bottom)"


async def ask_for_sides(
    app: App[None], size: tuple[int, int], most: int, painted: Cells | None
) -> tuple[Sides, Cells | None] | None:
    """The sides, and what is masked beside the new canvas; None when nothing is to be done.

    Args:
        app: shows the questions.
        size: of the picture, in pixels.
        most: pixels of the larger one.
        painted: the mask.
    """
    fault = partial(sides_fault, size=size, most=most)
    typed = await app.push_screen_wait(AskScreen("Extend the canvas", "", HINT, fault))
    sides = read_sides(typed or "")
    if sides is None or sides.is_nothing:
        return None
    if painted is None or painted.is_empty:
        return sides, None
    lines = ["A mask is painted on this picture. The new canvas is masked in any case."]
    answers = [
        ("enter", "Both: what is painted, and the new canvas"),
        ("n", keyed("The new canvas alone; {edit.undo} brings the mask back")),
    ]
    answer = await app.push_screen_wait(ConfirmScreen("What is painted anew?", lines, answers))
    return None if answer is None else (sides, painted if answer == "enter" else None)
