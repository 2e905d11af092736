"""Two pictures laid over one another to be compared, whatever their sizes."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from naitui.pictures.decode import on_checkerboard, open_picture, visible

MOST = 1280
"""The longest side of a pair in pixels: more than any pane shows, and quick to make."""
ALIKE = 0.02
"""So much may two ratios differ before one picture gets a margin: sides are rounded to multiples."""
_GROUND = (96, 96, 96)
_LINE = ((255, 255, 255), (0, 0, 0))


class Pair:
    """Two pictures in one size, decoded once. Slow and not to be shared by threads: use one thread."""

    def __init__(self, before: bytes, after: bytes) -> None:
        """Decode both.

        Raises:
            BadPicture: one of them is none, or damaged.
        """
        images = [on_checkerboard(visible(open_picture(data))) for data in (before, after)]
        self.sizes = images[0].size, images[1].size
        size = common_size(*self.sizes)
        self._before, self._after = (laid(image, size) for image in images)

    def parted(self, share: float) -> bytes:
        """A PNG: left of ``share`` of the width the one before, right of it the one after, a line between them."""
        width, height = self._after.size
        at = round(width * min(max(share, 0.0), 1.0))
        both = self._after.copy()
        both.paste(self._before.crop((0, 0, at, height)), (0, 0))
        if 0 < at < width:
            thick = max(1, width // 200)
            for colour, left in zip(_LINE, (at - thick, at), strict=True):
                both.paste(colour, (left, 0, left + thick, height))
        out = BytesIO()
        both.save(out, format="PNG", compress_level=1)
        return out.getvalue()


def common_size(before: tuple[int, int], after: tuple[int, int]) -> tuple[int, int]:
    """The size in which both are shown: that of the larger one, or less."""
    width, height = max((before, after), key=lambda size: size[0] * size[1])
    scale = min(1.0, MOST / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def laid(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """An RGB picture in exactly this size: of another shape, in the middle of grey."""
    if abs(image.width * size[1] / (image.height * size[0]) - 1) <= ALIKE:
        return image.resize(size, Image.Resampling.LANCZOS)
    scale = min(size[0] / image.width, size[1] / image.height)
    wide, high = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    sheet = Image.new("RGB", size, _GROUND)
    sheet.paste(image.resize((wide, high), Image.Resampling.LANCZOS), ((size[0] - wide) // 2, (size[1] - high) // 2))
    return sheet


def size_words(before: tuple[int, int], after: tuple[int, int]) -> str:
    """What is to be said of two sizes: empty where they are the same."""
    if before == after:
        return ""
    told = "{}×{} and {}×{}".format(*before, *after)
    if abs(before[0] * after[1] / (before[1] * after[0]) - 1) <= ALIKE:
        return f"{told}: the smaller one is enlarged to lie on the other"
    return f"{told}: of different shapes, fitted into one another"
