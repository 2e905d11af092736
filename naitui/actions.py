"""The one table of actions: bindings, footer, palette and help all come from it. Knows no screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal[
    "studio", "words", "characters", "board", "matrix", "settings", "past", "history", "expansions", "styles",
    "picture", "doctor", "references", "queue", "edit", "mask",
]  # fmt: skip


GO_TO = "ctrl+o"
"""The key before the letter of a screen."""


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
    """The keys that do it in tag mode, the one that is shown first."""
    in_turn: bool = False
    """Of the studio: it waits for the keys before it to have been typed, and those behind it for what it does."""
    leads: bool = False
    """Of the studio: to another screen, for which the keys behind it are meant."""
    letter: str = ""
    """Of the studio: behind ``GO_TO`` it does the same; for whoever's terminal keeps the key to itself."""
    brief: str = ""
    """What the line of tag mode calls it; neighbours of the same name share a place in it."""


def _on_tags(id: str, title: str, help: str, mode: str, brief: str, keys: tuple[str, ...] = ()) -> Action:
    """Something that a single key does in tag mode."""
    return Action(id, title, help, keys, "words", footer=False, mode=mode, brief=brief)


ACTIONS: tuple[Action, ...] = (
    Action("generate", "Generate", "Make the pictures; what is not free asks first", ("f5", "ctrl+g")),
    Action("cancel", "Cancel", "Take back what waits, then stop what runs", ("f8",)),
    Action("page", "Picture", "In a narrow terminal: words or picture", ("f2",)),
    Action("zoom", "Zoom", "The pane with the focus alone, and back", ("f3",), footer=False),
    Action("keep_seed", "Keep seed", "The last picture's seed again, or random", ("f4",), footer=False),
    Action("add_character", "Character", "Add a character slot", ("ctrl+n",)),
    Action(
        "characters",
        "Characters",
        "Characters, where they stand, what they do",
        ("ctrl+f",),
        footer=False,
        leads=True,
        letter="c",
    ),
    Action("choose_model", "Model", "Choose the model", ("f9",), footer=False, leads=True, letter="m"),
    Action(
        "styles",
        "Styles",
        "Styles on and off, their order, what comes of them; snippets",
        ("ctrl+l",),
        footer=False,
        leads=True,
        letter="s",
    ),
    Action("next_hint", "Hint", "To the next hint about the words; again: do what it proposes", ("f10",), footer=False),
    Action(
        "references",
        "References",
        "Vibes and precise references: their own screen",
        ("ctrl+u",),
        footer=False,
        leads=True,
        letter="r",
    ),
    Action(
        "edit_picture",
        "Edit",
        "Start from a picture: image to image, or paint a mask and have that part painted anew",
        ("ctrl+x",),
        footer=False,
        leads=True,
        letter="e",
    ),
    Action("copy_path", "Copy path", "Copy the shown picture's path to the clipboard", ("ctrl+k",), footer=False),
    Action(
        "find_words",
        "Earlier words",
        "Words that were sent before; type to find them",
        ("ctrl+r",),
        footer=False,
        leads=True,
        letter="w",
    ),
    Action(
        "expansions",
        "Expansions",
        "What the dice say: the words of the next pictures",
        ("ctrl+e",),
        footer=False,
        leads=True,
        letter="x",
    ),
    Action(
        "undo",
        "Undo",
        "Take the last change back, in whatever field; u in tag mode",
        ("ctrl+z", "ctrl+underscore"),
        footer=False,
        in_turn=True,
    ),
    Action(
        "redo",
        "Redo",
        "Do it again; where there are branches, the last one; r in tag mode",
        ("ctrl+y",),
        footer=False,
        in_turn=True,
    ),
    Action(
        "past",
        "Past",
        "Every step as a tree, with its pictures: go anywhere, begin a branch",
        ("ctrl+d",),
        footer=False,
        leads=True,
        letter="p",
    ),
    Action(
        "queue",
        "Queue",
        "What runs, what waits, what came of it; also after a crash",
        (),
        footer=False,
        leads=True,
        letter="q",
    ),
    Action("screens", "Go to", "Every other screen, by a letter", (GO_TO,), footer=False, leads=True),
    Action("help", "Help", "All keys, and what is where", ("f1",), leads=True, letter="h"),
    Action("quit", "Quit", "Save the draft and leave", ("ctrl+q",)),
    Action(
        "tag_mode", "Tags", "Single keys on tags until Esc: arrows go and weigh, the others below", ("ctrl+t",), "words"
    ),
    _on_tags("previous_tag", "Tag before", "To the tag before", "left h", "go"),
    _on_tags("next_tag", "Next tag", "To the next tag", "right l", "go"),
    _on_tags(
        "raise_weight", "Weight +", "The tag or the selection counts more", "up k plus", "weigh", ("f7", "ctrl+up")
    ),
    _on_tags(
        "lower_weight", "Weight −", "The tag or the selection counts less", "down j minus", "weigh", ("f6", "ctrl+down")
    ),
    _on_tags("tag_left", "Tag left", "The tag changes places with the one before", "H shift+left", "move"),
    _on_tags("tag_right", "Tag right", "The tag changes places with the next one", "L shift+right", "move"),
    _on_tags("select_tag", "Select more", "Select the tag, then what is around it", "s", "sel"),
    _on_tags("select_less", "Select less", "Select what is inside", "S", "sel"),
    _on_tags("extend", "Extend", "From here, arrows select several tags; keys act on all of them", "v", "more"),
    _on_tags("swap_tags", "Swap", "Mark the tag; on another one: the two change places", "x", "swap"),
    _on_tags("delete_tag", "Delete tag", "The tag goes, with its comma", "d delete", "del"),
    _on_tags("comment_tag", "Comment", "The tag stays but is not sent; and back", "c", "off"),
    _on_tags("edit_outside", "Editor", "All the words in your own editor ($EDITOR)", "e", "edit"),
    _on_tags("find_words", "Earlier words", "The same: words that were sent before", "slash", "find"),
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
    Action("undo", "Undo", "Take the last change back, as Ctrl+Z does", ("u",), "characters", False),
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
    Action("undo", "Undo", "The same: take the last change back", ("u",), "matrix", False),
    Action("gather", "Gather", "Make cells of what is typed in the prompts", ("g",), "matrix", False),
    Action("row_up", "Up", "The action up; the last one comes first in a caption", ("K", "shift+up"), "matrix", False),
    Action("row_down", "Down", "The action down", ("J", "shift+down"), "matrix", False),
    Action("change", "Change", "Choose from all values, or type one", ("enter",), "settings", palette=False),
    Action("less", "Less", "The value before", ("left",), "settings", False, False),
    Action("more", "More", "The next value", ("right",), "settings", False, False),
    Action("reset", "Model's own", "Back to the model's own value", ("delete", "backspace"), "settings", palette=False),
    Action("go", "Go there", "Go to this step; the next change begins a branch", ("enter",), "past", palette=False),
    Action("go_with_seed", "With seed", "Go there and keep the picture's seed", ("s",), "past", palette=False),
    Action("only_pictures", "Pictures", "Only steps with pictures, or all", ("p",), "past", palette=False),
    Action("search", "Search", "Steps with these words, or a seed", ("/",), "past", palette=False),
    Action("earlier", "Came from", "To the step that this one came from", ("left", "h"), "past", False, False),
    Action("later", "Led to", "To the step that came of it", ("right", "l"), "past", False, False),
    Action("back", "Back", "Out of the search, or back to the studio", ("escape", "q"), "past", palette=False),
    Action("take", "Take", "Take all words of the entry into the editor", ("enter",), "history"),
    Action("take_prompt", "Prompt", "Take its prompt alone", ("f2", "p"), "history"),
    Action("take_undesired", "Undesired", "Take its undesired content alone", ("f3", "u"), "history"),
    Action("take_characters", "Characters", "Take its characters alone", ("f4", "c"), "history"),
    Action("favourite", "★", "Make the entry a favourite, which is never dropped; and back", ("f6", "s"), "history"),
    Action("only_favourites", "★ only", "Only the favourites, or all", ("f7", "f"), "history", footer=False),
    Action("forget", "Forget", "Take the entry out of the history", ("f8", "d", "delete"), "history"),
    Action("bring_back", "Bring back", "Bring back what was taken out last", ("f9", "b"), "history", footer=False),
    Action("search", "Search", "Back to what is looked for", ("/",), "history", footer=False),
    Action("back", "Back", "Back to the studio, with nothing taken", ("escape",), "history"),
    Action(
        "pin", "Pin", "Pin the pick, or let it roll; a choice is written in its place", ("enter", "p"), "expansions"
    ),
    Action("choose_line", "Choose", "Choose another line of the wildcard, to be pinned", ("c",), "expansions"),
    Action("edit_file", "Edit", "The wildcard's file in your own editor, at that line", ("e",), "expansions"),
    Action("roll", "Roll", "Other sample seeds", ("r",), "expansions"),
    Action("keep_seed", "Seed", "Keep the picture's seed, or let it be random again", ("s",), "expansions"),
    Action("more", "More", "More pictures to look at", ("+",), "expansions"),
    Action("fewer", "Fewer", "Fewer of them", ("-",), "expansions", footer=False),
    Action("back", "Back", "Back to the studio; pins and seed stay as they are here", ("escape",), "expansions"),
    Action(
        "switch_style",
        "On/off",
        "Switch the style on or off; put the snippet into the prompt",
        ("space", "enter"),
        "styles",
    ),
    Action("move_up", "Sooner", "The style comes before the one above it", ("K", "shift+up"), "styles"),
    Action("move_down", "Later", "The style comes behind the one below it", ("J", "shift+down"), "styles"),
    Action("edit_file", "Edit", "Your file of styles, or the snippet's, in your own editor", ("e",), "styles"),
    Action("back", "Back", "Back to the studio; styles stay as they are here", ("escape",), "styles"),
    Action(
        "back",
        "Back",
        "To the studio; references stay as they are here",
        ("escape", "ctrl+u"),
        "references",
        palette=False,
    ),
    Action("add", "Add", "Add from a file, the collection or the newest pictures", ("a",), "references"),
    Action("less", "Less", "The number a step down; s, i, f say which", ("left",), "references", False, False),
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
    Action("remove", "Remove", "Remove the reference; u undoes that", ("d", "delete"), "references", palette=False),
    Action("undo", "Undo", "Take the last change of references back", ("u", "ctrl+z"), "references", False),
    Action("redo", "Redo", "Do what was taken back once more", ("ctrl+y",), "references", False),
    Action("move_up", "Up", "Move the reference up", ("K", "shift+up"), "references", False, False),
    Action("move_down", "Down", "Move the reference down", ("J", "shift+down"), "references", False, False),
    Action("choose_model", "Model", "Choose another model from here", ("f9",), "references", False),
    Action("generate", "Generate", "Back to the studio, and generate", ("f5", "ctrl+g"), "references"),
    Action("help", "Help", "All keys, from here too", ("f1",), "references"),
    Action("back", "Back", "To the studio; source and mask stay as they are here", ("escape", "ctrl+x"), "edit"),
    Action("generate", "Generate", "Make the pictures of this source; what is not free asks", ("f5", "ctrl+g"), "edit"),
    Action("cancel", "Cancel", "Take back what waits, stop what runs, from here too", ("f8",), "edit"),
    Action("flip", "Result", "The source with its mask, or the newest result", ("f2",), "edit"),
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
    Action("redo", "Redo", "What Ctrl+Z took back comes again", ("ctrl+y",), "edit", False),
    Action("choose_model", "Model", "Another model for this source", ("f9",), "edit", False),
    Action("help", "Help", "All keys: those of the painter too", ("f1",), "edit"),
    Action("pen", "Pen", "The pen down, to paint while moving; and up", ("space",), "mask"),
    Action("eraser", "Eraser", "The eraser down, and up", ("x", "e"), "mask"),
    Action("corner", "Corner", "One corner of a rectangle, then the other", ("v", "r"), "mask"),
    Action("line", "Line", "A line from the last n, or the corner, to here", ("n",), "mask", False),
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
    Action("clear", "Clear", "Nothing is painted; u brings it back", ("delete", "backspace"), "mask", False),
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
    Action("take", "Take", "A copy of its recipe into the studio; the job stays as it is", ("enter", "e"), "queue"),
    Action("pause", "Pause", "Begin nothing new, on no naitui of the account; and go on", ("space", "p"), "queue"),
    Action("go_on", "Go on", "Let a job go on that was left over; send one again that failed", ("r",), "queue"),
    Action("go_on_all", "All", "Let all go on that were left over", ("R",), "queue"),
    Action("cancel_job", "Cancel", "Take the job out; stop it, when it runs here", ("d", "delete"), "queue"),
    Action("cancel_rest", "Cancel all", "Take out all that wait", ("D",), "queue", False),
    Action("move_up", "Up", "The job comes before the one above it", ("K", "shift+up"), "queue", False, False),
    Action("move_down", "Down", "The job comes behind the one below it", ("J", "shift+down"), "queue", False, False),
    Action("move_first", "First", "The job comes before all others that wait", ("t",), "queue", False),
    Action("back", "Back", "Back to where you came from", ("escape", "q"), "queue", palette=False),
    Action("look_again", "Again", "Look once more, after something was changed", ("r",), "doctor", palette=False),
    Action("back", "Back", "Back to the studio", ("escape", "q", "d"), "doctor", palette=False),
)

LASTING = frozenset(("generate", "cancel", "page", "back", "help", "quit"))
"""What the footer shows however narrow the terminal is."""


def actions_of(place: Place) -> tuple[Action, ...]:
    """The actions of one place, in the order in which they are shown."""
    return tuple(action for action in ACTIONS if action.place == place)
