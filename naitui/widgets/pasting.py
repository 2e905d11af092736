"""What becomes of a text that was pasted into an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naitui.actions.in_effect import key_for
from naitui.recipe.conversion import converted_inside
from naitui.recipe.parameters import read_parameters

if TYPE_CHECKING:
    from naitui.widgets.prompt_editor import PromptEditor


def pasted(editor: PromptEditor, start: int) -> None:
    """Make what was pasted from ``start`` to the cursor into NovelAI's, as a step of its own, and tell what it is.

    The text stands in the editor as it was pasted: so undo gives it back. A whole text with settings is not touched,
    for it is to be asked about; whoever hears `PromptEditor.Pasted` may find more in it.
    """
    text, end = editor.text, editor.cursor
    if read_parameters(text[start:end]) is None:
        converted = converted_inside(text, start, end, editor.dialect)
        if converted.changes:
            behind = start + len(converted.text)
            editor.put(text[:start] + converted.text + text[end:], behind, behind)
            editor.notify(f"Converted {converted}. {key_for('studio.undo')} gives back what was pasted.", markup=False)
            end = behind
    editor.post_message(editor.Pasted(editor, start, end))
