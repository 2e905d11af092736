"""The tag index: what completes a tag, in which order, and what wild files and many users do to it."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest

from naitui.library import Candidate, TagIndex
from naitui.library.tag_files import MAX_LINE, read_tags
from naitui.library.tag_history import MOST_OWN

MODEL = "nai-diffusion-5-full"


@pytest.fixture
def index(tmp_path: Path) -> TagIndex:
    return TagIndex(tmp_path / "deep" / "tags.sqlite")


def write(path: Path, *lines: str | bytes) -> Path:
    path.write_bytes(b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines))
    return path


def names(candidates: list[Candidate]) -> list[str]:
    return [candidate.name for candidate in candidates]


# ------------------------------------------------------------------ from the first minute


def test_common_tags_complete_before_any_file_was_read(index: TagIndex) -> None:
    [first, *_] = index.complete("1g")
    assert (first.name, first.category, first.source, first.uses) == ("1girl", "general", "common", 0)
    assert index.path.stat().st_mode & 0o077 == 0


def test_an_alias_offers_the_tag_and_says_so(index: TagIndex) -> None:
    [found] = index.complete("silver ey")
    assert (found.name, found.alias) == ("grey eyes", "silver eyes")
    assert names(index.complete("GRAY_HAIR")) == ["grey hair"]
    assert names(index.complete("city at night")) == ["cityscape"]


def test_years_and_ratings_are_known(index: TagIndex) -> None:
    assert names(index.complete("year "))[:2] == ["year 2024", "year 2023"]
    assert names(index.complete("year 201")) == [f"year {year}" for year in range(2019, 2009, -1)]
    assert names(index.complete("rating:")) == [
        "rating:general", "rating:sensitive", "rating:questionable", "rating:explicit",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["", " ", "s", "(", "_", "\x00", "ab\x1b[31m", "ab\ud800", "ab\u202e", "zz" * 5000, "%_", "a' OR 1=1 --"]
)
def test_what_completes_to_nothing(index: TagIndex, typed: str) -> None:
    assert index.complete(typed) == []


def test_the_limit(index: TagIndex) -> None:
    assert len(index.complete("ha")) == 20
    assert len(index.complete("ha", limit=3)) == 3
    assert index.complete("ha", limit=0) == index.complete("ha", limit=-1) == []
    assert len(index.complete("ha", limit=10**6)) == 50


def test_the_own_list_is_in_order() -> None:
    data = files("naitui.library").joinpath("common_tags.csv").read_bytes()
    tags = read_tags(BytesIO(data))
    assert (tags.skipped, tags.first_skipped) == (0, "")
    known = [row.name for row in tags.rows]
    assert len(known) == len(set(known)) >= 600
    assert not {alias for row in tags.rows for alias in row.aliases} & set(known)
    assert all(name == name.lower() for name in known)


# ------------------------------------------------------------------ the order


def test_names_before_words_before_aliases_and_then_by_count(index: TagIndex, tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        "qzua rare,0,1,", "big_qzuail,0,900,", 'other,0,5000,"qzuack"', "qzuad,0,10,", "qzua,0,0,", "qzuaint,0,50,",
    )  # fmt: skip
    index.sync_files([file])
    assert names(index.complete("qzua")) == ["qzua", "qzuaint", "qzuad", "qzua rare", "big qzuail", "other"]
    assert names(index.complete("qzua "))[:1] == ["qzua"]


def test_the_own_come_first_the_most_used_before_all(index: TagIndex) -> None:
    index.remember(["silver quilt", "quiet street"], at=1.0)
    index.remember(["quiet street"], at=2.0)
    found = index.complete("qui")
    assert names(found)[:3] == ["quiet street", "silver quilt", "quiver"]
    assert [(one.source, one.uses) for one in found[:3]] == [("own", 2), ("own", 1), ("common", 0)]
    index.forget("Quiet_street")
    assert names(index.complete("qui"))[:2] == ["silver quilt", "quiver"]


def test_the_own_keep_what_the_lists_know(index: TagIndex) -> None:
    index.remember(["Blue_Eyes", "grey eyes"])
    [found] = [one for one in index.complete("blu") if one.uses]
    assert (found.name, found.source) == ("blue eyes", "own")
    assert found.count > 1000
    [alias] = index.complete("silver ey")
    assert (alias.name, alias.alias, alias.source, alias.uses) == ("grey eyes", "silver eyes", "own", 1)


@pytest.mark.parametrize(
    "typed",
    [
        "a girl who walks slowly through the rain at night",
        "x" * 61,
        "1.2",
        "a",
        "",
        "  ",
        "a\x1b[2J",
        "\ud800bc",
        "b\x00c",
    ],
)
def test_what_is_no_tag_is_not_remembered(index: TagIndex, typed: str) -> None:
    index.remember([typed, "qqq"])
    with sqlite3.connect(index.path) as database:
        assert database.execute("SELECT name, uses FROM own").fetchall() == [("qqq", 1)]
    database.close()


def test_only_so_many_are_remembered(index: TagIndex) -> None:
    index.remember([f"qq{n}" for n in range(MOST_OWN)], at=1.0)
    index.remember(["qq0", "new qq"], at=2.0)
    with sqlite3.connect(index.path) as database:
        assert database.execute("SELECT count(*) FROM own").fetchone() == (MOST_OWN,)
        assert database.execute(
            "SELECT count(*) FROM own_starts WHERE key NOT IN (SELECT key FROM own)"
        ).fetchone() == (0,)
    database.close()
    assert names(index.complete("new qq")) == ["new qq"]
    assert names(index.complete("qq0"))[0] == "qq0"


# ------------------------------------------------------------------ spelling


def test_blanks_for_underscores_but_faces_as_they_are_and_no_backslashes(index: TagIndex, tmp_path: Path) -> None:
    faces = ["^_^", ">_<", "o_o", "@_@", "0_0", "(o)_(o)", "|_|", "=_=", ";_;", "x_x", "+_-"]
    file = write(tmp_path / "a.csv", *(f"{face},0,9," for face in faces), r"saber_\(fate\),4,7,", ":3,0,5,")
    index.sync_files([file])
    assert names(index.complete("saber")) == ["saber (fate)"]
    assert names(index.complete(r"saber \(f")) == ["saber (fate)"]
    for face in [*faces, ":3"]:
        assert face in names(index.complete(face)), face
    assert "^_^" in names(index.complete("^_"))


def test_one_character_is_enough_where_it_is_a_word(index: TagIndex, tmp_path: Path) -> None:
    index.sync_files([write(tmp_path / "a.csv", 'grey hair,0,7,"銀髪,은발"', "初音,4,5,")])
    [found] = index.complete("銀")
    assert (found.name, found.alias) == ("grey hair", "銀髪")
    assert names(index.complete("初")) == ["初音"]
    assert names(index.complete("은")) == ["grey hair"]


def test_wide_letters_and_capitals_mean_the_same(index: TagIndex) -> None:
    assert names(index.complete("ＳＯＬＯ"))[0] == names(index.complete("SoLo"))[0] == "solo"


def test_artists_alone(index: TagIndex, tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", 'qzualm_(artist),1,9,"qzuasar"', "qzualm,0,900,", "zz qzualm,1,5,", "artbook,0,3,")
    index.sync_files([file])
    assert names(index.complete("artist:qzua")) == ["artist:qzualm (artist)", "artist:zz qzualm"]
    assert names(index.complete("Artist: qzualm ("))[0] == "artist:qzualm (artist)"
    [alias] = index.complete("artist:qzuas")
    assert (alias.name, alias.alias, alias.category) == ("artist:qzualm (artist)", "qzuasar", "artist")
    assert set(names(index.complete("artist:"))) == {"artist:qzualm (artist)", "artist:zz qzualm"}
    assert not any(name.startswith("artist:") for name in names(index.complete("artis")))
    index.remember(["artist:zz qzualm"])
    [first, *_] = index.complete("artist:")
    assert (first.name, first.uses, first.category, first.count) == ("artist:zz qzualm", 1, "artist", 5)
    assert names(index.complete("zz"))[0] == "artist:zz qzualm"


# ------------------------------------------------------------------ files


def test_types_of_danbooru_and_of_e621(index: TagIndex, tmp_path: Path) -> None:
    rows = ["qa0,0,9,", "qa1,1,9,", "qa3,3,9,", "qa4,4,9,", "qa5,5,9,", "qa12,12,9,", "qam,-1,9,"]
    index.sync_files([write(tmp_path / "a.csv", *rows)])
    kinds = {one.name: one.category for one in index.complete("qa")}
    assert kinds == {
        "qa0": "general", "qa1": "artist", "qa3": "series", "qa4": "character", "qa5": "meta", "qa12": "general",
        "qam": "general",
    }  # fmt: skip
    index.sync_files([write(tmp_path / "e.csv", "qa5,5,9,", "qa7,7,9,")])
    assert {one.name: one.category for one in index.complete("qa")} == {"qa5": "general", "qa7": "meta"}


def test_hostile_rows_are_skipped_and_the_others_read(index: TagIndex, tmp_path: Path) -> None:
    file = write(
        tmp_path / "wild.csv",
        b'\xef\xbb\xbfname,type,count,aliases',
        'qone,0,5,"a one,b one"',
        "qbad\x1b]0;x\x07,0,5,",  # line 3
        'qopen,0,5,"never closed',
        "qnul\x00,0,5,",
        b"qlatin " + b"\xe9,0,5,",
        "qshort,0",
        "qword,zero,5,",
        "qfloat,0,1.5,",
        ",0,5,",
        "_,0,5,",
        "q" * 201 + ",0,5,",
        "qhuge," + "9" * 30 + ",1,",
        b"qlong," + b"x" * 10_000_000,
        "qrtl\u202e,0,5,",
        b"",
        b"qcrlf,0,4,\r",
        'qtwo,0,3,loose,aliases',
        '"q,comma",0,2,""',
        '"q ""quoted""",0,2,',
        "q[/b],0,1,",
        "qnegative,0,-5,",
    )  # fmt: skip
    [message] = index.sync_files([file])
    assert message.tone == "warning"
    assert message.text == f"{file}: 7 tags; 13 lines skipped, first line 3: there are control characters in it"
    wanted = ["qone", "qcrlf", "qtwo", "q,comma", 'q "quoted"', "q[/b]", "qnegative"]
    found = [one for name in wanted for one in index.complete(name) if one.name == name]
    assert [one.count for one in found] == [5, 4, 3, 2, 2, 1, 0]
    assert names(index.complete("loose")) == ["qtwo"]
    assert names(index.complete("b one")) == ["qone"]


