"""Image to image and infill: what the service asks of a source and a mask, and what it makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from naitui.demo.colours import graded, tones_of
from naitui.demo.dice import Dice
from naitui.demo.refusal import is_int, number, wrong
from naitui.demo.uploads import picture_of
from naitui.novelai.catalog import Model
from naitui.pictures.prepare import source as prepared
from naitui.pictures.region import CELL

_STRENGTH, _NOISE = 0.7, 0.0
"""What holds when a body leaves them out: the page's own defaults."""
_LEAST_INPAINT = 0.01
_GRAIN = 0.9
_BORDER = (128, 128, 128)
_MIDDLE = 128


@dataclass(frozen=True, slots=True)
class Source:
    """A checked source, and the mask when only a part is painted anew."""

    picture: Image.Image
    """RGB, or RGBA for V5's transparent switch, in the order's size."""
    strength: float
    """How much is painted anew: everywhere, or inside the mask."""
    noise: float
    noise_seed: int
    priced: float
    """The strength that the price is reckoned with."""
    mask: Image.Image | None = None
    """L, 255 where it is painted anew, in the order's size."""
    small_mask: bool = False
    """The mask came in an eighth of the size."""


def read_source(
    parameters: Mapping[str, object], model: Model, action: str, size: tuple[int, int], seeds: int
) -> Source | None:
    """The source of a body, None for a new picture. Raises `Fault`.

    Where the reference of the service is silent: a picture beside the action ``generate``, and a mask beside
    ``img2img``, are refused, because a client that sends them means something else than it says.
    """
    if action == "generate":
        _absent(parameters, action, "image", "mask")
        return None
    if not parameters.get("image"):
        raise wrong(f"image is required for the action {action}")
    image = picture_of(parameters["image"], "image").image
    if image.size != size:
        raise wrong(f"image must be {_size(size)}, not {_size(image.size)}")
    keep_alpha = model.transparency and parameters.get("tag_hint_transparent_background") is True
    picture = prepared(image, *size, keep_alpha=keep_alpha)
    strength = number(parameters, "strength", 0, 1, _STRENGTH)
    noise = number(parameters, "noise", 0, 1, _NOISE)
    seed = parameters.get("extra_noise_seed", 0)
    if not is_int(seed, -1, seeds):  # the page reckons seed - 1 without a guard
        raise wrong(f"extra_noise_seed must be a whole number from 0 to {seeds}")
    if action == "img2img":
        _absent(parameters, action, "mask")
        return Source(picture, strength, noise, seed, priced=strength)
    mask, small = _mask(parameters.get("mask"), size)
    priced = number(parameters, "inpaintImg2ImgStrength", _LEAST_INPAINT, 1, 1.0) if model.blocks else 1.0
    inside = _inside(parameters.get("img2img"), priced) if model.blocks else strength
    return Source(picture, inside, noise, seed, priced, mask, small_mask=small and model.straight_alpha)


def redrawn(fresh: Image.Image, source: Source, sample: int) -> Image.Image:
    """The freshly painted picture as far as the strength goes, and the source where it stays."""
    old = source.picture
    if "RGBA" in (fresh.mode, old.mode):
        fresh, old = fresh.convert("RGBA"), old.convert("RGBA")
    changed = _grained(_between(old, fresh, source.strength), source.noise, source.noise_seed + sample)
    if source.mask is None:
        return changed
    # The model sees the whole picture and gives the whole back; what it has not painted anew is a little softer.
    kept = old.filter(ImageFilter.GaussianBlur(0.5))
    result = Image.composite(changed, kept, _soft(source.mask))
    if source.small_mask:
        result.paste(_BORDER, (0, 0), _rim(source.mask))
    return result


