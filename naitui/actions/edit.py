"""Keys for a source and its mask."""

from __future__ import annotations

from naitui.actions.action import Action

EDIT: tuple[Action, ...] = (
    Action("back", "Back", "To the studio; source and mask stay as they are here", ("escape", "ctrl+x"), "edit"),
    Action("generate", "Generate", "Make the pictures of this source; what is not free asks", ("f5", "ctrl+g"), "edit"),
    Action("cancel", "Cancel", "Take back what waits, stop what runs, from here too", ("f8",), "edit"),
    Action("flip", "Result", "The source with its mask, or the newest result", ("f2",), "edit"),
    Action("pair", "Compare", "Source and result side by side, with a slider, or in turn", ("B",), "edit", False),
    Action("open_source", "Open", "Another source: a file, or one of the newest pictures", ("o",), "edit"),
    Action("take_result", "Take", "Go on from the result: it becomes the source", ("t",), "edit"),
    Action("focus_infill", "Focus", "Send the part around the mask alone, enlarged", ("c",), "edit"),
    Action("outpaint", "Extend", "More canvas around the picture, for infill to paint", ("p",), "edit"),
    Action(
        "load_mask", "Load", "The mask out of a PNG: white, or what is painted, is painted anew", ("m",), "edit", False
    ),
    Action("save_mask", "Save", "The mask into a PNG", ("w",), "edit", False),
    Action("see_through", "Alpha", "The mask out of what can be seen through", ("a",), "edit", False),
    Action("edit_outside", "Outside", "Erase and retouch in your own program; it is read back", ("g",), "edit", False),
    Action("drop_source", "No source", "Without source and mask again: a new picture", ("D",), "edit", False),
    Action("undo", "Undo", "The last stroke goes; then the last change of the recipe", ("ctrl+z",), "edit", False),
    Action("redo", "Redo", "What Undo took back comes again", ("ctrl+y",), "edit", False),
    Action("choose_model", "Model", "Another model for this source", ("f9",), "edit", False),
    Action("help", "Help", "All keys: those of the painter too", ("f1",), "edit"),
)

MASK: tuple[Action, ...] = (
    Action("pen", "Pen", "The pen down, to paint while moving; and up", ("space",), "mask"),
    Action("eraser", "Eraser", "The eraser down, and up", ("x", "e"), "mask"),
    Action("corner", "Corner", "One corner of a rectangle, then the other", ("v", "r"), "mask"),
    Action("line", "Line", "A line from the end of the last one, or the corner, to here", ("n",), "mask", False),
    Action("fill", "Fill", "The area around the cursor, up to what is painted", ("f",), "mask", False),
    Action("invert", "Invert", "Painted and kept change places", ("i",), "mask", False),
    Action("grow", "Grow", "The mask a cell larger on every side", ("+", "="), "mask", False),
    Action("shrink", "Shrink", "The mask a cell smaller on every side", ("-",), "mask", False),
    Action("larger_brush", "Brush +", "A larger brush", ("]",), "mask", False),
    Action("smaller_brush", "Brush −", "A smaller brush", ("[",), "mask", False),
    Action("zoom_in", "Finer", "Zoom in, down to single cells of 8×8 pixels", ("z",), "mask"),
    Action("zoom_out", "Coarser", "Zoom out", ("Z",), "mask", False),
    Action("whole_view", "Whole", "The whole picture", ("0",), "mask", False),
    Action("undo_stroke", "Undo", "The last stroke goes", ("u",), "mask"),
    Action("redo_stroke", "Redo", "The stroke comes back", ("U",), "mask", False),
    Action("other_branch", "Branch", "What was painted in the place of the last stroke", ("b",), "mask", False),
    Action("clear", "Clear", "Nothing is painted; Undo brings it back", ("delete", "backspace"), "mask", False),
)
