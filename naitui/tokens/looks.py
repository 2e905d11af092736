"""How NovelAI's tokens look, to blot them out where one was written by mistake, e.g. as an argument."""

from __future__ import annotations

import re

HIDDEN = "<a token>"
_TOKEN = re.compile(r"pst-[\w-]{8,}|eyJ[\w-]{8,}(?:\.[\w-]*){0,2}", re.ASCII)


def redacted(text: str) -> str:
    """The text without anything that looks like a token."""
    return _TOKEN.sub(HIDDEN, text)
