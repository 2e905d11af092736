"""Vibes out to files that NovelAI's page takes, and in from whatever others write."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from naitui.library.collection import Collection
from naitui.library.entries import EntrySettings
from naitui.library.sources import Sources
from naitui.library.vibe_export import as_file, ending_for, exported, gathered, model_for
from naitui.library.vibe_import import take_in, unpack
from naitui.library.vibes import VibeStore
from naitui.library.work import VibeCall
from naitui.novelai import load_catalog
from naitui.pictures.errors import BadPicture, NoVibe
from naitui.pictures.vibes import (
    UNKNOWN_HASH,
    UNKNOWN_MODEL,
    Encoding,
    VibeFile,
    encoding_for,
    params_key,
    read_vibes,
    write_bundle,
    write_card,
    write_vibe,
)
from naitui.recipe import Vibe

CATALOG = load_catalog()
FULL, V4 = CATALOG.model("nai-diffusion-4-5-full"), CATALOG.model("nai-diffusion-4-full")


class Page:
    """NovelAI's page as it takes vibe files in, written anew from the description of the format: nothing of ours."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}

    def take(self, file: bytes) -> list[dict[str, Any]]:
        """The ``importInfo`` of every vibe in a file. Raises AssertionError where the page would complain."""
        document = json.loads(self._text(file))
        assert document["version"] == 1
        single = document["identifier"] == "novelai-vibe-transfer"
        assert single or document["identifier"] == "novelai-vibe-transfer-bundle"
        return [self._one(vibe) for vibe in ([document] if single else document["vibes"])]

    def _text(self, file: bytes) -> bytes:
        if file[:1] == b"{":
            return file
        at = 8
        while at < len(file):
            (size,) = struct.unpack(">I", file[at : at + 4])
            kind, body = file[at + 4 : at + 8], file[at + 8 : at + 8 + size]
            assert struct.unpack(">I", file[at + 8 + size : at + 12 + size]) == (zlib.crc32(kind + body),)
            if kind == b"iTXt" and body.startswith(b"naidata\0\0\0"):
                return base64.b64decode(body.split(b"\0", 5)[5], validate=True)
            at += 12 + size
        raise AssertionError("no naidata")

    def _one(self, vibe: dict[str, Any]) -> dict[str, Any]:
        assert re.fullmatch("[0-9a-f]{64}", vibe["id"])
        assert (vibe["identifier"], vibe["version"]) == ("novelai-vibe-transfer", 1)
        encodings = [one for of_model in vibe["encodings"].values() for one in of_model.values()]
        hashed = vibe["image"] if vibe["type"] == "image" else encodings[0]["encoding"]
        assert hashlib.sha256(hashed.encode()).hexdigest() == vibe["id"]
        assert re.fullmatch("[A-Za-z0-9+/]+={0,2}", hashed)
        if "thumbnail" in vibe:
            head, data = re.fullmatch(r"(data:image/[a-z]+;base64,)(.+)", vibe["thumbnail"]).groups()
            assert max(Image.open(io.BytesIO(base64.b64decode(data))).size) <= 256, head
        for key in vibe["encodings"]:
            assert key in ("v4full", "v4curated", "v4-5full", "v4-5curated", "custom")
            for hash, one in vibe["encodings"][key].items():
                # NovelAI's page prints numbers as JavaScript does; so does JSON for what has been through it
                told = ",".join(f"{name}:{json.dumps(value)}" for name, value in sorted(one["params"].items()))
                expected = hashlib.sha256(told.encode()).hexdigest() if vibe["type"] == "image" else "unknown"
                assert hash == expected, told
        info = vibe["importInfo"]
        assert isinstance(info["model"], str)
        assert isinstance(info["strength"], int | float)
        assert 0 < info["information_extracted"] <= 1
        assert isinstance(vibe["createdAt"], int)
        known = self.kept.setdefault(vibe["id"], {})
        for key, of_model in vibe["encodings"].items():
            known.setdefault(key, {}).update(of_model)
        return info


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path, VibeStore(tmp_path / "vibes"), Collection(tmp_path / "references"))


