"""The client: what it sends, to whom, and what it gives back; against the demo and a real loopback server."""

import asyncio
import inspect
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgpack
import pytest
from pydantic import SecretStr

from naitui.demo import DEMO_TOKEN, DemoAccount, DemoTransport, FaultPlan
from naitui.novelai import Catalog, Image, NovelAI, Request, Step, build, errors
from naitui.novelai.headers import TokenAuth
from naitui.novelai.http import httpx
from naitui.pictures.kinds import kind_of
from naitui.recipe import Batch, Recipe, Sampling, expand

SMALL = Sampling(width=64, height=64, steps=4, seed=7)
V3 = "nai-diffusion-3"


def demo(transport: DemoTransport | None = None, token: str | None = DEMO_TOKEN) -> NovelAI:
    return NovelAI(token, transport=transport or DemoTransport(pace=0))


def request_for(catalog: Catalog, framing: Any = "msgpack", **parts: object) -> Request:
    [resolved] = expand(Recipe(**({"sampling": SMALL} | parts)))
    return build(resolved, catalog, framing)


@pytest.mark.parametrize("framing", ["msgpack", "sse", "none"])
@pytest.mark.parametrize("samples", [1, 3])
async def test_pictures_in_order(catalog: Catalog, framing: str, samples: int) -> None:
    request = request_for(catalog, framing, batch=Batch(count=samples, samples=samples))
    heard: list[object] = []
    async with demo() as service:
        pictures = await service.generate(request, heard.append)
    assert [picture.sample for picture in pictures] == list(range(samples))
    assert all(kind_of(picture.data) == "png" for picture in pictures)
    steps = [event.step for event in heard if isinstance(event, Step) and event.sample == 0]
    assert steps == ([0, 1, 2] if framing != "none" else [])
    assert [event for event in heard if isinstance(event, Image)] == pictures


async def test_every_framing_gives_the_same_picture(catalog: Catalog) -> None:
    def pixels(data: bytes) -> bytes:
        return b"".join(re.findall(rb"IDAT.*?IEND", data, re.DOTALL))

    async with demo() as service:
        found = {
            pixels((await service.generate(request_for(catalog, framing)))[0].data)
            for framing in ("msgpack", "sse", "none")
        }
    assert len(found) == 1


FAULTS = {
    "html": errors.BadReply,
    "bad-gateway": errors.ServerError,
    "cut": (errors.StreamFailed, errors.BadReply),
    "drop": errors.ConnectionLost,
    "garbage": errors.BadReply,
    "locked": errors.Locked,
    "rate-limit": errors.RateLimited,
    "no-anlas": errors.NotEnoughAnlas,
    "bad-token": errors.TokenRefused,
    "reject": errors.RequestRejected,
    "server-error": errors.ServerError,
    "stream-error": errors.StreamFailed,
    "missing": errors.StreamFailed,
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_demos_faults(catalog: Catalog, fault: str) -> None:
    transport = DemoTransport(pace=0, fault=FaultPlan.parse(f"{fault}:1"))
    async with demo(transport) as service:
        with pytest.raises(FAULTS[fault]):
            await service.generate(request_for(catalog))
    assert transport.generations <= 1


async def test_pictures_before_a_fault_are_given(catalog: Catalog, loopback: Any, png: bytes) -> None:
    packed = msgpack.packb({"event_type": "final", "samp_ix": 1, "image": png})
    loopback.answers("200 OK", len(packed).to_bytes(4, "big") + packed)
    request = Request("/ai/generate-image-stream", {}, samples=2, seed=1, framing="msgpack")
    heard: list[object] = []
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(errors.StreamFailed):
            await service.generate(request, heard.append)
    assert heard == [Image(png, 1)]


@pytest.mark.parametrize("size", [1, 5, 1000])
async def test_a_zip_instead_of_a_stream_is_taken(
    loopback: Any, streamed: Request, png: bytes, make_zip: Callable[[Mapping[str, bytes]], bytes], size: int
) -> None:
    body = make_zip({"image_0.png": png})
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    loopback.plays(b"HTTP/1.1 201 Created\r\n\r\n", *parts, pause=0.001)
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await service.generate(streamed) == [Image(png, 0)]


async def test_what_is_sent(catalog: Catalog, loopback: Any) -> None:
    request = request_for(catalog, prompt='girl, 猫, {x} "q" \U0001f98a', model=V3)
    loopback.answers("400 Bad Request")
    async with NovelAI("pst-tok3n", host=loopback.url) as service:
        for _ in range(2):
            with pytest.raises(errors.RequestRejected):
                await service.generate(request)
    assert [json.loads(sent) for sent in loopback.bodies] == [request.body] * 2
    ids = set()
    for sent in loopback.heads:
        line, *rest = sent.decode().strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in rest)}
        assert line == "POST /ai/generate-image HTTP/1.1"
        assert headers["authorization"] == "Bearer pst-tok3n"
        assert headers["content-type"] == "application/json"
        assert headers["user-agent"].startswith("naitui/")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", headers["x-initiated-at"])
        assert re.fullmatch(r"[0-9A-Za-z]{6}", headers["x-correlation-id"])
        assert headers["accept"] != "application/json"  # that would be answered with JSON
        ids.add(headers["x-correlation-id"])
    assert len(ids) == 2


