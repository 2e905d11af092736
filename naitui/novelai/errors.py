"""Every way in which a call can fail, as one tree of exceptions.

Each says in plain words what happened and what to do, whether the account may have been charged, and whether sending
the same thing again is safe. What a server said is cleaned and cut before it is kept: it is foreign text.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import ClassVar, Literal

from naitui.controls import UNPRINTABLE
from naitui.recipe import Problem

Charged = Literal["no", "maybe"]

MAX_SAID = 300
HIDDEN = "***"
_TOKEN = re.compile(r"pst-[\w-]{4,}|eyJ[\w-]+\.[\w-]+\.[\w-]+|(?i:bearer)\s+[^\s\"']+")
"""Wider than `naitui.tokens.looks`: what a service quotes is blotted out rather too often than once too little."""
"""What looks like a token: a service that quotes the request in its error must not put it on the screen."""
_BLANKED = dict.fromkeys(UNPRINTABLE, " ")


def clean(text: str, limit: int = MAX_SAID) -> str:
    """Foreign text on one line: no control or direction marks, runs of blanks closed, cut to ``limit`` characters."""
    line = " ".join(text[: limit * 8].translate(_BLANKED).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


class NovelAIError(Exception):
    """A call that failed.

    Attributes:
        status: the HTTP status, when there was one.
        said: what the server said, cleaned and cut; empty when it said nothing readable.
        charged: "no" when the service did not take the job, "maybe" when it cannot be known.
        retry: whether sending the same request again is safe.
        retry_after: seconds that the service asked to wait.
        body: what came of an answer that could not be used, as it came; for whatever can still be got out of it.
    """

    title: ClassVar[str] = "The call failed"
    advice: str = ""
    charged: Charged = "maybe"
    retry: bool = False

    def __init__(
        self, detail: str = "", *, status: int | None = None, said: str = "", retry_after: float | None = None
    ) -> None:
        self.detail = clean(_TOKEN.sub(HIDDEN, detail))
        self.status = status
        self.said = clean(_TOKEN.sub(HIDDEN, said))
        self.retry_after = retry_after
        self.body = b""
        super().__init__(self.detail)

    def __str__(self) -> str:
        what = self.detail or self.title
        if self.status is not None:
            what += f" (HTTP {self.status})"
        return f"{what}: {self.said}" if self.said and self.said not in what else what


class Refused(NovelAIError):
    """The client itself refused: nothing was sent."""

    title = "Not sent"
    advice = "Change what is named, then try again."
    charged = "no"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(p) for p in self.problems))


class NoConnection(NovelAIError):
    """The connection was never opened: nothing reached the service."""

    title = "No connection to NovelAI"
    advice = "Check the network; the job can be sent again."
    charged = "no"
    retry = True


class ConnectionLost(NovelAIError):
    """The line broke after the request was on its way."""

    title = "The connection broke"
    advice = "Compare the balance before sending it again."


class DeadlineExceeded(NovelAIError):
    """The service did not answer, or not completely, within the deadline."""

    title = "NovelAI took too long"
    advice = "Compare the balance before sending it again."


class BadReply(NovelAIError):
    """The service answered with something that is not what was asked for. ``body`` keeps what came."""

    title = "The answer cannot be read"
    advice = "Compare the balance before sending it again."

    def __init__(self, detail: str, *, status: int | None = None, said: str = "", body: bytes = b"") -> None:
        super().__init__(detail, status=status, said=said)
        self.body = body


class StreamFailed(NovelAIError):
    """The stream reported an error for a sample, or ended before every picture was there."""

    title = "The stream ended early"
    advice = "What came is kept; compare the balance before sending it again."


class RequestRejected(NovelAIError):
    """HTTP 400: the service found the request wrong."""

    title = "NovelAI rejected the request"
    advice = "Change the setting it names; sending the same again will fail again."
    charged = "no"


class TokenRefused(NovelAIError):
    """HTTP 401: the token is not (or no longer) valid."""

    title = "NovelAI refused the token"
    advice = "Make a new persistent token on NovelAI's page, in the account settings."
    charged = "no"


class NotEnoughAnlas(NovelAIError):
    """HTTP 402: the balance does not cover the price."""

    title = "Not enough Anlas"
    advice = "Choose a smaller size, fewer steps or fewer samples, or add Anlas on NovelAI's page."
    charged = "no"


class Blocked(NovelAIError):
    """HTTP 403: usually the network's guard in front of the service."""

    title = "The way to NovelAI is blocked"
    advice = "A network filter or NovelAI's own guard stopped the request; try from another network later."
    charged = "no"


