"""What the next pictures will say: settled without being sent, picks pinned, chosen and traced."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from naitui.library.words import WordFolders, load_words
from naitui.recipe import Batch, Character, Recipe, Sampling, expand
from naitui.recipe.expansion import Spot
from naitui.screens.expansion_words import items_of, place_of, requests_sent
from naitui.screens.expansions import ExpansionsScreen
from naitui.screens.studio import StudioScreen
from naitui.screens.wildcard_lines import WildcardLinesScreen
from naitui.widgets.rows import Passage, RowList

V45 = "nai-diffusion-4-5-full"
SIZES = [(80, 24), (120, 40)]
RECIPE = Recipe(
    model=V45,
    prompt="1girl, __hair__ hair, ||smile|grin||, night",
    undesired="hat",
    styles=("mine",),
    characters=(Character(prompt="girl, ||red|blue|| dress"),),
    sampling=Sampling(seed=7),
)
HAIR = "# colours\n3::silver\n__tone__ red\n\n0::never\nblonde\n"


@pytest.fixture(autouse=True)
def words(tmp_path: Path) -> WordFolders:
    """Wildcards, one of them with a bad line, and a style."""
    data = tmp_path / "data"
    for name, text in {
        "wildcards/hair.txt": HAIR.encode(),
        "wildcards/tone.txt": b"dark\n\xff\n",
        "styles.toml": b'[mine]\nprefix = "||ink|oil||"\n',
    }.items():
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    return WordFolders((data / "wildcards",), data / "snippets", data / "styles.toml")


async def opened(studio: Any) -> ExpansionsScreen:
    await studio.press("ctrl+e")
    await studio.until(lambda: isinstance(studio.app.screen, ExpansionsScreen), "the screen")
    await settled(studio)
    return studio.app.screen


async def settled(studio: Any) -> None:
    screen = next(screen for screen in studio.app.screen_stack if isinstance(screen, ExpansionsScreen))
    await studio.until(lambda: screen._preview is not None and screen._preview.recipe == screen._recipe, "words")
    await studio.settle()


def shown(studio: Any, selector: str) -> list[str]:
    rows = studio.app.screen.query_one(selector, RowList)
    return [line for y in range(rows.page) if (line := " ".join(rows.render_line(y).text.split()))]


def said(studio: Any, selector: str = "#sent-words") -> str:
    return studio.app.screen.query_one(selector, Passage).words


def behind(studio: Any) -> str:
    return str(studio.app.screen.query_one("#behind").render())


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_shown_is_what_will_be_sent(
    open_studio: Any, catalog: Any, words: WordFolders, size: tuple[int, int]
) -> None:
    recipe = RECIPE.model_copy(update={"batch": Batch(count=2)})
    async with open_studio(recipe, size=size) as studio:
        await opened(studio)
        sent = expand(recipe, 7, load_words(recipe, catalog, words))
        rows = shown(studio, "#requests")
        assert [row.lstrip("› ").startswith("▶ ") for row in rows[:3]] == [True, True, False]
        for row, request in zip(rows, sent, strict=False):
            picks = [pick.became for pick in request.picks if pick.name != "tone"]
            assert row.lstrip("› ▶").startswith(f"{request.seed} {' · '.join(picks)}"[: size[0] // 2])
        for index, request in enumerate(sent):
            if index:
                await studio.press("down")
            assert said(studio).startswith(f"Prompt  {request.recipe.prompt}\nUndesired Content  hat\n")
            assert f"Character 1  {request.recipe.characters[0].prompt}" in said(studio)
        assert "tone.txt:2: is not UTF-8 and is skipped" in said(studio, "#problems")
        assert studio.demo.requests == [] if hasattr(studio.demo, "requests") else not studio.pictures
        await studio.press("escape")
        assert studio.recipe == recipe


@pytest.mark.parametrize("size", SIZES)
async def test_a_pick_is_pinned_and_let_go(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(RECIPE, size=size) as studio:
        await opened(studio)
        before = shown(studio, "#requests")
        await studio.press("enter", "down")
        became = re.search(r"__hair__ → (.+?) prompt", shown(studio, "#picks")[1])
        assert became is not None
        await studio.press("enter")
        await settled(studio)
        assert dict(studio.recipe.pins) == {"hair": became[1]}
        assert shown(studio, "#picks")[1].startswith("›● __hair__")
        assert "pinned" in behind(studio)
        rows = shown(studio, "#requests")
        assert all(f" · {became[1]} · " in row for row in rows)
        others = [re.sub(r" · [^·]+? · ", " · … · ", row, count=1) for row in before]
        assert [re.sub(r" · [^·]+? · ", " · … · ", row, count=1) for row in rows] == others, "the others roll as before"
        assert f"●hair={became[1]}" in str(studio.screen.query_one("#prompt").border_title)
        await studio.press("p")
        await settled(studio)
        assert studio.recipe == RECIPE
        assert shown(studio, "#requests") == before
        assert "●" not in str(studio.screen.query_one("#prompt").border_title)


async def test_where_a_pick_comes_from(open_studio: Any, tmp_path: Path) -> None:
    async with open_studio(RECIPE.model_copy(update={"prompt": "__hair__"})) as studio:
        await opened(studio)
        screen = studio.app.screen
        lines = {pick.line for request in screen._preview.requests for pick in request.picks if pick.name == "hair"}
        assert lines <= {2, 3, 6}, "what weighs nothing never comes"
        await studio.press("enter", "down")
        pick = screen._item.pick
        share = {2: "60 %", 3: "20 %", 6: "20 %"}[pick.line]
        assert behind(studio) == f"{share} of 4 lines · line {pick.line} of {tmp_path}/data/wildcards/hair.txt"
        assert next(text for text, tone in screen.query_one("#sent-words")._parts if tone == "match") == pick.became


async def test_another_line_is_chosen_from_the_file(open_studio: Any) -> None:
    async with open_studio(RECIPE) as studio:
        await opened(studio)
        await studio.press("enter", "down", "c")
        await studio.until(lambda: isinstance(studio.app.screen, WildcardLinesScreen), "the lines")
        await studio.settle()
        assert [line.strip("› ") for line in shown(studio, "#lines")] == [
            "60 % silver line 2",
            "20 % __tone__ red line 3",
            "0 % never line 5",
            "20 % blonde line 6",
        ]
        studio.burst("nev", "enter")
        await studio.until(lambda: isinstance(studio.app.screen, ExpansionsScreen), "the expansions")
        await settled(studio)
        assert dict(studio.recipe.pins) == {"hair": "never"}
        await studio.press("c")
        await studio.until(lambda: isinstance(studio.app.screen, WildcardLinesScreen), "the lines of what is pinned")
        await studio.settle()
        assert shown(studio, "#lines")[2].startswith("›")
        await studio.press(*"xyz")
        await studio.until(lambda: shown(studio, "#lines") == ["No line holds these words."], "none")
        await studio.press("escape", "up", "c")
        assert "Only wildcards have lines" in studio.toasts


@pytest.mark.parametrize("answer", ["enter", "h", "escape"])
async def test_a_choice_is_written_down_after_a_question(open_studio: Any, answer: str) -> None:
    async with open_studio(RECIPE) as studio:
        await opened(studio)
        before = said(studio)
        await studio.press("enter")
        while "||smile|grin||" not in next(row for row in shown(studio, "#picks") if row.startswith("›")):
            await studio.press("down")
        became = studio.app.screen._item.pick.became
        await studio.press("enter")
        assert f"→ {became}" in studio.dialog
        await studio.press(answer)
        if answer == "escape":
            assert studio.recipe == RECIPE
            return
        await settled(studio)
        written = became if answer == "enter" else f"||{became}||"
        assert studio.recipe == RECIPE.model_copy(update={"prompt": RECIPE.prompt.replace("||smile|grin||", written)})
        if answer == "h":
            assert said(studio) == before
        await studio.press("escape")
        assert studio.words("#prompt") == studio.recipe.prompt


async def test_a_choice_of_a_style_is_not_written_into_the_prompt(open_studio: Any) -> None:
    async with open_studio(RECIPE) as studio:
        await opened(studio)
        await studio.press("enter", "enter")
        assert "no part of the recipe's own text" in studio.toasts
        assert studio.recipe == RECIPE


async def test_random_seeds_are_samples_that_roll_until_one_is_kept(open_studio: Any) -> None:
    recipe = RECIPE.model_copy(update={"sampling": Sampling()})
    async with open_studio(recipe) as studio:
        screen = await opened(studio)
        assert "these are samples" in str(screen.query_one("#seeds").render())
        first = screen._preview.requests[0].seed
        assert requests_sent(screen._preview) == 0
        await studio.press("r")
        await studio.until(lambda: screen._preview.requests[0].seed != first, "other seeds")
        await studio.settle()
        wanted = screen._preview.requests[2]
        await studio.press("down", "down", "s")
        await settled(studio)
        assert studio.recipe.sampling.seed == wanted.seed
        assert said(studio).startswith(f"Prompt  {wanted.recipe.prompt}\n")
        await studio.press("r")
        assert "The seed is fixed" in studio.toasts
        await studio.press("s")
        await settled(studio)
        assert studio.recipe == recipe
        assert said(studio).startswith(f"Prompt  {wanted.recipe.prompt}\n"), "it is still looked at"


async def test_more_and_fewer(open_studio: Any) -> None:
    async with open_studio(RECIPE) as studio:
        screen = await opened(studio)
        assert len(screen._preview.requests) == 12
        await studio.press("plus")
        await studio.until(lambda: len(screen._preview.requests) == 24, "more")
        await studio.press("minus", "minus")
        await studio.until(lambda: len(screen._preview.requests) == 12, "fewer")


async def test_what_cannot_be_settled_is_said_and_the_rest_is_shown(open_studio: Any) -> None:
    recipe = Recipe(model=V45, prompt="__hiar__, ||a|b||", styles=("gone",), pins={"pose": "sitting"})
    async with open_studio(recipe, size=(80, 24)) as studio:
        await opened(studio)
        wrong = said(studio, "#problems")
        assert '✗ prompt: __hiar__: there is no wildcard "hiar"; did you mean "hair"?' in wrong
        assert 'there is no style "gone"' in wrong
        assert said(studio).startswith("Prompt  __hiar__, ")
        await studio.press("enter", "down")
        assert shown(studio, "#picks")[1] == "›● __pose__ → sitting not called"
        await studio.press("enter")
        await settled(studio)
        assert studio.recipe.pins == ()


async def test_without_chance_it_says_how_it_comes(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="plain"), size=(80, 24)) as studio:
        await opened(studio)
        assert "Nothing here is left to chance." in "\n".join(studio.rows())
        await studio.press("enter", "enter", "p", "c", "e", "f1")
        assert "Other sample seeds" in studio.dialog
        await studio.press("escape", "escape")
        assert isinstance(studio.app.screen, StudioScreen)


async def test_hostile_lines_are_words(open_studio: Any, tmp_path: Path) -> None:
    (tmp_path / "data/wildcards/hair.txt").write_text("[bold]x[/bold] [@click=app.quit]y[/]\n")
    async with open_studio(RECIPE, size=(80, 24)) as studio:
        await opened(studio)
        assert "[bold]x[/bold]" in "\n".join(studio.rows())
        await studio.press("enter", "down", "enter")
        await settled(studio)
        assert dict(studio.recipe.pins) == {"hair": "[bold]x[/bold] [@click=app.quit]y[/]"}


def test_places_in_words() -> None:
    fields = ["prompt", "undesired", "characters[2].prompt", "characters[1].undesired", "styles[3].suffix"]
    assert [place_of(field) for field in fields] == [
        "prompt", "undesired", "character 2", "character 1 undesired", "style 3 suffix",
    ]  # fmt: skip


def test_picks_in_picks_are_set_in(catalog: Any, words: WordFolders) -> None:
    from naitui.library.previews import preview

    (words.wildcards[0] / "hair.txt").write_text("__tone__ __tone__ red\n")
    seen = preview(Recipe(model=V45, prompt="__hair__, __tone__"), catalog, words, 1, 1)
    assert [item.depth for item in items_of(seen.requests[0], seen)] == [0, 1, 1, 0]
    assert seen.requests[0].spots[0] == Spot("prompt", 0, 13, True)
