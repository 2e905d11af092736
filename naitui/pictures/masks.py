"""Masks for infill as the service wants them, and the way back: the result over the original.

The service repaints cells of 8 x 8 pixels. A prepared mask is a picture of mode L in the full size, 255 where it is
repainted and 0 where it is kept, constant in every cell; `blocks` makes one of anything that a person painted.

How a person's mask is read: where something of the picture can be seen through (an alpha below 250 anywhere), what
counts is how opaque it is, whatever its colour: painted is repainted, bare is kept. NovelAI's page paints that way.
Else brightness counts: white is repainted, black is kept.
"""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

from naitui.pictures.errors import BadPicture
from naitui.pictures.prepare import visible
from naitui.pictures.region import CELL, Region, fits

FOCUS_MARGIN = 96
"""What a focused infill sees around the mask, in pixels; NovelAI's page calls it the safe area.

It is more than `pasted` reaches beyond the mask, so the region's border leaves no seam.
"""

_PAINTED_ABOVE = 155  # of 255, as on NovelAI's page
_GROWN_CELLS = 4
_BLUR_RADIUS = 20
_BLUR_ROUNDS = 2


def blocks(mask_image: Image.Image, width: int, height: int) -> Image.Image:
    """Return the mask in `width` x `height` pixels: mode L, 0 or 255, constant in every cell of 8 x 8 pixels.

    Each cell takes the one pixel in its middle (no smoothing), white when it is above 155 of 255; a stroke much
    thinner than a cell may be lost, so ask `is_empty` afterwards. Raises ValueError when a side is no multiple of 8.
    """
    if min(width, height) < CELL or width % CELL or height % CELL:
        raise ValueError(f"the sides of a mask are multiples of {CELL}")
    cells = _painted(mask_image).resize((width // CELL, height // CELL), Image.Resampling.NEAREST)
    return _two_tone(cells).resize((width, height), Image.Resampling.NEAREST)


def is_empty(mask: Image.Image) -> bool:
    """Tell whether nothing would be repainted. Any mask can be asked, but a prepared one gives the final answer."""
    return _two_tone(_painted(mask)).getbbox() is None


def invert(mask: Image.Image) -> Image.Image:
    """Return the mask that repaints what this one keeps: the same size, mode L with only 0 and 255."""
    return ImageChops.invert(_two_tone(_painted(mask)))


def pasted(
    original: Image.Image,
    result: Image.Image,
    mask: Image.Image,
    region: Region | None = None,
) -> Image.Image:
    """Return the original with the result laid over it where the mask, grown by 4 cells and blurred, lets it through.

    NovelAI's rule: the blur has a radius of 20 pixels and goes over the mask twice, so 72 pixels from the mask and
    further nothing has changed: there the pixels are those of `original` bit for bit (hidden metadata excepted).

    `original` is the picture that was sent, sides multiples of 8. With `region` (left, top, right, bottom in its
    pixels, multiples of 8) only that part is touched and `result` is the picture of that part alone. A result of
    another size is resampled. RGB, or RGBA where one of the two can be seen through. Raises ValueError for sides that
    are no multiples of 8 and for a region that is not inside the original.
    """
    whole = visible(original)
    box = region or (0, 0, *whole.size)
    if not fits(box, *whole.size):
        raise ValueError(f"the region lies inside the picture and on multiples of {CELL}")
    # Of the prepared mask only the region counts, as only that was sent.
    weight = _soft(blocks(mask, *whole.size).crop(box))
    part = visible(result)
    if part.size != weight.size:
        part = part.resize(weight.size, Image.Resampling.LANCZOS)
    if "RGBA" in (whole.mode, part.mode):
        whole, part = whole.convert("RGBA"), part.convert("RGBA")
    joined = whole.copy()
    joined.paste(_mixed(whole.crop(box), part, weight), box[:2])
    return joined


def focus_region(mask: Image.Image, width: int, height: int, margin: int = FOCUS_MARGIN) -> Region:
    """Return the part to send for a focused infill: the painted cells and `margin` pixels around, inside the picture.

    (left, top, right, bottom) in pixels of the picture of `width` x `height`, multiples of 8, as Pillow's `crop` takes
    it. Raises BadPicture when nothing is painted, ValueError when a side is no multiple of 8 or the margin negative.
    """
    if margin < 0:
        raise ValueError("the margin is not negative")
    painted = blocks(mask, width, height).getbbox()
    if painted is None:
        raise BadPicture("The mask is empty: nothing would be painted anew.")
    reach = -(-margin // CELL) * CELL
    left, top, right, bottom = painted
    return max(0, left - reach), max(0, top - reach), min(width, right + reach), min(height, bottom + reach)


def _painted(mask: Image.Image) -> Image.Image:
    """How much each pixel asks to be repainted, as mode L."""
    if mask.mode == "L" and not mask.has_transparency_data:
        return mask
    seen = visible(mask)
    return seen.getchannel("A") if seen.mode == "RGBA" else seen.convert("L")


def _two_tone(grey: Image.Image) -> Image.Image:
    return grey.point([255 if value > _PAINTED_ABOVE else 0 for value in range(256)])


def _soft(mask: Image.Image) -> Image.Image:
    """Return how much of the result is let through, 0 to 255 for each pixel of a prepared mask."""
    cells = mask.resize((mask.width // CELL, mask.height // CELL), Image.Resampling.NEAREST)
    grown = cells.filter(ImageFilter.MaxFilter(2 * _GROWN_CELLS + 1)).resize(mask.size, Image.Resampling.NEAREST)
    for _ in range(_BLUR_ROUNDS):
        grown = grown.filter(ImageFilter.BoxBlur(_BLUR_RADIUS))
    return grown


def _mixed(below: Image.Image, above: Image.Image, weight: Image.Image) -> Image.Image:
    """Blend two pictures of one mode; where the weight is 0, `below` stays bit for bit."""
    if below.mode == "RGB":
        return Image.composite(above, below, weight)
    # Premultiplied, or the colours of invisible pixels would show as a fringe; that rounds, so untouched is put back.
    mixed = Image.composite(above.convert("RGBa"), below.convert("RGBa"), weight).convert("RGBA")
    return Image.composite(mixed, below, weight.point([0] + [255] * 255))
