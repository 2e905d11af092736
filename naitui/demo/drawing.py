"""From a checked order to pixels: the painted scene, what references and vibes make of it, and the source under it."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from naitui.demo.bonds import read_bonds
from naitui.demo.checks import Order, captions
from naitui.demo.img2img import redrawn
from naitui.demo.painter import Figure, Scene, paint, preview
from naitui.demo.references import referenced
from naitui.demo.vibes import in_the_mood

_INFILL_TURN = 0x9E3779B9
"""An infill with the seed that made the picture would paint the same again; it gets a scene of its own."""


def draw(order: Order, sample: int) -> Image.Image:
    """The picture of one sample; its seed is the order's seed plus the sample's number."""
    scene = _scene(order, sample)
    picture = paint(scene)
    if order.references:  # they switch vibes off
        figure = paint(replace(scene, transparent=True)).getchannel("A")
        picture = referenced(picture, order.references, figure)
    else:
        picture = in_the_mood(picture, order.vibes)
    return redrawn(picture, order.source, sample) if order.source else picture


def step_jpeg(final: Image.Image, order: Order, step: int) -> bytes:
    """The small JPEG that the stream shows after a step; with a source the noise is not where it begins."""
    buffer = io.BytesIO()
    skipped = order.steps - order.drawn_steps
    preview(final, order.seed, skipped + step, order.steps).convert("RGB").save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def _scene(order: Order, sample: int) -> Scene:
    people = captions(order)
    placed = _flag(order.parameters.get("use_coords"))
    texts = [text for text, _, _ in people]
    bonds, looks = read_bonds(texts) if order.model.interactions else ((), texts)
    figures = tuple(
        Figure(look, undesired, *(center if placed else (_spread(index, len(people)), 0.55)))
        for index, (look, (_, undesired, center)) in enumerate(zip(looks, people, strict=True))
    )
    guidance = order.parameters.get("scale")
    turn = _INFILL_TURN if order.action == "infill" else 0
    return Scene(
        prompt=order.prompt,
        undesired=order.undesired,
        seed=(order.seed + sample + turn) % 2**32,
        width=order.width,
        height=order.height,
        figures=figures,
        bonds=bonds,
        transparent=_flag(order.parameters.get("tag_hint_transparent_background")),
        steps=order.steps,
        guidance=float(guidance) if isinstance(guidance, int | float) else 5.0,
        variety=order.parameters.get("skip_cfg_above_sigma") is not None,
    )


def _spread(index: int, people: int) -> float:
    return (index + 1) / (people + 1)


def _flag(value: object) -> bool:
    return value is True