def picture(colour: str = "orange", size: tuple[int, int] = (640, 400)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def vibe(colour: str = "orange", name: str = "sea", **changes: Any) -> VibeFile:
    params = {"information_extracted": 0.7}
    facts = {"model": FULL.id, "information_extracted": 0.7, "strength": 0.3}
    return VibeFile(
        **{
            "name": name,
            "image": picture(colour),
            "encodings": {"v4-5full": {params_key(params): Encoding(colour.encode(), params)}},
            "created_at": 7,
            "import_info": facts,
            **changes,
        }
    )


def bare(data: bytes = b"opaque") -> VibeFile:
    return VibeFile("bare", encodings={"v4full": {UNKNOWN_HASH: Encoding(data, {"information_extracted": 0.5})}})


# ---------------------------------------------------------------- out


@pytest.mark.parametrize("ending", [".naiv4vibe", ".naiv4vibebundle", ".png"])
@pytest.mark.parametrize("with_picture", [True, False])
def test_the_page_takes_what_is_exported(sources: Sources, ending: str, with_picture: bool) -> None:
    (sources.base / "cat.png").write_bytes(picture())
    work = VibeCall("", VibeFile("", picture()), FULL.id, "v4-5full", 0.7)
    sources.vibes.add(work, b"bought at 0.7")
    sources.vibes.add(VibeCall("", VibeFile("", picture()), FULL.id, "v4-5full", 1.0), b"bought at 1")
    [found] = gathered("cat.png", sources)
    made = exported(found, Vibe(path="cat.png", strength=-0.25), FULL, picture=with_picture)
    assert made.note == ""
    file = as_file([made.vibe], ending, picture("red", (64, 64)))
    page = Page()
    assert page.take(file) == [{"model": FULL.id, "information_extracted": 0.7, "strength": -0.25}]
    [known] = page.kept.values()
    encodings = {base64.b64decode(one["encoding"]) for one in known["v4-5full"].values()}
    assert encodings == ({b"bought at 0.7", b"bought at 1"} if with_picture else {b"bought at 0.7"})
    [again], notes = read_vibes(file)
    assert (again, notes) == (made.vibe, [])
    assert as_file([again], ending, picture("red", (64, 64))) == file, "byte for byte"
    assert (picture() in file or base64.b64encode(picture()) in Page()._text(file)) == with_picture


def test_several_go_into_a_bundle_or_onto_a_card_and_not_into_one_vibe(sources: Sources) -> None:
    vibes = [exported(one, Vibe(path=""), FULL).vibe for one in (vibe("red"), vibe("blue"))]
    vibes.append(exported(bare(), Vibe(path=""), V4).vibe)
    for ending in (".naiv4vibebundle", ".png"):
        file = as_file(vibes, ending)
        assert [info["model"] for info in Page().take(file)] == [FULL.id, FULL.id, V4.id]
        assert read_vibes(file)[0] == vibes
    with pytest.raises(BadPicture, match=r"holds one vibe, not 3; take \.naiv4vibebundle"):
        as_file(vibes, ".naiv4vibe")


def test_a_card_shows_its_vibes_or_a_picture_of_its_own() -> None:
    face = Image.open(io.BytesIO(as_file([vibe("red"), vibe("blue")], ".png"))).convert("RGB")
    assert face.size == (512, 160)
    left, right = face.getpixel((20, 20)), face.getpixel((300, 20))
    assert left[0] > 250 > 5 > left[2]
    assert right[2] > 250 > 5 > right[0]
    jpeg = io.BytesIO()
    Image.new("RGB", (50, 30), "green").save(jpeg, "JPEG")
    own = as_file([vibe()], ".png", jpeg.getvalue())
    assert Image.open(io.BytesIO(own)).size == (50, 30)
    with pytest.raises(BadPicture, match="none of these vibes has one"):
        as_file([bare()], ".png")


def test_what_a_recipe_leaves_out_follows_the_vibe_itself() -> None:
    assert exported(vibe(), Vibe(path=""), FULL).vibe.import_info["strength"] == 0.3
    assert exported(vibe(), Vibe(path="", strength=0.6), FULL).vibe.import_info["strength"] == 0.6
    odd = vibe(import_info={"strength": "much", "information_extracted": 7})
    assert exported(odd, Vibe(path=""), FULL).vibe.import_info == {
        "model": FULL.id,
        "information_extracted": 0.7,
        "strength": 0.6,
    }


def test_what_is_not_encoded_is_said_and_without_a_picture_refused() -> None:
    made = exported(vibe(), Vibe(path="", information=1.0), V4)
    assert made.note == "it is not encoded for V4 Full at 1; whoever takes it in pays for that"
    assert exported(bare(), Vibe(path=""), FULL).note == "it has no encoding for V4.5 Full"
    with pytest.raises(BadPicture, match="no encoding for v4full with information extracted 1"):
        exported(vibe(), Vibe(path="", information=1.0), V4, picture=False)


def test_the_model_of_a_vibe_is_the_one_it_names_or_is_encoded_for() -> None:
    assert model_for(vibe(), CATALOG) == FULL
    assert model_for(bare(), CATALOG) == V4
    assert model_for(VibeFile("", picture(), import_info={"model": "nai-diffusion-9"}), CATALOG).vibe_key is not None


@pytest.mark.parametrize("name", ["x.json", "x", "naiv4vibe", "x.jpg"])
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(BadPicture, match=r"should end in \.naiv4vibe"):
        ending_for(Path(name))


# ---------------------------------------------------------------- in


def taken(data: bytes, sources: Sources, **options: Any) -> Any:
    return take_in(data, "file", sources, CATALOG, **options)


def test_a_bundle_becomes_entries_with_its_settings(sources: Sources) -> None:
    made = taken(write_bundle([vibe("red", "sea"), vibe("blue", "00ff00-ff00ff"), bare()]), sources, folder="moods")
    assert [entry.name for entry in made.entries] == ["moods/sea", "moods/file-2", "moods/bare"]
    assert made.notes == ()
    assert made.entries[0].settings.model_dump(exclude_none=True) == {
        "type": "vibe",
        "strength": 0.3,
        "information": 0.7,
        "note": "",
    }
    assert sources.collection.entries() == (sorted(made.entries, key=lambda entry: entry.name), ())
    [read], _ = read_vibes(made.entries[0].path.read_bytes())
    assert read == vibe("red", "sea")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Mr. Smith, soft light", "names/Mr. Smith, soft light"),
        ("v1.5 mood", "names/v1.5 mood"),
        ("a/b.c", "names/a b.c"),
        ("dusk.png", "names/dusk"),
        ("銀髪の少女と夜の街" * 12, "names/" + ("銀髪の少女と夜の街" * 9)[:73]),
        ("x" * 200, "names/" + "x" * 114),
    ],
)
def test_a_name_is_kept_as_far_as_files_can_have_it(sources: Sources, called: str, name: str) -> None:
    made = taken(write_bundle([vibe("red", called), vibe("blue", "after")]), sources, folder="names")
    assert [entry.name for entry in made.entries] == [name, "names/after"]
    assert gathered(f"@{name}", sources)[0].name == called


