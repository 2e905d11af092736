"""Every screen of the studio, and the keys that lead to it. Each ends where it began."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

WAYS: dict[str, tuple[str, ...]] = {
    "studio": (),
    "picture": ("f2",),
    "characters": ("ctrl+f",),
    "matrix": ("ctrl+f", "m"),
    "references": ("ctrl+u",),
    "edit": ("ctrl+x",),
    "tools": ("ctrl+b",),
    "gallery": ("ctrl+a",),
    "bin": ("ctrl+a", "B"),
    "labels": ("ctrl+a", "t"),
    "collections": ("ctrl+a", "C"),
    "taking": ("ctrl+a", "enter"),
    "compare": ("ctrl+a", "space", "right", "space", "="),
    "queue": ("ctrl+o", "q"),
    "past": ("ctrl+d",),
    "history": ("ctrl+r",),
    "expansions": ("ctrl+e",),
    "styles": ("ctrl+l",),
    "presets": ("ctrl+o", "k"),
    "sweep": ("ctrl+o", "y"),
    "models": ("f9",),
    "help": ("f1",),
    "palette": ("ctrl+p",),
}
"""Screens and dialogs that open over them, by the keys that open them from the studio."""

LASTING = frozenset(("watch", "begin", "words", "deed", "bin", "gallery"))
"""Groups of workers that wait for the user, or for something to happen."""


async def settled(studio: Any) -> None:
    """Until nothing new works for the screen any more; what watches goes on for as long as the screen is there."""
    for _ in range(10):
        await studio.settle()
        if all(worker.group in LASTING for worker in studio.app.workers if worker.is_running):
            return
        await studio.pilot.pause(0.02)


async def back(studio: Any) -> None:
    """To the studio, whatever lies over it."""
    for _ in range(12):
        if studio.app.screen is studio.screen:
            return
        await studio.press("escape")
    raise AssertionError(f"Escape does not lead out of {studio.app.screen}")


async def screens(studio: Any, *names: str) -> AsyncIterator[str]:
    """Go to each in turn; its name, when one is there."""
    for name in names or WAYS:
        await studio.focus("#prompt" if studio.screen.query_one("#prompt").size.height else "#picture-pane")
        for key in WAYS[name]:
            await studio.press(key)
            await settled(studio)
        yield name
        await back(studio)
        if name == "picture":
            await studio.press("f2")
