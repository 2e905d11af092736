"""Recipes as TOML files: nothing is lost on the way, and a fault names its line and what is allowed there."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naitui.recipe import (
    Batch,
    Character,
    Interaction,
    Mask,
    PreciseReference,
    Recipe,
    RecipeError,
    Sampling,
    Source,
    Vibe,
    read_recipe,
    write_recipe,
)

PIECES = [
    "[",
    "]",
    "{",
    "}",
    "::",
    "|",
    "||",
    "#",
    "\\",
    '"',
    '"""',
    "'",
    "'''",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "=",
    "🦊",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "\u2028",
    "é",
    "a",
    " ",
    "1.5",
    "[[characters]]",
    "[sampling]\nwidth = 3\n",
]
LETTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.lists(st.sampled_from(PIECES) | st.text(LETTERS, max_size=8), max_size=12).map("".join)
SHARE = st.floats(0, 1)
CHARACTER = st.builds(
    Character,
    name=TEXT,
    prompt=TEXT,
    undesired=TEXT,
    enabled=st.booleans(),
    position=st.none() | st.tuples(SHARE, SHARE),
    id=st.none() | TEXT.filter(bool),
    colour=st.none() | st.sampled_from(["red", "violet"]),
)
IDS = st.lists(TEXT, max_size=2)
RECIPES = st.builds(
    Recipe,
    model=TEXT,
    prompt=TEXT,
    undesired=TEXT,
    quality=st.sampled_from(["standard", "light", "none"]),
    furry=st.booleans(),
    ai_choice=st.booleans(),
    sampling=st.builds(
        Sampling,
        steps=st.none() | st.integers(1, 50),
        guidance=st.none() | st.floats(0, 10),
        rescale=SHARE,
        sampler=st.none() | TEXT,
        seed=st.none() | st.integers(0, 2**32 - 1),
        smea=st.sampled_from(["off", "on", "dyn", "auto"]),
    ),
    batch=st.builds(Batch, count=st.integers(1, 100), samples=st.integers(1, 8)),
    source=st.none() | st.builds(Source, path=TEXT, strength=SHARE),
    mask=st.none() | st.builds(Mask, path=TEXT),
    characters=st.lists(CHARACTER, max_size=3),
    interactions=st.lists(st.builds(Interaction, action=TEXT, sources=IDS, targets=IDS, mutual=IDS), max_size=2),
    vibes=st.lists(st.builds(Vibe, path=TEXT, strength=st.floats(-2, 2), information=st.none() | SHARE), max_size=2),
    precise_references=st.lists(st.builds(PreciseReference, path=TEXT, fidelity=SHARE), max_size=2),
)


def faults(text: str) -> list[tuple[str, int | None]]:
    """Every fault of a text as it is said, with its line."""
    with pytest.raises(RecipeError) as caught:
        read_recipe(text, "my.toml")
    return [(str(problem), problem.line) for problem in caught.value.problems]


@settings(deadline=None, max_examples=60)
@given(RECIPES)
def test_a_recipe_comes_back_as_it_was_written(recipe: Recipe) -> None:
    assert read_recipe(write_recipe(recipe)) == recipe


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "\r\n", "a\nb\r\n", "C:\\real\nn", "\n\n", '"""', "'''\n\\"])
def test_line_ends_survive(text: str) -> None:
    recipe = Recipe(prompt=text, characters=(Character(prompt=text),))
    assert read_recipe(write_recipe(recipe)) == recipe


def test_a_prompt_of_several_lines_is_written_as_such() -> None:
    assert 'prompt = """\n1girl\nnight"""' in write_recipe(Recipe(prompt="1girl\nnight"))


