"""Comments in prompts, ``/* … */``: written for people, never sent.

What a comment leaves behind is tidied only as far as no empty tag may stay: one comma and the blanks beside it. An
unclosed ``/*`` is text, and comments do not nest.
"""

from __future__ import annotations

OPEN, CLOSE = "/*", "*/"
_BLANKS = " \t"


def has_comment(text: str) -> bool:
    """Whether anything in the text would be dropped."""
    start = text.find(OPEN)
    return start >= 0 and text.find(CLOSE, start + len(OPEN)) >= 0


def without_comments(text: str) -> str:
    """The text as it is sent; one without a comment stays as it is, character by character."""
    if not has_comment(text):
        return text
    done: list[str] = []
    left = ""
    for number, right in enumerate(_between(text)):
        if number == 0:
            left = right
            continue
        while done and not left.strip():
            left = done.pop() + left  # what stands before the comment is told by the last word, not by blanks
        left, right = _closed(left, right)
        if left.endswith("|") and right.startswith("|"):
            left += " "  # two bars side by side would begin or end a choice
        done.append(left)
        left = right
    return "".join((*done, left))


def _between(text: str) -> list[str]:
    """What stands before, between and behind the comments; those with nothing but blanks between them count as one."""
    pieces: list[str] = []
    at = 0
    while (start := text.find(OPEN, at)) >= 0:
        end = text.find(CLOSE, start + len(OPEN))
        if end < 0:
            break
        piece = text[at:start]
        if not pieces or piece.strip(_BLANKS):
            pieces.append(piece)
        at = end + len(CLOSE)
    return [*pieces, text[at:]]


def _closed(left: str, right: str) -> tuple[str, str]:
    """What stays of the texts on both sides of a dropped comment."""
    before, after = left.rstrip(_BLANKS), right.lstrip(_BLANKS)
    opens, closes = _opens(before.rstrip()), _closes(after.lstrip())
    comma = before.rstrip().endswith(",")
    if after.startswith("\n") and (not before or before.endswith("\n")):
        return before, after[1:]  # it had the line for itself
    if after.startswith(","):
        if opens:
            return left, after[1:].lstrip(_BLANKS)
        return before, after[1:] if comma else after
    if comma and closes:
        return before.rstrip().removesuffix(",").rstrip(_BLANKS), right if after else ""
    if opens or before.endswith("\n"):
        return left, after
    if closes or after.startswith("\n"):
        return before, right if after.strip() and not after.startswith("\n") else after
    return (left, after) if left != before else (before, right)


def _opens(before: str) -> bool:
    """Whether a tag behind this text would be the first of its group. A double bar may end a choice: not counted."""
    return not before or before.endswith(("{", "[")) or (before.endswith("|") and not before.endswith("||"))


def _closes(after: str) -> bool:
    """Whether a tag before this text would be the last of its group."""
    return not after or after.startswith(("}", "]")) or (after.startswith("|") and not after.startswith("||"))
