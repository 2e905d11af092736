"""The user's own token file: who may read it, how it is written, and what stays behind."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from naitui.tokens.file import keep_in_file, prepare_folder, read_named, read_own, remove_file
from naitui.tokens.secret import TokenError

SECRET = SecretStr("pst-s3cr3tS3cr3t")
TEXT = SECRET.get_secret_value()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def read(path: Path) -> str:
    token = read_own(path)
    assert token is not None
    return token.secret.get_secret_value()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_kept_for_the_owner_alone(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "config" / "naitui" / "token"
    before = os.umask(umask)
    try:
        keep_in_file(path, SECRET)
    finally:
        os.umask(before)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert path.read_text() == TEXT + "\n"
    assert os.listdir(path.parent) == ["token"]
    assert read(path) == TEXT


def test_an_open_folder_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "naitui"
    folder.mkdir(mode=0o755)
    prepare_folder(folder / "token")
    assert mode(folder) == 0o700


def test_an_older_file_is_replaced_whatever_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old and longer than the new one " * 9)
    path.chmod(0o666)
    keep_in_file(path, SECRET)
    assert (read(path), mode(path)) == (TEXT, 0o600)


def test_a_link_is_neither_followed_nor_read(tmp_path: Path) -> None:
    elsewhere, path = tmp_path / "elsewhere", tmp_path / "token"
    elsewhere.write_text("pst-planted")
    elsewhere.chmod(0o600)
    path.symlink_to(elsewhere)
    with pytest.raises(TokenError, match="this is a link"):
        read_own(path)
    keep_in_file(path, SECRET)
    assert elsewhere.read_text() == "pst-planted"
    assert not path.is_symlink()
    assert read(path) == TEXT


def test_a_link_to_nothing_is_no_missing_file(tmp_path: Path) -> None:
    (tmp_path / "token").symlink_to(tmp_path / "nowhere")
    with pytest.raises(TokenError, match="this is a link"):
        read_own(tmp_path / "token")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_somebody_elses_file(tmp_path: Path) -> None:
    path = tmp_path / "token"
    keep_in_file(path, SECRET)
    os.chown(path, 12345, 12345)
    with pytest.raises(TokenError, match="somebody else"):
        read_own(path)


def test_a_pipe_or_a_folder_in_its_place_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)
    for name in ("pipe", "folder"):
        with pytest.raises(TokenError, match="no plain file"):
            read_own(tmp_path / name)
    with pytest.raises(TokenError, match="cannot be kept there"):
        keep_in_file(tmp_path / "folder", SECRET)
    assert sorted(os.listdir(tmp_path)) == ["folder", "pipe"]


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "naitui").write_text("")
    path = tmp_path / "naitui" / "token"
    assert read_own(path) is None
    assert remove_file(path) is False
    with pytest.raises(TokenError, match="cannot be kept there"):
        keep_in_file(path, SECRET)


def test_what_a_kill_left_goes_with_the_next_token_and_with_clearing(tmp_path: Path) -> None:
    path, part = tmp_path / "token", tmp_path / ".token-0123456789abcdef.part"
    part.write_text(TEXT)
    keep_in_file(path, SECRET)
    assert not part.exists()
    part.write_text(TEXT)
    assert remove_file(path) is True
    assert os.listdir(tmp_path) == []
    part.write_text(TEXT)
    assert remove_file(path) is False
    assert os.listdir(tmp_path) == []


def test_a_named_file_may_be_a_pipe_and_is_not_read_beyond_its_first_line(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, f"{TEXT}\nthe writer is still there".encode())
    try:
        assert read_named(Path(f"/dev/fd/{reader}")).secret == SECRET
    finally:
        os.close(reader)
        os.close(writer)


def test_one_endless_line_is_no_token(tmp_path: Path) -> None:
    with pytest.raises(TokenError, match="no token in its first line"):
        read_named(Path("/dev/zero"))
    path = tmp_path / "token"
    path.write_text("x" * 8193)
    with pytest.raises(TokenError, match="no token in its first line"):
        read_named(path)
