"""The keys that work on every screen, over dialogs too."""

from __future__ import annotations

from naitui.actions.action import Action

EVERYWHERE: tuple[Action, ...] = (
    Action(
        "command_palette",
        "Palette",
        "Every action, screen, preset, style, model and value by name, with its price where there is one",
        ("ctrl+p",),
        "app",
        footer=False,
        palette=False,
    ),
    Action(
        "palette",
        "Palette",
        "The same, wherever letters are not typed",
        (":",),
        "app",
        footer=False,
        palette=False,
        in_turn=True,
    ),
    Action(
        "jump",
        "Jump",
        "Letters at every pane and control: press one to be there",
        ("f12", "ctrl+backslash"),
        "app",
        footer=False,
        letter="j",
    ),
)
