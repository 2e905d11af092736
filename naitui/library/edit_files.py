"""The files behind editing a picture: the source as it will be sent, masks, canvases that were made larger.

What is made here is kept in the folder of the data under a name that is made of its content: the recipe names a real
file, undo finds it again, and the same mask is never written twice. All of it reads or writes: use a thread.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from naitui.library.collection import word_of
from naitui.library.files import write_whole
from naitui.library.path_offers import at_home
from naitui.library.sources import Sources
from naitui.library.vibes import picture_in
from naitui.novelai.catalog import Catalog
from naitui.pictures.decode import open_picture, visible
from naitui.pictures.outpaint import Sides, extended, new_part
from naitui.pictures.painting import Cells
from naitui.pictures.prepare import png, source

if TYPE_CHECKING:
    from PIL import Image

_NAME = 16
"""Hexadecimal digits of a content's hash in a name."""
Size = tuple[int, int]
Stamp = tuple[int, int]
"""When a file was written last, in nanoseconds, and its size in bytes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source as it will be sent, and what is to be said of it."""

    path: str
    stamp: Stamp
    size: Size
    """The file's own, in pixels."""
    sent: Image.Image = field(repr=False)
    """In the recipe's size: RGB, or RGBA where transparency is kept."""
    holes: bool = False
    """Whether something of it can be seen through."""
    notes: tuple[str, ...] = ()
    """What is odd about the file, and what is done about it."""


class EditFiles:
    """Reads sources and masks by their path in a recipe; keeps what is made under ``folder``."""

    def __init__(self, sources: Sources, folder: Path) -> None:
        self._sources = sources
        self._masks, self._pictures = folder / "masks", folder / "sources"

    # ------------------------------------------------------------------ sources

    def open(self, path: str, size: Size, *, keep_alpha: bool) -> Opened:
        """A picture as it will be sent in a size; also the one in a vibe file.

        Raises:
            OSError, BadPicture, NoEntry: it cannot be used; the message says why.
        """
        place = self._sources.place(path)
        told = place.stat()
        image = open_picture(picture_in(self._sources.read(path)))
        notes = _oddities(image, place.suffix)
        sent = source(image, *size, keep_alpha=keep_alpha)
        holes = visible(image).mode == "RGBA"
        return Opened(path, (told.st_mtime_ns, told.st_size), image.size, sent, holes, notes)

    def stamp(self, path: str) -> Stamp:
        """What `Opened.stamp` would be now.

        Raises:
            OSError, NoEntry: it is not there any more.
        """
        told = self._sources.place(path).stat()
        return told.st_mtime_ns, told.st_size

    def named(self, path: str) -> str:
        """A path as a recipe is to name it, found from anywhere."""
        from naitui.library.adding import whole

        return path if path.startswith("@") else whole(path, self._sources)

    def keep_picture(self, image: Image.Image, name: str) -> str:
        """Keep a picture that was made here; how a recipe names it.

        Raises:
            OSError: it cannot be written.
        """
        return self._keep(self._pictures, png(image), f"{name}-")

    def extend(self, path: str, size: Size, sides: Sides, *, keep_alpha: bool) -> tuple[str, Cells]:
        """The source in its size with more canvas around it: its path, and the cells that are new.

        Raises:
            OSError, BadPicture, NoEntry: the source cannot be used, or the new one not be written.
        """
        opened = self.open(path, size, keep_alpha=keep_alpha)
        name = self.keep_picture(extended(opened.sent, sides), f"{word_of(path)}-extended")
        return name, new_part(*size, sides)

    # ------------------------------------------------------------------ masks

    def mask(self, path: str) -> Image.Image:
        """A mask file as it is.

        Raises:
            OSError, BadPicture, NoEntry: it cannot be used.
        """
        return open_picture(self._sources.read(path))

    def holes(self, path: str, size: Size) -> Cells:
        """The cells of a source that can be seen through, in the size in which it is sent.

        Raises:
            OSError, BadPicture, NoEntry: it cannot be used.
        """
        return Cells.see_through(visible(open_picture(picture_in(self._sources.read(path)))), *size)

    def keep_mask(self, cells: Cells) -> str:
        """Keep a mask; how a recipe names it.

        Raises:
            OSError: it cannot be written.
        """
        return self._keep(self._masks, png(cells.mask()), "")

    def _keep(self, folder: Path, data: bytes, start: str) -> str:
        path = folder / f"{start}{hashlib.sha256(data).hexdigest()[:_NAME]}.png"
        if not path.exists():
            write_whole(path, data, mode=0o600)
        return at_home(path.absolute())


def best_size(size: Size, catalog: Catalog) -> Size:
    """The size to work on a picture in: its own where it can be; else near it; a small or a huge one about a megapixel.

    Sides of a request are multiples of 64, so another ratio is met as nearly as that allows.
    """
    width, height = size
    step, area = catalog.limits.side_step, width * height
    if not (width % step or height % step) and area <= catalog.limits.area:
        return size
    if area > catalog.limits.area or area < catalog.price.free_area // 4:
        scale = (catalog.price.free_area / area) ** 0.5
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
    wide, high = (max(step, (side + step // 2) // step * step) for side in (width, height))
    while wide * high > (catalog.limits.area if area <= catalog.limits.area else catalog.price.free_area):
        if wide >= high:
            wide -= step
        else:
            high -= step
    return max(step, wide), max(step, high)


_ODD = {
    "CMYK": "CMYK is turned into RGB",
    "P": "its palette is turned into RGB",
    "I;16": "16 bits a channel become 8",
    "I": "16 bits a channel become 8",
    "1": "black and white becomes RGB",
    "LA": "grey becomes RGB",
    "L": "grey becomes RGB",
}
_ENDINGS = {"PNG": (".png",), "JPEG": (".jpg", ".jpeg", ".jfif"), "WEBP": (".webp",)}


def _oddities(image: Image.Image, ending: str) -> tuple[str, ...]:
    """What of a picture is not as it looks, in words."""
    notes = [_ODD[image.mode]] if image.mode in _ODD else []
    frames = getattr(image, "n_frames", 1)
    if frames > 1:
        notes.insert(0, f"an animation of {frames} pictures: the first is taken")
    kind = image.format or ""
    if kind and ending and ending.lower() not in (*_ENDINGS.get(kind, ()), ".naiv4vibe", ".naiv4vibebundle"):
        notes.append(f"it is called {ending} and is a {kind}")
    return tuple(notes)
