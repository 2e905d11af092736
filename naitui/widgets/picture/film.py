"""The pictures of one session in the order in which they came, and which of them is looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of the session. Its bytes stay on disk."""

    path: Path
    caption: str
    facts: tuple[str, ...] = ()
    """Lines about it for those who see it in words."""
    seed: int | None = None
    source: Path | None = None
    """The picture that it was made from, if there is one."""

    @property
    def key(self) -> str:
        """Names its bytes for ever: what is saved is never written again."""
        return str(self.path)

    @property
    def read(self) -> Callable[[], bytes]:
        """Reads its bytes."""
        return self.path.read_bytes


class Film:
    """The session's pictures, a place among them, and a pair to compare.

    A picture is compared with the one that was marked, else with what it was made from, else with the one before it.
    """

    def __init__(self) -> None:
        self.shots: list[Shot] = []
        self.place = -1
        self.marked: Shot | None = None
        self.before = False
        """Whether the other one of the pair is looked at."""

    @property
    def follows(self) -> bool:
        """Is the newest picture looked at? Then the next one will be; who looks at an older one is left alone."""
        return self.place == len(self.shots) - 1 and not self.before

    def add(self, shot: Shot) -> None:
        """A new picture."""
        follows = self.follows
        self.shots.append(shot)
        if follows:
            self.place = len(self.shots) - 1

    def visit(self, shot: Shot) -> None:
        """Look at this picture: where it is on the film, or behind all others."""
        places = [place for place, known in enumerate(self.shots) if known.key == shot.key]
        if not places:
            self.shots.append(shot)
        self.place, self.before = places[0] if places else len(self.shots) - 1, False

    def go(self, steps: int) -> bool:
        """To a later or (negative) earlier picture, no further than the ends; False if that is where one is."""
        place = min(max(self.place + steps, 0), len(self.shots) - 1)
        moved = place != self.place or self.before
        self.place, self.before = place, False
        return moved

    def mark(self) -> Shot | None:
        """Compare others with the picture that is looked at, or with it no longer; what is marked now."""
        current = self.shown
        self.marked = None if current == self.marked else current
        self.before = False
        return self.marked

    def compare(self) -> bool:
        """Look at the other one of the pair, or back; False if there is none."""
        self.before = not self.before and self.other is not None
        return self.other is not None

    @property
    def current(self) -> Shot | None:
        """The picture at this place of the film."""
        return self.shots[self.place] if self.shots else None

    @property
    def other(self) -> Shot | None:
        """What `current` is compared with."""
        current = self.current
        if current is None:
            return None
        if self.marked is not None and self.marked != current:
            return self.marked
        if current.source is not None:
            return Shot(current.source, f"the source\n{current.source.name}", (str(current.source),))
        return self.shots[self.place - 1] if self.place > 0 else None

    @property
    def shown(self) -> Shot | None:
        """The picture that is looked at."""
        return self.other if self.before else self.current

    @property
    def words(self) -> str:
        """Where one is, for a title: `3 of 7`."""
        if not self.shots:
            return ""
        count = f"{self.place + 1} of {len(self.shots)}" if len(self.shots) > 1 else ""
        pair = "before" if self.before else "marked" if self.current == self.marked else ""
        return " · ".join(part for part in (count, pair) if part)
