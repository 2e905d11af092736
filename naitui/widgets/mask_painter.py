"""The mask painter: the picture with the mask over it, painted by keys or with the mouse.

One character of the terminal is two units, and a unit is a square of whole cells of 8×8 pixels: what is painted is what
the model sees. Only lines that look otherwise are drawn again, and of those only changed characters are written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from naitui.actions.in_effect import keyed
from naitui.pictures.painting import Cells
from naitui.widgets.bindings import bindings_of
from naitui.widgets.easel import Easel, Spot
from naitui.widgets.held_keys import HeldKeys
from naitui.widgets.keyed import Keyed
from naitui.widgets.mask_backdrop import MaskBackdrop
from naitui.widgets.mask_drawing import Scene, Signature, mask_line, place_of, title_of
from naitui.widgets.mask_ground import Tints
from naitui.widgets.mask_window import MaskWindow, whole_unit
from naitui.widgets.text import plain

if TYPE_CHECKING:
    from PIL import Image

PARTS = ("mark", "cursor", "bare", "lit", "words")
EMPTY = ("No picture to start from", "{edit.open_source} opens one, {edit.take_result} takes the picture made last.")
_MOVES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_LETTERS = {"h": "left", "j": "down", "k": "up", "l": "right"}
_MOST = 999
"""Of a number typed before a move."""


class MaskPainter(Keyed):
    """Paints one mask. `Changed` says that a step has been painted; the mask itself is `cells`."""

    PLACE = "mask"
    COMPONENT_CLASSES = {f"mask--{name}" for name in PARTS}
    BINDINGS = bindings_of("mask")

    @dataclass
    class Changed(Message):
        """The mask is another one."""

        cells: Cells

    @dataclass
    class Said(Message):
        """Something to be told the user: why a key did nothing."""

        words: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._easel: Easel | None = None
        self._backdrop = MaskBackdrop(self, self._tints)
        self._scene: Scene | None = None
        self._signatures: list[Signature] = []
        self._window = MaskWindow()
        self._count = ""
        self._drags: bool | None = None
        """Whether the mouse paints (True) or erases (False) now."""
        self._told: Cells | None = None
        self._held = HeldKeys()

    # ------------------------------------------------------------------ what the owner says

    @property
    def cells(self) -> Cells | None:
        """The mask as it is, with the stroke that is being painted; None without a picture."""
        return self._easel.cells if self._easel is not None else None

    def settle(self) -> None:
        """What is being painted is a step now."""
        if self._easel is not None:
            self._easel.settle()
            self._told = self._easel.cells

    def wait(self) -> None:
        """A picture is being read: keys that come meanwhile are for it."""
        self._held.wait()

    def go_on(self) -> None:
        """It is there, or did not come: what is here stays."""
        self._held.go_on(self.app)

    def show(self, picture: Image.Image, cells: Cells) -> None:
        """A picture of RGB and the mask to begin with, which has its size."""
        self._backdrop.picture, self._easel = picture, Easel(cells)
        self._told, self._scene, self._window = cells, None, MaskWindow()
        self._easel.unit = self._whole_unit
        self._easel.at = self._easel.columns // 2, self._easel.rows // 2
        self._prepare()
        self._seen()
        self.go_on()

    def take(self, cells: Cells) -> None:
        """Another mask of the same size, as a step that can be undone; nothing is told of it."""
        if self._easel is not None and self._easel.edit(lambda _: cells):
            self._told = cells
            self._seen()

    def replace(self, cells: Cells) -> None:
        """Another mask of the same size in the place of this one and its strokes: somebody travels in the past."""
        easel = self._easel
        if easel is not None and cells != easel.cells:
            self._easel = Easel(cells, easel.unit)
            self._easel.at, self._easel.brush = easel.at, easel.brush
            self._told = cells
            self._seen()

    @property
    def has_strokes(self) -> bool:
        """Whether anything has been painted since the mask was shown, taken back or not."""
        return self._easel is not None and self._easel.has_strokes

    def clear_picture(self) -> None:
        """There is no picture any more."""
        self._backdrop.picture = self._easel = self._scene = self._told = None
        self._seen()
        self.go_on()

    # ------------------------------------------------------------------ the picture below

    @property
    def _whole_unit(self) -> int:
        cells = self.cells
        return whole_unit(cells, self.content_size) if cells is not None else 1

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.call_after_refresh(self._prepare))
        self._show_title()

    def _tints(self) -> Tints:
        painted, lit = (self.get_component_styles(f"mask--{name}").color.rgb for name in ("mark", "lit"))
        return Tints(painted, lit)

    def on_resize(self) -> None:
        """The whole picture stays whole; a part of it stays as large as it is."""
        if self._easel is not None:
            if self._scene is None or self._easel.unit > 1:
                self._easel.zoom(self._whole_unit)
            self._prepare()
            self._seen()

    def _prepare(self) -> None:
        if self._easel is not None:
            self._backdrop.prepare(self._easel.unit)

    def on_unmount(self) -> None:
        """Begin with nothing more."""
        self._backdrop.close()

    # ------------------------------------------------------------------ drawing

    def _seen(self) -> None:
        """Draw again what looks otherwise."""
        easel = self._easel
        if easel is None:
            self.refresh()
            self._show_title()
            return
        before, self._scene = self._scene, Scene.of(easel)
        moved = self._window.follow(easel, self.content_size)
        rows = range(-(-easel.rows // 2))
        signatures = [self._scene.signature(row) for row in rows]
        if moved or before is None or len(signatures) != len(self._signatures):
            self.refresh()
        else:
            top = self._window.origin(easel, self.content_size)[1]
            for row in rows:
                if signatures[row] != self._signatures[row]:
                    self.refresh(Region(0, row - self._window.first[1] + top, self.size.width, 1))
        self._signatures = signatures
        self._show_title()
        if self._told is None or easel.cells != self._told:
            self._told = easel.cells
            self.post_message(self.Changed(easel.cells))

    def render_line(self, y: int) -> Strip:
        """One line of characters."""
        width = self.content_size.width
        easel, scene = self._easel, self._scene
        if easel is None or scene is None:
            words = keyed(EMPTY[y]) if y < len(EMPTY) else ""
            segment = Segment(words, self.get_component_rich_style("mask--words"))
            return Strip([segment]).adjust_cell_length(width, self.rich_style)
        left, top = self._window.origin(easel, self.content_size)
        row = y - top + self._window.first[1]
        if y < top or row >= -(-scene.rows // 2):
            return Strip.blank(width, self.rich_style)
        span = range(self._window.first[0], min(scene.columns, self._window.first[0] + width))
        ground = self._backdrop.ground(easel.unit)
        styles = {name: self.get_component_rich_style(f"mask--{name}") for name in ("mark", "cursor", "bare")}
        line = Strip(mask_line(scene, row, span, ground, styles), len(span))
        return Strip.join([Strip.blank(left, self.rich_style), line]).adjust_cell_length(width, self.rich_style)

    def _show_title(self) -> None:
        easel = self._easel
        title, place = (title_of(easel), place_of(easel, self._count)) if easel is not None else ("Source", "")
        if not self.styles.border_bottom[0] and len(title) + len(place) + 6 <= self.size.width:
            title = f"{title} · {place}"  # a short terminal has no line for it
        self.border_title, self.border_subtitle = plain(title), plain(place)

    # ------------------------------------------------------------------ keys

    async def on_key(self, event: events.Key) -> None:
        """Hold keys for a picture that is on its way; `Keyed` does the rest."""
        self._held.takes(event)

    def other_key(self, event: events.Key) -> None:
        """Move by arrows or hjkl, so often as a number before it says; with Shift it paints.

        They are no actions: the brush goes where the arrow points, and a digit is a number.
        """
        easel, key = self._easel, event.key
        if easel is None:
            return
        name = key.removeprefix("shift+")
        name = _LETTERS.get(name.lower(), name) if len(name) == 1 else name
        digit = event.character or ""
        if name in _MOVES:
            across, down = (step * int(self._count or 1) for step in _MOVES[name])
            paints = key.startswith("shift+") or (len(key) == 1 and key.isupper())
            (easel.drag if paints else easel.move)(across, down)
        elif digit.isascii() and digit.isdecimal():
            self._count = str(min(_MOST, int(self._count + digit)))
            event.stop()
            self._show_title()
            return
        elif key == "escape" and (self._count or easel.drop()):
            pass
        else:
            self._count = ""
            return
        event.stop()
        self._count = ""
        self._seen()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing can be painted without a picture; 0 is a digit behind another one."""
        if action == "whole_view" and self._count:
            return False
        return True if self._easel is not None else None

    def _do(self, work: Callable[[Easel], bool | None], why: str = "") -> bool:
        """Do something at the easel and show it; say why, when nothing was done."""
        self._count = ""
        easel = self._easel
        if easel is None:
            return False
        done = work(easel)
        if done is False and why:
            self.post_message(self.Said(why))
        self._seen()
        return done is not False

    def action_pen(self) -> None:
        """The pen down, or up."""
        self._do(lambda easel: easel.press_pen("paint"))

    def action_eraser(self) -> None:
        """The eraser down, or up."""
        self._do(lambda easel: easel.press_pen("erase"))

    def action_corner(self) -> None:
        """One corner of a rectangle, then the other."""
        self._do(Easel.mark)

    def action_line(self) -> None:
        """A line from the corner that was set."""
        self._do(Easel.draw_line, "A line goes from here to the next n.")

    def action_fill(self) -> None:
        """All around the cursor up to what is painted."""
        self._do(Easel.fill, "The cursor is on painted cells: f fills a bare area.")

    def action_invert(self) -> None:
        """Painted and kept change places."""
        self._do(lambda easel: easel.edit(Cells.inverted))

    def action_grow(self) -> None:
        """A cell more on every side."""
        self._do(lambda easel: easel.edit(Cells.grown), "Nothing is painted that could grow.")

    def action_shrink(self) -> None:
        """A cell less on every side."""
        self._do(lambda easel: easel.edit(Cells.shrunk), "Nothing is painted that could shrink.")

    def action_clear(self) -> None:
        """Nothing is painted."""
        self._do(Easel.clear, "Nothing is painted yet.")

    def action_larger_brush(self) -> None:
        """A larger brush."""
        self._do(lambda easel: easel.resize_brush(1))

    def action_smaller_brush(self) -> None:
        """A smaller brush."""
        self._do(lambda easel: easel.resize_brush(-1))

    def action_undo_stroke(self) -> None:
        """The last stroke goes."""
        self._do(
            Easel.undo,
            keyed("No stroke to take back; at the numbers (Tab) {edit.undo} takes back what else was changed."),
        )

    def action_redo_stroke(self) -> None:
        """It comes back."""
        self._do(Easel.redo, "No stroke to do again.")

    def action_other_branch(self) -> None:
        """What was painted instead."""
        self._do(Easel.other, "There is no other branch here.")

    def action_zoom_in(self) -> None:
        """Finer units, down to one cell."""
        self._zoom((self._easel.unit if self._easel is not None else 2) - 1)

    def action_zoom_out(self) -> None:
        """Coarser units."""
        self._zoom((self._easel.unit if self._easel is not None else 0) + 1)

    def action_whole_view(self) -> None:
        """All of the picture."""
        self._zoom(self._whole_unit)

    def _zoom(self, unit: int) -> None:
        easel = self._easel
        if easel is not None and 1 <= unit <= max(self._whole_unit, easel.unit) and unit != easel.unit:
            easel.settle()
            easel.zoom(unit)
            self._prepare()
            self._seen()
            self.refresh()

    # ------------------------------------------------------------------ the mouse

    def _pointed(self, event: events.MouseEvent) -> Spot | None:
        easel = self._easel
        if easel is None:
            return None
        left, top = self._window.origin(easel, self.content_size)
        offset = event.get_content_offset_capture(self)
        return offset.x - left + self._window.first[0], 2 * (offset.y - top + self._window.first[1])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to paint; the right button erases."""
        spot = self._pointed(event)
        if spot is None or self._easel is None or event.button not in (1, 3):
            return
        self.capture_mouse()
        self._easel.settle()
        self._drags = event.button == 1
        self._easel.go(spot)
        self._easel.draw_to(self._easel.at, on=self._drags)
        self._seen()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Paint on the way."""
        spot = self._pointed(event)
        if spot is not None and self._easel is not None and self._drags is not None:
            self._easel.draw_to(spot, on=self._drags)
            self._seen()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel zooms."""
        event.stop()
        self.action_zoom_in()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel zooms."""
        event.stop()
        self.action_zoom_out()

    def on_mouse_up(self) -> None:
        """The stroke is done."""
        if self._drags is not None and self._easel is not None:
            self._drags = None
            self.release_mouse()
            self._easel.settle()
            self._seen()