def test_keys_stand_in_one_order_whatever_their_values_are() -> None:
    def keys(recipe: Recipe) -> list[str]:
        lines = write_recipe(recipe).splitlines()
        return [line.split(" = ")[0] for line in lines if " = " in line or line.startswith("[")]

    short = Recipe(characters=(Character(prompt="x"),), vibes=(Vibe(path="v"),))
    long = Recipe(prompt="p" * 300, characters=(Character(prompt="x" * 300),), vibes=(Vibe(path="v" * 300),))
    assert keys(short) == keys(long)
    assert keys(short)[:3] == ["naitui", "model", "prompt"]
    tables = [key for key in keys(short) if key.startswith("[")]
    assert tables == ["[sampling]", "[batch]", "[[characters]]", "[[vibes]]"]


def test_a_section_that_says_nothing_is_left_out() -> None:
    document = tomllib.loads(write_recipe(Recipe()))
    assert set(document) == {
        "naitui",
        "model",
        "prompt",
        "undesired",
        "quality",
        "undesired_preset",
        "furry",
        "transparent",
        "ai_choice",
        "normalize_vibes",
        "sampling",
        "batch",
    }
    assert set(document["sampling"]).isdisjoint({"seed", "steps", "guidance", "sampler", "schedule"})


SCENE = """
[[characters]]
id = "ann"
name = "Ann"
prompt = "girl"
colour = "violet"

[[characters]]
id = "ben"
prompt = "boy"

[[interactions]]
action = "hug"
sources = ["ann"]
targets = ["ben"]
"""


def test_interactions_are_written_by_ids_and_without_empty_sides() -> None:
    recipe = read_recipe(SCENE)
    assert recipe.interactions == (Interaction(action="hug", sources=("ann",), targets=("ben",)),)
    text = write_recipe(recipe)
    assert read_recipe(text) == recipe
    assert text.endswith('[[interactions]]\naction = "hug"\nsources = [\n    "ann",\n]\ntargets = [\n    "ben",\n]\n')


def test_a_recipe_without_them_is_written_as_it_always_was() -> None:
    """The files and the records in pictures of people who do not use interactions stay the same, byte for byte."""
    text = write_recipe(Recipe(characters=(Character(name="A", prompt="girl", position=(0.3, 0.5)),)))
    head, tail = text.split("[[characters]]\n")
    assert tail == (
        'name = "A"\nprompt = "girl"\nundesired = ""\nenabled = true\nposition = [\n    0.3,\n    0.5,\n]\n'
    )
    assert "interactions" not in head


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[characters]]\nid = ""', "characters[1].id: "),
        ('[[characters]]\ncolour = "mauve"', "characters[1].colour: should be 'red', 'orange',"),
        ('[[interactions]]\nsources = ["a"]', "interactions[1].action: is missing"),
        ('[[interactions]]\naction = "a"\nsources = "b"', "interactions[1].sources: "),
    ],
)
def test_wrong_ids_and_colours_are_named(text: str, said: str) -> None:
    [(words, line)] = faults(text)
    assert words.startswith(said)
    assert line is not None


def test_an_empty_file_is_a_recipe() -> None:
    assert read_recipe("") == Recipe()


def test_long_prompts_and_many_brackets_are_read() -> None:
    prompt = "{1girl}, [night]\n" * 6000
    assert len(prompt) > 100_000
    text = write_recipe(Recipe(prompt=prompt)) + "[[characters]]\nnmae = 'x'\n"
    assert read_recipe(write_recipe(Recipe(prompt=prompt))).prompt == prompt
    [(said, line)] = faults(text)
    assert said.startswith('characters[1].nmae: unknown key; did you mean "name"?')
    assert line == text.splitlines().index("nmae = 'x'") + 1


def test_thousands_of_faults_are_all_found() -> None:
    found = faults("".join(f"key{number} = 1\n" for number in range(3000)))
    assert [line for _, line in found] == list(range(1, 3001))


def test_another_file_by_mistake_is_not_read() -> None:
    [(said, line)] = faults("#" * 4_000_001)
    assert "4,000,001 characters" in said
    assert line is None


