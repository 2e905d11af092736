"""What of another program's text a recipe takes over."""

from __future__ import annotations

import pytest

from naitui.novelai import load_catalog
from naitui.novelai.taking import take
from naitui.recipe import Recipe, Sampling
from naitui.recipe.parameters import Parameters

V45, V3, V5 = "nai-diffusion-4-5-full", "nai-diffusion-3", "nai-diffusion-5-full"


def test_words_are_converted_and_settings_set() -> None:
    given = Parameters("(a:1.2)", "bad_hands", 28, 5.5, 7, (832, 1216), "k_dpmpp_2m", "karras", ("Model",))
    before = Recipe(model=V45, prompt="old", sampling=Sampling(variety=True))
    taken = take(before, given, load_catalog())
    assert (taken.recipe.prompt, taken.recipe.undesired) == ("1.2::a::", "bad hands")
    assert taken.recipe.sampling == Sampling(
        width=832, height=1216, steps=28, guidance=5.5, sampler="k_dpmpp_2m", schedule="karras", seed=7, variety=True
    )
    assert taken.settings == ("832×1216", "28 steps", "guidance 5.5", "DPM++ 2M", "karras", "seed 7")
    assert taken.left == ("Model",)
    assert take(before.model_copy(update={"model": V3}), given, load_catalog()).recipe.prompt == "{{{{a}}}}"


@pytest.mark.parametrize(
    ("model", "given", "settings", "left"),
    [
        (V45, Parameters("", "", size=(600, 900)), ("576×896 for 600×900",), ()),
        (V45, Parameters("", "", size=(4000, 4000)), (), ("4000×4000 (too large)",)),
        (V45, Parameters("", "", steps=80), (), ("80 steps (1 to 50 are possible)",)),
        (V45, Parameters("", "", guidance=30), (), ("guidance 30 (10 at most)",)),
        (V45, Parameters("", "", seed=2**40), (), (f"seed {2**40} (too large)",)),
        (V45, Parameters("", "", sampler="k_lms"), (), ("LMS (V4.5 Full does not have it)",)),
        (V5, Parameters("", "", schedule="exponential"), (), ("exponential (V5 Full does not have it)",)),
        (V45, Parameters("", "", sampler="ddim"), ("DDIM",), ()),  # it is rewritten, as the page does
    ],
)
def test_what_cannot_be_is_left_and_said(
    model: str, given: Parameters, settings: tuple[str, ...], left: tuple[str, ...]
) -> None:
    before = Recipe(model=model)
    taken = take(before, given, load_catalog())
    assert (taken.settings, taken.left) == (settings, left)
    if not settings:
        assert taken.recipe == before
