"""The token meter in the studio: about until there is a vocabulary, exact with one, and never in the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naitui.recipe import Character, Recipe

V45, V5 = "nai-diffusion-4-5-full", "nai-diffusion-5-full"
PLAIN = {"model": V45, "quality": "none", "undesired_preset": "none"}
PIECES = ["<unk>", "▁cat", "▁", ",", "▁hat"]
T5 = {"model": {"unk_id": 0, "vocab": [[piece, -float(place)] for place, piece in enumerate(PIECES)]}}


def vocabulary(home: Path, text: str = json.dumps(T5)) -> Path:
    path = home / "data" / "demo-tokenizers" / "t5.def"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def titles(studio: Any) -> tuple[str, str]:
    words = studio.screen.words
    return str(words.prompt.border_title), str(words.undesired.border_title)


async def shows(studio: Any, prompt: str, undesired: str | None = None) -> None:
    await studio.until(lambda: titles(studio)[0] == prompt, prompt)
    assert undesired is None or titles(studio)[1] == undesired


async def test_with_a_vocabulary_it_counts(open_studio: Any, tmp_path: Path) -> None:
    vocabulary(tmp_path)
    girl = Character(prompt="hat, cat", undesired="hat")
    async with open_studio(Recipe(**PLAIN, prompt="cat", characters=(girl,))) as studio:
        await shows(studio, "Prompt · 6/512 tokens", "Undesired Content · 3/512 tokens")
        await studio.focus("#prompt")
        await studio.type(", hat")
        await shows(studio, "Prompt · 8/512 tokens")
        assert "tokens" not in studio.log


async def test_styles_and_choices_are_reckoned_with(open_studio: Any, tmp_path: Path) -> None:
    vocabulary(tmp_path)
    styles = tmp_path / "data" / "styles.toml"
    styles.write_text('[mine]\nsuffix = "hat"\n')
    async with open_studio(Recipe(**PLAIN, prompt="cat", styles=("mine",))) as studio:
        await shows(studio, "Prompt · 4/512 tokens · ‹mine›")
        await studio.press("ctrl+l")
        await studio.until(lambda: studio.app.screen.query("#styles"), "the styles")
        await studio.until(lambda: studio.app.screen.query_one("#styles").index is not None, "styles in the list")
        await studio.press("space", "escape")
        await shows(studio, "Prompt · 2/512 tokens")
        await studio.type(", ||hat|cat, hat||")
        await shows(studio, "Prompt · ~6/512 tokens")


async def test_another_model_may_have_no_vocabulary(open_studio: Any, tmp_path: Path) -> None:
    vocabulary(tmp_path)
    async with open_studio(Recipe(**PLAIN, prompt="cat")) as studio:
        await shows(studio, "Prompt · 2/512 tokens")
        studio.screen.words.take(studio.recipe.model_copy(update={"model": V5}))
        await studio.until(lambda: titles(studio)[0].endswith("/1471 tokens"), "V5's limit")
        assert titles(studio)[0].startswith("Prompt · ~")


async def test_near_the_limit_and_over_it_the_edge_says_so(open_studio: Any, tmp_path: Path) -> None:
    vocabulary(tmp_path)
    async with open_studio(Recipe(**PLAIN, prompt="cat, " * 242 + "cat")) as studio:
        editor = studio.screen.words.prompt
        await shows(studio, "Prompt · 486/512 tokens")
        assert not editor.has_class("-near", "-over")
        await studio.focus("#prompt")
        await studio.type(" cat")
        await shows(studio, "Prompt · 487/512 tokens")
        assert editor.has_class("-near")
        await studio.paste(" cat" * 26)
        await shows(studio, "Prompt · ! 513/512 tokens")
        assert editor.has_class("-over")
        assert not editor.has_class("-near")


@pytest.mark.parametrize(
    ("text", "words"), [("<html>", "is a web page, no vocabulary"), (json.dumps(T5)[:-9], "cut off")]
)
async def test_a_broken_file_is_told_of_once_and_tokens_are_estimated(
    open_studio: Any, tmp_path: Path, text: str, words: str
) -> None:
    path = vocabulary(tmp_path, text)
    async with open_studio(Recipe(**PLAIN, prompt="cat")) as studio:
        await studio.until(lambda: "tokens are estimated" in studio.log, "a word about the file")
        await studio.focus("#prompt")
        await studio.type(", hat and more")
        await studio.until(lambda: studio.recipe.prompt.endswith("more"), "the words")
        await studio.until(lambda: titles(studio)[0] == "Prompt · ~10/512 tokens", "an estimate")
        assert studio.log.count("tokens are estimated") == 1
        assert path.name in studio.log
        assert words in studio.log.replace("\n", " ")
