"""From any screen to one that the studio opens: the screens between are left as Escape leaves them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, TypeVar

from textual.app import App
from textual.command import CommandPalette
from textual.screen import ModalScreen, Screen

from naitui.actions import Action, Place, actions_of
from naitui.actions.ways import LEADS
from naitui.screens.studio import StudioScreen
from naitui.widgets.picture_pane import PicturePane

_Result = TypeVar("_Result")

_OVER = frozenset(("configure", "choose_theme", "help", "doctor"))
"""What opens over whatever is there, and leads back to it."""
_OPENS: Mapping[str, Place] = {lead: place for place, lead in LEADS.items()}
"""The place that an action leads to."""
_ANSWER_FIRST = "A dialog is open: answer it, or leave it with Esc, before you go elsewhere."
_MOST_STEPS = 8
"""Escapes after which nobody is led on: a search is closed, a picture, a screen."""
_ROUNDS, _PAUSE = 100, 0.02
"""How often, and how many seconds apart, is looked whether a screen has gone: it may have something to save."""


def destinations(screen: Screen[object]) -> list[Action]:
    """The screens that can be gone to from here and that it does not lead to itself; none from a dialog."""
    if isinstance(screen, ModalScreen | StudioScreen):
        return []
    place: Place = getattr(screen, "PLACE", "studio")
    found = [one for one in (*actions_of("studio"), *actions_of("picture")) if one.letter and one.palette]
    return [one for one in found if not hasattr(screen, f"action_{one.id}") and one.name != LEADS.get(place)]


def owner_at_home(studio: StudioScreen, action: Action) -> Screen[None] | PicturePane | None:
    """Who in the studio does an action that can be asked for from other screens; None where nobody does."""
    owner = studio.result.picture_pane if action.place == "picture" else studio
    found = action.place in ("studio", "picture") and (action.place == "studio" or bool(action.letter))
    return owner if found and hasattr(owner, f"action_{action.id}") else None


async def go(app: App[_Result], studio: StudioScreen, action: Action, *given: str) -> None:
    """Do an action of the studio from wherever one is, with what it is given."""
    if isinstance(app.screen, CommandPalette):
        await _gone(app, app.screen)  # it is on its way
    if isinstance(app.screen, ModalScreen):
        app.notify(_ANSWER_FIRST, markup=False)
        return
    owner = owner_at_home(studio, action)
    goal = _goal(app, studio, action)
    for _ in range(_MOST_STEPS):
        if goal is None or app.screen is goal:
            break
        await _leave(app)
    if owner is not None and (goal is None or app.screen is goal):  # else something is asked there first
        await owner.run_action(f"{action.id}({', '.join(map(repr, given))})")


def _goal(app: App[_Result], studio: StudioScreen, action: Action) -> Screen[Any] | None:
    """The screen that one has to be on first; None where any will do."""
    if action.id not in _OVER:
        return studio
    place = _OPENS.get(action.name)  # is it there already, below others?
    return next((screen for screen in app.screen_stack if place and getattr(screen, "PLACE", "") == place), None)


async def _leave(app: App[_Result]) -> None:
    before = app.screen
    if isinstance(before, ModalScreen):
        return
    await before.run_action("back")
    await _gone(app, before)


async def _gone(app: App[_Result], before: Screen[Any]) -> None:
    for _ in range(_ROUNDS):
        if app.screen is not before:
            return
        await asyncio.sleep(_PAUSE)
