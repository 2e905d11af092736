"""The desk of editing: sends what is edited, shows what comes of it, and does what its screen wishes for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.actions.in_effect import keyed
from naitui.bench import Bench
from naitui.desks.mask import UNUSABLE, MaskDesk
from naitui.desks.outside import OutsideDesk
from naitui.desks.source import SourceDesk
from naitui.jobs import Cancelled, Event, Failed, Generation, Saved, Stepped
from naitui.jobs.job import Job
from naitui.library.path_offers import look_nearby
from naitui.novelai import Subscription
from naitui.novelai.errors import clean
from naitui.recipe import Mask, Recipe, Source
from naitui.screens.asking import ask_for_value
from naitui.screens.studio import StudioScreen
from naitui.widgets.deed import PairWanted
from naitui.widgets.edit_words import CHANGED, ENDS, NO_RESULT, RESULT_KEYS

if TYPE_CHECKING:
    from PIL import Image

    from naitui.library.edit_files import EditFiles, Opened
    from naitui.pictures.painting import Cells
    from naitui.screens.edit import EditScreen


class EditDesk:
    """Looks, asks, keeps. The recipe is the studio's: what is done here can be undone there."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen, cancel: Callable[[], object]) -> None:
        self._app, self._bench, self._studio, self._cancel = app, bench, studio, cancel
        self._screen: EditScreen | None = None
        self._files: EditFiles | None = None
        self._result: Path | None = None
        self._looked: tuple[Recipe, Recipe] | None = None
        """The recipe before its source was taken from the studio, and just behind it."""
        self._masks = MaskDesk(app, studio, lambda: self._reader)
        self._sources = SourceDesk(app, bench, studio, self._masks, lambda: self._reader)
        self._outside = OutsideDesk(app, bench.settings, self._note)

    # ------------------------------------------------------------------ the screen

    def open(self, account: Subscription | None) -> None:
        """Show the screen: the recipe's source, or else the picture that is shown in the studio."""
        from naitui.screens.edit import EditScreen  # loads what decodes pictures: after the first frame

        bench, studio = self._bench, self._studio
        self._screen = screen = EditScreen(studio.recipe, bench.catalog, studio.look, demo=bench.demo)
        self._result = self._looked = None
        self._masks.screen = self._sources.screen = screen
        self._sources.forget()
        shot = studio.result.picture_pane.shown
        screen.show_account(account)
        if studio.recipe.source is not None:
            screen.wait()
            self._run(self._sources.load())
        elif shot is not None:
            screen.wait()
            self._run(self._begin(str(shot.path)))
        self._app.push_screen(screen, lambda _: self._closed())

    async def _begin(self, path: str) -> None:
        """Start from the picture that was shown; who only wanted to look leaves everything as it was."""
        before = self._studio.recipe
        await self._sources.take(path)
        self._looked = (before, self._studio.recipe)

    async def settle(self) -> None:
        """What has been painted is in the recipe: somebody leaves."""
        if self._screen is not None:
            self._screen.painter.settle()
            await self._masks.keep()

    def _closed(self) -> None:
        self._screen = self._masks.screen = self._sources.screen = None
        self._outside.stop()

    def _note(self, words: str) -> None:
        if self._screen is not None:
            self._screen.note(words)

    def _run(self, work: Awaitable[None]) -> None:
        self._app.run_worker(work, group="edit")

    @property
    def _reader(self) -> EditFiles:
        from naitui.library.edit_files import EditFiles

        if self._files is None:
            self._files = EditFiles(self._bench.sources, self._bench.settings.folders.data)
        return self._files

    def account_read(self, account: Subscription) -> None:
        """The balance is another one."""
        if self._screen is not None:
            self._screen.show_account(account)

    def recipe_changed(self, recipe: Recipe) -> None:
        """The recipe is another one, by whatever key: what is shown follows."""
        if self._screen is None:
            return
        self._screen.show(recipe)
        if recipe.source is None:
            self._sources.without_source()
        elif self._sources.is_behind(recipe):
            self._run(self._sources.load())
        elif self._sources.opened is not None and not self._masks.shows(recipe):
            self._run(self._masks.follow(recipe))

    def hear(self, event: Event) -> None:
        """Something happened to a job; pictures of others than this source are the studio's business."""
        screen = self._screen
        if screen is None:
            return
        screen.show_progress(self._studio.result.progress)
        match event:
            case Stepped(job=job, data=data) if self._is_of_this(job):
                screen.show_step(data)
            case Saved(job=job, picture=picture) if self._is_of_this(job):
                self._result = picture.path
                seed = "" if picture.seed is None else f" · seed {picture.seed}"
                screen.show_result(picture.data, str(picture.path), f"Result{seed} · {keyed(RESULT_KEYS)}")
            case Failed(error=error):
                self._app.notify(clean(f"{error}. {event.advice}"), severity="error", markup=False)
            case Cancelled(in_flight=in_flight):
                more = "; NovelAI goes on and may charge it" if in_flight else ""
                self._app.notify(f"Cancelled{more}", severity="warning", markup=False)
            case _:
                pass

    def _is_of_this(self, job: Job) -> bool:
        """Whether a job makes pictures of the source that is shown."""
        if not isinstance(job.task, Generation):
            return False
        made, mine = (one.source for one in (job.task.resolved.recipe, self._studio.recipe))
        if made is None or mine is None:
            return made is mine
        return self._reader.named(made.path) == self._reader.named(mine.path)

    # ------------------------------------------------------------------ wishes

    def want(self, message: EditScreen.Wanted) -> None:
        """Do what the screen wishes for."""
        wish = message.wish
        if wish == "cancel":
            self._cancel()
            return
        if wish == "field":
            if message.field is not None:
                ask_for_value(self._app, self._studio.words, message.field, self._bench.catalog)
            return
        do = {
            "generate": self._generate, "pair": self._compare, "keep": self._keep_only, "open": self._open,
            "take": self._take_result, "outpaint": self._outpaint, "load": self._load_mask, "save": self._masks.save,
            "see_through": self._see_through, "outside": self._edit_outside, "drop": self._drop, "leave": self._leave,
        }[wish]  # fmt: skip
        self._run(do())

    async def _compare(self) -> None:
        opened, result = self._sources.opened, self._result
        if opened is None or result is None:
            self._app.notify(keyed(NO_RESULT), markup=False)
            return
        try:
            place = await asyncio.to_thread(self._bench.sources.place, opened.path)
        except UNUSABLE as error:
            self._masks.complain(opened.path, error)
        else:
            self._app.post_message(PairWanted(place, result, ()))

    async def _keep_only(self) -> None:
        await self._masks.keep()

    async def _leave(self) -> None:
        await self._masks.keep()
        if self._screen is None:
            return
        recipe = self._studio.recipe
        if self._looked is not None and recipe == self._looked[1] and self._result is None:
            self._studio.words.take(self._looked[0])
        elif recipe.source is not None:
            kind = "Infill of" if recipe.mask is not None else "Pictures start from"
            self._app.notify(f"{kind} {Path(recipe.source.path).name}: {keyed(ENDS)}", markup=False)
        self._screen.dismiss()

    async def _generate(self) -> None:
        """Send, unless the source is not what was seen any more."""
        opened = self._sources.opened
        if not await self._masks.keep():
            return
        if opened is not None:
            try:
                stamp = await asyncio.to_thread(self._reader.stamp, opened.path)
            except UNUSABLE as error:
                self._masks.complain(opened.path, error)
                return
            if stamp != opened.stamp:
                self._app.notify(
                    f"{Path(opened.path).name} has changed on disk: {keyed(CHANGED)}",
                    severity="warning", markup=False,
                )  # fmt: skip
                await self._sources.load()
                return
        self._studio.action_generate()

    async def _open(self) -> None:
        from naitui.screens.path import PathScreen

        bench = self._bench
        nearby = partial(look_nearby, bench.collection, bench.shelf.pictures)
        path = await self._app.push_screen_wait(PathScreen("Start from a picture", Path(), nearby))
        if path is not None:
            await self._sources.take(path)

    async def _take_result(self) -> None:
        shot = self._studio.result.picture_pane.shown
        path = self._result or (shot.path if shot is not None else None)
        if path is None:
            self._app.notify(keyed(NO_RESULT), markup=False)
            return
        await self._sources.take(str(path))

    async def _drop(self) -> None:
        await self._masks.keep()  # for the way back
        recipe = self._studio.recipe
        if recipe.source is None and recipe.mask is None:
            return
        self._sources.drop()

    async def _outpaint(self) -> None:
        """Ask for the sides, make the larger picture, mask what is new."""
        from naitui.desks.extending import ask_for_sides
        from naitui.pictures.outpaint import grown

        opened, recipe = self._sources.opened, self._studio.recipe
        if opened is None or recipe.source is None:
            return
        size, painted = opened.sent.size, self._screen.cells if self._screen is not None else None
        asked = await ask_for_sides(self._app, size, self._bench.catalog.limits.area, painted)
        if asked is None or not await self._masks.keep():
            return
        sides, kept = asked
        try:
            path, cells = await asyncio.to_thread(
                self._reader.extend, opened.path, size, sides, keep_alpha=self._sources.keeps_alpha(recipe)
            )
            cells = cells if kept is None else grown(kept, sides)
            mask = Mask(path=await asyncio.to_thread(self._reader.keep_mask, cells))
        except UNUSABLE as error:
            self._masks.complain(opened.path, error)
            return
        recipe = self._studio.recipe
        source = recipe.source or Source(path=path)
        self._sources.put(recipe, source.model_copy(update={"path": path}), mask, sides.around(*size))
        await self._sources.load()

    async def _load_mask(self) -> None:
        if self._sources.opened is not None:
            await self._masks.load(self._sources.opened.sent.size)

    async def _see_through(self) -> None:
        if self._sources.opened is not None:
            await self._masks.see_through(self._sources.opened.path, self._sources.opened.sent.size)

    async def _edit_outside(self) -> None:
        """Write the picture, wait for it to change, take what came back."""
        opened, screen = self._sources.opened, self._screen
        cells = screen.cells if screen is not None else None
        if self._outside.waits or opened is None or cells is None:
            self._outside.stop()
            return
        async for returned in self._outside.returned(opened.sent, cells, Path(opened.path).stem):
            if self._screen is None or self._sources.opened is not opened:
                self._outside.stop()
                return
            if returned.picture is not None:
                await self._retouched(opened, returned.picture, returned.cells)
                return
            await self._masks.put(returned.cells, "Nothing has been erased in it, so nothing would be painted anew.")

    async def _retouched(self, opened: Opened, picture: Image.Image, cells: Cells) -> None:
        """The picture itself was changed outside: that is another source."""
        self._outside.stop()
        try:
            path = await asyncio.to_thread(self._reader.keep_picture, picture, f"{Path(opened.path).stem}-retouched")
            mask = None if cells.is_empty else Mask(path=await asyncio.to_thread(self._reader.keep_mask, cells))
        except OSError as error:
            self._masks.complain(opened.path, error)
            return
        recipe = self._studio.recipe
        source = recipe.source or Source(path=path)
        self._sources.put(recipe, source.model_copy(update={"path": path}), mask, opened.sent.size)
        await self._sources.load()
