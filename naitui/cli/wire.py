"""Requests as documents: what would go over the wire, with the token hidden."""

from __future__ import annotations

from naitui.novelai.encode import EncodeRequest
from naitui.novelai.forms import FORM_PATHS, REQUEST, in_parts
from naitui.novelai.headers import USER_AGENT
from naitui.novelai.request import Request
from naitui.settings import Settings

HIDDEN = "Bearer ***"
_COMMON = {
    "User-Agent": USER_AGENT,
    "x-correlation-id": "<six random letters or digits>",
    "x-initiated-at": "<now, ISO 8601>",
}


def as_document(request: Request | EncodeRequest, settings: Settings) -> dict[str, object]:
    """Method, address, headers and the whole body; what is new for each call stands in angle brackets.

    As a form, ``body`` is its part ``request``, and ``parts`` names the pictures before it with their sizes in bytes.
    """
    head = {"method": request.method, "url": settings.host + request.path}
    if settings.transport == "multipart" and request.path in FORM_PATHS:
        body, pictures = in_parts(request.body)
        kind = "multipart/form-data; boundary=<new for each call>"
        parts = {name: len(data) for name, data in pictures.items()}
        return {**head, "headers": _headers(kind), "parts": parts, "body_part": REQUEST, "body": body}
    return {**head, "headers": _headers("application/json"), "body": request.body}


def _headers(kind: str) -> dict[str, str]:
    return {"Authorization": HIDDEN, "Content-Type": kind, **_COMMON}
