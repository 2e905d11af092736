"""Encoding a vibe: from a picture to what V4 and V4.5 take of it."""

from __future__ import annotations

from dataclasses import dataclass

from naitui.novelai.catalog import Catalog, Model
from naitui.novelai.client import NovelAI
from naitui.novelai.errors import BadReply, Refused
from naitui.novelai.request import Json
from naitui.pictures.kinds import kind_of
from naitui.pictures.text64 import text64
from naitui.recipe import Problem

ENCODE_PATH = "/ai/encode-vibe"
LEAST_INFORMATION = 0.01
_PICTURES = ("png", "jpeg", "webp")


@dataclass(frozen=True, slots=True)
class EncodeRequest:
    """One call of the encoder, ready to be sent."""

    body: dict[str, Json]
    model: Model
    """The base model; its ``vibe_key`` says under which name the encoding is kept."""
    information: float
    least: int = 0
    """Bytes that an encoding has at least."""

    @property
    def method(self) -> str:
        """It is a POST."""
        return "POST"

    @property
    def path(self) -> str:
        """Where it goes."""
        return ENCODE_PATH


def encode_request(
    picture: bytes, model: str, catalog: Catalog, *, information: float | None = None, mask: bytes | None = None
) -> EncodeRequest:
    """The request for one encoding: good for this picture, this model and this ``information`` alone.

    Args:
        picture: a PNG, JPEG or WebP file, sent as it is: NovelAI names a vibe by the file's bytes.
        model: a V4 or V4.5 model; for an inpainting id, its base model is asked.
        catalog: the models.
        information: how much is taken over ("information extracted"), 0.01 to 1; the model's default when left out.
        mask: a PNG file that says which part counts.

    Raises:
        Refused: the model has no encoder (V5 has none; V3 and older take the picture itself), or a value is wrong.
    """
    base = _base_model(model, catalog)
    problems = []
    if base.vibes != "encoded" or base.vibe_key is None:
        why = "takes the picture itself, without an encoding" if base.vibes == "raw" else "has no vibes"
        why = "is not in the catalog" if base.inherited else why
        able = ", ".join(id for id, known in catalog.models.items() if known.vibe_key is not None)
        problems.append(Problem(("model",), f"{base.title} {why}; those with encodings: {able}"))
    amount = base.vibe_information if information is None else information
    if not LEAST_INFORMATION <= amount <= 1:  # not true for NaN either
        problems.append(Problem(("information",), f"should be from {LEAST_INFORMATION} to 1, not {amount!r}"))
    if kind_of(picture) not in _PICTURES:
        problems.append(Problem(("picture",), "should be a PNG, JPEG or WebP file"))
    if mask is not None and kind_of(mask) != "png":
        problems.append(Problem(("mask",), "should be a PNG file"))
    if problems:
        raise Refused(problems)
    # JavaScript writes 1 for what Python calls 1.0
    number = int(amount) if amount == int(amount) else amount
    body: dict[str, Json] = {"image": text64(picture), "model": base.id, "information_extracted": number}
    if mask is not None:
        body["mask"] = text64(mask)
    return EncodeRequest(body, base, number, catalog.limits.encoding_bytes)


async def encode_vibe(service: NovelAI, request: EncodeRequest) -> bytes:
    """The encoding, opaque bytes. Costs Anlas, so it is never sent a second time by itself.

    Raises:
        NovelAIError: see `naitui.novelai.errors`; its ``body`` holds what came.
    """
    answer = await service.call_bytes(request.path, request.body)
    if len(answer) < request.least and not _is_text(answer) and answer:
        raise BadReply(f"the encoding was cut off, {len(answer):,} bytes came", status=200, body=answer)
    if not answer or _is_text(answer):
        what = "something that is no encoding" if answer else "nothing"
        raise BadReply(f"NovelAI answered with {what}", status=200, body=answer)
    return answer


def _base_model(id: str, catalog: Catalog) -> Model:
    """The model of an id; for the id of an infill, the one with an encoder among those that use it."""
    users = [model for model in catalog.models.values() if model.infill == id]
    if id in catalog.models or not users:
        return catalog.model(id)
    return next((model for model in users if model.vibe_key is not None), users[0])


def _is_text(answer: bytes) -> bool:
    """Whether it is a web page or JSON: an encoding may begin with any byte, but is no text to its end."""
    if kind_of(answer) not in ("html", "json"):
        return False
    try:
        answer.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
