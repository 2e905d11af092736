"""The gallery at 100,000 pictures, as ratios: searches against those of 1,000 pictures, opening against an empty screen
of the same program, keys against a bare list of as many lines. Both sides take turns, so that a busy machine disturbs
them alike."""

from __future__ import annotations

import asyncio
import random
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from statistics import median

from rich.segment import Segment
from textual.app import App
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from naitui.library.album import Album, AlbumPlaces
from naitui.library.facts import Facts, Stamp
from naitui.library.index import Changed
from naitui.library.marks import Mark
from naitui.library.query import read_query
from naitui.novelai import load_catalog
from naitui.opening import Opening
from naitui.resources import stylesheets
from naitui.screens.gallery import GalleryScreen
from naitui.screens.look import Look

QUERIES = {
    "everything": "",
    "a word": "smile",
    "its first letter": "s",
    "a beginning": "tag1",
    "a phrase": '"long hair"',
    "two words": '"long hair" smile',
    "a field of text": "undesired:lowres",
    "a number": "rated:>3",
    "a model": "model:v5",
    "several fields": "model:v5 rated:>3 size:>1mp smile",
    "a word and not another": "smile -hat",
    "not a word": "-smile",
    "a word that is everywhere": "lowres",
    "not that word": "-lowres",
    "a word that is nowhere": "nowhere",
    "a number that is nowhere": "steps:>23",
    "a label that is nowhere": "label:nowhere",
}
ON_SCREEN = ("a word", "its first letter", "a phrase", "several fields", "not that word", "a word that is nowhere")
SMALL = 1_000
WISH_OPEN, WISH_SEARCH = 3.0, 2.0
KEYS = ("down", "pagedown", "end", "home")
ROUNDS, SCREENS = 9, 5
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


class Shown(Opening):
    """The gallery over nothing, in a program that leaves screens as naitui does."""

    CSS_PATH = [str(path) for path in stylesheets()]

    def __init__(self) -> None:
        super().__init__("naitui-dark")


def measure_gallery(count: int) -> None:
    """Build libraries of so many pictures that are not there, and of a few; measure, print."""
    with tempfile.TemporaryDirectory() as place:
        few, many = _album(Path(place, "few"), SMALL), _album(Path(place, "many"), count)
        _measure_index(few, many)
        asyncio.run(_measure_screens(few, many, count))


def _album(root: Path, count: int) -> Album:
    album = Album(AlbumPlaces(*(root / name for name in ("pictures", "index", "marks", "thumbnails"))), load_catalog())
    began = time.perf_counter()
    album.index.put(_pictures(count))
    print(f"{count:,} pictures taken in: {(time.perf_counter() - began) * 1e6 / count:.0f} µs each")
    album.state = lambda: 0
    album.scan = lambda *_: Changed()
    return album


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


def _measure_index(few: Album, many: Album) -> None:
    """What is on the screen first: the newest that a search finds. All ids come behind it, in a thread."""
    print(
        f"\n{'first pictures of':<28}{'found':>9}{SMALL:>9,}{'many':>9}{'ratio':>8}   wish {WISH_SEARCH}{'all ids':>12}"
    )
    for name, query in QUERIES.items():
        conditions = read_query(query)
        small, large = _in_turn(lambda album, asked=conditions: album.index.page(asked), (few, many))
        ids = _timed(lambda asked=conditions: many.index.ids(asked))
        found = len(many.index.ids(conditions))
        print(f"{name:<28}{found:>9,}{small:>7.2f}ms{large:>7.2f}ms{large / small:>8.1f}{ids:>19.1f}ms")
    groups = _timed(many.index.groups)
    print(f"{'(seed groups)':<28}{len(many.index.groups()):>9,}{groups:>45.1f}ms")


