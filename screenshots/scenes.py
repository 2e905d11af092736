"""What the pictures of the documents show: a recipe to begin with, the size of the terminal, and keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from textual.app import App
from textual.pilot import Pilot

from naitui.app import Naitui
from naitui.recipe import Axis, Batch, Character, Interaction, Recipe, Sampling, Sweep
from naitui.screens.look import Look
from naitui.screens.studio import StudioScreen
from naitui.terminal import Terminal

SEED = 20
SMALL = Sampling(width=256, height=384, seed=7)
V45 = "nai-diffusion-4-5-full"

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
    model=V45,
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
    model=V45, prompt="1girl, silver hair, portrait, smile, night city, full moon", sampling=Sampling(seed=7)
)
WITH_VIBE = ALONE.model_copy(update={"model": V45})
QUICK = PORTRAIT.model_copy(update={"sampling": SMALL})
DICE = Recipe(
    model=V45,
    prompt="1girl, ||silver|red|black|| hair, __place__, __weather__, smile",
    styles=("Ink wash",),
    sampling=SMALL,
    batch=Batch(count=3),
)
GRID = Recipe(
    model=V45,
    prompt="1girl, red hair, hat, smile, park",
    sampling=SMALL,
    sweep=Sweep(
        x=(Axis(set="steps", values="20, 24, 28"),), y=(Axis(set="prompt", find="red", values="red|blue|silver"),)
    ),
)
WORDS = {
    "wildcards/place.txt": "night city, neon lights\nflower field\nharbour, boats\n",
    "wildcards/weather.txt": "rain\n2::full moon\nsunset, clouds\n",
    "presets/portraits/by the window.toml": 'model = "nai-diffusion-4-5-full"\n'
    'prompt = "1girl, red hair, portrait, window, rain, smile"\nundesired = "hat"\n[sampling]\nsteps = 23\n',
    "presets/portraits/lantern.toml": 'prompt = "1girl, night, lantern, snow"\n',
    "presets/two in the park.toml": 'prompt = "2girls, park bench, autumn leaves"\n'
    '[[characters]]\nprompt = "girl, silver hair"\n[[characters]]\nprompt = "girl, red hair, hat"\n',
    "snippets/heroine.txt": "silver hair, violet eyes, long hair\n",
}
"""Files of the user's that some scenes begin with."""

GOOD = Terminal(
    tty=True, answers=True, name="kitty(0.41.1)", attributes="62;4", graphics=True, placeholders=True, sixel=True,
    truecolor=True, truecolor_by="DECRQSS", cell_known=True, cell_by="CSI 16 t", window=(80, 24, 800, 480),
    colours=1 << 24,
)  # fmt: skip
"""What the Doctor has to tell of."""

