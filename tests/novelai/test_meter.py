"""The token meter: what the page would count, about without a vocabulary and exactly with one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from naitui.novelai import load_catalog
from naitui.novelai.counting import Count, Counter, Tokenizers, count_recipe
from naitui.novelai.entries import KINDS, Kind
from naitui.novelai.meter import Meter, meters
from naitui.novelai.tokenizers import Unigram
from naitui.recipe import Character, Recipe, Style, Words

CATALOG = load_catalog()
V45, V3, V5 = "nai-diffusion-4-5-full", "nai-diffusion-3", "nai-diffusion-5-full"
COUNTED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("token_counts.json").read_text("utf-8"))


class Words3:
    """A tokenizer of three tokens a word and one for every caption: easy to count by heart."""

    entries = 0

    def count(self, text: str) -> int:
        return 3 * len(text.split()) + 1


EXACT: Tokenizers = dict.fromkeys(KINDS, Words3())


def counted(tokenizers: Tokenizers | None = None, words: Words | None = None, **recipe: object) -> Count:
    fields = {"model": V45, "quality": "none", "undesired_preset": "none", **recipe}
    return count_recipe(Recipe(**fields), CATALOG, tokenizers, words or Words())


def tokens(tokenizers: Tokenizers | None = None, **recipe: object) -> tuple[int, int]:
    count = counted(tokenizers, **recipe)
    return count.wanted.tokens, count.undesired.tokens


@pytest.mark.parametrize("known", [None, EXACT])
def test_characters_count_with_the_prompt_and_their_undesired_apart(known: Tokenizers | None) -> None:
    girl = Character(prompt="girl, red dress", undesired="hat")
    alone, together = tokens(known, prompt="1girl"), tokens(known, prompt="1girl", characters=(girl,))
    assert together[0] > alone[0]
    assert together[1] > alone[1]
    assert tokens(known, prompt="1girl", characters=(girl.model_copy(update={"enabled": False}),)) == alone


def test_every_caption_and_every_mixing_part_counts_for_itself() -> None:
    people = (Character(prompt="girl, red dress", undesired="hat"), Character(prompt="boy"))
    assert tokens(EXACT, prompt="1girl, sea", characters=people) == (7 + 10 + 4, 1 + 4 + 1)
    assert tokens(EXACT, prompt="a b|c") == (7 + 4, 1)


def test_on_old_models_every_part_has_the_limit_alone() -> None:
    people = (Character(prompt="girl, red dress"),)  # which these models do not have
    assert tokens(EXACT, model=V3, prompt="a b|c d e|f", characters=people) == (10, 4)  # "lowres" stands in
    long = counted(model=V3, prompt=f"{'a' * 500}|{'b' * 900}")
    assert long.wanted.tokens == counted(model=V3, prompt="b" * 900).wanted.tokens


def test_what_the_model_adds_counts() -> None:
    assert tokens(EXACT, prompt="1girl", quality="standard") == (4 + 3 * 5, 1)
    assert tokens(EXACT, prompt="1girl", furry=True)[0] == 4 + 3 * 2
    assert tokens(EXACT, model=V5, prompt='girl, "hello"')[0] == 1 + 3 * (2 + 2)  # drawn as text too
    assert tokens(EXACT, undesired="hat", undesired_preset="light")[1] > 30


def test_styles_count_and_comments_do_not() -> None:
    ink = Words(styles={"ink": Style(prefix="ink wash", suffix="paper")})
    count = counted(EXACT, ink, prompt="cat, /* or dog */", styles=("ink",))
    assert (count.wanted.tokens, count.exact) == (1 + 3 * 4, True)
    [caption] = count.wanted.captions
    assert (caption.own, caption.settled) == ("cat, /* or dog */", "ink wash, cat, paper")


def test_what_chance_decides_is_counted_at_its_longest_and_not_exact() -> None:
    count = counted(EXACT, prompt="||a|long hair||, cat")
    assert (count.wanted.tokens, count.exact, count.open) == (10, False, True)
    assert str(meters(count)[0]) == "~10/512 tokens"


def test_a_model_that_sends_its_own_undesired_content_counts_that() -> None:
    mine, none = (counted(EXACT, model="nai-diffusion-5-full-medium", undesired=words) for words in ("hat " * 50, ""))
    assert mine.undesired.tokens == none.undesired.tokens > 50


def test_the_numbers_are_exact_when_the_models_own_vocabulary_is_here() -> None:
    unigram = Unigram(["<unk>", "▁a", "b"], [0.0, -1.0, -2.0], 0)
    assert [str(meter) for meter in meters(counted({"t5": unigram}, prompt="a ab"))] == ["4/512 tokens", "1/512 tokens"]
    assert counted({"t5": unigram}, prompt="a ab", model=V5).exact is False
    assert counted(EXACT, prompt="a", model="nai-diffusion-5-curated").wanted.limit == 703


# ---------------------------------------------------------------------- estimates


def test_marks_of_emphasis_count_where_the_tokenizer_counts_them() -> None:
    assert tokens(prompt="{a}, 1.2::b::, [c]") == tokens(prompt="a, b, c")
    assert tokens(model=V5, prompt="{abc}, 1.2::b::, [c]") > tokens(model=V5, prompt="abc, b, c")
    assert tokens(prompt="") == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_estimates_are_mostly_as_near_as_they_say(kind: Kind) -> None:
    counter = Counter(kind, CATALOG.tokenizers[kind])
    prompts = [one for one in COUNTED if len(one["text"]) > 100 and (kind != "clip" or "::" not in one["text"])]
    errors = [abs(counter.count([one["text"]]) - one[kind]) for one in prompts]
    assert sum(error <= counter.within() for error in errors) >= 0.9 * len(errors)
    assert sum(error / one[kind] for error, one in zip(errors, prompts, strict=True)) < 0.12 * len(errors)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [one["text"] for one in COUNTED if not one["text"].isascii()])
def test_outside_ascii_a_letter_counts_by_itself_and_the_doubt_grows(kind: Kind, text: str) -> None:
    """As often as the text is repeated: what is wrong by a little in a short text must not be by much in a long one."""
    counter = Counter(kind, CATALOG.tokenizers[kind])
    [true] = [one[kind] for one in COUNTED if one["text"] == text]
    captions = [", ".join([text] * 30)]
    assert abs(counter.count(captions) - 30 * true) <= counter.within(captions) + 30 * 3  # commas, and ends of captions
    assert counter.within(captions) > counter.within(["a" * len(captions[0])]) == counter.within()


def test_the_doubt_is_that_of_each_side() -> None:
    count = counted(model="nai-diffusion-5-curated", prompt="髪" * 600, undesired="hat")
    assert 600 <= count.wanted.tokens < 703
    assert count.wanted.within > 250
    assert count.undesired.within == 35
    prompt, undesired = meters(count)
    assert (prompt.tone, undesired.tone) == ("near", "")
    assert counted(EXACT, prompt="髪").wanted.within == 0


@pytest.mark.parametrize(("count", "tone"), [(100, ""), (484, ""), (485, "near"), (512, "near"), (513, "over")])
def test_near_the_limit_an_estimate_warns_by_its_own_doubt(count: int, tone: str) -> None:
    assert Meter(count, 512, 27).tone == tone
    assert str(Meter(count, 512, 27)) == f"~{count}/512 tokens"


@pytest.mark.parametrize(("count", "tone"), [(486, ""), (487, "near"), (512, "near"), (513, "over")])
def test_an_exact_meter_warns_when_little_is_left(count: int, tone: str) -> None:
    assert Meter(count, 512, exact=True).tone == tone
    assert str(Meter(count, 512, exact=True)) == f"{count}/512 tokens"
