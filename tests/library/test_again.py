"""The way back from a picture: its request again word for word, whatever the recipe was; and what is lost on it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from naitui.library.again import NothingKnown, again
from naitui.library.record import Record, with_record
from naitui.novelai import Refused, build, load_catalog
from naitui.novelai.likeness import unlike
from naitui.pictures.errors import BadPicture
from naitui.recipe import (
    Batch,
    Character,
    Interaction,
    Recipe,
    RecipeError,
    Sampling,
    Source,
    Words,
    expand,
)
from naitui.recipe.words import Entry, Style, Wildcard

CATALOG = load_catalog()
WORDS = Words(
    wildcards={"hair": Wildcard("hair", (Entry("silver"), Entry("||red|{blue}||", 3.0), Entry("1.2::gold::")))},
    snippets={"her": "girl, __hair__ hair, [smile]"},
    styles={"ink": Style(prefix="ink wash, ||a|b||", suffix="0.8::sketch::", undesired="photo")},
    others={"wildcard": ("hair",), "snippet": ("her",), "style": ("ink",)},
)
PIECES = (
    "1girl", "{smile}", "[[hat]]", "1.3::night city::", "-1::rain::", "||red|blue|| dress", "||3::a|b|{c}||",
    "__hair__ hair", "@{her}", "/* a note */", "銀髪", "🌙", 'sign that says "open"', "artist:someone", "a:1.2",
    "Text: hello", "\\{", "source#hug", "hatsune miku (vocaloid)", "x | y", "{{unclosed", "::", "\n", "end::",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), max_size=6).map(", ".join)
PLACE = st.one_of(st.none(), st.tuples(st.sampled_from([0.1, 0.3, 0.5]), st.sampled_from([0.5, 0.7, 0.9])))
PERSON = st.builds(Character, prompt=TEXT, undesired=TEXT, position=PLACE, enabled=st.booleans())
SAMPLING = st.builds(
    Sampling,
    width=st.sampled_from([64, 512, 832]),
    height=st.sampled_from([64, 768, 1216]),
    steps=st.one_of(st.none(), st.integers(1, 28)),
    guidance=st.one_of(st.none(), st.sampled_from([1.0, 4.5, 7.0])),
    rescale=st.sampled_from([0.0, 0.2]),
    variety=st.booleans(),
    seed=st.one_of(st.none(), st.integers(0, 2**32 - 1)),
)
RECIPES = st.builds(
    Recipe,
    model=st.sampled_from([id for id, model in CATALOG.models.items() if model.offered]),
    prompt=TEXT,
    undesired=TEXT,
    quality=st.sampled_from(["standard", "none"]),
    undesired_preset=st.sampled_from(["heavy", "light", "none"]),
    ai_choice=st.booleans(),
    styles=st.sampled_from([(), ("ink",)]),
    pins=st.sampled_from([(), (("hair", "grey"),)]),
    sampling=SAMPLING,
    batch=st.sampled_from([Batch(), Batch(count=2), Batch(count=3, samples=2)]),
    characters=st.lists(PERSON, max_size=3).map(tuple),
)


def png(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(out, "PNG")
    return out.getvalue()


PNG = png()


def goes_round(recipe: Recipe, path: Path) -> None:
    """Every request of a recipe is that which its pictures make again."""
    try:
        requests = [(resolved, build(resolved, CATALOG)) for resolved in expand(recipe, words=WORDS)]
    except (RecipeError, Refused):
        assume(False)  # it would never have been sent
    for resolved, request in requests:
        for sample in range(resolved.samples):
            record = Record(resolved.recipe, sample, resolved.picks, resolved.draft)
            path.write_bytes(with_record(PNG, record))
            found = again(path, CATALOG)
            assert found.lost == ()
            assert found.draft == resolved.draft
            [repeated] = expand(found.request, words=WORDS)
            assert build(repeated, CATALOG) == request
            assert found.picture.sampling.seed == (resolved.seed + sample) % 2**32


FOLDER_STAYS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


@settings(max_examples=60, deadline=None, suppress_health_check=FOLDER_STAYS)
@given(RECIPES)
def test_the_identical_request(tmp_path: Path, recipe: Recipe) -> None:
    goes_round(recipe, tmp_path / "a.png")


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=FOLDER_STAYS)
@given(RECIPES)
def test_the_identical_request_a_thousand_times(tmp_path: Path, recipe: Recipe) -> None:
    goes_round(recipe, tmp_path / "a.png")


def test_interactions_go_round(tmp_path: Path) -> None:
    people = (Character(id="a", prompt="girl"), Character(id="b", prompt="boy"))
    hug = Interaction(action="||hug|kiss||", sources=("a",), targets=("b",))
    goes_round(Recipe(model="nai-diffusion-5-full", characters=people, interactions=(hug,)), tmp_path / "a.png")


def test_files_that_are_gone_are_named(tmp_path: Path) -> None:
    source = tmp_path / "source.png"
    recipe = Recipe(prompt="x", source=Source(path=str(source)), sampling=Sampling(seed=1))
    path = tmp_path / "a.png"
    path.write_bytes(with_record(PNG, Record(recipe, 0)))
    assert again(path, CATALOG).lost == (f"the source picture: {source} is not there any more",)
    source.write_bytes(PNG)
    assert again(path, CATALOG).lost == ()


def test_a_picture_that_says_nothing_and_a_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    with pytest.raises(NothingKnown):
        again(path, CATALOG)
    path.write_bytes(b"no picture")
    with pytest.raises(BadPicture):
        again(path, CATALOG)


def test_what_differs_from_the_record_is_named() -> None:
    [resolved] = expand(Recipe(model="nai-diffusion-4-5-full", prompt="cat", sampling=Sampling(seed=1, steps=28)))
    request = build(resolved, CATALOG)
    same = {"prompt": request.body["input"], "steps": 28, "seed": 1, "scale": 5, "sm": False, "unknown": 3}
    assert unlike(request, same) == ()
    assert unlike(request, same | {"steps": 23}) == ("steps: 28 and not 23",)
    assert unlike(request, same | {"prompt": "dog"}) == ("the prompt is worded otherwise",)
