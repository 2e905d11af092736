"""``naitui account`` and ``naitui tags QUERY``: questions that cost nothing."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TypeVar

from naitui.cli.exits import DONE, code_for, say, say_failure
from naitui.cli.printing import print_json, print_line
from naitui.cli.service import NoToken, open_service, service_for
from naitui.novelai import (
    Catalog,
    Information,
    NovelAI,
    NovelAIError,
    Subscription,
    user_information,
)
from naitui.novelai.errors import clean
from naitui.settings import Settings

_T = TypeVar("_T")


def account(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print tier, balance and allowance, or what the jobs cost; the exit code. The user's e-mail is never printed."""
    if arguments.ledger:
        from naitui.cli.ledger import ledger

        return ledger(arguments, settings, catalog)
    service = open_service(arguments, settings, catalog, demo=arguments.demo)
    return _ask(service, _read, lambda found: _print_account(arguments, *found, catalog))


def suggest(arguments: argparse.Namespace, query: str, settings: Settings, catalog: Catalog) -> int:
    """Print the tags that NovelAI suggests for a piece of text; the exit code. Works without a token."""
    try:
        service = open_service(arguments, settings, catalog, demo=arguments.demo)
    except NoToken:
        service = service_for(arguments, settings, catalog, demo=False)(None)
    model = arguments.model or catalog.default

    async def suggested(service: NovelAI) -> list[dict[str, object]]:
        return await service.suggest_tags(model, query, arguments.lang)

    return _ask(service, suggested, lambda found: _print_tags(arguments, found))


def _ask(service: NovelAI, question: Callable[[NovelAI], Awaitable[_T]], tell: Callable[[_T], None]) -> int:
    """One question; the exit code."""

    async def run() -> _T:
        async with service:
            return await question(service)

    try:
        found = asyncio.run(run())
    except NovelAIError as error:
        say_failure(error)
        return code_for(error)
    tell(found)
    return DONE


async def _read(service: NovelAI) -> tuple[Subscription, Information | None]:
    subscription = await service.subscription()
    try:
        return subscription, await user_information(service)
    except NovelAIError as error:  # nice to have; the balance is what was asked for
        say(f"note: more about the account cannot be read: {error}")
        return subscription, None


def _print_account(
    arguments: argparse.Namespace, account: Subscription, information: Information | None, catalog: Catalog
) -> None:
    if arguments.json:
        print_json(_document(account, information, catalog))
        return
    tier = catalog.tier_name(account.tier)
    until = f" until {_day(account.expires_at)}" if account.expires_at else ""
    state = f"active{until}" if account.active else "not active"
    print_line(f"{tier}, {state}{', in its grace period' if account.grace else ''}")
    print_line(
        f"{account.anlas:,} Anlas ({account.fixed_anlas:,} of the subscription, {account.purchased_anlas:,} bought)"
    )
    left = account.allowance
    if left is not None:
        refill = f", {left.refill_per_day:g} % come back a day" if left.refill_per_day is not None else ""
        print_line(
            f"V5 allowance: {left.percent:g} %, about {left.pictures_left:,} pictures "
            f"({left.medium_pictures_left:,} with Medium effort){refill}"
        )
        if left.spent or left.low:
            print_line(
                "The V5 allowance is spent: V5 pictures cost Anlas." if left.spent else "The V5 allowance is low."
            )
    if information is not None and information.banned:
        print_line(f"NovelAI reports a ban: {information.ban_status} {information.ban_message or ''}".rstrip())


def _document(account: Subscription, information: Information | None, catalog: Catalog) -> dict[str, object]:
    left = account.allowance
    known = asdict(information) if information is not None else None
    if known is not None:
        del known["email"]
    return {
        "tier": account.tier,
        "tier_name": catalog.tier_name(account.tier),
        "active": account.active,
        "grace": account.grace,
        "expires_at": account.expires_at,
        "anlas": account.anlas,
        "fixed_anlas": account.fixed_anlas,
        "purchased_anlas": account.purchased_anlas,
        "allowance": left
        and {
            "percent": left.percent,
            "spent": left.spent,
            "low": left.low,
            "refill_per_day": left.refill_per_day,
            "pictures_left": left.pictures_left,
            "medium_pictures_left": left.medium_pictures_left,
        },
        "information": known,
    }


def _print_tags(arguments: argparse.Namespace, found: list[dict[str, object]]) -> None:
    if arguments.json:
        print_json(found)
        return
    for entry in found:
        if "en_tag" in entry:
            print_line(f"{clean(str(entry['en_tag']))}\t{clean(str(entry.get('jp_tag', '')))}")
        elif "tag" in entry:
            print_line(f"{clean(str(entry['tag']))}\t{clean(str(entry.get('count', '')))}")


def _day(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
    except (ValueError, OverflowError, OSError):  # further away than calendars go
        return "?"
