"""The table of actions: every key gets through, none is bound twice, every action exists and is in the help."""

from __future__ import annotations

import inspect
from collections import Counter

import pytest
from rich.cells import cell_len
from textual.dom import DOMNode

from naitui.actions import ACTIONS, Action, Place, actions_of
from naitui.actions.in_effect import key_for, movement, tag_mode
from naitui.actions.names import key_name, key_shown, key_written
from naitui.app import Naitui
from naitui.screens.bin import BinScreen
from naitui.screens.bisect import BisectScreen
from naitui.screens.compare import CompareScreen
from naitui.screens.config import ConfigScreen
from naitui.screens.doctor import DoctorScreen
from naitui.screens.edit import EditScreen
from naitui.screens.expansions import ExpansionsScreen
from naitui.screens.gallery import GalleryScreen
from naitui.screens.help import HelpScreen
from naitui.screens.history import HistoryScreen
from naitui.screens.pack import PackScreen
from naitui.screens.pair import PairScreen
from naitui.screens.past import PastScreen
from naitui.screens.path import PathScreen
from naitui.screens.presets import PresetsScreen
from naitui.screens.queue import QueueScreen
from naitui.screens.references import ReferencesScreen
from naitui.screens.studio import StudioScreen
from naitui.screens.styles import StylesScreen
from naitui.screens.sweep import SweepScreen
from naitui.screens.take_picture import TakePictureScreen
from naitui.screens.token import TokenScreen
from naitui.screens.tools import ToolsScreen
from naitui.screens.tournament import TournamentScreen
from naitui.widgets.bindings import bindings_of
from naitui.widgets.character_list import CharacterList
from naitui.widgets.interaction_matrix import InteractionMatrix
from naitui.widgets.mask_painter import MaskPainter
from naitui.widgets.picture_pane import PicturePane
from naitui.widgets.position_board import PositionBoard
from naitui.widgets.prompt_editor import PromptEditor
from naitui.widgets.settings_grid import SettingsGrid
from naitui.widgets.tag_mode import entries, tag_key

PLACES: dict[Place, type[DOMNode]] = {
    "app": Naitui,
    "studio": StudioScreen,
    "words": PromptEditor,
    "characters": CharacterList,
    "board": PositionBoard,
    "matrix": InteractionMatrix,
    "settings": SettingsGrid,
    "picture": PicturePane,
    "doctor": DoctorScreen,
    "past": PastScreen,
    "history": HistoryScreen,
    "expansions": ExpansionsScreen,
    "styles": StylesScreen,
    "references": ReferencesScreen,
    "queue": QueueScreen,
    "edit": EditScreen,
    "mask": MaskPainter,
    "tools": ToolsScreen,
    "pair": PairScreen,
    "gallery": GalleryScreen,
    "bin": BinScreen,
    "compare": CompareScreen,
    "tournament": TournamentScreen,
    "sweep": SweepScreen,
    "bisect": BisectScreen,
    "presets": PresetsScreen,
    "pack": PackScreen,
    "config": ConfigScreen,
    "token": TokenScreen,
    "take": TakePictureScreen,
    "path": PathScreen,
}
ALONE = {"history", "expansions", "styles", "references", "queue", "edit", "mask", "gallery", "compare", "tournament"}
ALONE |= {"tools", "pair", "bin", "sweep", "bisect", "presets", "pack", "config", "token", "take", "path"}
"""Screens of their own: the studio's keys do nothing there, and letters stay letters while something is typed."""
NAMED = {"enter", "space", "delete", "backspace", "escape", "tab", "up", "down", "left", "right", "home", "end",
         "pageup", "pagedown"}  # fmt: skip
SWALLOWED = set("imhjs[c")
"""With Ctrl they are Tab, Enter, Backspace, line feed, Escape; or a terminal, or everybody's fingers, hold them."""


def gets_through(key: str) -> bool:
    """Whether plain terminals and tmux deliver a key."""
    if len(key) == 1:
        return key.isascii() and key.isprintable()
    if key in NAMED or key in {f"f{number}" for number in (*range(1, 11), 12)}:
        return True
    head, _, last = key.rpartition("+")
    return head == "ctrl" and len(last) == 1 and last.isalpha() and last.islower() and last not in SWALLOWED


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.place}.{action.id}")
def test_every_action_has_a_key_that_gets_through_and_a_method(action: Action) -> None:
    shown = action.keys[0] if action.keys else (action.letter or action.mode.split()[0])
    assert gets_through(shown if shown in NAMED else key_shown(shown) if len(key_shown(shown)) == 1 else shown), (
        "the key that is shown"
    )
    if action.place in ("list", "grid"):
        assert {movement(key_name(key)) for key in action.keys} == {action.id}
        return
    assert inspect.isfunction(getattr(PLACES[action.place], f"action_{action.id}", None))
    assert action.title
    assert action.help


@pytest.mark.parametrize("key", ["ctrl+enter", "alt+x", "ctrl+shift+g", "ctrl+i", "ctrl+1", "f11", "ctrl+m", "super+x"])
def test_the_rule_refuses_keys_that_are_lost(key: str) -> None:
    assert not gets_through(key)


@pytest.mark.parametrize("place", PLACES)
def test_no_key_is_bound_twice_in_one_place(place: Place) -> None:
    everywhere = [key for above in ("studio", "app") for action in actions_of(above) for key in action.keys]
    here = [key for action in actions_of(place) for key in action.keys]
    keys = here if place in ("studio", "app") or place in ALONE else [*everywhere, *here]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_in_tag_mode_no_key_means_two_things() -> None:
    keys = [key for action in actions_of("words") for key in action.mode.split()]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert not set(keys) & {key for key, id in tag_mode().items() if id in ("leave", "undo", "redo")}


def test_the_line_of_tag_mode_names_every_action_and_fits_into_80_cells() -> None:
    line = " ".join(f"{key} {what}".strip() for key, what in entries())
    assert cell_len(line) <= 80
    shown = "".join(key for key, _ in entries())
    assert all(tag_key(action.id) in shown for action in actions_of("words") if action.mode)


def test_ids_are_unique_in_their_place() -> None:
    assert len({(action.place, action.id) for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize("place", PLACES)
def test_bindings_come_from_the_table(place: Place) -> None:
    bindings = bindings_of(place)
    table = [(",".join(action.keys) or f"no-key-{action.name}", action.id) for action in actions_of(place)]
    assert [(binding.key, binding.action) for binding in bindings] == table
    if place != "app":  # which is born without them (`naitui.keyboard`)
        assert bindings_of(place, priority=place in ("studio", "token", "path")) == PLACES[place].BINDINGS


def test_the_help_lists_every_action_with_all_its_keys() -> None:
    text = HelpScreen()._text().plain
    for action in ACTIONS:
        (line,) = [line for line in text.splitlines() if line.endswith(f" {action.help}")]
        said = line.removesuffix(action.help)
        for key in map(key_written, action.keys):
            assert key in said, (action.id, key)
        assert key_for(action.name) in said
