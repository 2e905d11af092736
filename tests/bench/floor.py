"""The floor: the smallest Textual app with a text area. What it takes, the framework itself takes."""

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Floor(App[None]):
    """One text area over the whole screen."""

    def compose(self) -> ComposeResult:
        yield TextArea("Words go here.\n")

    def on_mount(self) -> None:
        self.query_one(TextArea).move_cursor((1, 0))


if __name__ == "__main__":
    Floor().run()
