"""What a director tool had before it and what came of it; all pictures of an answer, and the trail of what was done."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from naitui.terminal import Protocol, Terminal, draws
from naitui.widgets.filmstrip import Filmstrip
from naitui.widgets.picture.film import Film, Shot
from naitui.widgets.picture.opener import Opener
from naitui.widgets.preview import Preview
from naitui.widgets.rows import Passage, Row, Tone
from naitui.widgets.text import plain
from naitui.widgets.tool_chain import Chain

NO_RESULT = ("No result yet", "Enter runs the tool.", "", "The next one goes on from its result.")


class ToolPictures(Vertical):
    """Shows a `Chain`."""

    def __init__(self, protocol: Protocol, terminal: Terminal | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._protocol, self._terminal = protocol, terminal
        self._opener, self._film = Opener(), Film()

    def compose(self) -> ComposeResult:
        """Two panes, the strip, the trail."""
        with Horizontal(id="tools-pictures"):
            with Vertical(id="tools-before", classes="pane"):
                yield self._preview((), "before-picture")
            with Vertical(id="tools-after", classes="pane"):
                yield self._preview(NO_RESULT, "after-picture")
        yield Filmstrip(self._film, self._opener, id="tools-film")
        yield Passage(id="tools-trail")

    def _preview(self, empty: Sequence[str], name: str) -> Preview:
        return Preview(empty, protocol=self._protocol, terminal=self._terminal, opener=self._opener, id=name)

    def on_unmount(self) -> None:
        """The thread ends with the pictures."""
        self._opener.close()

    def show(self, chain: Chain, looked: int) -> None:
        """Both pictures and the trail; what is remembered of files counts for as long as ``looked`` is the same."""
        before, after = (self.query_one(f"#{name}-picture", Preview) for name in ("before", "after"))
        shown, link = chain.before or chain.source, chain.link
        before.show(shown.read_bytes, key=(str(shown), looked))
        self.query_one("#tools-before").border_title = plain(f"{'Source' if chain.at < 2 else 'Before'} · {shown.name}")
        title = "Result"
        if link is None:
            after.clear()
        else:
            after.show(link.path.read_bytes, key=(str(link.path), looked))
            count = f" {link.chosen + 1} of {len(link.results)}" if len(link.results) > 1 else ""
            title = f"Result{count} · {link.path.name}"
        self.query_one("#tools-after").border_title = plain(title)
        self._show_film(chain)
        self.query_one("#tools-trail", Passage).show(trail(chain))

    def _show_film(self, chain: Chain) -> None:
        """All pictures of an answer with several, where there is room."""
        link = chain.link
        results = link.results if link is not None and len(link.results) > 1 else ()
        self._film.shots = [Shot(path, path.name) for path in results]
        self._film.place = link.chosen if link is not None and results else -1
        self.set_class(bool(results) and draws(self._protocol), "-several")
        self.query_one(Filmstrip).show()

    def steps_to(self, place: int) -> int:
        """From the chosen picture of an answer to another one."""
        return place - self._film.place


def trail(chain: Chain) -> Row:
    """What was done, what counts now, and what could be done again."""
    parts: list[tuple[str, Tone]] = [(chain.source.name, "" if chain.at else "title")]
    for number, link in enumerate(chain.links, 1):
        which = f" ({link.chosen + 1} of {len(link.results)})" if len(link.results) > 1 else ""
        tone: Tone = "title" if number == chain.at else "" if number < chain.at else "muted"
        parts += [(" › ", "muted"), (f"{link.words}{which}", tone)]
    ways = [word for word, there in (("u undoes", chain.at > 0), ("r again", chain.at < len(chain.links))) if there]
    return [*parts, (f"   {', '.join(ways)}" if ways else "", "muted")]
