"""Our own record inside a picture: the recipe of its request, and which sample of it this is."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import ValidationError

from naitui.library.picks import read_words, words_document
from naitui.pictures.errors import BadPicture
from naitui.pictures.own import embed, extract
from naitui.recipe import Pick, Recipe

VERSION = 1


@dataclass(frozen=True, slots=True)
class Record:
    """What naitui knows of a picture it saved."""

    recipe: Recipe
    sample: int
    picks: tuple[Pick, ...] = ()
    """What chance decided."""
    draft: Recipe | None = None
    """The recipe as it was written, where its words were others."""


def with_record(data: bytes, record: Record) -> bytes:
    """The picture with the record in a chunk of our own; a file that takes none stays as it came.

    When all of it is larger than any reader takes, what was written is left out and what was sent is kept.
    """
    document: dict[str, object] = {
        "naitui": VERSION,
        "sample": record.sample,
        "recipe": record.recipe.model_dump(mode="json", exclude_none=True),
    }
    whole = document | words_document(record.picks, record.draft)
    for kept in [whole] if whole == document else [whole, document]:
        try:
            return embed(data, json.dumps(kept, ensure_ascii=False))
        except (BadPicture, ValueError):  # no place for it in this file, or a record larger than any reader takes
            continue
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
        return Record(recipe, int(document.get("sample", 0)), *read_words(document))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError):
        return None
