"""The keys of the sweep, and those of looking for the change that did it."""

from __future__ import annotations

from naitui.actions.action import Action

SWEEP: tuple[Action, ...] = (
    Action("generate", "Make", "Make every cell that is not there yet; what is not free asks first",
           ("f5", "ctrl+g"), "sweep"),
    Action("cancel", "Cancel", "Take back what waits, then stop what runs", ("f8",), "sweep"),
    Action("choose", "Choose", "What can be swept, with values for the line one is in", ("f9",), "sweep"),
    Action("take", "Take", "The recipe of the cell, with its seed, into the studio", ("t",), "sweep", palette=False),
    Action("look", "Large", "The picture of the cell alone, and back; arrows go to the others", ("z",), "sweep"),
    Action("before", "Z before", "The sheet before", ("[",), "sweep", False, False),
    Action("behind", "Z next", "The next sheet, where Z has several values", ("]",), "sweep", palette=False),
    Action("write", "Write PNG", "The whole sheet, with the heads of its columns and rows, as a PNG", ("w",), "sweep"),
    Action("keep_seed", "Seed", "The last picture's seed for the whole grid, or the grid's own", ("s",), "sweep"),
    Action("undo", "Undo", "The last change goes", ("ctrl+z",), "sweep", False),
    Action("redo", "Redo", "It comes back", ("ctrl+y",), "sweep", False),
    Action("back", "Back", "Out of the large picture, or back to the studio; the axes are kept", ("escape",), "sweep",
           palette=False),
)  # fmt: skip
