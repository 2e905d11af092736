"""Answers of the service, recognised by their first bytes and never by what they claim to be.

A ZIP, a JSON with base64 pictures, or a bare picture; everything else (a web page, a cut file) is a `BadReply`.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from naitui.novelai.errors import BadReply
from naitui.pictures.kinds import kind_of

MAX_BODY = 192 * 1024 * 1024
"""Bytes of a whole answer: eight lossless pictures of the largest size with room to spare."""
MAX_MEMBERS = 16
MAX_PICTURE = 64 * 1024 * 1024
PICTURE_KINDS = ("png", "webp", "jpeg")
_NUMBER = re.compile(r"(\d+)(?=\D*$)")


@dataclass(frozen=True, slots=True)
class Image:
    """One picture as the service sent it, untouched."""

    data: bytes
    sample: int
    """Which sample of the request it is, from 0; its seed is the request's seed plus this."""


def read_pictures(body: bytes, expected: int) -> Iterator[Image]:
    """The pictures in an answer, in the order of their samples; those in front of a damaged one are given too.

    Args:
        body: the whole answer.
        expected: how many pictures were asked for; fewer is a fault.

    Raises:
        BadReply: not an answer with pictures, or damaged. ``body`` is kept in the exception.
    """
    kind = kind_of(body)
    if kind == "zip":
        pictures = _from_zip(body)
    elif kind == "json":
        pictures = _from_json(body)
    elif kind in PICTURE_KINDS:
        pictures = iter([Image(body, 0)])
    else:
        what = {"html": "a web page", "empty": "nothing"}.get(kind, "something that is no picture")
        raise BadReply(f"NovelAI answered with {what} instead of a picture", status=200, body=body)
    came = 0
    for picture in pictures:
        check_picture(picture.data, body)
        came += 1
        yield picture
    if came < expected:
        raise BadReply(f"{came} of {expected} pictures came", status=200, body=body)


def check_picture(data: bytes, body: bytes = b"") -> None:
    """Raise `BadReply` unless the bytes are a complete picture file, judged by its frame, without decoding it."""
    kind = kind_of(data)
    complete = {
        "png": data.endswith(b"IEND\xaeB`\x82"),
        "webp": len(data) >= 12 and int.from_bytes(data[4:8], "little") + 8 <= len(data) + 1,
        "jpeg": data.rstrip(b"\0").endswith(b"\xff\xd9"),
    }
    if kind not in complete:
        raise BadReply("the answer holds something that is no picture", status=200, body=body or data)
    if not complete[kind]:
        raise BadReply("the picture is cut off", status=200, body=body or data)


def _from_zip(body: bytes) -> Iterator[Image]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise BadReply(f"the ZIP holds {len(members)} files", status=200, body=body)
            # names are read for their number only: files are never extracted by a name somebody else chose
            ordered = sorted(members, key=lambda member: _number(member.filename))
            for index, member in enumerate(ordered):
                yield Image(_member(archive, member, body), index)
    except BadReply:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile fails in a dozen ways on damaged files: all of them mean the same here
        raise BadReply(f"the ZIP is damaged ({type(error).__name__})", status=200, body=body) from None


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, body: bytes) -> bytes:
    with archive.open(member) as file:
        data = file.read(MAX_PICTURE + 1)
    if len(data) > MAX_PICTURE:
        raise BadReply("a picture in the ZIP is too large", status=200, body=body)
    return data


def _number(name: str) -> int:
    found = _NUMBER.search(name.rsplit(".", 1)[0])
    return int(found[1][:9]) if found else 0


def _from_json(body: bytes) -> Iterator[Image]:
    try:
        entries = json.loads(body)["images"]
        pictures = [
            Image(base64.b64decode(entry["image"], validate=True), _index(entry.get("index"), place))
            for place, entry in enumerate(entries)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise BadReply("NovelAI answered with JSON that holds no pictures", status=200, body=body) from None
    yield from sorted(pictures, key=lambda picture: picture.sample)


def _index(said: object, place: int) -> int:
    """Which sample an entry is by its own word, if that can be, else by its place."""
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < MAX_MEMBERS else place
