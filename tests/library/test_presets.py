"""Presets: kept without a seed, never overwritten by accident, had back; and taken up over any recipe."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.library.collection import Collection
from naitui.library.presets import NoPreset, Preset, PresetFolder, PresetTaken, applied, missing
from naitui.recipe import Character, PreciseReference, Recipe, RecipeError, Sampling, Sweep, Vibe
from naitui.recipe.model import Axis

ONE = Recipe(prompt="1girl, [rain]", sampling=Sampling(seed=5, steps=23))
TWO = Recipe(model="nai-diffusion-3", prompt="two", sweep=Sweep(x=(Axis(set="steps", values="20, 23"),)))


@pytest.fixture
def folder(tmp_path: Path) -> PresetFolder:
    return PresetFolder(tmp_path / "presets", tmp_path / "characters")


def test_what_is_kept_is_the_recipe_without_its_seed(folder: PresetFolder) -> None:
    folder.keep("rainy/night [x]", ONE)
    folder.keep("two", TWO)
    presets, faults = folder.listed()
    assert not faults
    assert [one.name for one in presets] == ["rainy/night [x]", "two"]
    assert presets[0].recipe == ONE.model_copy(update={"sampling": Sampling(steps=23)})
    assert presets[1].recipe == TWO
    assert "seed" not in presets[0].path.read_text()


def test_pictures_are_found_from_anywhere(
    folder: PresetFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    vibes = (Vibe(path="mood.png"), Vibe(path="@dusk"), Vibe(path="~/x.png"))
    folder.keep("a", ONE.model_copy(update={"vibes": vibes}))
    kept = [vibe.path for vibe in folder.find("a").recipe.vibes]
    assert kept == [str(tmp_path / "mood.png"), "@dusk", "~/x.png"]
    by_hand = folder.path("b/hand")
    by_hand.parent.mkdir()
    by_hand.write_text('prompt = "x"\n[[vibes]]\npath = "../mood.png"\n')
    (vibe,) = folder.find("b/hand").recipe.vibes
    assert Path(vibe.path).resolve() == folder.folder / "mood.png", "paths in a file count from there"


def test_nothing_is_overwritten_unless_that_is_said_and_all_can_be_had_back(folder: PresetFolder) -> None:
    folder.keep("a", ONE)
    with pytest.raises(PresetTaken):
        folder.keep("a", TWO)
    with pytest.raises(PresetTaken, match="a already"):
        folder.keep("A", TWO)
    assert folder.find("a").recipe.prompt == ONE.prompt
    replaced = folder.keep("A", TWO, replace=True)
    assert replaced is not None
    assert folder.names() == ["a"]
    assert folder.find("a").recipe == TWO
    assert folder.bring_back(replaced) == "a"
    assert folder.find("a").recipe.prompt == ONE.prompt
    removed = folder.remove("a")
    folder.keep("a", TWO)
    assert folder.bring_back(removed) == "a-2", "beside what has come meanwhile"
    assert [folder.find(name).recipe.prompt for name in folder.names()] == ["two", ONE.prompt]
    folder.rename("a-2", "b/c")
    with pytest.raises(PresetTaken):
        folder.rename("a", "B/c")
    assert folder.names() == ["a", "b/c"]
    everything = [path for path in folder.folder.rglob("*") if path.is_file()]
    assert not [path for path in everything if path.name.startswith(".naitui")]


@pytest.mark.parametrize("name", ["", " ", "../a", "/a", "a/../b", ".a", "a\\b", "a\x1b[2J", "x" * 300, "ä" * 119])
def test_names_that_cannot_be(folder: PresetFolder, name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"should|holds|too long"):
        folder.keep(name, ONE)
    with pytest.raises((NoPreset, OSError)):
        folder.find(name)
    assert not list(tmp_path.rglob("*.toml"))


def test_a_bad_file_is_told_with_its_line_and_the_others_work(folder: PresetFolder) -> None:
    folder.keep("good", ONE)
    folder.path("bad").write_text('prompt = "x"\nstyle = 3\n')
    folder.path("bytes").write_bytes(b"\xff")
    folder.path("large").write_bytes(b"#" * 4_000_001)
    folder.path("nobody").write_text('[[vibes]]\npath = "~nobody-at-all/a.png"\n')
    presets, faults = folder.listed()
    assert [one.name for one in presets] == ["good"]
    said = "\n".join(map(str, faults))
    assert "bad.toml:2: style" in said
    assert "nobody.toml: names a picture in the home of somebody who is not here" in said
    assert "bytes.toml: is not UTF-8 text" in said
    assert "large.toml: is larger than 4 MB" in said
    with pytest.raises(RecipeError):
        folder.find("bad")
    with pytest.raises(NoPreset, match="did you mean good"):
        folder.find("god")


def test_people_of_the_library_are_called(folder: PresetFolder, tmp_path: Path) -> None:
    (tmp_path / "characters").mkdir()
    (tmp_path / "characters" / "heroine.toml").write_text('prompt = "girl, silver hair"\n')
    folder.keep("a", ONE)
    with folder.path("a").open("a") as file:
        file.write('[[characters]]\nfrom = "@heroine"\n')
    assert folder.find("a").recipe.characters == (Character(prompt="girl, silver hair", name="heroine"),)


def test_what_a_preset_names_and_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(b"x")
    recipe = Recipe(
        vibes=(Vibe(path=str(tmp_path / "there.png")), Vibe(path="/nowhere/a.png", enabled=False)),
        precise_references=(PreciseReference(path="@gone"), PreciseReference(path="/nowhere/b.png")),
    )
    found = missing(recipe, Collection(tmp_path / "references"))
    assert found == ["a reference: @gone is not in the collection", "a reference: /nowhere/b.png is not there"]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.none(), st.integers(0, 2**32 - 1)), st.one_of(st.none(), st.integers(0, 99)), st.booleans())
def test_taking_a_preset_up_never_changes_the_seed(now: int | None, its: int | None, says_model: bool) -> None:
    before = Recipe(model="nai-diffusion-4-5-full", prompt="now", sampling=Sampling(seed=now, steps=30))
    fields = {"model": "nai-diffusion-3"} if says_model else {}
    recipe = Recipe(**fields, prompt="then", sampling=Sampling(seed=its, steps=20))
    after = applied(before, Preset("a", Path("a.toml"), recipe))
    assert after.sampling == Sampling(seed=now, steps=20)
    assert after.prompt == "then"
    assert after.model == ("nai-diffusion-3" if says_model else before.model)


def test_a_file_without_a_model_leaves_the_model_alone(folder: PresetFolder) -> None:
    folder.path("any").parent.mkdir(parents=True)
    folder.path("any").write_text('prompt = "x"\n')
    before = Recipe(model="nai-diffusion-3", prompt="now")
    found = folder.find("any")
    assert applied(before, found).model == "nai-diffusion-3"
    folder.keep("copy", found.recipe)
    assert "model" not in folder.path("copy").read_text()
