"""Writing single styles into the user's file of them; everything else in it, comments too, stays as it is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import tomli_w

from naitui.library.files import write_whole
from naitui.library.styles import MAX_BYTES
from naitui.recipe import Style
from naitui.recipe.lines import line_of


class StylesNotWritten(ValueError):
    """The file of styles cannot be changed safely; the message says why. It is as it was."""


def put_style(path: Path, name: str, style: Style, *, replace: bool) -> None:
    """Put a style into the file: at the end, or in the place of the one of that name.

    Raises:
        StylesNotWritten: there is one of that name, and it is not to be replaced; the file is not sound, or is written
            so that the style cannot be exchanged alone.
        OSError: it cannot be read or written.
    """
    try:
        text = path.read_bytes()[: MAX_BYTES + 1].decode("utf-8-sig").replace("\r\n", "\n")
        before = tomllib.loads(text)
    except FileNotFoundError:
        text, before = "", {}
    except (ValueError, RecursionError) as error:
        raise StylesNotWritten(f"{path} is not sound, and nothing is added to it: {error}") from None
    if name in before and not replace:
        raise StylesNotWritten(f"{path} has a style {name!r} already")
    table = style_text(name, style)
    lines = text.split("\n")
    if name in before:
        starts = sorted(line for one in before if (line := line_of(text, (one,))) is not None)
        start = line_of(text, (name,)) or 1
        end = next((line for line in starts if line > start), len(lines) + 1)
        kept = _tail(lines[start - 1 : end - 1])
        after = "\n".join([*lines[: start - 1], *table.rstrip("\n").split("\n"), *kept, *lines[end - 1 :]])
    else:
        after = f"{text.rstrip()}\n\n{table}".lstrip("\n")
    wanted = {**before, name: tomllib.loads(table)[name]}
    try:
        sound = tomllib.loads(after) == wanted
    except ValueError:
        sound = False
    if not sound:
        raise StylesNotWritten(f"{path} is written so that {name!r} cannot be put into it alone")
    write_whole(path, after.encode())


def style_text(name: str, style: Style) -> str:
    """A style as it stands in the file."""
    said = style.model_dump(mode="json", exclude_defaults=True)
    return tomli_w.dumps({name: said}, multiline_strings="\\r" not in repr(said))


def _tail(lines: list[str]) -> list[str]:
    """The blank lines and comments at the end of a table: they belong to the next one."""
    count = 0
    while count < len(lines) and (not lines[-1 - count].strip() or lines[-1 - count].lstrip().startswith("#")):
        count += 1
    return lines[len(lines) - count :]
