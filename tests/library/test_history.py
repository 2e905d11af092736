"""The prompt history: newest first, the same words once, found by any of their words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.library import PromptHistory, Said
from naitui.library import history as module
from naitui.library.history_search import Pages, matches, searchable, words_of
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


@pytest.mark.parametrize("query", ["slvr", "slvrhr", "nght slv", "silver drs", "ilver nght"])
def test_letters_in_their_order_find_a_tag(history: PromptHistory, query: str) -> None:
    history.add(NIGHT)
    history.add(Said("a sentence that is nobody's tag, for it is far too long to be one", at=1.0))
    assert prompts(history.search(query)) == [NIGHT.prompt]


def test_sentences_are_found_by_their_words(history: PromptHistory) -> None:
    history.add(Said("a sentence that is nobody's tag for it is far too long to be one"))
    assert len(history.search("sntnc")) == 1
    assert history.search("asntnc") == []


def test_no_word_takes_long(history: PromptHistory) -> None:
    history.add(Said(f"{'a' * 44}b"))
    assert history.search(f"{'a' * 25}c") == []


def test_favourites_stay_and_can_be_searched_alone(history: PromptHistory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    history.add(NIGHT)
    history.mark(history.newest()[0], favourite=True)
    for number in range(20, 26):
        history.add(Said(f"night {number}", at=float(number)))
    assert prompts(history.newest(favourites=True)) == [NIGHT.prompt]
    assert [said.favourite for said in history.newest()] == [False, False, True]
    assert prompts(history.search("nght", favourites=True)) == prompts(history.search("night", favourites=True))
    assert prompts(history.search("night", favourites=True)) == [NIGHT.prompt]
    history.add(replace(NIGHT, at=99.0))
    assert history.newest(1)[0].favourite, "sending the words again leaves them what they are"
    history.mark(history.newest()[0], favourite=False)
    assert history.newest(favourites=True) == []


def test_what_was_forgotten_is_no_favourite_when_it_comes_back(history: PromptHistory) -> None:
    history.add(NIGHT)
    [said] = history.newest()
    history.mark(said, favourite=True)
    history.forget(said)
    assert history.count() == 0
    history.add(said)
    assert history.newest(favourites=True) == []
    assert history.count() == 1


def test_a_file_of_the_first_version_goes_on(history: PromptHistory) -> None:
    history.path.parent.mkdir()
    with sqlite3.connect(history.path) as database:
        database.executescript(
            "CREATE TABLE prompts (id INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE, prompt TEXT NOT"
            " NULL, undesired TEXT NOT NULL, characters TEXT NOT NULL, model TEXT NOT NULL, at REAL NOT NULL, seed"
            " INTEGER); CREATE TABLE words (id INTEGER PRIMARY KEY, at REAL NOT NULL, words TEXT NOT NULL);"
            "CREATE INDEX prompts_by_age ON prompts (at); PRAGMA user_version = 1;"
            "INSERT INTO prompts VALUES (1, 'x', 'silver hair, rain', '', '[]', 'm', 1.0, NULL);"
            "INSERT INTO words VALUES (1, 1.0, ' silver hair rain')"
        )
    database.close()
    assert prompts(history.search("rain silver")) == prompts(history.search("slvr")) == ["silver hair, rain"]
    history.mark(history.newest()[0], favourite=True)
    history.add(NIGHT)
    assert prompts(history.search("silver")) == [NIGHT.prompt, "silver hair, rain"]


def test_nobody_waits_any_more(history: PromptHistory) -> None:
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 1

    pages = Pages(entries=[(n, " hat") for n in range(20_000)])
    assert len(pages.find(["hat"], 20_000, stop)) < 20_000
    assert len(pages.find(["hat"], 20_000)) == 20_000
    assert pages.find(["ht"], 5, lambda: True) == []
    assert len(pages.find(["ht"], 5)) >= 5, "a search that was stopped has spoiled nothing"


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("1girl, {Silver_Hair}, silver", "silver hair", ["Silver", "Hair", "silver"]),
        ("1girl, silver hair", "slvh", ["s", "lv", "h"]),
        ("night", "silver", []),
        ("Straße, NIGHT", "strasse night", ["Straße", "NIGHT"]),
        ("[b]x[/b]", "[b]", ["b", "b"]),
        ("night", " ,", []),
    ],
)
def test_what_was_looked_for_is_marked(text: str, query: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in matches(text, query)] == marked


@given(st.text(max_size=40), st.text(max_size=10))
def test_marks_lie_in_the_text_in_order_and_apart(text: str, query: str) -> None:
    ends = [0]
    for start, end in matches(text, query):
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)


@given(st.lists(st.sampled_from(["silver hair", "night", "red_dress", "1girl"]), min_size=1), st.data())
def test_every_tag_of_an_entry_finds_it(tags: list[str], data: st.DataObject) -> None:
    pages = Pages(entries=[(1, searchable([", ".join(tags)]))])
    tag = data.draw(st.sampled_from(tags))
    assert pages.find(words_of(tag), 9) == [1]
    letters = tag[0] + "".join(letter for letter in tag[1:] if data.draw(st.booleans()) and letter.isalnum())
    assert pages.find(words_of(letters), 9) == [1]
    assert matches(", ".join(tags), tag)


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

    def work(number: int) -> None:
        for turn in range(10):
            history.add(Said(f"thread {number} {turn}", at=float(turn)))
            history.search("thread")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))  # what fails there is raised here
    assert program.wait(60) == 0
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
