"""The recipe as a TOML file: stable key order, faults named with their line."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar, get_args

import tomli_w
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from naitui.recipe.lines import line_of
from naitui.recipe.model import FORMAT, Recipe
from naitui.recipe.problems import Place, Problem, RecipeError

_P = TypeVar("_P", bound=BaseModel)
FillIn = Callable[[dict[str, object]], Sequence[Problem]]
"""Changes a document and says what is wrong with it."""
MAX_CHARACTERS = 4_000_000
"""A recipe is text written by people; more than this is another file by mistake."""
_ONLY_WITH_CONTENT = ("styles", "pins")
_LISTS = ("characters", "interactions", "vibes", "precise_references")


def write_recipe(recipe: Recipe, *, without: Collection[str] = ()) -> str:
    """The recipe as TOML. Keys always come in the same order, so that files can be compared and merged.

    Prompts, model, sampling and batch are always written, but for keys of the top that are named in ``without``; a
    section that says nothing is left out.
    """
    document = recipe.model_dump(mode="json", exclude_none=True, exclude=set(without))
    for name in _ONLY_WITH_CONTENT:
        if not document[name]:
            del document[name]
    lists = {name: document.pop(name) for name in _LISTS}
    # The library would write short lists inline and move them to the top; every entry is a table of its own here.
    text = _dumps(document)
    for name, entries in lists.items():
        for entry in entries:
            said = {key: value for key, value in entry.items() if value != []}
            text += f"\n[[{name}]]\n{_dumps(said)}"
    return text


def _dumps(table: Mapping[str, object]) -> str:
    # TOML turns \r\n inside a multi-line string into \n; repr() shows a real \r as these two characters
    multiline = "\\r" not in repr(table)
    return tomli_w.dumps(table, multiline_strings=multiline)


def read_recipe(text: str, name: str = "recipe", *, fill_in: FillIn = lambda _: ()) -> Recipe:
    """Read a recipe from TOML text.

    ``fill_in`` completes what the text only names, before it is checked.

    Raises:
        RecipeError: not TOML, an unknown key, or a wrong value; every problem has its line and the allowed values.
    """
    document = _document(text, name)
    version = document.get("naitui", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        message = f"format {version} was written by a newer naitui; this one reads format {FORMAT}"
        raise RecipeError([Problem(("naitui",), message, line_of(text, ("naitui",)))], name)
    problems = [Problem(one.where, one.message, line_of(text, one.where)) for one in fill_in(document)]
    if problems:
        raise RecipeError(problems, name)
    return _checked(document, text, Recipe, name)


def read_part(text: str, part: type[_P], name: str) -> _P:
    """Read something else that is made like a recipe's parts from TOML text.

    Raises:
        RecipeError: as for `read_recipe`.
    """
    return _checked(_document(text, name), text, part, name)


def _document(text: str, name: str) -> dict[str, object]:
    if len(text) > MAX_CHARACTERS:
        raise RecipeError([Problem((), f"is {len(text):,} characters long; that is no recipe")], name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError([_syntax(str(error), text)], name) from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; brackets in brackets in brackets
        what = "is nested too deeply" if isinstance(error, RecursionError) else "holds a number that is too long"
        raise RecipeError([Problem((), what)], name) from None


def _checked(document: Mapping[str, object], text: str, part: type[_P], name: str) -> _P:
    try:
        return part.model_validate(document)
    except ValidationError as error:
        problems = [_problem(details, text, document, part) for details in error.errors(include_url=False)]
        raise RecipeError(sorted(problems, key=lambda p: p.line or 0), name) from None


def _syntax(message: str, text: str) -> Problem:
    """tomllib writes ``… (at line 3, column 5)``; the line goes where the other lines go."""
    words, _, tail = message.partition(" (at ")
    number = tail.removeprefix("line ").split(",", 1)[0]
    line = int(number) if number.isdigit() else text.rstrip("\n").count("\n") + 1  # "(at end of document)"
    return Problem((), f"is not valid TOML: {words[:1].lower()}{words[1:]}", line)


def _problem(details: ErrorDetails, text: str, document: Mapping[str, object], part: type[BaseModel]) -> Problem:
    place = _place(details, document)
    return Problem(place, _message(details, place, part), line_of(text, place))


def _place(details: ErrorDetails, document: Mapping[str, object]) -> Place:
    """The keys and positions that the file itself has; a missing key's name comes last."""
    place: list[str | int] = []
    node: object = document
    for step in details["loc"]:
        if isinstance(node, Mapping) and step in node:
            node = node[str(step)]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        elif details["type"] != "missing":
            break  # inside a value that was made from the file's, such as a cell's name
        place.append(step)
    return tuple(place)


def _message(details: ErrorDetails, place: Place, part: type[BaseModel]) -> str:
    kind, context = details["type"], details.get("ctx") or {}
    got = details.get("input")
    if kind == "extra_forbidden":
        return _unknown_key(place, part)
    if kind == "missing":
        return "is missing"
    if kind == "literal_error":
        return f"should be {context['expected']}, not {_show(got)}"
    if kind == "value_error":
        return f"{context['error']}, not {_show(got)}"
    return f"{details['msg'].replace('Input should be', 'should be')}, not {_show(got)}"


def _show(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "…"


def _unknown_key(place: Place, part: type[BaseModel]) -> str:
    allowed = list(_fields_at(place[:-1], part))
    close = difflib.get_close_matches(str(place[-1]), allowed, 1)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    return f"unknown key{hint} (allowed here: {', '.join(allowed)})"


def _fields_at(place: Place, part: type[BaseModel]) -> dict[str, Any]:
    """The fields of the part of ``part`` that stands at ``place``."""
    for step in place:
        if isinstance(step, str) and step in part.model_fields:
            part = _part_in(part.model_fields[step].annotation) or part
    return dict(part.model_fields)


def _part_in(annotation: object) -> type[BaseModel] | None:
    """The recipe part inside a field's type, through ``X | None`` and ``tuple[X, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = _part_in(inner)
        if found:
            return found
    return None
