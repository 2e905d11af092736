"""From any screen to one that the studio opens: the screens between are left as Escape leaves them."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from textual.app import App
from textual.screen import ModalScreen, Screen

from naitui.actions import Action, Place, actions_of
from naitui.actions.ways import LEADS
from naitui.screens.studio import StudioScreen

_Result = TypeVar("_Result")

_OVER = frozenset(("configure", "choose_theme", "help"))
"""What opens over whatever is there, and leads back to it."""
_MOST_STEPS = 8
"""Escapes after which nobody is led on: a search is closed, a picture, a screen."""
_ROUNDS, _PAUSE = 100, 0.02
"""How often, and how many seconds apart, is looked whether a screen has gone: it may have something to save."""


def destinations(screen: Screen[object]) -> list[Action]:
    """The screens that can be gone to from here and that it does not lead to itself; none from a dialog."""
    if isinstance(screen, ModalScreen | StudioScreen):
        return []
    place: Place = getattr(screen, "PLACE", "studio")
    found = [action for action in actions_of("studio") if action.letter and action.palette]
    return [one for one in found if not hasattr(screen, f"action_{one.id}") and one.name != LEADS.get(place)]


async def go(app: App[_Result], studio: StudioScreen, action: Action) -> None:
    """Do an action of the studio from wherever one is."""
    if action.id not in _OVER:
        for _ in range(_MOST_STEPS):
            if app.screen is studio:
                break
            await _leave(app)
        if app.screen is not studio:
            return  # something is asked there first
    await studio.run_action(action.id)


async def _leave(app: App[_Result]) -> None:
    before = app.screen
    if isinstance(before, ModalScreen):
        return
    await before.run_action("back")
    for _ in range(_ROUNDS):
        if app.screen is not before:
            return
        await asyncio.sleep(_PAUSE)
