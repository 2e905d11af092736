"""Before and after: two pictures side by side, in one with a slider, or one in the place of the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from naitui.pictures.errors import BadPicture
from naitui.pictures.graphics.framing import View
from naitui.screens.look import Look
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.picture.aside import Aside
from naitui.widgets.preview import Preview
from naitui.widgets.text import plain

if TYPE_CHECKING:  # the image library is heavy
    from naitui.pictures.pairing import Pair

Way = Literal["side", "slider", "flicker"]
STEP = 0.05
"""Of the width: a press of the slider's keys."""
MOST_VIEWS = {"side": "side by side", "slider": "slider", "flicker": "flicker"}


class PairScreen(Screen[None]):
    """Shows two pictures; nothing is changed here, and nothing costs anything.

    Args:
        before: the one on the left.
        after: the one on the right.
        others: what ``n`` and ``p`` go through as the one before.
        look: how pictures are drawn.
        way: how both are shown at first.
    """

    PLACE = "pair"
    BINDINGS = bindings_of("pair")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, before: Path, after: Path, others: Sequence[Path], look: Look, way: Way = "side") -> None:
        super().__init__()
        self._before, self._after, self._look = before, after, look
        self._all = tuple(dict.fromkeys((*others, before, after)))
        self._way: Way = way
        self._share = 0.5
        self._seen_before = False
        self._pairs: dict[tuple[Path, Path], Pair] = {}
        self._told = ""
        self._aside = Aside()

    def compose(self) -> ComposeResult:
        """Two panes, one for both, and a line."""
        with Horizontal(id="pair-side"):
            for name in ("before", "after"):
                with Vertical(id=f"pair-{name}", classes="pane"):
                    yield self._preview(f"pair-{name}-picture")
        with Vertical(id="pair-both", classes="pane"):
            yield self._preview("pair-picture")
        yield Static(plain(""), id="pair-told")
        yield Footer()

    def _preview(self, name: str) -> Preview:
        return Preview(protocol=self._look.protocol, terminal=self._look.terminal, id=name)

    def on_mount(self) -> None:
        """Show both."""
        self._show()

    def on_unmount(self) -> None:
        """The thread ends with the screen."""
        self._aside.close()

    @property
    def _others(self) -> list[Path]:
        """What can be the one before."""
        return [path for path in self._all if path != self._after]

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        side = self._way == "side"
        self.query_one("#pair-side").display = side
        self.query_one("#pair-both").display = not side
        if side:
            for name, path in (("before", self._before), ("after", self._after)):
                pane = self.query_one(f"#pair-{name}")
                pane.border_title = plain(f"{name.capitalize()} · {path.name}")
                self.query_one(f"#pair-{name}-picture", Preview).show(path.read_bytes, key=str(path))
        else:
            before, after, share = self._before, self._after, self._at
            self.query_one("#pair-both").border_title = plain(self._both_title)
            show = self.query_one("#pair-picture", Preview).show
            show(lambda: self._pair(before, after).parted(share), key=(str(before), str(after), share))
        self._tell()
        self.run_worker(self._measure(), group="sizes", exclusive=True)
        self.refresh_bindings()

    @property
    def _at(self) -> float:
        """Up to where the one before is seen."""
        return self._share if self._way == "slider" else float(self._seen_before)

    @property
    def _both_title(self) -> str:
        if self._way == "flicker":
            return f"Before · {self._before.name}" if self._seen_before else f"After · {self._after.name}"
        return f"{self._before.name} ◂ {self._share:.0%} ▸ {self._after.name}"

    def _pair(self, before: Path, after: Path) -> Pair:
        """Both, decoded once; in a thread."""
        from naitui.pictures.pairing import Pair

        key = before, after
        if key not in self._pairs:
            self._pairs = {key: Pair(before.read_bytes(), after.read_bytes())}
        return self._pairs[key]

    async def _measure(self) -> None:
        """What is to be said of the sizes."""
        from naitui.pictures.decode import size_of
        from naitui.pictures.pairing import size_words

        before, after = self._before, self._after
        try:
            sizes = await self._aside.do(lambda: [size_of(path.read_bytes()) for path in (before, after)])
            self._told = size_words(*sizes) or "both {}×{}".format(*sizes[0])
        except (OSError, BadPicture) as error:
            self._told = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        except asyncio.CancelledError:
            return
        self._tell()

    def _tell(self) -> None:
        others = self._others
        count = f"before: {others.index(self._before) + 1} of {len(others)}" if len(others) > 1 else ""
        self.query_one("#pair-told", Static).update(
            plain(" · ".join(part for part in (MOST_VIEWS[self._way], count, self._told) if part))
        )

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """With two pictures there is no other one."""
        if action in ("next_other", "previous_other"):
            return True if len(self._others) > 1 else None
        return True

    def _choose(self, way: Way) -> None:
        self._way = way
        self._show()

    def action_side(self) -> None:
        """Beside one another."""
        self._choose("side")

    def action_slider(self) -> None:
        """Parted by the slider."""
        self._choose("slider")

    def action_flicker(self) -> None:
        """The one in the place of the other; from another way, the one before first."""
        self._seen_before = True if self._way != "flicker" else not self._seen_before
        self._choose("flicker")

    def action_swap(self) -> None:
        """The other way round."""
        self._before, self._after = self._after, self._before
        self._show()

    def action_next_other(self) -> None:
        """Another one before."""
        self._go(1)

    def action_previous_other(self) -> None:
        """Another one before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        others = self._others
        self._before = others[(others.index(self._before) + by) % len(others)]
        self._show()

    def _previews(self) -> list[Preview]:
        """Those that are to be seen."""
        whole = self.query_one("#pair-picture", Preview)
        return [whole] if self._way != "side" else [one for one in self.query(Preview) if one is not whole]

    def _each(self, do: Callable[[Preview], object]) -> None:
        for preview in self._previews():
            do(preview)

    def action_left(self) -> None:
        """The slider, or what is seen."""
        self._across(-1)

    def action_right(self) -> None:
        """The slider, or what is seen."""
        self._across(1)

    def _across(self, way: int) -> None:
        if self._way == "slider":
            self._slide(self._share + way * STEP)
        else:
            self._each(lambda preview: preview.pan(way, 0))

    def _slide(self, share: float) -> None:
        self._share = round(min(max(share, 0.0), 1.0), 3)
        self._show()

    def action_up(self) -> None:
        """What lies further up."""
        self._each(lambda preview: preview.pan(0, -1))

    def action_down(self) -> None:
        """What lies further down."""
        self._each(lambda preview: preview.pan(0, 1))

    def action_zoom_in(self) -> None:
        """Both."""
        self._each(lambda preview: preview.zoom(1))

    def action_zoom_out(self) -> None:
        """Both."""
        self._each(lambda preview: preview.zoom(-1))

    def action_whole(self) -> None:
        """All of both."""
        for preview in self.query(Preview):
            preview.view = View()
        if self._way == "slider":
            self._slide(0.5)

    def on_click(self, event: events.Click) -> None:
        """The slider goes where the mouse is."""
        preview = self.query_one("#pair-picture", Preview)
        frame = preview.frame
        if self._way != "slider" or frame is None or frame.pannable:
            return
        left = preview.region.x + (preview.size.width - frame.grid[0]) / 2
        self._slide((event.screen_x - left) / frame.grid[0])

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()
