"""Keys for presets, and for the look into a pack before anything of it is added."""

from __future__ import annotations

from naitui.actions.action import Action

PRESETS: tuple[Action, ...] = (
    Action("take", "Take up", "The whole recipe into the studio; the seed stays", ("enter",), "presets"),
    Action("keep", "Keep", "Keep the present recipe under a name, without its seed", ("s",), "presets"),
    Action("remove", "Remove", "Take it out; Undo brings it back", ("d", "delete"), "presets"),
    Action("mark", "Mark", "Mark it, for a pack of several", ("space",), "presets", False),
    Action("export", "Pack", "A pack of those marked, with all that they call, to be given away", ("x",), "presets"),
    Action("open_pack", "Open pack", "Look into a pack, NAIWeaver's too, and add what you like", ("o",), "presets"),
    Action("rename", "Rename", "Call it something else", ("n",), "presets"),
    Action("undo", "Undo", "Take back what was removed, replaced or renamed last", ("u",), "presets"),
    Action("edit_file", "Edit", "Its file in your own editor", ("e",), "presets", False),
    Action("search", "Search", "Only presets with these words", ("/",), "presets", False),
    Action("back", "Back", "Out of the search, or out of here", ("escape", "q"), "presets", palette=False),
)

PACK: tuple[Action, ...] = (
    Action("add", "Add", "Add what is marked; nothing is written before", ("enter",), "pack"),
    Action("switch", "On/off", "Add it, or leave it", ("space",), "pack"),
    Action("conflict", "Conflict", "Where its name is taken: leave it, add it beside, replace", ("c",), "pack"),
    Action("conflict_all", "All", "The same for all whose names are taken", ("C",), "pack", False),
    Action("all", "All", "Everything on", ("a",), "pack", False),
    Action("none", "None", "Everything off", ("n",), "pack", False),
    Action("back", "Back", "Back, with nothing added", ("escape", "q"), "pack", palette=False),
)
