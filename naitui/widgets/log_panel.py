"""The log: what happened, line by line, in words."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import Literal

from rich.text import Text
from textual import events
from textual.widgets import RichLog

from naitui.novelai.errors import clean

Tone = Literal["info", "good", "warning", "error"]
_MARKS: dict[Tone, str] = {"info": "·", "good": "✓", "warning": "!", "error": "✗"}
MAX_LINES = 1000


class LogPanel(RichLog):
    """Lines with a time and a mark, so that the tone does not hang on colour alone."""

    COMPONENT_CLASSES = {"log--time", "log--info", "log--good", "log--warning", "log--error"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, max_lines=MAX_LINES, min_width=1, wrap=True, markup=False, highlight=False)
        self.border_title = "Log"
        self._said: deque[tuple[str, str, Tone]] = deque(maxlen=MAX_LINES)
        self._width = 0

    def say(self, text: str, tone: Tone = "info") -> None:
        """Add a line. The text may come from anywhere: it is cleaned and never parsed."""
        line = f"{datetime.now():%H:%M:%S}", clean(text, 500), tone
        self._said.append(line)
        if not self.scrollable_content_region.width:
            self._width = 0  # it is hidden: all is folded when it is there again
        elif self._width:
            self._show(*line)

    def on_resize(self, event: events.Resize) -> None:
        """Fold every line anew; while the panel is hidden there is no width to fold for."""
        super().on_resize(event)
        width = self.scrollable_content_region.width
        if width == self._width:
            return
        self._width = width
        self._show_all()

    def on_mount(self) -> None:
        """Lines are kept with their colours: another theme needs them anew."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.call_after_refresh(self._show_all))

    def _show_all(self) -> None:
        if self._width:
            self.clear()
            for line in self._said:
                self._show(*line)

    def _show(self, time: str, text: str, tone: Tone) -> None:
        line = Text(overflow="fold")
        line.append(f"{time} ", self.get_component_rich_style("log--time"))
        line.append(f"{_MARKS[tone]} {text}", self.get_component_rich_style(f"log--{tone}"))
        self.write(line, scroll_end=True)
