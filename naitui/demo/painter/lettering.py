"""The title band: words the prompt wants to be read in the picture."""

from PIL import Image, ImageDraw, ImageFont

from naitui.demo.painter.canvas import Canvas
from naitui.demo.painter.palette import WHITE, Palette, mix
from naitui.demo.painter.shapes import box


def paint_title(canvas: Canvas, palette: Palette, words: str) -> None:
    """Letter the words over a band at the foot of the picture."""
    w, h = canvas.width, canvas.height
    size = max(8, round(min(w * 1.3 / max(len(words), 6), h * 0.075)))
    font = ImageFont.load_default(size=size)
    pen = ImageDraw.Draw(Image.new("L", (1, 1)))
    left, top, right, bottom = pen.textbbox((0, 0), words, font=font)
    if right <= left or bottom <= top:
        return
    middle = h * 0.9
    half = max((bottom - top) * 1.05, h * 0.03)
    canvas.fill([box(0, middle - half, w, middle + half)], palette.deep, 0.55)
    for y in (middle - half, middle + half):
        canvas.fill([box(0, y - h * 0.0018, w, y + h * 0.0018)], mix(palette.accent, WHITE, 0.35), 0.9)
    mask = Image.new("L", (w, h))
    ImageDraw.Draw(mask).text((w / 2 - (left + right) / 2, middle - (top + bottom) / 2), words, fill=255, font=font)
    colour = mix(palette.light, WHITE, 0.4)
    canvas.image.paste((*colour, 255) if canvas.clear else colour, (0, 0), mask)
