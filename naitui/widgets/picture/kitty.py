"""Kitty's graphics: a picture is sent once under a number, and text cells say "row y, column x of that number".

The number stands in the text as a 24-bit colour, row and column as combining characters on U+10EEEE ("Unicode
placeholders", kitty >= 0.28), so scrolling, clipping and windows on top just work. Facts from kitty's graphics protocol
text; sizes from our own measurements: a palette PNG without dither is a quarter of the truecolour one.
"""

from __future__ import annotations

import io
import random
from base64 import b64encode
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

if TYPE_CHECKING:
    from PIL import Image

CHUNK = 4096
"""Base64 characters a command may carry, by the protocol."""

# The protocol's table of combining characters for 0, 1, 2, … (its first 235, more cells than a pane ever has).
_MARKS = "".join(
    chr(int(code, 16))
    for code in """305 30d 30e 310 312 33d 33e 33f 346 34a 34b 34c 350 351 352 357 35b 363 364 365 366 367 368 369 36a
    36b 36c 36d 36e 36f 483 484 485 486 487 592 593 594 595 597 598 599 59c 59d 59e 59f 5a0 5a1 5a8 5a9 5ab 5ac 5af 5c4
    610 611 612 613 614 615 616 617 657 658 659 65a 65b 65d 65e 6d6 6d7 6d8 6d9 6da 6db 6dc 6df 6e0 6e1 6e2 6e4 6e7 6e8
    6eb 6ec 730 732 733 735 736 73a 73d 73f 740 741 743 745 747 749 74a 7eb 7ec 7ed 7ee 7ef 7f0 7f1 7f3 816 817 818 819
    81b 81c 81d 81e 81f 820 821 822 823 825 826 827 829 82a 82b 82c 82d 951 953 954 f82 f83 f86 f87 135d 135e 135f
    """.split()
)
MAX_CELLS = len(_MARKS)
"""Columns or rows a picture can have at most."""

_numbers = count(random.randrange(1, 0x7FFFFF))


def new_number() -> int:
    """A number for a picture below 2**24, so that a colour can carry it without a third combining character.

    The start is random: other programs in the same window have pictures too.
    """
    return next(_numbers) % 0xFFFFFF + 1


def encode(image: Image.Image, colours: int = 256) -> str:
    """An RGB picture as a base64 palette PNG.

    The palette is found on a picture of half the size and mended by two rounds of k-means. No dither: it costs a third
    more bytes and looks worse by every measure.
    """
    from PIL import Image

    sample = image.reduce(2) if min(image.size) > 64 else image
    palette = sample.quantize(colours, method=Image.Quantize.FASTOCTREE, kmeans=2)
    file = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(file, "PNG", compress_level=6)
    return b64encode(file.getvalue()).decode("ascii")


def encode_rough(image: Image.Image) -> str:
    """A quarter of each side in 64 colours: some 9 kB, the first thing to see on a slow line; kitty smooths it."""
    from PIL import Image

    size = max(1, image.width // 4), max(1, image.height // 4)
    return encode(image.resize(size, Image.Resampling.BOX), 64)


def transfer(number: int, data: str, columns: int, rows: int) -> Iterator[str]:
    """The commands that send a base64 PNG and give it a virtual placement of so many cells. Nothing shows yet."""
    head = f"a=T,U=1,f=100,t=d,i={number},c={columns},r={rows},q=2,"
    for start in range(0, len(data), CHUNK):
        more = int(start + CHUNK < len(data))
        yield f"\x1b_G{head}m={more};{data[start : start + CHUNK]}\x1b\\"
        head = "q=2,"


def abandon(number: int) -> str:
    """End a transfer that is half done and forget what has come. A broken picture's complaint is kept quiet."""
    return "\x1b_Gq=2,m=0;\x1b\\" + free(number)


def place(number: int, columns: int, rows: int) -> str:
    """Place once more. kitty 0.48 on software OpenGL paints a new picture only when something else happens."""
    return f"\x1b_Ga=p,U=1,i={number},c={columns},r={rows},q=2;\x1b\\"


def free(number: int) -> str:
    """Take the picture and its bytes out of the terminal's memory (capital I: the data as well)."""
    return f"\x1b_Ga=d,d=I,i={number},q=2;\x1b\\"


def placeholders(number: int, columns: int, rows: int) -> list[list[Segment]]:
    """The text that shows picture `number`, a row a list."""
    style = Style(color=Color.from_rgb(number >> 16 & 255, number >> 8 & 255, number & 255))
    across = _MARKS[:columns]
    return [[Segment("".join(f"\U0010eeee{mark}{x}" for x in across), style)] for mark in _MARKS[:rows]]
