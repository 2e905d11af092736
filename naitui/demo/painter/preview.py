"""Denoising previews: from coloured noise to nearly the picture."""

from PIL import Image, ImageFilter

from naitui.demo.dice import Dice

_LONGEST = 320


def preview(final: Image.Image, seed: int, step: int, steps: int) -> Image.Image:
    """What the picture looks like after a step: small, noisy at first, blurred for long, nearly done at last."""
    share = min(max(step / max(steps, 1), 0.0), 1.0)
    longest = max(1, min(_LONGEST, max(final.size) // 4))
    scale = min(1.0, longest / max(final.size))
    size = (max(1, round(final.width * scale)), max(1, round(final.height * scale)))
    # A quick shrink: reduce first, so that resizing never reads the whole picture.
    factor = max(1, min(final.width // size[0], final.height // size[1]) // 2)
    small = final.convert("RGB").reduce(factor).resize(size, Image.Resampling.BILINEAR)
    left = 1.0 - share
    blurred = small.filter(ImageFilter.GaussianBlur(max(size) * 0.05 * left**1.5)) if left > 0.02 else small
    # Latent noise is blocky: a grid of an eighth, over it the fine grain.
    coarse = (max(2, size[0] // 3), max(2, size[1] // 3))
    noise = Image.frombytes("RGB", coarse, Dice("preview", seed).octets(coarse[0] * coarse[1] * 3))
    noise = noise.resize(size, Image.Resampling.BILINEAR)
    return Image.blend(blurred, noise, min(0.96, left**1.25))
