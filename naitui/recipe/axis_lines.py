"""An axis of a sweep as one types it: ``steps=20..28 by 4``, ``prompt:silver hair=silver hair|red hair``.

Settings that change together stand in one line, an ampersand between them: ``steps=20, 28 & guidance=4, 6``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from naitui.recipe.model import Axis
from naitui.recipe.problems import Place, Problem, RecipeError
from naitui.recipe.sweep import read_values, told_value
from naitui.recipe.targets import BadTarget, Target, target_of

_PAIR = re.compile(r"\s&\s+(?=([^=|,&:]+)(?::([^=]*))?=)")
"""An ampersand in front of what looks like another setting; that there is such a setting is looked at."""


def read_axis(text: str, place: Place = ()) -> Axis:
    """One setting with its values.

    Raises:
        RecipeError: there is no sign of equality; whether there is such a setting is seen when the cells are made.
    """
    name, equals, values = text.partition("=")
    target, colon, find = name.partition(":")
    if not equals or not target.strip():
        raise RecipeError([Problem(place, f"an axis is like 'steps=20, 23, 28', not {text!r}")], "sweep")
    return Axis(set=target.strip(), values=values.strip(), find=find if colon else None)


def read_axes(line: str, place: Place = ()) -> tuple[Axis, ...]:
    """All settings of a line, which change together; none in an empty one.

    Raises:
        RecipeError: as for `read_axis`.
    """
    return tuple(read_axis(part, place) for part in _parts(line)) if line.strip() else ()


def axis_line(axes: Sequence[Axis]) -> str:
    """The line that says these axes; what they are called at the heads of columns is not in it."""
    return " & ".join(map(_written, axes))


def _parts(line: str) -> Iterator[str]:
    begin = 0
    for match in _PAIR.finditer(line):
        if _known(match[1], match[2]) is not None:
            yield line[begin : match.start()]
            begin = match.end()
    yield line[begin:]


def _known(name: str, find: str | None) -> Target | None:
    try:
        return target_of(name, find)
    except BadTarget:
        return None


def _written(axis: Axis) -> str:
    target = _known(axis.set, axis.find)
    name = axis.set if axis.find is None else f"{axis.set}:{axis.find}"
    if isinstance(axis.values, str):
        return f"{name}={axis.values}"
    apart = "," if target is None else target.apart
    values = (told_value(value).replace(apart, f"\\{apart}") for value in axis.values)
    return f"{name}={(', ' if apart == ',' else apart).join(values)}"


def same_axes(axes: Sequence[Axis], line: str) -> bool:
    """Whether a line says what these axes are: then they, and their labels, may stay as they are."""
    if line == axis_line(axes):
        return True
    try:
        return [_said(axis) for axis in read_axes(line)] == [_said(axis) for axis in axes]
    except RecipeError:
        return False


def _said(axis: Axis) -> tuple[str, str | None, tuple[str, ...]]:
    target = _known(axis.set, axis.find)
    values = axis.values
    if isinstance(values, str):
        return axis.set, axis.find, read_values(values, apart="," if target is None else target.apart)
    return axis.set, axis.find, tuple(told_value(value) for value in values)
