"""The values of a preset of NAIWeaver's, whatever stands in their place: what cannot be used is left out and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Json = Mapping[str, object]


@dataclass(slots=True)
class Values:
    """Reads one preset."""

    document: Json
    notes: list[str] = field(default_factory=list)
    """What is told of it."""

    def note(self, text: str) -> None:
        """Tell it once."""
        if text not in self.notes:
            self.notes.append(text)

    def number(self, value: object, name: str, least: float, most: float) -> float | None:
        """A number that was written as a whole one or not; None when there is none that can be."""
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self.note(f"{name} {str(value)[:30]!r} cannot be, and is left out")
        return None

    def text(self, said: Json, name: str) -> str:
        """A text of an object; empty when there is none."""
        value = said.get(name)
        if value is not None and not isinstance(value, str):
            self.note(f"{name} is no text, and is left out")
        return value if isinstance(value, str) else ""

    def items(self, name: str) -> Sequence[object]:
        """A list of the preset, the first thousand of it; empty when there is none."""
        value = self.document.get(name)
        if value is None or isinstance(value, list):
            return (value or [])[:1000]
        self.note(f"{name} is no list, and is left out")
        return []
