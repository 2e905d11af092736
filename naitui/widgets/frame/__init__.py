"""Writes to the terminal only what is not there yet.

Textual repaints whole dirty regions: a key in a text field rewrites every line of it, a dialog the whole screen. Over
SSH that is kilobytes a key. `Frame` knows what the terminal shows, and of each update only the cells that differ are
written.
"""

from naitui.widgets.frame.cells import IN_PLACE, learn
from naitui.widgets.frame.cutting import cut_between_characters
from naitui.widgets.frame.difference import Difference
from naitui.widgets.frame.driver import FrameDriver, differing, forget, framed, seen
from naitui.widgets.frame.frame import Frame, Span
from naitui.widgets.frame.near import NearCompositor

__all__ = [
    "IN_PLACE",
    "Difference",
    "Frame",
    "FrameDriver",
    "NearCompositor",
    "Span",
    "cut_between_characters",
    "differing",
    "forget",
    "framed",
    "learn",
    "seen",
]