def test_a_line_as_long_as_the_reader_takes_and_a_last_one_without_an_end() -> None:
    exact = b"q,0,5," + b"a" * (MAX_LINE - 7)
    tags = read_tags(BytesIO(exact + b"\nnext,0,1,\nlast,0,1,"))
    assert [row.name for row in tags.rows] == ["next", "last"]
    assert (tags.skipped, tags.first_skipped) == (1, "line 1: the line is too long")
    assert read_tags(BytesIO(b"")).rows == ()


def test_one_bad_file_never_breaks_the_others(index: TagIndex, tmp_path: Path) -> None:
    good = write(tmp_path / "good.csv", "qgood,0,5,")
    os.mkfifo(tmp_path / "pipe.csv")
    empty = write(tmp_path / "empty.csv")
    bad = [tmp_path / "missing.csv", tmp_path, tmp_path / "pipe.csv", empty, Path("/dev/zero"), Path("a\ud800.csv")]
    messages = index.sync_files([bad[0], good, *bad[1:], Path("nul\x00.csv")])
    assert {message.path: message.tone for message in messages} == {
        bad[0]: "error", good: "good", bad[1]: "error", bad[2]: "error", empty: "warning", Path("/dev/zero"): "error",
        Path.cwd() / "a\ud800.csv": "error", Path.cwd() / "nul\x00.csv": "error",
    }  # fmt: skip
    assert names(index.complete("qgo")) == ["qgood"]


