"""Which service the commands talk to: NovelAI, or the demo. The only place that chooses."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

from pydantic import SecretStr

from naitui.cli.exits import say
from naitui.novelai import Catalog, NovelAI
from naitui.settings import Settings
from naitui.tokens.finding import find_token

TIERS = {"none": 0, "tablet": 1, "scroll": 2, "opus": 3}


class NoToken(Exception):
    """There is no token anywhere."""


def open_service(
    arguments: argparse.Namespace,
    settings: Settings,
    catalog: Catalog,
    *,
    demo: bool,
    tell: Callable[[str], None] = say,
    keep: Callable[[SecretStr], None] = lambda secret: None,
) -> NovelAI:
    """The client for this run; ``tell`` takes a word about where the token was found, ``keep`` the token.

    Raises:
        NoToken: NovelAI is meant and no token was found.
        TokenError: a token source cannot be used.
        ValueError: no such fault.
    """
    if demo:
        from naitui.demo import DEMO_TOKEN

        return service_for(arguments, settings, catalog, demo=True)(SecretStr(DEMO_TOKEN))
    token = find_token(getattr(arguments, "token_file", None), settings.folders.token, settings.token_command)
    if token is None:
        raise NoToken
    if token.note:
        tell(f"note: {token.note}; using {token.source}")
    keep(token.secret)
    return service_for(arguments, settings, catalog, demo=False)(token.secret)


def service_for(
    arguments: argparse.Namespace, settings: Settings, catalog: Catalog, *, demo: bool
) -> Callable[[SecretStr | None], NovelAI]:
    """What makes a client for a token, or for none; all of them talk to the same service.

    Raises:
        ValueError: no such fault.
    """
    client = partial(NovelAI, deadline=settings.deadline, multipart=settings.transport == "multipart")
    if not demo:
        return partial(client, host=settings.host)
    from naitui.demo import DemoAccount, DemoTransport, FaultPlan

    fault = FaultPlan.parse(arguments.fault) if arguments.fault else None
    account = DemoAccount(tier=TIERS[arguments.demo_tier])
    if arguments.demo_anlas is not None:
        account.fixed_anlas, account.purchased_anlas = max(0, arguments.demo_anlas), 0
    transport = DemoTransport(account, pace=max(0.0, arguments.pace), fault=fault, catalog=catalog)
    return partial(client, transport=transport)


def page_service(settings: Settings, host: str, *, demo: bool) -> NovelAI:
    """A client for NovelAI's pages instead of its image service, without a token."""
    if not demo:
        return NovelAI(None, host=host, deadline=settings.deadline)
    from naitui.demo import DemoTransport

    return NovelAI(None, host=host, transport=DemoTransport(pace=0.0))


NO_TOKEN = (
    "no token: run naitui auth set, set NOVELAI_TOKEN, give --token-file, "  # noqa: S105 - words
    "or put a persistent token into {path} (mode 600); "
    "without an account, try: naitui demo"
)
