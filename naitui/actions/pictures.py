"""Keys for the picture that is shown, for what is done to it, and for how the terminal shows it."""

from __future__ import annotations

from naitui.actions.action import Action

PICTURE: tuple[Action, ...] = (
    Action("next_picture", "Next", "The next picture of this session", ("n",), "picture", palette=False),
    Action("previous_picture", "Prev", "The picture before", ("p",), "picture", palette=False),
    Action("cycle_view", "View", "The whole picture, the pane full of it, or its own pixels", ("f",), "picture"),
    Action("whole_screen", "Full", "The picture alone on the screen, and back", ("z", "enter"), "picture", False),
    Action("compare", "Before", "Before and after: the marked picture, the source, or the last one", ("b",), "picture"),
    Action("zoom_in", "Larger", "Larger", ("+", "="), "picture", False, False),
    Action("zoom_out", "Smaller", "Smaller", ("-",), "picture", False, False),
    Action("whole_picture", "Whole", "All of the picture again", ("0",), "picture", False, False),
    Action("enhance", "Enhance", "The picture again, in more detail or larger: choose how much", ("e",), "picture"),
    Action("variations", "Vary", "Variations: others like the picture, up to three in one request", ("v",), "picture"),
    Action("upscale", "Upscale", "The picture in twice its size", ("u",), "picture"),
    Action("tools", "Tools", "Director tools: lines, colours, moods, no background", ("t",), "picture", palette=False),
    Action("pair", "Compare", "Before and after: side by side, a slider, flicker", ("c",), "picture"),
    Action("open_outside", "Open", "Open the picture in another program (setting: viewer)", ("o",), "picture"),
    Action("copy_shown", "Copy path", "Copy its path to the clipboard", ("y",), "picture", False, False),
    Action("images", "Images", "Choose how pictures are drawn in this terminal", ("i",), "picture"),
    Action(
        "doctor", "Doctor", "What this terminal can do, a test card, and what to change", ("d",), "picture", letter="d"
    ),
    Action("mark", "Mark", "Compare other pictures with this one; again: no longer", ("m",), "picture"),
    Action(
        "pan_left",
        "Pan left",
        "Further left; where all is to be seen, the picture before",
        ("left", "h"),
        "picture",
        False,
        False,
    ),
    Action(
        "pan_right",
        "Pan right",
        "Further right; where all is to be seen, the next picture",
        ("right", "l"),
        "picture",
        False,
        False,
    ),
    Action("pan_up", "Pan up", "Further up", ("up", "k"), "picture", False, False),
    Action("pan_down", "Pan down", "Further down", ("down", "j"), "picture", False, False),
    Action("first_picture", "First", "The first picture of this session", ("home",), "picture", False, False),
    Action(
        "last_picture",
        "Newest",
        "The newest picture; the next ones are shown as they come",
        ("end",),
        "picture",
        False,
        False,
    ),
)

TOOLS: tuple[Action, ...] = (
    Action("run", "Run", "Run the tool under the cursor on the picture", ("enter",), "tools", palette=False),
    Action("back", "Back", "Back to the studio; all results are kept", ("escape", "ctrl+b"), "tools", palette=False),
    Action("moods", "Moods", "To the moods: arrows or a letter choose one; also ← → from the list", ("m",), "tools"),
    Action("write", "Tags", "Own tags for the tool; Enter or Esc leads back", ("w",), "tools"),
    Action("next_result", "Next", "The next picture of an answer with several", ("n",), "tools", palette=False),
    Action("previous_result", "Prev", "The one before, of several", ("p",), "tools", False, False),
    Action("undo", "Undo", "A step back: the picture before the last tool; its results stay on disk", ("u",), "tools"),
    Action("redo", "Redo", "That step again", ("r",), "tools", palette=False),
    Action("pair", "Compare", "Before and after on a screen of their own", ("c",), "tools"),
    Action("choose_picture", "Other", "Another picture: a path, or one of the newest", ("o",), "tools"),
    Action("cancel", "Cancel", "Stop what runs", ("f8",), "tools", palette=False),
)

PAIR: tuple[Action, ...] = (
    Action("flicker", "Flicker", "The one, the other, in the same place", ("space",), "pair", palette=False),
    Action("slider", "Slider", "Both in one, parted where the slider stands", ("s",), "pair", palette=False),
    Action("side", "Side by side", "Both beside one another", ("d",), "pair", palette=False),
    Action("left", "Left", "The slider, or what is seen, goes left", ("left", "h"), "pair", False, False),
    Action("right", "Right", "The slider, or what is seen, goes right", ("right", "l"), "pair", False, False),
    Action("up", "Up", "What is seen goes up", ("up", "k"), "pair", False, False),
    Action("down", "Down", "What is seen goes down", ("down", "j"), "pair", False, False),
    Action("zoom_in", "Larger", "Both larger", ("+", "="), "pair", palette=False),
    Action("zoom_out", "Smaller", "Both smaller", ("-",), "pair", False, False),
    Action("whole", "Whole", "All of both; the slider in the middle", ("0",), "pair", False, False),
    Action("swap", "Swap", "Before becomes after", ("x",), "pair", palette=False),
    Action("next_other", "Next", "The next picture of the session as the one before", ("n",), "pair", palette=False),
    Action("previous_other", "Prev", "The picture before that one", ("p",), "pair", False, False),
    Action("back", "Back", "To where one came from", ("escape", "q", "c"), "pair", palette=False),
)

DOCTOR: tuple[Action, ...] = (
    Action("look_again", "Again", "Look once more, after something was changed", ("r",), "doctor", palette=False),
    Action("back", "Back", "Back to the screen you came from", ("escape", "q", "d"), "doctor", palette=False),
)
