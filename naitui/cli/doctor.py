"""`naitui doctor`: what this terminal can do, how that is known, a test card, and what to change."""

from __future__ import annotations

import argparse
import sys

from naitui.cli.codes import DONE
from naitui.cli.printing import print_json, print_line
from naitui.doctor import advice_for, as_json, gather, sections
from naitui.doctor.drawing import CARD_WORDS, PROTOCOLS, can_draw, drawn
from naitui.doctor.facts import Facts
from naitui.settings import Settings
from naitui.terminal import Protocol, Terminal, ask
from naitui.terminal.tmux import close_passthrough

PATIENCE = 4.0
"""Seconds that an answer may take: longer than the studio waits, to tell the slow from the silent."""
_WIDTH = 20


def doctor(arguments: argparse.Namespace, settings: Settings) -> int:
    """Ask the terminal, print what is known; the exit code."""
    question = ask(may_open=settings.tmux_passthrough)
    try:
        return _examine(arguments, settings, question.read(PATIENCE))
    finally:
        if question.opened:
            close_passthrough()


def _examine(arguments: argparse.Namespace, settings: Settings, terminal: Terminal) -> int:
    # the first question may have found a terminal that was just starting; the second one measures
    again = ask().read(PATIENCE) if terminal.answers else terminal
    images = getattr(arguments, "images", settings.images)
    facts = gather(terminal, images=images, round_trip_ms=again.round_trip_ms)
    if arguments.json:
        print_json(as_json(facts))
        return DONE
    _print_findings(facts)
    if sys.stdout.isatty() and not arguments.no_card:
        _print_cards(facts, getattr(arguments, "images", "auto"))
    return DONE


def _print_findings(facts: Facts) -> None:
    for section in sections(facts):
        print_line(f"{section.title}:")
        for line in section.lines:
            how = f"   ({line.how})" if line.how else ""
            print_line(f"  {line.name:<{_WIDTH}} {line.value}{how}")
        print_line("")
    found = advice_for(facts)
    print_line("What to change:" if found else "Nothing to change.")
    for advice in found:
        where = f"  [{advice.where}]" if advice.where else ""
        print_line(f"  - {advice.text}{where}")
        for change in advice.change:
            print_line(f"        {change}")
    print_line("")


def _print_cards(facts: Facts, images: str) -> None:
    """A card in each protocol that the terminal can draw, or in the one that was asked for."""
    named: list[Protocol] = [each for each in PROTOCOLS if each == images]
    able = can_draw(facts.terminal)
    print_line(f"Test card: {CARD_WORDS}.")
    for protocol in named or able:
        print_line(f"\n{protocol}:")
        print_line(drawn(protocol, facts.terminal))
    missing = [] if named else [protocol for protocol in PROTOCOLS if protocol not in able]
    if missing:
        ways = " or ".join(f"--images {protocol}" for protocol in missing)
        print_line(f"This terminal does not claim {' or '.join(missing)}; {ways} draws the card so all the same.")
    sys.stdout.flush()
