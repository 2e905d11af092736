"""What makes the program one's own: its settings, its colours, the tour; and the keys of the settings screen."""

from __future__ import annotations

from naitui.actions.action import Action

HOME: tuple[Action, ...] = (
    Action(
        "configure",
        "Settings",
        "What naitui is set to, where that comes from, and the line that changes it",
        (),
        footer=False,
        leads=True,
        letter="o",
    ),
    Action(
        "choose_theme",
        "Theme",
        "Other colours, seen while you choose: dark, light, high contrast, Textual's",
        (),
        footer=False,
        leads=True,
        letter="l",
    ),
    Action(
        "tour",
        "Tour",
        "A panel that leads through the studio in five minutes; skip a step, leave it for good",
        (),
        footer=False,
        leads=True,
        letter="u",
    ),
    Action(
        "token",
        "Token",
        "Your NovelAI account: paste its token, or another one; it is checked, then kept where you say",
        (),
        footer=False,
        leads=True,
        letter="a",
    ),
)

CONFIG: tuple[Action, ...] = (
    Action("copy_line", "Copy line", "Copy the line that sets this in config.toml", ("y",), "config", palette=False),
    Action("edit_file", "$EDITOR", "Open config.toml there; what can change at once does", ("e",), "config"),
    Action(
        "edit_keys",
        "Your keys",
        "Open keys.toml there; a new one lists every key, each line commented out",
        ("K",),
        "config",
    ),
    Action("read_again", "Read again", "Read config.toml once more", ("r",), "config", False),
    Action("back", "Back", "Back to the studio, or wherever you were", ("escape", "q"), "config", palette=False),
)
