"""A decoder of sixels, written from the format and not from our encoder."""

from __future__ import annotations

import re

from PIL import Image

_SIXEL = re.compile(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|([$-])")


def decode(sixels: str) -> Image.Image:
    """What is in a whole sequence, or in what stands behind its raster attributes: then the size is what was drawn."""
    head = re.match(r'\x1bP[0-9;]*q"1;1;(\d+);(\d+)', sixels)
    body = sixels[head.end() : -2] if head else sixels
    palette: dict[int, tuple[int, ...]] = {}
    strokes: list[tuple[int, int, int, int, int]] = []  # colour, from, to, row of the band, bits
    colour = x = y = position = 0
    while position < len(body):
        found = _SIXEL.match(body, position)
        assert found is not None, body[position : position + 20]
        position = found.end()
        if found[1]:
            colour = int(found[1])
            if found[2]:
                palette[colour] = tuple(round(int(part) * 2.55) for part in found.groups()[1:4])
        elif found[8]:
            x, y = 0, y + (6 if found[8] == "-" else 0)
        else:
            end = x + int(found[5] or 1)
            strokes.append((colour, x, end, y, ord(found[6] or found[7]) - 63))
            x = end
    size = (int(head[1]), int(head[2])) if head else (max(stroke[2] for stroke in strokes), y + 6)
    image = Image.new("RGB", size, (255, 0, 255))
    for colour, start, end, top, bits in strokes:
        for bit in range(6):
            if bits >> bit & 1:
                image.paste(palette[colour], (start, top + bit, end, top + bit + 1))
    return image
