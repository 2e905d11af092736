"""The settings of a recipe as a list of fields: which ones a model has, how they read, how they change. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError

from naitui.novelai import Catalog, Model
from naitui.novelai.action import drawing_model
from naitui.novelai.sampling import settle
from naitui.recipe import Recipe
from naitui.recipe.labels import LABELS, label_of

Kind = Literal["choice", "number", "toggle", "size", "seed"]
Path = tuple[str, ...]
Choice = tuple[str, str]
"""A value as it is written in a recipe, and its title."""

PRESET_TITLES = {"humanFocus": "Human Focus", "furryFocus": "Furry Focus"}
SMEA_TITLES = {"off": "off", "on": "on", "dyn": "on + DYN", "auto": "auto"}


P = TypeVar("P", bound=BaseModel)


class BadValue(ValueError):
    """A typed value that the field does not take; the message says what it does take."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting."""

    path: Path
    kind: Kind
    applies: Callable[[Model], bool] = lambda model: True
    choices: Callable[[Model, Catalog], Sequence[Choice]] = lambda model, catalog: ()
    step: float = 1.0
    least: float = 0.0
    most: Callable[[Model, Catalog, Recipe], float] = lambda model, catalog, recipe: 100.0
    whole: bool = True

    @property
    def label(self) -> str:
        """Its name on the screen."""
        return LABELS.get(self.path) or label_of(self.path)


def _models(model: Model, catalog: Catalog) -> list[Choice]:
    return [(m.id, m.title) for m in catalog.models.values() if m.offered or m.id == model.id]


def _presets(model: Model, catalog: Catalog) -> list[Choice]:
    return [(name, PRESET_TITLES.get(name, name.capitalize())) for name in model.undesired]


def _quality(model: Model, catalog: Catalog) -> list[Choice]:
    return [(name, name.capitalize()) for name in (*model.quality, "none")]


def _sizes(model: Model, catalog: Catalog) -> list[Choice]:
    return [(f"{w}x{h}", f"{w}×{h}  {group.name}") for group in catalog.sizes for w, h in group.choices]


def _samplers(model: Model, catalog: Catalog) -> list[Choice]:
    return [(id, catalog.sampler(id).title) for id in model.samplers]


FIELDS: tuple[Field, ...] = (
    Field(("model",), "choice", choices=_models),
    Field(("size",), "size", choices=_sizes),
    Field(("sampling", "steps"), "number", least=1, most=lambda m, c, r: c.limits.steps),
    Field(
        ("sampling", "guidance"), "number", step=0.1, most=lambda m, c, r: m.guidance_max, whole=False
    ),
    Field(
        ("sampling", "rescale"), "number", lambda m: m.rescale, step=0.05, most=lambda m, c, r: 1.0,
        whole=False,
    ),
    Field(("sampling", "seed"), "seed", most=lambda m, c, r: c.limits.seed),
    Field(("batch", "count"), "number", least=1, most=lambda m, c, r: 100),
    Field(("sampling", "sampler"), "choice", choices=_samplers),
    Field(
        ("sampling", "schedule"), "choice", lambda m: len(m.schedules) > 1,
        lambda m, c: [(name, name) for name in m.schedules],
    ),
    Field(("quality",), "choice", choices=_quality),
    Field(("undesired_preset",), "choice", choices=_presets),
    Field(("sampling", "variety"), "toggle", lambda m: m.variety is not None),
    Field(("sampling", "decrisper"), "toggle", lambda m: m.decrisper),
    Field(
        ("sampling", "smea"), "choice", lambda m: m.smea,
        lambda m, c: [(k, v) for k, v in SMEA_TITLES.items() if k != "dyn" or m.smea_dyn],
    ),
    Field(("furry",), "toggle", lambda m: m.furry_mode),
    Field(("transparent",), "toggle", lambda m: m.transparency),
    Field(
        ("batch", "samples"), "number", least=1,
        most=lambda m, c, r: c.limits.samples_at(r.sampling.width * r.sampling.height),
    ),
)  # fmt: skip


