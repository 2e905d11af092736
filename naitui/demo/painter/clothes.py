"""Bodies and what they are dressed in."""

from naitui.demo.dice import Dice
from naitui.demo.painter.canvas import Canvas, Gradient
from naitui.demo.painter.fronts import paint_front, paint_scarf
from naitui.demo.painter.look import Look
from naitui.demo.painter.palette import WHITE, mix
from naitui.demo.painter.pose import Pose, Tones, fall, mirrored, rounded, tones
from naitui.demo.painter.shapes import Point, Shape, oval, smooth, stroke


def paint_body(canvas: Canvas, look: Look, pose: Pose, dice: Dice, raised: bool) -> None:
    """Legs, skirt or trousers, torso, arms and collar, from back to front."""
    cloth, trim = tones(look.cloth), tones(look.trim)
    wide = 0.5 if look.girl else 0.66
    bearing = dice.pick(("clasped", "behind", "heart", "down", "clasped"))
    arms = {side: _way(bearing, side, wide, raised and side > 0) for side in (-1, 1)}
    _legs(canvas, look, pose, trim)
    over = bearing in ("clasped", "heart")
    for side in (-1, 1):
        if not (over or (raised and side > 0)):
            _arm(canvas, look, pose, cloth, side, arms[side])
    _below_waist(canvas, look, pose, cloth, trim)
    _neck(canvas, look, pose)
    waist: list[Point] = [(0.335 if look.girl else 0.47, 1.72), (0.34 if look.girl else 0.47, 1.8), (0.2, 1.84)]
    if look.outfit not in ("dress", "uniform"):
        waist = [(0.37 if look.girl else 0.47, 1.76), (0.47, 2.22), (0.3, 2.3)]
    torso = rounded(
        [
            (0.0, 0.62),
            (0.14, 0.635),
            (wide - 0.14, 0.725),
            (wide - 0.02, 0.86),
            (wide - 0.05, 1.1),
            (wide * 0.78, 1.4),
            *waist,
        ]
    )
    stamp = canvas.fill([pose.body(torso)], fall(cloth))
    if stamp is not None:
        away = -1 if pose.turn > 0 else 1
        flank = [(0.22, 1.0), (0.28, 1.4), (0.2, 2.4), (0.9, 2.4), (0.9, 0.9), (0.5, 0.95)]
        shade = smooth([(away * x, y) for x, y in flank])
        canvas.fill([pose.body(shade)], cloth.shade, 0.45, within=stamp)
        # The head throws its shade on the collar.
        canvas.fill([pose.body(oval(0.0, 0.6, 0.34, 0.2))], cloth.shade, 0.4, within=stamp, blur=pose.unit * 0.03)
        paint_front(canvas, look, pose, cloth, trim, stamp)
    for arm in (-1, 1):
        if over or (raised and arm > 0):
            _arm(canvas, look, pose, cloth, arm, arms[arm])
    if "scarf" in look.wears:
        paint_scarf(canvas, pose, trim)


def _way(bearing: str, side: int, wide: float, raised: bool) -> list[Point]:
    """Shoulder, elbow and hand."""
    shoulder = (side * (wide - 0.1), 0.86)
    if raised:
        return [shoulder, (side * (wide + 0.12), 1.5), (side * (wide + 0.08), 1.14)]
    if bearing == "clasped":
        return [shoulder, (side * (wide + 0.06), 1.5), (side * 0.07, 2.02)]
    if bearing == "heart" and side < 0:
        return [shoulder, (side * (wide + 0.08), 1.5), (side * 0.02, 1.3)]
    if bearing == "behind":
        return [shoulder, (side * (wide + 0.07), 1.48), (side * 0.2, 2.0)]
    return [shoulder, (side * (wide + 0.05), 1.5), (side * (wide + 0.04), 2.12)]


def _neck(canvas: Canvas, look: Look, pose: Pose) -> None:
    skin = tones(look.skin)
    half = 0.115 if look.girl else 0.15
    neck = canvas.fill(
        [pose.body(rounded([(half, 0.3), (half, 0.55), (half + 0.06, 0.7), (0.2, 0.8), (0.0, 0.98)]))], look.skin
    )
    shade = mix(skin.shade, (226, 120, 116), 0.35)
    canvas.fill([pose.head(oval(0.0, 0.44, 0.3, 0.17))], shade, 0.65, within=neck)


