"""What a picture was made of, for the commands that make it once more."""

from __future__ import annotations

from pathlib import Path

from naitui.cli.exits import say
from naitui.library.again import Again, NothingKnown, again
from naitui.novelai import Catalog
from naitui.pictures.errors import BadPicture


def recalled(path: Path, catalog: Catalog) -> Again | None:
    """Read it and say what it cannot give back; None, after saying why, when it gives back nothing."""
    try:
        found = again(path, catalog)
    except (NothingKnown, BadPicture) as error:
        say(f"{path}: {error}")
        return None
    except OSError as error:
        say(f"{path}: {error.strerror}")
        return None
    for lost in found.lost:
        say(f"note: the picture cannot give back {lost}")
    return found
