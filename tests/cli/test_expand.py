"""``expand``, ``styles``, ``wildcards``; and words on their way to a request and into a picture's record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naitui.library.record import Record, read_record, with_record
from naitui.recipe import Recipe, read_recipe

QUICK = ("--demo", "--pace", "0")
SMALL = "[sampling]\nwidth = 64\nheight = 64\nsteps = 3\nseed = 5\n"
STYLES = """
[soft]
prefix = "soft ||light|focus||"
undesired = "harsh"
[old]
suffix = "x"
models = ["v3"]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder with words in it."""
    folder = tmp_path / "data" / "naitui"
    for name, text in {
        "wildcards/hair.txt": "# colours\nred\n2::blue\n1.2::green::\n__tone__ silver\n",
        "wildcards/tone.txt": "dark\nlight\n",
        "wildcards/broken.txt": b"fine\n\xff\xff\n",
        "snippets/girl.txt": "1girl, /* always */ __hair__ hair\n",
        "styles.toml": STYLES,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def recipe_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(text, "utf-8")
    return path


def test_expansions_in_words_and_as_json(door: Any, data: Path, tmp_path: Path) -> None:
    path = recipe_file(
        tmp_path, f'prompt = "@{{girl}}, /* note */, night"\nundesired = "bad"\nstyles = ["soft"]\n{SMALL}'
    )
    ended = door("expand", path, "--count", "20", "--seed", "7")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("seed 7\n  prompt: soft ")
    assert "  undesired: bad, harsh\n" in ended.out
    assert "hair, night\n" in ended.out
    assert "hair: 4 of 4 lines used" in ended.out
    assert "/*" not in ended.out
    assert door("expand", path, "--count", "20", "--seed", "7").out == ended.out
    document = json.loads(door("expand", path, "--count", "3", "--json").out)
    assert [one["seed"] for one in document["expansions"]] == [5, 6, 7]
    assert document["coverage"][0]["wildcard"] == "hair"
    picks = document["expansions"][0]["picks"]
    assert {pick["field"] for pick in picks} == {"styles[1].prefix", "prompt"}
    assert {"field", "kind", "written", "became", "name", "line"} <= set(picks[1])


def test_what_fails_is_said_and_the_rest_expands(door: Any, data: Path, tmp_path: Path) -> None:
    path = recipe_file(tmp_path, f'prompt = "__hiar__, __tone__, __broken__"\n{SMALL}')
    ended = door("expand", path)
    assert ended.code == 4
    assert 'refused: prompt: __hiar__: there is no wildcard "hiar"; did you mean "hair"?' in ended.err
    assert f"note: {data}/wildcards/broken.txt:2: is not UTF-8 and is skipped" in ended.err
    assert "prompt: __hiar__, " in ended.out
    assert "  __tone__ → " in ended.out
    for command in (("request",), ("price",), ("run", "--dry-run", *QUICK)):
        refused = door(command[0], path, *command[1:])
        assert (refused.code, refused.out) == (4, ""), command
        assert 'there is no wildcard "hiar"' in refused.err


def test_lists(door: Any, data: Path) -> None:
    ended = door("wildcards")
    assert ended.out == "broken  1 line\nhair  4 lines\ntone  2 lines\n"
    assert "broken.txt:2: is not UTF-8" in ended.err
    document = json.loads(door("wildcards", "--json").out)
    assert [one["lines"] for one in document["wildcards"]] == [1, 4, 2]
    assert len(document["problems"]) == 1
    words = door("styles").out
    assert words.startswith("soft\n  prefix: soft ||light|focus||\n  undesired: harsh\nold  [only v3]\n")
    assert "Ink wash – " in words
    styles = json.loads(door("styles", "--json").out)["styles"]
    assert [one["own"] for one in styles[:3]] == [True, True, False]


def test_an_empty_house_says_where_wildcards_go(door: Any, tmp_path: Path) -> None:
    ended = door("wildcards")
    assert (ended.code, ended.out) == (0, "")
    assert "there are no wildcards yet" in ended.err


def test_a_request_has_words_in_it_and_no_marks(door: Any, data: Path, tmp_path: Path) -> None:
    text = 'prompt = "@{girl}, /* c */, night"\nquality = "none"\nstyles = ["soft", "old"]\n[pins]\nhair = "gold"\n'
    ended = door("request", recipe_file(tmp_path, text + SMALL))
    [request] = json.loads(ended.out)
    assert request["body"]["input"] in [f"soft {word}, 1girl, gold hair, night" for word in ("light", "focus")]
    assert "note: styles[2]: " in ended.err


def test_more_folders_of_the_settings(door: Any, data: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "place.txt").write_text("park")
    (shared / "tone.txt").write_text("never")
    config = tmp_path / "config.toml"
    config.write_text(f"[words]\nwildcards = ['{shared}']\n")
    path = recipe_file(tmp_path, f'prompt = "__place__, __tone__"\n{SMALL}')
    out = door("expand", path, "--config", config).out
    assert "prompt: park, " in out
    assert "never" not in out


def test_styles_of_the_command_line(door: Any, data: Path) -> None:
    ended = door("generate", "cat", "--style", "soft", "--style", "Cel", "--dry-run", "--json", *QUICK)
    sent = ended.events[-1]["request"]["body"]["input"]
    assert sent.startswith("soft ")
    assert ", cat, anime screencap, " in sent
    refused = door("generate", "cat", "--style", "sofd", "--dry-run", *QUICK)
    assert refused.code == 4
    assert 'there is no style "sofd"; did you mean "soft"' in refused.err


@pytest.fixture
def made(door: Any, data: Path, tmp_path: Path) -> Path:
    """A picture made from every kind of words."""
    text = (
        'prompt = "@{girl}, ||a|b||, /* c */, Text: hi | __tone__"\nundesired = "__tone__ /* x */"\n'
        'styles = ["soft"]\nquality = "standard"\n' + SMALL + '[pins]\ntone = "mild"\n'
        '[[characters]]\nprompt = "girl, __hair__"\nundesired = "||x|y||"\n'
    )
    ended = door("run", recipe_file(tmp_path, text), *QUICK, "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    return Path(ended.out.strip())


def test_a_picture_keeps_what_was_written_and_what_became_of_it(door: Any, made: Path, tmp_path: Path) -> None:
    record = read_record(made.read_bytes())
    assert record is not None
    assert record.draft == read_recipe((tmp_path / "recipe.toml").read_text())
    assert (record.recipe.styles, record.recipe.pins) == ((), ())
    document = json.loads(door("show", made, "--json").out)
    assert document["draft"]["styles"] == ["soft"]
    assert document["draft"]["pins"] == {"tone": "mild"}
    assert {"characters[1].prompt", "styles[1].prefix", "undesired"} <= {pick["field"] for pick in document["picks"]}
    words = door("show", made).out
    assert "  __tone__ → mild  (undesired, pinned)" in words
    assert "  ||x|y|| → " in words


def test_shown_as_toml_it_makes_the_identical_request(door: Any, made: Path, tmp_path: Path) -> None:
    first = door("request", tmp_path / "recipe.toml")
    again = tmp_path / "again.toml"
    again.write_text(door("show", made, "--toml").out, "utf-8")
    second = door("request", again)
    assert json.loads(first.out) == json.loads(second.out)
    for file in (tmp_path / "data" / "naitui" / "wildcards").iterdir():
        file.unlink()
    assert door("request", again).out == second.out
    assert not any(mark in again.read_text() for mark in ("__", "@{", "||", "/*"))


def test_a_plain_recipe_keeps_no_draft(picture: Path) -> None:
    record = read_record(picture.read_bytes())
    assert (record.picks, record.draft) == ((), None)
    assert isinstance(record.recipe, Recipe)


def test_a_strangers_marks_are_told_of(door: Any, made: Path, picture: Path, tmp_path: Path) -> None:
    path = tmp_path / "stranger.png"
    path.write_bytes(with_record(picture.read_bytes(), Record(Recipe(prompt="a __b__ /* c */"), 0)))
    assert "note: its words hold /* c */" in door("show", path).err
    assert "note" not in door("show", made).err


@pytest.mark.parametrize(
    ("piped", "prompt"),
    [
        ("1girl, ||red|red|| hat\n", "1girl, red hat"),
        ("[blurry]", "[blurry]"),
        ("a sign: 2 + 2 = 4", "a sign: 2 + 2 = 4"),
        ("model, source. prompt", "model, source. prompt"),
        ('prompt = "hat"', "hat"),
    ],
)
def test_words_from_a_pipe_are_taken_as_well_as_a_recipe(program: Any, piped: str, prompt: str) -> None:
    ended = program("expand", "-", "--json", stdin=piped)
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["expansions"][0]["prompt"] == prompt


@pytest.mark.parametrize("piped", ['promt = "hat"', "[sampling]\nstep = 3", "sampling.steps = ", "[[characters]]\nx y"])
def test_a_recipe_with_a_mistake_is_not_taken_for_words(program: Any, piped: str) -> None:
    ended = program("expand", "-", stdin=piped)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("stdin:")


def test_where_only_a_recipe_will_do_words_are_told_where_to_go(program: Any) -> None:
    for command in (("run", "--demo"), ("request",), ("price",)):
        ended = program(*command, "-", stdin="1girl, hat")
        assert ended.code == 2
        assert ended.err == (
            "stdin: these are words and no recipe, which is TOML; naitui generate - and naitui expand - take words\n"
        )
