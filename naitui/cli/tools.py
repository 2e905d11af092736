"""``naitui tool`` and ``naitui upscale``: the director tools and upscaling, a picture in and pictures out."""

from __future__ import annotations

import argparse

from naitui.cli.places import open_shelf
from naitui.cli.session import carry_out
from naitui.jobs import Plan
from naitui.jobs.calls import call_task, checked
from naitui.library.calls import UPSCALE, Call
from naitui.library.inputs import look_at
from naitui.library.names import DEFAULT_PATTERN
from naitui.novelai import Catalog
from naitui.settings import Settings


def tool(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Send a picture through a director tool, or enlarge it; the exit code."""
    if arguments.command == "upscale":
        call = Call(UPSCALE)
    else:
        call = Call(arguments.name, arguments.prompt, arguments.mood, arguments.defry)
    call, given = checked(call, catalog), look_at(arguments.picture)
    # results go beside the pictures of generations
    shelf = open_shelf(settings, DEFAULT_PATTERN, getattr(arguments, "out", None), demo=arguments.demo)
    task = call_task(call, given, shelf.pictures, catalog)
    return carry_out(arguments, settings, catalog, shelf, lambda standing: Plan.single(task, catalog, standing))
