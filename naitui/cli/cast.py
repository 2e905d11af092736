"""From the character options to the characters and interactions of a recipe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from naitui.library.calling import laid_over
from naitui.library.characters import CharacterBook, NoCard, read_characters
from naitui.recipe import Cast, Character, Problem, RecipeError
from naitui.recipe.paste import take_apart


def cast_document(arguments: argparse.Namespace, prompt: str, folder: Path) -> dict[str, Any]:
    """The parts of a recipe that the options give: characters, interactions, AI's choice, and the prompt that is left
    when it is taken apart; empty when they give none. ``folder`` holds the character library.

    Raises:
        RecipeError: somebody is called who is not in the library.
    """
    found: dict[str, Any] = {}
    people = list(arguments.characters or ())
    if arguments.split:
        found["prompt"], own = take_apart(prompt)
        people = [*({"prompt": text} for text in own), *people]
    if not people:
        return found
    book = read_characters(folder) if any(one["prompt"].lstrip().startswith("@") for one in people) else None
    cast = Cast()
    documents = []
    for index, one in enumerate(people):
        document = _document(one, book, index)
        documents.append(document)
        cast = cast.added(Character(prompt=document["prompt"]))
    for index, one in enumerate(people):
        for role, action in one.get("roles", ()):
            cast = cast.taking_part(index, role, action)
    for character, document in zip(cast.characters, documents, strict=True):
        document |= {"id": character.id} if character.id is not None else {}
    found["characters"] = documents
    found["interactions"] = [interaction.model_dump(mode="json") for interaction in cast.interactions]
    found["ai_choice"] = not any("position" in document for document in documents)
    return found


def _document(written: dict[str, Any], book: CharacterBook | None, index: int) -> dict[str, Any]:
    """A character as a recipe file has it: what the library says, with what the options say behind it."""
    document = {name: value for name, value in written.items() if name != "roles"}
    try:
        known = book.written(written["prompt"]) if book is not None else None
    except NoCard as error:
        raise RecipeError([Problem(("characters", index), str(error))], "generate") from None
    if known is None:
        return document
    return laid_over(known, document | {"prompt": ""})  # what stood behind the name is in it
