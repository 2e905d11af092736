"""Everything of a recipe that is written: prompt, undesired content, characters, settings. It holds the recipe."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from naitui.novelai import Catalog, Model
from naitui.novelai.meter import Meter
from naitui.recipe import Recipe
from naitui.widgets import fields
from naitui.widgets.characters import CharactersPanel
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.settings_grid import SettingsGrid
from naitui.widgets.stage import Stage

PROMPT_PLACEHOLDER = "e.g. 1girl, silver hair, violet eyes, night city, rain, umbrella"
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
        self.stage = Stage(recipe, self.model)
        """The characters, which another screen may show and change as well."""

    def compose(self) -> ComposeResult:
        """The editors above, the settings below."""
        yield PromptEditor("Prompt", placeholder=PROMPT_PLACEHOLDER, id="prompt")
        yield PromptEditor("Undesired Content", placeholder=UNDESIRED_PLACEHOLDER, id="undesired")
        yield CharactersPanel(self.stage, id="characters")
        yield SettingsGrid(self.recipe, self._catalog, id="settings")

    def on_mount(self) -> None:
        """Show the recipe's words."""
        self.prompt.load(self.recipe.prompt)
        self.undesired.load(self.recipe.undesired)
        self._show_styles()
        self._show_numeric()
        self.stage.attach(self._staged)

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

    def take(self, recipe: Recipe) -> None:
        """Show another recipe everywhere.

        Only what differs is put into the editors: keys that are still on their way to the recipe are not lost.
        """
        before = self.recipe
        self._edit(recipe)
        if recipe.prompt != before.prompt:
            self.prompt.load(recipe.prompt)
        if recipe.undesired != before.undesired:
            self.undesired.load(recipe.undesired)

    def _edit(self, recipe: Recipe) -> None:
        """Take a recipe that was changed where its words are shown already."""
        if recipe == self.recipe:
            return
        before, self.recipe = self.recipe, recipe
        self.query_one(SettingsGrid).show(recipe)
        self.stage.follow(recipe, self.model)
        if recipe.model != before.model:
            self._show_numeric()
        if recipe.styles != before.styles:
            self._show_styles()
        self.post_message(self.Changed(recipe))

    def on_text_area_changed(self, message: PromptEditor.Changed) -> None:
        """A prompt was typed in. The editors are compared with the recipe, so loading one changes nothing."""
        message.stop()
        prompt, undesired = self.prompt.text, self.undesired.text
        if (prompt, undesired) != (self.recipe.prompt, self.recipe.undesired):
            self._edit(self.recipe.model_copy(update={"prompt": prompt, "undesired": undesired}))

    def _staged(self) -> None:
        """The cast was changed, here or on another screen."""
        self._edit(self.stage.recipe)

    def on_settings_grid_changed(self, message: SettingsGrid.Changed) -> None:
        """A setting was changed; the grid knows no texts, so only its own part is taken over."""
        message.stop()
        taken = {name: getattr(message.recipe, name) for name in fields.OWNED}
        self._edit(self.recipe.model_copy(update=taken))

    # ------------------------------------------------------------------ styles

    def on_prompt_editor_style_chosen(self, message: PromptEditor.StyleChosen) -> None:
        """A style more, at the end."""
        message.stop()
        if message.name not in self.recipe.styles:
            self._edit(self.recipe.model_copy(update={"styles": (*self.recipe.styles, message.name)}))

    def drop_style(self) -> str | None:
        """Take the last style off; its name, or None when there is none."""
        if not self.recipe.styles:
            return None
        *kept, dropped = self.recipe.styles
        self._edit(self.recipe.model_copy(update={"styles": tuple(kept)}))
        return dropped

    def _show_styles(self) -> None:
        """Styles stand at the prompt's upper edge, in their order."""
        chips = "".join(f" · ‹{name}›" for name in self.recipe.styles)
        self.prompt.show_title(f"Prompt{chips}")

    # ------------------------------------------------------------------ how the words are read

    def show_meters(self, wanted: Meter, unwanted: Meter) -> None:
        """How much of what the model reads is used."""
        for editor, meter in ((self.prompt, wanted), (self.undesired, unwanted)):
            editor.show_meter(str(meter), meter.tone)

    def _show_numeric(self) -> None:
        for editor in (self.prompt, self.undesired):
            editor.show_numeric(self.model.blocks)
