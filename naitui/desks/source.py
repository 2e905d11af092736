"""The desk of sources: takes a picture as the recipe's source, reads it with its mask, shows what was read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from naitui.actions.in_effect import keyed
from naitui.bench import Bench
from naitui.desks.mask import UNUSABLE, MaskDesk, Size, in_words
from naitui.novelai.action import drawing_model
from naitui.pictures.errors import BadPicture
from naitui.recipe import Mask, Recipe, Source
from naitui.screens.studio import StudioScreen
from naitui.widgets.edit_words import DROPPED, OTHER_SOURCE, Shown

if TYPE_CHECKING:
    from naitui.library.edit_files import EditFiles, Opened
    from naitui.screens.edit import EditScreen


class SourceDesk:
    """The source of the recipe and that on the screen are one: undo shows another one, with the mask that it had.

    Args:
        app: tells what cannot be read.
        bench: the catalog.
        studio: has the recipe.
        masks: the mask goes with its source.
        files: reads pictures.
    """

    def __init__(
        self, app: App[None], bench: Bench, studio: StudioScreen, masks: MaskDesk, files: Callable[[], EditFiles]
    ) -> None:
        self._app, self._bench, self._studio, self._masks, self._files = app, bench, studio, masks, files
        self.screen: EditScreen | None = None
        self.opened: Opened | None = None
        """What is shown; None when there is none, or it cannot be used."""
        self._tried: tuple[object, ...] | None = None
        """What was read last, or tried to be; see `_read_as`."""

    def forget(self) -> None:
        """Nothing has been read yet for what is shown."""
        self.opened = self._tried = None
        self._masks.forget()

    def without_source(self) -> None:
        """The recipe has none any more."""
        self._tried = None
        if self.opened is not None:
            self._put_away()
            if self.screen is not None:
                self.screen.show_problem("")

    def _put_away(self) -> None:
        self.opened = None
        self._masks.forget()

    def drop(self) -> None:
        """Take source and mask out of the recipe."""
        self._put_away()
        self._studio.words.take(self._studio.recipe.model_copy(update={"source": None, "mask": None}))
        if self.screen is not None:
            self.screen.show_problem(keyed(DROPPED))

    def is_behind(self, recipe: Recipe) -> bool:
        """Whether the recipe has a source that is not the one that was read, in this size, last."""
        opened = self.opened
        if opened is None or recipe.source is None:
            return self._tried != self._read_as(recipe)
        size, alpha = (recipe.sampling.width, recipe.sampling.height), opened.holes and self.keeps_alpha(recipe)
        return (opened.path, opened.sent.size, opened.sent.mode == "RGBA") != (recipe.source.path, size, alpha)

    def keeps_alpha(self, recipe: Recipe) -> bool:
        """Whether what is transparent in the source stays so."""
        return drawing_model(recipe, self._bench.catalog).transparency and recipe.transparent

    def _read_as(self, recipe: Recipe) -> tuple[object, ...]:
        """Which source is read, and how."""
        path = recipe.source.path if recipe.source is not None else None
        return path, recipe.sampling.width, recipe.sampling.height, self.keeps_alpha(recipe)

    async def take(self, path: str) -> None:
        """Start from a picture, in its own size where that can be; the mask is another picture's."""
        from naitui.library.edit_files import best_size

        recipe = self._studio.recipe
        try:
            opened = await asyncio.to_thread(self._files().open, path, (64, 64), keep_alpha=False)
        except UNUSABLE as error:
            self.complain(path, error)
            return
        before = recipe.source.model_copy(update={"upscaled": False}) if recipe.source else Source(path=path)
        source = before.model_copy(update={"path": self._files().named(path)})
        size = best_size(opened.size, self._bench.catalog)
        self.put(recipe, source, None, size)
        await self.load()

    def put(self, recipe: Recipe, source: Source, mask: Mask | None, size: Size) -> None:
        """Give the recipe another source, in its size."""
        sampling = recipe.sampling.model_copy(update={"width": size[0], "height": size[1]})
        if sampling != recipe.sampling and self.screen is not None:
            self.screen.tell(f"The size is {size[0]}×{size[1]} now, as of the source.")
        self._put_away()
        self._studio.words.take(recipe.model_copy(update={"source": source, "mask": mask, "sampling": sampling}))

    async def load(self) -> None:
        """Read the recipe's source, and its mask."""
        screen, recipe = self.screen, self._studio.recipe
        if screen is None or recipe.source is None:
            return
        size, path = (recipe.sampling.width, recipe.sampling.height), recipe.source.path
        self._tried = tried = self._read_as(recipe)

        def behind() -> bool:  # the screen was left, or the recipe has another source: that one is being read
            return screen is not self.screen or self._read_as(self._studio.recipe) != tried

        try:
            if any(side % self._bench.catalog.limits.side_step for side in size):
                raise BadPicture(f"the size {size[0]}×{size[1]} cannot be sent; choose another one")
            opened = await asyncio.to_thread(self._files().open, path, size, keep_alpha=self.keeps_alpha(recipe))
            if behind():
                return
            self.opened = opened
            cells = await self._masks.of_recipe(recipe)
        except UNUSABLE as error:
            if not behind():
                self.opened = None
                self.complain(path, error)
            return

        picture = await asyncio.to_thread(opened.sent.convert, "RGB")
        if behind():
            return
        shown = Shown(path, opened.size, opened.sent.mode == "RGBA", opened.holes, opened.notes)
        screen.show_source(picture, cells, shown)
        self._masks.are_shown()
        if recipe.mask is not None:
            await self._masks.keep()  # one that was fitted has a file of its own

    def complain(self, path: str, error: Exception) -> None:
        """Say what cannot be used: on the screen too, where nothing else is shown."""
        words = in_words(path, error)
        if self.screen is not None:
            if self.opened is None:
                self.screen.show_problem(f"{words}. {keyed(OTHER_SOURCE)}")
            else:
                self.screen.painter.go_on()
        self._app.notify(words, severity="error", markup=False)
