"""The desk of masks: reads them, keeps what is painted, brings them in from files and out to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.library.collection import NoEntry
from naitui.library.path_offers import Nearby
from naitui.novelai.errors import clean
from naitui.pictures.errors import BadPicture
from naitui.pictures.region import CELL, Region
from naitui.recipe import Mask, Recipe
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.studio import StudioScreen

if TYPE_CHECKING:
    from naitui.library.edit_files import EditFiles
    from naitui.pictures.painting import Cells
    from naitui.screens.edit import EditScreen

UNUSABLE = (OSError, BadPicture, NoEntry)
Size = tuple[int, int]


class MaskDesk:
    """The mask of the recipe and that of the painter are one: what is painted gets a file, undo shows another one."""

    def __init__(self, app: App[None], studio: StudioScreen, files: Callable[[], EditFiles]) -> None:
        self._app, self._studio, self._files = app, studio, files
        self.screen: EditScreen | None = None
        self._path = ""
        """Of the mask that the painter shows; empty without one."""
        self._kept: Cells | None = None
        """As it is in that file; None when it is not, or not in this size."""
        self._shown = False
        """Whether the painter shows the mask of the recipe; while another is read it shows one no longer meant."""

    def forget(self) -> None:
        """There is no mask that belongs to what is shown."""
        self._path, self._kept, self._shown = "", None, False

    def are_shown(self) -> None:
        """The painter shows what was read for the recipe: what is painted from here on is meant for it."""
        self._shown = True

    def shows(self, recipe: Recipe) -> bool:
        """Whether the painter shows the recipe's mask."""
        return self._path == (recipe.mask.path if recipe.mask is not None else "")

    # ------------------------------------------------------------------ from the recipe to the painter

    async def of_recipe(self, recipe: Recipe) -> Cells:
        """The recipe's mask in its size; one of another size is fitted only when that is wanted."""
        from naitui.pictures.painting import Cells

        size = recipe.sampling.width, recipe.sampling.height
        self._shown = False
        self._path, self._kept = recipe.mask.path if recipe.mask is not None else "", None
        blank = Cells.blank(*size)
        if recipe.mask is None:
            self._kept = blank
            return blank
        found = await self.read(recipe.mask.path, size)
        if found is None:
            return blank
        cells, fitted = found
        self._kept = None if fitted else cells
        return cells

    async def follow(self, recipe: Recipe) -> None:
        """The recipe has another mask for the same source: undo, or a state of the past."""
        cells = await self.of_recipe(recipe)
        if self.screen is not None:
            self.screen.focuses = recipe.mask.region is not None if recipe.mask is not None else self.screen.focuses
            self.screen.painter.replace(cells)
            self.are_shown()
            self.screen.show(recipe)

    async def read(self, path: str, size: Size) -> tuple[Cells, bool] | None:
        """A mask file as cells, and whether it was fitted; None when it cannot be read, or is not to be fitted."""
        from naitui.pictures.painting import Cells

        try:
            image = await asyncio.to_thread(self._files().mask, path)
            other = image.size not in (size, (size[0] // CELL, size[1] // CELL))
            if other:
                lines = [f"The mask is {image.width}×{image.height}, the picture is sent as {size[0]}×{size[1]}."]
                answers = [("enter", "Fit the mask to the picture"), ("n", "Begin without a mask")]
                if await self._app.push_screen_wait(ConfirmScreen("Another size", lines, answers)) != "enter":
                    return None
            return await asyncio.to_thread(Cells.of, image, *size), other
        except (*UNUSABLE, ValueError) as error:
            self.complain(path, error)
            return None

    # ------------------------------------------------------------------ from the painter to the recipe

    async def keep(self) -> bool:
        """Write the mask as it is painted now and put it into the recipe; False when it cannot be written."""
        screen, recipe = self.screen, self._studio.recipe
        cells = screen.cells if screen is not None else None
        if screen is None or cells is None or recipe.source is None or not self._shown:
            return True
        focused = recipe.mask is not None and recipe.mask.region is not None
        if cells == self._kept and (focused == screen.focuses or cells.is_empty):
            return True
        try:
            written = None if cells.is_empty else await asyncio.to_thread(self._write, cells, focuses=screen.focuses)
        except OSError as error:
            self.complain("the mask", error)
            return False
        recipe = self._studio.recipe  # it may have changed while the file was written
        mask = None
        if written is not None:
            strength = recipe.mask.strength if recipe.mask is not None else 1.0
            mask = Mask(path=written[0], region=written[1], strength=strength)
        self._path, self._kept = mask.path if mask is not None else "", cells
        if recipe.mask != mask:
            self._studio.words.take(recipe.model_copy(update={"mask": mask}))
            screen.show(self._studio.recipe)
        return True

    def _write(self, cells: Cells, *, focuses: bool) -> tuple[str, Region | None]:
        from naitui.pictures.masks import focus_region

        image = cells.mask()
        return self._files().keep_mask(cells), focus_region(image, *image.size) if focuses else None

    async def put(self, cells: Cells, empty: str) -> None:
        """A mask that comes from elsewhere, as a step of the painter; ``empty`` is said where nothing is in it."""
        if cells.is_empty:
            self._app.notify(empty, severity="warning", markup=False)
        elif self.screen is not None:
            self.screen.painter.take(cells)
            self.screen.set_focus(self.screen.painter)
            await self.keep()

    # ------------------------------------------------------------------ files

    async def load(self, size: Size) -> None:
        """Out of a picture that is asked for."""
        from naitui.screens.path import PathScreen

        path = await self._app.push_screen_wait(PathScreen("Mask from a picture", Path(), Nearby))
        found = await self.read(path, size) if path is not None else None
        if path is not None and found is not None:
            name = Path(path).name
            await self.put(found[0], f"{name}: nothing in it is white or painted, so nothing would be painted anew.")

    async def see_through(self, path: str, size: Size) -> None:
        """Out of what of the source can be seen through."""
        try:
            cells = await asyncio.to_thread(self._files().holes, path, size)
        except UNUSABLE as error:
            self.complain(path, error)
            return
        await self.put(cells, "Nothing of the source can be seen through: paint the mask.")

    async def save(self) -> None:
        """Into a PNG file that is asked for; nothing is overwritten."""
        from naitui.library.files import write_new
        from naitui.pictures.prepare import png
        from naitui.screens.path import PathScreen

        cells = self.screen.cells if self.screen is not None else None
        if cells is None or cells.is_empty:
            self._app.notify("Nothing is painted: there is no mask to be saved.", markup=False)
            return
        hint = "a PNG file: white is painted anew"
        screen = PathScreen("Save the mask", Path(), Nearby, typed="mask.png", new=True, hint=hint)
        path = await self._app.push_screen_wait(screen)
        if path is None:
            return
        try:
            written = await asyncio.to_thread(lambda: write_new(Path(path).expanduser(), png(cells.mask())))
        except OSError as error:
            self.complain(path, error)
        else:
            self._app.notify(f"Written: {written}", markup=False)

    def complain(self, path: str, error: Exception) -> None:
        """Why a file cannot be used, in one line."""
        self._app.notify(in_words(path, error), severity="error", markup=False)


def in_words(path: str, error: Exception) -> str:
    """What is wrong with a file."""
    words = (error.strerror or "cannot be used") if isinstance(error, OSError) else str(error)
    return clean(f"{Path(path).name}: {words.rstrip('.')}")
