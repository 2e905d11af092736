"""The manual page, made from the command line's own outline: ``naitui man`` prints it as roff."""

from __future__ import annotations

from collections.abc import Iterable

from naitui import __version__
from naitui.cli.outline import Argument, Command

_CODES = (
    ("0", "done"),
    ("1", "failed"),
    ("2", "wrong usage, or a recipe with a fault"),
    ("3", "no token, or a refused one"),
    ("4", "refused before spending"),
    ("5", "the service or the network failed"),
    ("129, 130, 143", "ended by a hang-up, an interrupt, a termination; the picture in flight was saved first"),
)
_ENVIRONMENT = (
    (
        "NOVELAI_TOKEN",
        "The token, as are NOVELAI_API_KEY, NAI_TOKEN and NAI_ACCESS_TOKEN; children do not inherit them.",
    ),
    ("NAITUI_TOKEN_FILE", "A file that holds it."),
    ("NO_COLOR", "No colours."),
    ("VISUAL, EDITOR", "The editor for words."),
    ("HTTPS_PROXY", "The way out."),
)
_FILES = (
    ("~/.config/naitui/config.toml", "Settings; naitui reads them and never writes them."),
    ("~/.config/naitui/catalog.toml", "Laid over the built-in catalog of models."),
    ("~/.local/share/naitui", "Presets, styles, wildcards, snippets, characters, references, vibes."),
    ("~/.local/state/naitui", "Draft, queue, ledger, earlier words; pictures on their way."),
)


def manual(program: Command) -> str:
    """The page of section 1."""
    lines = [
        f'.TH NAITUI 1 "" "naitui {__version__}" "User Commands"',
        ".SH NAME",
        "naitui \\- a keyboard\\-driven studio for NovelAI image generation",
        ".SH SYNOPSIS",
        *(_usage(one) for one in ("naitui [options]", "naitui demo [options]", "naitui COMMAND [options] ...")),
        ".SH DESCRIPTION",
        _text(program.description),
        "Every other command works without the screen. What is not free is refused unless it was agreed to with",
        "\\fB\\-\\-max\\-anlas\\fR or \\fB\\-\\-yes\\fR.",
        ".SH OPTIONS",
        *_arguments(program.options),
        ".SH COMMANDS",
    ]
    for command in program.all():
        if command.path:
            lines += _command(command)
    lines += [
        ".SH EXIT STATUS",
        *_pairs(_CODES),
        ".SH ENVIRONMENT",
        *_pairs(_ENVIRONMENT),
        ".SH FILES",
        *_pairs(_FILES),
    ]
    return "\n".join(lines) + "\n"


def _command(command: Command) -> list[str]:
    said = command.description or command.help
    below = ["ACTION"] if command.below else []
    shown = " ".join(("naitui", *command.path, *below, "[options]", *(one.shown for one in command.places)))
    lines = [f'.SS "{_text(f"naitui {command.name}")}"', _usage(shown), ".PP", _text(said)]
    return [*lines, *_arguments(one for one in command.places if one.help), *_arguments(command.options)]


def _usage(usage: str) -> str:
    return f".br\n\\fB{_text(usage)}\\fR"


def _arguments(arguments: Iterable[Argument]) -> list[str]:
    lines = []
    for one in arguments:
        flags = ", ".join(f"\\fB{_text(flag)}\\fR" for flag in one.flags)
        shown = f"\\fI{_text(one.shown)}\\fR" if one.shown else ""
        lines += [".TP", " ".join(filter(None, (flags, shown))), _text(one.help) or "\\&"]
    return lines


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [line for name, said in pairs for line in (".TP", f"\\fB{_text(name)}\\fR", _text(said))]


def _text(text: str) -> str:
    """Words as roff takes them: no line of theirs is a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("~", "\\(ti")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in escaped.split("\n"))
