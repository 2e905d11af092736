"""The editor for prompts and undesired content."""

from __future__ import annotations

from textual.widgets import TextArea


class PromptEditor(TextArea):
    """A text field that wraps, keeps Tab for moving on, and does not blink (a blinking cursor sends bytes for ever)."""

    def __init__(self, title: str, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.cursor_blink = False
        self.border_title = title

    def load(self, text: str) -> None:
        """Show another text, if it is another; the cursor goes to its end."""
        if text != self.text:
            self.load_text(text)
            self.move_cursor(self.document.end)
