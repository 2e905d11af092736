"""The completions that are offered for what is being typed in one editor, and the keys that choose from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from naitui.library.offers import Offer


class Completing:
    """Which offers there are, and which one is chosen; ``show`` hears of every change."""

    def __init__(self, show: Callable[[Sequence[Offer], int], object]) -> None:
        self._show = show
        self._offers: Sequence[Offer] = ()
        self._chosen = 0

    @property
    def chosen(self) -> Offer | None:
        """The offer that would be taken; None while there are none."""
        return self._offers[self._chosen] if self._offers else None

    def offer(self, offers: Sequence[Offer]) -> None:
        """Other offers, the first one chosen; none at all closes the list."""
        if offers or self._offers:
            self._offers, self._chosen = offers, 0
            self._show(offers, 0)

    def step(self, by: int) -> None:
        """Choose another one."""
        self._chosen = (self._chosen + by) % len(self._offers)
        self._show(self._offers, self._chosen)
