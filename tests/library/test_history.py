"""The prompt history: newest first, the same words once, found by any of their words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from naitui.library import PromptHistory, Said
from naitui.library import history as module
from naitui.recipe import Character, Interaction, Recipe, Sampling
from naitui.recipe.lifting import lifted

NIGHT = Said("1girl, {silver hair}, night", "lowres", (("girl, red_dress", "hat"),), "nai-diffusion-5-full", 10.0, 7)


@pytest.fixture
def history(tmp_path: Path) -> PromptHistory:
    return PromptHistory(tmp_path / "deep" / "history.sqlite")


def prompts(found: list[Said]) -> list[str]:
    return [said.prompt for said in found]


def test_what_is_added_comes_back(history: PromptHistory) -> None:
    assert history.newest() == history.search("x") == []
    history.add(NIGHT)
    [said] = history.newest()
    assert replace(said, id=0) == NIGHT
    assert said.id > 0
    assert history.path.stat().st_mode & 0o077 == 0


def test_the_words_of_a_recipe() -> None:
    people = (Character(prompt="girl", undesired="hat"), Character(prompt="boy", enabled=False))
    recipe = Recipe(prompt="a", undesired="b", model="m", characters=people, sampling=Sampling(seed=5))
    assert Said.of(recipe, 3.0) == Said("a", "b", (("girl", "hat"),), "m", 3.0, 5)
    assert Said.of(recipe).at > 10**9


def test_the_words_of_interactions_are_kept_and_become_interactions_again() -> None:
    people = (Character(id="c1", prompt="girl"), Character(id="c2", prompt="boy"))
    recipe = Recipe(characters=people, interactions=(Interaction(action="hug", sources=("c1",), targets=("c2",)),))
    said = Said.of(recipe)
    assert said.characters == (("source#hug, girl", ""), ("target#hug, boy", ""))
    cast = lifted([Character(prompt=prompt, undesired=undesired) for prompt, undesired in said.characters])
    assert cast.into(Recipe()) == recipe


def test_newest_first_and_the_same_words_once(history: PromptHistory) -> None:
    for at, prompt in enumerate(["a", "b", "c", "a"]):
        history.add(Said(prompt, at=float(at), seed=at))
    assert [(said.prompt, said.seed) for said in history.newest()] == [("a", 3), ("c", 2), ("b", 1)]
    history.add(Said("a", "other undesired", at=4.0))
    history.add(Said("a", characters=(("x", ""),), at=5.0))
    assert prompts(history.newest()) == ["a", "a", "a", "c", "b"]
    assert prompts(history.newest(2)) == ["a", "a"]
    assert history.newest(0) == history.newest(-1) == []


def test_words_that_say_nothing_are_not_kept(history: PromptHistory) -> None:
    for prompt in ("", " , \n", "{[|]}"):
        history.add(Said(prompt))
    assert history.newest() == []


@pytest.mark.parametrize(
    "query",
    [
        "silver",
        "night girl",
        "SILVER_HAIR",
        "red dress hat",
        "lowres",
        "ilve ight",
        "slvr nght",
        "girl, night",
        "{silver",
    ],
)
def test_every_word_in_any_order(history: PromptHistory, query: str) -> None:
    history.add(NIGHT)
    history.add(Said("day, blonde", at=99.0))
    assert prompts(history.search(query)) == [NIGHT.prompt]


@pytest.mark.parametrize("query", ["silver day", "gold", "night xyz", "rvlis", "%", "' OR 1", "\x00q", "\ud800q"])
def test_what_is_not_there(history: PromptHistory, query: str) -> None:
    history.add(NIGHT)
    history.add(Said("day, blonde", at=99.0))
    assert history.search(query) == []


def test_an_empty_query_finds_everything(history: PromptHistory) -> None:
    history.add(NIGHT)
    assert prompts(history.search("  ")) == [NIGHT.prompt]
    assert history.search(",") == []


def test_beginnings_of_words_come_before_newer_ones(history: PromptHistory) -> None:
    history.add(Said("a hat", at=1.0))
    history.add(Said("hats off", at=2.0))
    history.add(Said("what", at=3.0))
    assert prompts(history.search("hat")) == ["hats off", "a hat", "what"]
    assert prompts(history.search("hat", limit=1)) == ["hats off"]
    assert history.search("hat", limit=0) == history.search("hat", limit=-3) == []


def test_searching_sees_what_was_changed_meanwhile(history: PromptHistory) -> None:
    other = PromptHistory(history.path)
    history.add(Said("hat one", at=1.0))
    assert prompts(history.search("hat")) == ["hat one"]
    other.add(Said("hat two", at=2.0))
    assert prompts(history.search("hat")) == ["hat two", "hat one"]
    other.forget(other.search("two")[0])
    assert prompts(history.search("hat")) == ["hat one"]
    other.add(Said("hat one", at=3.0, seed=8))
    assert history.search("hat")[0].seed == 8
    other.clear()
    assert history.search("hat") == history.newest() == []
    assert not any(b"hat one" in path.read_bytes() for path in history.path.parent.iterdir())


def test_only_so_many_are_kept(history: PromptHistory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 5)
    for number in range(12):
        history.add(Said(f"prompt {number}", at=float(number)))
    assert prompts(history.newest()) == [f"prompt {n}" for n in range(11, 6, -1)]
    assert len(history.search("prompt")) == 5


def test_texts_that_no_table_holds(history: PromptHistory) -> None:
    history.add(Said("half \ud800 nul \x00 銀髪 [/b]", "\udfff", (("\ud83d", ""),), "m\ud800", 1.0))
    [said] = history.search("銀髪")
    assert said.prompt == "half ? nul \x00 銀髪 [/b]"


def test_threads_and_another_program(history: PromptHistory) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom naitui.library import PromptHistory, Said\n"
        "history = PromptHistory(Path(sys.argv[1]))\n"
        "for n in range(30): history.add(Said(f'program {n}', at=float(n)))"
    )
    program = subprocess.Popen([sys.executable, "-c", script, str(history.path)])
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(10):
                history.add(Said(f"thread {number} {turn}", at=float(turn)))
                history.search("thread")
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert program.wait(60) == 0
    assert failures == []
    assert len(history.newest()) == 70


def test_a_damaged_or_newer_file_is_left_alone(history: PromptHistory) -> None:
    history.path.parent.mkdir()
    history.path.write_bytes(b"no database " * 99)
    with pytest.raises(OSError, match="the prompt history is damaged"):
        history.add(NIGHT)
    assert history.path.read_bytes() == b"no database " * 99
    history.path.unlink()
    history.add(NIGHT)
    history.close()
    with sqlite3.connect(history.path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(OSError, match="newer naitui"):
        history.newest()
