"""Precise references: what a body may hold of them, and how the reference's colours come to the figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, ImageFilter

from naitui.demo.colours import Tones, graded, tones_of
from naitui.demo.refusal import is_number, wrong
from naitui.demo.uploads import picture_of
from naitui.novelai.catalog import Model
from naitui.pictures.prepare import LANDSCAPE, PORTRAIT, SQUARE

TYPES = ("character&style", "character", "style")
CANVASES = (PORTRAIT, LANDSCAPE, SQUARE)

_IMAGES = "director_reference_images"
_DESCRIPTIONS = "director_reference_descriptions"
_NUMBERS = (
    "director_reference_information_extracted",
    "director_reference_strength_values",
    "director_reference_secondary_strength_values",
)
_NOBODY = 96  # of 255: where the picture shows nobody, a character colours the whole of it this much
_REACH = {"character&style": (0.8, 0.35), "character": (0.85, 0.0), "style": (0.6, 0.6)}
"""The most that a type colours of the figure, and of everything else."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A checked reference: its tones and how much of them comes through."""

    tones: Tones
    type: str
    strength: float
    fidelity: float


def read_references(parameters: Mapping[str, object], model: Model, action: str) -> tuple[Reference, ...]:
    """The precise references of a body. Raises `Fault`.

    Where the reference of the service is silent: with a mask they are refused, as the page never sends them then.
    """
    images = parameters.get(_IMAGES) or []
    if not images:
        return ()
    if not model.precise_references:
        raise wrong("this model has no director reference encoder")
    if action == "infill":
        raise wrong("director reference is not supported for infill")
    if not isinstance(images, list):
        raise wrong(f"{_IMAGES} must be a list")
    arrays = [images, *(parameters.get(name) for name in (_DESCRIPTIONS, *_NUMBERS))]
    for name, array in zip((_IMAGES, _DESCRIPTIONS, *_NUMBERS), arrays, strict=True):
        if not isinstance(array, list) or len(array) != len(images):
            raise wrong(f"{name} must have as many entries as {_IMAGES}")
    return tuple(_reference(*parts) for parts in zip(*arrays, strict=True))


def referenced(picture: Image.Image, references: tuple[Reference, ...], figure: Image.Image) -> Image.Image:
    """The picture with the references' colours; ``figure`` is white (L) where somebody stands."""
    if figure.getbbox() is None:
        figure = Image.new("L", picture.size, _NOBODY)
    figure = figure.filter(ImageFilter.GaussianBlur(1))
    for reference in references:
        weight = reference.strength * (0.4 + 0.6 * reference.fidelity) / len(references) ** 0.5
        on_figure, elsewhere = (reach * weight for reach in _REACH[reference.type])
        around = graded(picture, reference.tones, elsewhere)
        picture = Image.composite(graded(picture, reference.tones, on_figure), around, figure)
    return picture


def _reference(image: object, description: object, information: object, strength: object, rest: object) -> Reference:
    canvas = picture_of(image, _IMAGES, only_png=True).image
    if canvas.size not in CANVASES:
        raise wrong(f"{_IMAGES} must be one of {', '.join(f'{w}x{h}' for w, h in CANVASES)}")
    for name, value in zip(_NUMBERS, (information, strength, rest), strict=True):
        if not is_number(value, 0, 1):
            raise wrong(f"{name} must hold numbers from 0 to 1")
    assert isinstance(strength, int | float)  # noqa: S101 - asked above; the checker does not follow the loop
    assert isinstance(rest, int | float)  # noqa: S101 - checked before
    return Reference(tones_of(canvas), _type(description), float(strength), 1 - float(rest))


def _type(description: object) -> str:
    caption = description.get("caption") if isinstance(description, Mapping) else None
    if not isinstance(caption, Mapping) or not isinstance(caption.get("char_captions"), list):
        raise wrong(f"{_DESCRIPTIONS} must hold captions")
    type = caption.get("base_caption")
    if not isinstance(type, str) or type not in TYPES:
        raise wrong(f"{_DESCRIPTIONS} must be one of {', '.join(TYPES)}")
    return type
