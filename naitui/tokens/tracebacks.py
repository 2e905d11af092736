"""Tracebacks without tokens: whatever breaks may quote what it was sent, and people paste tracebacks into reports."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress

from naitui.controls import LINE_MARKS, UNPRINTABLE
from naitui.tokens.looks import redacted

_BLANKED = dict.fromkeys(set(UNPRINTABLE) - set(LINE_MARKS), " ")


def shown(words: str) -> str:
    """Words of an error, or a whole traceback, as it may be shown: no token, nothing that a terminal obeys."""
    return redacted(words.translate(_BLANKED))


def hide_tokens_in_tracebacks() -> None:
    """From now on Python tells no error of this process otherwise: what ends it, what ends a thread of it, and what
    cannot be raised anywhere."""
    sys.excepthook = lambda _kind, error, _trace: _tell("", error)
    threading.excepthook = _of_thread
    ending = sys.unraisablehook  # it knows what to do where the program was to end
    sys.unraisablehook = lambda about: (ending if isinstance(about.exc_value, SystemExit) else _unraised)(about)


def _unraised(about: sys.UnraisableHookArgs) -> None:
    _tell(f"{about.err_msg or 'Exception ignored in'}: {about.object!r}", about.exc_value)


def _of_thread(about: threading.ExceptHookArgs) -> None:
    if about.exc_type is not SystemExit:  # a thread that ends by itself
        _tell(f"Exception in thread {about.thread.name if about.thread else '?'}:", about.exc_value)


def _tell(introduction: str, error: BaseException | None) -> None:
    import traceback  # reads a few modules that no start needs

    words = "".join(traceback.format_exception(error)) if error is not None else ""
    with suppress(OSError, ValueError, AttributeError):  # nobody is listening any more: closed, or never there
        print(shown(f"{introduction}\n{words}".strip()), file=sys.stderr, flush=True)  # noqa: T201 - as Python does
