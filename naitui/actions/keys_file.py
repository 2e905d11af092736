"""The user's own keys: ``keys.toml`` beside ``config.toml``, checked before any of them is in effect.

A table for each place, an action and its keys: ``[studio]``, ``generate = ["f5", "ctrl+g"]``. ``[everywhere]`` means
all places that have an action of the name, ``preset = "vim"`` begins with other keys than those of the table. What
cannot be is told with its line, and the action keeps the keys it has by itself: a bad file never keeps the studio from
opening.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from naitui.actions.delivery import doubtful, lost, typed
from naitui.actions.in_effect import Keys, default_keys
from naitui.actions.lists import WITH_LISTS
from naitui.actions.names import key_name, key_written
from naitui.recipe.lines import line_of

EVERYWHERE = "everywhere"
PRESETS = ("vim",)
_LARGEST = 200_000
"""Bytes of a file that may be one of keys."""
FIXED = {"gallery.rate": "the digits are the stars", "compare.decide": "the digits are the pictures"}
"""Actions whose keys say which one is meant."""
_PANES = ("words", "characters", "board", "matrix", "settings", "picture")
_ABOVE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_PANES, ("studio", "app")),
    "tag_mode": ("studio",), "mask": ("edit", "app"), "go_to": (), "app": (),
}  # fmt: skip
"""Whose keys work too while a place has the focus: those of the screen around it, those of the app."""
_WRITTEN_IN = ("studio", "words", "token", "path")
"""Places with a field that takes all letters."""
_WHILE_WRITING = ("app.command_palette", "app.jump")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about the file. ``kept``: what it says is in effect all the same."""

    line: int | None
    told: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys that are not those of the table, by name, where each comes from, and what was wrong."""

    keys: Mapping[str, Keys] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    name: str
    keys: Keys
    strength: int
    """Of a preset 1, for everywhere 2, for one place 3: the stronger one is in effect."""
    line: int | None

    @property
    def source(self) -> str:
        return "preset vim" if self.strength == 1 else "keys.toml" if self.line is None else f"keys.toml:{self.line}"


def load_keys(path: Path) -> KeyMap:
    """The keys of a file; nothing at all when there is none."""
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1).decode("utf-8")
    except FileNotFoundError:
        return KeyMap()
    except (OSError, UnicodeDecodeError) as error:
        return KeyMap(faults=(Fault(None, f"{path.name} cannot be read: {error}"),))
    if len(text) > _LARGEST:
        return KeyMap(faults=(Fault(None, f"{path.name} is far too long for a file of keys"),))
    return read_keys(text)


def read_keys(text: str) -> KeyMap:
    """The keys that a text gives, as far as they can be used."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return KeyMap(faults=(Fault(None, f"this is not TOML: {error}"),))
    faults: list[Fault] = []
    changes = [*_preset(document, text, faults), *_changes(document, text, faults)]
    chosen = _without_clashes(changes, faults)
    return KeyMap(
        {name: change.keys for name, change in chosen.items()},
        {name: change.source for name, change in chosen.items()},
        tuple(sorted(faults, key=lambda fault: fault.line or 0)),
    )


def _preset(document: Mapping[str, object], text: str, faults: list[Fault]) -> Iterator[_Change]:
    if (wanted := document.get("preset")) is None:
        return
    if wanted not in PRESETS:
        faults.append(Fault(line_of(text, ("preset",)), f"there is no preset {wanted!r:.40}; there is {PRESETS[0]!r}"))
        return
    inside = Path(__file__).with_name("vim.toml").read_text("utf-8")
    for place, table in tomllib.loads(inside).items():
        yield from (_Change(f"{place}.{id}", tuple(map(key_name, keys)), 1, None) for id, keys in table.items())


def _changes(document: Mapping[str, object], text: str, faults: list[Fault]) -> Iterator[_Change]:
    known = default_keys()
    places = list(dict.fromkeys(name.partition(".")[0] for name in known))
    for place, table in document.items():
        if place == "preset":
            continue
        if place not in (*places, EVERYWHERE):
            faults.append(Fault(line_of(text, (place,)), f"there is no place {_near(place, (*places, EVERYWHERE))}"))
        elif not isinstance(table, dict):
            faults.append(Fault(line_of(text, (place,)), f"{place} is a place: write [{place}], and actions below it"))
        else:
            for id, keys in table.items():
                yield from _of_action(place, id, keys, line_of(text, (place, id)), known, faults)


