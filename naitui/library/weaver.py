"""NAIWeaver's presets as recipes: `presets.json`, and the single ones in its packs.

Names of fields are those that its files have. A preset stores neither a seed nor the styles that were on, and its
prompt is sent as it stands: NovelAI's own quality tags and undesired preset are styles there, so they are off here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from naitui.library.weaver_references import Find, References
from naitui.library.weaver_values import Json, Values
from naitui.novelai import Catalog
from naitui.recipe import Character, Interaction, Recipe, RecipeError, Sampling
from naitui.recipe.toml import read_recipe, write_recipe

_KNOWN = frozenset((
    "name", "prompt", "negativePrompt", "width", "height", "scale", "steps", "sampler", "smea", "smeaDyn",
    "decrisper", "characters", "interactions", "directorReferences", "vibeTransfers", "id", "createdAt", "updatedAt",
))  # fmt: skip
_NEWER: Mapping[str, tuple[str, ...]] = {
    "model": ("model", "modelId"),
    "schedule": ("noiseSchedule", "noise_schedule", "schedule"),
    "rescale": ("cfgRescale", "cfg_rescale", "rescale", "promptGuidanceRescale"),
    "variety": ("varietyPlus", "variety", "variety_plus"),
}
"""What newer presets say besides, by what a recipe calls it; several spellings are read."""


@dataclass(slots=True)
class Woven:
    """A preset of NAIWeaver's, taken over."""

    name: str
    recipe: Recipe
    pictures: dict[str, bytes]
    """The references' files by how the recipe names them."""
    notes: list[str]


class NotWoven(ValueError):
    """It is no preset of NAIWeaver's; the message says why."""


def weave(document: object, prefix: str, catalog: Catalog, find: Find) -> Woven:
    """A preset of NAIWeaver's as a recipe.

    Args:
        document: the JSON value.
        prefix: what the recipe's names of pictures begin with.
        catalog: knows models and samplers.
        find: what is in ``references/`` of the pack.

    Raises:
        NotWoven: it is none.
    """
    if not isinstance(document, dict):
        raise NotWoven("is no preset: it should be an object with a name and a prompt")
    missing = [key for key in ("name", "prompt") if not isinstance(document.get(key), str)]
    if missing:
        raise NotWoven(f"is no preset: it has no {missing[0]}")
    values = Values(document)
    return _Weaver(values, References(values, prefix, find), catalog).weave()


