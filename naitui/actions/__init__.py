"""The one table of actions: bindings, footer, palette and help all come from it. Knows no screen."""

from __future__ import annotations

from naitui.actions.action import GO_TO, Action, Place
from naitui.actions.characters import BOARD, CHARACTERS, MATRIX
from naitui.actions.dialogs import DIALOGS
from naitui.actions.edit import EDIT, MASK
from naitui.actions.everywhere import EVERYWHERE
from naitui.actions.gallery import BIN, COMPARE, GALLERY, TOURNAMENT
from naitui.actions.home import CONFIG, HOME
from naitui.actions.lists import GRID, LIST
from naitui.actions.pictures import DOCTOR, PAIR, PICTURE, TOOLS
from naitui.actions.references import REFERENCES
from naitui.actions.sharing import PACK, PRESETS
from naitui.actions.studio import PAST, QUEUE, SETTINGS, STUDIO
from naitui.actions.sweep import BISECT, SWEEP
from naitui.actions.words import EXPANSIONS, HISTORY, STYLES, WORDS

__all__ = ["ACTIONS", "GO_TO", "LASTING", "Action", "Place", "actions_of"]

ACTIONS: tuple[Action, ...] = (
    *EVERYWHERE,
    *STUDIO,
    *HOME,
    *WORDS,
    *CHARACTERS,
    *BOARD,
    *MATRIX,
    *SETTINGS,
    *PAST,
    *HISTORY,
    *EXPANSIONS,
    *STYLES,
    *PRESETS,
    *PACK,
    *REFERENCES,
    *GALLERY,
    *BIN,
    *COMPARE,
    *TOURNAMENT,
    *EDIT,
    *MASK,
    *PICTURE,
    *QUEUE,
    *SWEEP,
    *BISECT,
    *TOOLS,
    *PAIR,
    *DOCTOR,
    *CONFIG,
    *DIALOGS,
    *LIST,
    *GRID,
)
"""All of them, in the order in which palette and help show them."""

LASTING = frozenset(("generate", "cancel", "page", "back", "help", "quit"))
"""What the footer shows however narrow the terminal is."""


def actions_of(place: Place) -> tuple[Action, ...]:
    """The actions of one place, in the order in which they are shown."""
    return tuple(action for action in ACTIONS if action.place == place)
