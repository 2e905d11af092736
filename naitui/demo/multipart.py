"""The site's own way of sending a generation: a form with the pictures first and the JSON, ``request``, last."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from email.message import Message

from naitui.demo.refusal import wrong
from naitui.pictures.text64 import text64

REQUEST = "request"
_ONE = ("image", "mask", "reference_image")
_MANY = ("reference_image_multiple", "director_reference_images")
_NAMES = re.compile(r"image|mask|reference_image|(?:ref_multiple|director_ref)_\d{1,3}")
_SHOWN = 24
_MOST_PARTS = 128


def read_form(content: bytes, content_type: str) -> object:
    """The body in a form, its pictures in base64 as in plain JSON. Raises `Fault`.

    A picture field holds the name of a part; anything else in it, base64 above all, names no part and is refused.
    """
    parts = _parts(content, content_type)
    if REQUEST not in parts:
        raise wrong(f"form part {REQUEST} is missing")
    if next(reversed(parts)) != REQUEST:
        raise wrong(f"form part {next(reversed(parts))} must stand before {REQUEST}")
    try:
        body = json.loads(parts.pop(REQUEST))
    except (ValueError, RecursionError):
        raise wrong(f"form part {REQUEST} is no JSON") from None
    for name in parts:
        if not _NAMES.fullmatch(name):
            raise wrong(f"unknown form part {name[:_SHOWN]}")
    parameters = body.get("parameters") if isinstance(body, dict) else None
    if not isinstance(parameters, dict):
        return body
    return {**body, "parameters": parameters | _pictures(parameters, parts)}


def _pictures(parameters: Mapping[str, object], parts: Mapping[str, bytes]) -> dict[str, object]:
    found: dict[str, object] = {name: _part(parameters[name], parts) for name in _ONE if parameters.get(name)}
    for name in _MANY:
        values = parameters.get(name)
        if isinstance(values, list):
            found[name] = [_part(value, parts) for value in values]
    return found


def _part(name: object, parts: Mapping[str, bytes]) -> str:
    if not isinstance(name, str) or name not in parts:
        raise wrong(f"unknown form part {str(name)[:_SHOWN]}")
    return text64(parts[name])


def _parts(content: bytes, content_type: str) -> dict[str, bytes]:
    """The parts of a form by name, in their order; RFC 7578 and RFC 2046, section 5.1.1."""
    boundary = _header(content_type).get_boundary()
    if not boundary:
        raise wrong("the form has no boundary")
    first, *pieces = (b"\r\n" + content).split(b"\r\n--" + boundary.encode("latin-1", "replace"))
    if first.strip() or not pieces or not pieces[-1].startswith(b"--") or len(pieces) > _MOST_PARTS:
        raise wrong("the form cannot be read")
    parts: dict[str, bytes] = {}
    for piece in pieces[:-1]:
        head, blank, data = piece.partition(b"\r\n\r\n")
        name = _name(head.decode("utf-8", "replace"))
        if not blank or name is None:
            raise wrong("a form part cannot be read")
        if name in parts:
            raise wrong(f"form part {name[:_SHOWN]} comes twice")
        parts[name] = data
    return parts


def _name(head: str) -> str | None:
    for line in head.split("\r\n"):
        title, _, value = line.partition(":")
        if title.strip().lower() == "content-disposition":
            name = _header(value.strip()).get_param("name")
            return name if isinstance(name, str) else None
    return None


def _header(value: str) -> Message:
    message = Message()
    message["content-type"] = re.sub(r"[\r\n]", " ", value)
    return message