def test_files_are_read_again_only_when_they_changed(index: TagIndex, tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.csv", "qq,0,5,", "qfirst,0,1,"), write(tmp_path / "2.csv", "QQ,4,9,alias q")
    assert [message.text.rsplit(": ")[-1] for message in index.sync_files([one, two])] == ["2 tags", "1 tag"]
    assert index.sync_files([one, two]) == []
    [found, *_] = index.complete("qq")
    assert (found.name, found.count, found.category, found.source) == ("QQ", 9, "character", "file")
    assert index.sync_files([two, one]) == []  # the order has changed, so the other one overrides
    assert (index.complete("qq")[0].name, index.complete("qq")[0].count) == ("qq", 5)
    write(one, "qq,0,70,")
    [message] = index.sync_files([two, one])
    assert message.path == one
    assert index.complete("qq")[0].count == 70
    assert index.complete("qfirst") == []
    index.remember(["qq"])
    assert index.sync_files([]) == []
    assert [(found.count, found.uses) for found in index.complete("qq")] == [(0, 1)]
    assert index.complete("1girl")


def test_files_that_were_added_stay(index: TagIndex, tmp_path: Path) -> None:
    mine, other = write(tmp_path / "mine.csv", "qmine,0,5,"), write(tmp_path / "other.csv", "qother,0,5,")
    messages = index.add_file(mine, [other])
    assert [(message.tone, message.path) for message in messages] == [("good", other), ("good", mine)]
    again = TagIndex(index.path)
    assert again.sync_files([other]) == []
    assert [(file.path, file.tags, file.added) for file in again.files()] == [(other, 1, False), (mine, 1, True)]
    [message] = again.add_file(mine, [other])
    assert message.text == f"{mine}: 1 tag"
    assert again.drop_file(mine, [other])
    assert not again.drop_file(mine, [other])
    assert not again.drop_file(other, [other])
    assert [file.path for file in again.files()] == [other]
    assert again.complete("qmine") == []
    for bad in (tmp_path / "none.csv", write(tmp_path / "e.csv", "no tags here"), tmp_path, Path("a\ud800")):
        [message] = again.add_file(bad, [other])
        assert message.tone == "error"
    assert [file.path for file in again.files()] == [other]


def test_a_crowd_behind_one_beginning_has_its_best_first(index: TagIndex, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerows((f"qx crowd {n:04} (show)", 4, n, f"qalias {n:04}") for n in range(2000))
        rows.writerow(("qx", 0, 0, ""))
    index.sync_files([path])
    best = [f"qx crowd {n:04} (show)" for n in range(1999, 1979, -1)]
    assert names(index.complete("qx")) == ["qx", *best[:19]]
    for typed in ("qx c", "qx crowd ", "crow", "show)"):
        assert [name for name in names(index.complete(typed, limit=50)) if name.startswith("qx")][:20] == best, typed
    assert names(index.complete("qx crowd 100")) == [f"qx crowd {n} (show)" for n in range(1009, 999, -1)]
    assert index.complete("qal")[0] == Candidate(best[0], "character", 1999, "qalias 1999", "file")


# ------------------------------------------------------------------ the service


def test_suggestions_are_kept_with_their_time(index: TagIndex) -> None:
    assert index.cached(MODEL, "qsil") is None
    answer = [
        {"tag": "qsilver_tree", "count": 12, "confidence": 0.5}, {"tag": "deep qsilver", "count": 99}, {"odd": 1},
        {"tag": "bad\x1b[2J"}, {"tag": 5}, {"tag": "y" * 300},
        {"tag": "qsilly", "count": "many", "confidence": float("inf")},
        {"tag": "true love", "count": True, "confidence": 1},
    ]  # fmt: skip
    kept = index.keep(MODEL, "QSil", answer, at=5.0)
    assert [one.name for one in kept.found] == ["qsilver tree", "deep qsilver", "qsilly", "true love"]
    assert index.cached(MODEL, "qsil ") == kept
    assert kept.at == 5.0
    assert index.cached("other", "qsil") is None
    assert index.cached(MODEL, "qsil", "jp") is None
    assert index.complete("qsil") == []
    found = index.complete("qsil", model=MODEL)
    assert names(found) == ["qsilver tree", "qsilly", "deep qsilver", "true love"]
    assert (found[0].source, found[0].count, found[0].confidence) == ("service", 12, 0.5)
    index.keep(MODEL, "qsil", [], at=6.0)
    assert index.complete("qsil", model=MODEL) == []
    assert TagIndex(index.path).cached(MODEL, "qsil") == index.cached(MODEL, "qsil") is not None


def test_japanese_suggestions(index: TagIndex) -> None:
    kept = index.keep(MODEL, "銀", [{"jp_tag": "銀髪", "en_tag": "silver hair", "power": 100}], "jp")
    assert [(one.name, one.japanese) for one in kept.found] == [("silver hair", "銀髪")]
    assert index.cached(MODEL, "銀", "jp") == kept


def test_half_characters_and_controls_in_what_was_asked(index: TagIndex) -> None:
    for text in ("\ud800", "a\x00b"):
        index.keep(MODEL, text, [{"tag": "qq"}])
        assert index.cached(MODEL, text) is None


def test_a_tag_of_a_list_and_of_the_service_stands_there_once(index: TagIndex) -> None:
    index.keep(MODEL, "sol", [{"tag": "solo", "count": 5}])
    assert names(index.complete("sol", model=MODEL)).count("solo") == 1


# ------------------------------------------------------------------ several at once


def test_many_threads_at_once(index: TagIndex, tmp_path: Path) -> None:
    files = [write(tmp_path / f"{n}.csv", *(f"qq{n} {m},0,{m}," for m in range(300))) for n in range(3)]

    def work(number: int) -> None:
        for turn in range(8):
            index.remember([f"own {number} {turn}", "shared tag"])
            index.complete("qq")
            index.keep(MODEL, f"{number}", [{"tag": "x"}])
            if number < 3:
                index.sync_files([files[number]])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))  # what fails there is raised here
    assert index.complete("shared")[0].uses == 48


