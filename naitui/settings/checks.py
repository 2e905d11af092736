"""What each setting may be: a value as TOML gives it, into the one that the program works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import get_args

from naitui.hook_settings import Hooks, Notify
from naitui.settings.model import (
    Animation,
    Budget,
    Images,
    StreamFraming,
    Tags,
    TokenizerFiles,
    Transport,
    WordSettings,
)

CHOICES: dict[str, tuple[str, ...]] = {
    "images": get_args(Images),
    "stream": get_args(StreamFraming),
    "transport": get_args(Transport),
    "animation": get_args(Animation),
    "notify": get_args(Notify),
}
"""Settings that are one of a few words."""
_HOOK = '["notify-send", "naitui"]'
_EXAMPLES = {
    "token_command": '["pass", "show", "novelai"]',
    "viewer": '["feh", "--fullscreen"]',
    "picture_editor": '["krita"]',
}


class Wrong(ValueError):
    """A value that cannot be used: which key it is of, and what it should be."""

    def __init__(self, words: str, *keys: str) -> None:
        super().__init__(words)
        self.keys = keys


def meant(word: str, known: Sequence[str]) -> str:
    """Which of these words was probably meant, as the end of a complaint; empty when none is near."""
    from difflib import get_close_matches  # for an error alone

    close = get_close_matches(word, known, 1)
    return f'; did you mean "{close[0]}"?' if close else ""


def checked(key: str, value: object, file: Path) -> object:
    """The value of a key as the program takes it; ``file`` is where relative paths count from.

    Raises:
        Wrong: it cannot be used.
    """
    if key in _CHECKS:
        return _CHECKS[key](key, value, file)
    text = _text(key, value)
    if key in CHOICES and text not in CHOICES[key]:
        choices = CHOICES[key]
        raise Wrong(f"{key} should be one of {', '.join(choices)}, not {value!r}{meant(text, choices)}", key)
    return text


def _text(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise Wrong(f"{key} should be a text, not {value!r}", key)
    return value


def _deadline(key: str, value: object, file: Path) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 3600:
        return float(value)
    raise Wrong(f"deadline should be a number of seconds from 1 to 3600, not {value!r}", key)


def _line_rate(key: str, value: object, file: Path) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1_000_000:
        return float(value)
    raise Wrong(f"line_rate should be a number of kilobytes a second from 0 up, not {value!r}", key)


def _switch(key: str, value: object, file: Path) -> bool:
    if isinstance(value, bool):
        return value
    raise Wrong(f"{key} should be true or false, not {value!r}", key)


def _host(key: str, value: object, file: Path) -> str:
    if not _is_address(text := _text(key, value)):
        raise Wrong(f"host should be an address like https://image.novelai.net, not {value!r}", key)
    return text


def _pictures(key: str, value: object, file: Path) -> Path:
    return _at_home(key, _text(key, value))


def _log_file(key: str, value: object, file: Path) -> Path:
    if not isinstance(value, str) or not value or "\0" in value:
        raise Wrong(f'log_file should be a file, like "~/naitui.log", not {value!r}', key)
    return file.absolute().parent / _at_home(key, value)


def _at_home(key: str, path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise Wrong(f"there is no home folder for {path!r}", *key.split(".")) from None


def _budget(key: str, value: object, file: Path) -> Budget:
    names = tuple(f.name for f in fields(Budget))
    if not isinstance(value, dict):
        raise Wrong(f"budget should be a table: [budget] with {', '.join(names)}", key)
    for name, cap in value.items():
        _know(name, names, key)
        percent = name == "allowance"
        whole = isinstance(cap, int) and not isinstance(cap, bool)
        if not (0 <= cap <= 100 if percent and (whole or isinstance(cap, float)) else whole and cap >= 0):
            wanted = "a percentage from 0 to 100" if percent else "a whole number of Anlas from 0 up"
            raise Wrong(f"budget.{name} should be {wanted}, not {cap!r}", key, name)
    return Budget(**value)


def _know(name: str, names: Sequence[str], *table: str) -> None:
    """Refuse a key that is none."""
    if name not in names:
        spelled = ".".join((*table, name))
        words = f"unknown key {spelled!r} (allowed: {', '.join(names)}){meant(name, names)}"
        raise Wrong(words, *table, name)


def _tags(key: str, value: object, file: Path) -> Tags:
    if not isinstance(value, dict):
        raise Wrong('tags should be a table: [tags] with files = ["~/tags.csv"]', key)
    for name, paths in value.items():
        _know(name, ("files",), key)
        if not isinstance(paths, list) or not all(isinstance(one, str) and one and "\0" not in one for one in paths):
            raise Wrong(f'tags.files should be a list of files, like ["~/tags.csv"], not {paths!r}', key, name)
    # a path counts from the settings file: where the program is started must not decide what it reads
    folder = file.absolute().parent
    return Tags(tuple(folder / _at_home("tags.files", one) for one in value.get("files", ())))


def _words(key: str, value: object, file: Path) -> WordSettings:
    if not isinstance(value, dict):
        raise Wrong("words should be a table: [words] with wildcards", key)
    for name in value:
        _know(name, ("wildcards",), key)
    named = value.get("wildcards", [])
    if not isinstance(named, list) or not all(isinstance(one, str) and "\0" not in one for one in named):
        raise Wrong('words.wildcards should be a list of folders, like ["~/wildcards"]', key, "wildcards")
    try:
        folders = tuple(Path(one).expanduser() for one in named)
    except RuntimeError as error:  # the home of a user that does not exist
        raise Wrong(f"words.wildcards: {error}", key, "wildcards") from None
    for folder in folders:
        if not folder.is_absolute():
            raise Wrong(f"words.wildcards should hold whole paths, not {str(folder)!r}", key, "wildcards")
    return WordSettings(folders)


def _tokenizers(key: str, value: object, file: Path) -> TokenizerFiles:
    names = tuple(f.name for f in fields(TokenizerFiles))
    if not isinstance(value, dict):
        raise Wrong(f'tokenizers should be a table: [tokenizers] with {", ".join(names)}, like t5 = "~/t5.json"', key)
    for name, path in value.items():
        _know(name, names, key)
        if not isinstance(path, str) or not path or "\0" in path:
            raise Wrong(f'tokenizers.{name} should be a file, like "~/{name}.json", not {path!r}', key, name)
    # as for tag files
    folder = file.absolute().parent
    return TokenizerFiles(**{name: folder / _at_home(f"{key}.{name}", path) for name, path in value.items()})


def _command(key: str, value: object, file: Path) -> tuple[str, ...]:
    """What it is instead is not quoted: it may be the token itself."""
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(part, str) and "\0" not in part for part in value)
    ):
        raise Wrong(f"{key} should be a list of texts, like {_EXAMPLES.get(key, _HOOK)}", *key.split("."))
    program = _at_home(key, value[0]) if value[0].startswith("~") else Path(value[0])
    if not program.is_absolute() and (not value[0] or "/" in value[0]):
        raise Wrong(f"{key} should begin with a program's name or its whole path", *key.split("."))
    return (str(program), *value[1:])


def _hooks(key: str, value: object, file: Path) -> Hooks:
    names = tuple(f.name for f in fields(Hooks))
    if not isinstance(value, dict):
        raise Wrong(f"hooks should be a table: [hooks] with {', '.join(names)}", key)
    for name in value:
        _know(name, names, key)
    return Hooks(**{name: _command(f"{key}.{name}", command, file) for name, command in value.items()})


def _is_address(text: str) -> bool:
    try:
        from urllib.parse import urlsplit  # only here: the first frame does not wait for it

        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


_CHECKS: dict[str, Callable[[str, object, Path], object]] = {
    "deadline": _deadline,
    "line_rate": _line_rate,
    "tmux_passthrough": _switch,
    "title": _switch,
    "hooks": _hooks,
    "host": _host,
    "pictures": _pictures,
    "log_file": _log_file,
    "token_command": _command,
    "viewer": _command,
    "picture_editor": _command,
    "budget": _budget,
    "tags": _tags,
    "words": _words,
    "tokenizers": _tokenizers,
}
"""Settings that are more than a text."""
