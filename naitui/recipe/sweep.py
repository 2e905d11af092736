"""Sweeps: one recipe drawn with several values of some of its settings, as a grid of up to three axes.

An axis is one setting, or several that change together (paired). Every cell is a recipe of its own; all of them have
the same seed unless an axis sets it, so that what differs between two pictures is what the axes say.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from naitui.recipe.model import Axis, Recipe, Sweep
from naitui.recipe.problems import Place, Problem, RecipeError
from naitui.recipe.targets import BadTarget, Target, target_of

MOST_CELLS = 1_000
"""Of one sweep: more is a slip of the fingers, not a comparison."""
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)(?:\s+by\s+(\d+(?:\.\d+)?))?")
_RULE = re.compile(r"\s*([^=]+?)\s*=\s*(.*?)\s*")
_AXES = ("x", "y", "z")


@dataclass(frozen=True, slots=True)
class Cell:
    """One place in the grid."""

    at: tuple[int, int, int]
    """Column, row, sheet, from 0."""
    labels: tuple[str, str, str]
    """What stands at the heads of its column, row and sheet; empty where there is no such axis."""
    recipe: Recipe
    """With the values of the cell, and without the sweep."""
    sets_seed: bool
    """Whether an axis has set the seed: then the grid's does not count."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One value of one setting: as it is written, and as it is put into a recipe."""

    target: Target
    told: str
    value: object
    label: str
    """What it is called at the head of its column; empty where nothing is said."""
    place: Place
    """Of its axis."""


def cells(recipe: Recipe) -> list[Cell]:
    """All cells of the recipe's sweep, row by row, sheet by sheet; the recipe itself when there is none.

    Raises:
        RecipeError: a setting or a value that there is not, axes that do not fit together, or too many cells.
    """
    sweep = recipe.sweep
    if sweep is None:
        return [Cell((0, 0, 0), ("", "", ""), recipe, False)]
    bare = recipe.model_copy(update={"sweep": None})
    columns, rows, sheets = (list(_heads(sweep, name)) for name in _AXES)
    count = len(columns) * len(rows) * len(sheets)
    if count > MOST_CELLS:
        raise RecipeError([Problem(("sweep",), f"has {count:,} cells; {MOST_CELLS:,} are the most")])
    rules = [_rule(text, ("sweep", "skip", at)) for at, text in enumerate(sweep.skip)]
    found = []
    for (z, sheet), (y, row), (x, column) in itertools.product(*map(_numbered, (sheets, rows, columns))):
        steps = (*column, *row, *sheet)
        if any(_skips(rule, steps) for rule in rules):
            continue
        labels = (_label(column), _label(row), _label(sheet))
        sets_seed = any(step.target.name == "seed" for step in steps)
        found.append(Cell((x, y, z), labels, _with(bare, steps), sets_seed))
    if not found:
        raise RecipeError([Problem(("sweep", "skip"), "leaves no cell")])
    return found


def followed(sweep: Sweep, at: tuple[int, int, int]) -> Sweep:
    """The sweep for the recipe of one of its cells: what is looked for in texts is what stands there now, so that its
    cells stay what they were."""
    changed = {}
    for name, index in zip(_AXES, at, strict=True):
        axes: tuple[Axis, ...] = getattr(sweep, name)
        changed[name] = tuple(axis.model_copy(update={"find": _found_at(axis, index)}) for axis in axes)
    return sweep.model_copy(update=changed)


def _found_at(axis: Axis, index: int) -> str | None:
    if axis.find is None:
        return None
    values = axis.values if isinstance(axis.values, tuple) else read_values(axis.values, apart="|")
    return told_value(values[index]) or axis.find


