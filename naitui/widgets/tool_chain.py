"""The trail of what was done to a picture, tool after tool, with a way back. A plain object: it knows no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Link:
    """One tool's work."""

    job: str
    words: str
    """What was done."""
    results: tuple[Path, ...]
    """In the order in which they came."""
    chosen: int = 0
    """The one that the next tool is for."""

    @property
    def path(self) -> Path:
        """The chosen one."""
        return self.results[self.chosen]


class Chain:
    """A source and what came of it. Going back forgets nothing until another tool is run from there."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.links: list[Link] = []
        self.at = 0
        """How many of the links count now."""

    @property
    def link(self) -> Link | None:
        """The last one that counts."""
        return self.links[self.at - 1] if self.at else None

    @property
    def current(self) -> Path:
        """What the next tool is for."""
        return self.link.path if self.link is not None else self.source

    @property
    def before(self) -> Path | None:
        """What the current picture was made from; None at the source."""
        if not self.at:
            return None
        return self.links[self.at - 2].path if self.at > 1 else self.source

    def came(self, job: str, words: str, path: Path, since: int) -> None:
        """A result has come of a job that was sent when ``since`` links counted; it is looked at."""
        if self.link is not None and self.link.job == job:
            self.links[self.at - 1] = replace(self.link, results=(*self.link.results, path))
            return
        self.links[since:] = [Link(job, words, (path,))]
        self.at = len(self.links)

    def go(self, by: int) -> bool:
        """So many links back (below 0) or on again; False at the end."""
        at = min(max(self.at + by, 0), len(self.links))
        moved, self.at = at != self.at, at
        return moved

    def choose(self, by: int) -> bool:
        """Another result of the last link, in turn; False where there is but one."""
        link = self.link
        if link is None or len(link.results) < 2:
            return False
        self.links[self.at - 1] = replace(link, chosen=(link.chosen + by) % len(link.results))
        return True
