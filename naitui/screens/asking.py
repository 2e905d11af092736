"""What the studio asks for in dialogs: a value of a setting."""

from __future__ import annotations

from textual.app import App

from naitui.novelai import Catalog
from naitui.screens.choose import ChooseScreen
from naitui.widgets import fields
from naitui.widgets.fields import BadValue
from naitui.widgets.write_pane import WritePane


def ask_for_value(app: App[None], pane: WritePane, field: fields.Field, catalog: Catalog) -> None:
    """Let the user choose from all values of a field, or type one."""
    recipe = pane.recipe
    choices = field.choices(pane.model, catalog)
    current = str(fields.value_of(recipe, field.path) or "")
    hint = "type to narrow, or a size like 896x1152" if field.kind == "size" else ""

    def take(value: str | None) -> None:
        if value is not None:
            try:
                pane.take(fields.typed(pane.recipe, field, value, catalog))
            except BadValue as error:
                app.notify(str(error), severity="warning", markup=False)

    app.push_screen(ChooseScreen(field.label, choices, current, typed_hint=hint), take)
