"""Titles of windows: xterm's stack of them, so that the one from before comes back (tmux keeps one for every pane)."""

from __future__ import annotations

SAVE_TITLE, RESTORE_TITLE = "\x1b[22;2t", "\x1b[23;2t"