async def test_the_token_does_not_follow_to_another_host(loopback: Any, plain: Request) -> None:
    other = type(loopback)()
    await other.start()
    try:
        other.answers("200 OK", b"gotcha")
        for status in ("301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"):
            loopback.answers(status, Location=f"{other.url}/ai/generate-image")
            async with NovelAI("pst-secret", host=loopback.url) as service:
                with pytest.raises(errors.BadReply) as caught:
                    await service.generate(plain)
            assert caught.value.status == int(status[:3])
            assert caught.value.retry is False
        assert loopback.posts == 4
        assert other.heads == []
    finally:
        await other.stop()


def authorization(base: str, url: str) -> str | None:
    """The header that a call to ``url`` would get from a client whose service is at ``base``."""
    request = httpx.Request("POST", url)
    next(TokenAuth(SecretStr("pst-secret"), httpx.URL(base)).auth_flow(request))
    return request.headers.get("authorization")


@pytest.mark.parametrize(
    ("base", "url", "gets_it"),
    [
        ("https://image.novelai.net", "https://image.novelai.net/ai/generate-image", True),
        ("https://image.novelai.net", "https://image.novelai.net:443/x", True),
        ("https://image.novelai.net", "http://image.novelai.net/x", False),
        ("https://image.novelai.net", "https://novelai.net/x", False),
        ("https://image.novelai.net", "https://image.novelai.net.evil.example/x", False),
        ("https://image.novelai.net", "https://image.novelai.net@evil.example/x", False),
        ("https://image.novelai.net", "https://image.novelai.net:8443/x", False),
        ("http://image.novelai.net", "http://image.novelai.net/x", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/x", True),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8001/x", False),
        ("http://localhost:8000", "http://localhost:8000/x", True),
        ("http://localhost.evil.example", "http://localhost.evil.example/x", False),
    ],
)
def test_who_gets_the_token(base: str, url: str, gets_it: bool) -> None:
    assert authorization(base, url) == ("Bearer pst-secret" if gets_it else None)


@pytest.mark.parametrize("token", ["pst-secret\n", "pst-secret\r\nX: y", "pst secret", "pst-secret…", "\x00pst-secret"])
async def test_a_token_that_is_none_is_not_sent_and_not_shown(loopback: Any, plain: Request, token: str) -> None:
    async with NovelAI(token, host=loopback.url) as service:
        with pytest.raises(errors.TokenRefused) as caught:
            await service.generate(plain)
    assert "secret" not in f"{caught.value}{caught.value!r}"
    assert (loopback.heads, caught.value.charged) == ([], "no")


async def test_the_token_does_not_show(loopback: Any, plain: Request) -> None:
    loopback.answers("401 Unauthorized", b'{"message":"Unauthorized"}')
    service = NovelAI("pst-secret", host=loopback.url)
    with pytest.raises(errors.TokenRefused) as caught:
        await service.generate(plain)
    await service.close()
    shown = f"{service}{service!r}{vars(service)}{caught.value}{caught.value!r}{vars(caught.value)}"
    assert "pst-secret" not in shown


async def test_no_token_no_header(loopback: Any) -> None:
    loopback.answers("200 OK", b'{"tags":[{"tag":"1girl","count":1,"confidence":0.5}, 5]}')
    async with NovelAI(host=loopback.url) as service:
        tags = await service.suggest_tags("nai-diffusion-5-full", "1gi rl&x=y", "en")
    assert tags == [{"tag": "1girl", "count": 1, "confidence": 0.5}]
    [sent] = loopback.heads
    assert (
        sent.startswith(
            b"GET /ai/generate-image/suggest-tags?model=nai-diffusion-5-full&prompt=1gi+rl%26x%3Dy&lang=en "
        )
        or b"prompt=1gi%20rl%26x%3Dy&lang=en " in sent
    )
    assert b"authorization" not in sent.lower()


async def test_japanese_suggestions_come_as_a_bare_list() -> None:
    async with demo() as service:
        [tag] = await service.suggest_tags("nai-diffusion-5-full", "銀", "jp")
    assert tag["en_tag"] == "silver hair"


