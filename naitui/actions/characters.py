"""Keys for characters: their list, the board where they stand, the matrix of what they do."""

from __future__ import annotations

from naitui.actions.action import Action

CHARACTERS: tuple[Action, ...] = (
    Action("add", "Add", "Add a character", ("a",), "characters", False),
    Action("edit", "Edit", "Write the character's prompt", ("enter",), "characters"),
    Action("switch", "On/off", "Switch the character on or off", ("space",), "characters", False),
    Action("place", "Place", "Choose the character's place", ("p",), "characters"),
    Action("matrix", "Interactions", "What the characters do to one another", ("m",), "characters"),
    Action("ai_choice", "AI's choice", "The AI places everybody, or you do", ("i",), "characters", False),
    Action("from_library", "Library", "A character of the library, in an outfit", ("l",), "characters"),
    Action("to_library", "Keep", "Keep the character, or its outfit, in the library", ("s",), "characters", False),
    Action("duplicate", "Copy", "The same character once more, beside it", ("c",), "characters", False),
    Action("rename", "Name", "A name for the character, for you alone", ("n",), "characters", False),
    Action("colour", "Colour", "Another colour for the character, on the screen", ("o",), "characters", False),
    Action("remove", "Remove", "Remove the character; Undo brings it back", ("d", "delete"), "characters"),
    Action("undo", "Undo", "Take the last change back, in whatever field", ("u",), "characters", False),
    Action("move_up", "Up", "Move the character up", ("K", "shift+up"), "characters", False),
    Action("move_down", "Down", "Move the character down", ("J", "shift+down"), "characters", False),
)

BOARD: tuple[Action, ...] = (
    Action("done", "List", "Back to the list of characters", ("enter",), "board"),
    Action("matrix", "Interactions", "To what the characters do", ("m",), "board"),
    Action("ai_choice", "AI's choice", "Let the AI place everybody, or not", ("i",), "board"),
    Action("next_person", "Next", "The next character; a digit chooses one", ("n",), "board"),
    Action("previous_person", "Before", "The character before", ("N",), "board", False),
    Action("step", "Step", "Steps of 0.01 or of 0.05, where places are free", ("s",), "board", False),
    Action("type_place", "Type", "Type a place: B3, or 0.25 0.5", ("t",), "board"),
    Action("unplace", "No place", "The character has no place of its own", ("delete", "backspace"), "board", False),
    Action("place_back", "Undo", "The character goes back to where it was", ("u",), "board", False),
)

MATRIX: tuple[Action, ...] = (
    Action("source", "Source", "The character does it", ("s",), "matrix"),
    Action("target", "Target", "It is done to the character", ("t",), "matrix"),
    Action("mutual", "Mutual", "The character does it with others", ("m",), "matrix"),
    Action("blank", "Blank", "The character has no part in it", ("space",), "matrix"),
    Action("new_action", "New", "Name one more action", ("a",), "matrix"),
    Action("board", "Place", "To the character's place on the board", ("p",), "matrix"),
    Action("remove_action", "Remove", "Remove the action; Undo brings it back", ("d", "delete"), "matrix"),
    Action("cycle", "Next letter", "Source, target, mutual, blank, in turn", ("enter",), "matrix", False),
    Action("rename_action", "Rename", "Another name for the action", ("r",), "matrix", False),
    Action("undo", "Undo", "The same: take the last change back", ("u",), "matrix", False),
    Action("gather", "Gather", "Make cells of what is typed in the prompts", ("g",), "matrix", False),
    Action("row_up", "Up", "The action up; the last one comes first in a caption", ("K", "shift+up"), "matrix", False),
    Action("row_down", "Down", "The action down", ("J", "shift+down"), "matrix", False),
)
