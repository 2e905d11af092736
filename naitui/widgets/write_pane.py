"""Everything of a recipe that is written: prompt, undesired content, characters, settings. It holds the recipe."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from naitui.library.seen import SeenFiles
from naitui.novelai import Catalog, Model
from naitui.novelai.meter import Meter
from naitui.recipe import Recipe
from naitui.recipe.past import Past, Step
from naitui.recipe.problems import Place
from naitui.recipe.spot import Spot, spot
from naitui.recipe.step_label import label
from naitui.widgets import fields
from naitui.widgets.characters import CharactersPanel
from naitui.widgets.prompt_diff import shown_values
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.reference_words import encodings_of
from naitui.widgets.references_line import ReferencesLine
from naitui.widgets.settings_grid import SettingsGrid
from naitui.widgets.stage import Stage
from naitui.widgets.text import one_line

PROMPT_PLACEHOLDER = "e.g. 1girl, silver hair, violet eyes, night city, rain, umbrella"
PIN_SHOWN = 14
"""Letters of a pinned text on its chip."""
UNDESIRED_PLACEHOLDER = "what should not be in the picture; the preset comes on top"


class WritePane(Vertical):
    """The recipe under the user's hands. Whoever wants another one shown gives it to `take`."""

    @dataclass
    class Changed(Message):
        """The recipe is another one now, whoever changed it."""

        recipe: Recipe

    def __init__(self, recipe: Recipe, catalog: Catalog, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.recipe = recipe
        self._catalog = catalog
        self._seen = SeenFiles()
        self.past = Past(recipe, time.time(), self._tell)
        self.stage = Stage(recipe, self.model, self._edit)
        """The characters, which another screen may show and change as well."""

    def compose(self) -> ComposeResult:
        """The editors above, the settings below."""
        yield PromptEditor("Prompt", placeholder=PROMPT_PLACEHOLDER, id="prompt")
        yield PromptEditor("Undesired Content", placeholder=UNDESIRED_PLACEHOLDER, id="undesired")
        yield CharactersPanel(self.stage, id="characters")
        yield ReferencesLine(self.recipe, self._catalog, id="references")
        yield SettingsGrid(self.recipe, self._catalog, id="settings")

    def on_mount(self) -> None:
        """Show the recipe's words."""
        self.prompt.load(self.recipe.prompt)
        self.undesired.load(self.recipe.undesired)
        self._show_chips()
        self._show_dialect()

    @property
    def model(self) -> Model:
        """The model of the recipe."""
        return self._catalog.model(self.recipe.model)

    @property
    def prompt(self) -> PromptEditor:
        """The editor of the base prompt."""
        return self.query_one("#prompt", PromptEditor)

    @property
    def undesired(self) -> PromptEditor:
        """The editor of the undesired content."""
        return self.query_one("#undesired", PromptEditor)

    @property
    def characters(self) -> CharactersPanel:
        """The characters."""
        return self.query_one(CharactersPanel)

    # ------------------------------------------------------------------ the recipe

    def take(self, recipe: Recipe, run: Hashable = None) -> None:
        """Show another recipe everywhere; ``run`` names the keys it comes from, where it is being typed elsewhere.

        Only what differs is put into the editors: keys that are still on their way to the recipe are not lost.
        """
        before = self.recipe
        self._edit(recipe, run)
        if recipe.prompt != before.prompt:
            self.prompt.restore(recipe.prompt)
        if recipe.undesired != before.undesired:
            self.undesired.restore(recipe.undesired)

    def _edit(self, recipe: Recipe, run: Hashable = None) -> None:
        """Take a recipe that was changed where its words are shown already; ``run`` names the keys it comes from."""
        if recipe == self.recipe:
            return
        before, self.recipe = self.recipe, recipe
        self.past.edit(recipe, time.time(), run)
        self.query_one(SettingsGrid).show(recipe)
        self.query_one(ReferencesLine).show_recipe(recipe)
        self.stage.follow(recipe, self.model)
        if recipe.model != before.model:
            self._show_dialect()
        if (recipe.styles, recipe.pins) != (before.styles, before.pins):
            self._show_chips()
        self.post_message(self.Changed(recipe))

    def settle(self) -> None:
        """Take over what the widgets show already, whether or not their messages have come."""
        for field, editor in (("prompt", self.prompt), ("undesired", self.undesired)):
            for step in editor.take_steps():
                self._edit(self.recipe.model_copy(update={field: step.text}), (field, step.run))
            self._edit(self.recipe.model_copy(update={field: editor.words}))
        self.stage.collect()
        grid = self.query_one(SettingsGrid)
        taken = {name: getattr(grid.recipe, name) for name in fields.OWNED}  # the grid knows no texts
        self._edit(self.recipe.model_copy(update=taken), grid.field.path)

    def on_text_area_changed(self, message: PromptEditor.Changed) -> None:
        """A prompt was typed in."""
        message.stop()
        self.settle()

    def on_settings_grid_changed(self, message: SettingsGrid.Changed) -> None:
        """A setting was changed."""
        message.stop()
        self.settle()

    # ------------------------------------------------------------------ the past

    def _tell(self, before: Recipe, after: Recipe) -> str:
        dialect = self._catalog.model(after.model).dialect
        return label(before, after, dialect, tell=shown_values(before, after, self._catalog))

    def undo(self) -> Step | None:
        """Take the last change back; None when there is none.

        Raises:
            PastError: the state before cannot be read.
        """
        self.settle()
        return self._went(self.past.undo())

    def redo(self) -> Step | None:
        """Do what was taken back again; None when there is nothing.

        Raises:
            PastError: the state after cannot be read.
        """
        self.settle()
        return self._went(self.past.redo())

    def go(self, id: int) -> Step:
        """To any state of the past.

        Raises:
            PastError: it is not kept any more, or cannot be read.
        """
        self.settle()
        step = self.past.go(id)
        self._went(step)
        return step

    def _went(self, step: Step | None) -> Step | None:
        if step is not None:
            self.take(step.after)
            place = spot(step.before, step.after)
            if place is not None:
                self.reveal(place)
        return step

    def reveal(self, spot: Spot) -> None:
        """Put the cursor where something is, as far as it is written here."""
        match spot.place:
            case ("prompt",) | ("undesired",):
                editor = self.prompt if spot.place == ("prompt",) else self.undesired
                editor.stand_at(spot.at)
                editor.focus()
            case ("characters", int(index), str(field), *_):
                self.characters.reveal(index, field, spot.at)
            case ("characters" | "ai_choice" | "interactions", *_):
                self.characters.reveal(spot.at if spot.place[0] == "characters" else self.stage.index, None, 0)
            case ("styles" | "pins", *_):
                self.prompt.focus()
            case ("sampling", "width" | "height"):
                self.query_one(SettingsGrid).reveal(("size",))
            case _:
                self.query_one(SettingsGrid).reveal(tuple(map(str, spot.place)))

    # ------------------------------------------------------------------ places in the words

    @property
    def _editors(self) -> dict[Place, PromptEditor]:
        """The editors by whose words they show now."""
        people = self.characters
        here: Place = ("characters", self.stage.index)
        own: dict[Place, PromptEditor] = {("prompt",): self.prompt, ("undesired",): self.undesired}
        return {**own, (*here, "prompt"): people.prompt, (*here, "undesired"): people.undesired}

    def show_words(self, place: Place, start: int, end: int) -> None:
        """Select a stretch of one of the texts."""
        self.reveal(Spot(place, start))
        editor = self._editors.get(place)
        if editor is not None:
            editor.select_span(start, end)

    def replace(self, place: Place, start: int, end: int, words: str) -> None:
        """Put other words in the place of a stretch that is shown."""
        self._editors[place].replace_span(start, end, words)

    @property
    def selected(self) -> tuple[Place, int, int] | None:
        """What is selected in the editor with the focus, and whose text that is."""
        return next(((place, *editor.span) for place, editor in self._editors.items() if editor.has_focus), None)

    # ------------------------------------------------------------------ styles

    def on_prompt_editor_style_chosen(self, message: PromptEditor.StyleChosen) -> None:
        """A style more, at the end."""
        message.stop()
        if message.name not in self.recipe.styles:
            self._edit(self.recipe.model_copy(update={"styles": (*self.recipe.styles, message.name)}))

    def _show_chips(self) -> None:
        """Styles stand at the prompt's upper edge, in their order; then the pins."""
        pins = [f"●{name}={one_line(text, PIN_SHOWN)}" for name, text in self.recipe.pins]
        self.prompt.show_chips([*(f"‹{name}›" for name in self.recipe.styles), *pins])

    def insert(self, tag: str) -> None:
        """Put a tag where the cursor is, in the editor that has the focus or else in the prompt."""
        focused = self.screen.focused
        editor = focused if isinstance(focused, PromptEditor) else self.prompt
        editor.put_in(tag)

    # ------------------------------------------------------------------ references

    def show_seen(self, seen: SeenFiles) -> None:
        """The files of the references have been looked at."""
        self._seen = seen
        self.query_one(ReferencesLine).show_seen(seen)

    @property
    def encodings(self) -> int:
        """How many encodings a press would buy, as far as the files have been looked at."""
        return encodings_of(self.recipe, self._catalog, self._seen)

    # ------------------------------------------------------------------ how the words are read

    def show_meters(self, wanted: Meter, unwanted: Meter) -> None:
        """How much of what the model reads is used."""
        for editor, meter in ((self.prompt, wanted), (self.undesired, unwanted)):
            editor.show_meter(str(meter), meter.tone)

    def _show_dialect(self) -> None:
        for editor in (self.prompt, self.undesired):
            editor.show_dialect(self.model.dialect)
