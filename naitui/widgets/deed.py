"""What can be done to a finished picture, as a wish of whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from textual.message import Message

Deed = Literal["enhance", "variations", "upscale", "tools"]


@dataclass
class DeedWanted(Message):
    """Something is to be done to a picture; ``path`` is None where no picture is shown."""

    deed: Deed
    path: Path | None


@dataclass
class PairWanted(Message):
    """Two pictures are to be compared."""

    before: Path
    after: Path
    others: tuple[Path, ...] = ()
    """What else there is, in its order."""
