"""The director tools and upscaling: the requests that NovelAI's page sends for them.

Their answers are pictures like those of a generation: give the request to `NovelAI.generate` or `NovelAI.stream`.
"""

from __future__ import annotations

from naitui.novelai.catalog import Catalog
from naitui.novelai.entries import Tool, Tools
from naitui.novelai.errors import Refused
from naitui.novelai.request import Json, Request
from naitui.pictures.text64 import text64
from naitui.recipe import Problem

TOOL_PATH = "/ai/augment-image"
UPSCALE_PATH = "/ai/upscale"


def tool_request(
    name: str, picture: bytes, catalog: Catalog, *, prompt: str = "", mood: str | None = None, defry: int = 0
) -> Request:
    """The request for a director tool.

    Args:
        name: one of ``catalog.tools.kinds``.
        picture: a PNG, JPEG or WebP file, sent as it is; `naitui.pictures.prepare.tool_picture` makes one as the page
            does.
        catalog: what tools there are.
        prompt: the user's own tags, for the tools that take them.
        mood: one of ``catalog.tools.moods``, for the tool that has moods; they belong together.
        defry: how much weaker the effect is, 0 to 5, for the tools that take a prompt.

    Raises:
        Refused: there is no such tool or mood, the tool does not take what it is given, or the picture cannot be used.
    """
    tools, tool = catalog.tools, tool_named(name, catalog)
    problems = _option_problems(name, tool, tools, prompt, mood, defry)
    width, height = _size_of(picture, tools.area, problems)
    if problems:
        raise Refused(problems)
    body: dict[str, Json] = {
        "req_type": name,
        "image": text64(picture),
        "width": width,
        "height": height,
        "use_new_shared_trial": True,
    }
    if tool.prompted:
        body |= {"prompt": f"{mood}{tools.separator}{prompt}" if mood else prompt, "defry": defry}
    return Request(TOOL_PATH, body, samples=len(tool.results), seed=0)


def tool_named(name: str, catalog: Catalog) -> Tool:
    """A director tool.

    Raises:
        Refused: there is none of that name.
    """
    tool = catalog.tools.kinds.get(name)
    if tool is None:
        kinds = ", ".join(catalog.tools.kinds)
        raise Refused([Problem(("tool",), f"there is no tool {name!r}; one of {kinds}")])
    return tool


def check_call(name: str, catalog: Catalog, *, prompt: str = "", mood: str | None = None, defry: int = 0) -> None:
    """Look at the options of a director tool, before there is a picture.

    Raises:
        Refused: there is no such tool or mood, or the tool does not take what it is given.
    """
    problems = _option_problems(name, tool_named(name, catalog), catalog.tools, prompt, mood, defry)
    if problems:
        raise Refused(problems)


def upscale_request(picture: bytes, catalog: Catalog, *, model: str | None = None) -> Request:
    """The request for twice the size. Texts in the picture come back in the answer, so it is sent as it is.

    Args:
        picture: a PNG, JPEG or WebP file.
        catalog: which models can, and how large a picture may be.
        model: one of ``catalog.upscale.models``; the first of them when left out.

    Raises:
        Refused: the model cannot upscale, or the picture is too large or none.
    """
    rules = catalog.upscale
    model = rules.models[0] if model is None else model
    problems: list[Problem] = []
    if model not in rules.models:
        problems.append(Problem(("model",), f"{model} does not upscale; {' and '.join(rules.models)} do"))
    _size_of(picture, rules.area, problems)
    if problems:
        raise Refused(problems)
    body: dict[str, Json] = {"image": text64(picture), "model": model, "declared_blur_sigma": 0}
    return Request(UPSCALE_PATH, body, samples=1, seed=0)


def too_large(width: int, height: int, most: int) -> Problem | None:
    """The refusal for a picture of more than ``most`` pixels; None when it may be sent."""
    if width * height <= most:
        return None
    return Problem(("picture",), f"{width}×{height} is {width * height:,} pixels; NovelAI takes {most:,} at most")


def _option_problems(name: str, tool: Tool, tools: Tools, prompt: str, mood: str | None, defry: int) -> list[Problem]:
    """What is wrong with the options of a tool."""
    problems = []
    if tool.moods and mood not in tools.moods:
        missing = "is missing" if mood is None else f"there is no mood {mood!r}"
        problems.append(Problem(("mood",), f"{missing}; one of {', '.join(tools.moods)}"))
    elif mood is not None and not tool.moods:
        problems.append(Problem(("mood",), f"{name} has no moods"))
    if not tool.prompted:
        given = {"prompt": bool(prompt), "defry": defry != 0}
        problems += [Problem((what,), f"{name} takes none") for what, is_given in given.items() if is_given]
    elif isinstance(defry, bool) or not 0 <= defry <= tools.defry:
        problems.append(Problem(("defry",), f"should be a whole number from 0 to {tools.defry}, not {defry!r}"))
    return problems


def _size_of(picture: bytes, most: int, problems: list[Problem]) -> tuple[int, int]:
    """Width and height in pixels; what is wrong with them goes to ``problems``."""
    from naitui.pictures.decode import size_of  # the image library is heavy, and most of the client does without
    from naitui.pictures.errors import BadPicture

    try:
        width, height = size_of(picture)
    except BadPicture as error:
        problems.append(Problem(("picture",), str(error)))
        return 0, 0
    refusal = too_large(width, height, most)
    if refusal is not None:
        problems.append(refusal)
    return width, height