def test_a_newer_format_says_so() -> None:
    [(said, line)] = faults('# from the future\nnaitui = 2\nprompt = "x"\nnovelty = 1\n')
    assert said == "naitui: format 2 was written by a newer naitui; this one reads format 1"
    assert line == 2


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ('prompt = "1girl\nundesired = ""', "is not valid TOML", 1),
        ("model = 'a'\n[sampling\nwidth = 3", "is not valid TOML", 2),
        ("model = 'a'\nmodel = 'b'\n", "is not valid TOML", 2),
        ('model = "a"\nprompt = """\nnever\nclosed', "is not valid TOML", 4),
        ("characters = [\n" + "[" * 5000, "nested too deeply", None),
        ("sampling.seed = " + "9" * 5000, "number that is too long", None),
    ],
)
def test_text_that_is_no_toml(text: str, words: str, line: int | None) -> None:
    [(said, where)] = faults(text)
    assert words in said
    assert where == line


ALLOWED_IN_SAMPLING = "width, height, steps, guidance, rescale, sampler, schedule, seed, variety, decrisper, smea"


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("furry = 1", "furry: should be a valid boolean, not 1", 1),
        ('\nquality = "best"', "quality: should be 'standard', 'light' or 'none', not 'best'", 2),
        ("[sampling]\nwidth = '832'", "sampling.width: should be a valid integer, not '832'", 2),
        ("[sampling]\n\nrescale = 1.5", "sampling.rescale: should be less than or equal to 1, not 1.5", 3),
        ("[sampling]\nguidance = inf", "sampling.guidance: should be a finite number, not inf", 2),
        ("sampling.width = 0", "sampling.width: should be greater than or equal to 1, not 0", 1),
        ("prompt = 'x'\n\nbatch.count = 101", "batch.count: should be less than or equal to 100, not 101", 3),
        ("\nbatch = { samples = 0 }", "batch.samples: should be greater than or equal to 1, not 0", 2),
        ("sampling . \"steps\" = 'many'", "sampling.steps: should be a valid integer, not 'many'", 1),
        (
            "[sampling]\nstep = 28",
            f'sampling.step: unknown key; did you mean "steps"? (allowed here: {ALLOWED_IN_SAMPLING})',
            2,
        ),
        ("[source]\nstrength = 0.5", "source.path: is missing", 1),
        ("[[vibes]]\npath='a'\n[[vibes]]\nstrength=1", "vibes[2].path: is missing", 3),
        (
            "[[characters]]\nprompt='a'\n[[characters]]\nenabled='yes'",
            "characters[2].enabled: should be a valid boolean, not 'yes'",
            4,
        ),
        (
            "[[characters]]\nposition = 'F1'",
            "characters[1].position: should be a grid cell from A1 to E5, or [x, y] with both from 0 to 1, not 'F1'",
            2,
        ),
        (
            "[[characters]]\nposition = [0.5,\n 1.5]",
            "characters[1].position[2]: should be less than or equal to 1, not 1.5",
            2,
        ),
        ("characters = [\n {prompt='a'},\n {prompt=3},\n]", "characters[2].prompt: should be a valid string, not 3", 1),
    ],
)
def test_a_wrong_value_names_place_line_and_what_is_allowed(text: str, said: str, line: int) -> None:
    assert faults(text) == [(said, line)]


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("prompt = '''\nfoo = 1\n[sampling]\n'''\nfoo = 1", "foo", 5),
        ('prompt = """\n\\"""\nfoo = 1\n"""""\nfoo = 1', "foo", 5),
        ('undesired = "# [ { \\" "\nfoo = 1', "foo", 2),
        ("undesired = '[' # ] { \"\nfoo = 1", "foo", 2),
        ("# foo = 0\n  # [foo]\n\tfoo = 1", "foo", 3),
        ("[sampling]\r\nwidth = 64\r\nfoo = 1\r\n", "sampling.foo", 3),
        ("[ sampling ] # [foo]\n foo=1", "sampling.foo", 2),
        ("[[characters]]\n[characters.foo]\na = 1\n[[characters]]", "characters[1].foo", 2),
        ("[[characters]]\n[[characters]]\n[characters.foo]\na = 1", "characters[2].foo", 3),
        ("[foo]\nbar = 1", "foo", 1),
        ("foo.bar.'b a z' = 1", "foo", 1),
        ("[sampling]\n'a=b' = 1", "sampling.'a=b'", 2),
        ("foo-bar = 1", "foo-bar", 1),
        ('[sampling]\n"\\u001B[31m" = 1', "sampling.'\\x1b[31m'", 2),
        ("['samp.ling'] # [x]\n", "'samp.ling'", 1),
        ("interactions = [{action='x', foo=1}]", "interactions[1].foo", 1),
    ],
)
def test_an_unknown_key_is_found_wherever_it_is_written(text: str, key: str, line: int) -> None:
    [(said, where)] = faults(text)
    assert said.startswith(f"{key}: unknown key")
    assert where == line


