"""The log: its lines follow the theme."""

from __future__ import annotations

from textual.app import App, ComposeResult

from naitui.widgets.log_panel import LogPanel


class Logging(App[None]):
    """A log alone."""

    def compose(self) -> ComposeResult:
        yield LogPanel()


async def test_lines_that_are_there_take_the_colours_of_another_theme() -> None:
    app = Logging()
    async with app.run_test(size=(40, 8)) as pilot:
        app.theme = "textual-dark"
        panel = app.query_one(LogPanel)
        panel.say("[b]kept[/b]", "good")
        await pilot.pause()

        def ground() -> object:
            (line,) = (line for line in panel.lines if "kept" in line.text)
            return next(segment.style.bgcolor for segment in line if segment.style is not None and segment.text.strip())

        before = ground()
        app.theme = "textual-light"
        for _ in range(200):
            await pilot.pause(0.02)
            if ground() != before:
                break
        assert ground() != before
        assert [line.text.strip()[9:] for line in panel.lines] == ["✓ [b]kept[/b]"]
