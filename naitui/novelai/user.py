"""What the service knows of the user: information, priority, and all of it at once. Read leniently.

Every value may be missing or of another type than expected; then it is None, and nothing fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from naitui.novelai.account import Subscription, read_subscription
from naitui.novelai.client import NovelAI
from naitui.novelai.errors import BadReply, clean

NOT_BANNED = "not_banned"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Information:
    """The answer of ``/user/information``."""

    email_verified: bool | None = None
    email_letter_sent: bool | None = None
    has_plaintext_email: bool | None = None
    email: str | None = field(default=None, repr=False)
    """Where the service keeps it in the open; it never shows in a log."""
    marketing_emails: bool | None = None
    trial_activated: bool | None = None
    trial_actions_left: int | None = None
    trial_images_left: int | None = None
    created_at: int | None = None
    """Unix time, seconds."""
    ban_status: str | None = None
    ban_message: str | None = None
    login_method: str | None = None
    needs_address_change: bool | None = None

    @property
    def banned(self) -> bool:
        """Whether the service says that the account is banned, in one way or another."""
        return self.ban_status not in (None, "", NOT_BANNED)


@dataclass(frozen=True, slots=True)
class Priority:
    """The answer of ``/user/priority``."""

    max_priority_actions: int | None = None
    next_refill_at: int | None = None
    """Unix time, seconds."""
    task_priority: int | None = None


@dataclass(frozen=True, slots=True)
class UserData:
    """The answer of ``/user/data``. Its keystore is encrypted with the user's password and left alone."""

    information: Information = Information()
    priority: Priority = Priority()
    subscription: Subscription | None = None
    settings: str | None = field(default=None, repr=False)
    """The page's own settings, in the page's own form."""


async def user_information(service: NovelAI) -> Information:
    """E-mail, trial, ban: what the service knows of the user.

    Raises:
        NovelAIError: see `naitui.novelai.errors`.
    """
    return await _asked(service, "/user/information", read_information)


async def user_priority(service: NovelAI) -> Priority:
    """How the user's work is ranked.

    Raises:
        NovelAIError: see `naitui.novelai.errors`.
    """
    return await _asked(service, "/user/priority", read_priority)


async def user_data(service: NovelAI) -> UserData:
    """Everything in one call.

    Raises:
        NovelAIError: see `naitui.novelai.errors`.
    """
    return await _asked(service, "/user/data", read_user_data)


def read_information(answer: Mapping[str, object]) -> Information:
    """The information in the service's JSON."""
    return Information(
        email_verified=_flag(answer, "emailVerified"),
        email_letter_sent=_flag(answer, "emailVerificationLetterSent"),
        has_plaintext_email=_flag(answer, "hasPlaintextEmail"),
        email=_text(answer, "plainTextEmail"),
        marketing_emails=_flag(answer, "allowMarketingEmails"),
        trial_activated=_flag(answer, "trialActivated"),
        trial_actions_left=_whole(answer, "trialActionsLeft"),
        trial_images_left=_whole(answer, "trialImagesLeft"),
        created_at=_whole(answer, "accountCreatedAt"),
        ban_status=_text(answer, "banStatus"),
        ban_message=_text(answer, "banMessage"),
        login_method=_text(answer, "loginMethod"),
        needs_address_change=_flag(answer, "needsAddressChange"),
    )


def read_priority(answer: Mapping[str, object]) -> Priority:
    """The priority in the service's JSON."""
    return Priority(
        max_priority_actions=_whole(answer, "maxPriorityActions"),
        next_refill_at=_whole(answer, "nextRefillAt"),
        task_priority=_whole(answer, "taskPriority"),
    )


def read_user_data(answer: Mapping[str, object]) -> UserData:
    """The parts of the service's bundle; a part that is missing is empty."""
    try:
        subscription = read_subscription(_part(answer, "subscription"))
    except ValueError:
        subscription = None
    settings = answer.get("settings")
    return UserData(
        information=read_information(_part(answer, "information")),
        priority=read_priority(_part(answer, "priority")),
        subscription=subscription,
        settings=settings if isinstance(settings, str) else None,
    )


async def _asked(service: NovelAI, path: str, read: Callable[[Mapping[str, object]], _T]) -> _T:
    answer = await service.call_json("GET", path)
    if not isinstance(answer, Mapping):
        error = BadReply("the answer is no JSON object", status=200)
        error.charged, error.advice = "no", "Nothing was sent; try again."
        raise error
    return read(answer)


def _part(answer: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = answer.get(name)
    return part if isinstance(part, Mapping) else {}


def _flag(answer: Mapping[str, object], name: str) -> bool | None:
    value = answer.get(name)
    return value if isinstance(value, bool) else None


def _text(answer: Mapping[str, object], name: str) -> str | None:
    """A text on one line: it is foreign and on its way to a terminal."""
    value = answer.get(name)
    return clean(value) if isinstance(value, str) else None


def _whole(answer: Mapping[str, object], name: str) -> int | None:
    value = answer.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        return None
    return int(value)
