"""What an error comes to on the command line: one line on stderr, no traceback."""

from __future__ import annotations

import sys
from contextlib import suppress

from naitui.cli.codes import DONE as DONE
from naitui.cli.codes import FAILED as FAILED
from naitui.cli.codes import REFUSED as REFUSED
from naitui.cli.codes import SERVICE as SERVICE
from naitui.cli.codes import SIGNAL as SIGNAL
from naitui.cli.codes import TOKEN as TOKEN
from naitui.cli.codes import USAGE as USAGE
from naitui.jobs.guard import OverBudget
from naitui.jobs.job import NeedsApproval
from naitui.novelai.errors import NotEnoughAnlas, NovelAIError, Refused, TokenRefused, clean
from naitui.recipe import RecipeError
from naitui.tokens.looks import redacted


def say(text: str) -> None:
    """A line of words on stderr; foreign text in it cannot reach the terminal's controls."""
    with suppress(OSError):  # nobody may be listening any more, and that must not stop what is being paid for
        print(clean(redacted(text), 2000), file=sys.stderr, flush=True)  # noqa: T201 - the command line's voice


def say_note(text: str) -> None:
    """Something to be known that stops nothing."""
    say(f"note: {text}")


def say_refusals(error: Refused | RecipeError, name: str) -> None:
    """Every problem on a line of its own."""
    if isinstance(error, RecipeError):
        lines = error.lines()
    else:
        lines = [f"{name}: {problem}" for problem in error.problems] or [str(error)]
    for line in lines:
        say(line)


def say_failure(error: Exception) -> None:
    """A failure in words, and whether it was charged."""
    if isinstance(error, NeedsApproval):
        say(f"refused: {error}; agree with --yes or --max-anlas {error.quote.total}")
    elif isinstance(error, Refused) and error.problems:
        say_refusals(error, "refused")
    elif isinstance(error, OverBudget):
        say(f"refused: {error}. {error.advice}")
    elif isinstance(error, NovelAIError):
        charged = "It may have been charged." if error.charged == "maybe" else "Nothing was charged."
        say(f"failed: {error}. {charged} {error.advice}")
    else:
        say(f"failed: {error}")


def code_for(error: Exception) -> int:
    """The exit code that a failure comes to."""
    if isinstance(error, RecipeError):
        return USAGE
    if isinstance(error, Refused | NotEnoughAnlas):
        return REFUSED
    if isinstance(error, TokenRefused):
        return TOKEN
    return SERVICE if isinstance(error, NovelAIError) else FAILED
