"""The keys that move in every list, and beside them those of grids: one set of them for all screens."""

from __future__ import annotations

from collections.abc import Mapping

from naitui.actions.action import Action, Place

LIST: tuple[Action, ...] = (
    Action("up", "Up", "The row above", ("up", "k"), "list", False, False),
    Action("down", "Down", "The row below", ("down", "j"), "list", False, False),
    Action("page_up", "Page up", "As far up as is seen at once", ("pageup",), "list", False, False),
    Action("page_down", "Page down", "As far down as is seen at once", ("pagedown",), "list", False, False),
    Action("first", "First", "The first row", ("home", "g"), "list", False, False),
    Action("last", "Last", "The last row", ("end", "G"), "list", False, False),
)

GRID: tuple[Action, ...] = (
    Action("left", "Left", "The one on the left", ("left", "h"), "grid", False, False),
    Action("right", "Right", "The one on the right", ("right", "l"), "grid", False, False),
)

WITH_LISTS: Mapping[Place, tuple[Place, ...]] = {
    **dict.fromkeys(
        ("characters", "settings", "past", "styles", "presets", "pack", "references", "queue", "bisect", "tools",
         "config", "take"), ("list",)
    ),
    **dict.fromkeys(("gallery", "bin", "sweep", "matrix"), ("list", "grid")),
}  # fmt: skip
"""The places whose keys work beside those of a list, or of a list and a grid."""
