"""The screen of references, by keyboard alone: what is pressed, what is seen, and what is sent."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widget import Widget

from naitui.library.path_offers import at_home
from naitui.pictures.metadata import read_metadata
from naitui.pictures.vibes import UNKNOWN_HASH, Encoding, VibeFile, read_vibes, vibe_id, write_bundle, write_vibe
from naitui.recipe import Batch, Mask, PreciseReference, Recipe, Sampling, Source, Vibe
from naitui.screens.references import ReferencesScreen
from naitui.widgets.preview import Preview
from naitui.widgets.reference_list import ReferenceList

FULL = "nai-diffusion-4-5-full"
SMALL = Sampling(width=128, height=128, steps=3, seed=7)
SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def files(at_home: Path) -> Path:
    """Pictures at home."""
    Image.new("RGB", (640, 400), "orange").save(at_home / "cat.png")
    Image.new("RGB", (300, 500), "navy").save(at_home / "night.png")
    (at_home / "cut.png").write_bytes((at_home / "cat.png").read_bytes()[:200])
    return at_home


@pytest.fixture
def references(open_studio: Any, files: Path) -> Callable[..., Any]:
    """Opens the screen of references over a studio with a recipe for V4.5 Full."""

    @asynccontextmanager
    async def opened(*vibes: Vibe, size: tuple[int, int] = (120, 40), **parts: Any) -> AsyncIterator[Any]:
        options = {name: parts.pop(name) for name in ("account", "fault") if name in parts}
        recipe = Recipe(**{"model": FULL, "prompt": "girl", "sampling": SMALL, "vibes": vibes, **parts})
        async with open_studio(recipe, size=size, **options) as studio:
            await studio.press("ctrl+u")
            await studio.until(lambda: isinstance(studio.app.screen, ReferencesScreen), "the screen")
            await looked_at(studio)
            yield studio

    return opened


def screen(studio: Any) -> ReferencesScreen:
    return next(screen for screen in studio.app.screen_stack if isinstance(screen, ReferencesScreen))


def asked(studio: Any) -> str:
    """The words of a dialog over the screen; empty without one."""
    return studio.dialog if isinstance(studio.app.screen, ModalScreen) else ""


async def looked_at(studio: Any) -> None:
    """Until every file of the recipe has been looked at."""
    await studio.until(lambda: not screen(studio)._seen.lacks(studio.recipe), "files that were looked at")
    await studio.settle()


def shown(studio: Any, list: str = "vibes") -> str:
    """A list as its own lines show it, without its frame."""
    return text_of(screen(studio).query_one(f"#{list}", ReferenceList))


def text_of(widget: Widget) -> str:
    lines = (strip.text for strip in widget.render_lines(Region(0, 0, *widget.outer_size)))
    return "\n".join(line.strip("│╭╮╰╯─ ") for line in lines)


def static(studio: Any, id: str) -> str:
    return str(screen(studio).query_one(f"#{id}").render())


def sent(picture: Path) -> dict[str, Any]:
    """What the service was sent, as it wrote it into the picture."""
    metadata = read_metadata(picture.read_bytes())
    assert metadata is not None
    return metadata.comment


def put_entry(home: Path, name: str, **settings: object) -> None:
    path = home / "references" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (64, 64), "teal").save(path)
    path.with_suffix(".toml").write_text("".join(f"{key} = {value!r}\n" for key, value in settings.items()))


# ---------------------------------------------------------------- adding


@pytest.mark.parametrize("size", SIZES)
async def test_a_vibe_from_a_file_at_0_4_by_keyboard(open_studio: Any, files: Path, size: tuple[int, int]) -> None:
    async with open_studio(Recipe(model=FULL, prompt="girl", sampling=SMALL), size=size) as studio:
        await studio.press("ctrl+u", "a")
        await studio.until(lambda: "cat.png" in "\n".join(studio.rows()), "completions")
        await studio.type("cat\n")
        await studio.until(lambda: studio.recipe.vibes, "a vibe")
        assert studio.recipe.vibes == (Vibe(path="~/cat.png"),)
        await studio.press(".", "4", "enter")
        assert studio.recipe.vibes == (Vibe(path="~/cat.png", strength=0.4),)
        await looked_at(studio)
        assert "2 Anlas for encoding" in static(studio, "references-total")
        await studio.press("f5")
        await studio.until(lambda: "2 Anlas for" not in asked(studio) and "1 picture for 2 Anlas" in asked(studio))
        await studio.press("enter")
        await studio.generated()
        comment = sent(studio.pictures[0])
        assert comment["reference_strength_multiple"] == [0.4]
        assert len(base64.b64decode(comment["reference_image_multiple"][0])) == 49_152


async def test_typing_ahead_of_the_folder_that_is_read(references: Any) -> None:
    async with references() as studio:
        studio.burst("a")
        await studio.until(lambda: studio.app.screen is not screen(studio))
        studio.burst("night.p\n")
        await studio.until(lambda: studio.recipe.vibes, "a vibe")
        assert studio.recipe.vibes == (Vibe(path="~/night.png"),)


async def test_keys_that_come_before_the_file_has_been_looked_at_wait_for_it(references: Any) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        await studio.press("a")
        await studio.type("night")
        await studio.until(lambda: studio.app.screen._shown_for == "night")
        studio.burst("\n")
        await studio.until(lambda: studio.app.screen is screen(studio), "the dialog to go")
        studio.burst(".4\n", "space")
        await studio.until(lambda: len(studio.recipe.vibes) == 2, "a vibe")
        await studio.settle()
        assert studio.recipe.vibes == (Vibe(path="~/cat.png"), Vibe(path="~/night.png", strength=0.4, enabled=False))


async def test_tab_completes_and_folders_lead_on(references: Any, files: Path) -> None:
    (files / "pictures" / "deep").mkdir(parents=True)
    (files / "cat.png").rename(files / "pictures" / "deep" / "a cat.png")
    async with references() as studio:
        await studio.press("a")
        await studio.type("pic")
        await studio.press("tab")
        field = studio.app.screen.query_one("Input")
        assert field.value == "pictures/"
        await studio.until(lambda: studio.app.screen._shown_for == "pictures/")
        await studio.press("enter")
        await studio.until(lambda: field.value == "pictures/deep/")
        await studio.until(lambda: studio.app.screen._shown_for == "pictures/deep/")
        await studio.press("down", "enter")
        await studio.until(lambda: studio.recipe.vibes, "a vibe")
        assert studio.recipe.vibes[0].path == "~/pictures/deep/a cat.png"


@pytest.mark.parametrize("text", ["'{0}'", "file://{0}", "  {0} "])
async def test_a_pasted_path_needs_nothing_taken_off(references: Any, files: Path, text: str) -> None:
    async with references() as studio:
        await studio.press("a")
        await studio.paste(text.format(files / "cat.png"))
        await studio.press("enter")
        await studio.until(lambda: studio.recipe.vibes, "a vibe")
        assert studio.recipe.vibes[0].path == "~/cat.png"


async def test_an_entry_of_the_collection_brings_its_numbers(references: Any, tmp_path: Path) -> None:
    put_entry(tmp_path, "moods/dusk", type="vibe", strength=-0.3, information=1.0, note="blue hour")
    put_entry(tmp_path, "her", type="character", fidelity=0.25)
    async with references() as studio:
        await studio.press("a")
        await studio.until(lambda: "@moods/dusk  – blue hour" in "\n".join(studio.rows()))
        await studio.type("@dusk\n")
        await studio.until(lambda: studio.recipe.vibes)
        assert studio.recipe.vibes == (Vibe(path="@moods/dusk", strength=-0.3, information=1.0),)
        await studio.press("tab", "a")
        await studio.type("@her\n")
        await studio.until(lambda: studio.recipe.precise_references)
        assert studio.recipe.precise_references == (PreciseReference(path="@her", type="character", fidelity=0.25),)


async def test_the_last_pictures_are_offered(references: Any, files: Path) -> None:
    async with references() as studio:
        await studio.press("f5")
        await studio.generated()
        await studio.press("ctrl+u", "a")
        await studio.until(lambda: "newest pictures" in "\n".join(studio.rows()))
        await studio.type("7.png\n")
        await studio.until(lambda: studio.recipe.vibes)
        assert studio.recipe.vibes[0].path == at_home(studio.pictures[0])


async def test_escape_adds_nothing(references: Any) -> None:
    async with references() as studio:
        await studio.press("a")
        await studio.until(lambda: studio.app.screen is not screen(studio))
        await studio.press("escape")
        assert studio.app.screen is screen(studio)
        await studio.press("escape")
        assert studio.app.screen is studio.screen
        assert studio.recipe.vibes == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cut.png", "cut.png: The PNG picture is cut short."),
        ("gone.png", "gone.png: No such file or directory"),
        ("@gone", "@gone: there is no reference of that name"),
    ],
)
async def test_what_cannot_be_used_is_said_in_one_line_and_not_added(references: Any, name: str, said: str) -> None:
    async with references() as studio:
        await studio.press("a")
        await studio.type(f"{name}\n")
        await studio.until(lambda: said in studio.toasts, "a line")
        assert studio.recipe.vibes == ()


async def test_a_bundle_goes_into_the_collection_and_the_recipe(references: Any, files: Path, tmp_path: Path) -> None:
    vibes = [
        VibeFile(name, encodings={"v4-5full": {UNKNOWN_HASH: Encoding(name.encode())}}, import_info={"strength": 0.25})
        for name in (f"vibe{number}" for number in range(20))
    ]
    (files / "many.naiv4vibebundle").write_bytes(write_bundle(vibes))
    async with references(Vibe(path="~/cat.png", enabled=False)) as studio:
        await studio.press("a")
        await studio.type("many\n")
        await studio.until(lambda: len(studio.recipe.vibes) > 1, "vibes")
        assert [vibe.path for vibe in studio.recipe.vibes][:3] == ["~/cat.png", "@many/vibe0", "@many/vibe1"]
        assert len(studio.recipe.vibes) == 16
        assert {vibe.strength for vibe in studio.recipe.vibes[1:]} == {0.25}
        assert "20 vibes in the collection now; the first 15 of them are in the recipe" in studio.toasts
        assert len(list((tmp_path / "references" / "many").glob("*.naiv4vibe"))) == 20


@pytest.mark.parametrize("good", [1, 2])
async def test_what_is_broken_in_a_bundle_is_said(references: Any, files: Path, good: int) -> None:
    encoded = {"v4-5full": {UNKNOWN_HASH: Encoding(b"x")}}, {"v4-5full": {UNKNOWN_HASH: Encoding(b"y")}}
    document = json.loads(write_bundle([VibeFile("mood", encodings=one) for one in encoded[:good]]))
    document["vibes"] += [{}, 7, {"image": "?"}]
    (files / "odd.naiv4vibebundle").write_text(json.dumps(document))
    async with references() as studio:
        await studio.press("a")
        await studio.type("odd\n")
        await studio.until(lambda: len(studio.recipe.vibes) == good)
        await studio.until(lambda: "it has neither a picture nor an encoding" in studio.toasts)
        for number, why in ((1, "it has neither"), (2, "this is no vibe"), (3, "its picture cannot be read")):
            assert f"Vibe {good + number}: {why}" in studio.toasts


async def test_a_finished_picture_gives_itself_or_its_vibes(references: Any, files: Path) -> None:
    async with references(Vibe(path="~/cat.png", strength=0.25)) as studio:
        await studio.press("f5")
        await studio.until(lambda: "2 Anlas" in asked(studio))
        await studio.press("enter")
        await studio.generated()
        for key, added in (("enter", at_home(studio.pictures[0])), ("v", "@7")):
            await studio.press("ctrl+u", "a")
            await studio.type(f"{studio.pictures[0]}\n")
            await studio.until(lambda: "This picture was made with 1 vibe" in asked(studio), "a question")
            await studio.press(key)
            await studio.until(lambda added=added: studio.recipe.vibes[-1].path == added, added)
            await studio.press("escape")
        assert studio.recipe.vibes[-1].strength == 0.25


async def test_a_bare_encoding_is_asked_about(references: Any, files: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("NovelAI_Vibe_Encoding_Base64", base64.b64encode(b"opaque").decode())
    Image.new("RGB", (8, 8)).save(files / "card.png", pnginfo=info)
    async with references() as studio:
        await studio.press("a")
        await studio.type("card\n")
        await studio.until(lambda: "does not say for which model" in asked(studio))
        assert "Take it for V4.5 Full" in asked(studio)
        await studio.press("enter")
        await studio.until(lambda: studio.recipe.vibes)
        await looked_at(studio)
        assert "already encoded for V4.5 Full; its information extracted is fixed" in static(studio, "reference-facts")
        assert "already encoded for V4.5 Full; its information …" in shown(studio)


# ---------------------------------------------------------------- numbers, order, switches


async def test_numbers_are_stepped_typed_and_given_back(references: Any) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        await studio.press("left", "left")
        assert studio.recipe.vibes[0].strength == 0.5
        await studio.press("-", "1", ".", "5", "enter")
        assert studio.recipe.vibes[0].strength == -1.5
        await studio.press("enter", "2", "escape")
        assert studio.recipe.vibes[0].strength == -1.5
        await studio.press("backspace")
        assert studio.recipe.vibes[0].strength == 0.6
        await studio.press("i", "right")
        assert studio.recipe.vibes[0].information == 0.75
        await studio.press("7", "enter")
        assert "information is a number from 0.01 to 1" in studio.toasts
        assert studio.recipe.vibes[0].information == 0.75
        await studio.press("backspace", "s", "right")
        assert (studio.recipe.vibes[0].information, studio.recipe.vibes[0].strength) == (None, 0.65)


async def test_what_is_typed_counts_when_the_cursor_or_the_focus_goes_on(references: Any) -> None:
    one, other = Vibe(path="~/cat.png"), Vibe(path="~/night.png")
    async with references(one, other) as studio:
        studio.burst(".1", "down")
        studio.burst(".2", "tab", "shift+tab", "home")
        await studio.settle()
        assert [vibe.strength for vibe in studio.recipe.vibes] == [0.1, 0.2]
        await studio.press("-", "3", "escape", ".", "4", "f5")
        await studio.until(lambda: asked(studio))
        assert [vibe.strength for vibe in studio.recipe.vibes] == [0.4, 0.2]


async def test_letters_are_no_keys_while_a_number_is_typed(references: Any) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        await studio.press("1", "d", "e", "space", "n", "a", "enter")
        assert len(studio.recipe.vibes) == 1
        assert studio.recipe.vibes[0].enabled
        assert "strength is any number, also below 0" in studio.toasts


async def test_order_switch_remove_and_undo(references: Any) -> None:
    one, other = Vibe(path="~/cat.png"), Vibe(path="~/night.png")
    async with references(one, other) as studio:
        await studio.press("J")
        assert studio.recipe.vibes == (other, one)
        await studio.press("K", "K", "space")
        assert [vibe.enabled for vibe in studio.recipe.vibes] == [False, True]
        await studio.press("d", "d")
        assert studio.recipe.vibes == ()
        assert "No vibes" in shown(studio)
        await studio.press("u", "ctrl+z")
        assert [vibe.path for vibe in studio.recipe.vibes] == ["~/cat.png", "~/night.png"]
        assert screen(studio).recipe.vibes == studio.recipe.vibes
        await studio.press("ctrl+y", "u")
        await studio.press("n")
        assert not studio.recipe.normalize_vibes
        assert "not normalised (n)" in str(screen(studio).query_one("#vibes").border_title)


async def test_a_burst_of_keys_loses_none(references: Any) -> None:
    async with references(*[Vibe(path="~/cat.png")] * 4) as studio:
        studio.burst("", *["right", "down"] * 3, *["right"] * 5)
        await studio.settle()
        assert [vibe.strength for vibe in studio.recipe.vibes] == [0.65, 0.65, 0.65, 0.85]


async def test_the_strength_that_goes_out_is_shown(references: Any) -> None:
    async with references(Vibe(path="~/cat.png", strength=0.8), Vibe(path="~/night.png", strength=-0.8)) as studio:
        assert "strength  0.80  → 0.50" in shown(studio)
        assert "goes out with strength 0.50" in static(studio, "reference-facts")
        await studio.press("n")
        assert "→" not in shown(studio)


async def test_type_and_fidelity_of_a_precise_reference(references: Any) -> None:
    async with references(
        precise_references=(PreciseReference(path="~/night.png"),), batch=Batch(count=4, samples=2)
    ) as studio:
        assert studio.app.focused.id == "precise"
        assert "5 Anlas a picture × 4 pictures = 20" in shown(studio, "precise")
        await studio.press("t", "f", ".", "2", "5", "enter", "s", "left")
        assert studio.recipe.precise_references == (
            PreciseReference(path="~/night.png", type="character", strength=0.95, fidelity=0.25),
        )
        await studio.press("2", "enter")
        assert "strength is a number from 0 to 1" in studio.toasts
        assert static(studio, "references-total") == "20 Anlas for precise references"
        await studio.until(lambda: "300×500 → 1024×1536 on black" in static(studio, "reference-facts"))
        await studio.until(lambda: screen(studio).query_one(Preview)._picture is not None)
        assert screen(studio).query_one(Preview)._picture.pixels == (1024, 1536), "as it is sent"
        await studio.press("e", "x", "i", "n")
        assert asked(studio) == ""


# ---------------------------------------------------------------- prices and exclusions


async def test_another_information_needs_another_encoding_and_e_buys_it(references: Any) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        assert "2 Anlas: to be encoded for V4.5 Full at 0.7" in shown(studio)
        await studio.press("e")
        await studio.until(lambda: "2 Anlas: encoding a vibe." in asked(studio), "a question")
        assert "Balance 10,500 → 10,498." in asked(studio)
        await studio.press("enter")
        await studio.until(lambda: "already encoded for V4.5 Full at 0.7" in shown(studio), "an encoding")
        assert "encoding cat.png for V4.5 Full: done" in studio.toasts
        await studio.until(lambda: "10,498 Anlas" in "\n".join(studio.rows()))
        await studio.press("e")
        await studio.until(lambda: "cat.png is encoded for V4.5 Full already." in studio.toasts)
        await studio.press("i", "right")
        assert "2 Anlas: new encoding for V4.5 Full at 0.75 (0.…" in shown(studio)
        assert "2 Anlas: new encoding for V4.5 Full at 0.75 (0.7 is there)" in static(studio, "reference-facts")
        await studio.press("left")
        assert "already encoded for V4.5 Full at 0.7" in shown(studio)
        await studio.press("escape")
        await studio.until(lambda: studio.words("#action").split("F5 Generate")[1].strip() == "free")


async def test_an_encoding_that_fails_says_so_here(references: Any) -> None:
    async with references(Vibe(path="~/cat.png"), fault="no-anlas:1") as studio:
        await studio.press("e")
        await studio.until(lambda: asked(studio))
        await studio.press("enter")
        await studio.until(lambda: "encoding cat.png for V4.5 Full: " in studio.toasts and "Anlas" in studio.toasts)
        assert "2 Anlas: to be encoded" in shown(studio)


async def test_the_studio_knows_what_references_cost(open_studio: Any, files: Path) -> None:
    vibes = (Vibe(path="~/cat.png"), Vibe(path="~/night.png", strength=0.2), Vibe(path="~/cut.png", enabled=False))
    recipe = Recipe(model=FULL, prompt="girl", sampling=SMALL, vibes=vibes)
    async with open_studio(recipe, size=(160, 40)) as studio:
        await studio.until(lambda: "4 Anlas · 4 for encoding vibes" in studio.words("#action"), "a price")
        line = text_of(studio.screen.query_one("#references"))
        assert "Vibes cat.png 0.60  night.png 0.20" in line
        assert line.rstrip().endswith("4 Anlas for encoding  ^u")
        await studio.press("f9")
        await studio.type("V5 Cur\n")
        await studio.until(
            lambda: (
                "Vibes not sent, V5 Curated has no Vibe Transfer: cat"
                in text_of(studio.screen.query_one("#references"))
            )
        )
        await studio.until(lambda: "free" in studio.words("#action"))


async def test_without_references_the_studio_has_no_line_of_them(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        assert not studio.screen.query_one("#references").display


OFF = [
    ({"model": "nai-diffusion-5-curated"}, "vibes", "V5 Curated has no Vibe Transfer; kept, F9 chooses another model."),
    (
        {"model": "nai-diffusion-5-curated"},
        "precise",
        "V5 Curated has no Precise Reference; kept, F9 chooses another model.",
    ),
    ({}, "vibes", "vibes do not go with precise references; kept, Space on those switches them off."),
    ({"mask": Mask(path="m.png"), "source": Source(path="s.png")}, "vibes", "vibes do not go with a mask; kept."),
    (
        {"mask": Mask(path="m.png"), "source": Source(path="s.png")},
        "precise",
        "precise references do not go with a mask; kept.",
    ),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("parts", "list", "said"), OFF)
async def test_exclusions_are_explained_in_place_and_the_data_is_kept(
    references: Any, parts: dict[str, Any], list: str, said: str, size: tuple[int, int]
) -> None:
    both = {"precise_references": (PreciseReference(path="~/night.png"),), **parts}
    async with references(Vibe(path="~/cat.png"), size=size, **both) as studio:
        assert f"Not sent: {said}" in " ".join(shown(studio, list).split())
        assert len(studio.recipe.vibes) == len(studio.recipe.precise_references) == 1


async def test_what_is_said_to_do_helps(references: Any) -> None:
    both = (PreciseReference(path="~/night.png"),)
    async with references(Vibe(path="~/cat.png"), precise_references=both, model="nai-diffusion-5-curated") as studio:
        await studio.press("f9")
        await studio.type("V4.5 Full\n")
        await studio.until(lambda: "Not sent: vibes do not go" in " ".join(shown(studio).split()))
        assert "Not sent" not in shown(studio, "precise")
        await studio.press("tab", "space")
        assert "Not sent" not in shown(studio)
        await studio.press("shift+tab", "e")
        await studio.until(lambda: asked(studio))


async def test_v5_has_nothing_to_encode(references: Any) -> None:
    async with references(Vibe(path="~/cat.png"), model="nai-diffusion-5-curated") as studio:
        await studio.press("e")
        await studio.until(lambda: "V5 Curated has no Vibe Transfer: there is nothing to encode." in studio.toasts)


async def test_bad_files_have_their_line_and_the_rest_is_seen(references: Any, files: Path) -> None:
    odd = write_vibe(VibeFile("odd", (files / "cat.png").read_bytes())).replace(b'"id": "', b'"id": "0')
    (files / "odd.naiv4vibe").write_bytes(odd)
    vibes = [Vibe(path=f"~/{name}") for name in ("gone.png", "cut.png", "odd.naiv4vibe", "cat.png")]
    async with references(*vibes) as studio:
        text = shown(studio)
        assert "No such file or directory" in text
        assert "The PNG picture is cut short." in text
        assert text.count("2 Anlas: to be encoded") == 1
        assert "encoded together with vibe 3" in text
        await studio.press("down", "down")
        assert "its id does not match what is in it" in static(studio, "reference-facts")
        await studio.press("end")
        await studio.until(lambda: screen(studio).query_one(Preview)._picture is not None)
        await studio.press("home")
        await studio.until(lambda: screen(studio).query_one(Preview)._picture is None)


# ---------------------------------------------------------------- keeping and giving away


async def test_into_the_collection_and_changed_there(references: Any, files: Path, tmp_path: Path) -> None:
    async with references(Vibe(path="~/cat.png", strength=0.3)) as studio:
        await studio.press("w")
        await studio.until(lambda: "Name" in asked(studio))
        await studio.press(*["backspace"] * 3)
        await studio.type("moods/dusk\nblue hour\n")
        await studio.until(lambda: studio.recipe.vibes == (Vibe(path="@moods/dusk", strength=0.3),))
        entry = tmp_path / "references" / "moods" / "dusk.png"
        assert entry.read_bytes() == (files / "cat.png").read_bytes()
        assert entry.with_suffix(".toml").read_text() == 'type = "vibe"\nstrength = 0.3\nnote = "blue hour"\n'
        await looked_at(studio)
        await studio.press("right", "w")
        await studio.until(lambda: "strength = 0.35" in entry.with_suffix(".toml").read_text())
        assert 'note = "blue hour"' in entry.with_suffix(".toml").read_text()


async def test_a_name_that_cannot_be_is_said(references: Any, tmp_path: Path) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        await studio.press("w")
        await studio.press(*["backspace"] * 3)
        await studio.type("../x\n\n")
        await studio.until(lambda: "should be words with single / between them" in studio.toasts)
        assert not (tmp_path / "x.png").exists()
        assert studio.recipe.vibes[0].path == "~/cat.png"


@pytest.mark.parametrize(
    ("name", "count"), [("one.naiv4vibe", 1), ("two.naiv4vibebundle", 2), ("card.naiv4vibebundle.png", 2)]
)
async def test_export_from_the_screen(references: Any, files: Path, name: str, count: int) -> None:
    vibes = (Vibe(path="~/cat.png", strength=-0.5), Vibe(path="~/night.png", information=1.0))
    async with references(*vibes, Vibe(path="~/cut.png", enabled=False)) as studio:
        await studio.press("x")
        field = studio.app.screen.query_one("Input")
        assert field.value == "cat.naiv4vibe"
        await studio.press(*["backspace"] * len(field.value))
        await studio.type(f"{name}\n")
        await studio.until(lambda: f"Written: {name}" in studio.toasts, "a file")
        found, notes = read_vibes((files / name).read_bytes())
        assert (len(found), notes) == (count, [])
        assert found[0].id == vibe_id((files / "cat.png").read_bytes())
        assert found[0].import_info == {"model": FULL, "information_extracted": 0.7, "strength": -0.5}
        assert "it is not encoded for V4.5 Full at 0.7; whoever takes it in pays for that" in studio.toasts


async def test_other_endings_are_not_written(references: Any, files: Path) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        await studio.press("x")
        await studio.type(".json\n")
        await studio.until(lambda: "its name should end in .naiv4vibe" in studio.toasts)
        assert not list(files.glob("*.json"))


# ---------------------------------------------------------------- the screen itself


async def test_hostile_names_are_shown_as_text(references: Any, files: Path) -> None:
    name = "[red]x[b] \x1b[31m@click.png"
    (files / "cat.png").rename(files / name)
    async with references(Vibe(path=f"~/{name}")) as studio:
        rows = "\n".join(studio.rows())
        assert "[red]x[b]" in rows
        assert "\x1b" not in rows
        await studio.press("escape")
        await studio.settle()
        assert "[red]x[b]" in text_of(studio.screen.query_one("#references"))


@pytest.mark.parametrize("size", [(40, 12), (1, 1), (200, 60)])
async def test_any_size_will_do(references: Any, size: tuple[int, int]) -> None:
    async with references(
        *[Vibe(path="~/cat.png")] * 9, precise_references=(PreciseReference(path="~/night.png"),), size=size
    ) as studio:
        await studio.press("end", "i", "right", "tab", "f", "left", "shift+tab", "space")
        assert studio.recipe.vibes[8].information == 0.75
        assert not studio.recipe.vibes[8].enabled
        assert studio.recipe.precise_references[0].fidelity == 0.95
        await studio.pilot.resize_terminal(120, 40)
        await studio.settle()
        assert "9 ○ cat.png" in "\n".join(studio.rows()), "the cursor's row is in sight"


@pytest.mark.parametrize("size", SIZES)
async def test_everything_that_matters_is_in_sight(references: Any, size: tuple[int, int]) -> None:
    async with references(
        Vibe(path="~/cat.png"), precise_references=(PreciseReference(path="~/night.png", enabled=False),), size=size
    ) as studio:
        rows = studio.rows()
        text = "\n".join(rows)
        for words in ("References · V4.5 Full", "Vibe Transfer · 1 of 1 on", "Precise Reference · 0 of 1 on"):
            assert words in text
        assert "cat.png" in text
        assert "2 Anlas for encoding" in rows[-2]
        assert "Esc Back" in rows[-1]
        assert "a Add" in rows[-1]
        await studio.until(lambda: screen(studio).query_one(Preview)._picture is not None)


@pytest.mark.parametrize("size", SIZES)
async def test_help_and_the_way_back_are_never_cut_off(references: Any, size: tuple[int, int]) -> None:
    async with references(Vibe(path="~/cat.png"), size=size) as studio:
        for keys in ((), ("tab",)):
            await studio.press(*keys)
            await studio.until(lambda: all(words in studio.rows()[-1] for words in ("Esc Back", "F1 Help")))


async def test_changes_reach_the_draft(references: Any) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        await studio.press("right", "escape")
        await studio.until(lambda: "strength = 0.65" in studio.draft.read_text(), "a draft")


async def test_the_palette_and_the_help_know_the_screen(references: Any) -> None:
    async with references(Vibe(path="~/cat.png")) as studio:
        commands = {command.title for command in studio.app.get_system_commands(screen(studio))}
        assert {"Add", "Encode", "Export", "Generate"} <= commands
        assert "Tags" not in commands
        await studio.press("f1")
        assert "On the screen of references" in asked(studio)
        await studio.press("escape", "escape")
        commands = {command.title for command in studio.app.get_system_commands(studio.screen)}
        assert "References" in commands
        assert "Encode" not in commands
