"""Stream frames as the service writes them: MessagePack with a length in front, or server-sent events."""

from __future__ import annotations

import json

import msgpack

from naitui.pictures.text64 import text64

CONTENT_TYPES = {"msgpack": "application/msgpack", "sse": "text/event-stream"}


def frame(framing: str, event: dict[str, object]) -> bytes:
    """One event (with ``event_type`` and raw bytes in ``image``) as bytes on the wire."""
    if framing == "msgpack":
        packed: bytes = msgpack.packb(event)
        return len(packed).to_bytes(4, "big") + packed
    image = event.get("image")
    data = {**event, "image": text64(image)} if isinstance(image, bytes) else event
    return f"event: {event['event_type']}\ndata: {json.dumps(data)}\n\n".encode()
