"""Bytes as JSON holds them."""

from __future__ import annotations

from base64 import b64encode


def text64(data: bytes) -> str:
    """The base64 text of some bytes, as NovelAI's requests and vibe files spell it: padded, in one line."""
    return b64encode(data).decode("ascii")
