"""What is composed with less work is the same picture."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Static

from naitui.widgets.frame import NearCompositor

WIDTH, HEIGHT = 60, 20


class Layered(Screen[None]):
    """Widgets in containers, a scrolled one, and some that lie over others."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = NearCompositor()

    def compose(self) -> ComposeResult:
        yield Static("above " * 40, id="above")
        yield Static("corner " * 40, id="corner")
        with Horizontal():
            with VerticalScroll(id="left"):
                yield Static("\n".join(f"line {number}" for number in range(40)), classes="tall")
            with Vertical():
                yield Static("right " * 30)
                yield Static("not to be seen", id="hidden")
                yield Static("below " * 30)


class Layers(App[None]):
    CSS = """
    Layered { layers: base above; }
    #left { width: 24; border: round red; }
    #above { layer: above; position: absolute; offset: 10 4; width: 30; height: 7; background: blue; }
    #corner { layer: above; position: absolute; offset: 50 15; width: 20; height: 9; background: green; }
    #hidden { visibility: hidden; }
    .tall { height: 40; }
    """

    def get_default_screen(self) -> Screen[None]:
        return Layered()


def cells(chops: list[dict[int, Strip | None]], part: Region) -> list[list[tuple[str, object]]]:
    """Every cell of a part with its look, in rows."""
    rows = []
    for y in part.line_range:
        row: dict[int, tuple[str, object]] = {}
        for x, strip in ((x, strip) for x, strip in chops[y].items() if strip is not None):
            at = x
            for segment in strip:
                for letter in segment.text:
                    row[at] = letter, segment.style
                    at += 1
        rows.append([row[x] for x in part.column_range])
    return rows


def parts() -> st.SearchStrategy[Region]:
    corner = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
    return st.tuples(corner, corner).map(
        lambda two: Region.from_corners(
            min(two[0][0], two[1][0]),
            min(two[0][1], two[1][1]),
            max(two[0][0], two[1][0]) + 1,
            max(two[0][1], two[1][1]) + 1,
        )
    )


async def test_every_part_is_the_same_picture() -> None:
    app = Layers()
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        app.screen.query_one("#left").scroll_to(y=7, animate=False)
        await pilot.pause()
        plain = Compositor()
        plain.reflow(app.screen, app.size)
        near = app.screen._compositor
        assert isinstance(near, NearCompositor)

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(parts())
        def same(part: Region) -> None:
            inside = set(part.line_range).__contains__
            assert cells(near._render_chops(part, inside), part) == cells(plain._render_chops(part, inside), part)

        same()
        assert [strip.text for strip in near.render_strips()] == [strip.text for strip in plain.render_strips()]


async def test_what_is_behind_is_not_asked() -> None:
    app = Layers()
    async with app.run_test(size=(WIDTH, HEIGHT)):
        compositor = app.screen._compositor
        over = app.screen.query_one("#above").region
        assert [region for region, *_ in compositor._get_renders(over)] == [over]
        [(region, *_), *rest] = compositor._get_renders(Region(0, 0, WIDTH, HEIGHT))
        assert region in (over, app.screen.query_one("#corner").region)
        assert len(rest) > 4
