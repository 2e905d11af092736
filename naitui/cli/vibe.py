"""``naitui vibe``: a picture becomes a vibe file that recipes can name; and what a vibe file holds."""

from __future__ import annotations

import argparse
import errno
import json
import os
import sys
from pathlib import Path

from naitui.cli.exits import DONE, say
from naitui.cli.pictures import read_file
from naitui.cli.places import open_shelf
from naitui.cli.session import carry_out
from naitui.jobs import Encode, Plan
from naitui.library import VibeStore
from naitui.library.files import try_place, write_new
from naitui.library.names import DEFAULT_PATTERN
from naitui.library.vibes import vibes_in, with_encoding
from naitui.library.work import VibeCall
from naitui.novelai import Catalog, Refused, encode_request
from naitui.novelai.errors import clean
from naitui.pictures.decode import open_picture, size_of
from naitui.pictures.errors import BadPicture
from naitui.pictures.vibes import VibeFile, encoding_for, read_vibes, write_vibe
from naitui.recipe import Problem
from naitui.settings import Settings


def vibe(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """One of the vibe commands; the exit code."""
    return encode(arguments, settings, catalog) if arguments.action == "encode" else show(arguments)


def encode(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Encode a picture, or the picture in a vibe file for one more model; the exit code.

    An encoding that was bought before is not bought again.
    """
    shelf = open_shelf(settings, DEFAULT_PATTERN, demo=arguments.demo)
    known, task = _vibe_and_task(arguments, catalog)
    work = task.work(catalog)
    assert isinstance(work, VibeCall)  # noqa: S101 - what an encoding is written down as
    if arguments.again or _bought(shelf.vibes, work) is None:
        code = carry_out(arguments, settings, catalog, shelf, lambda standing: Plan.single(task, catalog, standing))
        if code != DONE or arguments.dry_run:
            return code
    else:
        say(f"{task.title}: it was bought before and costs nothing")
        if arguments.dry_run:
            return DONE
    encoding = _bought(shelf.vibes, work)
    if encoding is None:
        raise OSError(errno.EIO, "the encoding that was just bought cannot be read", str(shelf.vibes.path(known.id)))
    _print_saved(write_new(arguments.out, write_vibe(with_encoding(known, work, encoding))), as_json=arguments.json)
    return DONE


def show(arguments: argparse.Namespace) -> int:
    """Print what is in a vibe file, a bundle or a picture card; the exit code."""
    path: Path = arguments.file
    try:
        vibes, warnings = read_vibes(read_file(path))
    except BadPicture as error:
        raise Refused([Problem(("file",), f"{path}: {error}")]) from None
    for warning in warnings:
        say(f"note: {warning}")
    facts = [_facts(one) for one in vibes]
    _print(json.dumps(facts, indent=2) if arguments.json else "\n\n".join(_in_words(one) for one in facts))
    return DONE


def _bought(store: VibeStore, work: VibeCall) -> bytes | None:
    return store.encoding(work.vibe.id, work.model_key, work.information)


def _vibe_and_task(arguments: argparse.Namespace, catalog: Catalog) -> tuple[VibeFile, Encode]:
    """What to encode. Raises `Refused` for what cannot be, or needs not to be."""
    path, out = arguments.picture, arguments.out
    if not arguments.dry_run:
        _check_place(out)
    data = read_file(path)
    try:
        known = _known(data)
        if known.image is None:
            raise BadPicture("the vibe has no picture in it, so nothing more can be made of it")
        open_picture(known.image)
    except BadPicture as error:
        raise Refused([Problem(("picture",), f"{path}: {error}")]) from None
    request = encode_request(known.image, arguments.model, catalog, information=arguments.information)
    there = encoding_for(known, request.model.vibe_key or "", request.information)
    if there is not None and not arguments.again:
        raise Refused([Problem(("picture",), f"{path}: it holds this encoding already")])
    title = f"encoding {path.name} for {request.model.title}"
    return known, Encode(title, request, VibeFile(name=known.name, image=known.image), arguments.again)


def _check_place(out: Path) -> None:
    if out.exists():
        raise Refused([Problem(("out",), f"{out} exists; nothing is overwritten")])
    try:
        try_place(out.parent)
    except OSError as error:
        raise Refused([Problem(("out",), f"{error.filename or out.parent}: {error.strerror or error}")]) from None


def _known(data: bytes) -> VibeFile:
    """The one vibe in a vibe file or a card, or a picture as a new one. Raises `BadPicture` when there are several."""
    vibes = vibes_in(data) or [VibeFile(name="", image=data)]
    if len(vibes) != 1:
        raise BadPicture(f"it holds {len(vibes)} vibes; take one at a time")
    return vibes[0]


def _facts(one: VibeFile) -> dict[str, object]:
    width, height = size_of(one.image) if one.image is not None else (0, 0)
    return {
        "name": one.name,
        "id": one.id,
        "picture": {"width": width, "height": height, "bytes": len(one.image)} if one.image is not None else None,
        "encodings": [
            {
                "model": model,
                "information_extracted": encoding.params.get("information_extracted"),
                "bytes": len(encoding.data),
            }
            for model, of_model in one.encodings.items()
            for encoding in of_model.values()
        ],
        "preselected": dict(one.import_info),
    }


def _in_words(facts: dict[str, object]) -> str:
    picture, encodings = facts["picture"], facts["encodings"]
    lines = [f"{facts['name'] or 'a vibe without a name'}  {facts['id']}"]
    if isinstance(picture, dict):
        lines.append(f"picture {picture['width']}×{picture['height']}, {picture['bytes']:,} bytes")
    else:
        lines.append("no picture: it works only for the models below")
    assert isinstance(encodings, list)  # noqa: S101 - as it is made above
    for encoding in encodings:
        known = encoding["information_extracted"]
        of = "information extracted not known" if known is None else f"information extracted {known}"
        lines.append(f"encoded for {encoding['model']}, {of}, {encoding['bytes']:,} bytes")
    if not encodings:
        lines.append("not encoded yet")
    return "\n  ".join(clean(line, 200) for line in lines)


def _print_saved(path: Path, *, as_json: bool) -> None:
    line = json.dumps({"event": "saved", "path": str(path)}).encode() if as_json else os.fsencode(path)
    if sys.stdout is not None:  # it may have been closed before we were started
        sys.stdout.buffer.write(line + b"\n")
    say(f"saved: {path}")


def _print(text: str) -> None:
    print(text)  # noqa: T201 - what was asked for goes to stdout