def test_a_file_s_own_dots_stay_in_the_names_of_its_vibes(sources: Sources) -> None:
    bundle = write_bundle([vibe(colour, "00ff00-ff00ff") for colour in ("red", "blue")])
    made = take_in(bundle, "v1.5", sources, CATALOG)
    assert [entry.name for entry in made.entries] == ["v1.5-1", "v1.5-2"]
    long = take_in(write_bundle([vibe("green", ""), vibe("navy", "")]), "y" * 120, sources, CATALOG)
    assert [entry.name for entry in long.entries] == ["y" * 118 + "-1", "y" * 118 + "-2"]


def test_a_picture_is_exported_under_its_whole_name(sources: Sources) -> None:
    sources.collection.add("days/v1.5 dusk", picture(), ".png", EntrySettings())
    (sources.base / "Mr. Smith.png").write_bytes(picture())
    assert gathered("@days/v1.5 dusk", sources)[0].name == "v1.5 dusk"
    assert gathered("Mr. Smith.png", sources)[0].name == "Mr. Smith"


def test_what_is_imported_is_known_to_every_recipe_with_that_picture(sources: Sources) -> None:
    taken(write_vibe(vibe("red")), sources)
    assert sources.vibes.encoding(vibe("red").id, "v4-5full", 0.7) == b"red"


