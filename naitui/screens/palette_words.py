"""What the palette offers beside actions: values of settings, styles, presets, recipe files and pictures. No widgets.

Prices are worked out for the recipe as each choice would leave it, so this belongs into a thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from naitui.jobs import forecast
from naitui.library.path_offers import newest_pictures
from naitui.library.presets import Preset, PresetFolder, applied
from naitui.library.styles import read_styles
from naitui.novelai import Catalog, Standing
from naitui.recipe import Recipe
from naitui.screens import wording
from naitui.widgets import fields
from naitui.widgets.fields import BadValue

NUMBERS: dict[fields.Path, Sequence[str]] = {
    ("sampling", "steps"): ("15", "20", "23", "28", "35", "40", "50"),
    ("batch", "count"): ("1", "2", "4", "8"),
    ("batch", "samples"): ("1", "2", "4"),
}
"""Numbers that are offered as they are; others are typed."""
MOST_PICTURES = 30


@dataclass(frozen=True, slots=True)
class Offered:
    """Something to choose: its name, what else there is to say, and what comes of it."""

    name: str
    told: str
    recipe: Recipe | None = None
    """The studio's recipe from then on."""
    asks: fields.Field | None = None
    """Or a field whose value is asked for."""
    picture: Path | None = None
    """Or a picture that is shown."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What prices depend on."""

    recipe: Recipe
    catalog: Catalog
    standing: Standing | None
    encodings: int

    def of(self, recipe: Recipe) -> str:
        """What generating that would cost, in words."""
        alone = recipe.model_copy(update={"sweep": None})
        quote, found = forecast(alone, self.catalog, self.standing, self.encodings)
        return "cannot be sent" if found.refusals else f"then {wording.cost(quote)}"


def values(priced: Priced) -> Iterator[Offered]:
    """Every setting of the model, and every value that has a name."""
    recipe, catalog = priced.recipe, priced.catalog
    model = catalog.model(recipe.model)
    for field in fields.fields_for(model):
        now = fields.shown(recipe, field, catalog)
        if field.kind == "toggle":
            choices = [("off", "off")] if now == "on" else [("on", "on")]
        else:
            choices = list(field.choices(model, catalog))
            choices += [(number, number) for number in NUMBERS.get(field.path, ())]
        for value, title in choices:
            try:
                after = fields.typed(recipe, field, value, catalog)
            except BadValue:
                continue
            if fields.value_of(after, field.path) != fields.value_of(recipe, field.path):
                yield Offered(f"{field.label}: {title}", f"now {now} · {priced.of(after)}", after)
        if field.kind in ("number", "seed", "size"):
            yield Offered(f"{field.label}: other …", f"now {now} · type a value", asks=field)


def styles(priced: Priced, path: Path) -> Iterator[Offered]:
    """Every style, on or off."""
    recipe = priced.recipe
    try:
        known = read_styles(path).styles
    except (OSError, ValueError):
        return  # the screen of styles tells what is wrong with the file
    for name in dict.fromkeys((*recipe.styles, *known)):
        on = name in recipe.styles
        after = tuple(one for one in recipe.styles if one != name) if on else (*recipe.styles, name)
        changed = recipe.model_copy(update={"styles": after})
        yield Offered(f"Style {'off' if on else 'on'}: {name}", f"{len(after)} on then", changed)


def presets(priced: Priced, folder: PresetFolder) -> Iterator[Offered]:
    """Every preset and recipe file of the user's folder, taken up."""
    try:
        listed, _ = folder.listed()
    except OSError:
        return  # the screen of presets tells it
    for preset in listed:
        after = applied(priced.recipe, preset)
        yield Offered(f"Preset: {preset.name}", f"{_model_of(preset, priced)} · {priced.of(after)}", after)


def _model_of(preset: Preset, priced: Priced) -> str:
    return priced.catalog.model(preset.recipe.model).title if preset.says_model else "keeps the model"


def pictures(folder: Path) -> Iterator[Offered]:
    """The newest pictures, shown in the studio."""
    try:
        newest = newest_pictures(folder, MOST_PICTURES)
    except OSError:
        return
    for path in newest:
        yield Offered(f"Picture: {path.name}", str(path.parent), picture=path)
