"""The pane around the picture: what it is, the session's other pictures, and the keys to look at them with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from naitui.actions.in_effect import keyed_lines
from naitui.pictures.graphics.framing import View
from naitui.terminal import Protocol, Terminal, draws
from naitui.widgets.bindings import bindings_of
from naitui.widgets.deed import Deed, DeedWanted, PairWanted
from naitui.widgets.filmstrip import Filmstrip
from naitui.widgets.picture.film import Film, Shot
from naitui.widgets.picture.opener import Opener
from naitui.widgets.preview import Preview
from naitui.widgets.text import plain
from naitui.widgets.typed_ahead import typed_ahead

EMPTY = ("No picture yet", "Write a prompt, then press {studio.generate}.", "", "{studio.help} shows all keys.")
_OF_ONE = frozenset(
    ("cycle_view", "zoom_in", "zoom_out", "whole_picture", "open_outside", "copy_shown", "enhance", "variations",
     "upscale")
)  # fmt: skip
"""Actions that need a picture."""
_OF_SEVERAL = frozenset(("next_picture", "previous_picture", "first_picture", "last_picture", "mark"))
"""Actions that need two."""


class PicturePane(Vertical, can_focus=True):
    """Shows the newest picture, or the one that was gone to; while a job draws, its steps."""

    BINDINGS = bindings_of("picture")
    ALLOW_MAXIMIZE = True

    @dataclass
    class OpenWanted(Message):
        """A picture should be opened in another program."""

        path: Path

    class ImagesWanted(Message):
        """Somebody wants to choose how pictures are drawn."""

    class DoctorWanted(Message):
        """Somebody wants to know what this terminal can do."""

    def __init__(self, protocol: Protocol, terminal: Terminal | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.film = Film()
        self._opener = Opener()
        self._preview = Preview(
            keyed_lines(EMPTY), protocol=protocol, terminal=terminal, opener=self._opener, id="preview"
        )
        self._strip = Filmstrip(self.film, self._opener, id="film")
        self._caption = Static(plain(""), id="caption")
        self._drafting = False

    def compose(self) -> ComposeResult:
        """The picture, its caption, the film."""
        yield self._preview
        yield self._caption
        yield self._strip

    def on_mount(self) -> None:
        """Name the pane."""
        self._show_title()

    def on_unmount(self) -> None:
        """The worker thread ends with the pane."""
        self._opener.close()

    # ------------------------------------------------------------------ what the owner says

    def draft(self, data: bytes, caption: str) -> None:
        """A step of the running job; not shown to those who look at an older picture."""
        if not self.film.follows:
            return
        if not self._drafting:
            self._drafting = True
            self._caption.update(plain(caption))
        self._preview.show_step(data)

    def end_draft(self) -> None:
        """What was half drawn is not left standing: the picture that was looked at comes back."""
        if self._drafting:
            self._show()

    def add(self, shot: Shot, data: bytes) -> None:
        """A finished picture, with the bytes of its file, which are at hand now."""
        follows = self.film.follows
        self.film.add(shot)
        if follows:
            self._show(data)
        else:
            self._show_film()

    def visit(self, shot: Shot, data: bytes) -> None:
        """A picture of an earlier day joins those of the session."""
        self.film.visit(shot)
        if self._drafting:
            self._show_film()
        else:
            self._show(data)

    def follow(self) -> None:
        """Something new was asked for: that is what will be looked at."""
        if not self.film.follows:
            self._go(len(self.film.shots))

    @property
    def shown(self) -> Shot | None:
        """The picture that is looked at."""
        return self.film.shown

    @property
    def protocol(self) -> Protocol:
        """How pictures are drawn."""
        return self._preview.protocol

    @protocol.setter
    def protocol(self, protocol: Protocol) -> None:
        self._preview.protocol = protocol
        self._show_film()

    def _show(self, data: bytes | None = None) -> None:
        self._drafting = False
        shot = self.film.shown
        self._caption.update(plain(shot.caption if shot else ""))
        if shot is None:
            self._preview.clear()
        else:
            self._preview.show(shot.read if data is None else data, key=shot.key, facts=shot.facts)
        self._show_film()

    def _show_film(self) -> None:
        self.set_class(len(self.film.shots) > 1 and draws(self.protocol), "-film")
        self._strip.show()
        self._show_title()
        self.refresh_bindings()

    def _show_title(self) -> None:
        view = self._preview.view
        parts = ["Picture", self.film.words, "" if view == View() else view.words]
        self.border_title = plain(" · ".join(part for part in parts if part))

    def on_preview_shown(self) -> None:
        """It may be another part of it."""
        self._show_title()

    def on_filmstrip_chosen(self, message: Filmstrip.Chosen) -> None:
        """A picture of the film was clicked."""
        self._go(message.place - self.film.place)

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Most keys need a picture; one alone has no other to go to or to compare with."""
        count = len(self.film.shots)
        if (action in _OF_ONE and count < 1) or (action in _OF_SEVERAL and count < 2):
            return None
        if action in ("compare", "pair") and self.film.other is None:
            return None
        return True

    def _go(self, steps: int) -> None:
        if self.film.go(steps):
            self._show()

    def action_next_picture(self) -> None:
        """The next picture of the session."""
        self._go(1)

    def action_previous_picture(self) -> None:
        """The picture before."""
        self._go(-1)

    def action_last_picture(self) -> None:
        """The newest picture; the next ones are shown as they come."""
        self.follow()

    def action_first_picture(self) -> None:
        """The first picture of the session."""
        self._go(-len(self.film.shots))

    def action_pan_left(self) -> None:
        """What lies further left; where all is to be seen, the picture before."""
        self._pan_or_go(-1)

    def action_pan_right(self) -> None:
        """What lies further right; where all is to be seen, the next picture."""
        self._pan_or_go(1)

    def _pan_or_go(self, way: int) -> None:
        frame = self._preview.frame
        if frame is not None and frame.pannable:
            self._preview.pan(way, 0)
        else:
            self._go(way)

    def action_pan_up(self) -> None:
        """What lies further up."""
        self._preview.pan(0, -1)

    def action_pan_down(self) -> None:
        """What lies further down."""
        self._preview.pan(0, 1)

    def action_cycle_view(self) -> None:
        """The whole picture, the pane full of it, its own pixels."""
        self._preview.view = self._preview.view.cycled()

    def action_zoom_in(self) -> None:
        """Larger."""
        self._preview.zoom(1)

    def action_zoom_out(self) -> None:
        """Smaller."""
        self._preview.zoom(-1)

    def action_whole_picture(self) -> None:
        """All of it again."""
        self._preview.view = View()

    def action_whole_screen(self) -> None:
        """The picture alone, and back."""
        if self.screen.maximized is self:
            self.screen.minimize()
        else:
            self.screen.maximize(self, container=False)

    def action_mark(self) -> None:
        """Compare other pictures with this one."""
        marked = self.film.mark()
        self._show()
        told = "No picture is marked: b compares with the one before." if marked is None else "Marked: B compares."
        self.notify(told, markup=False)

    def action_compare(self) -> None:
        """Before, and after."""
        if self.film.compare():
            self._show()

    def action_pair(self) -> None:
        """Before and after on a screen of their own."""
        current, other = self.film.current, self.film.other
        if current is not None and other is not None:
            others = tuple(shot.path for shot in self.film.shots)
            typed_ahead(self.app).lead(self, PairWanted(other.path, current.path, others))

    def action_enhance(self) -> None:
        """Again, in more detail or larger."""
        self._want("enhance")

    def action_variations(self) -> None:
        """Others like it."""
        self._want("variations")

    def action_upscale(self) -> None:
        """Twice the size."""
        self._want("upscale")

    def action_tools(self) -> None:
        """The director tools."""
        self._want("tools")

    def _want(self, deed: Deed) -> None:
        shot = self.shown
        typed_ahead(self.app).lead(self, DeedWanted(deed, shot.path if shot is not None else None))

    def action_open_outside(self) -> None:
        """In the viewer of the desktop."""
        if (shot := self.shown) is not None:
            self.post_message(self.OpenWanted(shot.path))

    def action_copy_shown(self) -> None:
        """The path to the clipboard, through the terminal."""
        if (shot := self.shown) is not None:
            self.app.copy_to_clipboard(str(shot.path))
            self.notify(f"Copied {shot.path}", markup=False)

    def action_images(self) -> None:
        """Choose how pictures are drawn."""
        self.post_message(self.ImagesWanted())

    def action_doctor(self) -> None:
        """What this terminal can do."""
        self.post_message(self.DoctorWanted())
