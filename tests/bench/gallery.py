"""The gallery at 100,000 pictures, as ratios: the index against the plainest question that SQLite can be asked, the
screen against a bare list of as many lines. Both sides take turns, so that a busy machine disturbs them alike."""

from __future__ import annotations

import asyncio
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from statistics import median

from rich.segment import Segment
from textual.app import App
from textual.geometry import Size
from textual.pilot import Pilot
from textual.scroll_view import ScrollView
from textual.strip import Strip

from naitui.library.album import Album, AlbumPlaces
from naitui.library.facts import Facts, Stamp
from naitui.library.index import Changed
from naitui.library.marks import Mark
from naitui.library.query import read_query
from naitui.novelai import load_catalog
from naitui.resources import stylesheets
from naitui.screens.gallery import GalleryScreen
from naitui.screens.look import Look

QUERIES = ("", "smile", "smi", '"long hair" smile', "rated:>3", "model:v5 smile -hat", "seed:42")
KEYS = ("down", "pagedown", "end", "home")
ROUNDS = 5
FIRST = 1_760_000_000
COMMON = ("smile", "long hair", "hat", "rain", "night city", "1girl", "red dress", "silver hair")


class Bare(App[None]):
    """So many lines, drawn when they are seen, and nothing else."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def on_mount(self) -> None:
        rows = _Lines()
        rows.virtual_size = Size(1, self._count)
        self.mount(rows)
        rows.focus()


class _Lines(ScrollView, can_focus=True):
    def render_line(self, y: int) -> Strip:
        return Strip([Segment(f"line {y + self.scroll_offset.y} " * 8)]).crop(0, self.size.width)


class Shown(App[None]):
    """The gallery over nothing."""

    CSS_PATH = [str(path) for path in stylesheets()]


def measure_gallery(count: int) -> None:
    """Build a library of so many pictures that are not there, measure, print."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        places = AlbumPlaces(root / "pictures", root / "index", root / "marks", root / "thumbnails")
        album = Album(places, load_catalog())
        began = time.perf_counter()
        album.index.put(_pictures(count))
        print(f"{count:,} pictures taken in: {(time.perf_counter() - began) * 1e6 / count:.0f} µs each\n")
        _measure_index(album, places.index)
        asyncio.run(_measure_screen(album, count))


def _pictures(count: int) -> Iterator[tuple[Facts, Mark]]:
    dice = random.Random(7)
    models, words = list(load_catalog().models), [f"tag{number}" for number in range(2000)]
    for number in range(count):
        prompt = ", ".join([*dice.sample(COMMON, 2), *dice.sample(words, 40)])
        stamp = Stamp(2_000_000 + number, (FIRST + number * 60) * 10**9)
        path = Path(f"/nowhere/{number // 500}/{number}.png")
        group = f"{number // 4:016x}"
        made = (dice.choice(models), dice.randrange(2**32), 23, 5.0, "k_euler", prompt, "lowres", "girl", group)
        yield Facts(path, stamp, 832, 1216, "naitui", *made), Mark(dice.choice([0, 0, 0, 3, 5]))


def _measure_index(album: Album, path: Path) -> None:
    with sqlite3.connect(path) as database:
        floor = _median(lambda: database.execute("SELECT id FROM pictures ORDER BY id DESC").fetchall())
    print(f"{'search':<24}{'pictures':>10}{'all ids':>10}{'ratio':>8}{'first 100':>12}")
    for query in QUERIES:
        conditions = read_query(query)
        found = len(album.index.ids(conditions))
        ids = _median(lambda asked=conditions: album.index.ids(asked))
        page = _median(lambda asked=conditions: album.index.page(asked))
        print(f"{query or '(all)':<24}{found:>10,}{ids:>8.1f}ms{ids / floor:>8.2f}{page:>10.2f}ms")
    groups = _median(album.index.groups)
    print(f"{'(seed groups)':<24}{len(album.index.groups()):>10,}{groups:>8.1f}ms{groups / floor:>8.2f}\n")


async def _measure_screen(album: Album, count: int) -> None:
    bare, ours = await _keys_of_bare(count), await _keys_of_gallery(album)
    print(f"{'screen':<24}{'bare':>10}{'gallery':>10}{'ratio':>8}")
    for name, before in bare.items():
        print(f"{name:<24}{before:>8.0f}ms{ours[name]:>8.0f}ms{ours[name] / before:>8.2f}")
    print(f"{'memory':<24}{'':>10}{ours['memory']:>8.1f}MB")


async def _keys_of_bare(count: int) -> dict[str, float]:
    app = Bare(count)
    began = time.perf_counter()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        found = {"open": (time.perf_counter() - began) * 1000}
        return found | await _keys(pilot)


async def _keys_of_gallery(album: Album) -> dict[str, float]:
    app = Shown()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        screen = GalleryScreen(album, load_catalog(), Look())
        album.state = lambda: 0
        album.scan = lambda *_: Changed()
        began = time.perf_counter()
        await app.push_screen(screen)
        while screen._pane.current is None:
            await asyncio.sleep(0.001)
        found = {"open": (time.perf_counter() - began) * 1000}
        found |= await _keys(pilot)
        found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        return found


async def _keys(pilot: Pilot[None]) -> dict[str, float]:
    return {key: await _median_of(lambda pressed=key: pilot.press(pressed)) for key in KEYS}


async def _median_of(work: Callable[[], Awaitable[None]]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await work()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
