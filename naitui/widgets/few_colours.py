"""The screen with few colours, or with none: what stands out by its colours alone must still stand out.

Without colours (``NO_COLOR``) a background that differs from the screen's becomes reversed text; bold, underlined and
italic text stays so. With sixteen, a colour becomes the one of its hue, and text that would melt into its background
gets another one. Pictures keep their shades: they are no decoration.
"""

from __future__ import annotations

from collections.abc import Callable
from colorsys import rgb_to_hls
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from naitui.widgets.frame import IN_PLACE

PICTURE = frozenset("▀▄\U0010eeee")
"""What pictures are drawn with; in the last one's colour is the number of a picture, which a filter would change."""
OF_PICTURE = Style(meta={"of picture": True})
"""Added to the style of a picture's blanks: cells whose two pixels are equal, of which only the ground is seen."""
_MARKED = (OF_PICTURE._meta, IN_PLACE._meta)
STANDS_OUT = 1.45
"""The contrast from which on a background is another one than the screen's: the cursor, a choice, a button."""
LEGIBLE = 3.0
"""The contrast that text needs at least, as WCAG has it for large letters."""
GREY = 0.2
"""How far the parts of a colour lie apart, of 1, from where on it has a hue."""
_HUES = ((18, 1), (75, 3), (165, 2), (200, 6), (258, 4), (330, 5), (360, 1))
"""Up to which angle a hue is which of the eight darker colours: red, yellow, green, cyan, blue, magenta, red."""
_BRIGHT = 8
"""What lies between a darker colour's number and that of the brighter one."""


def contrast(one: Color, other: Color) -> float:
    """From 1, equal, to 21, black on white (WCAG 2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def seen_as(colour: RichColor) -> Color:
    """How a terminal shows a colour, one of the sixteen too."""
    return Color(*colour.get_truecolor())


class NoColours(LineFilter):
    """Takes all colours away. ``ground`` tells the screen's background."""

    def __init__(self, ground: Callable[[], Color]) -> None:
        super().__init__()
        self._ground = ground

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Of a line, all but pictures."""
        ground = self._ground()
        return [_changed(segment, _grey if _is_of_picture(segment) else _bare, ground) for segment in segments]


class SixteenColours(LineFilter):
    """Keeps text legible where there are but sixteen colours. ``ground`` tells the screen's background."""

    def __init__(self, ground: Callable[[], Color]) -> None:
        super().__init__()
        self._ground = ground

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Of a line, all but pictures."""
        ground = self._ground()
        return [segment if _is_of_picture(segment) else _changed(segment, _legible, ground) for segment in segments]


def _is_of_picture(segment: Segment) -> bool:
    text, style, _ = segment
    # `meta` would unpickle it
    return not PICTURE.isdisjoint(text) or (style is not None and style._meta is not None and style._meta in _MARKED)


def _changed(segment: Segment, change: Callable[[Style, Color], Style], ground: Color) -> Segment:
    text, style, control = segment
    if style is None or control or "\U0010eeee" in text:
        return segment
    return Segment(text, change(style, ground))


def _stands_out(style: Style, ground: Color) -> bool:
    colour = style.bgcolor
    return colour is not None and not colour.is_default and contrast(seen_as(colour), ground) > STANDS_OUT


@lru_cache(maxsize=2048)
def _bare(style: Style, ground: Color) -> Style:
    reverse = bool(style.reverse) != _stands_out(style, ground)
    # what is dim would hardly be seen on the bright ground of what is reversed
    bare = style.without_color + Style(reverse=reverse, dim=bool(style.dim) and not reverse)
    return bare + Style(meta=style.meta) if style._meta else bare


@lru_cache(maxsize=8192)
def _grey(style: Style, ground: Color) -> Style:
    return style + Style(color=_shade(style.color), bgcolor=_shade(style.bgcolor))


def _shade(colour: RichColor | None) -> RichColor | None:
    if colour is None or colour.is_default:
        return colour
    return seen_as(colour).monochrome.rich_color


@lru_cache(maxsize=2048)
def _legible(style: Style, ground: Color) -> Style:
    dark = _luminance(ground) < 0.2
    plain, ink = RichColor.parse("black" if dark else "bright_white"), RichColor.parse("white" if dark else "black")
    back = plain
    if style.bgcolor is not None and _stands_out(style, ground):
        back = _of_sixteen(style.bgcolor, dark=dark)
        if seen_as(back) == seen_as(plain):  # a shade that the sixteen do not have: another grey
            back = RichColor.parse("bright_black" if dark else "white")
    fore = ink if style.color is None or style.color.is_default else _of_sixteen(style.color, dark=dark)
    behind = seen_as(back)
    if contrast(seen_as(fore), behind) < LEGIBLE:
        others = [_other_brightness(fore)] if fore.number not in _GREYS else []
        black, white = RichColor.parse("black"), RichColor.parse("bright_white")
        best = max((ink, black, white), key=lambda one: contrast(seen_as(one), behind))
        fore = next((one for one in others if contrast(seen_as(one), behind) >= LEGIBLE), best)
    return style + Style(color=fore, bgcolor=back)


_GREYS = (0, 7, 8, 15)


def _of_sixteen(colour: RichColor, *, dark: bool) -> RichColor:
    """The one of the same hue. Rich goes by distance alone, which makes red of orange and grey of a deep green."""
    red, green, blue = seen_as(colour).normalized
    if max(red, green, blue) - min(red, green, blue) < GREY:
        # text is never in the darker grey on black: many a terminal shows next to nothing of that
        light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        steps = ((0.15, 0), (0.8, 7), (1.0, 15)) if dark else ((0.3, 0), (0.6, 8), (0.85, 7), (1.0, 15))
        return RichColor.from_ansi(next((number for most, number in steps if light <= most), 15))
    hue, lightness, _ = rgb_to_hls(red, green, blue)
    number = next(number for most, number in _HUES if hue * 360 <= most)
    return RichColor.from_ansi(number + _BRIGHT if lightness > 0.5 else number)


def _other_brightness(colour: RichColor) -> RichColor:
    number = colour.number or 0
    return RichColor.from_ansi(number - _BRIGHT if number >= _BRIGHT else number + _BRIGHT)
