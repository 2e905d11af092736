"""Access keys against the published vectors, and the two calls that give tokens, against the demo and real sockets."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Any

import pytest
from argon2.low_level import Type, hash_secret_raw
from pydantic import SecretStr

from naitui.demo import DemoTransport
from naitui.novelai import NovelAI, NovelAIError, errors
from naitui.novelai.login import access_key, login_body, login_keys, persistent_token_body
from naitui.novelai.session import create_persistent_token, login

EMAIL, PASSWORD = "test@example.invalid", "correct horse battery staple"
KEY = "omuax_zZyM5Vx2WwrYx9RoB2tIKDiyXns3jsSwUI8yOVTU7jvQGcfkiuEv6mvtwC"
VECTORS = [
    (EMAIL, PASSWORD, KEY),
    ("tui@example.invalid", "hunter2hunter2", "OZqGjPS1osGfxcs2vckMhHhH0BnxMuayAPWjRKe1NX7TOpPLhW3lR85H8G5i0FLq"),
]


@pytest.mark.parametrize(("email", "password", "key"), VECTORS)
def test_published_keys(email: str, password: str, key: str) -> None:
    assert access_key(email, password).get_secret_value() == key
    assert access_key(email, SecretStr(password)).get_secret_value() == key


def test_the_email_is_used_as_given() -> None:
    assert access_key("Test@example.invalid", PASSWORD) != access_key(EMAIL, PASSWORD)


def test_lower_case_first_then_as_typed() -> None:
    keys = [key.get_secret_value() for key in login_keys("Test@Example.invalid", PASSWORD)]
    assert keys == [KEY, access_key("Test@Example.invalid", PASSWORD).get_secret_value()]
    assert [key.get_secret_value() for key in login_keys(EMAIL, PASSWORD)] == [KEY]


def by_hand(beginning: bytes, password: bytes) -> bytes:
    """The salt's input, up to the e-mail, and the password, both as the bytes that a browser makes of them."""
    salt = blake2b(beginning + EMAIL.encode() + b"novelai_data_access_key", digest_size=16).digest()
    return hash_secret_raw(password, salt, 2, 1953, 1, 64, Type.ID, 0x13)


REPLACEMENT = b"\xef\xbf\xbd"
UNITS = {
    "an emoji inside": ("ab🌙cdef", "ab🌙cd".encode()),
    "an emoji across the end": ("abcde🌙fg", b"abcde" + REPLACEMENT),
    "an emoji after the end": ("abcdef🌙", b"abcdef"),
    "only emoji": ("🌙🌙🌙🌙", "🌙🌙🌙".encode()),
    "wide characters are one unit": ("銀髪の少女です", "銀髪の少女で".encode()),
    "shorter than six": ("abc", b"abc"),
}


@pytest.mark.parametrize("name", UNITS)
def test_six_characters_are_utf16_units(name: str) -> None:
    password, beginning = UNITS[name]
    expected = urlsafe_b64encode(by_hand(beginning, password.encode()))[:64].decode()
    assert access_key(EMAIL, password).get_secret_value() == expected
    assert len(expected) == 64


def test_half_a_character_is_what_a_browser_makes_of_it() -> None:
    assert access_key(EMAIL, "abc\ud83cdefgh") == access_key(EMAIL, "abc\ufffddefgh")


def test_keys_are_secrets() -> None:
    key = access_key(EMAIL, PASSWORD)
    assert KEY not in f"{key}{key!r}{list(login_keys(EMAIL, PASSWORD))}"
    assert login_body(key) == {"key": KEY}
    assert persistent_token_body(overwrite=False) == {"overwrite": False}


