"""Bodies and what they are dressed in."""

from naitui.demo.painter.canvas import Canvas, Gradient, Stamp
from naitui.demo.painter.dice import Dice
from naitui.demo.painter.look import Look
from naitui.demo.painter.palette import WHITE, Colour, mix
from naitui.demo.painter.pose import Pose, Tones, mirrored, rounded, tones
from naitui.demo.painter.shapes import Point, Shape, oval, petal, smooth, stroke


def _fall(colour: Tones) -> Gradient:
    return Gradient((mix(colour.base, colour.light, 0.4), colour.base, mix(colour.base, colour.shade, 0.75)))


def paint_body(canvas: Canvas, look: Look, pose: Pose, dice: Dice, raised: bool) -> None:
    """Legs, skirt or trousers, torso, arms and collar, from back to front."""
    cloth, trim = tones(look.cloth), tones(look.trim)
    wide = 0.5 if look.girl else 0.66
    bearing = dice.pick(("clasped", "behind", "heart", "down", "clasped"))
    arms = {side: _way(bearing, side, wide, raised and side > 0) for side in (-1, 1)}
    _legs(canvas, look, pose, trim)
    over = bearing in ("clasped", "heart")
    for side in (-1, 1):
        if not (over or raised and side > 0):
            _arm(canvas, look, pose, cloth, side, arms[side])
    _below_waist(canvas, look, pose, cloth, trim)
    _neck(canvas, look, pose)
    waist: list[Point] = [(0.335 if look.girl else 0.47, 1.72), (0.34 if look.girl else 0.47, 1.8), (0.2, 1.84)]
    if look.outfit not in ("dress", "uniform"):
        waist = [(0.37 if look.girl else 0.47, 1.76), (0.47, 2.22), (0.3, 2.3)]
    torso = rounded([(0.0, 0.62), (0.14, 0.635), (wide - 0.14, 0.725), (wide - 0.02, 0.86), (wide - 0.05, 1.1), (wide * 0.78, 1.4), *waist])
    stamp = canvas.fill([pose.body(torso)], _fall(cloth))
    if stamp is not None:
        away = -1 if pose.turn > 0 else 1
        side = 1.0 * away
        shade = smooth([(side * 0.22, 1.0), (side * 0.28, 1.4), (side * 0.2, 2.4), (side * 0.9, 2.4), (side * 0.9, 0.9), (side * 0.5, 0.95)])
        canvas.fill([pose.body(shade)], cloth.shade, 0.45, within=stamp)
        # The head throws its shade on the collar.
        canvas.fill([pose.body(oval(0.0, 0.6, 0.34, 0.2))], cloth.shade, 0.4, within=stamp, blur=pose.unit * 0.03)
        _front(canvas, look, pose, cloth, trim, stamp)
    for arm in (-1, 1):
        if over or raised and arm > 0:
            _arm(canvas, look, pose, cloth, arm, arms[arm])
    if "scarf" in look.wears:
        _scarf(canvas, pose, trim, dice)


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
    neck = canvas.fill([pose.body(rounded([(half, 0.3), (half, 0.55), (half + 0.06, 0.7), (0.2, 0.8), (0.0, 0.98)]))], look.skin)
    shade = mix(skin.shade, (226, 120, 116), 0.35)
    canvas.fill([pose.head(oval(0.0, 0.44, 0.3, 0.17))], shade, 0.65, within=neck)


def _legs(canvas: Canvas, look: Look, pose: Pose, trim: Tones) -> None:
    dark = tones(mix(trim.shade, (40, 36, 60), 0.6))
    for side in (-1, 1):
        path = [(side * 0.24, 2.2), (side * 0.235, 3.4), (side * 0.21, 4.3), (side * 0.2, 5.15)]
        if look.girl:
            canvas.fill([pose.body(stroke(path, (0.42, 0.34, 0.25, 0.17)))], mix(look.skin, tones(look.skin).shade, 0.25))
            sock = [(side * 0.218, 4.0), (side * 0.21, 4.4), (side * 0.2, 5.15)]
            canvas.fill([pose.body(stroke(sock, (0.29, 0.26, 0.18)))], _fall(dark))
        else:
            canvas.fill([pose.body(stroke(path, (0.5, 0.42, 0.36, 0.32)))], _fall(dark))
        shoe = smooth([(side * 0.1, 5.1), (side * 0.32, 5.08), (side * 0.38, 5.24), (side * 0.3, 5.3), (side * 0.1, 5.3)])
        canvas.fill([pose.body(shoe)], dark.line)


