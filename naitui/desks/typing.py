"""The desk for what helps while words are typed: completions, how much they fill, hints about them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from textual.app import App

from naitui.bench import Bench
from naitui.library.gauge import Gauge
from naitui.library.history import Said
from naitui.library.offers import Offer, offers_for
from naitui.library.words import WordFolders
from naitui.novelai import NovelAI, NovelAIError
from naitui.novelai.entries import KINDS
from naitui.novelai.meter import meters
from naitui.recipe import Recipe
from naitui.recipe.fragments import Fragment, tags_in
from naitui.screens.studio import StudioScreen

ASKED = range(3, 101)
"""So many letters of a tag as the service is asked about too; what is longer is no tag, and no address can hold it."""
TYPING_PAUSE = 0.3
"""Seconds without a key before it is."""


class TypingDesk:
    """Completes, counts and remembers one studio's words.

    Args:
        service: the client as it is now, which is asked for tags; None when there is no token.
    """

    def __init__(
        self, app: App[None], bench: Bench, studio: StudioScreen, service: Callable[[], NovelAI | None]
    ) -> None:
        self._app, self._bench, self._studio = app, bench, studio
        self._service = service
        self._unhelpful = False
        """Whether the service has failed to suggest tags: it is not asked again in this run."""
        self._gauge = Gauge(bench.catalog, bench.vocabularies, WordFolders.of(bench.settings))

    # ------------------------------------------------------------------ completing

    async def complete(self, fragment: Fragment, show: Callable[[Sequence[Offer], Fragment], None]) -> None:
        """Offer completions: at once what is known here, a moment later what the service suggests too."""
        tags, model = self._bench.tags, self._studio.recipe.model
        find = partial(offers_for, fragment, tags, WordFolders.of(self._bench.settings), model)
        try:
            show(await asyncio.to_thread(find), fragment)
            text = fragment.text.strip()
            service = self._service()
            if fragment.kind != "tag" or len(text) not in ASKED or service is None or self._unhelpful:
                return
            if await asyncio.to_thread(tags.cached, model, text) is not None:
                return
            await asyncio.sleep(TYPING_PAUSE)  # the next key cancels this
            found = await service.suggest_tags(model, text)
            await asyncio.to_thread(tags.keep, model, text, found)
            show(await asyncio.to_thread(find), fragment)
        except NovelAIError as error:
            self._unhelpful = True
            self._studio.result.say(f"NovelAI suggests no tags now: {error}", "warning")
        except OSError as error:
            self._studio.result.say(f"tags cannot be completed: {error}", "warning")

    async def read_tag_files(self) -> None:
        """Tags of the user's own files complete too."""
        try:
            told = await asyncio.to_thread(self._bench.tags.sync_files, self._bench.settings.tags.files)
        except OSError as error:
            self._studio.result.say(f"tags cannot be completed: {error}", "warning")
            return
        for message in told:
            self._studio.result.say(message.text, message.tone)

    async def remember(self, recipe: Recipe) -> None:
        """What was sent completes what is typed from now on, and can be found again."""

        def write() -> None:
            texts = [recipe.prompt, recipe.undesired, *(character.prompt for character in recipe.characters)]
            texts += [interaction.action for interaction in recipe.interactions]
            dialect = self._bench.catalog.model(recipe.model).dialect
            self._bench.tags.remember(tag for text in texts for tag in tags_in(text, dialect))
            self._bench.history.add(Said.of(recipe))

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            self._studio.result.say(f"the words could not be remembered: {error}", "warning")

    # ------------------------------------------------------------------ counting

    async def load_tokenizers(self) -> None:
        """Read what counts tokens, that of the recipe's own model first; until then they are estimated."""
        own = self._bench.catalog.model(self._studio.recipe.model).tokenizer
        for kind in (own, *(other for other in KINDS if other != own)):
            problem = await asyncio.to_thread(self._gauge.load, kind)
            if problem:
                self._studio.result.say(f"tokens are estimated: {problem}", "warning")
        self._studio.offering.measure()

    async def measure(self, recipe: Recipe) -> None:
        """Show how much of what the model reads the words fill, and the hints about them."""
        count, found = await asyncio.to_thread(self._gauge.look, recipe)
        if self._app.is_running:
            self._studio.words.show_meters(*meters(count))
            self._studio.offering.show_hints(recipe, found)
