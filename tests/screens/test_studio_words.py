"""The prompt editor in the studio: colours, keys on tags, tag mode, the meter."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets.text_area import Selection

from naitui.recipe import Recipe, Sampling
from naitui.widgets.prompt_editor import PromptEditor

V45, V3 = "nai-diffusion-4-5-full", "nai-diffusion-3"
SMALL = Sampling(width=128, height=128, steps=3)


def prompt_of(studio: Any) -> PromptEditor:
    return studio.screen.query_one("#prompt", PromptEditor)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_weights_by_key_and_back_by_undo(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl, rain, hat"), size=size) as studio:
        editor = prompt_of(studio)
        editor.move_cursor((0, 8))
        await studio.pilot.press("f7", "f7")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, 1.2::rain::, hat"
        assert editor.cursor == len("1girl, 1.2::rain::")
        await studio.pilot.press("f6", "f6", "f6")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, 0.9::rain::, hat"
        await studio.pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, rain, hat"


async def test_old_models_get_braces(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V3, prompt="1girl, rain")) as studio:
        await studio.pilot.press("f7")
        await studio.settle()
        assert studio.recipe.prompt == "1girl, {rain}"


async def test_a_key_that_can_do_nothing_says_why(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.pilot.press("f7")
        assert "there is no tag here" in studio.toasts
        assert studio.recipe.prompt == ""


def colours(studio: Any) -> dict[str, str]:
    """The words of the first line by the colour in which they are drawn."""
    strip = prompt_of(studio).render_line(0)
    return {segment.text.strip(): str(segment.style.color) for segment in strip if segment.text.strip(" ,")}


async def test_weights_and_faults_have_their_colours(open_studio: Any) -> None:
    text = "one, {two}, [three], __four__, /*five*/, {six"
    async with open_studio(Recipe(model=V45, prompt=text)) as studio:
        prompt_of(studio).selection = Selection.cursor((0, 0))
        await studio.pilot.pause()
        found = colours(studio)
        seen = [found["two"], found["three"], found["__four__"]]
        assert len({*seen, found["/*five*/"]}) == 4
        underlined = [s.text for s in prompt_of(studio).render_line(0) if s.style and s.style.underline]
        assert underlined == ["{"]


async def test_what_stands_in_front_of_a_tag_has_its_own_colour(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="one, source#two, artist:three")) as studio:
        prompt_of(studio).selection = Selection.cursor((0, 0))
        await studio.settle()
        found = colours(studio)
        assert found["artist:"] != found["three"] == found["two,"] != found["source#"]


@pytest.mark.parametrize(("model", "drawn"), [("nai-diffusion-5-full", True), (V45, False)])
async def test_quoted_words_are_coloured_where_they_are_drawn(open_studio: Any, model: str, drawn: bool) -> None:
    async with open_studio(Recipe(model=model, prompt='a sign, "hello, you"')) as studio:
        assert ('"hello, you"' in colours(studio)) == drawn


async def test_another_model_colours_other_marks(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="a, 1.2::b::, source#c")) as studio:
        assert colours(studio)["b"] != colours(studio)["a,"]
        studio.screen.words.take(studio.recipe.model_copy(update={"model": V3}))
        await studio.settle()
        assert list(colours(studio)) == ["a, 1.2::b::, source#c"]


async def test_the_meter_counts_prompt_and_characters(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="1girl")) as studio:
        assert str(prompt_of(studio).border_title).startswith("Prompt · ~")
        assert str(prompt_of(studio).border_title).endswith("/512 tokens")
        editor = prompt_of(studio)
        editor.load("tag, " * 400)
        await studio.settle()
        await studio.until(lambda: editor.has_class("-over"), "the limit")


# ---------------------------------------------------------------------- completion


def offered(studio: Any) -> list[str]:
    shown = studio.screen.query_one("#completion")
    return [offer.text for offer in shown.offers] if shown.display else []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_tag_completes_with_tab(open_studio: Any, size: tuple[int, int]) -> None:
    async with open_studio(Recipe(model=V45, prompt=""), size=size) as studio:
        await studio.pilot.press(*"1girl, silv")
        await studio.until(lambda: "silver hair" in offered(studio), "an offer")
        await studio.pilot.press("tab")
        await studio.settle()
        assert studio.recipe.prompt.startswith("1girl, silver ")
        assert studio.recipe.prompt.endswith(", ")
        assert offered(studio) == []
        assert studio.screen.focused is prompt_of(studio)
        await studio.pilot.press("x")
        await studio.settle()
        assert studio.recipe.prompt.endswith(", x")


async def test_down_chooses_and_escape_closes(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.pilot.press(*"hai")
        await studio.until(lambda: len(offered(studio)) > 1, "offers")
        second = offered(studio)[1]
        await studio.pilot.press("down", "tab")
        await studio.settle()
        assert studio.recipe.prompt == f"{second}, "
        await studio.pilot.press(*"hai")
        await studio.until(lambda: bool(offered(studio)), "offers")
        await studio.pilot.press("escape", "down")
        await studio.settle()
        assert offered(studio) == []
        assert studio.recipe.prompt == f"{second}, hai"


async def test_without_offers_tab_goes_on(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.pilot.press("tab")
        assert studio.screen.focused is not prompt_of(studio)


async def test_loading_and_pasting_offer_nothing(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="silv")) as studio:
        prompt_of(studio).load("silver h")
        await studio.settle()
        assert offered(studio) == []


async def test_wildcards_and_styles_are_offered_too(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="girl")) as studio:
        folder = studio.home / "data" / "wildcards"
        folder.mkdir(parents=True)
        (folder / "pose.txt").write_text("standing\n")
        await studio.pilot.press(*", __po")
        await studio.until(lambda: offered(studio) == ["pose"], "a wildcard")
        await studio.pilot.press("tab")
        await studio.settle()
        assert studio.recipe.prompt.startswith("girl, __pose__")
        await studio.pilot.press(*" <")
        await studio.until(lambda: len(offered(studio)) > 1, "styles")
        name = offered(studio)[0]
        await studio.pilot.press("tab")
        await studio.settle()
        assert studio.recipe.styles == (name,)
        assert "<" not in studio.recipe.prompt
        assert name in str(prompt_of(studio).border_title)
        await studio.press("ctrl+l")
        await studio.until(lambda: studio.app.screen.query("#styles"), "the styles")
        await studio.until(lambda: studio.app.screen.query_one("#styles").index is not None, "styles in the list")
        await studio.press("space", "escape")
        assert studio.recipe.styles == ()


async def test_what_was_sent_completes_from_then_on(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="zebra finch choir", sampling=SMALL)) as studio:
        await studio.press("f5")
        await studio.generated(1)
        await studio.pilot.press(*", zeb")
        await studio.until(lambda: "zebra finch choir" in offered(studio), "the own tag")
        [said] = studio.app._bench.history.search("finch")
        assert said.prompt == "zebra finch choir"


async def test_what_the_service_suggests_comes_a_moment_later(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.pilot.press(*"umbre")
        await studio.until(lambda: studio.app._bench.tags.cached(V45, "umbre") is not None, "the service's answer")
        assert "umbrella" in offered(studio)


async def test_a_character_s_prompt_completes_too(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.pilot.press("ctrl+n")
        await studio.until(lambda: getattr(studio.screen.focused, "id", "") == "character-prompt", "the editor")
        await studio.pilot.press(*"silv")
        await studio.until(lambda: "silver hair" in offered(studio), "an offer")
        await studio.pilot.press("tab")
        await studio.settle()
        assert studio.recipe.characters[0].prompt.startswith("silver ")


async def test_earlier_words_come_back(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="first, night", sampling=SMALL)) as studio:
        await studio.press("f5")
        await studio.generated(1)
        prompt_of(studio).load("second, day")
        await studio.settle()
        await studio.press("f5")
        await studio.generated(2)
        await studio.press("ctrl+r")
        await studio.until(lambda: studio.app.screen is not studio.screen, "the list")
        studio.burst("night", "enter")
        await studio.until(lambda: studio.app.screen is studio.screen, "the studio")
        await studio.settle()
        assert studio.recipe.prompt == "first, night"
        assert prompt_of(studio).text == "first, night"


async def test_a_run_of_letters_that_is_no_tag_is_asked_of_nobody(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="あ" * 10_000)) as studio:
        await studio.type("あ")
        await studio.until(lambda: len(studio.recipe.prompt) == 10_001, "the letter")
        await studio.app.workers.wait_for_complete([one for one in studio.app.workers if one.group == "complete"])
        assert "suggests no tags" not in studio.log


@pytest.mark.parametrize("model", [V45, V3])
async def test_whoever_weighs_a_tag_goes_on_typing_behind_it(open_studio: Any, model: str) -> None:
    async with open_studio(Recipe(model=model, prompt="cat, dog")) as studio:
        await studio.press("end", "f7")
        weighed = studio.recipe.prompt
        assert weighed in ("cat, 1.1::dog::", "cat, {dog}")
        await studio.type(", bird")
        assert studio.recipe.prompt == f"{weighed}, bird"


async def test_what_was_selected_by_hand_stays_selected(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="cat, dog, bird")) as studio:
        prompt_of(studio).select_span(0, 8)
        await studio.press("f7", "f7")
        assert studio.recipe.prompt == "1.2::cat, dog::, bird"
        assert prompt_of(studio).selected_text == "cat, dog"


@pytest.mark.parametrize("leaving", ["escape", "i", "enter"])
async def test_letters_after_tag_mode_replace_no_tag(open_studio: Any, leaving: str) -> None:
    async with open_studio(Recipe(model=V45, prompt="cat, dog")) as studio:
        await studio.press("ctrl+t", "left", "up", leaving)
        await studio.type(", bird")
        assert studio.recipe.prompt == "1.1::cat::, bird, dog"


async def test_what_was_widened_on_purpose_can_be_typed_over(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="cat, 1.2::dog, fox::, bird")) as studio:
        prompt_of(studio).move_cursor((0, 11))
        await studio.press("ctrl+t", "s", "s", "i")
        await studio.type("owl")
        assert studio.recipe.prompt in ("cat, 1.2::owl::, bird", "cat, owl, bird", "cat, 1.2::owl, fox::, bird")


async def test_a_paste_in_tag_mode_replaces_no_tag(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="cat, dog")) as studio:
        await studio.press("ctrl+t", "left")
        await studio.paste(", bird")
        await studio.until(lambda: studio.recipe.prompt == "cat, bird, dog", "the pasted tag")


async def test_tab_in_a_burst_completes_what_was_typed_last(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.type("rai")
        await studio.until(lambda: offered(studio), "offers")
        studio.burst("ncoat", "tab")
        await studio.until(lambda: studio.recipe.prompt == "raincoat, ", "the tag")
        assert prompt_of(studio).has_focus


async def test_tab_before_the_list_is_there_stays_in_the_field(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        studio.burst("zzqq, umbrell", "tab")
        studio.burst("more")
        await studio.until(lambda: studio.recipe.prompt == "zzqq, umbrella, more", "the tag, and what was typed behind")
        assert studio.recipe.undesired == ""


async def test_tab_in_a_burst_leaves_where_nothing_completes(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        studio.burst("zzqqxx", "tab")
        studio.burst("hat")
        await studio.until(lambda: (studio.recipe.prompt, studio.recipe.undesired) == ("zzqqxx", "hat"), "both fields")


async def test_tab_leaves_where_nothing_completes(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="")) as studio:
        await studio.type("zzqqxx")
        await studio.until(lambda: prompt_of(studio)._completing._answered, "an answer")
        await studio.press("tab")
        assert not prompt_of(studio).has_focus


async def test_undo_in_tag_mode_stands_on_what_came_back(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="a girl, b, c, d")) as studio:
        prompt_of(studio).move_cursor((0, 8))
        await studio.press("ctrl+t", "d")
        assert studio.recipe.prompt == "a girl, c, d"
        await studio.press("u")
        assert prompt_of(studio).selected_text == "b"
        await studio.press("c")
        assert studio.recipe.prompt == "a girl, /*b*/, c, d"


async def test_tag_mode_says_how_much_a_tag_counts(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="cat, {{1.2::dog::}}, -1::hat::, bird")) as studio:
        prompt_of(studio).move_cursor((0, 11))
        await studio.press("ctrl+t", "s")
        assert "tags · weight 1.323" in str(prompt_of(studio).border_title)
        await studio.press("right")
        assert "tags · weight -1" in str(prompt_of(studio).border_title)
        await studio.press("right")
        assert str(prompt_of(studio).border_title).endswith("tags")


async def test_to_the_begin_and_the_end_of_a_long_text(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt="cat, dog\n\nbird, hat")) as studio:
        await studio.press("ctrl+home")
        assert prompt_of(studio).cursor == 0
        await studio.press("ctrl+end")
        assert prompt_of(studio).cursor == len("cat, dog\n\nbird, hat")


async def test_help_names_the_keys_that_work(open_studio: Any) -> None:
    async with open_studio(Recipe(model=V45, prompt=""), size=(120, 40)) as studio:
        await studio.press("f1")
        assert "Ctrl+T H" in studio.dialog
        assert "Ctrl+T h" not in studio.dialog


async def test_generating_closes_the_list(open_studio: Any, small: Recipe) -> None:
    async with open_studio(small) as studio:
        await studio.type(", umbre")
        await studio.until(lambda: offered(studio), "offers")
        await studio.press("f5")
        await studio.generated()
        assert not offered(studio)
