"""What some bytes are, told by how they begin."""

from __future__ import annotations

from typing import Literal

Kind = Literal["png", "jpeg", "webp", "zip", "json", "html", "empty", "unknown"]

_LOOK_AT = 4096
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TEXT_STARTS: dict[bytes, Kind] = {b"{": "json", b"[": "json", b"<": "html"}


def kind_of(data: bytes) -> Kind:
    """Tell the kind of `data` by its first bytes; nothing is checked beyond them.

    JSON and HTML may follow a UTF-8 byte order mark and white space. Bytes with nothing else in them are "empty".
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(_ZIP_STARTS):
        return "zip"
    text = data[:_LOOK_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        return "empty" if len(data) <= _LOOK_AT else "unknown"
    return _TEXT_STARTS.get(text[:1], "unknown")
