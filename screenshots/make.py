"""Makes the pictures of the documents from the demo: ``python screenshots/make.py``.

The real program, driven by keys, on the demo service with fixed seeds; nothing here is drawn by hand.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from naitui.app import Bench, Naitui
from naitui.cli.places import open_album, open_vocabularies
from naitui.demo import DEMO_TOKEN, DemoTransport
from naitui.library import Ledger, Shelf, TagIndex
from naitui.library.collection import Collection
from naitui.library.draft import Draft
from naitui.library.history import PromptHistory
from naitui.library.queue import QueueStore
from naitui.novelai import NovelAI, load_catalog
from naitui.recipe import Character, Interaction, Recipe, Sampling
from naitui.screens.edit import EditScreen
from naitui.screens.look import Look
from naitui.screens.path import PathScreen
from naitui.screens.studio import StudioScreen
from naitui.settings import Folders, Settings

HERE = Path(__file__).resolve().parent
SEED = 20

ALONE = Recipe(
    prompt="1girl, silver hair, long hair, violet eyes, {smile}, night city, neon lights, full moon, umbrella",
    undesired="glasses, hat",
    sampling=Sampling(seed=SEED),
)
TOGETHER = Recipe(
    prompt="2girls, flower field, sunset, cherry blossoms, [clouds]",
    ai_choice=False,
    characters=(
        Character(prompt="girl, red hair, twintails, yellow dress, smile", position=(0.3, 0.55)),
        Character(prompt="girl, black hair, short hair, glasses, blue kimono", position=(0.72, 0.6)),
    ),
    sampling=Sampling(seed=7),
)

BOUND = Recipe(
    model="nai-diffusion-4-5-full",
    prompt="2girls, flower field, sunset, cherry blossoms",
    ai_choice=False,
    characters=(
        Character(id="ann", name="Ann", prompt="girl, red hair, twintails, yellow dress, smile", position="B3"),
        Character(id="kei", name="Kei", prompt="girl, black hair, short hair, glasses, blue kimono", position="D3"),
    ),
    interactions=(Interaction(action="hug", sources=("ann",), targets=("kei",)),),
    sampling=Sampling(seed=7),
)

PORTRAIT = Recipe(
    model=BOUND.model,
    prompt="1girl, silver hair, portrait, smile, night city, full moon",
    sampling=Sampling(seed=7),
)
WITH_VIBE = ALONE.model_copy(update={"model": BOUND.model})

Keys = Callable[[Pilot[None], Naitui], Awaitable[None]]


async def generated(pilot: Pilot[None], app: Naitui) -> None:
    """Press F5 and wait until the picture is there."""
    await pilot.press("f5")
    await until(pilot, lambda: studio(app).result.last_path is not None and studio(app).result.progress is None)


async def looked_at(pilot: Pilot[None], app: Naitui) -> None:
    """Generate, then look at the picture."""
    await generated(pilot, app)
    await pilot.press("f2")


async def placing(pilot: Pilot[None], app: Naitui) -> None:
    """Generate, then open the pad for the second character."""
    await generated(pilot, app)
    studio(app).query_one("#cast").focus()
    await pilot.press("down", "p")


async def binding(pilot: Pilot[None], app: Naitui) -> None:
    """What the two do to one another, and how they are told it."""
    await pilot.press("ctrl+f", "m")
    await until(pilot, lambda: app.focused is not None and app.focused.id == "matrix")


async def referring(pilot: Pilot[None], app: Naitui) -> None:
    """Generate, take the picture as a vibe at 0.4, and see what that costs."""
    await generated(pilot, app)
    await pilot.press("ctrl+u", "a")
    await until(pilot, lambda: isinstance(app.screen, PathScreen))
    await pilot.press(*"20", "enter")
    await until(pilot, lambda: bool(studio(app).recipe.vibes))
    await pilot.press("full_stop", "4", "enter")
    await until(pilot, lambda: studio(app).recipe.vibes[0].strength == 0.4)


async def painting(pilot: Pilot[None], app: Naitui) -> None:
    """Generate, go to the picture as a source, and paint a mask over the face."""
    await generated(pilot, app)
    await pilot.press("ctrl+x")
    await until(pilot, lambda: isinstance(app.screen, EditScreen) and app.screen.cells is not None)
    await pilot.press(*"3k8hv7j10lv")
    await until(pilot, lambda: studio(app).recipe.mask is not None)


SCENES: dict[str, tuple[Recipe, tuple[int, int], Keys]] = {
    "studio": (ALONE, (120, 40), generated),
    "characters": (TOGETHER, (120, 40), placing),
    "interactions": (BOUND, (80, 24), binding),
    "references": (WITH_VIBE, (80, 24), referring),
    "edit": (PORTRAIT, (80, 24), painting),
    "small": (ALONE, (80, 24), looked_at),
}


def studio(app: Naitui) -> StudioScreen:
    """The studio of an app that has opened it."""
    return next(screen for screen in app.screen_stack if isinstance(screen, StudioScreen))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    for _ in range(600):
        if condition():
            return
        await pilot.pause(0.05)
    raise TimeoutError("the scene did not get ready")


async def picture_of(recipe: Recipe, size: tuple[int, int], keys: Keys) -> str:
    """One scene as SVG."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folders = Folders(*(root / name for name in ("config", "data", "state", "cache", "pictures")))
        draft = Draft(root / "draft.toml")
        draft.save(recipe)
        settings, catalog = Settings(folders=folders), load_catalog()
        bench = Bench(
            settings=settings,
            catalog=catalog,
            shelf=Shelf(Path("pictures"), root / "incoming", "{seed}"),
            album=open_album(settings, catalog, demo=True),
            collection=Collection(root / "references"),
            ledger=Ledger(root / "ledger.sqlite"),
            queue=QueueStore(root / "queue.sqlite"),
            tags=TagIndex(root / "tags.sqlite"),
            vocabularies=open_vocabularies(settings, catalog, demo=True),
            history=PromptHistory(root / "history.sqlite"),
            draft=draft,
            look=Look(),
            demo=True,
            open_service=lambda secret: NovelAI(DEMO_TOKEN, transport=DemoTransport(pace=0)),
            hand_over=lambda owner: None,
        )
        app = Naitui(bench)
        async with app.run_test(size=size) as pilot:
            await keys(pilot, app)
            return await still(pilot, app)


async def still(pilot: Pilot[None], app: Naitui) -> str:
    """The screen as SVG, once it has stopped changing."""
    before = ""
    while (now := app.export_screenshot(simplify=True)) != before:
        before = now
        await pilot.pause(0.3)
    return re.sub(r"terminal-\d+", "terminal", now)


async def main() -> None:
    """Make the scenes named on the command line, or all of them."""
    for name in sys.argv[1:] or SCENES:
        svg = await picture_of(*SCENES[name])
        (HERE / f"{name}.svg").write_text(svg, "utf-8")
        print(f"{name}.svg  {len(svg) // 1024} kB")


if __name__ == "__main__":
    import os

    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        os.environ["HOME"] = work  # paths are shown from there
        asyncio.run(main())
