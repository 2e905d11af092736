"""Keys for words: single ones on tags, and the screens of earlier words, of expansions and of styles."""

from __future__ import annotations

from naitui.actions.action import Action


def _on_tags(id: str, title: str, help: str, mode: str, brief: str, keys: tuple[str, ...] = ()) -> Action:
    """Something that a single key does in tag mode."""
    return Action(id, title, help, keys, "words", footer=False, mode=mode, brief=brief)


WORDS: tuple[Action, ...] = (
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
)

HISTORY: tuple[Action, ...] = (
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
)

EXPANSIONS: tuple[Action, ...] = (
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
)

STYLES: tuple[Action, ...] = (
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
)
