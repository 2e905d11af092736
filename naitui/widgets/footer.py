"""The last line: the keys that work now, the most needed ones however narrow the terminal is.

One widget that draws its line, where Textual's own has one for every key and cuts the last ones off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from naitui.actions import ACTIONS, LASTING
from naitui.widgets.text import plain


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as the line shows it. `lasting`: it stays when there is little room; `leads_back`: however little
    there is."""

    key: str
    shown: str
    title: str
    help: str = ""
    enabled: bool = True
    lasting: bool = False
    leads_back: bool = False

    @property
    def cells(self) -> int:
        """How wide it is, with a blank before, between and behind."""
        return cell_len(self.shown) + cell_len(self.title) + 3


def fitting(entries: Sequence[Entry], room: int) -> list[Entry]:
    """Those that fit into so many cells, in their order: the way back before all, then what lasts, what can be pressed,
    the rest."""
    chosen: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (not entry.leads_back, not entry.lasting, not entry.enabled)):
        if entry.cells <= room:
            room -= entry.cells
            chosen.append(entry)
    return sorted(chosen, key=entries.index)


def _in_order(screen: Screen[object], *, rebound: bool) -> list[ActiveBinding]:
    """The bindings that work, the nearest ones first, in the order of the table: Textual puts those with the user's
    keys behind all others."""
    active = list(screen.active_bindings.values())
    if not rebound:
        return active
    nearest = {node: place for place, node in reversed(list(enumerate(each.node for each in active)))}
    table = {action.name: place for place, action in enumerate(ACTIONS)}
    return sorted(active, key=lambda each: (nearest[each.node], table.get(each.binding.id or "", len(table))))


class Footer(Widget, can_focus=False):
    """Shows the bindings of the screen and of what has the focus; a click presses the key."""

    COMPONENT_CLASSES = {"footer--key", "footer--title", "footer--disabled"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._titles: dict[str, str] = {}

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def on_unmount(self) -> None:
        """No more."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def call(self, action: str, title: str) -> None:
        """Another title for an action, from now on: what it does depends on where one is."""
        if self._titles.get(action) != title:
            self._titles[action] = title
            self._follow(self.screen)

    def _follow(self, screen: Screen[object]) -> None:
        if not self.app.app_focus:
            return  # a terminal that loses the focus takes it from the pane too: the keys stay as they were
        found: dict[str, Entry] = {}
        for _, binding, enabled, tooltip in _in_order(screen, rebound=bool(self.app._keymap)):
            lasting = binding.action in LASTING
            if (binding.show or lasting) and binding.action not in found:
                title = self._titles.get(binding.action, binding.description)
                shown = self.app.get_key_display(binding)
                back = binding.action == "back"
                found[binding.action] = Entry(binding.key, shown, title, tooltip, enabled, lasting, back)
        if self._entries != (entries := tuple(found.values())):
            self._entries = entries
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The keys."""
        segments = []
        for entry in fitting(self._entries, self.size.width):
            off = None if entry.enabled else self.get_component_rich_style("footer--disabled", partial=True)
            key, title = (self.get_component_rich_style(f"footer--{part}") for part in ("key", "title"))
            segments += [Segment(f" {entry.shown} ", key + off), Segment(f"{entry.title} ", title + off)]
        return Strip(segments).extend_cell_length(self.size.width, self.rich_style)

    def _at(self, column: int) -> Entry | None:
        for entry in fitting(self._entries, self.size.width):
            column -= entry.cells
            if column < 0:
                return entry
        return None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """What the key under the pointer does."""
        entry = self._at(event.x)
        self.tooltip = plain(entry.help) if entry is not None and entry.help else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key under the pointer."""
        entry = self._at(event.x)
        if entry is None:
            return
        if entry.enabled:
            self.app.simulate_key(entry.key)
        else:
            self.app.bell()
