"""Characters that a recipe file takes out of the library: ``from = "@heroine/winter"``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from naitui.library.characters import NoCard, read_characters
from naitui.recipe import Character, Problem


def call_characters(document: Mapping[str, object], folder: Path) -> list[Problem]:
    """Fill in, in a recipe's document that has not been checked yet, whoever is called by ``from``; what went wrong.

    What the file says itself goes behind the prompt and the undesired content of the library, and takes the place of
    everything else. ``folder`` holds the library; it is read only when somebody is called.
    """
    people = document.get("characters")
    calling = [(index, one) for index, one in enumerate(people if isinstance(people, list) else ()) if _calls(one)]
    book = read_characters(folder) if calling else None
    problems: list[Problem] = []
    for index, one in calling:
        call = one.pop("from")
        try:
            known = book.written(call) if book is not None and isinstance(call, str) else None
        except NoCard as error:
            problems.append(Problem(("characters", index, "from"), str(error)))
            continue
        if known is None:
            message = f'should be a name of the library like "@heroine" or "@heroine/winter", not {str(call)[:60]!r}'
            problems.append(Problem(("characters", index, "from"), message))
        else:
            one |= laid_over(known, one)
    return problems


def laid_over(known: Character, own: Mapping[str, object]) -> dict[str, object]:
    """A character of the library as a recipe's document has it, with what is said of it there."""
    kept = known.model_dump(mode="json", exclude_none=True, exclude={"enabled"})
    words = {name: _behind(getattr(known, name), own.get(name, "")) for name in ("prompt", "undesired")}
    return {**kept, **own, **words}


def _calls(one: object) -> bool:
    return isinstance(one, dict) and "from" in one


def _behind(known: str, own: object) -> object:
    if not isinstance(own, str):
        return own  # which is said where everything is checked
    return ", ".join(text for text in (known.rstrip(", "), own) if text)
