"""The character library: plain files, one bad one named with its line, the others kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.library.characters import (
    CharacterBook,
    NoCard,
    Taken,
    keep_character,
    keep_outfit,
    name_for_card,
    read_characters,
)
from naitui.recipe import Character
from naitui.recipe.marks import is_name

HEROINE = """\
# my heroine
name = "Heroine"
prompt = "girl, silver hair, violet eyes,"
undesired = "hat"
colour = "violet"

[outfits]
winter = "coat, scarf"  # warm

[outfits.beach]
prompt = "swimsuit"
undesired = "shoes"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "characters"
    place.mkdir()
    (place / "heroine.toml").write_text(HEROINE)
    return place


def test_a_character_and_its_outfits(folder: Path) -> None:
    book = read_characters(folder)
    assert book.faults == ()
    assert book.names == ["heroine", "heroine/winter", "heroine/beach"]
    plain = Character(name="Heroine", prompt="girl, silver hair, violet eyes", undesired="hat", colour="violet")
    assert book.called("heroine") == plain
    winter = plain.model_copy(update={"prompt": "girl, silver hair, violet eyes, coat, scarf"})
    assert book.called("heroine/winter") == winter
    beach = book.called("heroine/beach", "smile")
    assert (beach.prompt, beach.undesired) == ("girl, silver hair, violet eyes, swimsuit, smile", "hat, shoes")


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("@heroine", "girl, silver hair, violet eyes"),
        ("  @heroine/winter , smile, 1.2::hat::", "girl, silver hair, violet eyes, coat, scarf, smile, 1.2::hat::"),
        ("@heroine smile", "girl, silver hair, violet eyes, smile"),
        ("@heroine\nsmile", "girl, silver hair, violet eyes, smile"),
        ("@_@, girl", None),
        ("@{heroine}, smile", None),
        ("girl, @heroine", None),
        ("@", None),
    ],
)
def test_calling_somebody_in_a_text(folder: Path, text: str, prompt: str | None) -> None:
    found = read_characters(folder).written(text)
    assert (found.prompt if found else None) == prompt


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("heroin", "there is no character @heroin; did you mean @heroine"),
        ("heroine/summer", "there is no character @heroine/summer; did you mean"),
        ("zz", "there is no character @zz"),
    ],
)
def test_nobody_is_called_so(folder: Path, call: str, said: str) -> None:
    with pytest.raises(NoCard, match=said):
        read_characters(folder).called(call)


def test_folders_in_the_folder(folder: Path) -> None:
    (folder / "side/cast").mkdir(parents=True)
    (folder / "side/cast/cat.toml").write_text('prompt = "cat"\n[outfits]\nred = "bow"\n')
    book = read_characters(folder)
    assert list(book.cards) == ["heroine", "side/cast/cat"]
    assert book.called("side/cast/cat/red").prompt == "cat, bow"
    assert book.called("side/cast/cat").name == "side/cast/cat"


