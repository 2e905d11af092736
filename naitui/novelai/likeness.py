"""Whether a request is the one that a picture was made with, as far as NovelAI's record in the picture tells."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from naitui.novelai.request import Request
from naitui.recipe.resolve import SEEDS

_NAMES = {
    "width": "width", "height": "height", "steps": "steps", "scale": "guidance", "cfg_rescale": "guidance rescale",
    "sampler": "sampler", "noise_schedule": "noise schedule", "seed": "seed", "n_samples": "number of samples",
    "sm": "SMEA", "sm_dyn": "SMEA Dyn", "dynamic_thresholding": "Decrisper", "skip_cfg_above_sigma": "Variety+",
    "strength": "strength", "noise": "noise", "extra_noise_seed": "seed of the noise",
}  # fmt: skip
"""Fields that the record repeats under the same names (NovelAI's metadata format, "Comment fields")."""
_CAPTIONS = {"v4_prompt": "prompts of characters", "v4_negative_prompt": "undesired contents of characters"}
_CLOSE = 1e-6


def unlike(request: Request, comment: Mapping[str, object], sample: int = 0) -> tuple[str, ...]:
    """What of a request is otherwise than a picture's record says, in a few words each; empty when it is the same.

    Args:
        request: what would be sent.
        comment: the record's ``Comment``. What it does not tell counts as the same.
        sample: which of the request's pictures it is; its record names its own seed.
    """
    return tuple(_unlike(request, comment, sample))


def _unlike(request: Request, comment: Mapping[str, object], sample: int) -> Iterator[str]:
    sent = request.body["parameters"]
    assert isinstance(sent, Mapping)  # noqa: S101 - `build` makes it so
    parameters = {**sent, "seed": (request.seed + sample) % SEEDS}
    if _differ(request.body["input"], comment.get("prompt")):
        yield "the prompt is worded otherwise"
    if _differ(parameters.get("negative_prompt"), comment.get("uc")):
        yield "the undesired content is worded otherwise"
    for field, name in _NAMES.items():
        was, now = comment.get(field), parameters.get(field)
        if field in parameters and _differ(now, was):
            yield f"{name}: {now} and not {was}"
    for field, name in _CAPTIONS.items():
        if _differ(_people(parameters.get(field)), _people(comment.get(field))):
            yield f"the {name} are worded otherwise, or stand elsewhere"


def _people(block: object) -> object:
    caption = block.get("caption") if isinstance(block, Mapping) else None
    return caption.get("char_captions") if isinstance(caption, Mapping) else None


def _differ(now: object, was: object) -> bool:
    """Whether both are told and are not the same; numbers may be rounded."""
    if was is None or now is None:
        return False
    if isinstance(now, list | tuple) and isinstance(was, list):
        return len(now) != len(was) or any(_differ(one, other) for one, other in zip(now, was, strict=True))
    if isinstance(now, Mapping) and isinstance(was, Mapping):
        return any(_differ(now[name], was.get(name)) for name in now)
    if isinstance(now, int | float) and isinstance(was, int | float):
        return not math.isclose(now, was, rel_tol=_CLOSE, abs_tol=_CLOSE)
    return now != was
