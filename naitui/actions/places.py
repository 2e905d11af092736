"""Where keys work, in words: for the help, the list of keys and the file of one's own."""

from __future__ import annotations

from collections.abc import Mapping

from naitui.actions.action import Place

TITLES: Mapping[Place, str] = {
    "app": "On every screen",
    "studio": "In the studio",
    "words": "In a prompt",
    "characters": "In the list of characters",
    "board": "On the position board",
    "matrix": "In the interactions",
    "settings": "In the settings",
    "picture": "At the picture (Tab leads there)",
    "doctor": "In the Doctor",
    "past": "In the past",
    "history": "In earlier words: letters in the list, F keys while typing too",
    "expansions": "In the expansions",
    "styles": "In styles and snippets",
    "presets": "In the presets",
    "pack": "In a pack that is looked into",
    "references": "On the screen of references",
    "gallery": "In the gallery",
    "bin": "In the bin",
    "compare": "While pictures are compared",
    "tournament": "In a tournament",
    "queue": "In the queue",
    "sweep": "In a sweep",
    "bisect": "While the change that did it is looked for",
    "edit": "On the screen of a source",
    "mask": "In the mask painter: arrows or hjkl move, with Shift they paint, a number before says how far",
    "tools": "On the screen of director tools",
    "pair": "Before and after",
    "config": "On the screen of settings",
    "token": "Where a token is asked for",
    "take": "Where parts of a picture are taken",
    "path": "Where a path is typed",
    "list": "In every list and grid: up and down",
    "grid": "In grids: left and right; in lists of pictures too",
}
"""Every place, in the order of the help."""
MORE_TITLES: Mapping[str, str] = {
    "tag_mode": "In tag mode: single keys on the words of a prompt",
    "go_to": "The letter behind the key that leads to all screens (studio.screens)",
}
"""What else can be given keys."""
