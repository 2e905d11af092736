"""Encoding vibes: whole bodies by hand (api.md 1.4), what is refused before sending, and the raw answer."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from naitui.demo import DEMO_TOKEN, DemoTransport, FaultPlan
from naitui.novelai import Catalog, NovelAI, Refused, encode_request, encode_vibe, errors

FULL, CURATED = "nai-diffusion-4-5-full", "nai-diffusion-4-5-curated"
V4_CURATED = "nai-diffusion-4-curated-preview"


def in_json(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("model", "information", "sent_model", "sent"),
    [
        (FULL, 1.0, FULL, "1"),
        (FULL, 0.7, FULL, "0.7"),
        (FULL, None, FULL, "0.7"),  # the page's default for this model alone
        (CURATED, None, CURATED, "1"),
        ("nai-diffusion-4-full", 0.01, "nai-diffusion-4-full", "0.01"),
        (V4_CURATED, 0.30000000000000004, V4_CURATED, "0.30000000000000004"),
        (f"{FULL}-inpainting", 1, FULL, "1"),
        (f"{CURATED}-inpainting", 1, CURATED, "1"),  # V5 Curated infills with it too, and has no encoder
        ("nai-diffusion-4-curated-inpainting", 1, V4_CURATED, "1"),
    ],
)  # fmt: skip
def test_the_body(
    catalog: Catalog, png: bytes, model: str, information: float | None, sent_model: str, sent: str
) -> None:
    request = encode_request(png, model, catalog, information=information)
    assert (request.method, request.path, request.model.id) == ("POST", "/ai/encode-vibe", sent_model)
    written = json.dumps(request.body)
    assert written == f'{{"image": "{in_json(png)}", "model": "{sent_model}", "information_extracted": {sent}}}'


def test_the_body_with_a_mask(catalog: Catalog, png: bytes) -> None:
    assert encode_request(png, FULL, catalog, information=1, mask=png).body == {
        "image": in_json(png),
        "model": FULL,
        "information_extracted": 1,
        "mask": in_json(png),
    }


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("nai-diffusion-5-full", "model: V5 Full has no vibes; those with encodings: nai-diffusion-4-5-full,"),
        ("nai-diffusion-5-curated", "model: V5 Curated has no vibes"),
        ("nai-diffusion-5-full-inpainting", "model: V5 Full has no vibes"),
        ("nai-diffusion-3", "model: Anime V3 takes the picture itself, without an encoding"),
        ("nai-diffusion-2", "model: V2 has no vibes"),
        ("nai-diffusion-9", "model: nai-diffusion-9 is not in the catalog"),
    ],
)
def test_models_without_an_encoder_are_refused(catalog: Catalog, png: bytes, model: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        encode_request(png, model, catalog)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("information", [0.0, 0.009, 1.01, -1.0, float("nan"), float("inf")])
def test_information_out_of_bounds(catalog: Catalog, png: bytes, information: float) -> None:
    with pytest.raises(Refused, match=r"information: should be from 0\.01 to 1"):
        encode_request(png, FULL, catalog, information=information)


def test_everything_wrong_is_said_at_once(catalog: Catalog) -> None:
    with pytest.raises(Refused) as caught:
        encode_request(b"GIF89a", "nai-diffusion-3", catalog, information=2, mask=b"")
    assert [problem.where for problem in caught.value.problems] == [
        ("model",),
        ("information",),
        ("picture",),
        ("mask",),
    ]


@pytest.mark.parametrize("answer", [bytes(range(256)) * 8, b"{\xff\x00", b"<\x80", b"\x00"])
async def test_the_answer_is_given_as_it_came(catalog: Catalog, loopback: Any, png: bytes, answer: bytes) -> None:
    loopback.answers("200 OK", answer, Content_Type="application/binary")
    request = encode_request(png, FULL, catalog)
    answer += bytes(catalog.limits.encoding_bytes)
    loopback.answers("200 OK", answer, Content_Type="application/binary")
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await encode_vibe(service, request) == answer
    loopback.answers("200 OK", answer[: len(answer) // 2], Content_Type="application/binary")
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(errors.BadReply, match="cut off") as caught:
            await encode_vibe(service, request)
    assert (caught.value.body, caught.value.charged) == (answer[: len(answer) // 2], "maybe")
    assert loopback.heads[0].startswith(b"POST /ai/encode-vibe HTTP/1.1\r\n")
    assert json.loads(loopback.bodies[0]) == request.body


@pytest.mark.parametrize("answer", [b"", b"<html>no</html>", b'{"message":"no"}'])
async def test_answers_that_are_no_encoding(catalog: Catalog, loopback: Any, png: bytes, answer: bytes) -> None:
    loopback.answers("200 OK", answer)
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(errors.BadReply) as caught:
            await encode_vibe(service, encode_request(png, FULL, catalog))
    assert (caught.value.body, caught.value.charged, loopback.posts) == (answer, "maybe", 1)


async def test_what_came_of_a_broken_answer_is_kept(catalog: Catalog, loopback: Any, png: bytes) -> None:
    loopback.plays(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"half of it")
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(errors.ConnectionLost) as caught:
            await encode_vibe(service, encode_request(png, FULL, catalog))
    assert (caught.value.body, caught.value.charged, loopback.posts) == (b"half of it", "maybe", 1)


async def test_the_deadline_holds(catalog: Catalog, loopback: Any, png: bytes) -> None:
    loopback.plays(b"HTTP/1.1 200 OK\r\n\r\n", b"a bit", hold=True)
    async with NovelAI("pst-x", host=loopback.url, deadline=0.3) as service:
        with pytest.raises(errors.DeadlineExceeded) as caught:
            await encode_vibe(service, encode_request(png, FULL, catalog))
    assert caught.value.body == b"a bit"


async def test_the_demo_encodes(catalog: Catalog, png: bytes) -> None:
    transport = DemoTransport(pace=0)
    async with NovelAI(DEMO_TOKEN, transport=transport) as service:
        one = await encode_vibe(service, encode_request(png, FULL, catalog))
        other = await encode_vibe(service, encode_request(png, FULL, catalog, information=0.1))
    assert len(one) == len(other) == 49_152
    assert one != other
    assert transport.account.anlas == 10_496


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("locked", errors.Locked),
        ("no-anlas", errors.NotEnoughAnlas),
        ("html", errors.BadReply),
        ("drop", errors.ConnectionLost),
        ("server-error", errors.ServerError),
    ],
)
async def test_the_demos_faults(catalog: Catalog, png: bytes, fault: str, kind: type[Exception]) -> None:
    transport = DemoTransport(pace=0, fault=FaultPlan.parse(f"{fault}:1"))
    async with NovelAI(DEMO_TOKEN, transport=transport) as service:
        with pytest.raises(kind):
            await encode_vibe(service, encode_request(png, FULL, catalog))
    assert transport.encodings <= 1
