"""``naitui tokens``: fetching vocabularies, saying what is used, counting."""

from __future__ import annotations

import asyncio
import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest

V45, V3 = "nai-diffusion-4-5-full", "nai-diffusion-3"
PIECES = ["<unk>", "▁cat", "▁", ",", "▁hat"]
T5 = {"model": {"unk_id": 0, "vocab": [[piece, -float(place)] for place, piece in enumerate(PIECES)]}}


def packed(document: object = T5) -> bytes:
    packing = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packing.compress(json.dumps(document).encode()) + packing.flush()


def own_catalog(home: Path, url: str, entries: int = len(PIECES)) -> None:
    """The user's own catalog: T5's vocabulary lies somewhere else, and is another one."""
    path = home / "config" / "naitui" / "catalog.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[tokenizers.t5]\nurl = "{url}/t5.def?v=2"\nentries = {entries}\n')


def kept(home: Path) -> Path:
    return home / "data" / "naitui" / "tokenizers" / "t5.def"


async def fetch(program: Any, *arguments: str, **variables: str) -> Any:
    """In a thread: the server lives in this one."""
    return await asyncio.to_thread(program, "tokens", "fetch", "--model", V45, *arguments, **variables)


# ---------------------------------------------------------------------- fetching


async def test_a_vocabulary_is_fetched_once_and_counts_from_then_on(program: Any, loopback: Any) -> None:
    own_catalog(program.home, loopback.url)
    loopback.answers("200 OK", packed())
    ended = await fetch(program)
    assert (ended.code, ended.err) == (0, f"T5: fetching {loopback.url}/t5.def?v=2\nT5: {len(packed())} bytes\n")
    assert ended.out == (
        f"T5: kept in {kept(program.home)}; counts exactly for V4.5 Full · V4.5 Curated · V4 Full · V4 Curated\n"
    )
    [head] = loopback.heads
    assert head.startswith(b"GET /t5.def?v=2 HTTP/1.1\r\n")
    assert b"authorization" not in head.lower()
    again = await fetch(program)
    assert (again.code, len(loopback.heads)) == (0, 1)
    assert "is there already" in again.err
    assert (await fetch(program, "--again", "--json")).code == 0
    assert len(loopback.heads) == 2
    counted = await asyncio.to_thread(program, "tokens", "count", "cat, hat", "--model", V45, "--json")
    assert json.loads(counted.out)["exact"] is True
    assert kept(program.home).stat().st_mode & 0o111 == 0


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html><title>one moment</title>", "what came for T5 is a web page, no vocabulary"),
        (packed()[:-9], "what came for T5 is cut off"),
        (b"", "what came for T5 is empty"),
        (packed({"message": "no"}), "what came for T5 is no vocabulary of t5"),
        (packed({"model": {"unk_id": 0, "vocab": [["a", 0]]}}), "has 1 pieces; the vocabulary of t5 has 5"),
    ],
)
async def test_what_is_no_vocabulary_is_not_kept(program: Any, loopback: Any, body: bytes, words: str) -> None:
    own_catalog(program.home, loopback.url)
    loopback.answers("200 OK", packed())
    await fetch(program)
    loopback.answers("200 OK", body)
    ended = await fetch(program, "--again")
    assert (ended.code, ended.out) == (5, "")
    assert words in ended.err
    assert kept(program.home).read_bytes() == packed()
    assert os.listdir(kept(program.home).parent) == ["t5.def"]