def _of_action(
    place: str, id: str, keys: object, line: int | None, known: Mapping[str, Keys], faults: list[Fault]
) -> Iterator[_Change]:
    """The changes that one line means, with what is wrong about it."""
    if place == EVERYWHERE:
        names = [
            name for name in known if name.partition(".")[2] == id and not name.startswith(("tag_mode.", "go_to."))
        ]
        ids = {name.partition(".")[2] for name in known if not name.startswith(("tag_mode.", "go_to."))}
    else:
        names = [f"{place}.{id}"] if f"{place}.{id}" in known else []
        ids = {name.removeprefix(f"{place}.") for name in known if name.startswith(f"{place}.")}
    if not names:
        faults.append(Fault(line, f"{place} has no action {_near(id, sorted(ids))}"))
        return
    keys = [keys] if isinstance(keys, str) else keys
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        faults.append(Fault(line, f'{place}.{id} should be a list of keys, like ["f5", "ctrl+g"]'))
        return
    for name in names:
        taken = tuple(_usable(name, keys, line, faults))
        if taken:
            yield _Change(name, taken, 2 if place == EVERYWHERE else 3, line)
        elif not keys and known[name] and not any(fault.line == line for fault in faults):
            faults.append(Fault(line, f"{name} would have no key at all; it keeps {_listed(known[name])}"))
        elif keys and name not in FIXED:
            faults.append(Fault(line, f"{name} keeps {_listed(known[name])}: none of its new keys can be used"))


def _usable(name: str, keys: Sequence[str], line: int | None, faults: list[Fault]) -> Iterator[str]:
    """Those keys of an action that a terminal delivers and that mean nothing else there."""
    place = name.partition(".")[0]
    if name in FIXED:
        faults.append(Fault(line, f"{name} cannot have other keys: {FIXED[name]}"))
        return
    for written in dict.fromkeys(keys):
        key = key_name(written)
        if place == "go_to" and not (len(key) == 1 and key.isascii() and key.isalnum()):
            faults.append(Fault(line, f"{name}: {written[:20]!r} is no letter or digit"))
        elif why := lost(key):
            faults.append(Fault(line, f"{name}: {written[:20]!r} does not get through: {why}"))
        elif typed(key) and (place in _WRITTEN_IN or name in _WHILE_WRITING):
            there = "the field" if place in ("token", "path") else "the prompt"
            faults.append(Fault(line, f"{name}: {written[:20]!r} is typed in {there}; it needs Ctrl, or an F key"))
        else:
            doubt = Fault(line, f"{key_written(key)} may not get through: {doubtful(key)}", kept=True)
            if doubtful(key) and doubt not in faults:
                faults.append(doubt)
            yield key


def _without_clashes(changes: Sequence[_Change], faults: list[Fault]) -> dict[str, _Change]:
    """What of the changes is in effect: of two actions with one key, the one that was changed last goes back."""
    left = sorted(changes, key=lambda change: (change.strength, change.line or 0))
    defaults = default_keys()
    while True:
        chosen = {change.name: change for change in left}
        keys = {name: tuple(map(key_name, own)) for name, own in defaults.items()}
        keys |= {name: change.keys for name, change in chosen.items()}
        clash = next(_clashes(keys, chosen), None)
        if clash is None:
            return chosen
        key, names = clash
        weak = min((chosen[name] for name in names if name in chosen), key=lambda one: (one.strength, -(one.line or 0)))
        left.remove(weak)
        other = next(name for name in names if name != weak.name)
        faults.append(
            Fault(
                weak.line,
                f"{weak.name}: {key_written(key)} is {other} already; it keeps {_listed(defaults[weak.name])}",
            )
        )


def _clashes(keys: Mapping[str, Keys], changed: Mapping[str, _Change]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Two actions, one of them changed, that mean the same key where both work."""
    of_place: dict[str, dict[str, str]] = {}
    table = {name: frozenset(map(key_name, own)) for name, own in default_keys().items()}
    for name, own in keys.items():
        place = name.partition(".")[0]
        for key in own:
            other = of_place.setdefault(place, {}).setdefault(key, name)
            if other != name and (other in changed or name in changed):
                yield key, (other, name)
    lists: Mapping[str, Sequence[str]] = {str(place): beside for place, beside in WITH_LISTS.items()}
    for place, own_keys in of_place.items():
        for above in (*_ABOVE.get(place, ("app",)), *lists.get(place, ())):
            for key in own_keys.keys() & of_place.get(above, {}).keys():
                pair = own_keys[key], of_place[above][key]
                both = key in table[pair[0]] & table[pair[1]]  # as the table has it: the one that is nearer acts
                if not both and (pair[0] in changed or pair[1] in changed):
                    yield key, pair


def _near(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, 1, 0.5)
    return f"{word[:40]!r}; " + (f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}")


def _listed(keys: Keys) -> str:
    return ", ".join(map(key_written, keys)) or "what it has: none of its own"
