"""From a status and whatever came with it to an exception (api.md 7)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.novelai import errors
from naitui.novelai.errors import NovelAIError, clean, error_for

CLASSES = {
    400: errors.RequestRejected,
    401: errors.TokenRefused,
    402: errors.NotEnoughAnlas,
    403: errors.Blocked,
    404: errors.NotFound,
    409: errors.Conflict,
    413: errors.TooLarge,
    418: errors.RequestRejected,
    422: errors.RequestRejected,
    500: errors.ServerError,
    502: errors.ServerError,
    503: errors.ServerError,
    504: errors.ServerError,
    520: errors.ServerError,
    301: errors.BadReply,
    308: errors.BadReply,
    204: errors.BadReply,
}
HTML = b"<!DOCTYPE html><html><body><h1>cloudflare</h1></body></html>"


@pytest.mark.parametrize("status", CLASSES)
@pytest.mark.parametrize(
    "body", [b"", HTML, b'{"statusCode":1,"message":"the words"}', b"plain words", b"\xff\xfe", b"[]"]
)
def test_the_class_for_a_status(status: int, body: bytes) -> None:
    error = error_for(status, body)
    assert type(error) is CLASSES[status]
    assert error.status == status
    assert f"HTTP {status}" in str(error)
    assert "cloudflare" not in str(error)
    assert error.title
    assert error.advice


def test_what_the_service_said_is_told() -> None:
    assert str(error_for(402, b'{"statusCode":402,"message":"Not enough Anlas"}')) == "Not enough Anlas (HTTP 402)"
    told = error_for(400, b'{"message":"Validation error: model X doesn\'t exist"}')
    assert str(told).endswith("(HTTP 400): Validation error: model X doesn't exist")


NOT_TAKEN = {301, 308, 400, 401, 402, 403, 404, 409, 413, 418, 422, 503}


@pytest.mark.parametrize("status", CLASSES)
def test_charged_and_retry(status: int) -> None:
    """Only what the service did not take is surely free, and only its "not now" may be sent again by itself."""
    error = error_for(status, b"")
    assert error.charged == ("no" if status in NOT_TAKEN else "maybe")
    assert error.retry == (status == 503)


def test_a_kind_is_not_changed_for_all_by_one_of_them() -> None:
    error_for(503, b"")
    assert (error_for(500, b"").charged, error_for(500, b"").retry) == ("maybe", False)


LOCKED = b'{"statusCode":429,"message":"Concurrent generation is locked"}'


def test_another_generation_is_running() -> None:
    error = error_for(429, LOCKED)
    assert type(error) is errors.Locked
    assert (error.charged, error.retry, error.retry_after) == ("no", True, None)


@pytest.mark.parametrize("body", [HTML, b"\xef\xbb\xbf" + HTML, b"error code: 1015", b""])
def test_the_guards_own_429_is_not_tried_again(body: bytes) -> None:
    error = error_for(429, body)
    assert type(error) is errors.RateLimited
    assert (error.charged, error.retry) == ("no", False)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5),
        ("0", 0),
        ("1.5", 1.5),
        (None, None),
        ("", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("Wed, 21 Oct 2020 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2999 07:28:00 GMT", None),
        ("Wed, 99 Oct 2020 07:28:00 GMT", None),
        ("99999999", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert error_for(429, LOCKED, header).retry_after == seconds


def test_foreign_text_is_cleaned() -> None:
    said = "a\x1b[31m\x07b\r\n c\u202ed\u2066e\x9bf\x00 [bold]g[/bold] \ud800h"
    error = error_for(400, json.dumps({"message": said}).encode())
    assert error.said == "a [31m b c d e f [bold]g[/bold] h"
    str(error).encode()


@given(st.text(st.characters(), max_size=400))
def test_whatever_is_said_fits_on_one_clean_line(text: str) -> None:
    line = clean(text)
    assert len(line) <= 300
    assert line == line.strip()
    assert not any(letter < " " or "\x7f" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff" for letter in line)
    assert len(line.splitlines()) <= 1


def test_long_words_are_cut() -> None:
    assert len(error_for(400, b'{"message":"' + b"x" * 100_000 + b'"}').said) == 300


@given(st.sampled_from(sorted(CLASSES)), st.binary(max_size=80))
def test_any_body_gives_an_error(status: int, body: bytes) -> None:
    error = error_for(status, body)
    assert isinstance(error, NovelAIError)
    assert str(error)


@pytest.mark.parametrize("body", [b'{"message":["a","b"]}', b'{"message":{"a":1}}', b'{"message":null}', b"9" * 5000])
def test_odd_messages(body: bytes) -> None:
    assert str(error_for(400, body)).startswith("NovelAI rejected the request (HTTP 400)")


def test_every_error_says_something_without_details() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, NovelAIError)]
    assert len(kinds) > 15
    for kind in kinds:
        error = kind([]) if kind is errors.Refused else kind("")
        assert str(error) == kind.title
        assert kind.title
        assert (error.charged == "no") or not error.retry  # nothing that may be charged is sent again by itself


@pytest.mark.parametrize(
    "token", ["pst-AbCdEf0123456789", "Bearer pst-AbCdEf0123", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl"]
)
def test_a_token_that_the_service_quotes_is_hidden(token: str) -> None:
    error = error_for(400, json.dumps({"message": f"bad header {token} given"}).encode())
    assert token not in str(error)
    assert token not in error.said
    assert "bad header *** given" in str(error)
