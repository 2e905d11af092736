"""The test card as text for a terminal, in one protocol: the same encoders as in the studio, without a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from naitui.doctor.card import card_picture
from naitui.pictures.graphics import blocks, kitty, sixel
from naitui.pictures.graphics.colours import main_colours
from naitui.pictures.graphics.framing import fit
from naitui.terminal import Protocol, Terminal, through_tmux

if TYPE_CHECKING:
    from PIL import Image

BOX = (36, 12)
"""Columns and rows that a card may take."""
PROTOCOLS: tuple[Protocol, ...] = ("kitty", "sixel", "blocks", "text")
"""The ways to draw a card, the best first."""
CARD_WORDS = "the circle is round, the frame whole, the greys rise evenly, one square is chequered"
"""What is to be seen on the card where all is well."""
_PLAIN = "\x1b[0m"


def can_draw(terminal: Terminal) -> list[Protocol]:
    """The protocols that this terminal will not make a mess of, the best first."""
    found: list[Protocol] = ["text"]
    if terminal.colours:
        found.insert(0, "blocks")
    if terminal.sixel and terminal.cell_known:
        found.insert(0, "sixel")
    if terminal.placeholders and terminal.colours >= 256:
        found.insert(0, "kitty")
    return found


def drawn(protocol: Protocol, terminal: Terminal) -> str:
    """The card in one protocol, to be printed at the start of a line. Kitty's picture stays until it is freed."""
    from naitui.pictures.decode import excerpt

    card = card_picture()
    columns, rows = fit(card.size, BOX, terminal.cell)
    small = excerpt(card, (0, 0, *card.size), (columns * terminal.cell[0], rows * terminal.cell[1]))
    match protocol:
        case "kitty":
            return _kitty(small, columns, rows, terminal)
        case "sixel":
            painted = sixel.quantised(small, columns, rows, terminal.cell, 256)
            # room first: at the end of the screen the sixels would scroll it, and not all terminals agree how far
            room = "\n" * rows + f"\x1b[{rows}A\x1b7"
            return room + sixel.encode_palette(painted, lambda: True) + f"\x1b8\x1b[{rows}B"
        case "blocks" if terminal.colours >= 256:
            return _lines(_blocks(small, columns, rows, truecolor=terminal.truecolor))
        case "blocks":
            return _lines(blocks.shades(small, columns, rows, dark=True))
        case _:
            found = main_colours(small)
            return _lines(["{} × {} pixels".format(*card.size), *(f"{each.name}, {each.share:.0%}" for each in found)])


def _kitty(small: Image.Image, columns: int, rows: int, terminal: Terminal) -> str:
    number = kitty.new_number(truecolor=terminal.truecolor)
    commands = kitty.transfer(number, kitty.encode(small), columns, rows)
    sent = "".join(through_tmux(command) if terminal.passthrough else command for command in commands)
    colour = kitty.colour_of(number)
    fore = f"5;{colour}" if isinstance(colour, int) else "2;{};{};{}".format(*colour)
    return sent + _lines(f"\x1b[38;{fore}m{line}{_PLAIN}" for line in kitty.placeholders(columns, rows))


def _blocks(small: Image.Image, columns: int, rows: int, *, truecolor: bool) -> list[str]:
    lines = blocks.half_blocks(small, columns, rows, truecolor=truecolor)
    return ["".join(map(_run, line)) + _PLAIN for line in lines]


def _run(run: blocks.Run) -> str:
    return f"\x1b[38;{_colour(run.upper)};48;{_colour(run.lower)}m" + "▀" * run.cells


def _colour(pixel: bytes) -> str:
    return "2;{};{};{}".format(*pixel) if len(pixel) == 3 else f"5;{16 + pixel[0]}"


def _lines(lines: Iterable[str] | Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
