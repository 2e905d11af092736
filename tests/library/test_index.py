"""The index: what is on disk can be listed and searched, whatever happened to the files and to the index."""

import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.library.facts import Facts, Stamp
from naitui.library.index import PictureIndex, fresh
from naitui.library.marks import Mark, Marks
from naitui.library.query import QueryError, read_query
from naitui.library.record import Record, with_record
from naitui.library.scan import note, scan
from naitui.novelai import load_catalog
from naitui.recipe import Character, Recipe, Sampling

CATALOG = load_catalog()


class Library:
    """A folder with pictures, its index and its marks."""

    def __init__(self, root: Path, png: bytes) -> None:
        self.folder = root / "pictures"
        self.folder.mkdir()
        self.index = PictureIndex(root / "index.sqlite", CATALOG)
        self.marks = Marks(root / "library.sqlite")
        self._png = png
        self._time = datetime(2026, 10, 1, 12).timestamp()

    def add(self, name: str, recipe: Recipe, *, sample: int = 0) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(with_record(self._png, Record(recipe, sample)))
        self._time += 60
        os.utime(path, (self._time, self._time))
        return path

    def scan(self) -> tuple[int, int, int]:
        found = scan(self.folder, self.index, self.marks, CATALOG)
        return found.added, found.changed, found.gone

    def find(self, text: str) -> list[str]:
        rows = self.index.page(read_query(text))
        assert [row.id for row in rows] == self.index.ids(read_query(text))
        return [row.facts.path.name for row in rows]


@pytest.fixture
def library(tmp_path: Path, png: bytes) -> Library:
    return Library(tmp_path, png)


def of(prompt: str, *, model: str = "nai-diffusion-4-5-full", seed: int = 1, **sampling: object) -> Recipe:
    return Recipe(model=model, prompt=prompt, sampling=Sampling(seed=seed, **sampling))


def test_a_scan_finds_everything_once_and_the_newest_comes_first(library: Library) -> None:
    library.add("a/1.png", of("cat"))
    library.add("b/2.png", of("dog"))
    assert library.scan() == (2, 0, 0)
    assert library.find("") == ["2.png", "1.png"]
    assert library.scan() == (0, 0, 0)


def test_changed_moved_and_removed_files(library: Library) -> None:
    first, second = library.add("1.png", of("cat")), library.add("2.png", of("dog"))
    library.scan()
    first.rename(library.folder / "3.png")
    second.unlink()
    library.add("2.png", of("bird"))
    assert library.scan() == (1, 1, 1)
    assert library.find("dog") == []
    assert library.find("bird") == ["2.png"]
    assert library.find("cat") == ["3.png"]


def test_a_folder_that_is_not_there_forgets_nothing(library: Library) -> None:
    library.add("1.png", of("cat"))
    library.scan()
    library.folder.rename(library.folder.with_name("unmounted"))
    assert library.scan() == (0, 0, 0)
    assert library.find("cat") == ["1.png"]


def test_searching_by_words_and_fields(library: Library) -> None:
    library.add("1.png", of("1girl, night city, silver_hair", seed=42, steps=28))
    library.add("2.png", of("1girl, city at night, sketch", model="nai-diffusion-5-curated", steps=20))
    people = (Character(prompt="girl, red hair"), Character(prompt="boy, hidden", enabled=False))
    library.add("3.png", of("2girls", model="nai-diffusion-4-full").model_copy(update={"characters": people}))
    library.scan()
    assert library.find("night") == ["2.png", "1.png"]
    assert library.find('"night city"') == ["1.png"]
    assert library.find("nig -sketch") == ["1.png"]
    assert library.find("silver hair") == ["1.png"]
    assert library.find("red") == library.find("character:red") == ["3.png"]
    assert library.find("prompt:red") == library.find("hidden") == []
    assert library.find("model:v5") == ["2.png"]
    assert library.find("model:v4") == ["3.png"]
    assert library.find("model:v4.5") == library.find("model:4-5") == ["1.png"]
    assert library.find("seed:42") == ["1.png"]
    assert library.find("steps:20..27") == ["2.png"]
    assert library.find("-steps:>0") == ["3.png"]
    assert library.find("by:naitui night before:2026-10-02") == ["2.png", "1.png"]
    assert library.find("is:unreadable") == []