def _below_waist(canvas: Canvas, look: Look, pose: Pose, cloth: Tones, trim: Tones) -> None:
    sway = pose.wind * 0.12
    if look.outfit in ("kimono", "cloak"):
        half: list[Point] = [(0.4, 1.7), (0.56, 2.4), (0.6, 3.6), (0.62, 4.85)]
        stamp = canvas.fill([pose.body(mirrored(half))], _fall(cloth))
        canvas.fill([pose.body([(0.05, 1.7), (0.18, 1.7), (-0.05, 4.85), (-0.2, 4.85)])], cloth.shade, 0.5, within=stamp)
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
    for index in range(folds * 2 + 1):
        x = flare + sway + (left[-1][0] - flare - sway) * index / (folds * 2)
        edge.append((x, hem + (0.07 if index % 2 else 0.0) + 0.06 * (1 - (x / flare) ** 2)))
    stamp = canvas.fill([pose.body(smooth(outline, False) + edge + smooth(left[::-1], False))], _fall(colour))
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
    canvas.fill([pose.body(stroke([hand, palm], (0.13, 0.15))), pose.body(oval(palm[0], palm[1], 0.085, 0.085))], look.skin)
    bent = (elbow[1] - hand[1]) > 0.3
    upper, lower = (0.23, 0.22, 0.19), ((0.2, 0.26, 0.34) if wide and bent else (0.2, 0.32, 0.48) if wide else (0.2, 0.19, 0.17))
    bare = look.outfit == "dress"
    if bare:
        upper, lower = (0.17, 0.16, 0.15), (0.145, 0.14, 0.115)
    skin = tones(look.skin)
    coat = Gradient((look.skin, mix(look.skin, skin.shade, 0.3))) if bare else _fall(cloth)
    shade = mix(look.skin, skin.shade, 0.5) if bare else cloth.shade
    mid = (elbow[0] * 0.55 + shoulder[0] * 0.45 + side * 0.03, elbow[1] * 0.55 + shoulder[1] * 0.45)
    limbs: list[Shape] = [oval(*shoulder, upper[0] / 2, upper[0] / 2)]
    if bent:
        limbs += [stroke([shoulder, mid, elbow], upper), stroke([elbow, hand], lower), oval(*elbow, lower[0] / 2, lower[0] / 2)]
    else:
        limbs.append(stroke(smooth([shoulder, mid, elbow, hand], False), (*upper, *lower)))
    stamp = canvas.fill([pose.body(limb) for limb in limbs], coat)
    inner = [(mid[0] - side * 0.09, mid[1]), (elbow[0] - side * 0.05, elbow[1] - 0.02), (hand[0], hand[1] + 0.06)]
    canvas.fill([pose.body(stroke(smooth(inner, False), (0.02, 0.08, 0.05)))], shade, 0.5, within=stamp)
    # An edge of shade keeps an arm apart from the body behind it.
    rim = [(elbow[0], elbow[1] + lower[0] / 2), (hand[0], hand[1] + lower[-1] / 2)]
    canvas.fill([pose.body(stroke(rim, (0.02, 0.03)))], shade, 0.8, within=stamp)
    if bare:
        puff = oval(shoulder[0] + side * 0.055, 0.98, 0.165, 0.22, side * -0.3)
        canvas.fill([pose.body(puff)], _fall(cloth))
        canvas.fill([pose.body(stroke([(shoulder[0] - side * 0.06, 1.17), (shoulder[0] + side * 0.2, 1.13)], (0.04,)))], WHITE, 0.9)
        return
    if look.outfit == "armour":
        for size, drop in ((0.25, 0.1), (0.2, -0.02)):
            guard = oval(shoulder[0] + side * 0.04, 0.84 + drop, size, size * 0.8, side * 0.5)
            canvas.fill([pose.body(guard)], Gradient(((246, 249, 255), (170, 182, 210), (112, 122, 162))))
        canvas.fill([pose.body(stroke([elbow, hand], (0.2, 0.2)))], Gradient(((226, 232, 246), (136, 146, 184))))
    if wide:
        return
    near = (hand[0] - reach[0] * 0.1, hand[1] - reach[1] * 0.1)
    canvas.fill([pose.body(stroke([near, hand], (lower[-1] + 0.025,)))], look.trim)


def _front(canvas: Canvas, look: Look, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp) -> None:
    fronts = {"uniform": _sailor, "dress": _bodice, "coat": _lapels, "hoodie": _hood, "kimono": _wrap, "cloak": _cape, "armour": _plate}
    fronts[look.outfit](canvas, pose, cloth, trim, stamp, look.skin)


