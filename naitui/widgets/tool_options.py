"""What the director tool under the cursor does, and its options: mood, defry, own tags."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from naitui.library.calls import Call
from naitui.novelai.entries import Tool, Tools
from naitui.widgets.line_field import LineField
from naitui.widgets.mood_grid import MoodGrid
from naitui.widgets.rows import Passage
from naitui.widgets.text import plain

_NAMED = "Defry {}  "
"""What stands before the marks."""


class ToolOptions(Vertical):
    """Shows only what the tool takes; what was chosen for another one stays chosen."""

    def __init__(self, tools: Tools, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tools = tools
        self._tool: Tool | None = None
        self._defry = 0

    def compose(self) -> ComposeResult:
        """A sentence, then the options."""
        yield Passage(id="tool-about")
        yield MoodGrid(self._tools.moods, id="moods")
        yield Static(plain(""), id="tool-defry")
        yield LineField(placeholder="own tags: w", id="tool-tags")

    def show(self, tool: Tool) -> None:
        """Another tool."""
        self._tool = tool
        self.query_one("#tool-about", Passage).show([(tool.about or tool.title, "muted")])
        self.query_one(MoodGrid).display = tool.moods
        for part in ("#tool-defry", "#tool-tags"):
            self.query_one(part).display = tool.prompted
        most = self._tools.defry
        marks = "■" * (most - self._defry + 1) + "□" * self._defry
        strength = "strongest" if not self._defry else "weakest" if self._defry == most else "weaker"
        told = f"{_NAMED.format(self._defry)}{marks}  {strength}   (0–{most})"
        self.query_one("#tool-defry", Static).update(plain(told))

    def call(self, name: str, tool: Tool) -> Call:
        """The tool with what is chosen of its options."""
        if not tool.prompted:
            return Call(name)
        mood = self.query_one(MoodGrid).mood if tool.moods else None
        return Call(name, self.query_one("#tool-tags", Input).value.strip(), mood, self._defry)

    def press(self, key: str, tool: Tool) -> bool:
        """A digit is the defry, left and right go through the moods; whether the key means something."""
        if tool.prompted and key.isdigit() and int(key) <= self._tools.defry:
            self._defry = int(key)
            self.show(tool)
        elif tool.moods and key in ("left", "right"):
            self.query_one(MoodGrid).step(-1 if key == "left" else 1)
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        """A mark of the defry was clicked: as many as up to there are full."""
        defry = self.query_one("#tool-defry", Static).content_region
        if self._tool is not None and defry.contains_point(event.screen_offset):
            mark = event.screen_offset.x - defry.x - len(_NAMED.format(0))
            if 0 <= mark <= self._tools.defry:
                self.press(str(self._tools.defry - mark), self._tool)

    def go_to_moods(self) -> None:
        """The keys are for the grid."""
        self.query_one(MoodGrid).focus()

    def write(self) -> None:
        """The keys are for the tags."""
        self.query_one(Input).focus()