SOURCE_FIELDS: tuple[Field, ...] = (
    Field(("source", "strength"), "number", step=0.05, most=lambda m, c, r: 1.0, whole=False),
    Field(("source", "noise"), "number", step=0.05, most=lambda m, c, r: 1.0, whole=False),
)
MASK_FIELDS: tuple[Field, ...] = (
    Field(("mask", "strength"), "number", step=0.05, least=0.01, most=lambda m, c, r: 1.0, whole=False),
)
"""Settings of what a picture is made from; they have screens of their own."""
OF_SOURCE = ("source", "mask")
_BESIDE_SOURCE = (("size",), ("sampling", "steps"), ("batch", "count"), ("sampling", "seed"))
Choose = Callable[[Recipe, Catalog], list[Field]]
"""Which fields of a recipe are shown."""

OWNED = tuple(dict.fromkeys("sampling" if field.path == ("size",) else field.path[0] for field in FIELDS))
"""The keys of a recipe that fields change."""


def fields_for(model: Model) -> list[Field]:
    """The fields that this model has; the rest keep their values unseen and come back with a model that has them."""
    return [field for field in FIELDS if field.applies(model)]


def fields_of(recipe: Recipe, catalog: Catalog) -> list[Field]:
    """Those of a recipe's model."""
    return fields_for(catalog.model(recipe.model))


def fields_of_source(recipe: Recipe, catalog: Catalog) -> list[Field]:
    """What is set where a picture is edited: how far it may change, as far as that is sent, and what is needed beside.

    From V4 on an infill has a strength of its own, and that of the source is always the same.
    """
    rest = [field for path in _BESIDE_SOURCE for field in FIELDS if field.path == path]
    if recipe.source is None:
        return rest
    if recipe.mask is not None and drawing_model(recipe, catalog).blocks:
        return [*MASK_FIELDS, *rest]
    return [*SOURCE_FIELDS, *rest]


def value_of(recipe: Recipe, path: Path) -> object:
    """The recipe's own value; None where it follows the model."""
    if path == ("size",):
        return f"{recipe.sampling.width}x{recipe.sampling.height}"
    node: object = recipe
    for name in path:
        node = getattr(node, name)
    return node


def is_fixed(field: Field, model: Model) -> bool:
    """Whether the model insists on a value of its own, whatever the recipe says."""
    return model.fixed is not None and field.path[-1] in ("steps", "sampler", "undesired_preset")


def _refuse_fixed(field: Field, model: Model) -> None:
    if is_fixed(field, model):
        raise BadValue(f"{model.title} has its own; yours is kept for the other models")


def is_own(recipe: Recipe, field: Field) -> bool:
    """Whether the user has set it to something else than what a new recipe has."""
    if field.path[0] in OF_SOURCE:
        return value_of(recipe, field.path) != value_of(reset(recipe, field), field.path)
    return value_of(recipe, field.path) != value_of(Recipe(), field.path)


def shown(recipe: Recipe, field: Field, catalog: Catalog) -> str:
    """The value in words, as it will be used."""
    model = catalog.model(recipe.model)
    own = value_of(recipe, field.path)
    if field.kind == "toggle":
        return "on" if own else "off"
    if field.kind == "size":
        return f"{recipe.sampling.width}×{recipe.sampling.height}"
    if field.kind == "seed":
        return "random" if own is None else str(own)
    used = _used(recipe, field, catalog)
    titles = dict(field.choices(model, catalog))
    if isinstance(used, float):
        return f"{used:g}"
    return titles.get(str(used), str(used))


def _used(recipe: Recipe, field: Field, catalog: Catalog) -> object:
    """The value that the model will use: its own where the recipe has none, its fixed one where it insists."""
    model = catalog.model(recipe.model)
    settled = settle(recipe, model, catalog)
    used = {
        ("sampling", "steps"): settled.steps,
        ("sampling", "guidance"): settled.guidance,
        ("sampling", "sampler"): settled.sampler,
        ("sampling", "schedule"): settled.schedule,
        ("quality",): catalog.quality(model, recipe.quality),
        ("undesired_preset",): catalog.preset(
            model, model.fixed.undesired_preset if model.fixed else recipe.undesired_preset
        ),
    }
    return used.get(field.path, value_of(recipe, field.path))


def changed(recipe: Recipe, path: Path, value: object) -> Recipe:
    """The recipe with one value changed.

    Raises:
        BadValue: the recipe does not take the value.
    """
    if len(path) > 1:
        part = getattr(recipe, path[0])
        value = checked(part, path[1], value)
        return recipe.model_copy(update={path[0]: value})
    return checked(recipe, path[0], value)


