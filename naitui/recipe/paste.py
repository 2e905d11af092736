"""Takes a pasted ``base | character | character`` apart: how scenes are passed on where there is only one box."""

from __future__ import annotations

import re

_PIECES = re.compile(r"(?P<whole>\|\|.*?\|\||/\*.*?\*/)|(?P<escaped>\\\|)|(?P<bar>\|)", re.DOTALL)


def take_apart(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The base prompt and the characters' prompts, without the blanks around them; empty characters are left out.

    ``||a|b||`` is a choice and ``/* … */`` a comment: their bars separate nothing. ``\|`` is a bar that is meant.
    """
    parts, at = [""], 0
    for match in _PIECES.finditer(text):
        parts[-1] += text[at : match.start()]
        if match["bar"]:
            parts.append("")
        else:
            parts[-1] += match["whole"] or "|"
        at = match.end()
    parts[-1] += text[at:]
    base, *people = (part.strip() for part in parts)
    return base, tuple(one for one in people if one)
