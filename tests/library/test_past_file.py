"""The past on disk: as it was after any end of the program, cheap, and never in anybody's way."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from naitui.library.past_file import PastFile
from naitui.recipe import Character, Recipe
from naitui.recipe.past import Made, Past

PEOPLE = (Character(prompt="girl, [red] hair", position=(0.1, 0.9)), Character(prompt="boy", enabled=False))


@pytest.fixture
def file(tmp_path: Path) -> PastFile:
    return PastFile(tmp_path / "deep" / "draft-past.sqlite")


def saved(file: PastFile, past: Past) -> Past:
    """Write what is new."""
    nodes = past.changed()
    file.save(nodes, past.head)
    past.written(nodes)
    return past


def loaded(file: PastFile) -> Past:
    past, problem = PastFile(file.path).load()
    assert problem == ""
    assert past is not None
    return past


def grown() -> Past:
    """Two branches and a picture."""
    past = Past(Recipe(prompt="1girl"), 1.0)
    past.edit(Recipe(prompt="1girl, \x00 🦊 night", characters=PEOPLE), 2.0)
    past.send(past.seal(), ["job"])
    past.attach("job", Made("/pictures/a.png", 7, 3.0))
    past.undo()
    past.edit(Recipe(prompt="1girl, day", undesired="x\r\ny"), 4.0)
    past.send(past.seal(), ["job 2"])
    past.undo()
    return past


def test_everything_comes_back(file: PastFile) -> None:
    assert file.load() == (None, "")
    assert not file.path.exists(), "nothing is made by looking"
    past = saved(file, grown())
    assert file.path.stat().st_mode & 0o077 == 0
    again = loaded(file)
    assert (again.nodes(), again.head, again.jobs) == (past.nodes(), past.head, ("job", "job 2"))
    assert [again.recipe_of(node.id) for node in again.nodes()] == [past.recipe_of(node.id) for node in past.nodes()]
    assert again.redo().after == past.redo().after


def test_only_what_is_new_is_written(file: PastFile) -> None:
    past = saved(file, grown())
    assert past.changed() == {}
    past.end("job")
    past.edit(Recipe(prompt="typed"), 5.0, "run")
    saved(file, past)
    past.edit(Recipe(prompt="typed on"), 5.5, "run")
    saved(file, past)
    assert loaded(file).nodes() == past.nodes()
    past.edit(past.recipe_of(past.node(past.head).parent), 6.0, "run")
    assert None in past.changed().values(), "typed, and taken back"
    saved(file, past)
    assert loaded(file).nodes() == past.nodes()
    assert len(past.nodes()) == 3


def test_a_run_after_the_other_goes_on_from_it(file: PastFile) -> None:
    past = saved(file, grown())
    for turn in range(3):
        here = Past(loaded(file).recipe, 10.0 + turn)
        here.join(loaded(file))
        here.edit(Recipe(prompt=f"turn {turn}"), 11.0 + turn)
        saved(file, here)
    again = loaded(file)
    assert [node.label for node in again.nodes()][3:] == [
        "− 1girl, + turn 0",
        "− turn 0, + turn 1",
        "− turn 1, + turn 2",
    ]
    assert [again.undo().after.prompt for _ in range(3)] == ["turn 1", "turn 0", "1girl"]
    assert past.nodes()[0].id == again.nodes()[0].id


def test_two_programs_with_one_draft_lose_nothing_of_each_other(file: PastFile) -> None:
    saved(file, grown())
    one, other = loaded(file), loaded(file)
    one.edit(Recipe(prompt="one"), 9.0)
    other.edit(Recipe(prompt="other"), 9.0)
    saved(file, one)
    saved(file, other)
    past = loaded(file)
    assert past.recipe.prompt == "other"
    assert {past.recipe_of(node.id).prompt for node in past.nodes()} >= {"one", "other"}


def test_states_whose_parents_another_program_let_go_are_still_there(file: PastFile) -> None:
    saved(file, grown())
    one = loaded(file)
    one.edit(Recipe(prompt="mine"), 9.0)
    one.edit(Recipe(prompt="mine too"), 10.0)
    parent = one.node(one.node(one.head).parent).parent
    saved(file, one)
    other = sqlite3.connect(file.path)
    other.execute("DELETE FROM states WHERE id = ?", (parent,))
    other.commit()
    other.close()
    past = loaded(file)
    assert past.recipe.prompt == "mine too"
    assert past.undo().after.prompt == "mine"


def test_two_beginnings_become_one_tree(file: PastFile) -> None:
    saved(file, grown())
    saved(file, Past(Recipe(prompt="another program's first"), 0.0))
    past = loaded(file)
    assert [node.parent is None for node in past.nodes()] == [True, False, False, False]
    assert past.recipe.prompt == "another program's first"


def scribbled(path: Path) -> None:
    path.write_bytes(b"no database " * 999)


def cut(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    database.close()
    path.write_bytes(path.read_bytes()[:-5000])


def other_rows(statement: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with sqlite3.connect(path) as database:
            database.execute(statement)
        database.close()

    return change


@pytest.mark.parametrize(
    "damage",
    [
        scribbled,
        cut,
        other_rows("UPDATE states SET patch = 'x'"),
        other_rows("UPDATE states SET pictures = '[{}]'"),
        other_rows("UPDATE states SET whole = NULL"),
        other_rows("UPDATE states SET whole = '{\"prompt\": 5}' WHERE parent IS NULL"),
    ],
)
def test_a_broken_file_is_told_of_and_put_aside(file: PastFile, damage: Callable[[Path], None]) -> None:
    saved(file, grown())
    file.close()
    damage(file.path)
    broken = PastFile(file.path)
    past, problem = broken.load()
    assert past is None
    aside = file.path.with_name("draft-past.unreadable-1.sqlite")
    assert f"was put aside as {aside}" in problem
    assert aside.exists()
    saved(broken, grown())
    assert len(loaded(file).nodes()) == 3


@pytest.mark.parametrize(
    ("statement", "why"),
    [("PRAGMA user_version = 99", "written by a newer naitui"), ("DROP TABLE head", "cannot be used")],
)
def test_a_file_that_is_not_ours_to_read_is_left_alone(file: PastFile, statement: str, why: str) -> None:
    saved(file, grown())
    file.close()
    other_rows(statement)(file.path)
    before = file.path.read_bytes()
    newer = PastFile(file.path)
    past, problem = newer.load()
    assert past is None
    assert why in problem
    assert "this run's is not kept" in problem
    with pytest.raises(OSError, match=why):
        newer.save({}, 1)
    newer.close()
    assert file.path.read_bytes() == before


def test_what_cannot_be_written_is_told(file: PastFile) -> None:
    file.path.parent.write_text("a file where the folder should be")
    past = grown()
    with pytest.raises(OSError, match=r"[Ee]xists|directory"):
        saved(file, past)
    assert len(past.changed()) == 3


def test_steps_of_a_long_prompt_are_small_on_disk_too(file: PastFile) -> None:
    words = ", ".join(f"tag number {n}" for n in range(650))
    past = Past(Recipe(prompt=words), 0.0)
    for number in range(1_000):
        at = (number * 137) % len(words)
        words = f"{words[:at]}x{words[at + 1 :]}"
        past.edit(Recipe(prompt=words), float(number))
        if number % 100 == 0:
            saved(file, past)
    saved(file, past)
    file.close()
    assert file.path.stat().st_size < 1_000_000
    assert loaded(file).recipe.prompt == words


# Says S and the number of every state when it has been saved.
SAVES = """
import sys
from pathlib import Path
from naitui.library.past_file import PastFile
from naitui.recipe import Recipe
from naitui.recipe.past import Made, Past

