"""Login, tokens and what the service says of a user."""

from __future__ import annotations

import pytest

from naitui.demo import DEMO_EMAIL, DEMO_TOKEN

LOGIN, CREATE = "/user/login", "/user/create-persistent-token"
KEY = "omuax_zZyM5Vx2WwrYx9RoB2tIKDiyXns3jsSwUI8yOVTU7jvQGcfkiuEv6mvtwC"  # NovelAI's key derivation, published vector
OTHER = "OZqGjPS1osGfxcs2vckMhHhH0BnxMuayAPWjRKe1NX7TOpPLhW3lR85H8G5i0FLq"


async def logged_in(demo) -> dict[str, str]:
    answer = await demo.http.post(LOGIN, json={"key": KEY}, headers={"authorization": ""})
    assert answer.status_code == 201
    assert set(answer.json()) == {"accessToken"}
    return {"authorization": f"Bearer {answer.json()['accessToken']}"}


async def test_a_login_gives_a_token_that_works(demo) -> None:
    headers = await logged_in(demo)
    assert headers["authorization"] != f"Bearer {DEMO_TOKEN}"
    assert (await demo.http.get("/user/subscription", headers=headers)).json()["tier"] == 3
    assert (await demo.post(demo.body(), headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [({"key": OTHER}, 401), ({"key": KEY.lower()}, 401), ({"key": KEY[:63]}, 400), ({"key": 5}, 400), ({}, 400)],
)
async def test_other_keys(demo, body: object, status: int) -> None:
    answer = await demo.http.post(LOGIN, json=body)
    assert (answer.status_code, answer.json()["statusCode"]) == (status, status)


async def test_a_persistent_token_is_made_once_unless_overwritten(demo) -> None:
    headers = await logged_in(demo)
    first = await demo.http.post(CREATE, json={"overwrite": False}, headers=headers)
    assert first.status_code == 201
    token = first.json()["token"]
    assert token.startswith("pst-")
    assert (await demo.http.post(CREATE, json={"overwrite": False}, headers=headers)).status_code == 409
    second = await demo.http.post(CREATE, json={"overwrite": True}, headers=headers)
    assert second.status_code == 201
    works = {
        token: (await demo.http.get("/user/subscription", headers={"authorization": f"Bearer {token}"})).status_code
        for token in (token, second.json()["token"], DEMO_TOKEN)
    }
    assert list(works.values()) == [401, 200, 200]


async def test_a_persistent_token_makes_no_other(demo) -> None:
    answer = await demo.http.post(CREATE, json={"overwrite": True})
    assert (answer.status_code, answer.json()["message"]) == (401, "Unauthorized")
    headers = await logged_in(demo)
    assert (await demo.http.post(CREATE, json={"overwrite": "yes"}, headers=headers)).status_code == 400


async def test_what_is_known_of_a_user(demo) -> None:
    information = (await demo.http.get("/user/information")).json()
    assert information["plainTextEmail"] == DEMO_EMAIL
    assert set(information) == {
        "emailVerified",
        "emailVerificationLetterSent",
        "hasPlaintextEmail",
        "plainTextEmail",
        "allowMarketingEmails",
        "trialActivated",
        "trialActionsLeft",
        "trialImagesLeft",
        "accountCreatedAt",
        "banStatus",
        "banMessage",
        "loginMethod",
        "needsAddressChange",
    }
    priority = (await demo.http.get("/user/priority")).json()
    assert set(priority) == {"maxPriorityActions", "nextRefillAt", "taskPriority"}
    data = (await demo.http.get("/user/data")).json()
    assert set(data) == {"priority", "subscription", "keystore", "settings", "information"}
    assert data["subscription"] == (await demo.http.get("/user/subscription")).json()
    assert data["information"] == information


@pytest.mark.parametrize(
    "path", ["information", "data", "priority", "keystore", "clientsettings", "giftkeys", "subscription"]
)
async def test_nothing_is_told_without_a_token(demo, path: str) -> None:
    assert (await demo.http.get(f"/user/{path}")).status_code == 200
    assert (await demo.http.get(f"/user/{path}", headers={"authorization": ""})).status_code == 401


@pytest.mark.parametrize(
    "path", ["/ai/annotate-image", "/ai/classify", "/ai/generate-prompt", "/ai/generate-image/request-price"]
)
async def test_what_is_gone(demo, path: str) -> None:
    assert (await demo.refusal({}, path)) == (404, "Not Found")
