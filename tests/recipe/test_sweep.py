"""Sweeps: every cell is a recipe of its own, and says what is different about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.recipe import Axis, Character, Recipe, RecipeError, Source, Sweep, Vibe, expand, read_recipe, write_recipe
from naitui.recipe.axis_lines import axis_line, read_axes, same_axes
from naitui.recipe.sweep import MOST_CELLS, cells, followed, read_values
from naitui.recipe.whole_seed import whole_seed

TWO = (Character(prompt="girl, red hair"), Character(prompt="boy"))


def swept(recipe: Recipe | None = None, **axes: object) -> Recipe:
    return (recipe or Recipe(prompt="1girl, silver hair")).model_copy(update={"sweep": Sweep(**axes)})


def axis(set: str, values: object, find: str | None = None) -> tuple[Axis, ...]:
    return (Axis(set=set, values=values, find=find),)


def said(recipe: Recipe) -> str:
    with pytest.raises(RecipeError) as caught:
        cells(recipe)
    return str(caught.value)


class TestValues:
    """Lists and ranges in one line."""

    @pytest.mark.parametrize(
        ("text", "values"),
        [
            ("20, 23,28", ("20", "23", "28")),
            ("4..7 by 0.5", ("4", "4.5", "5", "5.5", "6", "6.5", "7")),
            ("1..3", ("1", "2", "3")),
            ("3..1, 9", ("3", "2", "1", "9")),
            ("0.1..0.3 by 0.1", ("0.1", "0.2", "0.3")),
            ("-1..1", ("-1", "0", "1")),
            ("0..20 by 10", ("0", "10", "20")),
            ("5..5", ("5",)),
            ("1..2 by 5", ("1",)),
        ],
    )
    def test_they_are_read(self, text: str, values: tuple[str, ...]) -> None:
        assert read_values(text) == values

    @given(st.integers(-50, 50), st.integers(-50, 50), st.integers(1, 20))
    def test_a_range_ends_within_its_ends(self, first: int, last: int, by: int) -> None:
        numbers = [int(value) for value in read_values(f"{first}..{last} by {by}")]
        assert numbers[0] == first
        assert all(min(first, last) <= number <= max(first, last) for number in numbers)
        assert abs(last - numbers[-1]) < by

    def test_an_endless_range_ends(self) -> None:
        assert len(read_values("0..1000000000 by 0.001")) == MOST_CELLS + 1


class TestGrid:
    """Columns, rows and sheets."""

    def test_three_by_two(self) -> None:
        found = cells(swept(x=axis("steps", "20..28 by 4"), y=axis("sampler", ["k_euler", "ddim_v3"])))
        assert [cell.at[:2] for cell in found] == [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)]
        assert [cell.recipe.sampling.steps for cell in found[:3]] == [20, 24, 28]
        assert found[4].labels == ("steps 24", "ddim_v3", "")
        assert all(cell.recipe.sweep is None for cell in found)

    def test_settings_on_one_axis_change_together(self) -> None:
        pair = (*axis("steps", "20, 28"), *axis("guidance", "4, 6"))
        found = cells(swept(x=pair))
        assert [(c.recipe.sampling.steps, c.recipe.sampling.guidance) for c in found] == [(20, 4.0), (28, 6.0)]
        assert found[0].labels[0] == "steps 20, guidance 4"
        assert "not 2 and 1" in said(swept(x=(*axis("steps", "20, 28"), *axis("guidance", "4"))))

    def test_words_are_replaced_everywhere(self) -> None:
        recipe = Recipe(prompt="silver hair, rain", characters=(Character(prompt="girl, silver hair"),))
        found = cells(swept(recipe, x=axis("prompt", "silver hair | red hair, long hair", "silver hair")))
        assert found[1].recipe.prompt == "red hair, long hair, rain"
        assert found[1].recipe.characters[0].prompt == "girl, red hair, long hair"
        assert "stands nowhere" in said(swept(recipe, x=axis("prompt", "a|b", "blue")))

    def test_everything_that_can_be_named(self) -> None:
        recipe = Recipe(characters=TWO, vibes=(Vibe(path="a.png"),), source=Source(path="b.png"), prompt="__hair__")
        for name, value, look in [
            ("character 2 position", "B3", lambda r: (r.characters[1].position, r.ai_choice) == ((0.3, 0.5), False)),
            ("Character 1", "girl, hat", lambda r: r.characters[0].prompt == "girl, hat"),
            ("character 2 enabled", False, lambda r: not r.characters[1].enabled),
            ("vibe 1 strength", "-0.5", lambda r: r.vibes[0].strength == -0.5),
            ("size", "1216x832", lambda r: (r.sampling.width, r.sampling.height) == (1216, 832)),
            ("strength", 0.25, lambda r: r.source.strength == 0.25),
            ("model", "nai-diffusion-3", lambda r: r.model == "nai-diffusion-3"),
            ("variety", "on", lambda r: r.sampling.variety is True),
            ("styles", "Ink wash + mine", lambda r: r.styles == ("Ink wash", "mine")),
            ("wildcard hair", "red hair", lambda r: dict(r.pins) == {"hair": "red hair"}),
            ("undesired", "hat", lambda r: r.undesired == "hat"),
        ]:
            (cell,) = cells(swept(recipe, x=axis(name, [value])))
            assert look(cell.recipe), name

    @pytest.mark.parametrize(
        ("axes", "told"),
        [
            ({"x": axis("stpes", "1")}, 'did you mean "steps"?'),
            ({"x": axis("steps", "many")}, "sweep.x[1].values[1]: 'many'"),
            ({"y": axis("steps", "0")}, "greater than or equal to 1"),
            ({"x": axis("vibe 3 strength", "1")}, "there is no vibe 3; the recipe has 0"),
            ({"x": axis("character 1 hat", "1")}, "a character has prompt, undesired, position, enabled"),
            ({"x": axis("strength", "0.5")}, "has no [source]"),
            ({"x": axis("size", "big")}, "832x1216"),
            ({"x": axis("steps", "2", "3")}, '"find" goes with prompt'),
            ({"x": axis("seed", "1..1000"), "y": axis("steps", "1, 2")}, "2,000 cells; 1,000 are the most"),
            ({"x": axis("steps", "1"), "skip": ("steps",)}, "should be like"),
            ({"x": axis("steps", "1"), "skip": ("steps=1",)}, "leaves no cell"),
        ],
    )
    def test_what_cannot_be_is_told(self, axes: dict[str, object], told: str) -> None:
        assert told in said(swept(**axes))

    def test_cells_are_skipped_by_rules(self) -> None:
        recipe = swept(x=axis("steps", "20, 28"), y=axis("guidance", "4, 6"), skip=("steps = 28; guidance = 6",))
        assert [cell.at[:2] for cell in cells(recipe)] == [(0, 0), (1, 0), (0, 1)]


class TestExpanded:
    """The requests of a sweep."""

    def test_all_cells_have_one_seed_and_the_same_picks(self) -> None:
        recipe = swept(Recipe(prompt="||red|blue|green|grey|| hair"), x=axis("steps", "1..8"))
        found = expand(recipe)
        assert len({one.seed for one in found}) == len({one.recipe.prompt for one in found}) == 1
        assert [one.recipe.sampling.steps for one in found] == list(range(1, 9))

    def test_an_axis_of_seeds_sets_them(self) -> None:
        found = expand(swept(x=axis("seed", "7, 9"), y=axis("steps", "1, 2")), seed=5)
        assert [one.seed for one in found] == [7, 9, 7, 9]

    def test_several_pictures_a_cell(self) -> None:
        recipe = swept(x=axis("steps", "1, 2"))
        found = expand(recipe.model_copy(update={"batch": recipe.batch.model_copy(update={"count": 2})}), seed=5)
        assert [(one.seed, one.recipe.sampling.steps) for one in found] == [(5, 1), (6, 1), (5, 2), (6, 2)]

    def test_without_a_sweep_there_is_no_cell(self) -> None:
        assert expand(Recipe(prompt="cat"), seed=1)[0].cell is None


def test_a_sweep_is_part_of_a_recipe_file() -> None:
    recipe = swept(x=axis("prompt", ["red", "blue"], "silver"), y=axis("steps", "20..28 by 4"), skip=("steps = 20",))
    assert read_recipe(write_recipe(recipe)) == recipe
    with pytest.raises(RecipeError, match=r"recipe:4: sweep.x\[1\].vals: unknown key; did you mean"):
        read_recipe('prompt = ""\n[[sweep.x]]\nset = "steps"\nvals = "1"\nvalues = "2"')


class TestLines:
    """Axes as they are typed."""

    @pytest.mark.parametrize(
        ("line", "axes"),
        [
            ("", ()),
            ("steps=20..28 by 4", (Axis(set="steps", values="20..28 by 4"),)),
            ("prompt:a b=a b|c, d", (Axis(set="prompt", find="a b", values="a b|c, d"),)),
            ("steps=1, 2 & guidance=4, 5", (Axis(set="steps", values="1, 2"), Axis(set="guidance", values="4, 5"))),
            ("prompt=cat & dog=pets|bird", (Axis(set="prompt", values="cat & dog=pets|bird"),)),
        ],
    )
    def test_they_are_read_and_written(self, line: str, axes: tuple[Axis, ...]) -> None:
        assert read_axes(line) == axes
        assert axis_line(axes) == line

    @given(st.lists(st.text("abc|, &\\", min_size=1).filter(lambda text: text == text.strip()), min_size=1))
    def test_a_list_of_texts_comes_back(self, values: list[str]) -> None:
        values = [value for value in values if not value.endswith("\\") and "\\|" not in value] or ["a"]
        (again,) = read_axes(axis_line(axis("prompt", values)))
        assert read_values(str(again.values), apart="|") == tuple(values)

    def test_labels_stay_with_what_nobody_has_changed(self) -> None:
        labelled = (Axis(set="steps", values=(20, 28), labels=("few", "many")),)
        assert same_axes(labelled, "steps=20, 28")
        assert not same_axes(labelled, "steps=20, 29")

    def test_a_grid_keeps_its_seed_when_an_axis_grows(self) -> None:
        seeds = {whole_seed(swept(x=axis("steps", values))) for values in ("1..3", "1..4", "9")}
        assert len(seeds) == 1
        assert whole_seed(Recipe(prompt="other")) not in seeds

    def test_the_recipe_of_a_cell_has_the_same_grid(self) -> None:
        recipe = swept(x=axis("prompt", "silver|red|blond", "silver"), y=axis("steps", "1, 2"))
        (*_, last) = cells(recipe)
        assert recipe.sweep is not None
        taken = last.recipe.model_copy(update={"sweep": followed(recipe.sweep, last.at)})
        assert [(cell.at, cell.recipe) for cell in cells(taken)] == [(cell.at, cell.recipe) for cell in cells(recipe)]
