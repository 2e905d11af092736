"""What a model reads in a prompt beside words: the marks of the language that not every model knows."""

from __future__ import annotations

from typing import NamedTuple


class Dialect(NamedTuple):
    """The marks that a model reads (service's reference, sections 3.2 and 5); to it, the others are words.

    Braces and brackets, bars, ``||a|b||`` and the marks of naitui's own are read for every model.
    """

    numbers: bool = True
    """Weights like ``1.2::x::``: V4 and newer."""
    text_blocks: bool = True
    """``Text: …``, drawn as it stands: V4 and newer."""
    mixing: bool = False
    """Parts between bars are mixed, six at most, each with a weight like ``:1.2`` at its end: V3 and older."""
    interactions: bool = True
    """``source#``, ``target#`` and ``mutual#``: V4.5 and newer."""
    quotes: bool = False
    """What stands between quotation marks is drawn too: V5."""


PLAIN = Dialect()
"""Where no model is known: what V4.5 reads."""
OLD = Dialect(numbers=False, text_blocks=False, mixing=True, interactions=False)
"""What V3 and older models read."""
