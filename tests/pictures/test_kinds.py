"""What bytes are, by how they begin."""

import pytest

from naitui.pictures.kinds import kind_of


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\x89PNG\n\x1a\n", "unknown"),  # mangled by a text-mode transfer
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8L", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "unknown"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b'{"a": 1}', "json"),
        (b"\xef\xbb\xbf \r\n\t[1]", "json"),
        (b"\n<!doctype html>", "html"),
        (b"\xef\xbb\xbf<html>", "html"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b" " * 10_000 + b"{", "unknown"),
        (b"GIF89a", "unknown"),
        (b"hello", "unknown"),
    ],
)
def test_kind_is_told_by_the_first_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind
