"""What a terminal has answered, and what follows from that: pure functions of bytes and the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from naitui.terminal.filtering import AnswerFilter

DEFAULT_CELL = (10, 20)  # width and height of a character cell in pixels where the terminal does not tell
SPEECHLESS = ("", "dumb", "unknown")  # values of TERM that promise nothing, not even a cursor
NEEDS_KITTY = (0, 28)  # the first kitty that draws placeholders

DA1_ANSWER = re.compile(rb"\x1b\[\?([0-9;]*)c")
_VERSION_ANSWER = re.compile(rb"\x1bP>\|(.*?)\x1b\\", re.DOTALL)
_CELL_ANSWER = re.compile(rb"\x1b\[6;(\d+);(\d+)t")
_GRAPHICS_ANSWER = re.compile(rb"\x1b_Gi=31[^;\x1b]*;OK")
_TRUECOLOUR_ANSWER = re.compile(rb"\x1bP1\$r[0-9;:]*48[:;]2[:;]+1[:;]2[:;]3")


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a terminal has said of itself, and what its environment adds.

    `name` is the answer to XTVERSION (`kitty(0.41.1)`), the outer terminal's where tmux let us ask it. `answers`: DA1
    came in time; `owed`: how many answers to DA1 are still to come. `attributes`: what DA1 said, e.g. `62;4;22`.
    `graphics`: said OK to Kitty graphics. `placeholders`: draws Kitty pictures by Unicode placeholders. `sixel`: draws
    sixels, with neither tmux nor GNU screen in between. `passthrough`: tmux hands our sequences on. `truecolor_by`,
    `cell_by`: who said so. `cell`: width and height of a cell in pixels, a guess unless `cell_known`. `window`:
    columns, rows, width and height in pixels by the kernel, zeros for what it does not know. `round_trip_ms`: from
    question to answer, at most (imports in between are in it). `colours`: how many Rich
    will use, 0, 16, 256 or 16,777,216.
    """

    tty: bool = False
    answers: bool = False
    owed: int = 0
    name: str = ""
    attributes: str = ""
    graphics: bool = False
    placeholders: bool = False
    sixel: bool = False
    tmux: bool = False
    screen: bool = False
    ssh: bool = False
    passthrough: bool = False
    truecolor: bool = False
    truecolor_by: str = ""
    cell: tuple[int, int] = DEFAULT_CELL
    cell_known: bool = False
    cell_by: str = ""
    window: tuple[int, int, int, int] = (0, 0, 0, 0)
    round_trip_ms: float = 0.0
    typed: str = ""
    colours: int = 0


def parse_answers(
    answers: bytes,
    *,
    environ: Mapping[str, str],
    passthrough: bool = False,
    rgb: bool = True,
    window: tuple[int, int, int, int] = (0, 0, 0, 0),
) -> Terminal:
    """Read the raw `answers`, key presses in between included.

    Of the process environment TMUX, STY, SSH_CONNECTION, SSH_TTY, COLORTERM and TERM matter. `passthrough`: the outer
    terminal was asked through tmux as well. `rgb`: tmux, if there is one, hands 24-bit colours on as they are.
    `window`: columns, rows, width and height in pixels by TIOCGWINSZ; the last two may be 0.
    """
    tmux, screen = bool(environ.get("TMUX")), bool(environ.get("STY"))
    attributes = [found.decode("ascii") for found in DA1_ANSWER.findall(answers)]
    names: list[bytes] = _VERSION_ANSWER.findall(answers)
    # tmux answers first, so the outer terminal's name is the last one; foreign bytes, so nothing but plain ASCII
    name = "".join(chr(byte) for byte in names[-1] if 32 <= byte < 127) if names else ""
    exact = not screen and (rgb or not tmux)
    truecolor_by = _truecolor(answers, environ, outer=name if passthrough else "") if exact else ""
    cell, cell_by = _cell(answers, window)
    graphics = _GRAPHICS_ANSWER.search(answers) is not None
    expected = 2 if passthrough else 1
    keys = AnswerFilter(expected).feed(answers.decode("utf-8", "replace"), 0.0).keys
    return Terminal(
        tty=True,
        answers=bool(attributes),
        owed=max(0, expected - len(attributes)),
        name=name,
        attributes=attributes[-1] if attributes else "",
        graphics=graphics,
        placeholders=graphics and draws_placeholders(name),
        # tmux 3.8 claims sixel whatever the outer terminal is, and drops pictures that text is written after
        sixel=not tmux and not screen and any("4" in attribute.split(";") for attribute in attributes),
        tmux=tmux,
        screen=screen,
        ssh=bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")),
        passthrough=passthrough,
        truecolor=bool(truecolor_by),
        truecolor_by=truecolor_by,
        cell=cell or DEFAULT_CELL,
        cell_known=cell is not None,
        cell_by=cell_by,
        window=window,
        typed=keys.replace("\n", "\r"),  # the terminal's driver has turned Enter into a line feed
        colours=_colours(environ, bool(truecolor_by)),
    )


def draws_placeholders(name: str) -> bool:
    """Konsole, WezTerm and Warp say OK to graphics as well and then draw boxes: only known names count."""
    kitty = version_of(name, "kitty(")
    return (kitty is not None and kitty >= NEEDS_KITTY) or name.lower().startswith("ghostty")


def version_of(name: str, brand: str) -> tuple[int, int] | None:
    """Major and minor version out of an XTVERSION name that starts with `brand`."""
    found = re.match(re.escape(brand) + r"(\d+)\.(\d+)", name)
    return (int(found[1]), int(found[2])) if found else None


def cell_of(window: tuple[int, int, int, int]) -> tuple[int, int] | None:
    """Cell size in pixels by the kernel's window size; None where it does not know the pixels."""
    columns, rows, width, height = window
    if columns and rows and width // columns and height // rows:
        return width // columns, height // rows
    return None


def _truecolor(answers: bytes, environ: Mapping[str, str], *, outer: str) -> str:
    """Who promises 24-bit colour; nobody: empty. `outer`: the name of the terminal around tmux, if it was asked."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "COLORTERM"
    if _TRUECOLOUR_ANSWER.search(answers):
        return "DECRQSS"
    return "its name" if draws_placeholders(outer) else ""  # all of those have it


def _cell(answers: bytes, window: tuple[int, int, int, int]) -> tuple[tuple[int, int] | None, str]:
    """Cell size in pixels, and who said so: the kernel before the terminal's own answer, as a font zoom changes it."""
    if (cell := cell_of(window)) is not None:
        return cell, "TIOCGWINSZ"
    if (found := _CELL_ANSWER.search(answers)) and int(found[1]) and int(found[2]):
        return (int(found[2]), int(found[1])), "CSI 16 t"
    return None, ""


def _colours(environ: Mapping[str, str], truecolor: bool) -> int:
    """The number of colours Rich will choose for this TERM and COLORTERM (`rich.console`, 15.0)."""
    term = environ.get("TERM", "").strip().lower()
    if term in SPEECHLESS:
        return 0
    if truecolor:
        return 1 << 24
    return 256 if term.rpartition("-")[2] in ("256color", "kitty") else 16
