"""Characters on the command line: the library, roles in actions, a prompt that is taken apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naitui.library.characters import read_characters
from naitui.recipe import read_recipe

V45 = ("--model", "nai-diffusion-4-5-full")
HEROINE = 'prompt = "girl, silver hair"\nundesired = "hat"\ncolour = "violet"\n[outfits]\nwinter = "coat, scarf"\n'
SCENE = """
model = "nai-diffusion-4-5-full"
prompt = "3people"
ai_choice = false

[[characters]]
id = "ann"
prompt = "girl, red hair"
position = "A3"

[[characters]]
id = "ben"
prompt = "boy"
undesired = "beard"
position = [0.52, 0.55]

[[characters]]
prompt = "cat"
position = "E3"

[[interactions]]
action = "hug"
sources = ["ann"]
targets = ["ben"]

[[interactions]]
action = "looking at another"
mutual = ["ann", "ben"]
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "data/naitui/characters"
    folder.mkdir(parents=True)
    (folder / "heroine.toml").write_text(HEROINE)
    return folder


def body(door: Any, *arguments: object) -> Any:
    """The parameters that ``generate`` would send."""
    ended = door("generate", *arguments, *V45, "--dry-run", "--json", "--demo")
    assert ended.code == 0, ended.err
    return ended.events[1]["request"]["body"]["parameters"]


def captions(parameters: Any) -> list[str]:
    return [one["char_caption"] for one in parameters["v4_prompt"]["caption"]["char_captions"]]


def test_a_recipe_with_interactions_is_shown_as_it_is_sent(door: Any, tmp_path: Path) -> None:
    path = tmp_path / "scene.toml"
    path.write_text(SCENE)
    ended = door("request", path)
    assert ended.code == 0, ended.err
    [request] = json.loads(ended.out)
    parameters = request["body"]["parameters"]
    assert captions(parameters) == [
        "mutual#looking at another, source#hug, girl, red hair",
        "mutual#looking at another, target#hug, boy",
        "cat",
    ]
    assert [one["prompt"] for one in parameters["characterPrompts"]] == captions(parameters)
    assert [one["center"] for one in parameters["characterPrompts"]] == [
        {"x": 0.1, "y": 0.5}, {"x": 0.5, "y": 0.5}, {"x": 0.9, "y": 0.5}
    ]  # fmt: skip
    assert parameters["use_coords"] is True


def test_a_wrong_id_is_refused_with_its_place(door: Any, tmp_path: Path) -> None:
    path = tmp_path / "scene.toml"
    path.write_text(SCENE.replace('targets = ["ben"]', 'targets = ["bem"]'))
    ended = door("request", path)
    assert ended.code == 4
    assert 'interactions[1].targets[1]: no character has the id "bem"; did you mean "ben"?' in ended.err


def test_roles_belong_to_the_character_before_them(door: Any) -> None:
    parameters = body(
        door, "scene", "--character", "girl", "--source-of", "hug", "--mutual", "smiling", "--at", "A3",
        "--character", "boy", "--target-of", "hug", "--mutual", "smiling", "--character", "cat", "--at", "0.9,0.5",
    )  # fmt: skip
    assert captions(parameters) == ["mutual#smiling, source#hug, girl", "mutual#smiling, target#hug, boy", "cat"]
    assert [one["center"]["x"] for one in parameters["characterPrompts"]] == [0.1, 0.3, 0.9]


def test_a_role_without_a_character_is_wrong_usage(door: Any) -> None:
    ended = door("generate", "x", "--source-of", "hug", "--demo")
    assert ended.code == 2
    assert "--source-of belongs to a --character before it" in ended.err


def test_an_action_with_a_comma_is_refused(door: Any) -> None:
    ended = door("generate", "x", *V45, "--character", "a", "--mutual", "b, c", "--dry-run", "--demo")
    assert ended.code == 4
    assert "interactions[1].action: holds a comma" in ended.err


def test_somebody_of_the_library_in_an_outfit(door: Any, library: Path) -> None:
    parameters = body(
        door, "x", "--character", "@heroine/winter, smile", "--avoid", "gloves", "--character", "@heroine", "--at", "B3"
    )
    assert captions(parameters) == ["girl, silver hair, coat, scarf, smile", "girl, silver hair"]
    assert [one["uc"] for one in parameters["characterPrompts"]] == ["hat, gloves", "hat"]


def test_somebody_who_is_not_there_is_named(door: Any, library: Path) -> None:
    ended = door("generate", "x", "--character", "girl", "--character", "@heroin", "--demo")
    assert ended.code == 2
    assert "characters[2]: there is no character @heroin; did you mean @heroine" in ended.err


CALLING = """
model = "nai-diffusion-4-5-full"
prompt = "park"
ai_choice = false

[[characters]]
from = "@heroine/winter"
prompt = "smile"
undesired = "gloves"
position = "B3"

[[characters]]
from = "@heroine"
id = "her"

[[characters]]
prompt = "boy"
"""


