"""The pictures of the documents show the program as it is: the words of each, drawn anew, are those of the file.

Pixels, hours and sizes of files are not compared: they differ between machines.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "screenshots"
AT_ONCE = ("interactions", "presets", "styles", "expansions")
"""Those for which nothing is painted; the others take longer."""


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """`screenshots/make.py`, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("screenshots_make", PLACE / "make.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


async def drawn_anew(maker: ModuleType, name: str) -> None:
    with maker.elsewhere():
        svg = await maker.picture_of(maker.SCENES[name])
    there = maker.content((PLACE / f"{name}.svg").read_text("utf-8"))
    assert maker.content(svg) == there, f"python screenshots/make.py {name} draws it anew"


@pytest.mark.parametrize("name", AT_ONCE)
async def test_it_is_as_it_was_drawn(maker: ModuleType, name: str) -> None:
    await drawn_anew(maker, name)


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_all_of_them_are_as_they_were_drawn(maker: ModuleType) -> None:
    for name in maker.SCENES:
        await drawn_anew(maker, name)


def test_there_is_one_for_each_scene_and_no_other(maker: ModuleType) -> None:
    assert {path.stem for path in PLACE.glob("*.svg")} == set(maker.SCENES)
    pages = "".join(page.read_text("utf-8") for page in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
    assert set(maker.SCENES) == set(re.findall(r"screenshots/(\w+)\.svg", pages))


def test_words_are_compared_and_hours_are_not(maker: ModuleType) -> None:
    svg = (PLACE / "past.svg").read_text("utf-8")
    words = maker.content(svg)
    assert any("the beginning" in line for line in words)
    hour = re.search(r"\d\d:\d\d:\d\d", svg)[0]
    assert maker.content(svg.replace(hour, "11:59:59")) == words
    assert maker.content(svg.replace("beginning", "end")) != words
