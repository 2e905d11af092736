"""What other programs write into pictures about how they were made: A1111's text, ComfyUI's graph."""

from __future__ import annotations

from dataclasses import dataclass, field

from naitui.pictures import exif, jpeg, png, webp
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.records import parse_object

_TEXT, _GRAPH = "parameters", "prompt"


@dataclass(frozen=True, slots=True)
class Foreign:
    """What was found; empty where there is nothing."""

    text: str = ""
    """Prompt, negative prompt and a line of settings. It may hold control characters."""
    graph: dict[str, object] = field(default_factory=dict)
    """Nodes by id."""


def read_foreign(data: bytes) -> Foreign:
    """What another program has written into a PNG, JPEG or WebP; damaged records count as none."""
    try:
        match kind_of(data):
            case "png":
                chunks = png.text_chunks(data)
                return Foreign(chunks.get(_TEXT, ""), parse_object(chunks.get(_GRAPH, "")) or {})
            case "jpeg":
                block = jpeg.exif_block(data)
            case "webp":
                block = webp.read_chunk(data, b"EXIF")
            case _:
                block = None
    except BadPicture:
        return Foreign()
    comment = exif.read_fields(block).user_comment if block else ""
    return Foreign("" if parse_object(comment) is not None else comment)
