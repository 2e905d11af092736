"""Prices, row by row from the worked examples of api.md 6.6 that are text to image, and the free rule of 6.2."""

import pytest

from naitui.novelai import Catalog, Quote, Refused, Standing, build, quote, quote_all
from naitui.recipe import Batch, Recipe, Sampling, expand

V5, MEDIUM, V45, V3, V2 = (
    "nai-diffusion-5-full",
    "nai-diffusion-5-full-medium",
    "nai-diffusion-4-5-full",
    "nai-diffusion-3",
    "nai-diffusion-2",
)
OPUS, SCROLL = Standing(3), Standing(2)
SPENT = Standing(3, allowance_spent=True)


def quoted(
    catalog: Catalog,
    standing: Standing | None,
    model: str,
    width: int,
    height: int,
    steps: int | None,
    smea: str = "off",
    *,
    count: int = 1,
    samples: int = 1,
) -> Quote:
    """The quote for a whole recipe."""
    sampling = Sampling(width=width, height=height, steps=steps, smea=smea, seed=1)
    recipe = Recipe(model=model, sampling=sampling, batch=Batch(count=count, samples=samples))
    return quote_all(expand(recipe), catalog, standing)


ROWS = [  # number of the row, account, model, width, height, steps, SMEA, Anlas
    (1, SCROLL, V45, 832, 1216, 23, "off", 17),
    (2, SCROLL, V45, 832, 1216, 28, "off", 20),
    (3, SCROLL, V45, 1024, 1024, 28, "off", 20),
    (4, OPUS, V45, 1024, 1024, 28, "off", 0),
    (5, OPUS, V45, 1024, 1024, 29, "off", 21),
    (6, OPUS, V45, 1088, 1024, 28, "off", 22),
    (8, SCROLL, V45, 1024, 1536, 28, "off", 30),
    (8, OPUS, V45, 1024, 1536, 28, "off", 30),
    (9, SCROLL, V45, 1472, 1472, 28, "off", 42),
    (10, SCROLL, V45, 1088, 1920, 28, "off", 40),
    (11, SCROLL, V45, 512, 768, 23, "off", 7),
    (12, SCROLL, V45, 64, 64, 28, "off", 2),
    (13, SCROLL, V45, 2048, 1536, 50, "off", 100),
    (17, SCROLL, V3, 832, 1216, 28, "on", 24),
    (17, SCROLL, V3, 832, 1216, 28, "dyn", 28),
    (18, SCROLL, V3, 1536, 1536, 50, "off", 75),
    (18, SCROLL, V3, 1536, 1536, 50, "on", 90),
    (18, SCROLL, V3, 1536, 1536, 50, "dyn", 105),
    (19, SCROLL, V3, 2048, 1536, 50, "dyn", 140),
    (24, SCROLL, V5, 832, 1216, 23, "off", 26),
    (24, SCROLL, V5, 832, 1216, 28, "off", 30),
    (24, SCROLL, V5, 832, 1216, 30, "off", 32),
    (25, SCROLL, V5, 1024, 1024, 1, "off", 6),
    (25, SCROLL, V5, 1024, 1024, 2, "off", 8),
    (25, SCROLL, V5, 1024, 1024, 10, "off", 15),
    (25, SCROLL, V5, 1024, 1024, 28, "off", 30),
    (25, SCROLL, V5, 1024, 1024, 29, "off", 32),
    (25, SCROLL, V5, 1024, 1024, 50, "off", 51),
    (26, SCROLL, V5, 1536, 1024, 28, "off", 45),
    (26, SCROLL, V5, 1536, 1024, 50, "off", 75),
    (27, SCROLL, V5, 1600, 1600, 28, "off", 74),
    (28, OPUS, V5, 1088, 1024, 28, "off", 33),
    (29, SPENT, V5, 1024, 1024, 28, "off", 30),
    (31, SCROLL, MEDIUM, 832, 1216, None, "off", 17),
    (31, SCROLL, MEDIUM, 1024, 1024, None, "off", 18),
    (31, SCROLL, MEDIUM, 1024, 1536, 50, "off", 26),  # 14 steps whatever was asked for
    (36, SCROLL, V2, 832, 1216, 28, "off", 13),
]


@pytest.mark.parametrize(("row", "standing", "model", "width", "height", "steps", "smea", "anlas"), ROWS)
def test_worked_examples(
    catalog: Catalog,
    row: int,
    standing: Standing,
    model: str,
    width: int,
    height: int,
    steps: int | None,
    smea: str,
    anlas: int,
) -> None:
    assert quoted(catalog, standing, model, width, height, steps, smea).total == anlas, f"row {row}"