def _between(old: Image.Image, new: Image.Image, strength: float) -> Image.Image:
    """From one picture to the other as image to image goes: colours first, then the things, the light at last.

    Two pictures half seen through each other look like a mistake, so the things change between 0.5 and 0.62 only.
    """
    details, light = _smooth((strength - 0.5) / 0.12), strength**2
    old = graded(old, tones_of(new), strength * 0.85)
    radius = max(2.0, min(old.size) / 14)
    old_ground, new_ground = (picture.filter(ImageFilter.GaussianBlur(radius)) for picture in (old, new))
    # Half the difference, so that it fits into a byte; it is added twice.
    old_detail = ImageChops.subtract(old, old_ground, 2, _MIDDLE)
    new_detail = ImageChops.subtract(new, new_ground, 2, _MIDDLE)
    ground, detail = Image.blend(old_ground, new_ground, light), Image.blend(old_detail, new_detail, details)
    result = ImageChops.add(ImageChops.add(ground, detail, 1, -_MIDDLE), detail, 1, -_MIDDLE)
    if result.mode == "RGBA":
        result.putalpha(Image.blend(old.getchannel("A"), new.getchannel("A"), details))
    # Clipping on the way costs a little; at the ends nothing may be lost.
    if strength < 0.1:
        return Image.blend(old, result, strength / 0.1)
    return Image.blend(result, new, (strength - 0.9) / 0.1) if strength > 0.9 else result


def _grained(picture: Image.Image, noise: float, seed: int) -> Image.Image:
    if noise <= 0:
        return picture
    wide, high = -(-picture.width // 2), -(-picture.height // 2)
    grain = Image.frombytes("L", (wide, high), Dice("img2img noise", seed).octets(wide * high))
    grain = grain.point([round(_MIDDLE + (value - _MIDDLE) * noise * _GRAIN) for value in range(256)])
    grain = grain.resize(picture.size, Image.Resampling.BICUBIC)
    bands = picture.split()
    rough = [ImageChops.add(band, grain, 1, -_MIDDLE) for band in bands[:3]]
    return Image.merge(picture.mode, [*rough, *bands[3:]])


def _mask(value: object, size: tuple[int, int]) -> tuple[Image.Image, bool]:
    """The mask in full size, and whether it came in an eighth of it."""
    image = picture_of(value, "mask", only_png=True).image
    if image.has_transparency_data and image.convert("RGBA").getchannel("A").getextrema() != (255, 255):
        raise wrong("mask must be opaque")
    colours = image.convert("RGB").getcolors(2)
    if colours is None or not {colour for _, colour in colours} <= {(0, 0, 0), (255, 255, 255)}:
        raise wrong("mask must be black and white only")
    grey = image.convert("L")
    eighth = (size[0] // CELL, size[1] // CELL)
    if grey.size == eighth:
        return grey.resize(size, Image.Resampling.NEAREST), True
    if grey.size != size:
        raise wrong(f"mask must be {_size(size)}, not {_size(grey.size)}")
    cells = grey.resize(eighth, Image.Resampling.NEAREST).resize(size, Image.Resampling.NEAREST)
    if ImageChops.difference(cells, grey).getbbox() is not None:
        raise wrong(f"mask must be constant in blocks of {CELL}x{CELL}")
    return grey, False


def _inside(block: object, slider: float) -> float:
    """How much is painted anew inside the mask: the block's strength, or the slider's when there is no block."""
    if block is None:
        return slider
    if not isinstance(block, Mapping):
        raise wrong("img2img must be an object")
    return number(block, "strength", 0, 1)


def _soft(mask: Image.Image) -> Image.Image:
    """An edge that is softer the larger the mask is, and stays inside of it."""
    radius = min(14.0, max(2.0, mask.histogram()[255] ** 0.5 / 18))
    blurred = mask.filter(ImageFilter.GaussianBlur(radius)).point([max(0, 2 * value - 255) for value in range(256)])
    return ImageChops.darker(mask, blurred)


def _rim(mask: Image.Image) -> Image.Image:
    """The cells right outside of the mask."""
    cells = mask.resize((mask.width // CELL, mask.height // CELL), Image.Resampling.NEAREST)
    rim = ImageChops.subtract(cells.filter(ImageFilter.MaxFilter(3)), cells)
    return rim.resize(mask.size, Image.Resampling.NEAREST)


def _absent(parameters: Mapping[str, object], action: str, *names: str) -> None:
    for name in names:
        if parameters.get(name):
            raise wrong(f"{name} is not used by the action {action}")


def _smooth(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"