def checked(part: P, name: str, value: object) -> P:
    """A part of a recipe with one value changed.

    Raises:
        BadValue: it does not take the value.
    """
    try:
        return type(part).model_validate({**{k: getattr(part, k) for k in type(part).model_fields}, name: value})
    except ValidationError as error:
        raise BadValue(error.errors(include_url=False)[0]["msg"]) from None


def typed(recipe: Recipe, field: Field, text: str, catalog: Catalog) -> Recipe:
    """The recipe with a field set to what was typed; an empty text gives it back to the model.

    Raises:
        BadValue: it cannot be; the message says what can.
    """
    text = text.strip()
    model = catalog.model(recipe.model)
    _refuse_fixed(field, model)
    if field.kind == "size":
        return _sized(recipe, text, catalog)
    if not text or (field.kind == "seed" and text == "random"):
        return reset(recipe, field)
    if field.kind in ("number", "seed"):
        most = field.most(model, catalog, recipe)
        try:
            number: float = int(text) if field.whole else float(text.replace(",", "."))
        except ValueError:
            raise BadValue(f"{field.label} is a number from {field.least:g} to {most:.10g}") from None
        if not field.least <= number <= most:
            raise BadValue(f"{field.label} goes from {field.least:g} to {most:.10g}")
        return changed(recipe, field.path, number)
    if field.kind == "toggle":
        return changed(recipe, field.path, text.lower() in ("on", "yes", "y", "1", "true"))
    return changed(recipe, field.path, text)


def stepped(recipe: Recipe, field: Field, by: int, catalog: Catalog) -> Recipe:
    """The recipe with a field moved to its next (``by`` = 1) or previous (−1) value.

    Raises:
        BadValue: the model does not let it be changed.
    """
    model = catalog.model(recipe.model)
    _refuse_fixed(field, model)
    if field.kind == "toggle":
        return changed(recipe, field.path, not value_of(recipe, field.path))
    if field.kind == "seed":
        seed = value_of(recipe, field.path)
        return changed(recipe, field.path, (seed + by) % (catalog.limits.seed + 1)) if isinstance(seed, int) else recipe
    used = _used(recipe, field, catalog)
    if field.kind == "number" and isinstance(used, int | float):
        number = min(field.most(model, catalog, recipe), max(field.least, round(used + by * field.step, 4)))
        return changed(recipe, field.path, int(number) if field.whole else float(number))
    values = [value for value, _ in field.choices(model, catalog)]
    place = (values.index(str(used)) + by) % len(values) if str(used) in values else 0
    if field.kind == "size":
        return _sized(recipe, values[place], catalog)
    return changed(recipe, field.path, values[place])


def reset(recipe: Recipe, field: Field) -> Recipe:
    """The recipe with a field as a new recipe has it."""
    fresh = Recipe()
    if field.kind == "size":
        size = {"width": fresh.sampling.width, "height": fresh.sampling.height}
        return recipe.model_copy(update={"sampling": recipe.sampling.model_copy(update=size)})
    if field.path[0] in OF_SOURCE:
        part = getattr(recipe, field.path[0])
        return changed(recipe, field.path, type(part).model_fields[field.path[1]].default)
    return changed(recipe, field.path, value_of(fresh, field.path))


def _sized(recipe: Recipe, text: str, catalog: Catalog) -> Recipe:
    """Typed sizes go to the nearest multiple, ties up, as on NovelAI's page."""
    width, _, height = text.lower().replace("×", "x").replace(" ", "x").partition("x")
    if not all(side.isdecimal() and len(side) <= 6 for side in (width, height.strip("x"))):
        raise BadValue("a size looks like 832x1216")
    step = catalog.limits.side_step
    sides = [max(step, (int(side) + step // 2) // step * step) for side in (width, height.strip("x"))]
    if sides[0] * sides[1] > catalog.limits.area:
        raise BadValue(f"{sides[0]}×{sides[1]} is too large; {catalog.limits.area:,} pixels at most")
    update = {"width": sides[0], "height": sides[1]}
    return recipe.model_copy(update={"sampling": recipe.sampling.model_copy(update=update)})
