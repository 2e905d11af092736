"""The pictures that one pane keeps in Kitty's memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from textual.strip import Strip

from naitui.widgets.picture import kitty
from naitui.widgets.picture.prepared import Prepared
from naitui.widgets.picture.wire import Wire

_KEPT = 4  # pictures beside the shown one: going back to one of them costs its placeholders only
_SLOW = 0.3  # seconds of transfer from which a rough picture goes first


class Shelf:
    """Sends pictures to Kitty, remembers their numbers and frees them.

    `show` is called with the lines of placeholders whenever there is something new to see.
    """

    def __init__(self, wire: Wire, show: Callable[[Prepared, list[Strip]], None]) -> None:
        self._wire = wire
        self._show = show
        self._numbers: OrderedDict[Prepared, int] = OrderedDict()  # the newest last
        self._loose: set[int] = set()  # rough pictures and steps: of no use once something else is shown
        self._shown = 0

    async def put(self, picture: Prepared, wanted: Callable[[], bool]) -> None:
        """Send `picture` unless the terminal has it, and show it; stops when it is not `wanted` any more."""
        if picture in self._numbers:
            self._numbers.move_to_end(picture)
            self._see(picture, self._numbers[picture])
            return
        if picture.rough and self._wire.seconds_for(len(picture.png)) > _SLOW:
            # a number of its own: sending the fine picture under the same one would blank this one until it is there
            rough = kitty.new_number()
            self._loose.add(rough)
            if not await self._send(picture, rough, picture.rough, wanted):
                return
        number = kitty.new_number()
        if picture.step:
            self._loose.add(number)
        if await self._send(picture, number, picture.png, wanted) and not picture.step:
            self._numbers[picture] = number

    def tidy(self) -> None:
        """Place the shown picture again and free what is not worth keeping. Call it a moment after a picture came:
        freed in the same moment, the old one would be gone before the new one is painted.
        """
        for picture, number in self._numbers.items():
            if number == self._shown:
                self._wire.say(kitty.place(number, picture.columns, picture.rows))
        self._free(self._loose - {self._shown})
        while len(self._numbers) > _KEPT + 1:
            self._free({self._numbers.popitem(last=False)[1]})

    def clear(self) -> None:
        """Free everything."""
        self._free(self._loose | set(self._numbers.values()))
        self._numbers.clear()
        self._shown = 0

    async def _send(self, picture: Prepared, number: int, data: str, wanted: Callable[[], bool]) -> bool:
        return await self._wire.send(
            kitty.transfer(number, data, picture.columns, picture.rows),
            wanted=wanted,
            abandon=kitty.abandon(number),
            done=lambda: self._see(picture, number),
        )

    def _see(self, picture: Prepared, number: int) -> None:
        self._shown = number
        rows = kitty.placeholders(number, picture.columns, picture.rows, picture.pane.ground)
        self._show(picture, picture.pane.lines(rows, picture.columns))

    def _free(self, numbers: set[int]) -> None:
        for number in numbers:
            self._wire.say(kitty.free(number))
        self._loose -= numbers
