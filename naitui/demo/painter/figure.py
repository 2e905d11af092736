"""People in the picture: where they stand, how large, drawn from back to front and set into the light."""

from dataclasses import dataclass, replace

from PIL import Image, ImageChops, ImageFilter

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Stamp
from naitui.demo.painter.clothes import paint_body
from naitui.demo.painter.face import paint_face
from naitui.demo.painter.hair import paint_back_hair, paint_front_hair
from naitui.demo.painter.look import Look, look_of
from naitui.demo.painter.palette import WHITE, Palette, mix
from naitui.demo.painter.pose import Pose
from naitui.demo.painter.reading import FRAMES, Reading, has
from naitui.demo.painter.scene import Scene, plain, unwanted
from naitui.demo.painter.shapes import oval
from naitui.demo.painter.sky import Air
from naitui.demo.painter.worn import HELD, paint_behind, paint_held, paint_on_head, paint_tail

# The height of a head as a share of the picture, and how far above the figure's middle its head is, in heads.
_FRAMES = {"close": (0.4, 0.12), "upper": (0.255, 0.55), "knees": (0.185, 1.2), "full": (0.135, 2.1)}


@dataclass(frozen=True, slots=True)
class Person:
    """A look at a place, ready to be drawn."""

    look: Look
    x: float
    y: float
    frame: str
    crowd: int
    chance: str
    number: int = 0
    """Which of the figures of the scene it is."""


def people_of(scene: Scene, reading: Reading) -> list[Person]:
    """Everybody in the scene, those farther back first."""
    placed: list[Person] = []
    if scene.figures:
        for number, figure in enumerate(scene.figures[:12]):
            text, avoided = plain(figure.prompt), unwanted(figure.prompt, figure.undesired)
            girl = not has("(?:\\d ?)?(?:boy|man|guy|male|prince|father|grandfather)", text)
            frame = next((name for name, words in FRAMES.items() if has(words, text)), reading.frame)
            placed.append(Person(look_of(text, avoided, girl, scene.seed, 0), figure.x, figure.y, frame,
                len(scene.figures),
                                 f"{figure.prompt}|{figure.undesired}", number))  # fmt: skip
    else:
        dice = Dice("places", scene.seed, scene.variety)
        # Nothing but a person can be cut out, so a transparent picture of nobody named shows somebody.
        alone = ("girl",) if scene.transparent and not reading.deserted else ()
        kinds = reading.people or alone
        count = len(kinds)
        for index, kind in enumerate(kinds):
            share = (index + 0.5) / count
            x = dice.pick((0.4, 0.46, 0.54, 0.6)) if count == 1 else 0.5 + (share - 0.5) * min(1.0, 0.66 + 0.07 * count)
            x += dice.between(-0.03, 0.03) * (3 if scene.variety else 1)
            y = 0.5 + dice.between(-0.02, 0.04) + (0.07 * (index % 2) if count > 2 else 0.0)
            look = look_of(reading.words, reading.avoided, kind == "girl", scene.seed, index)
            placed.append(Person(look, x, y, reading.frame, count, f"{reading.words}|{index}", index))
    return sorted(placed, key=lambda person: person.y)


def paint_person(canvas: Canvas, person: Person, palette: Palette, air: Air | None, seed: int) -> Pose:
    """Draw one person on a sheet of their own, light it, and lay it on the picture; how they stand."""
    dice = Dice("bearing", seed, person.chance)
    pose = _pose(canvas, person, dice)
    look = person.look
    sheet = Canvas(canvas.width, canvas.height, clear=True)
    held = any(thing in look.wears for thing in HELD)
    paint_behind(sheet, look, pose)
    paint_tail(sheet, look, pose)
    paint_back_hair(sheet, look, pose, dice)
    # Heads sit low on their shoulders in this style.
    stand = replace(pose, y=pose.y - pose.unit * 0.07)
    paint_body(sheet, look, stand, dice, held)
    paint_face(sheet, look, pose)
    paint_front_hair(sheet, look, pose, dice)
    paint_on_head(sheet, look, pose)
    if held:
        paint_held(sheet, look, stand)
    _light(sheet, pose, palette, air)
    if not canvas.clear:
        canvas.fill([pose.body(oval(0, 5.28, 0.75, 0.09))], palette.deep, 0.45, blur=pose.unit * 0.03)
        box = sheet.image.getbbox()
        if box is not None:
            cutout = Image.merge("RGBa", sheet.image.crop(box).split()).convert("RGBA")
            canvas.image.paste(cutout, box, cutout)
        return stand
    above = sheet.image
    cover = ImageChops.invert(above.getchannel("A"))
    canvas.image = ImageChops.add(ImageChops.multiply(canvas.image, Image.merge("RGBA", [cover] * 4)), above)
    return stand


def _pose(canvas: Canvas, person: Person, dice: Dice) -> Pose:
    size, drop = _FRAMES[person.frame or ("upper" if person.crowd == 1 else "knees")]
    if person.crowd > 1:
        size = min(size, 0.44 / person.crowd**0.72)
    w, h = canvas.width, canvas.height
    # Lower in the picture is nearer, and so larger.
    unit = min(h, w * 1.46) * size * (0.78 + 0.44 * min(1.0, max(0.0, person.y)))
    top, bottom = unit * 0.72, h - unit * 0.5
    middle = min(max(h * 0.5 - drop * unit, top), bottom)
    along = min(1.0, max(0.0, person.y)) * 2
    y = top + (middle - top) * along if along < 1 else middle + (bottom - middle) * (along - 1)
    x = w * min(1.0, max(0.0, person.x))
    return Pose(x, y, unit, dice.between(-0.07, 0.07), dice.between(-1, 1), dice.between(-1, 1))


def _light(sheet: Canvas, pose: Pose, palette: Palette, air: Air | None) -> None:
    """Tint the person by the light of the hour, shade them towards the ground, and draw the light along an edge."""
    tint = mix(palette.ambient, WHITE, 0.76)
    table = [value * part // 255 for part in (*tint, 255) for value in range(256)]
    sheet.image = sheet.image.point(table)
    alpha = sheet.image.getchannel("A")
    box = alpha.getbbox()
    if air is None or box is None:
        return
    alpha = alpha.crop(box)
    start, end = pose.y + pose.unit * 0.9, pose.y + pose.unit * 4.2
    rows = bytes(
        round(80 * min(max((box[1] + (box[3] - box[1]) * (i + 0.5) / 64 - start) / (end - start), 0.0), 1.0))
        for i in range(64)
    )
    down = Image.frombytes("L", (1, 64), rows).resize(alpha.size, Image.Resampling.BILINEAR)
    reach = (0.0, 0.0, 1.0, 1.0)
    sheet.lay(Stamp(box, ImageChops.multiply(alpha, down), reach), mix(palette.deep, palette.sky[1], 0.6))
    if not air.has_light:
        return
    side = 1 if air.light_x > pose.x else -1
    step = max(1, round(pose.unit * 0.02))
    moved = Image.new("L", alpha.size)
    moved.paste(alpha, (-side * step, step))
    rim = ImageChops.subtract(alpha, moved).filter(ImageFilter.GaussianBlur(pose.unit * 0.005))
    sheet.lay(Stamp(box, ImageChops.multiply(rim, alpha), reach), mix(palette.light, palette.haze, 0.25), 0.8)
