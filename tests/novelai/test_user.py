"""What the service knows of the user, read leniently (api.md 1.8)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.demo import DEMO_TOKEN, DemoAccount, DemoTransport
from naitui.novelai import (
    Information,
    NovelAI,
    Priority,
    UserData,
    errors,
    user_data,
    user_information,
    user_priority,
)
from naitui.novelai.user import read_information, read_priority, read_user_data

INFORMATION = {
    "emailVerified": True,
    "emailVerificationLetterSent": True,
    "hasPlaintextEmail": True,
    "plainTextEmail": "me@example.invalid",
    "allowMarketingEmails": False,
    "trialActivated": True,
    "trialActionsLeft": 50,
    "trialImagesLeft": 30,
    "accountCreatedAt": 1_700_000_000,
    "banStatus": "not_banned",
    "banMessage": None,
    "loginMethod": "password",
    "needsAddressChange": False,
}
PRIORITY = {"maxPriorityActions": 1000, "nextRefillAt": 1_800_000_000, "taskPriority": 10}


def test_a_whole_answer() -> None:
    assert read_information(INFORMATION) == Information(
        email_verified=True,
        email_letter_sent=True,
        has_plaintext_email=True,
        email="me@example.invalid",
        marketing_emails=False,
        trial_activated=True,
        trial_actions_left=50,
        trial_images_left=30,
        created_at=1_700_000_000,
        ban_status="not_banned",
        ban_message=None,
        login_method="password",
        needs_address_change=False,
    )
    assert read_priority(PRIORITY) == Priority(1000, 1_800_000_000, 10)


def test_nothing_known_is_no_fault() -> None:
    assert (read_information({}), read_priority({}), read_user_data({})) == (Information(), Priority(), UserData())


def test_the_mail_does_not_show() -> None:
    data = read_user_data({"information": INFORMATION, "settings": "me@example.invalid"})
    assert "example" not in repr(data)


def test_who_is_banned() -> None:
    assert not read_information(INFORMATION).banned
    assert not Information().banned
    assert read_information({"banStatus": "full_ban", "banMessage": "x\x1b[31m\ny"}).banned
    assert read_information({"banMessage": "x\x1b[31m\ny"}).ban_message == "x [31m y"


ODD = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.lists(st.integers(), max_size=2)
)


@given(
    st.dictionaries(st.sampled_from(sorted({*INFORMATION, *PRIORITY})), ODD),
    st.dictionaries(st.sampled_from(["information", "priority", "subscription", "settings", "keystore"]), ODD),
)
def test_odd_values_never_break_it(part: dict[str, object], whole: dict[str, object]) -> None:
    read_user_data(whole)
    data = read_user_data({"information": part, "priority": part, "subscription": part})
    assert data.information.email_verified in (None, True, False)
    assert data.priority.task_priority is None or isinstance(data.priority.task_priority, int)


async def test_the_calls_against_the_demo() -> None:
    account = DemoAccount(tier=1, fixed_anlas=5, purchased_anlas=1)
    async with NovelAI(DEMO_TOKEN, transport=DemoTransport(account, pace=0)) as service:
        information, priority, data = (
            await user_information(service),
            await user_priority(service),
            await user_data(service),
        )
    assert information.email_verified is True
    assert priority.max_priority_actions == 1000
    assert (data.information, data.priority) == (information, priority)
    assert data.subscription is not None
    assert data.subscription.anlas == 6


async def test_where_they_go(loopback: Any) -> None:
    loopback.answers("200 OK", json.dumps(INFORMATION).encode())
    async with NovelAI("pst-x", host=loopback.url) as service:
        for call in (user_information, user_priority, user_data):
            await call(service)
    lines = [head.split(b"\r\n")[0].decode() for head in loopback.heads]
    assert lines == [f"GET /user/{name} HTTP/1.1" for name in ("information", "priority", "data")]


@pytest.mark.parametrize("body", [b"", b"<html>", b"5", b"[]", b"\xff"])
async def test_answers_that_are_none(loopback: Any, body: bytes) -> None:
    loopback.answers("200 OK", body)
    async with NovelAI("pst-x", host=loopback.url) as service:
        for call in (user_information, user_priority, user_data):
            with pytest.raises(errors.BadReply) as caught:
                await call(service)
            assert caught.value.charged == "no"
