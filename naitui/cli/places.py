"""Where a run keeps its pictures and its jobs in flight: the demo's never lie among the real ones."""

from __future__ import annotations

from pathlib import Path

from naitui.library import Shelf
from naitui.settings import Settings


def open_shelf(settings: Settings, pattern: str, out: Path | None = None, *, demo: bool) -> Shelf:
    """The shelf for a run; ``out`` is the folder that was named on the command line."""
    folders = settings.folders
    if demo:
        return Shelf(out or settings.pictures_folder / "demo", folders.state / "demo-incoming", pattern)
    return Shelf(out or settings.pictures_folder, folders.incoming, pattern)