def test_pages_follow_each_other_without_gaps_and_repeats(library: Library) -> None:
    for number in range(7):
        library.add(f"{number}.png", of("cat" if number % 2 else "cat, dog"))
    library.scan()
    for conditions in (read_query(""), read_query("cat"), read_query("cat -dog")):
        pages, before = [], None
        while page := library.index.page(conditions, before=before, limit=2):
            pages += page
            before = page[-1].id
        assert [row.id for row in pages] == library.index.ids(conditions)
        assert library.index.rows([row.id for row in pages]) == pages


def test_files_of_the_same_moment_are_all_there(library: Library) -> None:
    paths = [library.add(f"{number}.png", of("cat", seed=number)) for number in range(3)]
    for path in paths:
        os.utime(path, (1_800_000_000, 1_800_000_000))
    library.scan()
    assert sorted(library.find("cat")) == ["0.png", "1.png", "2.png"]
    assert library.scan() == (0, 0, 0)


def test_pictures_that_differ_in_their_seed_are_one_group(library: Library) -> None:
    for seed in (1, 2):
        library.add(f"{seed}.png", of("cat", seed=seed))
    library.add("3.png", of("dog"))
    library.scan()
    group = library.index.page(read_query("seed:1 cat"))[0].facts.group
    assert library.find(f"group:{group}") == ["2.png", "1.png"]


def test_a_sample_has_the_seed_it_was_drawn_with(library: Library) -> None:
    library.add("1.png", of("cat", seed=4_294_967_295), sample=2)
    library.scan()
    assert library.find("seed:1") == ["1.png"]


def test_strange_files_are_in_the_list_and_say_why(library: Library, png: bytes) -> None:
    (library.folder / "cut.png").write_bytes(png[:60])
    (library.folder / "bare.png").write_bytes(png)
    (library.folder / "notes.txt").write_text("no picture")
    os.mkdir(library.folder / ".hidden")
    (library.folder / ".hidden" / "no.png").write_bytes(png)
    assert library.scan() == (2, 0, 0)
    assert library.find("is:unreadable") == ["cut.png"]
    assert sorted(library.find("")) == ["bare.png", "cut.png"]


def test_names_that_are_no_text(library: Library, png: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(library.folder) + b"/caf\xe9.png"))
    path.write_bytes(png)
    assert library.scan() == (1, 0, 0)
    assert library.index.row_of(path) is not None
    assert library.scan() == (0, 0, 0)


def test_a_damaged_index_is_made_anew(library: Library, tmp_path: Path) -> None:
    library.add("1.png", of("cat"))
    library.scan()
    library.index.close()
    library.index.path.write_bytes(b"not a database at all" * 100)
    told: list[str] = []
    library.index = fresh(library.index.path, CATALOG, told.append)
    assert "made anew" in told[0]
    assert library.scan() == (1, 0, 0)
    assert library.find("cat") == ["1.png"]


def test_a_picture_is_found_as_soon_as_it_is_noted(library: Library) -> None:
    path = library.add("1.png", of("cat"))
    note(path, library.index, library.marks, CATALOG)
    assert library.find("cat") == ["1.png"]
    assert library.scan() == (0, 0, 0)


class TestMarks:
    """Ratings, labels and collections."""

    def test_they_are_found_and_can_be_taken_back(self, library: Library) -> None:
        path = library.add("1.png", of("cat"))
        library.add("2.png", of("cat"))
        library.scan()
        mark = Mark(4, ("Wall Paper",), ("heroine",))
        library.marks.put(path, mark)
        library.index.mark(path, library.marks.of(path, path.stat().st_size))
        assert library.find("rated:>3") == library.find("label:wall") == library.find("collection:heroine") == ["1.png"]
        assert library.find('label:"wall"') == []
        assert library.find('-label:"wall-paper"') == library.find("is:unrated") == ["2.png"]
        assert library.marks.collections() == [("heroine", 1)]
        library.marks.put(path, Mark())
        assert library.marks.of(path, path.stat().st_size) == Mark()

    def test_they_survive_moving_renaming_and_losing_the_index(self, library: Library) -> None:
        path = library.add("1.png", of("cat"))
        library.marks.put(path, Mark(5))
        path.rename(library.folder / "renamed.png")
        library.add("other.png", of("cow"))  # as large as the first
        library.scan()
        assert library.find("rated:5") == ["renamed.png"]

    def test_a_copy_does_not_take_the_mark_away(self, library: Library) -> None:
        path = library.add("1.png", of("cat"))
        library.marks.put(path, Mark(5))
        (library.folder / "copy.png").write_bytes(path.read_bytes())
        library.scan()
        assert library.find("rated:5") == ["1.png"]

    def test_a_backup_is_whole(self, library: Library, tmp_path: Path) -> None:
        path = library.add("1.png", of("cat"))
        library.marks.put(path, Mark(3))
        library.marks.back_up(tmp_path / "backup.sqlite")
        library.marks.back_up(tmp_path / "backup.sqlite")
        assert Marks(tmp_path / "backup.sqlite").of(path, path.stat().st_size) == Mark(3)


