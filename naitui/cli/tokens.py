"""``naitui tokens``: the vocabularies that count tokens, and what words come to."""

from __future__ import annotations

import argparse
import asyncio
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from naitui.cli.count import count
from naitui.cli.exits import DONE, FAILED, SERVICE, code_for, say
from naitui.cli.places import open_vocabularies
from naitui.cli.printing import print_json, print_line, printable
from naitui.cli.service import page_service
from naitui.library.vocabularies import Vocabularies
from naitui.novelai import Catalog, NovelAIError
from naitui.novelai.entries import KINDS, Kind
from naitui.novelai.tokenizers import MAX_FILE, VocabularyError
from naitui.settings import Settings


def tokens(arguments: argparse.Namespace, settings: Settings, catalog: Catalog) -> int:
    """Run one of the three actions; the exit code."""
    vocabularies = open_vocabularies(settings, catalog, demo=arguments.demo)
    match arguments.action:
        case "fetch":
            return asyncio.run(_fetch(arguments, settings, catalog, vocabularies))
        case "show":
            return _show(arguments, catalog, vocabularies)
        case _:
            return count(arguments, settings, catalog, vocabularies)


# ---------------------------------------------------------------------- fetching


async def _fetch(
    arguments: argparse.Namespace, settings: Settings, catalog: Catalog, vocabularies: Vocabularies
) -> int:
    """Fetch what is missing; one that fails does not stop the others."""
    code, fetched = DONE, []
    for kind in _kinds(arguments.models, catalog):
        title = catalog.tokenizers[kind].title
        found = vocabularies.find(kind)
        if found is not None and found.origin == "settings":
            say(f"{title}: the settings name {found.path}; nothing is fetched")
        elif found is not None and not arguments.again:
            say(f"{title}: is there already, in {found.path}; --again fetches it anew")
        else:
            try:
                fetched.append(await _fetch_one(kind, arguments, settings, catalog, vocabularies))
            except NovelAIError as error:
                say(f"failed: {error}. Try again, or name a file: [tokenizers] {kind} = … in the settings")
                code = code_for(error)
            except VocabularyError as error:
                say(f"failed: what came for {title} {error}; nothing was kept")
                code = SERVICE
    if arguments.json:
        print_json(fetched)
    return code


async def _fetch_one(
    kind: Kind, arguments: argparse.Namespace, settings: Settings, catalog: Catalog, vocabularies: Vocabularies
) -> dict[str, object]:
    vocabulary = catalog.tokenizers[kind]
    parts = urlsplit(vocabulary.url)
    say(f"{vocabulary.title}: fetching {vocabulary.url}" + (" from the demo service" if arguments.demo else ""))
    async with page_service(settings, f"{parts.scheme}://{parts.netloc}", demo=arguments.demo) as service:
        path = parts._replace(scheme="", netloc="", fragment="").geturl()
        data = await service.download(path, MAX_FILE, lambda size: say(f"{vocabulary.title}: {_megabytes(size)}"))
    kept = await asyncio.to_thread(vocabularies.keep, kind, data)
    models = _models_of(kind, catalog)
    if not arguments.json:
        print_line(printable(f"{vocabulary.title}: kept in {kept}; counts exactly for {' · '.join(models)}"))
    return {"tokenizer": kind, "file": str(kept), "bytes": len(data), "models": models}


def _kinds(models: Sequence[str] | None, catalog: Catalog) -> Iterable[Kind]:
    """The tokenizers of these models, each once; without any, of all that NovelAI still offers."""
    named = [catalog.model(id) for id in models or ()]
    for model in named:
        if model.inherited:
            say(f'note: "{model.id}" is not in the catalog; it is treated as a {model.family} model')
    return dict.fromkeys(model.tokenizer for model in named or catalog.models.values() if named or model.offered)


def _models_of(kind: Kind, catalog: Catalog) -> list[str]:
    return [model.title for model in catalog.models.values() if model.tokenizer == kind and model.offered]


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size:,} bytes"


# ---------------------------------------------------------------------- showing


@dataclass(frozen=True, slots=True)
class _Shown:
    """How one tokenizer counts."""

    tokenizer: Kind
    title: str
    models: list[str]
    exact: bool
    file: str | None
    origin: str | None
    entries: int | None
    """Pieces or merges in the file."""
    within: int
    """How far the estimate may be off that is used instead."""
    problem: str | None
    """Why the file is not used."""

    @property
    def lines(self) -> tuple[str, str, str]:
        """For people."""
        if self.exact:
            how = f"exact, {self.entries:,} entries"
            where = f"{self.file} ({'named in the settings' if self.origin == 'settings' else self.origin})"
        else:
            how = f"estimate, mostly within {self.within} tokens, outside Latin more"
            where = f"{self.problem}" if self.problem else "no vocabulary yet: naitui tokens fetch"
        return f"{self.title}: {how}", f"  {where}", f"  {' · '.join(self.models)}"


def _show(arguments: argparse.Namespace, catalog: Catalog, vocabularies: Vocabularies) -> int:
    """Which file counts for which models, or that none does; a broken one fails."""
    shown = [_look_at(kind, catalog, vocabularies) for kind in KINDS]
    if arguments.json:
        print_json([asdict(one) for one in shown])
    else:
        for line in (line for one in shown for line in one.lines):
            print_line(printable(line))
    return FAILED if any(one.problem for one in shown) else DONE


def _look_at(kind: Kind, catalog: Catalog, vocabularies: Vocabularies) -> _Shown:
    found, vocabulary = vocabularies.find(kind), catalog.tokenizers[kind]
    tokenizer, problem = None, None
    try:
        tokenizer = vocabularies.load(kind)
    except VocabularyError as error:
        problem = str(error)
    return _Shown(
        tokenizer=kind,
        title=vocabulary.title,
        models=_models_of(kind, catalog),
        exact=tokenizer is not None,
        file=str(found.path) if found else None,
        origin=found.origin if found else None,
        entries=tokenizer.entries if tokenizer else None,
        within=math.ceil(vocabulary.estimate[2]),
        problem=problem,
    )
