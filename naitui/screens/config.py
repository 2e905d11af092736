"""The settings of the program: what each is set to, where that comes from, and the line that changes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from naitui.actions import Place
from naitui.actions.in_effect import keyed
from naitui.screens.messages import FileWanted
from naitui.settings import Reading
from naitui.settings.origin import Given, origin_of, value_of
from naitui.settings.words import WORDS, Word, from_home
from naitui.widgets.bindings import bindings_of
from naitui.widgets.footer import Footer
from naitui.widgets.rows import Passage, Row, RowList, Tone, cell
from naitui.widgets.text import plain

MOST_FAULTS = 5
"""Faults of the file that are shown at once."""
_GROUP, _KEY, _VALUE, _ORIGIN = 9, 17, 18, 26
"""Cells of the columns; what is left is for where a value comes from."""


class ConfigScreen(Screen[None]):
    """Shows a settings file as it was read. It is never written.

    Args:
        reading: the file.
        given: what comes before the file.
        read: reads it again; `show` is called with what came of it.
        setting: the one that it is opened for, dotted; empty for none.
    """

    PLACE: Place = "config"
    BINDINGS = bindings_of(PLACE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    AUTO_FOCUS = "#config"

    def __init__(self, reading: Reading, given: Given, read: Callable[[], None], setting: str = "") -> None:
        super().__init__()
        self._reading, self._given, self._read, self._setting = reading, given, read, setting

    def compose(self) -> ComposeResult:
        """The file on top, the settings, the one under the cursor."""
        with Horizontal(classes="bar"):
            yield Static("Settings", classes="bar-title")
            yield Static("", id="config-told")
        yield Passage(id="config-faults")
        with Container(classes="halves"):
            yield RowList(id="config")
            with VerticalScroll(id="setting", classes="half", can_focus=False):
                yield Passage(id="setting-words")
        yield Footer()

    def on_mount(self) -> None:
        """Name the parts, show them."""
        self._list.border_title = "What counts now"
        self.show(self._reading, self._given)
        self.go_to(self._setting)

    def go_to(self, setting: str) -> None:
        """The cursor to a setting, if there is one of this name."""
        at = next((at for at, word in enumerate(WORDS) if word.key == setting), None)
        if at is not None:
            self._list.cursor = at

    @property
    def _list(self) -> RowList:
        return self.query_one("#config", RowList)

    @property
    def _word(self) -> Word:
        return WORDS[self._list.cursor]

    def show(self, reading: Reading, given: Given) -> None:
        """Show the file as it is now."""
        self._reading, self._given = reading, given
        where = (
            "naitui never writes it" if reading.path.exists() else keyed("there is none; {config.edit_file} makes one")
        )
        self.query_one("#config-told", Static).update(plain(f"{from_home(str(reading.path))} · {where}"))
        self.query_one("#config-faults", Passage).show(self._faults())
        self._list.show(len(WORDS), self._row, cursor=self._list.cursor)
        self._tell()

    def _faults(self) -> Row:
        faults = self._reading.faults
        lines = [f"✗ {self._reading.told(fault, whole=False)}\n" for fault in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            lines.append(f"… and {len(faults) - MOST_FAULTS} more: naitui config check\n")
        return [(line, "error") for line in lines]

    def _row(self, index: int) -> Row:
        word = WORDS[index]
        first = index == 0 or WORDS[index - 1].group != word.group
        origin = origin_of(word, self._reading, self._given)
        wrong: Tone = "error" if "cannot be" in origin else "muted" if origin == "default" else "picked"
        room = max(_VALUE, self._list.size.width - _GROUP - _KEY - _ORIGIN)
        mark = "✗ " if wrong == "error" else ""
        return [
            (cell(word.group if first else "", _GROUP), "title"),
            (cell(word.key, _KEY) + " ", ""),
            (cell(value_of(word, self._reading, self._given), room) + " ", "muted" if origin == "default" else ""),
            (mark + origin, wrong),
        ]

    @on(RowList.Moved)
    def _tell(self) -> None:
        """What the setting under the cursor is for."""
        word = self._word
        self.query_one("#setting").border_title = plain(word.key)
        self.query_one("#setting-words", Passage).show(self._words(word))

    def _words(self, word: Word) -> Row:
        now = value_of(word, self._reading, self._given)
        origin = origin_of(word, self._reading, self._given)
        when = "It counts at once." if word.at_once else "It counts from the next start on."
        return [
            (f"{word.what}\n", "title"),
            ("Allowed: ", "muted"),
            (f"{word.allowed}\n", ""),
            ("Now: ", "muted"),
            (f"{now}  ({origin})\n\n", ""),
            (
                keyed("The line for config.toml ({config.copy_line} copies it, {config.edit_file} opens the file):\n"),
                "muted",
            ),
            (f"{word.line(self._reading.settings)}\n\n", "match"),
            (when, "muted"),
        ]

    # ------------------------------------------------------------------ keys

    def action_copy_line(self) -> None:
        """The line to the clipboard, through the terminal."""
        line = self._word.line(self._reading.settings)
        self.app.copy_to_clipboard(f"{line}\n")
        self.notify(f"Copied: {' '.join(line.splitlines())}", markup=False)

    @on(RowList.Chosen)
    def action_edit_file(self) -> None:
        """The file in the user's own editor, where this setting stands."""
        line = self._reading.line(*self._word.keys)
        self.post_message(FileWanted(self._reading.path, line, self._read))

    def action_edit_keys(self) -> None:
        """Keys of one's own, beside the settings."""
        self.post_message(FileWanted(self._reading.settings.folders.keys, None, self._tell_of_keys))

    def _tell_of_keys(self) -> None:
        self.notify("keys.toml counts from the next start on; naitui keys check looks it through.", markup=False)

    def action_read_again(self) -> None:
        """After it was changed elsewhere."""
        self._read()

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss()


def changed_words(before: Reading, after: Reading) -> Sequence[Word]:
    """The settings whose value is another one now."""
    return [word for word in WORDS if word.value(before.settings) != word.value(after.settings)]
