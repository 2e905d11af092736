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

if TYPE_CHECKING:
    from PIL import Image

CHUNK = 4096
"""Base64 characters a command may carry, by the protocol."""

# kitty's rowcolumn-diacritics.txt: combining characters for 0, 1, 2, … (the 283 below U+10000)
_MARKS = bytes.fromhex(
    """
    0305 030d 030e 0310 0312 033d 033e 033f 0346 034a 034b 034c 0350 0351 0352 0357 035b 0363 0364 0365 0366 0367
    0368 0369 036a 036b 036c 036d 036e 036f 0483 0484 0485 0486 0487 0592 0593 0594 0595 0597 0598 0599 059c 059d
    059e 059f 05a0 05a1 05a8 05a9 05ab 05ac 05af 05c4 0610 0611 0612 0613 0614 0615 0616 0617 0657 0658 0659 065a
    065b 065d 065e 06d6 06d7 06d8 06d9 06da 06db 06dc 06df 06e0 06e1 06e2 06e4 06e7 06e8 06eb 06ec 0730 0732 0733
    0735 0736 073a 073d 073f 0740 0741 0743 0745 0747 0749 074a 07eb 07ec 07ed 07ee 07ef 07f0 07f1 07f3 0816 0817
    0818 0819 081b 081c 081d 081e 081f 0820 0821 0822 0823 0825 0826 0827 0829 082a 082b 082c 082d 0951 0953 0954
    0f82 0f83 0f86 0f87 135d 135e 135f 17dd 193a 1a17 1a75 1a76 1a77 1a78 1a79 1a7a 1a7b 1a7c 1b6b 1b6d 1b6e 1b6f
    1b70 1b71 1b72 1b73 1cd0 1cd1 1cd2 1cda 1cdb 1ce0 1dc0 1dc1 1dc3 1dc4 1dc5 1dc6 1dc7 1dc8 1dc9 1dcb 1dcc 1dd1
    1dd2 1dd3 1dd4 1dd5 1dd6 1dd7 1dd8 1dd9 1dda 1ddb 1ddc 1ddd 1dde 1ddf 1de0 1de1 1de2 1de3 1de4 1de5 1de6 1dfe
    20d0 20d1 20d4 20d5 20d6 20d7 20db 20dc 20e1 20e7 20e9 20f0 2cef 2cf0 2cf1 2de0 2de1 2de2 2de3 2de4 2de5 2de6
    2de7 2de8 2de9 2dea 2deb 2dec 2ded 2dee 2def 2df0 2df1 2df2 2df3 2df4 2df5 2df6 2df7 2df8 2df9 2dfa 2dfb 2dfc
    2dfd 2dfe 2dff a66f a67c a67d a6f0 a6f1 a8e0 a8e1 a8e2 a8e3 a8e4 a8e5 a8e6 a8e7 a8e8 a8e9 a8ea a8eb a8ec a8ed
    a8ee a8ef a8f0 a8f1 aab0 aab2 aab3 aab7 aab8 aabe aabf aac1 fe20 fe21 fe22 fe23 fe24 fe25 fe26
    """
).decode("utf-16-be")
MAX_CELLS = len(_MARKS)
"""Columns or rows a picture can have at most."""

_FIXED = range(16, 256)  # the numbers that one of 256 colours can carry, but for those that themes change
_numbers = count(random.randrange(0x7FFFFF))


def new_number(*, truecolor: bool = True) -> int:
    """A number for a picture that its text's colour can carry without a third combining character.

    The start is random: other programs in the same window have pictures too.

    Args:
        truecolor: False keeps to those that one of 256 colours can carry; they come round again.
    """
    number = next(_numbers)
    return 256 + number % (0xFFFFFF - 256) if truecolor else _FIXED[number % len(_FIXED)]


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


def placeholders(columns: int, rows: int, window: tuple[int, int, int, int] | None = None) -> list[str]:
    """The text that shows a picture placed on `columns` x `rows` cells, a row a text; its number is the text's colour.

    `window`: left, top, columns and rows, for a part of it alone.
    """
    left, top, width, height = window or (0, 0, columns, rows)
    across = _MARKS[left : left + width]
    return ["".join(f"\U0010eeee{mark}{x}" for x in across) for mark in _MARKS[top : top + height]]


def colour_of(number: int) -> tuple[int, int, int] | int:
    """The text colour that carries a picture's number: red, green and blue, or one of the 256."""
    return (number >> 16 & 255, number >> 8 & 255, number & 255) if number > 255 else number
