"""Tag mode: single keys that act on whole tags, what is marked by them, and the line that says which keys there are."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from naitui.actions import actions_of
from naitui.actions.in_effect import acting, tag_keys, tag_mode
from naitui.actions.names import key_name, key_shown
from naitui.recipe import editing
from naitui.recipe.dialect import Dialect
from naitui.recipe.editing import Span
from naitui.recipe.syntax import parse
from naitui.recipe.weighing import Edit, NoEdit

if TYPE_CHECKING:
    from naitui.widgets.prompt_editor import PromptEditor

_ELSEWHERE = {"undo": "screen.undo", "redo": "screen.redo", "command_palette": "app.command_palette"}
"""What is not done by the editor."""


class TagEdit(Protocol):
    """What a key does to a text at its selection."""

    def __call__(self, text: str, start: int, end: int, /, *, dialect: Dialect) -> Edit: ...


class TagMode:
    """Whether single keys act on tags in an editor, and what they have marked there.

    What is marked are places in the text, so a change of the text takes them away.
    """

    def __init__(self, editor: PromptEditor) -> None:
        self._editor = editor
        self.on = False
        self.marked: Span | None = None
        """The tags that the next swap takes to the cursor."""
        self._widened: list[tuple[Span, Span]] = []
        """From what to what the selection grew, step by step."""
        self._anchor: Span | None = None
        """Where a selection of several tags began; None while each tag is selected alone."""

    @property
    def told(self) -> str:
        """The state in a few words, for the editor's edge, and how much the tag counts with all that is around it."""
        if self._anchor is not None:
            return "tags: several"
        if self.marked is not None:
            return f"tags: {tag_key('swap_tags')} swaps with the marked one"
        place = self._editor.span[0]
        pieces = parse(self._editor.text, self._editor.dialect).pieces
        weight = next((piece.weight for piece in pieces if piece.start <= place < piece.end), 1.0)
        return "tags" if weight == 1 else f"tags · weight {round(weight, 3):g}"

    @property
    def on_purpose(self) -> bool:
        """Whether somebody has selected more than the tag they stand on, to do something with it."""
        return self._anchor is not None or bool(self._widened)

    def switch(self) -> None:
        """On or off."""
        self.on = not self.on
        self.forget()

    def forget(self) -> bool:
        """Nothing is marked any more; whether anything was."""
        was = self.marked is not None or self._anchor is not None
        self._widened.clear()
        self.marked = self._anchor = None
        return was

    def action_of(self, key: str) -> str | None:
        """What a key does; None for nothing. Escape first gives up what is marked."""
        if key == "escape" and self.forget():
            self._editor.show_marks()
            return None
        action = tag_mode().get(key)
        if action is None and key != "escape":  # which may enter tag mode and not leave it, as in vim
            action = acting("words").get(key)
        return "tag_mode" if action == "leave" else _ELSEWHERE.get(action or "", action)

    def of_studio(self, key: str) -> str | None:
        """Undo or redo, if a key means them here."""
        action = tag_mode().get(key)
        return action if action in ("undo", "redo") else None

    def swap(self) -> None:
        """Mark the tags at the cursor, or swap them with the marked ones; those themselves are marked no more."""
        marked, here = self.marked, self._here()
        if marked is not None and here is not None and marked != here:
            self._editor.edit_tags(lambda text, start, end, *, dialect: editing.swap(text, marked, here, dialect))
            return
        self.marked = here if marked is None else None
        self._editor.show_marks()

    def extend(self) -> None:
        """From here on, going selects several tags; and back."""
        self._anchor = self._here() if self._anchor is None else None
        if self._anchor is not None:
            self._editor.select_span(*self._anchor)
        self._editor.show_marks()

    def widen(self) -> None:
        """Select what is around the selection."""
        before = self._editor.span
        self._editor.edit_tags(editing.select)
        if self._editor.span != before:
            self._widened.append((before, self._editor.span))

    def narrow(self) -> None:
        """Back to what was selected before it grew; or else what is inside."""
        before, after = self._widened.pop() if self._widened else (None, None)
        if before is not None and after == self._editor.span:
            self._editor.select_span(*before)
        else:
            self._widened.clear()
            self._editor.edit_tags(editing.select_less)

    def go(self, *, right: bool) -> None:
        """To the neighbour; while several are selected, up to it."""
        editor = self._editor
        text, dialect = editor.text, editor.dialect
        try:
            if self._anchor is None:
                place = self._edge(right=right)
                editor.select_span(*editing.neighbour(text, place, right=right, dialect=dialect)[1:])
            else:
                found = editing.extended(text, self._anchor, editor.cursor, right=right, dialect=dialect)
                editor.select_span(*found)
        except NoEdit as reason:
            editor.say_why(reason)

    def _edge(self, *, right: bool) -> int:
        """Where the tag ends, or begins, that one stands on."""
        start, end = self._editor.span
        if start == end:  # also behind its marks
            with suppress(NoEdit):
                block = editing.block_at(self._editor.text, (start, end), self._editor.dialect)
                start, end = block.start, block.end
        return end if right else start

    def _here(self) -> Span | None:
        """The tags at the cursor, or those selected."""
        try:
            block = editing.block_at(self._editor.text, self._editor.span, self._editor.dialect)
        except NoEdit as reason:
            self._editor.say_why(reason)
            return None
        return block.start, block.end


class TagKeys(Widget, can_focus=False):
    """One line with every key of tag mode, from the table of actions; a click on one presses it."""

    COMPONENT_CLASSES = {"keys--key", "keys--what"}

    def render_line(self, y: int) -> Strip:
        """The keys, close together where there is little room."""
        width, found, roomy = self.size.width, entries(), self._roomy
        key_style, what_style = self.get_component_rich_style("keys--key"), self.get_component_rich_style("keys--what")
        segments = []
        for key, what in found:
            segments += [Segment(key, key_style), Segment(f" {what}{'  ' if roomy else ' '}", what_style)]
        return Strip(segments).crop(0, width).extend_cell_length(width, self.rich_style)

    @property
    def _roomy(self) -> bool:
        return sum(cell_len(f"{key} {what}  ") for key, what in entries()) <= self.size.width

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key under the pointer."""
        event.prevent_default()  # the editor keeps the focus, and tag mode with it
        key = _key_at(event.x, 2 if self._roomy else 1)
        if key is not None:
            self.app.simulate_key(key)


def _groups() -> list[tuple[list[str], str]]:
    """What single keys do, neighbours that do the same in two directions together, and what that is called."""
    acting = [action for action in actions_of("words") if action.brief]
    grouped = groupby(acting, key=lambda action: action.brief)
    return [
        *(([action.id for action in several], brief) for brief, several in grouped),
        (["undo"], "undo"),
        (["leave"], ""),
    ]


def entries() -> list[tuple[str, str]]:
    """Keys and what they do."""
    return [("".join(map(tag_key, ids)), brief) for ids, brief in _groups()]


def _key_at(column: int, gap: int) -> str | None:
    """The key that stands in a cell of the line, by Textual's name; the last of its group for the words behind it."""
    begin = 0
    for ids, brief in _groups():
        end = begin + cell_len("".join(map(tag_key, ids))) + 1 + cell_len(brief) + gap
        if begin <= column < end:
            for id in ids:
                begin += cell_len(tag_key(id))
                if column < begin:
                    return key_name(tag_keys(id)[0])
            return key_name(tag_keys(ids[-1])[0])
        begin = end
    return None


def tag_key(id: str) -> str:
    """The key of something in tag mode, as it is written."""
    return key_shown(tag_keys(id)[0])
