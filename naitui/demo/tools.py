"""The director tools: what the service asks of a body of ``/ai/augment-image``, and which pictures come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PIL import Image

from naitui.demo.colours import named_colours
from naitui.demo.cutout import cut_out
from naitui.demo.moods import in_mood
from naitui.demo.record import tool_file
from naitui.demo.refusal import document_of, is_int, wrong
from naitui.demo.tool_effects import colorized, decluttered, line_art, sketched
from naitui.demo.uploads import picture_of
from naitui.novelai.entries import Tools
from naitui.pictures.prepare import source as prepared

_PLAIN: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "lineart": line_art,
    "sketch": sketched,
    "declutter": decluttered,
    "declutter-keep-bubbles": lambda image: decluttered(image, keep_bubbles=True),
}


@dataclass(frozen=True, slots=True)
class ToolOrder:
    """A checked body."""

    req_type: str
    image: Image.Image
    prompt: str
    defry: int
    tools: Tools
    """The rules of the catalog."""

    def files(self, seconds: float) -> list[bytes]:
        """The PNG files that the tool answers with, in their order; ``seconds`` is the time they say they took."""
        comment = {"req_type": self.req_type, "prompt": self.prompt, "defry": self.defry}
        return [tool_file(picture, comment, seconds) for picture in self._pictures()]

    def _pictures(self) -> list[Image.Image]:
        if self.req_type == "bg-removal":
            return cut_out(self.image)
        flat = prepared(self.image, *self.image.size)
        if self.req_type in _PLAIN:
            return [_PLAIN[self.req_type](flat)]
        share = 1 - self.defry / (self.tools.defry + 1)
        if self.req_type == "colorize":
            return [colorized(flat, self.prompt, share)]
        mood, _, words = self.prompt.partition(self.tools.separator)
        return [in_mood(flat, mood, share, named_colours(words))]


def read_tool(body: object, tools: Tools) -> ToolOrder:
    """The order in a body. Raises `Fault` as the service would answer.

    Where the reference of the service is silent: ``prompt`` and ``defry`` are demanded of the two tools that use
    them and ignored with the others.
    """
    fields = document_of(body)
    req_type = fields.get("req_type")
    tool = tools.kinds.get(req_type) if isinstance(req_type, str) else None
    if tool is None or not isinstance(req_type, str):
        raise wrong(f"req_type must be one of {', '.join(tools.kinds)}")
    image = picture_of(fields.get("image"), "image").image
    for name, side in zip(("width", "height"), image.size, strict=True):
        if not is_int(fields.get(name), side, side):
            raise wrong(f"{name} must be that of the image, {side}")
    area = image.width * image.height
    if area > tools.area:
        raise wrong(f"image is too large: {area} of {tools.area} pixels")
    if not tool.prompted:
        return ToolOrder(req_type, image, "", 0, tools)
    prompt, defry = fields.get("prompt"), fields.get("defry")
    if not isinstance(prompt, str):
        raise wrong("prompt must be a string")
    if not is_int(defry, 0, tools.defry):
        raise wrong(f"defry must be a whole number from 0 to {tools.defry}")
    if tool.moods:
        mood, separator, _ = prompt.partition(tools.separator)
        if not separator or mood not in tools.moods:
            raise wrong(f"prompt must begin with a mood and {tools.separator}")
    return ToolOrder(req_type, image, prompt, defry, tools)
