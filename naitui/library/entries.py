"""One entry of the collection: a picture or vibe file, and beside it a small TOML file with how it is meant.

The TOML file may be missing, and so may everything in it: a picture that was copied there by hand is an entry too.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import tomli_w
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from naitui.library.files import write_whole
from naitui.recipe import Fault
from naitui.recipe.lines import line_of
from naitui.recipe.model import Part, Share

SETTINGS_ENDING = ".toml"
VIBE_ENDINGS = (".naiv4vibebundle.png", ".naiv4vibebundle", ".naiv4vibe")
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
ENDINGS = (*VIBE_ENDINGS, *PICTURE_ENDINGS)
"""What an entry's file may be called; where two have one name, the first of these is taken."""

_MAX_BYTES = 1_000_000
_MAX_NOTE = 2000

Use = Literal["vibe", "character&style", "character", "style"]
"""What an entry is meant for: Vibe Transfer, or a type of Precise Reference."""


class EntrySettings(Part):
    """How an entry is meant to be used; what is None follows the recipe's own default."""

    type: Use | None = None
    strength: float | None = None
    information: Share | None = None
    """Information extracted (vibes)."""
    fidelity: Share | None = None
    """Of a precise reference."""
    note: Annotated[str, Field(max_length=_MAX_NOTE)] = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A reference with a name."""

    name: str
    """With folders: ``moods/dusk``."""
    path: Path
    settings: EntrySettings

    @property
    def is_vibe_file(self) -> bool:
        """Whether its file is one of NovelAI's vibe files, by its name."""
        return self.path.name.lower().endswith(VIBE_ENDINGS)


def ending_of(name: str) -> str | None:
    """The ending of an entry's file, as it is written; None for files that are none."""
    lowered = name.lower()
    found = next((ending for ending in ENDINGS if lowered.endswith(ending) and len(name) > len(ending)), None)
    return None if found is None else name[-len(found) :]


def settings_path(path: Path) -> Path:
    """Where the settings of an entry's file lie, or would lie."""
    ending = ending_of(path.name) or ""
    return path.with_name(path.name[: len(path.name) - len(ending)] + SETTINGS_ENDING)


def read_settings(path: Path) -> tuple[EntrySettings, tuple[Fault, ...]]:
    """The settings in a TOML file, the defaults without one; and what is wrong with it, which is then left out."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            return EntrySettings(), (Fault(str(path), None, f"is larger than {_MAX_BYTES // 1_000_000} MB"),)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        document = tomllib.loads(text)
    except FileNotFoundError:
        return EntrySettings(), ()
    except OSError as error:
        return EntrySettings(), (Fault(str(path), None, error.strerror or "cannot be read"),)
    except UnicodeDecodeError:
        return EntrySettings(), (Fault(str(path), None, "is not UTF-8 text"),)
    except (ValueError, RecursionError) as error:
        return EntrySettings(), (Fault(str(path), None, f"is not valid TOML: {error}"),)
    try:
        return EntrySettings.model_validate(document), ()
    except ValidationError as error:
        faults = error.errors(include_url=False)
    wrong = {str(fault["loc"][0]): fault for fault in faults}
    said = [Fault(str(path), line_of(text, (key,)), _words(key, fault)) for key, fault in wrong.items()]
    kept = {key: value for key, value in document.items() if key not in wrong}
    return EntrySettings.model_validate(kept), tuple(said)


def write_settings(path: Path, settings: EntrySettings) -> None:
    """Write the settings of an entry; what is not said is not written.

    Raises:
        OSError: they cannot be written; what was there is untouched.
    """
    document = settings.model_dump(mode="json", exclude_none=True)
    write_whole(path, tomli_w.dumps({key: value for key, value in document.items() if value != ""}).encode())


def _words(key: str, fault: ErrorDetails) -> str:
    if fault["type"] == "extra_forbidden":
        return f"{key}: unknown key (allowed: {', '.join(EntrySettings.model_fields)}); it is not used"
    return f"{key}: {fault['msg'].replace('Input should be', 'should be')}; it is not used"
