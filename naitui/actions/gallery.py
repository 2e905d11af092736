"""Keys for many pictures: the gallery, a few side by side, the tournament of two at a time."""

from __future__ import annotations

from naitui.actions.action import Action

GALLERY: tuple[Action, ...] = (
    Action("take", "Take", "Choose what of the picture to take into the studio", ("enter", "i"), "gallery", leads=True),
    Action(
        "branch", "Branch", "All that made the picture into the studio, with a new seed", ("b",), "gallery", leads=True
    ),
    Action(
        "rerun", "Rerun", "The identical request into the studio, and where it cannot be", ("r",), "gallery", leads=True
    ),
    Action(
        "ablate",
        "Ablate",
        "Once more without each of its tags, with the same seed; how many and the price come first",
        ("A",),
        "gallery",
        False,
        leads=True,
    ),
    Action("search", "Search", "To the search line; Enter leads back to the pictures", ("/",), "gallery", leads=True),
    Action("rate", "Stars", "Stars; 0 takes them away", ("1", "2", "3", "4", "5", "0"), "gallery"),
    Action(
        "compare",
        "Compare",
        "Two to four chosen ones, side by side, with what differs",
        ("=",),
        "gallery",
        False,
        leads=True,
    ),
    Action(
        "tournament",
        "Tournament",
        "The best of those that are chosen: two at a time",
        ("T",),
        "gallery",
        False,
        leads=True,
    ),
    Action("label", "Label", "Labels of the picture, or of all that are chosen", ("t",), "gallery", leads=True),
    Action("collect", "Collect", "The collections that it is in", ("c",), "gallery", footer=False, leads=True),
    Action(
        "collections", "Collections", "Only the pictures of a collection", ("C",), "gallery", footer=False, leads=True
    ),
    Action(
        "use_as",
        "Use as",
        "As source, vibe or reference; enhanced, varied, upscaled; to the director tools",
        ("a",),
        "gallery",
        footer=False,
        leads=True,
    ),
    Action(
        "export",
        "Export",
        "Copies or a ZIP, with or without what is written in them",
        ("x",),
        "gallery",
        False,
        leads=True,
    ),
    Action("choose", "Choose", "Choose several: keys are for all of them", ("space",), "gallery"),
    Action("look", "Large", "The picture large, and back", ("z",), "gallery"),
    Action("switch_view", "List", "Grid, or list", ("v",), "gallery"),
    Action("fold", "Groups", "Pictures that differ in their seed alone as one, or all", ("s",), "gallery"),
    Action("same_group", "Its group", "Only those that differ from it in their seed alone", ("S",), "gallery", False),
    Action("bin", "Bin", "Into the bin", ("d", "delete"), "gallery"),
    Action(
        "show_bin", "See bin", "What was thrown away; given back, or removed for good", ("B",), "gallery", leads=True
    ),
    Action("undo", "Undo", "Take back the last stars, labels, or what went into the bin", ("u",), "gallery", False),
    Action("open_outside", "Open", "Open it in another program", ("o",), "gallery", False),
    Action("copy_path", "Copy path", "Copy the path, or all that are chosen", ("y",), "gallery", False),
    Action(
        "back",
        "Back",
        "Out of what was chosen, out of the search, back to the studio",
        ("escape", "q", "ctrl+a"),
        "gallery",
        palette=False,
        leads=True,
    ),
)

BIN: tuple[Action, ...] = (
    Action("give_back", "Give back", "To where it was; all that are chosen", ("enter", "r", "u"), "bin"),
    Action("give_back_all", "All back", "All that lies in the bin, to where it was", ("R",), "bin"),
    Action("choose", "Choose", "Choose several, to be given back or removed together", ("space",), "bin"),
    Action("look", "Large", "The thrown away picture large, and back", ("z",), "bin"),
    Action("remove", "For good", "Remove it for good, after a question", ("d", "delete"), "bin"),
    Action("empty", "Empty", "Remove all for good, after a question", ("D",), "bin"),
    Action("back", "Back", "Out of what was chosen, back to the gallery", ("escape", "q", "B"), "bin", palette=False),
)

COMPARE: tuple[Action, ...] = (
    Action("decide", "Decide", "For one: back to the gallery, where it is", ("1", "2", "3", "4"), "compare"),
    Action("turn", "Turn", "The next one is the first, which the others are told against", ("t", "right"), "compare"),
    Action("back", "Back", "Back to the gallery", ("escape", "q", "="), "compare", palette=False),
)

TOURNAMENT: tuple[Action, ...] = (
    Action("first", "Left", "The left one stays", ("left", "1", "h"), "tournament"),
    Action("second", "Right", "The right one stays", ("right", "2", "l"), "tournament"),
    Action("undo", "Undo", "Decide the last pair once more", ("u",), "tournament"),
    Action("back", "Back", "Back to the gallery, with no winner", ("escape", "q"), "tournament", palette=False),
)
