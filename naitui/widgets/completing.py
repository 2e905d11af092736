"""The completions that are offered for what is being typed in one editor, and the keys that choose from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from naitui.library.offers import Offer
from naitui.recipe.fragments import Fragment, accept, fragment_at
from naitui.widgets.typed_ahead import leave, typed_ahead

if TYPE_CHECKING:
    from naitui.widgets.prompt_editor import PromptEditor


class Completing:
    """Which completions an editor offers, and which one of them is chosen."""

    def __init__(self, editor: PromptEditor) -> None:
        self._editor = editor
        self._offers: Sequence[Offer] = ()
        self._chosen = 0
        self._seen = ""
        """The text when something was last asked, or the list was closed."""
        self._asked: Fragment | None = None
        """What was asked last; None once the list was closed: answers to that are of no use any more."""
        self._answered = False
        self._waits = False
        """Whether Tab was pressed before the answer: the first offer is taken when it comes; without one Tab leaves."""

    @property
    def offering(self) -> bool:
        """Whether anything is offered."""
        return bool(self._offers)

    @property
    def fragment(self) -> Fragment | None:
        """What is being typed."""
        return fragment_at(self._editor.text, self._editor.cursor, self._editor.dialect)

    def text_changed(self, *, typed: bool) -> None:
        """There is another text; if it was typed, have completions looked for."""
        if self._editor.text == self._seen:
            return  # Tab has asked already
        if typed:
            self._ask()
        else:
            self.close()

    def _ask(self) -> None:
        fragment = self._completable
        if fragment is None:
            self.close()
        elif fragment != self._asked:
            self._asked, self._seen, self._answered = fragment, self._editor.text, False
            self._editor.post_message(self._editor.CompletionWanted(self._editor, fragment))

    @property
    def _completable(self) -> Fragment | None:
        """What is being typed, if it may be the beginning of anything."""
        fragment = self.fragment
        return None if fragment is None or (fragment.kind == "tag" and not fragment.text.strip()) else fragment

    def answer(self, offers: Sequence[Offer], asked: Fragment) -> None:
        """What was found for a fragment, of no use when something else stands there by now. More may come later."""
        if asked != self._asked or asked != self.fragment:
            return
        waited, self._waits, self._answered = self._waits, False, True
        if not waited:
            self._take(offers)
        elif offers:
            self._accept(offers[0])
            typed_ahead(self._editor.app).go_on()
        else:
            leave(self._editor, "tab")

    def _take(self, offers: Sequence[Offer]) -> None:
        """Other offers, the first one chosen; none at all closes the list."""
        if offers or self._offers:
            self._offers, self._chosen = offers, 0
            self._show()

    def close(self) -> None:
        """Nothing is offered any more, and nothing asked."""
        self._seen, self._asked, self._waits = self._editor.text, None, False
        self._take(())

    def key(self, key: str, *, types: bool) -> bool:
        """A key, which may type something; whether it was for the offers. Other keys close the list."""
        waited, self._waits = self._waits, False
        if key == "tab" and not waited and self._unanswered:
            self._ask()
            self._waits = True
            typed_ahead(self._editor.app).lead(self._editor)  # keys behind it are for after the answer
            return True
        if not self._offers:
            return False
        if key in ("up", "down"):
            self._chosen = (self._chosen + (1 if key == "down" else -1)) % len(self._offers)
            self._show()
        elif key == "tab":
            self._accept(self._offers[self._chosen])
        elif key == "escape" or not types:
            self.close()
        return key in ("up", "down", "tab", "escape")

    @property
    def _unanswered(self) -> bool:
        """Whether the list, if there is one, is not for what stands there: over a slow line Tab comes with the last
        letters, before there was an answer to them, or even a question."""
        fragment = self._completable
        if fragment is None or (fragment == self._asked and self._answered):
            return False
        return fragment == self._asked or self._editor.text != self._seen

    def _show(self) -> None:
        self._editor.post_message(self._editor.Offered(self._editor, self._offers, self._chosen))

    def _accept(self, offer: Offer) -> None:
        fragment, before = self.fragment, self._editor.text
        self.close()
        if fragment is None:
            return
        if offer.kind == "style":  # a style is no text: it belongs to the recipe
            start = fragment.start - 1
            self._editor.put(before[:start] + before[fragment.end :].removeprefix(">"), start, start)
            self._editor.post_message(self._editor.StyleChosen(offer.text))
            return
        after, cursor = accept(before, fragment, offer.text)
        self._editor.put(after, cursor, cursor)
