"""Which keys terminals and tmux hand on to a program.

A plain terminal sends characters, not keys: Ctrl with a letter is one of 31 control characters, several of which are
other keys (Ctrl+I *is* Tab), and there is none for Ctrl with a digit or with Enter. tmux hands on no more than that
unless both it and the terminal are told to.
"""

from __future__ import annotations

import re

_NAMED = frozenset((
    "enter", "escape", "tab", "backspace", "delete", "insert", "space", "up", "down", "left", "right", "home", "end",
    "pageup", "pagedown",
))  # fmt: skip
_ARE = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace, in many terminals", "ctrl+[": "Escape",
        "ctrl+left_square_bracket": "Escape", "ctrl+j": "a new line, and Enter in some terminals"}  # fmt: skip
_TAKEN = {
    "ctrl+s": "some terminals stop showing anything at it (flow control), until Ctrl+Q",
    "ctrl+c": "it copies what is selected, and ends programs everywhere else",
    "f11": "most terminals fill the screen with it",
}
_MODIFIED = re.compile(r"(?:ctrl|shift|alt|super|hyper|meta)\+")
_ARROWS = frozenset(("up", "down", "left", "right", "home", "end", "pageup", "pagedown"))


def lost(key: str) -> str:
    """Why a key, by Textual's name, does not come to a program that runs in a plain terminal; empty when it does."""
    *held, last = key.split("+")
    if key in _ARE:
        return f"terminals send it as {_ARE[key]}"
    if not _known(last):
        return "no key has this name"
    if not held:
        return ""
    if not set(held) <= {"ctrl", "shift", "alt", "super", "hyper", "meta"}:
        return "no key has this name"
    if {"super", "hyper", "meta"} & set(held):
        return "terminals keep it for themselves"
    if "shift" in held and len(last) == 1:
        return (
            f"a terminal sends the capital alone: write {last.upper()}"
            if held == ["shift"]
            else "terminals send it without Shift"
        )
    if "ctrl" in held and last not in _ARROWS and not (len(last) == 1 and last.isalpha()) and last not in _CONTROL:
        return "plain terminals and tmux have no code for it"
    if "shift" in held and last not in (*_ARROWS, "tab"):
        return "plain terminals and tmux have no code for it"
    return "" if last in _ARROWS or len(held) == 1 else "plain terminals and tmux have no code for it"


_CONTROL = frozenset(("underscore", "backslash", "right_square_bracket", "circumflex_accent", "at", "space"))
"""What Ctrl has a control character for, beside letters."""


def doubtful(key: str) -> str:
    """Why a key that comes in most terminals may not come in others; empty when it comes everywhere."""
    if key.startswith("alt+"):
        return "terminals on macOS write a letter for it unless they are told otherwise"
    return _TAKEN.get(key, "")


def typed(key: str) -> bool:
    """Whether a key writes something where a text is edited."""
    return key == "space" or (not _MODIFIED.match(key) and key not in _NAMED and not _is_function(key))


def _is_function(key: str) -> bool:
    return bool(re.fullmatch(r"f([1-9]|1[0-9]|2[0-4])", key))


def _known(last: str) -> bool:
    if last in _NAMED or _is_function(last) or (len(last) == 1 and last.isprintable()):
        return True
    from naitui.actions.names import key_shown  # a sign that has a name

    return len(key_shown(last)) == 1
