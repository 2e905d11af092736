"""The Doctor screen: findings and advice on the left, the test card in every protocol on the right."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from naitui.doctor import Facts, advice_for, sections
from naitui.doctor.card import card_file
from naitui.doctor.drawing import CARD_WORDS, can_draw
from naitui.terminal import Protocol
from naitui.widgets.bindings import bindings_of
from naitui.widgets.preview import Preview
from naitui.widgets.text import plain

_PROTOCOLS: tuple[Protocol, ...] = ("kitty", "sixel", "blocks", "text")
_NOT_CLAIMED = "{protocol}: this terminal does not claim it"


class DoctorScreen(Screen[None]):
    """What this terminal can do, how that is known, and what to change. Any of Escape, q and d leads back.

    Args:
        look: finds everything out; it starts programs, so it is called aside.
    """

    BINDINGS = bindings_of("doctor")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#findings"

    def __init__(self, look: Callable[[], Facts]) -> None:
        super().__init__()
        self._look = look

    def compose(self) -> ComposeResult:
        """Findings, cards, the keys."""
        with Horizontal(id="doctor"):
            with VerticalScroll(id="findings", classes="pane"):
                yield Static(plain("Looking…"), id="found")
            yield Vertical(id="cards", classes="pane")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Look, then show."""
        self.query_one("#findings").border_title = plain("What this terminal can do")
        self.query_one("#cards").border_title = plain("Test card")
        self.run_worker(self._show(), group="doctor", exclusive=True)

    async def _show(self) -> None:
        facts = await asyncio.to_thread(self._look)
        self.query_one("#found", Static).update(_text(facts))
        cards = self.query_one("#cards", Vertical)
        able = can_draw(facts.terminal) if facts.terminal.tty else ["blocks", "text"]
        await cards.remove_children()
        for protocol in _PROTOCOLS:
            if protocol not in able:
                await cards.mount(Static(plain(_NOT_CLAIMED.format(protocol=protocol)), classes="card-name"))
                continue
            card = Preview(protocol=protocol, terminal=facts.terminal)
            await cards.mount(Static(plain(protocol), classes="card-name"), card)
            card.show(card_file, key="card")
        await cards.mount(Static(plain(CARD_WORDS), classes="card-name"))

    def action_look_again(self) -> None:
        """After something was changed."""
        self.query_one("#found", Static).update(plain("Looking…"))
        self.run_worker(self._show(), group="doctor", exclusive=True)

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()


def _text(facts: Facts) -> Content:
    """Advice first: it is what one comes for."""
    found = advice_for(facts)
    lines = [Content.styled("What to change" if found else "Nothing to change", "bold")]
    for advice in found:
        parts = [("• ", "$text-warning"), advice.text, *(["  ", (advice.where, "$text-muted")] if advice.where else [])]
        lines.append(Content.assemble(*parts))
        lines += [Content.styled(f"    {change}", "$text-accent") for change in advice.change]
    for section in sections(facts):
        lines += [Content(""), Content.styled(section.title, "bold")]
        for line in section.lines:
            how = ["  ", (line.how, "$text-muted")] if line.how else []
            lines.append(Content.assemble((f"{line.name:<19} ", "$text-accent"), line.value, *how))
    return Content("\n").join(lines)
