"""The editor for prompts and undesired content: coloured by weight, with keys for whole tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from naitui.actions import actions_of
from naitui.library.offers import Offer
from naitui.recipe import editing
from naitui.recipe.fragments import Fragment, accept, fragment_at
from naitui.recipe.syntax import parse
from naitui.recipe.weighing import Edit, NoEdit, weigh
from naitui.widgets.bindings import bindings_of
from naitui.widgets.prompt_colours import CLASSES, Span, spans_by_line
from naitui.widgets.text import location_of, offset_of, plain

TAG_MODE = "←→ go ↑↓ weigh HL move d·c·s·u Esc"
"""For the narrowest terminal; the help says it in words."""

_KEYS = {key: action.id for action in actions_of("words") for key in action.keys}


class PromptEditor(TextArea):
    """A text field that wraps, keeps Tab for moving on, and does not blink (a blinking cursor sends bytes for ever).

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
        self.numeric = True
        self.tag_mode = False
        self._meter = ""
        self._title = title
        self._show_title()
        self._offers: Sequence[Offer] = ()
        self._chosen = 0
        self._typed = False
        self._coloured: tuple[str, bool, Mapping[int, Sequence[Span]]] = ("", True, {})

    def load(self, text: str) -> None:
        """Show another text, if it is another; the cursor goes to its end."""
        if text != self.text:
            self.load_text(text)
            self.move_cursor(self.document.end)

    def show_numeric(self, numeric: bool) -> None:
        """Another model may read numbers otherwise."""
        if numeric != self.numeric:
            self.numeric = numeric
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
        beside = TAG_MODE if self.tag_mode else self._meter
        self.border_title = plain(f"{self._title} · {beside}" if beside else self._title)

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

    # ------------------------------------------------------------------ colours

    def get_line(self, line_index: int) -> Text:
        """A line in its colours; called for every line that is drawn."""
        line = super().get_line(line_index)
        text = self.document.text
        if (text, self.numeric) != self._coloured[:2]:
            self._coloured = (text, self.numeric, spans_by_line(parse(text, numeric=self.numeric)))
        for start, end, name in self._coloured[2].get(line_index, ()):
            line.stylize(self.get_component_rich_style(name, partial=True), start, end)
        return line

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
        """Take offers for a fragment, unless something else has been typed meanwhile, or elsewhere."""
        if wanted is not None and (wanted != self._fragment() or not self.has_focus):
            return
        if offers or self._offers:
            self._offers, self._chosen = offers, 0
            self.post_message(self.Offered(self, offers, 0))

    @property
    def offering(self) -> bool:
        """Whether completions are offered."""
        return bool(self._offers)

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
            "u": self.action_undo, "r": self.action_redo,
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
