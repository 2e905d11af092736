"""Files are wholly there or not at all, and nothing is ever overwritten by accident."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from naitui.library.files import write_new, write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_write_whole_makes_folders_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_whole(path, b"old", mode=0o600)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_whole(path, b"new" * 100_000)
    assert path.read_bytes() == b"new" * 100_000
    assert names(tmp_path) == ["file"]


def test_write_new_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "x" / "name.png"
    used = [write_new(path, data).name for data in (b"1", b"2", b"3")]
    assert used == ["name.png", "name-2.png", "name-3.png"]
    assert [(path.parent / name).read_bytes() for name in used] == [b"1", b"2", b"3"]


def test_write_new_lets_even_a_dangling_link_and_a_folder_be(tmp_path: Path) -> None:
    (tmp_path / "name.png").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "name-2.png").mkdir()
    assert write_new(tmp_path / "name.png", b"x").name == "name-3.png"
    assert not (tmp_path / "elsewhere").exists()


def test_many_writers_of_one_name_all_get_one_of_their_own(tmp_path: Path) -> None:
    data = [bytes([n]) * 1000 for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda one: write_new(tmp_path / "n.png", one), data))
    assert len(set(paths)) == 24
    assert [path.read_bytes() for path in paths] == data
    assert len(names(tmp_path)) == 24


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    used = [write_new(tmp_path / "n.png", data).name for data in (b"1", b"2")]
    assert used == ["n.png", "n-2.png"]
    assert names(tmp_path) == ["n-2.png", "n.png"]
    assert (tmp_path / "n.png").read_bytes() == b"1"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_fault_at_any_operation_leaves_the_old_file(tmp_path: Path, faults: Any, number: int) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")
    failed = set()
    for nth in range(1, 30):
        faults.calls, faults.failed = 0, None
        faults.arm(nth, number)
        seen = None
        try:
            write_whole(path, b"new")
        except OSError as error:
            seen = error.errno
        faults.disarm()
        assert seen in (None, number)
        assert path.read_bytes() == (b"new" if seen is None else b"old")
        assert names(tmp_path) == ["file"]
        if faults.failed is None:
            break
        failed.add(faults.failed)
        write_whole(path, b"old")
    assert failed >= {"open", "fsync", "replace"} or failed >= {"open", "fsync", "rename"}


def test_a_fault_at_any_operation_makes_no_half_picture(tmp_path: Path, faults: Any) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")
    failed = set()
    for nth in range(1, 30):
        faults.calls, faults.failed = 0, None
        faults.arm(nth)
        try:
            used = write_new(path, b"new")
        except OSError:
            used = None
        faults.disarm()
        assert path.read_bytes() == b"old"
        assert names(tmp_path) == ["file"] if used is None else ["file", used.name]
        if used is not None:
            assert used.read_bytes() == b"new"
            used.unlink()
        if faults.failed is None:
            break
        failed.add(faults.failed)
    assert failed >= {"open", "fsync", "link"}


TOO_LARGE = """
import resource, signal, sys
from pathlib import Path
from naitui.library.files import write_new, write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for write in (write_whole, write_new):
    try:
        write(Path(sys.argv[1]), b"x" * 100_000)
    except OSError as error:
        print(error.errno)
"""


def test_a_disk_that_takes_only_the_beginning(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_whole(path, b"old")
    done = subprocess.run([sys.executable, "-c", TOO_LARGE, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(errno.EFBIG)] * 2
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_bytes(b"")
    for write in (write_whole, write_new):
        with pytest.raises(OSError, match="blocked"):
            write(tmp_path / "blocked" / "sub" / "file", b"x")
