"""A diff in words: under a heading each, chips that begin with a sign, so that nothing hangs on their colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from naitui.recipe.axis_lines import axis_line
from naitui.recipe.model import Part, Sweep
from naitui.recipe.prompt_diff import Change
from naitui.recipe.recipe_diff import MemberDiff, RecipeDiff, TextDiff, ValueDiff

Tone = Literal["added", "removed", "moved", "raised", "lowered", "changed"]
Tell = Callable[[ValueDiff], tuple[str, str]]
"""Says the two values of a setting as the screen does."""
SIGNS: dict[Tone, str] = {
    "added": "+", "removed": "−", "moved": "↔", "raised": "↑", "lowered": "↓", "changed": "≠"
}  # fmt: skip
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Chip:
    """One change: its tone, and what is said, sign first."""

    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """What changed under one heading; ``short`` is all of it in one chip, where that can be said."""

    title: str
    chips: tuple[Chip, ...]
    short: Chip | None = None


def plain_values(value: ValueDiff) -> tuple[str, str]:
    """Values as they stand in the recipe."""
    paths = value.before, value.after
    if value.place[-1:] == ("path",) and all(isinstance(path, str) for path in paths):
        before, after = (PurePath(str(path)).name for path in paths)
        if before != after:  # the folder is seldom what has changed, and long
            return before, after
    return _plain(value.before, value.name), _plain(value.after, value.name)


def blocks(diff: RecipeDiff, tell: Tell = plain_values) -> list[Block]:
    """The whole diff, heading by heading: texts, characters and their like, settings."""
    found = [_text_block(text.title, text) for text in diff.texts]
    for member in diff.members:
        found += _member_blocks(member, tell)
    if diff.values:
        found.append(Block("Settings", tuple(_value_chip(value, tell) for value in diff.values)))
    return found


def lines(found: Sequence[Block]) -> list[str]:
    """A line for each heading: ``Prompt: + umbrella, − hat, ↑ rain 1 → 1.2``."""
    return [f"{block.title}: {', '.join(chip.text for chip in block.chips)}" for block in found]


def shortly(found: Sequence[Block]) -> Iterator[tuple[str, Chip]]:
    """Chips with their heading before the first of each; that of the prompt goes without saying."""
    gone = {block.title for block in found if block.short is not None}
    for block in found:
        if block.short is not None:
            yield "", block.short
        elif block.title.removesuffix(", undesired") not in gone:
            for number, chip in enumerate(block.chips):
                yield ("" if number or block.title in ("Prompt", "Settings") else f"{block.title}:"), chip


def _text_block(title: str, text: TextDiff) -> Block:
    return Block(title, tuple(_chips(text)))


def _chips(text: TextDiff) -> Iterator[Chip]:
    if not text.changes:
        yield _chip("changed", "blanks, case and marks")
    for change in text.changes:
        yield _change_chip(change)


def _change_chip(change: Change) -> Chip:
    if change.kind == "reweighted":
        before, after = change.before or 0.0, change.after or 0.0
        return _chip("raised" if after > before else "lowered", f"{_cut(change.tag)} {before:.3g} → {after:.3g}")
    return _chip(change.kind, _cut(change.tag))


def _member_blocks(member: MemberDiff, tell: Tell) -> Iterator[Block]:
    chips: list[Chip] = []
    short = None
    if member.kind != "kept":
        first = [change.tag for text in member.texts[:1] for change in text.changes[:3]]
        about = f": {_cut(', '.join(first))}" if first else ""
        chips.append(_chip(member.kind, member.kind))
        short = _chip(member.kind, f"{member.title}{about}")
    elif member.moved:
        chips.append(_chip("moved", f"was {member.was}"))
    chips += [_value_chip(value, tell) for value in member.values]
    for text in member.texts:
        if text.title == "Prompt":
            chips += _chips(text)
    if chips:
        yield Block(member.title, tuple(chips), short)
    for text in member.texts:
        if text.title != "Prompt":
            yield _text_block(f"{member.title}, undesired", text)


def _value_chip(value: ValueDiff, tell: Tell) -> Chip:
    before, after = tell(value)
    if value.before is None and value.place[:1] == ("pins",):
        return _chip("added", f"{value.name} {after}")
    if value.after is None and value.place[:1] == ("pins",):
        return _chip("removed", f"{value.name} {before}")
    return _chip("changed", f"{value.name} {before} → {after}")


def _chip(tone: Tone, text: str) -> Chip:
    return Chip(tone, f"{SIGNS[tone]} {text}")


def _plain(value: object, name: str) -> str:
    match value:
        case None:
            return "random" if name == "Seed" else "none"
        case bool():
            return "on" if value else "off"
        case float():
            return f"{value:g}"
        case Sweep():
            return _sweep_words(value)
        case Part():
            return PurePath(str(getattr(value, "path", type(value).__name__))).name
        case tuple():
            sides = [_plain(side, "") for side in value]
            return ("×" if name == "Size" else " ").join(sides)
    return _cut(str(value))


def _sweep_words(sweep: Sweep) -> str:
    said = [axis_line(axes) for axes in (sweep.x, sweep.y, sweep.z) if axes]
    return _cut(" × ".join([*said, *(f"without {rule}" for rule in sweep.skip)]))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
