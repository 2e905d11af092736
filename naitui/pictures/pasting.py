"""The result of an infill over the picture it was made from: what was not painted stays bit for bit."""

from __future__ import annotations

from dataclasses import dataclass, field

from naitui.pictures import png
from naitui.pictures.kinds import kind_of
from naitui.pictures.region import Region


@dataclass(frozen=True, slots=True)
class Pasting:
    """What an infill's result is laid over."""

    original: bytes = field(repr=False)
    """The source as it was prepared, whole: a PNG file with sides that are multiples of 8."""
    mask: bytes = field(repr=False)
    """The mask of the same size: a PNG file."""
    region: Region | None = None
    """The part that was sent, of a focused infill."""

    def over(self, result: bytes) -> bytes:
        """The picture file of the result laid over the original, with the result's texts; see `masks.pasted`.

        The pixels are others than NovelAI sent, so its signature does not fit them any more. Slow: use a thread.

        Raises:
            BadPicture: the result is no picture, or a damaged one.
        """
        from naitui.pictures.decode import open_picture  # these load Pillow, which the first frame does without
        from naitui.pictures.masks import pasted
        from naitui.pictures.prepare import png as png_file

        whole = pasted(open_picture(self.original), open_picture(result), open_picture(self.mask), self.region)
        file = png_file(whole)
        return png.with_texts_of(file, result) if kind_of(result) == "png" else file
