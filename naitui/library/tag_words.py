"""How tags are spelled: as they are shown and inserted, and as they are looked up.

NovelAI wants blanks where boorus write underscores, and no backslashes before brackets. Faces made of signs (``^_^``,
``o_o``) keep their underscores.
"""

from __future__ import annotations

import re
import unicodedata

from naitui.controls import UNPRINTABLE, character_class

LONGEST = 200
"""Characters of a tag or an alias."""
ARTIST = "artist:"
"""What NovelAI wants in front of an artist's name."""
_UNPRINTABLE = re.compile(f"[{character_class(UNPRINTABLE)}]")
_ESCAPED = re.compile(r"\\([()\[\]{}])")
_FACE = re.compile(r"(?!_+$)[^\w\s]*[^\W_]?[^\w\s]*_+[^\w\s]*[^\W_]?[^\w\s]*")
"""One letter or digit at most on either side: no word has so few."""
_WORD = re.compile(r"(?<![\w'’])\w")
_MOST_STARTS = 8
_NO_ALPHABET = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def is_clean(text: str) -> bool:
    """Whether nothing in the text is for terminals to obey."""
    return (text.isascii() and text.isprintable()) or not _UNPRINTABLE.search(text)


def shown(raw: str) -> str:
    """A tag as it is shown and inserted: blanks for underscores, no backslashes before brackets, faces as they are."""
    name = _ESCAPED.sub(r"\1", raw) if "\\" in raw else raw
    if "_" in name and not _FACE.fullmatch(name.strip()):
        name = name.replace("_", " ")
    return " ".join(name.split())


def key_of(text: str) -> str:
    """What is compared: no case, no difference between underscores and blanks or between wide and narrow letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().replace("_", " ").split())


def query_of(typed: str) -> str:
    """What is looked for: `key_of`, but a blank behind a whole word still says that the word is whole."""
    key = key_of(_ESCAPED.sub(r"\1", typed))
    if key.startswith(ARTIST):
        key = ARTIST + key.removeprefix(ARTIST).lstrip()
    return f"{key} " if key and typed[-1:] in " _" else key


def is_long_enough(query: str) -> bool:
    """Two characters; one where a character is a word (Chinese, Japanese, Korean)."""
    return len(query) >= 2 or bool(_NO_ALPHABET.match(query))


def word_starts(key: str) -> tuple[str, ...]:
    """The key from each of its words on, but for the whole key: ``a big hat`` → ``big hat``, ``hat``."""
    starts = (key[match.start() :] for match in _WORD.finditer(key) if match.start())
    return tuple(dict.fromkeys(starts))[:_MOST_STARTS]
