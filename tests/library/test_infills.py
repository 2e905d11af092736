"""Infills on the shelf: laid over their source when they are saved, after a crash too; what came stays as it came."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from naitui.library import Shelf, recover_all
from naitui.library.incoming import Incoming
from naitui.library.record import read_record
from naitui.library.work import Drawn, Goal, read_work, write_work
from naitui.pictures.painting import Cells
from naitui.pictures.pasting import Pasting
from naitui.pictures.prepare import png
from naitui.recipe import Mask, Recipe, Sampling, Source

SIZE = (320, 320)
ORIGINAL = Image.effect_noise(SIZE, 80).convert("RGB")
CELLS = Cells.blank(*SIZE).rectangle((2, 2), (5, 5))
RESULT = png(Image.new("RGB", SIZE, "white"))
RECIPE = Recipe(
    prompt="face", sampling=Sampling(width=320, height=320, seed=7), source=Source(path="a"), mask=Mask(path="b")
)


def work(region: tuple[int, int, int, int] | None = None) -> Drawn:
    return Drawn(RECIPE, pasting=Pasting(png(ORIGINAL), png(CELLS.mask()), region))


def untouched(data: bytes) -> bool:
    """Whether the half that the mask is far from is that of the original, and the other one is not."""
    with Image.open(BytesIO(data)) as saved:
        difference = ImageChops.difference(saved, ORIGINAL)
    return difference.crop((160, 0, 320, 320)).getbbox() is None and difference.getbbox() is not None


def test_the_saved_picture_is_the_source_with_a_part_painted_anew(shelf: Shelf) -> None:
    kept = shelf.save("job", work(), 0, RESULT, datetime.now())
    assert untouched(kept.data)
    assert kept.path.read_bytes() == kept.data
    record = read_record(kept.data)
    assert record is not None
    assert record.recipe == RECIPE
    [came] = (shelf.incoming.parent / "infills").rglob("*.png")
    assert came.read_bytes() == RESULT


def test_after_a_crash_it_is_laid_over_all_the_same(shelf: Shelf) -> None:
    left = Incoming(shelf.incoming)
    left.open("job", work(), Goal(shelf.pictures, shelf.pattern))
    left.keep("job", 0, RESULT)
    left._unlock("job")  # as the end of a process does
    [message] = recover_all(Shelf(shelf.pictures, shelf.incoming, shelf.pattern), None)
    assert message.path is not None
    assert untouched(message.path.read_bytes())


@pytest.mark.parametrize("region", [None, (0, 0, 160, 160)])
def test_what_it_is_laid_over_is_written_down_and_read_again(
    tmp_path: Path, region: tuple[int, int, int, int] | None
) -> None:
    write_work(tmp_path, work(region), Goal(tmp_path, "{seed}"))
    assert read_work(tmp_path) == work(region)


def test_a_damaged_note_of_it_loses_no_picture(tmp_path: Path) -> None:
    write_work(tmp_path, work(), Goal(tmp_path, "{seed}"))
    (tmp_path / "region.json").write_text("{")
    assert read_work(tmp_path) == Drawn(RECIPE)


def test_a_result_that_cannot_be_read_is_kept_as_it_came(shelf: Shelf) -> None:
    kept = shelf.save("job", work(), 0, RESULT[:500], datetime.now())
    assert kept.path.read_bytes() == RESULT[:500]
