"""The complaints this room makes about a file."""

from __future__ import annotations


class BadPicture(ValueError):
    """The bytes cannot be used as a picture; `str(error)` is one sentence for the person at the keyboard."""


class NoVibe(BadPicture):
    """A sound picture, but there is no vibe in it."""