def test_without_argon2() -> None:
    code = (
        "import sys; sys.modules['argon2'] = None\n"
        "from naitui.novelai.login import *\n"
        "try: access_key('a@b.invalid', 'pw-s3cr3t')\n"
        "except LoginUnavailable as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'naitui[login]'" in done.stdout
    assert "s3cr3t" not in done.stdout


async def test_the_demo_from_password_to_persistent_token() -> None:
    demo = DemoTransport(pace=0)
    async with NovelAI(transport=demo) as service:
        token = await login(service, "Test@example.invalid", SecretStr(PASSWORD))
    async with NovelAI(token, transport=demo) as service:
        assert (await service.subscription()).tier == 3
        first = await create_persistent_token(service)
        with pytest.raises(errors.Conflict) as caught:
            await create_persistent_token(service)
        assert "already" in caught.value.advice
        second = await create_persistent_token(service, overwrite=True)
    for token, good in ((first, False), (second, True)):
        async with NovelAI(token, transport=demo) as service:
            if good:
                await service.subscription()
            else:
                with pytest.raises(errors.TokenRefused):
                    await service.subscription()


async def test_what_is_sent(loopback: Any) -> None:
    loopback.answers("201 Created", b'{"accessToken":"eyJ.a.b"}')
    async with NovelAI(host=loopback.url) as service:
        assert (await login(service, EMAIL, PASSWORD)).get_secret_value() == "eyJ.a.b"
    [head], [body] = loopback.heads, loopback.bodies
    assert head.startswith(b"POST /user/login ")
    assert b"authorization" not in head.lower()
    assert json.loads(body) == {"key": KEY}
    loopback.answers("201 Created", b'{"token":"pst-new"}')
    async with NovelAI("eyJ.a.b", host=loopback.url) as service:
        assert (await create_persistent_token(service)).get_secret_value() == "pst-new"
    assert loopback.heads[1].startswith(b"POST /user/create-persistent-token ")
    assert b"authorization: bearer eyj.a.b\r\n" in loopback.heads[1].lower()
    assert json.loads(loopback.bodies[1]) == {"overwrite": False}


async def test_a_refusal_is_tried_as_typed_and_then_final(loopback: Any) -> None:
    loopback.answers("401 Unauthorized", b'{"statusCode":401,"message":"Incorrect access key."}')
    async with NovelAI(host=loopback.url) as service:
        with pytest.raises(errors.TokenRefused, match="refused this e-mail and password") as caught:
            await login(service, "Test@example.invalid", PASSWORD)
    assert [json.loads(body)["key"] == KEY for body in loopback.bodies] == [True, False]
    assert "auth set" in caught.value.advice


@pytest.mark.parametrize("status", ["400 Bad Request", "403 Forbidden", "409 Conflict", "429 Too Many", "500 Oh"])
async def test_other_failures_are_not_tried_again_and_repeat_no_key(loopback: Any, status: str) -> None:
    said = json.dumps({"message": "x" * 270 + f" key {KEY} is wrong"}).encode()  # longer than what is kept of it
    loopback.answers(status, said)
    async with NovelAI(host=loopback.url) as service:
        with pytest.raises(NovelAIError) as caught:
            await login(service, "Test@example.invalid", PASSWORD)
    assert len(loopback.bodies) == 1
    shown = f"{caught.value}{caught.value!r}{vars(caught.value)}"
    assert not any(KEY[start : start + 8] in shown for start in range(56))


@pytest.mark.parametrize(
    "body",
    [b"", b"eyJsecret.secret.secret", b'"eyJsecret"', b"{}", b'{"accessToken":5}', b'{"accessToken":"eyJsecret x"}'],
)
async def test_answers_without_a_token_are_not_kept(loopback: Any, body: bytes) -> None:
    loopback.answers("200 OK", body)
    async with NovelAI(host=loopback.url) as service:
        with pytest.raises(errors.BadReply) as caught:
            await login(service, EMAIL, PASSWORD)
        with pytest.raises(errors.BadReply) as again:
            await create_persistent_token(service)
    for error in (caught.value, again.value):
        assert "secret" not in f"{error}{vars(error)}"


@pytest.mark.parametrize("host", ["http://image.novelai.net", "http://localhost.evil.example", "http://10.0.0.1"])
async def test_the_key_goes_over_https_or_stays_here(host: str) -> None:
    async with NovelAI(host=host) as service:
        with pytest.raises(errors.Blocked, match="not https"):
            async with asyncio.timeout(1):
                await login(service, EMAIL, PASSWORD)
