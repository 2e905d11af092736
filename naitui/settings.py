"""Where things live and what the user has set: ``config.toml``, the environment, the platform's folders.

The program never writes the user's file. Nothing is read from the working directory: settings that name programs,
hosts or files must come from the user alone.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

import platformdirs

from naitui.hook_settings import Hooks, Notify, read_hooks

APP = "naitui"
Images = Literal["auto", "kitty", "sixel", "blocks", "text", "none"]
StreamFraming = Literal["msgpack", "sse", "none"]
Transport = Literal["json", "multipart"]


class SettingsError(ValueError):
    """A settings file that cannot be used; the message names file, key and the allowed values."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one user (XDG on Linux and, when set, elsewhere)."""

    config: Path
    data: Path
    state: Path
    cache: Path
    pictures: Path

    @classmethod
    def of_platform(cls) -> Folders:
        """The platform's own places."""
        return cls(
            config=Path(platformdirs.user_config_dir(APP)),
            data=Path(platformdirs.user_data_dir(APP)),
            state=Path(platformdirs.user_state_dir(APP)),
            cache=Path(platformdirs.user_cache_dir(APP)),
            pictures=Path(platformdirs.user_pictures_dir()) / APP,
        )

    @property
    def incoming(self) -> Path:
        """Jobs in flight and pictures that are not yet in their place."""
        return self.state / "incoming"

    @property
    def vibes(self) -> Path:
        """The encodings that were paid for."""
        return self.data / "vibes"

    @property
    def references(self) -> Path:
        """The collection of references and vibes: the user's own files."""
        return self.data / "references"

    @property
    def characters(self) -> Path:
        """The character library: files that people write and copy by hand."""
        return self.data / "characters"

    @property
    def presets(self) -> Path:
        """Whole recipes with names: files that people write and copy by hand."""
        return self.data / "presets"

    @property
    def ledger(self) -> Path:
        """What every job was expected to cost, and did cost."""
        return self.data / "ledger.sqlite"

    @property
    def queue(self) -> Path:
        """Jobs that were asked for and have not ended."""
        return self.data / "queue.sqlite"

    @property
    def alive(self) -> Path:
        """Which naitui are running."""
        return self.state / "alive"

    @property
    def tags(self) -> Path:
        """The tag index."""
        return self.data / "tags.sqlite"

    @property
    def tokenizers(self) -> Path:
        """The vocabularies that were fetched."""
        return self.data / "tokenizers"

    @property
    def history(self) -> Path:
        """The prompt history."""
        return self.data / "history.sqlite"

    @property
    def index(self) -> Path:
        """The index of the pictures; it can be made again."""
        return self.cache / "index.sqlite"

    @property
    def thumbnails(self) -> Path:
        """Small copies of the pictures; they can be made again."""
        return self.cache / "thumbnails"

    @property
    def marks(self) -> Path:
        """Ratings, labels and collections: what no file can give back."""
        return self.data / "library.sqlite"

    @property
    def draft(self) -> Path:
        """The autosaved recipe of the studio."""
        return self.state / "draft.toml"

    @property
    def token(self) -> Path:
        """The token file, readable by its owner alone."""
        return self.config / "token"

    @property
    def keys(self) -> Path:
        """The user's own keys."""
        return self.config / "keys.toml"

    @property
    def catalog(self) -> Path:
        """The user's own additions to the catalog."""
        return self.config / "catalog.toml"


@dataclass(frozen=True, slots=True)
class Budget:
    """Caps in Anlas that nothing steps over, whatever is agreed to; None where there is none."""

    job: int | None = None
    """For one request."""
    session: int | None = None
    """From the start of the program to its end."""
    day: int | None = None
    """From midnight, over every naitui of this user."""
    allowance: float | None = None
    """Percent of the V5 allowance that free pictures leave untouched."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What completes a tag that is being typed."""

    files: tuple[Path, ...] = ()
    """Tag files (``name,type,count,"alias,alias"``); later ones override counts of earlier ones."""


@dataclass(frozen=True, slots=True)
class WordSettings:
    """Where more words are than in the folder of the data."""

    wildcards: tuple[Path, ...] = ()
    """More folders of wildcards, looked into in this order behind the user's own."""


