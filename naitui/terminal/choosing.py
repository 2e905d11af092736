"""How pictures are put on the screen, by what a terminal has said of itself; a wish of the user comes before it."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from typing import Literal, NamedTuple

from naitui.terminal.answers import NEEDS_KITTY, Terminal, version_of

Protocol = Literal["kitty", "sixel", "blocks", "text", "none"]
"""How a picture is put on the screen, best first. With few colours "blocks" are shades."""

CLEAN_KONSOLE = (26, 0)  # Konsole 22 leaves stale columns of sixels behind


class Choice(NamedTuple):
    """What was chosen, and why not something better."""

    protocol: Protocol
    reason: str


def choose(terminal: Terminal) -> Protocol:
    """The best way to show pictures on `terminal`."""
    return explain(terminal).protocol


def explain(terminal: Terminal) -> Choice:
    """The best way to show pictures on `terminal`, with the reason in a few words."""
    if not terminal.tty:
        return Choice("none", "there is no terminal")
    if terminal.colours == 0:
        return Choice("text", "TERM promises nothing, not even a cursor")
    if terminal.placeholders and terminal.colours >= 256:  # a picture's number is written as a colour
        through = " through tmux" if terminal.tmux else ""
        return Choice("kitty", f"{terminal.name} draws Kitty graphics by placeholders{through}")
    konsole = version_of(terminal.name, "Konsole ")
    if terminal.sixel and terminal.cell_known and (konsole is None or konsole >= CLEAN_KONSOLE):
        return Choice("sixel", f"{terminal.name or 'the terminal'} says in DA1 that it draws sixels")
    return Choice("blocks", _why_blocks(terminal))


def _why_blocks(terminal: Terminal) -> str:
    kitty = version_of(terminal.name, "kitty(")
    if not terminal.answers:
        return "the terminal has not answered in time"
    if terminal.tmux and not terminal.passthrough:
        return "tmux hands nothing on: its allow-passthrough is off"
    if terminal.screen:
        return "GNU screen hands no pictures on"
    if terminal.placeholders:
        return "Kitty graphics need 256 colours, and TERM promises fewer"
    if kitty is not None and kitty < NEEDS_KITTY:
        return f"{terminal.name} is older than 0.28 and does not draw placeholders"
    if terminal.sixel and not terminal.cell_known:
        return "it draws sixels, but nobody knows how many pixels a cell has"
    if terminal.sixel:
        return f"{terminal.name} draws sixels, but leaves parts of them behind"
    if terminal.graphics:
        return f"{terminal.name or 'it'} says OK to Kitty graphics, but is not known to draw placeholders"
    return "the terminal claims neither Kitty graphics nor sixels"


def draws(protocol: Protocol) -> bool:
    """Whether pictures are to be seen; else they are told in words, or not at all."""
    return protocol not in ("text", "none")


def apply_colour(terminal: Terminal, environ: MutableMapping[str, str] = os.environ) -> None:
    """Tell Textual about 24-bit colour through COLORTERM; call it before the app is made.

    ssh does not carry COLORTERM. GNU screen inherits it and turns 24-bit colours into noise: there it is taken away.
    """
    if terminal.truecolor:
        environ["COLORTERM"] = "truecolor"
    elif environ.get("STY"):
        environ.pop("COLORTERM", None)