async def test_a_line_that_breaks_keeps_nothing(program: Any, loopback: Any) -> None:
    own_catalog(program.home, loopback.url)
    loopback.plays(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", packed())
    ended = await fetch(program)
    assert (ended.code, kept(program.home).exists()) == (5, False)
    assert "failed: the connection broke" in ended.err
    assert "[tokenizers] t5 = " in ended.err
    loopback.answers("404 Not Found", b"<html>gone</html>")
    ended = await fetch(program)
    assert (ended.code, kept(program.home).exists()) == (5, False)
    assert "HTTP 404" in ended.err
    assert "<html>" not in ended.err


async def test_it_goes_through_a_proxy(program: Any, loopback: Any) -> None:
    own_catalog(program.home, "http://pages.example.test")
    loopback.answers("200 OK", packed())
    ended = await fetch(program, HTTP_PROXY=loopback.url)
    assert (ended.code, loopback.heads[0].split(b"\r\n")[0]) == (
        0,
        b"GET http://pages.example.test/t5.def?v=2 HTTP/1.1",
    )
    assert kept(program.home).read_bytes() == packed()


async def test_one_that_fails_does_not_stop_the_others(program: Any, loopback: Any) -> None:
    own_catalog(program.home, loopback.url)
    with (program.home / "config" / "naitui" / "catalog.toml").open("a") as file:
        file.write(f'[tokenizers.qwen]\nurl = "{loopback.url}/q"\n[tokenizers.clip]\nurl = "{loopback.url}/c"\n')
    loopback.answers("200 OK", packed())  # to all three
    ended = await asyncio.to_thread(program, "tokens", "fetch", "--json")
    assert ended.code == 5
    assert [one["tokenizer"] for one in json.loads(ended.out)] == ["t5"]
    assert "what came for Qwen is no vocabulary" in ended.err
    assert "what came for CLIP is no vocabulary" in ended.err


def test_the_demo_has_vocabularies_of_its_own(door: Any, tmp_path: Path) -> None:
    ended = door("tokens", "fetch", "--demo")
    assert (ended.code, ended.out.count("kept in")) == (0, 3)
    assert not (tmp_path / "data" / "naitui" / "tokenizers").exists()
    shown = json.loads(door("tokens", "show", "--demo", "--json").out)
    assert [(one["tokenizer"], one["exact"]) for one in shown] == [("qwen", True), ("t5", True), ("clip", True)]
    assert json.loads(door("tokens", "count", "silver hair", "--demo", "--json").out)["exact"] is True
    assert json.loads(door("tokens", "count", "silver hair", "--json").out)["exact"] is False


# ---------------------------------------------------------------------- showing


def test_without_vocabularies_everything_is_an_estimate(door: Any) -> None:
    ended = door("tokens", "show")
    assert ended.code == 0
    assert ended.out.count("no vocabulary yet: naitui tokens fetch") == 3
    assert "Qwen: estimate, mostly within 35 tokens" in ended.out
    assert "  V4.5 Full · V4.5 Curated · V4 Full · V4 Curated\n" in ended.out


def test_a_file_of_the_settings_is_used_and_a_broken_one_is_named(door: Any, tmp_path: Path) -> None:
    own_catalog(tmp_path, "https://example.test")
    config, file = tmp_path / "config.toml", tmp_path / "t5.json"
    config.write_text('[tokenizers]\nt5 = "~/t5.json"\n')
    file.write_text(json.dumps(T5))
    ended = door("tokens", "show", "--config", config)
    assert (ended.code, f"T5: exact, 5 entries\n  {file} (named in the settings)\n" in ended.out) == (0, True)
    ended = door("tokens", "fetch", "--model", V45, "--config", config)
    assert (ended.code, ended.err) == (0, f"T5: the settings name {file}; nothing is fetched\n")
    file.write_text("<html>\x1b[2J")
    ended = door("tokens", "show", "--config", config)
    assert (ended.code, f"{file}: is a web page, no vocabulary" in ended.out) == (1, True)
    ended = door("tokens", "count", "cat", "--model", V45, "--config", config)
    assert (ended.code, "estimated" in ended.out) == (0, True)
    assert ended.err == f"note: {file}: is a web page, no vocabulary; tokens are estimated\n"


# ---------------------------------------------------------------------- counting


@pytest.fixture
def exact(door: Any, tmp_path: Path) -> Any:
    """The command line, with a vocabulary for V4 and V4.5."""
    own_catalog(tmp_path, "https://example.test")
    path = kept(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(packed())
    return door


def test_words_are_counted_with_what_the_model_adds(exact: Any) -> None:
    ended = exact("tokens", "count", "cat, hat", "--model", V45, "--json")
    found = json.loads(ended.out)
    [caption] = found["prompt"]["captions"]
    assert caption["field"] == "prompt"
    assert caption["tokens"] - caption["added"] == 4  # ▁cat , ▁hat and the end
    assert found["prompt"]["tokens"] == caption["tokens"] > 20  # the vocabulary knows none of the quality tags
    assert (found["prompt"]["limit"], found["exact"], found["unread"]) == (512, True, [])


def test_words_come_through_a_pipe(program: Any) -> None:
    said = program("tokens", "count", "-", "--model", V3, stdin="cat, hat\n").out
    assert said == program("tokens", "count", "cat, hat", "--model", V3).out


PLAIN = f'model = "{V45}"\nquality = "none"\nundesired_preset = "none"\n'
"""The beginning of a recipe to which the model adds nothing."""


def test_a_recipe_is_counted_caption_by_caption(exact: Any, tmp_path: Path) -> None:
    file = tmp_path / "two.toml"
    file.write_text(
        f'{PLAIN}prompt = "cat, /* not */ hat"\nundesired = "hat"\n'
        'styles = ["mine"]\n[[characters]]\nprompt = "cat"\n[[characters]]\nprompt = "hat, cat"\nundesired = "cat"\n'
    )
    styles = tmp_path / "data" / "naitui" / "styles.toml"
    styles.write_text('[mine]\nprefix = "hat"\n')
    ended = exact("tokens", "count", file)
    assert ended.out == (
        "V4.5 Full (T5): counted\n"
        "prompt and characters: 12 of 512\n"
        "  prompt: 6\n"
        "  characters[1].prompt: 2\n"
        "  characters[2].prompt: 4\n"
        "undesired content: 5 of 512\n"
        "  undesired: 2\n"
        "  characters[1].undesired: 1\n"
        "  characters[2].undesired: 2\n"
    )
    assert ended.err == ""


def test_what_is_not_read_is_told_with_its_place(exact: Any, tmp_path: Path) -> None:
    file = tmp_path / "long.toml"
    words = "cat, " * 260
    file.write_text(f'{PLAIN}prompt = "{words}"\n[[characters]]\nprompt = "hat"\n')
    ended = exact("tokens", "count", file)
    assert "prompt and characters: 524 of 512, 12 too many\n" in ended.out
    # 255 cats with their commas and the end are 511; the next cat would fit, its comma would not
    assert "not read: prompt from character 1276 on: cat, cat, cat, cat, cat," in ended.out
    assert "not read: characters[1].prompt from character 1 on: hat\n" in ended.out
    document = json.loads(exact("tokens", "count", file, "--json").out)
    assert document["unread"][1] == {"field": "characters[1].prompt", "start": 0, "end": 3, "exact": True}
    assert exact("tokens", "count", file).code == 0  # it is no fault: NovelAI takes it


def test_chance_is_counted_at_its_longest(exact: Any) -> None:
    ended = exact("tokens", "count", "||cat|hat, hat||", "--model", V45)
    assert ended.out.startswith("V4.5 Full (T5): counted; chance, or words that are missing, may change it\n")


@pytest.mark.parametrize(
    "arguments",
    [("count",), (), ("fetch", "--model"), ("count", "missing.toml"), ("fetch", "x"), ("forget",)],
)
def test_wrong_usage(door: Any, arguments: tuple[str, ...]) -> None:
    assert door("tokens", *arguments).code == 2


def test_an_unknown_model_is_told_of(door: Any) -> None:
    ended = door("tokens", "fetch", "--demo", "--model", "nai-diffusion-9")
    assert (ended.code, ended.out.startswith("Qwen: kept in")) == (0, True)
    assert 'note: "nai-diffusion-9" is not in the catalog; it is treated as a V5 model' in ended.err
