"""What the gallery asks before pictures are given away or shown by collection."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual.screen import Screen

from naitui.library.album import Album
from naitui.library.index import Row
from naitui.pictures.errors import BadPicture
from naitui.screens.ask_several import AskSeveralScreen
from naitui.screens.choose import ChooseScreen

_YES = frozenset(("y", "yes", "1", "on"))


async def export_pictures(screen: Screen[None], rows: Sequence[Row]) -> None:
    """Ask where to, and copy."""
    from naitui.library.export import export  # draws, which is read when it is needed

    many = f"{len(rows)} pictures" if len(rows) > 1 else rows[0].facts.path.name
    fields = [
        ("Into a folder, or into a file that ends in .zip", "~/naitui-export"),
        ("Pixels alone, without prompt, settings and what is hidden in alpha: yes or no", "no"),
    ]
    answer = await screen.app.push_screen_wait(AskSeveralScreen(f"Export {many}", fields))
    if answer is None or not answer[0]:
        return
    where, strip = answer[0], answer[1].casefold() in _YES
    paths = [row.facts.path for row in rows]
    try:
        written = await asyncio.to_thread(lambda: export(paths, Path(where).expanduser(), strip=strip))
    except (OSError, BadPicture, RuntimeError) as error:  # RuntimeError: the home of a user that does not exist
        screen.notify(f"Not exported: {error}", severity="error", markup=False)
        return
    alone = ", pixels alone" if strip else ""
    screen.notify(f"{many}{alone}: {written[0] if len(written) == 1 else where}", markup=False)


async def choose_collection(screen: Screen[None], album: Album) -> str | None:
    """One of the collections, as a search; None when there is none, or none was chosen."""
    try:
        there = await asyncio.to_thread(album.marks.collections)
    except OSError as error:
        screen.notify(f"The collections cannot be read: {error}", severity="error", markup=False)
        return None
    if not there:
        screen.notify("No collections yet: c puts pictures into one.", markup=False)
        return None
    choices = [(name, f"{name}  {count:,}") for name, count in there]
    chosen = await screen.app.push_screen_wait(ChooseScreen("Collections", choices, ""))
    return None if chosen is None else f'collection:"{chosen}"'
