"""The stream of a running generation: previews, finished pictures, errors; framed as MessagePack or as SSE.

Frames may be cut anywhere by the network, so the readers are fed bytes and give frames as they become whole; each
is decoded on its own, so that a damaged one costs nothing but itself.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgpack

from naitui.novelai.errors import BadReply, StreamFailed
from naitui.novelai.replies import MAX_PICTURE, Image, check_picture
from naitui.novelai.request import Framing
from naitui.pictures.kinds import kind_of

MAX_FRAME = MAX_PICTURE + 64 * 1024
_SSE_STARTS = (b"event:", b"data:", b"id:", b"retry:", b":")
_MAP_MARKS = (*range(0x80, 0x90), 0xDE, 0xDF)
"""The bytes with which a map begins in MessagePack."""


@dataclass(frozen=True, slots=True)
class Step:
    """A preview of a sample that is being made: a small JPEG."""

    sample: int
    step: int
    data: bytes


StreamEvent = Step | Image


def framing_of(first: bytes, asked: Framing) -> Framing:
    """How an answer that begins like this is framed, whatever was asked for; what tells nothing is as it was asked."""
    if kind_of(first) not in ("unknown", "empty"):
        return "none"  # a ZIP, a picture, JSON, a web page
    if first.startswith(_SSE_STARTS):
        return "sse"
    if len(first) > 4 and int.from_bytes(first[:4], "big") <= MAX_FRAME and first[4] in _MAP_MARKS:
        return "msgpack"
    return asked


class MsgpackReader:
    """Frames of a 4-byte big-endian length and one MessagePack map."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The frames that have become whole with ``data``. Raises `BadReply` on a length that cannot be."""
        self._buffer += data
        while len(self._buffer) >= 4:
            length = int.from_bytes(self._buffer[:4], "big")
            if length > MAX_FRAME:
                raise BadReply(f"a stream frame announces {length:,} bytes", status=200)
            if len(self._buffer) < 4 + length:
                return
            frame = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            yield frame

    @staticmethod
    def decode(frame: bytes) -> Mapping[str, object] | None:
        """The event in a frame; None when it is something else. Raises `BadReply` on a damaged one."""
        try:
            event = msgpack.unpackb(frame)
        except Exception as error:  # noqa: BLE001 - the unpacker's own errors, ValueError and others: all mean a bad frame
            raise BadReply(f"a stream frame is damaged ({type(error).__name__})", status=200) from None
        return _with_raw_image(event) if isinstance(event, Mapping) else None

    @property
    def rest(self) -> bytes:
        """What was fed and belongs to no whole frame."""
        return bytes(self._buffer)


class SseReader:
    """Server-sent events: ``event:`` and ``data:`` lines, a blank line ends each."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The events that have become whole with ``data``. Raises `BadReply` on one that never ends."""
        self._buffer += data.replace(b"\r", b"")
        while (end := self._buffer.find(b"\n\n", self._searched)) >= 0:
            block = bytes(self._buffer[:end])
            del self._buffer[: end + 2]
            self._searched = 0
            yield block
        self._searched = max(0, len(self._buffer) - 1)
        if len(self._buffer) > MAX_FRAME * 4 // 3:
            raise BadReply("a stream event is too large", status=200)

    @staticmethod
    def decode(frame: bytes) -> Mapping[str, object] | None:
        """The event, its picture out of base64; None for a comment. Raises `BadReply` on a damaged one."""
        name, data = "", b""
        for line in frame.split(b"\n"):
            field, _, value = line.partition(b":")
            if field == b"event":
                name = value.strip().decode("ascii", "replace")
            elif field == b"data":
                data += value.strip()
        if not data:
            return None
        try:
            event = json.loads(data)
        except (ValueError, RecursionError):
            raise BadReply("a stream event is damaged", status=200) from None
        if not isinstance(event, dict):
            raise BadReply("a stream event is damaged", status=200)
        return _with_raw_image({"event_type": name, **event})

    @property
    def rest(self) -> bytes:
        """What was fed and belongs to no whole event."""
        return bytes(self._buffer.strip())


def _with_raw_image(event: Mapping[str, object]) -> Mapping[str, object]:
    """The event with its picture as bytes, also where it came as base64 text."""
    image = event.get("image")
    if not isinstance(image, str):
        return event
    try:
        raw = base64.b64decode(image.rpartition(";base64,")[2], validate=True)
    except (ValueError, binascii.Error):
        raise BadReply("the picture in a stream event is damaged", status=200) from None
    return {**event, "image": raw}


class Sequencer:
    """Turns the stream's maps into events: old previews dropped, errors raised, missing pictures noticed."""

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._missing = set(range(samples))
        self._reported = ""
        self._damaged: BadReply | None = None
        self._last_step: dict[int, int] = {}

    def take(self, event: Mapping[str, object]) -> StreamEvent | None:
        """The event as it concerns a client; None for a late preview, an error (see `finish`) or an unknown kind."""
        kind, image = event.get("event_type"), event.get("image")
        if kind == "error":
            self._reported = str(event.get("message") or "no reason given")  # other samples may still come
            return None
        sample = self._sample(event.get("samp_ix", 0))
        if not isinstance(image, bytes) or sample is None:
            return None
        if kind == "intermediate":
            step = event.get("step_ix", 0)
            if not isinstance(step, int) or step <= self._last_step.get(sample, -1):
                return None
            self._last_step[sample] = step
            return Step(sample, step, image)
        if kind == "final":
            return self._final(image, sample)
        return None

    def spoil(self, fault: BadReply) -> None:
        """A frame could not be read: that is what is told if a picture is missing at the end."""
        self._damaged = fault

    def _sample(self, said: object) -> int | None:
        """Which sample an event belongs to; None when there is no such sample."""
        if not isinstance(said, int) or isinstance(said, bool):
            return None
        return said if 0 <= said < self._samples else None

    def _final(self, image: bytes, sample: int) -> Image | None:
        try:
            check_picture(image)
        except BadReply as damaged:
            self._damaged = damaged  # the other samples may still come whole
            return None
        self._missing.discard(sample)
        return Image(image, sample)

    @property
    def complete(self) -> bool:
        """Whether every picture has come."""
        return not self._missing

    def finish(self, rest: bytes) -> None:
        """Raise `StreamFailed`, or the `BadReply` of a damaged picture, if the stream ended with one missing.

        ``rest`` is an unfinished frame.
        """
        if self.complete:
            return
        if self._reported:
            raise StreamFailed("NovelAI reported an error while drawing", said=self._reported)
        if self._damaged is not None:
            raise self._damaged
        how = "in the middle of a frame" if rest else "before every picture was there"
        raise StreamFailed(f"the stream ended {how}")
