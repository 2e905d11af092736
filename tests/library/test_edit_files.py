"""The files behind editing: sizes that can be sent, masks by their content, sources as they will be sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from naitui.library import VibeStore
from naitui.library.collection import Collection
from naitui.library.edit_files import EditFiles, best_size
from naitui.library.sources import Sources
from naitui.novelai import load_catalog
from naitui.pictures.painting import Cells

CATALOG = load_catalog()


@pytest.mark.parametrize(
    ("own", "best"),
    [
        ((832, 1216), (832, 1216)),
        ((1024, 1536), (1024, 1536)),
        ((64, 64), (64, 64)),
        ((830, 1210), (832, 1216)),
        ((1, 1), (1024, 1024)),
        ((100, 50), (1472, 704)),
        ((1664, 2432), (832, 1216)),
        ((9000, 100), (9024, 128)),
    ],
)
def test_sizes(own: tuple[int, int], best: tuple[int, int]) -> None:
    assert best_size(own, CATALOG) == best


@given(st.integers(1, 20_000), st.integers(1, 20_000))
def test_every_picture_gets_a_size_that_can_be_sent(width: int, height: int) -> None:
    wide, high = best_size((width, height), CATALOG)
    assert min(wide, high) >= 64
    assert not wide % 64
    assert not high % 64
    assert wide * high <= CATALOG.limits.area


@pytest.fixture
def files(tmp_path: Path) -> EditFiles:
    return EditFiles(Sources(tmp_path, VibeStore(tmp_path / "vibes"), Collection(tmp_path / "references")), tmp_path)


def test_the_same_mask_is_the_same_file(files: EditFiles, tmp_path: Path) -> None:
    one, other = Cells.blank(64, 64), Cells.blank(64, 64).inverted()
    names = [files.keep_mask(one), files.keep_mask(other), files.keep_mask(one)]
    assert names[0] == names[2] != names[1]
    assert len([*(tmp_path / "masks").iterdir()]) == 2
    assert Cells.of(files.mask(names[1]), 64, 64) == other


def test_a_source_is_opened_as_it_will_be_sent(files: EditFiles, tmp_path: Path) -> None:
    Image.new("RGBA", (100, 50), (255, 0, 0, 0)).save(tmp_path / "a.png")
    flat = files.open("a.png", (128, 64), keep_alpha=False)
    assert (flat.size, flat.sent.size, flat.sent.mode, flat.holes) == ((100, 50), (128, 64), "RGB", True)
    assert flat.sent.getpixel((5, 5)) == (255, 255, 255)
    assert files.open("a.png", (128, 64), keep_alpha=True).sent.mode == "RGBA"
    assert files.stamp("a.png") == flat.stamp
