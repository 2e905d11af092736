"""The recipe's form as a JSON schema, for editors that complete and check TOML while it is typed.

It follows from the recipe itself. What only files know is laid over it: cells of the grid, pins as a table, characters
out of the library. Written for draft 7, which all editors' TOML servers read; TOML knows no null.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Mapping
from itertools import pairwise
from typing import TypeAlias

from naitui.recipe import model
from naitui.recipe.model import Recipe

Json: TypeAlias = "Mapping[str, Json] | list[Json] | str | int | float | bool | None"

_SIDE: Json = {"type": "number", "minimum": 0, "maximum": 1}
_POSITION: Json = {
    "description": "The centre of the figure: a cell of the grid, or fractions of width and height.",
    "anyOf": [
        {"type": "string", "pattern": "^\\s*[A-Ea-e][1-5]\\s*$"},
        {"type": "array", "items": _SIDE, "minItems": 2, "maxItems": 2},
    ],
}
_PINS: Json = {
    "description": "Wildcards that are not rolled, with the text that stands for them.",
    "type": "object",
    "additionalProperties": {"type": "string"},
}
_FROM: Json = {
    "description": "Out of the character library: @name, or @name/outfit. A prompt here goes behind hers.",
    "type": "string",
}


def schema_text() -> str:
    """The schema of recipe files, indented, with a line break at its end."""
    return json.dumps(recipe_schema(), indent=2, ensure_ascii=False) + "\n"


def recipe_schema() -> dict[str, Json]:
    """The schema of recipe files (JSON Schema, draft 7)."""
    made = Recipe.model_json_schema()
    made["$defs"]["Character"]["properties"] |= {"position": _POSITION, "from": _FROM}
    made["properties"]["pins"] = _PINS
    for part, fields in _said().items():
        table = made if part == Recipe.__name__ else made["$defs"].get(part, {"properties": {}})
        for name, words in fields.items():
            table["properties"].get(name, {}).setdefault("description", words)
    told = {"title": "naitui recipe", "description": "Everything that makes a picture."}
    return {"$schema": "http://json-schema.org/draft-07/schema#", **_table(made), **told}


def _said() -> dict[str, dict[str, str]]:
    """What stands under the fields in the code, by part and field; read here, since doing it on import takes time."""
    parts = [node for node in ast.parse(inspect.getsource(model)).body if isinstance(node, ast.ClassDef)]
    return {part.name: dict(_fields(part)) for part in parts}


def _fields(part: ast.ClassDef) -> list[tuple[str, str]]:
    return [
        (field.target.id, inspect.cleandoc(words.value.value))
        for field, words in pairwise(part.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
        and isinstance(words.value.value, str)
    ]


def _for_files(node: Json) -> Json:
    """A piece of a schema as files need it."""
    if isinstance(node, Mapping):
        return _table(node)
    return [_for_files(one) for one in node] if isinstance(node, list) else node


def _table(node: Mapping[str, Json]) -> dict[str, Json]:
    kept = {key: value for key, value in node.items() if key != "prefixItems" and not _says_nothing(key, value)}
    table = {key: _for_files(value) for key, value in kept.items()}
    entries = node.get("prefixItems")
    if isinstance(entries, list):  # pairs and regions, whose entries are all alike; draft 7 writes that as one
        table["items"] = _for_files(entries[0])
    if isinstance(text := table.get("description"), str):
        table["description"] = text.split("\n\n", 1)[0].replace("``", "`")
    choices = [one for one in _choices(node) if one != {"type": "null"}]
    if len(choices) == 1:
        del table["anyOf"]
        return {**_table(choices[0]), **table}
    if choices:
        table["anyOf"] = [_table(one) for one in choices]
    return table


def _choices(node: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    among = node.get("anyOf")
    return [one for one in among if isinstance(one, Mapping)] if isinstance(among, list) else []


def _says_nothing(key: str, value: Json) -> bool:
    """A default of nothing, and titles that say the key once more."""
    return (key == "default" and value is None) or (key == "title" and isinstance(value, str))
