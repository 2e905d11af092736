"""The desk of editing: opens sources, keeps masks, sends, and shows what comes; does what its screen wishes for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.actions.in_effect import keyed
from naitui.bench import Bench
from naitui.desks.mask import UNUSABLE, MaskDesk, Size, in_words
from naitui.desks.outside import OutsideDesk
from naitui.jobs import Cancelled, Event, Failed, Generation, Saved, Stepped
from naitui.jobs.job import Job
from naitui.library.path_offers import look_nearby
from naitui.novelai import Subscription
from naitui.novelai.action import drawing_model
from naitui.novelai.errors import clean
from naitui.pictures.errors import BadPicture
from naitui.recipe import Mask, Recipe, Source
from naitui.screens.asking import ask_for_value
from naitui.screens.studio import StudioScreen
from naitui.widgets.deed import PairWanted
from naitui.widgets.edit_words import CHANGED, DROPPED, ENDS, NO_RESULT, OTHER_SOURCE, RESULT_KEYS, Shown

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
        self._opened: Opened | None = None
        self._result: Path | None = None
        self._tried: tuple[object, ...] | None = None
        """What was read last, or tried to be; see `_read_as`."""
        self._looked: tuple[Recipe, Recipe] | None = None
        """The recipe before its source was taken from the studio, and just behind it."""
        self._masks = MaskDesk(app, studio, lambda: self._reader)
        self._outside = OutsideDesk(app, bench.settings, self._note)

    # ------------------------------------------------------------------ the screen

    def open(self, account: Subscription | None) -> None:
        """Show the screen: the recipe's source, or else the picture that is shown in the studio."""
        from naitui.screens.edit import EditScreen  # loads what decodes pictures: after the first frame

        bench, studio = self._bench, self._studio
        self._screen = screen = EditScreen(studio.recipe, bench.catalog, studio.look, demo=bench.demo)
        self._opened = self._result = self._looked = self._tried = None
        self._masks.screen = screen
        self._masks.forget()
        shot = studio.result.picture_pane.shown
        screen.show_account(account)
        if studio.recipe.source is not None:
            screen.wait()
            self._run(self._load())
        elif shot is not None:
            screen.wait()
            self._run(self._begin(str(shot.path)))
        self._app.push_screen(screen, lambda _: self._closed())

    async def _begin(self, path: str) -> None:
        """Start from the picture that was shown; who only wanted to look leaves everything as it was."""
        before = self._studio.recipe
        await self._take_source(path)
        self._looked = (before, self._studio.recipe)

    async def settle(self) -> None:
        """What has been painted is in the recipe: somebody leaves."""
        if self._screen is not None:
            self._screen.painter.settle()
            await self._masks.keep()

    def _closed(self) -> None:
        self._screen = self._masks.screen = None
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
        screen, opened = self._screen, self._opened
        if screen is None:
            return
        screen.show(recipe)
        if recipe.source is None:
            self._tried = None
            if opened is not None:
                self._opened = None
                self._masks.forget()
                screen.show_problem("")
            return
        size = recipe.sampling.width, recipe.sampling.height
        now = (opened.path, opened.sent.size, opened.sent.mode == "RGBA") if opened is not None else None
        alpha = opened is not None and opened.holes and self._keeps_alpha(recipe)
        if self._tried != self._read_as(recipe) if now is None else now != (recipe.source.path, size, alpha):
            self._run(self._load())
        elif opened is not None and not self._masks.shows(recipe):
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

    # ------------------------------------------------------------------ sources

    def _keeps_alpha(self, recipe: Recipe) -> bool:
        return drawing_model(recipe, self._bench.catalog).transparency and recipe.transparent

    def _read_as(self, recipe: Recipe) -> tuple[object, ...]:
        """Which source is read, and how."""
        path = recipe.source.path if recipe.source is not None else None
        return path, recipe.sampling.width, recipe.sampling.height, self._keeps_alpha(recipe)

    async def _take_source(self, path: str) -> None:
        """Start from a picture, in its own size where that can be; the mask is another picture's."""
        from naitui.library.edit_files import best_size

        recipe = self._studio.recipe
        try:
            opened = await asyncio.to_thread(self._reader.open, path, (64, 64), keep_alpha=False)
        except UNUSABLE as error:
            self._complain(path, error)
            return
        before = recipe.source.model_copy(update={"upscaled": False}) if recipe.source else Source(path=path)
        source = before.model_copy(update={"path": self._reader.named(path)})
        size = best_size(opened.size, self._bench.catalog)
        self._take(recipe, source, None, size)
        await self._load()

    def _take(self, recipe: Recipe, source: Source | None, mask: Mask | None, size: Size) -> None:
        sampling = recipe.sampling.model_copy(update={"width": size[0], "height": size[1]})
        if sampling != recipe.sampling and self._screen is not None:
            self._screen.tell(f"The size is {size[0]}×{size[1]} now, as of the source.")
        self._opened = None
        self._masks.forget()
        self._studio.words.take(recipe.model_copy(update={"source": source, "mask": mask, "sampling": sampling}))

    async def _load(self) -> None:
        """Read the recipe's source, and its mask."""
        screen, recipe = self._screen, self._studio.recipe
        if screen is None or recipe.source is None:
            return
        size, path = (recipe.sampling.width, recipe.sampling.height), recipe.source.path
        self._tried = tried = self._read_as(recipe)

        def behind() -> bool:  # the screen was left, or the recipe has another source: that one is being read
            return screen is not self._screen or self._read_as(self._studio.recipe) != tried

        try:
            if any(side % self._bench.catalog.limits.side_step for side in size):
                raise BadPicture(f"the size {size[0]}×{size[1]} cannot be sent; choose another one")
            opened = await asyncio.to_thread(self._reader.open, path, size, keep_alpha=self._keeps_alpha(recipe))
            if behind():
                return
            self._opened = opened
            cells = await self._masks.of_recipe(recipe)
        except UNUSABLE as error:
            if not behind():
                self._opened = None
                self._complain(path, error)
            return

        picture = await asyncio.to_thread(opened.sent.convert, "RGB")
        if behind():
            return
        shown = Shown(path, opened.size, opened.sent.mode == "RGBA", opened.holes, opened.notes)
        screen.show_source(picture, cells, shown)
        self._masks.are_shown()
        if recipe.mask is not None:
            await self._masks.keep()  # one that was fitted has a file of its own

    def _complain(self, path: str, error: Exception) -> None:
        words = in_words(path, error)
        if self._screen is not None:
            if self._opened is None:
                self._screen.show_problem(f"{words}. {keyed(OTHER_SOURCE)}")
            else:
                self._screen.painter.go_on()
        self._app.notify(words, severity="error", markup=False)

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
        opened, result = self._opened, self._result
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
        opened = self._opened
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
                await self._load()
                return
        self._studio.action_generate()

    async def _open(self) -> None:
        from naitui.screens.path import PathScreen

        bench = self._bench
        nearby = partial(look_nearby, bench.collection, bench.shelf.pictures)
        path = await self._app.push_screen_wait(PathScreen("Start from a picture", Path(), nearby))
        if path is not None:
            await self._take_source(path)

    async def _take_result(self) -> None:
        shot = self._studio.result.picture_pane.shown
        path = self._result or (shot.path if shot is not None else None)
        if path is None:
            self._app.notify(keyed(NO_RESULT), markup=False)
            return
        await self._take_source(str(path))

    async def _drop(self) -> None:
        await self._masks.keep()  # for the way back
        recipe = self._studio.recipe
        if recipe.source is None and recipe.mask is None:
            return
        self._opened = None
        self._masks.forget()
        self._studio.words.take(recipe.model_copy(update={"source": None, "mask": None}))
        if self._screen is not None:
            self._screen.show_problem(keyed(DROPPED))

    async def _outpaint(self) -> None:
        """Ask for the sides, make the larger picture, mask what is new."""
        from naitui.desks.extending import ask_for_sides
        from naitui.pictures.outpaint import grown

        opened, recipe = self._opened, self._studio.recipe
        if opened is None or recipe.source is None:
            return
        size, painted = opened.sent.size, self._screen.cells if self._screen is not None else None
        asked = await ask_for_sides(self._app, size, self._bench.catalog.limits.area, painted)
        if asked is None or not await self._masks.keep():
            return
        sides, kept = asked
        try:
            path, cells = await asyncio.to_thread(
                self._reader.extend, opened.path, size, sides, keep_alpha=self._keeps_alpha(recipe)
            )
            cells = cells if kept is None else grown(kept, sides)
            mask = Mask(path=await asyncio.to_thread(self._reader.keep_mask, cells))
        except UNUSABLE as error:
            self._masks.complain(opened.path, error)
            return
        recipe = self._studio.recipe
        source = recipe.source or Source(path=path)
        self._take(recipe, source.model_copy(update={"path": path}), mask, sides.around(*size))
        await self._load()

    async def _load_mask(self) -> None:
        if self._opened is not None:
            await self._masks.load(self._opened.sent.size)

    async def _see_through(self) -> None:
        if self._opened is not None:
            await self._masks.see_through(self._opened.path, self._opened.sent.size)

    async def _edit_outside(self) -> None:
        """Write the picture, wait for it to change, take what came back."""
        opened, screen = self._opened, self._screen
        cells = screen.cells if screen is not None else None
        if self._outside.waits or opened is None or cells is None:
            self._outside.stop()
            return
        async for returned in self._outside.returned(opened.sent, cells, Path(opened.path).stem):
            if self._screen is None or self._opened is not opened:
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
        self._take(recipe, source.model_copy(update={"path": path}), mask, opened.sent.size)
        await self._load()