def _opening(canvas: Canvas, pose: Pose, skin: Colour, deep: float, half: float) -> None:
    """The neckline: skin seen in a V."""
    canvas.fill([pose.body([(-half, 0.6), (half, 0.6), (0.0, deep)])], skin)
    canvas.fill([pose.body(oval(0.0, 0.6, 0.26, 0.13))], tones(skin).shade, 0.35, blur=pose.unit * 0.02,
                within=canvas.stamp([pose.body([(-half, 0.6), (half, 0.6), (0.0, deep)])]))  # fmt: skip


def _bow(canvas: Canvas, pose: Pose, colour: Tones, x: float, y: float, size: float) -> None:
    tails = [[(x, y), (x + s * size * 0.5, y + size * 1.5), (x + s * size * 0.12, y + size * 1.25)] for s in (-1, 1)]
    canvas.fill([pose.body(tail) for tail in tails], colour.shade)
    loops = [smooth([(x, y), (x + s * size * 0.5, y - size * 0.5), (x + s * size, y - size * 0.3), (x + s * size * 0.95, y + size * 0.4),
                     (x + s * size * 0.4, y + size * 0.3)]) for s in (-1, 1)]  # fmt: skip
    canvas.fill([pose.body(loop) for loop in loops], Gradient((colour.light, colour.base, colour.shade)))
    canvas.fill([pose.body(oval(x, y, size * 0.22, size * 0.24))], mix(colour.base, colour.shade, 0.4))


