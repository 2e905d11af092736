"""The Recipe: everything that makes a picture, and what the user edits.

A value that is left out (``None``) follows the model's own default, so switching the model changes it; a value that was
set is the user's and is never rewritten. What a model cannot do with it is the catalog's business, not the recipe's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from naitui.recipe.comments import without_comments
from naitui.recipe.marks import is_name
from naitui.recipe.places import read_place

FORMAT = 1
"""Version of the recipe's written form; `Recipe.naitui` carries it."""

Quality = Literal["standard", "light", "none"]
UndesiredPreset = Literal[
    "heavy", "light", "humanFocus", "furryFocus", "none", "lowQualityPlusBadAnatomy", "lowQuality", "badAnatomy"
]
Smea = Literal["off", "on", "dyn", "auto"]
ReferenceType = Literal["character&style", "character", "style"]
ControlModel = Literal["hed", "midas", "fake_scribble", "mlsd", "uniformer"]
Colour = Literal["red", "orange", "yellow", "green", "blue", "violet"]
"""By which a character is told from the others on the screen; it is never sent."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A fraction of the picture or of an effect, 0 to 1."""


def _position(value: object) -> object:
    if isinstance(value, str):
        place = read_place(value)
        if place is None:
            raise ValueError("should be a grid cell from A1 to E5, or [x, y] with both from 0 to 1")
        return place
    return tuple(value) if isinstance(value, list) else value


def listed(value: object) -> object:
    """A list of a file as the tuple that is kept."""
    return tuple(value) if isinstance(value, list) else value


def _pinned(value: object) -> object:
    """A table of a file as sorted pairs, which cannot change and compare the same in whatever order they came."""
    pairs = list(value.items()) if isinstance(value, Mapping) else value
    if not isinstance(pairs, list | tuple) or not all(isinstance(p, list | tuple) and len(p) == 2 for p in pairs):
        raise ValueError('should be a table of wildcards and their texts, like hair = "silver hair"')
    for name, _ in pairs:
        if not isinstance(name, str) or not is_name(name):
            raise ValueError(f"should name wildcards, and {name!r} cannot be one")
    return tuple(sorted(tuple(pair) for pair in pairs))


def _as_table(pins: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(pins)


Pins = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_pinned),
    PlainSerializer(_as_table, return_type=dict[str, str], when_used="json"),
]
Position = Annotated[tuple[Share, Share], BeforeValidator(_position)]
Ids = Annotated[tuple[str, ...], BeforeValidator(listed)]
"""Characters by their ids: neither another order nor somebody who leaves changes who is meant."""


class Part(BaseModel):
    """Common rules of every part of a recipe: immutable, exact types, no unknown keys, no infinities."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Character(Part):
    """One character prompt with its own undesired content and place."""

    id: Annotated[str, Field(min_length=1)] | None = None
    """What interactions call it by; whoever takes part in none needs none."""
    name: str = ""
    prompt: str = ""
    undesired: str = ""
    enabled: bool = True
    position: Position | None = None
    """Centre of the figure as fractions of width and height; None lets the studio choose a place."""
    colour: Colour | None = None

    @property
    def live(self) -> bool:
        """Whether it takes part: switched on and not empty, as on NovelAI's page; comments are nothing that is sent."""
        return self.enabled and bool(without_comments(self.prompt).strip())


class Sampling(Part):
    """The settings of the sampler."""

    width: int = Field(default=832, ge=1)
    height: int = Field(default=1216, ge=1)
    steps: int | None = Field(default=None, ge=1)
    guidance: float | None = Field(default=None, ge=0)
    rescale: Share = 0.0
    sampler: str | None = None
    schedule: str | None = None
    seed: int | None = Field(default=None, ge=0)
    """None draws a new one for every generation."""
    variety: bool = False
    decrisper: bool = False
    smea: Smea = "off"


class Batch(Part):
    """How many pictures: ``count`` in all, ``samples`` of them in one request.

    On Opus one sample a request can be free, so one sample a request is the cheapest way to several pictures.
    """

    count: int = Field(default=1, ge=1, le=100)
    samples: int = Field(default=1, ge=1)


class Source(Part):
    """The picture that image to image starts from."""

    path: str
    strength: Share = 0.7
    noise: Share = 0.0
    upscaled: bool = False
    """Enhance at "max" (V5): the service enlarges the source itself."""


