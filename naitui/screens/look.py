"""How pictures are to be shown on the screens."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.terminal import Protocol, Terminal


@dataclass(frozen=True, slots=True)
class Look:
    """How the studio is to show pictures."""

    protocol: Protocol = "blocks"
    terminal: Terminal | None = None
    line_rate: float = 0.0
    """Bytes a second that pictures may take; 0 measures the line."""
