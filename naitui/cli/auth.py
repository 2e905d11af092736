"""``naitui auth``: keep a token, say where it comes from, forget it, get one with e-mail and password.

Nothing here ever writes a token or a password to stdout or stderr, or takes one as an argument.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from naitui.cli.asking import ask_line, ask_secret
from naitui.cli.exits import DONE, FAILED, TOKEN, USAGE, code_for, say
from naitui.cli.printing import print_json, print_line
from naitui.cli.service import NoToken, service_for
from naitui.novelai import Catalog, NovelAI, NovelAIError, Subscription
from naitui.novelai.errors import Conflict, TokenRefused, clean
from naitui.novelai.login import LoginUnavailable, require_argon2
from naitui.novelai.session import create_persistent_token, hidden, login
from naitui.settings import Settings
from naitui.tokens import environment, file, ring
from naitui.tokens.finding import Token, find_token
from naitui.tokens.secret import TokenError, is_token

TIERS = ("Paper", "Tablet", "Scroll", "Opus")
Opener = Callable[[SecretStr | None], NovelAI]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where this run keeps a token; the demo has places of its own."""

    path: Path
    entry: str
    in_keyring: bool

    def prepare(self) -> None:
        """Find out whether it can be kept, before anybody types anything or makes a token that would be lost."""
        if self.in_keyring:
            ring.check_keyring()
        else:
            file.prepare_folder(self.path)

    def keep(self, secret: SecretStr) -> str:
        """Keep it; where that is, in words."""
        if self.in_keyring:
            return f"in the {ring.keep_in_keyring(secret, self.entry)}"
        file.keep_in_file(self.path, secret)
        return f"in {self.path}, which only you can read; it is not encrypted"