def _legs(canvas: Canvas, look: Look, pose: Pose, trim: Tones) -> None:
    dark = tones(mix(trim.shade, (40, 36, 60), 0.6))
    for side in (-1, 1):
        path = [(side * 0.24, 2.2), (side * 0.235, 3.4), (side * 0.21, 4.3), (side * 0.2, 5.15)]
        if look.girl:
            canvas.fill(
                [pose.body(stroke(path, (0.42, 0.34, 0.25, 0.17)))], mix(look.skin, tones(look.skin).shade, 0.25)
            )
            sock = [(side * 0.218, 4.0), (side * 0.21, 4.4), (side * 0.2, 5.15)]
            canvas.fill([pose.body(stroke(sock, (0.29, 0.26, 0.18)))], fall(dark))
        else:
            canvas.fill([pose.body(stroke(path, (0.5, 0.42, 0.36, 0.32)))], fall(dark))
        shoe = smooth(
            [(side * 0.1, 5.1), (side * 0.32, 5.08), (side * 0.38, 5.24), (side * 0.3, 5.3), (side * 0.1, 5.3)]
        )
        canvas.fill([pose.body(shoe)], dark.line)


def _below_waist(canvas: Canvas, look: Look, pose: Pose, cloth: Tones, trim: Tones) -> None:
    sway = pose.wind * 0.12
    if look.outfit in ("kimono", "cloak"):
        half: list[Point] = [(0.4, 1.7), (0.56, 2.4), (0.6, 3.6), (0.62, 4.85)]
        stamp = canvas.fill([pose.body(mirrored(half))], fall(cloth))
        canvas.fill(
            [pose.body([(0.05, 1.7), (0.18, 1.7), (-0.05, 4.85), (-0.2, 4.85)])], cloth.shade, 0.5, within=stamp
        )
        canvas.fill([pose.body(mirrored([(0.7, 4.6), (0.7, 4.9)]))], trim.base, 0.9, within=stamp)
        return
    if not look.girl and look.outfit not in ("coat", "armour"):
        return
    colour, hem, flare = (trim, 2.95, 0.78) if look.outfit in ("uniform", "hoodie") else (cloth, 3.5, 0.92)
    if look.outfit == "coat":
        colour, hem, flare = cloth, 3.3, 0.74
    outline = [(0.33, 1.72), (0.53, 2.2), (flare * 0.86 + sway, hem * 0.86), (flare + sway, hem)]
    left = [(-x + 2 * sway * (index > 1), y) for index, (x, y) in enumerate(outline)]
    edge: list[Point] = []
    folds = 7
    tooth = 0.05 if look.outfit == "uniform" else 0.0
    for index in range(folds * 2 + 1):
        x = flare + sway + (left[-1][0] - flare - sway) * index / (folds * 2)
        edge.append((x, hem + (tooth if index % 2 else 0.0) + 0.06 * (1 - (x / flare) ** 2)))
    stamp = canvas.fill([pose.body(smooth(outline, False) + edge + smooth(left[::-1], False))], fall(colour))
    pleats: list[Shape] = []
    for index in range(folds):
        x = -0.3 + 0.6 * index / (folds - 1)
        low = x / 0.36 * flare + sway
        pleats.append(pose.body([(x, 1.8), (low - 0.06, hem + 0.2), (low + 0.09, hem + 0.2)]))
    if look.girl and look.outfit != "coat":
        canvas.fill(pleats, colour.shade, 0.5, within=stamp)
    band = [(x, y - 0.14) for x, y in edge] + [(x, y - 0.2) for x, y in reversed(edge)]
    canvas.fill([pose.body(band)], mix(cloth.base if colour is trim else trim.base, WHITE, 0.2), 0.9, within=stamp)


