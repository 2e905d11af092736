"""The encodings that were paid for, one vibe file for each picture: whoever needs one again does not pay again.

The files are NovelAI's own (`.naiv4vibe`), named by the picture's id, so they can be copied, and imported on the page.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from naitui.library.files import write_whole
from naitui.library.work import VibeCall
from naitui.pictures.errors import BadPicture, NoVibe
from naitui.pictures.kinds import kind_of
from naitui.pictures.thumbnails import thumbnail_of
from naitui.pictures.vibes import Encoding, VibeFile, encoding_for, merged, params_key, read_vibes, write_vibe
from naitui.recipe import Vibe

ENDING = ".naiv4vibe"


class VibeStore:
    """A folder of vibe files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, id: str) -> Path:
        """Where the vibe with this id lies, or would lie."""
        return self.folder / f"{id}{ENDING}"

    def find(self, id: str) -> VibeFile | None:
        """The vibe with this id; None when it is not here, or damaged."""
        try:
            [vibe], _ = read_vibes(self.path(id).read_bytes())
        except (OSError, BadPicture, ValueError):
            return None
        return vibe

    def encoding(self, id: str, model_key: str, information: float) -> bytes | None:
        """The encoding of a picture for a model and an information extracted, when it was bought before."""
        vibe = self.find(id)
        return encoding_for(vibe, model_key, information) if vibe is not None else None

    def add(self, work: VibeCall, data: bytes) -> Path:
        """Keep an encoding beside those that the picture has already; where.

        Raises:
            OSError: it cannot be written; what was there is untouched.
        """
        id = work.vibe.id
        path = self.path(id)
        with self._alone():
            known = self.find(id)
            if known is None and path.exists():
                path.replace(path.with_suffix(".damaged"))
            write_whole(path, write_vibe(with_encoding(known or work.vibe, work, data)))
        return path

    def keep(self, vibe: VibeFile) -> Path:
        """Keep the encodings of a vibe that came from elsewhere beside those that its picture has already; where.

        Raises:
            OSError: they cannot be written; what was there is untouched.
        """
        path = self.path(vibe.id)
        with self._alone():
            known = self.find(vibe.id)
            if known is None and path.exists():
                path.replace(path.with_suffix(".damaged"))
            write_whole(path, write_vibe(merged(known, vibe) if known else vibe))
        return path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two programs that add to the same vibe must not undo each other."""
        self.folder.mkdir(parents=True, exist_ok=True)
        file = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)


def vibes_in(data: bytes) -> list[VibeFile]:
    """The vibes of a file, a bundle or a picture card; a plain picture holds none.

    Raises:
        BadPicture: it is a vibe file or a card, but a damaged one.
    """
    return vibes_and_notes(data)[0]


def vibes_and_notes(data: bytes) -> tuple[list[VibeFile], list[str]]:
    """`vibes_in`, and what was odd about them, one sentence each."""
    if kind_of(data) not in ("json", "png"):
        return [], []
    try:
        return read_vibes(data)
    except NoVibe:
        return [], []


def single(vibes: list[VibeFile]) -> list[VibeFile]:
    """The vibes of a file that is used as one vibe: none or one.

    Raises:
        BadPicture: there are several, and which one is meant nobody knows.
    """
    if len(vibes) > 1:
        raise BadPicture(f"it holds {len(vibes)} vibes; naitui vibe import FILE takes each into the collection")
    return vibes


def picture_in(data: bytes) -> bytes:
    """The picture file that some bytes are, or that the vibe file holds which they are.

    Raises:
        BadPicture: a vibe file that is damaged, or holds no picture or several vibes.
    """
    if kind_of(data) != "json":
        return data
    [vibe] = single(read_vibes(data)[0])
    if vibe.image is None:
        raise BadPicture("the vibe file holds no picture")
    return vibe.image


def with_encoding(vibe: VibeFile, work: VibeCall, data: bytes) -> VibeFile:
    """The vibe with what the encoder made of it, ready to be chosen in the same way."""
    params = {"information_extracted": work.information}
    of_model = {**vibe.encodings.get(work.model_key, {}), params_key(params): Encoding(data, params)}
    return replace(
        vibe,
        encodings={**vibe.encodings, work.model_key: of_model},
        thumbnail=vibe.thumbnail or _thumbnail(vibe.image),
        created_at=vibe.created_at or int(time.time() * 1000),
        import_info={"model": work.model, **params, "strength": Vibe.model_fields["strength"].default},
    )


def _thumbnail(image: bytes | None) -> bytes | None:
    if image is None:
        return None
    try:
        return thumbnail_of(image)
    except BadPicture:
        return None  # the encoding is paid for, whatever a later look at the picture says
