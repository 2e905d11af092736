"""``account`` and ``tags``: questions that cost nothing."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

DEMO = ("--demo", "--pace", "0")


def test_the_account_in_words(program: Any) -> None:
    ended = program("account", *DEMO)
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Opus, active until 20")
    assert "10,500 Anlas (10,000 of the subscription, 500 bought)" in ended.out
    assert "V5 allowance: 72 %, about 1,245 pictures (1,799 with Medium effort), 11 % come back a day" in ended.out


def test_the_account_as_json(program: Any) -> None:
    ended = program("account", "--json", *DEMO, "--demo-tier", "tablet", "--demo-anlas", "7")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert (document["tier"], document["tier_name"], document["anlas"]) == (1, "Tablet", 7)
    assert document["allowance"] is None
    assert document["information"]["ban_status"] == "not_banned"
    assert "example.invalid" not in ended.out  # the user's e-mail


def test_the_allowance_as_json(door: Any) -> None:
    allowance = json.loads(door("account", "--json", *DEMO).out)["allowance"]
    assert allowance == {
        "percent": 72.0,
        "spent": False,
        "low": False,
        "refill_per_day": 11.0,
        "pictures_left": 1245,
        "medium_pictures_left": 1799,
    }


def test_no_token_is_3(door: Any) -> None:
    ended = door("account")
    assert ended.code == 3
    assert "no token" in ended.err


def test_tags(program: Any) -> None:
    ended = program("tags", "silver", *DEMO)
    assert ended.code == 0, ended.err
    assert ended.out == "silver hair\t9390\n"
    assert program("tags", "銀", "--lang", "jp", *DEMO).out == "silver hair\t銀髪\n"


def test_tags_as_json(door: Any) -> None:
    [entry] = json.loads(door("tags", "silver", "--json", *DEMO).out)
    assert (entry["tag"], entry["count"]) == ("silver hair", 9390)
    assert set(entry) == {"tag", "count", "confidence"}


def test_a_model_that_there_is_not_is_5(door: Any) -> None:
    ended = door("tags", "silver", "--model", "nai-diffusion-99", *DEMO)
    assert ended.code == 5
    assert "doesn't exist" in ended.err
    assert "Nothing was charged." in ended.err


@pytest.mark.parametrize("token", ["", "pst-mine"])
async def test_tags_with_and_without_a_token_and_wild_answers(program: Any, tmp_path: Path, token: str) -> None:
    heard: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        body = json.dumps({"tags": [{"tag": "a\x1b[31mb\nc", "count": 3}, {"odd": 1}, 5]}).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    config = tmp_path / "config.toml"
    config.write_text(f'host = "http://127.0.0.1:{server.sockets[0].getsockname()[1]}"\n')
    variables = {"NOVELAI_TOKEN": token} if token else {}
    async with server:
        ended = await asyncio.to_thread(program, "tags", "a b", "--config", config, **variables)
    assert ended.code == 0, ended.err
    assert ended.out == "a [31mb c\t3\n"
    [head] = heard
    assert head.startswith(b"GET /ai/generate-image/suggest-tags?model=nai-diffusion-5-curated&prompt=a")
    assert (b"Bearer pst-mine" in head) is bool(token)


def test_an_empty_ledger_needs_no_token(door: Any) -> None:
    ended = door("account", "--ledger")
    assert ended.code == 0, ended.err
    assert ended.out.startswith("Nothing was sent in the last 30 days.\ntoday: 0 Anlas")


def test_the_ledger_shows_what_was_expected_and_taken(door: Any, tmp_path: Path) -> None:
    small = ("--size", "64x64", "--steps", "3", "--out", tmp_path / "o")
    assert door("generate", "1girl", *DEMO, *small, "--seed", "7").code == 0
    assert door("generate", "1girl", *DEMO, *small, "--demo-tier", "none", "--max-anlas", "9", "--seed", "8").code == 0
    assert door("generate", "1girl", *DEMO, *small, "--fault", "reject", "--seed", "9").code == 5
    assert door("generate", "1girl", *DEMO, *small, "--demo-tier", "none", "--fault", "drop", "--yes").code == 5
    ended = door("account", "--ledger", "--demo")
    free, paid, refused, lost, *rest = ended.out.splitlines()
    assert "0 Anlas" in free
    assert "seed 7, V5 Curated" in free
    assert str(next((tmp_path / "o").glob("*-7.png"))) in free
    assert "2 Anlas" in paid
    assert "not taken, nothing charged" in refused
    assert "expected, not known" in lost
    assert rest[0].startswith("today: ")
    document = json.loads(door("account", "--ledger", "--demo", "--json").out)
    assert [entry["state"] for entry in document["entries"]] == ["done", "done", "failed", "unknown"]
    assert document["today"] == document["counted"] == sum(entry["counted"] for entry in document["entries"])
    assert "demo-token" not in json.dumps(document)
    assert door("account", "--ledger").out.startswith("Nothing was sent")  # the demo's is not the real one


def test_the_ledger_names_drift(door: Any, tmp_path: Path) -> None:
    from naitui.library import Entry, Ledger

    sound = Entry("a", time.time(), "x", "tool", "lineart of a.png", "", 20, "", "", before=100, after=80, state="done")
    ledger = Ledger(tmp_path / "data" / "naitui" / "ledger.sqlite")
    ledger.write(sound)
    ledger.write(replace(sound, job="b", title="sketch of \x1b[2Jb.png", after=79))
    ledger.write(replace(sound, job="c", title="old", at=time.time() - 3 * 86400))
    out = door("account", "--ledger", "--days", "2").out
    assert "1 of 2 jobs took something else than expected" in out
    assert "20 expected, 21 taken: sketch of" in out
    assert "\x1b" not in out
    assert "old" not in out
    assert door("account", "--ledger", "--days", "0").code == 2
