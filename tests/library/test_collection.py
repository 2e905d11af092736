"""The collection: plain files with names; what is wrong with one spoils nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from naitui.library.collection import Collection, NoEntry, entry_name, name_fault, suggested_name
from naitui.library.entries import Entry, EntrySettings
from naitui.library.materials import anchored
from naitui.library.sources import Sources, reference_of_entry, vibe_of_entry, with_entries
from naitui.library.vibes import VibeStore
from naitui.recipe import PreciseReference, Recipe, Vibe, read_recipe


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path / "deep" / "references")


def picture(colour: str = "orange") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (32, 48), colour).save(out, "PNG")
    return out.getvalue()


def put(collection: Collection, name: str, text: str | bytes = b"") -> Path:
    path = collection.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text or picture())
    return path


def names(collection: Collection) -> list[str]:
    return [entry.name for entry in collection.entries()[0]]


def test_a_collection_that_nobody_has_begun_is_empty(collection: Collection) -> None:
    assert collection.entries() == ([], ())
    with pytest.raises(NoEntry, match="no reference of that name"):
        collection.find("dusk")


def test_files_that_were_copied_by_hand_are_entries(collection: Collection) -> None:
    put(collection, "moods/dusk.png")
    put(collection, "moods/dusk.toml", 'type = "vibe"\nstrength = 0.4\ninformation = 1.0\nnote = "blue hour"\n')
    put(collection, "Night City.JPG")
    put(collection, "card.naiv4vibebundle.png")
    put(collection, "README.txt", "not mine")
    put(collection, ".removed/old.png")
    entries, faults = collection.entries()
    assert faults == ()
    assert [entry.name for entry in entries] == ["card", "moods/dusk", "Night City"]
    assert entries[1].settings == EntrySettings(type="vibe", strength=0.4, information=1.0, note="blue hour")
    assert collection.find("moods/dusk") == entries[1]
    assert collection.find("Night City").path.name == "Night City.JPG"
    assert [entry.is_vibe_file for entry in entries] == [True, False, False]


def test_what_is_added_is_found_and_overwrites_nothing(collection: Collection) -> None:
    first = collection.add("moods/dusk", picture("red"), ".png", EntrySettings(note="one"))
    second = collection.add("moods/dusk", picture("blue"), ".jpg", EntrySettings())
    assert [first.name, second.name] == ["moods/dusk", "moods/dusk-2"]
    assert first.path.read_bytes() == picture("red")
    assert not second.path.with_suffix(".toml").exists()  # nothing to say, nothing written
    assert collection.find("moods/dusk") == first
    assert collection.change(second, EntrySettings(strength=-0.3)) == collection.find("moods/dusk-2")
    assert (collection.folder / "moods" / "dusk-2.toml").read_text() == "strength = -0.3\n"


@pytest.mark.parametrize(
    "name", ["x" * 120, "moods/" + "x" * 114, "銀髪の少女と夜の街" * 12, "a" * 112 + " " + "b" * 7]
)
@pytest.mark.parametrize("ending", [".png", ".naiv4vibebundle.png"])
def test_the_longest_names_stay_ones_that_can_be_named_when_they_are_numbered(
    collection: Collection, name: str, ending: str
) -> None:
    added = [collection.add(name, picture(), ending, EntrySettings(note="x")) for _ in range(11)]
    assert len({entry.name for entry in added}) == 11
    assert [entry.name.endswith(f"-{number}") for number, entry in enumerate(added, start=1)] == [False] + [True] * 10
    assert collection.entries() == (sorted(added, key=lambda entry: entry.name), ())
    for entry in added:
        assert collection.find(entry.name) == entry
        collection.remove(entry.name)
    assert names(collection) == []


def test_a_name_that_has_no_room_for_a_number_is_refused(collection: Collection) -> None:
    name = "d" * 117 + "/xy"
    added = [collection.add(name, picture(), ".png", EntrySettings()) for _ in range(9)]
    assert added[0].name == name
    with pytest.raises(NoEntry, match="leaves no room for a number"):
        collection.add(name, picture(), ".png", EntrySettings())
    assert len(collection.entries()[0]) == 9
    assert collection.entries()[1] == ()


def test_what_is_removed_is_kept_aside(collection: Collection) -> None:
    for colour in ("red", "blue"):
        collection.add("moods/dusk", picture(colour), ".png", EntrySettings(note=colour))
        away = collection.remove("moods/dusk")
        assert away.read_bytes() == picture(colour)
        assert colour in away.with_suffix(".toml").read_text()
    assert names(collection) == []
    assert sorted(path.name for path in away.parent.iterdir()) == [
        "dusk-2.png",
        "dusk-2.toml",
        "dusk.png",
        "dusk.toml",
    ]


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        ("strngth = 1\nnote = 'x'", "a.toml:1: strngth: unknown key (allowed: type, strength", EntrySettings(note="x")),
        ('note = "x"\ntype = "mood"', "a.toml:2: type: should be 'vibe', ", EntrySettings(note="x")),
        ("information = 2.0", "a.toml:1: information: should be less than or equal to 1", EntrySettings()),
        ("strength = nan", "a.toml:1: strength: should be a finite number", EntrySettings()),
        ("strength", "is not valid TOML", EntrySettings()),
        (b"\xff", "is not UTF-8 text", EntrySettings()),
        (b" " * 1_000_001, "is larger than 1 MB", EntrySettings()),
    ],
)
def test_wrong_settings_are_named_and_the_rest_is_used(
    collection: Collection, text: str | bytes, said: str, kept: EntrySettings
) -> None:
    put(collection, "a.png")
    put(collection, "a.toml", text)
    put(collection, "b.png")
    entries, faults = collection.entries()
    assert [entry.name for entry in entries] == ["a", "b"]
    assert entries[0].settings == kept == collection.find("a").settings
    assert len(faults) == 1
    assert said in str(faults[0])
    assert "a.toml" in str(faults[0])


def test_files_that_belong_to_nothing_are_named(collection: Collection) -> None:
    put(collection, "a.png")
    put(collection, "a.naiv4vibe", "{}")
    put(collection, "alone.toml", "")
    put(collection, " odd.png")
    entries, faults = collection.entries()
    assert [(entry.name, entry.path.name) for entry in entries] == [("a", "a.naiv4vibe")]
    assert [str(fault).partition(": ")[2] for fault in faults] == [
        "cannot be named in a recipe: its name should be words with single / between them, none of which begins with a"
        " dot",
        "is what @a means; a.png beside it is not used",
        "there is no picture or vibe file beside it",
    ]


def test_the_nearest_name_is_proposed(collection: Collection) -> None:
    put(collection, "moods/dusk.png")
    with pytest.raises(NoEntry, match="did you mean @moods/dusk"):
        collection.find("moods/dsuk")


@pytest.mark.parametrize(
    "name", ["", " ", "..", "../x", "a/../b", "/etc/x", "a//b", ".x", "a/", "a\nb", "a\\b", "x" * 121]
)
def test_names_that_lead_out_or_cannot_be_are_none(collection: Collection, name: str) -> None:
    put(collection, "../x.png")
    assert name_fault(name)
    with pytest.raises(NoEntry):
        collection.find(name)
    with pytest.raises(NoEntry):
        collection.add(name, picture(), ".png", EntrySettings())
    assert not collection.folder.exists() or list(collection.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("/a/b/dusk.png", "dusk"),
        ("dusk.naiv4vibebundle.png", "dusk"),
        ("x.tar.gz", "x.tar"),
        (".png", "png"),
        ("a\x1b[31m\nb.png", "a [31m b"),
        ("x" * 500 + ".png", "x" * 120),
        ("…" * 500 + ".png", "…" * 73),  # 219 bytes
        ("Mr. Smith, v1.5.naiv4vibe", "Mr. Smith, v1.5"),
        ("\n", "reference"),
    ],
)
def test_a_file_suggests_a_name_that_can_be(file: str, name: str) -> None:
    assert suggested_name(file) == name
    assert name_fault(name) == ""


# ---------------------------------------------------------------- in a recipe


def entry(**settings: object) -> Entry:
    return Entry("x", Path("x.png"), EntrySettings(**settings))


def test_a_path_with_the_mark_names_an_entry(collection: Collection, tmp_path: Path) -> None:
    assert [entry_name(path) for path in ("@moods/dusk", "./@moods/dusk", "a@b")] == ["moods/dusk", None, None]
    dusk = put(collection, "moods/dusk.png")
    sources = Sources(tmp_path, VibeStore(tmp_path / "v"), collection)
    assert sources.place("@moods/dusk") == dusk
    assert sources.place("./@moods/dusk") == tmp_path / "@moods/dusk"
    assert sources.read("@moods/dusk") == picture()
    recipe = Recipe(vibes=(Vibe(path="@moods/dusk"), Vibe(path="a.png")))
    assert [vibe.path for vibe in anchored(recipe, Path("/r")).vibes] == ["@moods/dusk", "/r/a.png"]


def test_what_a_recipe_leaves_out_follows_the_entry(collection: Collection) -> None:
    put(collection, "dusk.png")
    put(collection, "dusk.toml", 'type = "vibe"\nstrength = -0.4\ninformation = 0.25')
    put(collection, "her.png")
    put(collection, "her.toml", 'type = "character"\nstrength = 0.5\nfidelity = 0.75')
    text = """
        [[vibes]]
        path = "@dusk"
        [[vibes]]
        path = "@dusk"
        strength = 0.6
        [[vibes]]
        path = "@her"
        [[vibes]]
        path = "@gone"
        [[precise_references]]
        path = "@her"
        fidelity = 1.0
        [[precise_references]]
        path = "@dusk"
    """
    filled = with_entries(read_recipe(text), collection)
    assert [(vibe.strength, vibe.information) for vibe in filled.vibes] == [
        (-0.4, 0.25),
        (0.6, 0.25),  # it is the default, but it was written
        (0.6, None),  # meant for something else
        (0.6, None),
    ]
    assert [(one.type, one.strength, one.fidelity) for one in filled.precise_references] == [
        ("character", 0.5, 1.0),
        ("character&style", 1.0, 1.0),
    ]
    assert with_entries(filled, collection) == filled
    nothing = Recipe(vibes=(Vibe(path="a.png"),))
    assert with_entries(nothing, collection) is nothing


def test_an_entry_becomes_a_part_of_a_recipe() -> None:
    assert vibe_of_entry(entry(strength=0.3)) == Vibe(path="@x", strength=0.3)
    assert vibe_of_entry(entry(type="style", strength=0.3)) == Vibe(path="@x")
    assert reference_of_entry(entry(type="style", strength=-2.0)) == PreciseReference(path="@x", type="style")
    assert reference_of_entry(entry(strength=0.5)) == PreciseReference(path="@x")
