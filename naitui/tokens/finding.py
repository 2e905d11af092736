"""Which token is used. It is a `SecretStr` from the moment it is read and never shows in logs or errors.

The places themselves are the other files of this room.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from naitui.tokens.environment import FILE_VARIABLE, VARIABLES, take_from_environment
from naitui.tokens.file import keep_in_file, read_named, read_own
from naitui.tokens.ring import ENTRY, read_from_keyring
from naitui.tokens.secret import Token, TokenError, is_token

__all__ = ["VARIABLES", "Token", "TokenError", "find_token", "is_token", "keep_in_file"]


def find_token(
    token_file: Path | None, own_file: Path, command: Sequence[str] = (), *, entry: str = ENTRY
) -> Token | None:
    """The first token of: ``--token-file`` or ``NAITUI_TOKEN_FILE``, the environment, the user's command, the keyring,
    the user's own file; None when there is none. Later places are not even asked.

    Args:
        token_file: what ``--token-file`` names.
        own_file: the user's own file.
        command: ``token_command`` of the settings; empty for none.
        entry: under which name the keyring has it.

    Raises:
        TokenError: a place that cannot be used, or holds something that is no token. A keyring that is locked is passed
            over when the file has a token (`Token.note` says so).
    """
    from_environment = take_from_environment()
    named = token_file or (Path(name) if (name := os.environ.get(FILE_VARIABLE)) else None)
    if named is not None:
        return read_named(named)
    if from_environment is not None:
        if not is_token(from_environment.secret.get_secret_value()):
            raise TokenError(f"{from_environment.source}: this is no token; it should be one word of plain characters")
        return from_environment
    if command:
        from naitui.tokens.command import read_from_command

        return read_from_command(command)
    return _kept(own_file, entry)


def _kept(own_file: Path, entry: str) -> Token | None:
    """What ``naitui auth set`` has kept."""
    try:
        token = read_from_keyring(entry)
    except TokenError as trouble:
        token = read_own(own_file)
        if token is None:
            raise
        return replace(token, note=str(trouble))
    return token or read_own(own_file)
