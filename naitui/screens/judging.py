"""Which of several pictures: side by side with what differs, or two at a time without a word."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from naitui.actions.in_effect import key_for
from naitui.library.index import Row
from naitui.novelai import Catalog
from naitui.screens.compare import MOST, CompareScreen
from naitui.screens.look import Look
from naitui.screens.tournament import TournamentScreen


async def compared(screen: Screen[None], rows: Sequence[Row], catalog: Catalog, look: Look) -> Row | None:
    """The one that was decided for, side by side; None when it was none."""
    if not 2 <= len(rows) <= MOST:
        screen.notify(f"Space chooses two to {MOST} pictures to be compared.", markup=False)
        return None
    return await screen.app.push_screen_wait(CompareScreen(rows, catalog, look))


async def won(screen: Screen[None], rows: Sequence[Row], look: Look) -> Row | None:
    """The winner of a tournament; None when nobody has won."""
    if len(rows) < 2:
        screen.notify("Space chooses the pictures that take part.", markup=False)
        return None
    winner = await screen.app.push_screen_wait(TournamentScreen(rows, look))
    if winner is not None:
        screen.notify(
            f"{winner.facts.path.name} won and has a star more; {key_for('gallery.undo')} takes that back.",
            markup=False,
        )
    return winner
