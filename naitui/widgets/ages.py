"""How long ago something was, for narrow columns."""

from __future__ import annotations

_AGES = ((60, 1, "s"), (3600, 60, "m"), (86400, 3600, "h"), (86400 * 30, 86400, "d"), (86400 * 365, 86400 * 30, "mo"))


def age(seconds: float) -> str:
    """How long ago, in at most four letters: ``5m``, ``3d``."""
    seconds = max(0.0, seconds)
    for most, unit, letter in _AGES:
        if seconds < most:
            return f"{int(seconds // unit)}{letter}"
    return f"{int(seconds // (86400 * 365))}y"
