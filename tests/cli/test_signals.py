"""Signals, closed pipes and full disks: what is in flight is finished and kept, nothing more is sent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from naitui.library.record import read_record
from naitui.pictures.png import without_text

SMALL = ("--size", "64x64", "--steps", "3")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_flight_lets_the_picture_be_saved(program: Any, number: signal.Signals) -> None:
    ended = program.interrupted(number, at='"step"')
    assert ended.code == 128 + number
    kinds = [event["event"] for event in ended.events]
    assert kinds.count("saved") == kinds.count("started") == 1
    assert kinds.count("cancelled") == 2
    assert len(program.pictures) == 1
    assert "finished and saved first" in ended.err
    assert "Traceback" not in ended.err


def test_a_second_signal_ends_it_at_once(program: Any) -> None:
    ended = program.interrupted(signal.SIGINT, at='"step"', twice=True, options=("--steps", "28"))
    assert ended.code == 130
    assert [e["charged"] for e in ended.events if e["event"] == "cancelled"] == ["no", "no", "maybe"]
    assert "may charge it" in ended.err
    assert program.pictures == []
    assert "Traceback" not in ended.err


def test_what_waits_for_the_lock_is_not_sent_after_a_signal(program: Any) -> None:
    ended = program.interrupted(signal.SIGTERM, at='"waiting"', options=("--fault", "locked"))
    assert ended.code == 143
    kinds = [event["event"] for event in ended.events]
    assert kinds.count("started") == 1
    assert [e["charged"] for e in ended.events if e["event"] == "cancelled"] == ["no"] * 3


def test_before_anything_is_sent_a_signal_just_ends_it(program: Any) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:  # a service that takes the call and never answers
        config = program.home / "config.toml"
        config.write_text(f'host = "http://127.0.0.1:{server.getsockname()[1]}"\n')
        token = program.home / "token"
        token.write_text("pst-x")
        command, environment = program.command("generate", "x", "--config", config, "--token-file", token)
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            connection, _ = server.accept()
            with connection:
                assert connection.recv(100_000).startswith(b"GET /user/subscription")
                process.send_signal(signal.SIGINT)
                out, words = process.communicate(timeout=20)
                assert connection.recv(100_000) == b""
    assert process.returncode == 130
    assert (out, words) == (b"", b"stopped: nothing was sent\n")


def test_under_nohup_a_hang_up_is_ignored(program: Any) -> None:
    def ignore() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    slow = ("--demo", "--pace", "0.3", *SMALL, "--json", "--count", "2", "--out", program.out)
    with program.start("generate", "x", *slow, preexec_fn=ignore) as process:
        for line in process.stdout:
            if b'"step"' in line:
                break
        process.send_signal(signal.SIGHUP)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert len(program.pictures) == 2


def test_a_reader_that_goes_away_loses_no_picture(program: Any) -> None:
    slow = ("--demo", "--pace", "0.5", *SMALL, "--json", "--count", "3", "--out", program.out)
    with program.start("generate", "x", *slow) as process:
        for line in process.stdout:
            if b'"started"' in line:
                break
        process.stdout.close()
        process.wait(60)
        words = process.stderr.read().decode()
    assert process.returncode == 0
    assert len(program.pictures) == 1
    assert "saved: " in words
    assert "Traceback" not in words
    assert "Exception ignored" not in words


def test_a_reader_that_was_never_there_costs_nothing(program: Any) -> None:
    readable, writable = os.pipe()
    os.close(readable)
    process = program.start("generate", "x", "--demo", "--pace", "0", *SMALL, "--json", stdout=writable)
    os.close(writable)
    with process:
        words = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 0
    assert not [line for line in words.splitlines() if line.startswith("sent")]


def test_an_output_that_is_full(program: Any) -> None:
    with Path("/dev/full").open("wb") as full:
        process = program.start("generate", "x", "--demo", "--pace", "0", *SMALL, "--out", program.out, stdout=full)
        with process:
            words = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 1
    assert "No space left" in words
    assert len(program.pictures) == 1
    assert "Traceback" not in words


def test_nobody_reads_the_words(program: Any) -> None:
    readable, writable = os.pipe()
    os.close(readable)
    process = program.start("generate", "x", "--demo", "--pace", "0", *SMALL, "--out", program.out, stderr=writable)
    os.close(writable)
    with process:
        process.communicate(timeout=60)
    assert len(program.pictures) == 1


def test_the_readers_of_other_commands_may_go_too(program: Any, picture: Path) -> None:
    readable, writable = os.pipe()
    os.close(readable)
    process = program.start("show", "--json", picture, stdout=writable)
    os.close(writable)
    with process:
        words = process.communicate(timeout=60)[1]
    assert (process.returncode, words) == (0, b"")


def test_a_folder_that_takes_nothing_keeps_the_picture(program: Any) -> None:
    slow = ("--demo", "--pace", "1", "--size", "64x64", "--steps", "12", "--json", "--out", program.out)
    with program.start("generate", "x", *slow) as process:
        for line in process.stdout:
            if b'"step"' in line:
                break
        program.out.rmdir()
        program.out.write_bytes(b"a file where the folder should be")
        rest, words = process.communicate(timeout=60)
    assert process.returncode == 1
    [kept] = program.kept
    assert f"kept in {kept}" in words.decode()
    assert kept.read_bytes().startswith(b"\x89PNG")
    [failed] = [event for event in map(json.loads, rest.splitlines()) if event["event"] == "failed"]
    assert str(kept) in failed["message"]
    assert read_record(kept.read_bytes()) is None  # as it came


def test_killed_in_flight_leaves_a_trace(program: Any) -> None:
    from naitui.library import Shelf

    slow = ("--demo", "--pace", "1", "--size", "64x64", "--steps", "28", "--json", "--out", program.out)
    with program.start("generate", "1girl, killed", *slow) as process:
        for line in process.stdout:
            if b'"step"' in line:
                break
        incoming = program.home / "state" / "naitui" / "demo-incoming"
        assert Shelf(program.out, incoming, "{seed}").left_over() == []
        process.kill()
        process.communicate()
    [left] = Shelf(program.out, incoming, "{seed}").left_over()
    assert left.unknown
    assert left.recipe.prompt == "1girl, killed"


def test_two_runs_at_once_make_two_pictures_of_one_name(program: Any) -> None:
    command = ("generate", "x", "--demo", "--pace", "0", *SMALL, "--name", "same", "--seed", "1", "--out", program.out)
    runs = [program.start(*command) for _ in range(2)]
    for process in runs:
        with process:
            process.communicate(timeout=60)
    assert [path.name for path in program.pictures] == ["same-2.png", "same.png"]
    first, second = (without_text(path.read_bytes(), "naitui") for path in program.pictures)
    assert len(first) > 100
    assert len(second) > 100
