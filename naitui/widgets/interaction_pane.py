"""What the characters do to one another: the matrix, a field for an action's name, and the exact captions."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from naitui.recipe.captions import fault_in_action
from naitui.widgets.action_field import ActionField
from naitui.widgets.caption_view import CaptionView
from naitui.widgets.interaction_matrix import InteractionMatrix
from naitui.widgets.stage import Stage
from naitui.widgets.typed_ahead import typed_ahead


class InteractionPane(Vertical):
    """Lets actions be named; everything else is the matrix's business."""

    def __init__(self, stage: Stage, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stage = stage
        self.matrix = InteractionMatrix(stage, id="matrix")
        self.field = ActionField("Action", placeholder="hug", id="action-name")
        self._captions = CaptionView(stage, id="captions")
        self._naming: int | None = None

    def compose(self) -> ComposeResult:
        """Matrix, field, captions."""
        yield self.matrix
        yield self.field
        yield self._captions

    def on_mount(self) -> None:
        """Name the panes."""
        self.border_title = "Interactions"
        self._captions.border_title = "Captions as they are sent"

    def open(self) -> None:
        """To the matrix; where there is no action yet, to the naming of one."""
        if self.matrix.filled or not self._stage.recipe.characters:
            self.screen.set_focus(self.matrix)
        else:
            self._ask_name(None)

    def on_interaction_matrix_name_wanted(self, message: InteractionMatrix.NameWanted) -> None:
        """A name for an action."""
        message.stop()
        self._ask_name(message.row)

    def _ask_name(self, row: int | None) -> None:
        self._naming = row
        self.field.load("" if row is None else self._stage.recipe.interactions[row].action)
        self.field.show_title("New action · ⏎ takes it" if row is None else "Another name · ⏎ takes it")
        self.add_class("-naming")
        self.screen.set_focus(self.field)
        self.field.select_all()  # what is typed is another name

    def on_action_field_submitted(self, message: ActionField.Submitted) -> None:
        """The name is taken, if an action can be called so; an empty one is none."""
        message.stop()
        action, row = message.action, self._naming
        if not action:
            self._close()
            return
        fault = fault_in_action(action)
        if fault is not None:
            self.notify(f"{action} {fault}.", severity="warning", markup=False)
            typed_ahead(self.app).go_on()
            return
        there = self._stage.cast.row_for(action) if row is None else None
        if there is None:
            self._stage.edit(lambda cast: cast.with_action(action, row))
            there = len(self._stage.recipe.interactions) - 1 if row is None else row
        self.matrix.row = there
        self._close()

    def on_action_field_cancelled(self, message: ActionField.Cancelled) -> None:
        """No name."""
        message.stop()
        self._close()

    def _close(self) -> None:
        self.remove_class("-naming")
        self.screen.set_focus(self.matrix)

    def on_interaction_matrix_told(self, message: InteractionMatrix.Told) -> None:
        """Say it."""
        message.stop()
        self.notify(message.text, markup=False)

    def on_text_area_changed(self, message: ActionField.Changed) -> None:
        """What is typed here is no part of the recipe yet."""
        message.stop()
