"""What the terminal can show, asked of the terminal itself.

The questions are written before the heavy imports and read after them, so that the round trip costs nothing::

    question = ask()
    from textual.app import App  # and all the rest
    terminal = question.read()
    apply_colour(terminal)
    protocol = choose(terminal)
"""

from naitui.terminal.answers import DEFAULT_CELL, Terminal, parse_answers
from naitui.terminal.asking import Question, ask, current_cell
from naitui.terminal.choosing import Choice, Protocol, apply_colour, choose, draws, explain
from naitui.terminal.tmux import through_tmux

__all__ = [
    "DEFAULT_CELL",
    "Choice",
    "Protocol",
    "Question",
    "Terminal",
    "apply_colour",
    "ask",
    "choose",
    "current_cell",
    "draws",
    "explain",
    "parse_answers",
    "through_tmux",
]
