"""The user's own editor for the words of a recipe: ``$VISUAL``, ``$EDITOR``, or what there is."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from naitui.recipe import Recipe
from naitui.recipe.words_file import read_words, write_words

_USUAL = ("nano", "vim", "vi")


def edited(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with the words as they are when the editor has ended. The terminal has to be free for it.

    The text lies in a file of its own in ``folder``, readable by its owner alone, and is removed afterwards; where it
    cannot be read back, it is kept and named.

    Raises:
        OSError: there is no editor, it failed, or the file cannot be written or read.
        RecipeError: the headings were changed; the text is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="words-", suffix=".txt", dir=folder)  # 0600: prompts are private
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(write_words(recipe))
    done = subprocess.run([*_editor(), str(path)], check=False)
    if done.returncode != 0:
        path.unlink(missing_ok=True)
        raise OSError(f"the editor ended with {done.returncode}")
    after = read_words(path.read_bytes().decode("utf-8", "replace"), recipe)
    path.unlink(missing_ok=True)
    return after


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return shlex.split(named)
    found = next((one for one in _USUAL if shutil.which(one)), None)
    if found is None:
        raise OSError("there is no editor: set $EDITOR")
    return [found]
