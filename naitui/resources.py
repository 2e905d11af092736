"""Where the stylesheets are: beside the package in a checkout, inside it in an installation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def styles_folder() -> Path:
    """The folder with the stylesheets and themes.

    Raises:
        FileNotFoundError: the installation lacks them.
    """
    for folder in (_HERE.parent / "styles", _HERE / "styles"):
        if (folder / "themes.toml").is_file():
            return folder
    raise FileNotFoundError("this installation of naitui lacks its stylesheets; install it again")


def stylesheets() -> list[Path]:
    """Every stylesheet, the shared rules first."""
    folder = styles_folder()
    return [folder / "base.tcss", *sorted(path for path in folder.glob("*.tcss") if path.name != "base.tcss")]


def first_stylesheets() -> list[Path]:
    """Those that the first frame needs."""
    folder = styles_folder()
    return [folder / "base.tcss", folder / "studio.tcss"]


@dataclass(frozen=True, slots=True)
class ThemeData:
    """A theme as ``themes.toml`` gives it."""

    name: str
    dark: bool
    colours: dict[str, str]
    variables: dict[str, str]


def themes() -> list[ThemeData]:
    """The themes of our own."""
    document = tomllib.loads((styles_folder() / "themes.toml").read_text("utf-8"))
    return [
        ThemeData(name, entry["dark"], entry["colours"], entry.get("variables", {})) for name, entry in document.items()
    ]
