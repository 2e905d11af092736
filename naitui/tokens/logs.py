"""Log records without tokens: libraries log what they send when somebody turns that on, and logs are passed around."""

from __future__ import annotations

import logging
import traceback

from naitui.tokens.looks import redacted


def hide_tokens_in_logs() -> None:
    """From now on nothing that looks like a token is in a log record of this process, nor in the traceback with it.

    What is given as ``extra`` comes later, and no formatter shows it unless somebody asks for it.
    """
    make = logging.getLogRecordFactory()

    def hidden(*arguments: object, **options: object) -> logging.LogRecord:
        record = make(*arguments, **options)
        try:
            words = record.getMessage()
        except Exception:  # noqa: BLE001 - arguments that do not fit are the caller's mistake, and logging goes on
            words = f"{record.msg} {record.args!r}"
        record.msg, record.args = redacted(words), ()
        record.stack_info = redacted(record.stack_info) if record.stack_info else None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = redacted("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
        return record

    logging.setLogRecordFactory(hidden)
