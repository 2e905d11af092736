"""What every setting is for, in words: for the settings screen, ``naitui config`` and the complete file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from naitui.settings.checks import CHOICES
from naitui.settings.model import Settings

GROUPS = ("Pictures", "Screen", "Service", "Budget", "Words", "Tokens", "Hooks")
"""In this order; tables come last, for in TOML nothing follows them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One setting in words."""

    key: str
    """Dotted: ``budget.day``."""
    group: str
    what: str
    """What it does, on one line."""
    allowed: str
    example: str = ""
    """A value as TOML, where there is no default that could be written down."""
    unset: str = "none"
    """What counts then, in words; braces name one of the `Folders`."""
    at_once: bool = False
    """Whether another value counts while the studio runs; else at the next start."""
    also: str = ""
    """By which other words people look for it."""
    private: bool = False
    """Whether its value may hold a secret, and is not shown."""

    @property
    def keys(self) -> tuple[str, ...]:
        """From the top of the file."""
        return tuple(self.key.split("."))

    def value(self, settings: Settings) -> object:
        """What it is set to."""
        found: object = settings
        for key in self.keys:
            found = getattr(found, key)
        return found

    def told(self, settings: Settings) -> object:
        """What it is set to, for programs: as JSON has it."""
        value = self.value(settings)
        if isinstance(value, tuple):
            return [str(one) for one in (value[:1] if self.private else value)]
        return str(value) if isinstance(value, Path) else value

    def shown(self, settings: Settings) -> str:
        """What it is set to, for people."""
        value = self.value(settings)
        if self.private and isinstance(value, tuple) and value:
            return f"{value[0]} …"
        return from_home(self.unset.format(folders=settings.folders)) if value in (None, ()) else literal(value)

    def line(self, settings: Settings) -> str:
        """What to write into the file: the value that counts now, or an example of one; with the table it is in."""
        value = self.value(settings)
        written = self.example if value in (None, ()) or self.private else literal(value)
        *table, name = self.keys
        return "\n".join([*(f"[{one}]" for one in table), f"{name} = {written}"])


def from_home(text: str) -> str:
    """Words with paths in them as people write those: the home folder is ``~``."""
    return text.replace(f"{Path.home()}/", "~/")


def literal(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, Path):
        value = str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, float):
        return f"{value:g}"
    # JSON's texts are TOML's, but for one character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_of(key: str) -> str:
    return ", ".join(CHOICES[key])


_CAP = "cap limit spend"

WORDS: tuple[Word, ...] = (
    Word(
        "pictures",
        "Pictures",
        "Where pictures go; left out: the platform's folder",
        "a folder",
        '"~/Pictures/naitui"',
        "{folders.pictures}",
    ),
    Word(
        "name",
        "Pictures",
        "How picture files are called, below that folder",
        "{date} {time} {seed} {prompt:40} {model} {width} {height} {sample} {year} {month} {day}",
    ),
    Word("images", "Pictures", "How pictures are drawn in the terminal", _one_of("images"), at_once=True),
    Word(
        "viewer",
        "Pictures",
        "Opens a picture outside; left out: the desktop's own program",
        "a list: the program, then its arguments",
        '["feh", "--fullscreen"]',
        "the desktop's own program",
    ),
    Word(
        "picture_editor",
        "Pictures",
        "In which a source is erased and retouched; left out: the file is only written and waited for",
        "a list: the program, then its arguments",
        '["krita"]',
        "none: the file is written",
    ),
    Word(
        "theme",
        "Screen",
        "Its colours; in the studio, Theme chooses them",
        "naitui-dark, naitui-light, naitui-contrast-dark, naitui-contrast-light, or any of Textual's",
        at_once=True,
    ),
    Word(
        "animation",
        "Screen",
        "Whether lists glide; auto: not on a slow line",
        f"{_one_of('animation')}; $NAITUI_ANIMATION comes before it",
        at_once=True,
    ),
    Word(
        "line_rate",
        "Screen",
        "Kilobytes a second that pictures may take on their way to the terminal; 0 measures the line",
        "a number from 0 up",
        at_once=True,
    ),
    Word(
        "tmux_passthrough",
        "Screen",
        "Let tmux hand on pictures of naitui's own pane while it runs",
        "true, false",
    ),
    Word(
        "log_file",
        "Screen",
        "A plain line for everything the studio says goes there: for screen readers and tail -f",
        "a file",
        '"~/naitui.log"',
        also="accessibility",
    ),
    Word(
        "notify",
        "Screen",
        "How the terminal tells that the queue is done, or that a job failed, while you look elsewhere",
        _one_of("notify"),
        also="notifications bell sound osc desktop",
    ),
    Word("title", "Screen", "Whether the terminal's title says how far the queue is", "true, false"),
    Word("host", "Service", "Where pictures are asked for", "an address"),
    Word("stream", "Service", "How a running generation is followed; none: no previews", _one_of("stream")),
    Word("transport", "Service", "How generations are sent; the result is the same", _one_of("transport")),
    Word("deadline", "Service", "Seconds for one whole generation", "a number from 1 to 3600"),
    Word(
        "token_command",
        "Service",
        "Prints the token; left out: the keyring, then the token file",
        "a list: the program, then its arguments",
        '["pass", "show", "novelai"]',
        "none: keyring, then {folders.token}",
        private=True,
    ),
    Word(
        "budget.job",
        "Budget",
        "Anlas that one request may cost at most",
        "a whole number from 0 up",
        "60",
        "no cap",
        also=_CAP,
    ),
    Word(
        "budget.session",
        "Budget",
        "Anlas from start to end of the program",
        "a whole number from 0 up",
        "500",
        "no cap",
        also=_CAP,
    ),
    Word(
        "budget.day",
        "Budget",
        "Anlas since midnight, over all of your naitui",
        "a whole number from 0 up",
        "1000",
        "no cap",
        also=_CAP,
    ),
    Word(
        "budget.allowance",
        "Budget",
        "Percent of the V5 allowance that free pictures leave alone",
        "a number from 0 to 100",
        "10",
        "0: all of it may be used",
    ),
    Word(
        "tags.files",
        "Words",
        'Tag files that complete what is typed (name,type,count,"alias,alias")',
        "a list of files, from this file's folder on",
        '["~/danbooru.csv"]',
    ),
    Word(
        "words.wildcards",
        "Words",
        "More folders of wildcards, behind your own",
        "a list of whole paths",
        '["~/wildcards"]',
        "none but {folders.data}/wildcards",
    ),
    *(
        Word(
            f"tokenizers.{name}",
            "Tokens",
            f"The vocabulary that counts tokens for {models}; left out: the fetched one",
            "a file",
            f'"~/{name}/tokenizer.json"',
            "the fetched one, in {folders.tokenizers}",
        )
        for name, models in (("qwen", "V5"), ("t5", "V4 and V4.5"), ("clip", "V3 and older"))
    ),
    *(
        Word(
            f"hooks.{name}",
            "Hooks",
            f"Run when {moment}; its facts: the environment, and JSON on its input",
            "a list: the program, then its arguments",
            '["notify-send", "naitui"]',
            also="notifications command script",
        )
        for name, moment in (
            ("saved", "a picture is in its place"),
            ("failed", "a job ended without its pictures"),
            ("budget", "a cap has kept something from being sent"),
        )
    ),
)
"""All settings, in the order in which they are shown; those of a group, and of a table, stand together."""


def whole_file(settings: Settings) -> str:
    """A complete ``config.toml`` of these settings, with what each is for; what has no value is commented out."""
    return "\n".join(_lines(settings, WORDS)) + "\n"


def _lines(settings: Settings, words: Sequence[Word]) -> Iterator[str]:
    yield "# naitui's settings. All of them are optional; naitui never writes this file."
    group, table = "", list[str]()
    for word in words:
        if word.group != group:
            group = word.group
            yield from ("", f"# ---- {group}")
        *inside, name = word.keys
        if inside != table:
            table = inside
            yield from ("", f"[{'.'.join(table)}]")
        value = word.value(settings)
        yield from (f"# {word.what}", f"#   {word.allowed}")
        unset = value in (None, ()) or word.private
        yield f"# {name} = {word.example}" if unset else f"{name} = {literal(value)}"
