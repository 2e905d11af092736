"""The command line's front: reads arguments and settings, hands over to a command, turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from naitui.cli.codes import SIGNAL
from naitui.cli.documents import DOCUMENTS, document
from naitui.cli.parser import build_parser
from naitui.first_frame import STUDIO
from naitui.tokens.tracebacks import hide_tokens_in_tracebacks

if TYPE_CHECKING:  # --help, --version and the studio's first frame load nothing heavy
    import argparse

    from naitui.first_frame import Start
    from naitui.novelai import Catalog
    from naitui.settings import Settings


def run(argv: Sequence[str], start: Start | None = None) -> int:
    """Run one command; the exit code. ``start`` is what the studio will find on the screen."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "true")  # else it looks into every package that is installed
    arguments = build_parser(studio_alone=list(argv) in STUDIO).parse_args(argv)
    # words behind -- are never the name of an action; argparse does not tell where it stood
    arguments.behind = len(argv) - 1 - list(argv).index("--") if "--" in argv else 0
    if isinstance(sys.stdout, io.TextIOWrapper):
        # recipes are read as UTF-8, whatever the locale; so they are written as UTF-8
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    hide_tokens_in_tracebacks()
    try:
        code = _dispatch(arguments, start)
        print(end="", flush=True)  # noqa: T201 - so that a reader that has gone is noticed here and not at the very end
        return code
    except KeyboardInterrupt:
        return SIGNAL + 2
    except Exception as error:
        from naitui.cli.failures import told

        failed = told(error)
        if failed is None:
            raise
        return failed


def _dispatch(arguments: argparse.Namespace, start: Start | None) -> int:
    if arguments.command in (None, "demo"):
        from naitui.cli.studio import open_studio

        try:
            return open_studio(arguments, start)
        finally:
            if start is not None:
                start.take_back()  # a message that follows is for the shell's screen
    if arguments.command in DOCUMENTS:
        return document(arguments)
    from naitui.tokens.logs import hide_tokens_in_logs

    hide_tokens_in_logs()
    if arguments.command == "config":  # also where the settings cannot be used
        from naitui.cli.config import config

        return config(arguments)
    from naitui.settings import load_settings

    settings = load_settings(getattr(arguments, "config", None))
    if arguments.command == "doctor":  # works also where the catalog does not
        from naitui.cli.doctor import doctor

        return doctor(arguments, settings)
    if arguments.command == "keys":
        from naitui.cli.keys import keys

        return keys(arguments, settings)
    if arguments.command == "events":
        from naitui.cli.events import events

        return events(arguments, settings)
    from naitui.novelai import load_catalog

    catalog = load_catalog(settings.folders.catalog)
    match arguments.command:
        case "generate":
            return _make(arguments, settings, catalog)
        case "run":
            from naitui.cli.runs import run as run_recipes

            return run_recipes(arguments, settings, catalog)
        case "sweep":
            from naitui.cli.sweep import sweep

            return sweep(arguments, settings, catalog)
        case "ablate":
            from naitui.cli.ablate import ablate

            return ablate(arguments, settings, catalog)
        case "rerun":
            from naitui.cli.rerun import rerun

            return rerun(arguments, settings, catalog)
        case "request" | "price" | "show" | "models":
            return _look(arguments, settings, catalog)
        case "expand" | "styles" | "wildcards":
            from naitui.cli import words

            return words.words(arguments, settings, catalog)
        case "characters":
            from naitui.cli.characters import characters

            return characters(arguments, settings, catalog)
        case "bin":
            from naitui.cli.bin import bin

            return bin(arguments, settings, catalog)
        case "find" | "rate" | "label" | "export":
            from naitui.cli import find

            commands = {one.__name__: one for one in (find.find, find.rate, find.label, find.export)}
            return commands[arguments.command](arguments, settings, catalog)
        case "preset":
            from naitui.cli.presets import preset

            return preset(arguments, settings, catalog)
        case "pack":
            from naitui.cli.packs import pack

            return pack(arguments, settings, catalog)
        case "history":
            from naitui.cli.history import history

            return history(arguments, settings, catalog)
        case "tool" | "upscale":
            from naitui.cli.tools import tool

            return tool(arguments, settings, catalog)
        case "enhance" | "vary":
            from naitui.cli.variants import variant

            return variant(arguments, settings, catalog)
        case "vibe":
            from naitui.cli.vibe import vibe

            return vibe(arguments, settings, catalog)
        case "references":
            from naitui.cli.references import references

            return references(arguments, settings)
        case "account" if arguments.ledger:
            from naitui.cli.ledger import ledger

            return ledger(arguments, settings, catalog)
        case "account":
            from naitui.cli.account import account

            return account(arguments, settings, catalog)
        case "queue":
            from naitui.cli.queue import queue

            return queue(arguments, settings, catalog)
        case "tags":
            from naitui.cli.tags import tags

            return tags(arguments, settings, catalog)
        case "tokens":
            from naitui.cli.tokens import tokens

            return tokens(arguments, settings, catalog)
        case "auth":
            from naitui.cli.auth import auth

            return auth(arguments, settings, catalog)
    raise AssertionError(arguments.command)


def _make(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    from naitui.cli.recipes import base_of, recipe_from_arguments
    from naitui.cli.send import send

    base = None
    if arguments.preset is not None:
        from naitui.cli.presets import recipe_of_preset

        base = recipe_of_preset(arguments.preset, settings, catalog)
    recipe = recipe_from_arguments(arguments, catalog, settings.folders.characters, base)
    return send(arguments, recipe, base_of(arguments), settings, catalog)


def _look(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    from naitui.cli import look

    looks: dict[str, Callable[[], int]] = {
        "request": lambda: look.show_request(arguments, settings, catalog),
        "price": lambda: look.show_price(arguments, settings, catalog),
        "show": lambda: look.show_picture(arguments, catalog),
        "models": lambda: look.show_models(arguments, catalog),
    }
    return looks[arguments.command]()