@dataclass(frozen=True, slots=True)
class TokenizerFiles:
    """Vocabularies that count tokens, for a machine that cannot fetch them; they come before the fetched ones."""

    qwen: Path | None = None
    t5: Path | None = None
    clip: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``config.toml`` may say. Every field has a default that works."""

    pictures: Path | None = None
    """Folder for pictures; the platform's picture folder when left out."""
    name: str = "{date}/{time}-{seed}"
    """Pattern of file names under that folder; see `naitui.library.names`."""
    images: Images = "auto"
    """How pictures are drawn in the terminal."""
    line_rate: float = 0.0
    """Kilobytes a second that pictures may take on their way to the terminal; 0 measures the line."""
    tmux_passthrough: bool = False
    """Whether tmux may be told to hand this pane's pictures on (`allow-passthrough`) while naitui runs."""
    viewer: tuple[str, ...] = ()
    """A program and its arguments that opens a picture; empty for the desktop's."""
    picture_editor: tuple[str, ...] = ()
    """A program and its arguments in which a picture is erased and retouched; empty: the file is only written."""
    theme: str = "naitui-dark"
    stream: StreamFraming = "msgpack"
    """How a running generation is followed; "none" asks for the finished picture alone."""
    host: str = "https://image.novelai.net"
    deadline: float = 300.0
    """Seconds for one whole generation."""
    transport: Transport = "json"
    """How generations are sent: plain JSON, or the form that NovelAI's page sends. The result is the same."""
    budget: Budget = field(default_factory=Budget)
    tags: Tags = field(default_factory=Tags)
    words: WordSettings = field(default_factory=WordSettings)
    tokenizers: TokenizerFiles = field(default_factory=TokenizerFiles)
    token_command: tuple[str, ...] = field(default=(), repr=False)
    """A program and its arguments that print the token; see `naitui.tokens.command`."""
    notify: Notify = "auto"
    """How the terminal is told that a job has ended while it has no focus."""
    title: bool = True
    """Whether the terminal's title says how far the queue is."""
    hooks: Hooks = field(default_factory=Hooks)
    """Commands for what happens to jobs."""
    folders: Folders = field(default_factory=Folders.of_platform)

    @property
    def pictures_folder(self) -> Path:
        """Where pictures go."""
        return self.pictures or self.folders.pictures


_CHOICES = {
    "notify": get_args(Notify),
    "images": get_args(Images),
    "stream": get_args(StreamFraming),
    "transport": get_args(Transport),
}
_OWN = frozenset(f.name for f in fields(Settings)) - {"folders"}


def load_settings(path: Path | None = None) -> Settings:
    """Read ``config.toml`` (``--config``, then ``NAITUI_CONFIG``, then the configuration folder).

    Raises:
        SettingsError: the file cannot be read or holds an unknown key or a wrong value.
    """
    folders = Folders.of_platform()
    named = path or (Path(os.environ["NAITUI_CONFIG"]) if os.environ.get("NAITUI_CONFIG") else None)
    file = named or folders.config / "config.toml"
    if named is None and not file.exists():
        return Settings(folders=folders)
    try:
        text = file.read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file}: {error}") from None
    unknown = sorted(set(document) - _OWN)
    if unknown:
        raise SettingsError(f"{file}: unknown key {unknown[0]!r} (allowed: {', '.join(sorted(_OWN))})")
    return Settings(folders=folders, **{key: _value(file, text, key, value) for key, value in document.items()})


def _value(file: Path, text: str, key: str, value: object) -> Any:  # a different type for each field of Settings
    if key == "deadline":
        if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 3600:
            return float(value)
        raise SettingsError(f"{file}: deadline should be a number of seconds from 1 to 3600, not {value!r}")
    if key == "line_rate":
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1_000_000:
            return float(value)
        raise SettingsError(f"{file}: line_rate should be a number of kilobytes a second from 0 up, not {value!r}")
    if key in ("tmux_passthrough", "title"):
        if isinstance(value, bool):
            return value
        raise SettingsError(f"{file}: {key} should be true or false, not {value!r}")
    if key == "hooks":
        try:
            return read_hooks(value)
        except ValueError as error:
            raise SettingsError(f"{file}: {error}") from None
    if key in ("token_command", "viewer", "picture_editor"):
        return _command(file, key, value)
    if key == "budget":
        return _budget(file, value)
    if key == "tags":
        return _tags(file, value)
    if key == "words":
        return _words(file, value)
    if key == "tokenizers":
        return _tokenizers(file, text, value)
    if not isinstance(value, str):
        raise SettingsError(f"{file}: {key} should be a text, not {value!r}")
    choices = _CHOICES.get(key)
    if choices and value not in choices:
        raise SettingsError(f"{file}: {key} should be one of {', '.join(choices)}, not {value!r}")
    if key == "host" and not _is_address(value):
        raise SettingsError(f"{file}: host should be an address like https://image.novelai.net, not {value!r}")
    return Path(value).expanduser() if key == "pictures" else value