@pytest.mark.parametrize(
    ("data", "ending"),
    [(write_vibe(vibe()).replace(b"\n", b"\r\n"), ".naiv4vibe"), (write_card(picture(), [vibe()]), ".png")],
)
def test_a_file_of_one_sound_vibe_is_kept_as_it_came(sources: Sources, data: bytes, ending: str) -> None:
    [entry] = taken(data, sources).entries
    assert entry.path.read_bytes() == data
    assert entry.path.suffix == ending


def test_a_vibe_that_is_there_gets_the_encodings_it_lacks(sources: Sources) -> None:
    [first] = taken(write_vibe(vibe()), sources).entries
    params = {"information_extracted": 1}
    more = vibe(encodings={"v4full": {params_key(params): Encoding(b"four", params)}})
    made = taken(write_bundle([more, vibe()]), sources)
    assert [entry.name for entry in made.entries] == [first.name]
    assert made.notes == (
        "Vibe 1: it is there already as @sea; encodings were added to it",
        "Vibe 2: it is there already as @sea",
    )
    [both], _ = read_vibes(first.path.read_bytes())
    assert (encoding_for(both, "v4-5full", 0.7), encoding_for(both, "v4full", 1)) == (b"orange", b"four")
    assert sources.vibes.encoding(vibe().id, "v4full", 1.0) == b"four"


def test_a_picture_of_the_collection_is_the_same_vibe(sources: Sources) -> None:
    (sources.collection.folder).mkdir()
    (sources.collection.folder / "mine.png").write_bytes(picture())
    [entry] = taken(write_vibe(vibe()), sources).entries
    assert entry.name == "mine"
    assert entry.path.read_bytes() == picture()
    assert sources.vibes.encoding(vibe().id, "v4-5full", 0.7) == b"orange"


