"""``naitui vibe encode``: a picture becomes a vibe file that recipes can name."""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path

from PIL.Image import Image as Picture

from naitui.cli.single import Order, carry_out
from naitui.cli.tools import read_file
from naitui.novelai import Catalog, EncodeRequest, NovelAI, Refused, encode_request, encode_vibe, encoding_quote
from naitui.pictures.decode import open_picture, shrink
from naitui.pictures.errors import BadPicture
from naitui.pictures.kinds import kind_of
from naitui.pictures.vibes import Encoding, VibeFile, encoding_for, params_key, read_vibes, write_vibe
from naitui.recipe import Problem, Vibe
from naitui.settings import Settings

THUMBNAIL = (256, 256)
"""Pixels; what NovelAI's page puts into a vibe file, at most."""


def encode(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Encode a picture, or the picture in a vibe file for one more model; the exit code."""
    vibe, request = _vibe_and_request(arguments, catalog)
    out: Path = arguments.out

    async def answer(service: NovelAI) -> AsyncGenerator[tuple[Path, bytes], None]:
        yield out, write_vibe(_with_encoding(vibe, request, await encode_vibe(service, request)))

    order = Order(
        title=f"encoding {arguments.picture.name} for {request.model.title}",
        path=request.path,
        body=request.body,
        folder=out.parent,
        quote=lambda standing: encoding_quote(catalog),
        answer=answer,
    )
    return carry_out(arguments, order, settings, catalog)


def _vibe_and_request(arguments: argparse.Namespace, catalog: Catalog) -> tuple[VibeFile, EncodeRequest]:
    """What to encode. Raises `Refused` for what cannot be, or needs not to be."""
    path: Path = arguments.picture
    if arguments.out.exists() and not arguments.dry_run:
        raise Refused([Problem(("out",), f"{arguments.out} exists; nothing is overwritten")])
    data = read_file(path)
    try:
        vibe = _known(data) if kind_of(data) == "json" else VibeFile(name="", image=data)
        if vibe.image is None:
            raise BadPicture("the vibe has no picture in it, so nothing more can be made of it")
        image = open_picture(vibe.image)
    except BadPicture as error:
        raise Refused([Problem(("picture",), f"{path}: {error}")]) from None
    request = encode_request(vibe.image, arguments.model, catalog, information=arguments.information)
    if encoding_for(vibe, request.model.vibe_key or "", request.information) is not None:
        raise Refused([Problem(("picture",), f"{path}: it holds this encoding already")])
    return replace(vibe, thumbnail=vibe.thumbnail or _thumbnail(image)), request


def _known(data: bytes) -> VibeFile:
    """The one vibe in a vibe file. Raises `BadPicture` when there are several."""
    vibes, _ = read_vibes(data)
    if len(vibes) != 1:
        raise BadPicture(f"it holds {len(vibes)} vibes; take one at a time")
    return vibes[0]


def _with_encoding(vibe: VibeFile, request: EncodeRequest, encoding: bytes) -> VibeFile:
    """The vibe with what the encoder made of it, ready to be chosen in the same way."""
    params = {"information_extracted": request.information}
    key = request.model.vibe_key or ""
    of_model = {**vibe.encodings.get(key, {}), params_key(params): Encoding(encoding, params)}
    strength = Vibe.model_fields["strength"].default
    return replace(
        vibe,
        encodings={**vibe.encodings, key: of_model},
        created_at=vibe.created_at or int(time.time() * 1000),
        import_info={"model": request.model.id, **params, "strength": strength},
    )


def _thumbnail(image: Picture) -> bytes:
    out = io.BytesIO()
    small = shrink(image, THUMBNAIL)
    small.info = {}  # what the file says about itself stays in the file
    small.save(out, format="JPEG", quality=85)
    return out.getvalue()
