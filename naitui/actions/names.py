"""How keys are named: as people write them in ``keys.toml``, as Textual calls them, as the screen shows them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_OTHER = {"plus_sign": "plus", "hyphen_minus": "minus", "low_line": "underscore", "solidus": "slash",
          "reverse_solidus": "backslash", "commercial_at": "at"}  # fmt: skip
"""Signs whose Unicode names Textual shortens (`textual.keys`)."""
_SAME = {"return": "enter", "esc": "escape", "del": "delete", "ins": "insert", "pgup": "pageup", "pgdn": "pagedown",
         "pgdown": "pagedown", "page_up": "pageup", "page_down": "pagedown", "bs": "backspace", "spc": "space",
         "control": "ctrl", "option": "alt", "cmd": "super", "hyphen": "minus"}  # fmt: skip
"""Words that people write, and those that are meant."""
_SHORT = {"enter": "⏎", "space": "␣", "delete": "Del", "escape": "Esc", "left": "←", "right": "→", "up": "↑",
          "down": "↓"}  # fmt: skip
_WRITTEN = {"escape": "Esc"}


@lru_cache(512)
def key_name(written: str) -> str:
    """A key as Textual names it: ``"/"`` is ``"slash"``, ``"Ctrl+G"`` is ``"ctrl+g"``, ``"Esc"`` is ``"escape"``."""
    if len(written) == 1:
        return _sign(written)
    *held, last = written.split("+") if not written.endswith("+") else [*written[:-1].rstrip("+").split("+"), "+"]
    if not held and not last:
        return written
    last = _sign(last) if len(last) == 1 else last.lower()
    names = [_SAME.get(name, name) for name in (*(each.lower() for each in held), last)]
    if held and len(last) == 1 and last.isalpha():
        names[-1] = last.lower()
    return "+".join(names)


def _sign(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _OTHER.get(name, name)


@lru_cache(512)
def _character(key: str) -> str:
    """The sign of a key that is named by a word; the word itself for all others."""
    long = next((name for name, short in _OTHER.items() if short == key), key)
    try:
        sign = unicodedata.lookup(long.replace("_", " "))
    except KeyError:
        try:
            sign = unicodedata.lookup(long.replace("_", "-"))
        except KeyError:
            return key
    return sign if sign.isprintable() and not sign.isspace() else key


def key_in_file(key: str) -> str:
    """A key as ``keys.toml`` is best written: signs as themselves."""
    sign = _character(key_name(key))
    return {'"': '\\"', "\\": "\\\\"}.get(sign, sign)


def key_shown(key: str) -> str:
    """A key as the footer shows it, in few cells: ``^g``, ``F5``, ``⏎``, ``/``."""
    head, _, last = key_name(key).rpartition("+")
    if head == "ctrl":
        return f"^{_character(last)}"
    if head:
        return f"{head.title()}+{_SHORT.get(last, _character(last))}"
    return _SHORT.get(last) or (last.upper() if last.startswith("f") and last[1:].isdigit() else _character(last))


def key_written(key: str) -> str:
    """A key as sentences name it: ``Ctrl+G``, ``F5``, ``Enter``, ``/``."""
    parts = key_name(key).split("+")
    last = _WRITTEN.get(parts[-1]) or _character(parts[-1])
    alone = len(parts) == 1 and len(last) == 1
    return "+".join((*(part.capitalize() for part in parts[:-1]), last if alone else last.capitalize()))
