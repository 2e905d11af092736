"""The autosaved draft of the studio."""

from __future__ import annotations

from pathlib import Path

from naitui.library.files import write_whole
from naitui.recipe import Recipe, RecipeError, read_recipe, write_recipe


class Draft:
    """One file that always holds the last state of the work, whatever ended the program."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[Recipe | None, str]:
        """The saved recipe (None without one) and, when it could not be read, why and where it was put aside."""
        try:
            return read_recipe(self.path.read_text("utf-8"), str(self.path)), ""
        except FileNotFoundError:
            return None, ""
        except (OSError, UnicodeDecodeError) as error:
            return None, f"{self.path}: {error}"
        except RecipeError as error:
            aside = self.path.with_suffix(".unreadable.toml")
            try:
                self.path.replace(aside)
            except OSError:
                return None, f"the draft cannot be read: {error}"
            return None, f"the draft cannot be read and was put aside as {aside}: {error}"

    def save(self, recipe: Recipe) -> None:
        """Write the draft in one step.

        Raises:
            OSError: it cannot be written; the draft before is untouched.
        """
        write_whole(self.path, write_recipe(recipe).encode(), mode=0o600)