def _region(value: object) -> object:
    region = listed(value)
    if isinstance(region, tuple) and len(region) == 4 and all(isinstance(edge, int) for edge in region):
        left, top, right, bottom = region
        if not (0 <= left < right and 0 <= top < bottom) or any(edge % 8 for edge in region):
            raise ValueError("should be left, top, right, bottom in pixels: multiples of 8, not empty")
    return region


class Mask(Part):
    """What of the source is painted anew: white is painted, black is kept."""

    path: str
    region: Annotated[tuple[int, int, int, int], BeforeValidator(_region)] | None = None
    """Focused infill: left, top, right, bottom in pixels of the picture. That part alone is sent, enlarged."""
    strength: Annotated[float, Field(ge=0.01, le=1)] = 1.0
    """How far the masked part may leave the source (V4 and newer)."""


class Vibe(Part):
    """A picture whose mood is transferred."""

    path: str
    strength: float = 0.6
    information: Share | None = None
    enabled: bool = True


class PreciseReference(Part):
    """A picture of a character or a style to be kept to."""

    path: str
    type: ReferenceType = "character&style"
    strength: Share = 1.0
    fidelity: Share = 1.0
    enabled: bool = True


class Control(Part):
    """A picture that ControlNet keeps to (V1 and V2 only; legacy)."""

    path: str
    model: ControlModel
    strength: Annotated[float, Field(ge=0, le=2)] = 1.0


class Interaction(Part):
    """An action between characters, by their ids: who does it, to whom, and who does it to one another.

    `naitui.recipe.captions` turns it into words.
    """

    action: str
    sources: Ids = ()
    targets: Ids = ()
    mutual: Ids = ()

    @property
    def people(self) -> frozenset[str]:
        """The ids of everybody in it."""
        return frozenset((*self.sources, *self.targets, *self.mutual))


class Axis(Part):
    """One setting of a sweep and the values it takes; see `naitui.recipe.targets` for the names of settings."""

    set: str
    values: str | Annotated[tuple[str | int | float | bool, ...], BeforeValidator(listed)]
    """A list, or a line like ``20, 23, 28`` or ``4..7 by 0.5``."""
    find: str | None = None
    """In prompts: what the values stand in for."""
    labels: Annotated[tuple[str, ...], BeforeValidator(listed)] = ()
    """What the values are called on the sheet; they speak for themselves when left out, and are silent when empty."""


Axes = Annotated[tuple[Axis, ...], BeforeValidator(listed)]


class Sweep(Part):
    """A grid of pictures: columns, rows and sheets. Several settings on one axis change together."""

    x: Axes = ()
    y: Axes = ()
    z: Axes = ()
    skip: Annotated[tuple[str, ...], BeforeValidator(listed)] = ()
    """Cells to leave out, such as ``steps = 50; sampler = ddim``."""


class Recipe(Part):
    """Everything that makes a picture. Immutable: an edit is ``recipe.model_copy(update=…)``."""

    naitui: Literal[1] = 1
    model: str = "nai-diffusion-5-curated"
    prompt: str = ""
    undesired: str = ""
    quality: Quality = "standard"
    undesired_preset: UndesiredPreset = "heavy"
    furry: bool = False
    transparent: bool = False
    ai_choice: bool = True
    """AI's choice of the characters' places; their own positions are kept all the same."""
    normalize_vibes: bool = True
    """Several vibes share a strength of 1 instead of adding up, as on NovelAI's page."""
    styles: Annotated[tuple[str, ...], BeforeValidator(listed)] = ()
    """Names of styles, in the order in which their texts are put around the prompt."""
    sampling: Sampling = Sampling()
    batch: Batch = Batch()
    pins: Pins = ()
    """Wildcards that are not rolled, with the text that stands for them; in files the table ``[pins]``."""
    sweep: Sweep | None = None
    source: Source | None = None
    mask: Mask | None = None
    control: Control | None = None
    characters: Annotated[tuple[Character, ...], BeforeValidator(listed)] = ()
    interactions: Annotated[tuple[Interaction, ...], BeforeValidator(listed)] = ()
    vibes: Annotated[tuple[Vibe, ...], BeforeValidator(listed)] = ()
    precise_references: Annotated[tuple[PreciseReference, ...], BeforeValidator(listed)] = ()

    @property
    def live_characters(self) -> tuple[Character, ...]:
        """The characters that take part, in order."""
        return tuple(c for c in self.characters if c.live)
