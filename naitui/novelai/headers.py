"""What every call carries beside its body: the token, who we are, and two headers that are new each time."""

from __future__ import annotations

import hashlib
import secrets
import string
from collections.abc import Generator
from datetime import UTC, datetime

from pydantic import SecretStr

from naitui import __version__
from naitui.novelai.errors import TokenRefused
from naitui.novelai.http import httpx

USER_AGENT = f"naitui/{__version__}"
_LETTERS = string.ascii_letters + string.digits


class TokenAuth(httpx.Auth):
    """Adds the token, and only to the service it belongs to: the same host, over https (or to this very machine)."""

    def __init__(self, token: SecretStr, base: httpx.URL) -> None:
        self._token = token
        self._base = base

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Called by the HTTP library for each request."""
        url = request.url
        safe = url.scheme == "https" or url.host in ("127.0.0.1", "localhost", "::1")
        if safe and (url.host, url.port) == (self._base.host, self._base.port):
            secret = self._token.get_secret_value()
            if not (secret.isascii() and secret.isprintable()) or " " in secret:
                # the HTTP library would refuse it too, and quote it in the error
                raise TokenRefused("The token holds characters that no token has; nothing was sent")
            request.headers["Authorization"] = f"Bearer {secret}"
        yield request


def fingerprint(token: SecretStr | None) -> str:
    """What tells accounts apart without giving a token away: 16 hexadecimal digits."""
    return hashlib.sha256(token.get_secret_value().encode() if token else b"").hexdigest()[:16]


def call_headers() -> dict[str, str]:
    """The two headers that are new for every call: an id to quote in support cases, and the time."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"x-correlation-id": "".join(secrets.choice(_LETTERS) for _ in range(6)), "x-initiated-at": now}
