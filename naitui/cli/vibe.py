"""``naitui vibe encode`` and ``show``: a picture becomes a vibe that recipes can name; and what a vibe file holds."""

from __future__ import annotations

import argparse
import errno
from pathlib import Path

from naitui.cli.exits import DONE, say
from naitui.cli.places import open_shelf, open_sources
from naitui.cli.printing import print_json, print_line, print_path
from naitui.cli.session import carry_out
from naitui.jobs import Encode, Plan
from naitui.library import VibeStore
from naitui.library.collection import NoEntry
from naitui.library.files import try_place, write_new
from naitui.library.names import DEFAULT_PATTERN
from naitui.library.sources import Sources
from naitui.library.vibe_import import unpack
from naitui.library.vibes import single, vibes_in, with_encoding
from naitui.library.work import VibeCall
from naitui.novelai import Catalog, Refused, encode_request
from naitui.novelai.errors import clean
from naitui.pictures.decode import open_picture, size_of
from naitui.pictures.errors import BadPicture
from naitui.pictures.vibes import VibeFile, encoding_for, write_vibe
from naitui.recipe import Problem
from naitui.settings import Settings


def vibe(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """One of the vibe commands; the exit code."""
    match arguments.action:
        case "encode":
            return encode(arguments, settings, catalog)
        case "show":
            return show(arguments, settings, catalog)
        case action:
            from naitui.cli import vibe_files

            run = vibe_files.export if action == "export" else vibe_files.take
            return run(arguments, settings, catalog)


def encode(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Encode a picture, or the picture in a vibe file for one more model; the exit code.

    An encoding that was bought before is not bought again.
    """
    shelf = open_shelf(settings, catalog, DEFAULT_PATTERN, demo=arguments.demo)
    known, task = _vibe_and_task(arguments, open_sources(settings, Path(), demo=arguments.demo), catalog)
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
    if arguments.out is None:
        return DONE
    encoding = _bought(shelf.vibes, work)
    if encoding is None:
        raise OSError(errno.EIO, "the encoding that was just bought cannot be read", str(shelf.vibes.path(known.id)))
    path = write_new(arguments.out, write_vibe(with_encoding(known, work, encoding)))
    print_path(path, as_json=arguments.json)
    say(f"saved: {path}")
    return DONE


def show(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Print what is in a vibe file, a bundle, a picture card or the record of a picture; the exit code."""
    sources = open_sources(settings, Path(), demo=arguments.demo)
    try:
        found = unpack(read_source(sources, arguments.file), catalog)
    except BadPicture as error:
        raise Refused([Problem(("file",), f"{arguments.file}: {error}")]) from None
    for note in found.notes:
        say(f"note: {note}")
    facts = [_facts(one) for one in found.vibes]
    if arguments.json:
        print_json(facts)
    else:
        print_line("\n\n".join(_in_words(one) for one in facts))
    return DONE


def read_source(sources: Sources, name: str) -> bytes:
    """The bytes of a file or an entry of the collection.

    Raises:
        Refused: it cannot be read, or there is none.
    """
    try:
        return sources.read(name)
    except OSError as error:
        raise Refused([Problem(("file",), f"{name}: {error.strerror or 'cannot be read'}")]) from None
    except (BadPicture, NoEntry) as error:
        raise Refused([Problem(("file",), f"{name}: {error}")]) from None


def check_place(out: Path) -> None:
    """Look whether a new file can be written, before anything is done for it.

    Raises:
        Refused: it exists, or its folder takes nothing.
    """
    if out.exists():
        raise Refused([Problem(("out",), f"{out} exists; nothing is overwritten")])
    try:
        try_place(out.parent)
    except OSError as error:
        raise Refused([Problem(("out",), f"{error.filename or out.parent}: {error.strerror or error}")]) from None


def _bought(store: VibeStore, work: VibeCall) -> bytes | None:
    return store.encoding(work.vibe.id, work.model_key, work.information)


def _vibe_and_task(arguments: argparse.Namespace, sources: Sources, catalog: Catalog) -> tuple[VibeFile, Encode]:
    """What to encode. Raises `Refused` for what cannot be, or needs not to be."""
    name: str = arguments.picture
    if arguments.out is not None and not arguments.dry_run:
        check_place(arguments.out)
    data = read_source(sources, name)
    try:
        known = (single(vibes_in(data)) or [VibeFile(name="", image=data)])[0]
        if known.image is None:
            raise BadPicture("the vibe has no picture in it, so nothing more can be made of it")
        open_picture(known.image)
    except BadPicture as error:
        raise Refused([Problem(("picture",), f"{name}: {error}")]) from None
    request = encode_request(known.image, arguments.model, catalog, information=arguments.information)
    there = encoding_for(known, request.model.vibe_key or "", request.information)
    if there is not None and not arguments.again:
        raise Refused([Problem(("picture",), f"{name}: it holds this encoding already")])
    title = f"encoding {Path(name).name} for {request.model.title}"
    return known, Encode(title, request, VibeFile(name=known.name, image=known.image), arguments.again)


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
