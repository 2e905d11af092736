"""Logging in with e-mail and password: the access key that stands for them, and the bodies of the two calls.

The password never leaves this machine. What is computed here is what NovelAI's own page computes; ``argon2`` (the extra
``login``) is imported only when a key is asked for.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import blake2b
from importlib import import_module
from typing import Any

from pydantic import SecretStr

LOGIN_PATH = "/user/login"
PERSISTENT_TOKEN_PATH = "/user/create-persistent-token"  # noqa: S105 - a path
_PEPPER = "novelai_data_access_key"
_UNITS = 6
_MEMORY = 2_000_000 // 1024
"""KiB: NovelAI's page says 2 000 000 bytes."""


class LoginUnavailable(Exception):
    """The library that computes access keys is not installed; the message says how to get it."""


def access_key(email: str, password: SecretStr | str) -> SecretStr:
    """The key that NovelAI's page logs in with; as good as the password, so it is a secret too.

    Args:
        email: used exactly as given; see `login_keys` for what the page does with it.
        password: its first six *UTF-16 units* go into the salt, as JavaScript counts: an emoji is two of them, and
            when it straddles the end, its first half becomes U+FFFD. (Python libraries that take six characters
            compute another key for such a password.)

    Raises:
        LoginUnavailable: argon2-cffi is not installed.
    """
    argon2 = _argon2()
    typed = _well_formed(_secret(password))
    beginning = typed.encode("utf-16-le")[: 2 * _UNITS].decode("utf-16-le", "replace")
    salt = blake2b((beginning + _well_formed(email) + _PEPPER).encode(), digest_size=16).digest()
    raw: bytes = argon2.hash_secret_raw(
        typed.encode(),
        salt,
        time_cost=2,
        memory_cost=_MEMORY,
        parallelism=1,
        hash_len=64,
        type=argon2.Type.ID,
        version=0x13,
    )
    return SecretStr(urlsafe_b64encode(raw).decode("ascii")[:64])


def login_keys(email: str, password: SecretStr | str) -> Iterator[SecretStr]:
    """The keys to try, in the page's order: with the e-mail in lower case, then as typed, if that differs.

    Raises:
        LoginUnavailable: argon2-cffi is not installed.
    """
    lower = email.lower()
    yield access_key(lower, password)
    if lower != email:
        yield access_key(email, password)


def login_body(key: SecretStr) -> dict[str, object]:
    """The body of ``POST /user/login``. It holds the key in the open: it is for the wire alone."""
    return {"key": key.get_secret_value()}


def persistent_token_body(*, overwrite: bool) -> dict[str, object]:
    """The body of ``POST /user/create-persistent-token``; ``overwrite`` ends the account's present one."""
    return {"overwrite": overwrite}


def require_argon2() -> None:
    """Whether keys can be computed here.

    Raises:
        LoginUnavailable: argon2-cffi is not installed.
    """
    _argon2()


def _argon2() -> Any:
    try:
        return import_module("argon2.low_level")
    except ImportError:
        raise LoginUnavailable(
            "logging in needs argon2-cffi; run: pip install 'naitui[login]' (or argon2-cffi)"
        ) from None


def _secret(password: SecretStr | str) -> str:
    return password if isinstance(password, str) else password.get_secret_value()


def _well_formed(text: str) -> str:
    """Half surrogate pairs become U+FFFD, as JavaScript's encoder has it."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
