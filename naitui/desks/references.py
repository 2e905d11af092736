"""The desk of references: looks at their files, and does what their screen wishes for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.bench import Bench
from naitui.desks.adding import UNUSABLE, Adding, complain
from naitui.jobs import AccountRead, Cancelled, Encode, Encoded, Event, Failed, Plan, Started, Waiting
from naitui.library.adding import kept
from naitui.library.collection import MARK, entry_name, suggested_name, word_of
from naitui.library.entries import VIBE_ENDINGS
from naitui.library.path_offers import Nearby
from naitui.library.seen import SeenFiles
from naitui.novelai import Standing, Subscription
from naitui.novelai.action import drawing_model
from naitui.novelai.errors import clean
from naitui.novelai.materials import Unencoded
from naitui.pictures.errors import BadPicture
from naitui.recipe import Recipe, Vibe
from naitui.recipe.past import PastError
from naitui.screens import wording
from naitui.screens.studio import StudioScreen
from naitui.terminal import Protocol
from naitui.widgets.picture.depth import depth_for
from naitui.widgets.picture.prepared import Depth
from naitui.widgets.picture.swatch import Swatch, make_swatch
from naitui.widgets.reference_fields import Reference
from naitui.widgets.reference_words import Kind, references_of, short_name

if TYPE_CHECKING:  # read when they are needed
    from naitui.library.reference_files import ReferenceFiles
    from naitui.screens.references import ReferencesScreen

PAUSE = 0.08
"""Seconds on a reference before its picture is made ready."""
Send = Callable[[Callable[[Standing], Plan], str], Awaitable[Plan | None]]


class ReferenceDesk:
    """Looks, asks, adds, keeps. ``send`` sends a plan, after the questions that must be asked."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen, send: Send) -> None:
        self._app, self._bench, self._studio, self._send = app, bench, studio, send
        self._screen: ReferencesScreen | None = None
        self._files: ReferenceFiles | None = None
        self._seen = SeenFiles()
        self._adding = Adding(app, bench, studio)

    # ------------------------------------------------------------------ the screen

    def open(self, account: Subscription | None) -> None:
        """Show the screen; the files are looked at anew."""
        from naitui.screens.references import ReferencesScreen

        bench = self._bench
        self._screen = ReferencesScreen(self._studio.recipe, bench.catalog, self._studio.look, demo=bench.demo)
        self._app.push_screen(self._screen, lambda _: self._closed())
        self._screen.show_account(account)
        self._screen.show_seen(self._seen, {})  # as it was; what has changed meanwhile comes
        self.look()

    def _closed(self) -> None:
        self._screen = None

    def close(self) -> None:
        """Back to the studio, from wherever on the screen."""
        if self._screen is not None:
            self._screen.dismiss()

    def recipe_changed(self, recipe: Recipe) -> None:
        """The recipe is another one: files that it names for the first time are looked at."""
        if self._screen is not None:
            self._screen.show(recipe)
        if self._seen.lacks(recipe):
            self.look()

    def account_read(self, account: Subscription) -> None:
        """The balance is another one."""
        if self._screen is not None:
            self._screen.show_account(account)

    def hear(self, event: Event) -> None:
        """Something happened to a job: what was encoded is known from now on. The studio's log tells of it, but that is
        not to be seen from the screen."""
        if isinstance(event, Encoded):
            self.look()
        if self._screen is None or isinstance(event, AccountRead) or not isinstance(event.job.task, Encode):
            return
        title = event.job.title
        match event:
            case Started():
                self._app.notify(f"{title} …", markup=False)
            case Waiting(reason=reason):
                self._app.notify(clean(f"{title} waits: {reason}"), markup=False)
            case Encoded():
                self._app.notify(f"{title}: done", markup=False)
            case Cancelled():
                self._app.notify(f"{title}: cancelled", severity="warning", markup=False)
            case Failed(error=error):
                self._app.notify(clean(f"{title}: {error}. {event.advice}"), severity="error", markup=False)
            case _:
                pass

    def travel(self, *, back: bool) -> None:
        """Take the last change back, or do it again, and show the references as they are then."""
        words = self._studio.words
        try:
            step = words.undo() if back else words.redo()
        except PastError as error:
            self._app.notify(f"It stays as it is: {error}.", severity="error", markup=False)
        else:
            nothing = "Nothing to undo." if back else "Nothing to redo."
            told = wording.travelled("Undone: {}" if back else "Done again: {}", step) if step else nothing
            self._app.notify(told, markup=False)
        if self._screen is not None:
            self._screen.adopt(self._studio.recipe)

    # ------------------------------------------------------------------ looking

    def look(self) -> None:
        """Look at the files of the recipe's references."""
        self._newest("references", self._look)

    def _newest(self, group: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Do something of which only the newest counts. Called when its turn comes, which may be never."""
        # the checker finds no type for what the worker returns
        self._app.run_worker(work, group=group, exclusive=True)  # type: ignore[arg-type]  # its result is of no interest

    async def _look(self) -> None:
        recipe = self._studio.recipe
        dark = self._app.current_theme.dark
        depth, protocol = depth_for(self._studio), self._studio.look.protocol
        seen, swatches = await asyncio.to_thread(self._read, recipe, protocol, depth, dark=dark)
        if not self._app.is_running:
            return
        self._seen = seen
        self._studio.offering.show_seen(seen)
        if self._screen is not None:
            self._screen.show_seen(seen, swatches)

    def _read(
        self, recipe: Recipe, protocol: Protocol, depth: Depth, *, dark: bool
    ) -> tuple[SeenFiles, Mapping[str, Swatch]]:
        seen = self._reader.look(recipe)
        swatches: dict[str, Swatch] = {}
        for path, one in (*seen.vibes.items(), *seen.precise.items()):
            if one.thumbnail is not None and self._screen is not None:
                try:
                    swatches[path] = make_swatch(one.thumbnail, protocol, depth, dark=dark)
                except BadPicture:
                    continue  # a vibe file's own thumbnail; it works without
        return seen, swatches

    @property
    def _reader(self) -> ReferenceFiles:
        """Loads what decodes pictures: first asked for in a thread, after the first frame."""
        from naitui.library.reference_files import ReferenceFiles

        if self._files is None:
            self._files = ReferenceFiles(self._bench.sources)
        return self._files

    # ------------------------------------------------------------------ wishes

    def want(self, message: ReferencesScreen.Wanted) -> None:
        """Do what the screen wishes for."""
        if message.wish == "add":
            self._app.run_worker(self._add(message.kind), group="reference-wish")
            return
        every = references_of(self._screen.recipe, message.kind) if self._screen is not None else ()
        one = every[message.place] if 0 <= message.place < len(every) else None
        if message.wish == "look":
            self._newest("reference-picture", partial(self._show, message.kind, one))
        elif message.wish == "save" and one is not None:
            self._app.run_worker(self._save(message.kind, one), group="reference-wish")
        elif isinstance(one, Vibe):
            do = self._encode if message.wish == "encode" else self._export
            self._app.run_worker(do(one), group="reference-wish")

    async def _show(self, kind: Kind, one: Reference | None) -> None:
        """The picture of one reference, as it is sent."""
        screen = self._screen
        if screen is None:
            return
        if one is None:
            screen.look.show_nothing()
            return
        await asyncio.sleep(PAUSE)  # the next move of the cursor cancels this
        raw = drawing_model(screen.recipe, self._bench.catalog).vibes == "raw"
        try:
            data, key = await asyncio.to_thread(self._picture, kind, one.path, raw=raw)
        except UNUSABLE:
            screen.look.show_nothing()  # why stands in its row
        else:
            screen.look.show_picture(data, key)

    def _picture(self, kind: Kind, path: str, *, raw: bool) -> tuple[bytes, str]:
        told = self._bench.sources.place(path).stat()
        key = f"{kind}:{raw}:{path}:{told.st_mtime_ns}:{told.st_size}"
        if kind == "vibes" and not raw:
            return self._reader.face(path), key
        return self._reader.canvas(path, vibe=kind == "vibes"), key

    async def _add(self, kind: Kind) -> None:
        """Ask for a file, and put in what it gives."""
        added: Sequence[Reference] = []
        try:
            added = await self._adding.ask(kind)
        finally:
            if self._screen is not None:
                self._screen.add(kind, added)

    async def _encode(self, one: Vibe) -> None:
        """Have a vibe encoded, as a job of its own."""
        bench, recipe = self._bench, self._studio.recipe
        model = bench.catalog.model(recipe.model)
        if model.vibe_key is None:
            what = "takes pictures as they are" if model.vibes == "raw" else "has no Vibe Transfer"
            self._app.notify(f"{model.title} {what}: there is nothing to encode.", markup=False)
            return
        from naitui.library.materials import vibe_material

        try:
            found = await asyncio.to_thread(vibe_material, one, model, bench.sources)
        except UNUSABLE as error:
            complain(self._app, one.path, error)
            return
        if not isinstance(found, Unencoded):
            self._app.notify(f"{short_name(one.path)} is encoded for {model.title} already.", markup=False)
            return
        task = Encode.of(found, bench.catalog)
        await self._send(lambda standing: Plan.single(task, bench.catalog, standing), "Encode")

    async def _save(self, kind: Kind, one: Reference) -> None:
        """Into the collection; the recipe names the entry from then on."""
        from naitui.screens.ask_several import AskSeveralScreen

        known = entry_name(one.path)
        name, note = known or "", ""
        if known is None:
            fields = [("Name, with folders if you like: moods/dusk", suggested_name(one.path)), ("Note", "")]
            told = await self._app.push_screen_wait(AskSeveralScreen("Into the collection", fields))
            if told is None:
                return
            name, note = told
        try:
            entry = await asyncio.to_thread(kept, one, name.removeprefix(MARK), note, self._bench.sources)
        except UNUSABLE as error:
            complain(self._app, one.path, error)
            return
        path = f"{MARK}{entry.name}"
        self._app.notify(f"Kept as {path}, with its numbers.", markup=False)
        if self._screen is not None and known is None:
            self._screen.replace(kind, one, one.model_copy(update={"path": path}))

    async def _export(self, one: Vibe) -> None:
        """Into a vibe file: the current one, or all that are on."""
        from naitui.screens.path import PathScreen

        name = f"{word_of(one.path)}.naiv4vibe"
        hint = ".naiv4vibe: this one · .naiv4vibebundle: all that are on · .png: a card of them"
        screen = PathScreen("Export", Path(), Nearby, VIBE_ENDINGS, typed=name, new=True, hint=hint)
        path = await self._app.push_screen_wait(screen)
        if path is None:
            return
        try:
            written, notes = await asyncio.to_thread(self._write, path, self._studio.recipe, one)
        except UNUSABLE as error:
            complain(self._app, path, error)
            return
        self._app.notify(f"Written: {written}", markup=False)
        for note in notes:
            self._app.notify(note, severity="warning", markup=False)

    def _write(self, path: str, recipe: Recipe, one: Vibe) -> tuple[Path, Sequence[str]]:
        from naitui.library.vibe_export import export_vibes

        return export_vibes(Path(path).expanduser(), one, recipe, self._bench.sources, self._bench.catalog)