def _sailor(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    _opening(canvas, pose, skin, 1.08, 0.22)
    for side in (-1, 1):
        flap = [(side * 0.13, 0.58), (side * 0.3, 0.68), (side * 0.5, 0.86), (side * 0.4, 1.0), (0.0, 1.24), (0.0, 1.08), (side * 0.17, 0.72)]
        canvas.fill([pose.body(flap)], Gradient((trim.base, mix(trim.base, trim.shade, 0.6))))
        canvas.fill([pose.body(stroke([(side * 0.46, 0.86), (side * 0.37, 0.965), (0.0, 1.19)], (0.026,)))], mix(cloth.light, WHITE, 0.5))
    ribbon = tones((216, 62, 78) if abs(trim.base[0] - 216) > 40 else (58, 70, 130))
    _bow(canvas, pose, ribbon, 0.0, 1.18, 0.23)


def _bodice(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    _opening(canvas, pose, skin, 0.98, 0.3)
    for side in (-1, 1):
        collar = smooth([(side * 0.12, 0.62), (side * 0.33, 0.68), (side * 0.38, 0.88), (side * 0.2, 1.02), (side * 0.03, 1.0)])
        canvas.fill([pose.body(collar)], Gradient((WHITE, mix(WHITE, cloth.shade, 0.3))))
    canvas.fill([pose.body([(-0.5, 1.68), (0.5, 1.68), (0.5, 1.84), (-0.5, 1.84)])], _fall(trim), within=stamp)
    _bow(canvas, pose, trim, 0.0, 1.06, 0.17)


def _lapels(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    canvas.fill([pose.body([(-0.24, 0.62), (0.24, 0.62), (0.06, 1.55), (-0.06, 1.55)])], Gradient((WHITE, (214, 214, 232))))
    canvas.fill([pose.body([(-0.05, 0.8), (0.05, 0.8), (0.075, 1.36), (0.0, 1.46), (-0.075, 1.36)])], _fall(trim))
    for side in (-1, 1):
        wing = [(side * 0.13, 0.56), (side * 0.3, 0.68), (side * 0.42, 0.98), (side * 0.3, 1.06), (side * 0.04, 1.58), (side * 0.15, 0.8)]
        canvas.fill([pose.body(wing)], Gradient((mix(cloth.light, cloth.base, 0.3), cloth.shade)))
    canvas.fill([pose.body(stroke([(0.0, 1.55), (0.0, 2.4)], (0.024,)))], cloth.line, 0.6)
    canvas.fill([pose.body(oval(0.11, y, 0.034, 0.034)) for y in (1.66, 1.88, 2.1)], (240, 208, 120))


def _hood(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    hood = smooth([(-0.42, 0.72), (-0.3, 0.52), (-0.14, 0.66), (0.0, 0.82), (0.14, 0.66), (0.3, 0.52), (0.42, 0.72), (0.24, 0.96), (0.0, 1.08), (-0.24, 0.96)])
    canvas.fill([pose.body(hood)], Gradient((mix(cloth.base, cloth.light, 0.5), cloth.shade)))
    cords = [stroke([(s * 0.1, 0.98), (s * 0.12, 1.34)], (0.03,)) for s in (-1, 1)]
    canvas.fill([pose.body(cord) for cord in cords], mix(trim.base, WHITE, 0.35))
    canvas.fill([pose.body([(-0.26, 1.72), (0.26, 1.72), (0.36, 2.1), (-0.36, 2.1)])], cloth.shade, 0.55, within=stamp)
    canvas.fill([pose.body([(-0.6, 1.26), (0.6, 1.26), (0.6, 1.42), (-0.6, 1.42)])], trim.base, 0.75, within=stamp)


def _wrap(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    _opening(canvas, pose, skin, 0.98, 0.22)
    dots = [petal(x, y, 0.1, x * 7, 0.6) for x, y in ((-0.42, 1.05), (0.38, 1.2), (-0.3, 2.1), (0.42, 2.15), (0.47, 0.92))]
    canvas.fill([pose.body(dot) for dot in dots], mix(trim.light, WHITE, 0.3), 0.85, within=stamp)
    for side, colour in ((1, WHITE), (1, trim.base), (-1, WHITE), (-1, trim.base)):
        out = 0.05 if colour == WHITE else 0.13
        canvas.fill([pose.body(stroke([(side * (0.1 + out), 0.6), (-side * 0.26 + side * out, 1.5)], (0.1,)))], colour, within=stamp)
    canvas.fill([pose.body([(-0.55, 1.44), (0.55, 1.44), (0.55, 1.98), (-0.55, 1.98)])], _fall(trim), within=stamp)
    canvas.fill([pose.body([(-0.55, 1.68), (0.55, 1.68), (0.55, 1.76), (-0.55, 1.76)])], mix(cloth.light, (250, 220, 140), 0.6), within=stamp)


def _cape(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    for side in (-1, 1):
        half = smooth([(side * 0.04, 0.64), (side * 0.42, 0.68), (side * 0.74, 1.1), (side * 0.86, 1.9), (side * (0.72 + pose.wind * 0.1), 2.25),
                       (side * 0.3, 2.05), (side * 0.14, 1.3)])  # fmt: skip
        canvas.fill([pose.body(half)], _fall(cloth))
        canvas.fill([pose.body(stroke([(side * 0.05, 0.7), (side * 0.16, 1.35), (side * 0.32, 2.05)], (0.05,)))], mix(trim.base, (250, 214, 130), 0.5))
    _bow(canvas, pose, trim, 0.0, 0.82, 0.2)


def _plate(canvas: Canvas, pose: Pose, cloth: Tones, trim: Tones, stamp: Stamp, skin: Colour) -> None:
    steel = Gradient(((246, 249, 255), (176, 188, 214), (118, 128, 166)))
    gold = (236, 192, 96)
    chest = rounded([(0.0, 0.8), (0.2, 0.74), (0.4, 0.86), (0.42, 1.2), (0.34, 1.55), (0.0, 1.68)])
    plate = canvas.fill([pose.body(chest)], steel)
    canvas.fill([pose.body([(0.0, 0.7), (0.5, 0.7), (0.5, 1.8), (0.0, 1.8)])], (92, 100, 146), 0.3, within=plate)
    canvas.fill([pose.body(stroke(smooth([(-0.42, 1.12), (0.0, 1.3), (0.42, 1.12)], False), (0.05,)))], gold, within=plate)
    gem = [(0.0, 0.95), (0.07, 1.06), (0.0, 1.2), (-0.07, 1.06)]
    canvas.fill([pose.body(gem)], trim.base)
    collar = [(-0.3, 0.66), (-0.14, 0.54), (0.14, 0.54), (0.3, 0.66), (0.16, 0.8), (-0.16, 0.8)]
    canvas.fill([pose.body(collar)], steel)
    canvas.fill([pose.body(stroke([(-0.3, 0.67), (-0.15, 0.79), (0.15, 0.79), (0.3, 0.67)], (0.035,)))], gold)


def _scarf(canvas: Canvas, pose: Pose, trim: Tones, dice: Dice) -> None:
    fly = pose.wind * 0.9
    tail = smooth([(0.16, 0.75), (0.3 + fly * 0.3, 1.2), (0.24 + fly * 0.7, 1.7), (0.3 + fly, 2.0)], False)
    canvas.fill([pose.body(stroke(tail, (0.22, 0.24, 0.26, 0.22)))], _fall(trim))
    canvas.fill([pose.body(smooth([(-0.36, 0.56), (0.0, 0.66), (0.36, 0.56), (0.42, 0.74), (0.2, 0.9), (-0.2, 0.9), (-0.42, 0.74)]))], _fall(trim))
    canvas.fill([pose.body(stroke([(-0.36, 0.72), (0.0, 0.8), (0.36, 0.7)], (0.03,)))], trim.shade, 0.7)
