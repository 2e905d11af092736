"""From a picture file to the body of a tool's request, field by field (api.md 1.5, 1.6), and what is written down."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from naitui.jobs import Plan
from naitui.jobs.calls import call_quote, call_task, checked
from naitui.jobs.frozen import freeze, thaw
from naitui.library.calls import UPSCALE, Call, CallRecord, digest_of, read_call, shareable, with_call
from naitui.library.inputs import look_at
from naitui.library.record import Record, read_record, with_record
from naitui.library.work import PictureCall
from naitui.novelai import Refused, Standing, load_catalog
from naitui.pictures.prepare import png, tool_picture
from naitui.recipe import Recipe

CATALOG = load_catalog()
OPUS = Standing(tier=3, active=True)
CALLS = {
    "bg-removal": Call("bg-removal"),
    "lineart": Call("lineart"),
    "sketch": Call("sketch"),
    "declutter": Call("declutter"),
    "declutter-keep-bubbles": Call("declutter-keep-bubbles"),
    "colorize": Call("colorize", "red hair, {blue} eyes", None, 4),
    "colorize bare": Call("colorize"),
    "emotion": Call("emotion", "tears", "sad", 2),
    "emotion bare": Call("emotion", mood="playful"),
}
EXTRA: dict[str, dict[str, object]] = {
    "colorize": {"prompt": "red hair, {blue} eyes", "defry": 4},
    "colorize bare": {"prompt": "", "defry": 0},
    "emotion": {"prompt": "sad;;tears", "defry": 2},
    "emotion bare": {"prompt": "playful;;", "defry": 0},
}


def saved(folder: Path, size: tuple[int, int] = (832, 1216), mode: str = "RGB") -> Path:
    path = folder / "my cat.png"
    Image.new(mode, size, "teal").save(path)
    return path


@pytest.mark.parametrize("name", CALLS)
def test_the_body_of_every_tool(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path)
    call = checked(CALLS[name], CATALOG)
    task = call_task(call, look_at(path), tmp_path / "out", CATALOG)
    sent = base64.b64encode(png(tool_picture(Image.open(path)))).decode()
    body = {"req_type": call.tool, "image": sent, "width": 832, "height": 1216, "use_new_shared_trial": True}
    assert (task.request.path, task.request.body) == ("/ai/augment-image", body | EXTRA.get(name, {}))
    results = CATALOG.tools.kinds[call.tool].results
    assert [place.name for place in task.places] == [
        f"my cat-{call.tool}-{end}" if end else f"my cat-{call.tool}" for end in results
    ]
    assert task.record == CallRecord(call, shareable(path), digest_of(path.read_bytes()))
    assert thaw(freeze(task), CATALOG) == task


@pytest.mark.parametrize(
    ("size", "sent"), [((100, 100), (1024, 1024)), ((3000, 2000), (2172, 1448)), ((1, 1), (1024, 1024))]
)
def test_the_size_is_that_of_the_picture_as_it_is_sent(tmp_path: Path, size: Any, sent: Any) -> None:
    task = call_task(Call("lineart"), look_at(saved(tmp_path, size)), tmp_path, CATALOG)
    image = Image.open(io.BytesIO(base64.b64decode(str(task.request.body["image"]))))
    assert image.size == (task.request.body["width"], task.request.body["height"]) == task.size
    assert task.size == sent


def test_the_body_of_upscaling_and_its_price(tmp_path: Path) -> None:
    path = saved(tmp_path)
    task = call_task(checked(Call(UPSCALE), CATALOG), look_at(path), tmp_path, CATALOG)
    image = base64.b64encode(path.read_bytes()).decode()
    assert task.request.body == {"image": image, "model": "nai-diffusion-5-curated", "declared_blur_sigma": 0}
    assert Plan.single(task, CATALOG, OPUS).quote.total == 1


@pytest.mark.parametrize("kind", ["CMYK JPEG", "16 bits", "animated", "turned"])
def test_what_other_programs_read_in_their_own_ways_is_upscaled_as_a_plain_png(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd"
    if kind == "CMYK JPEG":
        Image.new("CMYK", (60, 40), (10, 200, 30, 0)).save(path, "JPEG")
    elif kind == "16 bits":
        Image.new("I;16", (60, 40), 40_000).save(path, "PNG")
    elif kind == "animated":
        frames = [Image.new("RGB", (60, 40), colour) for colour in ("teal", "red")]
        frames[0].save(path, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    else:
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new("RGB", (40, 60), "teal").save(path, "JPEG", exif=exif)
    given = look_at(path)
    assert given.size == (60, 40)
    task = call_task(checked(Call(UPSCALE), CATALOG), given, tmp_path, CATALOG)
    image = Image.open(io.BytesIO(base64.b64decode(str(task.request.body["image"]))))
    assert (image.format, image.mode, image.size, image.info) == ("PNG", "RGB", (60, 40), {})


@pytest.mark.parametrize("name", [*CATALOG.tools.kinds, UPSCALE])
@pytest.mark.parametrize("tier", [0, 3])
def test_the_price_is_known_before_anything_is_read(tmp_path: Path, name: str, tier: int) -> None:
    call = checked(Call(name, mood="happy" if name == "emotion" else None), CATALOG)
    standing = Standing(tier=tier, active=tier == 3)
    given = look_at(saved(tmp_path))
    task = call_task(call, given, tmp_path, CATALOG)
    before, after = call_quote(call, given.size, CATALOG, standing), task.quote(CATALOG, standing)
    assert before.total == after.total
    expected = {"bg-removal": 65, UPSCALE: 1}.get(name, 0 if tier == 3 else 20)  # api.md 6.6, rows 32, 33, 35
    assert before.total == expected


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_what_is_not_what_was_looked_at_is_refused(tmp_path: Path, what: str) -> None:
    path = saved(tmp_path)
    given = look_at(path)
    if what == "gone":
        path.unlink()
    else:
        Image.new("RGB", (832, 1216), "navy").save(path)
    said = "No such file" if what == "gone" else "it has changed since it was looked at"
    with pytest.raises(Refused, match=said):
        call_task(Call("lineart"), given, tmp_path, CATALOG)


def test_a_record_stands_beside_a_recipe_and_survives_a_crash(tmp_path: Path) -> None:
    data = with_record(saved(tmp_path).read_bytes(), Record(Recipe(prompt="cat"), 0))
    record = CallRecord(Call("emotion", "caf\udce9", "sad", 1), "~/caf\udce9.png", "0" * 64, 2)
    marked = with_call(data, record)
    assert read_call(marked) == record
    found = read_record(marked)
    assert found is not None
    assert found.recipe.prompt == "cat"
    assert read_call(data) is None
    from naitui.library.work import Goal, read_work, write_work

    work = PictureCall("emotion of cat", (tmp_path / "a",), record)
    (tmp_path / "job").mkdir()
    write_work(tmp_path / "job", work, Goal(tmp_path, "{seed}"))
    assert read_work(tmp_path / "job") == work
