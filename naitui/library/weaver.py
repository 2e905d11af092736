"""NAIWeaver's presets as recipes: `presets.json`, and the single ones in its packs.

Names of fields are those that its files have. A preset stores neither a seed nor the styles that were on, and its
prompt is sent as it stands: NovelAI's own quality tags and undesired preset are styles there, so they are off here.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from naitui.library.pack import safe_name
from naitui.novelai import Catalog
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.recipe import Character, Interaction, PreciseReference, Recipe, RecipeError, Sampling, Vibe
from naitui.recipe.model import ReferenceType
from naitui.recipe.toml import read_recipe, write_recipe

POINTER = "@ref:"
"""In packs, what stands in front of the name of a file in ``references/`` in the place of its bytes."""
Json = Mapping[str, object]
Find = Callable[[str], bytes | None]
"""The bytes of a file in ``references/``."""
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
_TYPES: Mapping[str, ReferenceType] = {
    "character": "character", "style": "style", "characterAndStyle": "character&style",
    "character&style": "character&style",
}  # fmt: skip
_STRENGTH, _FIDELITY = 0.6, 0.5
"""Of references that say none, as NAIWeaver has them."""


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
    return _Weaver(document, prefix, catalog, find).weave()


@dataclass(slots=True)
class _Weaver:
    document: Json
    prefix: str
    catalog: Catalog
    find: Find
    notes: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def weave(self) -> Woven:
        said = self.document
        update: dict[str, object] = {
            "prompt": said["prompt"],
            "undesired": self._text(said, "negativePrompt"),
            "quality": "none",
            "undesired_preset": "none",
            "sampling": self._sampling(),
            "precise_references": self._references(),
            "vibes": self._vibes(),
        }
        model = self._newer("model")
        if isinstance(model, str) and model in self.catalog.models:
            update["model"] = model
        elif model is not None:
            self._note(f"the model {str(model)[:60]!r} is not known: your own stays")
        self._people(update)
        unknown = sorted(set(map(str, said)) - _KNOWN - {name for names in _NEWER.values() for name in names})
        if unknown:
            self._note(f"not read: {', '.join(name[:40] for name in unknown[:12])}")
        self._note("NovelAI's quality tags and undesired preset are off: NAIWeaver has them in styles, not in presets")
        recipe = _checked(Recipe(**update))  # type: ignore[arg-type]  # every value is of its field's type
        return Woven(str(said["name"]), recipe, self.pictures, self.notes)

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    # ------------------------------------------------------------------ settings

    def _sampling(self) -> Sampling:
        said = self.document
        update: dict[str, object] = {}
        for ours, theirs in (("width", "width"), ("height", "height"), ("steps", "steps")):
            number = self._number(said.get(theirs), theirs, 1, 100_000)
            if number is not None:
                update[ours] = round(number)
        guidance = self._number(said.get("scale"), "scale", 0, 1000)
        if guidance is not None:
            update["guidance"] = guidance
        rescale = self._number(self._newer("rescale"), "rescale", 0, 1)
        if rescale is not None:
            update["rescale"] = rescale
        sampler = said.get("sampler")
        if isinstance(sampler, str) and sampler in self.catalog.samplers:
            update["sampler"] = sampler
        elif sampler is not None:
            self._note(f"the sampler {str(sampler)[:60]!r} is not known: the model's own is used")
        schedule = self._newer("schedule")
        if isinstance(schedule, str) and any(schedule in one.schedules for one in self.catalog.models.values()):
            update["schedule"] = schedule
        elif schedule is not None:
            self._note(f"the noise schedule {str(schedule)[:60]!r} is not known: the model's own is used")
        update["variety"] = self._newer("variety") is True
        update["decrisper"] = said.get("decrisper") is True
        if said.get("smea") is True or said.get("smeaDyn") is True:
            self._note("SMEA is left out: NAIWeaver's models do not have it")
        return Sampling(**update)  # type: ignore[arg-type]  # every value is of its field's type

    def _newer(self, name: str) -> object:
        return next((self.document[key] for key in _NEWER[name] if self.document.get(key) is not None), None)

    def _number(self, value: object, name: str, least: float, most: float) -> float | None:
        """A number that was written as a whole one or not; None when there is none that can be."""
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            return float(value)
        self._note(f"{name} {str(value)[:30]!r} cannot be, and is left out")
        return None

    def _text(self, said: Json, name: str) -> str:
        value = said.get(name)
        if value is not None and not isinstance(value, str):
            self._note(f"{name} is no text, and is left out")
        return value if isinstance(value, str) else ""

    def _list(self, name: str) -> Sequence[object]:
        value = self.document.get(name)
        if value is None or isinstance(value, list):
            return (value or [])[:1000]
        self._note(f"{name} is no list, and is left out")
        return []

    # ------------------------------------------------------------------ people

    def _people(self, update: dict[str, object]) -> None:
        people: list[Character] = []
        index_of: dict[int, int] = {}
        places: list[tuple[float, float]] = []
        for index, one in enumerate(self._list("characters")):
            if not isinstance(one, dict):
                self._note(f"character {index + 1} is no object, and is left out")
                continue
            index_of[index] = len(people)
            place = self._place(one.get("center"), index)
            places += [place] if place is not None else []
            people.append(
                Character(
                    name=self._text(one, "name"),
                    prompt=self._text(one, "prompt"),
                    undesired=self._text(one, "uc"),
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
        x, y = (self._number(center.get(axis), f"character {index + 1}'s {axis}", 0, 1) for axis in ("x", "y"))
        return None if x is None or y is None else (x, y)

    def _interactions(self, index_of: Mapping[int, int]) -> list[Interaction]:
        found = []
        for number, one in enumerate(self._list("interactions"), 1):
            action = one.get("actionName") if isinstance(one, dict) else None
            if not isinstance(one, dict) or not isinstance(action, str) or not action.strip():
                self._note(f"interaction {number} has no action, and is left out")
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
            self._note(f"interaction {number} names somebody who is not there")
        return tuple(dict.fromkeys(f"c{at + 1}" for at in known))

    # ------------------------------------------------------------------ references

    def _references(self) -> tuple[PreciseReference, ...]:
        found = []
        for number, one in enumerate(self._list("directorReferences"), 1):
            path = self._picture(one, f"reference {number}")
            if path is None or not isinstance(one, dict):
                continue
            kind = _TYPES.get(str(one.get("type", "character")))
            if kind is None:
                self._note(f"reference {number} has the type {str(one.get('type'))[:40]!r}: taken as a character's")
            strength = self._number(one.get("strength"), f"reference {number}'s strength", 0, 1)
            fidelity = self._number(one.get("fidelity"), f"reference {number}'s fidelity", 0, 1)
            found.append(
                PreciseReference(
                    path=path,
                    type=kind or "character",
                    strength=_STRENGTH if strength is None else strength,
                    fidelity=_FIDELITY if fidelity is None else fidelity,
                    enabled=one.get("enabled") is not False,
                )
            )
        return tuple(found)

    def _vibes(self) -> tuple[Vibe, ...]:
        found = []
        for number, one in enumerate(self._list("vibeTransfers"), 1):
            path = self._picture(one, f"vibe {number}")
            if path is None or not isinstance(one, dict):
                continue
            strength = self._number(one.get("strength"), f"vibe {number}'s strength", -100, 100)
            information = self._number(one.get("infoExtracted"), f"vibe {number}'s information extracted", 0, 1)
            strength = _STRENGTH if strength is None else strength
            enabled = one.get("enabled") is not False
            found.append(Vibe(path=path, strength=strength, information=information, enabled=enabled))
            if one.get("vibeVectorBase64"):
                self._note("encodings of vibes do not say their model: left out, so a vibe is encoded again (2 Anlas)")
        return tuple(found)

    def _picture(self, one: object, what: str) -> str | None:
        """The picture of a reference, by how the recipe names it from now on; None when there is none."""
        said = one.get("originalImageBytes") if isinstance(one, dict) else None
        if not isinstance(said, str) or not said:
            self._note(f"{what} has no picture, and is left out")
            return None
        if said.startswith(POINTER):
            data = self.find(said[len(POINTER) :])
            if data is None:
                self._note(f"{what}: its picture is not in the pack, and it is left out")
                return None
        else:
            try:
                data = base64.b64decode(said, validate=True)
            except (binascii.Error, ValueError):
                self._note(f"{what}: its picture is damaged, and it is left out")
                return None
        try:
            open_picture(data)
        except BadPicture as error:
            self._note(f"{what} is left out: {error}")
            return None
        known = next((path for path, other in self.pictures.items() if other == data), None)
        if known is None:
            name = safe_name(f"{self.document['name']} {what}".replace("/", "_"))
            known = f"{self.prefix}{name}.{ {'jpeg': 'jpg', 'webp': 'webp'}.get(kind_of(data), 'png') }"
            self.pictures[known] = data
        return known


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
