"""A picture's main colours in words: for those who see no picture, in the terminal or at all."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

_HUES = (
    (15, "red"), (40, "orange"), (65, "yellow"), (90, "lime"), (150, "green"), (175, "teal"), (200, "cyan"),
    (245, "blue"), (270, "violet"), (300, "purple"), (335, "pink"), (360, "red"),
)  # fmt: skip
_SAMPLE = 96  # pixels each way are plenty to count colours in


class MainColour(NamedTuple):
    """One of a picture's main colours."""

    rgb: tuple[int, int, int]
    share: float
    """Of the picture, 0 to 1."""
    name: str


def main_colours(image: Image.Image, count: int = 5) -> list[MainColour]:
    """The `count` main colours of an RGB picture, the most frequent first; fewer where two have the same name."""
    from PIL import Image

    small = image.copy()
    small.thumbnail((_SAMPLE, _SAMPLE), Image.Resampling.BOX)
    # twice as many as asked for, so that those of one name can be put together and there is still a choice
    reduced = small.quantize(2 * count, method=Image.Quantize.FASTOCTREE, kmeans=2)
    channels = reduced.getpalette() or []
    found: dict[str, MainColour] = {}
    for index, pixels in enumerate(reduced.histogram()):
        if pixels:
            red, green, blue = channels[3 * index : 3 * index + 3]
            name = name_of((red, green, blue))
            share = pixels / (small.width * small.height)
            known = found.get(name)
            rgb = known.rgb if known is not None and known.share > share else (red, green, blue)
            found[name] = MainColour(rgb, share + (known.share if known else 0), name)
    return sorted(found.values(), key=lambda colour: -colour.share)[:count]


def name_of(rgb: tuple[int, int, int]) -> str:
    """A colour as people would call it: "dark blue", "light grey", "brown"."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in rgb))
    if lightness < 0.07:
        return "black"
    if lightness > 0.95:
        return "white"
    chroma = saturation * (1 - abs(2 * lightness - 1))
    degrees = hue * 360
    if chroma < 0.09:
        name = "grey"
    elif 15 <= degrees < 50 and lightness < 0.42:
        name = "brown"
    else:
        name = next(word for end, word in _HUES if degrees <= end)
    return f"dark {name}" if lightness < 0.28 else f"light {name}" if lightness > 0.72 else name
