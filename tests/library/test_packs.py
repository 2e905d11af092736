"""Packs of our own: everything comes back as it was, nothing of this machine goes out, nothing here is overwritten."""

from __future__ import annotations

import io
import json
import os
import stat
import tomllib
import zipfile
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from naitui.library.collection import Collection
from naitui.library.entries import EntrySettings
from naitui.library.pack import BadPack
from naitui.library.pack_adding import Choice, Outcome, add, chosen
from naitui.library.pack_look import Places, look
from naitui.library.pack_making import Made, NotMade, make_pack, there
from naitui.library.pack_opening import read_pack_bytes
from naitui.library.pack_zip import Limits
from naitui.library.sources import Sources
from naitui.library.styles import read_styles
from naitui.library.vibes import VibeStore, vibes_in
from naitui.novelai import Catalog, load_catalog
from naitui.pictures.decode import open_picture
from naitui.pictures.vibes import Encoding, VibeFile, params_key
from naitui.recipe import Character, Mask, PreciseReference, Recipe, Sampling, Source, Style, Vibe
from naitui.recipe.pictures import paths_of
from naitui.settings import Folders, Settings

V45 = "nai-diffusion-4-5-full"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def places_in(home: Path) -> Places:
    folders = Folders(*(home / name for name in ("config", "data", "state", "cache", "pictures")))
    sources = Sources(Path(), VibeStore(folders.vibes), Collection(folders.references))
    return Places.of(Settings(folders=folders), sources)


@pytest.fixture
def mine(tmp_path: Path) -> Places:
    return places_in(tmp_path / "mine")


@pytest.fixture
def yours(tmp_path: Path) -> Places:
    return places_in(tmp_path / "yours")


