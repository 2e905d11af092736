"""NovelAI's signature: what is as it was signed is told from what is not."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from importlib import import_module
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from naitui.pictures import signature
from naitui.pictures.signature import SignatureUnavailable, check_signature

COMMENT = {
    "prompt": "1girl, 銀髪",
    "steps": 28,
    "scale": 5.0,
    "seed": 7,
    "sm": False,
    "v4_prompt": {"caption": {"a": []}},
}
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    image.save(out, kind, lossless=True)
    return out.getvalue()


def drawn(alpha: int = 254) -> Image.Image:
    image = Image.effect_noise((16, 24), 80).convert("RGBA")
    image.putalpha(alpha)
    return image


def signed(image: Image.Image) -> dict[str, object]:
    # as the service does it: rows of red, green, blue, then the record as Python writes JSON
    pixels = b"".join(bytes(image.getpixel((x, y))[:3]) for y in range(image.height) for x in range(image.width))
    text = json.dumps(COMMENT).encode("ascii")
    return {**COMMENT, "signed_hash": b64encode(KEY.sign(pixels + text)).decode()}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_was_signed_is_valid(kind: str) -> None:
    image = drawn()
    assert check_signature(encoded(image, kind), signed(image), PUBLIC) == "valid"


def test_alpha_is_not_signed() -> None:
    image = drawn()
    comment = signed(image)
    image.putalpha(128)
    assert check_signature(encoded(image), comment, PUBLIC) == "valid"
    assert check_signature(encoded(image.convert("RGB")), comment, PUBLIC) == "valid"


def test_another_pixel_another_record_another_key_break_it() -> None:
    image = drawn()
    comment, data = signed(image), encoded(image)
    changed = image.copy()
    red, green, blue, alpha = changed.getpixel((3, 3))
    changed.putpixel((3, 3), (red ^ 1, green, blue, alpha))
    assert check_signature(encoded(changed), comment, PUBLIC) == "broken"
    assert check_signature(data, {**comment, "seed": 8}, PUBLIC) == "broken"
    assert check_signature(data, comment) == "broken"
    assert check_signature(data, {**comment, "signed_hash": "no base64!"}, PUBLIC) == "broken"
    assert check_signature(data, {**comment, "signed_hash": b64encode(b"short").decode()}, PUBLIC) == "broken"


@pytest.mark.parametrize("written", [{}, {"signed_hash": ""}, {"signed_hash": 5}])
def test_without_one_nothing_is_claimed(written: dict[str, object]) -> None:
    assert check_signature(b"not even looked at", {**COMMENT, **written}) == "none"


def test_without_the_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return import_module(name)

    monkeypatch.setattr(signature, "import_module", missing)
    image = drawn()
    with pytest.raises(SignatureUnavailable, match="pip install"):
        check_signature(encoded(image), signed(image))
