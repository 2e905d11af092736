"""Keeps the studio's draft on disk, and its past behind it; says it when the disk does not take them."""

from __future__ import annotations

import asyncio

from naitui.desks.past_keeper import PastKeeper
from naitui.library.draft import Draft
from naitui.recipe import Recipe
from naitui.screens.studio import StudioScreen


class DraftKeeper:
    """Writes one draft and one past."""

    def __init__(self, draft: Draft, past: PastKeeper, studio: StudioScreen) -> None:
        self._draft, self._past, self._studio = draft, past, studio
        self._unsaved: Recipe | None = None
        self._saving = asyncio.Lock()

    async def keep(self, recipe: Recipe) -> None:
        """Write the draft, then the past. One write at a time, the newest recipe last, however slow the disk is."""
        self._unsaved = recipe
        async with self._saving:
            newest, self._unsaved = self._unsaved, None
            try:
                if newest is not None:  # else the one before has written it already
                    await asyncio.to_thread(self._draft.save, newest)
            except OSError as error:
                self._studio.result.say(f"the draft cannot be saved: {error}", "error")
        await self.keep_past()

    async def keep_past(self) -> None:
        """Write what is new in the past."""
        try:
            await self._past.save()
        except OSError as error:
            self._studio.result.say(f"the past cannot be saved: {error}", "error")
