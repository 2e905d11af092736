"""What is shown of an error that nobody has foreseen: where it came from, and none of the user's business."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.traceback import Stack, Trace, Traceback

from naitui.tokens.tracebacks import shown


def current_traceback() -> Traceback:
    """The error that is being handled: no local variables, no tokens, nothing in it that a terminal obeys."""
    kind, error, trace = sys.exc_info()
    if kind is None or error is None:
        raise ValueError("no error is being handled")
    extracted = Traceback.extract(kind, error, trace, show_locals=False)
    return Traceback(Trace(stacks=list(_cleaned(extracted.stacks))), width=None)


def _cleaned(stacks: Iterable[Stack]) -> Iterable[Stack]:
    for stack in stacks:
        stack.exc_value = shown(stack.exc_value)
        stack.notes = [shown(note) for note in stack.notes]
        if stack.syntax_error is not None:
            stack.syntax_error.msg = shown(stack.syntax_error.msg)
            stack.syntax_error.line = shown(stack.syntax_error.line)
        for each in stack.exceptions:
            each.stacks = list(_cleaned(each.stacks))
        yield stack
