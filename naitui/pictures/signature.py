"""NovelAI's signature in a picture: whether pixels and record are still what NovelAI made (NovelAI's metadata format).

``cryptography`` (the extra ``signature``) is imported only when there is a signature to be looked at.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Literal

from naitui.pictures.decode import open_picture

PUBLIC_KEY = b64decode("Y2JcQAOhLwzwSDUJPNgL04nS0Tbqm7cSRc4xk0vRMic=")
"""NovelAI's: the 32 bytes of an Ed25519 key."""
FIELD = "signed_hash"
"""Where the signature stands in the record."""
Signature = Literal["none", "valid", "broken"]


class SignatureUnavailable(Exception):
    """The library that checks signatures is not installed; the message says how to get it."""


def check_signature(data: bytes, comment: Mapping[str, object], key: bytes = PUBLIC_KEY) -> Signature:
    """Whether a picture is as it was signed. Decodes it, so use a thread.

    Args:
        data: the picture file.
        comment: the ``Comment`` of its record, in the order of the file.
        key: of whoever should have signed it.

    Raises:
        SignatureUnavailable: cryptography is not installed.
        BadPicture: the bytes are no picture.
    """
    written = comment.get(FIELD)
    if not isinstance(written, str) or not written:
        return "none"
    keys, error = _library()
    try:
        signature = b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        return "broken"
    # the alpha channel, where the record hides, is not signed; it is dropped and not laid on any ground
    pixels = open_picture(data).convert("RGBA").convert("RGB").tobytes()
    record = json.dumps({name: value for name, value in comment.items() if name != FIELD})
    try:
        keys.Ed25519PublicKey.from_public_bytes(key).verify(signature, pixels + record.encode())
    except error.InvalidSignature:
        return "broken"
    return "valid"


def _library() -> tuple[Any, Any]:  # the library brings no types that are needed here
    try:
        keys = import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
        return keys, import_module("cryptography.exceptions")
    except ImportError:
        raise SignatureUnavailable("checking it needs cryptography: pip install 'naitui[signature]'") from None