BAD = [
    ('prompt = "a"\nhair = "b"', 2, 'hair: unknown key (allowed here: name, prompt, undesired, colour, outfits)'),
    ('prompt = "a"\n\ncolour = "mauve"', 3, "colour: should be 'red', 'orange'"),
    ('prompt = "a"\n[outfits.winter]\npromt = "b"', 3, 'outfits.winter.promt: unknown key; did you mean "prompt"?'),
    ('prompt = "a"\n[outfits]\nwinter = 3', 3, "outfits.winter: "),
    ('prompt = "a', 1, "is not valid TOML"),
    ("prompt = 3", 1, "prompt: should be a valid string, not 3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "said"), BAD)
def test_a_bad_file_is_named_with_its_line_and_the_rest_is_kept(folder: Path, text: str, line: int, said: str) -> None:
    (folder / "bad.toml").write_text(text)
    book = read_characters(folder)
    assert list(book.cards) == ["heroine"]
    [fault] = book.faults
    assert str(fault).startswith(f"{folder / 'bad.toml'}:{line}: {said}")
    assert str(fault).endswith("; the character is not used")
    with pytest.raises(NoCard, match=r"bad\.toml"):
        book.called("bad")


def test_files_that_cannot_be_read_or_called(folder: Path, tmp_path: Path) -> None:
    (folder / "binary.toml").write_bytes(b'prompt = "\xff"')
    (folder / "large.toml").write_bytes(b"#" * 1_000_001)
    (folder / "my heroine.toml").write_text('prompt = "x"')
    (folder / "notes.txt").write_text("no character")
    (tmp_path / "outside.toml").write_text('prompt = "secret"')
    (folder / "link.toml").symlink_to(tmp_path / "outside.toml")
    book = read_characters(folder)
    assert list(book.cards) == ["heroine"]
    said = "\n".join(str(fault) for fault in book.faults)
    for words in ("binary.toml: is not UTF-8", "large.toml: is larger than 1 MB", "my heroine.toml: cannot be called"):
        assert words in said
    assert "link.toml: leads out of its folder" in said
    assert len(book.faults) == 4


def test_no_folder_is_an_empty_library(tmp_path: Path) -> None:
    assert read_characters(tmp_path / "nowhere") == CharacterBook({})


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    girl = Character(
        id="c1", name="Ann", prompt="girl,\nred hair", undesired="hat", position=(0.3, 0.5), enabled=False, colour="red"
    )
    path = keep_character(tmp_path / "lib", "ann", girl)
    assert path.read_text() == 'name = "Ann"\nprompt = """\ngirl,\nred hair"""\nundesired = "hat"\ncolour = "red"\n'
    found = read_characters(tmp_path / "lib").called("ann")
    assert found == Character(name="Ann", prompt="girl,\nred hair", undesired="hat", colour="red")


def test_nothing_is_written_over_unless_asked_for(folder: Path) -> None:
    with pytest.raises(Taken, match="heroine is in the library already"):
        keep_character(folder, "heroine", Character(prompt="other"))
    assert (folder / "heroine.toml").read_text() == HEROINE
    keep_character(folder, "heroine", Character(prompt="other"), replace=True)
    assert (folder / "heroine.toml").read_text() == 'prompt = "other"\n'


@pytest.mark.parametrize("name", ["", "../x", "a b", "/etc/x", ".hidden", "a//b", "a\x1b"])
def test_names_that_lead_elsewhere_are_refused(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="is no name"):
        keep_character(folder, name, Character(prompt="x"))


def test_an_outfit_of_nobody_becomes_nobody(tmp_path: Path) -> None:
    folder, coat = tmp_path / "lib", Character(prompt="girl, coat")
    with pytest.raises(ValueError, match="there is no @heroine whose outfit it could be; keep @heroine first"):
        keep_character(folder, "heroine/winter", coat)
    assert read_characters(folder).names == []
    (folder / "side").mkdir(parents=True)  # a folder is somebody's order
    keep_character(folder, "side/cat", Character(prompt="cat"))
    assert read_characters(folder).names == ["side/cat"]


def test_an_outfit_that_a_character_would_hide_is_refused(folder: Path) -> None:
    (folder / "heroine").mkdir()
    (folder / "heroine" / "autumn.toml").write_text('prompt = "other"')
    with pytest.raises(Taken, match="@heroine/autumn is a character of its own"):
        keep_outfit(folder, "heroine", "autumn", Character(prompt="girl, silver hair, violet eyes, coat"))
    assert (folder / "heroine.toml").read_text() == HEROINE


def test_an_outfit_is_what_the_prompt_says_more_and_the_file_keeps_its_comments(folder: Path) -> None:
    dressed = Character(prompt="girl, silver hair, violet eyes, kimono, obi", undesired="hat, umbrella")
    keep_outfit(folder, "heroine", "festival", dressed)
    text = (folder / "heroine.toml").read_text()
    assert text.startswith(HEROINE.rstrip())
    book = read_characters(folder)
    assert book.faults == ()
    assert book.cards["heroine"].outfits["festival"].model_dump() == {"prompt": "kimono, obi", "undesired": "umbrella"}
    assert book.called("heroine/festival").prompt == dressed.prompt
    with pytest.raises(Taken):
        keep_outfit(folder, "heroine", "festival", dressed)


def test_an_outfit_of_somebody_else_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="should begin with the character's own words: girl, silver hair"):
        keep_outfit(folder, "heroine", "x", Character(prompt="boy, hat"))
    with pytest.raises(OSError, match="nobody"):
        keep_outfit(folder, "nobody", "x", Character(prompt="boy, hat"))
    (folder / "line.toml").write_text('prompt = "girl"\noutfits = { a = "b" }\n')
    with pytest.raises(ValueError, match="in one line"):
        keep_outfit(folder, "line", "c", Character(prompt="girl, hat", undesired=""))
    assert (folder / "line.toml").read_text() == 'prompt = "girl"\noutfits = { a = "b" }\n'


@pytest.mark.parametrize(
    ("character", "name"),
    [
        (Character(name="Ann of Ávila", prompt="girl"), "ann-of-ávila"),
        (Character(prompt="girl, {silver hair}, 1.2::smile::, hat, coat"), "girl-silver-hair-1"),
        (Character(prompt=""), "character"),
        (Character(prompt="::,,"), "character"),
    ],
)
def test_a_name_is_made_where_there_is_none(character: Character, name: str) -> None:
    assert name_for_card(character) == name


@given(st.text(max_size=300), st.text(max_size=300))
def test_every_name_that_is_made_can_be_called(name: str, prompt: str) -> None:
    assert is_name(name_for_card(Character(name=name, prompt=prompt)))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=40, deadline=None)
@given(name=TEXT, prompt=TEXT, undesired=TEXT)
def test_anything_that_is_kept_can_be_read(tmp_path_factory: Any, name: str, prompt: str, undesired: str) -> None:
    place = tmp_path_factory.mktemp("lib")
    keep_character(place, "x", Character(name=name, prompt=prompt, undesired=undesired))
    book = read_characters(place)
    assert book.faults == ()
    card = book.cards["x"]
    assert (card.name, card.prompt, card.undesired) == (name, prompt, undesired)


def test_a_folder_that_cannot_be_says_so(tmp_path: Path) -> None:
    (tmp_path / "lib").write_text("a file")
    with pytest.raises(OSError, match="lib"):
        keep_character(tmp_path / "lib", "x", Character(prompt="a"))
