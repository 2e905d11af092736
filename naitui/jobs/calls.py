"""From a picture file and what is to be done to it to a job: a director tool, or upscaling."""

from __future__ import annotations

from pathlib import Path

from naitui.jobs.tasks import Tool
from naitui.library.calls import UPSCALE, Call, CallRecord, shareable
from naitui.library.inputs import Input, read_picture, stem_of
from naitui.novelai import Catalog, Quote, Standing, tool_quote, tool_request, upscale_quote, upscale_request
from naitui.novelai.tools import check_call


def checked(call: Call, catalog: Catalog) -> Call:
    """The call, with the model that is meant where none is named.

    Raises:
        Refused: there is no such tool, or it does not take these options.
    """
    if call.tool == UPSCALE:
        return Call(UPSCALE, model=call.model or catalog.upscale.models[0])
    check_call(call.tool, catalog, prompt=call.prompt, mood=call.mood, defry=call.defry)
    return call


def call_quote(call: Call, size: tuple[int, int], catalog: Catalog, standing: Standing | None) -> Quote:
    """What a call costs for a picture of this size in pixels, before anything is read.

    Raises:
        Refused: there is no such tool, or the picture is too large.
    """
    if call.tool == UPSCALE:
        return upscale_quote(*size, catalog)
    return tool_quote(call.tool, *size, catalog, standing)


def results_of(call: Call, catalog: Catalog) -> int:
    """How many pictures come back."""
    return 1 if call.tool == UPSCALE else len(catalog.tools.kinds[call.tool].results)


def call_task(call: Call, given: Input, folder: Path, catalog: Catalog) -> Tool:
    """The job that does it; reads and prepares the picture, so use a thread.

    Args:
        call: what `checked` gave.
        given: the picture as it was looked at: another one is not sent.
        folder: where the results go, named after the picture.
        catalog: what tools there are.

    Raises:
        Refused: the picture has changed or gone since, or cannot be sent.
    """
    data, image = read_picture(given.path, given)
    record = CallRecord(call, shareable(given.path), given.digest)
    stem = stem_of(given.path)
    from naitui.pictures import prepare  # heavy, like every decoder

    if call.tool == UPSCALE:
        request = upscale_request(prepare.upscale_file(data, image), catalog, model=call.model)
        place = folder / f"{stem}-{UPSCALE}"
        return Tool(f"upscaling {given.path.name}", request, image.size, (place,), model=call.model, record=record)
    ready = prepare.tool_picture(image)
    request = tool_request(call.tool, prepare.png(ready), catalog, prompt=call.prompt, mood=call.mood, defry=call.defry)
    results = catalog.tools.kinds[call.tool].results
    places = tuple(folder / f"{stem}-{call.tool}{f'-{result}' if result else ''}" for result in results)
    return Tool(f"{call.tool} of {given.path.name}", request, ready.size, places, call.tool, record=record)
