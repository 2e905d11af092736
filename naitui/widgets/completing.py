"""The completions that are offered for what is being typed in one editor, and the keys that choose from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from naitui.library.offers import Offer
from naitui.recipe.fragments import Fragment, accept, fragment_at

if TYPE_CHECKING:
    from naitui.widgets.prompt_editor import PromptEditor


class Completing:
    """Which completions an editor offers, and which one of them is chosen."""

    def __init__(self, editor: PromptEditor) -> None:
        self._editor = editor
        self._offers: Sequence[Offer] = ()
        self._chosen = 0

    @property
    def offering(self) -> bool:
        """Whether anything is offered."""
        return bool(self._offers)

    @property
    def fragment(self) -> Fragment | None:
        """What is being typed."""
        return fragment_at(self._editor.text, self._editor.cursor, self._editor.dialect)

    def ask(self) -> None:
        """Something was typed: have completions looked for, if it may be the beginning of anything."""
        fragment = self.fragment
        if fragment is None or (fragment.kind == "tag" and not fragment.text.strip()):
            self.close()
        else:
            self._editor.post_message(self._editor.CompletionWanted(self._editor, fragment))

    def take(self, offers: Sequence[Offer]) -> None:
        """Other offers, the first one chosen; none at all closes the list."""
        if offers or self._offers:
            self._offers, self._chosen = offers, 0
            self._show()

    def close(self) -> None:
        """Nothing is offered any more."""
        self.take(())

    def key(self, key: str, *, types: bool) -> bool:
        """A key, which may type something; whether it was for the offers. Other keys close the list."""
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
