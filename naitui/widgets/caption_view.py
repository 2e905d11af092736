"""The exact captions: what each character's prompt is when it is sent, with what they do in front of it."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from naitui.recipe import Character
from naitui.recipe.captions import JOIN, caption, prefixes, uncommented
from naitui.widgets.discs import CLASSES, disc_class
from naitui.widgets.stage import Stage

NUMBER = 4
"""Columns in front of a caption."""


class CaptionView(Widget):
    """Everybody who takes part, whole captions folded; the current one is always in sight."""

    COMPONENT_CLASSES = {"caption--prefix", "caption--words", "caption--empty", *CLASSES}

    def __init__(self, stage: Stage, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._stage = stage
        self._lines: list[list[Segment]] | None = None
        self._told: tuple[object, ...] = ()
        self._top = 0

    def on_mount(self) -> None:
        """Show the stage as long as this is there."""
        self._stage.attach(self._changed)

    def on_unmount(self) -> None:
        """Show it no more."""
        self._stage.detach(self._changed)

    def on_resize(self) -> None:
        """Fold the captions anew."""
        self._told = ()
        self._changed()

    def _changed(self) -> None:
        before, self._told = self._told, self._stage.unplaced
        if self._told != before:
            self._lines = None
            self.refresh()

    def notify_style_update(self) -> None:
        """Another theme."""
        super().notify_style_update()
        self._lines = None

    def render_line(self, y: int) -> Strip:
        """One line of what is in sight."""
        width, height = self.content_size
        if self._lines is None:
            self._lines, self._top = self._folded(width, height)
        at = self._top + y
        line = self._lines[at] if at < len(self._lines) else []
        return Strip(line).adjust_cell_length(width, self.rich_style)

    def _folded(self, width: int, height: int) -> tuple[list[list[Segment]], int]:
        """All lines, and which of them is the topmost in sight."""
        lines: list[list[Segment]] = []
        begins = ends = 0
        for index, character in enumerate(self._stage.recipe.characters):
            if index == self._stage.index:
                begins = len(lines)
            lines += self._caption(index, character, max(1, width - NUMBER))
            if index == self._stage.index:
                ends = len(lines)
        model = self._stage.model
        if not lines or not model.characters:
            words = "Nobody takes part." if model.characters else f"{model.title} is sent no characters."
            return [[Segment(words, self._style("caption--empty"))]], 0
        return lines, min(begins, max(0, ends - height))

    def _caption(self, index: int, character: Character, width: int) -> list[list[Segment]]:
        interactions = self._stage.recipe.interactions if self._stage.model.interactions else ()
        disc = self._style(disc_class(character, index))
        number = Segment(f"{index + 1:>2}", disc)
        if not character.live:
            return [[number, Segment("  not sent", self._style("caption--empty"))]]
        sent = uncommented(character, interactions)
        said, text = JOIN.join(prefixes(*sent)), caption(*sent)
        lines: list[list[Segment]] = []
        at = 0
        for part in text.replace("\r", "").split("\n"):
            for piece in folded(part, width):
                cut = max(0, min(len(piece), len(said) - at))
                blank = Segment("  ", self.rich_style)
                head = number if not lines else blank
                words = [Segment(piece[:cut], self._style("caption--prefix"))] if cut else []
                lines.append([head, blank, *words, Segment(piece[cut:], self._style("caption--words"))])
                at += len(piece)
            at += 1
        return lines

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name)


def folded(text: str, width: int) -> list[str]:
    """A text in pieces of ``width`` cells at most, cut behind blanks where there are any; joined they are the text."""
    pieces: list[str] = []
    while cell_len(text) > width:
        whole = chop_cells(text, width)[0] or text[0]
        cut = whole.rfind(" ") + 1
        piece = whole[:cut] if cut else whole
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text]
