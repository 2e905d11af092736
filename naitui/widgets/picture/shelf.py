"""The pictures that one pane keeps in Kitty's memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from textual.strip import Strip

from naitui.pictures.graphics import kitty
from naitui.widgets.picture import strips
from naitui.widgets.picture.prepared import Prepared
from naitui.widgets.picture.wire import Wire

_KEPT = 4  # pictures beside the shown one: going back to one of them costs its placeholders only


class Shelf:
    """Sends pictures to Kitty, remembers their numbers and frees them.

    Args:
        show: called with the lines of placeholders whenever there is something new to see.
        truecolor: whether 24-bit colours arrive at the terminal as they were written.
    """

    def __init__(self, wire: Wire, show: Callable[[Prepared, list[Strip]], None], *, truecolor: bool) -> None:
        self._wire = wire
        self._show = show
        self._truecolor = truecolor
        self._numbers: OrderedDict[Prepared, int] = OrderedDict()  # the newest last
        self._loose: set[int] = set()  # rough pictures and steps: of no use once something else is shown
        self._shown = 0
        self._in_flight = 0  # being sent: it will be shown, and whatever is said meanwhile is said before that

    async def put(self, picture: Prepared, wanted: Callable[[], bool]) -> None:
        """Send `picture` unless the terminal has it, and show it; stops when it is not `wanted` any more.

        On a slow line something rough goes first, and of a step of a running job nothing else. How slow the line is may
        turn out only when the first picture has begun: then that is broken off and begun once more.
        """
        if picture in self._numbers:
            self._numbers.move_to_end(picture)
            self._see(picture, self._numbers[picture])
            return
        pace, size = self._wire.pace, len(picture.png)
        known = pace.rate is not None

        def is_quick() -> bool:
            return wanted() and (known or not pace.is_slow_for(size))

        if not pace.is_slow_for(size) and (await self._put_finely(picture, is_quick) or known):
            return
        if wanted():
            await self._put_roughly(picture, wanted)
        if wanted() and not picture.step:
            await self._put_finely(picture, wanted)

    async def _put_roughly(self, picture: Prepared, wanted: Callable[[], bool]) -> None:
        # a number of its own: sending the fine picture under the same one would blank this one until it is there
        number = kitty.new_number(truecolor=self._truecolor)
        self._loose.add(number)
        await self._send(picture, number, picture.rough, wanted)

    async def _put_finely(self, picture: Prepared, wanted: Callable[[], bool]) -> bool:
        number = kitty.new_number(truecolor=self._truecolor)
        if picture.step:
            self._loose.add(number)
        sent = await self._send(picture, number, picture.png, wanted)
        if sent and not picture.step:
            self._numbers[picture] = number
        return sent

    def tidy(self) -> None:
        """Place the shown picture again and free what is not worth keeping. Call it a moment after a picture came:
        freed in the same moment, the old one would be gone before the new one is painted.
        """
        for picture, number in self._numbers.items():
            if number == self._shown:
                self._wire.say(kitty.place(number, *picture.span[2:]))
        self._free(self._loose - {self._shown, self._in_flight})
        while len(self._numbers) > _KEPT + 1:
            self._free({self._numbers.popitem(last=False)[1]})

    def clear(self) -> None:
        """Free everything."""
        self._free(self._loose | set(self._numbers.values()))
        self._numbers.clear()
        self._shown = 0

    async def _send(self, picture: Prepared, number: int, data: str, wanted: Callable[[], bool]) -> bool:
        self._in_flight = number
        try:
            return await self._wire.send(
                kitty.transfer(number, data, *picture.span[2:]),
                wanted=wanted,
                abandon=kitty.abandon(number),
                done=lambda: self._see(picture, number),
            )
        finally:
            self._in_flight = 0

    def _see(self, picture: Prepared, number: int) -> None:
        self._shown = number
        left, top, columns, rows = picture.frame.window
        window = left - picture.span[0], top - picture.span[1], columns, rows
        cells = strips.of_number(number, picture.span[2:], window, picture.pane.ground)
        self._show(picture, strips.centred(cells, columns, picture.pane.box, picture.pane.ground))

    def _free(self, numbers: set[int]) -> None:
        for number in numbers:
            self._wire.say(kitty.free(number))
        self._loose -= numbers
