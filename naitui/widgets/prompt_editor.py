"""The editor for prompts and undesired content: coloured by weight, with keys for whole tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from naitui.actions import actions_of
from naitui.library.offers import Offer
from naitui.recipe import editing
from naitui.recipe.conversion import converted_inside
from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.fragments import Fragment, accept, fragment_at
from naitui.recipe.parameters import read_parameters
from naitui.recipe.syntax import parse
from naitui.recipe.weighing import Edit, NoEdit, weigh
from naitui.widgets.bindings import bindings_of
from naitui.widgets.completing import Completing
from naitui.widgets.prompt_colours import CLASSES, Span, spans_by_line
from naitui.widgets.tag_mode import TagMode
from naitui.widgets.text import location_of, offset_of, plain

_KEYS = {key: action.id for action in actions_of("words") for key in action.keys}


class TagEdit(Protocol):
    """What a key does to a text at its selection."""

    def __call__(self, text: str, start: int, end: int, /, *, dialect: Dialect) -> Edit: ...


class PromptEditor(TextArea):
    """A text field that wraps, keeps Tab for moving on, and does not blink (a blinking cursor sends bytes for ever).

    ``dialect`` says which marks the model reads.
    """

    COMPONENT_CLASSES = set(CLASSES)
    BINDINGS = bindings_of("words")

    @dataclass
    class CompletionWanted(Message):
        """Something was typed that may be completed."""

        editor: PromptEditor
        fragment: Fragment

    @dataclass
    class Offered(Message):
        """Other offers, or another one chosen; none closes the list."""

        editor: PromptEditor
        offers: Sequence[Offer]
        chosen: int

    @dataclass
    class Pasted(Message):
        """A text was pasted, and stands from ``start`` to ``end``: it may be more than words for this field."""

        editor: PromptEditor
        start: int
        end: int

    @dataclass
    class TagModeChanged(Message):
        """Tag mode begins or ends."""

        on: bool

    class EditorWanted(Message):
        """All words are wanted in the user's own editor."""

    class HistoryWanted(Message):
        """Words that were sent before are wanted."""

    @dataclass
    class StyleChosen(Message):
        """A style is to be used."""

        name: str

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
        self.match_cursor_bracket = False  # the colours tell which marks belong together
        self.dialect = PLAIN
        self._tags = TagMode(self)
        self._meter = ""
        self._title = title
        self._show_title()
        self._completing = Completing(lambda offers, chosen: self.post_message(self.Offered(self, offers, chosen)))
        self._typed = False
        self._coloured: tuple[str, Dialect, Mapping[int, Sequence[Span]]] = ("", PLAIN, {})

    def load(self, text: str) -> None:
        """Show another text, if it is another; the cursor goes to its end."""
        if text != self.text:
            self.load_text(text)
            self.move_cursor(self.document.end)

    def show_dialect(self, dialect: Dialect) -> None:
        """Another model may read the marks otherwise."""
        if dialect != self.dialect:
            self.dialect = dialect
            self._line_cache.clear()
            self.refresh()

    def show_meter(self, words: str, tone: str) -> None:
        """How much of what the model reads is used: a few words at the lower edge; ``tone`` is "", "near" or "over"."""
        self.set_class(tone == "near", "-near")
        self.set_class(tone == "over", "-over")
        if words != self._meter:
            self._meter = words
            self._show_title()

    def show_title(self, title: str) -> None:
        """Another name at the upper edge."""
        self._title = title
        self._show_title()

    def _show_title(self) -> None:
        # at the upper edge, for short terminals have no lower one
        beside = self._tags.told if self._tags.on else self._meter
        self.border_title = plain(f"{self._title} · {beside}" if beside else self._title)

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

    def replace_span(self, start: int, end: int, words: str) -> None:
        """Put other words in the place of a stretch; one step that can be undone."""
        before = self.text
        self._put(before, before[:start] + words + before[end:])
        self.select_span(start, start + len(words))

    @property
    def tag_mode(self) -> bool:
        """Whether single keys act on tags."""
        return self._tags.on

    # ------------------------------------------------------------------ colours

    def get_line(self, line_index: int) -> Text:
        """A line in its colours; called for every line that is drawn."""
        line = super().get_line(line_index)
        text = self.document.text
        if (text, self.dialect) != self._coloured[:2]:
            self._coloured = (text, self.dialect, spans_by_line(parse(text, self.dialect)))
        for start, end, name in self._coloured[2].get(line_index, ()):
            line.stylize(self.get_component_rich_style(name, partial=True), start, end)
        if self._tags.marked is not None:
            begin = offset_of(text, (line_index, 0))
            marked = (max(0, min(place - begin, len(line.plain))) for place in self._tags.marked)
            line.stylize(self.get_component_rich_style("prompt--marked", partial=True), *marked)
        return line

    # ------------------------------------------------------------------ keys on tags

    def edit_tags(self, operation: TagEdit) -> None:
        """Do something to the text at the selection, as one step that can be undone."""
        before = self.text
        try:
            after, first, last = operation(before, *self.span, dialect=self.dialect)
        except NoEdit as reason:
            self.say_why(reason)
            return
        if after != before:
            self._put(before, after)
        self.select_span(first, last)

    def say_why(self, reason: NoEdit) -> None:
        """A key can do nothing here."""
        self.app.bell()
        self.notify(str(reason), markup=False, timeout=2)

    def show_marks(self) -> None:
        """What is marked in tag mode has changed."""
        self._line_cache.clear()
        self.refresh()
        self._show_title()

    def _put(self, before: str, after: str) -> None:
        """Change only what is different, so that undo and the screen have little to do."""
        head = 0
        most = min(len(before), len(after))
        while head < most and before[head] == after[head]:
            head += 1
        tail = 0
        while tail < most - head and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        start, end = location_of(before, head), location_of(before, len(before) - tail)
        self.replace(after[head : len(after) - tail], start, end)
        self.history.checkpoint()

    def action_raise_weight(self) -> None:
        """The tag or the selection counts more."""
        self.edit_tags(partial(weigh, up=True))

    def action_lower_weight(self) -> None:
        """The tag or the selection counts less."""
        self.edit_tags(partial(weigh, up=False))

    def action_tag_left(self) -> None:
        """The tag changes places with the one before."""
        self.edit_tags(partial(editing.move, right=False))

    def action_tag_right(self) -> None:
        """The tag changes places with the next one."""
        self.edit_tags(partial(editing.move, right=True))

    def action_delete_tag(self) -> None:
        """The tag goes, with its comma."""
        self.edit_tags(editing.remove)

    def action_comment_tag(self) -> None:
        """The tag stays but is not sent; and back."""
        self.edit_tags(editing.comment)

    def action_select_tag(self) -> None:
        """Select the tag; again, what is around it."""
        self.edit_tags(editing.select)

    def action_select_less(self) -> None:
        """Select what is inside."""
        self.edit_tags(editing.select_less)

    def action_swap_tags(self) -> None:
        """Mark a tag; the next one changes places with it."""
        self._tags.swap()

    def action_extend(self) -> None:
        """From here on, going selects several tags."""
        self._tags.extend()

    def action_next_tag(self) -> None:
        """To the next tag."""
        self._tags.go(right=True)

    def action_previous_tag(self) -> None:
        """To the tag before."""
        self._tags.go(right=False)

    def action_edit_outside(self) -> None:
        """In the user's own editor."""
        self.post_message(self.EditorWanted())

    def action_find_words(self) -> None:
        """Earlier words."""
        self.post_message(self.HistoryWanted())

    # ------------------------------------------------------------------ completion

    def on_text_area_changed(self) -> None:
        """What was typed may be the beginning of a tag; what was loaded, or done by a key on tags, is none."""
        typed, self._typed = self._typed, False
        if self._tags.forget():
            self.show_marks()
        if not typed:
            self.offer(())
            return
        fragment = self._fragment()
        if fragment is None or (fragment.kind == "tag" and not fragment.text.strip()):
            self.offer(())
        else:
            self.post_message(self.CompletionWanted(self, fragment))

    def _fragment(self) -> Fragment | None:
        text = self.text
        return fragment_at(text, offset_of(text, self.selection.end), self.dialect)

    def offer(self, offers: Sequence[Offer], wanted: Fragment | None = None) -> None:
        """Take offers for a fragment, unless something else has been typed meanwhile."""
        if wanted is not None and wanted != self._fragment():
            return
        self._completing.offer(offers)

    def _offer_key(self, key: str) -> bool:
        """A key while offers are shown; whether it was for them."""
        if key in ("up", "down"):
            self._completing.step(1 if key == "down" else -1)
        elif key == "tab" and self._completing.chosen is not None:
            self._accept(self._completing.chosen)
        elif key == "escape":
            self.offer(())
        else:
            return False
        return True

    def _accept(self, offer: Offer) -> None:
        fragment, before = self._fragment(), self.text
        self.offer(())
        if fragment is None:
            return
        if offer.kind == "style":  # a style is no text: it belongs to the recipe
            start = fragment.start - 1
            self._put(before, before[:start] + before[fragment.end :].removeprefix(">"))
            self.post_message(self.StyleChosen(offer.text))
            return
        after, cursor = accept(before, fragment, offer.text)
        self._put(before, after)
        self.selection = Selection.cursor(location_of(after, cursor))

    # ------------------------------------------------------------------ pasting

    async def _on_paste(self, event: events.Paste) -> None:
        """Put the text in as it is, then make another program's into NovelAI's: two steps, so undo gives it back."""
        event.prevent_default()
        event.stop()
        start, _ = self.span
        await super()._on_paste(event)
        self.history.checkpoint()
        before, end = self.text, offset_of(self.text, self.selection.end)
        whole = read_parameters(before[start:end]) is not None
        converted = None if whole else converted_inside(before, start, end, self.dialect)
        if converted is not None and converted.changes:
            self._put(before, before[:start] + converted.text + before[end:])
            end = start + len(converted.text)
            self.selection = Selection.cursor(location_of(self.text, end))
            self.notify(f"Converted {converted}. Ctrl+Z gives back what was pasted.", markup=False)
        self.post_message(self.Pasted(self, start, end))

    # ------------------------------------------------------------------ tag mode

    def action_tag_mode(self) -> None:
        """Single keys act on tags, until Escape."""
        self._tags.switch()
        self.set_class(self._tags.on, "-tags")
        self.show_marks()
        self.post_message(self.TagModeChanged(self._tags.on))

    async def _on_key(self, event: events.Key) -> None:
        if self._tags.on:
            event.prevent_default()
            event.stop()
            action = self._tags.action_of(event.key) or _KEYS.get(event.key)
            if action is not None:
                getattr(self, f"action_{action}")()
            return
        if self._completing.chosen is not None:
            if self._offer_key(event.key):
                event.prevent_default()
                event.stop()
                return
            if not (event.is_printable or event.key == "backspace"):
                self.offer(())  # whatever that key does, it completes nothing
        action = _KEYS.get(event.key)
        if action is not None:  # at once: by way of a binding it would come behind the keys that follow it
            event.prevent_default()
            event.stop()
            getattr(self, f"action_{action}")()
            return
        self._typed = event.is_printable or event.key == "backspace"
        await super()._on_key(event)

    def on_blur(self) -> None:
        """Whoever comes back means to type."""
        self.offer(())
        if self._tags.on:
            self.action_tag_mode()
