"""A text area that notes what is typed into it, change by change: undo is the recipe's, and wants to know."""

from __future__ import annotations

from textual.geometry import Offset
from textual.widgets.text_area import Edit, EditResult, Selection

from naitui.recipe.keystrokes import Typed, Typing
from naitui.recipe.patch import changed
from naitui.widgets.lean_area import LeanArea
from naitui.widgets.text import location_of, offset_of


class TypedArea(LeanArea):
    """A field without an undo of its own."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        self._typing = Typing()
        super().__init__(placeholder=placeholder, id=id, max_checkpoints=0)

    def load(self, text: str) -> None:
        """Show another text, if it is another; the cursor goes to its end."""
        if text != self.words:
            self.load_text(text)
            self.move_cursor(self.document.end)
            self._typing.begin(text, self.text)

    def take_typed(self, text: str, cursor: tuple[int, int]) -> None:
        """Take a text that was typed elsewhere in the place of this one; one step that can be undone."""
        self.replace_text(self.text, text)
        self.move_cursor(cursor)

    def restore(self, text: str) -> None:
        """Show another state of the text: what is the same stays where it is, the cursor goes to what changed."""
        before = self.words
        if text == before:
            return
        if before != self.text or "\r" in before + text:  # places in it are not those in the editor's own
            self.load(text)
            return
        self.replace_text(before, text)
        self._typing.begin(text, self.text)

    def on_screen(self, place: int) -> Offset:
        """Where on the screen a place in the cursor's row is; the cursor itself for one in another row."""
        cursor, (column, row) = self.cursor_screen_offset, self._cursor_offset
        found = self.wrapped_document.location_to_offset(location_of(self.text, place))
        return Offset(cursor.x - column + found.x, cursor.y) if found.y == row else cursor

    @property
    def span(self) -> tuple[int, int]:
        """What is selected, as places in the text; twice the cursor when nothing is."""
        text = self.text
        first, last = sorted((offset_of(text, self.selection.start), offset_of(text, self.selection.end)))
        return first, last

    @property
    def cursor(self) -> int:
        """Where the cursor is, as a place in the text."""
        return offset_of(self.text, self.selection.end)

    def select_span(self, start: int, end: int) -> None:
        """Select a stretch of the text, the cursor at ``end``, and bring it into sight."""
        text = self.text
        self.selection = Selection(location_of(text, start), location_of(text, end))
        self.scroll_cursor_visible()

    @property
    def words(self) -> str:
        """The text as it is to be kept."""
        return self._typing.words(self.text)

    def take_steps(self) -> list[Typed]:
        """What was typed since this was last asked, change by change."""
        return self._typing.take()

    def edit(self, edit: Edit) -> EditResult:
        """Change the text: every key, paste and completion comes by here."""
        top, bottom = edit.top, edit.bottom
        result = super().edit(edit)
        self._typing.note(top, bottom, result.replaced_text, edit.text, result.end_location, self.text)
        return result

    def replace_text(self, before: str, after: str) -> None:
        """Change only what is different, so that the screen has little to do; a step of its own."""
        start, removed, stop = changed(before, after)
        self._typing.cut()
        self.replace(after[start:stop], location_of(before, start), location_of(before, start + removed))
        self._typing.cut()
