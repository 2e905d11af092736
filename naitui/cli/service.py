"""Which service the commands talk to: NovelAI, or the demo. The only place that chooses."""

from __future__ import annotations

import argparse

from naitui.novelai import Catalog, NovelAI
from naitui.settings import Settings
from naitui.token import find_token

TIERS = {"none": 0, "tablet": 1, "scroll": 2, "opus": 3}


class NoToken(Exception):
    """There is no token anywhere."""


def open_service(arguments: argparse.Namespace, settings: Settings, catalog: Catalog, *, demo: bool) -> NovelAI:
    """The client for this run.

    Raises:
        NoToken: NovelAI is meant and no token was found.
        TokenError: a token source cannot be used.
        ValueError: no such fault.
    """
    if demo:
        return _demo(arguments, settings, catalog)
    token = find_token(getattr(arguments, "token_file", None), settings.folders.token)
    if token is None:
        raise NoToken
    return NovelAI(token.secret, host=settings.host, deadline=settings.deadline)


def _demo(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> NovelAI:
    from naitui.demo import DEMO_TOKEN, DemoAccount, DemoTransport, FaultPlan

    fault = FaultPlan.parse(arguments.fault) if arguments.fault else None
    account = DemoAccount(tier=TIERS[arguments.demo_tier])
    if arguments.demo_anlas is not None:
        account.fixed_anlas, account.purchased_anlas = max(0, arguments.demo_anlas), 0
    transport = DemoTransport(account, pace=max(0.0, arguments.pace), fault=fault, catalog=catalog)
    return NovelAI(DEMO_TOKEN, transport=transport, deadline=settings.deadline)


NO_TOKEN = (
    "no token: set NOVELAI_TOKEN, give --token-file, or put a persistent token into {path} (mode 600); "  # noqa: S105
    "without an account, try: naitui demo"
)
