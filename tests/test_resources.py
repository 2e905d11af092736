"""Stylesheets and themes are found and whole."""

from __future__ import annotations

from textual.color import Color

from naitui.app import Naitui
from naitui.opening import _theme
from naitui.resources import styles_folder, stylesheets, themes


def test_the_shared_rules_come_first() -> None:
    names = [path.name for path in stylesheets()]
    assert names[0] == "base.tcss"
    assert "studio.tcss" in names
    assert len(set(names)) == len(names)
    assert [str(path) for path in stylesheets()] == Naitui.CSS_PATH
    assert all(path.parent == styles_folder() for path in stylesheets())


def test_themes_are_a_dark_and_a_light_one_of_readable_colours() -> None:
    found = {theme.name: theme for theme in themes()}
    assert {theme.dark for theme in found.values()} == {True, False}
    assert "naitui-dark" in found
    for theme in found.values():
        made = _theme(theme)
        assert made.name == theme.name
        paper, ink = Color.parse(theme.colours["background"]), Color.parse(theme.colours["foreground"])
        lighter, darker = sorted((paper.brightness, ink.brightness), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) > 4
        assert (ink.brightness > paper.brightness) == theme.dark