def picture(colour: tuple[int, int, int] = (200, 30, 40), **texts: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        told.add_text(key, text)
    out = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def furnish(mine: Places, tmp_path: Path) -> Recipe:
    """One of everything; the recipe of the preset ``rainy/night``, which calls all of it."""
    (mine.words.wildcards[0] / "hair").mkdir(parents=True)
    (mine.words.wildcards[0] / "hair" / "long.txt").write_text("silver @{shine}\n3::red\n")
    (mine.words.wildcards[0] / "other.txt").write_text("x\n")
    mine.words.snippets.mkdir(parents=True)
    (mine.words.snippets / "shine.txt").write_text("shiny\n")
    mine.words.styles.write_text('# mine\n[ink]\nprefix = "||ink|brush||"\nundesired = "3d"\n\n[other]\nsuffix = "y"\n')
    mine.characters.mkdir(parents=True)
    (mine.characters / "heroine.toml").write_text('prompt = "girl"\n')
    mine.collection.add("moods/dusk", picture((1, 2, 3)), ".png", EntrySettings(type="style", strength=0.4, note="n"))
    secret = picture(Comment=json.dumps({"prompt": "secret words"}), naitui=f"{tmp_path}/secret")
    for name in ("a.png", "source.png", "mask.png"):
        (tmp_path / name).write_bytes(secret if name == "a.png" else picture((9, 9, len(name))))
    recipe = Recipe(
        model=V45,
        prompt="1girl, __hair/long__",
        styles=("ink",),
        sampling=Sampling(seed=3, steps=28),
        characters=(Character(prompt="girl, @{shine}"),),
        vibes=(Vibe(path=str(tmp_path / "a.png"), strength=0.3),),
        precise_references=(PreciseReference(path="@moods/dusk", type="style"),),
        source=Source(path=str(tmp_path / "source.png")),
        mask=Mask(path=str(tmp_path / "mask.png")),
    )
    mine.presets.keep("rainy/night", recipe)
    return recipe


def added(made: Made, yours: Places, catalog: Catalog, conflict: str = "skip") -> Outcome:
    pack = read_pack_bytes(made.data, "x.zip", catalog)
    assert not pack.skipped
    return add(chosen(look(pack, yours), conflict), pack, yours)


def test_a_preset_brings_what_it_calls_and_says_the_same_elsewhere(
    mine: Places, yours: Places, tmp_path: Path, catalog: Catalog
) -> None:
    recipe = furnish(mine, tmp_path)
    made = make_pack([("preset", "rainy/night")], mine, catalog, "Rain", "for you")
    assert not made.notes
    pack = read_pack_bytes(made.data, "x.zip", catalog)
    assert (pack.title, pack.description, pack.origin) == ("Rain", "for you", "naitui")
    assert sorted((item.kind, item.name) for item in pack.items if item.kind != "reference") == [
        ("preset", "rainy/night"),
        ("snippet", "shine"),
        ("style", "ink"),
        ("wildcard", "hair/long"),
    ]
    assert not (yours.data).exists(), "looking writes nothing"
    outcome = added(made, yours, catalog)
    assert not outcome.failed
    got = yours.presets.find("rainy/night").recipe
    bare = {"vibes", "precise_references", "source", "mask", "sampling"}
    assert got.model_dump(exclude=bare) == recipe.model_dump(exclude=bare)
    assert got.sampling == Sampling(steps=28)
    assert got.vibes[0].strength == 0.3
    for before, after in zip(paths_of(recipe), paths_of(got), strict=True):
        one, other = mine.sources.read(before), yours.sources.read(after)
        assert open_picture(one).tobytes() == open_picture(other).tobytes(), "the same pixels"
    assert yours.collection.find("moods/dusk").settings == EntrySettings(type="style", strength=0.4, note="n")
    assert read_styles(yours.words.styles).styles["ink"] == Style(prefix="||ink|brush||", undesired="3d")
    assert (yours.words.wildcards[0] / "hair" / "long.txt").read_text() == "silver @{shine}\n3::red\n"
    again = added(made, yours, catalog)
    assert not again.added, "the very same is never added twice"
    assert len(again.left) == 4


def test_nothing_of_the_machine_goes_into_a_pack(mine: Places, tmp_path: Path, catalog: Catalog) -> None:
    furnish(mine, tmp_path)
    every = [
        (kind, name)
        for kind in ("preset", "style", "wildcard", "snippet", "character", "reference")
        for name in there(mine, kind)
    ]
    made = make_pack(every, mine, catalog, "All")
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        names = archive.namelist()
        text = b"".join(archive.read(name) for name in names)
        recipe = tomllib.loads(archive.read("presets/rainy/night.toml").decode())
        assert all(info.date_time == (1980, 1, 1, 0, 0, 0) for info in archive.infolist())
    assert sorted({name.split("/")[0] for name in names}) == sorted(
        ["characters", "pack.json", "presets", "references", "snippets", "styles", "wildcards"]
    )
    for private in (str(tmp_path), str(Path.home()), os.environ.get("USER", "root") + "/", "secret", "seed"):
        assert private.encode() not in text
    paths = [recipe["source"]["path"], recipe["mask"]["path"], recipe["vibes"][0]["path"]]
    paths.append(recipe["precise_references"][0]["path"])
    assert all(path.startswith("../../references/") for path in paths)
    assert paths[-1] == "../../references/moods/dusk.png"
    assert all(len(Path(path).stem) == 16 for path in paths[:-1]), "called by their content"
    assert make_pack(every, mine, catalog, "All").data == made.data, "the same things make the same file"


def test_an_unpacked_pack_works_as_it_is(mine: Places, tmp_path: Path, catalog: Catalog) -> None:
    furnish(mine, tmp_path)
    made = make_pack([("preset", "rainy/night")], mine, catalog, "Rain")
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        archive.extractall(tmp_path / "out")
    from naitui.library.presets import PresetFolder

    recipe = PresetFolder(tmp_path / "out" / "presets", tmp_path).find("rainy/night").recipe
    assert len([path for path in paths_of(recipe) if Path(path).is_file()]) == 4


@pytest.mark.parametrize("where", ["preset", "wildcard", "style", "description"])
def test_a_token_never_goes_into_a_pack(mine: Places, catalog: Catalog, where: str) -> None:
    token = "pst-" + "a1B2" * 8
    words, description = token if where == "preset" else "x", token if where == "description" else ""
    mine.presets.keep("a", Recipe(prompt=f"1girl, {words}, __w__", styles=("s",)))
    mine.words.wildcards[0].mkdir(parents=True)
    (mine.words.wildcards[0] / "w.txt").write_text(token if where == "wildcard" else "x")
    mine.words.styles.write_text(f'[s]\nprefix = "{token if where == "style" else "x"}"\n')
    with pytest.raises(NotMade, match="token"):
        make_pack([("preset", "a")], mine, catalog, "A", description)


def test_encodings_that_were_paid_for_come_along(mine: Places, yours: Places, tmp_path: Path, catalog: Catalog) -> None:
    data = picture(Comment="private")
    (tmp_path / "a.png").write_bytes(data)
    params = {"information_extracted": 1.0}
    encoding = {"v4-5full": {params_key(params): Encoding(b"paid", params)}}
    mine.sources.vibes.keep(VibeFile(name="a", image=data, encodings=encoding))
    mine.presets.keep("a", Recipe(model=V45, prompt="x", vibes=(Vibe(path=str(tmp_path / "a.png")),)))
    made = make_pack([("preset", "a")], mine, catalog, "A")
    added(made, yours, catalog)
    (vibe,) = yours.presets.find("a").recipe.vibes
    (got,) = vibes_in(yours.sources.read(vibe.path))
    assert got.encodings == encoding
    assert b"private" not in (got.image or b"private")
    assert yours.sources.vibes.encoding(got.id, "v4-5full", 1.0) == b"paid"


def test_what_cannot_be_read_is_told_and_the_rest_is_packed(mine: Places, catalog: Catalog) -> None:
    mine.presets.keep("a", Recipe(prompt="x", vibes=(Vibe(path="/nowhere/deep/a.png"), Vibe(path="@gone"))))
    made = make_pack([("preset", "a")], mine, catalog, "A")
    assert [note.partition(": ")[0] for note in made.notes] == ["a picture of preset a is left out"] * 2
    assert "/nowhere" not in "".join(made.notes)
    (item,) = read_pack_bytes(made.data, "a.zip", catalog).items
    assert item.uses == ()
    with pytest.raises(NotMade, match="did you mean a"):
        make_pack([("preset", "aa")], mine, catalog, "A")
    with pytest.raises(NotMade, match="nothing"):
        make_pack([], mine, catalog, "A")


# ---------------------------------------------------------------------- conflicts


def test_conflicts_are_left_renamed_or_replaced(mine: Places, yours: Places, tmp_path: Path, catalog: Catalog) -> None:
    furnish(mine, tmp_path)
    made = make_pack([("preset", "rainy/night"), ("character", "heroine")], mine, catalog, "Rain")
    theirs = "\n".join(("# keep this", "[ink]", 'prefix = "mine"', "", "# and this", "[zzz]", 'suffix = "z"', ""))
    yours.data.mkdir(parents=True)
    yours.words.styles.write_text(theirs)
    wildcard = yours.words.wildcards[0] / "hair" / "long.txt"
    wildcard.parent.mkdir(parents=True)
    wildcard.write_text("mine\n")
    yours.presets.keep("Rainy/Night", Recipe(prompt="mine"))
    yours.characters.mkdir(parents=True)
    (yours.characters / "heroine.toml").write_text('prompt = "mine"\n')

    left = added(made, yours, catalog, "skip")
    assert {one.kind for one in left.added} == {"snippet", "reference"}
    assert len(left.left) == 4
    assert yours.words.styles.read_text() == theirs

    renamed = added(made, yours, catalog, "rename")
    assert sorted(one.name for one in renamed.added) == ["hair/long-2", "heroine-2", "ink-2", "rainy/night-2"]
    got = yours.presets.find("rainy/night-2").recipe
    assert got.prompt == "1girl, __hair/long-2__", "calls follow their names"
    assert got.styles == ("ink-2",)
    assert wildcard.read_text() == "mine\n"
    text = yours.words.styles.read_text()
    assert text.startswith(theirs.rstrip())

    replaced = added(made, yours, catalog, "replace")
    assert yours.presets.find("Rainy/Night").recipe.prompt == "1girl, __hair/long__"
    assert wildcard.read_text().startswith("silver")
    styles = read_styles(yours.words.styles)
    assert not styles.faults
    assert styles.styles["ink"].prefix == "||ink|brush||"
    assert list(styles.own and tomllib.loads(yours.words.styles.read_text())) == ["ink", "zzz", "ink-2"]
    assert "# keep this" in yours.words.styles.read_text()
    assert "# and this" in yours.words.styles.read_text()
    old = {one.kind: one.old for one in replaced.added}
    assert old["wildcard"] is not None
    assert old["wildcard"].read_text() == "mine\n", "what was there is kept"
    assert all(path is not None and path.exists() for path in old.values())


def test_a_style_file_that_is_not_sound_is_left_alone(mine: Places, yours: Places, catalog: Catalog) -> None:
    mine.data.mkdir(parents=True)
    mine.words.styles.write_text('[ink]\nprefix = "x"\n')
    made = make_pack([("style", "ink")], mine, catalog, "A")
    yours.data.mkdir(parents=True)
    yours.words.styles.write_text("[broken\n")
    outcome = added(made, yours, catalog)
    assert "is not sound" in outcome.failed[0]
    assert yours.words.styles.read_text() == "[broken\n"


def test_two_things_never_get_the_same_free_name(yours: Places, catalog: Catalog) -> None:
    yours.words.wildcards[0].mkdir(parents=True)
    (yours.words.wildcards[0] / "a.txt").write_text("mine")
    yours.presets.keep("p", Recipe(prompt="mine"))
    names = ("a", "a-2")
    files = {f"wildcards/{name}.txt": f"{name}, __a__, __a-2__" for name in names}
    presets = {f"presets/{name}.toml": f'prompt = "{name}"\n' for name in ("p", "p-2", "P-3")}
    pack = read_pack_bytes(zipped({"pack.json": '{"naitui": 1}', **files, **presets}), "x.zip", catalog)
    outcome = add(chosen(look(pack, yours), "rename"), pack, yours)
    assert not outcome.failed
    assert sorted(one.name for one in outcome.added) == ["P-3", "a-2", "a-3", "p-2", "p-4"]
    assert (yours.words.wildcards[0] / "a-3.txt").read_text() == "a, __a-3__, __a-2__"
    assert (yours.words.wildcards[0] / "a-2.txt").read_text() == "a-2, __a-3__, __a-2__"


def test_what_has_come_meanwhile_is_not_overwritten(
    mine: Places, yours: Places, tmp_path: Path, catalog: Catalog
) -> None:
    furnish(mine, tmp_path)
    made = make_pack([("preset", "rainy/night")], mine, catalog, "Rain")
    pack = read_pack_bytes(made.data, "x.zip", catalog)
    planned = look(pack, yours)
    assert {one.state for one in planned} == {"new"}
    yours.data.mkdir(parents=True)
    yours.words.styles.write_text('[ink]\nprefix = "mine"\n')
    wildcard = yours.words.wildcards[0] / "hair" / "long.txt"
    wildcard.parent.mkdir(parents=True)
    wildcard.write_text("mine\n")
    yours.presets.keep("rainy/night", Recipe(prompt="mine"))
    outcome = add(chosen(planned, "replace"), pack, yours)
    assert len(outcome.failed) == 2
    assert yours.words.styles.read_text() == '[ink]\nprefix = "mine"\n'
    assert wildcard.read_text() == "mine\n"
    assert yours.presets.find("rainy/night").recipe.prompt == "mine"


def test_a_reference_comes_with_the_preset_that_was_chosen(
    mine: Places, yours: Places, tmp_path: Path, catalog: Catalog
) -> None:
    furnish(mine, tmp_path)
    made = make_pack([("preset", "rainy/night")], mine, catalog, "Rain")
    yours.collection.add("moods/dusk", picture((7, 7, 7)), ".png", EntrySettings())
    pack = read_pack_bytes(made.data, "x.zip", catalog)
    one = next(planned for planned in look(pack, yours) if planned.item.kind == "preset")
    add([Choice(one)], pack, yours)
    (reference,) = yours.presets.find("rainy/night").recipe.precise_references
    assert reference.path == "@moods/dusk-2", "not another picture of the same name"
    assert open_picture(yours.sources.read("@moods/dusk")).getpixel((0, 0)) == (7, 7, 7)


# ---------------------------------------------------------------------- strangers' files


def zipped(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def reasons(data: bytes, catalog: Catalog, limits: Limits | None = None) -> dict[str, str]:
    pack = read_pack_bytes(data, "x.zip", catalog, limits or Limits())
    return {one.name: one.reason for one in pack.skipped}


def test_names_that_lead_somewhere_are_never_followed(catalog: Catalog, yours: Places) -> None:
    bad = ["../a.txt", "wildcards/../../a.txt", "/etc/a.txt", "wildcards\\a.txt", "C:/a.txt", "wildcards/a\x1b.txt"]
    data = zipped({"wildcards/good.txt": "x", **dict.fromkeys(bad, "x"), "readme.md": "hello"})
    said = reasons(data, catalog)
    assert len(said) == len(bad) + 1
    assert said["readme.md"] == "is nothing that a pack has"
    assert "\x1b" not in str(said)
    pack = read_pack_bytes(data, "x.zip", catalog)
    assert [item.name for item in pack.items] == ["good"]
    add(chosen(look(pack, yours), "replace"), pack, yours)
    assert [path.name for path in yours.data.parent.rglob("*") if path.is_file()] == ["good.txt"]


def test_names_are_made_safe_for_every_system(catalog: Catalog) -> None:
    recipe = 'prompt = "x"\n'
    names = ["CON", "nul.x", "a?b", "Rain", "rain", "dot.", "x" * 300]
    pack = read_pack_bytes(zipped({f"presets/{name}.toml": recipe for name in names}), "x.zip", catalog)
    made = [item.name for item in pack.items]
    assert made[:6] == ["CON-1", "nul-1.x", "a_b", "Rain", "rain-2", "dot"]
    assert len(made[6]) <= 100
    assert all("is called" in item.notes[0] for item in pack.items if item.name not in ("Rain",))


def test_links_and_odd_entries_are_left_out(catalog: Catalog) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("wildcards/link.txt")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("wildcards/lzma.txt"), "x", zipfile.ZIP_LZMA)
        archive.writestr("wildcards/a.txt", "x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("wildcards/a.txt", "y")
    assert reasons(out.getvalue(), catalog) == {
        "wildcards/link.txt": "is a link",
        "wildcards/lzma.txt": "is packed in a way that is not read",
        "wildcards/a.txt": "is in it twice",
    }


def test_caps(catalog: Catalog) -> None:
    bomb = zipped({"wildcards/bomb.txt": b"\0" * 3_000_000, "wildcards/good.txt": "x"})
    assert reasons(bomb, catalog) == {"wildcards/bomb.txt": "grows to more than 100 times its size"}
    small = Limits(entry=1000, total=1500, entries=4)
    files = {f"wildcards/{n}.txt": os.urandom(400).hex()[: 900 + n] for n in range(3)}
    said = reasons(zipped({**files, "wildcards/x.txt": os.urandom(2000)}), catalog, small)
    assert said["wildcards/x.txt"] == "is larger than 0.001 MB unpacked"
    assert "the whole is larger" in said["wildcards/2.txt"]
    with pytest.raises(BadPack, match="5 entries"):
        read_pack_bytes(zipped({f"wildcards/{n}.txt": "x" for n in range(5)}), "x.zip", catalog, small)
    with pytest.raises(BadPack, match="larger than 0 MB"):
        read_pack_bytes(bomb, "x.zip", catalog, Limits(file=10))
    many = zipped({f"wildcards/{n}.txt": "x" for n in range(300)})
    with pytest.raises(BadPack, match="table of contents"):
        read_pack_bytes(many, "x.zip", catalog, Limits(table=5_000))


def test_a_strangers_preset_names_no_file_of_ours(catalog: Catalog, yours: Places, tmp_path: Path) -> None:
    (tmp_path / "private.png").write_bytes(picture())
    paths = [str(tmp_path / "private.png"), "~/private.png", "../../private.png", "@mine", "../references/there.png"]
    vibes = "".join(f'[[vibes]]\npath = "{path}"\n' for path in paths)
    data = zipped({"presets/a.toml": f'prompt = "x"\n{vibes}', "references/there.png": picture()})
    pack = read_pack_bytes(data, "x.zip", catalog)
    preset = next(item for item in pack.items if item.kind == "preset")
    assert len(preset.notes) == 4
    add(chosen(look(pack, yours), "skip"), pack, yours)
    assert [vibe.path for vibe in yours.presets.find("a").recipe.vibes] == ["@there"]


def test_broken_things_are_told_and_the_rest_is_read(catalog: Catalog) -> None:
    data = zipped(
        {
            "pack.json": "{",
            "presets/bad.toml": "prompt = 3",
            "presets/odd.toml": b"\xff",
            "styles/bad.toml": 'name = "x"\n',
            "references/bad.png": b"\x89PNG\r\n\x1a\nno",
            "references/alone.toml": "type = 'vibe'",
            "characters/bad.toml": "x = 1",
            "wildcards/good.txt": "x",
            "snippets/bad.txt": b"\xff\xfe",
        }
    )
    said = reasons(data, catalog)
    assert len(said) == 8
    assert "prompt" in said["presets/bad.toml"]
    assert said["references/alone.toml"] == "there is no picture beside it"
    with pytest.raises(BadPack, match="newer naitui"):
        read_pack_bytes(zipped({"pack.json": '{"naitui": 9}'}), "x.zip", catalog)
    for what in (b"", b"PK\x03\x04", b"{}", b"hello", b"[" * 100_000):
        with pytest.raises(BadPack):
            read_pack_bytes(what, "x", catalog)
