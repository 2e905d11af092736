"""``naitui config``: the settings file. It works also where the file does not."""

from __future__ import annotations

import argparse
from dataclasses import replace

from naitui.choices import Choices
from naitui.cli.exits import DONE, USAGE, say
from naitui.cli.printing import print_json, print_line, printable
from naitui.library.names import PatternError, check_pattern
from naitui.settings import Fault, Folders, Reading, Settings, read_settings
from naitui.settings.checks import meant
from naitui.settings.origin import Given, origin_of, value_of
from naitui.settings.reading import config_path
from naitui.settings.words import WORDS, whole_file


def config(arguments: argparse.Namespace) -> int:
    """Run one of the four actions; the exit code."""
    named = getattr(arguments, "config", None)
    match arguments.action:
        case "default":
            print_line(whole_file(Settings(folders=Folders.of_platform())).rstrip("\n"))
            return DONE
        case "path":
            print_line(printable(str(config_path(named))))
            return DONE
        case "check":
            return _check(read_settings(arguments.file or named))
        case _:
            return _show(read_settings(named), as_json=arguments.json)


def whole(reading: Reading) -> Reading:
    """With the faults that only other rooms know: of the pattern of names, and of the theme."""
    faults, settings = list(reading.faults), reading.settings
    try:
        check_pattern(settings.name)
    except PatternError as error:
        faults.append(Fault(f"name: {error}", ("name",)))
        settings = replace(settings, name=Settings(folders=settings.folders).name)
    known = _themes()
    if settings.theme not in known:
        words = f"theme: there is no {settings.theme!r}{meant(settings.theme, known)}"
        faults.append(Fault(words, ("theme",)))
    return replace(reading, settings=settings, faults=tuple(faults))


def _themes() -> list[str]:
    from textual.theme import BUILTIN_THEMES  # only here does a command ask what the screen knows

    from naitui.resources import themes

    return [*(theme.name for theme in themes()), *BUILTIN_THEMES]


def _check(reading: Reading) -> int:
    reading = whole(reading)
    for fault in reading.faults:
        say(reading.told(fault))
    if reading.faults:
        return USAGE
    there = reading.text or reading.path.exists()
    say(f"{reading.path}: {'all is well' if there else 'there is none; everything has its default'}")
    return DONE


def _show(reading: Reading, *, as_json: bool) -> int:
    settings = reading.settings
    given = Given(theme=Choices.read(settings.folders.choices).theme_over(settings.theme))
    shown = [(word, value_of(word, reading, given), origin_of(word, reading, given)) for word in WORDS]
    if as_json:
        print_json(
            {
                "file": str(reading.path),
                "faults": [reading.told(fault) for fault in reading.faults],
                "settings": {
                    word.key: {
                        "value": given.theme if word.key == "theme" and given.theme else word.told(settings),
                        "from": origin,
                        "what": word.what,
                        "allowed": word.allowed,
                    }
                    for word, _, origin in shown
                },
            }
        )
    else:
        wide = max(len(word.key) for word in WORDS)
        for word, value, origin in shown:
            print_line(printable(f"{word.key:<{wide}}  {value}  ({origin})"))
        for fault in reading.faults:
            say(reading.told(fault))
    return DONE
