"""JSON objects out of strangers' pictures, read so that no text can hurt."""

from __future__ import annotations

import json
import math
from typing import NoReturn

from naitui.pictures.limits import MAX_TEXT_BYTES

# Prompts are full of braces, so the count is generous; without it 8 MiB of "[]," become 200 MB of lists.
_MAX_BRACKETS = 200_000


def parse_object(text: str) -> dict[str, object] | None:
    """Return the JSON object in `text`, or None when it is anything else.

    Refused with None: text over 8 MiB, NaN and infinities (also as 1e999), over 200,000 brackets, nesting too deep
    to read, and numbers of thousands of digits. Lone surrogates, which no file or database takes, become "?".
    """
    if len(text) > MAX_TEXT_BYTES or text.count("[") + text.count("{") > _MAX_BRACKETS:
        return None
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if "\\ud" in text.lower():
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that JSON knows")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits} is too large")
    return number
