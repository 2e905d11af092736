"""The keys of dialogs that have keys of their own.

What is not here is no action of a dialog, but what everybody expects of one: Esc leaves it, Enter takes what is under
the cursor or what was typed, arrows move (by the keys of `naitui.actions.lists`, as in every list), a letter beside an
answer is that answer, a digit is the row of its number.
"""

from __future__ import annotations

from naitui.actions.action import Action

DIALOGS: tuple[Action, ...] = (
    Action(
        "keep_in_file",
        "Keep in a file",
        "Use the token and keep it in a file",
        ("ctrl+f", "ctrl+s"),
        "token",
        footer=False,
        palette=False,
    ),
    Action(
        "keep_in_keyring",
        "Keep in the keyring",
        "Use the token and keep it in the system's keyring, where there is one",
        ("ctrl+k",),
        "token",
        footer=False,
        palette=False,
    ),
    Action("switch", "On/off", "Take this part, or leave it", ("space",), "take", footer=False, palette=False),
    Action("all", "All", "Take all parts", ("a",), "take", footer=False, palette=False),
    Action("none", "None", "Take none of them", ("n",), "take", footer=False, palette=False),
    Action(
        "complete", "Complete", "What the cursor is on, into the field", ("tab",), "path", footer=False, palette=False
    ),
)
