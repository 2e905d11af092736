"""Damaged answers of the service: ZIPs, streams of both framings, and the JSON comments of pictures from anywhere.

Each is read, or refused in words by an error of our own; a few hundred at once, 5,000 of each with -m long.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile

import msgpack
import pytest
from mutating import mutations
from PIL import Image as Picture
from PIL.PngImagePlugin import PngInfo

from naitui.controls import UNPRINTABLE
from naitui.novelai import NovelAIError, load_catalog
from naitui.novelai.errors import BadReply
from naitui.novelai.importing import import_recipe
from naitui.novelai.replies import read_pictures
from naitui.novelai.stream import MsgpackReader, Sequencer, SseReader
from naitui.pictures.errors import BadPicture
from naitui.pictures.metadata import read_metadata

HOW_MANY = [400, pytest.param(5000, marks=[pytest.mark.long, pytest.mark.timeout(900)])]
CATALOG = load_catalog()


def png(**texts: str) -> bytes:
    out, info = io.BytesIO(), PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    Picture.new("RGB", (8, 8), "teal").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def zipped(how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for number in range(2):
            archive.writestr(f"image_{number}.png", png())
    return out.getvalue()


def is_clean(error: Exception) -> bool:
    return bool(str(error)) and not {ord(one) for one in str(error)} & set(UNPRINTABLE)


@pytest.mark.parametrize("count", HOW_MANY)
def test_damaged_zips(count: int) -> None:
    read, refused = 0, []
    for body in mutations([zipped(zipfile.ZIP_STORED), zipped(zipfile.ZIP_DEFLATED)], count, 1):
        try:
            pictures = list(read_pictures(body, 2))
        except NovelAIError as error:
            refused.append(error)
        else:
            assert all(one.data.startswith(b"\x89PNG") and one.data.endswith(b"IEND\xaeB`\x82") for one in pictures)
            read += 1
    assert read > 0
    assert len(refused) > count // 2
    assert all(map(is_clean, refused))


def streamed(framing: str) -> bytes:
    events = [("intermediate", {"samp_ix": 0, "step_ix": step, "image": b"\xff\xd8x"}) for step in range(3)]
    events.append(("final", {"samp_ix": 0, "image": png()}))
    if framing == "msgpack":
        frames = [msgpack.packb({"event_type": kind, **said}) for kind, said in events]
        return b"".join(len(frame).to_bytes(4, "big") + frame for frame in frames)
    texts = [(kind, {**said, "image": base64.b64encode(said["image"]).decode()}) for kind, said in events]
    return "".join(f"event: {kind}\ndata: {json.dumps(said)}\n\n" for kind, said in texts).encode()


@pytest.mark.parametrize("framing", ["msgpack", "sse"])
@pytest.mark.parametrize("count", HOW_MANY)
def test_damaged_streams(count: int, framing: str) -> None:
    whole, spoiled = 0, []
    for wire in mutations([streamed(framing)], count, 2):
        reader = MsgpackReader() if framing == "msgpack" else SseReader()
        sequencer = Sequencer(1)
        try:
            for frame in reader.feed(wire):
                try:
                    event = reader.decode(frame)
                except BadReply as damaged:
                    sequencer.spoil(damaged)
                    continue
                if event is not None:
                    sequencer.take(event)
            sequencer.finish(reader.rest)
            whole += 1
        except NovelAIError as error:
            spoiled.append(error)
    assert whole > 0
    assert len(spoiled) > count // 20
    assert all(map(is_clean, spoiled))


COMMENT = {
    "prompt": "1girl, [hat], {smile}", "steps": 28, "height": 1216, "width": 832, "scale": 5.0, "seed": 7, "uc": "bad",
    "sampler": "k_euler_ancestral", "noise_schedule": "karras", "cfg_rescale": 0.2,
    "request_type": "PromptGenerateRequest",
    "v4_prompt": {"caption": {"base_caption": "1girl", "char_captions": [
        {"char_caption": "girl, red hair", "centers": [{"x": 0.3, "y": 0.5}]}]}, "use_coords": True},
    "v4_negative_prompt": {"caption": {"base_caption": "bad", "char_captions": [{"char_caption": "", "centers": []}]}},
}  # fmt: skip


@pytest.mark.parametrize("count", HOW_MANY)
def test_damaged_comments(count: int) -> None:
    """A comment is what a stranger's picture says of itself: it makes a recipe or none, and never a fault of ours."""
    taken, refused = 0, []
    for comment in mutations([json.dumps(COMMENT).encode()], count, 3):
        words = comment.decode("utf-8", "replace").replace("\0", " ")
        try:
            told = read_metadata(png(Software="NovelAI", Source="NovelAI Diffusion V4.5 4BDE2A90", Comment=words))
        except BadPicture as error:
            refused.append(error)
            continue
        if told is not None and (imported := import_recipe(told, CATALOG)) is not None:
            assert imported.recipe.sampling.width > 0
            taken += 1
    assert taken > count // 20
    assert all(map(is_clean, refused))
