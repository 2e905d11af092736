"""What is to be painted, and how its words are taken apart."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A character: its own words, and the centre of its place as a share of the picture."""

    prompt: str
    undesired: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bond:
    """Somebody does something to somebody: indices of figures."""

    source: int
    target: int
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the picture depends on."""

    prompt: str
    undesired: str
    seed: int
    width: int
    height: int
    figures: tuple[Figure, ...] = ()
    bonds: tuple[Bond, ...] = ()
    transparent: bool = False
    steps: int = 23
    guidance: float = 5.0
    variety: bool = False


# A real prompt is never longer; words beyond still count through the hash.
_READ_AT_MOST = 6000
_MINUS = re.compile(r"-\d{0,3}(?:\.\d{1,3})?::([^:]{0,400})(?:::)?")
_WEIGHT = re.compile(r"-?\d{0,3}(?:\.\d{1,3})?::")
_TITLE = re.compile(r"\bText:\s*([^\n,|]{1,80})")
_QUOTED = re.compile(r'["\u201c]([^"\u201c\u201d\n]{1,40})["\u201d]')


def plain(prompt: str) -> str:
    """The words of a prompt in lower case, tags apart by commas, emphasis marks gone, unwanted words left out."""
    text = _TITLE.sub(" ", prompt[:_READ_AT_MOST])
    text = _MINUS.sub(" ", text)
    return _tidy(text)


def unwanted(prompt: str, undesired: str) -> str:
    """The words that must not be seen: the undesired content, and what the prompt itself weighs negatively."""
    negative = ",".join(_MINUS.findall(prompt[:_READ_AT_MOST]))
    return _tidy(undesired[:_READ_AT_MOST] + "," + negative)


def title(prompt: str) -> str:
    """The words to be written into the picture, or nothing."""
    head = prompt[:_READ_AT_MOST]
    named = _TITLE.search(head)
    if named:
        words = named.group(1)
    else:
        quoted = _QUOTED.search(head)
        words = quoted.group(1) if quoted else ""
    return "".join(letter for letter in words if letter.isprintable()).strip(" ,{}[]")[:40]


def _tidy(text: str) -> str:
    text = _WEIGHT.sub(" ", text)
    text = re.sub(r"[{}\[\]()\\|\n\r\t]|::", lambda mark: "," if mark.group() in "|\n" else " ", text)
    tags = (re.sub(r"[\s_]+", " ", tag).strip().lower() for tag in text.split(","))
    return ", ".join(tag for tag in tags if tag)
