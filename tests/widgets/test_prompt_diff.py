"""The diff as a widget: whole and on one line, by sign and by colour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from naitui.novelai import load_catalog
from naitui.recipe import Character, Recipe, Sampling
from naitui.recipe.diff_words import Block, Chip, blocks
from naitui.recipe.recipe_diff import recipe_diff
from naitui.resources import stylesheets, themes
from naitui.widgets.prompt_diff import PromptDiff, diff_between, flow, in_a_row
from naitui.widgets.rows import Row, row_width

BEFORE = Recipe(
    model="nai-diffusion-4-5-full",
    prompt="1girl, hat, night, rain, snow",
    undesired="text",
    characters=(Character(prompt="girl, red dress"),),
)
AFTER = Recipe(
    model="nai-diffusion-4-5-full",
    prompt="rain, 1girl, 1.2::night::, 0.8::snow::, umbrella",
    characters=(Character(prompt="girl, red dress, boots"), Character(prompt="boy, suit")),
    sampling=Sampling(steps=30, sampler="k_euler"),
)
TONES = {"+": "added", "−": "removed", "↔": "moved", "↑": "raised", "↓": "lowered", "≠": "changed"}


def text(line: Row) -> str:
    return "".join(piece for piece, _ in line)


def test_the_whole_diff_in_lines() -> None:
    lines = [text(line) for line in flow(diff_between(BEFORE, AFTER, load_catalog()), 60)]
    assert lines == [
        "Prompt  − hat  ↔ rain  ↑ night 1 → 1.2  ↓ snow 1 → 0.8",
        "  + umbrella",
        "Undesired Content  − text",
        "Character 1  + boots",
        "Character 2  + added  + boy  + suit",
        "Settings  ≠ Steps 23 → 30  ≠ Sampler Euler Ancestral → Euler",
    ]


def test_on_one_line_what_does_not_fit_is_counted() -> None:
    found = diff_between(BEFORE, AFTER, load_catalog())
    assert text(in_a_row(found, 40)) == "− hat  ↔ rain  ↑ night 1 → 1.2  …7"
    assert text(in_a_row(found, 400)).endswith(
        "Undesired Content: − text  Character 1: + boots  + Character 2: boy, suit  ≠ Steps 23 → 30"
        "  ≠ Sampler Euler Ancestral → Euler"
    )
    assert text(in_a_row([], 40)) == "no difference"


def test_a_value_that_was_set_to_what_the_model_has_anyway() -> None:
    catalog = load_catalog()
    same = Recipe(model=AFTER.model, sampling=Sampling(steps=23))
    [block] = diff_between(Recipe(model=AFTER.model), same, catalog)
    assert [chip.text for chip in block.chips] == ["≠ Steps the model's own → 23"]


names = st.text("ab 銀🌙", min_size=1, max_size=30)
found_blocks = st.lists(
    st.builds(
        Block, names, st.lists(st.builds(Chip, st.sampled_from(list(TONES.values())), names), min_size=1).map(tuple)
    ),
    max_size=4,
)


@given(found_blocks, st.integers(12, 70))
def test_no_line_is_too_wide_and_nothing_is_lost(found: list[Block], width: int) -> None:
    lines = flow(found, width)
    widest = max([width, *(cell_len(block.title) for block in found)])
    assert all(row_width(line) <= widest for line in lines)
    said = "".join(text(line) for line in lines).replace(" ", "")
    assert said == "".join(block.title + "".join(chip.text for chip in block.chips) for block in found).replace(" ", "")
    assert row_width(in_a_row(found, width)) <= width


@pytest.mark.parametrize("theme", ["naitui-dark", "naitui-light"])
async def test_colours_come_from_the_theme_and_differ(theme: str) -> None:
    from naitui.opening import _theme

    class Shown(App[None]):
        CSS_PATH = [str(path) for path in stylesheets()]

        def compose(self) -> ComposeResult:
            yield PromptDiff(id="whole")
            yield PromptDiff(compact=True, id="line")

    app = Shown()
    for data in themes():
        app.register_theme(_theme(data))
    async with app.run_test(size=(60, 20)) as pilot:
        app.theme = theme
        for widget in app.query(PromptDiff):
            widget.show(recipe_diff(BEFORE, AFTER))
        await pilot.pause()
        whole, line = app.query_one("#whole", PromptDiff), app.query_one("#line", PromptDiff)
        assert (whole.size.height, line.size.height) == (len(whole.lines(60)), 1)
        styles = {
            TONES[segment.text[0]]: str(segment.style.color)
            for y in range(whole.size.height)
            for segment in whole.render_line(y)
            if segment.text[:1] in TONES and segment.style
        }
        assert set(styles) == set(TONES.values())
        assert len({styles[tone] for tone in ("added", "removed", "moved", "raised", "changed")}) == 5
        widths = [whole.render_line(y).cell_length for y in range(whole.size.height)]
        assert set(widths) == {60}
        whole.show(recipe_diff(AFTER, AFTER))
        await pilot.pause()
        assert whole.render_line(0).text.strip() == "no difference"


def test_blocks_compare_so_that_nothing_is_drawn_twice() -> None:
    assert blocks(recipe_diff(BEFORE, AFTER)) == blocks(recipe_diff(BEFORE, AFTER))