def test_completing_while_files_are_read_for_the_first_time(index: TagIndex, tmp_path: Path) -> None:
    file = write(tmp_path / "long.csv", *(f"qq{n},0,{n}," for n in range(5000)))
    reading = threading.Thread(target=index.sync_files, args=([file],))
    reading.start()
    while reading.is_alive():
        assert index.complete("1girl")
    reading.join()
    assert index.complete("qq")[0].count == 4999


def test_another_program_at_the_same_time(index: TagIndex) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom naitui.library import TagIndex\n"
        "index = TagIndex(Path(sys.argv[1]))\n"
        "for _ in range(30): index.remember(['shared tag']); index.complete('sh')"
    )
    others = [subprocess.Popen([sys.executable, "-c", script, str(index.path)]) for _ in range(2)]
    for _ in range(30):
        index.remember(["shared tag"])
        index.complete("sh")
    assert [other.wait(60) for other in others] == [0, 0]
    assert index.complete("shared")[0].uses == 90


def test_a_file_that_is_damaged_newer_or_replaced(index: TagIndex) -> None:
    index.path.parent.mkdir()
    index.path.write_bytes(b"this is no database" * 100)
    with pytest.raises(OSError, match=r"damaged.*move it away"):
        index.complete("solo")
    index.path.unlink()
    index.remember(["qq"])
    for path in index.path.parent.iterdir():  # taken away while connections are kept
        path.unlink()
    assert index.complete("qq") == []
    assert index.complete("solo")
    index.close()
    with sqlite3.connect(index.path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(OSError, match="newer naitui"):
        index.complete("solo")


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        TagIndex(tmp_path / "file" / "tags.sqlite").complete("solo")
