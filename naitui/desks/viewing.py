"""How pictures are looked at beside the studio: in another program, in another protocol, in the doctor's test card."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from naitui.screens.choose import ChooseScreen
from naitui.screens.studio import StudioScreen
from naitui.settings import Images, Settings
from naitui.terminal import Protocol, Terminal, explain
from naitui.viewer import NoViewer, open_outside
from naitui.widgets.picture.wire import wire_of

if TYPE_CHECKING:  # read when somebody asks
    from naitui.doctor import Facts

WAYS: tuple[tuple[Protocol, str], ...] = (
    ("kitty", "Kitty graphics: sharp, the fewest bytes; kitty 0.28 or newer, Ghostty"),
    ("sixel", "Sixel: sharp, twice the bytes; foot, xterm, mlterm, Konsole"),
    ("blocks", "Blocks: two coloured pixels a character, everywhere"),
    ("text", "Words: size, colours, tags, path"),
    ("none", "None: pictures are not shown"),
)


class Viewing:
    """Does what the picture's pane wants of the program."""

    def __init__(self, app: App[None], studio: StudioScreen, settings: Settings, terminal: Terminal) -> None:
        self._app = app
        self._studio = studio
        self._settings = settings
        self._terminal = terminal

    async def open(self, path: Path) -> None:
        """Open a picture in another program."""
        try:
            await asyncio.to_thread(open_outside, path, self._settings.viewer)
        except NoViewer as error:
            self._app.notify(str(error), severity="warning", markup=False)
        else:
            self._app.notify(f"Opened {path.name}", markup=False)

    def open_doctor(self) -> None:
        """What this terminal can do."""
        from naitui.screens.doctor import DoctorScreen

        if isinstance(self._app.screen, DoctorScreen):
            return
        self._app.push_screen(DoctorScreen(self._look))

    async def _look(self) -> Facts:
        """With what the line has been seen to carry. Finding out starts programs, so it is done aside."""
        wire = wire_of(self._app)
        await wire.measure()
        trip = None if wire.pace.bare is None else wire.pace.bare * 1000
        shown = self._studio.look.protocol
        chosen: Images = "auto" if shown == explain(self._terminal).protocol else shown
        from naitui.doctor import gather

        known = partial(gather, self._terminal, images=chosen)
        return await asyncio.to_thread(known, round_trip_ms=trip, rate=wire.pace.rate)

    async def choose(self) -> None:
        """Let the user choose how pictures are drawn, until the program ends."""
        pane = self._studio.result.picture_pane
        best, reason = explain(self._terminal)
        choices = [("auto", f"What was found out: {best} ({reason})"), *WAYS]
        chosen = await self._app.push_screen_wait(ChooseScreen("Images", choices, pane.protocol))
        if chosen is None:
            return
        protocol: Protocol = next((way for way, _ in WAYS if way == chosen), best)
        pane.protocol = protocol
        self._app.notify(f'Pictures: {protocol}. images = "{chosen}" in config.toml keeps that.', markup=False)
