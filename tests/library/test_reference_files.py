"""Looking at the files behind references: every bad one gets a clear line, and the rest is seen."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from naitui.library.collection import Collection
from naitui.library.materials import load_materials
from naitui.library.reference_files import ReferenceFiles
from naitui.library.sources import Sources
from naitui.library.vibes import VibeStore
from naitui.library.work import VibeCall
from naitui.novelai import Refused, load_catalog
from naitui.novelai.materials import Unencoded
from naitui.pictures.decode import size_of
from naitui.pictures.errors import BadPicture
from naitui.pictures.vibes import (
    UNKNOWN_HASH,
    Encoding,
    VibeFile,
    params_key,
    vibe_id,
    write_bundle,
    write_card,
    write_vibe,
)
from naitui.recipe import PreciseReference, Recipe, Sampling, Vibe

CATALOG = load_catalog()
FULL = "nai-diffusion-4-5-full"


def picture(format: str = "PNG", size: tuple[int, int] = (640, 400)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, format)
    return out.getvalue()


def huge() -> bytes:
    """A PNG of 20,000 × 20,000 pixels: 400 million of them in 390 kB."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    packed = zlib.compress(bytes(2501 * 20_000), 9)
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path, VibeStore(tmp_path / "vibes"), Collection(tmp_path / "references"))


@pytest.fixture
def files(sources: Sources) -> ReferenceFiles:
    return ReferenceFiles(sources)


def put(sources: Sources, name: str, data: bytes) -> str:
    (sources.base / name).write_bytes(data)
    return name


def encoded(data: bytes = b"x", image: bytes | None = None, key: str = "v4-5full") -> VibeFile:
    params = {"information_extracted": 0.7}
    hash = UNKNOWN_HASH if image is None else params_key(params)
    return VibeFile("v", image, encodings={key: {hash: Encoding(data, params)}})


