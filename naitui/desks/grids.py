"""The desks of sweeps and of bisecting: which of them a wish is for. They are read when the first one comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from naitui.bench import Bench
from naitui.desks.studio import StudioDesk
from naitui.jobs import Event
from naitui.screens.grid_wishes import Bisect, Cancel, Judge, Wish
from naitui.screens.studio import StudioScreen

if TYPE_CHECKING:
    from naitui.desks.bisect import BisectDesk
    from naitui.desks.sweep import SweepDesk


class GridDesks:
    """Both of them, over one reader."""

    def __init__(self, app: App[None], bench: Bench, studio: StudioScreen, desk: StudioDesk) -> None:
        self._app, self._bench, self._studio, self._desk = app, bench, studio, desk
        self._desks: tuple[SweepDesk, BisectDesk] | None = None

    def _made(self) -> tuple[SweepDesk, BisectDesk]:
        from naitui.desks.bisect import BisectDesk
        from naitui.desks.grid_reader import GridReader
        from naitui.desks.sweep import SweepDesk

        if self._desks is None:
            reader = GridReader(self._bench, self._desk)
            sweep = SweepDesk(self._app, self._bench, self._studio, self._desk, reader)
            self._desks = sweep, BisectDesk(self._app, self._studio, reader)
        return self._desks

    def want(self, wish: Wish) -> None:
        """Something about a grid."""
        sweep, bisect = self._made()
        match wish:
            case Cancel():
                if not self._desk.cancel():
                    self._app.notify("Nothing is running.", markup=False)
            case Bisect():
                bisect.open(wish)
            case Judge(what=what):
                bisect.want(what)
            case _:
                sweep.want(wish)

    def look_again(self) -> None:
        """Others have begun, made or taken out something."""
        for desk in self._desks or ():
            desk.look_again()

    def hear(self, event: Event) -> None:
        """Something happened to a job."""
        for desk in self._desks or ():
            desk.hear(event)
