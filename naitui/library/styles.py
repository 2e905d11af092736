"""Styles: the user's ``styles.toml`` over a starter set that comes with naitui. A bad one is named, the rest works."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from naitui.recipe import Fault, Style
from naitui.recipe.lines import line_of

MAX_BYTES = 10_000_000
_EXAMPLE = """\
# Styles of your own: pieces that go around a prompt, joined by commas. One of the name of a style that comes with
# naitui replaces that one.
#
# ["my ink"]
# help = "what it is for"
# prefix = "||ink|brush|| drawing"
# suffix = "paper texture, __palette__"
# undesired = "3d"
# models = ["v4.5", "v5"]          # left out: for every model
"""


@dataclass(frozen=True, slots=True)
class StyleBook:
    """Every style there is, the user's first, each group in the order of its file."""

    styles: Mapping[str, Style]
    own: frozenset[str]
    """Names of the user's; the others are the starter set's."""
    faults: tuple[Fault, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where the user's begin in their file."""


def read_styles(path: Path) -> StyleBook:
    """The user's styles and the starter set; one of the user's replaces a starter of its name."""
    own, faults, lines = _own(path)
    starters = starter_styles()
    styles = own | {name: starters[name] for name in starters if name not in own}
    return StyleBook(styles, frozenset(own), faults, lines)


def begin_styles(path: Path) -> None:
    """Begin the user's file with an example in comments, if there is none yet.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
        file.write(_EXAMPLE)


def starter_styles() -> dict[str, Style]:
    """The styles that come with naitui."""
    text = files("naitui.library").joinpath("starter_styles.toml").read_text("utf-8")
    return {name: Style.model_validate(entry) for name, entry in tomllib.loads(text).items()}


def _own(path: Path) -> tuple[dict[str, Style], tuple[Fault, ...], dict[str, int]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            return {}, (Fault(str(path), None, f"is larger than {MAX_BYTES // 1_000_000} MB"),), {}
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except FileNotFoundError:
        return {}, (), {}
    except OSError as error:
        return {}, (Fault(str(path), None, error.strerror or "cannot be read"),), {}
    except UnicodeDecodeError:
        return {}, (Fault(str(path), None, "is not UTF-8 text"),), {}
    except (ValueError, RecursionError) as error:
        return {}, (Fault(str(path), None, f"is not valid TOML: {error}"),), {}
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
    return styles, tuple(faults), {name: line_of(text, (name,)) or 1 for name in styles}


def _faults(error: ValidationError, path: Path, name: str, text: str) -> list[Fault]:
    found = []
    for details in error.errors(include_url=False):
        key = str(details["loc"][0]) if details["loc"] else ""
        allowed = f"unknown key (allowed: {', '.join(Style.model_fields)})"
        what = allowed if details["type"] == "extra_forbidden" else details["msg"]
        found.append(Fault(str(path), line_of(text, (name, key)), f'"{name}", {key}: {what}; the style is not used'))
    return found
