"""How the demo says no: NovelAI's statuses and messages, and the small questions that lead to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard


class Fault(Exception):
    """An answer that is no picture: a status and the service's message."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


INTERNAL = "Internal Server Error"
"""What the service says to bodies it stumbles over; it does not say why, and neither does the demo."""


def wrong(what: str) -> Fault:
    """The refusal of the service's own validation."""
    return Fault(400, f"Validation error: {what}")


def stumble(why: str) -> Fault:
    """The refusal that gives no reason; ``why`` is for whoever reads a traceback."""
    fault = Fault(500, INTERNAL)
    fault.__cause__ = ValueError(why)
    return fault


def is_int(value: object, least: int, most: int) -> TypeGuard[int]:
    """Whether it is a whole number (no boolean) from ``least`` to ``most``."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_number(value: object, least: float, most: float) -> TypeGuard[int | float]:
    """Whether it is a number (no boolean, not NaN) from ``least`` to ``most``."""
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def number(fields: Mapping[str, object], name: str, least: float, most: float, default: float | None = None) -> float:
    """The number in a field; without a default it has to be there. Raises `Fault`."""
    value = fields.get(name, default)
    if not is_number(value, least, most):
        raise wrong(f"{name} must be a number from {least:g} to {most:g}")
    return float(value)


def document_of(body: object) -> Mapping[str, object]:
    """A body that has to be a JSON object. Raises `Fault`."""
    if not isinstance(body, Mapping):
        raise wrong("body must be an object")
    return body
