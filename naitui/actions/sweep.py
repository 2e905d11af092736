"""The keys of the sweep, and those of looking for the change that did it."""

from __future__ import annotations

from naitui.actions.action import Action

SWEEP: tuple[Action, ...] = (
    Action("generate", "Make", "Make every cell that is not there yet; what is not free asks first",
           ("f5", "ctrl+g"), "sweep"),
    Action("cancel", "Cancel", "Take back the cells that wait, then stop the one that runs", ("f8",), "sweep"),
    Action("choose", "Choose", "What can be swept, with values for the line one is in", ("f9",), "sweep"),
    Action("take", "Take", "The recipe of the cell, with its seed, into the studio", ("t",), "sweep", palette=False),
    Action("look", "Large", "The picture of the cell alone, and back; arrows go to the others", ("z",), "sweep"),
    Action("before", "Z before", "The sheet before", ("[",), "sweep", False, False),
    Action("behind", "Z next", "The next sheet, where Z has several values", ("]",), "sweep", palette=False),
    Action("write", "Write PNG", "The whole sheet, with the heads of its columns and rows, as a PNG", ("w",), "sweep"),
    Action("keep_seed", "Seed", "The last picture's seed for the whole grid, or the grid's own", ("s",), "sweep"),
    Action("undo", "Undo", "The last change of the axes goes", ("ctrl+z",), "sweep", False),
    Action("redo", "Redo", "The change of the axes comes back", ("ctrl+y",), "sweep", False),
    Action("back", "Back", "Out of the large picture, or back to the studio; the axes are kept", ("escape",), "sweep",
           palette=False),
)  # fmt: skip

BISECT: tuple[Action, ...] = (
    Action("generate", "Make", "Make the picture in the middle; what is not free asks first",
           ("f5", "ctrl+g"), "bisect"),
    Action("cancel", "Cancel", "Take it back while it waits, or stop it", ("f8",), "bisect", False),
    Action("good", "Good", "The picture is as it should be: it was a later change", ("g",), "bisect", palette=False),
    Action("bad", "Bad", "It is not: it was this change, or an earlier one", ("b",), "bisect", palette=False),
    Action("skip", "Cannot say", "Another one in its place", ("s",), "bisect", palette=False),
    Action("unsay", "Take back", "The last word about a picture", ("u", "backspace"), "bisect", palette=False),
    Action("take", "Without it", "When it is found: everything but this change into the studio", ("enter",), "bisect",
           palette=False),
    Action("back", "Back", "Back to the studio; asked for again, it goes on", ("escape", "q"), "bisect", palette=False),
)  # fmt: skip
