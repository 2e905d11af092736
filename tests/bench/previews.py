"""What it takes to show pictures of 832×1216 in 80×50 cells: in the event loop, on the line, in memory."""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from statistics import median

from driven import Driven
from PIL import Image, ImageChops, ImageDraw, ImageFilter

HERE = Path(__file__).parent
SIZE = (832, 1216)
BOX = (800, 1000)
"""Pixels of 80×50 cells of 10×20."""


def picture(number: int) -> Image.Image:
    """Soft shapes, hard lines and a little noise: what a palette has to work for, as with real pictures."""
    chance = random.Random(number)
    image = Image.linear_gradient("L").resize(SIZE)
    colours = [Image.new("RGB", SIZE, tuple(chance.randrange(256) for _ in range(3))) for _ in range(2)]
    painted = Image.composite(*colours, image)
    draw = ImageDraw.Draw(painted)
    for _ in range(40):
        x, y, size = chance.randrange(SIZE[0]), chance.randrange(SIZE[1]), chance.randrange(20, 300)
        draw.ellipse((x - size, y - size, x + size, y + size), fill=tuple(chance.randrange(256) for _ in range(3)))
    painted = painted.filter(ImageFilter.GaussianBlur(12))
    draw = ImageDraw.Draw(painted)
    for _ in range(60):
        line = [(chance.randrange(SIZE[0]), chance.randrange(SIZE[1])) for _ in range(3)]
        draw.line(line, fill=tuple(chance.randrange(256) for _ in range(3)), width=chance.randrange(1, 5))
    noise = Image.effect_noise(SIZE, 6).convert("RGB")
    return ImageChops.add(painted, noise, scale=1, offset=-128)


def smallest(image: Image.Image) -> int:
    """Bytes of the picture as a PNG of 256 colours at the size of the box, as base64: what a line has to carry."""
    fitted = image.copy()
    fitted.thumbnail(BOX, Image.Resampling.LANCZOS)
    found = []
    for dither in (Image.Dither.NONE, Image.Dither.FLOYDSTEINBERG):
        out = io.BytesIO()
        fitted.quantize(256, dither=dither).save(out, "PNG", optimize=True)
        found.append(len(b64encode(out.getvalue())))
    return min(found)


def measure_previews(count: int) -> None:
    """Show so many pictures in every protocol and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(count):
            paths.append(Path(folder, f"{number}.png"))
            picture(number).save(paths[-1], compress_level=1)
        limit = median(smallest(Image.open(path)) for path in paths[:5])
        print(f"{count} pictures of 832x1216 in 80x50 cells; the smallest palette PNG of that box: {limit:,.0f} bytes")
        heads = f"{'first ms':>10}{'done ms':>10}{'again ms':>10}{'bytes':>12}{'/ limit':>9}{'memory MB':>16}"
        print(f"{'':8}{'block ms':>18}{heads}")
        print(f"{'':8}{'median':>9}{'most':>9}")
        for protocol in ("kitty", "sixel", "blocks"):
            _show(protocol, paths, Path(folder), limit)


def _show(protocol: str, paths: list[Path], folder: Path, limit: float) -> None:
    result = folder / f"{protocol}.json"
    driven = Driven([sys.executable, str(HERE / "shown.py"), protocol, str(result), *map(str, paths)], folder, 100, 60)
    while driven.alive:
        driven.read(0.2)
    driven.close()
    found = json.loads(result.read_text())
    pictures = found["pictures"]

    def middle(name: str) -> float:
        return median(one[name] for one in pictures)

    blocks = [one["block"] for one in pictures[1:]]  # the first one imports what it needs
    sent = middle("bytes")
    print(
        f"{protocol:8}{median(blocks):9.1f}{max(blocks):9.1f}{middle('first'):10.0f}{middle('done'):10.0f}"
        f"{middle('again done'):10.0f}{sent:12,.0f}{sent / limit:9.2f}"
        f"{found['memory'][0]:8.0f}{found['memory'][-1]:8.0f}"
    )
