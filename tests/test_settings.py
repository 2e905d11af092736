"""Settings: who comes first, and what a wrong file is answered with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from naitui.settings import Budget, Folders, Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path / name))
    monkeypatch.delenv("NAITUI_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_a_file_everything_has_its_default(home: Path) -> None:
    settings = load_settings()
    assert settings == Settings(folders=Folders.of_platform())
    assert settings.pictures_folder == settings.folders.pictures
    assert settings.folders.incoming == home / "STATE_HOME" / "naitui" / "incoming"
    assert settings.folders.token == home / "CONFIG_HOME" / "naitui" / "token"


def test_every_key() -> None:
    path = written(
        Path("all.toml"),
        'pictures = "~/art"\nname = "{seed}"\nimages = "none"\ntheme = "nord"\nstream = "none"\n'
        'host = "https://image.example.test:8443"\ndeadline = 20\n',
    )
    settings = load_settings(path)
    assert settings.pictures_folder == Path.home() / "art"
    assert (settings.name, settings.images, settings.theme, settings.stream) == ("{seed}", "none", "nord", "none")
    assert (settings.host, settings.deadline) == ("https://image.example.test:8443", 20.0)


def test_what_the_terminal_may_be_asked_and_told() -> None:
    path = written(Path("t.toml"), 'line_rate = 40\ntmux_passthrough = true\nviewer = ["~/bin/look", "--fullscreen"]\n')
    settings = load_settings(path)
    assert (settings.line_rate, settings.tmux_passthrough) == (40.0, True)
    assert settings.viewer == (str(Path.home() / "bin/look"), "--fullscreen")


@pytest.mark.parametrize("way", ["auto", "kitty", "sixel", "blocks", "text", "none"])
def test_every_way_to_draw_pictures_can_be_set(way: str) -> None:
    assert load_settings(written(Path("i.toml"), f'images = "{way}"')).images == way


def test_the_option_comes_before_the_variable_before_the_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(home / "CONFIG_HOME" / "naitui" / "config.toml", 'theme = "folder"')
    variable = written(home / "variable.toml", 'theme = "variable"')
    option = written(home / "option.toml", 'theme = "option"')
    assert load_settings().theme == "folder"
    monkeypatch.setenv("NAITUI_CONFIG", str(variable))
    assert load_settings().theme == "variable"
    assert load_settings(option).theme == "option"


def test_the_working_directory_is_not_asked(home: Path) -> None:
    written(home / "config.toml", 'theme = "planted"')
    written(home / "naitui.toml", 'theme = "planted"')
    assert load_settings().theme == "naitui-dark"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("them = 'x'", r"unknown key 'them'.*theme"),
        ("folders = 'x'", "unknown key 'folders'"),
        ("token = 'pst-x'", "unknown key 'token'"),
        ("images = 'jpeg'", r"images should be one of auto, kitty.*not 'jpeg'"),
        ("stream = 'xml'", "stream should be one of msgpack, sse, none"),
        ("theme = 3", "theme should be a text, not 3"),
        ("pictures = ['a']", "pictures should be a text"),
        ("deadline = 0", "deadline should be a number of seconds"),
        ("deadline = true", "deadline should be"),
        ("deadline = nan", "deadline should be"),
        ("deadline = '5'", "deadline should be"),
        ("host = 'image.novelai.net'", "host should be an address"),
        ("host = 'https://a:b'", "host should be an address"),
        ("host = 'https://'", "host should be an address"),
        ("host = 'ftp://image.novelai.net'", "host should be an address"),
        ("theme = x", "line 1"),
        ("line_rate = -1", "line_rate should be a number of kilobytes a second from 0 up, not -1"),
        ("line_rate = nan", "line_rate should be"),
        ("line_rate = 1e9", "line_rate should be"),
        ("line_rate = true", "line_rate should be"),
        ("line_rate = '40'", "line_rate should be"),
        ("tmux_passthrough = 1", "tmux_passthrough should be true or false, not 1"),
        ("tmux_passthrough = 'on'", "tmux_passthrough should be true or false"),
        ("viewer = 'feh'", "viewer should be a list of texts"),
        ("viewer = []", "viewer should be a list of texts"),
        ("viewer = ['feh', 1]", "viewer should be a list of texts"),
        ("viewer = ['bin/feh']", "viewer should begin with a program's name or its whole path"),
        ("viewer = ['']", "viewer should begin with"),
    ],
)
def test_wrong_files_are_named_with_key_and_choices(text: str, said: str) -> None:
    path = written(Path("wrong.toml"), text)
    with pytest.raises(SettingsError, match=said) as caught:
        load_settings(path)
    assert str(caught.value).startswith("wrong.toml:1: ")


def test_a_file_that_was_named_must_be_there(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        load_settings(home / "nowhere.toml")
    monkeypatch.setenv("NAITUI_CONFIG", str(home / "nowhere.toml"))
    with pytest.raises(SettingsError, match="nowhere"):
        load_settings()


def test_files_that_are_no_text(home: Path) -> None:
    path = home / "binary.toml"
    path.write_bytes(b"\xff\xfe\0")
    for wrong in (path, home):
        with pytest.raises(SettingsError):
            load_settings(wrong)


def test_the_budget_and_the_transport() -> None:
    path = written(Path("b.toml"), 'transport = "multipart"\n[budget]\njob = 50\nday = 0\nallowance = 12.5\n')
    settings = load_settings(path)
    assert settings.transport == "multipart"
    assert settings.budget == Budget(job=50, session=None, day=0, allowance=12.5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("budget = 5", "budget should be a table: [budget] with job, session, day, allowance"),
        ("[budget]\nweek = 5", "unknown key 'budget.week' (allowed: job, session, day, allowance)"),
        ("[budget]\nday = -1", "budget.day should be a whole number of Anlas from 0 up, not -1"),
        ("[budget]\nday = 1.5", "budget.day should be a whole number"),
        ("[budget]\njob = true", "budget.job should be a whole number"),
        ('[budget]\njob = "5"', "budget.job should be a whole number"),
        ("[budget]\nallowance = 101", "budget.allowance should be a percentage from 0 to 100, not 101"),
        ("[budget]\nallowance = nan", "budget.allowance should be a percentage"),
        ('transport = "xml"', "transport should be one of json, multipart, not 'xml'"),
    ],
)
def test_wrong_budgets_are_named(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(Path("b.toml"), text))
    assert said in str(caught.value)


def test_tag_files(home: Path) -> None:
    path = written(Path("deep/tags.toml"), '[tags]\nfiles = ["~/a.csv", "b.csv", "/c.csv"]\n')
    assert load_settings(path).tags.files == (home / "a.csv", home / "deep" / "b.csv", Path("/c.csv"))
    assert load_settings(written(Path("none.toml"), "[tags]\n")).tags.files == ()


def test_more_folders_of_wildcards(home: Path) -> None:
    path = written(Path("words.toml"), '[words]\nwildcards = ["~/wildcards", "/srv/shared"]')
    assert load_settings(path).words.wildcards == (home / "wildcards", Path("/srv/shared"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('tags = ["a.csv"]', "tags should be a table"),
        ("tags.file = []", "unknown key 'tags.file' (allowed: files)"),
        ('tags.files = "a.csv"', "tags.files should be a list of files"),
        ("tags.files = [1]", "tags.files should be a list of files"),
        ('tags.files = [""]', "tags.files should be a list of files"),
        ('tags.files = ["a\\u0000"]', "tags.files should be a list of files"),
        ('tags.files = ["~nobody-at-all/a.csv"]', "there is no home folder for"),
    ],
)
def test_wrong_tag_files(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_settings(written(Path("wrong.toml"), text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('words = "x"', "words should be a table"),
        ("[words]\nwildcard = []", "unknown key 'words.wildcard' (allowed: wildcards)"),
        ('[words]\nwildcards = "x"', "should be a list of folders"),
        ('[words]\nwildcards = ["here"]', "should hold whole paths, not 'here'"),
        ('[words]\nwildcards = ["~nobody-at-all/x"]', "words.wildcards"),
    ],
)
def test_wrong_folders_of_words(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_settings(written(Path("words.toml"), text))


def test_vocabularies_count_from_the_settings_file(home: Path) -> None:
    path = written(home / "there" / "mine.toml", '[tokenizers]\nt5 = "t5.json"\nqwen = "~/qwen.def"\n')
    found = load_settings(path).tokenizers
    assert (found.t5, found.qwen, found.clip) == (home / "there" / "t5.json", home / "qwen.def", None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tokenizers = 3", ":1: tokenizers should be a table"),
        ('theme = "x"\n[tokenizers]\n\ngpt = "a"', ":4: unknown key 'tokenizers.gpt' (allowed: qwen, t5, clip)"),
        ("[tokenizers]\nt5 = 3", ":2: tokenizers.t5 should be a file"),
        ('[tokenizers]\nt5 = ""', ":2: tokenizers.t5 should be a file"),
        ('tokenizers.clip = ["a"]', ":1: tokenizers.clip should be a file"),
        ('[tokenizers]\nclip = "~nobody-at-all/a"', "there is no home folder"),
    ],
)
def test_wrong_vocabularies_are_named_with_their_line(text: str, words: str) -> None:
    path = written(Path("wrong.toml"), text)
    with pytest.raises(SettingsError, match=re.escape(words)):
        load_settings(path)
