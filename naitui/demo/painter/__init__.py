"""The painter of the demo service: poster-like pictures that answer to the prompt, the same for the same scene."""

from math import sqrt

from PIL import Image

from naitui.demo.dice import Dice
from naitui.demo.painter.backdrop import paint_backdrop
from naitui.demo.painter.bond import paint_bonds
from naitui.demo.painter.canvas import Canvas
from naitui.demo.painter.effects import finish, grained, paint_air
from naitui.demo.painter.figure import paint_person, people_of
from naitui.demo.painter.lettering import paint_title
from naitui.demo.painter.palette import palette
from naitui.demo.painter.preview import preview
from naitui.demo.painter.reading import Reading, read
from naitui.demo.painter.scene import Bond, Figure, Scene

__all__ = ["Bond", "Figure", "Scene", "paint", "preview"]

# Large pictures are worked a little smaller and enlarged, thumbnails are made large and shrunk.
_MOST_PIXELS = 660_000
_FEWEST_PIXELS = 120_000


def paint(scene: Scene) -> Image.Image:
    """Paint a scene: RGB, or RGBA with only the people when it is to be transparent."""
    wanted = (max(1, scene.width), max(1, scene.height))
    pixels = wanted[0] * wanted[1]
    scale = sqrt(min(max(pixels, _FEWEST_PIXELS), _MOST_PIXELS) / pixels)
    size = wanted if scale == 1 else (max(16, round(wanted[0] * scale)), max(16, round(wanted[1] * scale)))
    reading = read(scene)
    image = _painted(scene, reading, *size)
    if image.size != wanted:
        image = image.resize(wanted, Image.Resampling.LANCZOS)
    return grained(image, scene, reading)


def _painted(scene: Scene, reading: Reading, width: int, height: int) -> Image.Image:
    # Every word counts, known or not, read or beyond reading: together they tilt the colours.
    tilt = Dice("tilt", scene.prompt, scene.undesired)
    weather = 0.6 if reading.shows("rain") else 0.35 if reading.shows("snow") else 0.3 if reading.shows("fog") else 0.0
    colours = palette(reading.time, reading.place, Dice("harmony", scene.seed, reading.time), tilt, weather)
    canvas = Canvas(width, height, clear=scene.transparent)
    air = None if scene.transparent else paint_backdrop(canvas, scene, reading, colours)
    if air is not None:
        paint_air(canvas, reading, colours, Dice("air behind", scene.seed, reading.words), front=False)
    people = people_of(scene, reading)
    poses = {person.number: paint_person(canvas, person, colours, air, scene.seed) for person in people}
    paint_bonds(canvas, scene.bonds, poses, colours)
    if air is not None:
        paint_air(canvas, reading, colours, Dice("air before", scene.seed, reading.words), front=True)
    if reading.title and reading.may("title"):
        paint_title(canvas, colours, reading.title)
    image = canvas.image
    if scene.transparent:
        image = Image.merge("RGBa", image.split()).convert("RGBA")
    return finish(image, scene, colours.deep if air is not None else None)
