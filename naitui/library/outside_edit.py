"""A picture on its way through the user's own program: what is erased there is painted anew, what is retouched stays.

All of it reads or writes files: use a thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageChops

from naitui.library.files import write_whole
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.painting import Cells
from naitui.pictures.prepare import png, visible


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back."""

    cells: Cells
    """What can be seen through: that is to be painted anew."""
    picture: Image.Image | None = field(repr=False)
    """The source with what was retouched; None where nothing was."""


def write_for_outside(path: Path, picture: Image.Image, cells: Cells) -> tuple[int, int]:
    """Write a picture in which what is painted has been erased; when it was written last, and its size.

    Raises:
        OSError: it cannot be written.
    """
    holed = picture.convert("RGBA")
    holed.putalpha(ImageChops.subtract(holed.getchannel("A"), cells.mask()))
    write_whole(path, png(holed), mode=0o600)
    return stamp_of(path)


def stamp_of(path: Path) -> tuple[int, int]:
    """When a file was written last, in nanoseconds, and its size.

    Raises:
        OSError: it is not there.
    """
    told = path.stat()
    return told.st_mtime_ns, told.st_size


def read_from_outside(path: Path, picture: Image.Image) -> Returned:
    """What has become of the file; ``picture`` is what was written, and stands where something has been erased.

    Raises:
        OSError: it cannot be read.
        BadPicture: it is no picture (yet: a program may still be writing), or has another size now.
    """
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    image = open_picture(data)
    if image.size != picture.size:
        old, new = (f"{size[0]}×{size[1]}" for size in (picture.size, image.size))
        raise BadPicture(f"it is {new} now and was {old}; scale it back, or open it as a source with o")
    cells = Cells.see_through(image, *image.size)
    seen = visible(image)
    colours = seen.convert("RGB")
    if seen.mode == "RGBA":
        # half erased is erased: what was there before is what an infill begins from
        colours = Image.composite(picture.convert("RGB"), colours, cells.mask())
    changed = ImageChops.difference(colours, picture.convert("RGB")).getbbox() is not None
    return Returned(cells, colours if changed else None)
