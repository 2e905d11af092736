"""``tool`` and ``upscale``: pictures in, pictures out, the price first, and every way in which they fail."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.pictures.decode import size_of
from naitui.pictures.kinds import kind_of
from naitui.pictures.prepare import png, tool_picture

DEMO = ("--demo", "--pace", "0")


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    """A picture to work on."""
    path = tmp_path / "my cat.png"
    image = Image.new("RGB", (96, 64), "teal")
    image.paste("orange", (30, 10, 60, 60))
    image.save(path)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_tool_from_a_file_to_a_file(program: Any, cat: Path) -> None:
    before = cat.read_bytes()
    ended = program("tool", "lineart", cat, *DEMO, "--out", program.out)
    assert ended.code == 0, ended.err
    assert ended.out == f"{program.out / 'my cat-lineart.png'}\n"
    assert "Opus, 10,500 Anlas" in ended.err
    assert "free (free with Opus)" in ended.err
    assert "spent 0 Anlas, 10,500 left" in ended.err
    [made] = program.pictures
    assert size_of(made.read_bytes()) == size_of(png(tool_picture(Image.open(cat))))
    assert cat.read_bytes() == before


def test_three_pictures_and_their_price(program: Any, cat: Path) -> None:
    ended = program("tool", "bg-removal", cat, *DEMO, "--max-anlas", "65", "--json", "--out", program.out)
    assert ended.code == 0, ended.err
    kinds = [event["event"] for event in ended.events]
    assert kinds == ["account", "queued", "started", "saved", "saved", "saved", "finished", "account"]
    assert ended.events[1]["anlas"] == 65
    assert ended.events[-1]["spent"] == 65
    saved = [Path(event["path"]) for event in ended.events if event["event"] == "saved"]
    assert [path.name for path in saved] == [f"my cat-bg-removal-{end}.png" for end in ("cutout", "generated", "blend")]
    assert Image.open(saved[0]).mode == "RGBA"
    assert [event["bytes"] for event in ended.events[3:6]] == [path.stat().st_size for path in saved]


def test_upscaling_doubles_and_costs_by_area(program: Any, cat: Path) -> None:
    ended = program("upscale", cat, *DEMO, "--yes", "--out", program.out)
    assert ended.code == 0, ended.err
    assert "1 Anlas (upscaling 96×64)" in ended.err
    [made] = program.pictures
    assert made.name == "my cat-upscale.png"
    assert size_of(made.read_bytes()) == (192, 128)


def test_nothing_is_ever_overwritten(door: Any, cat: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    for _ in range(3):
        assert door("upscale", cat, *DEMO, "--yes", "--again", "--out", out).code == 0
    assert names(out) == ["my cat-upscale-2.png", "my cat-upscale-3.png", "my cat-upscale.png"]


def test_without_a_folder_they_go_beside_the_demos_pictures(door: Any, cat: Path, tmp_path: Path) -> None:
    ended = door("tool", "sketch", cat, *DEMO)
    assert ended.code == 0, ended.err
    made = Path(ended.out.strip())
    assert made.name == "my cat-sketch.png"
    assert made.parent.name == "demo"
    assert tmp_path in made.parents


def planned(door: Any, *arguments: object) -> dict[str, Any]:
    ended = door(*arguments, "--dry-run", "--json", *DEMO)
    assert ended.code == 0, ended.err
    assert "nothing was sent" in ended.err
    account, event = ended.events
    assert (account["event"], event["event"]) == ("account", "planned")
    return event


def test_a_dry_run_prints_the_whole_request(door: Any, cat: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    event = planned(door, "tool", "emotion", cat, "--mood", "happy", "--prompt", "smile", "--defry", "2", "--out", out)
    sent = png(tool_picture(Image.open(cat)))
    width, height = size_of(sent)
    request = event["request"]
    assert request["body"] == {
        "req_type": "emotion",
        "image": base64.b64encode(sent).decode(),
        "width": width,
        "height": height,
        "use_new_shared_trial": True,
        "prompt": "happy;;smile",
        "defry": 2,
    }
    assert (request["method"], request["url"]) == ("POST", "https://image.novelai.net/ai/augment-image")
    assert request["headers"]["Authorization"] == "Bearer ***"
    upscale = planned(door, "upscale", cat, "--out", out)
    image = base64.b64encode(cat.read_bytes()).decode()
    body = {"image": image, "model": "nai-diffusion-5-curated", "declared_blur_sigma": 0}
    assert (upscale["anlas"], upscale["request"]["body"]) == (1, body)
    assert not out.exists()


def test_a_dry_run_needs_no_token(door: Any, cat: Path) -> None:
    ended = door("tool", "bg-removal", cat, "--dry-run", "--json")
    assert ended.code == 0, ended.err
    [event] = ended.events
    assert (event["event"], event["anlas"]) == ("planned", 65)
    assert event["request"]["url"] == "https://image.novelai.net/ai/augment-image"
    assert "there is no token, so nothing counts as free" in ended.err
    assert door("tool", "bg-removal", cat, "--json").code == 3


@asynccontextmanager
async def service(heard: list[bytes]) -> AsyncIterator[str]:
    """A service on this machine that knows an account and nothing else."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        body = json.dumps({"tier": 1, "active": True, "trainingStepsLeft": 7}).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_real_token_is_sent_and_never_shown(program: Any, cat: Path, tmp_path: Path) -> None:
    heard: list[bytes] = []
    config = tmp_path / "config.toml"
    async with service(heard) as url:
        config.write_text(f'host = "{url}"\n')
        options = ("--dry-run", "--json", "--config", config)
        ended = await asyncio.to_thread(program, "tool", "lineart", cat, *options, NOVELAI_TOKEN="pst-s3cr3t")
    assert ended.code == 0, ended.err
    [head] = heard
    assert head.startswith(b"GET /user/subscription ")
    assert b"Bearer pst-s3cr3t" in head
    assert "s3cr3t" not in ended.out + ended.err
    assert ended.events[-1]["request"]["url"] == f"{url}/ai/augment-image"
    assert ended.events[-1]["reason"] == "Tablet has no free pictures"


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "price": (("bg-removal",), "65 Anlas (Remove Background is never free) and 0 were agreed to; agree with --yes"),
    "not quite": (("bg-removal", "--max-anlas", "64"), "64 were agreed to"),
    "not free": (("lineart", "--demo-tier", "scroll"), "Scroll has no free pictures"),
    "too poor": (("lineart", "--demo-tier", "none", "--demo-anlas", "1", "--yes"), "Not enough Anlas"),
    "no such tool": (("enhance",), "tool: there is no tool 'enhance'; one of bg-removal"),
    "no mood": (("emotion",), "mood: is missing; one of neutral"),
    "no such mood": (("emotion", "--mood", "meh"), "mood: there is no mood 'meh'"),
    "no prompt": (("sketch", "--prompt", "x"), "prompt: sketch takes none"),
    "defry": (("colorize", "--defry", "6"), "defry: should be a whole number from 0 to 5"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_refused_is_4(door: Any, cat: Path, tmp_path: Path, why: str) -> None:
    (name, *options), said = REFUSED[why]
    ended = door("tool", name, cat, *options, *DEMO, "--json", "--out", tmp_path / "o")
    assert ended.code == 4
    assert said in ended.err
    assert not [event for event in ended.events if event["event"] == "saved"]


@pytest.mark.parametrize("what", ["missing", "folder", "text", "cut"])
def test_pictures_that_cannot_be_used_are_4(door: Any, cat: Path, tmp_path: Path, what: str) -> None:
    path = {"missing": tmp_path / "none.png", "folder": tmp_path / "empty"}.get(what, tmp_path / "odd.png")
    (tmp_path / "empty").mkdir()
    if what in ("text", "cut"):
        path.write_bytes(b"hello" if what == "text" else cat.read_bytes()[:-20])
    for command in (("tool", "lineart"), ("upscale",)):
        ended = door(*command, path, *DEMO, "--yes", "--out", tmp_path / "o")
        assert ended.code == 4
        assert f"picture: {path}: " in ended.err
        assert "Traceback" not in ended.err
    assert not (tmp_path / "o").exists()


def test_what_is_too_large_to_upscale_is_not_sent(door: Any, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("L", (2048, 1537)).save(path)
    ended = door("upscale", path, *DEMO, "--yes", "--out", tmp_path / "o")
    assert ended.code == 4
    assert "3,147,776 pixels; NovelAI takes 3,145,728 at most" in ended.err
    assert "Anlas" not in ended.err  # not even the account was asked


def test_a_folder_that_takes_nothing_is_noticed_before_sending(door: Any, cat: Path, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("x")
    ended = door("upscale", cat, *DEMO, "--yes", "--json", "--out", taken)
    assert ended.code == 4
    assert "Nothing was charged" in ended.err
    assert [event["event"] for event in ended.events] == ["account", "queued", "failed"]


FAULTS = {"bad-token:1": 3, "no-anlas": 4, "drop": 5, "cut": 5, "html": 5, "garbage": 5, "server-error": 5}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_have_their_codes_and_say_what_was_charged(door: Any, cat: Path, tmp_path: Path, fault: str) -> None:
    ended = door("upscale", cat, *DEMO, "--yes", "--fault", fault, "--json", "--out", tmp_path / "o")
    assert ended.code == FAULTS[fault]
    assert "charged" in ended.err
    assert [event["event"] for event in ended.events].count("failed") == 1
    assert "Traceback" not in ended.err
    assert "<html" not in ended.out + ended.err


def test_what_came_is_kept_when_one_is_missing(door: Any, cat: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    ended = door("tool", "bg-removal", cat, *DEMO, "--yes", "--fault", "missing:1", "--out", out)
    assert ended.code == 5
    assert names(out) == ["my cat-bg-removal-cutout.png", "my cat-bg-removal-generated.png"]
    assert "2 of 3 pictures came" in ended.err
    assert "It may have been charged. What came is kept in" in ended.err


def test_an_answer_that_cannot_be_read_is_kept(door: Any, cat: Path, tmp_path: Path) -> None:
    ended = door("upscale", cat, *DEMO, "--yes", "--fault", "garbage:1", "--out", tmp_path / "o")
    kept = ended.err.partition("What came is kept in ")[2].partition(". Compare")[0]
    assert Path(kept).read_bytes() == bytes(range(200, 256)) * 64


def test_a_file_name_of_any_kind_makes_a_name(door: Any, cat: Path, tmp_path: Path) -> None:
    for stem in ("銀" * 80, 'a:b"?', "x" * 240, "%"):
        path = tmp_path / f"{stem}.png"
        path.write_bytes(cat.read_bytes())
        ended = door("upscale", path, *DEMO, "--yes", "--again", "--json", "--out", tmp_path / "o")
        assert ended.code == 0, ended.err
        assert ended.out.isascii()
        [saved] = [event for event in ended.events if event["event"] == "saved"]
        assert kind_of(Path(saved["path"]).read_bytes()) == "png"


def interrupted(program: Any, cat: Path, *, twice: bool) -> Any:
    """Upscale slowly and send SIGTERM when it has been sent."""
    arguments = ("upscale", cat, "--demo", "--pace", "3", "--yes", "--json", "--out", program.out)
    with program.start(*arguments, stdout=subprocess.PIPE) as process:
        while b'"started"' not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGTERM)
        if twice:
            while b"stopping" not in process.stderr.readline():
                pass
            process.send_signal(signal.SIGTERM)
        rest, words = process.communicate(timeout=60)
    return process.returncode, rest.decode(), words.decode()


def test_the_first_signal_lets_it_finish(program: Any, cat: Path) -> None:
    code, rest, words = interrupted(program, cat, twice=False)
    assert code == 128 + signal.SIGTERM
    assert '"saved"' in rest
    assert "finished and saved first" in words
    assert [path.name for path in program.pictures] == ["my cat-upscale.png"]


def test_the_second_signal_ends_it(program: Any, cat: Path) -> None:
    code, rest, words = interrupted(program, cat, twice=True)
    assert code == 128 + signal.SIGTERM
    assert "may charge it" in words
    assert '"saved"' not in rest
    assert program.pictures == []


def test_a_reader_that_goes_away_loses_no_picture(program: Any, cat: Path) -> None:
    arguments = ("upscale", cat, *DEMO, "--yes", "--json", "--out", program.out)
    with program.start(*arguments) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 0
        assert b"Traceback" not in process.stderr.read()
    for path in program.pictures:
        with Image.open(io.BytesIO(path.read_bytes())) as made:
            assert made.size == (192, 128)
