"""Pictures as NovelAI's page sends them: the right size, on the right ground, without anything hidden in them.

Every function returns a new picture; what is enlarged or reduced is resampled with Lanczos, and a picture that has the
right size already keeps its colours bit for bit.
"""

from __future__ import annotations

import math
from io import BytesIO
from typing import Literal

from PIL import Image

from naitui.pictures import exif, jpeg
from naitui.pictures.alpha import read_record
from naitui.pictures.decode import shrink, size_of
from naitui.pictures.kinds import kind_of

VIBE_SIZE = (448, 448)
"""What V3 looks at of a vibe, in pixels."""

PORTRAIT, LANDSCAPE, SQUARE = (1024, 1536), (1536, 1024), (1472, 1472)
"""The three canvases of a precise reference, (width, height) in pixels."""

LARGEST_AREA = 3_145_728
"""The largest picture that the service takes, in pixels (width times height)."""

TOOL_AREA = 1_048_576
"""What NovelAI's page enlarges small pictures to for a director tool, in pixels."""

_TOOL_SMALL = 832 * 1216  # the page leaves its own normal size alone, which is a little below TOOL_AREA
_PORTRAIT_BELOW, _LANDSCAPE_ABOVE = 0.833, 1.25

Ground = Literal["white", "black"]


def png(image: Image.Image) -> bytes:
    """Return the picture as a PNG file of pixels only: no texts, profile, density or EXIF, the same bytes every time.

    Grey, RGB and RGBA stay what they are; other modes become RGB or RGBA. A record hidden in alpha is pixels too: use
    `visible` (or any other function here) to be rid of it.
    """
    plain = image.copy() if image.mode in ("L", "RGB", "RGBA") and not _has_colour_key(image) else _converted(image)
    plain.info = {}
    out = BytesIO()
    plain.save(out, format="PNG", compress_level=6)
    return out.getvalue()


def visible(image: Image.Image) -> Image.Image:
    """Return what can be seen of a picture of any mode: RGB, or RGBA where something can be seen through.

    An alpha channel that hides a record (NovelAI's metadata format) becomes opaque, as on NovelAI's page, and so does
    one that is 250 or more everywhere: a damaged record, which nobody sees.
    """
    if read_record(image) is not None:
        return image.convert("RGB")
    return shrink(image, image.size, checker=False)  # never smaller here: it only settles the mode


def source(image: Image.Image, width: int, height: int, *, keep_alpha: bool = False) -> Image.Image:
    """Return the picture for image to image and infill: exactly `width` x `height` pixels, whatever its ratio was.

    RGB, flattened on white. With `keep_alpha` (V5's transparent switch) real transparency stays and the result is
    RGBA; hidden metadata goes either way. Raises ValueError for a size below one pixel.
    """
    seen = visible(image)
    return _resized(seen if keep_alpha else _flattened(seen, "white"), (width, height))


def control_picture(image: Image.Image, width: int, height: int) -> Image.Image:
    """Return the picture for ControlNet (V1, V2): exactly `width` x `height` pixels, RGB on white."""
    return source(image, width, height)


def vibe_canvas(image: Image.Image) -> Image.Image:
    """Return the picture for a V3 vibe: fitted into 448 x 448 pixels, ratio kept, black bars, RGB."""
    return _on_canvas(image, VIBE_SIZE)


def reference_canvas(image: Image.Image) -> Image.Image:
    """Return the picture for a precise reference: centred on black, ratio kept, RGB.

    The canvas is 1024 x 1536 for a width below 0.833 of the height, 1536 x 1024 for one above 1.25, else 1472 x 1472.
    """
    return _on_canvas(image, canvas_size(*image.size))


def canvas_size(width: int, height: int) -> tuple[int, int]:
    """Return the size in pixels of the canvas on which a precise reference of `width` x `height` is sent."""
    ratio = width / height
    if ratio < _PORTRAIT_BELOW:
        return PORTRAIT
    return LANDSCAPE if ratio > _LANDSCAPE_ABOVE else SQUARE


def tool_size(width: int, height: int) -> tuple[int, int]:
    """Return the size in pixels that a director tool gets a picture of `width` x `height` in.

    Above 3,145,728 pixels it is reduced to fit; clearly below a megapixel (less than 832 x 1216 pixels) it is enlarged
    to about 1,048,576. The ratio is kept, sides are rounded down (at least 1). Raises ValueError for an empty picture.
    """
    _check_size(width, height)
    area = width * height
    if _TOOL_SMALL <= area <= LARGEST_AREA:
        return width, height
    target = LARGEST_AREA if area > LARGEST_AREA else TOOL_AREA
    scale = math.sqrt(target / area)
    wide, high = max(1, math.floor(width * scale)), max(1, math.floor(height * scale))
    # Very long pictures: the short side was lifted to 1, so the long one has to give way.
    return (min(wide, LARGEST_AREA // high), high) if wide >= high else (wide, min(high, LARGEST_AREA // wide))


def tool_picture(image: Image.Image) -> Image.Image:
    """Return the picture for a director tool: RGB on white in the size of `tool_size`."""
    return source(image, *tool_size(image.width, image.height))


def upscale_file(data: bytes, image: Image.Image) -> bytes:
    """Return the file for upscaling: as it is, for the texts in it come back in the answer.

    What other programs read in ways of their own (more than 8 bits, CMYK, several pictures, turned by EXIF) becomes a
    plain PNG of what is to be seen: `image` is the file decoded.
    """
    plain = image.mode in ("1", "L", "LA", "P", "RGB", "RGBA") and not getattr(image, "is_animated", False)
    return data if plain and image.size == size_of(data) and not _is_turned(data) else png(visible(image))


def _is_turned(data: bytes) -> bool:
    """Tell whether a JPEG is shown otherwise than it is stored."""
    block = jpeg.exif_block(data) if kind_of(data) == "jpeg" else None
    return block is not None and (exif.read_fields(block).orientation or 1) != 1


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise ValueError("a picture has at least one pixel each way")


def _has_colour_key(image: Image.Image) -> bool:
    """Tell whether one colour of an L or RGB picture is transparent, which only the dropped `info` knows."""
    return image.mode != "RGBA" and image.has_transparency_data


def _converted(image: Image.Image) -> Image.Image:
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA") if image.has_transparency_data else visible(image)


def _flattened(seen: Image.Image, ground: Ground) -> Image.Image:
    if seen.mode == "RGB":
        return seen
    flat = Image.new("RGB", seen.size, ground)
    flat.paste(seen, (0, 0), seen)
    return flat


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    _check_size(*size)
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def _on_canvas(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Fit the picture into `size`, enlarging it if need be, in the middle of black."""
    scale = min(size[0] / image.width, size[1] / image.height)
    wide = min(size[0], max(1, round(image.width * scale)))
    high = min(size[1], max(1, round(image.height * scale)))
    canvas = Image.new("RGB", size, "black")
    fitted = _resized(_flattened(visible(image), "black"), (wide, high))
    canvas.paste(fitted, ((size[0] - wide) // 2, (size[1] - high) // 2))
    return canvas
