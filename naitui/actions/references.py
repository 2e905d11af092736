"""Keys for vibes and precise references."""

from __future__ import annotations

from naitui.actions.action import Action

REFERENCES: tuple[Action, ...] = (
    Action(
        "back",
        "Back",
        "To the studio; references stay as they are here",
        ("escape", "ctrl+u"),
        "references",
        palette=False,
    ),
    Action("add", "Add", "Add from a file, the collection or the newest pictures", ("a",), "references"),
    Action("less", "Less", "The number a step down", ("left",), "references", False, False),
    Action("more", "More", "The number a step up", ("right",), "references", False, False),
    Action("change", "Type", "Type the number; digits, - and . begin at once", ("enter",), "references", False, False),
    Action("reset", "Default", "The number as a new reference has it", ("backspace",), "references", False, False),
    Action("strength", "Strength", "Keys change the strength, of vibes also below 0", ("s",), "references", False),
    Action("information", "Information", "Keys change a vibe's information extracted", ("i",), "references"),
    Action("fidelity", "Fidelity", "Keys change a precise reference's fidelity", ("f",), "references"),
    Action("type", "Type", "Character, style, or both", ("t",), "references"),
    Action("switch", "On/off", "Switch the reference on or off", ("space",), "references", palette=False),
    Action("normalise", "Normalise", "Several vibes share a strength of 1, or add up", ("n",), "references", False),
    Action("encode", "Encode", "Have the vibe encoded now; asks first", ("e",), "references"),
    Action("save", "Save", "Keep it in the collection under a name", ("w",), "references"),
    Action("export", "Export", "Write .naiv4vibe, a bundle or a picture card", ("x",), "references"),
    Action(
        "remove", "Remove", "Remove the reference; Undo brings it back", ("d", "delete"), "references", palette=False
    ),
    Action("undo", "Undo", "Take the last change of references back", ("u", "ctrl+z"), "references", False),
    Action("redo", "Redo", "Do what was taken back once more", ("ctrl+y",), "references", False),
    Action("move_up", "Up", "Move the reference up", ("K", "shift+up"), "references", False, False),
    Action("move_down", "Down", "Move the reference down", ("J", "shift+down"), "references", False, False),
    Action("choose_model", "Model", "Choose another model from here", ("f9",), "references", False),
    Action("generate", "Generate", "Back to the studio, and generate", ("f5", "ctrl+g"), "references"),
    Action("help", "Help", "All keys, from here too", ("f1",), "references"),
)
