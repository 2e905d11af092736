"""What is chosen inside the studio and kept for the next start: the theme.

It is in a file of the program's own; the user's ``config.toml`` is never written. Read before the first frame, so
nothing heavy is imported here.
"""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Choices:
    """Texts; empty where nothing was chosen."""

    theme: str = ""
    instead_of: str = ""
    """The theme of the settings when this one was chosen: once they name another one, that is the newer word."""

    @classmethod
    def read(cls, path: Path) -> Choices:
        """What was chosen; nothing where the file is missing or damaged, for nobody's work is in it."""
        try:
            document = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        known = {name: value for name in asdict(cls()) if isinstance(value := document.get(name), str)}
        return cls(**known)

    def theme_over(self, settings_theme: str) -> str | None:
        """The chosen theme, if it counts still; None where that of the settings does."""
        return self.theme if self.theme and self.instead_of == settings_theme else None

    def with_theme(self, theme: str, settings_theme: str) -> Choices:
        """With another theme; choosing that of the settings leaves nothing to be kept."""
        if theme == settings_theme:
            return replace(self, theme="", instead_of="")
        return replace(self, theme=theme, instead_of=settings_theme)

    def keep(self, path: Path) -> None:
        """Write them; slow as disks are, so use a thread.

        Raises:
            OSError: they cannot be written.
        """
        import tomli_w  # heavy for a file that is read before the first frame

        from naitui.library.files import write_whole

        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, tomli_w.dumps({name: text for name, text in asdict(self).items() if text}).encode())