def test_a_recipe_takes_its_characters_out_of_the_library(door: Any, library: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(CALLING)
    ended = door("run", recipe, "--dry-run", "--json", "--demo")
    assert ended.code == 0, ended.err
    parameters = ended.events[1]["request"]["body"]["parameters"]
    assert captions(parameters) == ["girl, silver hair, coat, scarf, smile", "girl, silver hair", "boy"]
    assert [one["uc"] for one in parameters["characterPrompts"]] == ["hat, gloves", "hat", ""]
    assert parameters["characterPrompts"][0]["center"] == {"x": 0.3, "y": 0.5}
    asked = door("request", recipe)
    assert asked.code == 0, asked.err
    assert "girl, silver hair, coat, scarf, smile" in asked.out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"@heroin"', "r.toml:7: characters[1].from: there is no character @heroin; did you mean @heroine"),
        ('"@heroine/summer"', "r.toml:7: characters[1].from: there is no character @heroine/summer"),
        ('"heroine"', 'characters[1].from: should be a name of the library like "@heroine"'),
        ("7", 'characters[1].from: should be a name of the library like "@heroine"'),
    ],
)
def test_who_is_not_in_the_library_is_one_line(
    door: Any, library: Path, tmp_path: Path, written: str, said: str
) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(CALLING.replace('"@heroine/winter"', written))
    ended = door("run", recipe, "--demo")
    assert ended.code == 2
    [line] = [line for line in ended.err.splitlines() if "characters[1]" in line]
    assert said in line


def test_what_is_wrong_beside_a_call_is_said_too(door: Any, library: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(CALLING.replace('prompt = "smile"', "prompt = 3"))
    ended = door("run", recipe, "--demo")
    assert ended.code == 2
    assert "r.toml:8: characters[1].prompt: should be a valid string, not 3" in ended.err


def test_a_tag_that_begins_with_an_at_is_no_call(door: Any) -> None:
    assert captions(body(door, "x", "--character", "@_@, girl")) == ["@_@, girl"]


def test_a_prompt_that_is_taken_apart(door: Any) -> None:
    parameters = body(door, "2girls, ||park|park|| | girl, red hair | girl", "--split", "--character", "cat")
    assert parameters["v4_prompt"]["caption"]["base_caption"].startswith("2girls, park, ")
    assert captions(parameters) == ["girl, red hair", "girl", "cat"]


def test_characters_of_the_options_take_the_place_of_those_of_the_recipe(door: Any, tmp_path: Path) -> None:
    path = tmp_path / "scene.toml"
    path.write_text(SCENE)
    assert captions(body(door, "--recipe", path, "--character", "dog")) == ["dog"]


def test_the_library_is_listed(door: Any, library: Path) -> None:
    (library / "bad.toml").write_text('prompt = "x"\nhair = 3\n')
    ended = door("characters")
    assert ended.code == 0
    assert ended.out == "@heroine\n  girl, silver hair\n  @heroine/winter: coat, scarf\n"
    assert f"{library / 'bad.toml'}:2: hair: unknown key" in ended.err
    shown = json.loads(door("characters", "--json").out)
    assert [one["call"] for one in shown["characters"]] == ["heroine"]
    assert shown["characters"][0]["outfits"] == {"winter": {"prompt": "coat, scarf", "undesired": ""}}
    assert len(shown["problems"]) == 1


def test_an_empty_library_says_what_to_do(door: Any, tmp_path: Path) -> None:
    ended = door("characters")
    assert (ended.code, ended.out) == (0, "")
    assert str(tmp_path / "data/naitui/characters/heroine.toml") in ended.err


def test_the_characters_of_a_recipe_are_kept(door: Any, tmp_path: Path, library: Path) -> None:
    path = tmp_path / "scene.toml"
    path.write_text(SCENE + '\n[[characters]]\nprompt = " "\n')
    ended = door("characters", "--keep", path)
    assert ended.code == 0, ended.err
    assert [Path(line).name for line in ended.out.splitlines()] == ["girl-red-hair.toml", "boy.toml", "cat.toml"]
    assert door("characters", "--keep", path).out.count("-2.toml") == 3, "nothing is written over"
    book = read_characters(library)
    assert book.called("boy").undesired == "beard"
    assert book.faults == ()


def test_the_characters_of_a_picture_are_kept(door: Any, picture: Path, tmp_path: Path) -> None:
    shown = json.loads(door("characters", "--keep", picture, "--json").out)
    folder = tmp_path / "data/naitui/characters"
    assert shown == {"kept": [str(folder / "girl-red-dress.toml"), str(folder / "girl-cape.toml")]}
    assert read_characters(folder).called("girl-red-dress").undesired == "gloves"


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("no.toml", b"", 1, "there is no character in it"),
        ("bad.toml", b"foo = 1", 2, "bad.toml:1: foo: unknown key"),
        ("text.png", b"hello", 2, "is neither a recipe (.toml) nor a picture"),
    ],
)
def test_files_without_characters(door: Any, tmp_path: Path, name: str, data: bytes, code: int, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    ended = door("characters", "--keep", path)
    assert ended.code == code
    assert said in ended.err
    assert ended.out == ""


def test_expand_shows_the_captions(door: Any, tmp_path: Path) -> None:
    path = tmp_path / "scene.toml"
    path.write_text(SCENE.replace('action = "hug"', 'action = "||hug|hug||"'))
    ended = door("expand", path)
    assert "  character 2: mutual#looking at another, target#hug, boy" in ended.out
    assert "||hug|hug|| → hug  (interactions[1].action)" in ended.out
    [one] = json.loads(door("expand", path, "--json").out)["expansions"]
    assert one["characters"][0]["prompt"] == "mutual#looking at another, source#hug, girl, red hair"


def test_a_picture_of_a_scene_gives_the_scene_back(door: Any, tmp_path: Path) -> None:
    path = tmp_path / "scene.toml"
    path.write_text(SCENE + "\n[sampling]\nwidth = 64\nheight = 64\nsteps = 2\nseed = 3\n")
    ended = door("run", path, "--demo", "--pace", "0", "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    back = read_recipe(door("show", ended.out.strip(), "--toml").out)
    before = read_recipe(path.read_text())
    assert (back.characters, back.interactions) == (before.characters, before.interactions)
