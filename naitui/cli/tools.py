"""``naitui tool`` and ``naitui upscale``: the director tools and upscaling, a picture in and pictures out."""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL.Image import Image as Picture

from naitui.cli.places import open_shelf
from naitui.cli.session import carry_out
from naitui.jobs import Plan, Tool
from naitui.library import Shelf
from naitui.library.names import DEFAULT_PATTERN, MAX_NAME, safe
from naitui.novelai import Catalog, Refused, tool_request, upscale_request
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.prepare import png, tool_picture
from naitui.recipe import Problem
from naitui.settings import Settings


def tool(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Send a picture through a director tool; the exit code."""
    name, path = arguments.name, arguments.picture
    _, image = read_picture(path)
    ready = tool_picture(image)
    options = {"prompt": arguments.prompt, "mood": arguments.mood, "defry": arguments.defry}
    request = tool_request(name, png(ready), catalog, **options)
    kind = catalog.tools.kinds[name]
    shelf = _shelf(arguments, settings)
    names = [f"{stem_of(path)}-{name}-{result}" if result else f"{stem_of(path)}-{name}" for result in kind.results]
    places = tuple(shelf.pictures / one for one in names)
    task = Tool(f"{name} of {path.name}", request, ready.size, places, name)
    return carry_out(arguments, settings, catalog, shelf, lambda standing: Plan.single(task, catalog, standing))


def upscale(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Enlarge a picture; the exit code. The file is sent as it is: what is written in it comes back in the answer."""
    path = arguments.picture
    data, image = read_picture(path)
    request = upscale_request(data, catalog)
    shelf = _shelf(arguments, settings)
    places = (shelf.pictures / f"{stem_of(path)}-upscale",)
    task = Tool(f"upscaling {path.name}", request, image.size, places, model=str(request.body["model"]))
    return carry_out(arguments, settings, catalog, shelf, lambda standing: Plan.single(task, catalog, standing))


def read_picture(path: Path) -> tuple[bytes, Picture]:
    """A picture file and the picture in it, decoded whole: a damaged one should not be paid for.

    Raises:
        Refused: it cannot be read, or is no picture.
    """
    data = read_file(path)
    try:
        return data, open_picture(data)
    except BadPicture as error:
        raise Refused([Problem(("picture",), f"{path}: {error}")]) from None


def read_file(path: Path) -> bytes:
    """The bytes of a file, up to more than any reader takes.

    Raises:
        Refused: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Refused([Problem(("picture",), f"{path}: {error.strerror or 'cannot be read'}")]) from None


def stem_of(path: Path) -> str:
    """A file's name without its ending, safe in another name and short enough for what is added to it."""
    stem = safe(path.stem)
    while len(stem.encode(errors="replace")) > MAX_NAME:  # file systems count bytes
        stem = stem[:-1]
    return stem or "picture"


def _shelf(arguments: argparse.Namespace, settings: Settings) -> Shelf:
    """Results go beside the pictures of generations."""
    return open_shelf(settings, DEFAULT_PATTERN, getattr(arguments, "out", None), demo=arguments.demo)
