"""Reads ``config.toml``. Commands take it whole or not at all; the studio opens with whatever of it can be used."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from naitui.settings.checks import Wrong, checked, meant
from naitui.settings.model import Budget, Folders, Settings
from naitui.tokens.looks import redacted

VARIABLE = "NAITUI_CONFIG"
"""Names another settings file."""
WAY_ROUND = f"naitui config check tells every fault; --config FILE or {VARIABLE}=FILE reads another file"
"""What is to be done about a file that cannot be used."""
ENVIRONMENT = {"animation": "NAITUI_ANIMATION"}
"""Settings that a variable decides, whatever the file says."""
SAFE = Budget(job=0, session=0, day=0)
"""The caps while those of the user cannot be read: what is free is made, and nothing else."""
OWN = tuple(f.name for f in fields(Settings) if f.name != "folders")
"""The keys at the top of the file."""
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class SettingsError(ValueError):
    """A settings file that cannot be used; the message names file, line, key, the allowed values and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be used."""

    words: str
    keys: tuple[str, ...] = ()
    """Of which key, from the top of the file; empty where it is about the whole file, or about a variable."""
    known_line: int | None = None
    """The line, where it is known without looking for the key."""
    variable: bool = False
    """Whether it is in the environment, and not in the file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A settings file as it was read: what can be used of it, and what cannot."""

    path: Path
    settings: Settings
    faults: tuple[Fault, ...] = ()
    text: str = ""
    """What stands in it; empty when there is none, or it is no TOML."""
    keys: frozenset[str] = frozenset()
    """What it decides, dotted: ``budget.day``."""
    by_variable: frozenset[str] = frozenset()
    """What the environment decides."""

    @property
    def unread(self) -> bool:
        """Whether there is a file of which nothing could be read."""
        return not self.text and any(not fault.variable for fault in self.faults)

    def line(self, *keys: str) -> int | None:
        """The line on which a key stands."""
        from naitui.recipe.lines import line_of  # for an error, or for somebody who looks at the settings

        return line_of(self.text, keys) if self.text and keys else None

    def told(self, fault: Fault, *, whole: bool = True) -> str:
        """A fault as compilers print it: file (its ``whole`` path, or the name), line, what is wrong. Nothing in it
        looks like a token."""
        if fault.variable:
            return redacted(fault.words)
        line = fault.known_line or self.line(*fault.keys)
        file = self.path if whole else self.path.name
        return redacted(f"{file}:{line}: {fault.words}" if line else f"{file}: {fault.words}")

    @property
    def trouble(self) -> str:
        """Why a command cannot use the file, and what to do, in one line; empty where nothing is wrong."""
        if not self.faults:
            return ""
        first, *others = self.faults
        more = f" (and {len(others)} more)" if others else ""
        return f"{self.told(first)}{more}; {'mend or unset it' if first.variable else WAY_ROUND}"


def config_path(named: Path | None = None) -> Path:
    """The settings file: the one of ``--config``, then ``NAITUI_CONFIG``, then the one in the configuration folder."""
    variable = os.environ.get(VARIABLE)
    return named or (Path(variable) if variable else Folders.of_platform().config_file)


def load_settings(path: Path | None = None) -> Settings:
    """The settings, all or none.

    Raises:
        SettingsError: the file cannot be read or holds an unknown key or a wrong value.
    """
    reading = read_settings(path)
    if reading.faults:
        raise SettingsError(reading.trouble)
    return reading.settings


def read_settings(path: Path | None = None) -> Reading:
    """What can be used of the settings file; for what cannot there are the defaults, and `Reading.faults`.

    Caps that cannot be read are as low as they can be: no wrong letter makes a run expensive.
    """
    file, folders = config_path(path), Folders.of_platform()
    settings = Settings(folders=folders)
    if path is None and not os.environ.get(VARIABLE) and not file.exists():
        return _with_variables(Reading(file, settings))
    try:
        text = file.read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        at = _AT_LINE.search(str(error))
        said = (error.strerror or str(error)) if isinstance(error, OSError) else f"this is not TOML: {error}"
        fault = Fault(said, known_line=int(at[1]) if at else None)
        return _with_variables(Reading(file, replace(settings, budget=SAFE), (fault,)))
    faults: list[Fault] = []
    found: dict[str, Any] = {}  # a different type for each field of Settings
    for key, value in document.items():
        if key not in OWN:
            words = f"unknown key {key!r} (allowed: {', '.join(sorted(OWN))}){meant(key, OWN)}"
            faults.append(Fault(words, (key,)))
            continue
        try:
            found[key] = checked(key, value, file)
        except Wrong as wrong:
            faults.append(Fault(str(wrong), wrong.keys))
            if key == "budget":
                found[key] = SAFE
    keys = frozenset(_dotted(document))
    return _with_variables(Reading(file, replace(settings, **found), tuple(faults), text, keys))


def _dotted(document: dict[str, Any]) -> Iterator[str]:
    for key, value in document.items():
        if isinstance(value, dict):
            yield from (f"{key}.{name}" for name in value)
        else:
            yield key


def _with_variables(reading: Reading) -> Reading:
    """Variables come before the file; one that cannot be used is a fault of its own."""
    settings, faults, taken = reading.settings, list(reading.faults), set()
    for key, variable in ENVIRONMENT.items():
        value = os.environ.get(variable)
        if not value:
            continue
        try:
            known: dict[str, Any] = {key: checked(key, value, reading.path)}  # as above
        except Wrong as wrong:
            faults.append(Fault(f"${variable}: {wrong}", variable=True))
        else:
            settings = replace(settings, **known)
            taken.add(key)
    return replace(reading, settings=settings, faults=tuple(faults), by_variable=frozenset(taken))
