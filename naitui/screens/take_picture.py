"""What of a picture is to be taken into the studio: a list of its parts, and what taking them changes."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from naitui.actions.in_effect import acting, key_of
from naitui.actions.names import key_written
from naitui.library.again import Again
from naitui.novelai import Catalog
from naitui.recipe import Recipe
from naitui.recipe.merging import TITLES, Part, merged, parts_in
from naitui.widgets.bindings import bindings_of
from naitui.widgets.key_lines import Key, KeyLines
from naitui.widgets.prompt_diff import PromptDiff, diff_between
from naitui.widgets.rows import Row, RowList
from naitui.widgets.text import plain

DRAFT = "As it was written, with its wildcards and choices"
_USUAL: frozenset[Part] = frozenset(TITLES) - {"append", "seed", "source"}


class TakePictureScreen(ModalScreen[Recipe | None]):
    """Ends with the studio's recipe with what was taken, or None.

    Args:
        now: the studio's recipe.
        found: what the picture gives back.
        catalog: says values by their titles.
    """

    BINDINGS = bindings_of("take")

    def __init__(self, now: Recipe, found: Again, catalog: Catalog) -> None:
        super().__init__()
        self._now, self._found, self._catalog = now, found, catalog
        self._parts: list[Part] = list(parts_in(found.picture))
        self._on = set(self._parts) & _USUAL
        self._draft = False
        self._list = RowList(id="take-parts")
        self._list.in_turn = acting("take")

    def compose(self) -> ComposeResult:
        """The parts, what they change, the keys."""
        with Vertical(classes="dialog dialog--tall"):
            yield self._list
            for lost in self._found.lost:
                yield Static(plain(f"It cannot give back {lost}."), classes="take-lost")
            with VerticalScroll(id="take-change", can_focus=False):
                yield PromptDiff(same="the studio has all of that already", id="take-diff")
            yield KeyLines(_keys(), in_line=True)

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(".dialog").border_title = "Take from the picture"
        self.query_one("#take-change").border_title = "Taking it changes"
        count = len(self._parts) + (self._found.draft is not None)
        self._list.styles.height = count
        self._list.show(count, self._row)
        self._list.focus()
        self._show_change()

    @property
    def result(self) -> Recipe:
        """The recipe with what is on."""
        source = self._found.draft if self._draft and self._found.draft is not None else self._found.picture
        if source is self._found.draft:
            sampling = source.sampling.model_copy(update={"seed": self._found.picture.sampling.seed})
            source = source.model_copy(update={"sampling": sampling})
        return merged(self._now, source, self._on)

    def _row(self, index: int) -> Row:
        if index >= len(self._parts):
            return [("[x] " if self._draft else "[ ] ", "picked" if self._draft else "muted"), (DRAFT, "")]
        part = self._parts[index]
        on = part in self._on
        value = _short(self._found.picture, part, self._catalog)
        return [("[x] " if on else "[ ] ", "picked" if on else "muted"), (f"{TITLES[part]}  ", ""), (value, "muted")]

    def _show_change(self) -> None:
        self._list.refresh()
        self.query_one(PromptDiff).show_blocks(diff_between(self._now, self.result, self._catalog))

    def key_escape(self, event: events.Key) -> None:
        """Back, with nothing taken."""
        event.stop()
        self.dismiss(None)

    def action_switch(self) -> None:
        """Switch the part under the cursor."""
        self._switch(self._list.cursor)

    def _switch(self, index: int) -> None:
        if index >= len(self._parts):
            self._draft = not self._draft
        else:
            part = self._parts[index]
            self._on ^= {part}
            other: dict[Part, Part] = {"append": "characters", "characters": "append"}
            if part in self._on and part in other:
                self._on.discard(other[part])
        self._show_change()

    def on_row_list_chosen(self) -> None:
        """Take it."""
        self.dismiss(self.result)

    def action_all(self) -> None:
        """Everything on."""
        self._on = set(self._parts) - {"append"}
        self._show_change()

    def action_none(self) -> None:
        """Everything off."""
        self._on = set()
        self._show_change()


def _keys() -> list[Key]:
    own = [(key_of(f"take.{id}"), title) for id, title in (("switch", "on/off"), ("all", "all"), ("none", "none"))]
    return [(key, f"{key_written(key)} {title}") for key, title in (*own, ("enter", "takes"), ("escape", "back"))]


def _sampler(id: str | None, catalog: Catalog) -> str:
    return catalog.sampler(id).title if id else "-"


def _short(recipe: Recipe, part: Part, catalog: Catalog) -> str:
    """What a part is, in a few words."""
    sampling = recipe.sampling
    people: Sequence[str] = [one.prompt for one in recipe.characters]
    words = {
        "model": catalog.model(recipe.model).title,
        "prompt": recipe.prompt,
        "undesired": recipe.undesired,
        "characters": f"{len(people)}: {' | '.join(people)}",
        "presets": f"{recipe.quality}, {recipe.undesired_preset}",
        "size": f"{sampling.width}×{sampling.height}",
        "settings": f"{sampling.steps or '-'} steps, {_sampler(sampling.sampler, catalog)}",
        "seed": str(sampling.seed),
        "references": f"{len(recipe.vibes)} and {len(recipe.precise_references)}",
        "source": recipe.source.path if recipe.source else "",
    }
    return " ".join(words.get(part, "").split())[:400]
