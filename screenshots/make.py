"""Makes the pictures of the documents from the demo: ``python screenshots/make.py``, or with the names of some.

The real program, driven by keys, on the demo service with fixed seeds; nothing here is drawn by hand. `content` is what
a test compares: the characters that are drawn, without what depends on the machine and the hour.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo_bench import bench_in, settings_in
from scenes import SCENES, Scene
from textual.pilot import Pilot

from naitui.app import Naitui
from naitui.cli.places import open_album
from naitui.demo import DEMO_TOKEN, DemoTransport, FaultPlan
from naitui.novelai import NovelAI, load_catalog

HERE = Path(__file__).resolve().parent

_ROW = re.compile(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>')
_HOURS = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}:\d\d(?::\d\d)?|\d+(?:\.\d+)? ?(?:ms|s|kB|MB|GB)(?![a-z])|\b[0-9a-f]{6,}\b"
)
_PIXELS = re.compile("[▀-▟█\xa0]+")


def content(svg: str) -> list[str]:
    """The words of a picture, row by row; neither pixels nor hours, lengths of files and names made by chance."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in _ROW.findall(svg):
        rows.setdefault(float(y), []).append((float(x), html.unescape(text)))
    lines = ("".join(text for _, text in sorted(pieces)) for _, pieces in sorted(rows.items()))
    return [_HOURS.sub("…", " ".join(_PIXELS.sub(" ", line).split())) for line in lines]


def studio_in(root: Path, scene: Scene) -> Naitui:
    """A studio with folders of its own, on the demo."""
    for name, text in scene.files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    catalog = load_catalog()
    demo = DemoTransport(pace=0, fault=FaultPlan.parse(scene.fault) if scene.fault else None)
    bench = bench_in(
        root,
        open_album(settings_in(root), catalog, demo=True),
        catalog,
        recipe=scene.recipe,
        look=scene.look,
        open_service=lambda secret: NovelAI(DEMO_TOKEN, transport=demo),
        pictures=Path("pictures"),  # which is shown as it is: short, and the same on every machine
    )
    return Naitui(bench)


async def picture_of(scene: Scene) -> str:
    """One scene as SVG. The working folder is where its pictures go."""
    with tempfile.TemporaryDirectory() as place:
        app = studio_in(Path(place), scene)
        async with app.run_test(size=scene.size) as pilot:
            await scene.keys(pilot, app)
            return await still(pilot, app)


async def still(pilot: Pilot[None], app: Naitui) -> str:
    """The screen as SVG, once it has stopped changing and nothing works for it any more."""
    before, same = "", 0
    while same < 3:
        await pilot.pause(0.15)
        now = app.export_screenshot(simplify=True)
        same = same + 1 if now == before else 0
        before = now
    return re.sub(r"terminal-\d+", "terminal", before)


@contextmanager
def elsewhere() -> Iterator[None]:
    """In a folder of its own, which is home too (paths are shown from there), in a terminal that is nothing special."""
    told = {
        name: os.environ.get(name) for name in ("HOME", "TERM", "COLORTERM", "TMUX", "STY", "SSH_CONNECTION", "SSH_TTY")
    }
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        for name in told:
            os.environ.pop(name, None)
        os.environ |= {"HOME": work, "TERM": "xterm-256color"}
        try:
            yield
        finally:
            os.chdir(before)
            for name, value in told.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


async def main() -> None:
    """Make the scenes named on the command line, or all of them."""
    for name in sys.argv[1:] or SCENES:
        with elsewhere():
            svg = await picture_of(SCENES[name])
        (HERE / f"{name}.svg").write_text(svg, "utf-8")
        print(f"{name}.svg  {len(svg) // 1024} kB")


if __name__ == "__main__":
    asyncio.run(main())