def auth(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """One of the four actions; the exit code."""
    if arguments.given:
        say("tokens, e-mails and passwords are asked for and never given as arguments, where others can see them")
        return USAGE
    folders, demo = settings.folders, arguments.demo
    path = folders.state / "demo" / "token" if demo else folders.token
    place = _Place(path, "demo token" if demo else ring.ENTRY, getattr(arguments, "keyring", False))
    opener = service_for(arguments, settings, catalog, demo=demo)
    match arguments.action:
        case "set":
            return _set(arguments, settings, place, opener)
        case "status":
            return _status(arguments, settings, place, opener)
        case "clear":
            return _clear(settings, place)
        case _:
            return _login(arguments, settings, place, opener)


def _set(arguments: argparse.Namespace, settings: Settings, place: _Place, opener: Opener) -> int:
    before = _earlier(settings)
    if not _can_keep(place):
        return FAILED
    secret = ask_line("Token")
    if not is_token(secret.get_secret_value()):
        raise TokenError("that is no token: it should be one word of plain characters; nothing was kept")
    if not arguments.no_check:
        try:
            account = asyncio.run(_read_account(opener, secret))
        except NovelAIError as error:
            if not isinstance(error, TokenRefused):
                error.advice = "To keep it unchecked there is --no-check."
            return _failed(error, secret)
        say(f"NovelAI takes it: {_in_words(account)}")
    return _keep(place, secret, before)


def _login(arguments: argparse.Namespace, settings: Settings, place: _Place, opener: Opener) -> int:
    if arguments.replace and not arguments.persistent:
        say("--replace goes with --persistent")
        return USAGE
    before = _earlier(settings)
    try:
        require_argon2()
    except LoginUnavailable as error:
        say(str(error))
        return FAILED
    if not _can_keep(place):
        return FAILED
    email, password = ask_line("E-mail"), ask_secret("Password")
    if not email.get_secret_value() or not password.get_secret_value():
        raise TokenError("an e-mail and a password are needed; nothing was sent")
    try:
        secret = asyncio.run(_new_token(arguments, opener, email, password))
    except NovelAIError as error:
        if isinstance(error, Conflict):
            error.advice += " Leave out --persistent to keep the login, or end the present token with --replace."
        return _failed(error, email, password)
    say("a persistent token" if arguments.persistent else "a login, good for about 30 days")
    return _keep(place, secret, before)


async def _new_token(arguments: argparse.Namespace, opener: Opener, email: SecretStr, password: SecretStr) -> SecretStr:
    async with opener(None) as service:
        token = await login(service, email.get_secret_value(), password)
    if not arguments.persistent:
        return token
    async with opener(token) as service:
        try:
            return await create_persistent_token(service, arguments.replace)
        except NovelAIError as error:
            raise hidden(error, token) from None


def _can_keep(place: _Place) -> bool:
    try:
        place.prepare()
    except TokenError as error:
        say(str(error))
        return False
    return True


def _keep(place: _Place, secret: SecretStr, before: str) -> int:
    """Keep it, say where, and what would be used instead of it."""
    try:
        say(f"the token is kept {place.keep(secret)}")
    except TokenError as error:
        say(str(error))
        return FAILED
    if place.in_keyring and os.path.lexists(place.path):
        say(f"note: {place.path} is still there; it is used when the keyring is locked")
    if not place.in_keyring and not before:
        before = _in_keyring(place)
    if before:
        say(f"note: {before} comes before it and is used instead")
    return DONE


def _earlier(settings: Settings) -> str:
    """The place that is asked before those that ``auth`` can write, in words; the environment is emptied."""
    token = environment.take_from_environment()
    if named := os.environ.get(environment.FILE_VARIABLE):
        return f"${environment.FILE_VARIABLE} ({named})"
    return token.source if token else "token_command of the settings" if settings.token_command else ""


def _in_keyring(place: _Place) -> str:
    try:
        token = ring.read_from_keyring(place.entry)
    except TokenError:
        return ""
    return f"the one in the {token.source}" if token else ""


def _status(arguments: argparse.Namespace, settings: Settings, place: _Place, opener: Opener) -> int:
    named = getattr(arguments, "token_file", None)
    token = find_token(named, place.path, settings.token_command, entry=place.entry)
    if token is None and not arguments.json:
        raise NoToken
    account, failure = None, None
    if token is not None and arguments.check:
        try:
            account = asyncio.run(_read_account(opener, token.secret))
        except NovelAIError as error:
            failure = error
    accepted = True if account else False if isinstance(failure, TokenRefused) else None
    if arguments.json:
        print_json(_document(token, accepted))
    elif token is not None:
        print_line(f"token from: {clean(token.source, 2000)}")
        print_line(f"ends with:  {token.ending or '(too short to show any of it)'}")
        if account:
            print_line(f"NovelAI:    takes it: {_in_words(account)}")
    if token is not None and token.note:
        say(f"note: {token.note}")
    if failure is not None and token is not None:
        return _failed(failure, token.secret)
    return DONE if token is not None else TOKEN


def _document(token: Token | None, accepted: bool | None) -> dict[str, object]:
    return {
        "source": token.kind if token else None,
        "where": token.source if token else None,
        "ends_with": token.ending or None if token else None,
        "accepted": accepted,
    }


def _clear(settings: Settings, place: _Place) -> int:
    """The file and the keyring, each also when the other one fails."""
    before, code, removed = _earlier(settings), DONE, []
    try:
        if file.remove_file(place.path):
            removed.append(str(place.path))
    except TokenError as error:
        say(str(error))
        code = FAILED
    try:
        removed += ring.remove_from_keyring(place.entry)
    except TokenError as error:
        say(f"{error}; what it may hold is still there")
        code = FAILED
    for name in removed:
        say(f"removed from: {name}")
    if removed:
        say("the token itself stays good until a new one is made on NovelAI's page")
    elif code == DONE:
        say("nothing was kept")
    if before:
        say(f"note: {before} is not naitui's to clear")
    return code


async def _read_account(opener: Opener, secret: SecretStr) -> Subscription:
    async with opener(secret) as service:
        return await service.subscription()


def _failed(error: NovelAIError, *secrets: SecretStr) -> int:
    say(f"{hidden(error, *secrets)}. {error.advice}".strip())
    return code_for(error)


def _in_words(account: Subscription) -> str:
    tier = TIERS[account.tier] if 0 <= account.tier < len(TIERS) else f"tier {account.tier}"
    return f"{tier}{'' if account.active else ' (not active)'}, {account.anlas} Anlas"
