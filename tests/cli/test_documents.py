"""What is printed for other programs: completion that real shells understand, a manual page, the recipe's schema."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import tomllib
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.cli.commands import WITH_CATALOG, WITH_SETTINGS
from naitui.cli.documents import DOCUMENTS
from naitui.cli.parser import build_parser
from naitui.recipe import (
    Axis,
    Batch,
    Character,
    Interaction,
    Mask,
    PreciseReference,
    Recipe,
    Sampling,
    Source,
    Sweep,
    Vibe,
    write_recipe,
)
from naitui.recipe.schema import recipe_schema

ROOT = Path(__file__).resolve().parents[2]
BASH = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _naitui
printf '%s\\n' "${COMPREPLY[@]}"
"""
LINES = [  # what stands there, the last word under the cursor; some of what is offered; what is not
    (("au",), {"auth"}, {"account", "generate"}),
    (("auth", ""), {"set", "status", "clear", "login"}, {"generate"}),
    (("auth", "set", "--k"), {"--keyring"}, {"--check"}),
    (("generate", "--mo"), {"--model"}, {"--out"}),
    (("generate", "--out", "auth", "--smea", "d"), {"dyn"}, {"demo"}),
    (("generate", "--model", "nai-diffusion-5"), {"nai-diffusion-5-curated"}, {"nai-diffusion-3"}),
    (("run", "two w"), {"two words.toml"}, {"mine.txt"}),
    (("run", "--out", ""), {"folder"}, {"two words.toml"}),
    (("completion", ""), {"bash", "zsh", "fish"}, {"man"}),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With something to be completed in it."""
    (tmp_path / "two words.toml").touch()
    (tmp_path / "folder").mkdir()
    return tmp_path


def needs(shell: str) -> str:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell} here")
    return found


def test_bash_completes(folder: Path, door: Any) -> None:
    bash = needs("bash")
    script = folder / "completion"
    script.write_text(door("completion", "bash").out)
    for words, there, absent in LINES:
        command = [bash, "--norc", "-c", BASH, "bash", str(script), "naitui", *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        offered = set(done.stdout.splitlines())
        assert there <= offered, (words, offered)
        assert not absent & offered, (words, offered)


def test_fish_completes(folder: Path, door: Any) -> None:
    fish = needs("fish")
    script = folder / "completion.fish"
    script.write_text(door("completion", "fish").out)
    for words, there, absent in LINES:
        line = " ".join(("naitui", *words)).replace("two w", "two\\ w")
        command = [fish, "--no-config", "-c", f"source {script}; complete -C '{line}'"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        offered = {one.split("\t")[0].rstrip("/").replace("\\ ", " ") for one in done.stdout.splitlines()}
        assert there <= offered, (words, offered)
        assert not absent & offered, (words, offered)


def test_zsh_completes(folder: Path, door: Any) -> None:
    zsh = needs("zsh")
    script = folder / "completion.zsh"
    script.write_text(door("completion", "zsh").out)
    # what completes is told instead of shown: there is no line editor without a terminal
    told = "compdef() {}; _files() {}; _message() {}; compadd() { print -l -- ${@/#-*/} ${(P)@[-1]} }\n"
    told += "_describe() { print -l -- ${(P)@[-1]%%:*} }\n"
    for words, there, absent in LINES:
        if words[0] == "run":
            continue  # files are zsh's own
        line = f'words=(naitui "$@"); CURRENT=$#words; source {script}; _naitui'
        done = subprocess.run(
            [zsh, "-f", "-c", told + line, "zsh", *words], capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        offered = {one for one in done.stdout.splitlines() if one.startswith(words[-1])}
        assert there <= offered, (words, done.stdout)
        assert not absent & offered, (words, offered)


def test_the_manual_names_every_command(door: Any) -> None:
    page = door("man").out
    for command in [*DOCUMENTS, "generate", "auth set", "queue import", "tool"]:
        assert f'.SS "naitui {command}"' in page
    assert page.startswith(".TH NAITUI 1")
    assert not [line for line in page.splitlines() if line.startswith("'") or "--" in line]
    if groff := shutil.which("groff"):
        done = subprocess.run(
            [groff, "-man", "-ww", "-z", "-Tutf8"], input=page, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""


def test_nothing_heavy_is_there_for_them(program: Any) -> None:
    """They need no settings: those of the user may be broken."""
    (program.home / "config" / "naitui").mkdir(parents=True)
    (program.home / "config" / "naitui" / "config.toml").write_text("pictures = [")
    assert json.loads(program("schema").out) == recipe_schema()
    assert build_parser(studio_alone=True).parse_args([]).command is None


def maybe(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


words = st.text(max_size=8)
recipes = st.builds(
    Recipe,
    prompt=words, undesired=words, styles=st.lists(words, max_size=2).map(tuple), furry=st.booleans(),
    pins=st.dictionaries(st.sampled_from(["hair", "hat/red"]), words, max_size=2),
    sampling=st.builds(Sampling, guidance=st.none() | st.floats(0, 20) | st.integers(0, 9), seed=maybe(7)),
    batch=st.builds(Batch, count=st.integers(1, 100)),
    characters=st.lists(st.builds(
        Character, prompt=words, colour=maybe("red"), position=maybe("B3", (0.5, 1)),
    ), max_size=2).map(tuple),
    interactions=st.lists(st.builds(Interaction, action=words, mutual=st.just(("a", "b"))), max_size=1).map(tuple),
    source=st.none() | st.builds(Source, path=words),
    mask=st.none() | st.builds(Mask, path=words, region=maybe((0, 0, 64, 8))),
    vibes=st.lists(st.builds(Vibe, path=words, information=st.none() | st.floats(0, 1)), max_size=1).map(tuple),
    precise_references=st.lists(st.builds(PreciseReference, path=words), max_size=1).map(tuple),
    sweep=st.none() | st.just(Sweep(x=(Axis(set="steps", values=(20, 28)),), y=(Axis(set="sampler", values="a, b"),))),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(recipes)
def test_every_recipe_file_has_the_form_of_the_schema(recipe: Recipe) -> None:
    jsonschema.Draft7Validator(recipe_schema()).validate(tomllib.loads(write_recipe(recipe)))


@pytest.mark.parametrize(
    "text",
    [
        "stpes = 28",
        "[sampling]\nsteps = 'many'",
        "[sampling]\nrescale = 2",
        'quality = "best"',
        "[mask]\nstrength = 1",
        '[[characters]]\nposition = "F1"',
        "[[characters]]\nposition = [0.5]",
        "[pins]\nhair = 1",
        '[mask]\npath = "x"\nregion = [1]',
    ],
)
def test_what_no_recipe_says_the_schema_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(recipe_schema()).validate(tomllib.loads(text))


def test_the_documents_examples_of_recipes_have_its_form() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", (ROOT / "docs" / "recipe.md").read_text("utf-8"), re.DOTALL)
    recipes = [block for block in blocks if "[[characters]]" in block or "[source]" in block]
    assert len(recipes) == 2
    for block in recipes:
        jsonschema.Draft7Validator(recipe_schema()).validate(tomllib.loads(block))
    jsonschema.Draft7Validator.check_schema(recipe_schema())


def test_every_command_is_done_by_something() -> None:
    [commands] = (one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction))
    assert {*commands.choices} == {*WITH_SETTINGS, *WITH_CATALOG, *DOCUMENTS, "config", "demo"}
    for parameters, places in (("settings", WITH_SETTINGS), ("settings, catalog", WITH_CATALOG)):
        for place in places.values():
            module, _, name = place.partition(":")
            function = getattr(import_module(f"naitui.cli.{module}"), name)
            assert ", ".join(signature(function).parameters) == f"arguments, {parameters}", place
