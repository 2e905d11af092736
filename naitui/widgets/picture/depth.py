"""With how many colours pictures are painted where a widget is."""

from __future__ import annotations

from textual.filter import Monochrome, NoColor
from textual.widget import Widget

from naitui.widgets.picture.prepared import Depth


def depth_for(widget: Widget) -> Depth:
    """The terminal's colours; none where Textual takes all of them away: blocks would be nothing but blocks then.

    Our own `NoColours` leaves pictures their greys, so that they are painted as ever.
    """
    if any(isinstance(each, Monochrome | NoColor) for each in widget.get_line_filters()):
        return "none"
    system = widget.app.console.color_system
    if widget.app.is_headless or system == "truecolor":
        return "true"
    return "256" if system == "256" else "none"
