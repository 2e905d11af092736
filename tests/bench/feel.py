"""How a program feels: one run of it, from its start to its end, as numbers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from driven import Chunk, Driven

TYPED = "silver hair, night city, rain, umbrella, "
"""Typed letter by letter: tags, with what completes and counts and colours them."""
AT_ONCE = "thequickbrownfoxjumpsoverthelazydogagainZ"


@dataclass(frozen=True)
class Program:
    """What is run, and how."""

    name: str
    argv: Sequence[str]
    ready: Callable[[str], bool]
    """Whether the screen's text is one that can be typed into."""
    whole: Callable[[str], bool]
    """Whether everything is there."""
    leave: str = "\x11"
    palette: str = "\x10"
    """The keys of its command palette; empty without one."""
    palette_shows: str = "Search for commands"


@dataclass
class Feel:
    """One run's numbers: milliseconds, bytes, megabytes, seconds."""

    first_paint: float = 0
    ready: float = 0
    whole: float = 0
    start_cpu: float = 0
    start_bytes: float = 0
    keys: list[float] = field(default_factory=list)
    key_bytes: list[int] = field(default_factory=list)
    key_cpu: float = 0
    burst: float = 0
    palette: float = 0
    palette_bytes: float = 0
    resize: float = 0
    resize_bytes: float = 0
    idle_bytes: float = 0
    idle_cpu: float = 0
    memory: float = 0
    leave: float = 0


def feel(program: Program, home: Path, columns: int, rows: int, idle: float) -> Feel:
    """Run a program once and measure it."""
    driven = Driven(program.argv, home, columns, rows)
    found = Feel()
    try:
        _start(program, driven, found)
        _type(driven, found)
        _burst(driven, found)
        _palette(program, driven, found)
        _idle(driven, found, idle)
        _resize(driven, found)
        found.memory = driven.memory()
        found.leave = driven.leave(program.leave) * 1000
    except BaseException:
        driven.close()
        raise
    return found


def _start(program: Program, driven: Driven, found: Feel) -> None:
    painted, first = driven.until(lambda: driven.cells() >= 16)
    ready, then = _when(driven, program.ready, painted)
    whole, after = _when(driven, program.whole, ready)
    rest = driven.quiet(0.3)
    driven.draw(rest)
    chunks = [*first, *then, *after, *rest]
    found.first_paint, found.ready = (painted - driven.begun) * 1000, (ready - driven.begun) * 1000
    found.whole = (whole - driven.begun) * 1000
    found.start_cpu = driven.cpu()
    found.start_bytes = _bytes(chunks)


def _when(driven: Driven, shown: Callable[[str], bool], already: float) -> tuple[float, list[Chunk]]:
    return (already, []) if shown(driven.text) else driven.until(lambda: shown(driven.text))


def _type(driven: Driven, found: Feel) -> None:
    before = driven.cpu()
    for letter in TYPED:
        time.sleep(random.uniform(0.04, 0.08))
        driven.draw(driven.quiet(0.02))
        shown = driven.places(letter)
        pressed = driven.send(letter)
        chunks = driven.quiet(0.06)
        if letter != " ":
            found.keys.append(_when_more(driven, letter, shown, chunks, pressed))
        else:
            driven.draw(chunks)
        found.key_bytes.append(int(_bytes(chunks)))
    found.key_cpu = (driven.cpu() - before) * 1000 / len(TYPED)


def _when_more(
    driven: Driven, letter: str, shown: set[tuple[int, int]], chunks: Sequence[Chunk], pressed: float
) -> float:
    """Milliseconds until a cell shows the letter that did not before."""
    for place, chunk in enumerate(chunks):
        driven.draw([chunk])
        if driven.places(letter) - shown:
            driven.draw(chunks[place + 1 :])
            return (chunk.at - pressed) * 1000
    raise ValueError(f"{letter!r} was not shown:\n{driven.text}")


def _burst(driven: Driven, found: Feel) -> None:
    driven.draw(driven.quiet())
    pressed = driven.send(AT_ONCE)
    found.burst = _when_more(driven, AT_ONCE[-1], driven.places(AT_ONCE[-1]), driven.quiet(), pressed)


def _palette(program: Program, driven: Driven, found: Feel) -> None:
    if not program.palette:
        return
    driven.draw(driven.quiet())
    pressed = driven.send(program.palette)
    shown, chunks = driven.until(lambda: program.palette_shows in driven.text)
    rest = driven.quiet()
    driven.draw(rest)
    found.palette, found.palette_bytes = (shown - pressed) * 1000, _bytes([*chunks, *rest])
    driven.send("\x1b")
    driven.draw(driven.quiet())


def _idle(driven: Driven, found: Feel, seconds: float) -> None:
    driven.quiet(0.5)
    before, end, written = driven.cpu(), time.perf_counter() + seconds, 0.0
    while time.perf_counter() < end:
        chunk = driven.read(0.2)
        written += len(chunk.data) if chunk else 0
    found.idle_cpu, found.idle_bytes = driven.cpu() - before, written


def _resize(driven: Driven, found: Feel) -> None:
    columns, rows = driven.columns, driven.rows
    times, sizes = [], []
    for size in ((columns - 20, rows - 6), (columns, rows)) * 2:
        begun = driven.resize(*size)
        chunks = driven.quiet(0.15)
        driven.draw(chunks)
        times.append(((chunks[-1].at if chunks else begun) - begun) * 1000)
        sizes.append(_bytes(chunks))
    found.resize, found.resize_bytes = median(times), median(sizes)


def _bytes(chunks: Sequence[Chunk]) -> float:
    return sum(len(chunk.data) for chunk in chunks)