@given(st.text(max_size=60))
def test_no_search_breaks_the_index(searched: Callable[[str], None], text: str) -> None:
    searched(text)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], None]:
    index = PictureIndex(tmp_path_factory.mktemp("index") / "index.sqlite", CATALOG)

    def search(text: str) -> None:
        try:
            conditions = read_query(text)
        except QueryError:
            return
        assert index.page(conditions) == []

    return search


def test_the_words_follow_every_change(library: Library) -> None:
    """SQLite's own check that words and pictures belong together."""
    for number in range(5):
        library.add(f"{number}.png", of(f"cat{number}, dog"))
    library.scan()
    library.add("2.png", of("bird"))
    (library.folder / "3.png").unlink()
    library.scan()
    library.index.close()
    with sqlite3.connect(library.index.path) as database:
        database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


MANY = 1_300


def _many(index: PictureIndex) -> None:
    """More pictures than are looked through for a first page; some things are so of few of them, or of old ones."""

    def facts(number: int) -> Facts:
        words = ["everywhere", f"tag{number % 7}", *(["old"] if number < 5 else []), *(["rare"] * (number % 200 == 0))]
        made = ("nai-diffusion-4-5-full", number, 50 if number < 3 else 23, 5.0, "k_euler", ", ".join(words))
        stamp = Stamp(9, 1_760_000_000 * 10**9 + number * 10**9)
        return Facts(Path(f"/nowhere/{number}.png"), stamp, 832, 1216, "naitui", *made, "bad", "", "")

    index.put((facts(number), Mark(5 if number % 400 == 0 else 0, ("kept",) * (number == 1))) for number in range(MANY))


def test_the_first_page_is_the_beginning_of_all_whichever_way_it_was_found(tmp_path: Path) -> None:
    index = PictureIndex(tmp_path / "index", CATALOG)
    _many(index)
    counts = {
        "": MANY, "everywhere": MANY, "e": MANY, "tag3": 186, "old": 5, "rare": 7, "-everywhere": 0,
        "-tag3": MANY - 186, "everywhere -old": MANY - 5, "-old -rare": MANY - 11, "steps:50": 3, "steps:>23": 3,
        "rated:5": 4, "label:kept": 1, "label:nowhere": 0, "old steps:50": 3, "sampler:euler steps:23": MANY - 3,
        "sampler:ddim": 0, "before:2025": 0, "-label:kept": MANY - 1, "model:v4.5": MANY, "size:>2mp": 0,
    }  # fmt: skip
    for query, count in counts.items():
        conditions = read_query(query)
        ids = index.ids(conditions)
        page = [row.id for row in index.page(conditions)]
        assert (len(ids), page) == (count, ids[:100]), query
        behind = [row.id for row in index.page(conditions, before=ids[50])] if count > 50 else []
        assert behind == ids[51:151] or count <= 50, query


def test_an_index_of_an_earlier_naitui_is_taken_over(tmp_path: Path) -> None:
    index = PictureIndex(tmp_path / "index", CATALOG)
    _many(index)
    index.close()
    with sqlite3.connect(index.path) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'pictures\\_%' ESCAPE '\\'"
        ).fetchall():
            database.execute(f"DROP INDEX {name}")
        database.executescript(
            """DROP TABLE words;
            CREATE VIRTUAL TABLE words USING fts5 (prompt, undesired, characters, name, content='pictures',
                content_rowid='id');
            INSERT INTO words (words) VALUES ('rebuild');
            PRAGMA user_version = 1"""
        )
    index = fresh(index.path, CATALOG, pytest.fail)
    assert len(index.ids(read_query("ev"))) == MANY
    index.put([(index.page(limit=1)[0].facts, Mark())])  # what is written now can be found too
    assert len(index.ids(read_query("everywhere -nothing"))) == MANY
