"""``naitui sweep``: a grid of pictures, made once, and the sheet of all of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.library.record import read_record

QUICK = ("--demo", "--pace", "0")
RECIPE = 'prompt = "1girl, red hair"\n[sampling]\nwidth = 64\nheight = 64\nsteps = 3\n'


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE)
    return path


def sweep(door: Any, recipe: Path, *arguments: object) -> Any:
    return door("sweep", recipe, *QUICK, "--out", recipe.parent / "out", *arguments)


def made(recipe: Path) -> list[Path]:
    return sorted((recipe.parent / "out").glob("*.png"))


def test_every_cell_is_made_once_with_one_seed(door: Any, recipe: Path) -> None:
    axes = ("--x", "steps=1..3", "--y", "prompt:red=red|blue", "--sheet", recipe.parent / "sheet.png")
    ended = sweep(door, recipe, *axes)
    assert ended.code == 0, ended.err
    records = [read_record(path.read_bytes()) for path in made(recipe)]
    told = {(r.recipe.sampling.steps, r.recipe.prompt) for r in records if r}
    assert told == {(steps, f"1girl, {hair} hair") for steps in (1, 2, 3) for hair in ("red", "blue")}
    assert len({r.recipe.sampling.seed for r in records if r}) == 1
    assert "for all 6 cells" in ended.err
    assert Image.open(recipe.parent / "sheet.png").width > 3 * 64


def test_one_that_was_interrupted_goes_on(door: Any, recipe: Path) -> None:
    axes = ("--x", "steps=1..4", "--sheet", recipe.parent / "sheet.png")
    sweep(door, recipe, *axes)
    kept, lost = made(recipe)[:2], made(recipe)[2:]
    for path in lost:
        path.unlink()
    ended = sweep(door, recipe, *axes, "--json")
    assert "2 of 4 pictures are there already" in ended.err
    assert sum(event["event"] == "saved" for event in ended.events) == 2
    assert set(kept) < set(made(recipe))
    first, second = (recipe.parent / name for name in ("sheet.png", "sheet-2.png"))
    sheets = [Image.open(io.BytesIO(path.read_bytes())).tobytes() for path in (first, second) if path.exists()]
    assert len(set(sheets)) == 1
    again = sweep(door, recipe, *axes[:2])
    assert again.code == 0
    assert "nothing to do" in again.err


def test_the_whole_price_comes_first(door: Any, recipe: Path) -> None:
    ended = sweep(door, recipe, "--x", "size=1024x1536, 1536x1024", "--y", "steps=28, 50")
    assert ended.code == 4
    assert "Anlas" in ended.err
    assert not made(recipe)


def test_axes_of_the_recipe_itself(door: Any, recipe: Path) -> None:
    recipe.write_text(RECIPE + '[[sweep.x]]\nset = "steps"\nvalues = [1, 2]\n')
    ended = door("run", recipe, *QUICK, "--out", recipe.parent / "out")
    assert ended.code == 0
    assert len(made(recipe)) == 2
    swept = sweep(door, recipe, "--seed", "5", "--y", "guidance=4, 5", "--skip", "steps = 2; guidance = 5")
    assert swept.code == 0
    assert len(made(recipe)) == 5


def test_running_a_recipe_with_axes_goes_on_too(door: Any, recipe: Path) -> None:
    recipe.write_text(RECIPE + '[[sweep.x]]\nset = "steps"\nvalues = [1, 2, 3]\n')
    run = ("run", recipe, *QUICK, "--out", recipe.parent / "out", "--json")
    assert door(*run).code == 0
    gone, *kept = made(recipe)
    gone.unlink()
    again = door(*run)
    assert "2 of 3 pictures are there already" in again.err
    assert sum(event["event"] == "saved" for event in again.events) == 1
    assert "nothing to do" in sweep(door, recipe).err  # it is the same grid
    assert set(kept) < set(made(recipe))
    assert sum(event["event"] == "saved" for event in door(*run, "--again").events) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "sweep: is missing: name what changes"),
        (("--x", "stpes=1"), 'did you mean "steps"?'),
        (("--x", "steps"), "an axis is like"),
        (("--x", "seed=1..2000"), "1,000 are the most"),
    ],
)
def test_what_is_wrong_is_told_before_anything(door: Any, recipe: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = sweep(door, recipe, *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_ablating_a_picture_makes_one_for_each_tag_and_none_twice(door: Any, tmp_path: Path) -> None:
    small = ("--demo", "--pace", "0", "--size", "64x64", "--steps", "3", "--seed", "5", "--out", tmp_path / "out")
    made = Path(door("generate", "1girl, {hat}, night city", *small).out.strip())
    sheet = tmp_path / "sheet.png"
    again = ("ablate", made, "--demo", "--pace", "0", "--out", tmp_path / "out", "--sheet", sheet)
    ended = door(*again)
    assert ended.code == 0
    assert "4 pictures with seed 5" in ended.err
    assert len(ended.out.splitlines()) == 3  # the first one is there
    assert sheet.exists()
    prompts = {read_record(Path(line).read_bytes()).recipe.prompt for line in ended.out.splitlines()}
    assert prompts == {"{hat}, night city", "1girl, night city", "1girl, {hat}"}
    assert door(*again).out == ""
    assert "no tag" in door("ablate", made, "--without", "rain", "--demo").err
