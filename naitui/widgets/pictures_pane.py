"""The pictures of the gallery, as a grid or as a list: thousands of them, of which only what is seen is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from naitui.actions import actions_of
from naitui.actions.in_effect import acting, keys_of
from naitui.actions.names import key_name
from naitui.library.album import Album
from naitui.library.finding import Found
from naitui.library.index import Row as Picture
from naitui.library.window import Window
from naitui.novelai import Catalog
from naitui.widgets.gallery_words import below_tile, on_line
from naitui.widgets.picture.tile import COLUMNS
from naitui.widgets.picture_grid import PictureGrid
from naitui.widgets.rows import Row, RowList

_STARS = {str(stars): f"stars({stars})" for stars in range(6)}
_IN_TURN = ("choose", "bin")


class PicturesPane(Container):
    """A grid and a list over the same pictures, one of them to be seen, and which pictures are chosen."""

    class Moved(Message):
        """Another picture is under the cursor, or more is known of it."""

    class Taken(Message):
        """Enter, or a double click, on a picture."""

    def __init__(self, album: Album, catalog: Catalog, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._album, self._catalog = album, catalog
        self._window = Window()
        self._grid = PictureGrid(self, id="grid")
        self._list = RowList(id="pictures")
        self._list.display = False
        leading = [action for action in actions_of("gallery") if action.leads]
        keys = {key_name(key) for action in leading for key in keys_of(action)}
        self._grid.leading = self._list.leading = keys
        self._grid.in_turn = self._list.in_turn = _STARS | {
            key: id for key, id in acting("gallery").items() if id in _IN_TURN
        }
        self._chosen: dict[int, Picture] = {}
        self._filling = False
        self._whole = True
        """Whether all is shown that there is to be found."""

    def compose(self) -> ComposeResult:
        """Both; one of them is hidden."""
        yield self._grid
        yield self._list

    # ------------------------------------------------------------------ what the owner says

    def show(self, found: Found, at: int | None, empty: Sequence[str]) -> None:
        """Show these pictures, the cursor on the one with the id ``at`` or where it was among the others; on the last
        of all if it was to go there while only a part was known."""
        ids = found.ids
        at_last = at is not None and not self._whole and self.view.sought_last
        self._whole = found.whole
        if at is None:
            self._grid.sought_last = self._list.sought_last = False
        self._window.show(ids, found.counts)
        self._window.put(found.rows)
        place = self._window.place_of(at)
        cursor = len(ids) - 1 if at_last or (at is not None and place is None) else place or 0
        self._grid.show(len(ids), cursor=cursor, empty=empty)
        self._list.show(len(ids), self._line, cursor=cursor, empty=empty)

    def forget(self, ids: Iterable[int]) -> None:
        """These are not what they were."""
        ids = list(ids)
        self._window.forget(ids)
        self.call_later(self._read_chosen, [id for id in ids if id in self._chosen])
        self._refresh()

    async def _read_chosen(self, ids: Sequence[int]) -> None:
        if not ids:
            return
        rows = {row.id: row for row in await asyncio.to_thread(self._album.index.rows, ids)}
        self._chosen = {id: rows.get(id, row) for id, row in self._chosen.items() if id in rows or id not in ids}

    def _refresh(self) -> None:
        self._grid.look_again()
        self._list.refresh()
        self.post_message(self.Moved())

    # ------------------------------------------------------------------ what is shown

    @property
    def view(self) -> PictureGrid | RowList:
        """The one that is to be seen."""
        return self._list if self._list.display else self._grid

    @property
    def ids(self) -> Sequence[int]:
        """Of everything that is shown."""
        return self._window.ids

    @property
    def current_id(self) -> int | None:
        """Of the picture under the cursor."""
        index = self.view.index
        return None if index is None else self._window.ids[index]

    @property
    def current(self) -> Picture | None:
        """The picture under the cursor; None while it is being read."""
        index = self.view.index
        return None if index is None else self._row(index)

    def go(self, by: int) -> None:
        """To a picture further on, or (negative) before."""
        if self.ids:
            self.view.cursor = max(0, min(self.view.cursor + by, len(self.ids) - 1))

    def go_to(self, id: int) -> None:
        """To a picture, if it is among those that are shown."""
        place = self._window.place_of(id)
        if place is not None and self.ids[place] == id:
            self.view.cursor = place

    def switch_view(self) -> None:
        """The grid in the place of the list, or the other way round, at the same picture."""
        index = self.view.index or 0
        self._grid.display, self._list.display = self._list.display, self._grid.display
        self.view.cursor = index
        self.view.focus()
        self._grid.look_again()

    def key(self, index: int) -> str | None:
        """For the grid: what names a picture's bytes."""
        row = self._row(index)
        return None if row is None else f"{row.facts.path}\0{row.facts.stamp}"

    def words(self, index: int) -> Row:
        """For the grid: what stands below a tile."""
        id, count = self._at(index)
        return below_tile(self._row(index), COLUMNS, chosen=id in self._chosen, count=count)

    def thumbnail(self, index: int) -> Callable[[], bytes]:
        """For the grid: where a small picture comes from."""
        row = self._row(index)
        assert row is not None  # noqa: S101 - the grid asks for what it has a key of
        return partial(self._album.thumbnails.of, row.facts.path, row.facts.stamp)

    def _line(self, index: int) -> Row:
        id, count = self._at(index)
        return on_line(self._row(index), self._catalog, chosen=id in self._chosen, count=count)

    def _at(self, index: int) -> tuple[int, int]:
        id = self._window.ids[index]
        return id, self._window.counts.get(id, 1)

    def _row(self, index: int) -> Picture | None:
        row = self._window.row(index)
        if row is None and not self._filling:
            self._filling = True
            self.run_worker(self._fill(), group="fill")
        return row

    async def _fill(self) -> None:
        """Read what is to be seen and not known yet."""
        try:
            while wanted := self._window.wanted():
                self._window.put(await asyncio.to_thread(self._album.index.rows, wanted), wanted)
                self._refresh()
        except OSError as error:
            self._tell_unread(error)
        finally:
            self._filling = False

    def _tell_unread(self, error: OSError) -> None:
        self.notify(f"The library cannot be read: {error}", severity="error", markup=False)

    # ------------------------------------------------------------------ choosing

    @property
    def chosen(self) -> Sequence[Picture]:
        """The pictures that were chosen, in that order."""
        return list(self._chosen.values())

    def meant(self) -> list[Picture]:
        """The pictures that a key is for: those that were chosen, else the one under the cursor."""
        current = self.current
        return list(self._chosen.values()) or ([] if current is None else [current])

    async def choose(self) -> None:
        """Choose the picture under the cursor, or no longer; on to the next."""
        id, view = self.current_id, self.view
        if id is None:
            return
        if self._chosen.pop(id, None) is None:
            row = await self.read_current()
            if row is not None:
                self._chosen[id] = row
        if self.current_id == id:
            view.cursor = min(view.cursor + 1, len(self._window) - 1)
        view.refresh()

    async def read_current(self) -> Picture | None:
        """The picture under the cursor, read first if nobody has yet: whoever waits for this never does something with
        fewer pictures than were meant. None when there is none."""
        id, row = self.current_id, self.current
        if id is None or row is not None:
            return row
        try:
            rows = await asyncio.to_thread(self._album.index.rows, [id])
        except OSError as error:
            self._tell_unread(error)
            return None
        self._window.put(rows, [id])
        return next(iter(rows), None)

    def choose_none(self) -> None:
        """None is chosen any longer."""
        self._chosen.clear()
        self.view.refresh()

    # ------------------------------------------------------------------ from the grid and the list

    def on_picture_grid_moved(self, message: PictureGrid.Moved) -> None:
        """Another tile; of the two, only what is to be seen counts."""
        if self.view is self._grid:
            self.post_message(self.Moved())

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Another line."""
        if self.view is self._list:
            self.post_message(self.Moved())

    def on_picture_grid_chosen(self, message: PictureGrid.Chosen) -> None:
        """Enter on a tile."""
        self.post_message(self.Taken())

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Enter on a line."""
        self.post_message(self.Taken())
