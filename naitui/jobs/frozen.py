"""Jobs as bytes and back: the very request that was agreed to, word for word, whatever happens to files meanwhile."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from naitui.jobs.tasks import Encode, Generation, Task, Tool
from naitui.library.calls import CallRecord
from naitui.library.marks import UNMARKED, Mark, mark_document, read_mark
from naitui.library.picks import read_words, words_document
from naitui.library.work import Goal
from naitui.novelai import Catalog, EncodeRequest, Request
from naitui.novelai.materials import Unencoded
from naitui.pictures.errors import BadPicture
from naitui.pictures.pasting import Pasting
from naitui.pictures.text64 import text64
from naitui.pictures.vibes import VibeFile, read_vibes, write_vibe
from naitui.recipe import Recipe, Resolved
from naitui.recipe.sweep import Cell

_VERSION = 1


class Thawless(ValueError):
    """A frozen job that this naitui cannot read: it is damaged, or of a newer one."""


def freeze(task: Task) -> bytes:
    """The task as compressed JSON."""
    document: dict[str, object] = {"version": _VERSION, "kind": task.kind, "body": task.request.body}
    match task:
        case Generation(resolved=resolved, request=request, pasting=pasting, goal=goal):
            document |= {"resolved": _resolved(resolved), **_request(request)}
            document["wanted"] = [_wanted(vibe) for vibe in request.wanted]
            document["pasting"] = None if pasting is None else _pasting(pasting)
            document["goal"] = None if goal is None else {"folder": str(goal.folder), "pattern": goal.pattern}
            document["mark"] = mark_document(task.mark)
        case Tool(request=request):
            places = [str(place) for place in task.places]
            document |= {"title": task.title, "size": task.size, "places": places}
            document |= {"name": task.name, "model": task.model, **_request(request)}
            document["record"] = task.record.document() if task.record is not None else None
        case Encode(request=encoding):
            document |= {"title": task.title, "vibe": _vibe(task.vibe), "again": task.again}
            document |= {"model": encoding.model.id, "information": encoding.information, "least": encoding.least}
    return zlib.compress(json.dumps(document).encode(), 1)


def thaw(data: bytes, catalog: Catalog) -> Task:
    """The task that was frozen.

    Raises:
        Thawless: it cannot be read.
    """
    try:
        document = json.loads(zlib.decompress(data))
        if document["version"] > _VERSION:
            raise Thawless("it was put in by a newer naitui")
        match document["kind"]:
            case "generation":
                pasting = _read_pasting(document.get("pasting"))
                what = _read_resolved(document["resolved"]), _read_request(document)
                return Generation(*what, pasting, _read_goal(document.get("goal")), _read_said(document.get("mark")))
            case "encoding":
                return _read_encode(document, catalog)
            case _:
                places = tuple(Path(place) for place in document["places"])
                size = (int(document["size"][0]), int(document["size"][1]))
                names = document["name"], document["model"]
                told = document.get("record")
                record = None if told is None else CallRecord.read(told)
                return Tool(document["title"], _read_request(document), size, places, *names, record)
    except Thawless:
        raise
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, zlib.error, BadPicture) as error:
        raise Thawless(f"it is damaged ({type(error).__name__})") from None


def _resolved(resolved: Resolved) -> dict[str, object]:
    recipe = resolved.recipe.model_dump(mode="json", exclude_none=True)
    words = words_document(resolved.picks, resolved.draft)
    cell = resolved.cell
    grid = None if cell is None else {"at": cell.at, "labels": cell.labels}
    return {"recipe": recipe, "seed": resolved.seed, "words": words, "cell": grid}


def _read_resolved(document: Mapping[str, Any]) -> Resolved:
    recipe = Recipe.model_validate(document["recipe"])
    picks, draft = read_words(document["words"])
    grid, cell = document["cell"], None
    if grid is not None:
        (x, y, z), (column, row, sheet) = grid["at"], grid["labels"]
        cell = Cell((x, y, z), (column, row, sheet), recipe, sets_seed=False)
    return Resolved(recipe, int(document["seed"]), picks, draft, cell=cell)


def _request(request: Request) -> dict[str, object]:
    return {"path": request.path, "samples": request.samples, "request_seed": request.seed, "framing": request.framing}


def _read_request(document: Mapping[str, Any]) -> Request:
    wanted = tuple(_read_wanted(vibe) for vibe in document.get("wanted", ()))
    facts = (document["samples"], document["request_seed"], document["framing"])
    return Request(document["path"], document["body"], *facts, wanted)


def _pasting(pasting: Pasting) -> dict[str, object]:
    pictures = {"original": text64(pasting.original), "mask": text64(pasting.mask)}
    return {**pictures, "region": pasting.region}


def _read_pasting(document: Mapping[str, Any] | None) -> Pasting | None:
    if document is None:
        return None
    original, mask = (base64.b64decode(document[name]) for name in ("original", "mask"))
    region = document["region"]
    if region is None:
        return Pasting(original, mask)
    left, top, right, bottom = map(int, region)
    return Pasting(original, mask, (left, top, right, bottom))


def _read_goal(document: Mapping[str, str] | None) -> Goal | None:
    """None for a job of a naitui that did not write it down."""
    return None if document is None else Goal(Path(document["folder"]), document["pattern"])


def _read_said(document: Mapping[str, Any] | None) -> Mark:
    return UNMARKED if document is None else read_mark(document)


def _wanted(vibe: Unencoded) -> dict[str, object]:
    facts = {key: value for key, value in asdict(vibe).items() if key != "vibe"}
    return facts | {"vibe": _vibe(vibe.vibe)}


def _read_wanted(document: Mapping[str, Any]) -> Unencoded:
    return Unencoded(**{**document, "vibe": _read_vibe(document["vibe"])})


def _read_encode(document: Mapping[str, Any], catalog: Catalog) -> Encode:
    model = catalog.model(document["model"])
    request = EncodeRequest(document["body"], model, float(document["information"]), int(document["least"]))
    return Encode(document["title"], request, _read_vibe(document["vibe"]), bool(document["again"]))


def _vibe(vibe: VibeFile) -> dict[str, str]:
    """The file's form gives a name to one that has none, so the name stands beside it."""
    return {"name": vibe.name, "file": base64.b64encode(write_vibe(vibe)).decode("ascii")}


def _read_vibe(document: Mapping[str, str]) -> VibeFile:
    [vibe], _ = read_vibes(base64.b64decode(document["file"]))
    return replace(vibe, name=document["name"])
