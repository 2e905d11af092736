"""Our own record inside a picture: the recipe of its request, and which sample of it this is."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import ValidationError

from naitui.pictures.errors import BadPicture
from naitui.pictures.own import embed, extract
from naitui.recipe import Recipe

VERSION = 1


@dataclass(frozen=True, slots=True)
class Record:
    """What naitui knows of a picture it saved."""

    recipe: Recipe
    sample: int


def with_record(data: bytes, record: Record) -> bytes:
    """The picture with the record in a chunk of our own; a file that takes none stays as it came."""
    document = {
        "naitui": VERSION,
        "sample": record.sample,
        "recipe": record.recipe.model_dump(mode="json", exclude_none=True),
    }
    try:
        return embed(data, json.dumps(document, ensure_ascii=False))
    except (BadPicture, ValueError):  # no place for it in this file, or a record larger than any reader takes
        return data


def read_record(data: bytes) -> Record | None:
    """The record in a picture; None without one, or with one that this version cannot read.

    Raises:
        BadPicture: the bytes are no picture.
    """
    payload = extract(data)
    if payload is None:
        return None
    try:
        document = json.loads(payload)
        # a record is foreign data like any other file: it is checked as strictly as a recipe that was typed
        recipe = Recipe.model_validate(document["recipe"])
        recipe.model_dump_json().encode()  # half a surrogate pair is no text: it could be neither shown nor sent
        return Record(recipe, int(document.get("sample", 0)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError):
        return None
