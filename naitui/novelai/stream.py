"""The stream of a running generation: previews, finished pictures, errors; framed as MessagePack or as SSE.

Frames may be cut anywhere by the network, so the readers are fed bytes and give events as they become whole.
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

MAX_FRAME = MAX_PICTURE + 64 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """A preview of a sample that is being made: a small JPEG."""

    sample: int
    step: int
    data: bytes


StreamEvent = Step | Image


class MsgpackReader:
    """Frames of a 4-byte big-endian length and one MessagePack map."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Mapping[str, object]]:
        """The maps that have become whole with ``data``. Raises `BadReply` on a frame that cannot be."""
        self._buffer += data
        while len(self._buffer) >= 4:
            length = int.from_bytes(self._buffer[:4], "big")
            if length > MAX_FRAME:
                raise BadReply(f"a stream frame announces {length:,} bytes", status=200)
            if len(self._buffer) < 4 + length:
                return
            frame = bytes(self._buffer[4 : 4 + length])
            del self._buffer[: 4 + length]
            try:
                event = msgpack.unpackb(frame)
            except Exception as error:  # noqa: BLE001 - the unpacker's own errors, ValueError and others: all mean a bad frame
                raise BadReply(f"a stream frame is damaged ({type(error).__name__})", status=200) from None
            if isinstance(event, Mapping):
                yield event

    @property
    def rest(self) -> bytes:
        """What was fed and belongs to no whole frame."""
        return bytes(self._buffer)


class SseReader:
    """Server-sent events: ``event:`` and ``data:`` lines, a blank line ends each."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> Iterator[Mapping[str, object]]:
        """The events that have become whole with ``data``, pictures already out of base64."""
        self._buffer += data.replace(b"\r", b"")
        while (end := self._buffer.find(b"\n\n", self._searched)) >= 0:
            block = bytes(self._buffer[:end])
            del self._buffer[: end + 2]
            self._searched = 0
            event = _sse_event(block)
            if event is not None:
                yield event
        self._searched = max(0, len(self._buffer) - 1)
        if len(self._buffer) > MAX_FRAME * 4 // 3:
            raise BadReply("a stream event is too large", status=200)

    @property
    def rest(self) -> bytes:
        """What was fed and belongs to no whole event."""
        return bytes(self._buffer.strip())


def _sse_event(block: bytes) -> Mapping[str, object] | None:
    name, data = "", b""
    for line in block.split(b"\n"):
        field, _, value = line.partition(b":")
        if field == b"event":
            name = value.strip().decode("ascii", "replace")
        elif field == b"data":
            data += value.strip()
    if not data:
        return None
    try:
        event = json.loads(data)
        if not isinstance(event, dict):
            raise TypeError
        if isinstance(event.get("image"), str):
            event["image"] = base64.b64decode(event["image"], validate=True)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise BadReply("a stream event is damaged", status=200) from None
    return {"event_type": name, **event}


class Sequencer:
    """Turns the stream's maps into events: old previews dropped, errors raised, missing pictures noticed."""

    def __init__(self, samples: int) -> None:
        self._missing = set(range(samples))
        self._reported = ""
        self._damaged: BadReply | None = None
        self._last_step: dict[int, int] = {}

    def take(self, event: Mapping[str, object]) -> StreamEvent | None:
        """The event as it concerns a client; None for a late preview, an error (see `finish`) or an unknown kind."""
        kind, sample, image = event.get("event_type"), _whole(event.get("samp_ix")), event.get("image")
        if kind == "error":
            self._reported = str(event.get("message") or "no reason given")  # other samples may still come
            return None
        if not isinstance(image, bytes):
            return None
        if kind == "intermediate":
            step = _whole(event.get("step_ix"))
            if step <= self._last_step.get(sample, -1):
                return None
            self._last_step[sample] = step
            return Step(sample, step, image)
        if kind == "final":
            return self._final(image, sample)
        return None

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
        if self._damaged is not None:
            raise self._damaged
        if self._missing and self._reported:
            raise StreamFailed("NovelAI reported an error while drawing", said=self._reported)
        if self._missing:
            how = "in the middle of a frame" if rest else "before every picture was there"
            raise StreamFailed(f"the stream ended {how}")


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
