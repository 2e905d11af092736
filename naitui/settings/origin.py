"""Where the value of a setting comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from naitui.settings.reading import ENVIRONMENT, Reading
from naitui.settings.words import Word


@dataclass(frozen=True, slots=True)
class Given:
    """What comes before the settings file in one run."""

    options: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By key: the value, and the option of the command line that gave it."""
    theme: str | None = None
    """The theme that was chosen in the studio; None where the file's counts."""


def origin_of(word: Word, reading: Reading, given: Given) -> str:
    """In words: an option, a variable, the file with its line, the studio's choice, or ``default``."""
    if word.key in given.options:
        return given.options[word.key][1]
    if word.key in reading.by_variable:
        return f"${ENVIRONMENT[word.key]}"
    if word.key == "theme" and given.theme is not None:
        return "chosen in the studio"
    for fault in reading.faults:
        if fault.keys[:1] == word.keys[:1]:
            return f"line {reading.line(*fault.keys)} cannot be used"
    if reading.unread:
        return "the file cannot be read"
    if word.key in reading.keys:
        return f"{reading.path.name}, line {reading.line(*word.keys)}"
    return "default"


def value_of(word: Word, reading: Reading, given: Given) -> str:
    """The value that counts, for people."""
    if word.key in given.options:
        return given.options[word.key][0]
    if word.key == "theme" and given.theme is not None:
        return f'"{given.theme}"'
    return word.shown(reading.settings)