def _arm(canvas: Canvas, look: Look, pose: Pose, cloth: Tones, side: int, way: list[Point]) -> None:
    shoulder, elbow, hand = way
    reach = (hand[0] - elbow[0], hand[1] - elbow[1])
    palm = (hand[0] + reach[0] * 0.12, hand[1] + reach[1] * 0.12)
    wide = look.outfit in ("kimono", "cloak")
    canvas.fill(
        [pose.body(stroke([hand, palm], (0.13, 0.15))), pose.body(oval(palm[0], palm[1], 0.085, 0.085))], look.skin
    )
    bent = (elbow[1] - hand[1]) > 0.3
    upper, lower = (
        (0.23, 0.22, 0.19),
        ((0.2, 0.26, 0.34) if wide and bent else (0.2, 0.32, 0.48) if wide else (0.2, 0.19, 0.17)),
    )
    bare = look.outfit == "dress"
    if bare:
        upper, lower = (0.17, 0.16, 0.15), (0.145, 0.14, 0.115)
    skin = tones(look.skin)
    coat = Gradient((look.skin, mix(look.skin, skin.shade, 0.3))) if bare else fall(cloth)
    shade = mix(look.skin, skin.shade, 0.5) if bare else cloth.shade
    mid = (elbow[0] * 0.55 + shoulder[0] * 0.45 + side * 0.03, elbow[1] * 0.55 + shoulder[1] * 0.45)
    limbs: list[Shape] = [oval(*shoulder, upper[0] / 2, upper[0] / 2)]
    if bent:
        limbs += [
            stroke([shoulder, mid, elbow], upper),
            stroke([elbow, hand], lower),
            oval(*elbow, lower[0] / 2, lower[0] / 2),
        ]
    else:
        limbs.append(stroke(smooth([shoulder, mid, elbow, hand], False), (*upper, *lower)))
    stamp = canvas.fill([pose.body(limb) for limb in limbs], coat)
    inner = [(mid[0] - side * 0.09, mid[1]), (elbow[0] - side * 0.05, elbow[1] - 0.02), (hand[0], hand[1] + 0.06)]
    canvas.fill([pose.body(stroke(smooth(inner, False), (0.02, 0.08, 0.05)))], shade, 0.5, within=stamp)
    # An edge of shade keeps an arm apart from the body behind it.
    rim = [(elbow[0], elbow[1] + lower[0] / 2), (hand[0], hand[1] + lower[-1] / 2)]
    canvas.fill([pose.body(stroke(rim, (0.02, 0.03)))], shade, 0.8, within=stamp)
    _sleeve(canvas, look, pose, cloth, side, way, lower[-1])


def _sleeve(canvas: Canvas, look: Look, pose: Pose, cloth: Tones, side: int, way: list[Point], wrist: float) -> None:
    """What an arm wears over its cloth: a puffed shoulder, plates, a cuff."""
    shoulder, elbow, hand = way
    if look.outfit == "dress":
        puff = oval(shoulder[0] + side * 0.055, 0.98, 0.165, 0.22, side * -0.3)
        canvas.fill([pose.body(puff)], fall(cloth))
        canvas.fill(
            [pose.body(stroke([(shoulder[0] - side * 0.06, 1.17), (shoulder[0] + side * 0.2, 1.13)], (0.04,)))],
            WHITE,
            0.9,
        )
    elif look.outfit == "armour":
        for size, drop in ((0.25, 0.1), (0.2, -0.02)):
            guard = oval(shoulder[0] + side * 0.04, 0.84 + drop, size, size * 0.8, side * 0.5)
            canvas.fill([pose.body(guard)], Gradient(((246, 249, 255), (170, 182, 210), (112, 122, 162))))
        canvas.fill([pose.body(stroke([elbow, hand], (0.2, 0.2)))], Gradient(((226, 232, 246), (136, 146, 184))))
    if look.outfit in ("coat", "hoodie", "uniform", "armour"):
        near = (hand[0] * 0.9 + elbow[0] * 0.1, hand[1] * 0.9 + elbow[1] * 0.1)
        canvas.fill([pose.body(stroke([near, hand], (wrist + 0.025,)))], look.trim)
