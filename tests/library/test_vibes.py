"""The store of encodings: bought once, kept beside each other, in files that NovelAI's page takes."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from PIL import Image

from naitui.library.vibes import VibeStore
from naitui.library.work import VibeCall
from naitui.pictures.decode import size_of
from naitui.pictures.vibes import VibeFile, encoding_for, read_vibes


@pytest.fixture
def store(tmp_path: Path) -> VibeStore:
    return VibeStore(tmp_path / "deep" / "vibes")


def call(
    png: bytes, model: str = "nai-diffusion-4-5-full", key: str = "v4-5full", information: float = 0.7
) -> VibeCall:
    return VibeCall("encoding", VibeFile(name="cat", image=png), model, key, information)


def test_encodings_of_one_picture_lie_in_one_vibe_file(store: VibeStore, png: bytes) -> None:
    first = store.add(call(png), b"one")
    second = store.add(call(png, "nai-diffusion-4-full", "v4full", 1.0), b"two")
    assert first == second
    [vibe], warnings = read_vibes(first.read_bytes())
    assert warnings == []
    assert (vibe.name, vibe.image, first.name) == ("cat", png, f"{vibe.id}.naiv4vibe")
    assert (encoding_for(vibe, "v4-5full", 0.7), encoding_for(vibe, "v4full", 1.0)) == (b"one", b"two")
    assert store.encoding(vibe.id, "v4-5full", 0.7) == b"one"
    assert store.encoding(vibe.id, "v4-5full", 0.5) is None
    assert store.encoding("0" * 64, "v4-5full", 0.7) is None
    assert vibe.import_info["model"] == "nai-diffusion-4-full"


def test_a_large_picture_gets_a_small_thumbnail(store: VibeStore) -> None:
    out = io.BytesIO()
    Image.new("RGB", (640, 400), "orange").save(out, "PNG")
    [vibe], _ = read_vibes(store.add(call(out.getvalue()), b"one").read_bytes())
    assert vibe.thumbnail is not None
    assert size_of(vibe.thumbnail) == (256, 160)


def test_a_damaged_file_is_put_aside_and_not_lost(store: VibeStore, png: bytes) -> None:
    path = store.add(call(png), b"one")
    path.write_bytes(b"{")
    assert store.encoding(call(png).vibe.id, "v4-5full", 0.7) is None
    assert store.add(call(png, information=1.0), b"two") == path
    assert store.encoding(call(png).vibe.id, "v4-5full", 1.0) == b"two"
    assert path.with_suffix(".damaged").read_bytes() == b"{"


def test_two_at_a_time_do_not_undo_each_other(store: VibeStore, png: bytes) -> None:
    amounts = [round(0.1 * n, 1) for n in range(1, 9)]
    threads = [
        threading.Thread(target=VibeStore(store.folder).add, args=(call(png, information=n), str(n).encode()))
        for n in amounts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    id = call(png).vibe.id
    assert [store.encoding(id, "v4-5full", n) for n in amounts] == [str(n).encode() for n in amounts]


def test_a_folder_that_takes_nothing_is_an_os_error(tmp_path: Path, png: bytes) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        VibeStore(tmp_path / "file").add(call(png), b"one")