BAD = {
    "huge.png": (huge, "The picture is too large: 20000 x 20000, and 33,554,432 pixels are allowed."),
    "cut.jpg": (lambda: picture("JPEG")[:3000], "The picture is damaged or cut short and cannot be read."),
    "cut.png": (lambda: picture()[:3000], "The PNG picture is cut short."),
    "page.png": (lambda: b"<html>no</html>", "This is a web page, not a picture."),
    "bundle.naiv4vibebundle": (
        lambda: write_bundle([encoded(bytes([n % 256, n // 256])) for n in range(500)]),
        "it holds 500 vibes; naitui vibe import FILE takes each into the collection",
    ),
    "spoilt.naiv4vibe": (lambda: b'{"identifier": ', "The vibe file is damaged: it is not valid JSON."),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_get_one_line_and_the_rest_is_seen(sources: Sources, files: ReferenceFiles, name: str) -> None:
    make, said = BAD[name]
    good = put(sources, "good.png", picture())
    recipe = Recipe(model=FULL, vibes=(Vibe(path=put(sources, name, make())), Vibe(path="gone.png"), Vibe(path=good)))
    seen = files.look(recipe)
    problems = [seen.vibes[vibe.path].known.problem for vibe in recipe.vibes]
    assert problems == [said, "No such file or directory", ""]
    assert seen.vibes[good].size == (640, 400)
    with pytest.raises(Refused) as failure:
        load_materials(recipe, CATALOG, sources)
    problems = [str(problem) for problem in failure.value.problems]
    assert problems == [f"vibes[1].path: {name}: {said}", "vibes[2].path: gone.png: No such file or directory"]


def test_odd_vibe_files_work_and_say_what_is_odd(sources: Sources, files: ReferenceFiles) -> None:
    sound = write_vibe(encoded(image=picture()))
    odd = sound.replace(b'"id": "', b'"id": "0').replace(b'"createdAt": 0', b'"createdAt": "2026-03-01T10:00:00Z"')
    seen = files.vibe(put(sources, "odd.naiv4vibe", odd))
    assert seen.notes == ("its id does not match what is in it", "its date is written as text, not in milliseconds")
    assert seen.known.encoded == {"v4-5full": frozenset({0.7})}
    foreign = files.vibe(put(sources, "foreign.naiv4vibe", write_vibe(encoded(key="v9full", image=picture()))))
    assert foreign.notes == ("it has encodings for a model that is not known here: v9full",)
    assert foreign.known.picture


def test_a_picture_knows_what_was_bought_of_it(sources: Sources, files: ReferenceFiles) -> None:
    data = picture()
    name = put(sources, "cat.png", data)
    assert files.vibe(name).known.encoded == {}
    for information, key in ((0.7, "v4-5full"), (1.0, "v4-5full"), (1.0, "v4full")):
        sources.vibes.add(VibeCall("", VibeFile("", data), FULL, key, information), b"bought")
        assert information in files.vibe(name).known.encoded[key]
    assert files.vibe(name).known.id == vibe_id(data)
    assert files.vibe(name).known.encoded == {"v4-5full": frozenset({0.7, 1.0}), "v4full": frozenset({1.0})}


def test_a_file_is_read_again_only_when_it_has_changed(sources: Sources, files: ReferenceFiles) -> None:
    name = put(sources, "cat.png", picture())
    first = files.picture(name)
    assert files.picture(name) is first
    put(sources, name, picture(size=(64, 64)))
    assert files.picture(name).size == (64, 64)
    (sources.base / name).unlink()
    assert files.picture(name).known.problem == "No such file or directory"


def test_names_of_the_collection_are_looked_at_like_files(sources: Sources, files: ReferenceFiles) -> None:
    sources.collection.folder.mkdir()
    (sources.collection.folder / "dusk.png").write_bytes(picture())
    assert files.vibe("@dusk").size == (640, 400)
    assert files.vibe("@dsk").known.problem == "there is no reference of that name; did you mean @dusk?"


def test_what_is_to_be_seen_of_a_vibe(sources: Sources, files: ReferenceFiles) -> None:
    image = picture()
    assert files.face(put(sources, "cat.png", image)) == image
    assert files.face(put(sources, "a.naiv4vibe", write_vibe(encoded(image=image)))) == image
    card = write_card(image, [encoded()])
    assert files.face(put(sources, "card.png", card)) == card
    small = files.vibe("card.png").thumbnail
    assert small is not None
    assert size_of(small) == (256, 160)
    with pytest.raises(BadPicture, match="only an encoding"):
        files.face(put(sources, "b.naiv4vibe", write_vibe(encoded())))


def test_canvases_are_what_will_be_sent(sources: Sources, files: ReferenceFiles) -> None:
    put(sources, "cat.png", picture(size=(300, 500)))
    put(sources, "cat.naiv4vibe", write_vibe(encoded(image=picture(size=(300, 500)))))
    size = Sampling(width=64, height=64)
    for name in ("cat.png", "cat.naiv4vibe"):
        recipe = Recipe(model=FULL, sampling=size, precise_references=(PreciseReference(path=name),))
        assert load_materials(recipe, CATALOG, sources).references == (files.canvas(name),)
        assert size_of(files.canvas(name)) == (1024, 1536)
        v3 = Recipe(model="nai-diffusion-3", sampling=size, vibes=(Vibe(path=name),))
        assert load_materials(v3, CATALOG, sources).vibes == (files.canvas(name, vibe=True),)


def test_a_precise_reference_needs_a_picture(sources: Sources, files: ReferenceFiles) -> None:
    put(sources, "bare.naiv4vibe", write_vibe(encoded()))
    assert files.picture("bare.naiv4vibe").known.problem == "the vibe file holds no picture"


def test_a_damaged_card_is_not_taken_for_a_picture_that_could_be_encoded(sources: Sources) -> None:
    card = write_card(picture(), [encoded()])
    at = card.index(b"naidata") + 20
    put(sources, "card.png", card[:at] + b"!" + card[at + 1 :])
    with pytest.raises(Refused, match="damaged"):
        load_materials(Recipe(model=FULL, vibes=(Vibe(path="card.png"),)), CATALOG, sources)
    put(sources, "plain.png", picture())
    plain = load_materials(Recipe(model=FULL, vibes=(Vibe(path="plain.png"),)), CATALOG, sources)
    assert isinstance(plain.vibes[0], Unencoded)
