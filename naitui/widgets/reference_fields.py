"""The numbers of vibes and precise references: which there are, how they read, how they change. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, get_args

from naitui.novelai import Model
from naitui.novelai.action import vibe_information
from naitui.novelai.encode import LEAST_INFORMATION
from naitui.recipe import PreciseReference, Vibe
from naitui.recipe.model import ReferenceType
from naitui.widgets.fields import BadValue, checked

Reference = Vibe | PreciseReference
R = TypeVar("R", bound=Vibe | PreciseReference)
TYPES: tuple[ReferenceType, ...] = get_args(ReferenceType)
STEP = 0.05


@dataclass(frozen=True, slots=True)
class NumberField:
    """One number of a reference."""

    name: str
    """As in the recipe."""
    label: str
    least: float | None = None
    most: float | None = None
    """Bounds; None where there is none."""

    @property
    def bounds(self) -> str:
        """In words."""
        if self.least is None or self.most is None:
            return "any number, also below 0"
        return f"a number from {self.least:g} to {self.most:g}"


STRENGTH = NumberField("strength", "strength")
INFORMATION = NumberField("information", "information", LEAST_INFORMATION, 1.0)
SHARE = NumberField("strength", "strength", 0.0, 1.0)
FIDELITY = NumberField("fidelity", "fidelity", 0.0, 1.0)


def fields_of(reference: Reference) -> tuple[NumberField, ...]:
    """The numbers of this kind of reference, the first as what is changed unless another is chosen."""
    return (STRENGTH, INFORMATION) if isinstance(reference, Vibe) else (SHARE, FIDELITY)


def value_of(reference: Reference, field: NumberField, model: Model) -> float:
    """The number as it is used: the model's own where the reference has none."""
    if isinstance(reference, Vibe) and field is INFORMATION:
        return vibe_information(reference, model)
    return float(getattr(reference, field.name))


def is_own(reference: Reference, field: NumberField) -> bool:
    """Whether it is another one than a new reference has."""
    return bool(getattr(reference, field.name) != type(reference).model_fields[field.name].default)


def stepped(reference: R, field: NumberField, by: int, model: Model) -> R:
    """The reference with a number moved by so many steps, within its bounds."""
    moved = round(value_of(reference, field, model) + by * STEP, 4)
    low, high = field.least, field.most
    bounded = moved if low is None or high is None else min(high, max(low, moved))
    return checked(reference, field.name, bounded)


def typed(reference: R, field: NumberField, text: str) -> R:
    """The reference with a number as it was typed; nothing typed gives it back.

    Raises:
        BadValue: it cannot be; the message says what can.
    """
    if not text.strip():
        return reset(reference, field)
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise BadValue(f"{field.label} is {field.bounds}") from None
    if field.least is not None and field.most is not None and not field.least <= number <= field.most:
        raise BadValue(f"{field.label} is {field.bounds}")
    return checked(reference, field.name, number)


def reset(reference: R, field: NumberField) -> R:
    """The reference with a number as a new one has it; information extracted follows the model then."""
    return checked(reference, field.name, type(reference).model_fields[field.name].default)


def next_type(reference: PreciseReference) -> PreciseReference:
    """The reference with the next type, round and round."""
    return checked(reference, "type", TYPES[(TYPES.index(reference.type) + 1) % len(TYPES)])
