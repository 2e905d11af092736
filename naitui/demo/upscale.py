"""Upscaling as it is today: always twice the size, with one of two models, the source's texts kept."""

from __future__ import annotations

import json
from dataclasses import dataclass

from PIL import Image, ImageFilter

from naitui.demo.record import png_file
from naitui.demo.refusal import document_of, is_number, wrong
from naitui.demo.uploads import Upload, picture_of
from naitui.novelai.catalog import Catalog
from naitui.pictures.alpha import read_record, write_record
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.metadata import read_metadata
from naitui.pictures.png import text_chunks
from naitui.pictures.prepare import visible

STEPS = 12
"""How long it takes, in steps of a generation."""


@dataclass(frozen=True, slots=True)
class UpscaleOrder:
    """A checked body of ``/ai/upscale``."""

    upload: Upload
    factor: int

    @property
    def area(self) -> int:
        """Pixels of the source."""
        return self.upload.image.width * self.upload.image.height

    def file(self) -> bytes:
        """The PNG file in twice the size."""
        return png_file(_enlarged(self.upload.image, self.factor), _texts(self.upload.data))


def read_upscale(body: object, catalog: Catalog) -> UpscaleOrder:
    """The order in a body. Raises `Fault` as the service would answer.

    The old body (with width, height and scale) names no model, and that is what the service complains about.
    """
    fields = document_of(body)
    id = fields.get("model", "")
    rules = catalog.upscale
    if id not in rules.models:
        infills = {model.infill for model in catalog.models.values() if model.infill}
        if isinstance(id, str) and (id in catalog.models or id in infills):
            raise wrong(f"model {id} does not support standalone upscaling")
        raise wrong(f"model {id} doesn't exist")
    if not is_number(fields.get("declared_blur_sigma"), 0, 0):
        raise wrong("declared_blur_sigma must be 0")
    order = UpscaleOrder(picture_of(fields.get("image"), "image"), rules.factor)
    if order.area > rules.area:
        raise wrong(f"image is too large to upscale: {order.area} of {rules.area} pixels")
    return order


def _enlarged(image: Image.Image, factor: int) -> Image.Image:
    record = read_record(image)
    seen = visible(image)
    large = seen.resize((seen.width * factor, seen.height * factor), Image.Resampling.LANCZOS)
    large = large.filter(ImageFilter.UnsharpMask(1.6, 70, 2))
    return large if record is None else write_record(large, record)


def _texts(data: bytes) -> dict[str, str]:
    """The texts of the source, or its record where a WebP or JPEG keeps it elsewhere."""
    try:
        if kind_of(data) == "png":
            return text_chunks(data)
        found = read_metadata(data)
    except BadPicture:
        return {}
    if found is None:
        return {}
    return {
        "Title": found.title,
        "Description": found.description,
        "Software": found.software,
        "Source": found.source,
        "Comment": json.dumps(found.comment),
    }
