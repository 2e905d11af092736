"""The references of a preset of NAIWeaver's, and their pictures: in the preset itself, or beside it in a pack."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping

from naitui.library.pack import safe_name
from naitui.library.weaver_values import Values
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.recipe import PreciseReference, Vibe
from naitui.recipe.model import ReferenceType

POINTER = "@ref:"
"""In packs, what stands in front of the name of a file in ``references/`` in the place of its bytes."""
Find = Callable[[str], bytes | None]
"""The bytes of a file in ``references/``."""
_TYPES: Mapping[str, ReferenceType] = {
    "character": "character", "style": "style", "characterAndStyle": "character&style",
    "character&style": "character&style",
}  # fmt: skip
_STRENGTH, _FIDELITY = 0.6, 0.5
"""Of references that say none, as NAIWeaver has them."""


class References:
    """Those of one preset. ``pictures`` has their files by how the recipe names them."""

    def __init__(self, values: Values, prefix: str, find: Find) -> None:
        self._values, self._prefix, self._find = values, prefix, find
        self.pictures: dict[str, bytes] = {}

    def precise(self) -> tuple[PreciseReference, ...]:
        """The precise references."""
        found = []
        for number, one in enumerate(self._values.items("directorReferences"), 1):
            path = self._picture(one, f"reference {number}")
            if path is None or not isinstance(one, dict):
                continue
            kind = _TYPES.get(str(one.get("type", "character")))
            if kind is None:
                self._values.note(
                    f"reference {number} has the type {str(one.get('type'))[:40]!r}: taken as a character's"
                )
            strength = self._values.number(one.get("strength"), f"reference {number}'s strength", 0, 1)
            fidelity = self._values.number(one.get("fidelity"), f"reference {number}'s fidelity", 0, 1)
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

    def vibes(self) -> tuple[Vibe, ...]:
        """The vibes, without their encodings."""
        found = []
        for number, one in enumerate(self._values.items("vibeTransfers"), 1):
            path = self._picture(one, f"vibe {number}")
            if path is None or not isinstance(one, dict):
                continue
            strength = self._values.number(one.get("strength"), f"vibe {number}'s strength", -100, 100)
            information = self._values.number(one.get("infoExtracted"), f"vibe {number}'s information extracted", 0, 1)
            strength = _STRENGTH if strength is None else strength
            enabled = one.get("enabled") is not False
            found.append(Vibe(path=path, strength=strength, information=information, enabled=enabled))
            if one.get("vibeVectorBase64"):
                self._values.note(
                    "encodings of vibes do not say their model: left out, so a vibe is encoded again (2 Anlas)"
                )
        return tuple(found)

    def _picture(self, one: object, what: str) -> str | None:
        """The picture of a reference, by how the recipe names it from now on; None when there is none."""
        said = one.get("originalImageBytes") if isinstance(one, dict) else None
        if not isinstance(said, str) or not said:
            self._values.note(f"{what} has no picture, and is left out")
            return None
        if said.startswith(POINTER):
            data = self._find(said[len(POINTER) :])
            if data is None:
                self._values.note(f"{what}: its picture is not in the pack, and it is left out")
                return None
        else:
            try:
                data = base64.b64decode(said, validate=True)
            except (binascii.Error, ValueError):
                self._values.note(f"{what}: its picture is damaged, and it is left out")
                return None
        try:
            open_picture(data)
        except BadPicture as error:
            self._values.note(f"{what} is left out: {error}")
            return None
        known = next((path for path, other in self.pictures.items() if other == data), None)
        if known is None:
            name = safe_name(f"{self._values.document['name']} {what}".replace("/", "_"))
            known = f"{self._prefix}{name}.{ {'jpeg': 'jpg', 'webp': 'webp'}.get(kind_of(data), 'png') }"
            self.pictures[known] = data
        return known