def with_text(keyword: str, text: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_itxt(keyword, text)
    out = io.BytesIO()
    Image.new("RGB", (40, 60), "navy").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def test_a_bare_encoding_needs_a_model(sources: Sources) -> None:
    card = with_text("NovelAI_Vibe_Encoding_Base64", base64.b64encode(b"opaque").decode())
    assert unpack(card, CATALOG).vibes[0].encodings.keys() == {UNKNOWN_MODEL}
    with pytest.raises(BadPicture, match="nobody knows its model; --for MODEL says it"):
        taken(card, sources)
    [entry] = taken(card, sources, model=FULL).entries
    [found], notes = read_vibes(entry.path.read_bytes())
    assert (encoding_for(found, "v4-5full", 0.3), notes) == (b"opaque", [])
    assert found.thumbnail is not None
    assert Image.open(io.BytesIO(found.thumbnail)).size == (40, 60)
    assert Page().take(as_file([exported(found, Vibe(path=""), FULL, picture=False).vibe], ".naiv4vibe"))


def test_what_is_broken_beside_a_bare_encoding_is_told_with_and_without_its_model(sources: Sources) -> None:
    document = json.loads(write_bundle([bare(), vibe()]))
    document["vibes"][0]["encodings"] = {UNKNOWN_MODEL: document["vibes"][0]["encodings"]["v4full"]}
    document["vibes"][1:] = [{"createdAt": "x"}, {**document["vibes"][1], "id": "0" * 64}, 7]
    data = json.dumps(document).encode()
    broken = (
        "Vibe 2: it has neither a picture nor an encoding; it is left out",
        "Vibe 3: its id does not match what is in it",
        "Vibe 4: this is no vibe; it is left out",
    )
    assert unpack(data, CATALOG, FULL).notes == broken
    assert unpack(data, CATALOG).notes == ("Vibe 1: it does not say for which model its encoding was made", *broken)
    made = taken(data, sources, model=FULL)
    assert [entry.name for entry in made.entries] == ["bare", "sea"]
    assert made.notes == broken


def record(comment: dict[str, object], source: str = "NovelAI Diffusion V4.5 4BDE2A90") -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "NovelAI")
    info.add_text("Source", source)
    info.add_text("Comment", json.dumps({"prompt": "x", "seed": 1, **comment}))
    out = io.BytesIO()
    Image.new("RGB", (40, 60)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def as64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_vibes_of_a_finished_picture_come_back(sources: Sources) -> None:
    comment = {
        "reference_image_multiple": [as64(b"one"), "no base64!", as64(b"two")],
        "reference_strength_multiple": [0.25, 1, -0.5],
        "reference_information_extracted_multiple": [0.7],
    }
    made = taken(record(comment), sources)
    assert made.notes == ("Vibe 2: it cannot be read; it is left out",)
    settings = [(entry.settings.strength, entry.settings.information) for entry in made.entries]
    assert settings == [(0.25, 0.7), (-0.5, None)]
    found = [read_vibes(entry.path.read_bytes())[0][0] for entry in made.entries]
    assert [encoding_for(one, "v4-5full", 0.7) for one in found] == [b"one", b"two"]
    assert found[0].import_info == {"model": FULL.id, "information_extracted": 0.7, "strength": 0.25}


def test_v3_writes_the_pictures_themselves(sources: Sources) -> None:
    [found] = unpack(
        record({"reference_image_multiple": [as64(picture())]}, "Stable Diffusion XL 7BCCAA2C"), CATALOG
    ).vibes
    assert found.image == picture()
    text = unpack(
        record({"reference_image_multiple": [as64(b"x"), as64(picture())]}, "Stable Diffusion XL 7BCCAA2C"), CATALOG
    )
    assert text.notes == ("Vibe 1: Anime V3 has no encodings; it is left out",)


@pytest.mark.parametrize("comment", [{}, {"reference_image_multiple": []}, {"reference_image_multiple": "x"}])
def test_a_picture_without_vibes_holds_none(comment: dict[str, object], sources: Sources) -> None:
    with pytest.raises(NoVibe):
        unpack(record(comment), CATALOG)
    with pytest.raises(NoVibe):
        taken(picture(), sources)


def test_a_bundle_of_five_hundred_is_taken_apart_and_a_spoilt_one_left_out(sources: Sources) -> None:
    vibes = [bare(str(number).encode()) for number in range(500)]
    document = json.loads(write_bundle(vibes))
    document["vibes"][250] = {"identifier": "novelai-vibe-transfer", "createdAt": "2026-03-01"}
    document["vibes"][3]["id"] = "0" * 64
    document["vibes"][4]["createdAt"] = "2026-03-01T10:00:00Z"
    document["vibes"][5]["encodings"]["v9full"] = {"unknown": {"encoding": as64(b"x")}}
    made = taken(json.dumps(document).encode(), sources, folder="many")
    assert len(made.entries) == 499
    assert len(sources.collection.entries()[0]) == 499
    assert [note for note in made.notes if "already" not in note] == [
        "Vibe 4: its id does not match what is in it",
        "Vibe 5: its date is written as text, not in milliseconds",
        "Vibe 6: it has encodings for a model that is not known here: v9full",
        "Vibe 251: it has neither a picture nor an encoding; it is left out",
    ]


@given(
    st.lists(
        st.tuples(
            st.text(max_size=12),
            st.dictionaries(
                st.sampled_from(["v4full", "v4-5full"]), st.floats(0.01, 1).map(lambda x: round(x, 2)), max_size=2
            ),
            st.floats(-3, 3),
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_exported_reads_back_and_the_page_agrees(
    drawn: list[tuple[str, dict[str, float], float]],
) -> None:
    vibes = []
    for number, (name, encoded, strength) in enumerate(drawn):
        encodings = {
            key: {
                params_key({"information_extracted": x}): Encoding(
                    f"{number}{key}".encode(), {"information_extracted": x}
                )
            }
            for key, x in encoded.items()
        }
        one = VibeFile(name, picture(f"#0{number}0000", (300, 9)), encodings=encodings)
        vibes.append(exported(one, Vibe(path="", strength=strength), FULL).vibe)
    for ending in (".naiv4vibebundle", ".png"):
        file = as_file(vibes, ending)
        assert [info["strength"] for info in Page().take(file)] == [strength for _, _, strength in drawn]
        again = read_vibes(file)[0]
        assert as_file(again, ending) == file
