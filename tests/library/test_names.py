"""File names from patterns: safe everywhere, below their folder, never too long."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.library.names import NameFacts, PatternError, check_pattern, name_for
from naitui.recipe import Recipe, Sampling

WHEN = datetime(2026, 10, 9, 8, 7, 6)


def name(pattern: str, prompt: str = "1girl", sample: int = 0) -> str:
    recipe = Recipe(prompt=prompt, sampling=Sampling(width=832, height=1216, seed=5))
    return str(name_for(pattern, NameFacts(recipe, 5 + sample, WHEN, sample), "png"))


def test_every_token() -> None:
    pattern = "{date}_{time}_{year}_{month}_{day}/{model}/{width}x{height}-{seed}-{sample}-{prompt}"
    expected = "2026-10-09_080706_2026_10_09/nai-diffusion-5-curated/832x1216-6-2-1girl.png"
    assert name(pattern, sample=1) == expected


def test_a_number_cuts() -> None:
    assert name("{prompt:4}-{seed}", "silver hair") == "silv-5.png"
    assert name("{prompt:7}-{seed}", "silver hair") == "silver-5.png"  # no blank at the cut


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a/b\\c", "a_b_c"),
        ('<>:"|?*', "_"),
        ("a\x1b[31mb\x07\u009bc", "a_[31mb_c"),
        ("a\u202eb\u2066c", "a_b_c"),
        ("line\nbreak\t tab", "line break tab"),
        ("...", "picture"),
        ("", "picture"),
        ("..", "picture"),
        (".hidden", "hidden"),
        ("{seed} [x] {{y}}", "{seed} [x] {{y}}"),
        ("🌙 銀髪", "🌙 銀髪"),
    ],
)
def test_text_that_no_file_system_takes(prompt: str, expected: str) -> None:
    assert name("{prompt}", prompt) == f"{expected}.png"


def test_control_characters_of_the_pattern_itself() -> None:
    assert name("a\x1b\0b-{seed}") == "a_b-5.png"


@pytest.mark.parametrize("prompt", ["銀" * 5000, "🌙" * 500, "x" * 5000, "é" * 149 + " ."])
def test_long_prompts_fit_into_255_bytes_with_room_for_a_number(prompt: str) -> None:
    for part in name("{prompt}/{prompt}-{prompt}", prompt).split("/"):
        assert len(part.encode()) <= 200
        assert "\N{REPLACEMENT CHARACTER}" not in part


@given(prompt=st.text(max_size=300), pattern=st.sampled_from(["{prompt}", "{prompt}/{seed}", "a/{prompt:30}/{prompt}"]))
def test_no_prompt_leaves_the_folder(prompt: str, pattern: str) -> None:
    path = PurePosixPath(name(pattern, prompt))
    assert not path.is_absolute()
    assert len(path.parts) == pattern.count("/") + 1
    assert not {"..", ".", ""} & set(path.parts)
    assert all(len(part.encode(errors="replace")) <= 200 for part in path.parts)
    assert not any(category(letter) == "Cc" for letter in str(path))


def test_an_unknown_token_is_named_with_the_known_ones() -> None:
    with pytest.raises(PatternError, match=r"\{sed\}.*date.*seed"):
        check_pattern("{date}/{sed}")


@pytest.mark.parametrize("pattern", ["../{seed}", "a/../../{seed}", "..", "/etc/{seed}", "", "  "])
def test_patterns_that_leave_the_folder(pattern: str) -> None:
    with pytest.raises(PatternError, match="below the picture folder"):
        check_pattern(pattern)


def test_dots_inside_a_name_are_fine() -> None:
    assert name("v1..2/{seed}") == "v1..2/5.png"
