"""The autosaved draft of the studio."""

from __future__ import annotations

from pathlib import Path

from naitui.library.files import put_aside, write_whole
from naitui.recipe import Recipe, RecipeError, read_recipe, write_recipe


class Draft:
    """One file that always holds the last state of the work, whatever ended the program."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._in_the_way = False

    def load(self) -> tuple[Recipe | None, str]:
        """The saved recipe (None without one) and, when it could not be read, why and where it was put aside."""
        try:
            return read_recipe(self.path.read_text("utf-8"), str(self.path)), ""
        except FileNotFoundError:
            return None, ""
        except OSError as error:
            self._in_the_way = True
            return None, f"the draft cannot be read ({error}); nothing is saved over it"
        except (UnicodeDecodeError, RecipeError) as error:
            return None, f"the draft cannot be read and {self._put_aside()}: {error}"

    def _put_aside(self) -> str:
        aside = put_aside(self.path)
        self._in_the_way = aside is None
        return f"was put aside as {aside}" if aside else "could not be put aside; nothing is saved over it"

    def save(self, recipe: Recipe) -> None:
        """Write the draft in one step.

        Raises:
            OSError: it cannot be written; the draft before is untouched.
        """
        if self._in_the_way:
            raise FileExistsError(f"an unreadable draft is in the way: {self.path}")
        write_whole(self.path, write_recipe(recipe).encode(), mode=0o600)
