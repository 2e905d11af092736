"""The Characters screen: slots and their words on the left; where they stand and what they do on the right."""

from __future__ import annotations

from typing import Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from naitui.novelai import Catalog
from naitui.screens.look import Look
from naitui.screens.messages import StudioWanted
from naitui.screens.typing import after_typing
from naitui.screens.writing import WritingScreen
from naitui.widgets.action_bar import ActionBar
from naitui.widgets.bindings import bindings_of
from naitui.widgets.character_list import CharacterList
from naitui.widgets.characters import CharactersPanel
from naitui.widgets.interaction_matrix import InteractionMatrix
from naitui.widgets.interaction_pane import InteractionPane
from naitui.widgets.position_board import PositionBoard
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.write_pane import WritePane

Part = Literal["list", "board", "matrix"]
_KEYS = (
    "generate", "cancel", "add_character", "characters", "choose_model", "references", "find_words", "past",
    "undo", "redo", "help", "quit",
)  # fmt: skip
"""What the studio's keys do here too."""
MOST_SLOTS = 12
"""Lines of the list before it scrolls."""


class CharactersScreen(WritingScreen):
    """Shows the characters of the studio's recipe. What else the studio does is asked for by messages.

    Args:
        words: holds the recipe.
        catalog: the models.
        look: how pictures are shown.
        part: where the keys go at first.
    """

    # Esc is no action here: it is what leads out of a field, too, see `naitui.actions.dialogs`
    BINDINGS = [*bindings_of("studio", priority=True, only=_KEYS), Binding("escape", "back", "Back", key_display="Esc")]
    AUTO_FOCUS = ""

    def __init__(self, words: WritePane, catalog: Catalog, look: Look, part: Part = "list") -> None:
        super().__init__(words, catalog, look)
        self._stage = stage = words.stage
        self._part = part
        self.panel = CharactersPanel(stage, shown=MOST_SLOTS, id="characters")
        self.board = PositionBoard(stage, id="board")
        self.interactions = InteractionPane(stage, id="interactions")
        self.bar = ActionBar(id="action")

    def compose(self) -> ComposeResult:
        """Two columns, the action bar and the keys."""
        yield from self.completions()
        with Horizontal(id="body"):
            yield self.panel
            with Vertical(id="scene"):
                yield self.board
                yield self.interactions
        yield self.bar
        yield from self.last_line()

    def on_mount(self) -> None:
        """To the part that was asked for."""
        self._stage.attach(self._changed)
        self._changed()
        self._go(self._part)

    def on_unmount(self) -> None:
        """Show the stage no more."""
        self._stage.detach(self._changed)

    def _changed(self) -> None:
        recipe, model = self._stage.recipe, self._stage.model
        self.board.border_title = f"Places · {recipe.sampling.width}×{recipe.sampling.height} · {model.title}"
        several = "" if model.interactions else f" · {model.title} has none"
        self.interactions.border_title = f"Interactions{several}"

    def _go(self, part: Part) -> None:
        self._give_room(part)
        if part == "board":
            self.set_focus(self.board)
        elif part == "matrix":
            self.interactions.open()
        else:
            self.set_focus(self.panel.slots)

    # ------------------------------------------------------------------ what comes from the studio

    def show_picture(self, data: bytes) -> None:
        """The last finished picture, behind the board."""
        self.board.show_picture(data)

    # ------------------------------------------------------------------ from part to part

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """In a small terminal the part with the focus has the room."""
        widget: Widget = event.widget
        if self.board in widget.ancestors_with_self:
            self._give_room("board")
        elif self.interactions in widget.ancestors_with_self:
            self._give_room("matrix")
        else:
            self._give_room("list")

    def _give_room(self, part: Part) -> None:
        self.set_class(part != "list", "-placing")
        if part != "list":
            self.set_class(part == "matrix", "-acting")

    def on_character_list_place_wanted(self, message: CharacterList.PlaceWanted) -> None:
        """To the board."""
        message.stop()
        self._go("board")

    def on_character_list_matrix_wanted(self, message: CharacterList.MatrixWanted) -> None:
        """To the matrix."""
        message.stop()
        self._go("matrix")

    def on_position_board_matrix_wanted(self, message: PositionBoard.MatrixWanted) -> None:
        """To the matrix."""
        message.stop()
        self._go("matrix")

    def on_interaction_matrix_board_wanted(self, message: InteractionMatrix.BoardWanted) -> None:
        """To the board."""
        message.stop()
        self._go("board")

    def on_position_board_left(self, message: PositionBoard.Left) -> None:
        """Done there."""
        message.stop()
        self._go("list")

    def action_back(self) -> None:
        """Back to the list, and from there to the studio."""
        if self.focused is self.panel.slots or self.focused is None:
            self.dismiss()
        else:
            self._go("list")

    def on_prompt_editor_style_chosen(self, message: PromptEditor.StyleChosen) -> None:
        """A style is the whole recipe's."""
        self.words.on_prompt_editor_style_chosen(message)

    # ------------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Cancelling makes sense while something runs."""
        return self.bar.busy if action == "cancel" else True

    def on_action_bar_pressed(self) -> None:
        """The bar was clicked."""
        self.action_generate()

    def action_generate(self) -> None:
        """Make the pictures, of everything that was typed before the key."""
        after_typing(self, lambda: self.post_message(StudioWanted("generate")))

    def action_cancel(self) -> None:
        """Stop."""
        self.post_message(StudioWanted("cancel"))

    def action_quit(self) -> None:
        """Leave, with everything that was typed before the key."""
        after_typing(self, lambda: self.post_message(StudioWanted("quit")))

    def action_choose_model(self) -> None:
        """All models."""
        self.post_message(StudioWanted("choose_model"))

    def action_help(self) -> None:
        """All keys."""
        self.post_message(StudioWanted("help"))

    def action_characters(self) -> None:
        """The key that led here leads back."""
        self.dismiss()

    def action_add_character(self) -> None:
        """A new character, ready to be written."""
        self.panel.slots.action_add()
        self.panel.write()
