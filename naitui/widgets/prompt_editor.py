"""The editor for prompts and undesired content: coloured by weight, with keys for whole tags."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widgets.text_area import Edit as TextEdit
from textual.widgets.text_area import EditResult, Selection

from naitui.actions import actions_of
from naitui.library.offers import Offer
from naitui.recipe import editing
from naitui.recipe.fragments import Fragment, accept, fragment_at, put_in
from naitui.recipe.keystrokes import Typed, Typing
from naitui.recipe.patch import changed
from naitui.recipe.weighing import Edit, NoEdit, weigh
from naitui.widgets.bindings import bindings_of
from naitui.widgets.lean_area import LeanArea, Span
from naitui.widgets.prompt_colours import CLASSES, Colouring, spans_of
from naitui.widgets.text import location_of, offset_of, plain

TAG_MODE = "←→ go ↑↓ weigh HL move d·c·s·u Esc"
"""For the narrowest terminal; the help says it in words."""

COLOUR_PAUSE, FOR_A_CHARACTER = 0.1, 4e-6
"""Seconds without a key before a long text is coloured anew, and more of them for every character of it."""
_KEYS = {key: action.id for action in actions_of("words") for key in action.keys}
_STUDIO_KEYS = {key: action.id for action in actions_of("studio") if action.in_turn for key in action.keys}
_STUDIO_KEYS_ON_TAGS = {"u": "undo", "r": "redo"}


class PromptEditor(LeanArea):
    """A text field that wraps and keeps Tab for moving on.

    ``numeric`` says whether the model knows weights like ``1.2::tag::``.
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
        super().__init__(placeholder=placeholder, id=id, max_checkpoints=0)  # undo is the recipe's, not the field's
        self.numeric = True
        self.tag_mode = False
        self._meter = ""
        self._title = title
        self._chips: Sequence[str] = ()
        self._show_title()
        self._offers: Sequence[Offer] = ()
        self._chosen = 0
        self._typed = False
        self._typing = Typing()

    def load(self, text: str) -> None:
        """Show another text, if it is another; the cursor goes to its end."""
        if text != self.words:
            self.load_text(text)
            self.move_cursor(self.document.end)
            self._typing.begin(text, self.text)

    def take_typed(self, text: str, cursor: tuple[int, int]) -> None:
        """Take a text that was typed elsewhere in the place of this one; one step that can be undone."""
        self._put(self.text, text)
        self.move_cursor(cursor)

    def restore(self, text: str) -> None:
        """Show another state of the text: what is the same stays where it is, the cursor goes to what changed."""
        before = self.words
        if text == before:
            return
        if before != self.text or "\r" in before + text:  # places in it are not those in the editor's own
            self.load(text)
            return
        self._put(before, text)
        self._typing.begin(text, self.text)

    @property
    def words(self) -> str:
        """The text as it is to be kept."""
        return self._typing.words(self.text)

    def take_steps(self) -> list[Typed]:
        """What was typed since this was last asked, change by change."""
        return self._typing.take()

    def edit(self, edit: TextEdit) -> EditResult:
        """Change the text: every key, paste and completion comes by here."""
        top, bottom = edit.top, edit.bottom
        result = super().edit(edit)
        self._typing.note(top, bottom, result.replaced_text, edit.text, result.end_location, self.text)
        return result

    def show_numeric(self, numeric: bool) -> None:
        """Another model may read numbers otherwise."""
        if numeric != self.numeric:
            self.numeric = numeric
            self.redraw()

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

    def show_chips(self, chips: Sequence[str]) -> None:
        """What goes with the text without standing in it, at the upper edge."""
        self._chips = chips
        self._show_title()

    def _show_title(self) -> None:
        # at the upper edge, for short terminals have no lower one; what does not fit is cut, the meter last
        beside = TAG_MODE if self.tag_mode else self._meter
        self.border_title = plain(" · ".join(part for part in (self._title, beside, *self._chips) if part))

    @property
    def span(self) -> tuple[int, int]:
        """What is selected, as places in the text; twice the cursor when nothing is."""
        text = self.text
        first, last = sorted((offset_of(text, self.selection.start), offset_of(text, self.selection.end)))
        return first, last

    def select_span(self, start: int, end: int) -> None:
        """Select a stretch of the text and bring it into sight."""
        text = self.text
        self.selection = Selection(location_of(text, start), location_of(text, end))
        self.scroll_cursor_visible()

    def replace_span(self, start: int, end: int, words: str) -> None:
        """Put other words in the place of a stretch; one step that can be undone."""
        before = self.text
        self._put(before, before[:start] + words + before[end:])
        self.select_span(start, start + len(words))

    def put_in(self, tag: str) -> None:
        """Put a tag where the cursor is; one step that can be undone."""
        before = self.text
        after, cursor = put_in(before, offset_of(before, self.selection.end), tag)
        self._put(before, after)
        self.selection = Selection.cursor(location_of(after, cursor))

    # ------------------------------------------------------------------ colours

    def redraw(self) -> None:
        """Draw what is another text or has another colour."""
        if self._loading or not self.is_mounted:
            return
        text = self.text
        newline = len(self.document.newline)
        self._line_starts = list(accumulate((len(line) + newline for line in self.document.lines), initial=0))
        if self._colouring.follow(text, numeric=self.numeric):
            self.run_worker(self._colour(text, self.numeric), group="colours", exclusive=True)
        super().redraw()

    def on_mount(self) -> None:
        """What was loaded before has no colours yet."""
        self.redraw()

    async def _colour(self, text: str, numeric: bool) -> None:
        """Find the colours of a long text; the next key cancels this."""
        await asyncio.sleep(COLOUR_PAUSE + len(text) * FOR_A_CHARACTER)
        if self._colouring.take(text, numeric, await asyncio.to_thread(spans_of, text, numeric=numeric)):
            self.redraw()

    def spans_between(self, line: int, start: int, end: int) -> Iterable[Span]:
        """The coloured spans of a row."""
        offset = self._line_starts[line]
        return self._colouring.between(offset + start, offset + end)

    # ------------------------------------------------------------------ keys on tags

    def _edit_tags(self, operation: Callable[[str, int, int], Edit]) -> None:
        """Do something to the text at the selection, as one step that can be undone."""
        before = self.text
        start, end = self.span
        try:
            after, first, last = operation(before, start, end)
        except NoEdit as reason:
            self.app.bell()
            self.notify(str(reason), markup=False, timeout=2)
            return
        if after != before:
            self._put(before, after)
        self.select_span(first, last)

    def _put(self, before: str, after: str) -> None:
        """Change only what is different, so that the screen has little to do; a step of its own."""
        start, removed, stop = changed(before, after)
        self._typing.cut()
        self.replace(after[start:stop], location_of(before, start), location_of(before, start + removed))
        self._typing.cut()

    def action_raise_weight(self) -> None:
        """The tag or the selection counts more."""
        self._edit_tags(lambda text, start, end: weigh(text, start, end, up=True, numeric=self.numeric))

    def action_lower_weight(self) -> None:
        """The tag or the selection counts less."""
        self._edit_tags(lambda text, start, end: weigh(text, start, end, up=False, numeric=self.numeric))

    def action_tag_left(self) -> None:
        """The tag changes places with the one before."""
        self._edit_tags(lambda text, _, end: editing.move(text, end, right=False, numeric=self.numeric))

    def action_tag_right(self) -> None:
        """The tag changes places with the next one."""
        self._edit_tags(lambda text, _, end: editing.move(text, end, right=True, numeric=self.numeric))

    def action_delete_tag(self) -> None:
        """The tag goes, with its comma."""
        self._edit_tags(lambda text, _, end: editing.remove(text, end, numeric=self.numeric))

    def action_comment_tag(self) -> None:
        """The tag stays but is not sent; and back."""
        self._edit_tags(lambda text, _, end: editing.comment(text, end, numeric=self.numeric))

    def action_select_tag(self) -> None:
        """Select the tag; again, what is around it."""
        self._edit_tags(lambda text, start, end: editing.select(text, start, end, numeric=self.numeric))

    def action_next_tag(self) -> None:
        """To the next tag."""
        self._edit_tags(lambda text, _, end: editing.neighbour(text, end, right=True, numeric=self.numeric))

    def action_previous_tag(self) -> None:
        """To the tag before."""
        self._edit_tags(lambda text, start, _: editing.neighbour(text, start, right=False, numeric=self.numeric))

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
        return fragment_at(text, offset_of(text, self.selection.end))

    def offer(self, offers: Sequence[Offer], wanted: Fragment | None = None) -> None:
        """Take offers for a fragment, unless something else has been typed meanwhile."""
        if wanted is not None and wanted != self._fragment():
            return
        if offers or self._offers:
            self._offers, self._chosen = offers, 0
            self.post_message(self.Offered(self, offers, 0))

    @property
    def completed_from(self) -> Offset:
        """Where on the screen the words begin that are being completed: their list stays there while they are typed."""
        fragment, cursor = self._fragment(), self.cursor_screen_offset
        if fragment is None:
            return cursor
        begin = self.wrapped_document.location_to_offset(location_of(self.text, fragment.start))
        return (
            cursor
            if begin.y != self._cursor_offset[1]
            else Offset(cursor.x - self._cursor_offset[0] + begin.x, cursor.y)
        )

    def _offer_key(self, key: str) -> bool:
        """A key while offers are shown; whether it was for them."""
        if key in ("up", "down"):
            self._chosen = (self._chosen + (1 if key == "down" else -1)) % len(self._offers)
            self.post_message(self.Offered(self, self._offers, self._chosen))
        elif key == "tab":
            self._accept(self._offers[self._chosen])
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

    # ------------------------------------------------------------------ tag mode

    def action_tag_mode(self) -> None:
        """Single keys act on tags, until Escape."""
        self.tag_mode = not self.tag_mode
        self.set_class(self.tag_mode, "-tags")
        self._show_title()

    async def _on_key(self, event: events.Key) -> None:
        studio_action = _STUDIO_KEYS.get(event.key) or (self.tag_mode and _STUDIO_KEYS_ON_TAGS.get(event.key))
        if studio_action:  # at once, as below
            event.prevent_default()
            event.stop()
            self.offer(())
            await self.run_action(f"screen.{studio_action}")
            return
        if self.tag_mode:
            event.prevent_default()
            event.stop()
            self._tag_key(event.key)
            return
        if self._offers:
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

    def _tag_key(self, key: str) -> None:
        actions: dict[str, Callable[[], object]] = {
            "left": self.action_previous_tag, "h": self.action_previous_tag,
            "right": self.action_next_tag, "l": self.action_next_tag,
            "up": self.action_raise_weight, "k": self.action_raise_weight, "plus": self.action_raise_weight,
            "down": self.action_lower_weight, "j": self.action_lower_weight, "minus": self.action_lower_weight,
            "H": self.action_tag_left, "shift+left": self.action_tag_left,
            "L": self.action_tag_right, "shift+right": self.action_tag_right,
            "d": self.action_delete_tag, "delete": self.action_delete_tag,
            "c": self.action_comment_tag, "s": self.action_select_tag,
            "e": self.action_edit_outside, "slash": self.action_find_words,
            "escape": self.action_tag_mode, "enter": self.action_tag_mode, "i": self.action_tag_mode,
        }  # fmt: skip
        action = actions.get(key)
        if action is not None:
            action()

    def on_blur(self) -> None:
        """Whoever comes back means to type."""
        self.offer(())
        if self.tag_mode:
            self.action_tag_mode()
