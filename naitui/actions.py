"""The one table of actions: bindings, footer, palette and help all come from it. Knows no screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["studio", "words", "characters", "settings", "picture", "doctor"]


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
    Action("add", "Add", "Add a character", ("a",), "characters", palette=False),
    Action("edit", "Edit", "Write the character's prompt", ("enter",), "characters", palette=False),
    Action("switch", "On/off", "Switch the character on or off", ("space",), "characters", False, False),
    Action("place", "Place", "Choose the character's place", ("p",), "characters", palette=False),
    Action(
        "ai_choice",
        "AI's choice",
        "Let the AI place everybody, or place them yourself",
        ("i",),
        "characters",
        False,
        False,
    ),
    Action("remove", "Remove", "Remove the character; u brings it back", ("d", "delete"), "characters", palette=False),
    Action("undo", "Undo", "Bring the last removed character back", ("u",), "characters", False, False),
    Action("move_up", "Up", "Move the character up", ("K", "shift+up"), "characters", False, False),
    Action("move_down", "Down", "Move the character down", ("J", "shift+down"), "characters", False, False),
    Action("change", "Change", "Choose from all values, or type one", ("enter",), "settings", palette=False),
    Action("less", "Less", "The value before", ("left",), "settings", False, False),
    Action("more", "More", "The next value", ("right",), "settings", False, False),
    Action("reset", "Model's own", "Back to the model's own value", ("delete", "backspace"), "settings", palette=False),
    Action("next_picture", "Next", "The next picture of this session", ("n",), "picture", palette=False),
    Action("previous_picture", "Prev", "The picture before", ("p",), "picture", palette=False),
    Action("cycle_view", "View", "The whole picture, the pane full of it, or its own pixels", ("f",), "picture"),
    Action("whole_screen", "Full", "The picture alone on the screen, and back", ("z", "enter"), "picture"),
    Action("compare", "Before", "Before and after: the marked picture, the source, or the last one", ("b",), "picture"),
    Action("zoom_in", "Larger", "Larger", ("+", "="), "picture", False, False),
    Action("zoom_out", "Smaller", "Smaller", ("-",), "picture", False, False),
    Action("whole_picture", "Whole", "All of the picture again", ("0",), "picture", False, False),
    Action("open_outside", "Open", "Open the picture in another program (setting: viewer)", ("o",), "picture"),
    Action("copy_shown", "Copy path", "Copy its path to the clipboard", ("y",), "picture", False, False),
    Action("images", "Images", "Choose how pictures are drawn in this terminal", ("i",), "picture"),
    Action("doctor", "Doctor", "What this terminal can do, a test card, and what to change", ("d",), "picture"),
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
    Action("look_again", "Again", "Look once more, after something was changed", ("r",), "doctor", palette=False),
    Action("back", "Back", "Back to the studio", ("escape", "q", "d"), "doctor", palette=False),
)


def actions_of(place: Place) -> tuple[Action, ...]:
    """The actions of one place, in the order in which they are shown."""
    return tuple(action for action in ACTIONS if action.place == place)
