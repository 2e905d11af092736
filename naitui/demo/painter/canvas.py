"""The canvas: fills outlines with colours and gradients, with soft edges, quickly."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, floor

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from naitui.demo.painter.palette import Colour, mix
from naitui.demo.painter.shapes import Shape

Box = tuple[int, int, int, int]

# A drawing of soft things is made small and enlarged: nobody sees the difference, the clock does.
_SOFT = 5.0
# A blur of less than this cannot be told from a clean edge.
_SEEN = 1.0


@dataclass(frozen=True, slots=True)
class Gradient:
    """Colours passing into one another, downwards over the shape (or between given lines), or to the right."""

    colours: tuple[Colour, ...]
    start: float | None = None
    end: float | None = None
    sideways: bool = False

    def at(self, place: float) -> Colour:
        """The colour at a place from 0 to 1."""
        steps = len(self.colours) - 1
        place = min(max(place, 0.0), 1.0) * steps
        index = min(int(place), steps - 1)
        return mix(self.colours[index], self.colours[index + 1], place - index)


Paint = Colour | Gradient


@dataclass(frozen=True, slots=True)
class Stamp:
    """A cut-out: where it lies on the canvas, how solid it is there, and how far the outline really reaches."""

    box: Box
    mask: Image.Image
    reach: tuple[float, float, float, float]


@cache
def halo(power: float) -> Image.Image:
    """A round glow, bright in the middle; the higher the power the tighter."""
    # Pillow's gradient reaches 180 in the middle of an edge and 255 only in the corners.
    return Image.radial_gradient("L").point([round(255 * max(0.0, 1 - value / 178) ** power) for value in range(256)])


class Canvas:
    """A picture in the making. A clear canvas starts see-through and keeps its colours premultiplied."""

    def __init__(self, width: int, height: int, clear: bool = False) -> None:
        self.width = width
        self.height = height
        self.clear = clear
        self.image = Image.new("RGBA" if clear else "RGB", (width, height))

    def stamp(self, shapes: Sequence[Shape], blur: float = 0.0) -> Stamp | None:
        """Cut the shapes out together; None when nothing of them is on the canvas."""
        shapes = [shape for shape in shapes if len(shape) > 2]
        if not shapes:
            return None
        reach = (
            min(x for shape in shapes for x, _ in shape),
            min(y for shape in shapes for _, y in shape),
            max(x for shape in shapes for x, _ in shape),
            max(y for shape in shapes for _, y in shape),
        )
        margin = blur * 2.6 + 1
        left, top = max(0, floor(reach[0] - margin)), max(0, floor(reach[1] - margin))
        right, bottom = min(self.width, ceil(reach[2] + margin)), min(self.height, ceil(reach[3] + margin))
        if right <= left or bottom <= top:
            return None
        mask = _cut(shapes, (left, top, right, bottom), blur)
        return Stamp((left, top, right, bottom), mask, reach)

    def fill(
        self,
        shapes: Sequence[Shape],
        paint: Paint,
        opacity: float = 1.0,
        blur: float = 0.0,
        within: Stamp | None = None,
        fade: tuple[float, float] | None = None,
    ) -> Stamp | None:
        """Paint shapes: see-through, blurred, only within a stamp, or fading from top to bottom, as wanted."""
        stamp = self.stamp(shapes, blur)
        if stamp is None:
            return None
        mask = stamp.mask
        if within is not None:
            mask = ImageChops.multiply(mask, _window(within, stamp.box))
        if fade is not None:
            mask = ImageChops.multiply(mask, _fading(stamp, fade))
        self.lay(Stamp(stamp.box, mask, stamp.reach), paint, opacity)
        return stamp

    def lay(self, stamp: Stamp, paint: Paint, opacity: float = 1.0) -> None:
        """Paint through a stamp that was cut before."""
        mask = stamp.mask
        if opacity < 1.0:
            mask = mask.point([round(value * opacity) for value in range(256)])
        if isinstance(paint, Gradient):
            self.image.paste(_coat(paint, stamp, self.image.mode), stamp.box, mask)
        else:
            self.image.paste((*paint, 255) if self.clear else paint, stamp.box, mask)

    def glow(self, x: float, y: float, across: float, down: float, colour: Colour, strength: float = 1.0,
             power: float = 2.0) -> None:  # fmt: skip
        """Shine light of a colour around a point."""
        left, top, right, bottom = round(x - across), round(y - down), round(x + across), round(y + down)
        if right - left < 2 or bottom - top < 2:
            return
        seen = (max(left, 0), max(top, 0), min(right, self.width), min(bottom, self.height))
        if seen[2] <= seen[0] or seen[3] <= seen[1]:
            return
        scale_x, scale_y = 256 / (right - left), 256 / (bottom - top)
        part = ((seen[0] - left) * scale_x, (seen[1] - top) * scale_y,
                (seen[2] - left) * scale_x, (seen[3] - top) * scale_y)  # fmt: skip
        size = (seen[2] - seen[0], seen[3] - seen[1])
        bright = halo(power).resize(size, Image.Resampling.BILINEAR, part)
        self.shine(bright, seen, colour, strength)

    def shine(self, bright: Image.Image, box: Box, colour: Colour, strength: float = 1.0) -> None:
        """Add light of a colour where a grey picture is bright (screen blending)."""
        table = [round(value * part * strength / 255) for part in colour for value in range(256)]
        light = bright.convert("RGB").point(table)
        self.image.paste(ImageChops.screen(self.image.crop(box), light), box)


def _cut(shapes: Sequence[Shape], box: Box, blur: float) -> Image.Image:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if blur > _SOFT:
        scale = _SOFT / 2 / blur
        small = (max(1, round(width * scale)), max(1, round(height * scale)))
        mask = _drawn(shapes, small, left, top, small[0] / width, small[1] / height)
        return mask.filter(ImageFilter.GaussianBlur(blur * scale)).resize((width, height), Image.Resampling.BICUBIC)
    area = width * height
    finer = 4 if area < 30_000 else 3 if area < 120_000 else 2
    mask = _drawn(shapes, (width * finer, height * finer), left, top, finer, finer).reduce(finer)
    return mask.filter(ImageFilter.GaussianBlur(blur)) if blur > _SEEN else mask


def _drawn(
    shapes: Sequence[Shape], size: tuple[int, int], left: int, top: int, scale_x: float, scale_y: float
) -> Image.Image:
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    for shape in shapes:
        pen.polygon([((x - left) * scale_x, (y - top) * scale_y) for x, y in shape], fill=255)
    return mask


def _window(stamp: Stamp, box: Box) -> Image.Image:
    """What a stamp lets through in another box."""
    left, top, right, bottom = box
    window = Image.new("L", (right - left, bottom - top))
    window.paste(stamp.mask, (stamp.box[0] - left, stamp.box[1] - top))
    return window


def _fading(stamp: Stamp, fade: tuple[float, float]) -> Image.Image:
    _, top, _, bottom = stamp.box
    first, last = stamp.reach[1], stamp.reach[3]
    steps = 64
    column = bytearray()
    for index in range(steps):
        y = top + (bottom - top) * (index + 0.5) / steps
        place = min(max((y - first) / max(last - first, 1e-6), 0.0), 1.0)
        column.append(round(255 * min(max(fade[0] + (fade[1] - fade[0]) * place, 0.0), 1.0)))
    return (
        Image.frombytes("L", (1, steps), bytes(column))
        .resize((1, stamp.mask.height), Image.Resampling.BILINEAR)
        .resize(stamp.mask.size, Image.Resampling.NEAREST)
    )


def _coat(gradient: Gradient, stamp: Stamp, mode: str) -> Image.Image:
    """The gradient as it falls on the stamp's box, however much of the shape lies outside the canvas."""
    low, high = (stamp.box[0], stamp.box[2]) if gradient.sideways else (stamp.box[1], stamp.box[3])
    first, last = (stamp.reach[0], stamp.reach[2]) if gradient.sideways else (stamp.reach[1], stamp.reach[3])
    start = first if gradient.start is None else gradient.start
    end = last if gradient.end is None else gradient.end
    steps = 96
    data = bytearray()
    for index in range(steps):
        place = low + (high - low) * (index + 0.5) / steps
        data += bytes(gradient.at((place - start) / (end - start or 1.0)))
    width, height = stamp.mask.size
    strip = Image.frombytes("RGB", (steps, 1) if gradient.sideways else (1, steps), bytes(data)).convert(mode)
    # Smooth along the gradient, merely repeated across it.
    strip = strip.resize((width, 1) if gradient.sideways else (1, height), Image.Resampling.BILINEAR)
    return strip.resize((width, height), Image.Resampling.NEAREST)
