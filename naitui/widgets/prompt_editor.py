"""The editor for prompts and undesired content: coloured by weight, with keys for whole tags."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from textual import events
from textual.geometry import Offset
from textual.message import Message

from naitui.actions.in_effect import acting, in_turn
from naitui.library.offers import Offer
from naitui.recipe import editing
from naitui.recipe.dialect import PLAIN, Dialect
from naitui.recipe.fragments import Fragment, put_in
from naitui.recipe.weighing import NoEdit, weigh
from naitui.widgets.bindings import bindings_of, bound
from naitui.widgets.completing import Completing
from naitui.widgets.lean_area import Span
from naitui.widgets.pasting import pasted
from naitui.widgets.prompt_colours import CLASSES, Colouring, marked_over, spans_of
from naitui.widgets.tag_mode import TagEdit, TagMode
from naitui.widgets.text import plain
from naitui.widgets.typed_ahead import LEAVING, leave, typed_ahead
from naitui.widgets.typed_area import TypedArea

COLOUR_PAUSE, FOR_A_CHARACTER = 0.1, 4e-6
"""Seconds without a key before a long text is coloured anew, and more of them for every character of it."""


class PromptEditor(TypedArea):
    """A text field that wraps and keeps Tab for moving on.

    ``dialect`` says which marks the model reads.
    """

    COMPONENT_CLASSES = set(CLASSES)
    BINDINGS = bindings_of("words")

    @dataclass
    class CompletionWanted(Message):
        """Something was typed that may be completed."""

        editor: PromptEditor
        fragment: Fragment

        def can_replace(self, message: Message) -> bool:
            """While keys come faster than they are answered, only the newest question counts."""
            return isinstance(message, type(self))

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
        self._colouring = Colouring()
        self._line_starts: list[int] = [0]
        self.dialect = PLAIN
        self._tags = TagMode(self)
        super().__init__(placeholder=placeholder, id=id)
        self._meter = ""
        self._title = title
        self._chips: Sequence[str] = ()
        self._show_title()
        self._completing = Completing(self)
        self._typed = False

    def show_dialect(self, dialect: Dialect) -> None:
        """Another model may read the marks otherwise."""
        if dialect != self.dialect:
            self.dialect = dialect
            self.redraw()

    def show_meter(self, words: str, tone: str) -> None:
        """How much of what the model reads is used: a few words at the lower edge; ``tone`` is "", "near" or "over"."""
        self.set_class(tone == "near", "-near")
        self.set_class(tone == "over", "-over")
        words = f"! {words}" if tone == "over" else words  # not by colour alone
        if words != self._meter:
            self._meter = words
            self._show_title()

    def show_title(self, title: str) -> None:
        """Another name at the upper edge."""
        self._title = title
        self._show_title()

    def show_chips(self, chips: Sequence[str]) -> None:
        """What goes with the text without standing in it, at the upper edge."""
        self._chips = chips
        self._show_title()

    def _show_title(self) -> None:
        # at the upper edge, for short terminals have no lower one; what does not fit is cut, the meter last
        beside = self._tags.told if self._tags.on else self._meter
        self.border_title = plain(" · ".join(part for part in (self._title, beside, *self._chips) if part))

    def select_span(self, start: int, end: int) -> None:
        """Select a stretch of the text, the cursor at ``end``, and bring it into sight."""
        super().select_span(start, end)
        if self._tags.on:
            self._show_title()

    def stand_at(self, place: int) -> None:
        """Put the cursor somewhere; in tag mode one stands on the whole tag."""
        self.select_span(place, place)
        if self._tags.on:
            with suppress(NoEdit):
                block = editing.block_at(self.text, self.span, self.dialect)
                self.select_span(block.start, block.end)

    def replace_span(self, start: int, end: int, words: str) -> None:
        """Put other words in the place of a stretch; one step that can be undone."""
        text = self.text
        self.put(text[:start] + words + text[end:], start, start + len(words))

    @property
    def tag_mode(self) -> bool:
        """Whether single keys act on tags."""
        return self._tags.on

    def put_in(self, tag: str) -> None:
        """Put a tag where the cursor is; one step that can be undone."""
        after, cursor = put_in(self.text, self.cursor, tag)
        self.put(after, cursor, cursor)

    # ------------------------------------------------------------------ colours

    def find_changes(self) -> None:
        """What is another text or has another colour."""
        text = self.text
        newline = len(self.document.newline)
        self._line_starts = list(accumulate((len(line) + newline for line in self.document.lines), initial=0))
        if self._colouring.follow(text, self.dialect):
            self.run_worker(self._colour(text, self.dialect), group="colours", exclusive=True)
        super().find_changes()

    def on_mount(self) -> None:
        """What was loaded before has no colours yet."""
        self.redraw()

    async def _colour(self, text: str, dialect: Dialect) -> None:
        """Find the colours of a long text; the next key cancels this."""
        await asyncio.sleep(COLOUR_PAUSE + len(text) * FOR_A_CHARACTER)
        if self._colouring.take(text, dialect, await asyncio.to_thread(spans_of, text, dialect)):
            self.redraw()

    def spans_between(self, line: int, start: int, end: int) -> Iterable[Span]:
        """The coloured spans of a row."""
        offset = self._line_starts[line]
        spans = self._colouring.between(offset + start, offset + end)
        return marked_over(spans, self._tags.marked, offset + start, end - start)

    # ------------------------------------------------------------------ keys on tags

    def edit_tags(self, operation: TagEdit) -> None:
        """Do something to the text at the selection, as one step that can be undone.

        Whoever has selected nothing goes on typing, so the cursor is then behind the whole tag with its marks.
        """
        chosen = self._tags.on or self.span[0] != self.span[1]
        try:
            self.put(*operation(self.text, *self.span, dialect=self.dialect))
        except NoEdit as reason:
            self.say_why(reason)
            return
        if not chosen:
            self.let_go()

    def let_go(self) -> None:
        """Nothing is selected any more; the cursor is behind the tag that was, and its marks."""
        try:
            end = editing.block_at(self.text, self.span, self.dialect).end
        except NoEdit:  # there is no tag
            end = self.span[1]
        self.select_span(end, end)

    def say_why(self, reason: NoEdit) -> None:
        """A key can do nothing here."""
        self.app.bell()
        self.notify(str(reason), markup=False, timeout=2)

    def show_marks(self) -> None:
        """What is marked in tag mode has changed."""
        self.redraw()
        self._show_title()

    def put(self, after: str, start: int, end: int) -> None:
        """Show another text, as one step that can be undone, and select a stretch of it."""
        before = self.text
        if after != before:
            self.replace_text(before, after)
        self.select_span(start, end)

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
        self._tags.widen()

    def action_select_less(self) -> None:
        """Select what is inside."""
        self._tags.narrow()

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
        self._completing.text_changed(typed=typed)

    def offer(self, offers: Sequence[Offer], wanted: Fragment) -> None:
        """Take offers for a fragment, unless something else has been typed meanwhile, or elsewhere."""
        if self.has_focus:
            self._completing.answer(offers, wanted)

    @property
    def offering(self) -> bool:
        """Whether completions are offered."""
        return self._completing.offering

    def close_offers(self) -> None:
        """Offer nothing any more."""
        self._completing.close()

    @property
    def completed_from(self) -> Offset:
        """Where on the screen the words begin that are being completed: their list stays there while they are typed."""
        fragment = self._completing.fragment
        return self.cursor_screen_offset if fragment is None else self.on_screen(fragment.start)

    async def _on_paste(self, event: events.Paste) -> None:
        """Put the text in as it is; then it may become another one."""
        event.prevent_default()
        event.stop()
        if self._tags.on and not self._tags.on_purpose:
            self.let_go()  # where one stands is not to be replaced
        start, _ = self.span
        await super()._on_paste(event)
        pasted(self, start)

    # ------------------------------------------------------------------ tag mode

    def action_tag_mode(self) -> None:
        """Single keys act on tags, until Escape."""
        if self._tags.on and not self._tags.on_purpose:
            self.let_go()  # the next letter would replace the tag
        self._tags.switch()
        self.set_class(self._tags.on, "-tags")
        self.show_marks()
        self.post_message(self.TagModeChanged(self._tags.on))

    async def _lead_out(self) -> None:
        """Escape once more: out of the field, where that leads anywhere."""
        for node in self.ancestors:
            for binding in bound(node, "escape"):
                if await self.app.run_action(binding.action, node):
                    return

    async def _on_key(self, event: events.Key) -> None:
        if typed_ahead(self.app).takes(self, event):
            return
        studio_action = in_turn().get(event.key) or (self._tags.on and self._tags.of_studio(event.key))
        if studio_action:  # at once, as below
            event.prevent_default()
            event.stop()
            self._completing.close()
            await self.run_action(f"screen.{studio_action}")
            return
        if self._tags.on:
            event.prevent_default()
            event.stop()
            chosen = self._tags.on_purpose
            action = self._tags.action_of(event.key)
            if action is not None:
                await self.run_action(action)
            elif event.key == "escape" and not chosen:
                await self._lead_out()
            return
        self._typed = event.is_printable or event.key == "backspace"
        if self._completing.key(event.key, types=self._typed):
            self._typed = False
            event.prevent_default()
            event.stop()
            return
        if acting("words").get(event.key) == "tag_mode":  # at once: the keys behind it are for the tags
            event.prevent_default()
            event.stop()
            self.action_tag_mode()
            return
        if event.key in LEAVING:  # the letters behind it are for the next field
            event.prevent_default()
            event.stop()
            leave(self, event.key)
            return
        await super()._on_key(event)

    def on_blur(self) -> None:
        """Whoever comes back means to type."""
        self._completing.close()
        if self._tags.on:
            self.action_tag_mode()
