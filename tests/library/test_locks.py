"""A file system without locks: programs of this machine see each other, other machines are left alone, nothing is lost.

`fcntl.flock` is the border of the operating system: it refuses what lies below the test's folder, as such a disk does.
"""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from naitui.jobs import AccountLock
from naitui.library import Shelf, recover_all
from naitui.library.locks import hold, holder_of, why_not_seen
from naitui.library.presence import Presence
from naitui.recipe import Recipe

REFUSES = """
import errno, fcntl, os, sys
real = fcntl.flock
def flock(file, how):
    if os.readlink(f"/proc/self/fd/{file}").startswith(sys.argv[1] + "/state"):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))
    return real(file, how)
fcntl.flock = flock
"""
LIVES = """
from pathlib import Path
from naitui.library.presence import Presence
me = Presence(Path(sys.argv[1]) / "state")
me.appear()
print(me.name, flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=[errno.ENOLCK, errno.ENOTSUP, errno.EBADF], ids=errno.errorcode.get)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: Any) -> Path:
    """A folder on such a disk."""
    real, folder = fcntl.flock, tmp_path / "state"
    folder.mkdir()
    (tmp_path / "tmp").mkdir()

    def flock(file: int, how: int) -> None:
        if os.readlink(f"/proc/self/fd/{file}").startswith(str(folder)):
            raise OSError(request.param, os.strerror(request.param))
        real(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return folder


def test_what_is_held_here_is_held_for_everybody_here(state: Path) -> None:
    path = state / "file"
    file = hold(path, create=True)
    for shared in (False, True):
        with pytest.raises(BlockingIOError):
            hold(path, shared=shared)
    os.close(file)
    os.close(hold(path))
    first, second = hold(path, shared=True), hold(path, shared=True)
    os.close(first)
    os.close(second)
    assert state.name in why_not_seen(state)
    assert why_not_seen(state.parent / "tmp") == ""


def test_what_another_machine_may_hold_is_left_alone(state: Path) -> None:
    path = state / "file"
    os.close(hold(path, create=True))
    assert holder_of(path).read_text() == socket.gethostname()
    holder_of(path).write_text("another")
    with pytest.raises(BlockingIOError, match="another machine"):
        hold(path)
    os.close(hold(path, heeds_machines=False))


def test_whoever_lives_on_this_machine_is_seen(state: Path) -> None:
    me = Presence(state)
    me.appear()
    command = [sys.executable, "-c", REFUSES + LIVES, str(state.parent)]
    environment = {**os.environ, "TMPDIR": str(state.parent / "tmp")}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as other:
        assert other.stdout is not None
        name = other.stdout.readline().strip()
        assert list(me.others()) == [name]
        other.kill()
    assert not me.is_alive(name)
    me.vanish()
    assert list(state.iterdir()) == []
    elsewhere = state / "1-aaaa"
    elsewhere.touch()
    holder_of(elsewhere).write_text("another")
    assert me.is_alive("1-aaaa")


async def test_one_request_at_a_time_on_this_machine(state: Path) -> None:
    first, second = AccountLock(state, "me"), AccountLock(state, "me")
    await first.take(lambda: None)
    assert not second._try()
    first.give_back()
    assert second._try()


def test_a_job_in_flight_is_nobody_elses_and_is_found_after_the_end(state: Path, recipe: Recipe, png: bytes) -> None:
    shelf, other = (Shelf(state / "pictures", state / "incoming", "{seed}") for _ in range(2))
    shelf.open_job("job", recipe)
    shelf._jobs.keep("job", 0, png)
    assert other.left_over() == []
    shelf._jobs._unlock("job")  # the program ended
    machine = holder_of(state / "incoming" / "job" / "recipe.toml")
    machine.write_text("another")
    assert other.left_over() == []  # which may be at work on it
    machine.write_text(socket.gethostname())
    [told] = recover_all(other, None)
    assert told.path is not None
    assert told.path.is_file()
    assert recover_all(other, None) == []


def test_where_nothing_at_all_can_be_locked_nothing_is_taken_from_anybody(
    state: Path, recipe: Recipe, png: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(state / "pictures", state / "incoming", "{seed}")
    shelf.open_job("job", recipe)
    shelf._jobs.keep("job", 0, png)
    shelf._jobs._unlock("job")
    gone = Presence(state)
    gone.appear()
    monkeypatch.setattr("tempfile.tempdir", str(state))
    assert recover_all(shelf, None) == []
    assert (state / "incoming" / "job" / "sample-0").read_bytes() == png
    assert Presence(state).is_alive(gone.name)
    with pytest.raises(OSError, match="|".join(map(os.strerror, (errno.ENOLCK, errno.ENOTSUP, errno.EBADF)))):
        shelf.open_job("other", recipe)  # and nothing is sent
