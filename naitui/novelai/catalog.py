"""The Catalog: every model, what it can do, and the service's numbers. Data from ``catalog.toml``, never code.

An id that the catalog does not know inherits everything from the newest model and says so (`Model.inherited`).
No id is ever judged by a piece of its name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ValidationError

from naitui.novelai.entries import Entry, Kind, Names, Pair, Pairs, Tools, Upscale, Vocabulary, as_pairs, as_tuple
from naitui.recipe.dialect import Dialect


class CatalogError(ValueError):
    """A catalog file that cannot be used; the message names the file and the key."""


class Fixed(Entry):
    """What a model sets whatever the user asks for (V5's Medium effort)."""

    steps: int
    sampler: str
    undesired_preset: str
    own_undesired: bool
    """Whether the user's own undesired content is sent."""


class Model(Entry):
    """One model and what it can do. Sizes in pixels, prices as factors; see ``catalog.toml`` for every value."""

    id: str
    title: str
    family: str
    base: str
    source: str
    infill: str | None = None
    infill_as: str | None = None
    """The model whose rules an infill follows, where it is not this one."""
    offered: bool = True
    inherited: bool = False
    """True for an id the catalog does not know: everything is the newest model's."""
    curated: bool = False
    blocks: bool = False
    characters: int = 0
    character_list: bool = False
    positions: Literal["free", "grid", "none"] = "none"
    placed_from: int = 1
    tokenizer: Kind
    tokens: int
    guidance: float
    guidance_max: float
    steps: int
    effort: float = 1.0
    fixed: Fixed | None = None
    size: Pair = (832, 1216)
    rescale: bool = False
    schedules: Names = ()
    samplers: Names
    rewrites: dict[str, str] = {}
    smea: bool = False
    smea_dyn: bool = False
    smea_auto_area: int = 0
    decrisper: bool = False
    variety: float | None = None
    transparency: bool = False
    straight_alpha: bool = False
    enhance_max: bool = False
    """Whether the service can enlarge a source itself (Enhance at "max")."""
    text_blocks: bool = False
    automatic_text: bool = False
    furry_mode: bool = False
    interactions: bool = False
    streams: bool = False
    vibes: Literal["encoded", "raw", "none"] = "none"
    vibes_max: int = 0
    vibe_key: str | None = None
    vibe_information: float = 1.0
    precise_references: bool = False
    controlnet: bool = False
    new_character_undesired: str = ""
    price: Literal["area", "exponential"] = "area"
    price_factor: float = 1.0
    allowance: bool = False
    enhance_words: bool = False
    spaced_join: bool = False
    quality_first: bool = False
    quality: dict[str, str]
    undesired: dict[str, str]
    hashes: Names = ()

    @property
    def dialect(self) -> Dialect:
        """The marks that it reads in a prompt."""
        old = not self.blocks
        return Dialect(self.blocks, self.text_blocks, old, self.interactions, self.automatic_text)


class Sampler(Entry):
    """One sampler's own rules."""

    title: str
    schedule: str = "karras"
    scheduled: bool = True
    """Whether a noise schedule is sent with it."""
    ancestral: bool = False
    """Whether the two flags that pin down Euler Ancestral's noise go with it."""
    smea: bool = True
    half_previews: bool = False
    failing_steps: Annotated[tuple[int, ...], BeforeValidator(as_tuple)] = ()


class Limits(Entry):
    """Bounds that hold for every model."""

    side_step: int
    area: int
    steps: int
    seed: int
    prompt_characters: int
    encoding_bytes: int
    """A vibe's encoding has at least so many."""
    samples: Pairs

    def samples_at(self, area: int) -> int:
        """Samples that one request may ask for at this many pixels."""
        return next((count for limit, count in self.samples if area <= limit), self.samples[-1][1])


class Prices(Entry):
    """The constants of the price formulas, in Anlas."""

    area: float
    area_steps: float
    smea: float
    smea_dyn: float
    minimum: int
    maximum: int
    free_tier: int
    free_area: int
    free_steps: int
    vibes_free: int
    vibe: int
    encoding: int
    precise_reference: int
    exponential: Annotated[tuple[float, float, float], BeforeValidator(as_tuple)]
    exponential_area: int
    exponential_steps: int


class Variants(Entry):
    """The numbers of Enhance and Variations."""

    magnitudes: Annotated[tuple[tuple[float, float], ...], BeforeValidator(as_pairs)]
    """Strength and noise of each magnitude."""
    enhance_words: str
    enhance_known_by: str
    scales: Annotated[tuple[float, ...], BeforeValidator(as_tuple)]
    """What Enhance offers to enlarge by."""
    max_scale: float
    """How much V5's max enlarges at most."""
    max_below: float
    """Max is offered for pictures of less than this share of the largest area."""
    variation_strength: float
    variation_noise: float
    variation_samples: int


class SizeGroup(Entry):
    """A named group of width × height presets."""

    name: str
    choices: Pairs


class Catalog(Entry):
    """All models and numbers. Build one with `load_catalog`."""

    version: Literal[1]
    default: str
    newest: str
    limits: Limits
    price: Prices
    variants: Variants
    tools: Tools
    upscale: Upscale
    tiers: dict[str, str]
    hints: dict[str, int]
    tokenizers: dict[Kind, Vocabulary]
    fallbacks: dict[str, Names]
    samplers: dict[str, Sampler]
    sizes: Annotated[tuple[SizeGroup, ...], BeforeValidator(as_tuple)]
    models: dict[str, Model]

    def model(self, id: str) -> Model:
        """The model of this id; an unknown one is the newest under the unknown name, with ``inherited`` set."""
        known = self.models.get(id)
        if known is not None:
            return known
        return self.models[self.newest].model_copy(update={"id": id, "title": id, "inherited": True, "hashes": ()})

    def model_of_hash(self, hash: str) -> Model | None:
        """The model whose pictures carry this hash in their ``Source``."""
        return next((m for m in self.models.values() if hash in m.hashes), None)

    def sampler(self, id: str) -> Sampler:
        """A sampler's rules; an unknown one gets the common ones."""
        return self.samplers.get(id) or Sampler(title=id)

    def preset(self, model: Model, wanted: str) -> str:
        """The undesired preset that this model has for ``wanted``: itself, or the page's fallback."""
        order = (wanted, *self.fallbacks.get(wanted, ()), "none")
        return next(name for name in order if name in model.undesired)

    def quality(self, model: Model, wanted: str) -> str:
        """The quality set that this model has for ``wanted``."""
        return wanted if wanted in model.quality or wanted == "none" else "standard"

    def tier_name(self, tier: int) -> str:
        """A subscription tier as NovelAI names it."""
        return self.tiers.get(str(tier), f"tier {tier}")


def load_catalog(override: Path | None = None) -> Catalog:
    """The shipped catalog with the user's ``override`` file laid over it, key by key.

    Raises:
        CatalogError: the override cannot be read, is not TOML, or holds an unknown key or a wrong value.
    """
    if override is None or not override.exists():
        return _shipped()
    try:
        own = tomllib.loads(override.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CatalogError(f"{override}: {error}") from None
    return _build(_merge(_shipped_document(), own), str(override))


@lru_cache(maxsize=1)
def _shipped() -> Catalog:
    return _build(_shipped_document(), "the shipped catalog")


def _shipped_document() -> dict[str, Any]:
    return tomllib.loads(files("naitui.novelai").joinpath("catalog.toml").read_text("utf-8"))


def _merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merge(under, value) if isinstance(value, dict) and isinstance(under, dict) else value
    return merged


def _build(document: dict[str, Any], name: str) -> Catalog:
    families = document.pop("families", {})
    for key, table in (("families", families), ("models", document.get("models", {}))):
        if not isinstance(table, dict) or not all(isinstance(entry, dict) for entry in table.values()):
            raise CatalogError(f"{name}: {key} should hold tables only, such as [{key}.name]")
    for id, own in document.get("models", {}).items():
        base = own.get("base")
        if not isinstance(base, str) or base not in families:
            raise CatalogError(f"{name}: models.{id}.base should be one of {', '.join(families)}, not {base!r}")
        document["models"][id] = {"id": id, **_merge(families[base], own)}
    try:
        catalog = Catalog.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise CatalogError(f"{name}: {place}: {first['msg']}") from None
    for place, fault in _loose_ends(catalog):
        raise CatalogError(f"{name}: {place}: {fault}")
    return catalog


def _loose_ends(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Names that point nowhere: what the rest of the code takes from the catalog without asking."""
    for key, id in (("default", catalog.default), ("newest", catalog.newest)):
        if id not in catalog.models:
            yield key, f"there is no model {id!r}"
    if catalog.tools.priced_as not in catalog.models:
        yield "tools.priced_as", f"there is no model {catalog.tools.priced_as!r}"
    for key, entries in (("models", catalog.upscale.models), ("prices", catalog.upscale.prices)):
        if not entries:
            yield f"upscale.{key}", "should hold one entry at least"
    for id, model in catalog.models.items():
        place = f"models.{id}"
        if not model.samplers:
            yield f"{place}.samplers", "should name one sampler at least"
        if "standard" not in model.quality:
            yield f"{place}.quality", 'should have a set named "standard"'
        if "none" not in model.undesired:
            yield f"{place}.undesired", 'should have a preset named "none"'
        for name in {*model.quality, *model.undesired} - set(catalog.hints):
            yield f"hints.{name}", f"is missing; {place} needs its number"