def test_row_7_four_samples_on_opus(catalog: Catalog) -> None:
    found = quoted(catalog, OPUS, V45, 832, 1216, 28, count=4, samples=4)
    assert (found.total, found.pictures, found.free, found.per_picture) == (60, 4, 1, 20)
    assert found.reason == "one free with Opus, 3 more in the same request"


def test_row_30_is_refused(catalog: Catalog) -> None:
    recipe = Recipe(model=V5, sampling=Sampling(width=2048, height=1536, steps=50))
    with pytest.raises(Refused, match="150 Anlas; NovelAI allows 140"):
        build(expand(recipe)[0], catalog)


def test_row_19_is_just_allowed(catalog: Catalog) -> None:
    recipe = Recipe(model=V3, sampling=Sampling(width=2048, height=1536, steps=50, smea="dyn"))
    assert build(expand(recipe)[0], catalog).samples == 1


@pytest.mark.parametrize(
    ("count", "samples", "total", "free"),
    [(1, 1, 0, 1), (4, 1, 0, 4), (4, 2, 40, 2), (4, 4, 60, 1), (5, 4, 60, 2), (3, 8, 40, 1)],
)
def test_one_sample_of_each_request_is_free(catalog: Catalog, count: int, samples: int, total: int, free: int) -> None:
    found = quoted(catalog, OPUS, V45, 832, 1216, 28, count=count, samples=samples)
    assert (found.total, found.free, found.pictures) == (total, free, count)


@pytest.mark.parametrize(
    ("standing", "model", "width", "steps", "reason"),
    [
        (OPUS, V45, 832, 28, "free with Opus"),
        (OPUS, V5, 832, 28, "free with Opus"),
        (SPENT, V45, 832, 28, "free with Opus"),  # a spent V5 allowance does not matter to others
        (SPENT, V5, 832, 28, "the V5 allowance is spent"),
        (SPENT, MEDIUM, 832, 14, "the V5 allowance is spent"),
        (Standing(3, active=False), V45, 832, 28, "the subscription is not active"),
        (Standing(0), V45, 832, 28, "Paper has no free pictures"),
        (Standing(1), V45, 832, 28, "Tablet has no free pictures"),
        (Standing(2), V45, 832, 28, "Scroll has no free pictures"),
        (OPUS, V45, 896, 28, "896×1216 is not free"),
        (OPUS, V45, 832, 29, "29 steps are not free, 28 are"),
        (None, V45, 832, 28, "the account is not known yet"),
    ],
)
def test_why_it_is_free_or_not(
    catalog: Catalog, standing: Standing | None, model: str, width: int, steps: int, reason: str
) -> None:
    found = quoted(catalog, standing, model, width, 1216, steps)
    assert found.reason == reason
    assert (found.total == 0) == (reason == "free with Opus")


def test_medium_is_free_whatever_steps_were_asked_for(catalog: Catalog) -> None:
    assert quoted(catalog, OPUS, MEDIUM, 832, 1216, 50).total == 0


def test_free_v5_pictures_draw_on_the_allowance(catalog: Catalog) -> None:
    assert quoted(catalog, OPUS, V5, 832, 1216, 23).uses_allowance
    assert not quoted(catalog, OPUS, V45, 832, 1216, 23).uses_allowance
    assert not quoted(catalog, SPENT, V5, 832, 1216, 23).uses_allowance


def test_what_is_only_an_estimate_says_so(catalog: Catalog) -> None:
    assert quoted(catalog, OPUS, V2, 832, 1216, 28).estimate
    assert quoted(catalog, None, V45, 832, 1216, 28).estimate
    assert quoted(catalog, OPUS, "nai-diffusion-9-full", 832, 1216, 28).estimate
    assert not quoted(catalog, OPUS, V45, 832, 1216, 28).estimate


def test_a_whole_expansion_is_the_sum_of_its_requests(catalog: Catalog) -> None:
    requests = expand(Recipe(model=V5, batch=Batch(count=7, samples=3), sampling=Sampling(seed=1)))
    single = [quote(request, catalog, OPUS) for request in requests]
    assert [one.pictures for one in single] == [3, 3, 1]
    assert quote_all(requests, catalog, OPUS).total == sum(one.total for one in single) == 26 * 4
    assert quote_all(requests, catalog, OPUS).reason == single[0].reason  # the dearest one's
