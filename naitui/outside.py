"""The user's own editor, for a recipe's words or a file of words: ``$VISUAL``, ``$EDITOR``, or what there is."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from naitui.recipe import Recipe, RecipeError
from naitui.recipe.words_file import read_words, write_words

_USUAL = ("nano", "vim", "vi")
_TAKE_LINES = {"nano", "vim", "vi", "nvim", "emacs", "emacsclient", "micro", "kak", "joe", "mcedit", "ne", "pico"}
"""Those that go to a line named as ``+12`` in front of the file."""


def edited(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with the words as they are when the editor has ended. The terminal has to be free for it.

    The text lies in a file of its own in ``folder``, readable by its owner alone, and is removed afterwards; where it
    cannot be read back, it is kept and named.

    Raises:
        OSError: there is no editor, it failed, or the file cannot be written or read.
        ValueError: the editor's name has a quote without its end.
        RecipeError: the headings were changed; the text is kept, in the file that the error names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="words-", suffix=".txt", dir=folder)  # 0600: prompts are private
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(write_words(recipe))
    try:
        _run([*_editor(), str(path)])
    except (OSError, ValueError):
        path.unlink(missing_ok=True)
        raise
    try:
        after = read_words(path.read_bytes().decode("utf-8", "replace"), recipe)
    except RecipeError as error:
        raise RecipeError(error.problems, str(path)) from None
    path.unlink(missing_ok=True)
    return after


def edit_file(path: Path, line: int | None = None) -> None:
    """A file in the editor, at a line from 1 where the editor can be told. The terminal has to be free for it.

    Raises:
        OSError: there is no editor, it failed, or there is no place for the file.
        ValueError: the editor's name has a quote without its end.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    editor = _editor()
    goes_there = line is not None and Path(editor[0]).name in _TAKE_LINES
    _run([*editor, *([f"+{line}"] if goes_there else []), str(path)])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False)
    if done.returncode != 0:
        raise OSError(f"the editor ended with {done.returncode}")


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return shlex.split(named)
    found = next((one for one in _USUAL if shutil.which(one)), None)
    if found is None:
        raise OSError("there is no editor: set $EDITOR")
    return [found]
