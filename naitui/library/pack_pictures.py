"""Pictures and vibe files as they may be given away: the pixels and the encodings alone."""

from __future__ import annotations

from dataclasses import replace

from naitui.library.export import stripped
from naitui.library.vibes import vibes_in
from naitui.pictures.errors import BadPicture
from naitui.pictures.thumbnails import thumbnail_of
from naitui.pictures.vibes import VibeFile, write_bundle, write_vibe


def bare_picture(data: bytes) -> tuple[bytes, str]:
    """A picture or vibe file that gives nothing away but its pixels and encodings, and its ending.

    Raises:
        BadPicture: it is neither.
    """
    vibes = [_bare_vibe(vibe) for vibe in vibes_in(data)]
    if len(vibes) == 1:
        return write_vibe(vibes[0]), ".naiv4vibe"
    if vibes:
        return write_bundle(vibes), ".naiv4vibebundle"
    return stripped(data), ".png"


def _bare_vibe(vibe: VibeFile) -> VibeFile:
    if vibe.image is None:
        return replace(vibe, thumbnail=_bare_thumbnail(vibe.thumbnail))
    image = stripped(vibe.image)
    return replace(vibe, image=image, thumbnail=thumbnail_of(image))


def _bare_thumbnail(thumbnail: bytes | None) -> bytes | None:
    if thumbnail is None:
        return None
    try:
        return thumbnail_of(stripped(thumbnail))
    except BadPicture:
        return None
