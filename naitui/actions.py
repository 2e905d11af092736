"""The one table of actions: bindings, footer, palette and help all come from it. Knows no screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["studio", "words", "characters", "board", "matrix", "settings"]


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key can do."""

    id: str
    """Also the name of the method: ``action_<id>``."""
    title: str
    help: str
    keys: tuple[str, ...]
    """Keys as Textual names them; every one of them gets through tmux and plain terminals."""
    place: Place = "studio"
    footer: bool = True
    palette: bool = True
    mode: str = ""
    """The key that does it in tag mode, for what has no key of its own."""


ACTIONS: tuple[Action, ...] = (
    Action("generate", "Generate", "Make the pictures; what is not free asks first", ("f5", "ctrl+g")),
    Action("cancel", "Cancel", "Take back what waits, then stop what runs", ("f8",)),
    Action("page", "Picture", "In a narrow terminal: words or picture", ("f2",)),
    Action("zoom", "Zoom", "The pane with the focus alone, and back", ("f3",), footer=False),
    Action("keep_seed", "Keep seed", "The last picture's seed again, or random", ("f4",), footer=False),
    Action("add_character", "Character", "Add a character slot", ("ctrl+n",)),
    Action("characters", "Characters", "Characters, where they stand, what they do", ("ctrl+f",), footer=False),
    Action("choose_model", "Model", "Choose the model", ("f9", "ctrl+o"), footer=False),
    Action("drop_style", "Style off", "Switch the last style off; < in a prompt brings one", ("ctrl+l",), footer=False),
    Action("next_hint", "Hint", "To the next hint about the words; again: do what it proposes", ("f10",), footer=False),
    Action("copy_path", "Copy path", "Copy the shown picture's path to the clipboard", ("ctrl+r",), footer=False),
    Action("help", "Help", "All keys, and what is where", ("f1",)),
    Action("quit", "Quit", "Save the draft and leave", ("ctrl+q",)),
    Action(
        "tag_mode", "Tags", "Single keys on tags until Esc: arrows go and weigh, the others below", ("ctrl+t",), "words"
    ),
    Action("raise_weight", "Weight +", "The tag or the selection counts more", ("f7", "ctrl+up"), "words", False),
    Action("lower_weight", "Weight −", "The tag or the selection counts less", ("f6", "ctrl+down"), "words", False),
    Action("tag_left", "Tag left", "The tag changes places with the one before", (), "words", mode="H"),
    Action("tag_right", "Tag right", "The tag changes places with the next one", (), "words", mode="L"),
    Action("comment_tag", "Comment", "The tag stays but is not sent; and back", (), "words", mode="c"),
    Action("delete_tag", "Delete tag", "The tag goes, with its comma", (), "words", mode="d"),
    Action("select_tag", "Select tag", "Select the tag, then what is around it", (), "words", mode="s"),
    Action("edit_outside", "Editor", "All the words in your own editor ($EDITOR)", (), "words", mode="e"),
    Action("find_words", "Earlier words", "Words that were sent before; type to find them", (), "words", mode="/"),
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
    Action("remove", "Remove", "Remove the character; u brings it back", ("d", "delete"), "characters"),
    Action("undo", "Undo", "Bring back who was removed last, with all they did", ("u",), "characters", False),
    Action("move_up", "Up", "Move the character up", ("K", "shift+up"), "characters", False),
    Action("move_down", "Down", "Move the character down", ("J", "shift+down"), "characters", False),
    Action("done", "List", "Back to the list of characters", ("enter",), "board"),
    Action("matrix", "Interactions", "To what the characters do", ("m",), "board"),
    Action("ai_choice", "AI's choice", "Let the AI place everybody, or not", ("i",), "board"),
    Action("next_person", "Next", "The next character; a digit chooses one", ("n",), "board"),
    Action("previous_person", "Before", "The character before", ("N",), "board", False),
    Action("step", "Step", "Steps of 0.01 or of 0.05, where places are free", ("s",), "board", False),
    Action("type_place", "Type", "Type a place: B3, or 0.25 0.5", ("t",), "board"),
    Action("unplace", "No place", "The character has no place of its own", ("delete", "backspace"), "board", False),
    Action("place_back", "Undo", "The character goes back to where it was", ("u",), "board", False),
    Action("source", "Source", "The character does it", ("s",), "matrix"),
    Action("target", "Target", "It is done to the character", ("t",), "matrix"),
    Action("mutual", "Mutual", "The character does it with others", ("m",), "matrix"),
    Action("blank", "Blank", "The character has no part in it", ("space",), "matrix"),
    Action("new_action", "New", "Name one more action", ("a",), "matrix"),
    Action("board", "Place", "To the character's place on the board", ("p",), "matrix"),
    Action("remove_action", "Remove", "Remove the action; u brings that back", ("d", "delete"), "matrix"),
    Action("cycle", "Next letter", "Source, target, mutual, blank, in turn", ("enter",), "matrix", False),
    Action("rename_action", "Rename", "Another name for the action", ("r",), "matrix", False),
    Action("undo", "Undo", "Bring back the last action or character that was removed", ("u",), "matrix", False),
    Action("gather", "Gather", "Make cells of what is typed in the prompts", ("g",), "matrix", False),
    Action("row_up", "Up", "The action up; the last one comes first in a caption", ("K", "shift+up"), "matrix", False),
    Action("row_down", "Down", "The action down", ("J", "shift+down"), "matrix", False),
    Action("change", "Change", "Choose from all values, or type one", ("enter",), "settings", palette=False),
    Action("less", "Less", "The value before", ("left",), "settings", False, False),
    Action("more", "More", "The next value", ("right",), "settings", False, False),
    Action("reset", "Model's own", "Back to the model's own value", ("delete", "backspace"), "settings", palette=False),
)


def actions_of(place: Place) -> tuple[Action, ...]:
    """The actions of one place, in the order in which they are shown."""
    return tuple(action for action in ACTIONS if action.place == place)