def read_values(text: str, *, apart: str = ",") -> tuple[str, ...]:
    """The values in a line: ``20, 23, 28`` or the range ``4..7 by 0.5`` (by 1 when left out), or a mix of them.

    Args:
        text: the line.
        apart: what stands between values; texts that hold commas use another sign. Behind a backslash it is a part of
            the value.
    """
    values: list[str] = []
    for part in re.split(rf"(?<!\\){re.escape(apart)}", text):
        match = _RANGE.fullmatch(part.strip())
        values.extend(_range(*match.groups()) if match else [part.strip().replace(f"\\{apart}", apart)])
    return tuple(values)


def _range(first: str, last: str, by: str | None) -> Iterator[str]:
    low, high, step = Decimal(first), Decimal(last), abs(Decimal(by or 1))
    count = int(abs(high - low) / step) if step else 0
    for number in range(min(count, MOST_CELLS) + 1):
        yield f"{(low + step * number * (1 if high >= low else -1)).normalize():f}"


def _numbered(heads: Sequence[tuple[_Step, ...]]) -> list[tuple[int, tuple[_Step, ...]]]:
    return list(enumerate(heads))


def _heads(sweep: Sweep, name: str) -> Iterator[tuple[_Step, ...]]:
    """What each column (row, sheet) sets; one empty head when there is no such axis."""
    axes: tuple[Axis, ...] = getattr(sweep, name)
    if not axes:
        yield ()
        return
    listed = [_steps(axis, ("sweep", name, at)) for at, axis in enumerate(axes)]
    lengths = {len(steps) for steps in listed}
    if len(lengths) > 1:
        told = " and ".join(str(len(steps)) for steps in listed)
        raise RecipeError([Problem(("sweep", name), f"settings that change together need as many values: not {told}")])
    yield from zip(*listed, strict=True)


def _steps(axis: Axis, place: Place) -> list[_Step]:
    try:
        target = target_of(axis.set, axis.find)
    except BadTarget as error:
        raise RecipeError([Problem((*place, "set"), str(error))]) from None
    written = axis.values if isinstance(axis.values, tuple) else read_values(axis.values, apart=target.apart)
    if not written:
        raise RecipeError([Problem((*place, "values"), "should hold at least one value")])
    if axis.labels and len(axis.labels) != len(written):
        many = f"should be as many as there are values: {len(written)}, not {len(axis.labels)}"
        raise RecipeError([Problem((*place, "labels"), many)])
    steps = []
    for at, value in enumerate(written):
        label = axis.labels[at] if axis.labels else f"{target.title} {told_value(value)}".strip()
        try:
            steps.append(_Step(target, told_value(value), target.parse(value), label, place))
        except BadTarget as error:
            raise RecipeError([Problem((*place, "values", at), f"{told_value(value)!r}: {error}")]) from None
        except ValidationError as error:
            said = error.errors()[0]["msg"].replace("Input should", "should")
            raise RecipeError([Problem((*place, "values", at), f"{told_value(value)!r}: {said}")]) from None
    return steps


def _with(recipe: Recipe, steps: Sequence[_Step]) -> Recipe:
    for step in steps:
        try:
            recipe = step.target.put(recipe, step.value)
        except BadTarget as error:
            raise RecipeError([Problem((*step.place, "set"), str(error))]) from None
    return recipe


def _label(steps: Sequence[_Step]) -> str:
    return ", ".join(step.label for step in steps if step.label)


def told_value(value: object) -> str:
    """A value as it is written in a line."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rule(text: str, place: Place) -> dict[str, str]:
    """``steps = 50; sampler = ddim``: cells for which all of it holds are skipped."""
    rule = {}
    for part in text.split(";"):
        match = _RULE.fullmatch(part)
        if match is None:
            raise RecipeError([Problem(place, f'should be like "steps = 50; sampler = ddim", not {text!r}')])
        rule[match[1].casefold()] = match[2]
    return rule


def _skips(rule: dict[str, str], steps: Sequence[_Step]) -> bool:
    told = {step.target.name: step.told for step in steps}
    return all(told.get(name) == value for name, value in rule.items())
