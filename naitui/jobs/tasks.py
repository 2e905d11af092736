"""What a job can be: pictures of a recipe, a director tool, an upscale, the encoding of a vibe.

Each knows its request, its price, what is written down before it is sent, and how its answer is read. All are frozen.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from naitui.library.calls import CallRecord
from naitui.library.marks import UNMARKED, Mark
from naitui.library.vibes import VibeStore
from naitui.library.work import Drawn, Goal, PictureCall, VibeCall, Work
from naitui.novelai import (
    Catalog,
    EncodeRequest,
    Image,
    NovelAI,
    Quote,
    Request,
    Standing,
    encode_request,
    encode_vibe,
    encoding_quote,
    quote,
    settled_recipe,
    tool_quote,
    upscale_quote,
)
from naitui.novelai.materials import Unencoded
from naitui.novelai.stream import StreamEvent
from naitui.pictures.pasting import Pasting
from naitui.pictures.vibes import VibeFile
from naitui.recipe import Resolved

Kind = Literal["generation", "tool", "upscale", "encoding"]
Answer = AsyncGenerator[StreamEvent, None]


@dataclass(frozen=True, slots=True)
class Generation:
    """Pictures of a resolved recipe."""

    resolved: Resolved
    request: Request
    pasting: Pasting | None = None
    """What the result of an infill is laid over."""
    goal: Goal | None = None
    """Where its pictures go; None for wherever those of the run go that sends it."""
    mark: Mark = UNMARKED
    """What is said of its pictures from the start."""

    @property
    def kind(self) -> Kind:
        """For the ledger."""
        return "generation"

    @property
    def title(self) -> str:
        """In a few words."""
        return f"seed {self.resolved.seed}"

    @property
    def model(self) -> str:
        """The recipe's."""
        return self.resolved.recipe.model

    @property
    def steps(self) -> int:
        """Steps of one sample."""
        parameters = self.request.body["parameters"]
        assert isinstance(parameters, dict)  # noqa: S101 - `naitui.novelai.build` makes it so
        return int(parameters["steps"])

    def quote(self, catalog: Catalog, standing: Standing | None) -> Quote:
        """What it costs an account of that standing."""
        return quote(self.resolved, catalog, standing)

    def work(self, catalog: Catalog) -> Work:
        """The recipe as it is kept: no value left to a catalog that may change."""
        recipe, resolved = settled_recipe(self.resolved.recipe, catalog), self.resolved
        if not resolved.picks and resolved.draft is None and self.pasting is None and self.mark == UNMARKED:
            return recipe
        return Drawn(recipe, resolved.picks, resolved.draft, self.pasting, self.mark)

    def filled(self, store: VibeStore) -> Generation:
        """With the encodings that were bought meanwhile; reads files."""
        wanted = self.request.wanted
        found = {vibe.placeholder: store.encoding(vibe.id, vibe.model_key, vibe.information) for vibe in wanted}
        encodings = {place: data for place, data in found.items() if data is not None}
        return replace(self, request=self.request.filled(encodings))

    def answer(self, service: NovelAI) -> Answer:
        """Previews and pictures as they come."""
        return service.stream(self.request)


@dataclass(frozen=True, slots=True)
class Tool:
    """A picture through a director tool (``name``), or in twice its size (``name`` empty)."""

    title: str
    request: Request
    size: tuple[int, int]
    """The picture's, in pixels."""
    places: tuple[Path, ...]
    """For each picture of the answer its path without an ending."""
    name: str = ""
    model: str = ""
    record: CallRecord | None = None
    """What is written into its pictures."""

    @property
    def kind(self) -> Kind:
        """For the ledger."""
        return "tool" if self.name else "upscale"

    @property
    def steps(self) -> int:
        """There are no previews."""
        return 1

    def quote(self, catalog: Catalog, standing: Standing | None) -> Quote:
        """What it costs an account of that standing."""
        if self.name:
            return tool_quote(self.name, *self.size, catalog, standing)
        return upscale_quote(*self.size, catalog)

    def work(self, catalog: Catalog) -> Work:
        """What is written down."""
        return PictureCall(self.title, self.places, self.record)

    def answer(self, service: NovelAI) -> Answer:
        """The pictures; those in front of a damaged one are given too."""
        return service.stream(self.request)


@dataclass(frozen=True, slots=True)
class Encode:
    """The encoding of a vibe."""

    title: str
    request: EncodeRequest
    vibe: VibeFile
    again: bool = False
    """Buy it although it is there: the one that is there may be damaged."""

    @classmethod
    def of(cls, wanted: Unencoded, catalog: Catalog) -> Encode:
        """What buys an encoding that a recipe needs.

        Raises:
            Refused: the model has no encoder, or the picture cannot be sent.
        """
        request = encode_request(wanted.vibe.image or b"", wanted.model, catalog, information=wanted.information)
        return cls(f"encoding {wanted.name} for {request.model.title}", request, wanted.vibe)

    @property
    def kind(self) -> Kind:
        """For the ledger."""
        return "encoding"

    @property
    def model(self) -> str:
        """The model that it is for."""
        return self.request.model.id

    @property
    def steps(self) -> int:
        """There are no previews."""
        return 1

    def quote(self, catalog: Catalog, standing: Standing | None) -> Quote:
        """The same for everybody."""
        return encoding_quote(catalog)

    def work(self, catalog: Catalog) -> Work:
        """What is written down: the picture too, so that the encoding has a place whatever happens."""
        key = self.request.model.vibe_key or ""
        return VibeCall(self.title, self.vibe, self.request.model.id, key, self.request.information)

    def known(self, store: VibeStore) -> Path | None:
        """Where it is, when it was bought meanwhile; reads files."""
        id, request = self.vibe.id, self.request
        found = store.encoding(id, request.model.vibe_key or "", request.information)
        return store.path(id) if found is not None and not self.again else None

    async def answer(self, service: NovelAI) -> Answer:
        """The encoding, as the one thing that comes."""
        yield Image(await encode_vibe(service, self.request), 0)


Task = Generation | Tool | Encode
