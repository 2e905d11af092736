"""The screen of a source, by keyboard alone: what is pressed, what is seen, what is sent, what is kept."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from naitui.library.draft import Draft
from naitui.library.edit_files import EditFiles
from naitui.library.record import read_record
from naitui.pictures.painting import Cells
from naitui.pictures.region import focus_size
from naitui.recipe import Mask, Recipe, Sampling, Source
from naitui.screens.confirm import ConfirmScreen
from naitui.screens.edit import EditScreen
from naitui.screens.help import HelpScreen
from naitui.screens.pair import PairScreen
from naitui.widgets.settings_grid import SettingsGrid

FULL = "nai-diffusion-4-5-full"
SIZE = (320, 320)
SMALL = Sampling(width=320, height=320, steps=3, seed=7)
REACH = 72
"""Pixels from a mask, from where on nothing changes."""


@pytest.fixture
def files(at_home: Path) -> Path:
    """Pictures at home."""
    Image.effect_noise(SIZE, 80).convert("RGB").save(at_home / "cat.png")
    return at_home


@pytest.fixture
def edit(open_studio: Any, files: Path) -> Callable[..., Any]:
    """Opens the screen over a studio whose recipe starts from ``cat.png``."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (80, 24), **parts: Any) -> AsyncIterator[Any]:
        source = parts.pop("source", Source(path="~/cat.png"))
        recipe = Recipe(**{"model": FULL, "prompt": "girl", "sampling": SMALL, "source": source, **parts})
        async with open_studio(recipe, size=size) as studio:
            await studio.press("ctrl+x")
            await studio.until(
                lambda: any(isinstance(one, EditScreen) for one in studio.app.screen_stack), "the screen"
            )
            yield studio

    return opened


def screen(studio: Any) -> EditScreen:
    return next(screen for screen in studio.app.screen_stack if isinstance(screen, EditScreen))


async def loaded(studio: Any) -> Cells:
    """Until the source is there; the mask then."""
    await studio.until(lambda: screen(studio).cells is not None, "a source")
    await studio.settle()
    cells = screen(studio).cells
    assert cells is not None
    return cells


def facts(studio: Any) -> str:
    return " ".join(str(screen(studio).query_one("#edit-facts").render()).split())


def record_bodies(studio: Any) -> list[dict[str, Any]]:
    """The bodies that the service is sent from now on."""
    bodies: list[dict[str, Any]] = []
    answer = studio.demo.handle_async_request

    async def recorded(request: Any) -> Any:
        if request.url.path.startswith("/ai/generate-image") and request.method == "POST":
            bodies.append(json.loads(request.content))
        return await answer(request)

    studio.demo.handle_async_request = recorded
    return bodies


def picture(text: str) -> Image.Image:
    image = Image.open(BytesIO(base64.b64decode(text)))
    image.load()
    return image


