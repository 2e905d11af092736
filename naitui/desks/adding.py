"""What is asked before a file becomes a reference: which one, and whether its vibes are meant or the picture itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from textual.app import App

from naitui.actions.in_effect import key_for
from naitui.bench import Bench
from naitui.library.adding import Candidate, candidate, precise, taken_out
from naitui.library.collection import NoEntry
from naitui.library.path_offers import look_nearby
from naitui.novelai.action import drawing_model
from naitui.pictures.errors import BadPicture
from naitui.recipe import Vibe
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.studio import StudioScreen
from naitui.widgets.reference_fields import Reference
from naitui.widgets.reference_words import Kind, short_name

MOST_VIBES = 16
"""Taken out of one file into a recipe whose model says nothing; the collection gets all."""
MOST_NOTES = 5
"""Said of one file."""
UNUSABLE = (OSError, BadPicture, NoEntry)


class Adding:
    """Asks, looks what a file is, and takes vibes into the collection."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen) -> None:
        self._app, self._bench, self._studio = app, bench, studio

    async def ask(self, kind: Kind) -> Sequence[Reference]:
        """Ask for a file; what it gives the recipe."""
        from naitui.screens.path import PathScreen

        bench = self._bench
        nearby = partial(look_nearby, bench.collection, bench.shelf.pictures)
        title = "Add a vibe" if kind == "vibes" else "Add a precise reference"
        path = await self._app.push_screen_wait(PathScreen(title, Path(), nearby))
        return await self._references_of(kind, path) if path is not None else []

    async def _references_of(self, kind: Kind, path: str) -> Sequence[Reference]:
        """What a path gives the recipe; nothing where it cannot be used, which is said."""
        bench = self._bench
        try:
            if kind == "precise":
                return [await asyncio.to_thread(precise, path, bench.sources)]
            return await self._vibes_of(await asyncio.to_thread(candidate, path, bench.sources, bench.catalog))
        except UNUSABLE as error:
            complain(self._app, path, error)
            return []

    async def _vibes_of(self, found: Candidate) -> list[Vibe]:
        """What a file gives the recipe: itself, or the vibes in it, which go into the collection."""
        bench = self._bench
        model = drawing_model(self._studio.recipe, bench.catalog)
        if found.own is not None:
            if not found.inside:
                self._tell_odd(found.path, found.notes)
                return [found.own]
            lines = [f"This picture was made with {_counted(found.inside)}, which are still in it."]
            answers = [("enter", "Take the picture itself"), ("v", "Take its vibes, into the collection too")]
            answer = await self._app.push_screen_wait(ConfirmScreen(short_name(found.path), lines, answers))
            if answer != "v":
                return [found.own] if answer else []
        elif not found.model_known:
            if model.vibe_key is None:
                self._app.notify(
                    f"{model.title} has no encodings; choose the vibe's model with {key_for('studio.choose_model')}.",
                    markup=False,
                )
                return []
            lines = ["The encoding in it does not say for which model it was made."]
            answers = [("enter", f"Take it for {model.title}")]
            if not await self._app.push_screen_wait(ConfirmScreen(short_name(found.path), lines, answers)):
                return []
        vibes, notes = await asyncio.to_thread(taken_out, found, bench.sources, bench.catalog, model)
        room = max(0, (model.vibes_max or MOST_VIBES) - len(self._studio.recipe.vibes))
        more = f"; the first {room} of them are in the recipe" if room < len(vibes) else ""
        self._app.notify(f"{_counted(len(vibes))} in the collection now{more}.", markup=False)
        self._tell_odd(found.path, notes)
        return vibes[:room]

    def _tell_odd(self, path: str, notes: Sequence[str]) -> None:
        """What is odd about a file that was taken all the same; of many oddities the first."""
        if notes:
            rest = len(notes) - MOST_NOTES
            lines = [short_name(path), *notes[:MOST_NOTES], *([f"and {rest} more"] if rest > 0 else [])]
            self._app.notify("\n".join(lines), severity="warning", markup=False)


def complain(app: App[None], path: str, error: Exception) -> None:
    """Say why a file cannot be used."""
    words = (error.strerror or "cannot be used") if isinstance(error, OSError) else str(error)
    app.notify(f"{short_name(path)}: {words}", severity="error", markup=False)


def _counted(vibes: int) -> str:
    return "1 vibe" if vibes == 1 else f"{vibes} vibes"
