"""``naitui tool`` and ``naitui upscale``: the director tools and upscaling, a picture in and pictures out."""

from __future__ import annotations

import argparse
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from pathlib import Path

from PIL.Image import Image as Picture

from naitui.cli.places import open_shelf
from naitui.cli.single import Order, carry_out
from naitui.library.names import DEFAULT_PATTERN, MAX_NAME, safe
from naitui.novelai import (
    Catalog,
    Image,
    NovelAI,
    Refused,
    Request,
    tool_quote,
    tool_request,
    upscale_quote,
    upscale_request,
)
from naitui.pictures.decode import open_picture
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.limits import MAX_FILE_BYTES
from naitui.pictures.prepare import png, tool_picture
from naitui.recipe import Problem
from naitui.settings import Settings

ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def tool(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Send a picture through a director tool; the exit code."""
    name, path = arguments.name, arguments.picture
    _, image = read_picture(path)
    ready = tool_picture(image)
    options = {"prompt": arguments.prompt, "mood": arguments.mood, "defry": arguments.defry}
    request = tool_request(name, png(ready), catalog, **options)
    results = catalog.tools.kinds[name].results
    names = [f"{stem_of(path)}-{name}-{result}" if result else f"{stem_of(path)}-{name}" for result in results]
    folder = _folder(arguments, settings)
    order = Order(
        title=f"{name} of {path.name}",
        path=request.path,
        body=request.body,
        folder=folder,
        quote=partial(tool_quote, name, *ready.size, catalog),
        answer=lambda service: _pictures(service, request, folder, names),
    )
    return carry_out(arguments, order, settings, catalog)


def upscale(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Enlarge a picture; the exit code. The file is sent as it is: what is written in it comes back in the answer."""
    path = arguments.picture
    data, image = read_picture(path)
    request = upscale_request(data, catalog)
    folder = _folder(arguments, settings)
    order = Order(
        title=f"upscaling {path.name}",
        path=request.path,
        body=request.body,
        folder=folder,
        quote=lambda standing: upscale_quote(*image.size, catalog),
        answer=lambda service: _pictures(service, request, folder, [f"{stem_of(path)}-upscale"]),
    )
    return carry_out(arguments, order, settings, catalog)


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


def _folder(arguments: argparse.Namespace, settings: Settings) -> Path:
    """Where results go: beside the pictures of generations."""
    return open_shelf(settings, DEFAULT_PATTERN, getattr(arguments, "out", None), demo=arguments.demo).pictures


async def _pictures(
    service: NovelAI, request: Request, folder: Path, names: list[str]
) -> AsyncGenerator[tuple[Path, bytes], None]:
    """The pictures of an answer with their places; those in front of a damaged one are given too."""
    async with aclosing(service.stream(request)) as events:
        async for event in events:
            if isinstance(event, Image):
                name = names[event.sample] if event.sample < len(names) else f"{names[-1]}-{event.sample + 1}"
                yield folder / f"{name}.{ENDINGS.get(kind_of(event.data), 'bin')}", event.data
