"""The desk of the gallery: opens it, and does with its pictures what the studio and the app can do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from textual.app import App

from naitui.actions.in_effect import key_for
from naitui.bench import Bench
from naitui.desks.ablation import AblationDesk
from naitui.desks.studio import StudioDesk
from naitui.pictures.errors import BadPicture
from naitui.recipe import PreciseReference, Recipe, Source, Vibe
from naitui.recipe.merging import TITLES, merged
from naitui.screens.studio import StudioScreen
from naitui.widgets.deed import Deed, DeedWanted

if TYPE_CHECKING:  # the screens themselves are read when they are opened
    from naitui.library.again import Again
    from naitui.screens.gallery import GalleryScreen

USES = (
    ("source", "Source picture (image to image)"),
    ("vibe", "Vibe"),
    ("reference", "Precise reference"),
    ("enhance", "Enhance: again, in more detail or larger"),
    ("variations", "Variations: others like it"),
    ("upscale", "Upscale: twice the size"),
    ("tools", "Director tools: lines, colours, moods, no background"),
)
"""What can be done with a picture of the gallery, and how it is called."""


class GalleryDesk:
    """One gallery at a time. ``open_outside`` shows a picture in another program."""

    def __init__(
        self,
        app: App[None],
        bench: Bench,
        studio: StudioScreen,
        desk: StudioDesk,
        open_outside: Callable[[Path], object],
    ) -> None:
        self._ablations = AblationDesk(app, bench, desk)
        self._app, self._bench, self._studio, self._open_outside = app, bench, studio, open_outside
        self._screen: GalleryScreen | None = None

    def open(self) -> None:
        """Show the gallery."""
        from naitui.screens.gallery import GalleryScreen

        if self._screen is None:
            self._screen = GalleryScreen(self._bench.album, self._bench.catalog, self._studio.look)
            self._app.push_screen(self._screen, lambda _: self._closed())

    def _closed(self) -> None:
        self._screen = None
        self._app.run_worker(asyncio.to_thread(self._bench.album.thumbnails.trim), group="thumbnails", exclusive=True)

    def want(self, message: GalleryScreen.Wanted) -> None:
        """Something is to be done with pictures."""
        path = message.rows[0].facts.path
        match message.what:
            case "open":
                self._open_outside(path)
            case "ablate":
                self._app.run_worker(self._ablations.begin(message.rows[0], self._look_for), group="gallery")
            case "use_as":
                self._app.run_worker(self._use(path), group="gallery", exclusive=True)
            case "take" | "branch" | "rerun":
                self._app.run_worker(self._take_up(message.what, path), group="gallery", exclusive=True)

    # ------------------------------------------------------------------ pictures as recipes

    async def _take_up(self, how: str, path: Path) -> None:
        from naitui.library.again import NothingKnown, again
        from naitui.screens.take_picture import TakePictureScreen

        try:
            found = await asyncio.to_thread(again, path, self._bench.catalog)
        except (NothingKnown, BadPicture) as error:
            self._app.notify(f"{path.name}: {error}", severity="warning", markup=False)
            return
        except OSError as error:
            self._app.notify(f"{path.name}: {error.strerror or error}", severity="error", markup=False)
            return
        match how:
            case "branch":
                self._put(found, merged(self._studio.recipe, found.picture, set(TITLES) - {"append", "seed"}), "branch")
            case "rerun":
                self._put(found, found.request, "rerun")
            case _:
                now = self._studio.recipe
                taken = await self._app.push_screen_wait(TakePictureScreen(now, found, self._bench.catalog))
                if taken is not None:
                    self._put(found, taken, "take")

    async def _use(self, path: Path) -> None:
        from naitui.screens.choose import ChooseScreen

        how = await self._app.push_screen_wait(ChooseScreen("Use", USES, "source"))
        if how is None:
            return
        deed = next((deed for deed in get_args(Deed) if deed == how), None)
        if deed is not None:
            self._app.post_message(DeedWanted(deed, path))  # here, over the gallery
            return
        recipe, name = self._studio.recipe, str(path)
        match how:
            case "source":
                update: dict[str, object] = {"source": Source(path=name), "mask": None}
            case "vibe":
                update = {"vibes": (*recipe.vibes, Vibe(path=name))}
            case _:
                update = {"precise_references": (*recipe.precise_references, PreciseReference(path=name))}
        self._leave()
        self._studio.change(recipe.model_copy(update=update))

    def _look_for(self, query: str, changed: Sequence[int]) -> None:
        if self._screen is not None:
            self._screen.look_for(query, changed)

    def _leave(self) -> None:
        if self._screen is not None:
            self._screen.dismiss()

    def _put(self, found: Again, recipe: Recipe, how: str) -> None:
        """Into the studio, to which the way leads back; what is not there is told where it is looked for."""
        if how == "branch":
            sampling = recipe.sampling.model_copy(update={"seed": None})
            recipe = recipe.model_copy(update={"sampling": sampling})
        self._leave()
        if recipe == self._studio.recipe:
            self._app.notify("The studio has all of that already.", markup=False)
        else:
            self._studio.change(recipe)
        for lost in found.lost if how != "take" else ():
            self._studio.result.say(f"the picture cannot give back {lost}", "warning", toast=True)
        key = key_for("studio.generate")
        told = {"branch": f"Taken with a new seed; {key} makes it.", "rerun": f"The identical request; {key} makes it."}
        if how in told:
            self._app.notify(told[how], markup=False)