class NotFound(NovelAIError):
    """HTTP 404: the host or path does not exist."""

    title = "NovelAI does not know this address"
    advice = "Check the service address in the settings."
    charged = "no"


class Conflict(NovelAIError):
    """HTTP 409."""

    title = "NovelAI reports a conflict"
    advice = "Something of this account stands in the way; wait a moment and look again."
    charged = "no"


class TooLarge(NovelAIError):
    """HTTP 413: the request's pictures are too large."""

    title = "The request is too large"
    advice = "Use smaller pictures."
    charged = "no"


class Locked(NovelAIError):
    """HTTP 429: another generation of this account is running."""

    title = "Another generation of this account is running"
    advice = "It can be sent again when that one has ended."
    charged = "no"
    retry = True


class RateLimited(NovelAIError):
    """HTTP 429 from the guard in front of the service."""

    title = "Too many requests"
    advice = "Stop for some minutes, then try again."
    charged = "no"


class ServerError(NovelAIError):
    """HTTP 5xx: something failed on the server's side."""

    title = "NovelAI's server failed"
    advice = "Compare the balance before sending it again."


_BY_STATUS: dict[int, type[NovelAIError]] = {
    400: RequestRejected,
    401: TokenRefused,
    402: NotEnoughAnlas,
    403: Blocked,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
}
_BUSY_STATUS = 503


_NOT_TAKEN = (301, 302, 307, 308)
"""Redirects that say the request should be made elsewhere; 303 says that it was made and the answer lies elsewhere."""


def error_for(status: int, body: bytes, retry_after: str | None = None) -> NovelAIError:
    """The exception for an HTTP status and the body that came with it (JSON, HTML or nothing)."""
    message, is_json = _said(body)
    wait = _seconds(retry_after)
    if status == 429:
        kind: type[NovelAIError] = Locked if is_json else RateLimited
    elif status in _BY_STATUS:
        kind = _BY_STATUS[status]
    elif status < 300:
        return BadReply("The service gave an answer that is no picture", status=status, said=message)
    elif status < 400:
        moved = BadReply("The service sent us to another address; that is not followed", status=status)
        if status in _NOT_TAKEN:
            moved.charged, moved.advice = "no", "Nothing was sent on; look after `host` in the settings."
        return moved
    elif status < 500:
        kind = RequestRejected
    else:
        kind = ServerError
    error = kind(kind.title, status=status, said=message, retry_after=wait)
    if status == _BUSY_STATUS:  # "not now" from the front: the job was not taken
        error.charged, error.retry = "no", True
    return error


def _said(body: bytes) -> tuple[str, bool]:
    """What a body says, and whether the service itself (JSON) said it; the text of a web page is never shown."""
    text = body[:65536].decode("utf-8-sig", "replace").strip()
    if text.startswith("<"):
        return "", False
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return text, False
    message = answer.get("message", "") if isinstance(answer, dict) else ""
    return (message if isinstance(message, str) else json.dumps(message)), True


def _seconds(retry_after: str | None) -> float | None:
    """``Retry-After``, a number of seconds or a date, in seconds from now; nonsense gives None."""
    text = retry_after or ""
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
        except (ValueError, OverflowError):
            return None
    return seconds if 0 <= seconds < 86400 else None
