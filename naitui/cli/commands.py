"""Which function does which command. Its module is read when the command is given: none waits for the others' rooms."""

from __future__ import annotations

import argparse
from importlib import import_module

from naitui.settings import Settings

WITH_SETTINGS = {
    "doctor": "doctor:doctor",
    "keys": "keys:keys",
    "events": "events:events",
    "references": "references:references",
}
"""Module and function of what works also where the catalog does not."""
WITH_CATALOG = {
    "ablate": "ablate:ablate",
    "account": "account:account",
    "auth": "auth:auth",
    "bin": "bin:bin",
    "characters": "characters:characters",
    "enhance": "variants:variant",
    "expand": "words:words",
    "export": "find:export",
    "find": "find:find",
    "generate": "generate:generate",
    "history": "history:history",
    "label": "find:label",
    "models": "look:look",
    "pack": "packs:pack",
    "preset": "presets:preset",
    "price": "look:look",
    "queue": "queue:queue",
    "rate": "find:rate",
    "request": "look:look",
    "rerun": "rerun:rerun",
    "run": "runs:run",
    "show": "look:look",
    "styles": "words:words",
    "sweep": "sweep:sweep",
    "tags": "tags:tags",
    "tokens": "tokens:tokens",
    "tool": "tools:tool",
    "upscale": "tools:tool",
    "vary": "variants:variant",
    "vibe": "vibe:vibe",
    "wildcards": "words:words",
}
"""Those of all others; they are given the catalog too."""

WITHOUT_FILE = frozenset(("characters", "doctor", "history", "keys", "models", "preset", "references", "show"))
"""What depends on no setting, or shows what is there: a fault in ``config.toml`` is told, and they go on."""


def do(arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what a command says; the exit code.

    Raises:
        CatalogError: the user's own catalog cannot be used, and the command needs one.
    """
    name: str = arguments.command
    if name in WITH_SETTINGS:
        return _call(WITH_SETTINGS[name], arguments, settings)
    from naitui.novelai import load_catalog

    return _call(WITH_CATALOG[name], arguments, settings, load_catalog(settings.folders.catalog))


def _call(where: str, *given: object) -> int:
    module, _, function = where.partition(":")
    code: int = getattr(import_module(f"naitui.cli.{module}"), function)(*given)
    return code