file = PastFile(Path(sys.argv[1]))
past, problem = file.load()
assert not problem, problem
past = past or Past(Recipe(), 0.0)
sys.stdout.write("ready\\n")
sys.stdout.flush()
number = int(sys.argv[2])
while True:
    past.edit(Recipe(prompt="x" * 3000 + str(number)), float(number))
    past.send(past.seal(), [f"job {number}"])
    past.attach(f"job {number}", Made(f"{number}.png", number, 0.0))
    if number % 3 == 0:
        past.undo()
    nodes = past.changed()
    file.save(nodes, past.head)
    past.written(nodes)
    sys.stdout.write(f"S{number}\\n")
    sys.stdout.flush()
    number += 1
"""


def test_kill_9(file: PastFile) -> None:
    """A dozen kills in the middle of writing: what was said to be saved is there, and the tree is one."""
    dice = random.Random(7)
    said: set[int] = set()
    for kill in range(12):
        command = [sys.executable, "-c", SAVES, str(file.path), str(kill * 10_000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            lines = [process.stdout.readline() for _ in range(dice.randint(1, 20))]
            time.sleep(dice.uniform(0.0, 0.02))
            process.kill()
            lines += process.stdout.readlines()
        said |= {int(line[1:]) for line in lines if line.endswith("\n")}
        past = loaded(file)
        kept = {made.seed: node.id for node in past.nodes() for made in node.pictures}
        assert said <= set(kept)
        assert all(past.recipe_of(kept[n]).prompt == "x" * 3000 + str(n) for n in said)
    assert len(said) > 24