def sent_cells(body: dict[str, Any]) -> set[tuple[int, int]]:
    """The cells that are white in the mask of a body; every block is looked at, pixel by pixel."""
    mask = picture(body["parameters"]["mask"]).convert("L")
    white = set()
    for x in range(0, mask.width, 8):
        for y in range(0, mask.height, 8):
            values = set(mask.crop((x, y, x + 8, y + 8)).tobytes())
            assert values in ({0}, {255}), (x, y, values)
            if values == {255}:
                white.add((x // 8, y // 8))
    return white


def painted(cells: Cells) -> set[tuple[int, int]]:
    return {(x, y) for y in range(cells.rows) for x in range(cells.columns) if cells[x, y]}


def unchanged_outside(before: Image.Image, after: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether nothing differs further than the soft edge reaches around a box of cells."""
    found = ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox()
    assert found is not None, "nothing was painted anew"
    left, top, right, bottom = (8 * edge for edge in box)
    inside = (found[0] >= left - REACH, found[1] >= top - REACH, found[2] <= right + REACH, found[3] <= bottom + REACH)
    return all(inside)


# ---------------------------------------------------------------- from the studio to the request


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_mask_that_is_painted_is_the_mask_that_is_sent(edit: Any, files: Path, size: tuple[int, int]) -> None:
    async with edit(size=size) as studio:
        bodies = record_bodies(studio)
        await loaded(studio)
        await studio.press("v", "3", "l", "2", "j", "v", "5", "h", "space", "j", "j", "space")
        cells = screen(studio).cells
        assert cells is not None
        assert 0 < cells.count < len(cells.data)
        await studio.press("f5")
        await studio.generated(1)
        [body] = bodies
        assert (body["action"], body["model"]) == ("infill", f"{FULL}-inpainting")
        assert sent_cells(body) == painted(cells)
        assert picture(body["parameters"]["mask"]).size == SIZE
        assert picture(body["parameters"]["image"]).tobytes() == Image.open(files / "cat.png").tobytes()

        [saved] = studio.pictures
        assert cells.box is not None
        assert unchanged_outside(Image.open(files / "cat.png"), Image.open(saved), cells.box)
        record = read_record(saved.read_bytes())
        assert record is not None
        assert record.recipe.source == Source(path="~/cat.png")
        assert record.recipe.mask is not None
        kept = Image.open(Path(record.recipe.mask.path).expanduser())
        assert Cells.of(kept, *SIZE) == cells


async def test_the_picture_of_the_studio_becomes_the_source_and_keys_typed_ahead_are_for_it(
    open_studio: Any, files: Path
) -> None:
    async with open_studio(Recipe(model=FULL, prompt="girl", sampling=SMALL), size=(80, 24)) as studio:
        await studio.press("f5")
        await studio.generated(1)
        [made] = studio.pictures
        studio.burst("", "ctrl+x")
        studio.burst("v4l3jv")
        studio.burst("", "f5")
        await studio.generated(2)
        source, mask = studio.recipe.source, studio.recipe.mask
        assert source is not None
        assert Path(source.path).expanduser() == made
        assert mask is not None
        cells = Cells.of(Image.open(Path(mask.path).expanduser()), *SIZE)
        assert cells == screen(studio).cells
        unit = cells.count**0.5 / (5 * 4) ** 0.5
        assert unit == int(unit)


async def test_without_a_picture_it_says_what_to_do(open_studio: Any, files: Path) -> None:
    async with open_studio(Recipe(model=FULL, prompt="girl", sampling=SMALL)) as studio:
        await studio.press("ctrl+x")
        rows = "\n".join(studio.rows())
        assert "No picture to start from" in rows
        assert "o opens one" in rows
        await studio.press("o")
        await studio.until(lambda: "cat.png" in "\n".join(studio.rows()), "completions")
        await studio.type("cat\n")
        await loaded(studio)
        assert studio.recipe.source == Source(path="~/cat.png")
        await studio.press("D")
        assert studio.recipe.source is None
        assert "F5 Generate" in studio.words("#action")


# ---------------------------------------------------------------- what is seen and said


async def test_strength_and_noise_are_sent_and_explained(edit: Any) -> None:
    async with edit(source=Source(path="~/cat.png", strength=0.4, noise=0.1)) as studio:
        bodies = record_bodies(studio)
        await loaded(studio)
        assert "details change, shapes stay" in facts(studio)
        assert "about 1 of 3 steps" in facts(studio)
        assert "F5 Image to image" in studio.words("#action")
        await studio.press("tab", "right", "right", "down", ".", "2", "enter")
        assert (studio.recipe.source.strength, studio.recipe.source.noise) == (0.5, 0.2)
        await studio.press("f5")
        await studio.generated(1)
        parameters = bodies[0]["parameters"]
        assert (bodies[0]["action"], parameters["strength"], parameters["noise"]) == ("img2img", 0.5, 0.2)
        assert "mask" not in parameters


async def test_a_mask_changes_which_numbers_count_and_its_strength_is_sent(edit: Any) -> None:
    async with edit() as studio:
        bodies = record_bodies(studio)
        await loaded(studio)
        assert "Source strength" in studio.words("#edit-fields")
        await studio.press("space")
        await studio.until(lambda: studio.recipe.mask is not None, "a mask in the recipe")
        assert "Source strength" not in studio.words("#edit-fields")
        assert screen(studio).query_one(SettingsGrid).field.path == ("mask", "strength")
        await studio.press("tab", ".", "6", "enter", "f5")
        await studio.generated(1)
        parameters = bodies[0]["parameters"]
        assert parameters["inpaintImg2ImgStrength"] == 0.6
        assert parameters["img2img"] == {"strength": 0.6, "color_correct": True}
        assert parameters["strength"] == 0.7


async def test_the_detour_of_a_model_is_told(edit: Any) -> None:
    async with edit(model="nai-diffusion-5-curated") as studio:
        await loaded(studio)
        await studio.press("space")
        await studio.until(lambda: "V4.5 Curated does it" in facts(studio), "the detour")


async def test_a_key_flips_between_source_and_result_and_another_goes_on_from_it(edit: Any) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("f5")
        await studio.generated(1)
        await studio.until(lambda: screen(studio).has_class("-result"), "the result")
        await studio.press("f2")
        assert not screen(studio).has_class("-result")
        await studio.press("B")
        await studio.until(lambda: isinstance(studio.app.screen, PairScreen), "both")
        await studio.press("escape", "f2", "t")
        await studio.until(lambda: studio.recipe.source.path != "~/cat.png", "another source")
        assert Path(studio.recipe.source.path).expanduser() == studio.pictures[0]
        assert (await loaded(studio)).is_empty


async def test_a_source_of_another_shape_is_said_to_be_resized(edit: Any, files: Path) -> None:
    Image.new("RGBA", (100, 700), (255, 0, 0, 90)).save(files / "tall.png")
    async with edit(source=Source(path="~/tall.png")) as studio:
        await loaded(studio)
        assert "100×700 pixels" in facts(studio)
        assert "sent as 320×320, flattened on white, stretched" in facts(studio)


async def test_a_mask_of_all_is_told_with_what_to_do(edit: Any) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("i")
        await studio.until(lambda: "Del clears" in facts(studio), "the warning")
        await studio.press("delete")
        await studio.until(lambda: studio.recipe.mask is None, "no mask")


# ---------------------------------------------------------------- undo, leaving, coming back


async def test_strokes_and_numbers_are_undone_and_all_is_in_the_draft(edit: Any, tmp_path: Path) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("space", "l", "space", "j", "x", "h", "x")
        three = screen(studio).cells
        await studio.press("u", "u")
        assert screen(studio).cells != three
        await studio.press("U", "U")
        assert screen(studio).cells == three
        await studio.press("escape")
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "the studio")
        mask = studio.recipe.mask
        assert mask is not None
        await studio.until(lambda: "F5 Infill" in studio.words("#action"), "what F5 does")
        await studio.press("ctrl+z")
        assert studio.recipe.mask != mask
        await studio.press("ctrl+y")
        assert studio.recipe.mask == mask
        await studio.press("ctrl+x")
        assert await loaded(studio) == three
        await studio.press("ctrl+q")
        await studio.until(lambda: studio.app._exit, "the end")
    left, _ = Draft(tmp_path / "draft.toml").load()
    assert left is not None
    assert left.mask == mask


async def test_ctrl_z_takes_back_a_number_when_there_is_no_stroke(edit: Any) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("tab", "right", "shift+tab", "ctrl+z")
        await studio.until(lambda: studio.recipe.source.strength == 0.7, "the strength before")


async def test_the_recipe_s_past_is_travelled_where_nothing_was_painted_and_never_in_circles(edit: Any) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("space", "space", "escape")
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "the studio")
        await studio.press("ctrl+x")
        painted_before = await loaded(studio)
        assert not painted_before.is_empty
        await studio.press("ctrl+z")
        await studio.until(lambda: screen(studio).cells.is_empty, "no mask")
        await studio.press("ctrl+z")
        assert screen(studio).cells.is_empty
        assert studio.recipe.mask is None
        await studio.press("ctrl+y")
        await studio.until(lambda: screen(studio).cells == painted_before, "the mask again")


async def test_who_only_looked_leaves_everything_as_it_was(open_studio: Any, files: Path) -> None:
    async with open_studio(Recipe(model=FULL, prompt="girl", sampling=SMALL)) as studio:
        await studio.press("f5")
        await studio.generated(1)
        before = studio.recipe
        await studio.press("ctrl+x")
        await loaded(studio)
        await studio.press("l", "escape")
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "the studio")
        assert studio.recipe == before
        await studio.press("ctrl+x")
        await loaded(studio)
        await studio.press("space", "escape", "escape")  # the first one lifts the pen
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "the studio")
        assert studio.recipe.mask is not None
        assert "Ctrl+X, then D ends that" in studio.toasts


async def test_leaving_the_program_keeps_what_was_just_painted(edit: Any, tmp_path: Path) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("space", "ctrl+q")
        await studio.until(lambda: studio.app._exit, "the end")
    left, _ = Draft(tmp_path / "draft.toml").load()
    assert left is not None
    assert left.mask is not None


async def test_after_a_look_at_the_result_keys_paint_again(edit: Any) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("f2", "f2", "space")
        assert screen(studio).cells.count > 0


async def test_help_and_leaving_with_the_key_that_led_here(edit: Any) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("f1")
        assert isinstance(studio.app.screen, HelpScreen)
        await studio.press("escape", "ctrl+x")
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "the studio")


# ---------------------------------------------------------------- parts of a picture, more of it


async def test_a_focused_infill_sends_the_region_and_pastes_it_back(edit: Any, files: Path) -> None:
    async with edit() as studio:
        bodies = record_bodies(studio)
        await loaded(studio)
        await studio.press("z", "z", "z", "z", "z", "z", "space", "l", "j", "space", "c")
        await studio.until(lambda: studio.recipe.mask and studio.recipe.mask.region, "a region")
        region = studio.recipe.mask.region
        assert "focused" in facts(studio)
        await studio.press("f5")
        await studio.generated(1)
        parameters = bodies[0]["parameters"]
        assert (parameters["width"], parameters["height"]) == focus_size(region)
        for name in ("image", "mask"):
            assert picture(parameters[name]).size == focus_size(region)
        assert sent_cells(bodies[0])
        [saved] = studio.pictures
        with Image.open(saved) as after:
            assert after.size == SIZE
            box = ImageChops.difference(Image.open(files / "cat.png"), after.convert("RGB")).getbbox()
        assert box is not None
        assert box[0] >= region[0]
        assert box[3] <= region[3]


async def test_more_canvas_is_painted_and_the_old_part_stays(edit: Any, files: Path) -> None:
    async with edit() as studio:
        bodies = record_bodies(studio)
        await loaded(studio)
        await studio.press("p")
        await studio.type("r128\n")
        await studio.until(lambda: studio.recipe.sampling.width == 448, "a wider picture")
        cells = await loaded(studio)
        await studio.until(lambda: screen(studio).cells.columns == 56, "its mask")
        cells = screen(studio).cells
        assert painted(cells) == {(x, y) for x in range(40, 56) for y in range(40)}
        await studio.press("f5")
        await studio.generated(1)
        assert sent_cells(bodies[0]) == painted(cells)
        with Image.open(studio.pictures[0]) as after:
            old = after.convert("RGB").crop((0, 0, 320 - REACH, 320))
        assert old.tobytes() == Image.open(files / "cat.png").crop((0, 0, 320 - REACH, 320)).tobytes()


@pytest.mark.parametrize("answer", ["enter", "n", "escape"])
async def test_more_canvas_asks_what_becomes_of_a_painted_mask(edit: Any, files: Path, answer: str) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("space", "right", "space")
        before = painted(screen(studio).cells)
        assert before
        await studio.press("p")
        await studio.until(lambda: "pixels on each side" in studio.dialog, "the question")
        assert "\n".join(studio.rows()).count("in steps of 64") == 1
        await studio.type("l128\n")
        await studio.until(lambda: "A mask is painted" in studio.dialog, "the question")
        await studio.press(answer)
        if answer == "escape":
            assert painted(screen(studio).cells) == before
            assert studio.recipe.sampling.width == 320
            return
        await studio.until(lambda: screen(studio).cells.columns == 56, "its mask")
        moved = {(x + 16, y) for x, y in before} if answer == "enter" else set()
        assert painted(screen(studio).cells) == {(x, y) for x in range(16) for y in range(40)} | moved
        await studio.press("ctrl+z")
        await studio.until(lambda: screen(studio).cells.columns == 40, "the way back")
        await studio.until(lambda: painted(screen(studio).cells) == before, "with its mask")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_the_model_cannot_infill_is_told_once(edit: Any, files: Path, size: tuple[int, int]) -> None:
    async with edit(size=size, model="nai-diffusion-5-curated") as studio:
        await loaded(studio)
        await studio.press("space", "right", "space")
        await studio.until(lambda: studio.recipe.mask is not None, "the mask is kept")
        await studio.until(lambda: "cannot paint" in " ".join("\n".join(studio.rows()).split()), "it is told")
        assert "\n".join(studio.rows()).count("cannot paint") == 1


async def test_strokes_of_the_last_moment_survive_a_signal(edit: Any, files: Path) -> None:
    async with edit() as studio:
        await loaded(studio)
        studio.burst("", "space", "right", "right", "space")
        await studio.settle()
        strokes = painted(screen(studio).cells)
        assert strokes
        studio.app._leaving._end_by_signal(signal.SIGTERM)
        await studio.until(lambda: studio.app._exit, "the end")
        kept = Draft(studio.draft).load()[0]
    assert kept is not None
    assert kept.mask is not None
    with Image.open(Path(kept.mask.path).expanduser()) as mask:
        assert painted(Cells.of(mask, *SIZE)) == strokes


async def test_the_mask_of_what_can_be_seen_through(edit: Any, files: Path) -> None:
    holed = Image.new("RGBA", SIZE, "red")
    holed.paste((0, 0, 0, 0), (80, 80, 160, 120))
    holed.save(files / "holed.png")
    async with edit(source=Source(path="~/holed.png")) as studio:
        await loaded(studio)
        await studio.press("a")
        await studio.until(lambda: not screen(studio).cells.is_empty, "a mask")
        assert painted(screen(studio).cells) == {(x, y) for x in range(10, 20) for y in range(10, 15)}
    async with edit() as studio:
        await loaded(studio)
        await studio.press("a")
        await studio.until(lambda: "Nothing of the source can be seen through" in studio.toasts, "why not")


async def test_a_mask_goes_to_a_file_and_comes_back(edit: Any, files: Path) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("space", "3", "l", "space", "w", "enter")
        await studio.until(lambda: (files / "mask.png").exists(), "a file")
        before = screen(studio).cells
        assert Cells.of(Image.open(files / "mask.png"), *SIZE) == before
        await studio.press("delete", "m")
        await studio.until(lambda: "mask.png" in "\n".join(studio.rows()), "completions")
        await studio.type("mask\n")
        await studio.until(lambda: screen(studio).cells == before, "the mask again")


@pytest.mark.parametrize(("key", "fits"), [("enter", True), ("n", False)])
async def test_a_mask_of_another_size_is_fitted_only_when_that_is_wanted(
    edit: Any, files: Path, key: str, fits: bool
) -> None:
    mask = Image.new("L", (200, 100))
    mask.paste(255, (0, 0, 100, 100))
    mask.save(files / "other.png")
    async with edit(mask=Mask(path="~/other.png")) as studio:
        await studio.until(lambda: isinstance(studio.app.screen, ConfirmScreen), "a question")
        assert "200×100" in studio.dialog
        await studio.press(key)
        cells = await loaded(studio)
        assert painted(cells) == ({(x, y) for x in range(20) for y in range(40)} if fits else set())
        await studio.until(lambda: (studio.recipe.mask is not None) == fits, "the recipe's mask")
        if fits:
            assert Image.open(Path(studio.recipe.mask.path).expanduser()).size == SIZE


async def test_a_picture_goes_through_another_program(edit: Any, files: Path, tmp_path: Path) -> None:
    outside = tmp_path / "data" / "outside" / "cat.png"
    async with edit() as studio:
        await loaded(studio)
        await studio.press("space", "g")
        await studio.until(lambda: "picture_editor" in facts(studio), "what to do")
        with Image.open(outside) as written:
            image = written.convert("RGBA")
        assert Cells.see_through(image, *SIZE) == screen(studio).cells  # what is painted has been erased
        image.paste((0, 0, 0, 0), (0, 0, 16, 8))
        image.save(outside)
        await studio.until(lambda: screen(studio).cells[0, 0] and screen(studio).cells[1, 0], "what was erased")
        image.paste((255, 0, 0, 255), (200, 200, 240, 240))
        image.save(outside)
        await studio.until(lambda: "retouched" in studio.recipe.source.path, "what was retouched")
        await loaded(studio)
        made = Image.open(Path(studio.recipe.source.path).expanduser())
        assert made.getpixel((210, 210)) == (255, 0, 0)
        assert made.getpixel((4, 4)) == Image.open(files / "cat.png").getpixel((4, 4))


# ---------------------------------------------------------------- what cannot be used


def _animation(path: Path) -> None:
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:], format="PNG")


def _huge(path: Path) -> None:
    Image.new("1", (9000, 9000)).save(path)


ODD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "animated": (_animation, "an animation of 2 pictures: the first is taken"),
    "cmyk": (lambda path: Image.new("CMYK", SIZE).save(path, format="JPEG"), "CMYK is turned into RGB"),
    "deep": (lambda path: Image.new("I;16", SIZE, 40000).save(path), "16 bits a channel become 8"),
    "palette": (lambda path: Image.new("P", SIZE).save(path), "its palette is turned into RGB"),
    "mislabelled": (lambda path: Image.new("RGB", SIZE).save(path, format="JPEG"), "it is called .png and is a JPEG"),
    "tiny": (lambda path: Image.new("RGB", (1, 1)).save(path), "1×1 pixels"),
}
BAD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "huge": (_huge, "too large: 9000 x 9000"),
    "truncated": (lambda path: path.write_bytes((path.parent / "cat.png").read_bytes()[:900]), "cut short"),
    "text": (lambda path: path.write_text("no picture at all"), "not a PNG, JPEG or WebP"),
    "empty": (lambda path: path.write_bytes(b""), "The file is empty"),
    "vanished": (lambda path: None, "No such file"),
    "folder": (lambda path: path.mkdir(), "Is a directory"),
}


@pytest.mark.parametrize("kind", ODD)
async def test_an_odd_picture_is_taken_and_what_is_odd_is_said(edit: Any, files: Path, kind: str) -> None:
    make, words = ODD[kind]
    make(files / "odd.png")
    async with edit(source=Source(path="~/odd.png")) as studio:
        await loaded(studio)
        assert words in facts(studio)
        await studio.press("space", "f5")
        await studio.generated(1)


@pytest.mark.parametrize("kind", BAD)
async def test_what_is_no_picture_is_told_in_one_line_with_a_way_out(edit: Any, files: Path, kind: str) -> None:
    make, words = BAD[kind]
    make(files / "bad.png")
    async with edit(source=Source(path="~/bad.png")) as studio:
        await studio.until(lambda: words in facts(studio), "why it cannot be used")
        assert "o opens another picture" in facts(studio)
        assert len([line for line in studio.toasts.splitlines() if "bad.png" in line]) == 1
        await studio.press("space", "v", "i", "F", "escape")
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "the studio")


async def test_a_name_is_text_whatever_is_in_it(edit: Any, files: Path) -> None:
    name = "[red]x[bold] \x1b[31m.png"
    (files / name).write_bytes((files / "cat.png").read_bytes())
    async with edit(source=Source(path=f"~/{name}")) as studio:
        await loaded(studio)
        assert "[red]x[bold]" in "\n".join(studio.rows())
        assert "\x1b" not in "".join(studio.rows())


async def test_a_source_that_changes_on_disk_is_shown_before_it_is_sent(edit: Any, files: Path) -> None:
    async with edit() as studio:
        bodies = record_bodies(studio)
        await loaded(studio)
        Image.new("RGB", SIZE, "teal").save(files / "cat.png")
        await studio.press("space", "f5")
        await studio.until(lambda: "has changed on disk" in studio.toasts, "the news")
        await loaded(studio)
        assert not bodies
        await studio.press("f5")
        await studio.generated(1)
        assert picture(bodies[0]["parameters"]["image"]).getpixel((300, 10)) == (0, 128, 128)
        (files / "cat.png").unlink()
        await studio.press("f5")
        await studio.until(lambda: "No such file" in studio.toasts, "the news")
        assert len(bodies) == 1


# ---------------------------------------------------------------- the mouse


async def test_dragging_paints_and_the_right_button_erases(edit: Any) -> None:
    async with edit() as studio:
        await loaded(studio)
        painter, pilot = screen(studio).painter, studio.pilot
        middle = painter.size.width // 2, painter.size.height // 2
        await pilot.mouse_down(painter, offset=middle)
        await pilot.hover(painter, offset=(middle[0] + 3, middle[1]))
        await pilot.mouse_up(painter, offset=(middle[0] + 3, middle[1]))
        drawn = screen(studio).cells
        assert drawn.count > 0
        await pilot.mouse_down(painter, offset=middle, button=3)
        await pilot.mouse_up(painter, offset=middle)
        assert 0 < screen(studio).cells.count < drawn.count
        await studio.press("u", "u")
        assert screen(studio).cells.is_empty


# ---------------------------------------------------------------- leaving, and going back, while a source is read


async def test_who_leaves_while_the_source_is_read_is_in_the_studio(
    open_studio: Any, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, left, read = threading.Event(), threading.Event(), EditFiles.open

    def slow_disk(*parts: Any, **more: Any) -> Any:
        begun.set()
        assert left.wait(30)
        return read(*parts, **more)

    monkeypatch.setattr(EditFiles, "open", slow_disk)
    recipe = Recipe(model=FULL, prompt="girl", sampling=SMALL, source=Source(path="~/cat.png"))
    async with open_studio(recipe) as studio:
        studio.burst("", "ctrl+x")
        await studio.until(begun.is_set, "the source being read")
        studio.burst("", "escape")
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "the studio")
        left.set()
        await studio.app.workers.wait_for_complete()
        await studio.settle()
        assert studio.recipe == recipe
        await studio.press("ctrl+x")
        await loaded(studio)


async def test_a_source_that_was_dropped_or_could_not_be_read_comes_back_with_ctrl_z(edit: Any, files: Path) -> None:
    async with edit() as studio:
        await loaded(studio)
        await studio.press("space", "space", "D")
        await studio.until(lambda: studio.recipe.source is None and screen(studio).cells is None, "no source")
        await studio.press("ctrl+z")
        assert not (await loaded(studio)).is_empty
        assert "cat.png" in facts(studio)
        (files / "dog.png").write_bytes((files / "cat.png").read_bytes())
        await studio.press("o")
        await studio.until(lambda: not isinstance(studio.app.screen, EditScreen), "a field")
        await studio.type("~/dog.png\n")
        await studio.until(lambda: "dog.png" in facts(studio), "the dog")
        (files / "dog.png").unlink()
        await studio.press("tab", "down", "down", "right")  # another size: it is read again
        await studio.until(lambda: "dog.png: No such file" in facts(studio), "the reason")
        await studio.press("ctrl+z", "ctrl+z")
        await studio.until(lambda: "cat.png" in facts(studio), "the cat again")


async def test_a_picture_of_another_source_does_not_take_the_brush_away(open_studio: Any, files: Path) -> None:
    held = asyncio.Event()
    async with open_studio(Recipe(model=FULL, prompt="girl", sampling=SMALL)) as studio:
        answer = studio.demo.handle_async_request

        async def slow(request: Any) -> Any:
            if request.url.path.startswith("/ai/generate-image") and len(studio.pictures) == 1:
                await held.wait()
            return await answer(request)

        studio.demo.handle_async_request = slow
        await studio.press("f5")
        await studio.generated(1)
        await studio.press("f5", "ctrl+x")
        await loaded(studio)
        await studio.press("space")
        held.set()
        await studio.generated(2)
        await studio.settle()
        assert not screen(studio).has_class("-result")
        await studio.press("right", "f5")
        await studio.generated(3)
        await studio.until(lambda: screen(studio).has_class("-result"), "its own result")
