"""The words of the settings, the complete file, where a value comes from, and what is chosen in the studio."""

from __future__ import annotations

import os
import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from naitui.choices import Choices
from naitui.settings import Budget, Settings, load_settings, read_settings
from naitui.settings.origin import Given, origin_of
from naitui.settings.reading import SAFE
from naitui.settings.words import GROUPS, WORDS, Word, whole_file

BY_KEY = {word.key: word for word in WORDS}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path / name))
    for name in ("NAITUI_CONFIG", "NAITUI_ANIMATION"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def keys(settings: object, above: str = "") -> set[str]:
    """Every key that a settings file may have."""
    found: set[str] = set()
    assert is_dataclass(settings)
    for one in fields(settings):
        value = getattr(settings, one.name)
        if one.name != "folders":
            found |= keys(value, f"{one.name}.") if is_dataclass(value) else {above + one.name}
    return found


def test_every_setting_has_words_and_none_is_told_that_is_none() -> None:
    assert {word.key for word in WORDS} == keys(Settings())
    assert len(BY_KEY) == len(WORDS)
    assert all(word.what and word.allowed and word.group in GROUPS for word in WORDS)
    assert all("\n" not in word.what and len(word.what) < 110 for word in WORDS)
    assert [word.group for word in WORDS] == sorted((word.group for word in WORDS), key=GROUPS.index)


def test_the_complete_file_is_all_defaults_and_every_line_of_it_works(home: Path) -> None:
    text = whole_file(Settings())
    path = home / "config.toml"
    path.write_text(text)
    assert load_settings(path) == load_settings()
    written = [line.removeprefix("# ") if " = " in line else line for line in text.split("\n")]
    examples = "\n".join(line for line in written if not line.startswith("#"))
    path.write_text(examples)
    assert read_settings(path).faults == ()
    document = tomllib.loads(examples)
    assert {key for word in WORDS for key in [word.key] if _in(document, word.keys)} == set(BY_KEY)


def _in(document: object, steps: tuple[str, ...]) -> bool:
    for step in steps:
        if not isinstance(document, dict) or step not in document:
            return False
        document = document[step]
    return True


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.key)
def test_the_line_that_is_shown_is_taken(home: Path, word: Word) -> None:
    for settings in (
        Settings(),
        replace(Settings(), viewer=("feh", 'a"b'), pictures=Path("/p\\q"), budget=Budget(day=3)),
    ):
        path = home / "line.toml"
        path.write_text(word.line(settings))
        reading = read_settings(path)
        assert reading.faults == ()
        assert reading.keys == {word.key}
        if word.value(settings) not in (None, ()):
            assert word.value(reading.settings) == word.value(settings)


def test_every_fault_is_found_and_what_is_sound_counts(home: Path) -> None:
    path = home / "config.toml"
    path.write_text('them = "x"\nimages = "blcks"\ndeadline = 20\n\n[tags]\nfile = []\n')
    reading = read_settings(path)
    assert [reading.told(fault).removeprefix(f"{path}:") for fault in reading.faults] == [
        f"1: unknown key 'them' (allowed: {', '.join(sorted({key.partition('.')[0] for key in BY_KEY}))}); "
        'did you mean "theme"?',
        "2: images should be one of auto, kitty, sixel, blocks, text, none, not 'blcks'; did you mean \"blocks\"?",
        "6: unknown key 'tags.file' (allowed: files); did you mean \"files\"?",
    ]
    assert (reading.settings.deadline, reading.settings.images) == (20.0, "auto")
    assert reading.settings.budget == Budget()


@pytest.mark.parametrize("text", ["[budget]\ndya = 3\n", "budget = 3", 'theme = "x', "\x00"], ids=ascii)
def test_caps_that_cannot_be_read_are_as_low_as_can_be(home: Path, text: str) -> None:
    path = home / "config.toml"
    path.write_text(text)
    assert read_settings(path).settings.budget == SAFE


def test_a_token_in_the_wrong_place_is_not_repeated(home: Path) -> None:
    path = home / "config.toml"
    path.write_text('images = "pst-SecretSecretSecret"\ntoken_command = "pst-SecretSecretSecret"\n')
    reading = read_settings(path)
    told = "\n".join(reading.told(fault) for fault in reading.faults)
    assert len(reading.faults) == 2
    assert "Secret" not in told


def test_where_a_value_comes_from(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / "config.toml"
    path.write_text('# mine\ntheme = "nord"\nstream = "x"\n[budget]\nday = 5\n')
    monkeypatch.setenv("NAITUI_ANIMATION", "none")
    reading = read_settings(path)
    given = Given({"images": ('"sixel"', "--images")}, "textual-light")
    told = {key: origin_of(BY_KEY[key], reading, given) for key in BY_KEY}
    assert told["images"] == "--images"
    assert told["animation"] == "$NAITUI_ANIMATION"
    assert told["theme"] == "chosen in the studio"
    assert origin_of(BY_KEY["theme"], reading, Given()) == "config.toml, line 2"
    assert told["stream"] == "line 3 cannot be used"
    assert told["budget.day"] == "config.toml, line 5"
    assert told["host"] == "default"
    assert reading.settings.animation == "none"


def test_a_variable_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAITUI_ANIMATION", "nnone")
    (fault,) = read_settings().faults
    assert "$NAITUI_ANIMATION: animation should be one of auto, full, none" in fault.words
    assert read_settings().settings.budget == Budget()


def test_a_chosen_theme_is_kept_until_the_settings_say_something_newer(home: Path) -> None:
    path = home / "state" / "choices.toml"
    Choices.read(path).with_theme("nord", "naitui-dark").keep(path)
    kept = Choices.read(path)
    assert kept.theme_over("naitui-dark") == "nord"
    assert kept.theme_over("gruvbox") is None, "the file names another one since"
    kept.with_theme("naitui-dark", "naitui-dark").keep(path)
    assert Choices.read(path) == Choices()
    path.write_bytes(b"\xff\x00")
    assert Choices.read(path) == Choices()
    assert not any(name.endswith("part") for name in os.listdir(path.parent))
