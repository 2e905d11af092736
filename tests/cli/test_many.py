"""Many inputs: how many and what they cost first, one at a time, bounded, and never the same thing twice."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.calls import Call, read_call

DEMO = ("--demo", "--pace", "0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pictures, and files that are none."""
    made = tmp_path / "in"
    made.mkdir()
    for number, colour in enumerate(("teal", "orange", "navy", "olive")):
        Image.new("RGB", (64 + number, 48), colour).save(made / f"{colour}.png")
    (made / "notes.txt").write_text("not a picture")
    (made / ".hidden.png").write_bytes(b"")
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def kinds(ended: Any) -> list[str]:
    return [event["event"] for event in ended.events]


def test_a_folder_goes_through_a_tool_one_after_the_other(door: Any, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = door("tool", "lineart", folder, *DEMO, "--out", out, "--json")
    assert ended.code == 0, ended.err
    assert names(out) == [f"{name}-lineart.png" for name in ("navy", "olive", "orange", "teal")]
    one = ["queued", "started", "saved", "finished", "account"]
    assert kinds(ended) == ["account", *one * 4, "summary"]
    summary = {"event": "summary", "inputs": 4, "done": 4, "already": 0, "refused": 0, "left": 0, "anlas": 0}
    assert ended.events[-1] == summary
    assert "4 of 4 inputs to do, free" in ended.err
    assert ended.err.rstrip().endswith("4 inputs: 4 done; 0 Anlas spent")
    record = read_call((out / "teal-lineart.png").read_bytes())
    assert (record.call, record.path.name, record.result) == (Call("lineart"), "teal.png", 0)


def test_the_total_price_comes_first_and_is_what_is_agreed_to(door: Any, folder: Path, tmp_path: Path) -> None:
    arguments = ("tool", "bg-removal", folder, *DEMO, "--out", tmp_path / "out")
    refused = door(*arguments)
    assert refused.code == 4
    assert "4 of 4 inputs to do, 260 Anlas (Remove Background is never free)" in refused.err
    assert "refused: it costs 260 Anlas" in refused.err
    few = door(*arguments, "--max-anlas", "150")
    assert few.code == 4
    assert "2 of them fit into 150 Anlas: --limit 2" in few.err
    assert names(tmp_path / "out") == []
    ended = door(*arguments, "--max-anlas", "150", "--limit", "2", "--json")
    assert ended.code == 0, ended.err
    assert len(names(tmp_path / "out")) == 6
    assert ended.events[-1]["anlas"] == 130
    assert (ended.events[-1]["done"], ended.events[-1]["left"]) == (2, 2)
    assert "2 left: the same command goes on" in ended.err


def test_what_is_done_is_not_done_again_whatever_it_is_called(door: Any, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("upscale", folder, *DEMO, "--yes", "--out", out)
    assert door(*arguments, "--limit", "2").code == 0
    (out / "navy-upscale.png").rename(out / "another name.png")
    ended = door(*arguments, "--json")
    assert ended.code == 0, ended.err
    assert ended.events[-1]["done"] == 2
    assert ended.events[-1]["already"] == 2
    assert f"there already: {out / 'another name.png'}" in ended.err
    nothing = door(*arguments, "--json")
    assert (nothing.code, kinds(nothing)) == (0, [*["there"] * 4, "summary"])
    assert nothing.events[-1]["already"] == 4
    assert sorted(door(*arguments).out.splitlines()) == sorted(str(path) for path in out.iterdir())
    again = door(*arguments, "--again", "--json")
    assert again.events[-1]["done"] == 4
    other = door("tool", "sketch", folder, *DEMO, "--out", out, "--json")
    assert other.events[-1]["done"] == 4  # another tool is another thing


def test_a_copy_in_the_same_folder_is_not_paid_for_twice(door: Any, folder: Path, tmp_path: Path) -> None:
    (folder / "a copy.png").write_bytes((folder / "teal.png").read_bytes())
    arguments = ("tool", "bg-removal", folder, *DEMO, "--yes", "--out", tmp_path / "out", "--json")
    ended = door(*arguments)
    assert ended.code == 0, ended.err
    assert "4 of 5 inputs to do, 260 Anlas" in ended.err
    assert f"the same picture twice: {folder / 'teal.png'} is {folder / 'a copy.png'}" in ended.err
    summary = ended.events[-1]
    assert (summary["done"], summary["already"], summary["left"], summary["anlas"]) == (4, 1, 0, 260)
    assert door(*arguments).events[-1]["already"] == 5


def test_another_picture_under_the_same_name_is_another_input(door: Any, folder: Path, tmp_path: Path) -> None:
    arguments = ("tool", "lineart", folder, *DEMO, "--out", tmp_path / "out", "--json")
    assert door(*arguments).code == 0
    Image.new("RGB", (50, 50), "red").save(folder / "teal.png")
    ended = door(*arguments)
    assert (ended.events[-1]["done"], ended.events[-1]["already"]) == (1, 3)
    assert "teal-lineart-2.png" in names(tmp_path / "out")


def test_one_picture_is_not_paid_for_twice_either(door: Any, folder: Path, tmp_path: Path) -> None:
    arguments = ("upscale", folder / "teal.png", *DEMO, "--yes", "--out", tmp_path / "out")
    first, second = door(*arguments), door(*arguments)
    assert second.out == first.out
    assert "there already; --again makes it once more" in second.err
    assert "Anlas" not in second.err


def test_options_are_part_of_what_is_there(door: Any, folder: Path, tmp_path: Path) -> None:
    arguments = ("tool", "emotion", folder / "teal.png", *DEMO, "--out", tmp_path / "out")
    for options in (("--mood", "happy"), ("--mood", "sad"), ("--mood", "sad", "--defry", "2")):
        assert door(*arguments, *options).code == 0
    assert len(names(tmp_path / "out")) == 3
    assert "there already" in door(*arguments, "--mood", "sad").err


def bad_pictures(folder: Path) -> dict[str, str]:
    """Pictures that cannot be sent, and what is said of each."""
    good = (folder / "teal.png").read_bytes()
    (folder / "cut.png").write_bytes(good[:-20])
    (folder / "empty.png").write_bytes(b"")
    (folder / "page.png").write_bytes(b"<!DOCTYPE html><html></html>")
    Image.new("P", (20, 20)).save(folder / "gif.png", "GIF")
    Image.new("1", (6000, 6000)).save(folder / "huge.png")
    return {
        "cut.png": "cut short",
        "empty.png": "The file is empty",
        "page.png": "This is a web page",
        "gif.png": "not a PNG, JPEG or WebP",
        "huge.png": "too large",
    }


def test_bad_pictures_are_told_in_a_line_each_and_the_others_are_done(door: Any, folder: Path, tmp_path: Path) -> None:
    told = bad_pictures(folder)
    ended = door("tool", "lineart", folder, *DEMO, "--out", tmp_path / "out", "--json")
    assert ended.code == 4
    lines = ended.err.splitlines()
    for name, said in told.items():
        [line] = [line for line in lines if name in line]
        assert said in line
    assert ended.events[-1]["done"] == 4
    assert ended.events[-1]["refused"] == 5
    assert "Traceback" not in ended.err


ODD = {
    "cmyk.jpg": lambda path: Image.new("CMYK", (60, 40), (10, 200, 30, 0)).save(path),
    "grey16.png": lambda path: Image.new("I;16", (60, 40), 40_000).save(path),
    "palette.png": lambda path: Image.new("RGB", (60, 40), "teal").quantize(4).save(path),
    "animated.webp": lambda path: Image.new("RGB", (60, 40), "teal").save(
        path, save_all=True, append_images=[Image.new("RGB", (60, 40), "red")]
    ),
    "mislabelled.png": lambda path: Image.new("RGB", (60, 40), "teal").save(path, "JPEG"),
    "tiny.png": lambda path: Image.new("RGB", (1, 1), "teal").save(path),
    "line.png": lambda path: Image.new("RGB", (3000, 1), "teal").save(path),
    "clear.png": lambda path: Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(path),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pictures_go_through(door: Any, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    ODD[name](path)
    for command in (("tool", "lineart"), ("upscale",)):
        ended = door(*command, path, *DEMO, "--yes", "--out", tmp_path / "out")
        assert ended.code == 0, ended.err
    assert len(names(tmp_path / "out")) == 2


def test_what_goes_while_others_are_done_is_told_and_not_sent(program: Any, folder: Path) -> None:
    arguments = ("tool", "lineart", folder, "--demo", "--pace", "0.3", "--json", "--out", program.out)
    with program.start(*arguments, stdout=subprocess.PIPE) as process:
        while b'"started"' not in process.stdout.readline():
            pass
        (folder / "orange.png").unlink()
        Image.new("RGB", (9, 9)).save(folder / "teal.png")
        rest, words = process.communicate(timeout=60)
    assert process.returncode == 4
    assert json.loads(rest.decode().splitlines()[-1])["done"] == 2
    assert b"orange.png: No such file" in words
    assert b"teal.png: it has changed since it was looked at" in words


def test_a_signal_finishes_the_one_in_flight_and_the_same_command_goes_on(program: Any, folder: Path) -> None:
    arguments = ("upscale", folder, "--demo", "--pace", "1", "--yes", "--json", "--out", program.out)
    with program.start(*arguments, stdout=subprocess.PIPE) as process:
        while b'"started"' not in process.stdout.readline():
            pass
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    summary = json.loads(rest.decode().splitlines()[-1])
    assert (summary["event"], summary["left"]) == ("summary", 4 - len(program.pictures))
    ended = program(*arguments[:3], "--pace", "0", *arguments[5:])
    assert ended.code == 0, ended.err
    assert len(program.pictures) == 4


def test_a_failure_of_the_service_stops_the_rest(door: Any, folder: Path, tmp_path: Path) -> None:
    ended = door("upscale", folder, *DEMO, "--yes", "--fault", "server-error:1", "--json", "--out", tmp_path / "out")
    assert ended.code == 5
    assert kinds(ended).count("failed") == 1
    assert (ended.events[-1]["done"], ended.events[-1]["left"]) == (0, 4)


def test_a_dry_run_shows_every_request_and_sends_nothing(door: Any, folder: Path, tmp_path: Path) -> None:
    for options in ((*DEMO,), ()):
        ended = door("tool", "bg-removal", folder, *options, "--dry-run", "--json", "--out", tmp_path / "out")
        assert ended.code == 0, ended.err
        planned = [event for event in ended.events if event["event"] == "planned"]
        assert [event["anlas"] for event in planned] == [65] * 4
        assert len({event["request"]["body"]["image"] for event in planned}) == 4
        assert "4 inputs would cost 260 Anlas; nothing was sent" in ended.err
    assert names(tmp_path / "out") == []


def test_show_says_what_was_done_to_which_picture(door: Any, folder: Path, tmp_path: Path) -> None:
    out, source = tmp_path / "out", folder / "teal.png"
    assert door("tool", "emotion", source, "--mood", "sad", "--defry", "2", *DEMO, "--out", out).code == 0
    shown = door("show", out / "teal-emotion.png")
    assert (shown.code, shown.out) == (0, "emotion sad, defry 2 of ~/in/teal.png\n")
    document = json.loads(door("show", "--json", out / "teal-emotion.png").out)
    assert document["call"]["tool"] == "emotion"
    assert document["call"]["source"] == "~/in/teal.png"
    assert door("show", "--toml", out / "teal-emotion.png").code == 1


def test_a_tool_s_picture_is_enhanced_with_the_words_of_its_source(door: Any, tmp_path: Path) -> None:
    made, out = tmp_path / "made", tmp_path / "out"
    options = ("--size", "128x128", "--steps", "3", "--model", "nai-diffusion-4-5-full")
    assert door("generate", "1girl, hat", *options, *DEMO, "--out", made).code == 0
    [source] = made.iterdir()
    assert door("tool", "lineart", source, *DEMO, "--out", out).code == 0
    [line] = out.iterdir()
    assert door("tool", "colorize", line, "--prompt", "red", *DEMO, "--out", out).code == 0
    [colour] = [path for path in out.iterdir() if path != line]
    ended = door("enhance", colour, "--dry-run", *DEMO)
    assert ended.code == 0, ended.err
    assert f"the words are those of {source.name}, which it was made from" in ended.err
    assert "prompt: 1girl, hat, -2::upscaled, blurry::," in ended.out
    source.write_bytes(colour.read_bytes())  # another picture by now: its words would be a stranger's
    assert "nothing in it says how it was made" in door("enhance", colour, "--dry-run", *DEMO).err
