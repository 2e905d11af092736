"""Whole texts of other programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe.parameters import Parameters, read_parameters
from tests.recipe.test_conversion import own_texts

A1111 = """\
masterpiece, (silver hair:1.2),
a cat
Negative prompt: lowres, (bad hands:1.3),
worst quality
Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 5.5, Seed: 1234, Size: 832x1216, Model: some model, \
Lora hashes: "a: 1b, c: 2d", Version: v1.6.0"""


def test_all_of_it() -> None:
    assert read_parameters(A1111) == Parameters(
        "masterpiece, (silver hair:1.2),\na cat",
        "lowres, (bad hands:1.3),\nworst quality",
        steps=28,
        guidance=5.5,
        seed=1234,
        size=(832, 1216),
        sampler="k_dpmpp_2m",
        schedule="karras",
        others=("Model", "Lora hashes", "Version"),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n  "])
def test_the_ends_of_lines_do_not_matter(end: str) -> None:
    assert read_parameters(A1111.replace("\n", end.rstrip(" ") if "\r" in end else "\n") + end) == read_parameters(
        A1111
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a cat\nNegative prompt: a dog", Parameters("a cat", "a dog")),
        ("Negative prompt: a dog", Parameters("", "a dog")),
        ("a\nSteps: 20, Sampler: Euler a, Seed: 5", Parameters("a", "", 20, None, 5, None, "k_euler_ancestral")),
        ("a\nSteps: 20, Sampler: Euler, Schedule type: Exponential, Seed: 5",
         Parameters("a", "", 20, None, 5, None, "k_euler", "exponential")),
        ("a\nSteps: 20, Sampler: UniPC, Schedule type: Automatic, Seed: 5, Size: big",
         Parameters("a", "", 20, None, 5, others=("Sampler", "Schedule type", "Size"))),
        ("a\nSteps: many, CFG scale: high, Seed: -1", Parameters("a", "")),
    ],
)  # fmt: skip
def test_parts_of_it(text: str, found: Parameters) -> None:
    assert read_parameters(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1girl, silver hair",
        "a\nSteps: 20",
        "artist:someone, year 2024",
        "a stair, Steps: 3, Seed: x",
        "negative prompt: a",
    ],
)
def test_an_ordinary_prompt_is_none(text: str) -> None:
    assert read_parameters(text) is None


@given(own_texts)
def test_what_is_written_for_novelai_is_none(text: str) -> None:
    assert read_parameters(text) is None


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["Steps: 1", "Seed: 2", "Size: 1x1", ", ", ":", "\n", '"', "a"])).map("".join)
)
def test_any_text_is_read_or_not(text: str) -> None:
    found = read_parameters(text)
    assert found is None or found.prompt in text.replace("\r\n", "\n")