async def _measure_screens(few: Album, many: Album, count: int) -> None:
    app = Shown()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await _measure_opening(pilot, few, many)
        await _measure_searches(pilot, few, many)
    bare, ours = await _keys_of_bare(count), await _keys_of_gallery(many)
    print(f"\n{'screen':<28}{'bare':>9}{'gallery':>9}{'ratio':>8}")
    for name, before in bare.items():
        print(f"{name:<28}{before:>7.0f}ms{ours[name]:>7.0f}ms{ours[name] / before:>8.2f}")
    print(f"{'memory':<28}{'':>9}{ours['memory']:>7.1f}MB")


def _gallery(album: Album) -> GalleryScreen:
    return GalleryScreen(album, load_catalog(), Look())


async def _measure_opening(pilot: Pilot[None], few: Album, many: Album) -> None:
    """Until the first rows are known to the screen, and until the program rests, all thumbnails and ids being there."""
    kinds: dict[str, Callable[[], Screen[None]]] = {
        "an empty screen": lambda: Screen(),
        f"the gallery, {SMALL:,}": lambda: _gallery(few),
        "the gallery, many": lambda: _gallery(many),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for _ in range(SCREENS + 1):
        for name, make in kinds.items():
            times[name].append(await _opened(pilot, make()))
    print(f"\n{'opening':<28}{'rows':>9}{'at rest':>18}{'ratio':>8}   wish {WISH_OPEN}")
    taken = {name: [median(column) for column in zip(*pairs[1:], strict=True)] for name, pairs in times.items()}
    empty = taken["an empty screen"]
    for name, (shown, rest) in taken.items():
        print(f"{name:<28}{shown:>7.0f}ms{rest:>16.0f}ms{rest / empty[1]:>8.2f}")


async def _opened(pilot: Pilot[None], screen: Screen[None]) -> tuple[float, float]:
    began = time.perf_counter()
    await pilot.app.push_screen(screen)
    while isinstance(screen, GalleryScreen) and screen._pane.current is None:
        await asyncio.sleep(0.001)
    shown = (time.perf_counter() - began) * 1000
    await pilot.pause()
    rest = (time.perf_counter() - began) * 1000
    await pilot.app.pop_screen()
    await pilot.pause()
    return shown, rest


async def _measure_searches(pilot: Pilot[None], few: Album, many: Album) -> None:
    """From the search to the first of its pictures on the screen, with the moment that the next letter has."""
    print(f"\n{'search on the screen':<28}{SMALL:>9,}{'many':>9}{'ratio':>8}   wish {WISH_SEARCH}")
    for name in ON_SCREEN:
        times: tuple[list[float], list[float]] = ([], [])
        for album, taken in zip((few, many) * SCREENS, times * SCREENS, strict=True):
            taken.append(await _searched(pilot, _gallery(album), QUERIES[name]))
        small, large = map(median, times)
        print(f"{name:<28}{small:>7.0f}ms{large:>7.0f}ms{large / small:>8.2f}")


async def _searched(pilot: Pilot[None], screen: GalleryScreen, query: str) -> float:
    await pilot.app.push_screen(screen)
    while screen._total is None:
        await asyncio.sleep(0.001)
    await pilot.pause()
    shown, told = screen._show_found, asyncio.Event()
    screen._show_found = lambda *found, **more: (shown(*found, **more), told.set())  # type: ignore[method-assign]
    began = time.perf_counter()
    screen._query = query
    screen._search()
    await told.wait()
    taken = (time.perf_counter() - began) * 1000
    await pilot.app.pop_screen()
    await pilot.pause()
    return taken


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
        screen = _gallery(album)
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


def _in_turn(work: Callable[[Album], object], albums: tuple[Album, Album]) -> tuple[float, float]:
    """Milliseconds of both, which take turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for album, taken in zip(albums * ROUNDS, times * ROUNDS, strict=True):
        began = time.perf_counter()
        work(album)
        taken.append((time.perf_counter() - began) * 1000)
    return median(times[0]), median(times[1])


def _timed(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
