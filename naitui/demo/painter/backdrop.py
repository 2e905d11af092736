"""The backdrop: the sky, then the place under it, then the far decorations."""

from collections.abc import Callable

from naitui.demo.dice import Dice
from naitui.demo.painter import beyond, decor, land, town
from naitui.demo.painter.canvas import Canvas
from naitui.demo.painter.effects import paint_weather
from naitui.demo.painter.palette import Palette
from naitui.demo.painter.reading import Reading
from naitui.demo.painter.scene import Scene
from naitui.demo.painter.sky import Air, paint_sky

_Place = Callable[[Canvas, Palette, Reading, Air, Dice, Dice], None]
_PLACES: dict[str, tuple[_Place, float]] = {
    "city": (town.paint_city, 0.72),
    "indoors": (town.paint_room, 0.66),
    "mountains": (land.paint_mountains, 0.68),
    "field": (land.paint_field, 0.62),
    "forest": (land.paint_forest, 0.66),
    "desert": (land.paint_desert, 0.6),
    "sea": (beyond.paint_sea, 0.6),
    "underwater": (beyond.paint_underwater, 0.9),
    "space": (beyond.paint_space, 0.8),
    "sky": (beyond.paint_cloud_sea, 0.7),
}


def paint_backdrop(canvas: Canvas, scene: Scene, reading: Reading, palette: Palette) -> Air:
    """Paint everything behind the people; the seed composes it, the words fill in the details."""
    seed = Dice("composition", scene.seed, reading.place, scene.variety)
    words = Dice("details", scene.seed, reading.place, reading.words, reading.avoided)
    painter, share = _PLACES[reading.place]
    horizon = canvas.height * (share + seed.between(-0.035, 0.035) * (2 if scene.variety else 1))
    air = paint_sky(canvas, palette, reading, seed, words, horizon)
    if reading.shows("fireworks") and reading.place != "underwater":
        decor.fireworks(canvas, palette, words, horizon)
    if reading.place == "indoors":
        # The weather stays outside: it is painted before the walls.
        paint_weather(canvas, reading, palette, words, front=False)
    painter(canvas, palette, reading, air, seed, words)
    if reading.shows("birds"):
        decor.birds(canvas, palette, words, horizon)
    if reading.shows("fog"):
        decor.fog(canvas, palette, words)
    if reading.shows("lanterns"):
        decor.lanterns(canvas, palette, words)
    return air
