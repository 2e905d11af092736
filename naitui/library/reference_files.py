"""Looks at the files behind a recipe's references: what they hold, whether they are encoded, how they look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from naitui.library.collection import NoEntry
from naitui.library.seen import Seen, SeenFiles
from naitui.library.sources import Sources
from naitui.library.vibes import picture_in, single, vibes_and_notes
from naitui.novelai.receipts import Known
from naitui.pictures import prepare
from naitui.pictures.decode import open_picture, size_of
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.thumbnails import thumbnail_of
from naitui.pictures.vibes import VibeFile, informations
from naitui.recipe import Recipe

_KEPT = 512
"""Files that are remembered."""

Stamp = tuple[int, int]
"""When a file was written last, and its size."""


_Read = Callable[[bytes], Seen]


class ReferenceFiles:
    """A file that has not changed since is not read again. Everything here may be slow: use a thread."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._seen: dict[tuple[str, Path], tuple[Stamp, Seen]] = {}
        self._bought: dict[str, tuple[Stamp, dict[str, frozenset[float | None]]]] = {}

    def look(self, recipe: Recipe) -> SeenFiles:
        """Look at all references of a recipe, those that are off too; what cannot be used is said in each."""
        return SeenFiles(
            {vibe.path: self.vibe(vibe.path) for vibe in recipe.vibes},
            {reference.path: self.picture(reference.path) for reference in recipe.precise_references},
        )

    def vibe(self, path: str) -> Seen:
        """A file as a vibe: a vibe file, a card, or a picture."""
        seen = self._look("vibe", path, _as_vibe)
        if seen.known.problem or not seen.known.picture:
            return seen
        bought = self._informations(seen.known.id)
        keys = {*seen.known.encoded, *bought}
        nothing: frozenset[float | None] = frozenset()
        encoded = {key: seen.known.encoded.get(key, nothing) | bought.get(key, nothing) for key in keys}
        return replace(seen, known=replace(seen.known, encoded=encoded))

    def picture(self, path: str) -> Seen:
        """A file as a precise reference: a picture, or the one in a vibe file."""
        return self._look("picture", path, _as_picture)

    def face(self, path: str) -> bytes:
        """The picture file to look at for a vibe: its picture, or what its file has for a small one.

        Raises:
            BadPicture, NoEntry, OSError: there is nothing to see.
        """
        data = self._sources.read(path)
        found = single(vibes_and_notes(data)[0])
        picture = (found[0].image or found[0].thumbnail) if found else data
        if picture is None and kind_of(data) == "png":
            return data
        if picture is None:
            raise BadPicture("there is no picture in the file, only an encoding")
        return picture

    def canvas(self, path: str, *, vibe: bool = False) -> bytes:
        """The picture as it will be sent: a precise reference on its canvas, or a V3 ``vibe`` on its own; a PNG file.

        Raises:
            BadPicture, NoEntry, OSError: it cannot be made.
        """
        if vibe:
            return prepare.png(prepare.vibe_canvas(open_picture(self.face(path))))
        return prepare.png(prepare.reference_canvas(open_picture(picture_in(self._sources.read(path)))))

    def _look(self, use: str, path: str, read: _Read) -> Seen:
        try:
            place = self._sources.place(path)
            told = place.stat()
            stamp = told.st_mtime_ns, told.st_size
            kept = self._seen.get((use, place))
            if kept is not None and kept[0] == stamp:
                return kept[1]
            seen = read(self._sources.read(path))
        except OSError as error:
            return Seen(Known(problem=error.strerror or "cannot be read"))
        except NoEntry as error:
            return Seen(Known(problem=str(error)))
        except BadPicture as error:
            seen = Seen(Known(problem=str(error)))
        self._remember((use, place), stamp, seen)
        return seen

    def _remember(self, key: tuple[str, Path], stamp: Stamp, seen: Seen) -> None:
        while len(self._seen) >= _KEPT:
            self._seen.pop(next(iter(self._seen)))
        self._seen[key] = stamp, seen

    def _informations(self, id: str) -> dict[str, frozenset[float | None]]:
        """For each model key what was bought of a picture."""
        try:
            told = self._sources.vibes.path(id).stat()
        except OSError:
            return {}
        stamp = told.st_mtime_ns, told.st_size
        kept = self._bought.get(id)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        vibe = self._sources.vibes.find(id)
        found = {key: informations(vibe, key) for key in vibe.encodings} if vibe is not None else {}
        self._bought[id] = stamp, found
        return found


def _as_vibe(data: bytes) -> Seen:
    found, notes = vibes_and_notes(data)
    vibe = (single(found) or [VibeFile(name="", image=data)])[0]
    encoded = {key: informations(vibe, key) for key in vibe.encodings}
    said = tuple(note.partition(": ")[2] or note for note in notes)
    if vibe.image is None:
        small = vibe.thumbnail or (thumbnail_of(data) if kind_of(data) == "png" else None)
        return Seen(Known(vibe.id, encoded), None, small, said)
    thumbnail = thumbnail_of(vibe.image)  # decoded whole: a damaged one should not be paid for
    return Seen(Known(vibe.id, encoded, picture=True), size_of(vibe.image), thumbnail, said)


def _as_picture(data: bytes) -> Seen:
    picture = picture_in(data)
    size = size_of(picture)
    return Seen(Known(picture=True), size, thumbnail_of(picture), canvas=prepare.canvas_size(*size))
