"""The lines in which the axes of a sweep are typed, with what is wrong at each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widgets import Input, Static

from naitui.actions.in_effect import key_for
from naitui.recipe import Axis, Sweep
from naitui.recipe.axis_lines import axis_line, read_axes, same_axes
from naitui.recipe.targets import setting_names
from naitui.widgets.line_field import LineField
from naitui.widgets.text import plain

Line = Literal["x", "y", "z", "skip"]
LINES: tuple[Line, ...] = ("x", "y", "z", "skip")
HINTS: dict[Line, str] = {
    "x": "columns, such as  steps=20..28 by 4",
    "y": "rows, such as  prompt:silver hair=silver hair|red hair",
    "z": "sheets, such as  character 1 position=A1, C3",
    "skip": "cells to leave out:  steps=28; sampler=k_euler  (| between several)",
}
SETTLE = 0.15
"""Seconds after the last key before it counts."""


class AxisFields(Vertical):
    """Four lines. A pause in typing goes up as `Settled`, leaving a line as `Left`."""

    class Settled(Message):
        """The lines say something else."""

    class Left(Message):
        """A line was left."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._settling: Timer | None = None
        self.line: Line = "x"
        """The one that was written in last."""

    def compose(self) -> ComposeResult:
        """A name, a line, and what is wrong with it."""
        for name in LINES:
            with Horizontal(classes="axis"):
                yield Static(name.upper() if name != "skip" else name, classes="axis-name")
                yield LineField(placeholder=HINTS[name], id=f"axis-{name}", suggester=_Names(case_sensitive=True))
            yield Static("", id=f"fault-{name}", classes="axis-fault")

    def _field(self, line: Line) -> LineField:
        return self.query_one(f"#axis-{line}", LineField)

    def fill(self, sweep: Sweep) -> None:
        """Show these axes."""
        lines: dict[Line, str] = {"x": axis_line(sweep.x), "y": axis_line(sweep.y), "z": axis_line(sweep.z)}
        lines["skip"] = " | ".join(sweep.skip)
        for name, text in lines.items():
            field = self._field(name)
            if field.value != text:
                with self.prevent(Input.Changed):
                    field.value = text

    def read(self, own: Sweep) -> Sweep | None:
        """The axes as they are written now; None when nothing is.

        Args:
            own: those that were shown: labels, and values that no line can say, stay with what nobody has touched.

        Raises:
            RecipeError: a line cannot be read.
        """
        skip = tuple(text for rule in self._field("skip").value.split("|") if (text := rule.strip()))
        found = Sweep(x=self._axes("x", own), y=self._axes("y", own), z=self._axes("z", own), skip=skip)
        return None if found == Sweep() else found

    def _axes(self, name: Literal["x", "y", "z"], own: Sweep) -> tuple[Axis, ...]:
        line = self._field(name).value
        there: tuple[Axis, ...] = getattr(own, name)
        return there if there and same_axes(there, line) else read_axes(line, ("sweep", name))

    def put(self, line: Line, text: str) -> None:
        """Put what was chosen into a line, in the place of its last setting."""
        field = self._field(line)
        before, mark, _ = field.value.rpartition(" & ")
        field.value = f"{before}{mark}{text}"
        field.focus()
        field.cursor_position = len(field.value)

    def show_faults(self, faults: Mapping[Line | None, str], *, hint: bool = False) -> None:
        """Say what is wrong, below its line; or (``hint``) what could be written there."""
        for name in LINES:
            fault = self.query_one(f"#fault-{name}", Static)
            fault.set_class(hint, "-hint")
            fault.display = name in faults
            fault.update(plain(faults.get(name, "")))

    def offer_names(self) -> bool:
        """While a name is being written, say what it could become; whether one is."""
        line = next((name for name in LINES[:3] if self._field(name).has_focus), None)
        typed = "" if line is None else self._field(line).value.rpartition(" & ")[2].strip()
        if line is None or not typed or "=" in typed:
            return False
        found = (name for name in setting_names() if typed in name)
        names = sorted(found, key=lambda name: not name.startswith(typed))
        if names:
            self.show_faults(
                {line: f"{' · '.join(names)}  (→ completes, {key_for('sweep.choose')} shows all)"}, hint=True
            )
        return bool(names)

    def stop(self) -> None:
        """What was typed has been seen."""
        if self._settling is not None:
            self._settling.stop()

    def on_input_changed(self) -> None:
        """A line is being written."""
        self.stop()
        self._settling = self.set_timer(SETTLE, lambda: self.post_message(self.Settled()))

    def on_input_blurred(self) -> None:
        """A line was left."""
        self.post_message(self.Left())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Which line it is."""
        self.line = next((name for name in LINES if self._field(name) is event.widget), self.line)


class _Names(Suggester):
    """Goes on with the name of a setting."""

    async def get_suggestion(self, value: str) -> str | None:
        """The whole line as it could go on; None when nothing is known."""
        before, mark, typed = value.rpartition(" & ")
        if not typed.strip() or "=" in typed:
            return None
        name = next((name for name in setting_names() if name.startswith(typed)), None)
        return None if name is None else f"{before}{mark}{name}"