Keys = Callable[[Pilot[None], Naitui], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture of the documents."""

    recipe: Recipe
    size: tuple[int, int]
    keys: Keys
    fault: str = ""
    """What the demo does wrong on purpose, as `FaultPlan.parse` reads it."""
    files: dict[str, str] = field(default_factory=dict)
    look: Look = field(default_factory=Look)


def studio(app: Naitui) -> StudioScreen:
    """The studio of an app that has opened it."""
    return next(screen for screen in app.screen_stack if isinstance(screen, StudioScreen))


def shown(app: App[None]) -> str:
    """All rows of the terminal."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    for _ in range(1200):
        if condition():
            return
        await pilot.pause(0.02)
    raise TimeoutError(f"the scene did not get ready:\n{shown(pilot.app)}")


async def seen(pilot: Pilot[None], app: Naitui, *words: str) -> None:
    """Wait until all of these words are on the screen."""
    await until(pilot, lambda: all(one in shown(app) for one in words))


async def generated(pilot: Pilot[None], app: Naitui) -> None:
    """Press F5 and wait until another picture is there."""
    before = studio(app).result.last_path
    await pilot.press("f5")
    await until(
        pilot, lambda: studio(app).result.last_path not in (None, before) and studio(app).result.progress is None
    )


async def several(pilot: Pilot[None], app: Naitui, changes: Sequence[str]) -> None:
    """A picture, and one more with each of these words behind the prompt."""
    await generated(pilot, app)
    for words in changes:
        studio(app).query_one("#prompt").focus()
        await pilot.press("ctrl+end")
        await pilot.press(*(", " + words))
        await until(pilot, lambda words=words: studio(app).recipe.prompt.endswith(words))
        await pilot.press("escape")
        await generated(pilot, app)


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
    await seen(pilot, app, f"{SEED}.png")
    await pilot.press(*str(SEED), "enter")
    await until(pilot, lambda: bool(studio(app).recipe.vibes))
    await pilot.press("full_stop", "4", "enter")
    await until(pilot, lambda: studio(app).recipe.vibes[0].strength == 0.4)


async def painting(pilot: Pilot[None], app: Naitui) -> None:
    """Generate, go to the picture as a source, and paint a mask over the face."""
    await generated(pilot, app)
    await pilot.press("ctrl+x")
    await until(pilot, lambda: getattr(app.screen, "cells", None) is not None)
    await pilot.press(*"3k8hv7j10lv")
    await until(pilot, lambda: studio(app).recipe.mask is not None)


async def tooling(pilot: Pilot[None], app: Naitui) -> None:
    """The lines of a picture."""
    await generated(pilot, app)
    await pilot.press("ctrl+b")
    await seen(pilot, app, "Line")
    path = studio(app).result.last_path
    await pilot.press("home", "down", "enter")
    await until(pilot, lambda: studio(app).result.last_path != path)


async def pairing(pilot: Pilot[None], app: Naitui) -> None:
    """Two pictures in one, with a slider between."""
    await several(pilot, app, ["hat"])
    studio(app).query_one("#picture-pane").focus()
    await pilot.press("c", "s")
    await seen(pilot, app, "Slider")


async def browsing(pilot: Pilot[None], app: Naitui) -> None:
    """Some pictures, two of them with stars, and a search that finds three."""
    await several(pilot, app, ["hat", "rain", "red hair, rain"])
    await pilot.press("ctrl+a")
    await seen(pilot, app, "7-4.png")
    await pilot.press("4", "right", "3", "slash")
    await pilot.press(*"smile model:v4.5")
    await pilot.press("enter")


async def queueing(pilot: Pilot[None], app: Naitui) -> None:
    """One that is refused, and three behind a pause."""
    await pilot.press("f5")
    await pilot.press("ctrl+o", "q")
    await seen(pilot, app, "failed")
    await pilot.press("space")
    await seen(pilot, app, "paused")
    await pilot.press("escape", "f5", "f5")
    await pilot.press("ctrl+o", "q")
    await seen(pilot, app, "waits")


async def looking_back(pilot: Pilot[None], app: Naitui) -> None:
    """Three steps, one of them gone back over."""
    await several(pilot, app, ["hat", "rain"])
    await pilot.press("ctrl+d")
    await seen(pilot, app, "hat")


async def remembering(pilot: Pilot[None], app: Naitui) -> None:
    """Earlier words, found by letters."""
    await several(pilot, app, ["hat", "rain"])
    await pilot.press("ctrl+r")
    await pilot.press(*"ran")
    await seen(pilot, app, "rain")


async def sweeping(pilot: Pilot[None], app: Naitui) -> None:
    """Nine cells, all of them made."""
    await pilot.press("ctrl+o", "y")
    await seen(pilot, app, "Make 9")
    await pilot.press("f5")
    await seen(pilot, app, "9 made")


async def presetting(pilot: Pilot[None], app: Naitui) -> None:
    """Whole recipes with names."""
    await pilot.press("ctrl+o", "k")
    await seen(pilot, app, "by the window")
    await pilot.press("down")


async def styling(pilot: Pilot[None], app: Naitui) -> None:
    """Styles, one of them on."""
    await pilot.press("ctrl+l")
    await seen(pilot, app, "Ink wash")


async def expanding(pilot: Pilot[None], app: Naitui) -> None:
    """The words of the next three pictures."""
    await pilot.press("ctrl+e")
    await seen(pilot, app, "hair")


async def examining(pilot: Pilot[None], app: Naitui) -> None:
    """What the terminal can do."""
    studio(app).query_one("#picture-pane").focus()
    await pilot.press("d")
    await seen(pilot, app, "Pictures")


WIDE, PLAIN = (120, 40), (80, 24)
SCENES: dict[str, Scene] = {
    "studio": Scene(ALONE, WIDE, generated),
    "characters": Scene(TOGETHER, WIDE, placing),
    "interactions": Scene(BOUND, PLAIN, binding),
    "references": Scene(WITH_VIBE, PLAIN, referring),
    "edit": Scene(PORTRAIT, PLAIN, painting),
    "small": Scene(ALONE, PLAIN, looked_at),
    "tools": Scene(QUICK, PLAIN, tooling),
    "pair": Scene(QUICK, PLAIN, pairing),
    "gallery": Scene(QUICK, (120, 36), browsing),
    "queue": Scene(QUICK, PLAIN, queueing, fault="reject:1"),
    "past": Scene(QUICK, PLAIN, looking_back),
    "history": Scene(QUICK, PLAIN, remembering),
    "sweep": Scene(GRID, WIDE, sweeping),
    "presets": Scene(QUICK, PLAIN, presetting, files=WORDS),
    "styles": Scene(DICE, PLAIN, styling, files=WORDS),
    "expansions": Scene(DICE, PLAIN, expanding, files=WORDS),
    "doctor": Scene(QUICK, PLAIN, examining, look=Look("kitty", GOOD)),
}
