"""The words of a recipe as one text for an editor: headings, comments, and everything in between as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from naitui.recipe.model import Recipe
from naitui.recipe.problems import Problem, RecipeError

_INTRO = """\
# The words of your recipe. Change what you like, save, and leave the editor.
# Lines that begin with "# " are not read; headings stay as they are.
"""
_HEADING = re.compile(r"##[^\S\n]+(.+?)[^\S\n]*$")
_MARKED = re.compile(r"\\*#")
_PROMPT, _UNDESIRED = "Prompt", "Undesired Content"


def write_words(recipe: Recipe) -> str:
    """The text. Lines of the words that begin with ``#`` get a backslash in front."""
    sections = [f"## {title}\n{_escaped(words)}\n" for title, words in _sections(recipe)]
    return _INTRO + "\n" + "\n".join(sections)


def read_words(text: str, recipe: Recipe) -> Recipe:
    """The recipe with the words of a text; what has no section is left as it is.

    Blank lines at the end of a section do not count.

    Raises:
        RecipeError: a heading that does not exist, or one that stands there twice; with its line.
    """
    found = _split(text, [title for title, _ in _sections(recipe)])
    update: dict[str, object] = {}
    if _PROMPT in found:
        update["prompt"] = found[_PROMPT]
    if _UNDESIRED in found:
        update["undesired"] = found[_UNDESIRED]
    people = []
    for number, character in enumerate(recipe.characters, 1):
        words = {
            "prompt": found.get(f"Character {number}", character.prompt),
            "undesired": found.get(f"Character {number}, undesired", character.undesired),
        }
        people.append(character.model_copy(update=words))
    return recipe.model_copy(update={**update, "characters": tuple(people)})


def _sections(recipe: Recipe) -> Iterator[tuple[str, str]]:
    yield _PROMPT, recipe.prompt
    yield _UNDESIRED, recipe.undesired
    for number, character in enumerate(recipe.characters, 1):
        yield f"Character {number}", character.prompt
        yield f"Character {number}, undesired", character.undesired


def _split(text: str, titles: list[str]) -> dict[str, str]:
    lines: dict[str, list[str]] = {}
    current: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        heading = _HEADING.match(line)
        if heading is not None:
            title = heading[1]
            if title not in titles or title in lines:
                why = "stands there twice" if title in lines else f"is no heading; one of {', '.join(titles)}"
                raise RecipeError([Problem((), f"“{title}” {why}", number)], "words")
            current = lines[title] = []
        elif not line.startswith("# ") and line != "#":
            current.append(line[1:] if _MARKED.match(line) and line.startswith("\\") else line)
    return {title: "\n".join(found).rstrip("\n") for title, found in lines.items()}


def _escaped(words: str) -> str:
    return "\n".join(f"\\{line}" if _MARKED.match(line) else line for line in words.split("\n"))
