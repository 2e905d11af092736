"""The Doctor screen: findings and advice on the left, the test card in every protocol on the right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.doctor import Facts, advice_for, sections
from naitui.doctor.card import card_file
from naitui.doctor.drawing import CARD_WORDS, PROTOCOLS, can_draw
from naitui.terminal import Protocol
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.preview import Preview
from naitui.widgets.text import plain


class DoctorScreen(Screen[None]):
    """What this terminal can do, how that is known, and what to change. Any of Escape, q and d leads back.

    Args:
        look: finds everything out.
    """

    PLACE: Place = "doctor"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#findings"

    def __init__(self, look: Callable[[], Awaitable[Facts]]) -> None:
        super().__init__()
        self._look = look

    def compose(self) -> ComposeResult:
        """Findings, cards, the keys."""
        with Horizontal(id="doctor"):
            with VerticalScroll(id="findings", classes="pane"):
                yield Static(plain("Looking…"), id="found")
            with Vertical(id="cards", classes="pane"):
                yield Container(id="card-row")
                yield Static(plain(""), id="card-words")
        yield Footer()

    def on_mount(self) -> None:
        """Look, then show."""
        self.query_one("#findings").border_title = plain("What this terminal can do")
        self.query_one("#cards").border_title = plain("Test card")
        self.run_worker(self._show(), group="doctor", exclusive=True)

    async def _show(self) -> None:
        facts = await self._look()
        self.query_one("#found", Static).update(_text(facts))
        cards = self.query_one("#card-row", Container)
        able: list[Protocol] = can_draw(facts.terminal) if facts.terminal.tty else ["blocks", "text"]
        await cards.remove_children()
        for protocol in able:
            card = Preview(protocol=protocol, terminal=facts.terminal)
            await cards.mount(Vertical(Static(plain(protocol)), card, classes="card"))
            card.show(card_file, key="card")
        missing = [protocol for protocol in PROTOCOLS if protocol not in able]
        claims = f"This terminal does not claim {' or '.join(missing)}. " if missing else ""
        self.query_one("#card-words", Static).update(plain(f"{claims}All is well if {CARD_WORDS}."))

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
        lines.append(Content.assemble(("• ", "$text-warning"), advice.text, "  ", (advice.where, "dim")))
        lines += [Content.styled(f"    {change}", "$text-accent") for change in advice.change]
    for section in sections(facts):
        lines += [Content(""), Content.styled(section.title, "bold")]
        for line in section.lines:
            value = [line.value, "  "] if line.how else [line.value]
            lines.append(Content.assemble((f"{line.name:<19} ", "$text-accent"), *value, (line.how, "dim")))
    return Content("\n").join(lines)
