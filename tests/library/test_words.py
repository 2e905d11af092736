"""Words on disk: only what is named is read, nothing leaves its folder, and one bad file does not break the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from naitui.library.styles import read_styles, starter_styles
from naitui.library.wildcards import MAX_LINES, read_wildcard
from naitui.library.words import WordFolders, list_wildcards, load_words, snippet_names, wildcard_names
from naitui.novelai import load_catalog
from naitui.novelai.action import drawing_model
from naitui.recipe import Axis, Character, Entry, Recipe, RecipeError, Sweep, Words, expand, resolve
from naitui.recipe.comments import has_comment

CATALOG = load_catalog()


@pytest.fixture
def folders(tmp_path: Path) -> WordFolders:
    return WordFolders((tmp_path / "wildcards", tmp_path / "more"), tmp_path / "snippets", tmp_path / "styles.toml")


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def load(folders: WordFolders, text: str = "", **recipe: object) -> Words:
    return load_words(Recipe(prompt=text, **recipe), CATALOG, folders)


def entries(tmp_path: Path, content: str | bytes) -> tuple[Entry, ...]:
    return read_wildcard(put(tmp_path / "w.txt", content), "w")[0].entries


@pytest.mark.parametrize(
    ("line", "text", "weight"),
    [
        ("red", "red", 1.0),
        ("  red  ", "red", 1.0),
        ("3::red", "red", 3.0),
        ("0.5::red, {x}", "red, {x}", 0.5),
        (".5:: red ", "red", 0.5),
        ("0::red", "red", 0.0),
        ("3::", "", 3.0),
        ("1.2::tag::", "1.2::tag::", 1.0),
        ("3::a, 1.2::tag::", "3::a, 1.2::tag::", 1.0),
        ("-1::tag::", "-1::tag::", 1.0),
        ("3::1.2::tag::", "1.2::tag::", 3.0),
        ("3:: -1::tag::", "-1::tag::", 3.0),
        ("a 3::b", "a 3::b", 1.0),
        ("a # b", "a # b", 1.0),
    ],
)
def test_a_line_and_its_weight(tmp_path: Path, line: str, text: str, weight: float) -> None:
    assert entries(tmp_path, f"{line}\n") == (Entry(text, weight, 1),)


def test_what_is_skipped_and_how_lines_are_counted(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf# colours\r\nred\r\n\r\n  \r\n  # not this\r\n\xe9\x8a\x80\r\nlast"
    assert [(one.text, one.line) for one in entries(tmp_path, content)] == [("red", 2), ("銀", 6), ("last", 7)]


def test_bad_lines_are_named_and_the_rest_works(tmp_path: Path) -> None:
    path = put(tmp_path / "w.txt", b"good\n\xff\xfe\nesc\x1b[31m\n99999999::heavy\nfine\n")
    wildcard, faults = read_wildcard(path, "w")
    assert [one.text for one in wildcard.entries] == ["good", "fine"]
    assert [str(fault).removeprefix(str(path)) for fault in faults] == [
        ":2: is not UTF-8 and is skipped",
        ":3: holds a control character and is skipped",
        ":4: has a weight over 1,000,000 and is skipped",
    ]


def test_half_of_a_weight_is_named_and_one_in_front_is_skipped(tmp_path: Path) -> None:
    lines = ["good", "-3::bad", "1.2.3::q", "x::y", "1.2::year 2024::", "3::1.1::half", "1.2::year 2024 ::"]
    path = put(tmp_path / "w.txt", "\n".join(lines))
    wildcard, faults = read_wildcard(path, "w")
    assert [(one.text, one.weight) for one in wildcard.entries] == [
        ("good", 1), ("x::y", 1), ("1.1::half", 3), ("1.2::year 2024 ::", 1)
    ]  # fmt: skip
    skipped = "begins with no weight to pick by, a number from 0 on, and with no emphasis that ends, and is skipped"
    assert [str(fault).removeprefix(str(path)) for fault in faults] == [
        f":2: {skipped}",
        f":3: {skipped}",
        ":4: :: closes nothing; it is sent as it stands",
        f":5: {skipped}",
        ":6: 1.1:: is not closed; it is sent as it stands",
    ]


def test_caps(tmp_path: Path) -> None:
    wildcard, faults = read_wildcard(put(tmp_path / "w.txt", "x\n" * (MAX_LINES + 5)), "w")
    assert len(wildcard.entries) == MAX_LINES
    assert "only the first 100,000 lines" in str(faults[0])
    assert read_wildcard(put(tmp_path / "full.txt", "x\n" * MAX_LINES), "full")[1] == []
    wildcard, faults = read_wildcard(put(tmp_path / "big.txt", b"x" * 10_000_001), "big")
    assert (wildcard.entries, "larger than 10 MB" in str(faults[0])) == ((), True)
    _, faults = read_wildcard(put(tmp_path / "bad.txt", b"\xff\n" * 5000), "bad")
    assert len(faults) == 21
    assert "4,980 more lines are wrong" in str(faults[-1])


def test_only_what_is_named_is_read(folders: WordFolders) -> None:
    own = folders.wildcards[0]
    put(own / "hair" / "colour.txt", "__tone__ red\n@{shade}\n")
    put(own / "tone.txt", "dark")
    put(own / "unnamed.txt", b"\xff\xff")
    put(folders.snippets / "shade.txt", "__deep/er__\r\n")
    put(own / "deep" / "er.txt", "x")
    found = load(folders, "||__hair/colour__|b||")
    assert sorted(found.wildcards) == ["deep/er", "hair/colour", "tone"]
    assert found.snippets == {"shade": "__deep/er__"}
    assert (found.others, found.faults) == ({}, ())
    people = (Character(prompt="__tone__", undesired="@{shade}"),)
    assert sorted(load(folders, undesired="__tone__", characters=people).wildcards) == ["deep/er", "tone"]
    assert sorted(load(folders, "__hair/colour__", pins={"hair/colour": "__deep/er__"}).wildcards) == ["deep/er"]


def test_without_any_folder_nothing_is_wrong(folders: WordFolders) -> None:
    assert load(folders, "1girl, ||a|b||") == Words(model_names=load(folders).model_names)
    assert list_wildcards(folders) == ([], ())


def test_the_first_folder_wins(folders: WordFolders) -> None:
    put(folders.wildcards[0] / "a.txt", "own")
    put(folders.wildcards[1] / "a.txt", "other")
    put(folders.wildcards[1] / "b.txt", "b")
    found = load(folders, "__a__ __b__")
    assert [found.wildcards[name].entries[0].text for name in "ab"] == ["own", "b"]


def test_what_is_missing_is_said_with_what_is_close(folders: WordFolders) -> None:
    put(folders.wildcards[0] / "hair.txt", "red")
    put(folders.snippets / "girl.txt", "1girl")
    found = load(folders, "__hiar__ @{gril}", styles=("ink wash",))
    with pytest.raises(RecipeError) as caught:
        resolve(Recipe(prompt="__hiar__ @{gril}", styles=("ink wash",)), 1, words=found)
    said = str(caught.value)
    assert 'did you mean "hair"' in said
    assert 'did you mean "girl"' in said
    assert 'did you mean "Ink wash"' in said


def test_names_never_leave_the_folder(folders: WordFolders, tmp_path: Path) -> None:
    put(tmp_path / "secret.txt", "secret")
    own = folders.wildcards[0]
    put(own / "inside.txt", "fine")
    (own / "out.txt").symlink_to(tmp_path / "secret.txt")
    (own / "away").symlink_to(tmp_path)
    (own / "in.txt").symlink_to(own / "inside.txt")
    (own / "loop.txt").symlink_to(own / "loop.txt")
    os.mkfifo(own / "pipe.txt")
    found = load(folders, f"__out__ __away/secret__ __in__ __a/../../secret__ __loop__ __pipe__ __{'x' * 200}__")
    assert sorted(found.wildcards) == ["in"]
    assert [fault.message for fault in found.faults].count("leads out of its folder and is not read") == 2
    assert wildcard_names(folders) == ("in", "inside", "out")


def test_a_bad_snippet_is_named_and_not_used(folders: WordFolders) -> None:
    put(folders.snippets / "a.txt", b"one\n\xff")
    put(folders.snippets / "b.txt", "one\ntwo\x1b")
    put(folders.snippets / "c.txt", "\ntwo\r\nlines\n\n")
    found = load(folders, "@{a} @{b} @{c}")
    assert found.snippets == {"c": "two\nlines"}
    assert [fault.line for fault in sorted(found.faults, key=str)] == [2, 2]
    assert snippet_names(folders) == ("a", "b", "c")


def test_listing_reads_everything_and_names_every_fault(folders: WordFolders) -> None:
    own = folders.wildcards[0]
    put(own / "b.txt", "1\n2\n")
    put(own / "a" / "x.txt", b"\xff\nok\n")
    put(own / "no name.txt", "x")
    put(own / "readme.md", "x")
    found, unnamed = list_wildcards(folders)
    assert [(one.wildcard.name, len(one.wildcard.entries), len(one.faults)) for one in found] == [
        ("a/x", 1, 1),
        ("b", 2, 0),
    ]
    assert "cannot be called" in str(unnamed[0])


def test_the_users_styles_come_first_and_replace_starters(folders: WordFolders) -> None:
    text = '[mine]\nprefix = "a"\n[Cel]\nsuffix = "my cel"\nmodels = ["v5"]\n'
    put(folders.styles, text)
    book = read_styles(folders.styles)
    assert list(book.styles)[:2] == ["mine", "Cel"]
    assert (book.styles["Cel"].suffix, book.own) == ("my cel", {"mine", "Cel"})
    assert "Ink wash" in book.styles
    assert list(load(folders, styles=("mine", "gone")).styles) == ["mine"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", ": is not UTF-8 text"),
        (b"[x", ": is not valid TOML"),
        (b'a = 1\n[ok]\nprefix = "p"', ':1: "a" should be a table'),
        (b'[ok]\nprefix = "p"\n[bad]\nsufix = "x"', ':4: "bad", sufix: unknown key (allowed: prefix, suffix,'),
        (b'[ok]\nprefix = "p"\n[bad]\nprefix = 3', ':4: "bad", prefix: '),
    ],
)
def test_bad_styles_are_named_and_the_rest_works(folders: WordFolders, content: bytes, said: str) -> None:
    put(folders.styles, content)
    book = read_styles(folders.styles)
    assert said in str(book.faults[0])
    assert "Cel" in book.styles
    assert ("ok" in book.styles) == (b"[ok]" in content)
    assert load(folders, styles=("Cel",)).faults == book.faults
    assert load(folders).faults == ()


def test_every_starter_style_works_by_itself(folders: WordFolders) -> None:
    starters = starter_styles()
    assert 6 <= len(starters) <= 10
    for name, style in starters.items():
        assert style.help
        resolved = resolve(Recipe(prompt="1girl", styles=(name,)), 1, words=load(folders, styles=(name,)))
        assert "1girl" in resolved.recipe.prompt
        assert not any(has_comment(text) or text.strip(", ") != text for text in style.texts)


def test_a_style_may_mean_the_model_by_id_or_family(folders: WordFolders) -> None:
    put(folders.styles, '[x]\nsuffix = "y"\nmodels = ["v4_5"]\n')
    for model, expected in (("nai-diffusion-4-5-full", "c, y"), ("nai-diffusion-3", "c")):
        recipe = Recipe(prompt="c", model=model, styles=("x",))
        assert drawing_model(recipe, CATALOG).id == model
        assert resolve(recipe, 1, words=load_words(recipe, CATALOG, folders)).recipe.prompt == expected


def test_what_only_a_cell_of_a_sweep_calls_is_read_too(folders: WordFolders) -> None:
    put(folders.wildcards[0] / "hair.txt", "red\nblue\n")
    put(folders.wildcards[0] / "eyes.txt", "green\n")
    axes = (Axis(set="prompt", find="hair", values="__hair__|__eyes__"),)
    styles = (Axis(set="styles", values="none|Ink wash"),)
    words = load(folders, "cat, hair", sweep=Sweep(x=axes, y=styles))
    assert set(words.wildcards) == {"hair", "eyes"}
    assert set(words.styles) == {"Ink wash"}
    pinned = (Axis(set="wildcard hair", values="red|blue"),)
    assert not load(folders, "cat, __hair__", sweep=Sweep(x=pinned)).wildcards, "it is rolled in no cell"


def test_a_style_is_left_out_of_the_cells_whose_model_it_is_not_meant_for(folders: WordFolders) -> None:
    put(folders.styles, '[x]\nsuffix = "y"\nmodels = ["v4_5"]\n')
    models = (Axis(set="model", values="nai-diffusion-4-5-full, nai-diffusion-3"),)
    recipe = Recipe(prompt="c", model="nai-diffusion-4-5-full", styles=("x",), sweep=Sweep(x=models))
    words = load_words(recipe, CATALOG, folders)
    assert [one.recipe.prompt for one in expand(recipe, 1, words)] == ["c, y", "c"]
