"""Tokens in the environment. They are taken out of it, so that no editor, pager or token command inherits them."""

from __future__ import annotations

import os

from pydantic import SecretStr

from naitui.tokens.secret import Token

VARIABLES = ("NOVELAI_TOKEN", "NOVELAI_API_KEY", "NAI_TOKEN", "NAI_ACCESS_TOKEN")
"""Environment variables, first hit wins."""
FILE_VARIABLE = "NAITUI_TOKEN_FILE"


def take_from_environment() -> Token | None:
    """The first variable that holds anything; whether it is a token has not been checked. All of them are removed."""
    found = None
    for name in VARIABLES:
        value = os.environ.pop(name, "").strip()
        if value and found is None:
            found = Token(SecretStr(value), f"${name}", "environment")
    return found
