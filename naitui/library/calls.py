"""Calls beside generating, as they are written into the pictures that come of them: what was done to which picture.

The record lies in naitui's own chunk, beside the recipe where there is one: an upscaled picture brings its source's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from naitui.pictures.errors import BadPicture
from naitui.pictures.own import embed, extract

UPSCALE = "upscale"
"""What upscaling is called where a director tool would be named."""
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Call:
    """What is done to a picture: a director tool with its options, or upscaling."""

    tool: str
    """One of ``catalog.tools.kinds``, or `UPSCALE`."""
    prompt: str = ""
    mood: str | None = None
    defry: int = 0
    model: str = ""
    """Of upscaling alone."""

    @property
    def words(self) -> str:
        """In a few words: ``emotion happy, defry 2``."""
        defry = f"defry {self.defry}" if self.defry else ""
        head = f"{self.tool} {self.mood}" if self.mood else self.tool
        return ", ".join(part for part in (head, self.prompt, defry) if part)


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What naitui knows of a picture that came of a call."""

    call: Call
    source: str
    """The picture's path, ``~`` for the home folder."""
    digest: str
    """SHA-256 of the source's file, in hexadecimal: paths change, and files at paths."""
    result: int = 0
    """Which picture of the answer it is."""

    @property
    def path(self) -> Path:
        """The source's path."""
        return Path(self.source).expanduser()

    def document(self) -> dict[str, object]:
        """As JSON or TOML writes it."""
        facts = {name: value for name, value in asdict(self.call).items() if value is not None}
        return {**facts, "source": self.source, "digest": self.digest, "result": self.result}

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> CallRecord:
        """From what `document` gave.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        mood = document.get("mood")
        call = Call(
            str(document["tool"]),
            str(document.get("prompt", "")),
            None if mood is None else str(mood),
            int(document.get("defry", 0)),
            str(document.get("model", "")),
        )
        return cls(call, str(document["source"]), str(document["digest"]), int(document.get("result", 0)))


def shareable(path: Path) -> str:
    """A whole path, ``~`` for the home folder, whose name is nobody's business where a picture is shown around."""
    whole, home = path.absolute(), Path.home()
    return f"~/{whole.relative_to(home)}" if whole.is_relative_to(home) else str(whole)


def digest_of(data: bytes) -> str:
    """What tells one file from another, wherever it lies."""
    return hashlib.sha256(data).hexdigest()


def with_call(data: bytes, record: CallRecord) -> bytes:
    """The picture with the record beside what is in our own chunk already; a file that takes none stays as it is."""
    try:
        document = {"naitui": _VERSION, **_own(data), "call": record.document()}
        return embed(data, json.dumps(document))  # ASCII: a file's name need not be text
    except (BadPicture, ValueError):
        return data


def read_call(data: bytes) -> CallRecord | None:
    """The record in a picture or its skeleton; None without one, or with one that this version cannot read.

    Raises:
        BadPicture: the bytes are no picture.
    """
    try:
        return CallRecord.read(_own(data)["call"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, BadPicture):
            raise
        return None


def _own(data: bytes) -> dict[str, Any]:
    """Our own record in a picture, empty without one that can be read. Raises `BadPicture`."""
    payload = extract(data)
    try:
        document = json.loads(payload) if payload is not None else {}
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
