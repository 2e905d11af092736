"""The question what of another program's text, with its settings, is to be taken over."""

from __future__ import annotations

from textual.app import App

from naitui.novelai import Catalog
from naitui.novelai.taking import Taken, take
from naitui.recipe.parameters import read_parameters
from naitui.screens.confirm import ConfirmScreen
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.text import one_line
from naitui.widgets.write_pane import WritePane


def ask_what_to_take(app: App[None], pane: WritePane, pasted: PromptEditor.Pasted, catalog: Catalog) -> None:
    """Ask about what was pasted, when it is more than words; whoever turns back keeps it as it was pasted."""
    editor, start, end = pasted.editor, pasted.start, pasted.end
    parameters = read_parameters(editor.text[start:end])
    if parameters is None:
        return
    taken = take(pane.recipe, parameters, catalog)

    def answered(answer: str | None) -> None:
        if answer == "enter":
            pane.take(taken.recipe)
        elif answer == "p":
            editor.replace_span(start, end, taken.prompt)

    answers = [("enter", "Take it all, in place of what is there"), ("p", "Only the prompt, where it was pasted")]
    app.push_screen(ConfirmScreen("Another program's text", _told(taken), answers), answered)


def _told(taken: Taken) -> list[str]:
    parts = ["the prompt", *(["the undesired content"] if taken.recipe.undesired else []), *taken.settings]
    lines = [f"This is a prompt with its settings. It gives {', '.join(parts)}."]
    if taken.left:
        lines.append(f"Not taken: {', '.join(one_line(words, 60) for words in taken.left)}.")
    return lines
