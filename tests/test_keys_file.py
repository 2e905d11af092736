"""The user's keys: what can be used is in effect, everything else is told with its line and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.actions import ACTIONS
from naitui.actions.in_effect import default_keys, keyed, take_up
from naitui.actions.keys_file import FIXED, KeyMap, load_keys, read_keys
from naitui.actions.keys_listing import begin_keys
from naitui.actions.names import key_in_file, key_name, key_shown, key_written
from naitui.widgets.tour import STEPS


def told(text: str) -> str:
    """The only fault of a file."""
    (fault,) = [fault for fault in read_keys(text).faults if not fault.kept]
    return f"{fault.line}: {fault.told}"


def test_an_action_has_the_keys_that_the_file_gives_it() -> None:
    found = read_keys('[studio]\ngenerate = ["f5", "Ctrl+G"]\nqueue = "F12"\n[app]\njump = ["f11"]\n')
    assert found.keys == {"studio.generate": ("f5", "ctrl+g"), "studio.queue": ("f12",), "app.jump": ("f11",)}
    assert found.sources["studio.queue"] == "keys.toml:3"
    assert [(fault.line, fault.kept) for fault in found.faults] == [(5, True)]  # f11 fills the screen in many terminals


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[galery]\ntake = "x"', "1: there is no place 'galery'; did you mean 'gallery'?"),
        ('[studio]\ngenrate = "f7"', "2: studio has no action 'genrate'; did you mean 'generate'?"),
        ('[studio]\nzoom = "f8"', "2: studio.zoom: F8 is studio.cancel already; it keeps F3"),
        ('[words]\ntag_mode = "f5"', "2: words.tag_mode: F5 is studio.generate already; it keeps Ctrl+T"),
        ('[mask]\nfill = "f5"', "2: mask.fill: F5 is edit.generate already; it keeps f"),
        ('[gallery]\ntake = "f12"', "2: gallery.take: F12 is app.jump already; it keeps Enter, i"),
        ("[studio]\nquit = []", "2: studio.quit would have no key at all; it keeps Ctrl+Q"),
        ("[studio]\nquit = 3", '2: studio.quit should be a list of keys, like ["f5", "ctrl+g"]'),
        ('[gallery]\nrate = "9"', "2: gallery.rate cannot have other keys: the digits are the stars"),
        ('[queue]\ntake = "k"', "2: queue.take: k is list.up already; it keeps Enter, e"),
        ('[list]\ndown = "b"', "2: list.down: b is gallery.branch already; it keeps Down, j"),
        ('preset = "emacs"', "1: there is no preset 'emacs'; there is 'vim'"),
        ('[go_to]\nqueue = "g"', "2: go_to.queue: g is go_to.gallery already; it keeps q"),
    ],
)
def test_what_cannot_be_is_told_with_its_line(text: str, said: str) -> None:
    assert told(text) == said
    assert read_keys(text).keys == {}


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("ctrl+enter", "no code"), ("ctrl+1", "no code"), ("ctrl+shift+g", "without Shift"), ("shift+g", "write G"),
        ("ctrl+i", "Tab"), ("ctrl+m", "Enter"), ("ctrl+h", "Backspace"), ("ctrl+[", "Escape"), ("super+x", "keep it"),
        ("f55", "no key"), ("crtl+g", "no key"), ("x", "typed in the prompt"), (":", "typed in the prompt"),
    ],
)  # fmt: skip
def test_a_key_that_does_not_get_through_is_left_out_and_the_others_count(key: str, why: str) -> None:
    assert why in told(f'[studio]\ngenerate = ["f5", "{key}"]')
    assert read_keys(f'[studio]\ngenerate = ["f5", "{key}"]').keys == {"studio.generate": ("f5",)}


def test_keys_can_change_places_and_the_stronger_line_wins() -> None:
    assert read_keys('[studio]\nzoom = "f4"\nkeep_seed = "f3"').keys == {
        "studio.zoom": ("f4",),
        "studio.keep_seed": ("f3",),
    }
    both = read_keys('[everywhere]\ngenerate = "f12"\n[app]\njump = "f11"\n[sweep]\ngenerate = "f6"')
    assert both.keys["studio.generate"] == both.keys["edit.generate"] == ("f12",)
    assert both.keys["sweep.generate"] == ("f6",)


def test_the_vim_preset_has_no_clash_of_its_own() -> None:
    found = read_keys('preset = "vim"')
    assert found.faults == ()
    assert "escape" in found.keys["words.tag_mode"]
    assert "escape" not in found.keys["tag_mode.leave"]
    assert set(found.sources.values()) == {"preset vim"}


KEYS = st.sampled_from(["f3", "f4", "f5", "ctrl+g", "ctrl+enter", "a", "K", "/", "escape", "alt+x", "f12", "", "ctrl+"])
NAMES = st.sampled_from([name for name in default_keys() if name.startswith(("studio.", "mask.", "tag_mode.", "app."))])


@given(st.dictionaries(NAMES, st.lists(KEYS, max_size=3), max_size=8))
def test_whatever_a_file_says_every_action_is_left_with_a_key_of_its_own(wanted: dict[str, list[str]]) -> None:
    lines = [f"{name} = {keys!r}".replace("'", '"') for name, keys in wanted.items()]
    found = read_keys("\n".join(lines))
    for name, own in default_keys().items():
        assert found.keys.get(name, own) or not own
    for place in ("studio", "mask", "tag_mode", "app"):
        keys = [
            key_name(key)
            for name, own in default_keys().items()
            if name.startswith(f"{place}.")
            for key in found.keys.get(name, own)
        ]
        assert len(keys) == len(set(keys))


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    read_keys(text)


def test_a_file_that_cannot_be_read_is_a_fault_and_none_is_none(tmp_path: Path) -> None:
    assert load_keys(tmp_path / "keys.toml") == read_keys("")
    (tmp_path / "keys.toml").write_bytes(b"\xff\xfe")
    (fault,) = load_keys(tmp_path / "keys.toml").faults
    assert "cannot be read" in fault.told


@pytest.mark.parametrize(
    ("key", "name", "short", "written"),
    [
        ("/", "slash", "/", "/"), ("ctrl+g", "ctrl+g", "^g", "Ctrl+G"), ("Esc", "escape", "Esc", "Esc"),
        ("K", "K", "K", "K"), ("=", "equals_sign", "=", "="), ("f12", "f12", "F12", "F12"),
        ("enter", "enter", "⏎", "Enter"), ("shift+up", "shift+up", "Shift+↑", "Shift+Up"),
    ],
)  # fmt: skip
def test_a_key_by_its_names(key: str, name: str, short: str, written: str) -> None:
    assert (key_name(key), key_shown(key), key_written(key)) == (name, short, written)
    assert key_name(key_in_file(name)) == name


def test_a_file_of_ones_own_begins_with_every_key_and_is_never_written_again(tmp_path: Path) -> None:
    path = tmp_path / "config/keys.toml"
    begin_keys(path)
    assert load_keys(path) == KeyMap(), "all of it is commented out"
    text = path.read_text()
    assert all(f"# {action.id} = " in text for action in ACTIONS if action.name not in FIXED)
    path.write_text('[studio]\ngenerate = "f6"\n')
    begin_keys(path)
    assert path.read_text() == '[studio]\ngenerate = "f6"\n'


def test_the_tour_names_the_keys_in_effect() -> None:
    take_up({"studio.generate": ("f6",), "picture.whole_screen": ("w",)})
    try:
        told = " ".join(keyed(words) for _, words in STEPS)
    finally:
        take_up({})
    assert "Press F6:" in told
    assert ": w is the whole screen" in told
    assert "{" not in told
