"""``naitui tool`` and ``naitui upscale``: the director tools and upscaling, a picture in and pictures out."""

from __future__ import annotations

import argparse

from naitui.cli.pictures import read_picture, stem_of
from naitui.cli.places import open_shelf
from naitui.cli.session import carry_out
from naitui.jobs import Plan, Tool
from naitui.library import Shelf
from naitui.library.names import DEFAULT_PATTERN
from naitui.novelai import Catalog, tool_request, upscale_request
from naitui.pictures.prepare import png, tool_picture
from naitui.settings import Settings


def tool(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Send a picture through a director tool; the exit code."""
    name, path = arguments.name, arguments.picture
    _, image = read_picture(path)
    ready = tool_picture(image)
    options = {"prompt": arguments.prompt, "mood": arguments.mood, "defry": arguments.defry}
    request = tool_request(name, png(ready), catalog, **options)
    kind = catalog.tools.kinds[name]
    shelf = _shelf(arguments, settings, catalog)
    names = [f"{stem_of(path)}-{name}-{result}" if result else f"{stem_of(path)}-{name}" for result in kind.results]
    places = tuple(shelf.pictures / one for one in names)
    task = Tool(f"{name} of {path.name}", request, ready.size, places, name)
    return carry_out(arguments, settings, catalog, shelf, lambda standing: Plan.single(task, catalog, standing))


def upscale(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Enlarge a picture; the exit code. The file is sent as it is: what is written in it comes back in the answer."""
    path = arguments.picture
    data, image = read_picture(path)
    request = upscale_request(data, catalog)
    shelf = _shelf(arguments, settings, catalog)
    places = (shelf.pictures / f"{stem_of(path)}-upscale",)
    task = Tool(f"upscaling {path.name}", request, image.size, places, model=str(request.body["model"]))
    return carry_out(arguments, settings, catalog, shelf, lambda standing: Plan.single(task, catalog, standing))


def _shelf(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> Shelf:
    """Results go beside the pictures of generations."""
    return open_shelf(settings, catalog, DEFAULT_PATTERN, getattr(arguments, "out", None), demo=arguments.demo)
