"""Getting a token from the service: logging in, and making a persistent one.

Whatever goes wrong, no error of these calls holds the key or a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from pydantic import SecretStr

from naitui.novelai.client import NovelAI
from naitui.novelai.errors import BadReply, Blocked, Conflict, NovelAIError, TokenRefused
from naitui.novelai.login import LOGIN_PATH, PERSISTENT_TOKEN_PATH, login_body, login_keys, persistent_token_body

REFUSED = "NovelAI refused this e-mail and password"
HUMAN = (
    "NovelAI's page proves with a reCAPTCHA that a person logs in, which no terminal can; if e-mail and password are "
    "right, make a persistent token there and run: naitui auth set"
)


async def login(service: NovelAI, email: str, password: SecretStr | str) -> SecretStr:
    """A login token, good for about 30 days. ``service`` needs no token for it.

    The page's two ways of writing the e-mail are tried, the second only when the service refuses the first.

    Raises:
        LoginUnavailable: argon2-cffi is not installed.
        NovelAIError: `TokenRefused` when e-mail or password are wrong; see `naitui.novelai.errors`.
    """
    _require_safe_way(service)
    refused: NovelAIError | None = None
    for key in login_keys(email, password):
        try:
            return await _token(service, LOGIN_PATH, login_body(key), "accessToken")
        except TokenRefused as error:
            refused = TokenRefused(REFUSED, status=error.status, said=hidden(error, key).said)
            refused.advice = HUMAN
        except NovelAIError as error:
            if isinstance(error, Blocked) or error.status == 400:
                error.advice = HUMAN
            raise hidden(error, key) from None
    assert refused is not None  # noqa: S101 - there is always a first key
    raise refused


async def create_persistent_token(service: NovelAI, overwrite: bool = False) -> SecretStr:
    """A new persistent token; ``service`` needs a login token.

    Args:
        service: the client, opened with what `login` gave.
        overwrite: replace the account's present one, which ends it for every program that uses it.

    Raises:
        NovelAIError: `Conflict` when there is one already and it is not to be replaced.
    """
    try:
        return await _token(service, PERSISTENT_TOKEN_PATH, persistent_token_body(overwrite=overwrite), "token")
    except Conflict as error:
        error.advice = "The account has a persistent token already, and NovelAI shows a token only once."
        raise


def hidden(error: NovelAIError, *secrets: SecretStr) -> NovelAIError:
    """The same error, without the server's words if they repeat a secret, or the beginning of one cut off."""
    if any(secret.get_secret_value()[:8] in error.said for secret in secrets):
        error.said = ""
    error.body = b""
    return error


async def _token(service: NovelAI, path: str, body: Mapping[str, object], name: str) -> SecretStr:
    try:
        answer = await service.call_json("POST", path, body)
    except BadReply as error:
        raise BadReply(error.detail, status=error.status) from None  # its body may be a token all the same
    token = answer.get(name) if isinstance(answer, Mapping) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or " " in token or not token:
        raise BadReply("the answer holds no token", status=200)
    return SecretStr(token)


def _require_safe_way(service: NovelAI) -> None:
    """The key is as good as the password: over https, or to this very machine."""
    parts = urlsplit(service.host)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise Blocked("the service's address is not https; nothing was sent")
