"""The user's keys on the way to the program: bindings, footer, hints and what handles keys by itself follow them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import SystemCommand
from textual.binding import Binding, BindingsMap
from textual.screen import Screen

from naitui.actions.in_effect import acting, take_up
from naitui.actions.keys_file import KeyMap
from naitui.actions.names import key_shown
from naitui.opening import Opening
from naitui.palette import Choices, Palette, commands
from naitui.widgets.bindings import bindings_of

_OURS = ("command_palette",)
"""What Textual binds by itself, and we too."""


class Keyboard(Opening):
    """An app whose keys and palette are those of the table of actions, or the user's own."""

    COMMANDS = Opening.COMMANDS | {lambda: Choices}

    def take_keys(self, keys: KeyMap) -> None:
        """Put keys in effect, before the first screen of the studio is shown.

        The app is an `Opening` by birth, so the bindings of the app itself are put in here.
        """
        take_up(keys.keys)
        own = self._bindings.copy()  # Textual has no public way to take one of its own back
        own.key_to_bindings = {
            key: left
            for key, bindings in own.key_to_bindings.items()
            if (left := [binding for binding in bindings if binding.action not in _OURS])
        }
        self._bindings = BindingsMap.merge([own, BindingsMap(bindings_of("app", priority=True))])
        # on every screen that has no key of its own for it
        self.bind(",".join(key for key, id in acting("studio").items() if id == "help"), "help", description="Help")
        if keys.keys:
            self.set_keymap({name: ",".join(own) for name, own in keys.keys.items()})

    def get_key_display(self, binding: Binding) -> str:
        """A key as the footer shows it, the user's own too."""
        return binding.key_display or key_shown(binding.key)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: our actions first, then what Textual offers everybody."""
        return commands(screen, super().get_system_commands(screen), self.action_repaint)

    def action_command_palette(self) -> None:
        """The palette, over any screen but itself."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_palette(self) -> None:
        """The same, by a key that is a letter elsewhere."""
        self.action_command_palette()

    def action_jump(self) -> None:
        """Letters at everything that can have the focus."""
        from naitui.screens.jump import jump  # read when it is opened

        jump(self)


def told_of(keys: KeyMap) -> str:
    """What is wrong with the user's file, in one line; empty when nothing is."""
    wrong = [fault for fault in keys.faults if not fault.kept]
    if not wrong:
        return ""
    first = wrong[0]
    at = f"keys.toml:{first.line}" if first.line else "keys.toml"
    more = f"; {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return f"{at}: {first.told}{more}; naitui keys check tells all"
