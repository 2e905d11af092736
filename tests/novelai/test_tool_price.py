"""Prices beside generating: rows 32 to 35 of api.md 6.6, the free rule, and encodings (6.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naitui.novelai import (
    Catalog,
    Quote,
    Refused,
    Standing,
    encoding_quote,
    load_catalog,
    tool_quote,
    upscale_quote,
)

OPUS, SCROLL = Standing(3), Standing(2)

ROWS = [  # number of the row, tool, account, width, height, Anlas
    (32, "lineart", SCROLL, 832, 1216, 20),
    (32, "lineart", OPUS, 832, 1216, 0),
    (33, "bg-removal", SCROLL, 832, 1216, 65),
    (33, "bg-removal", OPUS, 832, 1216, 65),
    (33, "bg-removal", Standing(0), 832, 1216, 65),
    (34, "emotion", OPUS, 1024, 1536, 30),
]


@pytest.mark.parametrize(("row", "tool", "standing", "width", "height", "anlas"), ROWS)
def test_worked_examples(
    catalog: Catalog, row: int, tool: str, standing: Standing, width: int, height: int, anlas: int
) -> None:
    assert tool_quote(tool, width, height, catalog, standing).total == anlas, f"row {row}"


@pytest.mark.parametrize(
    ("width", "height", "anlas"),
    [
        (832, 1216, 1), (1024, 1536, 2), (1472, 1472, 3), (2048, 1536, 4),  # row 35
        (1, 1, 1), (1024, 1024, 1), (1024, 1025, 2), (1747627, 1, 2), (1747628, 1, 3), (2446678, 1, 3), (2446679, 1, 4),
    ],
)  # fmt: skip
def test_upscaling(catalog: Catalog, width: int, height: int, anlas: int) -> None:
    found = upscale_quote(width, height, catalog)
    assert found == Quote(anlas, 1, anlas, 0, f"upscaling {width}×{height}")


def test_what_is_too_large_to_upscale(catalog: Catalog) -> None:
    with pytest.raises(Refused, match="3,147,776 pixels; NovelAI takes 3,145,728 at most"):
        upscale_quote(2048, 1537, catalog)


def test_encoding(catalog: Catalog) -> None:
    assert encoding_quote(catalog) == Quote(2, 0, 2, 0, "encoding a vibe")
    assert encoding_quote(catalog, 3) == Quote(6, 0, 6, 0, "encoding 3 vibes")


@pytest.mark.parametrize(
    ("tool", "standing", "width", "reason"),
    [
        ("lineart", OPUS, 832, "free with Opus"),
        ("lineart", Standing(3, allowance_spent=True), 832, "free with Opus"),  # it is priced as V3
        ("lineart", Standing(3, active=False), 832, "the subscription is not active"),
        ("colorize", SCROLL, 832, "Scroll has no free pictures"),
        ("declutter", OPUS, 896, "896×1216 is not free"),
        ("declutter", OPUS, 4096, "3255×966 is not free"),  # the size it is sent in
        ("sketch", None, 832, "the account is not known yet"),
        ("bg-removal", OPUS, 832, "Remove Background is never free"),
    ],
)
def test_why_it_is_free_or_not(catalog: Catalog, tool: str, standing: Standing | None, width: int, reason: str) -> None:
    found = tool_quote(tool, width, 1216, catalog, standing)
    assert found.reason == reason
    assert (found.total == 0) == (reason == "free with Opus")
    assert found.estimate == (standing is None)


def test_three_pictures_of_one_removal(catalog: Catalog) -> None:
    found = tool_quote("bg-removal", 832, 1216, catalog, OPUS)
    assert (found.pictures, found.free, found.per_picture) == (3, 0, 65)


def test_an_unknown_tool(catalog: Catalog) -> None:
    with pytest.raises(Refused, match="there is no tool 'nope'"):
        tool_quote("nope", 832, 1216, catalog, OPUS)


@given(st.integers(1, 20_000), st.integers(1, 20_000))
def test_every_size_has_the_price_of_one_that_may_be_sent(width: int, height: int) -> None:
    catalog = load_catalog()
    full = tool_quote("lineart", width, height, catalog, SCROLL).total
    assert 17 <= full <= 60  # from a floored megapixel to three
    assert tool_quote("bg-removal", width, height, catalog, OPUS).total == 3 * full + 5
