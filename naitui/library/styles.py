"""Styles: the user's ``styles.toml`` over a starter set that comes with naitui. A bad one is named, the rest works."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from naitui.recipe import Fault, Style
from naitui.recipe.lines import line_of

MAX_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class StyleBook:
    """Every style there is, the user's first, each group in the order of its file."""

    styles: Mapping[str, Style]
    own: frozenset[str]
    """Names of the user's; the others are the starter set's."""
    faults: tuple[Fault, ...] = ()


def read_styles(path: Path) -> StyleBook:
    """The user's styles and the starter set; one of the user's replaces a starter of its name."""
    own, faults = _own(path)
    starters = starter_styles()
    return StyleBook(own | {name: starters[name] for name in starters if name not in own}, frozenset(own), faults)


def starter_styles() -> dict[str, Style]:
    """The styles that come with naitui."""
    text = files("naitui.library").joinpath("starter_styles.toml").read_text("utf-8")
    return {name: Style.model_validate(entry) for name, entry in tomllib.loads(text).items()}


def _own(path: Path) -> tuple[dict[str, Style], tuple[Fault, ...]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return {}, (Fault(str(path), None, f"is larger than {MAX_BYTES // 1_000_000} MB"),)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        return {}, (Fault(str(path), None, error.strerror or "cannot be read"),)
    except UnicodeDecodeError:
        return {}, (Fault(str(path), None, "is not UTF-8 text"),)
    except (ValueError, RecursionError) as error:
        return {}, (Fault(str(path), None, f"is not valid TOML: {error}"),)
    styles: dict[str, Style] = {}
    faults: list[Fault] = []
    for name, entry in document.items():
        if not isinstance(entry, dict):
            faults.append(Fault(str(path), line_of(text, (name,)), f'"{name}" should be a table: ["name"]'))
            continue
        try:
            styles[name] = Style.model_validate(entry)
        except ValidationError as error:
            faults += _faults(error, path, name, text)
    return styles, tuple(faults)


def _faults(error: ValidationError, path: Path, name: str, text: str) -> list[Fault]:
    found = []
    for details in error.errors(include_url=False):
        key = str(details["loc"][0]) if details["loc"] else ""
        allowed = f"unknown key (allowed: {', '.join(Style.model_fields)})"
        what = allowed if details["type"] == "extra_forbidden" else details["msg"]
        found.append(Fault(str(path), line_of(text, (name, key)), f'"{name}", {key}: {what}; the style is not used'))
    return found