def _budget(file: Path, value: object) -> Budget:
    names = tuple(f.name for f in fields(Budget))
    if not isinstance(value, dict):
        raise SettingsError(f"{file}: budget should be a table: [budget] with {', '.join(names)}")
    for name, cap in value.items():
        if name not in names:
            raise SettingsError(f"{file}: unknown key 'budget.{name}' (allowed: {', '.join(names)})")
        percent = name == "allowance"
        whole = isinstance(cap, int) and not isinstance(cap, bool)
        if not (0 <= cap <= 100 if percent and (whole or isinstance(cap, float)) else whole and cap >= 0):
            wanted = "a percentage from 0 to 100" if percent else "a whole number of Anlas from 0 up"
            raise SettingsError(f"{file}: budget.{name} should be {wanted}, not {cap!r}")
    return Budget(**value)


def _tags(file: Path, value: object) -> Tags:
    if not isinstance(value, dict):
        raise SettingsError(f'{file}: tags should be a table: [tags] with files = ["~/tags.csv"]')
    for name, paths in value.items():
        if name != "files":
            raise SettingsError(f"{file}: unknown key 'tags.{name}' (allowed: files)")
        if not isinstance(paths, list) or not all(isinstance(one, str) and one and "\0" not in one for one in paths):
            raise SettingsError(f'{file}: tags.files should be a list of files, like ["~/tags.csv"], not {paths!r}')
    # a path counts from the settings file: where the program is started must not decide what it reads
    return Tags(tuple(file.absolute().parent / _at_home(file, one) for one in value.get("files", ())))


def _at_home(file: Path, path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise SettingsError(f"{file}: there is no home folder for {path!r}") from None


def _words(file: Path, value: object) -> WordSettings:
    if not isinstance(value, dict):
        raise SettingsError(f"{file}: words should be a table: [words] with wildcards")
    unknown = sorted(set(value) - {"wildcards"})
    if unknown:
        raise SettingsError(f"{file}: unknown key 'words.{unknown[0]}' (allowed: wildcards)")
    named = value.get("wildcards", [])
    if not isinstance(named, list) or not all(isinstance(one, str) and "\0" not in one for one in named):
        raise SettingsError(f'{file}: words.wildcards should be a list of folders, like ["~/wildcards"]')
    try:
        folders = tuple(Path(one).expanduser() for one in named)
    except RuntimeError as error:  # the home of a user that does not exist
        raise SettingsError(f"{file}: words.wildcards: {error}") from None
    for folder in folders:
        if not folder.is_absolute():
            raise SettingsError(f"{file}: words.wildcards should hold whole paths, not {str(folder)!r}")
    return WordSettings(folders)


def _tokenizers(file: Path, text: str, value: object) -> TokenizerFiles:
    names = tuple(f.name for f in fields(TokenizerFiles))

    def wrong(name: str, what: str) -> SettingsError:
        from naitui.recipe.lines import line_of  # for an error alone

        line = line_of(text, ("tokenizers", name))
        return SettingsError(f"{file}:{line}: {what}")

    if not isinstance(value, dict):
        raise wrong("", f'tokenizers should be a table: [tokenizers] with {", ".join(names)}, like t5 = "~/t5.json"')
    for name, path in value.items():
        if name not in names:
            raise wrong(name, f"unknown key 'tokenizers.{name}' (allowed: {', '.join(names)})")
        if not isinstance(path, str) or not path or "\0" in path:
            raise wrong(name, f'tokenizers.{name} should be a file, like "~/{name}.json", not {path!r}')
    # as for tag files
    return TokenizerFiles(**{name: file.absolute().parent / _at_home(file, path) for name, path in value.items()})


_EXAMPLES = {
    "token_command": '["pass", "show", "novelai"]',
    "viewer": '["feh", "--fullscreen"]',
    "picture_editor": '["krita"]',
}


def _command(file: Path, key: str, value: object) -> tuple[str, ...]:
    """What it is instead is not quoted: it may be the token itself."""
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(part, str) and "\0" not in part for part in value)
    ):
        raise SettingsError(f"{file}: {key} should be a list of texts, like {_EXAMPLES[key]}")
    program = Path(value[0]).expanduser() if value[0].startswith("~") else Path(value[0])
    if not program.is_absolute() and (not value[0] or "/" in value[0]):
        raise SettingsError(f"{file}: {key} should begin with a program's name or its whole path")
    return (str(program), *value[1:])


def _is_address(text: str) -> bool:
    try:
        from urllib.parse import urlsplit  # only here: the first frame does not wait for it

        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
