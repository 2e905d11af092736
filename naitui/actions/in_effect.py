"""The keys in effect: those of the table, or those that the user's ``keys.toml`` gives in their place.

One program has one keyboard, so there is one set of them. It is taken up before the studio is shown, and bindings,
hints, help, palette and what handles keys by itself all ask here. Names are those of ``keys.toml``: a place and an
action, ``studio.generate``; for single keys in tag mode ``tag_mode.next_tag``, behind Ctrl+O ``go_to.queue``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from naitui.actions import ACTIONS, GO_TO, Action, Place, actions_of
from naitui.actions.names import key_name, key_written

Keys = tuple[str, ...]
TAG_MODE: Mapping[str, Keys] = {
    "undo": ("u",),
    "redo": ("r",),
    "command_palette": (),
    "leave": ("escape", "enter", "i"),
}
"""What else single keys do in tag mode, beside the actions of the table: the studio does it, the app, the mode."""
TAG_MODE_HELP = {
    "undo": "Take the last change back",
    "redo": "Do it again",
    "command_palette": "The palette",
    "leave": "Out of tag mode",
}
_NAMED = re.compile(r"\{([a-z]+\.[a-z_]+)\}")
_changed: dict[str, Keys] = {}


def take_up(changed: Mapping[str, Keys]) -> None:
    """From now on these keys are in effect; what is not named has the keys of the table."""
    _changed.clear()
    _changed.update(changed)
    for kept in (acting, in_turn, tag_mode):
        kept.cache_clear()


def default_keys() -> dict[str, Keys]:
    """Every name that can be given keys, with those it has by itself, in the order of the table."""
    found: dict[str, Keys] = {action.name: action.keys for action in ACTIONS}
    found |= {f"tag_mode.{action.id}": tuple(action.mode.split()) for action in ACTIONS if action.mode}
    found |= {f"tag_mode.{id}": keys for id, keys in TAG_MODE.items()}
    return found | {f"go_to.{action.id}": (action.letter,) for action in ACTIONS if action.letter}


def keys_of(action: Action) -> Keys:
    """The keys of an action, the one that is shown first."""
    return _changed.get(action.name, action.keys)


def tag_keys(id: str) -> Keys:
    """The single keys of something in tag mode."""
    named = next((tuple(action.mode.split()) for action in actions_of("words") if action.id == id), ())
    return _changed.get(f"tag_mode.{id}", TAG_MODE.get(id, named))


def letter_of(action: Action) -> str:
    """The letter behind the key that leads to all screens; empty when it has none."""
    return _changed.get(f"go_to.{action.id}", (action.letter,))[0]


@cache
def acting(place: Place) -> Mapping[str, str]:
    """What each key does in a place, by Textual's names of the keys."""
    return {key_name(key): action.id for action in actions_of(place) for key in keys_of(action)}


def movement(key: str) -> str:
    """Where a key moves in a list or grid: ``up``, ``page_down``, ``first``, ``left`` …; empty where it does not."""
    return acting("list").get(key) or acting("grid").get(key, "")


@cache
def in_turn() -> Mapping[str, str]:
    """The studio's keys that wait for those before them."""
    return {key_name(key): action.id for action in actions_of("studio") if action.in_turn for key in keys_of(action)}


@cache
def tag_mode() -> Mapping[str, str]:
    """What each key does in tag mode."""
    ids = (*(action.id for action in actions_of("words") if action.mode), *TAG_MODE)
    return {key_name(key): id for id in ids for key in tag_keys(id)}


def key_of(name: str) -> str:
    """The first key of an action, as Textual names it; for one that always has some."""
    return key_name(keys_of(next(one for one in ACTIONS if one.name == name))[0])


def key_for(name: str) -> str:
    """The key of an action as a sentence names it: ``F5``, ``Ctrl+O q`` for what has but a letter."""
    id = name.partition(".")[2]
    action = next(one for one in ACTIONS if one.name == name)
    if keys := keys_of(action):
        return key_written(keys[0])
    if action.mode:
        return f"{key_for('words.tag_mode')} {key_written(tag_keys(id)[0])}"
    return f"{go_to()} {letter_of(action)}"


def keyed(text: str) -> str:
    """A text of ours with the keys that it names in braces: ``press {studio.generate}``. Not for words of others."""
    return _NAMED.sub(lambda found: key_for(found[1]), text)


def keyed_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Several such texts."""
    return tuple(map(keyed, lines))


def go_to() -> str:
    """The key before the letter of a screen, as a sentence names it."""
    return key_written(_changed.get("studio.screens", (GO_TO,))[0])
