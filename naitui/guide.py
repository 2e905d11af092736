"""The palette's guide: what is done on other screens, what has another name here than elsewhere, and the settings of
the program. Whoever looks for a word finds what it is called and which keys lead there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from textual.command import Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.markup import escape

from naitui.actions import ACTIONS, Action
from naitui.actions.in_effect import key_for
from naitui.actions.places import TITLES
from naitui.actions.ways import keys_along, says, way_to, words_of
from naitui.homeward import destinations, go, owner_at_home
from naitui.owners import owner_of
from naitui.screens.studio import StudioScreen

_NEAR, _FAR = 2.4, 2.0
"""For each letter that was typed: less than where it stands in a title as it was typed, which the palette gives 3 or
more; more than where its letters are strewn over one."""


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    told: str
    way: tuple[Action, ...]
    score: float
    setting: str = ""
    """Of the program's settings, the one that is meant."""


class Guide(Provider):
    """Finds actions by any of their words, wherever they are done."""

    async def search(self, query: str) -> Hits:
        """What has all of these words, or words that begin so."""
        if len(query) < 2:  # one letter says nothing yet
            return
        for found in (*self._actions(query), *self._settings(query)):
            told = escape(found.told)
            score = found.score * len(query)
            yield Hit(score, Content(found.name), partial(self._go, found), text=found.name, help=told)

    def _actions(self, query: str) -> Iterator[_Found]:
        matcher, near = self.matcher(query), {action.name for action in destinations(self.screen)}
        for action in ACTIONS:
            if action.id == "back" or not (action.footer or action.palette):
                continue
            here = self._owner(action) is not None
            if ((here and action.palette) or action.name in near) and matcher.match(action.title) > 0:
                continue  # it is listed by its title
            way = (action,) if here else way_to(action)
            title = action.title if len(way) == 1 else f"{way[0].title}: {action.title}"
            if len(way) > 1 and says(way[0].title, query):
                continue  # the screen is listed, and tells all of its own
            if says(f"{title} {words_of(action)}", query):
                told = f"{action.help}  ({keys_along(way)})"
                yield _Found(title, told, way, _NEAR if len(way) == 1 else _FAR)

    def _settings(self, query: str) -> Iterator[_Found]:
        from naitui.settings.words import WORDS  # for the palette alone

        way = way_to(next(action for action in ACTIONS if action.name == "studio.configure"))
        for word in WORDS:
            if says(f"config.toml setting {word.group} {word.key} {word.also} {word.what}", query):
                yield _Found(f"Setting: {word.key}", f"{word.what}  ({keys_along(way)})", way, _FAR, word.key)

    def _owner(self, action: Action) -> DOMNode | None:
        owner = owner_of(action, self.screen)
        return owner if hasattr(owner, f"action_{action.id}") else None

    async def _go(self, found: _Found) -> None:
        """The first step of the way; what is to be pressed next is said."""
        way, given = found.way, (found.setting,) if found.setting else ()
        first, *rest = way
        owner = self._owner(first)
        studio = next((screen for screen in self.app.screen_stack if isinstance(screen, StudioScreen)), None)
        if owner is not None and not given:
            await self.app.run_action(first.id, owner)
        elif studio is not None and owner_at_home(studio, first) is not None:
            self.app.run_worker(go(self.app, studio, first, *given), group="homeward", exclusive=True)
        else:
            self.app.notify(f"{TITLES[first.place]}: {keys_along(way)}", markup=False)
            return
        if rest:
            self.app.notify(f"{rest[-1].title}: {', then '.join(key_for(one.name) for one in rest)}", markup=False)
