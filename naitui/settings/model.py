"""What the user has decided once: the settings and their defaults, and the folders of the platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import platformdirs

from naitui.hook_settings import Hooks, Notify

APP = "naitui"
Images = Literal["auto", "kitty", "sixel", "blocks", "text", "none"]
StreamFraming = Literal["msgpack", "sse", "none"]
Transport = Literal["json", "multipart"]
Animation = Literal["auto", "full", "none"]


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
    def choices(self) -> Path:
        """What was chosen inside the studio; see `naitui.choices`."""
        return self.state / "choices.toml"

    @property
    def tour_seen(self) -> Path:
        """There when the tour was offered, taken or left: it is not offered again."""
        return self.state / "tour-seen"

    @property
    def config_file(self) -> Path:
        """The settings file where no other one is named."""
        return self.config / "config.toml"

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
    """The colours; one that is chosen in the studio later is kept beside, see `naitui.choices`."""
    animation: Animation = "auto"
    """Whether lists glide; "auto" stops that on a slow line."""
    log_file: Path | None = None
    """A file that gets a plain line for everything that the studio says."""
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
