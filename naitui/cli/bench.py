"""Puts the studio's bench together: settings, catalog, service, and everything on disk. Imports the whole house."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from naitui.actions.keys_file import load_keys
from naitui.becoming import ready
from naitui.bench import Bench, Home
from naitui.cli.background import go_on
from naitui.cli.config import whole
from naitui.cli.places import (
    open_album,
    open_collection,
    open_history,
    open_ledger,
    open_queue,
    open_shelf,
    open_tags,
    open_vocabularies,
)
from naitui.cli.service import NoToken, open_service, service_for
from naitui.cli.studio import draft_file
from naitui.library.draft import Draft
from naitui.novelai import NovelAI, load_catalog
from naitui.opening import Become
from naitui.screens.look import Look
from naitui.settings import Reading
from naitui.settings.origin import Given
from naitui.settings.words import literal
from naitui.terminal import Protocol, Terminal


def open_bench(
    arguments: argparse.Namespace,
    reading: Reading,
    protocol: Protocol,
    terminal: Terminal,
    tell: Callable[[str], None],
) -> Become:
    """What an opening becomes the studio's program with; ``tell`` takes words about where the token was found.

    Raises:
        CatalogError, TokenError: what the user has written down cannot be used.
    """
    return ready(_bench(arguments, whole(reading), protocol, terminal, tell))


def _bench(
    arguments: argparse.Namespace,
    reading: Reading,
    protocol: Protocol,
    terminal: Terminal,
    tell: Callable[[str], None],
) -> Bench:
    settings, demo = reading.settings, arguments.command == "demo"
    catalog = load_catalog(settings.folders.catalog)
    services: list[NovelAI] = []
    secrets: list[SecretStr] = []
    with suppress(NoToken):  # the studio opens without one too
        services.append(open_service(arguments, settings, catalog, demo=demo, tell=tell, keep=secrets.append))

    def open_with(secret: SecretStr | None) -> NovelAI | None:
        if secret is None:
            return services.pop() if services else None
        secrets.append(secret)
        return service_for(arguments, settings, catalog, demo=demo)(secret)

    def hand_over(owner: str) -> None:
        go_on(arguments, settings, secrets[-1] if secrets else None, owner)

    return Bench(
        settings=settings,
        catalog=catalog,
        shelf=open_shelf(settings, catalog, settings.name, getattr(arguments, "out", None), demo=demo),
        album=open_album(settings, catalog, demo=demo),
        collection=open_collection(settings, demo=demo),
        ledger=open_ledger(settings, demo=demo),
        queue=open_queue(settings, demo=demo),
        tags=open_tags(settings, demo=demo),
        vocabularies=open_vocabularies(settings, catalog, demo=demo),
        history=open_history(settings, demo=demo),
        draft=Draft(draft_file(settings, demo=demo)),
        look=Look(protocol, terminal, settings.line_rate * 1000),
        demo=demo,
        open_service=open_with,
        hand_over=hand_over,
        home=Home(
            reading,
            _given(arguments),
            log_file=getattr(arguments, "plain_log", settings.log_file),
            greets=True,
            tour=getattr(arguments, "tour", False),
            open_demo=None if demo else partial(_bench, _as_demo(arguments), reading, protocol, terminal, tell),
        ),
        keys=load_keys(settings.folders.keys),
    )


def _given(arguments: argparse.Namespace) -> Given:
    """The settings that the command line decides."""
    options = {"pictures": ("out", "--out"), "images": ("images", "--images"), "log_file": ("plain_log", "--plain-log")}
    found: dict[str, Path | str | None] = {key: getattr(arguments, name, None) for key, (name, _) in options.items()}
    return Given({key: (literal(value), options[key][1]) for key, value in found.items() if value is not None})


def _as_demo(arguments: argparse.Namespace) -> argparse.Namespace:
    """The same run on the demo service, as ``naitui demo`` without further options."""
    demo = {"command": "demo", "pace": 1.0, "fault": None, "demo_tier": "opus", "demo_anlas": None, "tour": True}
    return argparse.Namespace(**{**vars(arguments), **demo})