def test_every_fault_is_told_in_the_order_of_the_lines() -> None:
    with pytest.raises(RecipeError) as caught:
        read_recipe("furry = 'no'\nfoo = 1\n[batch]\ncount = 0\n[sampling]\nsmea = 'x'", "my.toml")
    assert [line.split(" ")[0] for line in caught.value.lines()] == [
        "my.toml:1:",
        "my.toml:2:",
        "my.toml:4:",
        "my.toml:6:",
    ]
    assert str(caught.value) == "\n".join(caught.value.lines())


@settings(deadline=None, max_examples=30)
@given(RECIPES)
def test_the_line_is_right_in_any_recipe(recipe: Recipe) -> None:
    text = write_recipe(recipe)
    before, mark, after = text.rpartition("[sampling]\n")
    if before.count("\n[sampling]\n") or after.count("\n[sampling]"):
        return  # the prompt itself holds such a line; which of them is the header is tomllib's business
    [(said, line)] = faults(f"{before}{mark}unheard_of = 1\n{after}")
    assert said.startswith("sampling.unheard_of: unknown key")
    assert line == before.count("\n") + 2


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from([*PIECES, "naitui", "prompt", "sampling", "\n", "1"]), max_size=10).map("".join))
def test_any_text_is_a_recipe_or_a_fault(text: str) -> None:
    said = ""
    try:
        read_recipe(text)
    except RecipeError as error:
        said = str(error)
    assert "\x1b" not in said
    assert "\x00" not in said


def test_styles_and_pins_are_written_only_when_there_are_any() -> None:
    assert "styles" not in write_recipe(Recipe())
    assert "pins" not in write_recipe(Recipe())
    recipe = Recipe(styles=("Ink wash", "b"), pins={"z": "1", "hair/colour": "red"})
    text = write_recipe(recipe)
    assert text.index("styles") < text.index("[sampling]") < text.index("[batch]") < text.index("[pins]")
    assert text.endswith('[pins]\n"hair/colour" = "red"\nz = "1"\n')
    assert read_recipe(text) == recipe
    assert recipe.pins == (("hair/colour", "red"), ("z", "1"))
    assert hash(recipe) == hash(read_recipe(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pins = 3", "recipe:1: pins: should be a table of wildcards and their texts"),
        ('[pins]\n"../x" = "y"', "recipe:1: pins: should name wildcards, and '../x' cannot be one"),
        ("[pins]\na = 3", "pins"),
        ('styles = "x"', "recipe:1: styles: "),
        ("styles = [3]", "recipe:1: styles"),
    ],
)
def test_wrong_styles_and_pins_are_named(text: str, said: str) -> None:
    with pytest.raises(RecipeError) as caught:
        read_recipe(text)
    assert said in str(caught.value)