@dataclass(slots=True)
class _Weaver:
    values: Values
    references: References
    catalog: Catalog

    def weave(self) -> Woven:
        said = self.values.document
        update: dict[str, object] = {
            "prompt": said["prompt"],
            "undesired": self.values.text(said, "negativePrompt"),
            "quality": "none",
            "undesired_preset": "none",
            "sampling": self._sampling(),
            "precise_references": self.references.precise(),
            "vibes": self.references.vibes(),
        }
        model = self._newer("model")
        if isinstance(model, str) and model in self.catalog.models:
            update["model"] = model
        elif model is not None:
            self.values.note(f"the model {str(model)[:60]!r} is not known: your own stays")
        self._people(update)
        unknown = sorted(set(map(str, said)) - _KNOWN - {name for names in _NEWER.values() for name in names})
        if unknown:
            self.values.note(f"not read: {', '.join(name[:40] for name in unknown[:12])}")
        self.values.note(
            "NovelAI's quality tags and undesired preset are off: NAIWeaver has them in styles, not in presets"
        )
        recipe = _checked(Recipe(**update))  # type: ignore[arg-type]  # every value is of its field's type
        return Woven(str(said["name"]), recipe, self.references.pictures, self.values.notes)

    # ------------------------------------------------------------------ settings

    def _sampling(self) -> Sampling:
        said = self.values.document
        update: dict[str, object] = {}
        for ours, theirs in (("width", "width"), ("height", "height"), ("steps", "steps")):
            number = self.values.number(said.get(theirs), theirs, 1, 100_000)
            if number is not None:
                update[ours] = round(number)
        guidance = self.values.number(said.get("scale"), "scale", 0, 1000)
        if guidance is not None:
            update["guidance"] = guidance
        rescale = self.values.number(self._newer("rescale"), "rescale", 0, 1)
        if rescale is not None:
            update["rescale"] = rescale
        sampler = said.get("sampler")
        if isinstance(sampler, str) and sampler in self.catalog.samplers:
            update["sampler"] = sampler
        elif sampler is not None:
            self.values.note(f"the sampler {str(sampler)[:60]!r} is not known: the model's own is used")
        schedule = self._newer("schedule")
        if isinstance(schedule, str) and any(schedule in one.schedules for one in self.catalog.models.values()):
            update["schedule"] = schedule
        elif schedule is not None:
            self.values.note(f"the noise schedule {str(schedule)[:60]!r} is not known: the model's own is used")
        update["variety"] = self._newer("variety") is True
        update["decrisper"] = said.get("decrisper") is True
        if said.get("smea") is True or said.get("smeaDyn") is True:
            self.values.note("SMEA is left out: NAIWeaver's models do not have it")
        return Sampling(**update)  # type: ignore[arg-type]  # every value is of its field's type

    def _newer(self, name: str) -> object:
        return next(
            (self.values.document[key] for key in _NEWER[name] if self.values.document.get(key) is not None), None
        )

    # ------------------------------------------------------------------ people

    def _people(self, update: dict[str, object]) -> None:
        people: list[Character] = []
        index_of: dict[int, int] = {}
        places: list[tuple[float, float]] = []
        for index, one in enumerate(self.values.items("characters")):
            if not isinstance(one, dict):
                self.values.note(f"character {index + 1} is no object, and is left out")
                continue
            index_of[index] = len(people)
            place = self._place(one.get("center"), index)
            places += [place] if place is not None else []
            people.append(
                Character(
                    name=self.values.text(one, "name"),
                    prompt=self.values.text(one, "prompt"),
                    undesired=self.values.text(one, "uc"),
                    position=place,
                )
            )
        rows = tuple(self._interactions(index_of))
        taking_part = {id for row in rows for id in row.people}
        named = [
            one.model_copy(update={"id": f"c{at + 1}"}) if f"c{at + 1}" in taking_part else one
            for at, one in enumerate(people)
        ]
        update |= {"characters": tuple(named), "interactions": rows}
        # a preset does not say whether places were automatic; everybody in the middle means that nobody was placed
        update["ai_choice"] = all(place == (0.5, 0.5) for place in places)

    def _place(self, center: object, index: int) -> tuple[float, float] | None:
        if not isinstance(center, dict):
            return None
        x, y = (self.values.number(center.get(axis), f"character {index + 1}'s {axis}", 0, 1) for axis in ("x", "y"))
        return None if x is None or y is None else (x, y)

    def _interactions(self, index_of: Mapping[int, int]) -> list[Interaction]:
        found = []
        for number, one in enumerate(self.values.items("interactions"), 1):
            action = one.get("actionName") if isinstance(one, dict) else None
            if not isinstance(one, dict) or not isinstance(action, str) or not action.strip():
                self.values.note(f"interaction {number} has no action, and is left out")
                continue
            sources = self._ids(one, "sourceCharacterInd", index_of, number)
            targets = self._ids(one, "targetCharacterInd", index_of, number)
            if str(one.get("type", "")).endswith("mutual"):
                found.append(Interaction(action=action, mutual=tuple(dict.fromkeys((*sources, *targets)))))
            else:
                # who is in both lists is only a source there
                alone = tuple(id for id in targets if id not in sources)
                found.append(Interaction(action=action, sources=sources, targets=alone))
        return found

    def _ids(self, one: Json, start: str, index_of: Mapping[int, int], number: int) -> tuple[str, ...]:
        many, single = one.get(f"{start}ices"), one.get(f"{start}ex")
        wanted = many if isinstance(many, list) else [] if single is None else [single]
        known = [index_of[index] for index in wanted[:1000] if isinstance(index, int) and index in index_of]
        if len(known) < len(wanted):
            self.values.note(f"interaction {number} names somebody who is not there")
        return tuple(dict.fromkeys(f"c{at + 1}" for at in known))


def _checked(recipe: Recipe) -> Recipe:
    """A recipe that can be written and read again: texts may hold halves of characters, which no file can.

    Raises:
        NotWoven: it cannot.
    """
    said = recipe.model_fields_set
    try:
        write_recipe(recipe).encode()
        read = read_recipe(write_recipe(recipe, without=() if "model" in said else ("model",)))
    except (UnicodeEncodeError, RecipeError) as error:
        raise NotWoven(f"cannot be a recipe: {str(error)[:200]}") from None
    return read
