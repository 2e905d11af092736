"""Calls of NovelAI's old API that may be gone: nobody has seen them answer on today's service.

They are kept for accounts and services where they still work. When the service does not know one, the error says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from naitui.novelai.client import NovelAI
from naitui.novelai.errors import NotFound, Refused
from naitui.novelai.replies import Image
from naitui.novelai.request import Json, Request
from naitui.pictures.text64 import text64
from naitui.recipe import Problem

ANNOTATE_PATH = "/ai/annotate-image"
CLASSIFY_PATHS = ("/ai/classify", "/ai/generate-image/classify")
"""The first is the old API's own; the second, beside the tag suggestions, is a guess at where it would be today."""
GENERATE_PROMPT_PATH = "/ai/generate-prompt"
MAY_BE_GONE = "This old call may be gone from NovelAI's service; nothing else stands in the way."

Annotator = Literal["canny", "hed", "midas", "mlsd", "openpose", "uniformer", "fake_scribble"]


async def annotate_image(service: NovelAI, picture: bytes, model: Annotator) -> list[Image]:
    """What ControlNet sees of a picture (V1, V2). **May be gone.**

    Args:
        service: the client.
        picture: a picture file.
        model: what to look for.

    Raises:
        Refused: there is no such model.
        NovelAIError: see `naitui.novelai.errors`; `NotFound` when the call is gone.
    """
    if model not in get_args(Annotator):
        raise Refused([Problem(("model",), f"there is no {model!r}; one of {', '.join(get_args(Annotator))}")])
    body: dict[str, Json] = {"model": model, "parameters": {"image": text64(picture)}}
    try:
        return await service.generate(Request(ANNOTATE_PATH, body, samples=1, seed=0))
    except NotFound as error:
        raise _gone(error) from None


async def classify(service: NovelAI, body: Mapping[str, object] | None = None) -> object:
    """The old classifier's JSON, as it comes. **May be gone.** What its body held was never published; give your own.

    Both addresses are tried, the second only when the service does not know the first (so nothing was taken).

    Raises:
        NovelAIError: see `naitui.novelai.errors`; `NotFound` when the call is gone.
    """
    *others, last = CLASSIFY_PATHS
    for path in others:
        try:
            return await service.call_json("POST", path, body)
        except NotFound:
            continue
    try:
        return await service.call_json("POST", last, body)
    except NotFound as error:
        raise _gone(error) from None


async def generate_prompt(
    service: NovelAI, prompt: str, model: str, *, temperature: float = 1.0, tokens: int = 40
) -> object:
    """A continued prompt of the old text model, as JSON. **May be gone.**

    Args:
        service: the client.
        prompt: what it goes on from.
        model: a text model's id.
        temperature: how freely.
        tokens: how much, in the text model's tokens.

    Raises:
        NovelAIError: see `naitui.novelai.errors`; `NotFound` when the call is gone.
    """
    body = {"model": model, "prompt": prompt, "temp": temperature, "tokens_to_generate": tokens}
    try:
        return await service.call_json("POST", GENERATE_PROMPT_PATH, body)
    except NotFound as error:
        raise _gone(error) from None


def _gone(error: NotFound) -> NotFound:
    error.advice = MAY_BE_GONE
    return error
