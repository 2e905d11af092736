"""What of a picture is to be taken into the studio: a list of its parts, and what taking them changes."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from naitui.library.again import Again
from naitui.novelai import Catalog
from naitui.recipe import Recipe
from naitui.recipe.merging import TITLES, Part, merged, parts_in
from naitui.widgets.key_lines import KeyLines
from naitui.widgets.prompt_diff import PromptDiff, diff_between
from naitui.widgets.rows import Row, RowList
from naitui.widgets.text import plain

DRAFT = "As it was written, with its wildcards and choices"
_USUAL: frozenset[Part] = frozenset(TITLES) - {"append", "seed", "source"}


KEYS = (
    ("space", "Space on/off"),
    ("a", "a all"),
    ("n", "n none"),
    ("enter", "Enter takes"),
    ("escape", "Esc back"),
)


class TakePictureScreen(ModalScreen[Recipe | None]):
    """Ends with the studio's recipe with what was taken, or None.

    Args:
        now: the studio's recipe.
        found: what the picture gives back.
        catalog: says values by their titles.
    """

    BINDINGS = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("a", "all", "All"),
        Binding("n", "none", "None"),
    ]

    def __init__(self, now: Recipe, found: Again, catalog: Catalog) -> None:
        super().__init__()
        self._now, self._found, self._catalog = now, found, catalog
        self._parts: list[Part] = list(parts_in(found.picture))
        self._on = set(self._parts) & _USUAL
        self._draft = False
        self._list = RowList(id="take-parts")

    def compose(self) -> ComposeResult:
        """The parts, what they change, the keys."""
        with Vertical(classes="dialog dialog--tall"):
            yield self._list
            for lost in self._found.lost:
                yield Static(plain(f"It cannot give back {lost}."), classes="take-lost")
            with VerticalScroll(id="take-change", can_focus=False):
                yield PromptDiff(same="the studio has all of that already", id="take-diff")
            yield KeyLines(KEYS, in_line=True)

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

    def on_key(self, event: events.Key) -> None:
        """Switch the part under the cursor."""
        if event.key == "space":
            event.stop()
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
        "settings": f"{sampling.steps or '-'} steps, {sampling.sampler or '-'}",
        "seed": str(sampling.seed),
        "references": f"{len(recipe.vibes)} and {len(recipe.precise_references)}",
        "source": recipe.source.path if recipe.source else "",
    }
    return " ".join(words.get(part, "").split())[:400]