@pytest.mark.parametrize("body", [b"", b"<html>", b"5", b"{}", b'{"tier":"x"}', b"[" * 99_999, b"\xff", b"9" * 5000])
async def test_answers_that_are_no_account(loopback: Any, body: bytes) -> None:
    loopback.answers("200 OK", body)
    async with NovelAI("pst-x", host=loopback.url) as service:
        with pytest.raises(errors.BadReply):
            await service.subscription()
        with pytest.raises(errors.BadReply):
            await service.suggest_tags("m", "x")


async def test_the_quick_calls_have_a_deadline_too(loopback: Any) -> None:
    loopback.plays(b"HTTP/1.1 200 OK\r\n\r\n{", hold=True)
    async with NovelAI("pst-x", host=loopback.url, quick_deadline=0.3) as service:
        with pytest.raises(errors.DeadlineExceeded):
            await service.subscription()


async def test_the_account(catalog: Catalog) -> None:
    transport = DemoTransport(DemoAccount(tier=1, fixed_anlas=10, purchased_anlas=100), pace=0)
    async with demo(transport) as service:
        before = await service.subscription()
        await service.generate(request_for(catalog, model="nai-diffusion-4-5-full"))
        after = await service.subscription()
    assert (before.tier, before.anlas, after.anlas) == (1, 110, 108)  # 64×64 costs the minimum of 2
    assert before.allowance is None


async def test_the_deadline_never_cuts_short_what_is_done_with_a_picture(loopback: Any, png: bytes) -> None:
    """A picture that came is saved while the next one is awaited: a deadline in between is the next one's alone."""
    packed = msgpack.packb({"event_type": "final", "samp_ix": 0, "image": png})
    loopback.plays(b"HTTP/1.1 200 OK\r\n\r\n", len(packed).to_bytes(4, "big") + packed, hold=True)
    request = Request("/ai/generate-image-stream", {}, samples=2, seed=1, framing="msgpack")
    saved: list[object] = []

    async def save_all(service: NovelAI) -> None:
        async for event in service.stream(request):
            await asyncio.sleep(0.8)  # a slow disk, past the deadline
            saved.append(event)

    async with NovelAI("pst-x", host=loopback.url, deadline=0.5) as service:
        with pytest.raises(errors.DeadlineExceeded):
            await save_all(service)
    assert saved == [Image(png, 0)]


async def test_a_cancelled_call_is_cancelled_and_not_sent_again(loopback: Any, plain: Request) -> None:
    loopback.plays(hold=True)
    async with NovelAI("pst-x", host=loopback.url) as service:
        task = asyncio.create_task(service.generate(plain))
        while not loopback.posts:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert loopback.posts == 1


def test_the_example_of_the_docstring_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = inspect.cleandoc(NovelAI.__doc__ or "")
    found = re.search(r"::\n\n((?:(?: {8}.*)?\n)+)", written)
    assert found is not None
    code = inspect.cleandoc(found[1])
    assert "asyncio.run(main())" in code
    for here, there in [
        ('NovelAI("pst-…")', "NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0))"),
        ("from pathlib import Path", "from pathlib import Path\nfrom naitui.demo import DEMO_TOKEN, DemoTransport"),
    ]:
        assert code.count(here) == 1
        code = code.replace(here, there)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "the docstring's example", "exec"), {})
    [picture] = tmp_path.iterdir()
    assert re.fullmatch(r"\d+\.png", picture.name)
    assert kind_of(picture.read_bytes()) == "png"


async def test_a_public_file_comes_whole_and_costs_nothing(loopback: Any) -> None:
    loopback.answers("200 OK", b"words" * 100)
    sizes: list[int] = []
    async with NovelAI("pst-x", host=loopback.url) as service:
        assert await service.download("/file?v=2", 500, sizes.append) == b"words" * 100
        assert loopback.heads[0].startswith(b"GET /file?v=2 HTTP/1.1\r\n")
        with pytest.raises(errors.BadReply, match="larger than 499 bytes") as caught:
            await service.download("/file", 499)
        assert caught.value.charged == "no"
        loopback.plays(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nwords")
        with pytest.raises(errors.ConnectionLost) as lost:
            await service.download("/file", 500)
    assert (sizes, lost.value.charged) == ([500], "no")


async def test_what_no_address_can_hold_is_refused(loopback: Any) -> None:
    async with NovelAI(host=loopback.url) as service:
        with pytest.raises(errors.Refused, match="no address can be made of it"):
            await service.suggest_tags("m", "x" * 100_000)
    assert loopback.heads == []
