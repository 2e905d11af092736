"""Asks for a token, has the service look at it, and only then keeps it where the user wishes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from pydantic import SecretStr
from textual.screen import Screen

from naitui.bench import Bench
from naitui.novelai.errors import TokenRefused
from naitui.screens.token import Keep, TokenAnswer, TokenScreen
from naitui.tokens import ring
from naitui.tokens.file import keep_in_file
from naitui.tokens.secret import TokenError

Ask = Callable[[Screen[TokenAnswer | None]], Awaitable[TokenAnswer | None]]
"""Shows a dialog and waits for its answer."""


async def ask_for_token(
    bench: Bench, ask: Ask, check: Callable[[SecretStr], Awaitable[bool]], tell: Callable[[str, bool], object]
) -> bool:
    """Ask until there is a token that the service takes (True) or the user turns back (False).

    Args:
        bench: where it is kept.
        ask: shows the dialog.
        check: begins to use it; False where that cannot be, an error when the service does not take it.
        tell: says where it is kept, or (with True) why it is not.

    Raises:
        NovelAIError: whether it is good could not be found out; it is kept nowhere.
    """
    path, entry = place_of(bench)
    keyring, problem = await asyncio.to_thread(_has_keyring), ""
    while (answer := await ask(TokenScreen(path, keyring=keyring, problem=problem))) is not None:
        try:
            if not await check(answer.secret):
                return False
        except TokenRefused as error:
            problem = str(error).rstrip(".") + ". Nothing was kept."
            continue
        try:
            tell(await asyncio.to_thread(_kept, answer.secret, answer.keep, path, entry), False)
        except TokenError as error:
            tell(f"the token could not be kept: {error}", True)
        return True
    return False


def place_of(bench: Bench) -> tuple[Path, str]:
    """The file for the token, and its name in the keyring; the demo has its own, as in ``naitui auth --demo``."""
    folders = bench.settings.folders
    return (folders.state / "demo" / "token", "demo token") if bench.demo else (folders.token, ring.ENTRY)


def _has_keyring() -> bool:
    try:
        ring.check_keyring()
    except TokenError:
        return False
    return True


def _kept(secret: SecretStr, keep: Keep, path: Path, entry: str) -> str:
    match keep:
        case "file":
            keep_in_file(path, secret)
            return f"the token is kept in {path}, which only you can read (mode 0600); it is not encrypted"
        case "keyring":
            return f"the token is kept in the {ring.keep_in_keyring(secret, entry)}"
        case _:
            return "the token is used for this run alone and kept nowhere"
